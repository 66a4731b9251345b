"""What SymPy users bring: functions said by others, matrices, names, Lambda; against mpmath."""

from __future__ import annotations

import math

import mpmath
import numpy as np
import pytest
import sympy
from sympy import Rational

from derive.export.compiling import compile
from derive.export.program import ExportRefused

x, y = sympy.symbols("x y")
k, j = sympy.symbols("k j", integer=True)
BACKENDS = ("numpy", "numba", "c", "jax", "torch", "python")

FORMULAS = [
    sympy.Sum(x**k / sympy.factorial(k), (k, 0, 12)),
    sympy.Sum(x**k * y**j, (k, 0, j), (j, 0, 3)),
    sympy.Product(x + k, (k, 1, 4)),
    sympy.Sum(x, (k, 1, 0)) + y,
    sympy.Derivative(sympy.sin(x * y), x),
    sympy.gamma(x) + sympy.loggamma(y),
    sympy.acot(x) + sympy.asinh(1 / y) + sympy.acsch(x),
    sympy.asec(3 + x) - sympy.acsc(3 + x) + sympy.acoth(3 + y) + sympy.asech(Rational(1, 3)),
    sympy.sinc(x) + sympy.Heaviside(y - 1) + sympy.Mod(x, y) + sympy.frac(y),
    sympy.binomial(x, 3) + sympy.GoldenRatio * y,
    sympy.UnevaluatedExpr(x) * sympy.re(y) + sympy.conjugate(x),
    sympy.Piecewise((x, sympy.Ne(x, 1) & (y > 0)), (y, True)),
]


@pytest.mark.parametrize("formula", FORMULAS, ids=str)
def test_values_agree_with_thirty_digits(formula):
    f = compile(formula, args=(x, y))
    for a, b in ((0.5, 1.25), (1.75, 0.375), (2.0, 3.5)):
        with mpmath.workdps(30):
            true = formula.subs({x: Rational(a), y: Rational(b)}).doit().evalf(30)
        assert float(f(a, b)) == pytest.approx(float(true), rel=4e-15, abs=1e-15)


@pytest.mark.parametrize("backend", ["numpy", "numba", "c"])
def test_gamma_where_it_overflows_and_has_poles(backend):
    """numpy has no gamma: that of the module math, which raises where C gives no number."""
    if backend == "numba":
        pytest.importorskip("numba")
    f = compile(sympy.gamma(x), backend, args=(x,), domain={x: (0.1, 150)})
    found = f(np.array([171.5, 171.7, 180.0, np.inf, -0.5, -180.5, 1e-310, np.nan]))
    assert found[0] == pytest.approx(float(mpmath.gamma(mpmath.mpf("171.5"))), rel=1e-13)
    assert found[1:4].tolist() == [math.inf] * 3
    assert found[4] == pytest.approx(-2 * math.sqrt(math.pi))
    assert abs(found[5]) < 1e-300
    assert found[6] == math.inf
    assert np.isnan(found[7])
    assert f.accuracy.max_ulp < 100


@pytest.mark.parametrize("backend", ["numpy", "c"])
def test_the_logarithm_of_gamma_is_real_above_zero_only(backend):
    f = compile(sympy.loggamma(x), backend, args=(x,), domain={x: (0.1, 150)})
    found = f(np.array([-0.5, 0.0, 1e308, 5.0]))
    assert np.isnan(found[0])
    assert found[1:3].tolist() == [math.inf] * 2
    assert found[3] == pytest.approx(math.log(24))


def test_values_at_a_point_of_their_own():
    """Equality is that of floats, for infinities too."""
    f = compile(sympy.Piecewise((5, sympy.Eq(x, y)), (x, True)), args=(x, y))
    assert f(np.array([1.0, 2.0, np.inf]), np.array([1.0, 3.0, np.inf])).tolist() == [5, 2, 5]
    sinc = compile(sympy.Piecewise((sympy.sin(x) / x, sympy.Ne(x, 0)), (1, True)), args=(x,))
    assert sinc(np.array([0.0, -0.0, 1e-300])).tolist() == [1.0, 1.0, 1.0]
    step = compile(sympy.Heaviside(x, Rational(1, 4)), args=(x,))
    assert step(np.array([-1.0, 0.0, 2.0])).tolist() == [0, 0.25, 1]
    assert np.isnan(step(np.nan))
    assert float(compile(sympy.acot(x), args=(x,))(-0.0)) == pytest.approx(math.pi / 2)


ROTATION = sympy.Matrix([[sympy.cos(x), -sympy.sin(x) * y], [sympy.sin(x), 1]])


