"""Expressions compiled like lambdify would, against mpmath at 50 digits."""

from __future__ import annotations

from argparse import Namespace

import mpmath
import numpy as np
import pytest
import sympy
from sympy import Rational

import derive
from derive.export.compiling import compile, compile_formula
from derive.export.program import ExportRefused
from derive.export.sympy_expressions import from_sympy
from derive.terms.build import add, call, div, eq, factorial, function, mul, power, sqrt, symbol

x, y, hbar = sympy.symbols("x y hbar")

FORMULAS = [
    x**2 * y - 3 * x / 7,
    sympy.exp(-x**2 / 2) * sympy.cos(3 * y),
    sympy.sqrt(1 + x**2) / (2 + sympy.sin(y)),
    (x**5 - 2 * x**3 + Rational(1, 3)) * sympy.atan(y),
    sympy.tanh(x) * sympy.log(2 + y**2) + sympy.pi,
    sympy.coth(x**2 + 1) + sympy.sech(y) - sympy.E,
    (1 + x**2) ** Rational(3, 2) / (1 + y**2) ** 3,
    sympy.Piecewise((x, x < y), (y**2, True)),
    sympy.Max(x, y) - sympy.Min(x, 2) + sympy.Abs(x),
    sympy.asinh(x) + sympy.atan2(y, 3) + sympy.erf(x),
]


@pytest.mark.parametrize("formula", FORMULAS, ids=str)
def test_values_agree_with_fifty_digits(formula):
    f = compile(formula, args=(x, y))
    for a, b in ((0.5, 1.25), (-1.75, 0.375), (2.0, -3.0), (0.001, 10.5)):
        with mpmath.workdps(50):
            true = mpmath.mpf(str(formula.subs({x: Rational(a), y: Rational(b)}).evalf(50)))
        assert float(f(a, b)) == pytest.approx(float(true), rel=4e-15, abs=1e-16)


def test_shared_parts_are_computed_once():
    f = compile(sympy.sin(x * y) + sympy.sin(x * y) ** 2 + 1 / sympy.sin(x * y), args=(x, y))
    assert f._source(f.accuracy).count("np.sin(") == 1


def test_several_outputs():
    f = compile((x + y, x * y), args=(x, y))
    total, product = f(np.array([1.0, 2.0]), 3.0)
    assert total.tolist() == [4.0, 5.0]
    assert product.tolist() == [3.0, 6.0]


def test_fixed_symbols_and_keywords():
    f = compile(hbar * x - y, args=(x, y), fixed={hbar: 2})
    assert f(3.0, y=1.0) == 5.0


def test_constant_broadcasts():
    f = compile(sympy.Integer(2) + 0 * x, args=(x,))
    assert f(np.zeros(3)).tolist() == [2.0, 2.0, 2.0]


@pytest.mark.parametrize(("formula", "said"), [
    (sympy.Function("g")(x), "g has no numeric form"),
    (sympy.Integral(sympy.exp(-x**2), x), "Integral has no numeric form"),
    (sympy.I * x, "ImaginaryUnit has no numeric form"),
    (x + hbar, "'hbar' is not an argument"),
    (sympy.besselj(0, x), "besselj has no numeric form"),
    (sympy.Sum(x, (y, 0, 64)), "of at most 64 terms"),
    (sympy.Sum(y**x, (y, 0, x)), "from a number to a number"),
    (sympy.Sum(x, (y, 3, 1)), "from a number to a number"),
    (sympy.Derivative(sympy.Function("g")(x), x), "Derivative has no numeric form"),
    (sympy.Limit(x, y, 0), "Limit has no numeric form here: evaluate it first"),
    (sympy.DiracDelta(x), "DiracDelta has no numeric form"),
    (sympy.LambertW(x), "LambertW has no numeric form"),
    (sympy.im(x), "im has no numeric form"),
    (sympy.binomial(x, y), "binomial has no numeric form"),
    (sympy.hermite(y, x), "hermite has no numeric form"),
    (sympy.zoo + 0 * x, "ComplexInfinity has no numeric form"),
    (sympy.oo * sympy.sign(x), "Infinity has no numeric form"),
    (sympy.Piecewise((x, x > 1)), "without a last branch"),
])
def test_refusals_name_what_is_not_understood(formula, said):
    with pytest.raises(ExportRefused, match=said):
        compile(formula, args=(x, y))


