"""The calling rules of plain expressions, the same for every backend where they apply."""

from __future__ import annotations

import os
import subprocess
import sys

import flint
import mpmath
import numpy as np
import pytest
import sympy
from sympy import Max, coth, exp, log, sin, sqrt

from derive.export.compiling import compile
from derive.export.program import ExportRefused

x, a = sympy.symbols("x a", real=True)
p = sympy.Symbol("p", positive=True)
n = sympy.Symbol("n", integer=True, nonnegative=True)
LIKE_NUMPY, TENSORS = ("numpy", "c", "numba"), ("jax", "torch")


def compiled(backend, thing, args, **options):
    if backend in ("numba", *TENSORS):
        pytest.importorskip(backend, reason=f"{backend} is an optional extra")
    return compile(thing, backend, args, **options)


@pytest.fixture(params=LIKE_NUMPY)
def f(request):
    return compiled(request.param, x * a + sin(x), (x, a))


@pytest.fixture(params=(*LIKE_NUMPY, *TENSORS))
def every(request):
    return compiled(request.param, (x * a, Max(x, a) + 1), (x, a))


def test_arguments_broadcast_and_scalars_stay_scalars(every):
    product, largest = every(np.ones((3, 1)), np.array([2.0, 3.0]))
    assert product.shape == largest.shape == (3, 2)
    assert np.asarray(largest).tolist() == [[3.0, 4.0]] * 3
    product, _ = every(2.0, a=3.0)
    assert product.shape == ()
    assert float(product) == 6.0


def test_integers_become_floats_and_float32_stays(every):
    product, _ = every(np.array([1, 2]), 3)
    assert "float" in str(product.dtype)
    assert np.asarray(product).tolist() == [3.0, 6.0]
    product, _ = every(np.array([1.0, 2.0], np.float32), np.array([0.5, 1.0], np.float32))
    assert str(product.dtype).endswith("float32")


def test_nan_passes_through_and_changes_nothing_beside_it(every):
    product, largest = every(np.array([np.nan, 2.0, np.inf]), np.array([1.0, 2.0, 1.0]))
    for found, wanted in ((product, [4.0, np.inf]), (largest, [3.0, np.inf])):
        assert np.isnan(np.asarray(found)[0])
        assert np.asarray(found)[1:].tolist() == wanted


@pytest.mark.parametrize("wrong", [1j, np.array([1j]), True, np.array([True])])
def test_complex_numbers_and_truth_values_are_refused(every, wrong):
    with pytest.raises(TypeError, match=r"^x must be real[^\n]*$"):
        every(wrong, 1.0)


def test_a_mask_is_not_dropped(every):
    with pytest.raises(TypeError, match=r"^x must be real without a mask: fill it first$"):
        every(np.ma.array([1.0, 2.0], mask=[False, True]), 1.0)


def test_shapes_that_do_not_broadcast_are_refused(every):
    with pytest.raises((ValueError, TypeError, RuntimeError), match=r"broadcast|match|compatible"):
        every(np.ones(2), np.ones(3))


def test_empty_and_non_contiguous(every):
    assert every(np.zeros((0, 4)), 1.0)[0].shape == (0, 4)
    grid = np.arange(24.0).reshape(4, 6)[::2, 4::-3]
    assert np.array_equal(np.asarray(every(grid.copy(), 2.0)[0]), np.asarray(every(
        grid.copy("F"), 2.0)[0]))


def test_scalar_types(f):
    assert isinstance(f(1.0, 2.0), np.float64)
    assert f(np.float32(1), np.float32(2)).dtype == np.float32
    assert f(np.array([1.0]), 2.0).shape == (1,)
    grid = np.arange(24.0).reshape(4, 6)[::2, ::-3]
    assert np.array_equal(f(grid, 2.0), f(grid.copy(), 2.0))


@pytest.mark.parametrize("wrong", ["a", None, [object()], np.longdouble(1),
                                   np.array([1.0], dtype=object)])
def test_what_is_no_number_is_refused(f, wrong):
    with pytest.raises(TypeError, match=r"^x must be real[^\n]*$"):
        f(wrong, 1.0)


def test_missing_and_unknown_arguments(f):
    for args, keywords in (((1.0,), {}), ((1.0, 2.0, 3.0), {}), ((1.0, 2.0), {"b": 1.0})):
        with pytest.raises(TypeError):
            f(*args, **keywords)


