"""Matrices as a person writes them in Python: ``X @ w - y``, ``A.T``, ``norm(r)**2 / 2``.

An ``Expression`` wraps a term and adds operators; every operator makes exactly the term that was
written. Sizes are numbers or names (``matrix("W", "h", "d")``). Next: ``gradient``.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TypeAlias

from derive.terms import build
from derive.terms import matrices as mx
from derive.terms.shapes import ShapeError, is_one, said, same_size
from derive.terms.term import Term, TermError

Operand: TypeAlias = "Expression | Term | int | Fraction"
MOST_POWER = 8
Size: TypeAlias = "Expression | Term | int | str"


class Expression:
    """A scalar or matrix with operators: ``+ - * / @ **`` and ``.T``.

    ``*`` is a product of scalars, or of a scalar and a matrix; between two matrices it is
    refused, since it could mean ``@`` or ``hadamard``.

    >>> X, w, y = matrix("X", "m", "n"), vector("w", "n"), vector("y", "m")
    >>> str((X @ w - y).term)
    '(matadd (matmul X w) (scale (neg 1) y))'
    """

    __slots__ = ("term",)
    __array_ufunc__ = None  # numpy leaves the operators to this class

    def __init__(self, term: Term) -> None:
        self.term = term

    @property
    def shape(self) -> str:
        """The shape in words."""
        return said(self.term)

    @property
    def T(self) -> Expression:
        """The transpose."""
        return Expression(mx.transpose(self.term))

    def __repr__(self) -> str:
        return f"Expression({self.term})"

    def __add__(self, other: Operand) -> Expression:
        return _sum(self.term, _term(other))

    def __radd__(self, other: Operand) -> Expression:
        return _sum(_term(other), self.term)

    def __sub__(self, other: Operand) -> Expression:
        return _sum(self.term, (-_wrap(other)).term)

    def __rsub__(self, other: Operand) -> Expression:
        return _sum(_term(other), (-self).term)

    def __neg__(self) -> Expression:
        term = self.term
        if term.head == "scale" and term.args[0].head not in ("neg", "int"):
            return Expression(mx.scale(build.neg(term.args[0]), term.args[1]))
        return Expression(build.neg(term) if term.shape is None else mx.minus(term))

    def __mul__(self, other: Operand) -> Expression:
        return _times(self.term, _term(other))

    def __rmul__(self, other: Operand) -> Expression:
        return _times(_term(other), self.term)

    def __truediv__(self, other: Operand) -> Expression:
        below = _scalar(_term(other))
        if self.term.shape is None or all(map(is_one, self.term.shape)):
            return Expression(build.div(_scalar(self.term), below))
        return Expression(mx.scale(build.div(1, below), self.term))

    def __rtruediv__(self, other: Operand) -> Expression:
        return Expression(build.div(_scalar(_term(other)), _scalar(self.term)))

    def __matmul__(self, other: Operand) -> Expression:
        right = _term(other)
        left = self.term.args if self.term.head == "matmul" else (self.term,)
        return Expression(mx.matmul(*left, *(right.args if right.head == "matmul" else (right,))))

    def __getitem__(self, index: object) -> Expression:
        raise TermError(f"entries are not taken out of {self.term}: write total(x) for their sum, "
                        "inner(a, b) for the sum of products; of arrays with more than two "
                        "indices and of the largest entry there is no gradient here")

    def __pow__(self, exponent: Operand) -> Expression:
        base = self.term
        if base.head == "sqrt" and isinstance(exponent, int) and exponent == 2 and (
                base.args[0].head == "inner"):
            return Expression(base.args[0])  # the square of a norm is written <r, r>
        if base.shape is not None and not all(map(is_one, base.shape)):
            if isinstance(exponent, int) and 2 <= exponent <= MOST_POWER and same_size(*base.shape):
                return Expression(mx.matmul(*[base] * exponent))
            raise TermError(f"a power of a matrix of shape {said(base)}: read are whole numbers "
                            f"from 2 to {MOST_POWER} of a square matrix; the square of every entry "
                            "is hadamard(a, a)")
        return Expression(build.power(_scalar(base), _term(exponent)))


def _wrap(value: Operand) -> Expression:
    return value if isinstance(value, Expression) else Expression(build.term(value))


def _term(value: Operand) -> Term:
    return value.term if isinstance(value, Expression) else build.term(value)


def _scalar(t: Term) -> Term:
    """A scalar as it is; a 1 x 1 matrix as its entry."""
    return t if t.shape is None else mx.item(t)


def _sum(a: Term, b: Term) -> Expression:
    if a.shape is None and b.shape is None:
        left = a.args if a.head == "add" else (a,)
        return Expression(build.add(*left, b))
    if a.shape is None or b.shape is None:
        one, other = (a, b) if a.shape is None else (b, a)
        if other.shape is not None and all(map(is_one, other.shape)):
            return _sum(_scalar(a), _scalar(b))
        raise ShapeError(f"a sum of the scalar {one} and a matrix of shape {said(other)}; "
                         "write the matrix of ones where it is meant")
    left = a.args if a.head == "matadd" else (a,)
    return Expression(mx.matadd(*left, b))


def _times(a: Term, b: Term) -> Expression:
    if a.shape is not None and b.shape is not None:
        if all(map(is_one, a.shape)):
            return _times(mx.item(a), b)
        if all(map(is_one, b.shape)):
            return _times(a, mx.item(b))
        raise TermError(f"* between matrices of shapes {said(a)} and {said(b)}: write @ for the "
                        "matrix product or hadamard(...) for the product by entries")
    if a.shape is None and b.shape is None:
        left = a.args if a.head == "mul" else (a,)
        return Expression(build.mul(*left, b))
    return Expression(mx.scale(a, b) if a.shape is None else mx.scale(b, a))


# -- names ------------------------------------------------------------------------------------


def size(value: Size) -> Term:
    """A size from a number, a name or a term."""
    return build.symbol(value, "N0") if isinstance(value, str) else _term(value)


def matrix(name: str, rows: Size, columns: Size, *indices: Size) -> Expression:
    """A matrix symbol; sizes are numbers, names or terms."""
    return Expression(mx.matrix(name, size(rows), size(columns), *map(size, indices)))


def vector(name: str, rows: Size, *indices: Size) -> Expression:
    """A column."""
    return matrix(name, rows, 1, *indices)


def scalar(name: str, sort: str = "R") -> Expression:
    """A scalar symbol: real, or positive with ``sort="P"``."""
    return Expression(build.symbol(name, sort))


def ones(rows: Size, columns: Size = 1) -> Expression:
    return Expression(mx.ones(size(rows), size(columns)))


def eye(rows: Size) -> Expression:
    return Expression(mx.identity(size(rows)))


class Function:
    """An elementwise function: ``sigma(Z)`` for matrices, ``sigma(x)`` for scalars."""

    def __init__(self, name: str) -> None:
        self.symbol = build.function(name)

    def __call__(self, argument: Operand) -> Expression:
        inside = _term(argument)
        if inside.shape is None:
            return Expression(build.call(self.symbol, inside))
        return Expression(mx.apply(self.symbol, inside))


# -- functions of matrices -------------------------------------------------------------------


def inner(a: Operand, b: Operand) -> Expression:
    return Expression(mx.inner(_term(a), _term(b)))


def norm(a: Operand) -> Expression:
    return Expression(mx.norm(_term(a)))


def total(a: Operand) -> Expression:
    return Expression(mx.total(_term(a)))


def trace(a: Operand) -> Expression:
    return Expression(mx.trace(_term(a)))


def det(a: Operand) -> Expression:
    return Expression(mx.det(_term(a)))


def logdet(a: Operand) -> Expression:
    return Expression(mx.logdet(_term(a)))


def inverse(a: Operand) -> Expression:
    return Expression(mx.inverse(_term(a)))


def diag(a: Operand) -> Expression:
    return Expression(mx.diag(_term(a)))


def hadamard(*factors: Operand) -> Expression:
    return Expression(mx.hadamard(*map(_term, factors)))


def softmax(a: Operand) -> Expression:
    """Column by column; of a column the softmax of its entries."""
    return Expression(mx.softmax(_term(a)))


def row_softmax(a: Operand) -> Expression:
    return Expression(mx.row_softmax(_term(a)))


def logsumexp(a: Operand) -> Expression:
    """Column by column; of one column a scalar."""
    found = mx.logsumexp(_term(a))
    return Expression(_scalar(found) if all(map(is_one, found.shape or ())) else found)


def row_logsumexp(a: Operand) -> Expression:
    return Expression(mx.row_logsumexp(_term(a)))


def exp(a: Operand) -> Expression:
    """Of a number, or of every entry of a column or of a matrix that is not square."""
    return _elementary("exp", _term(a))


def log(a: Operand) -> Expression:
    return _elementary("log", _term(a))


def sqrt(a: Operand) -> Expression:
    return _elementary("sqrt", _term(a))


def tanh(a: Operand) -> Expression:
    return _elementary("tanh", _term(a))


def erf(a: Operand) -> Expression:
    return _elementary("erf", _term(a))


def absolute(a: Operand) -> Expression:
    """``|x|``, entry by entry."""
    return _elementary("abs", _term(a))


#: functions that need positive numbers, and those that are another thing of a square matrix
POSITIVE, OF_SQUARE = ("log", "sqrt"), ("exp", "log", "sqrt")


def _elementary(head: str, a: Term) -> Expression:
    if a.shape is None or all(map(is_one, a.shape)):
        return Expression(Term(head, (), (_scalar(a),)))
    if head in OF_SQUARE and same_size(*a.shape):
        raise TermError(f"{head} of a square matrix of shape {said(a)}: that of the matrix or of "
                        "each entry? use a Function for the latter")
    fun = build.function(head, ("P" if head in POSITIVE else "R",))
    return Expression(mx.apply(fun, a))
