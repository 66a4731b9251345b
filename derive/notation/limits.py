r"""Limits, evaluation bars and distinctions of cases: reading and writing.

``\left. F\right|_a^b`` is F(b) - F(a), in the letter that is written or the only one that the text
integrates over. Next: ``elaborate``, ``compose``.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from derive.notation import applying, calculus, matrix_reading, statements
from derive.notation.compose_calculus import opened
from derive.notation.errors import NotRead, NotWritten
from derive.notation.tree import NOTHING, Node, core_of, name, paren, script
from derive.notation.write_latex import write_latex
from derive.terms.binding import fresh, substitute
from derive.terms.build import INFINITY, add, derivative, neg
from derive.terms.term import Term

if TYPE_CHECKING:
    from derive.notation.compose import Composer
    from derive.notation.elaborate import Elaborator

SIDES = {"+": 1, "-": -1}
#: words before the condition of a case
BEFORE = frozenset({"\\mathrm{if}", "\\mathrm{for}", "\\mathrm{when}", "\\mathrm{falls}",
                    "\\mathrm{where}"})
REST = frozenset({"\\mathrm{otherwise}", "\\mathrm{else}", "\\mathrm{sonst}",
                  "\\mathrm{elsewhere}"})
ORDERS = ("<", "\\le", ">", "\\ge", "=", "\\ne")


def limit(table: Elaborator, parts: tuple[Node, ...], place: int) -> tuple[Term, int]:
    """``\\lim_{x \\to a^+} ...``: all factors that follow stand under the limit."""
    head = parts[place]
    below = head.parts[1] if head.kind == "script" else NOTHING
    if below.kind != "chain" or below.value != "arrow" or len(below.parts) != 2 or (
            head.kind != "script" or head.parts[2]):
        raise NotRead("a limit is written \\lim_{x \\to a}", head.span)
    letter, goal = below.parts
    side = 0
    if goal.kind == "script" and goal.parts[2].kind == "mark" and (
            goal.parts[2].value in SIDES and not goal.parts[1]):
        side, goal = SIDES[goal.parts[2].value], goal.parts[0]
    if place + 1 >= len(parts):
        raise NotRead("a limit of nothing", head.span)
    if len(table.variables) > calculus.MOST_OPERATORS:
        raise NotRead(f"more than {calculus.MOST_OPERATORS} limits in a row", head.span)
    point = table.term(goal)
    symbol = calculus.apart(calculus.bound_symbol(table, letter, approach(table, letter)),
                            letter, (point,))
    table.bound.append((write_latex(letter), symbol))
    table.variables.append(symbol)
    inside = matrix_reading.product(applying.factors(table, parts[place + 1:]))
    table.variables.pop()
    table.bound.pop()
    return Term("limit", (side,), (symbol, inside, point)), len(parts)


def approach(table: Elaborator, letter: Node) -> str:
    """The sort of the letter that moves: what it is declared as, or real."""
    known = table.lookup(letter)
    natural = known is not None and known[0].head == "sym" and known[0].sort in ("N0", "Z")
    return "N0" if natural else "R"


def write_limit(composer: Composer, term: Term) -> Node:
    symbol, body, point = term.args
    inner, latex = opened(composer, symbol, (body,), (point,), "R")
    goal = composer.small.node(point)
    sign = {1: "+", -1: "-"}.get(int(str(term.data[0])))
    if sign:
        goal = script(goal if goal.kind in ("name", "number") else paren(goal),
                      sup=Node("mark", value=sign))
    below = Node("chain", (composer.written(latex), goal), "arrow", ("\\to",))
    shown = inner.node(body)
    if body.head in ("add", "neg", "mul") or shown.kind not in ("name", "number", "frac", "paren"):
        shown = paren(shown, "[")
    return Node("juxt", (script(name("\\lim"), below), shown))


def side_of(argument: Node) -> tuple[int, Node]:
    """The side of ``f(a^+)`` or ``f(a^-)``, and the parenthesis without its sign."""
    inside = argument.parts[0]
    if inside.kind != "script" or inside.parts[2].kind != "mark" or (
            inside.parts[2].value not in SIDES):
        return 0, argument
    base, sub, sup = inside.parts
    point = script(base, sub, NOTHING, int(inside.value or 0))
    return SIDES[sup.value], Node("paren", (point,), argument.value, span=argument.span)


def from_side(value: Term, listed: tuple[int, ...], side: int) -> Term:
    """A function of one argument at a point that is approached from one side."""
    if value.head != "call" or len(listed) != 1:
        raise NotRead("a sign above the argument of this function has no meaning")
    place = 1 + listed[0]
    point = value.args[place]
    symbol = fresh(Term("sym", ("x", "R")), value.free)
    moved = Term("call", value.data, (*value.args[:place], symbol, *value.args[place + 1:]))
    return Term("limit", (side,), (symbol, moved, point))


# -- evaluation bars -------------------------------------------------------------------------


def evaluated(table: Elaborator, node: Node) -> Term:
    """A derivative at a point, a value at a point, or the difference of two values."""
    body, lower, upper = node.parts
    slope = None if upper else primed(table, body, lower)
    value = table.term(body) if slope is None else slope
    if upper:
        symbol, low = point_of(table, lower, value, node)
        other, high = point_of(table, upper, value, node)
        if symbol is not other:
            raise NotRead("two letters at one evaluation bar", node.span)
        return add(at(value, symbol, high), neg(at(value, symbol, low)))
    symbol, point = point_of(table, lower, value, node)
    if value.head in ("derivative", "derivative_n") and value.args[-1] is value.args[0] and (
            symbol is value.args[0]):
        return Term(value.head, value.data, (*value.args[:-1], point))
    return at(value, symbol, point)


def primed(table: Elaborator, body: Node, edge: Node) -> Term | None:
    """The ``(e^{-x})'`` of ``(e^{-x})'|_{x=0}``: the derivative by the letter at the bar."""
    if body.kind != "script" or body.value != "1" or body.parts[1] or body.parts[2] or (
            body.parts[0].kind != "paren" or edge.kind != "chain" or edge.ops != ("=",)):
        return None
    letter = table.term(edge.parts[0])
    inside = table.term(body.parts[0])
    if letter.head != "sym" or letter not in inside.free or inside.shape is not None:
        return None
    return derivative(letter, inside)


def point_of(table: Elaborator, edge: Node, value: Term, node: Node) -> tuple[Term, Term]:
    """The letter and its value: ``x = a``, or ``a`` where only one letter is integrated over."""
    if edge.kind == "chain" and edge.ops == ("=",):
        symbol = table.term(edge.parts[0])
        if symbol.head != "sym":
            raise NotRead("an evaluation bar needs a letter", edge.span)
        return symbol, table.term(edge.parts[1])
    if not edge or edge.kind == "chain":
        raise NotRead("an evaluation bar needs x = a below it", node.span)
    letters = [s for s in value.free if s.head == "sym" and s.sort in ("R", "P")]
    running = letters if len(letters) == 1 else [
        s for s in letters if table.notation.card(s).latex in {
            letter for letter, _, _ in table.notation.running}]
    if len(running) != 1:
        raise NotRead("an evaluation bar: in which letter? write x = a", node.span)
    return running[0], table.term(edge)


def at(value: Term, symbol: Term, point: Term) -> Term:
    """The value at a point; at infinity the limit."""
    if symbol not in value.free:
        raise NotRead(f"an evaluation bar after what does not depend on {symbol.name} as it is "
                      "declared")
    if INFINITY in (point, neg(INFINITY), *point.args):
        return Term("limit", (0,), (symbol, value, point))
    return substitute(value, {symbol: point})


def bracketed(table: Elaborator, node: Node) -> Term | None:
    """``[F]_a^b``, where it is that."""
    base, lower, upper = node.parts
    if base.kind != "paren" or base.value not in ("[", "(") or not lower or not upper:
        return None
    if base.value == "(" and core_of(base.parts[0]).kind in ("name", "accent"):
        return None  # a letter with a label and a power, as in (\Delta x)_0^2
    marks = upper.kind == "mark" or lower.kind == "mark"
    return None if marks else evaluated(table, Node("evalbar", (
        base.parts[0], lower, upper), span=node.span))


# -- cases -----------------------------------------------------------------------------------


def cases(table: Elaborator, node: Node) -> Term:
    """Values with their conditions, the first that holds counting."""
    rows = node.parts
    if len(rows) == 1 and rows[0].kind == "matrix":
        rows = rows[0].parts
    parts: list[Term] = []
    for place, row in enumerate(rows):
        cells = tuple(c for c in row.parts if c.kind != "empty")
        if row.kind != "row" or len(cells) not in (1, 2):
            raise NotRead("a case is a value & its condition", row.span)
        last = place == len(rows) - 1
        if len(cells) == 1 or is_rest(cells[1]):
            if not last or (len(cells) == 1 and place == 0):
                raise NotRead("a case without its condition", row.span)
            parts.append(table.term(cells[0]))
        else:
            for one in apart(cells[1], rows[:place]):
                parts += [table.term(cells[0]), condition(table, one)]
    if len(parts) < 2:
        raise NotRead("a distinction of one case", node.span)
    return Term("cases", (), tuple(parts))


def apart(cell: Node, above: tuple[Node, ...]) -> tuple[Node, ...]:
    """``x < 0, x > a`` below ``0 < x < a``: the two sides of an interval, each a case."""
    if cell.kind != "list" or len(cell.parts) != 2 or set(cell.ops) != {","} or any(
            c.kind != "chain" or len(c.parts) != 2 for c in cell.parts):
        return (cell,)
    below, beyond = sorted(cell.parts, key=lambda c: c.ops[0] in (">", "\\ge"))
    outside = below.ops[0] in ("<", "\\le") and beyond.ops[0] in (">", "\\ge")
    letter, *ends = (write_latex(n) for n in (below.parts[0], below.parts[1], beyond.parts[1]))
    inside = [ends[0], letter, ends[1]]
    if outside and write_latex(beyond.parts[0]) == letter and any(
            n.kind == "chain" and set(n.ops) <= {"<", "\\le"}
            and [write_latex(p) for p in n.parts] == inside for row in above for n in row.walk()):
        return cell.parts
    return (cell,)


def is_rest(cell: Node) -> bool:
    return cell.kind == "name" and cell.value in REST


def condition(table: Elaborator, cell: Node) -> Term:
    """The formula of a condition; ``0 < x < a`` is two of them."""
    if cell.kind == "prose" and not cell.parts[0] and f"\\mathrm{{{cell.value}}}" in BEFORE:
        cell = cell.parts[1]
    cell = without_word(cell)
    if cell.kind == "list":
        raise NotRead("two conditions of one case: and, or or?", cell.span)
    if cell.kind != "chain" or any(op not in ORDERS for op in cell.ops):
        raise NotRead("a condition that is no relation", cell.span)
    links = []
    for (left, right), sign in zip(pairwise(cell.parts), cell.ops, strict=True):
        links.append(statements.relation(table, Node("chain", (left, right), ops=(sign,),
                                                     span=cell.span)))
    return links[0] if len(links) == 1 else Term("and", (), tuple(links))


def without_word(cell: Node) -> Node:
    """``if x < 0`` without its word."""
    first = cell.parts[0] if cell.kind == "chain" else NOTHING
    if first.kind != "juxt" or core_of(first.parts[0]).value not in BEFORE:
        return cell
    rest = first.parts[1:]
    new = rest[0] if len(rest) == 1 else Node("juxt", rest, span=first.span)
    return Node("chain", (new, *cell.parts[1:]), cell.value, cell.ops, cell.span)


def write_cases(composer: Composer, term: Term) -> Node:
    rows = []
    for value, condition_ in zip(term.args[::2], term.args[1::2], strict=False):
        rows.append(Node("row", (composer.node(value), write_condition(composer, condition_))))
    if len(term.args) % 2:
        rows.append(Node("row", (composer.node(term.args[-1]), name("\\mathrm{otherwise}"))))
    return Node("cases", tuple(rows), "cases")


def write_condition(composer: Composer, formula: Term) -> Node:
    """``a < x < b`` for conditions that share their middle."""
    if formula.head != "and":
        return composer.node(formula)
    nodes = [composer.node(part) for part in formula.args]
    if any(n.kind != "chain" or len(n.parts) != 2 for n in nodes) or any(
            a.parts[1] != b.parts[0] for a, b in pairwise(nodes)):
        raise NotWritten("conditions that make no chain")
    return Node("chain", (nodes[0].parts[0], *(n.parts[1] for n in nodes)),
                ops=tuple(n.ops[0] for n in nodes))
