"""Goals of a document (``expect E = …``): reached at a line, in another form, or not.

Next: ``checking``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from derive import notation as written
from derive.notation.cards import Notation
from derive.notation.errors import NotationError, NotRead
from derive.review.announced import Announced
from derive.review.obligations import Argument
from derive.review.unfolding import TooLarge
from derive.terms.term import Term, TermError

if TYPE_CHECKING:
    from derive.review.checking import ReadLine


def goals(before: tuple[str, ...], announced: Announced, argument: Argument, notation: Notation,
          lines: list[ReadLine]) -> tuple[str, ...]:
    """What is to be said of each goal after a scope, given what was said after those before."""
    for goal in announced.goals:
        said = _said(goal, argument, notation, lines)
        start = f"Goal: {goal.strip()} "
        others = tuple(g for g in before if not g.startswith(start))
        if said == "is not reached" and len(others) < len(before):
            continue
        before = (*others, f"{start}{said}.")
    return before


def _said(goal: str, argument: Argument, notation: Notation, lines: list[ReadLine]) -> str:
    try:
        wanted = written.parse(goal, notation)
        claim, _ = argument.meanings.unfold(wanted)
    except (NotRead, NotationError, TermError, TooLarge) as refusal:
        return f"is not read: {refusal}"
    trivial = claim.head == "eq" and claim.args[0] is claim.args[1]
    verdict = "proved" if trivial else argument.judge(
        tuple(h for h, _ in argument.hypotheses), claim).verdict
    at = next((line.id for line in lines if line.id and wanted.head == "eq"
               and (line.left, line.right) == wanted.args), None)
    if at is not None and verdict != "refuted":
        return f"is reached at line {at}"
    spoken = any(wanted.free & side.free for line in lines for side in (line.left, line.right)
                 if isinstance(side, Term))
    if verdict in ("proved", "supported") and spoken:
        return f"is reached in another form ({verdict})"
    return "is not reached"
