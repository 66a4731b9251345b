"""Operators, kets and bras as terms: their heads and the shapes that follow from them.

A *space* is the size of an operator: a ket is ``H x 1``, a bra ``1 x H``, an operator ``H x H``, so
that products, sums and multiples are those of matrices and their shapes are checked alike. A space
is no number: what needs entries (transposes, determinants, products by entries) has no meaning for
an operator and is refused here. Next: ``operators`` (the constructors).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from derive.terms.term import Term

Shape: TypeAlias = "tuple[Term, Term] | None"

#: What yields an operator, a ket or a bra: (least, most) arguments, -1 for no bound.
OPERATOR_HEADS: dict[str, tuple[int, int]] = {
    "operator": (1, -1),   # data: name, how its indices are written; space, then indices
    "ket": (1, -1),        # data: name, how its labels are written; space, then labels
    "adjoint": (1, 1),
    "commutator": (2, 2), "anticommutator": (2, 2),
    "oppow": (2, 2),       # an operator, a natural exponent
    "opexp": (1, 1),
    "opfun": (2, 2),       # data: order; a function of a real number, an operator
    "opfield": (4, 4),     # a function of three numbers, taken at three operators; orders
    "opvector": (3, 3),    # three operators, the components in space
    "turned": (1, 1),      # the transpose in a basis that is not written
    # a derivative that stands alone, by a coordinate; a number as what multiplies functions.
    # They are how a document is read; the kernel has no word for them
    "partial": (2, 2), "times": (2, 2),
}
#: a sum of operators or kets, whose upper bound may be infinite; the derivative by a number
#: (symbol, body, point); the integral of kets and bras with continuous labels
OPERATOR_BINDERS: dict[str, tuple[int, int]] = {
    "opsum": (4, 4), "opderivative": (3, 3), "opintegral": (4, 4)}
#: the mean value of an operator in a state that is normalized and not written, perhaps at a time;
#: the value that (A psi) has at a point: a function symbol, an operator, arguments
SCALARS_OF_OPERATORS: dict[str, tuple[int, int]] = {"expectation": (1, 2), "acted": (3, -1)}
#: the Hilbert space itself, a size
SPACES: dict[str, tuple[int, int]] = {"space": (0, 0)}
#: how labels are written: |n>, |n, m>; psi_n; psi(t); psi_n(t), the last in parentheses
WAYS = ("", "_", "(", "_(")
#: what matrices and operators have in common
COMMON = frozenset({"matadd", "scale", "matmul", "inverse", "item", "trace", "eq", "kron"})


def is_space(size: Term) -> bool:
    """Whether a size is that of a Hilbert space, or of a product of such spaces."""
    return size.head == "space" or (size.head == "mul" and any(is_space(a) for a in size.args))


def of_operators(shape: Shape) -> bool:
    """Whether a shape is that of an operator, a ket or a bra."""
    return shape is not None and any(is_space(size) for size in shape)


def operator_shape(head: str, args: tuple[Term, ...], make: type[Term],
                   refuse: Callable[[str], Exception]) -> Shape:
    """The shape of a term with a head of this file."""
    if head in ("operator", "ket"):
        if not is_space(args[0]):
            raise refuse(f"{head!r} lives in a space, not in {args[0]}")
        for label in args[1:]:
            if label.shape is not None:
                raise refuse(f"a label of {head!r} is a number, not {label}")
        return args[0], args[0] if head == "operator" else make("int", (1,))
    if head in ("partial", "times"):
        if not is_space(args[0]) or args[1].shape is not None:
            raise refuse(f"{head!r} is of a number")
        return args[0], args[0]
    if head in OPERATOR_BINDERS:
        return _bound(head, args, refuse)
    if head == "opvector":
        first = args[0].shape
        if not of_operators(first) or any(a.shape != first for a in args) or first is None or (
                first[0] is not first[1]):
            raise refuse(f"{head!r} is of three operators")
        return make("mul", (), (make("int", (3,)), first[0])), first[1]
    if head == "acted" and any(a.shape is not None for a in args[2:]):
        raise refuse("a function is taken at numbers")
    body = args[1] if head in ("opfun", "opfield", "acted") else args[0]
    if head == "opfield" and any(a.shape != body.shape for a in args[1:]):
        raise refuse(f"{head!r} takes operators of one space")
    if head == "adjoint" and body.shape is not None:
        return body.shape[1], body.shape[0]  # of an array of complex numbers, too
    if not of_operators(body.shape):
        raise refuse(f"{head!r} takes an operator")
    assert body.shape is not None
    for part in args[:2] if head.endswith("commutator") else (() if head == "turned" else (body,)):
        if part.shape is None or part.shape != (body.shape[0], body.shape[0]):
            raise refuse(f"{head!r} takes operators, not kets, bras or numbers")
    if head in ("oppow", "expectation") and any(a.shape is not None for a in args[1:]):
        raise refuse("an exponent or a time is a number")
    if head == "turned":
        return body.shape[1], body.shape[0]
    return None if head in SCALARS_OF_OPERATORS else body.shape


def _bound(head: str, args: tuple[Term, ...], refuse: Callable[[str], Exception]) -> Shape:
    """The shape of a sum, a derivative or an integral of operators or kets."""
    index, body, *others = args
    wanted = ("N0",) if head == "opsum" else ("R", "P")
    if index.sort not in wanted or any(a.shape is not None for a in others):
        raise refuse(f"{head!r} runs over numbers of sort {wanted[0]}")
    if not of_operators(body.shape):
        raise refuse(f"{head!r} is of operators or kets")
    return body.shape
