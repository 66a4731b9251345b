"""Families with a parameter: Morse, Coulomb and oscillator states against balls and mpmath."""

from __future__ import annotations

import mpmath
import numpy as np
import pytest

import derive
from derive.catalog import BACKENDS
from derive.export.parametric_compiling import parametric
from derive.export.program import About, ExportRefused
from derive.export.running import run_source
from derive.export.with_parameter import parameter_family
from derive.kernel.claim import Grade
from derive.terms.binding import substitute
from derive.terms.build import add, call, eq, symbol

NAMES = ("coulomb", "morse")


@pytest.fixture(scope="module", params=NAMES)
def psi(request):
    return derive.compile(derive.derivation(request.param)["psi"])


@pytest.fixture(scope="module")
def coulomb():
    return derive.compile(derive.derivation("coulomb")["psi"])


def laguerre(n, alpha, z):
    return mpmath.factorial(n) * mpmath.laguerre(n, alpha, z)


def test_four_units_of_rounding_over_indices_places_and_parameters(psi):
    assert psi.accuracy.max_ulp <= 4
    assert psi.accuracy.points > 300
    module = run_source(psi.source, "psi")
    assert module["self_test"]() <= 4
    assert "Formula" in module["__doc__"]


@pytest.mark.parametrize(("n", "angular"), [(0, 0), (3, 2), (40, 0), (25, 30)])
@pytest.mark.parametrize("count", [1, 40_000])
def test_coulomb_states_are_those_of_mpmath(coulomb, n, angular, count):
    places = [1e-3, 1.0, 7.5, (n + angular + 1.0) ** 2, 3.3 * (n + angular + 1) ** 2]
    found = coulomb(n, np.resize(places, max(count, len(places))), angular)[:len(places)]
    with mpmath.workdps(60):
        for r, got in zip(places, found.tolist(), strict=True):
            rho = 2 * mpmath.mpf(r) / (n + angular + 1)
            true = rho**(angular + 1) * mpmath.exp(-rho / 2) * laguerre(n, 2 * angular + 1, rho)
            assert abs(got - true) <= 4e-15 * abs(true), (r, got)


def test_oscillator_states_in_three_dimensions():
    psi = derive.compile(derive.derivation("radial_oscillator")["psi"])
    r = np.linspace(0, 9, 20_000)[1::1999]
    with mpmath.workdps(60):
        for place, got, many in zip(r.tolist(), psi(7, r, 4, omega=1.5).tolist(), psi(
                7, np.resize(r, 20_000), 4, omega=1.5).tolist(), strict=False):
            z = mpmath.mpf(place) ** 2 * 3 / 2
            true = z**2.5 * mpmath.exp(-z / 2) * laguerre(7, mpmath.mpf(9) / 2, z)
            assert abs(got - true) <= 4e-15 * abs(true)
            assert abs(many - true) <= 4e-15 * abs(true) + 1e-13


def test_normalized_states_in_three_dimensions():
    u = derive.compile(derive.derivation("radial_oscillator")["u"])
    assert u.accuracy.max_ulp <= 4
    r = np.linspace(0.2, 11, 7)
    for n, angular, count in ((0, 0, 7), (5, 2, 30_000), (60, 70, 7), (100, 99, 30_000)):
        found = u(n, np.resize(r, count), angular, m=1.5, omega=0.5)
        with mpmath.workdps(60):
            for place, got in zip(r.tolist(), found.tolist(), strict=False):
                z = mpmath.mpf(place) ** 2 * 3 / 4
                norm = mpmath.factorial(n) * mpmath.gamma(n + angular + mpmath.mpf(3) / 2) / (
                    mpmath.sqrt(3))
                true = z**(mpmath.mpf(angular + 1) / 2) * mpmath.exp(-z / 2) * laguerre(
                    n, mpmath.mpf(2 * angular + 1) / 2, z) / mpmath.sqrt(norm)
                assert abs(got - true) <= 1e-14 * abs(true) + 1e-14
    # some members of an orthonormal family, by the trapezoidal rule
    x = np.linspace(0, 25, 4001)
    rows = u(np.array([[0], [3], [40]]), x, 2)
    assert np.allclose(rows @ rows.T * (x[1] - x[0]), np.eye(3), atol=1e-13)


def test_normalized_states_of_hydrogen():
    u = derive.compile(derive.derivation("coulomb")["u"])
    assert u.program.about.formula.startswith("u_n(r, l) = 1 / sqrt(")
    assert u.accuracy.max_ulp <= 4
    r = np.linspace(0.2, 200, 7)
    for n, angular, count in ((0, 0, 7), (5, 2, 30_000), (60, 40, 7)):
        found = u(n, np.resize(r, count), angular, m=1.5, kappa=0.5)
        with mpmath.workdps(60):
            length = (n + angular + 1) / mpmath.mpf("1.5")
            norm = mpmath.factorial(n) * mpmath.factorial(n + 2 * angular + 1)
            norm *= 2 * length * (n + angular + 1)
            for place, got in zip(r.tolist(), found.tolist(), strict=False):
                rho = mpmath.mpf(place) / length
                true = rho**(angular + 1) * mpmath.exp(-rho / 2) * laguerre(
                    n, 2 * angular + 1, rho) / mpmath.sqrt(norm)
                assert abs(got - true) <= 1e-14 * abs(true) + 1e-14
    # levels of one angular momentum are orthogonal, by the trapezoidal rule
    x = np.linspace(0, 900, 90_001)
    rows = u(np.array([[0], [3], [9]]), x, 2)
    assert np.allclose(rows @ rows.T * (x[1] - x[0]), np.eye(3), atol=1e-9)


