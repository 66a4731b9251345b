"""States with a parameter in C and in numba: as accurate as numpy's, called alike."""

from __future__ import annotations

import functools
import subprocess
from dataclasses import replace

import mpmath
import numpy as np
import pytest

import derive
from derive.catalog import BACKENDS
from derive.export.backends import c as c_backend
from derive.export.parametric_compiling import parametric
from derive.export.program import About, Assign, Op, Var
from derive.kernel.claim import Grade
from derive.terms.binding import substitute
from derive.terms.build import symbol

NAMES = ("coulomb", "morse", "radial_oscillator")
MAIN = r"""
#include <stdio.h>
#include <stddef.h>
int psi_array(size_t, long, const double *, double, double, double, double, double *);
int psi_each(size_t, const double *, const double *, const double *, const double *,
             const double *, const double *, double *);
static double r[40000], y[40000];
int main(void)
{
    const double n[] = {3, 0}, l[] = {2, 0}, one[] = {1, 1}, half[] = {0, 0.5};
    const double huge[] = {1, 1e200}, negative[] = {1, -1};
    for (int i = 0; i < 40000; i++)
        r[i] = 0.001 * i;
    r[0] = 7.5, r[1] = 0.0 / 0.0, r[2] = 1e300;
    if (psi_array(40000, 3, r, 2, 1, 1, 1, y))
        return 1;
    printf("%.17g %d %g %.17g ", y[0], y[1] != y[1], y[2], y[30000]);
    if (psi_array(3, 3, r, 2, 1, 1, 1, y))
        return 1;
    printf("%.17g %d %g ", y[0], y[1] != y[1], y[2]);
    if (psi_each(2, n, r, l, one, one, one, y))
        return 1;
    printf("%.17g %d ", y[0], y[1] != y[1]);
    printf("%d %d %d %d ", psi_each(2, n, r, half, one, one, one, y),
           psi_each(2, n, r, l, negative, one, one, y), psi_each(2, n, r, l, huge, huge, huge, y),
           psi_array(2, 3, r, 2, 1e200, 1e200, 1e200, y));
    printf("%d %d %d %d\n", psi_array(3, 101, r, 2, 1, 1, 1, y),
           psi_array(3, 3, r, 60, 1, 1, 1, y), psi_array(3, 3, r, 0.5, 1, 1, 1, y),
           psi_array(3, 3, r, 2, -1, 1, 1, y));
    return 0;
}
"""


@functools.cache
def compiled(name, backend):
    if backend == "numba":
        pytest.importorskip("numba", reason="numba is an extra")
    return derive.compile(derive.derivation(name)["psi"], backend=backend)


@pytest.mark.parametrize(("name", "backend"), [*((name, "c") for name in NAMES),
                                               ("morse", "numba")])
def test_four_units_of_rounding_over_indices_places_and_parameters(name, backend):
    psi = compiled(name, backend)
    assert psi.backend == backend
    assert psi.accuracy.max_ulp <= 4
    assert psi.accuracy.points > 300


@pytest.mark.parametrize("backend", ["c", "numba"])
def test_as_numpy_from_the_singular_point_to_underflow(backend):
    psi, plain = compiled("morse", backend), derive.compile(derive.derivation("morse")["psi"])
    x = np.concatenate((np.linspace(-7, 60, 30_000), [np.nan, np.inf, -np.inf, 1e300, -1e300]))
    for n, depth in ((0, 0.6), (4, 5.3), (30, 80.1)):
        found, true = psi(n, x, depth=depth), plain(n, x, depth=depth)
        size = np.nanmax(np.abs(true))
        assert np.allclose(found, true, rtol=1e-10, atol=1e-14 * size, equal_nan=True)
        assert np.all(np.abs(true[found == 0]) < 1e-307)
        tail = (x > 25) & (np.abs(true) > 1e-300)
        assert np.allclose(found[tail], true[tail], rtol=1e-13, atol=0)
        few = psi(n, x[::1000], depth=depth)
        assert np.allclose(few, found[::1000], rtol=1e-10, atol=1e-14 * size, equal_nan=True)


