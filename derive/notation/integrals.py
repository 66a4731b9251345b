r"""Integrals by what changes: ``\int_a^b f\,d(g)`` is the integral of f times the derivative of g.

The bounds are those of the letter that runs, and which letter runs must be settled: by another
integral in the text over that letter between the same bounds. ``\int f\,dx`` is an antiderivative
where that is the convention. Next: ``calculus``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from derive.notation import matrix_reading
from derive.notation.errors import NotRead, NotWritten
from derive.notation.operator_products import WAVES
from derive.notation.tree import NOTHING, Node, core_of, factors_of, items_of, paren
from derive.notation.write_latex import write_latex
from derive.terms.build import antiderivative, derivative, integral
from derive.terms.term import Term

if TYPE_CHECKING:
    from derive.notation.compose import Composer
    from derive.notation.elaborate import Elaborator


def by_change(table: Elaborator, node: Node) -> Term:
    r"""``\int_0^a x\,d\sin x``: the integral of x times the derivative of the sine."""
    lower, upper, body, variable = node.parts
    inside = variable.parts[0]
    if not lower or not upper:
        raise NotRead("an integral by what changes, without both bounds", node.span)
    changing = table.term(inside)
    ends = (table.term(lower), table.term(upper))
    symbol = runner(table, node, changing, ends)
    table.variables.append(symbol)
    factors = () if body.kind == "number" and body.value == "1" else factors_of(body)
    value = [table.term(body)] if factors else []
    table.variables.pop()
    slope = derivative(symbol, changing)
    if changing.shape is not None or any(v.shape is not None for v in value):
        raise NotRead("an integral of matrices by what changes", node.span)
    return integral(symbol, matrix_reading.product([*value, slope]), *ends)


def without_bounds(table: Elaborator, node: Node, symbol: Term) -> Term:
    r"""``\int f\,dx`` where the text says that it means an antiderivative."""
    letter = node.parts[3]
    table.variables.append(symbol)
    table.bound.append((write_latex(letter), symbol))
    inside = table.term(node.parts[2])
    table.bound.pop()
    table.variables.pop()
    if inside.shape is not None or any(t.head == "antiderivative" for t in inside.walk()):
        raise NotRead("an antiderivative of this has no term", node.span)
    return antiderivative(symbol, inside)


def write_without_bounds(composer: Composer, term: Term) -> Node:
    symbol, body, point = term.args
    if point is not symbol:
        raise NotWritten("an antiderivative at another point than its letter")
    shown = composer.node(body)
    if body.head in ("add", "neg"):
        shown = paren(shown)
    if composer.taken("d"):
        raise NotWritten("an integral, and a symbol with the letter d")
    return Node("integral", (NOTHING, NOTHING, shown, composer.written(composer.letter(symbol))),
                "\\int")


def runner(table: Elaborator, node: Node, changing: Term, ends: tuple[Term, Term]) -> Term:
    """The letter that runs: the text integrates over it elsewhere, between the same bounds."""
    lower, upper = (write_latex(part) for part in node.parts[:2])
    letters = {letter for letter, low, high in table.notation.running
               if (low, high) == (lower, upper)}
    found = [s for s in changing.free if s.head == "sym" and s.sort in ("R", "P")
             and table.notation.card(s).latex in letters
             and not any(s in end.free for end in ends)]
    if len(found) != 1 or any(s is found[0] for _, s in table.bound):
        raise NotRead("an integral by what changes: which letter runs between the bounds? write "
                      "it as dx", node.parts[3].span)
    return found[0]


def over_all(table: Elaborator, node: Node) -> bool:
    """Whether an integral without bounds is over the whole line."""
    return table.notation.conventions["integrals"] == "line" or of_wave(node)


def of_wave(node: Node) -> bool:
    """``\\int dp'\\,\\psi(p')``: a wave function over a primed letter, the measure first, over all.

    >>> from derive.notation.reader import parse_tree
    >>> [of_wave(parse_tree(t)) for t in (
    ...     r"\\int dp'\\,V(p-p')\\psi(p')", r"\\int dt'\\,a(t')", r"\\int dp\\,\\psi(p)")]
    [True, False, False]
    """
    variable = node.parts[3]
    if "first" not in node.ops or variable.kind != "script" or not int(variable.value or 0):
        return False
    letter = write_latex(variable)
    for inner in node.parts[2].walk():
        for part, following in zip(inner.parts, inner.parts[1:], strict=False):
            core = core_of(part)
            name = core.parts[0] if core.kind == "accent" else core
            if inner.kind == "juxt" and name.value in WAVES and following.kind == "paren" and (
                    letter in map(write_latex, items_of(following.parts[0]))):
                return True
    return False
