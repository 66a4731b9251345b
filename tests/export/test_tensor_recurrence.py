"""Recurrences in jax and torch: as exact as climbing is, differentiable, with the same rules."""

from __future__ import annotations

import numpy as np
import pytest

from derive.catalog import BACKENDS
from derive.export.compiling import compile_family
from derive.export.oracle import Oracle
from derive.export.program import ExportRefused
from derive.export.recurrences import family_of, recurrence_program
from tests.export.families import (
    BY_RECURSION,
    HERMITE,
    HERMITE_EQUATION,
    HERMITE_SLOPE,
    LAGUERRE,
    LAGUERRE_BASES,
    LAGUERRE_STATE,
    OSCILLATOR,
)

CLAIMS = [HERMITE, HERMITE_EQUATION, HERMITE_SLOPE]
ONES = {"m": 1.0, "omega": 1.0, "hbar": 1.0}


@pytest.fixture(scope="module")
def family():
    return family_of(OSCILLATOR, CLAIMS, [BY_RECURSION])


@pytest.fixture(scope="module", params=["jax", "torch"])
def backend(request):
    pytest.importorskip(request.param, reason=f"{request.param} is an optional extra")
    return BACKENDS.get(request.param)


@pytest.fixture(scope="module")
def raw(backend, family):
    return backend.function(recurrence_program(family))


@pytest.fixture(scope="module")
def psi(backend, raw):
    return backend.arrays(raw)


@pytest.mark.parametrize("n", [0, 1, 57, 1000])
def test_against_balls_also_in_the_tails(psi, family, n):
    oracle, turning = Oracle(family), np.sqrt(2 * n + 1)
    x = np.append(np.random.default_rng(n).uniform(-turning - 34, turning + 34, 24), [0.0, -1e-9])
    for point, got in zip(x.tolist(), psi(n, x).tolist(), strict=True):
        value, slope = oracle.measured([n], {**ONES, "x": point})[n]
        unit = 2.0**-53 * (float(abs(value)) + abs(point) * float(abs(slope)))
        assert float(abs(value - got)) <= 60 * unit + 1e-307, (point, got)


def test_indices_broadcast_and_all_at_once_agree(backend, psi, raw):
    x, n = np.linspace(-7, 7, 9), np.array([[4], [0], [31]])
    both = psi(n, x, m=1.7)
    assert both.shape == (3, 9)
    rows = backend.arrays(raw.__globals__["psi_all"])(40, x, m=1.7)
    assert rows.shape == (41, 9)
    for row, k in enumerate((4, 0, 31)):
        assert np.allclose(both[row], psi(k, x, m=1.7), rtol=1e-14, atol=0)
        assert np.allclose(rows[k], both[row], rtol=1e-14, atol=0)


def test_calling_rules(psi, raw):
    found = psi(3, np.array([np.nan, np.inf, -1e200, 0.5]))
    assert np.isnan(found[0])
    assert found[1:3].tolist() == [0.0, 0.0]
    assert psi(2, np.zeros((0, 4))).shape == (0, 4)
    assert psi(2, 0.5).shape == ()
    assert psi(2, np.ones(3, np.float32)).dtype == np.float32
    assert np.isnan(psi(2, np.array([0.0, 1e200, np.inf]), m=-1.0)).all()
    for wrong in (-1, 0.5, 1001, np.nan, 1j):
        with pytest.raises(ValueError, match=r"^n must [^\n]*$"):
            psi(wrong, 1.0)
    with pytest.raises(TypeError, match=r"^n must be without a mask: fill it first$"):
        raw(np.ma.array([1, 2], mask=[False, True]), 1.0)
    for wrong in (1j, True, np.array([1j])):
        with pytest.raises(TypeError, match=r"^x must be real"):
            raw(1, wrong)


def test_slopes_in_torch(family):
    """psi'' = (x^2 - 2n - 1) psi, and d psi/dm from differences."""
    torch = pytest.importorskip("torch", reason="torch is an optional extra")
    psi = BACKENDS.get("torch").function(recurrence_program(family))
    x = torch.tensor([-30.0, -1.2, 0.0, 0.3, 4.0], dtype=torch.float64, requires_grad=True)
    first, = torch.autograd.grad(psi(20, x).sum(), x, create_graph=True)
    second, = torch.autograd.grad(first.sum(), x)
    assert torch.allclose(second, ((x * x - 41) * psi(20, x)).detach(), rtol=1e-11, atol=1e-12)
    m = torch.tensor(1.3, dtype=torch.float64, requires_grad=True)
    found, = torch.autograd.grad(psi(6, 0.7, m), m)
    assert float(found) == pytest.approx(float(psi(6, 0.7, 1.3 + 1e-6) - psi(6, 0.7, 1.3 - 1e-6))
                                         / 2e-6, rel=1e-7)


def test_slopes_in_jax(family):
    jax = pytest.importorskip("jax", reason="jax is an optional extra")
    psi = BACKENDS.get("jax").function(recurrence_program(family))
    x = np.array([-30.0, 0.0, 0.3, 4.0])
    with jax.enable_x64(True):
        second = jax.jit(jax.vmap(jax.grad(jax.grad(lambda y: psi(20, y)))))(x)
        assert np.allclose(second, (x * x - 41) * psi(20, x), rtol=1e-11, atol=1e-12)


def test_a_function_without_gaussian_decay_is_refused(backend):
    program = compile_family(LAGUERRE_STATE, [LAGUERRE, *LAGUERRE_BASES]).program
    with pytest.raises(ExportRefused, match="use numpy"):
        backend.function(program)
