"""The thirteen pitfalls, each with its range, against mpmath; and rewritings that must not be."""

from __future__ import annotations

from fractions import Fraction

import mpmath
import numpy as np
import pytest
import sympy
from sympy import (
    Rational,
    acos,
    acosh,
    asin,
    asinh,
    atan,
    atanh,
    cos,
    cosh,
    coth,
    diff,
    erf,
    exp,
    log,
    sin,
    sinh,
    sqrt,
    tan,
    tanh,
)

import derive
from derive.export.compiling import compile
from derive.export.program import Const, Input, Op, Var, const
from derive.export.rewriting.equality import equal
from derive.export.rewriting.laurent import NoSeries, series
from derive.export.rewriting.rules import rewritings
from derive.export.rewriting.search import improve, sampled

x, y, a, b, c = sympy.symbols("x y a b c", real=True)

LOGISTIC = 1 / (1 + exp(-x))
HALF = Const(Fraction(1, 2))
PITFALLS = {
    "quotient": ((exp(x) - 1) / x, (1e-15, 10)),
    "planck": (1 / (exp(x) - 1), (1e-15, 700)),
    "softplus": (log(1 + exp(x)), (-40, 800)),
    "slope of tanh": (1 - tanh(x) ** 2, (-30, 30)),
    "slope of the logistic": (diff(1 / (1 + exp(-x)), x), (-700, 700)),
    "versine": (1 - cos(x), (1e-15, 3)),
    "roots": (sqrt(x + 1) - sqrt(x), (1e-3, 1e15)),
    "langevin": (coth(x) - 1 / x, (1e-9, 30)),
    "coth": (coth(x) - 1, (1e-3, 300)),
    "sine": (x - sin(x), (1e-9, 3)),
    "softplus less x": (log(exp(x) + 1) - x, (0, 700)),
    "like terms": (sympy.Add(sympy.Add(x**2, Rational(1, 2)), -x**2, evaluate=False), (1, 1e10)),
}


