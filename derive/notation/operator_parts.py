r"""Operators on states of several parts: ``\hat{H}(1)|a(1)\rangle\otimes|b(2)\rangle``.

An operator that names its part says by itself on which factor of a tensor product it acts, so it
may stand before the whole product; one without such a label is asked. Next:
``operator_calculus``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from derive.notation import applying, matrix_reading, operator_calculus
from derive.notation.tree import Node, factors_of
from derive.terms import operators as op
from derive.terms.shapes import is_one
from derive.terms.term import Term

if TYPE_CHECKING:
    from derive.notation.elaborate import Elaborator


def tensor(table: Elaborator, node: Node) -> Term | None:
    """The tensor product of arrays, operators or states; None of numbers."""
    value = on_whole(table, node)
    if value is not None:
        return value
    sides = [table.term(p) for p in node.parts]
    if any(s.shape is None for s in sides):
        return None
    return operator_calculus.tensor(sides, node)


def on_whole(table: Elaborator, node: Node) -> Term | None:
    r"""``(\langle a|\otimes\langle b|)\,A(1)B(2)\,(|c\rangle\otimes|d\rangle)`` without brackets.

    None where an operator does not say which part is its own: then ``A|a\rangle\otimes|b\rangle``
    has two readings.
    """
    if all(part.kind != "juxt" for part in node.parts):
        return None
    runs: list[Term] = []
    for place, part in enumerate(node.parts):
        terms = applying.factors(table, factors_of(part))
        for at, value in enumerate(terms):
            if place and not at:
                if side(runs[-1]) in (None, "operator") or side(runs[-1]) != side(value):
                    return None
                runs[-1] = op.tensor(runs[-1], value)
            else:
                runs.append(value)
    acting = [value for value in runs if side(value) == "operator"]
    if not all(map(names_parts, acting)) or (not acting and len(
            [value for value in runs if value.shape is not None]) < 2):
        return None
    return matrix_reading.product(runs)


def side(value: Term) -> str | None:
    """Whether a factor is a ket, a bra or an operator; None for numbers."""
    if value.shape is None:
        return None
    ket, bra = is_one(value.shape[1]), is_one(value.shape[0])
    return None if ket and bra else "ket" if ket else "bra" if bra else "operator"


def names_parts(value: Term) -> bool:
    r"""Whether every operator in it carries the number of a part; the identity needs none.

    >>> from derive.terms.operators import operator
    >>> names_parts(operator("H", 1, way="(")), names_parts(operator("H"))
    (True, False)
    """
    letters = [t for t in value.walk() if t.head == "operator"]
    return all(
        t.data[1] == "(" and len(t.args) == 2 and t.args[1].head == "int" for t in letters)
