"""Losses beside one number only are found; harmless zeros and ends are not called losses."""

from __future__ import annotations

import mpmath
import numpy as np
import pytest
import sympy
from sympy import acos, asin, cos, exp, log, pi, sin, sqrt

import derive
from derive.export.compiling import compile
from derive.export.expression_accuracy import certain, measure_expressions
from derive.export.floats import floats
from derive.export.program import Input
from derive.export.rewriting.search import sampled
from derive.export.sympy_expressions import from_sympy

x, p, q, r = sympy.symbols("x p q r", real=True)

HIDDEN = {
    "a double zero": (1 + cos(x), {x: (2, 4)}, 1e6),
    "a zero of a sum of three": (x - 1 - log(x), {x: (0.1, 10)}, 1e6),
    "a zero of third order": ((2 * x - 2) / (x + 1) - log(x), {x: (0.1, 10)}, 1e6),
    "a rounded number in a removable point": (sin(x) / (x - pi), {x: (0.1, 5)}, 1e6),
    "where three are equal": ((p**2 + q**2 + r**2) / 3 - ((p + q + r) / 3) ** 2,
                              dict.fromkeys((p, q, r), (1e3, 1e6)), 1e6),
    "the edge of the range of floats": (1 / (exp(p / q) - 1),
                                        {p: (0.001, 10), q: (0.001, 10)}, 1e4),
    "a diagonal": (p * log(p / q) + (1 - p) * log((1 - p) / (1 - q)),
                   {p: (0.01, 0.99), q: (0.01, 0.99)}, 1e6),
}


def parts(name):
    formula, domain, least = HIDDEN[name]
    names = {s: f"v{k}" for k, s in enumerate(domain)}
    return (from_sympy(formula, names), [Input(n) for n in names.values()],
            {names[s]: d for s, d in domain.items()}, least)


@pytest.mark.parametrize("name", HIDDEN)
def test_what_is_lost_beside_one_number_is_seen(name):
    form, inputs, domain, least = parts(name)
    assert sampled(form, inputs, domain).score(form) >= least

    def computed(*columns):
        with np.errstate(all="ignore"):
            return floats(form, {i.name: c for i, c in zip(inputs, columns, strict=True)})

    found = measure_expressions(computed, [form], inputs, domain)
    assert found.max_ulp >= least


def test_a_factor_in_front_of_what_underflows_is_no_loss():
    """Near 1e-320 there are few digits, and m x exp(-m x^2) has no more; 0 at 1e-308 is told."""
    form, domain = -p * x * exp(-p * x**2 / 2), {p: (1, 1e7), x: (0, 1000)}
    assert compile(form, args=(p, x), domain=domain).accuracy.max_ulp < 8


def test_a_form_that_is_bad_beside_one_number_only_is_told():
    with pytest.warns(derive.InaccurateWarning, match="loses digits"):
        f = compile(sin(x) / (x - pi), args=(x,), domain={x: (0.1, 5)})
    assert abs(f.accuracy.at["x"] - np.pi) < 1e-6


@pytest.mark.parametrize(("formula", "domain"), [
    (pi / 2 - asin(x), (-1, 1)), (acos(x), (-1, 1)), (x**2 - 2, (-3, 3)), (log(x), (0.1, 10)),
    (sin(x), (0, 20)), (cos(x) ** 2 - sin(x) ** 2, (0, 3)), (exp(x) - 2, (-1, 3)),
], ids=str)
def test_a_zero_that_any_rounding_of_x_moves_is_no_loss(formula, domain):
    assert compile(formula, args=(x,), domain={x: domain}).accuracy.max_ulp < 4


@pytest.mark.parametrize(("formula", "at"), [
    (pi / 2 - asin(x), 1 - 2.0**-50), (1 + cos(x), 3.1415926), (x - 1 - log(x), 1 + 1e-9),
    (sqrt(2 - x), 2 - 2.0**-45), (x**3, 1e-95)], ids=str)
def test_the_unit_of_rounding_is_that_of_the_slope_at_the_point(formula, at):
    with mpmath.workdps(120):
        f = sympy.lambdify(x, formula, "mpmath")
        step = at * mpmath.mpf(10) ** -40
        value, slope = f(mpmath.mpf(at)), mpmath.diff(f, mpmath.mpf(at), h=step)
        unit = 2.0**-53 * float(abs(value) + abs(at * slope))
    found = certain(from_sympy(formula, {x: "v0"}), {"v0": at})
    assert 0.5 * unit <= found.unit <= 2 * unit