#: each with its domain; the form that is kept is proved and has at most ten units of rounding
OTHERS = {
    "log(1 + x) - x": (log(1 + x) - x, {x: (-0.5, 2)}),
    "versine over square": ((1 - cos(x)) / x**2, {x: (-3, 3)}),
    "sinh x - x": (sinh(x) - x, {x: (-5, 5)}),
    "exp x - 1 - x": (exp(x) - 1 - x, {x: (-5, 5)}),
    "log-sum-exp": (log(exp(a) + exp(b) + exp(c)), dict.fromkeys((a, b, c), (-800, 800))),
    "log sigmoid": (log(1 / (1 + exp(-x))), {x: (-800, 800)}),
    "sinh by exponentials": ((exp(x) - exp(-x)) / 2, {x: (-20, 20)}),
    "root of a quadratic": ((-b + sqrt(b**2 - 4 * a * c)) / (2 * a),
                            {a: (0.5, 2), b: (1, 1e8), c: (0.1, 1)}),
    "root, b of either sign": ((-b + sqrt(b**2 - 4 * a * c)) / (2 * a),
                               {a: (0.5, 2), b: (-1e8, 1e8), c: (-2, -0.1)}),
    "1 - (1 - p)^20": (1 - (1 - x) ** 20, {x: (1e-15, 0.5)}),
    "entropy": (-x * log(x) - (1 - x) * log(1 - x), {x: (1e-12, 1 - 1e-12)}),
    "Bernoulli": (x / (exp(x) - 1), {x: (-700, 700)}),
    "Planck": (x**3 / (exp(x) - 1), {x: (1e-12, 700)}),
    "1 - Fermi": (1 - 1 / (exp(x) + 1), {x: (-700, 700)}),
    "hypotenuse": (sqrt(x**2 + y**2), {x: (-1e200, 1e200), y: (-1e200, 1e200)}),
    "tanh by exponentials": ((exp(2 * x) - 1) / (exp(2 * x) + 1), {x: (-300, 300)}),
    "log cosh": (log(cosh(x)), {x: (-1000, 1000)}),
    "x cos x - sin x": (x * cos(x) - sin(x), {x: (-3, 3)}),
    "spherical Bessel": (sin(x) / x**2 - cos(x) / x, {x: (1e-9, 3)}),
    "difference of reciprocals": (1 / x - 1 / (x + 1), {x: (1, 1e12)}),
    "difference of cosines": (cos(x) - cos(x + y), {x: (0, 6), y: (1e-12, 1e-3)}),
    "difference of exponentials": (exp(x + y) - exp(x), {x: (0, 5), y: (1e-14, 1e-3)}),
    "difference of logarithms": (log(x + y) - log(x), {x: (1, 100), y: (1e-14, 1e-3)}),
    "Einstein": (x**2 * exp(x) / (exp(x) - 1) ** 2, {x: (1e-9, 700)}),
    "secant less 1": (1 / cos(x) - 1, {x: (-1, 1)}),
    "Brillouin": (2 * coth(2 * x) - coth(x), {x: (1e-9, 20)}),
    "tan x - sin x": (tan(x) - sin(x), {x: (-1, 1)}),
    "tanh x - x": (tanh(x) - x, {x: (-50, 50)}),
    "root less x": (sqrt(x**2 + 1) - x, {x: (-1e6, 1e6)}),
    "a pole": ((cosh(x) - cos(x)) / x**3, {x: (-5, 5)}),
    "variance of two": ((x**2 + y**2) / 2 - ((x + y) / 2) ** 2, {x: (1e3, 1e6), y: (1e3, 1e6)}),
    "cube roots": ((x + 1) ** Rational(1, 3) - x ** Rational(1, 3), {x: (1e-3, 1e15)}),
    "a power near 1": (x**y - 1, {x: (0.5, 2), y: (1e-10, 1)}),
    "(1 + x)^(1/3) - 1": ((1 + x) ** Rational(1, 3) - 1, {x: (1e-15, 1)}),
    "arccos near 1": (acos(1 - x), {x: (1e-15, 1)}),
    "arcosh near 1": (acosh(1 + x), {x: (1e-15, 1)}),
    "arsinh by a logarithm": (log(x + sqrt(x**2 + 1)), {x: (-1e6, 1e6)}),
    "1 - erf": (1 - erf(x), {x: (0, 20)}),
    "1 + cos near pi": (1 + cos(x), {x: (2, 4)}),
    "1 - sin near pi/2": (1 - sin(x), {x: (1, 2)}),
    "difference of tangents": (tan(x + y) - tan(x), {x: (-1.5, 1.5), y: (1e-12, 1e-3)}),
    "difference of tanh": (tanh(x + y) - tanh(x), {x: (0, 10), y: (1e-12, 1e-3)}),
    "n log n": ((x + 1) * log(x + 1) - x * log(x) - 1, {x: (1, 1e12)}),
    "Poisson divergence": (x * log(x / y) - x + y, {x: (0.5, 20), y: (0.5, 20)}),
    "atan(x + 1) - atan(x)": (atan(x + 1) - atan(x), {x: (0, 1e8)}),
    "pi/2 - arctan": (3 * sympy.pi / 2 - 3 * atan(x), {x: (1e-3, 1e12)}),
    "difference of arctangents": (2 * atan(x) - 2 * atan(y), {x: (1, 1e6), y: (1, 1e6)}),
    "(1 + x)^100 - 1": ((1 + x) ** 100 - 1, {x: (1e-12, 0.1)}),
    "growth": ((1 + x) ** y - 1, {x: (1e-14, 0.1), y: (1, 400)}),
    "annuity": ((1 - (1 + x) ** (-y)) / x, {x: (1e-10, 0.2), y: (1, 100)}),
    "savings": (100 * ((1 + x / y) ** y - 1) / (x / y), {x: (1e-6, 0.2), y: (1, 360)}),
    "difference of roots": ((x + 1) ** (1 / y) - x ** (1 / y), {x: (1, 1e10), y: (2, 20)}),
    "(1 + 1/x)^x": ((1 + 1 / x) ** x, {x: (1, 1e15)}),
    "logit of the logistic": (log(LOGISTIC / (1 - LOGISTIC)), {x: (-700, 700)}),
    "the same as a difference": (log(LOGISTIC) - log(1 - LOGISTIC), {x: (-30, 30)}),
    "Bernoulli divergence": (x * log(x / y) + (1 - x) * log((1 - x) / (1 - y)),
                             {x: (0.01, 0.99), y: (0.01, 0.99)}),
    "difference of softplus": (log(1 + exp(x + y)) - log(1 + exp(x)),
                               {x: (-30, 30), y: (1e-10, 1)}),
    "softmax": (exp(a) / (exp(a) + exp(b)), {a: (-800, 800), b: (-800, 800)}),
    "logistic far out": (1 / (1 + exp(-x)), {x: (-1000, 1000)}),
    "Fermi": (1 / (exp((x - a) / b) + 1), {x: (-10, 10), a: (0, 1), b: (0.001, 1)}),
    "Bose": (1 / (exp(x / b) - 1), {x: (0.001, 10), b: (0.001, 10)}),
    "two levels": (x**2 * exp(x) / (1 + exp(x)) ** 2, {x: (-1000, 1000)}),
    "log cosh by exponentials": (log((exp(x) + exp(-x)) / 2), {x: (-1000, 1000)}),
    "slope of tanh far out": (1 - tanh(x) ** 2, {x: (-360, 360)}),
    "difference of sinh": (sinh(x + y) - sinh(x), {x: (-5, 5), y: (1e-12, 1e-3)}),
    "difference of cosh": (cosh(x + y) - cosh(x), {x: (-5, 5), y: (1e-12, 1e-3)}),
    "GELU": (x * (1 + erf(x / sqrt(2))) / 2, {x: (-10, 10)}),
    "slope of GELU": (diff(x * (1 + erf(x / sqrt(2))) / 2, x), {x: (-10, 10)}),
    "normal distribution": ((1 + erf(x / sqrt(2))) / 2, {x: (-30, 30)}),
    "log(e^x - 1)": (log(exp(x) - 1), {x: (1e-10, 800)}),
    "arccos of a quotient": (acos(x / (1 + x)), {x: (0, 1e12)}),
    "Morse potential": (1 - 2 * exp(-x) + exp(-2 * x), {x: (-1, 30)}),
}


