r"""Operators that a text also gives as matrices: before a ket, ``\hat{S}`` is the operator itself.

``\hat{S} = \begin{pmatrix} ... \end{pmatrix}`` writes the operator in a basis, and
``\hat{S}|u_1\rangle`` applies it. Next: ``operator_calculus``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from derive.notation.errors import NotRead
from derive.terms.matrices import identity
from derive.terms.operator_forms import of_operators
from derive.terms.operators import SPACE, operator
from derive.terms.shapes import is_one
from derive.terms.term import Term

if TYPE_CHECKING:
    from derive.notation.elaborate import Elaborator

#: what a product of represented operators may be made of
MADE = frozenset({"matmul", "matadd", "scale", "adjoint", "inverse"})


def before_kets(table: Elaborator, factors: list[Term]) -> list[Term]:
    """The factors, with the matrices of operators as operators where a ket or bra is among them."""
    states = [f for f in factors if of_operators(f.shape)]
    if not states or not any(is_one(size) for f in states for size in f.shape or ()):
        return factors
    return [_operator(table, f) if _represents(f) else f for f in factors]


def _represents(value: Term) -> bool:
    """Whether a factor is a square matrix of numbers with a known number of rows."""
    return value.shape is not None and value.shape[0] is value.shape[1] and (
        value.shape[0].head == "int" and not is_one(value.shape[0]))


def _operator(table: Elaborator, value: Term) -> Term:
    if value.head == "matrix" and len(value.args) == 2:
        return operator(table.notation.card(value).latex)
    if value.head == "identity":
        return identity(SPACE)
    if value.head == "transpose":
        return Term("turned", (), (_operator(table, value.args[0]),))
    if value.head in MADE:
        return Term(value.head, value.data, tuple(
            _operator(table, a) if a.shape is not None else a for a in value.args))
    raise NotRead("a matrix that is written out, before a ket: in which basis?")
