"""Hessians with respect to a matrix: the Kronecker form, and the lines of ``--hessian``."""

import pytest

from derive.kernel.claim import Refused
from derive.kernel.procedures.index_identity import Use
from derive.kernel.refute.sample import Agreement
from derive.learning.command import answer
from derive.learning.expressions import Function, logsumexp, matrix, norm, scalar, trace, vector
from derive.learning.gradient import gradient
from derive.rules.kronecker import kronecker_form, operator_step
from derive.rules.matrix_steps import identity_step
from derive.rules.pull import NoLaw
from derive.rules.second_order import hessian
from derive.terms import matrices as mx
from derive.terms.build import eq
from tests.learning.spelling import Bare

W, X, Y = matrix("W", "h", "d"), matrix("X", "d", "B"), matrix("Y", "h", "B")
A, x, y = matrix("A", "n", "n"), vector("x", "d"), vector("y", "h")
sigma, lam = Function("sigma"), scalar("lambda", "P")
FORMS = {
    "a layer": (norm(sigma(W @ x) - y)**2 / 2, r"(xx^{\top})\otimes\mathrm{diag}("
                r"\sigma'(z)\odot\sigma'(z)+r\odot\sigma''(z))"),
    "ridge": (norm(W @ X - Y)**2 + lam * norm(W)**2,
              r"2((XX^{\top})\otimes I_h)+2\lambda(I_d\otimes I_h)"),
    "softmax": (logsumexp(W @ x), r"(xx^{\top})\otimes(\mathrm{diag}(\mathrm{softmax}(z))"
                r"-\mathrm{softmax}(z)(\mathrm{softmax}(z))^{\top})"),
    "from both sides": (norm(matrix("P", "n", "h") @ W @ X)**2,
                        r"2((XX^{\top})\otimes(P^{\top}P))"),
}


@pytest.mark.parametrize("name", FORMS)
def test_the_form_and_its_value(name: str) -> None:
    loss, expected = FORMS[name]
    form = kronecker_form(hessian(gradient(loss, [W]).swept, W.term))
    assert Bare()(form.matrix) == expected
    assert isinstance(form.step.sampled, Agreement)


def test_a_wrong_form_is_not_accepted() -> None:
    """x x^T on the other side of the product."""
    found = hessian(gradient(norm(sigma(W @ x) - y)**2 / 2, [W]).swept, W.term)
    right = kronecker_form(found).matrix
    d, moved = mx.differential(W.term), operator_step(found)
    left = moved.claim.conclusion.args[0]
    hole = mx.matrix("hole", *left.shape)
    for wrong in (mx.scale(2, right), mx.transpose(mx.kron(right.args[0], mx.identity(
            W.term.shape[0])))):
        with pytest.raises(Refused):
            identity_step(found.derivation, eq(mx.vec(left), mx.matmul(wrong, mx.vec(d))),
                          [moved], [Use(0, context=mx.vec(hole), hole=hole)])


def test_a_transpose_has_no_such_form() -> None:
    found = hessian(gradient(trace(A @ A), [A]).swept, A.term)
    with pytest.raises(NoLaw, match="without a permutation"):
        kronecker_form(found)


def test_the_lines_of_the_command() -> None:
    text = answer(r"\|Xw-y\|^2+\lambda\|w\|^2",
                  "X in R^(m x n); w in R^n; y in R^m; lambda > 0", ["w"], "text", second=True)
    assert "p  Hessian with respect to w: 2XᵀX + 2λIₙ\np  2XᵀX + 2λIₙ ⪰ 0\n" in text
    text = answer(r"\tfrac12\|\sigma(Wx)-y\|^2",
                  "W in R^(h x d); x in R^d; y in R^h; sigma: R -> R", ["W"], "text", second=True)
    assert "dvec(G) = ((xxᵀ) ⊗ diag(σ′(z) ⊙ σ′(z) + r ⊙ σ″(z))) vec(ⅆW)" in text
    text = answer(r"x^\top A x", "A in R^(n x n); x in R^n", ["x", "A"], "text", second=True)
    assert "Hessian with respect to x: A + Aᵀ\n" in text
    assert "⪰" not in text
    assert "the gradient with respect to A does not depend on A" in text
