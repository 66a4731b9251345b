r"""Inner products of functions: ``(\psi_m, A\psi_n)`` is the bracket of a bra and a ket.

A text has them where both places end in a wave function without its argument; what stands before
these are operators. Next: ``operator_reading``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from derive.notation.errors import NotRead
from derive.notation.tree import NOTHING, Node, factors_of
from derive.terms import matrices
from derive.terms import operators as op
from derive.terms.shapes import is_one
from derive.terms.term import Term

if TYPE_CHECKING:
    from derive.notation.elaborate import Elaborator

#: among the constants of a notation: the text has inner products of functions
INNER = "(\\cdot,\\cdot)"
WAVES = frozenset({"\\psi", "\\phi", "\\varphi", "\\Psi", "\\Phi", "\\chi"})
#: letters that multiply a function by its argument: no numbers in front of it
POSITIONS = frozenset({"x", "y", "z", "r", "q", "p"})


def places(node: Node) -> tuple[Node, Node] | None:
    """Both places of an inner product.

    >>> from derive.notation.reader import parse_tree
    >>> [places(parse_tree(t)) is not None for t in (r"(\\psi,A\\phi)", r"(x,A\\phi)")]
    [True, False]
    """
    if node.kind != "paren" or node.value != "(" or node.parts[0].kind != "list":
        return None
    listed = node.parts[0]
    if len(listed.parts) != 2 or listed.ops != (",",) or not all(
            split(p)[1] for p in listed.parts):
        return None
    return listed.parts[0], listed.parts[1]


def split(node: Node) -> tuple[tuple[Node, ...], Node]:
    """What acts, and the label of the state: a wave letter, perhaps with parameters behind it."""
    parts = factors_of(node.parts[0] if node.kind == "minus" else node)
    if is_wave(parts[-1]):
        return parts[:-1], parts[-1]
    if len(parts) > 1 and is_wave(parts[-2]) and parts[-1].kind == "paren" and (
            parts[-1].value == "("):
        return parts[:-2], Node("juxt", parts[-2:], span=parts[-2].span)
    return (), NOTHING


def is_wave(node: Node) -> bool:
    base = node
    if node.kind == "script" and not node.parts[2] and not int(node.value or 0):
        base = node.parts[0]
    return base.kind == "name" and base.value in WAVES


def inner(table: Elaborator, node: Node) -> Term | None:
    """``(\\psi_m, A\\psi_n)`` where the text has inner products; None elsewhere."""
    found = places(node) if INNER in table.notation.constants else None
    if found is None:
        return None
    left, right = (vector(table, place) for place in found)
    return op.bracket(op.adjoint(left), *(right.args if right.head == "matmul" else (right,)))


def vector(table: Elaborator, place: Node) -> Term:
    """A state that operators and numbers stand before."""
    if place.kind == "minus":
        return matrices.minus(vector(table, place.parts[0]))
    acting, label = split(place)
    for part in acting:
        for letter in part.walk():
            known = table.find(letter) if letter.kind == "name" else None
            if known is not None and letter.value in POSITIONS and known.term.head == "sym" and (
                    known.term.sort not in ("N0", "Z")):
                raise NotRead(f"{letter.value} in an inner product: the function's argument, or a "
                              "number?", letter.span, f"{letter.value} operator")
    state = Node("ket", (label,), span=label.span)
    value = table.term(Node("juxt", (*acting, state), span=place.span) if acting else state)
    if value.shape is None or not is_one(value.shape[1]) or is_one(value.shape[0]):
        raise NotRead("this place of an inner product is no state", place.span)
    return value
