"""Potentials that the library knows under other names, and those that nearly are."""

from __future__ import annotations

import mpmath
import pytest
import sympy

import derive
from derive.cli import main
from derive.kernel.claim import Grade, Refused
from derive.physics import coulomb
from derive.physics.laguerre_states import derive_states
from derive.rules.scaling import NoClosedForm
from derive.terms.build import div, neg, symbol

m, hbar = sympy.symbols("m hbar", positive=True)
r, Z, D, a, w, g = sympy.symbols("r Z D a omega g", positive=True)
x, x0 = sympy.symbols("x x_0", real=True)
ell = sympy.Symbol("ell", integer=True, nonnegative=True)
WALL = hbar**2 * ell * (ell + 1) / (2 * m * r**2)
VALUES = {m: "0.8", hbar: "0.7", Z: "1.1", D: "6", a: "0.6", w: "1.3", g: "0.9", x0: "0.4", ell: 2}

KNOWN = [
    (-Z / r, r, "coulomb", -m * Z**2 / (2 * hbar**2 * (1 + sympy.Symbol("n")) ** 2)),
    (-Z * g**2 / (4 * sympy.pi * r) + WALL + D, r, "coulomb", None),
    (-Z / r + hbar**2 * 6 / (2 * m * r**2), r, "coulomb", None),
    (m * w**2 * r**2 / 2 + WALL, r, "radial_oscillator", None),
    (g * r**2, r, "radial_oscillator", None),
    (D * (1 - sympy.exp(-a * (x - x0))) ** 2, x, "morse", None),
    (D * (sympy.exp(-2 * a * x) - 3 * sympy.exp(-a * x)), x, "morse", None),
]


@pytest.mark.parametrize(("potential", "place", "name", "level"), KNOWN)
def test_states_solve_the_equation_that_was_given(potential, place, name, level):
    """Level and state are put into the equation by mpmath alone."""
    found = derive.bound_states(potential, place)
    assert (found.source, found.normalized) == (name, name != "morse")
    assert found.derivation.verdict is Grade.PROVED
    assert not found.derivation["solves"].claim.hypotheses
    n = next(s for s in found.energy.free_symbols if s.name == "n")
    if level is not None:
        assert sympy.simplify(found.energy - level.subs(sympy.Symbol("n"), n)) == 0
    at = {s: sympy.Rational(v) for s, v in VALUES.items()}
    with mpmath.workdps(40):
        for number in (0, 1, 3):
            here = {**at, n: number}
            psi = sympy.lambdify(place, found.psi.subs(here), "mpmath")
            well = sympy.lambdify(place, potential.subs(at), "mpmath")
            energy = mpmath.mpf(str(sympy.N(found.energy.subs(here), 40)))
            point = mpmath.mpf("1.7")
            bent = mpmath.diff(psi, point, 2) * mpmath.mpf("0.7") ** 2 / (2 * mpmath.mpf("0.8"))
            left = -bent + (well(point) - energy) * psi(point)
            assert abs(left) < 1e-15 * abs(bent)


def test_states_in_three_dimensions_have_norm_one_by_quadrature():
    found = derive.bound_states(g * r**2 + hbar**2 * 6 / (2 * m * r**2), r)
    n = next(s for s in found.psi.free_symbols if s.name == "n")
    at = {s: sympy.Rational(v) for s, v in VALUES.items()}
    for number in (0, 3):
        psi = sympy.lambdify(r, found.psi.subs({**at, n: number}), "mpmath")
        assert mpmath.quad(lambda p, psi=psi: psi(p) ** 2, range(13)) == pytest.approx(1, rel=1e-10)


def test_levels_of_a_molecule_are_the_published_ones():
    """D = 6, a = 0.6, m = 0.8: five levels, as a matrix of sinc functions gives them."""
    found = derive.bound_states(D * (1 - sympy.exp(-a * x)) ** 2, x)
    at = {D: 6, a: sympy.Rational(3, 5), m: sympy.Rational(4, 5), hbar: 1}
    n = next(s for s in found.energy.free_symbols if s.name == "n")
    levels = [float(found.energy.subs({**at, n: k})) for k in range(5)]
    assert levels == pytest.approx(
        [1.10564500386, 2.97943501159, 4.40322501931, 5.37701502704, 5.90080503476], rel=1e-11)
    assert found.count.subs(at) == 5
    assert found.count.subs({**at, D: sympy.Rational(1, 100)}) == 0


