"""Hessians: the forms that textbooks give, each a claim of the kernel and sampled."""

import pytest

from derive.catalog import ACTIVATIONS
from derive.kernel.refute.sample import Agreement
from derive.learning.expressions import (
    Expression,
    Function,
    inner,
    logsumexp,
    matrix,
    norm,
    scalar,
    total,
    vector,
)
from derive.learning.gradient import gradient
from derive.rules.reverse_sweep import Let
from derive.rules.second_order import hessian
from derive.terms.build import symbol
from derive.terms.matrices import item
from tests.learning.spelling import Bare

X, w, y, lam = matrix("X", "m", "n"), vector("w", "n"), vector("y", "m"), scalar("lambda")
A, x, z, t = matrix("A", "n", "n"), vector("x", "n"), vector("z", "n"), vector("t", "n")
sigma = Function("sigma")
BY_HAND = {
    "A2 ridge": (norm(X @ w - y)**2 + lam * norm(w)**2, w, r"2X^{\top}X+2\lambda I_n"),
    "quadratic form": (Expression(item((x.T @ A @ x).term)), x, r"A+A^{\top}"),
    "softmax cross-entropy": (
        total(t) * logsumexp(z) - inner(t, z), z,
        r"\mathrm{sum}(t)(\mathrm{diag}(\mathrm{softmax}(z))-"
        r"\mathrm{softmax}(z)(\mathrm{softmax}(z))^{\top})"),
    "norm": (norm(x), x, r"-\frac{1}{(\|x\|)^3}xx^{\top}+\frac{1}{\|x\|}I_n"),
}


@pytest.mark.parametrize("name", BY_HAND)
def test_forms_by_hand(name: str) -> None:
    loss, parameter, expected = BY_HAND[name]
    found = hessian(gradient(loss, [parameter]).swept, parameter.term)
    assert found.matrix is not None
    assert Bare()(found.matrix) == expected
    assert isinstance(found.step.sampled, Agreement)


def test_logistic_regression() -> None:
    """A1: H = X^T diag(p o (1 - p)) X, p by its formula."""
    softplus, sigmoid = ACTIVATIONS.get("softplus"), ACTIVATIONS.get("sigmoid")
    pre = vector("z", "m")
    lets = [Let(pre.term, (X @ w).term),
            Let(symbol("L"), (total(softplus(pre)) - inner(y, pre)).term)]
    g = gradient(lets, [w], meanings=softplus.meanings,
                 facts=[softplus.slope_fact(pre.term), sigmoid.slope_fact(pre.term)])
    found = hessian(g.swept, w.term)
    assert found.matrix is not None
    p = r"\mathrm{sigmoid}(z)"
    assert Bare()(found.matrix) == (
        rf"X^{{\top}}\mathrm{{diag}}({p}\odot(\mathbf{{1}}_m-{p}))X")


def test_of_a_matrix_the_operator_is_given() -> None:
    """dg = ((dA x) o sigma'^2 + r o (dA x) o sigma'') x^T."""
    found = hessian(gradient(norm(sigma(A @ x) - t)**2 / 2, [A]).swept, A.term)
    assert found.matrix is None
    assert r"\sigma''(z)" in Bare()(found.operator)
    assert isinstance(found.step.sampled, Agreement)
