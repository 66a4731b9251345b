"""Integrals, series and derivatives at a point: each condition by the false value it keeps out."""

from __future__ import annotations

import pytest

from derive.kernel.claim import Claim
from derive.kernel.refute.sample import Agreement, sample
from derive.rules.author import Author
from derive.rules.known_values import value_of
from derive.terms.build import (
    INFINITY,
    PI,
    add,
    call,
    derivative,
    div,
    eq,
    exp,
    factorial,
    function,
    integral,
    le,
    lt,
    mul,
    neg,
    power,
    series_sum,
    sqrt,
    sub,
    symbol,
    term,
)
from derive.terms.term import Term
from tests.kernel.inferring import K, N, P, X, Y, Z, infer, refused

A, B = symbol("a"), symbol("b")


def op(head: str, *args: Term) -> Term:
    return Term(head, (), args)


def between(body: Term, inverse: Term, lower: Term | int, upper: Term | int,
            *hypotheses: Term) -> dict[str, object]:
    return {"symbol": X, "body": body, "inverse": inverse, "lower": term(lower),
            "upper": term(upper), "hypotheses": list(hypotheses)}


def test_an_antiderivative_gives_the_integral():
    found = infer("fundamental_theorem", **between(power(X, 2), div(power(X, 3), 3), 0, 1))
    assert found.conclusion.args[0] is integral(X, power(X, 2), 0, 1)
    refused("fundamental_theorem", **between(power(X, 2), power(X, 3), 0, 1), because="is not")


def test_no_pole_between_the_bounds():
    """-1/x would give -2 for the integral of 1/x^2 from -1 to 1."""
    body, inverse = div(1, power(X, 2)), neg(div(1, X))
    refused("fundamental_theorem", **between(body, inverse, -1, 1), because="is not 0")
    assert infer("fundamental_theorem", **between(body, inverse, 1, 2))
    refused("fundamental_theorem", **between(body, inverse, A, B), because="is not 0")
    assert infer("fundamental_theorem", **between(body, inverse, A, B, lt(0, A), le(A, B)))


def test_no_jump_between_the_bounds():
    """arctan(1/x) has the derivative -1/(1 + x^2) wherever it has one, and jumps at 0."""
    body, inverse = neg(div(1, add(1, power(X, 2)))), op("arctan", div(1, X))
    refused("fundamental_theorem", **between(body, inverse, -1, 1), because="is not 0")
    refused("fundamental_theorem", **between(term(0), op("floor", X), 0, 2), because="continuous")
    unsteady = function("u", ("R",), "R", 0)
    refused("fundamental_theorem", **between(call(unsteady, X), call(unsteady, X), 0, 2),
            because="continuous")
    sequence = function("c", ("Z",), "R")
    refused("fundamental_theorem", **between(term(0), call(sequence, op("floor", X)), 0, 2),
            because="no real number|continuous")


def test_an_end_where_only_the_function_itself_is_continuous():
    inverse = div(mul(2, X, sqrt(X)), 3)
    assert infer("fundamental_theorem", **between(sqrt(X), inverse, 0, 1))
    refused("fundamental_theorem", **between(sqrt(X), inverse, -1, 1), because="not negative")
    # 1/sqrt(x) has no value at 0
    refused("fundamental_theorem", **between(div(1, sqrt(X)), mul(2, sqrt(X)), 0, 1),
            because="is not 0")


def test_bounds_are_real_and_have_values():
    refused("fundamental_theorem", **between(X, div(power(X, 2), 2), 0, INFINITY),
            because="infinity")
    refused("fundamental_theorem", **between(X, div(power(X, 2), 2), 0, Z), because="real")
    refused("fundamental_theorem", **between(X, div(power(X, 2), 2), 0, div(1, A)),
            because="is not 0")


