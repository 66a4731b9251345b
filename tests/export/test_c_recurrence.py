"""The C form of a recurrence: as accurate as the numpy form, and a file that stands alone."""

from __future__ import annotations

import subprocess

import numpy as np
import pytest

from derive.catalog import BACKENDS
from derive.export.backends import c as c_backend
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

CLAIMS = [HERMITE, HERMITE_EQUATION, HERMITE_SLOPE]
ONES = {"m": 1.0, "omega": 1.0, "hbar": 1.0}
MAIN = r"""
#include <stdio.h>
#include <stddef.h>
int psi_array(size_t, long, const double *, double, double, double, double *);
int psi_all(size_t, long, const double *, double, double, double, double *);
static double x[100000], y[100000];
int main(void)
{
    for (int i = 0; i < 100000; i++)
        x[i] = 40.0;
    x[0] = 39.0;
    if (psi_array(3, 1000, x, 1, 1, 1, y))
        return 1;
    printf("%.17g %.17g ", y[0], y[1]);
    if (psi_array(100000, 1000, x, 1, 1, 1, y))
        return 1;
    printf("%.17g %.17g ", y[0], y[99999]);
    x[0] = 0.0 / 0.0, x[1] = 1e300, x[2] = 0.25;
    if (psi_array(3, 2, x, 0.5, 4, 2, y))
        return 1;
    printf("%d %g %.17g ", y[0] != y[0], y[1], y[2]);
    if (psi_all(3, 2, x, 0.5, 4, 2, y))
        return 1;
    printf("%d %g %.17g\n", y[6] != y[6], y[7], y[8]);
    return 0;
}
"""


@pytest.fixture(scope="module")
def program():
    return recurrence_program(family_of(OSCILLATOR, CLAIMS, [BY_RECURSION]))


@pytest.fixture(scope="module")
def psi(program):
    return BACKENDS.get("c").function(program)


@pytest.mark.parametrize("n", [0, 1, 2, 10, 57, 1000])
@pytest.mark.parametrize("many", [1, 200_000])
def test_four_units_of_rounding_everywhere(psi, n, many):
    oracle = Oracle(family_of(OSCILLATOR, CLAIMS, [BY_RECURSION]))
    turning = np.sqrt(2 * n + 1)
    draw = np.random.default_rng(n)
    x = np.concatenate((draw.uniform(-turning - 37, turning + 37, 24),
                        [0.0, 1e-300, -1e-9, 2.0**-6, turning, turning + 38.5]))
    found = psi(n, np.resize(x, max(many, x.size)))[:x.size]
    for point, got in zip(x.tolist(), found.tolist(), strict=True):
        value, slope = oracle.measured([n], {**ONES, "x": point})[n]
        unit = max(2.0**-53 * (float(abs(value)) + abs(point) * float(abs(slope))), 5e-324)
        assert float(abs(value - got)) <= min(4 * unit, 5e-16), (point, got)


def test_all_indices_as_one_by_one(psi):
    rows_of = psi.__globals__["psi_all"]
    x = np.append(np.random.default_rng(0).uniform(-55, 55, 1500), [np.nan, 1e200, np.inf])
    for top, given in ((1100, {}), (300, {"m": 1.7}), (1, {}), (0, {})):
        rows = rows_of(top, x, **given)
        for n in {0, min(top, 2), top // 3, top}:
            assert np.allclose(rows[n], psi(n, x, **given), rtol=1e-7, atol=1e-13, equal_nan=True)
    tail = rows_of(1100, np.array([52.0, -54.0]))[[900, 1100]]
    assert np.allclose(tail, psi(np.array([[900], [1100]]), [52.0, -54.0]), rtol=1e-11, atol=0)
    assert np.all(tail != 0)


def test_calling_rules_are_those_of_numpy(psi):
    assert psi(np.array([0, 3])[:, None], np.linspace(-1, 1, 4)).shape == (2, 4)
    assert np.isnan(psi(3, np.nan))
    assert psi(3, np.inf) == 0
    assert psi(3, np.float32([1, 2])).dtype == np.float32
    with pytest.raises(ValueError, match="n must"):
        psi(-1, 0.0)
    with pytest.raises(TypeError, match="x must be real"):
        psi(1, 1j)


def test_file_stands_alone(program, tmp_path):
    (tmp_path / "psi.c").write_text(BACKENDS.get("c").module(program))
    (tmp_path / "main.c").write_text(MAIN)
    subprocess.run([*c_backend.compiler(), "-std=c99", "-Wall", "-Wextra", "-Werror", "-O1",
                    "-ffp-contract=off", "psi.c", "main.c", "-o", "psi", "-lm"], cwd=tmp_path,
                   check=True, capture_output=True)
    done = subprocess.run([tmp_path / "psi"], capture_output=True, text=True, check=True)
    few_a, few_b, many_a, many_b, *rest = map(float, done.stdout.split())
    nan, far, scaled, nan_of_all, far_of_all, scaled_of_all = rest
    assert few_a == pytest.approx(-0.12534735198805574693, abs=5e-16)
    assert few_b == pytest.approx(0.17225052073279226983, abs=5e-16)
    assert many_a == pytest.approx(few_a, abs=5e-16)
    assert many_b == pytest.approx(few_b, abs=5e-16)
    assert (nan, far, nan_of_all, far_of_all) == (1, 0, 1, 0)
    # psi_2 at m omega / hbar = 1 has this closed form
    true = np.pi**-0.25 / np.sqrt(8) * (4 * 0.25**2 - 2) * np.exp(-0.25**2 / 2)
    assert scaled == pytest.approx(true, rel=1e-15)
    assert scaled_of_all == pytest.approx(true, rel=2e-15)


def test_a_recurrence_without_a_table_is_refused():
    program = compile_family(LAGUERRE_STATE, [LAGUERRE, *LAGUERRE_BASES]).program
    with pytest.raises(ExportRefused, match="has none: use numpy"):
        BACKENDS.get("c").function(program)
