r"""Matrices written out: ``\begin{pmatrix} a & b \\ c & d \end{pmatrix}`` is a grid of terms.

An array has delimiters: parentheses and square brackets make a matrix, bars its determinant, and
without any it is refused. Next: ``matrix_reading`` (products, transposes), ``compose``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from derive.notation.errors import NotRead
from derive.notation.tree import Node, paren, sequence
from derive.terms import matrices
from derive.terms.term import Term

if TYPE_CHECKING:
    from derive.notation.compose import Composer
    from derive.notation.elaborate import Elaborator

LARGEST = 24  # rows or columns
MATRICES = ("pmatrix", "bmatrix")
#: environments that show no delimiters of their own
BARE = ("matrix", "array", "smallmatrix", "aligned")


def written(table: Elaborator, node: Node) -> Term:
    """The matrix of an environment with delimiters; ``vmatrix`` is a determinant."""
    if node.value in MATRICES:
        return entries(table, node)
    if node.value == "vmatrix":
        return matrices.det(entries(table, node))
    if node.value in BARE:
        raise NotRead("an array without delimiters has no term; write pmatrix", node.span)
    raise NotRead(f"the environment {node.value} has no term", node.span)


def enclosed(table: Elaborator, node: Node) -> Term:
    """An array in parentheses, brackets or bars."""
    inside = node.parts[0]
    if inside.value not in BARE:
        if node.value in ("(", "["):
            return table.term(inside)
        if node.value == "|":
            return matrices.det(table.term(inside))
    elif node.value in ("(", "[", "|"):
        value = entries(table, inside)
        return matrices.det(value) if node.value == "|" else value
    raise NotRead("a matrix in these delimiters has no term", node.span)


def entries(table: Elaborator, node: Node) -> Term:
    """The entries, row by row."""
    rows = [row.parts for row in node.parts]
    wide = len(rows[0]) if rows else 0
    if not wide or any(len(row) != wide for row in rows):
        raise NotRead("a matrix whose rows have different lengths", node.span)
    if max(len(rows), wide) > LARGEST:
        raise NotRead(f"a matrix with more than {LARGEST} rows or columns", node.span)
    for row in rows:
        for cell in row:
            if cell.kind in ("empty", "ellipsis"):
                raise NotRead("an entry of a matrix is left out", cell.span)
    return matrices.grid(*(tuple(table.term(cell) for cell in row) for row in rows))


def grid(composer: Composer, term: Term) -> Node:
    """A grid with round parentheses."""
    for letter, meaning in composer.notation.meanings:
        if meaning is term and letter.endswith(")"):  # a field at its place
            places = tuple(composer.node(a) for a in term.args[0].args[1:])
            return Node("apply", (composer.written(letter.partition("(")[0]),
                                  paren(sequence(places))))
        if meaning is term:
            return composer.written(letter)
    columns = term.data[1]
    assert isinstance(columns, int)
    nodes = [composer.node(a) for a in term.args]
    rows = tuple(Node("row", tuple(nodes[start:start + columns]))
                 for start in range(0, len(nodes), columns))
    return Node("matrix", rows, "pmatrix")
