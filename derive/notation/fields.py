r"""Vector fields: ``\vec{A}(\vec{r}, t)`` is three functions, ``\nabla\times\vec{A}`` their curl.

A field without its argument is taken where the text takes it everywhere else. Next: ``vectors``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from derive.notation import calculus, differential_operators, operator_vectors, vectors
from derive.notation.errors import NotRead
from derive.notation.tree import NOTHING, Node, core_of, items_of
from derive.notation.write_latex import write_latex
from derive.terms import matrices
from derive.terms.build import add, call, mul, neg
from derive.terms.term import Term

if TYPE_CHECKING:
    from derive.notation.elaborate import Elaborator


def of_space(table: Elaborator, parts: tuple[Node, ...], place: int) -> tuple[Term, int] | None:
    """A gradient, or a field with its argument; None of anything else."""
    core = core_of(parts[place])
    arrow = vectors.is_arrow(core)
    if core.is_name("\\nabla") or (arrow and core.parts[0].is_name("\\nabla")):
        return vectors.nabla(table, parts, place)
    following = parts[place + 1] if arrow and place + 1 < len(parts) else NOTHING
    written = write_latex(parts[place])
    if following.kind != "paren" or following.value != "(" or not any(
            name.startswith(f"{written}(") for name, _ in table.notation.meanings):
        return None
    given = [c for item in items_of(following.parts[0]) for c in vectors.entries(table.term(item))]
    field = table.notation.meaning(f"{written}({len(given)})")
    if field is None:
        raise NotRead(f"{written} takes other arguments elsewhere", following.span)
    return matrices.grid(*((call(c.args[0], *given),) for c in field.args)), place + 2


def exponent(table: Elaborator, node: Node) -> Term:
    """What stands above e: no vector of space."""
    value = table.term(node)
    if value.shape is not None and len(vectors.components(value)) == 3:
        raise NotRead("a vector of space in an exponent", node.span)
    return value


def product(factors: list[Term], sign: str) -> Term | None:
    """A product of two vectors with a dot or a cross; None where there are none."""
    value = acted_on(factors, sign)
    if value is not None:
        return value
    return vectors.dotted(factors) if sign == "\\cdot" else vectors.crossed(factors)


def check_reach(node: Node, part: Node, open_ends: list[Term], new: list[Term]) -> None:
    """What a derivative or an operator before a dot acts on must not be left open."""
    calculus.check_reach(node, open_ends, new)
    differential_operators.check_dot(node, part, new)


def acted_on(factors: list[Term], sign: str) -> Term | None:
    """``\\nabla\\cdot\\vec{A}`` and ``\\nabla\\times\\vec{A}``, numbers in front; else None."""
    places = [i for i, f in enumerate(factors) if f.shape is not None]
    if len(places) != 2:
        return None
    nabla, column = (factors[i] for i in places)
    entries = vectors.components(column)
    if not differential_operators.contains(nabla) or len(entries) != 3 or any(
            e.shape is not None for e in entries) or places[1] != len(factors) - 1:
        return None
    operators = operator_vectors.components(nabla)
    inside = factors[places[0] + 1:-1]
    entries = tuple(mul(*inside, e) if inside else e for e in entries)
    front = factors[:places[0]]

    def by(i: int, j: int) -> Term:
        return differential_operators.applied(operators[i], entries[j])

    if sign == "\\cdot":
        total = add(*(by(i, i) for i in range(3)))
        return mul(*front, total) if front else total
    curl = matrices.grid(*((add(by(i, j), neg(by(j, i))),) for i, j in ((1, 2), (2, 0), (0, 1))))
    return matrices.scale(mul(*front) if len(front) > 1 else front[0], curl) if front else curl
