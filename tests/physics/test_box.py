"""The particle in a box: proved, and against quadrature and numpy's eigenvalues."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import sympy

import derive
from derive.kernel.claim import Grade, Refused
from derive.physics import box as chapter
from derive.physics.box import Box, derive_box
from derive.rules.scaling import NoClosedForm
from derive.terms.build import mul, symbol

x = sympy.Symbol("x", real=True)
W = sympy.Symbol("W", positive=True)


def test_every_line_is_proved_without_a_condition():
    lecture = derive.derivation("box")
    assert lecture.verdict is Grade.PROVED
    assert {line.label for line in lecture.lines if line.verdict is Grade.GIVEN} == {"psi"}
    assert not any(line.claim.hypotheses for line in lecture.lines)
    assert not lecture.cited


@pytest.mark.parametrize("wrong", ["level", "wave"])
def test_other_levels_and_other_waves_are_refused(wrong, monkeypatch):
    if wrong == "level":
        monkeypatch.setattr(Box, "level", mul(2, Box().level))
    else:  # half waves that do not fit between the walls
        right = chapter.wave
        monkeypatch.setattr(chapter, "wave", lambda count, width: mul(right(count, width), 3, 2))
        monkeypatch.setattr(Box, "level", mul(4, Box().level))
    with pytest.raises(Refused):
        derive_box(Box())


def test_levels_are_those_of_a_fine_grid():
    found = derive.bound_states(sympy.Integer(1), x, domain=(0, W))
    assert (found.source, found.normalized, found.count) == ("box", True, sympy.oo)
    n = next(s for s in found.energy.free_symbols if s.name == "n")
    at = {s: {"m": sympy.Rational(4, 5), "hbar": 1, "W": 2}[s.name]
          for s in found.energy.free_symbols if s.name != "n"}
    points, step = 400, 2 / 401
    kinetic = (2 * np.eye(points) - np.eye(points, k=1) - np.eye(points, k=-1)) / step**2 / 1.6
    certain = np.linalg.eigvalsh(kinetic)[:4] + 1
    levels = [float(found.energy.subs(at).subs(n, k)) for k in range(4)]
    assert levels == pytest.approx(certain, rel=1e-4)


def test_states_are_orthonormal_by_quadrature():
    found = derive.bound_states(sympy.Integer(0), x, domain=(0, 2 * W))
    n = next(s for s in found.psi.free_symbols if s.name == "n")
    nodes, weights = np.polynomial.legendre.leggauss(40)
    places, three_quarters = 0.75 + 0.75 * nodes, sympy.Rational(3, 4)
    states = [sympy.lambdify(x, found.psi.subs({W: three_quarters, n: k}))(places)
              for k in range(4)]
    overlaps = [[np.sum(weights * a * b) * 0.75 for a in states] for b in states]
    np.testing.assert_allclose(overlaps, np.eye(4), atol=1e-12)


def test_what_is_no_box_is_refused():
    for domain, reason in (((0, sympy.Symbol("q", real=True)), "not known to be positive"),
                           ((0, -1), "not known to be positive"), ((-1, 1), "whole line")):
        with pytest.raises(NoClosedForm, match=reason):
            derive.bound_states(sympy.Integer(0), x, domain=domain)


def test_other_letters_and_numbers():
    wide = replace(Box(), width=mul(2, symbol("a", "P")))
    assert derive_box(wide).derivation["orthonormal"].claim.hypotheses == ()
    psi = derive.compile(derive.derivation("box")["psi"])
    assert float(psi(1, 0.5, 2.0)) == pytest.approx(np.sin(np.pi / 2))
