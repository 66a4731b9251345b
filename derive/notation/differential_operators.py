r"""Derivatives that stand alone: ``\hat{p} = -i\hbar\frac{d}{dx}`` is an equation of operators.

A derivative with nothing behind it is an operator, and so is what is made of it by sums and
products; a number among them multiplies. Such an operator in parentheses acts on everything to
its right. What acts on what is never guessed: a sum of an operator and of a derivative that has
found its body inside (``\frac{d}{dx}x - x\frac{d}{dx}``) is asked. Next: ``operator_reading``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from derive.notation import applying, operator_calculus, operator_vectors, vectors
from derive.notation.alphabet import FUNCTIONS
from derive.notation.errors import NotRead
from derive.notation.tree import NOTHING, Node
from derive.terms import matrices
from derive.terms import operators as op
from derive.terms.build import add, mul, neg
from derive.terms.build import derivative as derivative_of
from derive.terms.build import symbol as symbol_of
from derive.terms.domains import sort_of
from derive.terms.matrices import matmul
from derive.terms.operator_forms import of_operators
from derive.terms.shapes import is_one
from derive.terms.term import Term

if TYPE_CHECKING:
    from derive.notation.calculus import Operator
    from derive.notation.elaborate import Elaborator

HIGHEST = 4
POSITIONS = frozenset("xyzrq")
ASKED = ("a derivative in one summand and an operator in another: does the derivative act on what "
         "follows? write brackets with a function behind them")


ASKED_BESIDE = ("an operator on one side, and on the other a derivative or an integral that is a "
                "number: does it act on what the operator acts on? write brackets")


ASKED_LETTER = "a letter that is a number is equal to an operator here: declare it, L operator"


def asked_beside(left: Term, right: Term) -> str:
    """What is open where one side is an operator: ``\\frac{d}{dx}x``, an integral of nothing, or a
    letter of a number on the other; empty where nothing is."""
    for a, b in ((left, right), (right, left)):
        if b.shape is not None or a.shape is None:
            continue
        if b.head == "sym" and contains(a):
            return ASKED_LETTER
        if any((t.head in ("derivative", "derivative_n") and contains(a)) or (
                t.head == "integral" and t.args[1].head == "int" and _operator(a))
                for t in b.walk()):
            return ASKED_BESIDE
    return ""


def _operator(value: Term) -> bool:
    return value.shape is not None and value.shape[0] is value.shape[1] and (
        of_operators(value.shape))


def contains(*values: Term) -> bool:
    """Whether a derivative that stands alone is in one of the terms."""
    return any(t.head == "partial" for v in values if v.shape is not None for t in v.walk())


def alone(table: Elaborator, letter: Node, order: Node) -> Term:
    """``\\frac{d^2}{dx^2}`` with nothing behind it."""
    if order and (order.kind != "number" or order.value not in ("1", "2", "3", "4")):
        raise NotRead(f"an operator by itself of an order that is not 1 to {HIGHEST}", order.span)
    found = table.find(letter) if letter.kind != "juxt" else None
    if found is not None and found.term.head == "fun" and not found.sup and not found.primes:
        variable = symbol_of(found.term.name, "R")  # r(x, y, z) as a coordinate
    else:
        variable = table.term(letter)
    if variable.shape is not None or variable.is_formula or not variable.free:
        raise NotRead("a derivative by what is no coordinate", letter.span)
    operator = op.partial(variable)
    times = int(order.value) if order else 1
    return operator if times == 1 else op.operator_power(operator, times)


def without_body(table: Elaborator, after: tuple[Node, ...], operator: Operator) -> Term | None:
    """A derivative with nothing behind it, or by an expression; None of any other."""
    letter = operator.variables[0][0]
    if letter.kind != "juxt":
        return None if after or operator.body else composed(table, operator)
    if operator.body:
        raise NotRead("the derivative by an expression, of what stands above the line",
                      operator.node.span)
    return by_expression(table, letter, after) if after else composed(table, operator)


def composed(table: Elaborator, operator: Operator, inside: Term | None = None) -> Term:
    """The operator of a derivative, before another operator if there is one."""
    factors = [alone(table, letter, order) for letter, order in operator.variables]
    if inside is not None:
        factors.extend(inside.args if inside.head == "matmul" else (inside,))
    return matmul(*factors) if len(factors) > 1 else factors[0]


def gradient(column: Term, squared: bool) -> Term:
    """``\\nabla`` and ``\\nabla^2`` alone, in the components of a vector."""
    parts = [op.partial(c) for c in column.args]
    if squared:
        return matrices.matadd(*(op.operator_power(p, 2) for p in parts))
    return op.operator_vector(*parts)


# -- arithmetic ------------------------------------------------------------------------------------


def total(summands: list[Term]) -> Term:
    """A sum with such operators: a number in it multiplies, a column of numbers entry by entry."""
    for s in summands:
        if s.shape is None and any(t.head in ("derivative", "derivative_n") for t in s.walk()):
            raise NotRead(ASKED)
    return matrices.matadd(*_alike(summands))


def multiplying(number: Term) -> Term:
    """A number beside operators; ``V(x)`` is what multiplies a function of x, x a question."""
    place = number.head == "call" and any(
        a.head == "sym" and a.name.partition("_")[0] in POSITIONS for a in number.args[1:])
    return op.times(number) if place else op.multiple(number)


def _alike(summands: list[Term]) -> list[Term]:
    if any(s.head == "opvector" or _space_vector(s) for s in summands):
        return [as_vector(s) for s in summands]
    return [op.times(s) if s.shape is None else s for s in summands]


def _space_vector(value: Term) -> bool:
    return value.shape is not None and operator_vectors.is_vector(value)


def as_vector(value: Term) -> Term:
    """A column of numbers beside a gradient as a vector of operators."""
    entries = vectors.components(value)
    if value.shape is not None and len(entries) == 3 and all(e.shape is None for e in entries):
        return op.operator_vector(*(op.times(e) for e in entries))
    if value.shape is None:
        raise NotRead("a number is added to a vector")
    return value


def product(factors: list[Term]) -> Term:
    """From the right: a number is acted upon by all operators before it, an operator composed.

    Raises NotRead where a ket, a bra or a column stands among them.
    """
    *before, value = factors
    if value.shape is not None and value.head != "opvector" and _column(value):
        raise NotRead("a differential operator before a column or a ket")
    for factor in reversed(before):
        value = _times(factor, value)
    return value


def _column(value: Term) -> bool:
    assert value.shape is not None
    return is_one(value.shape[0]) or is_one(value.shape[1])


def check_dot(node: Node, part: Node, new: list[Term]) -> None:
    """``(\\frac{d}{dx} + x)f\\cdot g``: whether the operator takes g along must not be open."""
    if part is not node.parts[-1] and len(new) > 1 and contains(*new) and new[-1].shape is None:
        raise NotRead("two readings: does the operator act on the factors after the dot? write "
                      "brackets", part.span)


def _times(factor: Term, value: Term) -> Term:
    if factor.shape is not None and _column(factor):
        raise NotRead("a differential operator beside a column or a ket")
    if value.shape is None:
        return mul(factor, *(value.args if value.head == "mul" else (value,))) if (
            factor.shape is None) else applied(factor, value)
    if factor.shape is None:
        if not of_operators(value.shape):
            return matrices.scale(factor, value)
        if _space_vector(value):
            return op.operator_vector(*(
                _times(factor, c) for c in operator_vectors.components(value)))
        if value.head == "matmul" and value.args[0].head == "times":
            first = value.args[0].args[1]
            joined = mul(factor, *(first.args if first.head == "mul" else (first,)))
            return matmul(op.times(joined), *value.args[1:])
        factor = op.times(factor)
    if not of_operators(value.shape) or _space_vector(value) or _space_vector(factor):
        raise NotRead("an operator beside a vector of operators: which product?")
    behind = value.args if value.head == "matmul" else (value,)
    return matmul(*(factor.args if factor.head == "matmul" else (factor,)), *behind)


def applied(operator: Term, value: Term) -> Term:
    """What an operator makes of a number that depends on the coordinates."""
    head, args = operator.head, operator.args
    if head == "times":
        return mul(args[1], value)
    if head == "identity":
        return value
    if not contains(operator) and head != "opvector" and not (
            head in ("scale", "matadd") and any(t.head == "times" for t in operator.walk())):
        return operator_calculus.on_function([operator], value)[0]
    if head == "partial":
        if args[1].head != "sym" or args[1] not in value.free:
            raise NotRead(f"what the operator acts on does not depend on {args[1]} as it is "
                          "declared")
        return derivative_of(args[1], value)
    if head == "oppow" and args[0].head == "partial" and sort_of(args[1]) == "N0":
        if args[0].args[1] not in value.free:
            raise NotRead(f"what the operator acts on does not depend on {args[0].args[1]} as it "
                          "is declared")
        letter, count = args[0].args[1], args[1]
        return derivative_of(letter, value, count.value) if count.head == "int" else Term(
            "derivative_n", (), (letter, value, count, letter))
    if head == "oppow" and args[1].head == "int" and str(args[1].value) in "1234":
        for _ in range(int(str(args[1].value))):
            value = applied(args[0], value)
        return value
    if head == "matadd":
        parts = [applied(a, value) for a in args]
        return add(*parts) if parts[0].shape is None else matrices.matadd(*parts)
    if head == "scale":
        inner = applied(args[1], value)
        return mul(args[0], inner) if inner.shape is None else matrices.scale(args[0], inner)
    if head == "matmul":
        for factor in reversed(args):
            value = _times(factor, value)
        return value
    if head == "opvector":
        return matrices.grid(*((applied(a, value),) for a in args))
    if head == "commutator":
        a, b = args
        return add(applied(matmul(a, b), value), neg(applied(matmul(b, a), value)))
    return operator_calculus.on_function([operator], value)[0]


# -- by an expression ------------------------------------------------------------------------------


def by_expression(table: Elaborator, letter: Node, after: tuple[Node, ...]) -> Term:
    """``\\frac{\\partial}{\\partial\\cos\\theta}P_l(\\cos\\theta)``: by the argument of a function.

    Raises NotRead where what follows is not one function taken at that expression.
    """
    by = table.term(letter)
    inside = applying.factors(table, after)
    if len(inside) == 1 and inside[0].head == "call":
        value = inside[0]
        where = [i for i, a in enumerate(value.args[1:]) if a is by]
        rest = [a for a in value.args[1:] if a is not by]
        if len(where) == 1 and not any(a.free & by.free for a in rest):
            orders = [int(o) for o in value.data if isinstance(o, int)]
            orders[where[0]] += 1
            return Term("call", tuple(orders), value.args)
    raise NotRead("the derivative by an expression, of what is no function of just this",
                  letter.span)


def by_function(below: tuple[Node, ...]) -> tuple[tuple[Node, Node], ...] | None:
    """The expression in ``\\partial\\cos\\theta``: a function that LaTeX knows, and a letter."""
    if len(below) == 3 and below[0].is_name("\\partial") and below[1].kind == "name" and (
            below[1].value in FUNCTIONS and below[2].kind in ("name", "accent")):
        span = (below[1].span[0], below[2].span[1])
        return ((Node("juxt", below[1:], span=span), NOTHING),)
    return None
