"""States made of Laguerre polynomials: proved, and against mpmath's own polynomials."""

from __future__ import annotations

from dataclasses import replace

import mpmath
import pytest

import derive
from derive.cli import main
from derive.kernel.claim import Grade, Refused
from derive.physics import coulomb, morse, radial_oscillator
from derive.physics.laguerre_states import derive_states
from derive.terms.build import add, mul

MODULES = {"morse": morse, "coulomb": coulomb, "radial_oscillator": radial_oscillator}


@pytest.mark.parametrize("name", MODULES)
def test_every_line_is_proved_or_a_definition(name):
    lecture = derive.derivation(name)
    assert lecture.verdict is Grade.PROVED
    given = {line.label for line in lecture.lines if line.grade is Grade.GIVEN}
    assert given == {"laguerre_zero", "laguerre", "psi"}
    assert not lecture["solves"].claim.hypotheses
    assert not lecture.cited
    assert not lecture.postulates


@pytest.mark.parametrize("name", MODULES)
def test_another_level_or_another_alpha_is_refused(name):
    states = MODULES[name].states()
    for wrong in (replace(states, level=mul(2, states.level)),
                  replace(states, alpha=add(states.alpha, 1))):
        with pytest.raises(Refused):
            derive_states(name, wrong)


def second(f, x):
    return mpmath.diff(f, x, 2)


def lambda_n(n, alpha, z):
    return mpmath.factorial(n) * mpmath.laguerre(n, alpha, z)


@pytest.mark.parametrize("n", [0, 1, 4])
def test_levels_and_potentials_say_what_textbooks_say(n):
    with mpmath.workdps(40):
        x, rate, depth = mpmath.mpf("0.7"), mpmath.mpf("1.3"), mpmath.mpf("7.2")
        s = depth - n - mpmath.mpf(1) / 2

        def vibration(x):
            z = 2 * depth * mpmath.exp(-rate * x)
            return z**s * mpmath.exp(-z / 2) * lambda_n(n, 2 * s, z)

        well = rate**2 * depth**2 / 2 * (mpmath.exp(-2 * rate * x) - 2 * mpmath.exp(-rate * x))
        left = -second(vibration, x) / 2 + well * vibration(x)
        assert mpmath.almosteq(left, -rate**2 * s**2 / 2 * vibration(x), 1e-15)
        for angular in (0, 3):
            def hydrogen(r, j=angular):
                rho = 2 * r / (n + j + 1)
                return rho**(j + 1) * mpmath.exp(-rho / 2) * lambda_n(n, 2 * j + 1, rho)

            wall = mpmath.mpf(angular * (angular + 1)) / 2
            left = -second(hydrogen, x) / 2 + (wall / x**2 - 1 / x) * hydrogen(x)
            level = -mpmath.mpf(1) / (2 * (n + angular + 1) ** 2)
            assert mpmath.almosteq(left, level * hydrogen(x), 1e-15)


@pytest.mark.parametrize("name", MODULES)
@pytest.mark.parametrize("form", ["html", "md", "tex", "terminal"])
def test_pages_are_read_back_in_every_format(name, form, capsys):
    assert main(["notes", name, "--to", form]) == 0
    assert "aguerre" in capsys.readouterr().out