def test_out(f):
    grid, out = np.linspace(0, 1, 5), np.empty(5)
    assert f(grid, 2.0, out=out) is out
    assert np.array_equal(out, f(grid, 2.0))
    with pytest.raises(ValueError, match="out must have shape"):
        f(grid, 2.0, out=np.empty(4))
    for wrong in ([0.0] * 5, fixed_array(), np.empty(5, int)):
        with pytest.raises(ValueError, match="out must have shape"):
            f(grid, 2.0, out=wrong)


def fixed_array():
    found = np.empty(5)
    found.flags.writeable = False
    return found


ONE = np.empty(5)


@pytest.mark.parametrize("backend", LIKE_NUMPY)
@pytest.mark.parametrize("wrong", [
    (np.empty(5), np.empty(5, int)), (ONE, ONE), (np.empty((2, 5)), np.empty((2, 5))), ONE,
    (ONE,), (np.empty(5), [0.0] * 5), (np.empty(5), fixed_array()), (ONE, ONE[::-1])])
def test_several_outputs_need_arrays_that_fit(backend, wrong):
    both = compiled(backend, (sin(x), x + 1), (x,))
    grid = np.linspace(0, 1, 5)
    with pytest.raises(ValueError, match="in each of 2 separate arrays"):
        both(grid, out=wrong)
    given = np.empty(5), np.empty(5)
    assert both(grid, out=given) is given
    assert np.array_equal(given[1], grid + 1)


@pytest.mark.parametrize("backend", LIKE_NUMPY)
def test_an_output_is_never_an_argument(backend):
    same = compiled(backend, (x, a), (x, a))
    grid = np.ones(3)
    found, _ = same(grid, grid)
    found[0] = 5.0
    assert grid[0] == 1.0


def test_pandas_and_xarray_keep_their_index(f):
    pandas = pytest.importorskip("pandas", reason="pandas is no dependency")
    xarray = pytest.importorskip("xarray", reason="xarray is no dependency")
    series = pandas.Series([0.0, 1.0], index=["u", "v"], name="x")
    assert f(series, 2.0)["v"] == f(1.0, 2.0)
    assert f(3.0, series)["v"] == f(3.0, 1.0)  # whichever argument has one
    frame = pandas.DataFrame({"u": [0.0, 1.0], "v": [2.0, 3.0]})
    assert list(f(frame, 2.0).columns) == ["u", "v"]
    array = xarray.DataArray([0.0, 1.0], dims="place", coords={"place": [5, 6]})
    assert f(array, 2.0).sel(place=6) == f(1.0, 2.0)


@pytest.mark.parametrize("backend", LIKE_NUMPY)
def test_sorts_are_checked_and_nan_is_let_pass(backend):
    g = compiled(backend, p**2 * n, (n, p))
    assert g(2, np.array([3.0, np.nan]))[0] == 18.0
    with pytest.raises(ValueError, match=r"p must be positive, not -1\.0"):
        g(1, -1.0)
    for wrong in (-1, 0.5):
        with pytest.raises(ValueError, match="n must be one of 0, 1, 2"):
            g(wrong, 1.0)


@pytest.mark.parametrize("backend", TENSORS)
def test_gradients_at_a_point_where_a_branch_has_none(backend):
    """coth x - 1/x is a series near 0, and what is not taken there is infinite."""
    g = compiled(backend, coth(x) - 1 / x, (x,), domain={x: (-5, 5)})
    if backend == "jax":
        import jax

        slope = jax.grad(lambda v: g(v))
        at = [float(slope(float(v))) for v in (0.0, 1e-9, 2.0)]
        tolerance = 1e-6
    else:
        import torch

        points = torch.tensor([0.0, 1e-9, 2.0], dtype=torch.float64, requires_grad=True)
        g(points).sum().backward()
        at, tolerance = points.grad.tolist(), 1e-14
    true = [1 / 3, 1 / 3, float(1 / mpmath.mpf(2)**2 - 1 / mpmath.sinh(2)**2)]
    assert at == pytest.approx(true, rel=tolerance)


@pytest.mark.parametrize("backend", [*LIKE_NUMPY, "torch", "python"])
def test_a_hypotenuse_does_not_overflow(backend):
    domain = {x: (-1e200, 1e200), a: (-1e200, 1e200)}
    g = compiled(backend, sqrt(x**2 + a**2), (x, a), domain=domain)
    assert float(g(3e200, 4e200)) == pytest.approx(5e200, rel=1e-15)
    assert float(g(0.0, 0.0)) == 0.0


