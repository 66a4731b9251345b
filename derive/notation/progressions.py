r"""Sums over numbers that are listed: ``\sum_{n=1,3,5,\dots}`` runs over the odd numbers.

Three numbers in equal steps say how the list goes on; from two, one cannot tell 1, 3, 9 from
1, 3, 5. Next: ``calculus``.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from derive.notation import calculus
from derive.notation.errors import NotRead
from derive.notation.tree import Node
from derive.terms.binding import substitute
from derive.terms.build import INFINITY, add, mul, symbol, term
from derive.terms.term import Term

if TYPE_CHECKING:
    from derive.notation.elaborate import Elaborator

MOST = 12


def over_numbers(table: Elaborator, node: Node) -> Term | None:
    r"""``\sum_{n=1,3,5,\dots}`` and ``\sum_{n=1,3}``; None where it is neither."""
    lower, upper, body = node.parts
    if node.value != "\\sum" or upper or lower.kind != "list" or set(lower.ops) != {","}:
        return None
    first, *others = lower.parts
    goes_on = others[-1].kind == "ellipsis"
    numbers = others[:-1] if goes_on else others
    if first.kind != "chain" or first.ops != ("=",) or any(
            n.kind != "number" or not n.value.isdigit() for n in (first.parts[1], *numbers)):
        return None
    letter, start = first.parts
    values = [int(start.value), *(int(n.value) for n in numbers)]
    steps = {b - a for a, b in pairwise(values)}
    if goes_on and (len(steps) != 1 or len(values) < 3 or min(steps) < 1):
        raise NotRead("a sum over a list of numbers: how does it go on?", lower.span)
    if len(set(values)) < len(values) or len(values) > MOST:
        raise NotRead("a sum over a list of numbers, each of them once", lower.span)
    index = calculus.bound_symbol(table, letter, "N0")
    inside = calculus.within_scope(table, letter, index, body)
    if inside.shape is not None:
        raise NotRead("a sum of matrices or operators over a list of numbers", node.span)
    if not goes_on:
        return add(*(substitute(inside, {index: term(value)}) for value in values))
    step = steps.pop()
    number = index if step == 1 else mul(step, index)
    moved = number if values[0] == 0 else add(number, values[0])
    other = symbol(index.name + " inside", "N0")
    inside = substitute(substitute(inside, {index: other}), {other: moved})
    return Term("sum", (), (index, inside, term(0), INFINITY))