def test_morse_states_far_out_and_where_the_scale_is_large():
    psi = derive.compile(derive.derivation("morse")["psi"])
    with mpmath.workdps(60):
        for n, depth, x in ((0, 5.5, 30.0), (4, 5.3, 0.01), (20, 40.7, -1.5), (49, 90.0, 0.3)):
            z = 2 * mpmath.mpf(depth) * mpmath.exp(-mpmath.mpf(x))
            s = mpmath.mpf(depth) - n - mpmath.mpf(1) / 2
            true = z**s * mpmath.exp(-z / 2) * laguerre(n, 2 * s, z)
            assert abs(psi(n, x, depth=depth) - true) <= 2e-14 * abs(true)


def test_calling_rules(coulomb):
    r = np.linspace(0, 60, 7)
    assert coulomb(2, 3.0, 1).shape == ()
    assert coulomb(np.arange(3)[:, None], r, 1).shape == (3, 7)
    assert np.array_equal(coulomb(np.arange(3)[:, None], r, 1)[2], coulomb(2, r, 1))
    assert coulomb(2, r[::2], 1).tolist() == coulomb(2, r, 1)[::2].tolist()
    assert coulomb(2, np.float32([1, 2]), 1).dtype == np.float32
    assert coulomb(2, np.array([]), 1).shape == (0,)
    assert np.isnan(coulomb(2, [np.nan, 1.0], 1)).tolist() == [True, False]
    assert coulomb(2, [0.0, np.inf, 1e300], 1).tolist() == [0.0, 0.0, 0.0]
    many, few = coulomb(2, np.resize(r, 50_000), 1, kappa=2.0), coulomb(2, r, 1, kappa=2.0)
    assert np.allclose(many[:7], few, rtol=4e-15, atol=0)
    out = np.empty(7)
    assert coulomb(2, r, 1, out=out) is out
    assert coulomb(2, r, 0.0).tolist() == coulomb(2, r, 0).tolist()


@pytest.mark.parametrize(("arguments", "message"), [
    ((-1, 1.0, 0), "n must"), ((1.5, 1.0, 0), "n must"), ((101, 1.0, 0), "n must"),
    ((1, -1.0, 0), "r must not be negative"), ((1, 1.0, 0.5), "l must be one of"),
    ((1, 1.0, 60), "must lie above -1"), ((1, 1.0, 0, -1.0), "m must be positive")])
def test_arguments_out_of_range(coulomb, arguments, message):
    with pytest.raises(ValueError, match=message):
        coulomb(*arguments)


def test_other_kinds_of_numbers_are_refused(coulomb):
    for wrong in (1j, "2", np.array([None])):
        with pytest.raises(TypeError, match="r must be real"):
            coulomb(1, wrong, 0)


def test_a_morse_state_that_is_not_there_is_refused():
    psi = derive.compile(derive.derivation("morse")["psi"])
    with pytest.raises(ValueError, match="must lie above -1"):
        psi(6, 0.0, depth=5.5)


@pytest.mark.parametrize("backend", ["jax", "torch", "python"])
def test_other_backends_say_which_print_them(backend):
    with pytest.raises(ExportRefused, match="printed for numpy, numba and c"):
        derive.compile(derive.derivation("coulomb")["psi"], backend=backend)


def test_a_parameter_whose_name_the_module_uses_is_refused():
    lecture = derive.derivation("coulomb")
    psi = lecture["psi"].claim.conclusion
    other = substitute(psi, {symbol("l", "N0"): symbol("power", "N0")})
    claims = [s.claim.conclusion for s in lecture.steps if s.grade is Grade.PROVED]
    with pytest.raises(ExportRefused, match="'power' cannot be a name in code"):
        parametric(other, claims, lecture.definitions, About(), BACKENDS.get("numpy"))


@pytest.mark.parametrize("label", ["three_term", "equation", "derivative_rule"])
def test_a_claim_that_is_missing_or_false_is_refused(label):
    lecture = derive.derivation("coulomb")
    conclusions = {s.label: s.claim.conclusion for s in lecture.steps if s.grade is Grade.PROVED}
    psi = lecture["psi"].claim.conclusion
    left, right = conclusions[label].args
    false = eq(left, add(right, call(left_family(left), symbol("n", "N0"), symbol("z"),
                                     symbol("alpha"))))
    with pytest.raises(ExportRefused, match="disagree"):
        parameter_family(psi, [*conclusions.values(), false], lecture.definitions)


def left_family(term):
    return next(t.args[0] for t in term.walk() if t.head == "call")
