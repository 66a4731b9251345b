"""Short constructors for matrix terms. They check shapes and evaluate nothing.

A constructor never distributes a product over a sum and never puts a definition in the place of
a name: the textbook form of a gradient rests on that. A vector is an n x 1 matrix; a batch is a
matrix with one sample a column (or a row). Levels and times are arguments of a name:
``matrix("W", n_l, n_k, l)`` is W at level l. Shapes themselves: ``shapes``.
"""

from __future__ import annotations

from derive.terms.build import Like, add, neg, sqrt, term
from derive.terms.term import Term, TermError


def matrix(name: str, rows: Like, columns: Like, *indices: Like) -> Term:
    """The matrix symbol ``name`` of the given shape; ``indices`` are its level or time.

    >>> from derive.terms.build import symbol, function, call, sub
    >>> l, n = symbol("l", "N0"), function("n", ("N0",), "N0")
    >>> W = matrix("W", call(n, l), call(n, sub(l, 1)), l)
    >>> str(W), [str(s) for s in W.shape]
    ('W[l]', ['(call 0 n l)', '(call 0 n (add l (neg 1)))'])
    """
    return Term("matrix", (name,), tuple(term(a) for a in (rows, columns, *indices)))


def vector(name: str, size: Like, *indices: Like) -> Term:
    """A column: an n x 1 matrix symbol."""
    return matrix(name, size, 1, *indices)


def family(symbol: Term) -> Term:
    """What stands for all of W[0], W[1], ... among free symbols; a plain symbol is itself."""
    if symbol.head != "matrix" or len(symbol.args) == 2:
        return symbol
    return next(s for s in symbol.free if s.head == "fun" and s.name == symbol.name
                and s.data[3] == 0)


def shift(level: Term, by: int) -> Term:
    """``level + by`` with numbers collected: ``shift(shift(l, 1), -1)`` is ``l``.

    >>> from derive.terms.build import symbol
    >>> str(shift(symbol("l", "N0"), -1)), shift(shift(symbol("l", "N0"), 1), -1).name
    ('(add l (neg 1))', 'l')
    """
    parts = list(level.args) if level.head == "add" else [level]
    rest, number = [], by
    for part in parts:
        sign, bare = (-1, part.args[0]) if part.head == "neg" else (1, part)
        if bare.head == "int":
            number += sign * bare.value
        else:
            rest.append(part)
    if number or not rest:
        rest.append(term(number))
    return add(*rest)


def grid(*rows: tuple[Like, ...]) -> Term:
    """A matrix written out, row by row; a column is ``grid((a,), (b,))``.

    >>> str(grid((1, 0), (0, 1)))
    '(grid 2 2 1 0 0 1)'
    """
    if len({len(row) for row in rows}) != 1:
        raise TermError("the rows of a matrix have one length")
    return Term("grid", (len(rows), len(rows[0])), tuple(term(a) for row in rows for a in row))


def zeros(rows: Like, columns: Like) -> Term:
    return Term("zeros", (), (term(rows), term(columns)))


def ones(rows: Like, columns: Like = 1) -> Term:
    """The matrix of ones; a column when only its size is given."""
    return Term("ones", (), (term(rows), term(columns)))


def identity(size: Like) -> Term:
    return Term("identity", (), (term(size),))


def matadd(*terms: Term) -> Term:
    """A sum as written; one summand is itself. ``A - B`` is ``matadd(A, minus(B))``.

    >>> matadd(matrix("A", 2, 3), matrix("B", 3, 2))
    Traceback (most recent call last):
        ...
    derive.terms.shapes.ShapeError: 'matadd' needs equal shapes, not 2 x 3 and 3 x 2
    """
    return Term("matadd", (), terms) if len(terms) > 1 else terms[0]


def minus(a: Term) -> Term:
    """``-A``, said as ``(-1) A``."""
    return Term("scale", (), (neg(1), a))


def scale(factor: Like, a: Term) -> Term:
    return Term("scale", (), (term(factor), a))


