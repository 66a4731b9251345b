"""How an exported function is called: shapes, types, and every kind of wrong input."""

from __future__ import annotations

import numpy as np
import pytest

from derive.export.compiling import compile_family, run_source
from tests.export.families import (
    BY_RECURSION,
    HERMITE,
    HERMITE_EQUATION,
    HERMITE_SLOPE,
    OSCILLATOR,
)


@pytest.fixture(scope="module", params=["table", "recurrence"])
def psi(request):
    return compile_family(OSCILLATOR, [HERMITE, HERMITE_EQUATION, HERMITE_SLOPE], [BY_RECURSION],
                          form=request.param)


def test_all_arguments_broadcast(psi):
    n, x, omega = np.array([0, 3, 5])[:, None, None], np.linspace(-2, 2, 4)[:, None], [1.0, 2.0]
    table = psi(n, x, omega=omega)
    assert table.shape == (3, 4, 2)
    assert table[1, 2, 1] == psi(3, x[2, 0], omega=2.0)


def test_indices_in_any_order(psi):
    n = np.array([4, 0, 1000, 4, 1, 7, 0])
    together = psi(n, 0.5)
    assert [float(v) for v in together] == [float(psi(int(k), 0.5)) for k in n]


def test_scalar_in_scalar_out(psi):
    assert isinstance(psi(2, 1), float)
    assert psi(2, np.array([1.0])).shape == (1,)


@pytest.mark.parametrize(("kind", "result"), [
    (np.float64, np.float64), (np.float32, np.float32), (np.int32, np.float64),
    (np.uint8, np.float64), (np.float16, np.float16)])
def test_types(psi, kind, result):
    found = psi(3, np.array([0, 1, 2], dtype=kind))
    assert found.dtype == result
    assert np.allclose(found.astype(float), psi(3, np.array([0.0, 1.0, 2.0])), atol=1e-3)


def test_empty_and_non_contiguous(psi):
    assert psi(3, np.zeros((0, 4))).shape == (0, 4)
    x = np.arange(24.0).reshape(4, 6)[::2, ::-3]
    assert np.array_equal(psi(3, x), psi(3, x.copy()))


def test_nan_passes_and_infinity_is_zero(psi):
    x = np.array([np.nan, np.inf, -np.inf, 1e300, -1e300, 0.5])
    found = psi(1000, x)
    assert np.isnan(found[0])
    assert not np.any(found[1:5])
    assert found[5] == psi(1000, 0.5)  # a NaN beside it changes nothing


def test_extreme_arguments_beside_each_other(psi):
    x = np.array([0.0, 1e-320, 30.0, 1e11, np.nan, 44.0])
    found = psi(1000, x)
    for k in (0, 2, 5):
        assert found[k] == psi(1000, x[k])


def test_no_floating_point_warning_even_if_asked_for(psi):
    with np.errstate(all="raise"):
        found = psi(700, np.linspace(-200, 200, 101))
    assert np.all(np.isfinite(found))
    assert found[0] == 0.0  # far below the smallest number: no underflow was raised for it


@pytest.mark.parametrize("n", [-1, 2.5, float("nan"), float("inf"), 10001, 1j, "a", None,
                               True, [0, -3]])
def test_wrong_index_is_one_line(psi, n):
    with pytest.raises(ValueError, match=r"^n must [^\n]*$"):
        psi(n, 0.0)


def test_a_mask_of_an_index_is_not_dropped(psi):
    masked = np.ma.array([1, 2], mask=[False, True])
    for call in (lambda: psi(masked, 0.5), lambda: psi.all_indices(masked, 0.5)):
        with pytest.raises(TypeError, match=r"^n must be without a mask: fill it first$"):
            call()


@pytest.mark.parametrize("x", [1j, "a", None, [object()], np.longdouble(1), True])
def test_wrong_type_of_argument(psi, x):
    with pytest.raises(TypeError, match=r"^x must be real [^\n]*$"):
        psi(1, x)


@pytest.mark.parametrize("value", [0.0, -1.0, float("inf"), float("nan")])
def test_parameters_must_be_positive(psi, value):
    with pytest.raises(ValueError, match="omega must be positive"):
        psi(1, 0.0, omega=value)


def test_parameters_out_of_range_are_refused_not_zero(psi):
    with pytest.raises(ValueError, match="out of range"):
        psi(1, 0.0, m=1e-300, omega=1e-300)


def test_out_is_filled_and_checked(psi):
    x = np.linspace(-1, 1, 5)
    out = np.empty(5)
    assert psi(2, x, out=out) is out
    assert np.array_equal(out, psi(2, x))
    with pytest.raises(ValueError, match="out must have shape"):
        psi(2, x, out=np.empty(4))


def test_shapes_that_do_not_broadcast(psi):
    with pytest.raises(ValueError, match="broadcast"):
        psi([1, 2], [1.0, 2.0, 3.0])


def test_pandas_keeps_its_index(psi):
    pandas = pytest.importorskip("pandas", reason="pandas is no dependency")
    x = pandas.Series([0.0, 1.0], index=["a", "b"], name="x")
    found = psi(2, x)
    assert list(found.index) == ["a", "b"]
    assert found["b"] == psi(2, 1.0)
    frame = pandas.DataFrame({"u": [0.0, 1.0], "v": [2.0, 3.0]})
    assert list(psi(2, frame).columns) == ["u", "v"]


def test_xarray_keeps_its_coordinates(psi):
    xarray = pytest.importorskip("xarray", reason="xarray is no dependency")
    x = xarray.DataArray([0.0, 1.0], dims="place", coords={"place": [5, 6]})
    found = psi(2, x)
    assert found.sel(place=6) == psi(2, 1.0)


def test_all_indices_at_once():
    small = compile_family(OSCILLATOR, [HERMITE], [BY_RECURSION], n_max=300)
    module = run_source(small.source, "psi")
    x = np.concatenate((np.linspace(-60, 60, 301), [np.nan, 1e200]))
    table = module["psi_all"](300, x, omega=2.0)
    single = module["psi"](np.arange(301)[:, None], x, omega=2.0)
    assert table.shape == (301, 303)
    assert np.allclose(table, single, rtol=1e-9, atol=1e-14, equal_nan=True)
    assert module["psi_all"](0, 0.0).shape == (1,)


def test_out_that_overlaps_an_argument(psi):
    place = np.linspace(-3, 3, 15).reshape(3, 5)
    expected = psi.all_indices(2, place[1].copy(), m=1.3)
    assert psi.all_indices(2, place[1], m=1.3, out=place) is place
    assert np.array_equal(place, expected)
    line = np.linspace(-3, 3, 40_001)
    expected = psi(4, line[1:].copy())
    assert np.array_equal(psi(4, line[1:], out=line[:-1]), expected)


@pytest.mark.parametrize("out", [
    [0.0, 0.0], np.zeros(3), np.zeros(2, np.float32), np.zeros(2, int)])
def test_out_that_does_not_fit_is_one_line(psi, out):
    said = r"^out must have shape \({}\) and dtype float64, and be writeable$"
    with pytest.raises(ValueError, match=said.format("2,")):
        psi(1, [0.1, 0.2], out=out)
    with pytest.raises(ValueError, match=said.format("2, 2")):
        psi.all_indices(1, [0.1, 0.2], out=out)
    fixed = np.zeros(2)
    fixed.flags.writeable = False
    with pytest.raises(ValueError, match=said.format("2,")):
        psi(1, [0.1, 0.2], out=fixed)
