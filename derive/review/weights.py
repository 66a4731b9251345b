r"""Probabilities by custom: ``y_j``, ``p_j`` under a sum; nobody says that they add to 1.

A line that holds only for such weights holds *if* they are weights; nothing is refuted here.
Next: ``customs``.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from derive.review.judging import Judgement
from derive.review.lines import Outcome
from derive.terms.build import mul, term
from derive.terms.term import Term

#: letters that stand for one-hot labels and for probabilities
WEIGHTS = frozenset({"y", "p", "q", "pi"})


def by_weights(judge: Callable[..., Judgement], outcome: Outcome, f: Term) -> Outcome | None:
    """The outcome where the values of a sequence add to 1, if that makes the line hold.

    >>> from derive.review.judging import judge
    >>> from derive.terms.build import call, eq, function, series_sum, symbol
    >>> y, a, j, q = function("y", ("N0",)), symbol("a"), symbol("j", "N0"), symbol("q", "N0")
    >>> line = eq(series_sum(j, mul(a, call(y, j)), 1, q), a)
    >>> bare = Outcome("equation", judge((), line), claim=line)
    >>> by_weights(judge, bare, y).judgement.verdict
    'supported'
    """
    assert outcome.claim is not None
    if f.head != "fun" or f.data[1] != ("N0",) or f.name not in WEIGHTS:
        return None
    pulled = _without_sums(outcome.claim, f)
    if pulled is outcome.claim:
        return None
    found = Judgement("supported", "sums of weights") if pulled.args[0] is pulled.args[1] else (
        judge(outcome.hypotheses, pulled))
    if found.verdict not in ("proved", "supported"):
        return None
    shown = Judgement("supported", found.by, "it holds once factors are taken out of the sum of "
                      f"the {f.name}, which is 1")
    return replace(outcome, judgement=shown, conditions=(
        *outcome.conditions, f"the {f.name} add to 1 (inferred)"))


def _without_sums(formula: Term, f: Term) -> Term:
    """The formula with c in the place of every sum of f(k) c, where c is free of k."""
    args = tuple(_without_sums(a, f) for a in formula.args)
    if any(a is not b for a, b in zip(args, formula.args, strict=True)):
        formula = Term(formula.head, formula.data, args)
    if formula.head != "sum":
        return formula
    index, body = formula.args[:2]
    factors = list(body.args) if body.head == "mul" else [body]
    weight = Term("call", (0,), (f, index))
    if factors.count(weight) != 1:
        return formula
    factors.remove(weight)
    rest = mul(*factors) if len(factors) > 1 else factors[0] if factors else term(1)
    return formula if index in rest.free else rest