def matmul(*factors: Term) -> Term:
    """A product as written; one factor is itself.

    >>> matmul(matrix("W", 3, 4), vector("x", 3))
    Traceback (most recent call last):
        ...
    derive.terms.shapes.ShapeError: a product needs inner sizes that agree, not 3 x 4 times 3 x 1
    """
    return Term("matmul", (), factors) if len(factors) > 1 else factors[0]


def hadamard(*factors: Term) -> Term:
    """The product entry by entry."""
    return Term("hadamard", (), factors) if len(factors) > 1 else factors[0]


def transpose(a: Term) -> Term:
    return Term("transpose", (), (a,))


def inverse(a: Term) -> Term:
    return Term("inverse", (), (a,))


def diag(v: Term) -> Term:
    """The diagonal matrix of a column."""
    return Term("diag", (), (v,))


def diagonal(a: Term) -> Term:
    """The diagonal of a square matrix, as a column."""
    return Term("diagonal", (), (a,))


def kron(a: Term, b: Term) -> Term:
    return Term("kron", (), (a, b))


def vec(a: Term) -> Term:
    """The columns of a matrix, stacked."""
    return Term("vec", (), (a,))


def apply(fun: Term, *arguments: Like, orders: tuple[int, ...] | None = None) -> Term:
    """``fun`` entry by entry; scalar arguments are the same for every entry.

    ``orders`` says how often the function is differentiated in each argument.
    """
    given = tuple(term(a) for a in arguments)
    return Term("map", orders if orders is not None else (0,) * len(given), (fun, *given))


def softmax(z: Term) -> Term:
    """Each column becomes e^z over the sum of e^z in that column."""
    return Term("softmax", (), (z,))


def row_softmax(z: Term) -> Term:
    return Term("row_softmax", (), (z,))


def logsumexp(z: Term) -> Term:
    """log of the sum of e^z, column by column (a 1 x B matrix)."""
    return Term("logsumexp", (), (z,))


def row_logsumexp(z: Term) -> Term:
    return Term("row_logsumexp", (), (z,))


def matsum(index: Term, body: Term, lower: Like, upper: Like) -> Term:
    """The sum of matrices for ``index`` from ``lower`` to ``upper``."""
    return Term("matsum", (), (index, body, term(lower), term(upper)))


def matprod(index: Term, body: Term, lower: Like, upper: Like) -> Term:
    """The ordered product, the factor with the least index first; I when there is none."""
    return Term("matprod", (), (index, body, term(lower), term(upper)))


# -- scalars made of matrices ------------------------------------------------------------------


def total(a: Term) -> Term:
    """The sum of all entries."""
    return Term("total", (), (a,))


def trace(a: Term) -> Term:
    return Term("trace", (), (a,))


def inner(a: Term, b: Term) -> Term:
    """``<A, B> = tr(A^T B)``, the sum of the products of entries."""
    return Term("inner", (), (a, b))


def item(a: Term) -> Term:
    """The entry of a 1 x 1 matrix."""
    return Term("item", (), (a,))


def norm(a: Term) -> Term:
    """The Frobenius (of a column: Euclidean) norm."""
    return sqrt(inner(a, a))


def det(a: Term) -> Term:
    return Term("det", (), (a,))


def logdet(a: Term) -> Term:
    """log of the determinant, where that is positive."""
    return Term("logdet", (), (a,))


def differential(symbol: Term) -> Term:
    """The derivative of a symbol along an arbitrary smooth curve of the variables."""
    return Term("differential", (), (symbol,))


def nowhere(a: Term, value: Like) -> Term:
    """The formula: no entry of A equals ``value``."""
    return Term("nowhere", (), (a, term(value)))


def above(a: Term, value: Like) -> Term:
    """The formula: every entry of A is greater than ``value``."""
    return Term("above", (), (a, term(value)))


def semidefinite(a: Term) -> Term:
    """The formula: x^T A x >= 0 for every column x."""
    return Term("semidefinite", (), (a,))


def along(formula: Term) -> Term:
    """The formula holds all along the curve that differentials speak of, not at a point only."""
    return Term("along", (), (formula,))