def magnitudes(low, high, count=150):
    """Points of the range, half of them spread by magnitude, on either side of zero."""
    spread = np.geomspace(max(low, high * 1e-18, 1e-300), high, count)
    points = np.concatenate((spread, np.linspace(low, high, count)))
    return np.concatenate((points, -spread[spread <= -low])) if low < 0 else points


def true_value(formula, symbols, values):
    with mpmath.workdps(700):
        f = sympy.lambdify(symbols, formula, "mpmath")
        return f(*(mpmath.mpf(float(v)) for v in values))


@pytest.mark.parametrize("name", PITFALLS)
def test_pitfall_is_accurate_on_its_range(name):
    formula, (low, high) = PITFALLS[name]
    f = compile(formula, args=(x,), domain={x: (low, high)})
    points = magnitudes(low, high)
    found = f(points)
    assert np.all(np.isfinite(found))
    for point, got in zip(points[points != 0], found[points != 0], strict=True):
        true = true_value(formula, [x], [point])
        assert abs(got - true) <= 1e-14 * abs(true), point


@pytest.mark.parametrize("name", OTHERS)
def test_other_forms_that_cancel_or_overflow(name):
    formula, domain = OTHERS[name]
    f = compile(formula, args=tuple(domain), domain=domain)
    assert "equality proved" in f.accuracy.form
    assert f.accuracy.max_ulp <= 10


@pytest.mark.parametrize(("formula", "domain"), [
    (sin(x) / (x - sympy.pi), (0.1, 5)), ((2 * x - 2) / (x + 1) - log(x), (0.1, 10))], ids=str)
def test_what_is_not_mended_is_said(formula, domain):
    with pytest.warns(derive.InaccurateWarning, match=r"^f loses digits: [^\n]* bound of 1000 "):
        f = compile(formula, args=(x,), domain={x: domain})
    assert f.accuracy.form == "as given"
    assert f.accuracy.max_ulp > 1e6


def test_softmax_pitfall():
    formula = -log(exp(a) / (exp(a) + exp(b) + exp(c)))
    f = compile(formula, args=(a, b, c), domain=dict.fromkeys((a, b, c), (0, 800)))
    points = [(700, 0, 3), (0, 800, 3), (1, 1, 1), (500, 499, 20.5), (32.25, 0, 0.125)]
    for point in points:
        true = true_value(formula, [a, b, c], point)
        assert abs(float(f(*point)) - true) <= 1e-14 * abs(true)


