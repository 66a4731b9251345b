"""Side by side: which factor is applied to which, and what is only multiplied.

``H_n(\\xi)`` is an application because the table says that H is a function; ``x(t+1)`` is
a product because x is a number. Where the table does not settle it, it is refused.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from derive.notation import (
    calculus,
    fields,
    limits,
    matrix_reading,
    numbers,
    of_arrays,
    operator_calculus,
    operator_reading,
    reach,
    unsaid,
    vectors,
)
from derive.notation.alphabet import FUNCTIONS, OTHER_FUNCTIONS
from derive.notation.cards import Card, slots_of
from derive.notation.errors import NotRead
from derive.notation.tree import NOTHING, Node, core_of, factors_of
from derive.notation.write_latex import write_latex
from derive.terms import matrices
from derive.terms.binding import fresh
from derive.terms.build import div
from derive.terms.domains import sort_of, within
from derive.terms.operators import SPACE
from derive.terms.term import Term

if TYPE_CHECKING:
    from derive.notation.elaborate import Elaborator, Found

Parts = tuple[Node, ...]
GROUPING = ("(", "[", "\\{")


def factors(table: Elaborator, parts: Parts) -> list[Term]:
    """The factors that the parts make, in order."""
    result: list[Term] = []
    place = 0
    while place < len(parts):
        value, place = factor(table, parts, place)
        result.append(value)
    return result


def factor(table: Elaborator, parts: Parts, place: int) -> tuple[Term, int]:
    """The factor that starts at ``place``, and where the next one starts."""
    part = parts[place]
    core = core_of(part)
    of_array = of_arrays.factor(table, parts, place)
    if of_array is not None:
        return of_array
    if part.kind == "frac" or core.is_name("\\partial"):
        operator = calculus.match(table, part)
        if operator is not None:
            return calculus.derivative(table, parts, place, operator)
    of_space = fields.of_space(table, parts, place)
    if of_space is not None:
        return of_space
    if core.kind == "name" and (core.value in FUNCTIONS or core.value in numbers.QUOTIENTS) and (
            not table.declared(core.value)):
        return known_function(table, parts, place)
    free = core.kind == "name" and not table.declared(core.value)
    if free and part is core and core.value in matrix_reading.NAMED:
        argument, after = argument_of(table, parts, place)
        return matrix_reading.named(table, core, argument), after
    if free and part is core and core.value == "\\mathrm{d}" and place + 1 < len(parts):
        symbol, after = factor(table, parts, place + 1)
        return matrix_reading.moved(symbol, parts[place + 1]), after
    if part is core and place + 1 < len(parts) and core.kind in ("name", "accent"):
        value = unsaid.of_random(table, core, parts[place + 1])
        if value is not None:
            return value, place + 2
    if free and core.value == "\\lim":
        return limits.limit(table, parts, place)
    if free and part is core and core.value in numbers.GREATEST and place + 1 < len(parts):
        return numbers.greatest(table, core.value, parts[place + 1]), place + 2
    if free and core.value in OTHER_FUNCTIONS and core.value not in numbers.QUOTIENTS:
        raise NotRead(f"{core.value} has no term yet", core.span)
    if part.kind in ("name", "accent", "script", "text"):
        found = table.find(part)
        if found is not None and found.term.head == "fun":
            return function(table, parts, place, found)
        family = found is not None and found.term.head == "operator" and (
            found.term.data[1] == "(")
        if family and found is not None and place + 1 < len(parts) and is_argument(
                core_of(parts[place + 1])):
            member = operator_reading.member(table, found, parts[place + 1])
            if member is not None:
                return member, place + 2
    if operator_calculus.one_of_part(table, parts, place):
        return matrices.identity(SPACE), place + 2
    if part.kind == "number" and place + 1 < len(parts):
        numbers.check_mixed(part, parts[place + 1])
    return table.term(part), place + 1


def is_argument(node: Node) -> bool:
    return node.kind == "paren" and node.value in GROUPING


# -- functions whose names LaTeX knows -------------------------------------------------------


def known_function(table: Elaborator, parts: Parts, place: int) -> tuple[Term, int]:
    """``\\sin x``, ``\\sin^2(x)``, ``\\ln``, ``\\exp[...]``: head, superscript, argument."""
    part = parts[place]
    sub, sup, primes = NOTHING, NOTHING, 0
    if part.kind == "script":
        base, sub, sup = part.parts
        primes = int(part.value or 0)
        if base.kind != "name":
            raise NotRead("a prime on a function that LaTeX knows; write d/dx", part.span)
    elif part.kind != "name":
        raise NotRead("a function without its argument", part.span)
    head = core_of(part).value
    if sup.kind == "minus" or sup.kind == "mark":
        raise NotRead(f"two readings: {write_latex(part)} is an inverse function or a power",
                      part.span)
    if sub and head != "\\log":
        raise NotRead(f"a subscript on {head}", part.span)
    argument, after = argument_of(table, parts, place)
    if head in numbers.QUOTIENTS:
        value = numbers.of_quotient(head, argument)
    else:
        value = matrix_reading.entry_by_entry(FUNCTIONS[head], argument, part, primes)
    if sub and value.shape is not None and not sub.is_name("e"):
        raise NotRead("a base of a logarithm that is taken entry by entry", part.span)
    if sub and not sub.is_name("e"):
        value = div(value, Term("log", (), (table.term(sub),)))
    return (table.raised(value, sup) if sup else value), after


def argument_of(table: Elaborator, parts: Parts, place: int) -> tuple[Term, int]:
    """What a known function is applied to: a parenthesis, or a run of plain factors."""
    if place + 1 >= len(parts):
        raise NotRead("a function without its argument", parts[place].span)
    first = parts[place + 1]
    if is_argument(first) and first.value == "[" and place + 2 < len(parts) and (
            is_argument(parts[place + 2]) and parts[place + 2].value != "["):
        raise NotRead("two readings: an argument in square brackets, or a power?", first.span)
    if is_argument(first):
        return table.term(first), place + 2
    if is_argument(core_of(first)) and first.kind in ("script", "fact"):
        raise NotRead("two readings: is the function or its argument raised? write it as "
                      "\\sin^2(x) or (\\sin(x))^2", (parts[place].span[0], first.span[1]))
    if named_function(table, first):
        value, end = factor(table, parts, place + 1)
        if end < len(parts) and not clear_end(table, parts[end]):
            raise NotRead("two readings: how far does the argument of this function reach? "
                          "write parentheses", (parts[place].span[0], parts[end].span[1]))
        return value, end
    end = place + 1
    while end < len(parts) and plain(table, parts[end]):
        end += 1
    if end == place + 1:
        end = extent(table, parts, end)
    elif end < len(parts) and reach.goes_on(table, parts[place + 1:end], parts[end]):
        end += 1
    if end < len(parts) and not reach.number_behind(first, parts[end]) and not clear_end(
            table, parts[end]) and extent(table, parts, end) == end + 1:
        raise NotRead("two readings: how far does the argument of this function reach? "
                      "write parentheses", (parts[place].span[0], parts[end].span[1]))
    inside = factors(table, parts[place + 1:end])
    return matrix_reading.product(inside), end


def named_function(table: Elaborator, node: Node) -> bool:
    """A function that has its own argument after it, as in ``\\log\\det A``."""
    if node.kind != "name" or table.declared(node.value):
        return False
    return node.value in FUNCTIONS or node.value in matrix_reading.NAMED


def plain(table: Elaborator, node: Node) -> bool:
    """A factor that belongs to the argument of ``\\sin`` without parentheses."""
    core = core_of(node)
    if core.kind not in ("number", "name", "accent"):
        return False
    if core.kind == "name" and (core.value in FUNCTIONS or core.value in OTHER_FUNCTIONS):
        return False
    if node.kind == "script" and is_exponential(table, node):
        return False
    found = table.find(node)
    return found is None or found.term.head != "fun" or not (found.card and found.card.visible)


def is_exponential(table: Elaborator, node: Node) -> bool:
    base = node.parts[0] if node.kind == "script" else NOTHING
    return base.kind == "name" and not table.declared(base.value) and (
        base.value in ("e", "\\mathrm{e}"))


def clear_end(table: Elaborator, node: Node) -> bool:
    """A factor before which nobody reads the argument of a function on."""
    core = core_of(node)
    if core.kind == "name" and (core.value in FUNCTIONS or core.value in OTHER_FUNCTIONS):
        return True
    if core.kind in ("ket", "bra") or calculus.match(table, node) is not None:
        return True
    return is_exponential(table, node) or reach.ends(table, node)


def extent(table: Elaborator, parts: Parts, place: int) -> int:
    """Where the factor that starts at ``place`` ends."""
    found = table.find(parts[place])
    takes = found is not None and found.term.head == "fun"
    if takes and place + 1 < len(parts) and is_argument(core_of(parts[place + 1])):
        return place + 2
    return place + 1


# -- declared functions ----------------------------------------------------------------------


def function(table: Elaborator, parts: Parts, place: int,
             found: Found) -> tuple[Term, int]:
    """A declared function with its indices, primes and arguments."""
    part = parts[place]
    card = reach.with_arity(table, found.card or Card(found.term, write_latex(part)),
                            parts[place + 1:])
    slots: dict[int, Term] = dict(zip(card.index, indices(table, card, found, part), strict=True))
    if card.above:
        found = above(table, card, found, slots, part)
    sup, symbolic = found.sup, NOTHING
    orders_written: tuple[int, ...] | None = None
    if sup.kind == "paren" and sup.value == "(":
        orders_written, symbolic = written_orders(sup)
        few = orders_written is not None and len(orders_written) == 1 and orders_written[0] < 4
        if card.index and (symbolic or few):
            raise NotRead("two readings: the order of a derivative, or another index?", sup.span)
        sup = NOTHING
    elif sup.kind == "minus" and slots_of(card.term) > len(card.index):
        raise NotRead("two readings: an inverse function or a power?", part.span)
    after = place + 1
    argument = parts[after] if after < len(parts) else NOTHING
    core = core_of(argument)
    takes = bool(argument) and is_argument(core) and slots_of(card.term) > len(card.index) and (
        not reach.multiplies(table, part, core))
    alone = numbers.alone(table, card.latex, found, core if takes else NOTHING)
    if alone is not None:
        return alone, after
    listed = card.visible or tuple(s for s, _ in card.hidden)
    if not takes and found.sup and found.sup.kind != "mark" and argument and (
            argument.kind == "paren" and argument.value == "("):
        raise NotRead("two readings: a power times the parenthesis, or a function with two "
                      "indices? write \\cdot, or declare it", part.span)
    if takes and part.kind == "script" and part.parts[1] and sup and any(
            n.kind == "name" for n in sup.walk()):
        raise NotRead("two readings: a power, or an upper index?", sup.span)
    side, core = limits.side_of(core) if takes else (0, core)
    if takes:
        listed = arguments(table, card, core, slots)
        after += 1
    else:
        bare(table, card, slots, part)
        argument = NOTHING
    orders = orders_of(card, listed, found.primes, orders_written, part)
    given = tuple(slots[s] for s in range(slots_of(card.term)))
    value = matrix_reading.mapped(card.term, orders, given)
    if side:
        value = limits.from_side(value, listed, side)
    if symbolic:
        value = symbolic_derivative(table, card, listed, given, symbolic, part)
    value = table.raised(value, sup)
    return numbers.hang(table, value, argument), after


def above(table: Elaborator, card: Card, found: Found, slots: dict[int, Term],
          part: Node) -> Found:
    """``P_l^m``: the superscript is an index; what is found without it."""
    sup = found.sup
    inside = sup.parts[0] if sup.kind == "paren" else sup
    if not inside or inside.kind in ("mark", "list") or len(card.above) != 1:
        raise NotRead(f"{card.latex} needs its upper index", part.span)
    slots[card.above[0]] = table.term(inside)
    return replace(found, sup=NOTHING)


def indices(table: Elaborator, card: Card, found: Found, part: Node) -> tuple[Term, ...]:
    """The terms in the subscript of a function."""
    count, sub = len(card.index), found.sub
    if not count:
        if sub:
            raise NotRead(f"{write_latex(part)}: this function takes no index", part.span)
        return ()
    if not sub:
        raise NotRead(f"{card.latex} needs its index", part.span)
    items = sub.parts if sub.kind == "list" else (sub,)
    if count > 1 and sub.kind == "juxt":
        items = factors_of(sub)
    if sub.kind == "number" and len(sub.value) == count > 1:  # a_{12}
        items = tuple(Node("number", value=digit, span=sub.span) for digit in sub.value)
    if len(items) != count:
        raise NotRead(f"{card.latex} takes {count} indices, separated by commas", sub.span)
    return tuple(table.term(item) for item in items)


def written_orders(sup: Node) -> tuple[tuple[int, ...] | None, Node]:
    """``^{(4)}``, ``^{(1,0)}`` or ``^{(n)}``: orders of differentiation."""
    inside = sup.parts[0]
    items = inside.parts if inside.kind == "list" else (inside,)
    if all(i.kind == "number" and i.value.isdigit() and len(i.value) < 4 for i in items):
        return tuple(int(i.value) for i in items), NOTHING
    if len(items) > 1:
        raise NotRead("orders of differentiation that are not numbers", sup.span)
    return None, inside


def arguments(table: Elaborator, card: Card, paren: Node,
              slots: dict[int, Term]) -> tuple[int, ...]:
    """Fill the slots from a parenthesis; the slots that are listed there."""
    inside = paren.parts[0]
    items = inside.parts if inside.kind == "list" else (inside,)
    separators = inside.ops if inside.kind == "list" else ()
    hidden = tuple(slot for slot, _ in card.hidden)
    listed = (*card.visible, *hidden) if ";" in separators or not card.visible else card.visible
    given = [c for item in items for c in vectors.entries(table.term(item))]
    if len(given) != len(listed):
        raise NotRead(f"{card.latex} takes {len(listed)} arguments here, not {len(given)}",
                      paren.span)
    slots.update(zip(listed, given, strict=True))
    if listed == card.visible:
        slots.update(card.hidden)
    return listed


def bare(table: Elaborator, card: Card, slots: dict[int, Term], part: Node) -> None:
    """A function without its parenthesis: its hidden, default or only possible argument."""
    slots.update(card.hidden)
    slots.update(card.default)
    missing = [s for s in range(slots_of(card.term)) if s not in slots]
    if not missing:
        return
    sorts = card.term.data[1]
    if len(missing) == 1 and table.variables and isinstance(sorts, tuple):
        variable = table.variables[-1]
        if within(variable.sort, sorts[missing[0]]):
            slots[missing[0]] = variable
            return
    raise NotRead(f"{card.latex} is a function; write what it is taken at", part.span)


def orders_of(card: Card, listed: tuple[int, ...], primes: int,
              written: tuple[int, ...] | None, part: Node) -> tuple[int, ...]:
    """How often the function is differentiated in each of its slots."""
    orders = [0] * slots_of(card.term)
    if primes and written:
        raise NotRead("primes and an order of differentiation together", part.span)
    counts = written if written is not None else (primes,) if primes else ()
    if not counts:
        return tuple(orders)
    if len(counts) != len(listed):
        raise NotRead("a prime on a function of several arguments: which one is meant? "
                      "write \\partial", part.span)
    for slot, count in zip(listed, counts, strict=True):
        orders[slot] = count
    return tuple(orders)


def symbolic_derivative(table: Elaborator, card: Card, listed: tuple[int, ...],
                        given: tuple[Term, ...], order: Node, part: Node) -> Term:
    """``f^{(n)}(x)``: a derivative of symbolic order."""
    if len(listed) != 1:
        raise NotRead("an order of differentiation on a function of several arguments", part.span)
    if sort_of(table.term(order)) != "N0":
        raise NotRead("the order of a derivative is a natural number; is this another index?",
                      order.span)
    slot = listed[0]
    point = given[slot]
    bound = point
    if point.head != "sym":
        avoid = frozenset().union(*(g.free for g in given))
        bound = fresh(Term("sym", ("x", "R")), avoid)
    inner = Term("call", (0,) * len(given), (
        card.term, *(bound if s == slot else g for s, g in enumerate(given))))
    return Term("derivative_n", (), (bound, inner, table.term(order), point))
