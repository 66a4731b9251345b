r"""Operators that depend on numbers: derivatives, tensor products, states with continuous labels.

``\frac{d}{dt}|\psi(t)\rangle`` is a ket, ``\int dp\,|p\rangle\langle p|`` runs over all values
that the label takes, ``|+\rangle_1`` is the state of one part, and a mean value changes with time
where the text differentiates one. Which of these a text uses is a custom of its notation. Next:
``operator_reading``.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from derive.notation import applying, calculus, operator_states, represented
from derive.notation.errors import NotRead
from derive.notation.tree import NOTHING, Node, factors_of
from derive.notation.write_latex import write_latex
from derive.terms import operators as op
from derive.terms.build import sqrt
from derive.terms.build import symbol as symbol_of
from derive.terms.domains import sort_of
from derive.terms.matrices import matmul
from derive.terms.shapes import is_one
from derive.terms.term import Term

if TYPE_CHECKING:
    from derive.notation.calculus import Operator
    from derive.notation.elaborate import Elaborator

#: the letter of which mean values are functions, among the meanings of a notation
MEANS = "\\langle\\cdot\\rangle"
#: among the constants of a notation: the text speaks of parts, ``1(2)``, ``|a\rangle|b\rangle``
PARTS = "1(\\cdot)"
#: ... and integrates over this letter, a continuous label, without bounds
OVER = "\\int d"
#: functions that operators act on; V(t) beside an operator may as well be a number
WAVES = re.compile(r"(?:bar|tilde)?(?:psi|phi|varphi|Psi|Phi|chi|Y)(?:_.*)?")


def of_time(table: Elaborator, value: Term) -> Term:
    """``\\langle A \\rangle`` as a function of the letter by which the text differentiates it."""
    return op.expectation(value, table.notation.meaning(MEANS))


def derivative(body: Term, variables: list[tuple[Term, Node]]) -> Term:
    """The derivative of an operator or ket, the last variable innermost."""
    for symbol, order in reversed(variables):
        if order and (order.kind != "number" or order.value not in ("1", "2", "3")):
            raise NotRead("a derivative of an operator of an order that is not 1, 2 or 3",
                          order.span)
        if symbol not in body.free:
            raise NotRead(f"this operator does not depend on {symbol.name} as it is declared")
        for _ in range(int(order.value) if order else 1):
            body = op.operator_derivative(symbol, body)
    return body


def by_itself(table: Elaborator, node: Node, variable: Term) -> Term | None:
    """``\\hat{f}`` above the line of a derivative, where ``\\hat{f}(\\lambda)`` is an operator."""
    found = table.find(node)
    if found is None or found.term.head != "operator" or found.term.data[1] != "(" or (
            len(found.term.args) != 1 or found.sub or found.sup or found.primes):
        return None
    return Term("operator", found.term.data, (found.term.args[0], variable))


def along(table: Elaborator, operator: Operator, after: tuple[Node, ...]) -> Term | None:
    """``\\frac{\\partial}{\\partial x}\\hat{V}(\\hat{x})`` is ``V'(\\hat{x})``: by its operator."""
    letter, times = operator.variables[0]
    parts = operator.body or after
    if len(operator.variables) != 1 or times or len(parts) != 2 or parts[1].kind != "paren":
        return None
    hatted = letter if letter.kind == "accent" else Node("accent", (letter,), "\\hat")
    if hatted.value != "\\hat" or write_latex(parts[1].parts[0]) != write_latex(hatted):
        return None
    value = table.term(Node("juxt", parts))
    if value.head != "opfun" or value.args[1].head != "operator":
        return None
    order = value.data[0]
    assert isinstance(order, int)
    return Term("opfun", (order + 1,), value.args)


def on_function(factors: list[Term], value: Term) -> tuple[Term, list[Term]]:
    """``\\hat{p}\\psi(x)``: the value of (p psi) at x, and the factors that stand before it."""
    first = next((i + 1 for i in reversed(range(len(factors)))
                  if any(map(is_one, factors[i].shape or ()))), 0)
    acting = factors[first:]
    points = [a for a in value.args[1:] if sort_of(a) in ("R", "P")] if value.head == "call" else []
    wave = WAVES.fullmatch(value.args[0].name) if points else None
    if wave is None or any(value.data) or any(p.head != "sym" for p in points) or (
            {p.name for p in points} == {"t"}) or len(set(points)) < len(points) or any(
            a.head == "opvector" for a in acting):
        raise NotRead("does the operator act on the function after it, or multiply it? "
                      "write the state as a ket")
    return op.acted(matmul(*acting), value), factors[:first]


# -- parts of a system -----------------------------------------------------------------------


def one_of_part(table: Elaborator, parts: tuple[Node, ...], place: int) -> bool:
    """``1(2)``: the identity of the second part, in a text that speaks of parts."""
    if place + 1 >= len(parts):
        return False
    part, following = parts[place:place + 2]
    return part.kind == "number" and part.value == "1" and PARTS in table.notation.constants and (
        following.kind == "paren" and following.value == "("
        and following.parts[0].kind == "number")


