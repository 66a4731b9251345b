"""Derivatives, integrals, sums and products: what binds a letter, and how far it reaches."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from derive.notation import (
    applying,
    dependent,
    differential_operators,
    integrals,
    matrix_reading,
    operator_calculus,
    operator_reading,
    progressions,
    unsaid,
    vectors,
)
from derive.notation.errors import NotRead
from derive.notation.tree import NOTHING, Node, core_of, factors_of
from derive.notation.write_latex import write_latex
from derive.terms.binding import fresh, substitute
from derive.terms.build import INFINITY, neg, term
from derive.terms.domains import sort_of, within
from derive.terms.term import Term

if TYPE_CHECKING:
    from derive.notation.elaborate import Elaborator, Found

MOST_OPERATORS = 40
DIFFERENTIALS = ("d", "\\mathrm{d}", "\\partial")
SORT_WORDS = {"R": "a real number", "P": "a positive number", "C": "a complex number",
              "N0": "a natural number", "Z": "an integer"}


@dataclass(frozen=True, slots=True)
class Operator:
    """``d^n body / dx^n``: the variables with their orders, and the body above the line."""

    variables: tuple[tuple[Node, Node], ...]
    body: tuple[Node, ...]
    node: Node


def match(table: Elaborator, node: Node) -> Operator | None:
    """The derivative that a fraction or ``\\partial_x`` is, if it is one."""
    if node.kind == "script" and node.parts[0].is_name("\\partial") and node.parts[1]:
        return Operator(((node.parts[1], node.parts[2]),), (), node)
    if node.kind != "frac":
        return None
    above, below = factors_of(node.parts[0]), factors_of(node.parts[1])
    first = above[0]
    sign = core_of(first)
    if not (sign.kind == "name" and sign.value in DIFFERENTIALS and first.kind != "fact"):
        return None
    variables = differentials(below) or differential_operators.by_function(below)
    if variables is None:
        return None
    if table.declared(sign.value):
        raise NotRead(f"two readings: {sign.value} is declared, and this is a derivative",
                      node.span)
    order = first.parts[2] if first.kind == "script" else NOTHING
    check_order(order, variables, node)
    return Operator(variables, above[1:], node)


def differentials(parts: tuple[Node, ...]) -> tuple[tuple[Node, Node], ...] | None:
    """``dx^2`` or ``\\partial x\\,\\partial y``: the letters and their orders."""
    if len(parts) % 2:
        return None
    result = []
    for sign, letter in zip(parts[::2], parts[1::2], strict=True):
        if not (sign.kind == "name" and sign.value in DIFFERENTIALS):
            return None
        order = NOTHING
        if letter.kind == "script" and letter.parts[2] and letter.parts[2].kind != "mark":
            base, sub, order = letter.parts
            bare = not sub and letter.value in ("", "0")
            letter = base if bare else Node("script", (base, sub, NOTHING), letter.value,
                                            span=letter.span)
        result.append((letter, order))
    return tuple(result)


def check_order(order: Node, variables: tuple[tuple[Node, Node], ...], node: Node) -> None:
    if len(variables) == 1:
        below = variables[0][1]
        if write_latex(order) != write_latex(below):
            raise NotRead("the orders above and below the line of a derivative differ", node.span)
        return
    total = sum(int(o.value) if o.kind == "number" else 1 for _, o in variables)
    if order.kind != "number" or int(order.value) != total:
        raise NotRead("the orders above and below the line of a derivative differ", node.span)


def derivative(table: Elaborator, parts: tuple[Node, ...], place: int,
               operator: Operator) -> tuple[Term, int]:
    """A derivative and what it acts on; ``place`` is the operator's."""
    along = operator_calculus.along(table, operator, parts[place + 1:])
    if along is not None:
        return along, place + 1 if operator.body else len(parts)
    by_letters = dependent.slope(table, parts, place, operator)
    if by_letters is not None:
        return by_letters
    value = differential_operators.without_body(table, parts[place + 1:], operator)
    if value is not None:
        return value, len(parts)
    symbols = [(bound_symbol(table, letter, "R"), order) for letter, order in operator.variables]
    if len(table.variables) > MOST_OPERATORS:
        raise NotRead(f"more than {MOST_OPERATORS} derivatives in a row", operator.node.span)
    innermost = symbols[-1][0]
    if operator.body:
        return leibniz(table, parts, place, operator, symbols)
    after = place + 1
    first = parts[after]
    if applying.is_argument(first):
        if first.value == "(" and any(mentions(p, operator) for p in parts[after + 1:]):
            raise NotRead("two readings: does the derivative end with the parenthesis? write "
                          "square brackets", (operator.node.span[0], parts[-1].span[1]))
        body = scoped(table, symbols, first)
        if differential_operators.contains(body):
            return differential_operators.composed(table, operator, body), after + 1
        return wrap(table, symbols, body), after + 1
    raised = first.kind == "script" and after + 1 < len(parts)
    if applying.is_argument(core_of(first)) and (raised or first.kind == "fact"):
        raise NotRead("two readings: is the derivative raised, or what it acts on?", first.span)
    push(table, symbols)
    inside = applying.factors(table, parts[after:])
    pop(table, symbols)
    if differential_operators.contains(*inside):
        body = matrix_reading.product(inside)
        if body.shape is not None:
            return differential_operators.composed(table, operator, body), len(parts)
        inside = [body]
    if sum(innermost in f.free for f in inside) > 1:
        raise NotRead("two readings: does the derivative act on one factor or on all? write "
                      "brackets", (operator.node.span[0], parts[-1].span[1]))
    if not any(symbols[-1][0] in f.free for f in inside):
        raise constant_body(operator)
    return wrap(table, symbols, matrix_reading.product(inside)), len(parts)


