"""Logarithms: of quotients near 1, of sums of exponentials, their differences.

Sources: Higham 2002, *Accuracy and Stability of Numerical Algorithms*, section 1.14; Maechler 2012,
"Accurately computing log(1 - exp(-|a|))". Next: ``rules``.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from derive.export.program import Expr, Op, const
from derive.export.rewriting.normal_sums import (
    MINUS,
    ONE,
    Factors,
    add_up,
    difference,
    factors,
    negative,
    op,
    plus,
    terms,
    with_rest,
)


def of_logarithms(parts: list[Factors]) -> Iterator[Expr]:
    """``log a - b = log(a e^-b)`` and ``c log a - c log b = c log(a/b)``."""
    logs = [(k, *found) for k, part in enumerate(parts) if (found := _log_in(part)) is not None]
    for i, first, inside in logs:
        for j, second, argument in logs:
            if i < j and first.powers == second.powers and abs(first.number) == abs(second.number):
                ratio = factors(inside).times(factors(argument), int(second.number / first.number))
                rest = [p for k, p in enumerate(parts) if k not in (i, j)]
                yield with_rest(rest, op("mul", first.expression, op("log", ratio.expression)))
        if len(logs) == 1 and len(parts) > 1 and not first.powers and abs(first.number) == 1:
            shift = add_up([p.times(first) for k, p in enumerate(parts) if k != i])
            scaled = plus(t.times(factors(op("exp", shift))) for t in terms(inside))
            yield op("mul", first.expression, op("log", add_up(scaled)))


def _log_in(part: Factors) -> tuple[Factors, Expr] | None:
    """c and a where the product is c log a."""
    for base, count in part.powers:
        if isinstance(base, Op) and base.name == "log" and count == 1:
            return Factors(part.number, part.powers - {(base, count)}), base.args[0]
    return None


def of_logarithm(argument: Expr) -> Iterator[Expr]:
    """Forms of ``log`` of an argument."""
    product = factors(argument)
    yield from _of_quotient(product)
    below = [(b, c) for b, c in product.powers
             if c == -1 and isinstance(b, Op) and b.name == "add"]
    if len(below) == 1 and product.number > 0:  # log(a/(b + c)) = -log(b/a + c/a)
        above = product.times(factors(below[0][0]))
        inverse = plus(t.times(above, -1) for t in terms(below[0][0]))
        yield op("neg", op("log", add_up(inverse)))
    if isinstance(argument, Op) and argument.name == "cosh":
        u = argument.args[0]
        root = op("sinh", op("div", u, const(2)))
        yield op("log1p", op("mul", const(2), root, root))
        yield op("sub", op("logaddexp", u, negative(u)), op("log", const(2)))
    parts = terms(argument)
    if len(parts) > 1:
        ones = [p for p in parts if p == ONE]
        rest = [p for p in parts if p != ONE]
        if ones:
            yield op("log1p", add_up(rest))
        number = parts[0].number
        if number > 0 and number != 1 and all(p.number == number for p in parts):
            rest = [Factors(Fraction(1), p.powers) for p in parts]
            yield op("add", op("log", const(number)), op("log", add_up(rest)))
        if len(parts) == 2:
            yield from _of_two(*parts)
            yield from _of_two(*parts[::-1])
        exponents = [exponent_of(p) for p in parts]
        if all(e is not None for e in exponents):
            yield from _log_sum_exp([e for e in exponents if e is not None])


def _of_quotient(product: Factors) -> Iterator[Expr]:
    """``log(a/b) = log1p((a - b)/b)``, and ``log(c e^u) = u + log c``."""
    above, below = (Factors(Fraction(number), frozenset(
        (b, abs(c)) for b, c in product.powers if c * sign > 0)) for number, sign in (
            (product.number.numerator, 1), (product.number.denominator, -1)))
    if below != ONE and product.number > 0:
        apart = difference(above.expression, below.expression)
        yield op("log1p", op("div", add_up(apart), below.expression))
    for base, count in product.powers:
        if isinstance(base, Op) and base.name == "exp":
            rest = product.times(factors(base), -count)
            exponent = op("mul", const(count), base.args[0])
            yield exponent if rest == ONE else op("add", exponent, op("log", rest.expression))


def _of_two(first: Factors, second: Factors) -> Iterator[Expr]:
    """``log(e^u - e^v) = u + log(1 - e^(v-u))``, and ``log(u + sqrt(u^2 + 1)) = arcsinh u``."""
    u, v = exponent_of(first), exponent_of(second.times(MINUS))
    if u is not None and v is not None:
        yield op("add", u, op("log", op("neg", op("expm1", add_up(difference(v, u))))))
    if second.number == 1 and len(second.powers) == 1:
        (root, count), = second.powers
        side = first.expression
        if isinstance(root, Op) and root.name == "sqrt" and count == 1 and (
                difference(root.args[0], op("mul", side, side)) == [ONE]):
            yield op("arcsinh", side)


def exponent_of(part: Factors) -> Expr | None:
    """u where the product is e^u (0 for the number 1)."""
    if part == ONE:
        return const(0)
    if part.number == 1 and len(part.powers) == 1:
        (base, count), = part.powers
        if isinstance(base, Op) and base.name == "exp" and count == 1:
            return base.args[0]
    return None


def _log_sum_exp(exponents: list[Expr]) -> Iterator[Expr]:
    """``log(e^u + e^v + ...)``; with a term 1, small sums by log1p, which keeps their digits."""
    zero = [e for e in exponents if e == const(0)]
    others = [e for e in exponents if e != const(0)]
    result = others[0] if others else const(0)
    for other in others[1:]:
        result = op("logaddexp", other, result)
    for other in zero if others else zero[1:]:
        result = op("logaddexp", other, result)
    if len(zero) != 1 or len(others) < 2:
        yield result
        return
    largest = others[0]
    for other in others[1:]:
        largest = op("maximum", largest, other)
    small = op("log1p", op("add", *(op("exp", e) for e in others)))
    yield op("where", op("less", largest, const(30)), small, result)
