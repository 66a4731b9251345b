"""Convex functions above their tangents: each condition by the false inequality it keeps out."""

from __future__ import annotations

from derive.kernel.refute.refute import refute
from derive.terms.build import add, div, exp, le, lt, mul, neg, power, sub, term
from derive.terms.term import Term
from tests.kernel.inferring import P, X, Y, given, infer, refused


def nowhere_negative(bend: Term, *hypotheses: Term):
    return given(le(0, bend), *hypotheses)


def test_the_exponential_lies_above_its_tangent():
    found = infer("above_tangent", nowhere_negative(exp(X)), symbol=X, function=exp(X),
                  point=term(0)).conclusion
    assert refute((), found) is None
    assert found.args[1] is exp(X)


def test_the_second_derivative_is_that_of_the_function():
    """sin does not lie below its tangent at 0."""
    sine = Term("sin", (), (X,))
    refused("above_tangent", nowhere_negative(exp(X)), symbol=X, function=sine, point=term(0),
            because="not the second derivative")
    assert refute((), le(X, sine)) is not None


def test_for_every_number():
    """x^3 is convex for x > 0 only: it lies below its tangent at 1 for x = -3."""
    cube, bend = power(X, 3), mul(6, X)
    refused("above_tangent", nowhere_negative(bend, lt(0, X)), symbol=X, function=cube,
            point=term(1), because="not arbitrary")
    assert refute((), le(add(1, mul(3, sub(X, 1))), cube)) is not None
    positive = nowhere_negative(mul(6, P))
    assert infer("above_tangent", positive, symbol=P, function=power(P, 3), point=term(1))
    refused("above_tangent", positive, symbol=P, function=power(P, 3), point=term(-1),
            because="of sort P")


def test_smooth_everywhere():
    """1/x has a pole between its branches."""
    inverse = div(1, X)
    refused("above_tangent", nowhere_negative(div(2, power(X, 3))), symbol=X, function=inverse,
            point=term(1), because="is not 0")
    refused("above_tangent", nowhere_negative(term(0)), symbol=X,
            function=neg(Term("abs", (), (X,))), point=term(1), because="smooth")


def test_the_point_stands_still():
    refused("above_tangent", nowhere_negative(exp(X)), symbol=X, function=exp(X), point=X,
            because="every real")
    assert infer("above_tangent", nowhere_negative(exp(X)), symbol=X, function=exp(X), point=Y)
