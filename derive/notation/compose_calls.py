"""How a function with its indices, primes and arguments is written: by its card."""

from __future__ import annotations

from typing import TYPE_CHECKING

from derive.notation.cards import Card
from derive.notation.errors import NotWritten
from derive.notation.tree import NOTHING, Node, name, number, paren, script
from derive.notation.write_latex import write_latex
from derive.terms.term import Term

if TYPE_CHECKING:
    from derive.notation.compose import Composer


def call(composer: Composer, term: Term) -> Node:
    """``H_n(\\xi)``, ``\\psi''(x)``, ``\\psi_n(x; m, \\omega)``, ``c_k``."""
    card = composer.notation.card(term.args[0])
    given = term.args[1:]
    orders = tuple(o for o in term.data if isinstance(o, int))
    as_hidden = all(given[slot] is value and not (orders[slot] and card.visible)
                    for slot, value in card.hidden)
    if card.hidden and as_hidden:
        listed = card.visible
        differentiable = card.visible or tuple(s for s, _ in card.hidden)
    else:
        listed = (*card.visible, *(slot for slot, _ in card.hidden))
        differentiable = listed
    if any(orders[s] for s in card.index):
        raise NotWritten(f"{card.latex} is differentiated in an index")
    if card.above and sum(orders) == 1:
        return by_argument(composer, term, given[orders.index(1)])
    special = other_notation(composer, term, card, listed, differentiable, orders)
    if special is not None:
        return special
    head = decorated(composer, card, given, tuple(orders[s] for s in differentiable))
    if not listed:
        return Node("apply", (head, NOTHING))
    items = tuple(composer.node(given[s]) for s in listed)
    return Node("apply", (head, paren(arguments(items, len(card.visible)))))


def by_argument(composer: Composer, term: Term, argument: Term) -> Node:
    """``\\frac{\\partial}{\\partial\\cos\\theta}P_l^m(\\cos\\theta)``: no room for a prime."""
    shown = composer.node(argument)
    if shown.kind != "apply" or argument.args[0].head != "sym":
        raise NotWritten(f"{term.args[0].name} has no room for primes beside its upper index")
    sign = name("\\partial")
    operator = Node("frac", (sign, Node("juxt", (sign, *shown.parts))), "\\frac")
    undifferentiated = Term("call", (0,) * len(term.data), term.args)
    return Node("apply", (operator, composer.node(undifferentiated)), "operator")


def arguments(items: tuple[Node, ...], shown: int) -> Node:
    """The items of a parenthesis: a semicolon before the parameters."""
    if len(items) == 1:
        return items[0]
    ops = tuple(";" if 0 < shown == place else "," for place in range(1, len(items)))
    return Node("list", items, ops=ops)


def decorated(composer: Composer, card: Card, given: tuple[Term, ...],
              orders: tuple[int, ...]) -> Node:
    """The name with its indices and its primes."""
    base = composer.label(card)
    primes, sup = 0, NOTHING
    if any(orders):
        if len(orders) == 1 and orders[0] <= 3:
            primes = orders[0]
        else:
            items = tuple(number(o) for o in orders)
            sup = paren(items[0] if len(items) == 1 else
                        Node("list", items, "tight", (",",) * (len(items) - 1)))
    if not card.index and not card.above and not any(orders):
        return base
    if base.kind == "script" and (base.parts[2] or int(base.value or 0) or (
            base.parts[1] and card.index)):
        raise NotWritten(f"{card.latex} has no room for indices and primes")
    sub = index(composer, tuple(given[s] for s in card.index))
    if card.above:
        if any(orders) or composer.node(given[card.above[0]]).kind == "list":
            raise NotWritten(f"{card.latex} has no room for primes beside its upper index")
        sup = composer.small.node(given[card.above[0]])
    clash = write_latex(script(base, sub)) if sub else ""
    if clash and composer.taken(clash):
        raise NotWritten(f"{clash} is a symbol of its own and cannot be {card.latex} at an index")
    if base.kind == "script":
        return Node("script", (base.parts[0], base.parts[1], sup), str(primes))
    return script(base, sub, sup, primes)


def index(composer: Composer, terms: tuple[Term, ...]) -> Node:
    if not terms:
        return NOTHING
    parts = tuple(composer.small.node(t) for t in terms)
    if len(parts) == 1:
        return parts[0]
    return Node("list", parts, "tight", (",",) * (len(parts) - 1))


def other_notation(composer: Composer, term: Term, card: Card, listed: tuple[int, ...],
                   differentiable: tuple[int, ...], orders: tuple[int, ...]) -> Node | None:
    """Leibniz' fraction or Newton's dots, where the convention asks and the form allows."""
    style = composer.notation.conventions["derivative"]
    total = sum(orders)
    if not total or style == "prime" or len(differentiable) != 1:
        return None
    argument = term.args[1 + differentiable[0]]
    if style == "dot" and total <= 2 and not card.index and card.latex.count("_") == 0:
        dots = Node("accent", (composer.written(card.latex),),
                    "\\dot" if total == 1 else "\\ddot")
        inside = paren(composer.node(argument)) if listed else NOTHING
        return Node("apply", (dots, inside))
    if style != "leibniz" or argument.head != "sym" or argument.sort not in ("R", "P"):
        return None
    if composer.slashes or term.args.count(argument) > 1:
        return None
    own = not listed and any(value is not argument for _, value in card.hidden)
    if own:
        return None
    order = NOTHING if total == 1 else number(total)
    head = decorated(composer, card, term.args[1:], ())
    above = Node("juxt", (script(name("d"), sup=order), head))
    below = Node("juxt", (name("d"), script(composer.node(argument), sup=order)))
    return Node("apply", (Node("frac", (above, below), "\\frac"), NOTHING), "leibniz")
