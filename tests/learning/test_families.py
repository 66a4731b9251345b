"""Losses of many kinds: proved, supported by exact derivatives, and the same numbers as JAX."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from types import SimpleNamespace

import numpy as np
import pytest

import derive
from derive.catalog import ACTIVATIONS
from derive.kernel.claim import Grade
from derive.learning.expressions import (
    Expression,
    absolute,
    det,
    diag,
    erf,
    exp,
    eye,
    hadamard,
    inner,
    inverse,
    log,
    logdet,
    logsumexp,
    matrix,
    norm,
    ones,
    row_logsumexp,
    row_softmax,
    scalar,
    softmax,
    sqrt,
    tanh,
    total,
    trace,
    vector,
)
from derive.learning.gradient import gradient
from derive.learning.losses.huber import huber_at
from derive.terms.build import symbol

try:
    import jax
    from jax.scipy.special import erf as jax_erf

    jax.config.update("jax_enable_x64", True)
    jnp = jax.numpy
    JAX = SimpleNamespace(
        softplus=jax.nn.softplus, where=jnp.where, abs=jnp.abs, exp=jnp.exp, log=jnp.log,
        tanh=jnp.tanh, sqrt=jnp.sqrt, slogdet=jnp.linalg.slogdet, solve=jnp.linalg.solve,
        det=jnp.linalg.det, norm=jnp.linalg.norm, trace=jnp.trace, eye=jnp.eye,
        sigmoid=jax.nn.sigmoid, relu=jax.nn.relu, silu=jax.nn.silu, erf=jax_erf,
        gelu=lambda z: jax.nn.gelu(z, approximate=False), logsumexp=jax.nn.logsumexp,
        log_softmax=jax.nn.log_softmax)
except ImportError:
    jax = None
try:
    import torch

    TORCH = SimpleNamespace(
        softplus=lambda z: torch.logaddexp(torch.zeros_like(z), z), where=torch.where,
        abs=torch.abs, exp=torch.exp, log=torch.log, tanh=torch.tanh, sqrt=torch.sqrt,
        slogdet=torch.linalg.slogdet, solve=torch.linalg.solve, det=torch.linalg.det,
        norm=torch.linalg.norm, trace=torch.trace,
        eye=lambda n: torch.eye(n, dtype=torch.float64), sigmoid=torch.sigmoid,
        relu=torch.relu, silu=torch.nn.functional.silu, erf=torch.erf,
        gelu=torch.nn.functional.gelu, logsumexp=torch.logsumexp,
        log_softmax=torch.nn.functional.log_softmax)
except ImportError:
    torch = None

relu, sigmoid, softplus, gelu, silu = (ACTIVATIONS.get(n) for n in (
    "relu", "sigmoid", "softplus", "gelu", "silu"))
X, w, y = matrix("X", "m", "n"), vector("w", "n"), vector("y", "m")
A, S, x, u = matrix("A", "n", "n"), matrix("S", "n", "n"), vector("x", "n"), vector("u", "n")
Q, K, V, Y = (matrix("Q", "t", "d"), matrix("K", "s", "d"), matrix("V", "s", "e"),
              matrix("Y", "t", "e"))
U, W, M = matrix("U", "m", "k"), matrix("W", "n", "k"), matrix("M", "m", "n")
lam, tau, alpha, eps = (scalar(name, "P") for name in ("lam", "tau", "alpha", "eps"))
d, m, n, k = (Expression(symbol(name, "N0")) for name in "dmnk")
sizes = {"m": 4, "n": 3, "k": 2, "t": 3, "s": 4, "d": 2, "e": 3}


@dataclass(frozen=True)
class Case:
    """A loss, its parameters, and the same function of arrays by name for JAX."""

    loss: Expression
    wrt: tuple[Expression, ...]
    again: Callable[[dict, SimpleNamespace], object]


def soft(f, z, axis):
    e = f.exp(z)
    return e / e.sum(axis, keepdims=True)


def centred(z: Expression) -> Expression:
    return z - ones("m") * (total(z) / m)


def normed(v: Expression) -> Expression:
    c = centred(v)
    return c / sqrt(norm(c)**2 / m + eps)


def normed_again(f, v, eps):
    c = v - v.mean()
    return c / f.sqrt((c**2).mean() + eps)


def spd(S: Expression) -> Expression:
    return S @ S.T + eye("n")


def unrolled(steps: int) -> Expression:
    h = u
    for _ in range(steps):
        h = tanh(A @ h + S @ x)
    return norm(h - w)**2 / 2


def unrolled_again(f, v, steps):
    h = v["u"]
    for _ in range(steps):
        h = f.tanh(v["A"] @ h + v["S"] @ v["x"])
    return ((h - v["w"])**2).sum() / 2


G = matrix("G", "d", "e")
smoothed = (1 - eps) * Y + (eps / Expression(symbol("e", "N0"))) * ones("t", "e")
logits = Q @ G / tau
smoothed_loss = (inner(smoothed @ ones("e"), row_logsumexp(logits))
                 - inner(smoothed, logits)) / Expression(symbol("t", "N0"))


def smoothed_again(f, v):
    z = v["Q"] @ v["G"] / v["tau"]
    y = (1 - v["eps"]) * v["Y"] + v["eps"] / 3
    return ((y.sum(1) * f.logsumexp(z, 1)).sum() - (y * z).sum()) / 3


CASES = {
    "A1 logistic regression": Case(
        total(softplus(X @ w)) - inner(y, X @ w), (w,),
        lambda v, f: f.softplus(v["X"] @ v["w"]).sum() - (v["y"] * (v["X"] @ v["w"])).sum()),
    "A2 ridge": Case(norm(X @ w - y)**2 + lam * norm(w)**2, (w, X), lambda v, f: (
        (v["X"] @ v["w"] - v["y"])**2).sum() + v["lam"] * (v["w"]**2).sum()),
    "A3 residual": Case(
        norm(x + A @ tanh(S @ x) + S @ sigmoid(A @ (x + A @ tanh(S @ x))) - u)**2 / 2, (A, S, x),
        lambda v, f: ((v["x"] + v["A"] @ f.tanh(v["S"] @ v["x"]) + v["S"] @ f.sigmoid(
            v["A"] @ (v["x"] + v["A"] @ f.tanh(v["S"] @ v["x"]))) - v["u"])**2).sum() / 2),
    "A4 Huber": Case(huber_at(alpha, X @ w, y), (w,), lambda v, f: f.where(
        f.abs(v["X"] @ v["w"] - v["y"]) <= v["alpha"], (v["X"] @ v["w"] - v["y"])**2 / 2,
        v["alpha"] * f.abs(v["X"] @ v["w"] - v["y"]) - v["alpha"]**2 / 2).sum()),
    "A5 cross-entropy with temperature and smoothing": Case(
        smoothed_loss, (Q, G), lambda v, f: smoothed_again(f, v)),
    "attention": Case(
        norm(row_softmax(Q @ K.T / sqrt(d)) @ V - Y)**2 / 2, (Q, K, V),
        lambda v, f: ((soft(f, v["Q"] @ v["K"].T / 2**0.5, 1) @ v["V"] - v["Y"])**2).sum() / 2),
    "layer normalization": Case(
        inner(y, normed(X @ w)), (w, X),
        lambda v, f: (v["y"] * normed_again(f, v["X"] @ v["w"], v["eps"])).sum()),
    "batch normalization": Case(
        norm((M - ones("m") @ (ones(1, "m") @ M / m)) @ diag(w) + ones("m") @ x.T - X)**2,
        (w, x, M), lambda v, f: (((v["M"] - v["M"].mean(0, keepdims=True)) * v["w"].T
                               + v["x"].T - v["X"])**2).sum()),
    "RMS normalization": Case(
        inner(y, X @ w) / sqrt(norm(X @ w)**2 / m + eps), (w, X), lambda v, f: (
            (v["y"] * (v["X"] @ v["w"])).sum() / f.sqrt(((v["X"] @ v["w"])**2).mean()
                                                          + v["eps"]))),
    "Gaussian likelihood": Case(
        logdet(spd(S)) + inner(x - u, inverse(spd(S)) @ (x - u)), (S, u), lambda v, f: (
           f.slogdet(v["S"] @ v["S"].T + f.eye(3))[1] + ((v["x"] - v["u"])
            * f.solve(v["S"] @ v["S"].T + f.eye(3), v["x"] - v["u"])).sum())),
    "KL of two Gaussians": Case(
        (trace(inverse(spd(S)) @ spd(A)) + inner(x - u, inverse(spd(S)) @ (x - u)) - n
         + log(det(spd(S)) / det(spd(A)))) / 2, (S, A, x), lambda v, f: (
            f.trace(f.solve(v["S"] @ v["S"].T + f.eye(3), v["A"] @ v["A"].T
                                       + f.eye(3))) + ((v["x"] - v["u"]) * f.solve(
                v["S"] @ v["S"].T + f.eye(3), v["x"] - v["u"])).sum() - 3
            + f.log(f.det(v["S"] @ v["S"].T + f.eye(3))
                      / f.det(v["A"] @ v["A"].T + f.eye(3)))) / 2),
    "recurrent, unrolled": Case(unrolled(3), (A, S, u), lambda v, f: unrolled_again(f, v, 3)),
    "absolute loss": Case(total(absolute(X @ w - y)), (w,),
                          lambda v, f: f.abs(v["X"] @ v["w"] - v["y"]).sum()),
    "hinge": Case(total(relu(ones("m") - hadamard(y, X @ w))) + lam * norm(w)**2, (w,),
                  lambda v, f: f.relu(1 - v["y"] * (v["X"] @ v["w"])).sum()
                  + v["lam"] * (v["w"]**2).sum()),
    "factorization": Case(
        norm(M - U @ W.T)**2 + lam * (norm(U)**2 + norm(W)**2), (U, W), lambda v, f: (
            (v["M"] - v["U"] @ v["W"].T)**2).sum() + v["lam"] * (
            (v["U"]**2).sum() + (v["W"]**2).sum())),
    "triplet": Case(relu(norm(x - u)**2 - norm(x - w)**2 + alpha), (x, u, w), lambda v, f: (
        f.relu(((v["x"] - v["u"])**2).sum() - ((v["x"] - v["w"])**2).sum() + v["alpha"]))),
    "contrastive": Case(logsumexp(X @ x / tau) - inner(x, u) / tau, (x, X), lambda v, f: (
        f.logsumexp(v["X"] @ v["x"] / v["tau"], 0).sum() - (v["x"] * v["u"]).sum() / v["tau"])),
    "Rayleigh quotient": Case(inner(x, A @ x) / norm(x)**2, (x, A), lambda v, f: (
        (v["x"] * (v["A"] @ v["x"])).sum() / (v["x"]**2).sum())),
    "Mahalanobis": Case(sqrt(inner(x - u, inverse(spd(S)) @ (x - u))), (x, S), lambda v, f: f.sqrt(
        ((v["x"] - v["u"]) * f.solve(v["S"] @ v["S"].T + f.eye(3),
                                              v["x"] - v["u"])).sum())),
    "cosine": Case(inner(x, u) / (norm(x) * norm(u)), (x, u), lambda v, f: (
        (v["x"] * v["u"]).sum() / (f.norm(v["x"]) * f.norm(v["u"])))),
    "gated unit": Case(norm(hadamard(A @ x, sigmoid(S @ x)) - u)**2, (A, S), lambda v, f: ((
        v["A"] @ v["x"] * f.sigmoid(v["S"] @ v["x"]) - v["u"])**2).sum()),
    "exact GELU and SiLU": Case(norm(S @ gelu(A @ x) - silu(u))**2, (A, S, u), lambda v, f: ((
        v["S"] @ f.gelu(v["A"] @ v["x"])
        - f.silu(v["u"]))**2).sum()),
    "variational": Case(total(exp(u) + hadamard(x, x) - u) / 2, (x, u), lambda v, f: (
        f.exp(v["u"]) + v["x"]**2 - v["u"]).sum() / 2),
    "cross-entropy of probabilities": Case(
        inner(hadamard(x, x), log(softmax(u))), (x, u), lambda v, f: (
            v["x"]**2 * f.log_softmax(v["u"], 0)).sum()),
    "error function": Case(total(erf(X @ w)), (w,), lambda v, f: f.erf(v["X"] @ v["w"]).sum()),
    "softmax of a mixture": Case(log(inner(softmax(u), exp(x))), (u, x), lambda v, f: f.log(
        (soft(f, v["u"], 0) * f.exp(v["x"])).sum())),
}


@pytest.mark.parametrize("name", CASES)
def test_proved_and_supported_by_exact_derivatives(name: str) -> None:
    case = CASES[name]
    g = gradient(case.loss, case.wrt)
    assert g.verdict is Grade.PROVED
    assert g.support is not None


def drawn(g) -> tuple[dict, object, dict]:
    """Random arrays, and the loss and gradients of the compiled program."""
    f = derive.compile(g)
    draw = np.random.default_rng(7)
    arrays = {}
    for parameter, symbol_ in zip(f.program.parameters, f.program.inputs, strict=True):
        if symbol_.shape is None:
            arrays[parameter] = float(draw.uniform(0.3, 0.8))
        else:
            shape = [sizes.get(str(s), s.value if s.head == "int" else 0) for s in symbol_.shape]
            arrays[parameter] = draw.normal(size=shape)
    return arrays, *f(**arrays)


@pytest.mark.skipif(torch is None, reason="PyTorch is not installed")
@pytest.mark.parametrize("name", CASES)
def test_the_same_numbers_as_torch(name: str) -> None:
    case = CASES[name]
    arrays, loss, found = drawn(gradient(case.loss, case.wrt))
    given = {key: torch.tensor(value, dtype=torch.float64, requires_grad=key in found)
             for key, value in arrays.items()}
    value = case.again(given, TORCH)
    value.backward()
    assert float(loss) == pytest.approx(float(value.detach()), rel=1e-12)
    for key, gradient_ in found.items():
        assert np.asarray(gradient_) == pytest.approx(given[key].grad.numpy(), rel=1e-10, abs=1e-12)


@pytest.mark.skipif(jax is None, reason="JAX is not installed")
@pytest.mark.parametrize("name", ["A4 Huber", "exact GELU and SiLU", "hinge", "triplet",
                                  "Rayleigh quotient", "absolute loss"])
def test_the_same_numbers_as_jax(name: str) -> None:
    case = CASES[name]
    arrays, loss, found = drawn(gradient(case.loss, case.wrt))
    given = {key: jnp.asarray(value) for key, value in arrays.items()}
    value, exact = jax.value_and_grad(lambda moving: case.again(given | moving, JAX))(
        {key: given[key] for key in found})
    assert float(loss) == pytest.approx(float(value), rel=1e-12)
    for key, gradient_ in found.items():
        assert np.asarray(gradient_) == pytest.approx(np.asarray(exact[key]), rel=1e-10, abs=1e-12)
