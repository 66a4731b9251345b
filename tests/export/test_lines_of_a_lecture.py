"""Lines of the library's oscillator as functions, and the command that writes them."""

from __future__ import annotations

from argparse import Namespace
from fractions import Fraction

import mpmath
import numpy as np
import pytest
import sympy

import derive
from derive.export.command import exported
from derive.export.program import ExportRefused
from derive.export.running import run_source


@pytest.fixture(scope="module")
def lecture():
    return derive.derivation("oscillator")


@pytest.fixture(scope="module")
def psi(lecture):
    return derive.compile(lecture["psi"])


def test_psi_takes_the_table_that_was_derived(psi):
    assert psi.program.name == "psi"
    assert [i.name for i in psi.program.inputs] == ["n", "x", "m", "omega", "hbar"]
    assert set(psi.program.loop.local.potential) == {(2, 1, 0), (1, 0, 0), (-1, 0, 2)}
    assert float(psi(1000, 39)) == pytest.approx(-0.12534735198805574693, abs=5e-16)
    assert float(psi(1000, 40)) == pytest.approx(0.17225052073279226983, abs=5e-16)


def test_norm_at_other_frequencies(psi):
    x = np.linspace(-60, 60, 20_001)
    for omega in (0.25, 4.0):
        assert np.sum(psi(30, x, omega=omega) ** 2) * 0.006 == pytest.approx(1, abs=1e-13)


def test_energies(lecture):
    energy = derive.compile(lecture["levels"])
    assert {i.name for i in energy.program.inputs} == {"n", "omega", "hbar"}
    assert float(energy(n=3, omega=2.0, hbar=0.5)) == 3.5


def test_normalization_constant(lecture):
    constant = derive.compile(lecture["constant_value"])
    for n in (0, 5, 150, 170):
        with mpmath.workdps(50):
            c = mpmath.mpf(2) * 3 / mpmath.mpf("0.5")
            true = (c / mpmath.pi) ** mpmath.mpf("0.25") / mpmath.sqrt(
                2 ** mpmath.mpf(n) * mpmath.factorial(n))
        assert float(constant(n=n, m=2.0, omega=3.0, hbar=0.5)) == pytest.approx(
            float(true), rel=1e-14)


@pytest.mark.parametrize("backend", ["numpy", "numba", "c", "python", "jax", "torch"])
def test_a_line_without_arguments_is_a_number(backend):
    """At the wall of the box every state is 0."""
    if backend in ("numba", "jax", "torch"):
        pytest.importorskip(backend, reason=f"{backend} is an optional extra")
    assert " left(" in exported(Namespace(name="box.left", to=backend))
    f = derive.compile(derive.derivation("box")["left"], backend)
    assert float(f()) == 0.0
    assert f.accuracy.max_ulp == 0.0


@pytest.mark.parametrize("name", ["unit", "worst", "self_test", "CERTIFIED", "got", "mp"])
def test_a_function_is_not_called_as_what_stands_beside_it(name):
    x = sympy.Symbol("x", real=True)
    f = derive.compile(sympy.sin(x), args=(x,), domain={x: (0, 1)}, name=name)
    assert f.program.name == "f"
    assert run_source(f.source, "self_test")["self_test"]() <= 1


def test_a_line_that_is_no_function_is_refused(lecture):
    with pytest.raises(ExportRefused):
        derive.compile(lecture["three_term"])


def test_command_writes_the_module_with_its_source_and_certificate(psi):
    text = exported(Namespace(name="oscillator.psi", to="numpy"))
    assert "derive export oscillator.psi --to numpy" in text
    assert "certificate sha256" in text
    assert "n = 0..10000, all x" in str(psi.accuracy)
    assert psi.accuracy.max_ulp <= 4
    assert psi.accuracy.max_absolute <= 5e-16


@pytest.mark.parametrize(("options", "said"), [
    ({"name": "oscillator"}, "name a line of oscillator"),
    ({"name": None}, "name what to export"),
    ({"expr": "x^2"}, "needs --args"),
    ({"expr": "x^2 + y", "args": "x"}, "y"),
    ({"expr": "a x", "args": "x", "fix": ["a"]}, "NAME=NUMBER"),
    ({"expr": "a x", "args": "x", "fix": ["a=import os"]}, "is no number"),
    ({"expr": r"\sqrt{x^2+1}-x", "args": "x", "bound": 0.01}, "above the bound of 0.01"),
    ({"name": "oscillator.psi", "fix": ["n=-1"]}, "n is one of 0, 1, 2"),
    ({"name": "oscillator.psi", "fix": ["n=1.5"]}, "n is one of 0, 1, 2"),
    ({"name": "oscillator.psi", "fix": ["x=1"]}, "x stays an argument"),
    ({"name": "oscillator.psi", "fix": ["hbar=-1"]}, "hbar is positive"),
    ({"name": "oscillator.psi", "fix": ["q=1"]}, "no argument q"),
    ({"name": "oscillator.psi", "args": "x,n,m,omega,hbar"}, "in this order"),
])
def test_refusals_of_the_command(options, said):
    with pytest.raises(Exception, match=said) as refusal:
        exported(Namespace(**options))
    assert "\n" not in str(refusal.value)


def test_parameters_of_a_derived_function_are_fixed(lecture):
    fixed = derive.compile(lecture["psi"], fixed={"hbar": 1, "m": Fraction(1, 2)})
    whole = derive.compile(lecture["psi"])
    x = np.linspace(-5, 5, 11)
    assert [i.name for i in fixed.program.inputs] == ["n", "x", "omega"]
    np.testing.assert_allclose(fixed(7, x, 2.0), whole(7, x, 0.5, 2.0, 1.0), rtol=1e-14)
    assert "with hbar=1, m=1/2" in fixed.program.about.formula


def test_formula_typed_as_latex():
    text = exported(Namespace(expr=r"\frac{1-\cos x}{x^2}", args="x"))
    namespace: dict = {}
    exec(text, namespace)
    assert namespace["f"](1e-9) == pytest.approx(0.5, rel=1e-15)


def test_the_suffix_of_the_file_implies_c():
    assert "#include <math.h>" in exported(Namespace(expr="x^2", args="x", output="square.c"))
    assert "import numpy" in exported(Namespace(expr="x^2", args="x", output="square.py"))
