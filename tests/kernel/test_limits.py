"""Limits: each condition by the false value that it keeps out; values against numbers near by."""

from __future__ import annotations

import pytest
from flint import fmpq

from derive.kernel.refute.balls import Environment, evaluate
from derive.rules.author import Author
from derive.rules.known_values import value_of
from derive.terms.build import (
    INFINITY,
    add,
    call,
    div,
    exp,
    function,
    lt,
    mul,
    neg,
    power,
    sqrt,
    sub,
    symbol,
    term,
)
from derive.terms.term import Term
from tests.kernel.inferring import P, X, Y, infer, refused

I = Term("const", ("i",))  # noqa: E741 (the imaginary unit)


def op(head: str, *args: Term) -> Term:
    return Term(head, (), args)


def at(body: Term, point: Term | int, order: int, *hypotheses: Term) -> dict[str, object]:
    return {"symbol": X, "body": body, "point": term(point), "side": 0, "order": order,
            "hypotheses": list(hypotheses)}


def beyond(body: Term, value: Term | int, *parts: tuple[Term | int, ...],
           to: Term = INFINITY) -> dict[str, object]:
    names = ("factors", "orders", "squares", "rates", "phases")
    lists = {name: [term(p[i]) for p in parts] for i, name in enumerate(names)}
    return {"symbol": X, "body": body, "point": to, "value": term(value), **lists}


@pytest.mark.parametrize("body", [
    div(op("sin", X), X), div(sub(1, op("cos", X)), power(X, 2)),
    div(sub(exp(X), add(1, X)), mul(X, op("sin", X))), div(op("log", add(1, X)), X),
    mul(div(1, X), sub(sqrt(add(4, X)), 2)), div(op("tanh", X), X),
])
def test_values_are_those_near_by(body):
    value = value_of(Author("t"), Term("limit", (0,), (X, body, term(0))), ()).claim.conclusion
    exact = evaluate(value.args[1], Environment({}))
    for small in (fmpq(1, 10**6), fmpq(-1, 10**6)):
        assert abs(evaluate(body, Environment({X: small})) - exact) < 1e-5


def test_all_lower_derivatives_vanish():
    """cos(x)/x has no limit at 0, x^2/x no limit 2 there."""
    refused("limit_by_taylor", **at(div(op("cos", X), X), 0, 1), because="do not vanish")
    refused("limit_by_taylor", **at(div(power(X, 2), X), 0, 2), because="do not vanish")
    refused("limit_by_taylor", **at(div(1, X), 0, 0), because="is not 0")
    refused("limit_by_taylor", **at(div(X, power(X, 2)), 0, 1), because="is not 0")


def test_the_functions_are_smooth_around_the_point():
    """|x|/x and sqrt(x)/x have no limit; (-1)^x is defined at 2 and not around it."""
    refused("limit_by_taylor", **at(div(op("abs", X), X), 0, 1), because="smooth")
    refused("limit_by_taylor", **at(div(sqrt(X), X), 0, 1), because="positive at 0")
    refused("limit_by_taylor", **at(power(term(-1), X), 2, 0), because="positive at 2")
    refused("limit_by_taylor", **at(op("log", add(1, mul(I, X))), 0, 0), because="real around")
    refused("limit_by_taylor", **at(op("floor", X), 1, 0), because="smooth")
    rough = function("r", ("R",), "R", 1)
    refused("limit_by_taylor", **at(
        div(sub(call(rough, X), call(rough, 0)), power(X, 2)), 0, 2), because="that often")
    assert infer("limit_by_taylor", **at(div(sub(call(rough, X), call(rough, 0)), X), 0, 1))


def test_what_is_not_opened_in_a_divisor():
    """1/(0/x) has a value nowhere: it is not x/0, and not x times 1/0."""
    refused("limit_by_taylor", **at(div(1, div(mul(0, X), X)), 1, 0), because="is not 0")


def test_nothing_is_supposed_of_what_moves():
    refused("limit_by_taylor", **at(op("log", X), 1, 0, lt(2, X)), because="not arbitrary")
    refused("limit_by_taylor", **at(add(X, Y), X, 0), because="real number")
    refused("limit_by_taylor", **at(X, mul(I, Y), 0), because="real number")


def test_decay():
    """x e^x, e^(ix) and 1 do not come to nothing."""
    assert infer("limit_at_infinity", **beyond(mul(X, exp(neg(X))), 0, (1, 1, 0, 1, 0)))
    assert infer("limit_at_infinity", **beyond(
        add(3, exp(sub(mul(I, X), mul(P, X)))), 3, (1, 0, 0, P, 1)))
    refused("limit_at_infinity", **beyond(mul(X, exp(X)), 0, (1, 1, 0, -1, 0)), because="decay")
    refused("limit_at_infinity", **beyond(exp(mul(I, X)), 0, (1, 0, 0, 0, 1)), because="decay")
    refused("limit_at_infinity", **beyond(term(1), 0, (1, 0, 0, 0, 0)), because="decay")
    refused("limit_at_infinity", **beyond(
        exp(neg(mul(Y, X))), 0, (1, 0, 0, Y, 0)), because="decay")
    refused("limit_at_infinity", **beyond(
        exp(neg(mul(I, X))), 0, (1, 0, 0, I, 0)), because="real rates")


def test_decay_on_the_other_side():
    left = neg(INFINITY)
    assert infer("limit_at_infinity", **beyond(exp(X), 0, (1, 0, 0, -1, 0), to=left))
    refused("limit_at_infinity", **beyond(
        exp(neg(X)), 0, (1, 0, 0, 1, 0), to=left), because="decay")


def test_what_stands_still_does_not_move():
    """The limit of x is not x."""
    refused("limit_at_infinity", **beyond(X, X), because="depends on")
    refused("limit_at_infinity", **beyond(mul(X, exp(neg(X))), 0, (X, 0, 0, 1, 0)),
            because="depends on")
    refused("limit_at_infinity", **beyond(mul(X, exp(neg(X))), 1, (1, 1, 0, 1, 0)),
            because="not this sum")
    refused("limit_at_infinity", **beyond(sqrt(neg(X)), 0, (1, 0, 0, 1, 0)), because="negative")


def test_a_limit_is_not_there_because_it_is_written():
    n = symbol("n", "N0")
    nowhere = Term("limit", (0,), (n, power(term(-1), n), INFINITY))
    refused("ring", conclusion=Term("eq", (), (nowhere, nowhere)), cofactors=[],
            because="converge")
