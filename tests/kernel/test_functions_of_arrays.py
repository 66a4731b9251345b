r"""Functions of arrays that nobody explains: their values are neither shown nor refuted."""

import pytest

from derive.kernel.claim import Claim
from derive.kernel.refute.matrix_claims import sample_matrices
from derive.kernel.refute.sample import Agreement, Disagreement
from derive.review.judging import judge
from derive.terms.build import add, eq, symbol
from derive.terms.matrices import inner, matadd, matrix, transpose, vector
from derive.terms.term import Term, TermError

N = symbol("n", "N0")
X, Y = vector("x", N), vector("y", N)
W = matrix("W", N, N)


def value(name: str, *of: Term) -> Term:
    return Term("valued", (name,), of)


def slope(name: str, place: int, order: int, *of: Term) -> Term:
    return Term("slope", (name, place, order), of)


FALSE = [
    eq(value("f", X), value("f", Y)),
    eq(value("f", X), value("g", X)),
    eq(value("f", X, Y), value("f", Y, X)),
    eq(value("f", matadd(X, Y)), add(value("f", X), value("f", Y))),
    eq(value("f", X), inner(X, X)),
    eq(slope("f", 0, 1, X), slope("f", 0, 1, Y)),
    eq(slope("f", 0, 1, X, Y), slope("f", 1, 1, X, Y)),
    eq(slope("f", 0, 1, X), slope("g", 0, 1, X)),
    eq(slope("f", 0, 1, X), X),
    eq(slope("f", 0, 2, X), W),
    eq(slope("f", 0, 1, W), W),
]


@pytest.mark.parametrize("claim", FALSE, ids=str)
def test_nothing_decides_what_nobody_says(claim: Term) -> None:
    assert judge((), claim).verdict == "undecided"
    assert not isinstance(sample_matrices(Claim((), claim), {}), Agreement | Disagreement)


@pytest.mark.parametrize("claim", [
    eq(add(value("f", X), inner(X, Y)), add(inner(Y, X), value("f", X))),
    eq(matadd(slope("f", 0, 1, X), Y), matadd(Y, slope("f", 0, 1, X))),
], ids=str)
def test_what_holds_whatever_they_are_is_proved(claim: Term) -> None:
    assert judge((), claim).verdict == "proved"


def test_shapes() -> None:
    assert value("f", X).shape is None
    assert slope("f", 0, 1, X).shape == (N, X.shape[1])  # type: ignore[index]
    assert slope("f", 0, 2, X).shape == (N, N)
    assert slope("f", 1, 1, symbol("a"), W).shape == (N, N)


@pytest.mark.parametrize("wrong", [
    lambda: value("f", symbol("a")),            # a number: that is a call
    lambda: value("", X),
    lambda: slope("f", 1, 1, X),
    lambda: slope("f", 0, 3, X),
    lambda: slope("f", 0, 2, W),                # a Hessian by a matrix
    lambda: slope("f", 0, 2, transpose(X)),
    lambda: slope("f", 0, 1, symbol("a"), X),   # the gradient by a number
])
def test_what_has_no_meaning_is_no_term(wrong) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(TermError):
        wrong()