def ket_of_part(table: Elaborator, node: Node) -> Term | None:
    """``|+\\rangle_1``: the state of the first part; as a term it is ``|+(1)\\rangle``."""
    base, sub, sup = node.parts
    if base.kind not in ("ket", "bra") or sub.kind != "number" or sup or int(node.value or 0):
        return None
    value = table.term(base)
    inner = value.args[0] if base.kind == "bra" else value
    if inner.head != "ket" or len(inner.args) != 1 or inner.data[1]:
        raise NotRead("a subscript on a state with labels: a part, or another label?", node.span)
    state = Term("ket", (inner.name, "("), (*inner.args, table.term(sub)))
    return op.adjoint(state) if base.kind == "bra" else state


def derivative_of_state(table: Elaborator, middle: list[Node], last: Node) -> Term | None:
    """``\\langle p|\\frac{d}{dt}|\\psi(t)\\rangle``: the derivative of the ket."""
    if len(middle) != 1:
        return None
    operator = calculus.match(table, middle[0])
    if operator is None or operator.body:
        return None
    symbols = [(calculus.bound_symbol(table, letter, "R"), order)
               for letter, order in operator.variables]
    return derivative(operator_states.state(table, last), symbols)


def tensor(sides: list[Term], node: Node) -> Term:
    """``A \\otimes B \\otimes C``, from the left."""
    for place, (side, part) in enumerate(zip(sides, node.parts, strict=True)):
        acts = side.args[1] if side.head == "scale" else side
        if acts.head != "matmul" or part.kind != "juxt" or acts.shape is None:
            continue
        ket, bra = (is_one(acts.shape[i]) and not is_one(acts.shape[1 - i]) for i in (1, 0))
        if (ket and place < len(sides) - 1) or (bra and place):  # A|a> (x) |b>, <a| (x) <b|A
            raise NotRead("does the operator act on the whole product, or on its first factor? "
                          "write parentheses", part.span)
    value = sides[0]
    for side in sides[1:]:
        value = op.tensor(value, side)
    return value


def factors(table: Elaborator, parts: tuple[Node, ...]) -> list[Term]:
    """Factors side by side, where they may be states of parts or stand below an integral sign."""
    found = applying.factors(table, below_measures(parts))
    return side_by_side(table, represented.before_kets(table, found))


def below_measures(parts: tuple[Node, ...]) -> tuple[Node, ...]:
    """``\\langle x|\\int dp|p\\rangle\\langle p|A``: the integral is over all that follows.

    Its sign stands between the bars of a bracket, which so falls into a bra and a ket.
    """
    for place, part in enumerate(parts):
        last = factors_of(part.parts[1])[-1] if measured(part) else NOTHING
        if last:
            first, middle, label = part.parts
            rest = (Node("ket", (label,), span=part.span), *parts[place + 1:])
            inside = Node("juxt", rest, span=part.span) if len(rest) > 1 else rest[0]
            over = Node("integral", (*last.parts[:2], inside, last.parts[3]), last.value, (),
                        last.span)
            return (*parts[:place], Node("bra", (first,), span=part.span),
                    *factors_of(middle)[:-1], over)
    return parts


def measured(node: Node) -> bool:
    """Whether an integral sign with its measure, and nothing below it, ends before a bar."""
    if node.kind != "braket" or len(node.parts) != 3:
        return False
    last = factors_of(node.parts[1])[-1]
    return last.kind == "integral" and "first" in last.ops and (
        last.parts[2].kind == "number" and last.parts[2].span == last.parts[3].span)


def side_by_side(table: Elaborator, factors: list[Term]) -> list[Term]:
    """``|a\\rangle|b\\rangle`` are the states of two parts, in a text that speaks of parts."""
    if PARTS not in table.notation.constants:
        return factors
    result: list[Term] = []
    for factor in factors:
        pair = result and _same_side(result[-1], factor)
        if pair:
            result[-1] = op.tensor(result[-1], factor)
        else:
            result.append(factor)
    return result


def _same_side(a: Term, b: Term) -> bool:
    """Two kets, or two bras."""
    if a.shape is None or b.shape is None:
        return False
    return any(not is_one(a.shape[i]) and not is_one(b.shape[i]) and is_one(a.shape[1 - i])
               and is_one(b.shape[1 - i]) for i in (0, 1))


def length(value: Term) -> Term | None:
    """``|\\,|\\psi\\rangle\\,|``: the norm of a ket or bra."""
    if value.shape is None or sum(map(is_one, value.shape)) != 1:
        return None
    pair = (op.adjoint(value), value) if is_one(value.shape[1]) else (value, op.adjoint(value))
    return sqrt(op.bracket(*pair))


# -- continuous labels -----------------------------------------------------------------------


def over_labels(table: Elaborator, node: Node) -> tuple[Term, Term] | None:
    """The ends of ``\\int dp``, where the letter is a continuous label; they are not written."""
    lower, upper, _, variable = node.parts
    letter = write_latex(variable)
    if lower or upper or OVER + letter not in table.notation.constants:
        return None
    symbol = calculus.bound_symbol(table, variable, "R")
    return (symbol_of(f"first_{symbol.name}", "R"), symbol_of(f"last_{symbol.name}", "R"))
