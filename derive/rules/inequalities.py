"""Inequalities: differences as sums of squares, and convex functions above a tangent. UNTRUSTED.

A quadratic polynomial in real numbers is a sum of squares with positive factors exactly where no
square that is completed has a negative one. Next: ``kernel.infer.algebra.order``.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from fractions import Fraction
from itertools import combinations
from typing import Any

from derive.kernel.atoms import Items, positive_generator
from derive.kernel.calculus import derived
from derive.kernel.claim import Refused
from derive.kernel.derivation import Step
from derive.kernel.elementary.form import ElementaryNormalizer
from derive.rules.author import Author
from derive.rules.writing import atoms_of, place, term_from
from derive.terms.binding import substitute
from derive.terms.build import le, power, sub, term
from derive.terms.term import Term, TermError

MISSED = (Refused, LookupError, TermError, ValueError, NotImplementedError)
TANGENT_AT = (0, 1, -1, 2)  # where a convex difference may touch 0
MOST_ATOMS, DEEPEST = 24, 2
Form = dict[frozenset[Any], Fraction]  # coefficients of products of two (or of a square)
NUMBER: Any = frozenset()  # the empty product


def prove_inequality(author: Author, goal: Term, hypotheses: Sequence[Term],
                     depth: int = 0) -> Step:
    """A proof of ``s <= t`` or ``s < t``, or Refused.

    >>> from derive.terms.build import add, le, mul, power, symbol
    >>> a, b = symbol("a"), symbol("b")
    >>> goal = le(mul(2, a, b), add(power(a, 2), power(b, 2)))
    >>> prove_inequality(Author("line"), goal, ()).claim.conclusion is goal
    True
    """
    conditions = [author.assume(h) for h in hypotheses if h.head in ("ne", "lt", "le")]
    difference = sub(goal.args[1], goal.args[0])
    for attempt in (_by_form, _by_squares, _from_one):
        with suppress(*MISSED):
            return attempt(author, goal, difference, conditions)
    if depth < DEEPEST:
        return _by_tangent(author, goal, difference, conditions, depth)
    raise Refused("no certificate was found")


def _by_form(author: Author, goal: Term, difference: Term, conditions: list[Step]) -> Step:
    return author.order(goal, rest=difference, conditions=conditions)


def _by_squares(author: Author, goal: Term, difference: Term, conditions: list[Step]) -> Step:
    multiplier, parts, rest = squares(author, difference)
    shown = [(square(author, line), factor) for factor, line in parts]
    return author.order(goal, *shown, multiplier=multiplier, rest=rest, conditions=conditions)


def square(author: Author, line: Term) -> Step:
    """``0 <= line^2``: of any real number, and so of this one."""
    y = Term("sym", ("y", "R"))
    any_real = author.order(le(0, power(y, 2)), rest=power(y, 2))
    return author.put(any_real, {y: line})


def _from_one(author: Author, goal: Term, difference: Term, conditions: list[Step]) -> Step:
    """From one inequality that is given, and squares."""
    for step in conditions:
        if step.claim.conclusion.head in ("lt", "le"):
            below, above = step.claim.conclusion.args
            others = [c for c in conditions if c is not step]
            with suppress(*MISSED):
                multiplier, parts, rest = squares(author, sub(difference, sub(above, below)))
                if multiplier is term(1):
                    shown = [(square(author, line), factor) for factor, line in parts]
                    return author.order(goal, (step, term(1)), *shown, rest=rest,
                                        conditions=others)
    raise Refused("no given inequality is enough")


def _by_tangent(author: Author, goal: Term, difference: Term, conditions: list[Step],
                depth: int) -> Step:
    for x in sorted((s for s in difference.free if s.head == "sym" and s.sort in ("R", "P")),
                    key=str):
        standing = [c for c in conditions if x not in c.claim.conclusion.free]
        with suppress(*MISSED):
            return _touching(author, goal, difference, x, standing, depth)
    raise Refused("no tangent was found")


def _touching(author: Author, goal: Term, f: Term, x: Term, conditions: list[Step],
              depth: int) -> Step:
    """f touches 0 at a number and is convex."""
    slope = derived(f, x)
    bend = derived(slope, x)
    forms = ElementaryNormalizer()
    for number in TANGENT_AT if x.sort == "R" else [n for n in TANGENT_AT if n > 0]:
        if all(forms.is_zero(substitute(t, {x: term(number)})) for t in (f, slope)):
            given = [c.claim.conclusion for c in conditions]
            convex = prove_inequality(author, le(0, bend), given, depth + 1)
            shown = author.step("above_tangent", convex, symbol=x, function=f,
                                point=term(number))
            tangent = shown.claim.conclusion.args[0]
            flat = author.step("elementary", conclusion=Term("eq", (), (tangent, term(0))),
                               hypotheses=list(convex.claim.hypotheses))
            return author.order(goal, (flat, term(1)), (shown, term(1)))
    raise Refused("it does not touch 0 at a small number")


# -- squares ---------------------------------------------------------------------------------


def squares(author: Author, difference: Term) -> tuple[Term, list[tuple[Term, Term]], Term]:
    """``m difference = sum c line^2 + rest``: m a product of powers, c and rest positive numbers.

    Raises Refused where the form is not quadratic, or has a negative square.
    """
    forms = author.normalizer
    items = forms.items(difference)
    atoms = atoms_of(forms, [difference])
    lowest: dict[Any, Fraction] = {}
    for monomial, _ in items:
        for generator, exponent in monomial:
            lowest[generator] = min(lowest.get(generator, Fraction(0)), exponent)
    raised = {g: -e for g, e in lowest.items() if e < 0}
    if any(e.denominator != 1 for e in raised.values()):
        raise Refused("a root in a divisor")
    multiplier = term_from({frozenset(raised.items()): Fraction(1)}, atoms) if raised else term(1)
    form = _quadratic(items, raised)
    parts: list[tuple[Term, Term]] = []
    rest = Fraction(0)
    while form:
        factor, line = _completed(form)
        if set(line) == {NUMBER}:
            rest += factor
        else:
            parts.append((term(factor), term_from(frozenset(line.items()), atoms)))
    return multiplier, parts, term(rest)


def _quadratic(items: Items, raised: dict[Any, Fraction]) -> Form:
    """The form in products of atoms whose squares occur in it."""
    monomials: dict[Any, Fraction] = {}
    for monomial, coefficient in items:
        exponents = dict(raised)
        for generator, exponent in monomial:
            exponents[generator] = exponents.get(generator, Fraction(0)) + exponent
        key = frozenset((g, e) for g, e in exponents.items() if e)
        monomials[key] = monomials.get(key, Fraction(0)) + coefficient
    if len(monomials) > MOST_ATOMS:
        raise Refused("too many summands")
    halves = {m: frozenset((g, e / 2) for g, e in m) for m in monomials if all(
        e % 2 == 0 or positive_generator(g) for g, e in m)}
    letters = sorted({NUMBER, *halves.values()}, key=place)
    products = {_times(a, b): frozenset({a, b}) for a, b in combinations(letters, 2)}
    products.update({whole: frozenset({half}) for whole, half in halves.items()
                     if monomials[whole] > 0 or whole not in products})
    if not monomials.keys() <= products.keys():
        raise Refused("not quadratic")
    return {products[m]: c for m, c in monomials.items() if c}


def _times(a: Any, b: Any) -> Any:
    exponents = dict(a)
    for generator, exponent in b:
        exponents[generator] = exponents.get(generator, Fraction(0)) + exponent
    return frozenset((g, e) for g, e in exponents.items() if e)


def _completed(form: Form) -> tuple[Fraction, dict[Any, Fraction]]:
    """Take one completed square off a form: its factor, and the line that is squared."""
    letters = sorted({g for pair in form for g in pair}, key=place, reverse=True)
    letters.sort(key=lambda g: g == NUMBER)  # the number last: it may be left over
    for letter in letters:
        factor = form.get(frozenset({letter}), Fraction(0))
        mixed = any(letter in pair and len(pair) == 2 for pair in form)
        if factor < 0 or (mixed and not factor):
            raise Refused("a square with a negative factor")
        if not factor:
            continue
        line = {letter: Fraction(1)}
        for pair, c in form.items():
            if letter in pair and len(pair) == 2:
                (other,) = pair - {letter}
                line[other] = c / (2 * factor)
        for first in line:
            for second in line:
                pair = frozenset({first, second})
                form[pair] = form.get(pair, Fraction(0)) - factor * line[first] * line[second]
        for pair in [p for p, c in form.items() if not c]:
            del form[pair]
        return factor, line
    raise Refused("nothing is left")
