r"""``\nabla f(x, y)``: the column of the partial derivatives of a function of several numbers.

The letters of space need no name here: the slots of the function say in what f is differentiated,
and ``\nabla f(0, 0)`` is the gradient at that point. Next: ``vectors``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from derive.notation import applying
from derive.notation.tree import Node, core_of
from derive.terms import matrices
from derive.terms.term import Term

if TYPE_CHECKING:
    from derive.notation.elaborate import Elaborator


def gradient(table: Elaborator, factors: tuple[Node, ...]) -> Term | None:
    """The gradient of one real function with all its numbers written; None where it is not that."""
    if len(factors) != 2 or not applying.is_argument(factors[1]) or (
            factors[1].parts[0].kind != "list"):
        return None
    found = table.find(core_of(factors[0]))
    if found is None or found.term.head != "fun" or found.term.data[2] != "R" or (
            found.card is None or core_of(factors[0]) is not factors[0]):
        return None
    value = table.term(Node("juxt", factors, span=factors[0].span))
    if value.head != "call" or any(value.data) or len(value.args) < 3 or (
            len(found.card.visible) != len(value.args) - 1):
        return None  # with an index or a parameter: not all slots are directions
    slots = range(len(value.args) - 1)
    return matrices.grid(*((Term("call", tuple(int(s == slot) for s in slots), value.args),)
                           for slot in slots))
