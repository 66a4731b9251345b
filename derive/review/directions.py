r"""An equation transformed into the next one: which way it holds, and which solutions it costs.

``x^2 = x y \implies x = y`` loses x = 0, ``\sqrt{x+2} = x \implies x+2 = x^2`` gains x = -1,
and only where ``\iff`` stands is that a mistake. Next: ``obligations``.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache

from derive.kernel.claim import Refused
from derive.kernel.normal import Normalizer
from derive.kernel.signs import Facts
from derive.review.judging import Judgement
from derive.review.lines import Outcome
from derive.terms.build import sub
from derive.terms.term import Term, TermError

Judge = Callable[..., Judgement]
HOLDS = ("proved", "supported")
RELATIONS = ("eq", "ne", "lt", "le")


def point_of(found: Judgement) -> str:
    return ", ".join(f"{name} = {value}" for name, value in found.point)


def directed(judge: Judge, outcome: Outcome, joined: str, statement: Term, premise: Term,
             earlier: str, beside: tuple[Term, ...]) -> Outcome:
    """The outcome of a line behind an arrow with what is to be said of the way back.

    ``beside`` are the conditions in force, ``premise`` what stands before the arrow.
    """
    plain = all(s.head == "sym" for s in statement.free | premise.free)
    if joined not in ("implies", "iff") or not plain or statement.head not in RELATIONS:
        return outcome
    if outcome.judgement.verdict == "refuted":
        return lost(outcome, premise, earlier)
    return converse(judge, outcome, statement, premise, earlier, joined == "iff", beside)


def lost(outcome: Outcome, premise: Term, earlier: str) -> Outcome:
    """A refuted conclusion names the solution of the line before it that it loses."""
    found = outcome.judgement
    if not found.point or found.reason or premise not in outcome.hypotheses:
        return outcome
    return replace(outcome, judgement=replace(
        found, reason=f"a solution is lost: {point_of(found)} satisfies line {earlier}"))


def converse(judge: Judge, outcome: Outcome, statement: Term, premise: Term, earlier: str,
             both: bool, beside: tuple[Term, ...]) -> Outcome:
    """The way back from a line that holds: refuted where ``\\iff`` claims it, else said."""
    if outcome.judgement.verdict not in HOLDS or premise.head != "eq" or not (
            premise.free and premise.free <= statement.free):
        return outcome  # x = 1, y = 2 solve a system together
    back = judge((*beside, statement), premise)
    if back.verdict == "refuted" and back.point:
        reason = f"a solution is gained: {point_of(back)} does not satisfy line {earlier}"
        if both:
            return replace(outcome, judgement=replace(back, reason=reason))
        return replace(outcome, judgement=replace(outcome.judgement, reason=reason))
    if both and back.verdict not in HOLDS:
        return replace(outcome, judgement=Judgement(
            "undecided", "", f"it follows; whether line {earlier} follows from it is not decided"))
    return outcome


@lru_cache(512)  # a line asks again with other conclusions
def contradictory(hypotheses: tuple[Term, ...]) -> bool:
    """Whether an equation among the hypotheses certainly has no solution.

    >>> from derive.terms.build import eq, neg, power, symbol, term
    >>> contradictory((eq(power(symbol("x"), 2), neg(term(1))),))
    True
    """
    forms = Normalizer()
    for formula in hypotheses:
        if formula.head == "eq" and formula.args[0].shape is None:
            others = [h for h in hypotheses if h is not formula]
            try:
                if Facts(forms, others).nonzero(sub(*formula.args)):
                    return True
            except (Refused, TermError):
                continue
    return False