def mentions(node: Node, operator: Operator) -> bool:
    """Whether a letter of the operator stands in a node."""
    letters = {write_latex(letter) for letter, _ in operator.variables}
    return any(n.kind in ("name", "accent", "script") and write_latex(n) in letters
               for n in node.walk())


def constant_body(operator: Operator) -> NotRead:
    letter = write_latex(operator.variables[-1][0])
    return NotRead(f"what is differentiated does not depend on {letter} as it is declared",
                   operator.node.span)


def leibniz(table: Elaborator, parts: tuple[Node, ...], place: int, operator: Operator,
            symbols: list[tuple[Term, Node]]) -> tuple[Term, int]:
    """``\\frac{d\\psi}{dx}``: primes on a function, or a derivative of what stands above."""
    after = place + 1
    if len(operator.body) == 1:
        found = table.find(operator.body[0])
        if found is not None and found.term.head == "fun" and not found.sup:
            return bare_leibniz(table, parts, place, operator, symbols, found)
        member = operator_calculus.by_itself(table, operator.body[0], symbols[0][0])
        if member is not None and len(symbols) == 1:
            return wrap(table, symbols, member), after
    push(table, symbols)
    inside = applying.factors(table, operator.body)
    pop(table, symbols)
    if not all(any(s in f.free for f in inside) for s, _ in symbols):
        raise constant_body(operator)
    return wrap(table, symbols, matrix_reading.product(inside)), after


def bare_leibniz(table: Elaborator, parts: tuple[Node, ...], place: int, operator: Operator,
                 symbols: list[tuple[Term, Node]], found: Found) -> tuple[Term, int]:
    """The derivative of a function as a function: the same as primes."""
    head, after = operator.body[0], place + 1
    pair: tuple[Node, ...] = (head,)
    if after < len(parts) and applying.is_argument(parts[after]):
        inside = parts[after].parts[0]
        names = [write_latex(letter) for letter, _ in operator.variables]
        items = [write_latex(i) for i in (inside.parts if inside.kind == "list" else (inside,))]
        point = inside.kind in ("name", "number") or (
            inside.kind == "script" and not inside.parts[2])
        if all(items.count(n) == 1 for n in names) and (len(items) > 1 or items == names):
            pair, after = (head, parts[after]), after + 1
        elif point and len(symbols) == 1:
            return at_point(table, (head, parts[after]), symbols[0], found), after + 1
        else:
            raise NotRead("two readings: the point of the derivative, or a factor?",
                          parts[after].span)
    if pair == (head,) and len(symbols) == 1 and found.card and len(found.card.visible) == 1:
        return at_variable(table, head, symbols[0], found), after
    push(table, symbols)
    value, _ = applying.function(table, pair, 0, found)
    pop(table, symbols)
    if not all(s in value.free for s, _ in symbols):
        raise constant_body(operator)
    orders = [int(o) for o in value.data if isinstance(o, int)]
    for symbol, order in symbols:
        where = [slot for slot, a in enumerate(value.args[1:]) if a is symbol]
        if len(where) != 1 or (order and order.kind != "number"):
            return wrap(table, symbols, value), after
        orders[where[0]] += int(order.value) if order else 1
    return Term("call", tuple(orders), value.args), after