@pytest.mark.parametrize(("options", "said"), [
    ({"args": ("xs",)}, "no symbol 'xs'; did you mean 'x'"),
    ({"args": "x + 1"}, "no symbol '[+]'"),
    ({"args": "x; import os"}, "no symbol 'x;'"),
    ({"args": (x,), "fixed": {y: "1"}}, "the value of y is no real number: '1'"),
    ({"args": (x,), "fixed": {"hbar": 1}}, "no symbol 'hbar'"),
    ({"args": 3}, "a tuple of symbols"),
    ({"args": (x + 1,)}, "a tuple of symbols"),
    ({"args": (x, x)}, "given twice"),
    ({"args": (x,), "fixed": {x: 1}}, "given twice"),
    ({"args": (x,), "fixed": {y: 1j}}, "the value of y is no real number"),
    ({"args": (x,), "fixed": {y: None}}, "the value of y is no real number"),
    ({"args": (x,), "domain": {y: (0, 1)}}, "speaks of y, which is not an argument"),
    ({"args": (x,), "domain": {"y": (0, 1)}}, "no symbol 'y'"),
    ({"args": (x,), "domain": {x: (2, 1)}}, "a pair of numbers low < high"),
    ({"args": (x,), "domain": {x: (0, float("inf"))}}, "a pair of numbers low < high"),
    ({"args": (x,), "domain": {x: (float("nan"), 1)}}, "a pair of numbers low < high"),
    ({"args": (x,), "domain": {x: 3}}, "a pair of numbers low < high"),
])
def test_arguments_fixed_values_and_domains_are_checked(options, said):
    with pytest.raises(ExportRefused, match=said):
        compile(x, **options)


def test_two_arguments_of_one_name_are_two():
    other = sympy.Symbol("x", real=True)
    assert float(compile(x - other, args=(x, other))(3.0, 1.0)) == 2.0


def test_a_comparison_with_nan_is_false():
    """What numpy does, and what the reference says of Piecewise."""
    f = compile(sympy.Piecewise((x, x < 1), (2, True)), args=(x,))
    assert f(np.nan) == 2.0


def test_deep_expressions_are_refused_not_crashed():
    deep = x
    for _ in range(3000):
        deep = sympy.sin(deep, evaluate=False)
    with pytest.raises(ExportRefused, match="nested too deeply"):
        compile(deep, args=(x,))


def test_sympy_nodes_are_not_rebuilt():
    unevaluated = sympy.Add(x, x, evaluate=False)
    assert len(from_sympy(unevaluated, {x: "v0"}).args) == 2


def test_energy_of_a_term():
    n, omega, h = symbol("n", "N0"), symbol("omega", "P"), symbol("hbar", "P")
    f = compile_formula(eq(symbol("E"), mul(h, omega, add(n, div(1, 2)))))
    assert float(f(n=3, omega=2.0, hbar=0.5)) == 3.5
    with pytest.raises(ValueError, match="n must be one of"):
        f(n=1.5)


def test_normalization_constant_does_not_overflow_inside_a_root():
    n = symbol("n", "N0")
    name = function("N", ("N0",))
    f = compile_formula(eq(call(name, n), div(1, sqrt(mul(power(2, n), factorial(n))))))
    for k in (0, 1, 20, 150, 160, 170):  # from 151 on, 2^n n! exceeds the range of floats
        true = 1 / mpmath.sqrt(mpmath.mpf(2) ** k * mpmath.factorial(k))
        assert float(f(k)) == pytest.approx(float(true), rel=1e-14)
    with pytest.raises(ValueError, match="factorial"):
        f(171)


def test_a_division_by_zero_is_an_infinity_without_warning():
    f = compile(1 / x, args=(x,))
    assert np.isinf(f(0.0))


def test_accuracy_tells_of_cancellation():
    f = compile(sympy.sqrt(x + 1) - sympy.sqrt(x), args=(x,), domain={x: (1, 1e15)})
    assert f.accuracy.max_ulp < 10 or f.accuracy.max_ulp > 1e5


def test_without_arguments_there_is_nothing_to_compile():
    with pytest.raises(ExportRefused, match="is a number"):
        compile(sympy.Integer(3), args=())


def test_a_factorial_of_a_real_number_asks_for_the_domain():
    f = compile(sympy.factorial(x), args=(x,))
    with pytest.raises(ExportRefused, match="give the domain"):
        f.accuracy  # noqa: B018 - measured when it is asked for


