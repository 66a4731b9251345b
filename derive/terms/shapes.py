"""Shapes of matrix terms, computed when a term is made; sizes are scalar terms of sort N0.

A matrix term has a shape (rows, columns); a vector is n x 1; a scalar has no shape. Sizes may
be symbolic (``n``, ``n(l)``); two sizes agree when they are the same polynomial in their atoms,
so that ``(l + 1) - 1`` and ``l`` are the same level. A size ``m n`` made by ``kron`` and ``vec``
stands for pairs of indices, the first one outermost. Next: ``matrices`` (the constructors).
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, TypeAlias

from derive.terms.operator_forms import (
    COMMON,
    OPERATOR_BINDERS,
    OPERATOR_HEADS,
    SCALARS_OF_OPERATORS,
    is_space,
    of_operators,
    operator_shape,
)
from derive.terms.unsaid_forms import UNSAID_MATRICES, is_slope

if TYPE_CHECKING:
    from derive.terms.term import Term

Shape: TypeAlias = "tuple[Term, Term] | None"
Key: TypeAlias = frozenset[tuple[frozenset[tuple[object, int]], int]]

#: What yields a matrix: (least, most) arguments, -1 for no bound.
MATRIX_HEADS: dict[str, tuple[int, int]] = {
    "matrix": (2, -1),      # data: name; rows, columns, then level or time indices
    "grid": (1, -1),        # data: numbers of rows and columns; the entries, row by row
    "zeros": (2, 2), "ones": (2, 2), "identity": (1, 1),
    "matadd": (2, -1), "scale": (2, 2), "matmul": (2, -1), "hadamard": (2, -1),
    "transpose": (1, 1), "inverse": (1, 1), "diag": (1, 1), "diagonal": (1, 1),
    "kron": (2, 2), "vec": (1, 1),
    "map": (2, -1),         # data: orders; a function symbol, then its arguments, entry by entry
    "softmax": (1, 1), "logsumexp": (1, 1),          # of each column
    "row_softmax": (1, 1), "row_logsumexp": (1, 1),  # of each row
    **UNSAID_MATRICES,
}
#: Sums and ordered products of matrices over a level or a time.
MATRIX_BINDERS: dict[str, tuple[int, int]] = {"matsum": (4, 4), "matprod": (4, 4)}
#: Scalars made of matrices; ``item`` is the entry of a 1 x 1 matrix.
SCALARS_OF_MATRICES: dict[str, tuple[int, int]] = {
    "total": (1, 1), "trace": (1, 1), "inner": (2, 2), "item": (1, 1), "det": (1, 1),
    "logdet": (1, 1),
}
#: The derivative of a symbol along an arbitrary smooth curve of the variables.
DIFFERENTIAL: dict[str, tuple[int, int]] = {"differential": (1, 1)}
#: No entry of A equals c; every entry is more than c; x^T A x >= 0 for every x; a formula holds
#: all along the curve.
MATRIX_FORMULAS: dict[str, tuple[int, int]] = {
    "nowhere": (2, 2), "above": (2, 2), "semidefinite": (1, 1), "along": (1, 1)}

_TAKES_MATRICES = frozenset(MATRIX_HEADS) - {
    "matrix", "grid", "zeros", "ones", "identity"} | frozenset(
    SCALARS_OF_MATRICES) | frozenset(MATRIX_BINDERS) | {
        "valued", "differential", "eq", "nowhere", "above", "semidefinite"}


class TermError(ValueError):
    """A term that cannot be said: an unknown head, a wrong number of arguments, a wrong sort."""


class ShapeError(TermError):
    """Two shapes that do not fit, or a matrix where a scalar belongs; the message names both."""


def shape_of_form(head: str, data: tuple[object, ...], args: tuple[Term, ...],
                  make: type[Term]) -> Shape:
    """The shape of the term ``head data args``; None for scalars and formulas."""
    if head in OPERATOR_HEADS or head in OPERATOR_BINDERS or head in SCALARS_OF_OPERATORS:
        return operator_shape(head, args, make, ShapeError)
    if head in _TAKES_MATRICES and head not in COMMON and any(of_operators(a.shape) for a in args):
        raise ShapeError(f"{head!r} takes matrices, which have entries, not operators or kets")
    if head not in _TAKES_MATRICES:
        for arg in args:
            if arg.shape is not None:
                raise ShapeError(f"{head!r} takes scalars, not a matrix of shape {said(arg)}")
        if head == "matrix" or head in ("zeros", "ones"):
            _naturals(head, args)
            return args[0], args[1]
        if head == "identity":
            _naturals(head, args)
            return args[0], args[0]
        if head == "grid":
            return make("int", (data[0],)), make("int", (data[1],))  # type: ignore[arg-type]
        return None
    if head == "slope":
        return _slope(data, args)
    rule = _RULES.get(head, _entrywise)
    return rule(head, args, make)


def said(term: Term) -> str:
    """A shape in words: ``n(l) x m``, or ``scalar``."""
    return "scalar" if term.shape is None else " x ".join(size_text(s) for s in term.shape)


def size_text(size: Term) -> str:
    """A size as a person writes it.

    >>> from derive.terms.build import symbol, call, function, sub
    >>> l, n = symbol("l", "N0"), function("n", ("N0",), "N0")
    >>> size_text(call(n, sub(l, 1)))
    'n(l - 1)'
    """
    head, args = size.head, size.args
    if head == "call":
        return f"{args[0]}({', '.join(size_text(a) for a in args[1:])})"
    if head == "add":
        text = size_text(args[0])
        for part in args[1:]:
            text += f" - {size_text(part.args[0])}" if part.head == "neg" else (
                f" + {size_text(part)}")
        return text
    if head == "mul":
        return " ".join(f"({size_text(a)})" if a.head == "add" else size_text(a) for a in args)
    return str(size)


@lru_cache(maxsize=65536)
def size_key(size: Term) -> Key:
    """A value that two sizes share exactly when they are the same polynomial in their atoms.

    >>> from derive.terms.build import symbol, add, sub
    >>> l = symbol("l", "N0")
    >>> size_key(sub(add(l, 1), 1)) == size_key(l)
    True
    """
    if size.head == "int":
        value = size.data[0]
        assert isinstance(value, int)
        return frozenset({(frozenset(), value)} if value else ())
    if size.head == "neg":
        return frozenset((m, -c) for m, c in size_key(size.args[0]))
    if size.head in ("add", "mul"):
        result = size_key(size.args[0])
        for arg in size.args[1:]:
            result = (_plus if size.head == "add" else _times)(result, size_key(arg))
        return result
    atom: object = size
    if size.head == "call":
        atom = (size.args[0], *(size_key(a) for a in size.args[1:]))
    return frozenset({(frozenset({(atom, 1)}), 1)})


def _plus(a: Key, b: Key) -> Key:
    total = dict(a)
    for monomial, coefficient in b:
        total[monomial] = total.get(monomial, 0) + coefficient
    return frozenset((m, c) for m, c in total.items() if c)


def _times(a: Key, b: Key) -> Key:
    total: dict[frozenset[tuple[object, int]], int] = {}
    for left, c in a:
        for right, d in b:
            powers = dict(left)
            for atom, power in right:
                powers[atom] = powers.get(atom, 0) + power
            monomial = frozenset(powers.items())
            total[monomial] = total.get(monomial, 0) + c * d
    return frozenset((m, c) for m, c in total.items() if c)


def same_size(a: Term, b: Term) -> bool:
    """Whether two sizes are the same polynomial in their atoms."""
    return a is b or size_key(a) == size_key(b)


def is_one(size: Term) -> bool:
    """Whether a size is the number 1 (an index of this size is not written)."""
    return size.head == "int" and size.data[0] == 1


# -- the rules, one per head -------------------------------------------------------------------


def _naturals(head: str, args: tuple[Term, ...]) -> None:
    from derive.terms.domains import sort_of
    for arg in args:
        if head in ("zeros", "identity") and is_space(arg):
            continue
        if arg.shape is not None or is_space(arg) or sort_of(arg) not in ("N0", "Z"):
            raise ShapeError(f"a size or index of {head!r} is a natural number, not {arg}")


def _matrix(head: str, arg: Term) -> tuple[Term, Term]:
    if arg.shape is None:
        raise ShapeError(f"{head!r} takes a matrix, not the scalar {arg}")
    return arg.shape


def _agree(head: str, a: Term, b: Term) -> tuple[Term, Term]:
    left, right = _matrix(head, a), _matrix(head, b)
    if not (same_size(left[0], right[0]) and same_size(left[1], right[1])):
        raise ShapeError(f"{head!r} needs equal shapes, not {said(a)} and {said(b)}")
    return left


def _square(head: str, arg: Term) -> tuple[Term, Term]:
    shape = _matrix(head, arg)
    if not same_size(*shape):
        raise ShapeError(f"{head!r} needs a square matrix, not {said(arg)}")
    return shape


def _entrywise(head: str, args: tuple[Term, ...], make: type[Term]) -> Shape:
    for other in args[1:]:
        _agree(head, args[0], other)
    return _matrix(head, args[0])


def _product(head: str, args: tuple[Term, ...], make: type[Term]) -> Shape:
    for left, right in pairwise(args):
        if not same_size(_matrix(head, left)[1], _matrix(head, right)[0]):
            raise ShapeError(f"a product needs inner sizes that agree, not {said(left)} times "
                             f"{said(right)}")
    return _matrix(head, args[0])[0], _matrix(head, args[-1])[1]


def _scaled(head: str, args: tuple[Term, ...], make: type[Term]) -> Shape:
    if args[0].shape is not None:
        raise ShapeError(f"a matrix is scaled by a scalar, not by shape {said(args[0])}")
    return _matrix(head, args[1])


def _mapped(head: str, args: tuple[Term, ...], make: type[Term]) -> Shape:
    matrices = tuple(a for a in args[1:] if a.shape is not None)
    if not matrices:
        raise ShapeError(f"{head!r} needs a matrix among its arguments")
    return _entrywise(f"the arguments of {args[0]}", matrices, make)


def _column(head: str, args: tuple[Term, ...], make: type[Term]) -> Shape:
    rows, columns = _matrix(head, args[0])
    if not is_one(columns):
        raise ShapeError(f"{head!r} takes a column, not {said(args[0])}")
    return rows, rows


def _paired(head: str, args: tuple[Term, ...], make: type[Term]) -> Shape:
    one = make("int", (1,))

    def times(a: Term, b: Term) -> Term:
        if a is b and is_space(a):  # the space of parts and wholes alike
            return a
        return b if is_one(a) else a if is_one(b) else make("mul", (), (a, b))

    if head == "vec":
        rows, columns = _matrix(head, args[0])
        return times(columns, rows), one
    a, b = _matrix(head, args[0]), _matrix(head, args[1])
    return times(a[0], b[0]), times(a[1], b[1])


def _collapsed(head: str, args: tuple[Term, ...], make: type[Term]) -> Shape:
    rows, columns = _matrix(head, args[0])
    one = make("int", (1,))
    return (one, columns) if head == "logsumexp" else (rows, one)


def _summed(head: str, args: tuple[Term, ...], make: type[Term]) -> Shape:
    from derive.terms.binding import substitute
    index, body, lower, upper = args
    _naturals(head, (lower, upper))
    if index.sort != "N0":
        raise ShapeError(f"{head!r} runs over natural numbers, not over {index} in {index.sort}")
    rows, columns = _matrix(head, body)
    if head == "matsum":
        if index in rows.free | columns.free:
            raise ShapeError(f"the shape {said(body)} of a summand depends on {index}")
        return rows, columns
    following = make("add", (), (index, make("int", (1,))))
    if not same_size(columns, substitute(rows, {index: following})):
        raise ShapeError(f"consecutive factors of shape {said(body)} do not fit")
    return substitute(rows, {index: lower}), substitute(columns, {index: upper})


def _scalar(head: str, args: tuple[Term, ...], make: type[Term]) -> Shape:
    if head == "inner":
        _agree(head, args[0], args[1])
    elif head == "item":
        if not all(is_one(s) for s in _matrix(head, args[0])):
            raise ShapeError(f"a scalar is wanted, not a matrix of shape {said(args[0])}")
    elif head == "total":
        _matrix(head, args[0])
    elif head in ("nowhere", "above"):
        _matrix(head, args[0])
        if args[1].shape is not None:
            raise ShapeError(f"entries are compared with a scalar, not with {said(args[1])}")
    else:
        _square(head, args[0])
    return None


def _equation(head: str, args: tuple[Term, ...], make: type[Term]) -> Shape:
    if (args[0].shape is None) != (args[1].shape is None):
        raise ShapeError(f"the two sides have shapes {said(args[0])} and {said(args[1])}")
    if args[0].shape is not None:
        _agree("eq", args[0], args[1])
    return None


def _differential(head: str, args: tuple[Term, ...], make: type[Term]) -> Shape:
    term = args[0]
    if term.head not in ("matrix", "sym") or (term.head == "sym" and term.sort not in ("R", "P")):
        raise ShapeError(f"only a real or matrix symbol has a differential, not {term}")
    return term.shape


def _slope(data: tuple[object, ...], args: tuple[Term, ...]) -> Shape:
    """The gradient has the shape of its array, the Hessian is square."""
    if not is_slope(data, len(args)):
        raise TermError(f"wrong data for 'slope': {data!r}")
    place, order = int(str(data[1])), data[2]
    if order == 1:
        return _matrix("slope", args[place])
    rows, columns = _matrix("slope", args[place])
    if not is_one(columns):
        raise ShapeError(f"'slope' has a Hessian by a column only, not by {said(args[place])}")
    return rows, rows


def _valued(head: str, args: tuple[Term, ...], make: type[Term]) -> Shape:
    if all(a.shape is None for a in args):
        raise ShapeError(f"{head!r} needs a matrix among its arguments")
    return None


_RULES: dict[str, Callable[[str, tuple[Term, ...], type[Term]], Shape]] = {
    "matmul": _product, "scale": _scaled, "map": _mapped, "diag": _column,
    "transpose": lambda h, a, m: _matrix(h, a[0])[::-1],
    "inverse": lambda h, a, m: _square(h, a[0]),
    "diagonal": lambda h, a, m: (_square(h, a[0])[0], m("int", (1,))),
    "kron": _paired, "vec": _paired, "valued": _valued,
    "logsumexp": _collapsed, "row_logsumexp": _collapsed,
    "matsum": _summed, "matprod": _summed, "eq": _equation, "differential": _differential,
    **dict.fromkeys((*SCALARS_OF_MATRICES, "nowhere", "above", "semidefinite"), _scalar),
}
