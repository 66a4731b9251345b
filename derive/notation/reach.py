r"""Before what the argument of ``\cos\theta`` ends, though no parenthesis closes it.

``\cos\theta\,Y_{lm}`` and ``\cos\theta\frac{1}{\sin\theta}`` are products, and so is what stands
before an operator: nobody takes the cosine of a wave function, of a sine or of a derivative.
``\sin k(x - a)`` is a question where the rest of the text does not settle it. Also here: which
function a letter is with so many arguments. Next: ``applying``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from derive.notation import calculus, vectors
from derive.notation.cards import Card
from derive.notation.operator_calculus import WAVES
from derive.notation.tree import NOTHING, Node, core_of, factors_of, items_of

if TYPE_CHECKING:
    from derive.notation.elaborate import Elaborator

POTENTIALS = frozenset("VUW")
#: what the table knows of a letter that belongs to the parenthesis after it, as in \\sin k(x-a)
JOINED = "joined with what follows "
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


def multiplies(table: Elaborator, part: Node, paren: Node) -> bool:
    """``r[\\partial_x + ...]``: a factor, though r is a function; ``V(i\\hbar\\partial_p)`` not.

    So is the p of ``p(1 - p)``: the second p, without an argument, is the function itself.
    """
    core = core_of(part)
    letter = core.parts[0] if core.kind == "accent" else core
    if in_its_own_parenthesis(core, paren):
        return True
    return letter.value not in POTENTIALS and operator_inside(table, paren)


def in_its_own_parenthesis(letter: Node, paren: Node) -> bool:
    """Whether a letter is a summand, without an argument, in the parenthesis after it."""
    inside = paren.parts[0]
    return letter.kind == "name" and inside.kind == "sum" and any(
        (part.parts[0] if part.kind == "minus" else part).is_name(letter.value)
        for part in inside.parts)


def joined_with(letter: str) -> str:
    """What a notation has among its constants where a letter belongs to what follows it."""
    return JOINED + letter


def goes_on(table: Elaborator, before: tuple[Node, ...], node: Node) -> bool:
    """Whether an argument that is written without parentheses takes this parenthesis in."""
    *numbers, letter = before
    return node.kind == "paren" and node.value == "(" and letter.kind == "name" and (
        joined_with(letter.value) in table.notation.constants) and all(
        n.kind == "number" for n in numbers)


def number_behind(first: Node, node: Node) -> bool:
    """``\\cos\\frac{x}{2}\\frac{1}{\\sqrt{2}}``: a fraction of numbers behind a fraction."""
    return first.kind == node.kind == "frac" and all(
        n.kind in ("number", "frac", "sqrt", "nothing") for n in node.walk())


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


def with_arity(table: Elaborator, card: Card, after: tuple[Node, ...]) -> Card:
    """The function that a letter is with so many arguments: psi(x) is not psi(x, t)."""
    first = after[0] if after else NOTHING
    if card.above or first.kind != "paren" or first.value not in ("(", "[") or not any(
            name.startswith(with_parentheses(card)) for name, _ in table.notation.meanings):
        return card
    given = [c for item in items_of(first.parts[0])
             for c in vectors.entries(table.term(item))]
    other = table.notation.meaning(with_parentheses(card, len(given)))
    return card if other is None else Card(other, card.latex, index=card.index)


def with_parentheses(card: Card, number: int | None = None) -> str:
    """How a notation names what a letter is with other parentheses: psi(1), psi_(2)."""
    below = "_" * len(card.index)
    return f"{card.written}{below}(" + ("" if number is None else f"{number})")
