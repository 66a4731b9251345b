"""Matrices written out, read back at random; what has no delimiters is refused."""

from __future__ import annotations

import random
from collections.abc import Callable
from xml.etree import ElementTree

import pytest

from derive.notation import NotRead, declare, latex, mathml, parse, text
from derive.terms.build import I, add, div, exp, mul, neg, sqrt, symbol, term
from derive.terms.matrices import det, grid, matadd, matmul, minus, scale, transpose
from derive.terms.term import Term, TermError

NOTATION = declare("a, b, t in R; n in N0; A in R^(2 x 2)").notation
A, B, T = symbol("a"), symbol("b"), symbol("t")


@pytest.mark.parametrize(("source", "wanted"), [
    (r"\begin{pmatrix}0&-i\\i&0\end{pmatrix}", grid((0, neg(I)), (I, 0))),
    (r"\left(\begin{array}{cc}1&a\\0&1\end{array}\right)", grid((1, A), (0, 1))),
    (r"\frac{a}{2}\begin{bmatrix}1\\b\end{bmatrix}", scale(div(A, 2), grid((1,), (B,)))),
    (r"\begin{vmatrix}a&b\\1&t\end{vmatrix}", det(grid((A, B), (1, T)))),
    (r"\left|\begin{matrix}a&b\\1&t\end{matrix}\right|", det(grid((A, B), (1, T)))),
    (r"\det\begin{pmatrix}a&b\\1&t\end{pmatrix}", det(grid((A, B), (1, T)))),
    (r"\begin{pmatrix}a&b\end{pmatrix}^T", transpose(grid((A, B)))),
    (r"\begin{pmatrix}1&a\\0&1\end{pmatrix}\begin{pmatrix}a\\b\end{pmatrix}",
     matmul(grid((1, A), (0, 1)), grid((A,), (B,)))),
])
def test_matrices_written_out(source: str, wanted: Term) -> None:
    assert parse(source, NOTATION) is wanted


@pytest.mark.parametrize("source", [
    r"\begin{matrix}1&0\end{matrix}", r"\begin{Bmatrix}1&0\end{Bmatrix}",
    r"\left\{\begin{array}{c}1\\0\end{array}\right\}", r"\begin{pmatrix}1&0\\0\end{pmatrix}",
    r"\begin{pmatrix}1&0\end{pmatrix} + \begin{pmatrix}1\\0\end{pmatrix}",
    r"\begin{pmatrix}1&0\end{pmatrix} + a", r"\begin{pmatrix}a&\dots\end{pmatrix}",
])
def test_what_is_no_matrix_is_refused(source: str) -> None:
    with pytest.raises(NotRead):
        parse(source, NOTATION)


def test_a_grid_has_as_many_entries_as_rows_times_columns() -> None:
    for data, entries in (((2, 2), (A,) * 3), ((0, 0), ()), ((-1, -1), (A,)), ((1,), (A,))):
        with pytest.raises(TermError):
            Term("grid", data, entries)
    with pytest.raises(TermError):
        grid((grid((A,)),))


def entry(chance: random.Random) -> Term:
    return chance.choice([term(0), term(1), A, neg(B), mul(2, A), div(1, sqrt(2)), add(A, neg(B)),
                          exp(mul(I, T)), neg(I)])


def matrix(chance: random.Random, rows: int, columns: int, depth: int) -> Term:
    if depth == 0:
        return grid(*(tuple(entry(chance) for _ in range(columns)) for _ in range(rows)))

    def part(r: int = rows, c: int = columns) -> Term:
        return matrix(chance, r, c, depth - 1)

    middle = chance.randrange(2, 4)
    choices: list[Callable[[], Term]] = [
        lambda: matadd(part(), part()), lambda: minus(part()), lambda: scale(A, part()),
        lambda: matmul(part(rows, middle), part(middle, columns)),
        lambda: transpose(part(columns, rows)),
        lambda: grid(*(tuple(det(matrix(chance, 2, 2, 0)) for _ in range(columns))
                       for _ in range(rows)))]
    return chance.choice(choices)()


def test_random_grids_are_read_back() -> None:
    chance = random.Random(5)
    for _ in range(120):
        made = matrix(chance, chance.randrange(2, 4), chance.randrange(1, 4), chance.randrange(3))
        for style in ("display", "inline"):
            printed = latex(made, NOTATION, style)
            assert parse(printed, NOTATION) is made, printed
        assert ElementTree.fromstring(mathml(made, NOTATION)).tag == "math"
        assert "\\" not in text(made, NOTATION)
