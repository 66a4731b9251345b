"""Taylor models against mpmath, and every condition of ``taylor_bound`` with what it blocks."""

from fractions import Fraction

import mpmath
import pytest

from derive.kernel.claim import Refused
from derive.kernel.derivation import Derivation
from derive.kernel.taylor_models import ORDER, exactly, least_of, model
from derive.terms.build import add, call, div, exp, le, lt, mul, ne, neg, power, sqrt, sub, term
from derive.terms.term import Term
from tests.kernel.inferring import ZERO, F, N, P, X, Y, given, infer, refused


def op(name, a):
    return Term(name, (), (a,))


SINE, SIZE = sub(X, op("sin", X)), op("abs", X)
CUBE = div(power(X, 3), 6)
FIVE = add(CUBE, neg(div(power(X, 5), 120)))
FUNCTIONS = {
    "x - sin x": (SINE, lambda x: x - mpmath.sin(x)),
    "coth x - 1/x": (sub(div(1, op("tanh", X)), div(1, X)), lambda x: mpmath.coth(x) - 1 / x),
    "x/(e^x - 1)": (div(X, sub(exp(X), 1)), lambda x: x / mpmath.expm1(x)),
    "log(1 + x/2)": (op("log", add(1, div(X, 2))), lambda x: mpmath.log1p(x / 2)),
    "sqrt(1 - x^2/4)": (sqrt(sub(1, div(power(X, 2), 4))), lambda x: mpmath.sqrt(1 - x * x / 4)),
    "tanh x cosh x": (mul(op("tanh", X), op("cosh", X)), mpmath.sinh),
    "arctan(x/2)/x": (div(op("arctan", div(X, 2)), X), lambda x: mpmath.atan(x / 2) / x),
    "exp(-sin x) cos x": (mul(exp(neg(op("sin", X))), op("cos", X)),
                          lambda x: mpmath.exp(-mpmath.sin(x)) * mpmath.cos(x)),
    "1/(2 - x)^2": (div(1, power(sub(2, X), 2)), lambda x: 1 / (2 - x) ** 2),
}


@pytest.mark.parametrize("name", FUNCTIONS)
@pytest.mark.parametrize("radius", [Fraction(1, 8), Fraction(3, 4)])
def test_the_rest_is_within_its_bound(name, radius):
    body, true = FUNCTIONS[name]
    found = model(body, X, radius)
    with mpmath.workdps(250):
        for part in (-1, -0.99, -0.3, 1e-3, 0.5, 1):
            x = mpmath.mpf(radius.numerator) / radius.denominator * part
            value = mpmath.fsum(mpmath.mpf(c.numerator) / c.denominator * x ** (found.low + k)
                                for k, c in enumerate(found.c))
            bound = mpmath.mpf(found.bound.numerator) / found.bound.denominator
            assert abs(true(x) - value) <= bound * abs(x) ** found.end
            size = found.size(found.low)
            assert abs(true(x)) <= (mpmath.mpf(size.numerator) / size.denominator
                                    * abs(x) ** found.low)


@pytest.mark.parametrize("body", [
    op("log", X), op("sqrt", X), exp(add(1, X)), op("abs", X), call(F, X), op("log", add(1, X)),
    div(1, sub(1, mul(2, X))), op("sqrt", add(1, mul(3, X))), op("arctan", mul(2, X)),
    div(X, sub(op("sin", X), op("sin", X))), power(X, N), power(X, 65), exp(mul(100, X))], ids=str)
def test_where_there_is_no_model(body):
    with pytest.raises(Refused):
        model(body, X, Fraction(1))


def bound(**other):
    plain = {"symbol": X, "function": SINE, "polynomial": CUBE, "radius": div(1, 2),
             "epsilon": div(1, 50), "hypotheses": [le(SIZE, div(1, 2))]}
    return {**plain, **other}


