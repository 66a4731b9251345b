"""Mehler's kernel: every line proved, and against mpmath, sums over states and quadrature."""

from __future__ import annotations

from math import factorial, pi, sqrt

import mpmath
import numpy as np
import pytest

import derive
from derive.kernel.claim import Grade, Refused
from derive.physics import propagator as chapter
from derive.physics.hermite import derive_hermite
from derive.rules.author import Author
from derive.terms.build import add, div, mul, neg, power, sub


@pytest.fixture(scope="module")
def lecture():
    return derive.derivation("propagator")


@pytest.fixture(scope="module")
def kernel(lecture):
    return derive.compile(lecture["mehler"])


def test_results_are_proved_without_a_condition(lecture):
    assert lecture.verdict is Grade.PROVED
    for label in ("climb", "rate", "sinh_positive", "evolves", "diffusion", "mehler"):
        assert lecture[label].verdict is Grade.PROVED
    for label in ("climb", "evolves", "diffusion", "mehler"):
        assert not lecture[label].claim.hypotheses
    given = {line.label for line in lecture.lines if line.verdict is Grade.GIVEN}
    assert given == {"hermite_zero", "hermite", "square", "linear", "propagator"}
    assert not lecture.postulates
    assert [name for name, _, _ in lecture.cited] == ["moments"]
    assert len(lecture["acts"].claim.hypotheses) == 2  # the two equations that are solved later


def test_it_is_the_textbook_kernel(kernel):
    with mpmath.workdps(60):
        for x, y, t, m, w, h in ((0.3, -0.7, 0.9, 1, 1, 1), (1.5, 1.5, 1e-6, 2, 0.5, 0.25),
                                 (1000, 1000, 1e-6, 1, 1, 1), (1, 2, 800, 1, 1, 1),
                                 (0.2, 0.1, 3, 0.7, 1.3, 0.4)):
            a, b, c, d, e, f = map(mpmath.mpf, (x, y, t, m, w, h))
            s = mpmath.sinh(e * c)
            true = mpmath.sqrt(d * e / (2 * mpmath.pi * f * s)) * mpmath.exp(
                -d * e / (2 * f * s) * ((a * a + b * b) * mpmath.cosh(e * c) - 2 * a * b))
            assert float(kernel(x, y, t, m, w, h)) == pytest.approx(float(true), rel=2e-15)


def test_it_is_the_sum_over_states_to_the_digits_of_floats(kernel):
    psi = derive.compile(derive.derivation("oscillator")["psi"])
    parameters = {"m": 1.3, "omega": 0.8, "hbar": 0.7}
    x, y, t = np.linspace(-3, 3, 7)[:, None], np.linspace(-2, 2.5, 6), 0.9
    states = [psi.all_indices(80, place, **parameters) for place in (x, y)]
    weights = np.exp(-(np.arange(81) + 0.5) * 0.8 * t)[:, None, None]
    total = np.sum(weights * states[0] * states[1][:, None, :], axis=0)
    np.testing.assert_allclose(kernel(x, y, t, **parameters), total, atol=1e-14)


@pytest.mark.parametrize("n", [0, 1, 2, 5])
def test_it_takes_a_state_to_itself_by_quadrature(kernel, n):
    y = np.linspace(-14, 14, 4001)
    hermite = np.polynomial.Hermite([0] * n + [1])

    def state(x):
        return hermite(x) * np.exp(-x * x / 2) / sqrt(2.0**n * factorial(n) * sqrt(pi))

    for x in (0.0, 0.8, -2.1):
        found = np.sum(kernel(x, y, 0.6) * state(y)) * (y[1] - y[0])
        assert found == pytest.approx(np.exp(-0.6 * (n + 0.5)) * state(x), abs=1e-13)


def test_two_short_times_are_one_long_time(kernel):
    y = np.linspace(-14, 14, 4001)
    joined = np.sum(kernel(0.4, y, 0.3) * kernel(y, -1.1, 0.5)) * (y[1] - y[0])
    assert joined == pytest.approx(float(kernel(0.4, -1.1, 0.8)), abs=1e-13)


def test_other_numbers_do_not_solve_the_two_equations(monkeypatch):
    right = chapter.SOLVED
    for wrong in ({chapter.RATE: add(div(chapter.COSH, chapter.SINH), 2)},
                  {chapter.COUPLING: div(2, chapter.SINH)},
                  {chapter.SHRINK: div(1, 2)}):
        a = Author("propagator")
        steps = derive_hermite(a)
        action = chapter.derive_action(a, steps)
        monkeypatch.setattr(chapter, "SOLVED", {**right, **wrong})
        with pytest.raises(Refused):
            chapter.derive_in_time(a, action, steps.polynomial)


def test_another_gaussian_does_not_climb(monkeypatch):
    monkeypatch.setattr(chapter, "GAUSSIAN", chapter.exp(add(
        mul(chapter.COUPLING, chapter.XI, chapter.ETA),
        neg(mul(chapter.RATE, power(chapter.ETA, 2))))))  # the half is missing
    a = Author("propagator")
    with pytest.raises(Refused):
        chapter.derive_climb(a, derive_hermite(a))


def test_the_equation_is_the_one_of_the_oscillator_in_imaginary_time(lecture):
    left, right = lecture["diffusion"].conclusion.args
    assert left.args[0] is chapter.HBAR
    assert right.args[0].args[0] is div(power(chapter.HBAR, 2), mul(2, chapter.MASS))
    assert right is sub(right.args[0], right.args[1].args[0])


def test_the_accurate_form_is_exported_and_the_other_is_not(lecture, kernel):
    assert [i.name for i in kernel.program.inputs] == ["x", "y", "t", "m", "omega", "hbar"]
    assert kernel.accuracy.max_ulp <= 3
    assert "expm1" in kernel.source
    assert not np.isfinite(derive.compile(lecture["propagator"]).accuracy.max_ulp)
