"""``bound_states`` on SymPy potentials, and its command."""

import pytest
import sympy

import derive
from derive.cli import main
from derive.rules.numeric_levels import lowest_level
from derive.rules.scaling import NoClosedForm

x = sympy.Symbol("x", real=True)
m, w = sympy.symbols("m omega", positive=True)
hbar = sympy.Symbol("hbar", positive=True)
n = sympy.Symbol("n", integer=True, nonnegative=True)


def test_the_state_solves_the_equation_that_was_given():
    """Put psi_3 back with SymPy alone, for a spring constant called k."""
    k = sympy.Symbol("k", positive=True)
    states = derive.bound_states(k * x**2 / 2, x)
    psi, energy = states.psi.subs(n, 3), states.energy.subs(n, 3)
    residual = -hbar**2 / (2 * m) * sympy.diff(psi, x, 2) + k * x**2 / 2 * psi - energy * psi
    at = {m: sympy.Rational(3, 2), k: 2, hbar: sympy.Rational(1, 3), x: sympy.Rational(2, 5)}
    assert abs(residual.subs(at).evalf(30)) < sympy.Float("1e-25")
    assert abs(psi.subs(at).evalf(30)) > sympy.Float("1e-3")
    assert states.count == sympy.oo


def test_a_symbol_named_like_one_of_the_derivation_is_told_apart():
    """The potential's own E and xi are not the energy and the natural variable."""
    e, xi = sympy.Symbol("E", real=True), sympy.Symbol("xi", positive=True)
    states = derive.bound_states(m * xi**2 * x**2 / 2 + e, x)
    assert sympy.simplify(states.energy - e - hbar * xi * (n + sympy.Rational(1, 2))) == 0


def test_a_quartic_is_refused_and_so_are_other_domains():
    with pytest.raises(NoClosedForm, match="rank 3/2"):
        derive.bound_states(x**4, x)
    with pytest.raises(NoClosedForm, match="whole line"):
        derive.bound_states(x**2, x, domain=(1, 3))
    with pytest.raises(NoClosedForm, match="constant potential"):
        derive.bound_states(x**2, x, domain=(0, 3))


def test_text_is_not_taken_for_a_potential():
    with pytest.raises(TypeError, match="SymPy expression"):
        derive.bound_states("x**2", x)


@pytest.mark.parametrize(("potential", "level"), [
    (lambda x: x**4, "0.667986"), (lambda x: x**2 / 2 + 3, "3.500000")])
def test_lowest_levels_agree_with_published_ones(potential, level):
    assert lowest_level(potential) == level


def test_the_command_answers_and_refuses(capsys):
    assert main(["bound-states", r"2 m \omega^2 x^2"]) == 0
    assert "2ħω(n + ½)" in capsys.readouterr().out
    assert main(["bound-states", "x^4"]) == 3
    assert "E₀ = 0.667986" in capsys.readouterr().err
    assert main(["bound-states", r"\frac{x^2"]) in (2, 3)


def test_letters_of_the_mass_alone_are_letters_of_the_states():
    m, w = sympy.symbols("m omega", positive=True)
    p = sympy.Symbol("p", real=True)
    found = derive.bound_states(p**2 / (2 * m), p, mass=1 / (m * w**2))
    n = next(s for s in found.energy.free_symbols if s.name == "n")
    hbar = next(s for s in found.energy.free_symbols if s.name == "hbar")
    assert sympy.simplify(found.energy - hbar * w * (n + sympy.Rational(1, 2))) == 0
