"""Position and momentum between two states: proved, and against Gauss-Hermite quadrature."""

from __future__ import annotations

from math import factorial, pi, sqrt

import numpy as np
import pytest

import derive
from derive.kernel.claim import Grade, Refused
from derive.physics import matrix_elements, oscillator
from derive.physics.oscillator import derive_well
from derive.rules.scaling import quadratic_well
from derive.terms.build import call, div, mul, power, symbol

LINES = ("position", "position_squared", "slope", "momentum", "momentum_squared")


@pytest.fixture(scope="module")
def lecture():
    return derive.derivation("oscillator")


def hermite(n):
    return np.polynomial.Hermite([0] * n + [1])


def quadrature(k, n, power_of_x=0, order=0, m=0.8, omega=1.3, hbar=0.7):
    """The integral of psi_k x^j psi_n^(order), from numpy's polynomials and nodes."""
    length = sqrt(hbar / (m * omega))
    nodes, weights = np.polynomial.hermite.hermgauss(60)
    bent = hermite(n)
    for _ in range(order):  # (h exp(-xi^2/2))' = (h' - xi h) exp(-xi^2/2)
        bent = bent.deriv() - np.polynomial.Hermite([0, 0.5]) * bent
    norms = sqrt(2.0 ** (k + n) * factorial(k) * factorial(n) * pi)
    found = np.sum(weights * nodes**power_of_x * hermite(k)(nodes) * bent(nodes)) / norms
    return found * length ** (power_of_x - order)


def test_the_lines_are_proved_for_all_k_and_n_without_a_condition(lecture):
    for label in (*LINES, "position_rule", "position_lowest", "slope_rule"):
        assert lecture[label].verdict is Grade.PROVED
        assert not lecture[label].claim.hypotheses


@pytest.mark.parametrize(("label", "what", "factor"), [
    ("position", {"power_of_x": 1}, 1), ("position_squared", {"power_of_x": 2}, 1),
    ("slope", {"order": 1}, 1), ("momentum_squared", {"order": 2}, -0.7**2)])
def test_the_formulas_are_the_integrals(lecture, label, what, factor):
    formula = derive.compile(lecture[label])
    for k in range(7):
        for n in range(7):
            certain = factor * quadrature(k, n, **what)
            found = float(formula(k, n, m=0.8, omega=1.3, hbar=0.7))
            assert found == pytest.approx(certain, abs=1e-12)


def test_the_momentum_is_imaginary_and_hermitian(lecture):
    left, right = lecture["momentum"].conclusion.args
    assert left.head == "neg"
    assert str(right).startswith("(mul i (sqrt (div (mul m omega hbar) 2))")
    slope = derive.compile(lecture["slope"]).matrix(5, omega=2.0)
    assert np.array_equal(slope, -slope.T)


@pytest.mark.parametrize("kind", ["position", "slope", "momentum"])
def test_a_wrong_sign_is_refused(kind, monkeypatch):
    right = matrix_elements._neighbours

    def flipped(c, which):
        return right(c, {"position": "slope"}.get(which, "position") if which == kind else which)

    m, omega, x = symbol("m", "P"), symbol("omega", "P"), symbol("x")
    well = quadratic_well(mul(div(mul(m, power(omega, 2)), 2), power(x, 2)), x, m,
                          symbol("hbar", "P"))
    derived = derive_well("oscillator", well)
    monkeypatch.setattr(matrix_elements, "_neighbours", flipped)
    with pytest.raises(Refused):
        matrix_elements.derive_matrix_elements(derived.author, derived.states, derived.steps)


def test_other_units_have_the_same_lines():
    natural = oscillator.oscillator(units="natural")
    assert "hbar" not in str(natural["momentum_squared"].conclusion)
    assert natural["position_squared"].verdict is Grade.PROVED


def test_states_keep_their_parameters(lecture):
    inside = lecture["position"].conclusion.args[0].args[1]
    k, n = symbol("k", "N0"), symbol("n", "N0")
    first, last = inside.args[0], inside.args[-1]
    assert call(first.args[0], n, *first.args[2:]) is last
    assert first.args[1] is k
