"""States made of Laguerre polynomials: proved, and against mpmath's own polynomials."""

from __future__ import annotations

from dataclasses import replace

import mpmath
import pytest
import sympy

import derive
from derive.cli import main
from derive.kernel.claim import Grade, Refused
from derive.physics import coulomb, morse, radial_oscillator
from derive.physics.laguerre import LaguerreSteps
from derive.physics.laguerre_states import HBAR, MASS, derive_states
from derive.physics.normalized_by_symmetry import BySymmetry
from derive.physics.normalized_from_zero import FromZero
from derive.physics.radial_oscillator import OMEGA
from derive.terms.build import add, div, mul, power, sqrt, symbol, term

MODULES = {"morse": morse, "coulomb": coulomb, "radial_oscillator": radial_oscillator}


@pytest.mark.parametrize("name", MODULES)
def test_every_line_is_proved_or_a_definition(name):
    lecture = derive.derivation(name)
    assert lecture.verdict is Grade.PROVED
    given = {line.label for line in lecture.lines if line.grade is Grade.GIVEN}
    normalized = name != "morse"
    assert given == {"laguerre_zero", "laguerre", "psi"} | (
        {"constant", "state"} if normalized else set())
    assert not lecture["solves"].claim.hypotheses
    assert [cited for cited, *_ in lecture.cited] == (["moments"] if normalized else [])
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


def test_normalized_states_in_three_dimensions_against_quadrature():
    lecture = derive.derivation("radial_oscillator")
    n, angular = 2, 3
    m, omega, hbar = mpmath.mpf("1.3"), mpmath.mpf("0.7"), mpmath.mpf("1.1")
    with mpmath.workdps(30):
        def square(r):
            z = m * omega * r**2 / hbar
            return z**(angular + 1) * mpmath.exp(-z) * lambda_n(n, angular + 0.5, z)**2

        norm = mpmath.quad(square, [0, 1, 2, 4, 8, 16])
        # the closed form that textbooks have, by the gamma function
        value = mpmath.factorial(n) * mpmath.gamma(n + angular + 1.5) / (
            2 * mpmath.sqrt(m * omega / hbar))
        assert mpmath.almosteq(norm, value, 1e-20)
        letters = {"n": n, "l": angular, "m": m, "omega": omega, "hbar": hbar}
        right = sympy.sympify(lecture["half_line"].expr.rhs)
        assert mpmath.almosteq(mpmath.mpf(str(right.subs(
            {s: letters[s.name] for s in right.free_symbols}).evalf(30))), value, 1e-20)
    assert lecture["normalized"].claim.conclusion.args[1] == term(1)
    assert not lecture["normalized"].claim.hypotheses


@pytest.mark.parametrize("change", ["scale", "angular"])
def test_a_norm_for_another_scale_or_alpha_is_refused(change):
    states = radial_oscillator.states()
    scale, angular = sqrt(div(mul(MASS, OMEGA), HBAR)), symbol("l", "N0")
    wrong = (angular, mul(2, scale)) if change == "scale" else (add(angular, 1), scale)
    author = derive_states("wrong", states)
    steps = LaguerreSteps(*(author.derivation[label] for label in (
        "equation", "derivative_rule", "three_term")))
    with pytest.raises(Refused):
        BySymmetry(states, *wrong).derive(author, steps)


@pytest.mark.parametrize("angular", [0, 2])
def test_normalized_states_of_hydrogen_against_quadrature(angular):
    lecture = derive.derivation("coulomb")
    n = 3
    given = {"n": n, "l": angular, "m": 1.3, "kappa": 0.7, "hbar": 1.1}
    with mpmath.workdps(30):
        m, kappa, hbar = (mpmath.mpf(given[k]) for k in ("m", "kappa", "hbar"))
        length = hbar**2 * (n + angular + 1) / (2 * m * kappa)
        value = sympy.Mul(*(f for f in lecture["u"].expr.rhs.args
                            if "r" not in map(str, f.free_symbols)))
        constant = mpmath.mpf(str(value.subs({
            s: sympy.Rational(str(given[s.name])) for s in value.free_symbols}).evalf(30)))

        def square(r):
            rho = r / length
            return (constant * rho**(angular + 1) * mpmath.exp(-rho / 2)
                    * lambda_n(n, 2 * angular + 1, rho))**2

        places = [k * length for k in (0, 2, 5, 10, 20, 40, 120)]
        assert mpmath.almosteq(mpmath.quad(square, places), 1, 1e-15)
    assert lecture["normalized"].claim.conclusion.args[1] == term(1)
    assert [str(h) for h in lecture["normalized"].claim.hypotheses] == [
        "(eq a (div (mul (pow hbar 2) (add n l 1)) (mul 2 m kappa)))"]


@pytest.mark.parametrize("change", ["scale", "angular", "doubled"])
def test_a_norm_of_hydrogen_for_another_length_is_refused(change):
    states = coulomb.states()
    angular = symbol("l", "N0")
    level = add(symbol("n", "N0"), angular, 1)
    scale = div(mul(power(HBAR, 2), level), mul(2, MASS, coulomb.STRENGTH))
    doubled = mul(2, scale, level)
    wrong = {"scale": (angular, mul(2, scale), doubled),
             "angular": (add(angular, 1), scale, doubled),
             "doubled": (angular, scale, mul(2, doubled))}[change]
    author = derive_states("wrong", states)
    steps = LaguerreSteps(*(author.derivation[label] for label in (
        "equation", "derivative_rule", "three_term")))
    with pytest.raises(Refused):
        FromZero(states, *wrong).derive(author, steps)
