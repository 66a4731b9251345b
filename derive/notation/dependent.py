r"""Letters that depend on letters: f of u and v, u and v of a and b, a of w.

Where a text writes such functions out, a letter without parentheses stands for its whole value, so
``\frac{\partial f}{\partial w}`` goes through all of them, and ``\frac{\partial f}{\partial u}``
keeps v. A letter that is reached in two ways, by itself and through another, leaves open what is
kept: that is asked. Next: ``calculus``; ``review.dependent_letters`` finds such texts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from derive.notation import applying, calculus
from derive.notation.errors import NotRead
from derive.notation.tree import NOTHING, Node
from derive.notation.write_latex import write_latex
from derive.terms.binding import fresh
from derive.terms.build import derivative
from derive.terms.term import Term

if TYPE_CHECKING:
    from derive.notation.calculus import Operator
    from derive.notation.elaborate import Elaborator


def value_of(table: Elaborator, letter: Node) -> Term | None:
    """The value of a letter that depends on others."""
    written = write_latex(letter)
    value = None if table.declared(written) else table.notation.meaning(written)
    return value if value is not None and value.head == "call" else None


def slope(table: Elaborator, parts: tuple[Node, ...], place: int,
          operator: Operator) -> tuple[Term, int] | None:
    """The derivative of a letter by a letter, and where the next factor starts."""
    value = partial(table, operator)
    if value is not None:
        return value, place + 1
    value = at_value(table, parts, place, operator)
    return None if value is None else (value, place + 2)


def partial(table: Elaborator, operator: Operator) -> Term | None:
    """The derivative of such a letter by another, or by one that they depend on in the end."""
    whole = value_of(table, operator.body[0]) if len(operator.body) == 1 else None
    if whole is None:
        return None
    (letter, order), *more = operator.variables
    shown = write_latex(operator.body[0])
    if order or more:
        raise NotRead(f"a second derivative of {shown}, which depends on letters that depend on "
                      "others", operator.node.span)
    inner = value_of(table, letter)
    by = inner if inner is not None else calculus.bound_symbol(table, letter, "R")
    direct = [slot for slot, arg in enumerate(whole.args[1:]) if arg is by]
    deeper = any(by in arg.walk() for arg in whole.args[1:] if arg is not by)
    if not direct and not deeper:
        raise NotRead(f"{shown} is not written as a function of {write_latex(letter)}",
                      operator.node.span)
    if len(direct) > 1 or (direct and deeper):
        raise NotRead(f"two readings: {shown} depends on {write_latex(letter)} by itself and "
                      "through another letter", operator.node.span)
    if direct:
        return Term("call", tuple(int(slot in direct) for slot in range(len(whole.args) - 1)),
                    whole.args)
    if by.head == "sym":
        return derivative(by, whole)
    moving = fresh(Term("sym", (write_latex(letter), "R")), {by.args[0], *whole.free})
    return Term("derivative", (1,), (moving, put(whole, by, moving), by))


def at_value(table: Elaborator, parts: tuple[Node, ...], place: int,
             operator: Operator) -> Term | None:
    r"""``\frac{dF}{du}(u(x))``: the slope of F at the value of u, which only names its argument."""
    (letter, order), *more = operator.variables
    inside = parts[place + 1].parts[0] if place + 1 < len(parts) and (
        applying.is_argument(parts[place + 1])) else NOTHING
    if order or more or len(operator.body) != 1 or inside.kind != "juxt" or (
            len(inside.parts) != 2 or write_latex(inside.parts[0]) != write_latex(letter)):
        return None
    outer, inner = table.find(operator.body[0]), table.find(letter)
    if outer is None or inner is None or outer.sup or outer.primes or outer.card is None or (
            not outer.term.head == inner.term.head == "fun") or len(outer.card.visible) != 1 or (
            outer.card.index):
        return None
    value = table.term(inside)
    whole = applying.function(table, (operator.body[0], parts[place + 1]), 0, outer)[0]
    if whole.head != "call" or value.head != "call" or value not in whole.args:
        return None
    return Term("call", tuple(int(arg is value) for arg in whole.args[1:]), whole.args)


def put(term: Term, old: Term, new: Term) -> Term:
    """The term with one part in the place of another."""
    if term is old:
        return new
    args = tuple(put(a, old, new) for a in term.args)
    changed = any(a is not b for a, b in zip(args, term.args, strict=True))
    return Term(term.head, term.data, args) if changed else term
