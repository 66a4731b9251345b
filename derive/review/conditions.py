r"""Conditions on a letter that a later line gives: ``1 = \int |A e^{-x^2}|^2 dx``, so ``A = ...``.

A point says nothing against such an equation: it is one to be solved. What its left side becomes
in the lines of its chain is known of the letter too, and the line that gives the letter is
checked by putting its value in. Next: ``obligations``.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from derive.kernel.claim import Refused
from derive.kernel.normal import Normalizer
from derive.review.judging import Judgement
from derive.review.lines import Line, Outcome
from derive.terms.binding import substitute
from derive.terms.build import eq, lt, term
from derive.terms.term import Term, TermError

if TYPE_CHECKING:
    from derive.review.obligations import Argument

HOLDS = ("proved", "supported")


def conditioned(argument: Argument, line: Line, statement: Term, outcome: Outcome,
                ) -> Outcome | None:
    """An equation with a number in which a letter stands that only a line below gives."""
    if outcome.claim is None or outcome.judgement.verdict != "refuted":
        return None
    left, right = outcome.claim.args
    if outcome.claim.head != "eq" or line.place or (left.free and right.free) or all(
            t.head not in ("integral", "sum") for t in outcome.claim.walk()):
        return None
    said = argument.known.union(argument.meanings.table, *(
        h.free for h, _ in argument.hypotheses if h.head == "eq"))
    open_letters = outcome.claim.free - said
    below = {letter: where for letter, where in line.given_below if letter in open_letters}
    whole = right if left.free == frozenset() else left
    letters = [*below, *sorted((s for s in open_letters & argument.inferred - argument.declared
                                if s.head == "sym" and _is_amplitude(s, whole)),
                               key=lambda s: s.name)]
    if not letters:
        return None
    letter = letters[0]
    argument.conditions[letter] = (outcome.claim, line.id)
    argument.chain = outcome.claim
    taken = argument.suppose(statement, line, "condition")
    argument.stated.add(statement, line.id)
    argument.seen.add(letter)
    where = f" (line {below[letter]})" if below.get(letter) else ""
    return replace(taken, judgement=Judgement("given", "", f"it determines {letter.name}{where}"))


def _is_amplitude(letter: Term, whole: Term) -> bool:
    """Whether a letter is a factor of all of a side: without it nothing is left.

    A letter in an exponent is a parameter: ``\\sqrt{m} \\int e^{-m x^2} dx = 1`` is a claim.
    """
    if any(t.head in ("exp", "sin", "cos") and letter in t.free for t in whole.walk()):
        return False
    try:
        return Normalizer().is_zero(_carried_out(substitute(whole, {letter: term(0)})))
    except (Refused, TermError):
        return False


def _carried_out(t: Term) -> Term:
    """Integrals and sums of nothing are nothing."""
    if t.head in ("integral", "sum"):
        try:
            return term(0) if Normalizer().is_zero(t.args[1]) else t
        except Refused:
            return t
    return Term(t.head, t.data, tuple(_carried_out(a) for a in t.args)) if t.args else t


def carried_on(argument: Argument, line: Line, statement: Term, outcome: Outcome) -> None:
    """A link that continues a condition, and holds: the condition in its new form."""
    if not line.place or outcome.judgement.verdict not in HOLDS or statement.head != "eq":
        return
    for letter, (condition, where) in argument.conditions.items():
        before = argument.meanings.unfold(statement.args[0])[0]
        if condition.args[1] is before and not condition.args[0].free:
            new = eq(condition.args[0], argument.meanings.unfold(statement.args[1])[0])
            argument.conditions[letter], argument.chain = (new, where), new
            argument.hypotheses = [(new if h is condition else h, n)
                                   for h, n in argument.hypotheses]
            return


def determined(argument: Argument, line: Line, letter: Term, value: Term) -> Outcome | None:
    """The line that gives a letter on which there is a condition: is it a solution?"""
    if letter not in argument.conditions or letter in value.free:
        return None
    condition, where = argument.conditions[letter]
    body, used = argument.meanings.unfold(value)
    try:
        claim = substitute(condition, {letter: body})
    except TermError:
        return None
    found = argument.with_domains(Outcome(
        "equation", argument.judge((), claim), (*used, where), (), claim))
    if found.judgement.verdict == "refuted":
        found = _where_it_converges(argument, found)
    if found.judgement.verdict == "undecided":
        return None
    del argument.conditions[letter]
    argument.hypotheses = [(h, n) for h, n in argument.hypotheses if h is not condition]
    if found.judgement.verdict == "refuted":
        return replace(found, judgement=replace(
            found.judgement, reason=f"with it line {where} does not hold"))
    outcome = argument.define(letter, value, line)
    return replace(outcome, uses=(where,), conditions=found.conditions, judgement=replace(
        outcome.judgement, reason=f"with it line {where} holds ({found.judgement.verdict})"))


def _where_it_converges(argument: Argument, refuted: Outcome) -> Outcome:
    """The verdict on a value of a series between 0 and 1 where outside it there is none."""
    assert refuted.claim is not None
    ratios = [s for s in refuted.claim.free & argument.inferred if s.sort == "R"]
    if not ratios or all(t.head != "sum" for t in refuted.claim.walk()):
        return refuted
    inside = tuple(h for s in sorted(ratios, key=lambda s: s.name) for h in (lt(0, s), lt(s, 1)))
    found = argument.judge(inside, refuted.claim)
    if found.verdict not in HOLDS:
        return refuted
    said = tuple(f"0 < {s.name} < 1 (inferred)" for s in sorted(ratios, key=lambda s: s.name))
    return replace(refuted, judgement=found, conditions=said, hypotheses=inside)
