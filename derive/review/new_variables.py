r"""The same letter for a function of the old variable and of a new one: psi(x), then psi(xi).

A text that sets ``\xi = \sqrt{m\omega/\hbar}\,x`` goes on to write ``\psi(\xi)`` for the function
that it called ``\psi(x)``. Read to the letter, its next equation is wrong. So a line that a point
refutes is looked at once more with ``\psi(\xi)`` for the old function at the old variable, and the
chain rule for its derivatives. Next: ``obligations``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from derive.review.judging import Judgement
from derive.review.lines import Outcome
from derive.terms.build import call, div, mul, power
from derive.terms.term import Term, TermError

if TYPE_CHECKING:
    from derive.review.obligations import Argument

HOLDS = ("proved", "supported")


def in_the_old_variable(argument: Argument, line: str, statement: Term, outcome: Outcome,
                        ) -> Outcome:
    """The outcome of a line that does not hold, if its function may be meant in another variable.
    """
    refuted = outcome.judgement.verdict == "refuted"
    if not (refuted or outcome.judgement.verdict == "undecided") or statement.head != "eq":
        return outcome
    for new, old, factor, whole in _changes(argument):
        about = [h for h, _ in argument.hypotheses if old in h.free]
        functions = {t.args[0] for h in about for t in h.walk()
                     if t.head == "call" and t.args[1:] == (old,)}
        meant = {t for t in statement.walk() if t.head == "call" and t.args[0] in functions
                 and t.args[1:] == (new,)}
        meant |= {t for t in statement.walk() if t.head == "derivative" and t.args[2] is new}
        if not meant:
            continue
        name = next((t.args[0].name for t in meant if t.head == "call"), "the function")
        try:
            claim = argument.meanings.unfold(_turned(statement, new, old, factor, whole))[0]
        except (TermError, _NotRead):
            return _undecided(outcome, name, new, old) if refuted else outcome
        found = argument.judge(tuple(about), claim)
        if found.verdict in HOLDS:
            for letter in [n for n, where in argument.clouded.items() if where == line]:
                del argument.clouded[letter]
            words = f"{name}({new.name}) is {name} as a function of {new.name} (inferred)"
            return argument.with_domains(replace(
                outcome, judgement=found, claim=claim, hypotheses=tuple(about), stated=False,
                conditions=(*outcome.conditions, words)))
        return _undecided(outcome, name, new, old) if (
            refuted and found.verdict != "refuted") else outcome
    return outcome


class _NotRead(Exception):
    """A derivative that the chain rule is not written out for here."""


def _undecided(outcome: Outcome, name: str, new: Term, old: Term) -> Outcome:
    return replace(outcome, judgement=Judgement(
        "undecided", "", f"{name}({new.name}): the same function as {name}({old.name}), or "
        f"another one of {new.name}? give it a letter of its own"))


def _changes(argument: Argument) -> Iterator[tuple[Term, Term, Term, Term]]:
    """Every ``new = factor * old`` that the scope has said: new, old, the factor, the right."""
    said: list[Term] = [s for s, _, _ in argument.stated.items]
    said += [h for h, _ in argument.hypotheses]
    said += [Term("eq", (), (m.subject, m.body)) for m in argument.meanings.table.values()
             if not m.parameters and m.subject.shape is None]
    for formula in said:
        if formula.head == "eq" and formula.args[0].head == "sym":
            new, whole = formula.args
            for old in sorted((s for s in whole.free if s.head == "sym"), key=str):
                factor = _factor(whole, old)
                if factor is not None and new not in whole.free:
                    yield new, old, factor, whole


def _factor(whole: Term, old: Term) -> Term | None:
    """The c of ``c x`` and of ``x / c``."""
    if whole.head == "mul" and sum(old in a.free for a in whole.args) == 1 and old in whole.args:
        return mul(*(a for a in whole.args if a is not old)) if len(whole.args) > 1 else None
    if whole.head == "div" and old not in whole.args[1].free:
        above = whole.args[0]
        if above is old:
            return div(1, whole.args[1])
        inside = _factor(above, old)
        return div(inside, whole.args[1]) if inside is not None else None
    return None


def _turned(term: Term, new: Term, old: Term, factor: Term, whole: Term) -> Term:
    """The statement in the old variable: each derivative by the new one over the factor."""
    if new not in term.free:
        return term
    if term is new:
        return whole
    if term.head == "call" and term.args[1:] == (new,):
        order = _order(term.data)
        return _scaled(call(term.args[0], old, orders=(order,)), factor, order)
    if term.head == "derivative" and term.args[2] is new:
        bound, body, _ = term.args
        if body.head != "call" or body.args[1:] != (bound,):
            raise _NotRead
        order = _order(term.data) + _order(body.data)
        return _scaled(call(body.args[0], old, orders=(order,)), factor, order)
    if term.head in ("derivative", "integral", "sum", "series_sum", "forall"):
        raise _NotRead
    return Term(term.head, term.data, tuple(
        a if a.head == "fun" else _turned(a, new, old, factor, whole) for a in term.args))


def _scaled(value: Term, factor: Term, order: int) -> Term:
    return div(value, power(factor, order)) if order else value


def _order(data: Iterable[object]) -> int:
    return sum(d for d in data if isinstance(d, int))
