"""Neighbours in families: what holds for every level is proved, what does not is not."""

from __future__ import annotations

import pytest

from derive.kernel.claim import Definition, Refused
from derive.kernel.refute.refute import refute
from derive.rules.author import Author
from derive.rules.recurrence_induction import by_recurrence
from derive.rules.recursions import define
from derive.terms.build import add, call, eq, function, le, mul, neg, sub, symbol, term
from derive.terms.term import Term

N, X = symbol("n", "N0"), symbol("x")
H, T = function("H", ("N0", "R")), function("T", ("N0", "R"))
TWICE = mul(2, X)
HERMITE = Definition(H, (N, X), sub(mul(TWICE, call(H, add(N, 1), X)), mul(
    2, add(N, 1), call(H, N, X))), (term(1), TWICE))
CHEBYSHEV = Definition(T, (N, X), sub(mul(TWICE, call(T, add(N, 1), X)), call(T, N, X)),
                       (term(1), X))


def slope(f: Term, level: Term) -> Term:
    return call(f, level, X, orders=(0, 1))


def proved(goal: Term, known: Definition, *conditions: Term) -> bool:
    author = Author("line")
    define(author, {known.function: known})
    try:
        step = by_recurrence(author, goal, conditions, {known.function: known})
    except Refused:
        return False
    assert step.claim.conclusion is goal
    assert set(step.claim.hypotheses) <= set(conditions)
    return True


@pytest.mark.parametrize(("true", "false"), [
    (mul(2, N, call(H, sub(N, 1), X)), mul(2, add(N, 1), call(H, sub(N, 1), X))),
    (mul(2, N, call(H, add(N, neg(1)), X)), mul(N, call(H, add(N, neg(1)), X))),
])
def test_the_slope_of_hermite_polynomials(true, false):
    first = le(1, N)
    assert proved(eq(slope(H, N), true), HERMITE, first)
    assert not proved(eq(slope(H, N), false), HERMITE, first)
    assert refute((first,), eq(slope(H, N), false), {H: HERMITE}) is not None


def test_not_at_the_level_below_the_first():
    """At n = 0 there is no H_(n - 1): without n >= 1 nothing is shown."""
    goal = eq(slope(H, N), mul(2, N, call(H, sub(N, 1), X)))
    assert not proved(goal, HERMITE)
    assert not proved(goal, HERMITE, le(0, X), le(2, X))


def test_the_recursion_itself():
    right = sub(mul(TWICE, call(T, N, X)), call(T, sub(N, 1), X))
    assert proved(eq(call(T, add(N, 1), X), right), CHEBYSHEV, le(1, N))
    wrong = sub(mul(X, call(T, N, X)), call(T, sub(N, 1), X))
    assert not proved(eq(call(T, add(N, 1), X), wrong), CHEBYSHEV, le(1, N))


def test_a_base_that_fails():
    """T' = 2n T_(n-1) is a law of Hermite's polynomials and not of Chebyshev's."""
    assert not proved(eq(slope(T, add(N, 1)), mul(2, add(N, 1), call(T, N, X))), CHEBYSHEV)
