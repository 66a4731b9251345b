"""The table read by numba: as accurate as numpy's, with the same calling rules."""

from __future__ import annotations

import numpy as np
import pytest

from derive.catalog import BACKENDS
from derive.export.compiling import compile_family
from derive.export.oracle import Oracle
from derive.export.program import ExportRefused
from derive.export.recurrences import family_of, recurrence_program
from tests.export.families import (
    BY_RECURSION,
    HERMITE,
    HERMITE_EQUATION,
    HERMITE_SLOPE,
    LAGUERRE,
    LAGUERRE_BASES,
    LAGUERRE_STATE,
    OSCILLATOR,
)

pytest.importorskip("numba", reason="numba is an extra")
CLAIMS = [HERMITE, HERMITE_EQUATION, HERMITE_SLOPE]
ONES = {"m": 1.0, "omega": 1.0, "hbar": 1.0}


@pytest.fixture(scope="module")
def family():
    return family_of(OSCILLATOR, CLAIMS, [BY_RECURSION])


@pytest.fixture(scope="module")
def psi(family):
    return BACKENDS.get("numba").function(recurrence_program(family))


@pytest.mark.parametrize("n", [0, 1, 57, 1000])
def test_four_units_of_rounding_also_where_numbers_are_tiny(psi, family, n):
    oracle, turning = Oracle(family), np.sqrt(2 * n + 1)
    draw = np.random.default_rng(n)
    x = np.concatenate((draw.uniform(-turning - 37, turning + 37, 24),
                        draw.uniform(turning + 20, turning + 36, 6), [0.0, -1e-9, turning + 60]))
    found = psi(n, np.resize(x, 60_000), omega=1.0)[:x.size]
    for point, got in zip(x.tolist(), found.tolist(), strict=True):
        value, slope = oracle.measured([n], {**ONES, "x": point})[n]
        unit = max(2.0**-53 * (float(abs(value)) + abs(point) * float(abs(slope))), 5e-324)
        assert float(abs(value - got)) <= min(4 * unit, 5e-16), (point, got)


def test_all_indices_as_one_by_one(psi):
    x = np.append(np.random.default_rng(0).uniform(-55, 55, 1500), [np.nan, 1e200, np.inf])
    for top, given in ((1100, {}), (300, {"m": 1.7}), (1, {}), (0, {})):
        rows = psi.__globals__["psi_all"](top, x, **given)
        for n in {0, min(top, 2), top // 3, top}:
            assert np.allclose(rows[n], psi(n, x, **given), rtol=1e-7, atol=1e-13, equal_nan=True)
    tail = psi.__globals__["psi_all"](1100, np.array([52.0, -54.0]))[[900, 1100]]
    assert np.allclose(tail, psi(np.array([[900], [1100]]), [52.0, -54.0]), rtol=1e-11, atol=0)
    assert np.all(tail != 0)


def test_scaled_arguments_and_calling_rules(psi):
    x = np.linspace(-3, 3, 60_000)
    numpy_form = compile_family(OSCILLATOR, CLAIMS, [BY_RECURSION])
    difference = psi(41, x, m=0.3, omega=2.1) - numpy_form(41, x, m=0.3, omega=2.1)
    assert np.abs(difference).max() < 5e-16
    assert psi(np.array([0, 3])[:, None], np.linspace(-1, 1, 4)).shape == (2, 4)
    assert np.isnan(psi(3, np.resize([np.nan, 1.0], 60_000)))[::2].all()
    assert psi(3, np.float32([1, 2])).dtype == np.float32
    assert np.array_equal(psi(41, x[::2]), psi(41, np.ascontiguousarray(x[::2])))
    with pytest.raises(TypeError, match="x must be real"):
        psi(1, 1j)


def test_a_recurrence_without_a_table_is_refused():
    program = compile_family(LAGUERRE_STATE, [LAGUERRE, *LAGUERRE_BASES]).program
    with pytest.raises(ExportRefused, match="has none: use numpy"):
        BACKENDS.get("numba").function(program)


def test_gauss_rule_and_matrix_elements(psi):
    nodes, weights = psi.__globals__["psi_gauss"](21)
    expected, scaled = np.polynomial.hermite.hermgauss(21)
    assert np.allclose(nodes, expected, rtol=1e-13, atol=1e-15)
    assert np.allclose(weights * np.exp(-nodes**2), scaled, rtol=1e-11)
    squares = psi.__globals__["psi_matrix"](np.square, 12)
    assert np.allclose(np.diag(squares), np.arange(13) + 0.5, rtol=1e-13)
