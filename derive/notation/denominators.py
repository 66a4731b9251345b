r"""How far the denominator of a slash reaches: ``a/bc`` is a/(bc) where b and c are plain.

Next: ``elaborate``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from derive.notation import applying, unsaid
from derive.notation.alphabet import FUNCTIONS
from derive.notation.errors import NotRead
from derive.notation.tree import Node, core_of, factors_of

if TYPE_CHECKING:
    from derive.notation.elaborate import Elaborator


def check_denominator(table: Elaborator, node: Node) -> None:
    """``a/bc`` is a/(bc) where b and c are plain; elsewhere two readings are open."""
    left, right = node.parts
    long_body = right.kind == "big" and right.parts[2].kind in ("juxt", "product", "slash")
    if right.kind != "juxt" and not long_body:
        return
    parts = factors_of(right)
    if not long_body and one_application(table, parts):
        return
    everyday = all(applying.plain(table, p) for p in parts) and node.value != "spaced"
    number = parts[0].kind == "number"
    if not everyday or (number and (left.kind == "number" or left.kind == "paren")):
        raise NotRead("two readings: how far does the denominator of this slash reach? "
                      "write \\frac or parentheses", node.span)


def one_application(table: Elaborator, parts: tuple[Node, ...]) -> bool:
    """Whether factors side by side are one function with its argument."""
    if len(parts) != 2:
        return False
    core = core_of(parts[0])
    known = core.kind == "name" and core.value in FUNCTIONS and not table.declared(core.value)
    return known or applying.extent(table, parts, 0) == 2 or unsaid.is_random(table, *parts)