def moments(body: Term, kind: int, factor: Term | int, order: Term | int, rate: Term | int,
            shift: Term | int = 0, *hypotheses: Term) -> dict[str, object]:
    return {"symbol": X, "body": body, "kinds": [kind], "factors": [term(factor)],
            "orders": [term(order)], "rates": [term(rate)], "shifts": [term(shift)],
            "hypotheses": list(hypotheses)}


def bell(rate: Term) -> Term:
    return exp(neg(mul(rate, power(X, 2))))


def test_gaussians_decay():
    assert infer("moments", **moments(bell(P), 0, 1, 0, P))
    refused("moments", **moments(bell(A), 0, 1, 0, A), because="is positive")
    refused("moments", **moments(bell(P), 2, 1, -1, P), because="natural")
    refused("moments", **moments(mul(X, bell(P)), 0, X, 0, P), because="depends on x")
    refused("moments", **moments(mul(X, bell(P)), 0, 1, 0, P), because="not the sum")
    refused("moments", **moments(bell(P), 1, 1, N, P, 1), because="no linear exponent")
    refused("moments", **moments(exp(neg(mul(add(1, mul(op_i(), Z)), X))), 4, 1, 0, 1, Z),
            because="is not shown to be real")


def op_i() -> Term:
    return Term("const", ("i",))


def test_a_line_is_no_half_line():
    half = infer("moments", **moments(bell(P), 2, 1, 0, P)).conclusion
    assert half.args[0] is integral(X, bell(P), 0, INFINITY)
    two = moments(bell(P), 2, 1, 0, P)
    for name, more in (("kinds", 0), ("factors", term(1)), ("orders", term(0)), ("rates", P),
                       ("shifts", term(0))):
        two[name] = [*two[name], more]
    refused("moments", **two, because="over the line, or from 0 on")


def known(body: Term, kind: int, base: Term | int, degree: int = 0, factor: Term | int = 1,
          **more: object) -> dict[str, object]:
    return {"index": K, "body": body, "kinds": [kind], "degrees": [degree],
            "factors": [term(factor)], "bases": [term(base)], **more}


def test_a_geometric_series_converges_between_minus_one_and_one():
    inside = [lt(neg(term(1)), X), lt(X, 1)]
    assert infer("known_sums", **known(power(X, K), 0, X, hypotheses=inside))
    for missing in inside:
        refused("known_sums", **known(power(X, K), 0, X, hypotheses=[missing]), because="between")
    refused("known_sums", **known(power(term(1), K), 0, 1), because="between")
    refused("known_sums", **known(power(Z, K), 0, Z, hypotheses=[lt(op("abs", Z), 1)]),
            because="between")


def test_the_parts_of_a_series():
    body = div(power(X, K), factorial(K))
    assert infer("known_sums", **known(body, 1, X))
    refused("known_sums", **known(mul(K, body), 1, X, 0, K), because="depends on k")
    refused("known_sums", **known(mul(K, body), 1, X), because="not the sum")
    refused("known_sums", **known(body, 1, X, -1), because="no such")
    refused("known_sums", **known(body, 2, X, 1), because="no such")
    refused("known_sums", **known(mul(div(Y, Y), body), 1, X), because="is not 0")
    both = known(body, 1, X, upper=N)
    for part, extra in (("kinds", 6), ("degrees", 0), ("factors", term(1)), ("bases", X)):
        both[part] = [*both[part], extra]  # type: ignore[misc]
    refused("known_sums", **both, because="no such")  # a finite sum among infinite ones


def test_the_binomial_theorem():
    body = mul(op("binomial", N, K), power(X, K), power(Y, sub(N, K)))
    found = infer("known_sums", **known(body, 6, X, upper=N, second=Y))
    assert power(add(X, Y), N) in found.conclusion.args[1].walk()
    first = mul(K, op("binomial", N, K), power(X, K))
    # n x (1 + x)^(n - 1) has no value at n = 0, x = -1
    refused("known_sums", **known(first, 6, X, 1, upper=N, second=term(1)), because="is not 0")
    assert infer("known_sums", **known(first, 6, X, 1, upper=N, second=term(1),
                                        hypotheses=[le(0, X)]))
    refused("known_sums", **known(body, 6, X, upper=symbol("w", "Z"), second=Y),
            because="not a natural number")
    # from k = 2 to 0 there is nothing to sum; the whole less its first two terms is not 0
    refused("known_sums", **known(body, 6, X, upper=N, second=Y, lower=2),
            because="not a natural number")
    refused("known_sums", **known(power(X, K), 6, X, upper=K), because="not a natural number")


