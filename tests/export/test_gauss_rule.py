"""The Gauss rule from the derived zeros, against flint's polynomial roots and exact moments."""

from __future__ import annotations

import math
from fractions import Fraction

import numpy as np
import pytest
from flint import arb, ctx, fmpq_poly

from derive.export.compiling import compile_family, run_source
from tests.export.families import (
    BY_RECURSION,
    HERMITE,
    HERMITE_EQUATION,
    HERMITE_SLOPE,
    OSCILLATOR,
)


@pytest.fixture(scope="module")
def rule():
    psi = compile_family(OSCILLATOR, [HERMITE, HERMITE_EQUATION, HERMITE_SLOPE], [BY_RECURSION],
                         n_max=1000)
    return run_source(psi.source, "psi")["psi_gauss"]


def hermite(n):
    """H_n by its closed sum (DLMF 18.5.13)."""
    c = [0] * (n + 1)
    for k in range(n // 2 + 1):
        c[n - 2 * k] = ((-1) ** k * math.factorial(n) * 2 ** (n - 2 * k)
                        // (math.factorial(k) * math.factorial(n - 2 * k)))
    return fmpq_poly(c)


def horner(poly, at):
    value = arb(0)
    for c in reversed(list(poly)):
        value = value * at + arb(c)
    return value


@pytest.mark.parametrize("n", [1, 2, 3, 10, 33, 64])
def test_nodes_and_weights_against_exact_roots(rule, n):
    nodes, weights = rule(n)
    before, ctx.prec = ctx.prec, 300
    try:
        roots = sorted((z.real for z, _ in hermite(n).complex_roots()), key=float)
        lower = hermite(n - 1)
        for node, weight, root in zip(nodes.tolist(), weights.tolist(), roots, strict=True):
            assert float(abs(root - node)) <= 3e-16 * max(abs(node), 1e-300)
            # DLMF 3.5.28 with the scale exp(x^2) in the weight
            true = (arb(2) ** (n - 1) * arb.fac_ui(n) * arb.pi().sqrt() * (root * root).exp()
                    / (n * horner(lower, root)) ** 2)
            assert float(abs(true - weight)) <= 3e-15 * weight
    finally:
        ctx.prec = before


@pytest.mark.parametrize("backend", ["numpy", "c"])
@pytest.mark.parametrize("n", [7, 1000])
def test_nodes_and_weights_far_beyond_where_weights_underflow(backend, n):
    from derive import compile, derivation

    nodes, weights = compile(derivation("oscillator")["psi"], backend=backend).gauss(n)
    assert np.array_equal(nodes, -nodes[::-1])
    before, ctx.prec = ctx.prec, 300
    try:
        for k in np.linspace(n // 2 + 1, n - 1, 6).astype(int).tolist():
            lower, value = _hermite_pair(n, arb(nodes[k]))
            root = arb(nodes[k]) - value / (2 * n * lower)  # H_n' = 2 n H_{n-1}
            assert float(abs(root - nodes[k])) <= 3e-16 * nodes[k]
            lower, _ = _hermite_pair(n, root)
            true = (arb(2) ** (n - 1) * arb.fac_ui(n) * arb.pi().sqrt() * (root * root).exp()
                    / (n * lower) ** 2)
            assert float(abs(true / weights[k] - 1)) <= 1e-13
    finally:
        ctx.prec = before


def _hermite_pair(n, x):
    """H_{n-1} and H_n by the recurrence of DLMF 18.9, at the midpoints of 300 bits."""
    before, now = arb(1), 2 * x
    for k in range(n - 1):
        before, now = now, (2 * x * now - 2 * (k + 1) * before).mid()
    return before, now


@pytest.mark.parametrize("n", [5, 100, 1000])
def test_moments(rule, n):
    nodes, weights = rule(n)
    assert nodes.shape == weights.shape == (n,)
    assert np.all(np.diff(nodes) > 0)
    for power in (0, 2, 4, 8):
        moment = float(Fraction(math.factorial(power),
                                2**power * math.factorial(power // 2))) * math.sqrt(math.pi)
        found = math.fsum(weights * nodes**power * np.exp(-nodes**2))
        assert found == pytest.approx(moment, rel=2e-13)
    assert np.all(weights > 0.9 * np.pi / math.sqrt(2 * n + 1))  # none underflows


@pytest.mark.parametrize("n", [0, -1, 2.5, 1001, [3, 4]])
def test_wrong_number_of_points(rule, n):
    with pytest.raises(ValueError, match=r"n must|a rule has"):
        rule(n)


def test_matrix_elements_of_complex_functions_are_refused():
    psi = compile_family(OSCILLATOR, [HERMITE, HERMITE_EQUATION, HERMITE_SLOPE], [BY_RECURSION])
    with pytest.raises(TypeError, match=r"^f must be real [^\n]*$"):
        psi.matrix(lambda x: 1j * x, 3)
    assert np.allclose(psi.matrix(lambda x: x > -1e9, 3), np.eye(4), rtol=0, atol=1e-14)