@pytest.mark.parametrize(("potential", "place", "reason"), [
    (Z / r, r, "repels"),
    (-sympy.Symbol("q", real=True) / r, r, "not known to be positive"),
    (-Z / r + hbar**2 / (4 * m * r**2), r, "natural number"),
    (-Z / r - hbar**2 / (8 * m * r**2), r, "natural number"),
    (-Z / r + r**2, r, "powers"),
    (-Z / r**2, r, "natural number"),
    (-m * w**2 * r**2 / 2, r, "falls without end"),
    (hbar**2 / (m * r**2), r, "attracts nowhere"),
    (r**4, r, "powers"),
    (-Z * sympy.exp(-r) / r, r, "no closed form"),
    (-Z / x, x, "no value at 0"),
    (D * (sympy.exp(-3 * a * x) - 2 * sympy.exp(-a * x)), x, "not as 1 to 2"),
    (D * (sympy.exp(-2 * a * x) + 2 * sympy.exp(-a * x)), x, "no well"),
    (-D * (sympy.exp(-2 * a * x) - 2 * sympy.exp(-a * x)), x, "no wall"),
    (D * (sympy.exp(2 * a * x) - 2 * sympy.exp(a * x)), x, "put -x for x"),
    (D * sympy.exp(-a * x), x, "no closed form|not a polynomial"),
    (D * (sympy.exp(-2 * a * x) - 2 * sympy.exp(-g * x)), x, "not as 1 to 2"),
    (D * (sympy.exp(-2 * a * x) - 2 * sympy.exp(-a * x)) + x, x, "not a polynomial"),
])
def test_near_misses_are_refused_with_their_reason(potential, place, reason):
    with pytest.raises(NoClosedForm, match=reason) as refusal:
        derive.bound_states(potential, place)
    assert "\n" not in str(refusal.value)


def test_a_positive_symbol_alone_does_not_say_which_states_are_meant():
    place = sympy.Symbol("y", positive=True)
    with pytest.raises(NoClosedForm, match="positive symbol"):
        derive.bound_states(place**2, place)
    half = derive.bound_states(m * w**2 * place**2 / 2, place, domain=(0, sympy.oo))
    n = next(s for s in half.energy.free_symbols if s.name == "n")
    assert sympy.simplify(half.energy - hbar * w * (2 * n + sympy.Rational(3, 2))) == 0
    assert half.count == sympy.oo


def test_letters_of_the_derivation_itself_may_be_used():
    alpha, nu = sympy.symbols("alpha nu", positive=True)
    found = derive.bound_states(-alpha * nu / r, r, mass=1, hbar=1)
    assert found.energy.free_symbols - {alpha, nu} == {
        s for s in found.energy.free_symbols if s.name == "n"}
    assert "alpha" in found.derivation["solves"].latex


def test_the_kernel_judges_what_was_read_off():
    wrong = coulomb.states(potential=neg(div(symbol("kappa", "P"), coulomb.R)))  # without the wall
    with pytest.raises(Refused):
        derive_states("coulomb", wrong)


def test_the_command_reads_the_variable_and_says_what_is_not_shown(capsys):
    assert main(["bound-states", r"-\frac{\kappa}{r} + \frac{\hbar^2 l(l+1)}{2mr^2}",
                 "--variable", "r", "--positive", "kappa", "--natural", "l"]) == 0
    out = capsys.readouterr().out
    assert "n + l + 1" in out
    assert "not normalized" not in out
    assert "derive notes coulomb" in out
    assert main(["bound-states", r"-\frac{\kappa}{r}", "--variable", "r",
                 "--positive", "kappa"]) == 0
    assert "no other level" in capsys.readouterr().out
    assert main(["bound-states", "D(e^{-2ax}-2e^{-ax})", "--positive", "D,a"]) == 0
    out = capsys.readouterr().out
    assert "while 0 <" in out
    assert "not normalized" in out
    assert main(["bound-states", r"2 m\omega^2 x^2", "--domain", "0..oo"]) == 0
    assert "2ħω(2n + 3/2)" in capsys.readouterr().out
    assert main(["bound-states", "r^4", "--variable", "r"]) == 3
    assert "Numerically" not in capsys.readouterr().err
    assert main(["bound-states", "x^2", "--domain", "0..3"]) == 3
    assert "Numerically" not in capsys.readouterr().err
    assert main(["bound-states", "0", "--domain", "1..3"]) in (2, 3)
    assert main(["bound-states", "V_0", "--domain", "0..L", "--positive", "L"]) == 0
    out = capsys.readouterr().out
    assert "2mL² + V₀" in out
    assert "not normalized" not in out
    assert main(["bound-states", "0", "--domain", "0..L"]) == 3


def test_a_charge_e_is_a_letter_where_it_is_named(capsys):
    assert main(["bound-states", r"-\frac{e^2}{r}", "--variable", "r", "--positive", "e"]) == 0
    assert "(e²)²" in capsys.readouterr().out
    assert main(["bound-states", r"-\frac{e^2}{r}", "--variable", "r"]) == 3
    assert "--positive e makes it a letter" in capsys.readouterr().err


def test_a_variable_that_does_not_appear_is_named(capsys):
    assert main(["bound-states", r"\frac12 m \omega^2 r^2"]) == 3
    assert "for r say --variable r" in capsys.readouterr().err