def at_variable(table: Elaborator, head: Node, variable: tuple[Term, Node],
                found: Found) -> Term:
    """``\\frac{du}{dy}``: u is taken at y, whatever it is taken at elsewhere."""
    assert found.card is not None
    slot, order = found.card.visible[0], variable[1]
    here = replace(found.card, default=((slot, variable[0]),))
    value, _ = applying.function(table, (head,), 0, replace(found, card=here))
    if order and order.kind != "number":
        return wrap(table, [variable], value)
    orders = [int(o) for o in value.data if isinstance(o, int)]
    orders[slot] += int(order.value) if order else 1
    return Term("call", tuple(orders), value.args)


def at_point(table: Elaborator, pair: tuple[Node, Node], variable: tuple[Term, Node],
             found: Found) -> Term:
    """``\\frac{df}{dx}(x_0)``: the derivative of a function of one argument at a point."""
    value, _ = applying.function(table, pair, 0, found)
    slots = found.card.visible if found.card else ()
    order = variable[1]
    if len(slots) != 1 or (order and order.kind != "number"):
        raise NotRead("two readings: the point of the derivative, or a factor?", pair[1].span)
    orders = [int(o) for o in value.data if isinstance(o, int)]
    orders[slots[0]] += int(order.value) if order else 1
    return Term("call", tuple(orders), value.args)


def push(table: Elaborator, symbols: list[tuple[Term, Node]]) -> None:
    table.variables.extend(symbol for symbol, _ in symbols)


def pop(table: Elaborator, symbols: list[tuple[Term, Node]]) -> None:
    del table.variables[-len(symbols):]


def scoped(table: Elaborator, symbols: list[tuple[Term, Node]], node: Node) -> Term:
    push(table, symbols)
    value = table.term(node)
    pop(table, symbols)
    return value


def wrap(table: Elaborator, symbols: list[tuple[Term, Node]], body: Term) -> Term:
    """The derivative terms around a body, the last variable innermost."""
    if operator_reading.operatorial(body):
        return operator_calculus.derivative(body, symbols)
    for symbol, order in reversed(symbols):
        if not order:
            body = Term("derivative", (1,), (symbol, body, symbol))
        elif order.kind == "number":
            body = Term("derivative", (int(order.value),), (symbol, body, symbol))
        else:
            count = table.term(order.parts[0] if order.kind == "paren" else order)
            body = Term("derivative_n", (), (symbol, body, count, symbol))
    return body


def check_reach(node: Node, open_ends: list[Term], later: list[Term]) -> None:
    """``d/dx f \\cdot g``: whether the derivative takes g along must not be left open."""
    if any(variable in value.free for variable in open_ends for value in later):
        raise NotRead("two readings: does the derivative act on the factors after the dot? "
                      "write brackets", node.span)


def open_end(part: Node, value: Term) -> bool:
    """Whether a factor is a derivative whose body has no visible end."""
    last = factors_of(part)[-1]
    return value.head in ("derivative", "derivative_n", "limit") and last.kind != "paren"


# -- binders ---------------------------------------------------------------------------------


def bound_symbol(table: Elaborator, letter: Node, sort: str) -> Term:
    """The symbol that a letter binds: its card's, or a new one of the sort that fits."""
    known = table.lookup(letter)
    if known is not None:
        symbol = known[0]
        if symbol.head != "sym":
            what = "matrix" if symbol.head == "matrix" else "function"
            raise NotRead(f"{write_latex(letter)} is a {what} and cannot be bound", letter.span)
        if not within(symbol.sort, "R" if sort in ("R", "P") else "Z") or (
                sort == "R" and symbol.sort in ("N0", "Z")):
            raise NotRead(f"{write_latex(letter)} is {SORT_WORDS[symbol.sort]}; it cannot be "
                          "the variable here", letter.span)
        return symbol
    if letter.kind not in ("name", "accent", "script") or (letter.kind == "script" and (
            letter.parts[2])):
        raise NotRead(f"{write_latex(letter)} is not a letter that can be bound", letter.span)
    return Term("sym", (symbol_name(write_latex(letter)), sort))


def symbol_name(latex: str) -> str:
    """The name of a symbol from how it is written: ``\\xi`` is xi, ``x_{0}`` is x_0."""
    word = "".join(c for c in latex.replace("\\mathrm", "") if c not in "\\{} ")
    return word.replace("'", "p")