def test_third_derivatives_with_powers_of_roots():
    formula = sympy.diff(sympy.exp(-sympy.sqrt(x**2 + y**2)) / (1 + x**2), x, 3)
    f = compile(formula, args=(x, y), domain={x: (0.5, 2), y: (0.5, 2)})
    with mpmath.workdps(50):
        true = sympy.lambdify((x, y), formula, "mpmath")(mpmath.mpf("0.75"), mpmath.mpf("1.5"))
    assert float(f(0.75, 1.5)) == pytest.approx(float(true), rel=1e-13)


def test_nested_three_hundred_deep_is_computed_or_refused():
    deep = x
    for _ in range(300):
        deep = sympy.sin(deep, evaluate=False)
    try:
        value = float(compile(deep, args=(x,))(0.5))
    except ExportRefused:
        with pytest.raises(ExportRefused, match="nested too deeply"):
            compile(deep, args=(x,))
    else:
        true = mpmath.mpf("0.5")
        for _ in range(300):
            true = mpmath.sin(true)
        assert value == pytest.approx(float(true), rel=1e-12)


def test_long_sums_are_compiled_in_bounded_effort():
    formula = sum((-1) ** k * sympy.cos(k * x) * (1 - sympy.cos(x * k)) for k in range(1, 60))
    with pytest.warns(derive.InaccurateWarning, match="loses digits"):  # near 0
        f = compile(formula, args=(x,))
    with mpmath.workdps(50):
        true = sympy.lambdify(x, formula, "mpmath")(mpmath.mpf("0.75"))
    assert float(f(0.75)) == pytest.approx(float(true), rel=1e-10)


@pytest.mark.parametrize(("latex", "declared", "wanted"), [
    (r"\begin{cases} x & x < 1 \\ 2 & x \ge 1 \end{cases}", "", {0.5: 0.5, 1.0: 2.0, 7.0: 2.0}),
    (r"\begin{cases} x^2 & 0 < x < 1 \\ -1 & \text{otherwise} \end{cases}", "",
     {0.5: 0.25, 0.0: -1.0, 3.0: -1.0}),
    (r"\max(x, 1) + |x|", "", {0.5: 1.5, -3.0: 4.0}),
    (r"\sum_{k=1}^{4} k x^k", "", {2.0: 98.0}),
    (r"\prod_{k=1}^{3} (x - k)", "", {0.0: -6.0, 2.0: 0.0}),
    (r"\binom{x}{3}", "", {5.0: 10.0, 2.5: 0.3125}),
    (r"n! \operatorname{erf}(0)", "n in N0", {}),
])
def test_latex(latex, declared, wanted):
    from derive.export.command import exported
    from derive.export.running import run_source
    name = "n" if declared else "x"
    options = Namespace(expr=latex, args=name, declare=[declared] if declared else None,
                        domain=["n=0..20"] if declared else ["x=-5..5"])
    functions = run_source(exported(options), "f")
    for at, value in wanted.items():
        assert float(functions["f"](at)) == pytest.approx(value, rel=1e-15)


@pytest.mark.parametrize(("latex", "said"), [
    (r"\int_0^1 e^{x t} dt", "'integral' has no numeric form"),
    (r"\sum_{k=0}^{\infty} x^k", "a sum is computed from a number to a number"),
    (r"\sum_{k=0}^{1000} x^k", "of at most 64 terms"),
    (r"\lim_{y \to 0} x y", "'limit' has no numeric form"),
    (r"\begin{cases} x & x < 1 \\ 2 & x > 1 \end{cases}", "the cases do not cover"),
])
def test_latex_that_is_no_formula_of_floats_is_refused_by_name(latex, said):
    from derive.export.command import exported
    with pytest.raises(ExportRefused, match=said):
        exported(Namespace(expr=latex, args="x"))


@pytest.mark.parametrize("wrong", ["x", "x=1", "x=2..1", "x=a..b", "=..", "x=1..1"])
def test_a_domain_that_is_none(wrong):
    from derive.export.command import exported
    with pytest.raises(ExportRefused, match=r"--domain takes NAME=LOW\.\.HIGH"):
        exported(Namespace(expr="x", args="x", domain=[wrong]))


def test_conditions_joined():
    f = compile(sympy.Piecewise((1, (x > 0) & (x < 1)), (2, (x < -1) | (y > 5)), (3, True)),
                args=(x, y))
    at = [(0.5, 0.0, 1.0), (-2.0, 0.0, 2.0), (2.0, 6.0, 2.0), (2.0, 0.0, 3.0), (0.0, 0.0, 3.0)]
    assert [float(f(a, b)) for a, b, _ in at] == [value for _, _, value in at]