@pytest.mark.parametrize("backend", ["c", "numba"])
def test_calling_rules_are_those_of_numpy(backend):
    psi = compiled("coulomb", backend)
    r = np.linspace(0, 60, 7)
    assert psi(2, 3.0, 1).shape == ()
    assert psi(np.arange(3)[:, None], r, 1).shape == (3, 7)
    assert np.array_equal(psi(np.arange(3)[:, None], r, 1)[2], psi(2, r, 1))
    assert psi(2, r, [[0], [1]], kappa=2.0).shape == (2, 7)
    assert psi(2, np.float32([1, 2]), 1).dtype == np.float32
    assert psi(2, np.array([]), 1).shape == (0,)
    many = np.resize(r, 80_000)
    assert np.array_equal(psi(2, many[::2], 1), psi(2, many[::2].copy(), 1))
    assert np.allclose(psi(2, many, 1, kappa=2.0)[:7], psi(2, r, 1, kappa=2.0), rtol=4e-15, atol=0)
    out = np.empty(7)
    assert psi(2, r, 1, out=out) is out
    for wrong in (1j, np.ma.masked_array([1.0], mask=[True])):
        with pytest.raises(TypeError, match="r must be real"):
            psi(1, wrong, 0)
    for bad in ((-1, 1.0, 0), (101, 1.0, 0), (1, 1.0, 60), (1, r, [[60]] * 2), (1, 1.0, 0.5)):
        with pytest.raises(ValueError, match=r"n must|must lie above -1|l must be one of"):
            psi(*bad)


def test_file_stands_alone(tmp_path):
    psi = compiled("coulomb", "c")
    assert "Accuracy" in psi.source
    assert max(map(len, psi.source.splitlines())) < 160
    (tmp_path / "psi.c").write_text(psi.source)
    (tmp_path / "main.c").write_text(MAIN)
    subprocess.run([*c_backend.compiler(), "-std=c99", "-Wall", "-Wextra", "-Werror", "-O1",
                    "-ffp-contract=off", "psi.c", "main.c", "-o", "psi", "-lm"], cwd=tmp_path,
                   check=True, capture_output=True)
    done = subprocess.run([tmp_path / "psi"], capture_output=True, text=True, check=True)
    many, nan, far, at_thirty, few, few_nan, few_far, each, each_nan, *codes = map(
        float, done.stdout.split())
    true = {}
    with mpmath.workdps(40):
        for r in (7.5, 0.001 * 30000):
            rho = 2 * mpmath.mpf(r) / 6
            true[r] = float(rho**3 * mpmath.exp(-rho / 2) * 6 * mpmath.laguerre(3, 5, rho))
    for found in (many, few, each):
        assert found == pytest.approx(true[7.5], rel=2e-15)
    assert at_thirty == pytest.approx(true[30.0], rel=4e-15)
    assert (nan, far, few_nan, few_far, each_nan) == (1, 0, 1, 0, 1)
    assert codes == [2] * 8


def test_arguments_named_like_variables_of_the_c_file():
    lecture = derive.derivation("coulomb")
    names = {symbol("r", "P"): symbol("x", "P"), symbol("kappa", "P"): symbol("double", "P"),
             symbol("m", "P"): symbol("scaled", "P"), symbol("l", "N0"): symbol("c", "N0")}
    other = substitute(lecture["psi"].claim.conclusion, names)
    claims = [s.claim.conclusion for s in lecture.steps if s.grade is Grade.PROVED]
    psi = parametric(other, claims, lecture.definitions, About(), BACKENDS.get("c")).function
    given = compiled("coulomb", "c")
    assert psi(3, 2.5, 1, double=2.0, scaled=3.0) == given(3, 2.5, 1, kappa=2.0, m=3.0)


@pytest.mark.parametrize("backend", ["numpy", "c", "numba"])
def test_what_stands_in_front_is_multiplied_once(backend):
    if backend == "numba":
        pytest.importorskip("numba", reason="numba is an extra")
    given = compiled("coulomb", "numpy")
    loop = given.program.with_parameter
    front = Op("mul", (Var("kappa"), Op("sqrt", (Var("r"),))))
    program = replace(given.program, body=(Assign("value", replace(loop, rest=front)),))
    psi = BACKENDS.get(backend).function(program)
    for count in (5, 30_000):
        r = np.linspace(0.5, 40, count)
        assert np.allclose(psi(3, r, 1, kappa=2.0), 2 * np.sqrt(r) * given(3, r, 1, kappa=2.0),
                           rtol=1e-13, atol=1e-12)
    assert psi(3, 2.0, [0, 1], kappa=2.0)[1] == pytest.approx(psi(3, 2.0, 1, kappa=2.0), rel=1e-15)


@pytest.mark.parametrize("backend", ["c", "numba"])
def test_normalized_states_as_in_numpy(backend):
    if backend == "numba":
        pytest.importorskip("numba", reason="numba is an extra")
    line = derive.derivation("radial_oscillator")["u"]
    u, plain = derive.compile(line, backend=backend), derive.compile(line)
    assert backend == "numba" or u.accuracy.max_ulp <= 4
    for n, angular in ((0, 0), (5, 2), (100, 99)):
        for count in (7, 30_000):
            r = np.linspace(0.2, 24, count)
            assert np.allclose(u(n, r, angular), plain(n, r, angular), rtol=1e-13, atol=1e-14)
    levels = np.array([0, 7, 100])
    assert np.allclose(u(levels, 2.5, 1), plain(levels, 2.5, 1), rtol=1e-13, atol=0)