@pytest.mark.parametrize("backend", BACKENDS)
def test_a_matrix_is_one_array(backend):
    if backend in ("numba", "jax", "torch"):
        pytest.importorskip(backend)
    f = compile(ROTATION, backend, args=(x, y))
    true = [[math.cos(0.5), -2 * math.sin(0.5)], [math.sin(0.5), 1]]
    if backend == "python":
        np.testing.assert_allclose(np.array(f(0.5, 2).tolist(), dtype=float), true, rtol=1e-15)
    else:
        found = np.asarray(f(np.array([0.5, 0.25, 0.5]), 2.0))
        assert found.shape == (2, 2, 3)
        assert np.asarray(f(0.5, 2.0)).shape == (2, 2)
        np.testing.assert_allclose(found[:, :, 2], true, rtol=1e-6 if backend == "jax" else 1e-15)
    assert f.accuracy.max_ulp < 3
    if backend in ("numpy", "numba"):
        space: dict = {}
        exec(f.source, space)
        assert space["self_test"]() < 3
        np.testing.assert_array_equal(space["f"](0.5, 2.0), f(0.5, 2.0))


def test_arrays_of_entries_fill_out_and_have_any_rank():
    f = compile(ROTATION, args=(x, y))
    out = np.empty((2, 2, 3))
    assert f(np.arange(3.0), 2.0, out=out) is out
    np.testing.assert_array_equal(out, f(np.arange(3.0), 2.0))
    with pytest.raises(ValueError, match=r"out must have shape \(2, 2, 3\)"):
        f(np.arange(3.0), 2.0, out=np.empty((4, 3)))
    assert f(np.float32(1), np.float32(2)).dtype == np.float32
    cube = compile(sympy.Array([[[x, y], [1, 2]]]), args=(x, y))
    assert cube(3.0, 4.0).tolist() == [[[3, 4], [1, 2]]]
    with pytest.raises(ExportRefused, match="not arrays with 3 indices"):
        compile(sympy.Array([[[x, y], [1, 2]]]), "python", args=(x, y))
    with pytest.raises(ExportRefused, match="a matrix or a tuple"):
        compile(sympy.Matrix(0, 0, []), args=(x,))


def test_constants_beside_functions_of_numbers():
    first, second = compile((x, sympy.Integer(1)), args=(x,))(2.0)
    assert (first, second) == (2.0, 1.0)


def test_arguments_by_name_and_none_where_there_is_one():
    assert float(compile(x - y, args="x, y")(3, 1)) == 2
    assert float(compile(x - y, args=["y", x])(1, 3)) == 2
    assert float(compile(x - y, fixed={"y": 1}, domain={"x": (0, 1)})(3)) == 2
    assert float(compile(x**2, args=x)(3)) == 9
    assert float(compile(sympy.Lambda((y, x), x - y))(1, 3)) == 2
    with pytest.raises(ExportRefused, match=r"needs args=\(x, y\)"):
        compile(x - y)
    with pytest.raises(ExportRefused, match="2 symbols of the expression are called 'x'"):
        compile(x - sympy.Symbol("x", real=True), args="x")


BRANCHES = [
    (sympy.sinc(x), {0.0: 0, 0.5: sympy.diff(sympy.sin(x) / x, x), -2.0: None}),
    (sympy.Piecewise((sympy.sqrt(x), x > 0), (0, True)), {0.0: 0, -0.5: 0, 1.5: None}),
    (sympy.Piecewise((sympy.sqrt(1 - x), x < 1), (sympy.log(x), True)), {0.5: None, 1.5: None}),
    (sympy.Piecewise((sympy.log(-x), x < -1), (sympy.sqrt(1 - x**2), x < 1),
                     (sympy.acosh(x), True)), {-2.0: None, 0.0: 0, 0.5: None, 1.5: None}),
]


@pytest.mark.parametrize("backend", ["jax", "torch"])
@pytest.mark.parametrize(("formula", "slopes"), BRANCHES, ids=lambda v: str(v)[:30])
def test_slopes_beside_a_branch_that_is_not_defined(backend, formula, slopes):
    """Both sides of a condition are differentiated, and 0 times infinity is no number."""
    library = pytest.importorskip(backend)
    f = compile(formula, backend, args=(x,), domain={x: (-2, 5)})
    for place, slope in slopes.items():
        true = sympy.diff(formula, x) if slope is None else sympy.sympify(slope)
        if backend == "jax":
            found = float(library.grad(f)(place))
        else:
            point = library.tensor(place, dtype=library.float64, requires_grad=True)
            f(point).backward()
            found = float(point.grad)
        assert found == pytest.approx(float(true.subs(x, place).evalf()), rel=1e-6)
