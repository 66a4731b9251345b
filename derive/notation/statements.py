"""Relations and what is said with words: one relation a formula, chains link by link."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from derive.notation import calculus, matrix_reading
from derive.notation.cursor import PHRASES
from derive.notation.errors import NotRead, Span
from derive.notation.tree import Node, factors_of
from derive.notation.write_latex import write_latex
from derive.terms.build import INFINITY, le, lt, ne, neg
from derive.terms.term import Term

if TYPE_CHECKING:
    from derive.notation.elaborate import Elaborator

SETS = {"\\mathbb{R}": "R", "\\mathbb{C}": "C", "\\mathbb{N}_0": "N0", "\\mathbb{Z}": "Z",
        "\\mathbb{R}^+": "P", "\\mathbb{R}_{>0}": "P"}


@dataclass(frozen=True, slots=True)
class Link:
    """One link of a chain: two sides, the sign between them, and where each stands."""

    relation: str
    left: Term
    right: Term
    span: Span
    left_span: Span
    right_span: Span

    @property
    def formula(self) -> Term | None:
        """The claim, for the signs that are claims: = ≠ < ≤ > ≥ (and := as an equation)."""
        same = matrix_reading.equation
        make = {"=": same, "\\ne": ne, "<": lt, "\\le": le, ":=": same, "\\equiv": same}
        if self.relation in make:
            return make[self.relation](self.left, self.right)
        if self.relation in (">", "\\ge"):
            return (lt if self.relation == ">" else le)(self.right, self.left)
        return None


def relation(table: Elaborator, node: Node) -> Term:
    """One relation between two sides."""
    if len(node.ops) > 1:
        raise NotRead("a chain of relations, where one formula is expected", node.span)
    sign, (left, right) = node.ops[0], node.parts
    if sign.startswith(PHRASES):
        return phrase(table, sign, left, right)
    if sign == "<":
        for special in (degree(table, left, right), integrable(table, left, right)):
            if special is not None:
                return special
    if sign in matrix_reading.DEFINITE:
        return matrix_reading.definite(table, sign, left, right)
    entries = matrix_reading.entries_of(table, left)
    if entries is not None:
        return matrix_reading.of_entries(sign, entries, table.term(right), node)
    if sign not in ("=", "\\ne", "<", "\\le", ">", "\\ge"):
        raise NotRead(f"the relation {sign} has no term here", node.span)
    formal = table.formal
    if sign == "=" and formal is not None:
        return Term("series_eq", (), (formal, table.term(left), table.term(right)))
    first, second = table.term(left), table.term(right)
    if sign in (">", "\\ge"):
        return (lt if sign == ">" else le)(second, first)
    return {"=": matrix_reading.equation, "\\ne": ne, "<": lt, "\\le": le}[sign](first, second)


def phrase(table: Elaborator, words: str, left: Node, right: Node) -> Term:
    """``f(x) is a polynomial times a Gaussian in x`` and its like."""
    symbol = calculus.bound_symbol(table, right, "R")
    body = calculus.within_scope(table, right, symbol, left)
    if words.startswith(PHRASES[0]):
        return Term("decay", (), (symbol, body))
    order = words.removeprefix(PHRASES[1]).split("$")[0].strip("{}")
    if order == "\\infty":
        return Term("smooth", (-1,), (symbol, body))
    if not order.isdigit():
        raise NotRead("a class of smoothness that is not a number", left.span)
    return Term("smooth", (int(order),), (symbol, body))


def degree(table: Elaborator, left: Node, right: Node) -> Term | None:
    """``\\deg_x(p) < d``."""
    parts = factors_of(left)
    head = parts[0]
    if head.kind != "script" or not head.parts[0].is_name("\\deg"):
        return None
    letter = head.parts[1]
    if not letter or len(parts) != 2:
        raise NotRead("the degree is written \\deg_x(...)", left.span)
    symbol = calculus.bound_symbol(table, letter, "R")
    body = calculus.within_scope(table, letter, symbol, parts[1])
    return Term("poly", (), (symbol, body, table.term(right)))


def integrable(table: Elaborator, left: Node, right: Node) -> Term | None:
    """``\\int_{-\\infty}^{\\infty} |f|^2 dx < \\infty``: square integrable."""
    if not right.is_name("\\infty") or left.kind != "integral":
        return None
    body = left.parts[2]
    squared = body.kind == "script" and body.parts[0].kind == "paren" and (
        body.parts[0].value == "|" and write_latex(body.parts[2]) == "2")
    if not squared:
        return None
    value = table.term(left)
    symbol, inside, lower, upper = value.args
    if lower is not neg(INFINITY) or upper is not INFINITY:
        return None
    return Term("square_integrable", (), (symbol, inside.args[0].args[0]))


def for_all(table: Elaborator, node: Node) -> Term:
    """``\\forall n, k:`` and ``\\forall x \\in \\mathbb{R}:``, outermost first."""
    names, body = node.parts
    if names.kind == "chain" and names.ops == ("\\le", "\\le") and node.value == "\\forall":
        return between(table, names, body)
    sort = None
    if names.kind == "chain" and names.ops == ("\\in",):
        sort = SETS.get(write_latex(names.parts[1]))
        if sort is None:
            raise NotRead("a set that is not one of R, C, N_0, Z", names.parts[1].span)
        names = names.parts[0]
    elif names.kind == "chain" and names.ops == (">",) and write_latex(names.parts[1]) == "0":
        sort, names = "P", names.parts[0]
    letters = names.parts if names.kind == "list" else (names,)
    symbols = []
    for letter in letters:
        known = table.lookup(letter)
        if sort is not None and (known is None or known[0].sort != sort):
            symbol = Term("sym", (calculus.symbol_name(write_latex(letter)), sort))
        elif known is None or known[0].head != "sym":
            raise NotRead(f"{write_latex(letter)} is not declared", letter.span,
                          f"{write_latex(letter)} in R")
        else:
            symbol = known[0]
        symbols.append(symbol)
        table.bound.append((write_latex(letter), symbol))
    formula = table.term(body)
    for symbol in reversed(symbols):
        table.bound.pop()
        if node.value == "\\exists":
            formula = Term("not", (), (Term("forall", (), (symbol, opposite(formula))),))
        else:
            formula = Term("forall", (), (symbol, formula))
    return formula


def between(table: Elaborator, names: Node, body: Node) -> Term:
    """``\\forall 1 \\le n \\le N:`` for natural n."""
    low, letter, high = names.parts
    lower, upper = table.term(low), table.term(high)
    symbol = calculus.apart(calculus.bound_symbol(table, letter, "N0"), letter, (lower, upper))
    return Term("forall_in", (), (
        symbol, calculus.within_scope(table, letter, symbol, body), lower, upper))


def opposite(formula: Term) -> Term:
    """The negation of a formula, as it is said."""
    known = {"eq": "ne", "ne": "eq"}.get(formula.head)
    return Term(known, (), formula.args) if known else Term("not", (), (formula,))


def negation(table: Elaborator, node: Node) -> Term:
    return Term("not", (), (table.term(node.parts[0]),))


def links(table: Elaborator, node: Node) -> list[Link]:
    """The links of a chain ``a = b \\le c``; a formula without a relation has none."""
    if node.kind != "chain" or node.value == "arrow":
        raise NotRead("not a chain of relations", node.span)
    sides = [table.term(part) for part in node.parts]
    result = []
    for place, sign in enumerate(node.ops):
        first, second = node.parts[place], node.parts[place + 1]
        result.append(Link(sign, sides[place], sides[place + 1],
                           (first.span[0], second.span[1]), first.span, second.span))
    return result