@pytest.mark.parametrize("number", [sympy.Integer(10) ** 400, sympy.Rational(1, 10**400)])
def test_numbers_beyond_floats_are_refused(number):
    with pytest.raises(ExportRefused, match="beyond the range of float64"):
        compile(number * x, args=(x,))
    quotient = (sympy.Integer(10) ** 400 + 1) / sympy.Integer(7) / sympy.Integer(10) ** 400
    assert float(compile(quotient * x, args=(x,))(7.0)) == 1.0


def test_torch_checks_the_gradient_of_both_arguments():
    torch = pytest.importorskip("torch", reason="torch is an optional extra")
    g = compile(log(1 + exp(a * x)) * sqrt(1 + x**2), "torch", (x, a))
    points = [torch.tensor([0.5, -1.0, 30.0], dtype=torch.float64, requires_grad=True),
              torch.tensor([1.5, 2.0, -0.25], dtype=torch.float64, requires_grad=True)]
    assert torch.autograd.gradcheck(g, points)
    assert g.accuracy.max_ulp < 10
    space: dict = {}
    exec(g.source, space)
    assert torch.equal(space["f"](*points), g(*points))


def test_jax_says_when_it_has_seven_digits():
    jax = pytest.importorskip("jax", reason="jax is an optional extra")
    g = compile(sin(x) * exp(-x), "jax", (x,))
    with jax.enable_x64(False):  # whatever others have set in this process
        assert g(0.5).dtype == "float32"
        assert "jax_enable_x64 is off" in str(g.accuracy)
    assert g.accuracy.max_ulp < 10  # measured with 64 bits, as the module says
    assert "without it jax has float32" in g.source


def test_jax_with_sixty_four_bits():
    pytest.importorskip("jax", reason="jax is an optional extra")
    code = ("import sympy; from derive.export.compiling import compile\n"
            "x = sympy.Symbol('x', real=True)\n"
            "g = compile(sympy.sin(x), 'jax', (x,))\n"
            "assert g(0.5).dtype == 'float64' and g(1).dtype == 'float64'\n"
            "assert g.accuracy.note is None and abs(float(g(0.5)) - 0.479425538604203) < 1e-15")
    subprocess.run([sys.executable, "-c", code], check=True,
                   env={**os.environ, "JAX_ENABLE_X64": "1"})


def test_any_precision_takes_no_form_that_is_good_to_double_precision_only():
    g = compile(x - sin(x), "python", (x,), domain={x: (-1, 1)})
    with mpmath.workdps(60):
        small = mpmath.mpf(10)**-5
        found = g(small)
    with mpmath.workdps(100):
        assert abs(found - (small - mpmath.sin(small))) < mpmath.mpf(10)**-75
    split = compile(Max(x, a) + coth(x), "python", (x, a))
    assert mpmath.almosteq(split(mpmath.mpf(1), 2), 2 + mpmath.coth(1))
    piece = sympy.Piecewise((1, x < 1), (1 / (x - 1), True))
    assert compile(piece, "python", (x,), domain={x: (2, 3)})(0.5) == 1


def test_any_precision_loses_no_digits_by_cancellation():
    g = compile((sin(x) - x * sympy.cos(x)) / x**2, "python", (x,), domain={x: (-10, 10)})
    assert g.accuracy.max_ulp < 1
    assert float(g(1e-8)) == pytest.approx(1e-8 / 3, rel=1e-15)
    with mpmath.workdps(50):
        tenth = g("0.1")  # the decimal number, not the nearest of 53 bits
        with flint.ctx.workprec(400):
            ball = flint.arb(1) / 10
            true = (ball.sin() - ball * ball.cos()) / ball**2
            assert abs(tenth - mpmath.mpf(true.mid().str(60, radius=False))) < mpmath.mpf(10)**-50
    assert mpmath.isnan(g(float("nan")))
    whole = compile(x * n, "python", (x, n), domain={n: (0, 10)})
    with pytest.raises(ValueError, match=r"n must be one of 0, 1, 2, \.\.\., not 2\.5"):
        whole(1, 2.5)


def test_numba_prints_several_outputs():
    pytest.importorskip("numba", reason="numba is an optional extra")
    g = compile((sin(x) * a, sin(x) + sympy.factorial(n)), "numba", (x, a, n), name="pair",
                domain={n: (0, 10)})
    total, other = g(np.linspace(0, 1, 20_001), 2.0, 3)
    assert np.allclose(total, 2 * np.sin(np.linspace(0, 1, 20_001)), rtol=1e-15)
    assert other[0] == 6.0
    space: dict = {}
    exec(g.source, space)
    assert space["self_test"]() < 4
