r"""Relations that are no equations: a number rounded to the digits shown, a constant ratio.

``\approx`` beside a decimal is held to its last digit, ``\propto`` to a ratio that is constant in a
letter of the right side. What states no error stays undecided. Next: ``obligations``.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from fractions import Fraction

from derive.review.claims import LOOSE
from derive.review.judging import Judgement
from derive.review.lines import Line, Outcome, said
from derive.review.unfolding import Meanings, TooLarge
from derive.terms.binding import fresh, substitute
from derive.terms.build import eq, le, mul, sub, term
from derive.terms.term import Term, TermError

Judge = Callable[..., Judgement]
DECIMAL = re.compile(
    r"\s*[-+]?\s*(\d+)(?:\.(\d*))?\s*(?:\\(?:times|cdot)\s*10\s*\^\s*(?:\{\s*([-+]?\d+)\s*\}|(\d)))?"
    r"[\s.,;]*\Z")
LARGEST_EXPONENT = 400
#: a value this many units of the last digit away is no rounding
APART = 10


def unit_of(written: str) -> Fraction | None:
    r"""The unit of the last digit that a decimal shows; zeros at the end of an integer are none.

    >>> unit_of("3.140"), unit_of(r"1.05 \times 10^{-3}"), unit_of("300"), unit_of(r"\pi")
    (Fraction(1, 1000), Fraction(1, 100000), Fraction(100, 1), None)
    """
    match = DECIMAL.match(written.replace("{,}", "").replace("\\,", ""))
    if match is None:
        return None
    whole, digits = match[1], match[2] or ""
    exponent = int(match[3] or match[4] or 0)
    if abs(exponent) > LARGEST_EXPONENT or len(whole + digits) > LARGEST_EXPONENT:
        return None
    zeros = 0 if digits else len(whole) - len(whole.rstrip("0") or whole)
    return Fraction(10) ** (exponent - len(digits) + zeros)


def loosely(judge: Judge, meanings: Meanings, line: Line) -> Outcome:
    """The outcome of a line that states no equation and no order."""
    kind, reason = LOOSE[line.kind]
    assert isinstance(line.left, Term)
    assert isinstance(line.right, Term)
    found = None
    try:
        (left, used), (right, more) = meanings.unfold(line.left), meanings.unfold(line.right)
        if line.kind == "approx":
            found = _rounded(judge, left, right, unit_of(line.written))
        elif line.kind == "propto":
            found = _proportional(judge, left, right)
    except (TermError, TooLarge) as problem:
        found = Judgement("undecided", "", str(problem))
    if found is None:
        given = line.kind in ("in", "update")
        return said(kind, "given" if given else "undecided", reason)
    return Outcome(kind, found, tuple(dict.fromkeys((*used, *more))))


def _rounded(judge: Judge, left: Term, right: Term, unit: Fraction | None) -> Judgement | None:
    if unit is None or left.free or right.free or left.shape is not None:
        return None
    distance = Term("abs", (), (sub(left, right),))
    shown = f"{float(unit / 2):.6g}"
    near = judge((), le(distance, term(unit / 2)))
    if near.verdict in ("proved", "supported"):
        return Judgement("supported", "enclosures", f"the sides differ by at most {shown}, half a "
                         "unit of the last digit shown")
    far = judge((), le(distance, term(APART * unit)))
    if far.verdict == "refuted":
        sides = judge((), eq(left, right))
        return Judgement("refuted", "enclosures that do not meet", "the sides differ by more than "
                         f"{APART} units of the last digit shown", (), sides.left, sides.right)
    if near.verdict == "refuted":
        return Judgement("undecided", "", f"the sides differ by more than {shown}, half a unit of "
                         f"the last digit shown, and by less than {APART} units")
    return Judgement("undecided", "", near.reason)


def _proportional(judge: Judge, left: Term, right: Term) -> Judgement | None:
    """A ratio that is constant in a letter of the right side, or in none of them."""
    letters = sorted((s for s in left.free & right.free if s.head == "sym"), key=lambda s: s.name)
    functions = any(s.head != "sym" for s in left.free | right.free)
    if not letters or functions or left.shape is not None or right.shape is not None:
        return None
    found = {}
    for letter in letters:
        other = fresh(letter, left.free | right.free)
        there = [substitute(side, {letter: other}) for side in (left, right)]
        found[letter] = judge((), eq(mul(left, there[1]), mul(there[0], right)))
        if found[letter].verdict in ("proved", "supported"):
            return Judgement(found[letter].verdict, found[letter].by,
                             f"the ratio of the sides does not depend on {letter.name}")
    alone = {s for s in right.free if s.head == "sym"} <= set(letters)
    if alone and all(j.verdict == "refuted" for j in found.values()):
        first = found[letters[0]]
        names = ", ".join(s.name for s in letters)
        return Judgement("refuted", first.by, f"the ratio of the sides depends on {names}",
                         first.point)
    return Judgement("undecided", "", "a proportionality")
