"""Positive semidefinite Hessians as claims, and matrices that must not be shown to be so."""

import pytest

from derive.kernel.claim import Refused
from derive.kernel.derivation import Derivation
from derive.kernel.procedures import load_all
from derive.rules.convexity import semidefinite
from derive.rules.matrix_steps import identity_step
from derive.rules.pull import NoLaw
from derive.terms import matrices as mx
from derive.terms.build import call, eq, function, le, mul, power, symbol, term

load_all()
m, n = symbol("m", "N0"), symbol("n", "N0")
X, A, z = mx.matrix("X", m, n), mx.matrix("A", n, n), mx.vector("z", n)
lam, mu = symbol("lambda", "P"), symbol("mu")
gram = mx.matmul(mx.transpose(X), X)
p = mx.softmax(z)


@pytest.mark.parametrize("H", [
    gram, mx.scale(2, gram), mx.matadd(mx.scale(2, gram), mx.scale(mul(2, lam), mx.identity(n))),
    mx.matadd(mx.diag(p), mx.minus(mx.matmul(p, mx.transpose(p)))),
    mx.matmul(mx.transpose(X), mx.diag(mx.softmax(mx.vector("u", m))), X),
], ids=str)
def test_shown(H) -> None:
    step = semidefinite(Derivation("psd"), H)
    assert step.claim.conclusion is mx.semidefinite(H)
    # a softmax without entries does not add up to one
    assert all(h.head == "lt" and h.args[0] is term(0) for h in step.claim.hypotheses)


@pytest.mark.parametrize("H", [
    A, mx.minus(gram), mx.scale(mu, gram), mx.matadd(gram, mx.scale(mu, mx.identity(n))),
    mx.matmul(mx.transpose(X), mx.diag(mx.vector("d", m)), X),
    mx.matmul(A, A), mx.matadd(mx.diag(z), mx.minus(mx.matmul(z, mx.transpose(z)))),
], ids=str)
def test_not_shown(H) -> None:
    with pytest.raises((NoLaw, Refused)):
        semidefinite(Derivation("psd"), H)


def test_a_function_known_to_be_nonnegative_may_stand_in_the_middle() -> None:
    derivation = Derivation("psd")
    f, t = function("f"), symbol("t")
    square = derivation.step("define", function=f, parameters=[t], body=power(t, 2),
                             bases=[])
    shown = derivation.step("order", square, conclusion=le(0, call(f, t)),
                            cofactors=[term(1)], rest=power(t, 2))
    H = mx.matmul(mx.transpose(X), mx.diag(mx.apply(f, mx.vector("u", m))), X)
    assert semidefinite(derivation, H, [shown]).claim.conclusion is mx.semidefinite(H)
    with pytest.raises(Refused, match="not seen to be >= 0"):
        semidefinite(derivation, H)


def test_the_quadratic_form_must_be_that_of_an_arbitrary_column() -> None:
    derivation = Derivation("psd")
    v = mx.vector("v", n)
    fixed = derivation.step("assume", formula=eq(v, mx.ones(n, 1)))
    form = eq(mx.item(mx.matmul(mx.transpose(v), A, v)), mul(1, mx.inner(v, v)))
    assumed = derivation.step("assume", formula=form)
    with pytest.raises(Refused, match="not arbitrary"):
        derivation.step("semidefinite_form", assumed, matrix=A, vector=v)
    assert fixed.claim.hypotheses


def test_softmax_adds_up_by_columns_only() -> None:
    Z = mx.matrix("Z", m, n)
    derivation = Derivation("softmax")
    step = derivation.step("softmax_adds_up", matrix=Z)
    with pytest.raises(Refused):
        identity_step(derivation, eq(mx.matmul(mx.softmax(Z), mx.ones(n, 1)), mx.ones(m, 1)),
                      [step], [])