def check_index(table: Elaborator, node: Node) -> None:
    """``\\sum_m A_m`` where the table knows A_m as one letter: it would not change with m."""
    sub = node.parts[1] if node.kind == "script" else NOTHING
    bound = {written for written, symbol in table.bound if symbol.sort in ("N0", "Z")}
    if any(n.kind == "name" and n.value in bound for n in sub.walk()) and (
            table.bound and table.lookup(node) is not None):
        raise NotRead(f"{write_latex(node)} is known as one letter, and here its index runs",
                      node.span)


def within_scope(table: Elaborator, letter: Node, symbol: Term, body: Node) -> Term:
    table.bound.append((write_latex(letter), symbol))
    value = table.term(body)
    table.bound.pop()
    return value


def integral(table: Elaborator, node: Node) -> Term:
    """An integral; one without bounds is refused unless a convention says what it is."""
    lower, upper, body, variable = node.parts
    if node.value != "\\int" or variable.kind == "volume":
        return vectors.volume(table, node)
    if variable.kind == "change":
        return integrals.by_change(table, node)
    symbol = bound_symbol(table, variable, "R")
    low, high = NOTHING, NOTHING
    if not lower and not upper and table.notation.conventions["integrals"] == "antiderivative":
        return integrals.without_bounds(table, node, symbol)
    labels = operator_calculus.over_labels(table, node)
    if lower and upper:
        low, high = lower, upper
    elif labels is None and (lower or upper or not integrals.over_all(table, node)):
        raise NotRead("an integral without both bounds: over the whole line, or an "
                      "antiderivative? write \\int_{-\\infty}^{\\infty}", node.span,
                      "integrals antiderivative")
    ends = (table.term(low), table.term(high)) if low else labels or (neg(INFINITY), INFINITY)
    outer = symbol if any(symbol in end.free for end in ends) else None
    symbol = symbol if outer is None else Term("sym", (f"{symbol.name} inside", symbol.sort))
    table.variables.append(symbol)
    inside = within_scope(table, variable, symbol, body)
    table.variables.pop()
    if outer is not None:  # \int_0^x f(x) dx: the one in the bounds is another x
        if outer in inside.free:
            apart(outer, variable, ends)
        plain = fresh(outer, inside.free.union(*(end.free for end in ends)))
        inside, symbol = substitute(inside, {symbol: plain}), plain
    head = "opintegral" if operator_reading.operatorial(inside) else "integral"
    return Term(head, (), (symbol, inside, *ends))


def apart(symbol: Term, letter: Node, ends: tuple[Term, ...]) -> Term:
    """``\\int_0^x f(x) dx`` uses one letter for two things."""
    if any(symbol in end.free for end in ends):
        raise NotRead(f"{write_latex(letter)} is both bound and in the bounds; rename one",
                      letter.span)
    return symbol


def big(table: Elaborator, node: Node) -> Term:
    """A sum or product with bounds; with an index alone only where a convention says so."""
    lower, upper, body = node.parts
    head = {"\\sum": "sum", "\\prod": "product"}.get(node.value)
    if head is None:
        raise NotRead(f"{node.value} has no term yet", node.span)
    if not lower:
        raise NotRead("a sum without its index", node.span)
    if lower.kind == "chain" and lower.ops == ("=",) and upper:
        letter, start = lower.parts
        low, high = table.term(start), table.term(upper)
    elif lower.kind == "chain" and lower.ops == ("\\ge",) and not upper:
        letter, start = lower.parts
        low, high = table.term(start), INFINITY
    elif not upper and table.notation.conventions["sums"] == "naturals" and lower.kind != "chain":
        letter, low, high = lower, term(0), INFINITY
    else:
        over_states = operator_reading.over_states(table, node) if not upper else None
        if over_states is None:
            over_states = unsaid.over_a_set(table, node)
        if over_states is None:
            over_states = progressions.over_numbers(table, node)
        if over_states is not None:
            return over_states
        raise NotRead("a sum without both bounds: what does it run over?", node.span,
                      "sums naturals")
    sort = "N0" if sort_of(low) == "N0" else "Z"
    symbol = apart(bound_symbol(table, letter, sort), letter, (low, high))
    inside = within_scope(table, letter, symbol, body)
    if head == "product" and body.kind == "juxt" and inside.head == "mul" and (
            symbol not in inside.args[-1].free):
        raise NotRead("two readings: how far does this product reach? write parentheses",
                      body.span)
    return matrix_reading.summed(head, symbol, inside, low, high, node)
