r"""Letters that have a meaning by custom: H_n, P_n, L_n, T_n, U_n, and sigma for the logistic.

Nobody declared them, so a verdict says in what sense it took the letter. A line that holds in one
of the senses holds *if*; one of polynomials is refuted only where every sense refutes it. Sources:
NIST Digital Library of Mathematical Functions, 18.9.1 with table 18.9.1. Next: ``obligations``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from derive.kernel.claim import Definition
from derive.review.judging import Judgement
from derive.review.library import Library
from derive.review.lines import Outcome
from derive.review.unfolding import Meanings
from derive.review.weights import by_weights
from derive.terms.build import add, call, div, exp, le, mul, neg, sub, symbol, term
from derive.terms.term import Term, TermError

HOLDS = ("proved", "supported")
N, X = symbol("n", "N0"), symbol("x")


@dataclass(frozen=True)
class Custom:
    """A sense of a letter: a definition, how a report says it, whether it may refute."""

    definition: Definition
    said: str
    refutes: bool


def _family(f: Term, first: Term, body: Callable[[Term, Term], Term]) -> Definition:
    return Definition(f, (N, X), body(call(f, add(N, 1), X), call(f, N, X)), (term(1), first))


def customs(f: Term) -> Iterator[Custom]:
    """The senses that a letter may have, if its arguments fit.

    >>> from derive.terms.build import function
    >>> [custom.said for custom in customs(function("H", ("N0", "R")))]
    ["H the physicists' Hermite polynomials", "H the probabilists' Hermite polynomials"]
    """
    sorts, name = f.data[1], f.name
    if sorts == ("R",) and name == "sigma" and f.sort == "R":
        one = Definition(f, (X,), div(1, add(1, exp(neg(X)))))
        yield Custom(one, "σ the logistic function", False)
        yield Custom(Definition(f, (X,), Term("tanh", (), (X,))), "σ = tanh", False)
        return
    if sorts != ("N0", "R") or f.sort != "R":
        return
    twice, more = mul(2, X), add(N, 2)
    if name in ("H", "He"):
        if name == "H":
            yield Custom(_family(f, twice, lambda a, b: sub(mul(twice, a), mul(2, add(N, 1), b))),
                         "H the physicists' Hermite polynomials", True)
        yield Custom(_family(f, X, lambda a, b: sub(mul(X, a), mul(add(N, 1), b))),
                     f"{name} the probabilists' Hermite polynomials", True)
    elif name == "P":
        yield Custom(_family(f, X, lambda a, b: div(
            sub(mul(add(mul(2, N), 3), X, a), mul(add(N, 1), b)), more)),
            "P the Legendre polynomials", True)
    elif name == "L":
        yield Custom(_family(f, sub(1, X), lambda a, b: div(
            sub(mul(sub(add(mul(2, N), 3), X), a), mul(add(N, 1), b)), more)),
            "L the Laguerre polynomials", True)
    elif name in ("T", "U"):
        yield Custom(_family(f, X if name == "T" else twice, lambda a, b: sub(mul(twice, a), b)),
                     f"{name} the Chebyshev polynomials", True)


def by_custom(judge: Callable[..., Judgement], outcome: Outcome, f: Term) -> Outcome | None:
    """The outcome in a customary sense of a letter; None where no sense decides."""
    assert outcome.claim is not None
    refuted: Outcome | None = None
    for custom in customs(f):
        try:
            found = _judged(judge, outcome, custom.definition)
        except TermError:
            return None
        conditions = (*outcome.conditions, f"{custom.said} (inferred)")
        levels = _levels(outcome.claim, f) if found.verdict == "undecided" else {}
        if levels:  # H_{n-1} has no meaning at n = 0
            inside = tuple(le(least, n) for n, least in levels.items())
            found = _judged(judge, replace(
                outcome, hypotheses=(*outcome.hypotheses, *inside)), custom.definition)
            conditions = (*conditions, *(
                f"{n.name} >= {least} (inferred)" for n, least in levels.items()))
        if found.verdict in HOLDS:
            return replace(outcome, judgement=found, conditions=conditions)
        if not custom.refutes:
            continue
        if found.verdict != "refuted" or not _of_levels(outcome.claim, f):
            return None
        refuted = refuted or replace(outcome, judgement=found, conditions=conditions)
    return refuted or by_weights(judge, outcome, f)


def _of_levels(claim: Term, f: Term) -> bool:
    """Whether a claim ties several levels or derivatives together, in a place and not in time.

    ``P_n(t)`` may be the probability of a state, and L_n(x) by itself anything.
    """
    calls = [t for t in claim.walk() if t.head == "call" and t.args[0] is f]
    tied = len({c.args[1] for c in calls}) > 1 or len({c.data for c in calls}) > 1
    return tied and not any(s.name in ("t", "tau") for c in calls for s in c.args[2].free)


def _levels(claim: Term, f: Term) -> dict[Term, int]:
    """From where on the levels ``n - k`` of a family are natural numbers: k, by the letter.

    >>> from derive.terms.build import eq, function
    >>> h = function("H", ("N0", "R"))
    >>> [(n.name, k) for n, k in _levels(eq(call(h, sub(N, 2), X), 0), h).items()]
    [('n', 2)]
    """
    least: dict[Term, int] = {}
    for t in claim.walk():
        level = t.args[1] if t.head == "call" and t.args[0] is f else None
        if level is not None and level.head == "add" and len(level.args) == 2:
            n, shift = level.args
            if n.head == "sym" and shift.head == "neg" and shift.args[0].head == "int":
                least[n] = max(least.get(n, 0), shift.args[0].value)
    return least


def _judged(judge: Callable[..., Judgement], outcome: Outcome, known: Definition) -> Judgement:
    assert outcome.claim is not None
    if known.bases:
        return judge(outcome.hypotheses, outcome.claim, library=Library((), (known,)))
    meanings = Meanings()
    meanings.define(known.function, known.parameters, known.body, "")
    hypotheses = tuple(meanings.unfold(h)[0] for h in outcome.hypotheses)
    return judge(hypotheses, meanings.unfold(outcome.claim)[0])