def test_like_terms_are_added_before_they_cancel():
    v = Var("v0")
    form = Op("sub", (Op("add", (Op("mul", (v, v)), HALF)), Op("mul", (v, v))))
    better = improve(form, [Input("v0")], {"v0": (1, 1e10)})
    assert better.expression == HALF
    assert better.verdict == "proved"


def test_a_form_that_looks_good_and_is_not_equal_is_not_kept():
    """Equal to all digits at every point, and yet another function."""
    v = Var("v0")
    one = Op("add", (const(1), Op("mul", (Const(Fraction(1, 10**40)), v))))
    assert equal(Op("exp", (v,)), Op("mul", (one, Op("exp", (v,)))), [Input("v0")], {}) is None
    # equal for v > 0 only
    size = Op("sqrt", (Op("mul", (v, v)),))
    assert equal(size, v, [Input("v0")], {}) is None
    assert equal(size, v, [Input("v0")], {"v0": (1.0, 2.0)})
    assert equal(v, Op("div", (Op("mul", (v, v)), v)), [Input("v0")], {}) is None


def test_proofs_are_certificates():
    from derive.kernel.certificate import write
    from derive.kernel.replay import replay
    v = Var("v0")
    for form in (Op("sub", (v, Op("sin", (v,)))), Op("sub", (const(1), Op("cos", (v,))))):
        found = improve(form, [Input("v0")], {"v0": (-2, 2)})
        assert found.verdict == "proved"
        for derivation in found.proofs:
            assert replay(write(derivation, ("equal",))).results[0][0] == "equal"


def test_a_compiled_function_hands_out_its_proofs():
    from derive.kernel.replay import replay
    f = compile(x - sin(x), args=(x,), domain={x: (-2, 2)})
    said = [str(replay(text).results[0][1]) for text in f.proofs]
    assert len(said) == 2
    assert "(lt (abs x) " in said[0]
    assert "(le (abs " in said[0].partition("|-")[2]  # the bound of a polynomial's error
    assert said[1].partition("|-")[2].startswith(" (eq ")
    assert compile(x * cos(x), args=(x,)).proofs == ()


def test_what_is_good_stays_as_it_is():
    formula = exp(-x**2) * cos(x) + 3
    assert compile(formula, args=(x,)).accuracy.form == "as given"


def test_certificate_says_before_and_after():
    f = compile((exp(x) - 1) / x, args=(x,))
    assert "equality proved" in f.accuracy.form
    assert f.accuracy.max_ulp < 4
    assert "Rewritten" in f.source


def test_a_wrong_candidate_scores_as_wrong():
    v = Var("v0")
    form = Op("sub", (Op("exp", (v,)), const(1)))
    sample = sampled(form, [Input("v0")], {"v0": (0.5, 3)})
    assert sample.score(form) < 10
    assert sample.score(Op("exp", (v,))) > 1e10


@pytest.mark.parametrize("formula", [
    1 - cos(x), exp(x) - 1, 1 - tanh(x), tanh(x) ** 2 - 1, sqrt(x + 2) - sqrt(x), cosh(x) - 1,
    log(exp(x) + 1) - x, log(x + 1) - log(x), 1 - 1 / (1 + exp(-x)), exp(x) / (1 + exp(x)),
    exp(x) / (1 + exp(x)) ** 2, 1 / tanh(x) - 1, log(1 / (1 + exp(x))), 1 - sin(x) ** 2,
    1 + cos(x), 1 + sin(x), 1 - sin(x), 1 + tanh(x), 1 - erf(x), 1 + erf(x), tan(x + 1) - tan(x),
    tanh(x + 1) - tanh(x), atan(x + 1) - atan(x), acos(x / 3), acosh(1 + x),
    log(exp(x + 1) - exp(x)), log(x / (x + 1)), log(5 * exp(x)), x * log(x + 1) - x * log(x),
    log(x + sqrt(x**2 + 1)),
    (1 + x) ** y - 1, 2 * (x + 1) ** y - 2 * x**y, (x + 1) ** Rational(1, 4) - x ** Rational(1, 4),
    sympy.pi / 2 - atan(x), sympy.pi * x - 2 * x * atan(x),
    exp(x) / (exp(x) + exp(2 * x) + 1), 1 / (exp(x) - 1), x**2 * exp(x) / (exp(x) + 1) ** 2,
    3 * exp(x) + 3 * exp(-x), exp(2 * x) - exp(-2 * x), sinh(x + 1) - sinh(x), 1 / cosh(x) ** 2,
    cosh(x) - cosh(x / 2), log(3 * exp(x) + 3), (1 + 1 / x) ** x, 3 * exp(x) - 3, x * cos(x) - x,
    2 * x * exp(2 * x) * cos(x) - 2 * x * exp(2 * x),
], ids=str)
def test_every_rule_gives_an_equal_expression(formula):
    from derive.export.floats import floats
    from derive.export.sympy_expressions import from_sympy
    form = from_sympy(formula, {x: "v0", y: "v1"})
    points = {"v0": np.array([0.37, 1.3, 2.9]), "v1": np.array([0.8, 0.8, 2.7])}
    true = np.array([float(true_value(formula, [x, y], p))
                     for p in zip(*points.values(), strict=True)])
    found = list(rewritings(form))
    assert len(found) >= 2
    for candidate in found:
        assert np.allclose(floats(candidate, points), true, rtol=1e-12), candidate


