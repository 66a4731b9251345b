"""Matrix terms: shapes are computed when a term is made, and both are named where they clash."""

import pytest

from derive.terms.binding import alpha_equal, substitute
from derive.terms.build import add, call, eq, function, mul, sub, symbol
from derive.terms.matrices import (
    apply,
    diag,
    diagonal,
    differential,
    hadamard,
    inner,
    inverse,
    item,
    kron,
    logsumexp,
    matadd,
    matmul,
    matprod,
    matrix,
    matsum,
    ones,
    row_logsumexp,
    scale,
    shift,
    trace,
    transpose,
    vec,
    vector,
)
from derive.terms.shapes import ShapeError, same_size, size_text
from derive.terms.term import Term, TermError

level, m, n, p = (symbol(s, "N0") for s in "lmnp")
width = function("n", ("N0",), "N0")
A, B, S = matrix("A", m, n), matrix("B", n, p), matrix("S", n, n)
u = vector("u", n)


def shape(t: Term) -> list[str]:
    assert t.shape is not None
    return [size_text(s) for s in t.shape]


@pytest.mark.parametrize(("t", "expected"), [
    (matmul(A, B), ["m", "p"]), (transpose(A), ["n", "m"]), (hadamard(A, A), ["m", "n"]),
    (scale(2, A), ["m", "n"]), (apply(function("f"), A), ["m", "n"]), (diag(u), ["n", "n"]),
    (diagonal(S), ["n", "1"]), (inverse(S), ["n", "n"]), (kron(A, B), ["m n", "n p"]),
    (vec(A), ["n m", "1"]), (logsumexp(A), ["1", "n"]), (row_logsumexp(A), ["m", "1"]),
    (kron(u, A), ["n m", "n"]),
    (matsum(level, matmul(vector("v", m, level), ones(1, n)), 1, p), ["m", "n"]),
    (matprod(level, matrix("D", call(width, level), call(width, add(level, 1)), level), 2, p),
     ["n(2)", "n(p + 1)"]),
])
def test_shapes(t: Term, expected: list[str]) -> None:
    assert shape(t) == expected


@pytest.mark.parametrize(("make", "message"), [
    (lambda: matmul(A, A), "m x n times m x n"),
    (lambda: matadd(A, B), "m x n and n x p"),
    (lambda: hadamard(A, transpose(A)), "m x n and n x m"),
    (lambda: inner(A, B), "m x n and n x p"),
    (lambda: trace(A), "square matrix, not m x n"),
    (lambda: inverse(A), "square matrix, not m x n"),
    (lambda: diag(A), "column, not m x n"),
    (lambda: item(A), "a matrix of shape m x n"),
    (lambda: eq(A, B), "m x n and n x p"),
    (lambda: eq(A, symbol("x")), "m x n and scalar"),
    (lambda: mul(A, symbol("x")), "'mul' takes scalars, not a matrix of shape m x n"),
    (lambda: scale(A, A), "scaled by a scalar, not by shape m x n"),
    (lambda: matrix("W", symbol("x", "R"), n), "a natural number, not x"),
    (lambda: apply(function("f"), symbol("x")), "needs a matrix"),
    (lambda: matsum(level, vector("v", call(width, level), level), 1, p), "depends on l"),
    (lambda: matprod(level, matrix("D", call(width, level), call(width, level), level), 1, p),
     "do not fit"),
    (lambda: differential(matmul(A, B)), "only a real or matrix symbol"),
    (lambda: differential(symbol("k", "N0")), "only a real or matrix symbol"),
])
def test_shape_errors_name_both_shapes(make, message: str) -> None:
    with pytest.raises(ShapeError, match=r"^[^\n]*$") as caught:
        make()
    assert message in str(caught.value)
    assert isinstance(caught.value, TermError)


def test_nothing_evaluates() -> None:
    assert matmul(A, matadd(B, B)).head == "matmul"
    assert transpose(transpose(A)).head == "transpose"
    assert len(matadd(A, A).args) == 2


def test_sizes_are_polynomials() -> None:
    assert same_size(call(width, sub(add(level, 1), 1)), call(width, level))
    assert same_size(mul(m, add(n, 1)), add(mul(m, n), m))
    assert not same_size(call(width, level), call(width, sub(level, 1)))
    assert shift(shift(level, 2), -2) is level
    same = call(width, sub(add(level, 1), 1))
    assert shape(matmul(matrix("W", m, same, level), vector("a", call(width, level)))) == ["m", "1"]


def test_levels_are_arguments_of_a_name() -> None:
    W = matrix("W", call(width, level), call(width, sub(level, 1)), level)
    at_three = substitute(W, {level: add(p, 1)})
    assert shape(at_three) == ["n(p + 1)", "n(p + 1 - 1)"]
    assert str(at_three) == "W[(add p 1)]"
    k = symbol("k", "N0")
    bodies = [matsum(i, matmul(vector("v", m, i), ones(1, n)), 1, p) for i in (level, k)]
    assert alpha_equal(*bodies)
    assert level not in bodies[0].free


def test_a_matrix_can_be_replaced_by_a_term() -> None:
    assert substitute(matmul(A, B), {B: matmul(S, B)}) is matmul(A, matmul(S, B))
    with pytest.raises(TermError):
        substitute(differential(S), {S: matmul(S, S)})
