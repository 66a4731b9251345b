r"""What else says that a letter is an array: what it is applied to, what its chain ends in.

``(A - \lambda I)v`` is equal to a column: the letter after a square array is a column. In
``P = |a\rangle\langle a| = \begin{pmatrix}...`` P is the matrix, though it is not beside it.
Next: ``arrays``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from typing import TYPE_CHECKING

from derive.notation.tree import Node
from derive.notation.write_latex import write_latex
from derive.review.array_letters import letter

if TYPE_CHECKING:
    from derive.review.arrays import Arrays
    from derive.review.read_lines import ReadLine

EQUALITIES = ("=", ":=", "equiv")


def equated(lines: Iterable[ReadLine]) -> Iterator[tuple[Node, Node]]:
    """The sides of equations; the letter that begins a chain with every later side of it."""
    first: Node | None = None
    for line in lines:
        left, right = line.trees
        if line.link.kind not in EQUALITIES:
            first = None
        elif isinstance(left, Node) and isinstance(right, Node):
            yield left, right
            if line.link.place == 0:
                first = left if letter(left) == write_latex(left) else None
            elif first is not None and (right.parts[0] if right.kind == "paren" else right
                                        ).kind == "matrix":
                yield first, right


def acted(arrays: Arrays, left: Node, right: Node, declared: frozenset[str]) -> None:
    """Take in such a letter as a column."""
    last = left.parts[-1] if left.kind == "juxt" else left
    name = letter(last)
    if not name or last is left or name in arrays.known or name in declared or (
            name != write_latex(last)):
        return
    before = Node("juxt", left.parts[:-1], span=left.span)
    with suppress(ValueError):  # shapes that do not fit
        square, column = arrays.shape(before), arrays.shape(right)
        if square is not None and column is not None and arrays.sizes.is_one(column[1]) and (
                not arrays.sizes.is_one(square[1])):
            arrays.known[name] = square[1], column[1]