@pytest.mark.parametrize(("formula", "coefficients"), [
    (coth(x) - 1 / x, [Rational(1, 3), 0, -Rational(1, 45), 0, Rational(2, 945)]),
    (atanh(x), [1, 0, Rational(1, 3), 0, Rational(1, 5)]),
    (asin(x), [1, 0, Rational(1, 6), 0, Rational(3, 40)]),
    (asinh(x), [1, 0, -Rational(1, 6), 0, Rational(3, 40)]),
    (log(1 + x) / x, [1, -Rational(1, 2), Rational(1, 3)]),
    ((1 - cos(x)) / x**2, [Rational(1, 2), 0, -Rational(1, 24)]),
    (1 / sqrt(1 + x), [1, -Rational(1, 2), Rational(3, 8), -Rational(5, 16)]),
], ids=str)
def test_series_agree_with_sympy(formula, coefficients):
    from derive.export.sympy_expressions import from_sympy
    found = series(from_sympy(formula, {x: "v0"}), "v0")
    assert [Rational(v.numerator, v.denominator) for v in found.c[:len(coefficients)]] == (
        coefficients)


@pytest.mark.parametrize("formula", [log(x), sqrt(x), exp(1 / x), sympy.Abs(x), sin(x + 1)])
def test_no_series_is_invented(formula):
    from derive.export.sympy_expressions import from_sympy
    with pytest.raises(NoSeries):
        series(from_sympy(formula, {x: "v0"}), "v0")


@pytest.mark.parametrize("n", [20, 40, 60])
def test_polynomials_that_cancel_become_products_over_their_roots(n):
    formula = sympy.hermite(n, x) * exp(-x**2 / 2) / sqrt(2**n * sympy.factorial(n))
    reach = float(sympy.sqrt(2 * n + 1))
    f = compile(formula, args=(x,), domain={x: (-reach, reach)})
    points = np.linspace(-reach, reach, 201)
    true = [true_value(formula, [x], [p]) for p in points]
    assert max(abs(float(got - t)) for got, t in zip(f(points), true, strict=True)) < 3e-14
    assert f.accuracy.max_ulp < 60


def test_roots_in_pairs_and_conjugates():
    from derive.export.floats import floats
    from derive.export.rewriting.root_products import root_product
    from derive.export.sympy_expressions import from_sympy
    formula = sympy.expand(3 * x * (x**2 - 2) * (x - 5) ** 2 * ((x + 1) ** 2 + 7))
    product = root_product(from_sympy(formula, {x: "v0"}))
    points = np.array([-1.7, 0.3, 4.9, 11.0])
    true = [float(formula.subs(x, Rational(str(p)))) for p in points]
    assert np.allclose(floats(product, {"v0": points}), true, rtol=1e-12)


def test_overflow_that_begins_near_the_end_of_the_domain_is_seen():
    # of some hundred points of -1000..1000 hardly one is above 709, where exp(x) overflows
    f = compile(log(1 + exp(x)), args=(x,))
    assert f.accuracy.max_ulp < 4
    assert float(f(1000.0)) == 1000.0
