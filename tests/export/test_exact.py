"""Exact members, overlaps and matrix elements, against closed sums and the Gauss rule."""

from __future__ import annotations

import math
from fractions import Fraction

import numpy as np
import pytest

import derive
from derive.export import Exact
from derive.export.exact import SignedRoot
from derive.export.program import ExportRefused


@pytest.fixture(scope="module")
def lecture():
    return derive.derivation("oscillator")


@pytest.fixture(scope="module")
def exact(lecture):
    return Exact(lecture["psi"])


@pytest.fixture(scope="module")
def psi(lecture):
    return derive.compile(lecture["psi"])


@pytest.mark.parametrize("n", [0, 1, 2, 3, 17, 200, 1000])
def test_members_are_the_closed_sum(exact, n):
    found = exact.polynomial(n)
    assert found.degree() == n
    for k in {0, 1, n // 4, n // 2} & set(range(n // 2 + 1)):  # DLMF 18.5.13
        wanted = ((-1) ** k * math.factorial(n) * 2 ** (n - 2 * k)
                  // (math.factorial(k) * math.factorial(n - 2 * k)))
        assert found[n - 2 * k] == wanted
    assert all(c == 0 for c in list(found)[n % 2 ^ 1::2])


@pytest.mark.parametrize(("k", "n", "wanted"), [(0, 0, 1), (20, 20, 1), (3, 5, 0), (2, 3, 0),
                                                (150, 150, 1)])
def test_overlaps(exact, k, n, wanted):
    assert exact.overlap(k, n) == wanted


@pytest.mark.parametrize("n", [0, 1, 6])
def test_matrix_elements_that_textbooks_give(exact, n):
    assert exact.matrix_element(n, n + 1) == SignedRoot(1, Fraction(n + 1, 2))
    assert exact.matrix_element(n, n, 2).rational == n + Fraction(1, 2)
    assert exact.matrix_element(n, n, 4).rational == Fraction(3, 4) * (2 * n * n + 2 * n + 1)
    assert exact.matrix_element(n, n, 3).rational == 0


def test_roots_are_rounded_well():
    assert float(SignedRoot(-1, Fraction(2))) == -math.sqrt(2)
    assert float(SignedRoot(1, Fraction(1, 10**40))) == pytest.approx(1e-20, rel=1e-15)
    assert SignedRoot(1, Fraction(1, 3)).rational is None


def test_a_wrong_index_and_what_is_not_normalized_are_refused(exact):
    with pytest.raises(ExportRefused, match="n is one of"):
        exact.polynomial(-1)
    with pytest.raises(ExportRefused, match=r"a definition|exactly one family|argument"):
        Exact(derive.derivation("coulomb")["psi"])


@pytest.mark.parametrize("wrong", [-1, 1.5, 2.0, "2", True, None, math.nan, 1j, [2],
                                   np.array([2])], ids=repr)
def test_whole_numbers_are_asked_for(exact, psi, wrong):
    """A negative power was 0, and so was one in an array."""
    for call in (lambda: exact.polynomial(wrong), lambda: exact.overlap(wrong, 2),
                 lambda: exact.overlap(2, wrong), lambda: exact.matrix_element(1, 2, wrong)):
        with pytest.raises(ExportRefused, match=r"^(n|k|power) is one of 0, 1, 2, \.\.\., not "):
            call()
    if wrong not in (2.0, None):
        with pytest.raises(ValueError, match=r"^[nN] must [^\n]*$"):
            psi.matrix(np.cos, wrong)
    assert exact.matrix_element(np.int64(1), 2, np.int64(3)) == exact.matrix_element(1, 2, 3)


def test_the_matrix_of_a_power_is_the_exact_one(exact, psi):
    found = psi.matrix(lambda x: x**4, 60)
    for k in (0, 5, 56):
        for n in (k, k + 2, k + 4):
            assert found[k, n] == pytest.approx(float(exact.matrix_element(k, n, 4)), rel=1e-13)
    assert np.allclose(psi.matrix(lambda x: 1.0, 300), np.eye(301), atol=2e-13)


def test_the_matrix_of_a_wave_with_parameters(psi):
    # the integral of cos(q x) |psi_0|^2 is exp(-hbar q^2/(4 m omega))
    found = psi.matrix(lambda x: np.cos(0.7 * x), 2, m=2.0, omega=0.3, hbar=0.5)
    assert found[0, 0] == pytest.approx(math.exp(-0.5 * 0.49 / (4 * 0.6)), rel=1e-14)
    assert np.array_equal(found[[0, 1], [1, 0]].round(14), [0, 0])
    with pytest.raises(ValueError, match="m must be positive"):
        psi.matrix(np.cos, 2, m=-1.0)
    with pytest.raises(ValueError, match="cannot tell"):
        psi.matrix(np.cos, 9, points=9)


def test_what_has_no_rule_says_so():
    import sympy

    x = sympy.Symbol("x")
    f = derive.compile(sympy.sin(x), args=(x,))
    for call in (lambda: f.gauss(3), lambda: f.matrix(np.cos, 2), lambda: f.all_indices(3, 0.0)):
        with pytest.raises(ExportRefused, match="f has no"):
            call()


def test_all_indices_fill_what_is_given(psi):
    x, out = np.linspace(-3, 3, 5), np.empty((4, 5))
    assert psi.all_indices(3, x, out=out) is out
    assert np.array_equal(out, psi.all_indices(3, x))
    assert np.allclose(out[2], psi(2, x), atol=1e-15)
    with pytest.raises(ValueError, match="out must have shape"):
        psi.all_indices(3, x, out=np.empty((3, 5)))


def test_all_indices_where_the_weight_underflows(psi):
    # exp(-x^2/2) is 0 at all of these, the functions are not; each value comes by another way
    x, n = np.array([39.5, -45.0, 52.0, 1e7]), np.array([[300], [900], [1100]])
    with np.errstate(all="raise"):
        found = psi.all_indices(1100, x)[n[:, 0]]
    assert np.allclose(found, psi(n, x), rtol=1e-11, atol=1e-320)
    assert np.all(np.abs(found[2, :3]) > 1e-300)
    assert np.all(found[:, 3] == 0)
