"""Goals of a document (``expect E = …``): reached at a line, in another form, or not.

A goal that is only stated, as a definition or hypothesis, is said to be given.

Next: ``checking``.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from derive import notation as written
from derive.notation.cards import Notation
from derive.notation.errors import NotationError, NotRead
from derive.review.announced import Announced
from derive.review.obligations import Argument
from derive.review.unfolding import TooLarge
from derive.terms.build import eq
from derive.terms.term import Term, TermError

if TYPE_CHECKING:
    from derive.review.read_lines import ReadLine


def goals(before: tuple[str, ...], announced: Announced, argument: Argument, notation: Notation,
          lines: list[ReadLine], verdicts: Mapping[str, str]) -> tuple[str, ...]:
    """What is to be said of each goal after a scope, given what was said after those before."""
    for goal in announced.goals:
        said = _said(goal, argument, notation, lines, verdicts)
        start = f"Goal: {goal.strip()} "
        others = tuple(g for g in before if not g.startswith(start))
        if said == "is not reached" and len(others) < len(before):
            continue
        before = (*others, f"{start}{said}.")
    return before


def _said(goal: str, argument: Argument, notation: Notation, lines: list[ReadLine],
          verdicts: Mapping[str, str]) -> str:
    try:
        wanted = written.parse(goal, notation)
        claim, _ = argument.meanings.unfold(wanted)
    except (NotRead, NotationError, TermError, TooLarge) as refusal:
        unheard = isinstance(refusal, NotRead) and bool(refusal.declaration)
        return f"is not reached: {refusal}" if unheard else f"is not read: {refusal}"
    hypotheses = tuple(h for h, _ in argument.hypotheses)
    trivial = claim.head == "eq" and claim.args[0] is claim.args[1]
    verdict = "proved" if trivial else argument.judge(hypotheses, claim).verdict
    found = [line for line in _on(wanted, lines) if verdicts.get(line.id) not in (
        "refuted", "not_read", None)]
    for line in found:
        if line.right is wanted.args[1] and verdict != "refuted":
            given = verdicts[line.id] == "given"
            return f"is stated at line {line.id}, as given" if given else (
                f"is reached at line {line.id}")
    conditions = tuple(h for h in hypotheses if h.head in ("lt", "le", "ne"))
    for line in found:
        assert isinstance(line.right, Term)
        if _value(line.right, wanted.args[1]):
            form = eq(argument.meanings.unfold(line.right)[0], claim.args[1])
            same = argument.judge(conditions, form).verdict
            if same in ("proved", "supported"):
                return f"is reached in another form at line {line.id} ({same})"
    return "is not reached"


def _on(wanted: Term, lines: list[ReadLine]) -> list[ReadLine]:
    """The links that give the left side of a goal a value, directly or at the end of a chain."""
    found, first = [], None
    for line in lines:
        first = first if line.link.place else line.left
        if line.id and wanted.head == "eq" and isinstance(line.right, Term) and (
                wanted.args[0] in (line.left, first)):
            found.append(line)
    return found


def _value(right: Term, wanted: Term) -> bool:
    """Whether a side is worked out as far as the goal: no integral is left to be done."""
    left = {t.head for t in right.walk()} & {"integral", "sum", "derivative", "limit"}
    return left <= {t.head for t in wanted.walk()}
