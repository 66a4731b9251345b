"""A line of a document as it is judged, and what is said of it. Next: ``obligations``."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from derive.review.claims import assumed, concludes
from derive.review.judging import Judgement
from derive.review.meaning import Unread
from derive.terms.term import Term


@dataclass(frozen=True)
class Line:
    """One link with the terms of its sides; ``lead`` is the text before its display.

    ``given_below`` are letters that stand alone on the left of later lines, with those lines;
    ``alternatives`` are the sides of the equations of which it is one and one is claimed;
    ``said`` is how a report names a condition that stands in the running text; ``sized`` whether
    somebody declared the sizes of all its matrices; ``written`` its right side in the source,
    ``shown`` all of it.
    """

    id: str
    kind: str
    left: Term | Unread
    right: Term | Unread
    place: int = 0
    joined: str = ""
    lead: str = ""
    fault: str = ""
    inline: bool = False
    conditions: tuple[Term, ...] = ()
    unread_condition: str = ""
    solved_later: bool = False
    premise_unread: str = ""
    given_below: tuple[tuple[Term, str], ...] = ()
    alternatives: tuple[tuple[object, object], ...] = ()
    said: str = ""
    sized: bool = False
    written: str = ""
    shown: str = ""


@dataclass(frozen=True)
class Outcome:
    """What is said of a line: kind, verdict and what stands behind it.

    ``stated``: it was judged as it stands, with no definition put in. ``narrowed``: letters in a
    narrower sort than the inferred one, and relations, that the verdict rests on.
    """

    kind: str
    judgement: Judgement
    uses: tuple[str, ...] = ()
    conditions: tuple[str, ...] = ()
    claim: Term | None = None
    hypotheses: tuple[Term, ...] = ()
    assumed: tuple[Term, ...] = ()
    stated: bool = False
    narrowed: tuple[Term, ...] = ()


#: what a fault of the checker itself may raise: no other line loses its verdict by it
FAULTS = (ArithmeticError, AssertionError, LookupError, NotImplementedError, RecursionError,
          TypeError, ValueError)


def guarded(ask: Callable[[], Outcome]) -> Outcome:
    """The outcome, or that the check itself failed."""
    try:
        return ask()
    except FAULTS as fault:
        words = " ".join(str(fault).split())[:120]
        return said("unread", "undecided", f"the check failed: {type(fault).__name__}: {words}")


def said(kind: str, verdict: str, reason: str) -> Outcome:
    """The outcome of a line that no verdict of the kernel is asked for."""
    return Outcome(kind, Judgement(verdict, "", reason))


def under(outcome: Outcome, supposed: str) -> Outcome:
    """A verdict on a claim with one more condition, if there is one."""
    if not supposed or outcome.judgement.verdict not in ("proved", "supported", "refuted"):
        return outcome
    return replace(outcome, conditions=(*outcome.conditions, supposed))


def misfitting(sizes: str) -> Outcome:
    """The outcome of a line between matrices whose declared sizes do not fit."""
    return Outcome("equation", Judgement("refuted", "sizes", sizes), stated=True)

def follows(line: Line, statement: Term) -> bool:
    """Whether the document says that a line follows from those above."""
    return line.joined in ("implies", "iff") or concludes(line.lead) or (
        statement.head == "eq" and statement.args[0].head == "differential"
        and not assumed(line.lead))
