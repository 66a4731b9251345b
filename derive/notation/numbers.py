"""Numbers, roots, factorials, cotangents, the greater of two: from the tree to terms."""

from __future__ import annotations

from typing import TYPE_CHECKING

from derive.notation import matrix_reading
from derive.notation.errors import NotRead
from derive.notation.tree import NOTHING, Node, factors_of
from derive.terms.build import div, le, power, sqrt, term
from derive.terms.term import Term

if TYPE_CHECKING:
    from derive.notation.elaborate import Elaborator, Found


#: quotients of functions that have a head
QUOTIENTS = {"\\cot": ("cos", "sin"), "\\sec": ("", "cos"), "\\csc": ("", "sin"),
             "\\coth": ("cosh", "sinh")}
GREATEST = ("\\max", "\\min")


def number(table: Elaborator, node: Node) -> Term:
    """Digits; decimals are a fraction with a power of ten below."""
    whole, _, decimals = node.value.partition(".")
    if not decimals:
        return term(int(whole))
    return div(int(whole + decimals), 10 ** len(decimals))


def check_mixed(digits: Node, after: Node) -> None:
    if after.kind == "number":
        raise NotRead("two numbers side by side; write \\cdot between them",
                      (digits.span[0], after.span[1]))
    if after.kind == "frac" and all(p.kind == "number" for p in after.parts):
        raise NotRead("a mixed number or a product? write + or \\cdot",
                      (digits.span[0], after.span[1]))


def root(table: Elaborator, node: Node) -> Term:
    radicand, index = node.parts
    inside = table.term(radicand)
    if inside.shape is not None and not index:
        return matrix_reading.entry_by_entry("sqrt", inside, node)
    return power(inside, div(1, table.term(index))) if index else sqrt(inside)


def binomial(table: Elaborator, node: Node) -> Term:
    return Term("binomial", (), tuple(table.term(p) for p in node.parts))


def factorial(table: Elaborator, node: Node) -> Term:
    if node.parts[0].kind == "fact":
        raise NotRead("two readings: a factorial of a factorial, or three in a row? write "
                      "parentheses", node.span)
    head = "doublefactorial" if node.value == "!!" else "factorial"
    return Term(head, (), (table.term(node.parts[0]),))


def kronecker(table: Elaborator, node: Node) -> Term:
    """``\\delta_{mn}`` and ``\\delta_{m, n+1}``."""
    _, sub, sup = node.parts
    items = sub.parts if sub.kind == "list" else factors_of(sub)
    simple = sub.kind == "list" or all(p.kind in ("name", "number") for p in items)
    if len(items) != 2 or not simple:
        raise NotRead("a Kronecker delta has two indices; separate them by a comma", sub.span)
    return table.raised(Term("delta", (), tuple(table.term(p) for p in items)), sup)


def greatest(table: Elaborator, name: str, argument: Node) -> Term:
    """``\\max(a, b)``: a where b <= a, and b elsewhere."""
    inside = argument.parts[0] if argument.kind == "paren" else NOTHING
    if inside.kind != "list" or len(inside.parts) != 2:
        raise NotRead(f"{name} is read of two numbers in parentheses", argument.span)
    a, b = (table.term(part) for part in inside.parts)
    return Term("cases", (), (a, le(b, a) if name == "\\max" else le(a, b), b))


def of_quotient(name: str, argument: Term) -> Term:
    above, below = QUOTIENTS[name]
    return div(Term(above, (), (argument,)) if above else 1, Term(below, (), (argument,)))


def hang(table: Elaborator, value: Term, argument: Node) -> Term:
    """The scripts and factorials after the parenthesis, put on the value."""
    chain: list[Node] = []
    while argument.kind in ("script", "fact"):
        chain.append(argument)
        argument = argument.parts[0]
    for node in reversed(chain):
        if node.kind == "fact":
            if node.value != "!":
                raise NotRead("a double factorial has no term yet", node.span)
            value = Term("factorial", (), (value,))
            continue
        _, sub, sup = node.parts
        if sub or node.value not in ("", "0"):
            raise NotRead("a subscript or prime after the argument of a function", node.span)
        value = table.raised(value, sup)
    return value


def alone(table: Elaborator, written: str, found: Found, argument: Node) -> Term | None:
    """A letter that is a number where nothing follows it and a function elsewhere: p and p(x)."""
    value = table.notation.meaning(matrix_reading.BARE + written)
    if value is None or value.head != "sym" or found.primes or found.sub:
        return None
    if not argument:
        return table.raised(value, found.sup)
    inside = argument.parts[0]
    if inside.kind == "list" or inside.kind == "name" or (
            inside.kind == "script" and not inside.parts[2]):
        return None
    raise NotRead(f"two readings: the number {written} times the parenthesis, or the function "
                  f"{written}?", argument.span)
