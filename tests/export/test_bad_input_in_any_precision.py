"""What functions of the backend python say of arguments that they cannot take."""

from __future__ import annotations

import decimal
import fractions
import functools

import mpmath
import numpy as np
import pytest
import sympy

import derive

x, a = sympy.symbols("x a", real=True)
p = sympy.Symbol("p", positive=True)


@functools.cache
def compiled(formula, *args):
    # where the accuracy would be measured; it is not looked at here
    return derive.compile(formula, "python", args, domain=dict.fromkeys(args, (1, 2)))


@pytest.fixture
def psi():
    return derive.compile(derive.derivation("oscillator")["psi"], "python")


@pytest.fixture(params=["state", "formula"])
def of_x(request, psi):
    f = compiled(x * a + sympy.sin(x), x, a)
    return functools.partial(psi, 2) if request.param == "state" else lambda v: f(v, 2)


@pytest.mark.parametrize("wrong", [
    True, np.True_, 1j, mpmath.mpc(1, 1), mpmath.iv.mpf([1, 2]), None, b"1", [0.5], (0, 5, -1), {},
    np.array([1.0, 2.0]), np.array(0.5), np.ma.masked, np.datetime64("2020-01-01"), sympy.pi],
    ids=repr)
def test_what_is_no_real_number_is_refused(of_x, psi, wrong):
    said = r"^{} must be one real number, or the text of one$"
    with pytest.raises(TypeError, match=said.format("x")):
        of_x(wrong)
    with pytest.raises(TypeError, match=said.format("n")):
        psi(wrong, 0.5)
    with pytest.raises(TypeError, match=said.format("m")):
        psi(2, 0.5, wrong)


@pytest.mark.parametrize("text", ["abc", "", "1+2j", "2j", "pi", "__import__('os')", "1" * 5000],
    ids=lambda t: t[:9])
def test_text_that_is_no_number_is_refused(of_x, text):
    with pytest.raises(ValueError, match=r"^[^\n]+$"):
        of_x(text)


def test_numbers_of_every_kind_are_taken_as_they_are(of_x):
    """The quotient 1/3 at 40 digits is not the nearest float."""
    with mpmath.workdps(40):
        third = of_x("1/3")
        for same in (fractions.Fraction(1, 3), sympy.Rational(1, 3), mpmath.mpf(1) / 3):
            assert mpmath.almosteq(of_x(same), third, rel_eps=mpmath.mpf(10)**-38)
        assert abs(of_x(1 / 3) - third) > mpmath.mpf(10)**-20
        tenth = of_x("0.1")
        assert of_x(decimal.Decimal("0.1")) == tenth
        assert of_x(np.float32(0.5)) == of_x(0.5) == of_x(np.longdouble(0.5))
        assert of_x(np.int64(1)) == of_x(1) == of_x(sympy.Integer(1))
        assert mpmath.almosteq(of_x(mpmath.pi), of_x(+mpmath.pi), rel_eps=mpmath.mpf(10)**-37)


@pytest.mark.parametrize("big", ["1e5000", 10**1000, "-1e401"])
def test_numbers_that_would_take_forever_are_refused(of_x, big):
    with pytest.raises(ValueError, match=r"^x must be smaller than 1e400$"):
        of_x(big)
    assert of_x("1e-5000") is not None


def test_a_state_is_zero_at_infinity(psi):
    for there in (np.inf, -np.inf, "inf"):
        assert psi(0, there) == psi(3, there) == 0
    assert mpmath.isnan(psi(3, np.nan))


def test_domains_are_those_of_numpy(psi):
    root = compiled(sympy.sqrt(p), p)
    for wrong in (-1, 0, "-0.5", -np.inf):
        with pytest.raises(ValueError, match=r"^p must be positive, not [^\n]*$"):
            root(wrong)
    assert root(np.inf) == np.inf
    assert mpmath.isnan(root(np.nan))
    for wrong in (-1, 0, np.nan, np.inf):
        with pytest.raises(ValueError, match=r"^m must be positive and finite, not [^\n]*$"):
            psi(2, 0.5, wrong)


@pytest.mark.parametrize("formula", [sympy.log(x), sympy.sqrt(x), sympy.sqrt(x) * sympy.sqrt(x + 1),
                                     sympy.acosh(x), x**sympy.Rational(1, 3)])
def test_functions_of_real_numbers_are_real_or_raise(formula):
    """The product of two imaginary roots was a real number."""
    with pytest.raises(ValueError, match=r"^[^\n]+$"):
        compiled(formula, x)(-2)
    assert mpmath.sqrt(-1) == 1j  # for everybody else


@pytest.mark.parametrize("formula", [sympy.Max(x, a), sympy.Min(x, a)])
def test_extremes_of_nan_are_nan(formula):
    f = compiled(formula, x, a)
    assert mpmath.isnan(f(np.nan, 1))
    assert mpmath.isnan(f(1, np.nan))
    assert f(1, 2) == f(2, 1) == int(formula.subs({x: 1, a: 2}))
