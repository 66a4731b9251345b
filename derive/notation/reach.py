r"""Before what the argument of ``\cos\theta`` ends, though no parenthesis closes it.

``\cos\theta\,Y_{lm}`` and ``\cos\theta\frac{1}{\sin\theta}`` are products, and so is what stands
before an operator: nobody takes the cosine of a wave function, of a sine or of a derivative.
``\sin k(x - a)`` stays a question. Next: ``applying``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from derive.notation import calculus
from derive.notation.operator_calculus import WAVES
from derive.notation.tree import Node, core_of, factors_of

if TYPE_CHECKING:
    from derive.notation.elaborate import Elaborator

ANGULAR = frozenset({"\\sin", "\\cos", "\\tan", "\\cot", "\\sec", "\\csc"})


def ends(table: Elaborator, node: Node) -> bool:
    """Whether an argument that is written without parentheses ends before this factor."""
    if node.kind == "frac":
        return any(n.kind == "name" and n.value in ANGULAR for n in node.walk())
    core = core_of(node)
    if core.kind == "paren":
        return operator_inside(table, core)
    found = table.find(node) if node.kind in ("name", "script") else None
    return found is not None and found.term.head == "fun" and (
        WAVES.fullmatch(found.term.name) is not None)


def operator_inside(table: Elaborator, paren: Node) -> bool:
    """Whether a summand in parentheses ends in a derivative with nothing behind it."""
    inside = paren.parts[0]
    for part in inside.parts if inside.kind == "sum" else (inside,):
        last = factors_of(part.parts[0] if part.kind == "minus" else part)[-1]
        operator = calculus.match(table, last) if last.kind in ("frac", "script") else None
        if operator is not None and not operator.body:
            return True
        if last.kind == "paren" and operator_inside(table, last):
            return True
    return False
