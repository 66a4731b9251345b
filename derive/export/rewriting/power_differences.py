"""Powers less powers: ``(1 + w)^n - 1``, ``a^p - b^p``, cube roots.

``x ** n - 1`` loses what x is off from 1 by; ``expm1(n log1p(w))`` does not. Next: ``rules``.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from derive.export.program import Const, Expr, Op, const
from derive.export.rewriting.normal_sums import (
    ONE,
    Factors,
    add_up,
    difference,
    factors,
    op,
    terms,
    with_rest,
)


def of_powers(parts: list[Factors]) -> Iterator[Expr]:
    """Two summands ``c a^p`` and ``-c b^p`` as one product; b may be 1."""
    for i, first in enumerate(parts):
        for j, second in enumerate(parts):
            if i == j or first.number != -second.number:
                continue
            one, other = first.powers - second.powers, second.powers - first.powers
            if len(one) != 1 or len(other) > 1:
                continue
            (base, count), = one
            common = Factors(first.number, first.powers & second.powers).expression
            rest = [p for k, p in enumerate(parts) if k not in (i, j)]
            for form in _apart(power_in(base, count), power_in(*next(iter(other)))
                               if other else None):
                yield with_rest(rest, op("mul", common, form))


def power_in(base: Expr, count: int) -> tuple[Expr, Expr]:
    """a and p where ``base ** count`` is a^p."""
    if isinstance(base, Op) and base.name in ("pow", "sqrt"):
        exponent = base.args[1] if base.name == "pow" else Const(Fraction(1, 2))
        return base.args[0], op("mul", const(count), exponent) if count != 1 else exponent
    return base, const(count)


def _apart(first: tuple[Expr, Expr], second: tuple[Expr, Expr] | None) -> Iterator[Expr]:
    a, p = first
    whole = isinstance(p, Const) and p.value.denominator == 1
    if second is None and not (whole and (p == const(1) or ONE not in terms(a))):
        yield op("expm1", op("mul", p, logarithm(a)))
    if second is None or second[1] != p or whole:
        return
    b, _ = second
    ratio = op("log1p", op("div", add_up(difference(a, b)), b))
    yield op("mul", op("pow", b, p), op("expm1", op("mul", p, ratio)))
    if isinstance(p, Const) and p.value.numerator == 1 and 2 < p.value.denominator <= 5:
        n = p.value.denominator
        below = [factors(op("mul", op("pow", a, Const(Fraction(n - 1 - j, n))),
                            op("pow", b, Const(Fraction(j, n))))).expression for j in range(n)]
        yield op("div", add_up(difference(a, b)), op("add", *below))


def of_power(base: Expr, exponent: Expr) -> Iterator[Expr]:
    """``(1 + w)^v = exp(v log1p(w))``, for w near 0 and large v."""
    if ONE in terms(base) and not isinstance(exponent, Const):
        yield op("exp", op("mul", exponent, logarithm(base)))


def logarithm(a: Expr) -> Expr:
    """log a, from what a is off from 1 by where that is among its summands."""
    parts = terms(a)
    if ONE in parts and len(parts) > 1:
        return op("log1p", add_up([p for p in parts if p != ONE]))
    return op("log", a)
