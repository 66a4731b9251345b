"""Exponentials that overflow: the logistic function, softmax, hyperbolic sums.

Next: ``rules``.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import permutations

from derive.export.program import Expr, Op, const
from derive.export.rewriting.logarithms import exponent_of
from derive.export.rewriting.normal_sums import (
    MINUS,
    ONE,
    Factors,
    add_up,
    factors,
    negative,
    of_number,
    op,
    plus,
    terms,
    with_rest,
)


def hyperbolic(parts: list[Factors]) -> Iterator[Expr]:
    """``c e^u + c e^-u = 2 c cosh u``, and with a minus 2 c sinh u."""
    for i, first in enumerate(parts):
        for j, second in enumerate(parts):
            quotient = second.times(first, -1)
            up = [b.args[0] for b, c in first.powers if isinstance(b, Op) and b.name == "exp"]
            if i == j or abs(quotient.number) != 1 or len(up) != 1:
                continue
            u = up[0]
            if quotient.powers == factors(op("exp", op("mul", const(-2), u))).powers:
                name = "cosh" if quotient.number == 1 else "sinh"
                common = first.times(factors(op("exp", u)), -1).times(of_number(Fraction(2)))
                rest = [p for k, p in enumerate(parts) if k not in (i, j)]
                yield with_rest(rest, op("mul", common.expression, op(name, u)))


def one_plus_exponential(base: Expr) -> Expr | None:
    if isinstance(base, Op) and base.name == "add" and len(base.args) == 2:
        for one, other in permutations(base.args):
            if one == const(1) and isinstance(other, Op) and other.name == "exp":
                return other.args[0]
    return None


def _square_of_sinh(product: Factors, table: dict[Expr, int]) -> Iterator[Expr]:
    """``e^u/(e^u - 1)^2 = 1/(2 sinh(u/2))^2``."""
    for base, count in product.powers:
        if not (isinstance(base, Op) and base.name == "add" and count == -2):
            continue
        parts = terms(base)
        grown = [p for p in parts if exponent_of(p) not in (None, const(0))]
        if len(parts) == 2 and len(grown) == 1 and of_number(Fraction(-1)) in parts and (
                table.get(grown[0].expression) == 1):
            u = exponent_of(grown[0])
            assert u is not None
            root = op("mul", const(2), op("sinh", op("div", u, const(2))))
            rest = product.times(factors(base), 2).times(grown[0], -1)
            for whole in (rest.times(factors(root), -2),):
                yield whole.expression
            half = rest.root()
            if half is not None:
                yield op("pow", half.times(factors(root), -1).expression, const(2))


def _square_of_cosh(product: Factors) -> Iterator[Expr]:
    """``1/cosh(u)^2 = 4 w/(1 + w)^2`` with w = e^(-2|u|)."""
    for base, count in product.powers:
        if isinstance(base, Op) and base.name == "cosh" and count == -2:
            small = op("exp", op("mul", const(-2), op("abs", base.args[0])))
            rest = product.times(factors(base), 2).expression
            yield op("mul", rest, op("div", op("mul", const(4), small), op(
                "pow", op("add", const(1), small), const(2))))


def _softmax(product: Factors) -> Iterator[Expr]:
    """``e^u/(e^u + e^v + ...) = 1/(1 + e^(v-u) + ...)``, or ``e^(u - log(e^u + e^v + ...))``."""
    for base, count in product.powers:
        if not (isinstance(base, Op) and base.name == "add" and count == -1):
            continue
        parts = terms(base)
        for part in parts:
            if exponent_of(part) not in (None, const(0)) and part.powers <= product.powers:
                below = add_up(plus(p.times(part, -1) for p in parts))
                above = product.times(factors(base)).times(part, -1)
                yield op("div", above.expression, below)
        for u in (exponent_of(p) for p in parts if len(parts) == 2 and MINUS in parts):
            if u is not None:  # e^u - 1
                above = product.times(factors(base)).times(factors(op("exp", negative(u))))
                yield op("neg", op("div", above.expression, op("expm1", negative(u))))
        exponents = [e for p in parts if (e := exponent_of(p)) is not None]
        if len(parts) > 1 and len(exponents) == len(parts) and (
                ONE not in parts or len(product.powers) == 1):
            total = exponents[0]
            for exponent in exponents[1:]:
                total = op("logaddexp", total, exponent)
            small = factors(op("exp", op("neg", total)))  # for results below 1e-308
            yield product.times(factors(base)).times(small).expression


def of_exponentials(product: Factors) -> Iterator[Expr]:
    """Quotients of exponentials that overflow: ``e^u/(1 + e^u)^2`` is even in u."""
    table = dict(product.powers)
    yield from _square_of_sinh(product, table)
    yield from _square_of_cosh(product)
    yield from _softmax(product)
    for base, count in product.powers:
        exponent = one_plus_exponential(base)
        if exponent is None or count >= 0:
            continue
        grown = op("exp", exponent)
        if table.get(grown) == 1 and count == -2:
            small = op("exp", op("neg", op("abs", exponent)))
            rest = product.times(factors(grown), -1).times(factors(base), 2)
            squared = op("pow", op("add", const(1), small), const(2))
            half = rest.root()
            if half is not None:
                small_half = op("exp", op("div", op("neg", op("abs", exponent)), const(2)))
                yield op("pow", op("mul", half.expression, op("div", small_half, op(
                    "add", const(1), small))), const(2))
            yield op("mul", rest.expression, op("div", small, squared))
        if table.get(grown) == 1 and count == -1:
            rest = product.times(factors(grown), -1).times(factors(base))
            flipped = op("add", const(1), op("exp", negative(exponent)))
            yield op("div", rest.expression, flipped)
