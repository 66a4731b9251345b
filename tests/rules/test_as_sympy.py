"""Lines as SymPy expressions, compared with what SymPy computes from them."""

import pytest
import sympy

from derive.rules.as_sympy import expression
from derive.rules.sympy_bridge import NotCarried
from derive.terms.build import (
    PI,
    call,
    derivative,
    eq,
    exp,
    function,
    integral,
    mul,
    neg,
    poly,
    power,
    series_sum,
    sqrt,
    symbol,
)

x, n = symbol("x"), symbol("n", "N0")
X = sympy.Symbol("x", real=True)


def test_an_integral_has_its_value():
    made = expression(eq(integral(x, exp(neg(power(x, 2)))), sqrt(PI)))
    assert made.doit() is sympy.true or sympy.simplify(made.lhs.doit() - made.rhs) == 0


def test_a_sum_has_its_value():
    made = expression(series_sum(n, power(x, n), 0, 4))
    assert made.doit().subs(X, 2) == 31


def test_a_derivative_at_a_point():
    made = expression(derivative(x, power(x, 3), 2, at=symbol("a")))
    assert made.doit() == 6 * sympy.Symbol("a", real=True)


def test_primes_of_an_unknown_function():
    psi = function("psi")
    assert expression(call(psi, x, orders=(2,))) == sympy.Function("psi")(X).diff(X, 2)
    inner = expression(call(psi, mul(2, x), orders=(1,)))
    filled = inner.replace(sympy.Function("psi"), sympy.sin).doit()
    assert sympy.simplify(filled - sympy.cos(2 * X)) == 0


def test_what_sympy_has_no_word_for_is_named():
    with pytest.raises(NotCarried, match="poly"):
        expression(poly(x, x, 2))