def test_a_polynomial_is_as_good_as_it_is():
    found = infer("taylor_bound", **bound())  # x - sin x = x^3/6 (1 - x^2/20 + ...)
    assert str(found.conclusion.args[1]) == "(mul (div 1 50) (abs (div (pow x 3) 6)))"
    assert infer("taylor_bound", **bound(hypotheses=[lt(SIZE, div(1, 2))]))
    refused("taylor_bound", **bound(epsilon=div(1, 90)), because="the error is at most 1/90")
    assert infer("taylor_bound", **bound(polynomial=FIVE, epsilon=div(1, 10_000)))
    refused("taylor_bound", **bound(polynomial=add(FIVE, power(X, 2))), because="the error is")
    refused("taylor_bound", **bound(polynomial=div(power(X, 3), 5)), because="the error is")


def test_the_interval_is_among_the_hypotheses():
    refused("taylor_bound", **bound(hypotheses=[]), because="not among the hypotheses")
    refused("taylor_bound", **bound(hypotheses=[le(SIZE, 1)]), because="not among the hypo")
    refused("taylor_bound", **bound(hypotheses=[le(op("abs", Y), div(1, 2))]),
            because="not among the hypo")
    refused("taylor_bound", **bound(radius=add(1, 1), hypotheses=[le(SIZE, add(1, 1))]),
            because="no rational number")


def test_one_real_symbol():
    refused("taylor_bound", **bound(function=mul(Y, SINE)), because="x alone")
    refused("taylor_bound", **bound(polynomial=mul(Y, CUBE)), because="x alone")
    size = op("abs", N)
    refused("taylor_bound", **bound(symbol=N, function=sub(N, op("sin", N)), polynomial=N,
                                    hypotheses=[le(size, div(1, 2))]), because="real n alone")
    assert infer("taylor_bound", **bound(symbol=P, function=sub(P, op("sin", P)), polynomial=div(
        power(P, 3), 6), hypotheses=[le(op("abs", P), div(1, 2))]))


def test_numbers_are_positive():
    refused("taylor_bound", **bound(epsilon=term(0)), because="positive")
    refused("taylor_bound", **bound(radius=term(0), hypotheses=[le(SIZE, 0)]), because="positive")


def test_a_polynomial_and_nothing_else():
    refused("taylor_bound", **bound(polynomial=op("sin", X)), because="no polynomial")
    refused("taylor_bound", **bound(polynomial=term(0)), because="no polynomial")
    refused("taylor_bound", **bound(polynomial=power(X, ORDER + 3)), because="does not vanish")


def test_the_function_has_a_value():
    """sin x / x is 1 at 0 in the limit only."""
    body, near = div(op("sin", X), X), sub(1, div(power(X, 2), 6))
    refused("taylor_bound", **bound(function=body, polynomial=near), because="x is not 0")
    assert infer("taylor_bound", **bound(function=body, polynomial=near, hypotheses=[
        le(SIZE, div(1, 2)), ne(X, 0)]))


def test_what_a_polynomial_is_at_least():
    r = Fraction(1, 2)
    assert least_of(exactly(r, {2: Fraction(3), 3: Fraction(-2)})) == 2
    assert least_of(exactly(r, {0: Fraction(1), 1: Fraction(-4)})) == -1
    # |1 - 4x| is 0 at x = 1/4: no error is small beside it
    refused("taylor_bound", **bound(function=sub(1, mul(4, X)), polynomial=sub(1, mul(4, X)),
                                    epsilon=term(10)), because="the error is at most")


def test_nothing_idle_and_nothing_endless():
    refused("taylor_bound", given(le(ZERO, X)), **bound(), because="takes 0 premises")
    long = power(term(10**400), 20)
    refused("taylor_bound", **bound(function=mul(long, SINE)), because="too many digits")


def test_sampled_and_replayed():
    from derive.kernel import certificate
    from derive.kernel.refute.sample import Agreement
    from derive.kernel.replay import replay

    derivation = Derivation("sine")
    step = derivation.step("taylor_bound", label="near", **bound())
    assert isinstance(step.sampled, Agreement)
    assert [name for name, _ in replay(certificate.write(derivation, ("near",))).results] == [
        "near"]