def test_a_derivative_at_a_point_needs_room_around_it():
    def root(*hypotheses: Term) -> dict[str, object]:
        return {"symbol": X, "point": X, "order": 1, "body": sqrt(X),
                "result": div(1, mul(2, sqrt(X))), "hypotheses": list(hypotheses)}

    assert infer("local_derivative", **root(lt(0, X)))
    refused("local_derivative", **root(le(0, X)), because="not negative")
    refused("local_derivative", **root(), because="not negative")
    # floor(x) > 0 holds at 1 and not before: the set is not open
    refused("local_derivative", **{**root(lt(0, op("floor", X))), "body": sqrt(op("floor", X)),
                                   "result": term(0)}, because="not negative|smooth")
    refused("local_derivative", **{**root(lt(0, X)), "result": sqrt(X)}, because="table gives")
    refused("local_derivative", **{**root(lt(0, X)), "point": Y,
                                   "body": sqrt(mul(X, Y)), "result": term(0)},
            because="new to the body")
    # a derivative is one at a real number: at a complex z, that of the conjugate has no meaning
    for point in (Z, N):
        refused("local_derivative", **{**root(lt(0, X)), "point": point, "body": power(X, 2),
                                       "result": mul(2, point)}, because="at a real symbol")


def test_a_local_derivative_exists_where_it_is_taken_and_its_value_is_defined():
    square = {"symbol": X, "point": X, "order": 1, "body": power(X, 2), "result": mul(2, X)}
    assert infer("local_derivative", **square)
    # x^2 as a function of positive numbers has no derivative at -1
    refused("local_derivative", **{**square, "symbol": P, "body": power(P, 2)},
            because="at a real symbol")
    refused("local_derivative", **{**square, "body": op("floor", X), "result": term(0)},
            because="smooth")
    refused("local_derivative", **{**square, "result": mul(div(Y, Y), 2, X)}, because="is not 0")


def test_an_integral_runs_over_the_line():
    """From -1 to 1 there is no integral over the positive numbers, nor over natural ones."""
    for bound in (P, N, Z):
        refused("fundamental_theorem", **{**between(term(1), X, -1, 1), "symbol": bound,
                                          "body": term(1), "inverse": bound},
                because="over the line")


@pytest.mark.parametrize(("node", "hypotheses"), [
    (integral(X, mul(X, op("sin", X)), 0, PI), ()),
    (integral(X, mul(power(X, 2), exp(neg(X))), 0, P), ()),
    (integral(X, mul(power(X, 4), bell(P))), ()),
    (integral(X, mul(power(X, 3), bell(P)), 0, INFINITY), ()),
    (integral(X, mul(exp(neg(mul(P, X))), op("cos", mul(Y, X))), 0, INFINITY), ()),
    (series_sum(K, mul(power(K, 2), div(power(X, K), factorial(K)))), ()),
    (series_sum(K, mul(power(K, 3), power(div(1, 3), K)), 2), ()),
    (derivative(X, op("log", sub(1, X))), (lt(X, 1),)),
], ids=str)
def test_values_agree_with_enclosures(node, hypotheses):
    """What the tables give, against certified quadrature and sums with certified tails."""
    claim = value_of(Author("line"), node, hypotheses).claim
    assert isinstance(sample(Claim(hypotheses, claim.conclusion), points=3), Agreement)
    wrong = Claim(hypotheses, eq(claim.conclusion.args[0], mul(2, claim.conclusion.args[1])))
    assert not isinstance(sample(wrong, points=3), Agreement)
