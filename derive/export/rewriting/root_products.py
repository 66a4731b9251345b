"""A polynomial as the product over its roots: the form that keeps relative accuracy beside them.

An expanded polynomial of degree 20 has lost several digits, and one of degree 50 all of them;
Horner's rule is no better. The roots are isolated by flint in balls and rounded once; conjugate
pairs and pairs +-r become quadratic factors with real numbers. What the rounded roots leave over
is added as a polynomial with tiny coefficients, so the form is equal to the given one exactly.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from flint import fmpq, fmpq_poly

from derive.export.oracle import precision
from derive.export.program import Const, Expr, Op, const
from derive.export.rewriting.normal_sums import terms

LARGEST = 80  # degree
_BITS = 160


def root_product(node: Expr) -> Expr | None:
    """The product, or None where the expression is no polynomial of degree 3 or more."""
    if not isinstance(node, Op) or node.name not in ("add", "sub"):
        return None
    found: dict[int, Fraction] = {}
    bases: set[Expr] = set()
    for part in terms(node):
        if len(part.powers) > 1 or any(count < 0 for _, count in part.powers):
            return None
        bases.update(base for base, _ in part.powers)
        found[next((count for _, count in part.powers), 0)] = part.number
    if len(bases) != 1 or not 3 <= max(found) <= LARGEST:
        return None
    base, degree = bases.pop(), max(found)
    poly = fmpq_poly([fmpq(c.numerator, c.denominator)
                      for c in (found.get(k, Fraction(0)) for k in range(degree + 1))])
    with precision(_BITS):
        roots: Any = poly.complex_roots()
        factors = [f for root, count in roots for f in [root] * count]
        parts = list(_real_factors(factors))
    lead = (Const(found[degree]),) if found[degree] != 1 else ()
    product = fmpq_poly([fmpq(found[degree].numerator, found[degree].denominator)])
    for piece in parts:
        product *= _expanded(piece)
    rest = poly - product
    whole: Expr = Op("mul", (*lead, *(_factor(piece, base) for piece in parts)))
    return Op("add", (whole, _horner(rest, base))) if rest else whole


#: x - a, x^2 - a, or (x - a)^2 + b
Part = tuple[int, Fraction, Fraction]


def _nearest(ball: Any) -> Fraction:
    return Fraction(float(ball.mid()))


def _rational(value: Fraction) -> fmpq:
    return fmpq(value.numerator, value.denominator)


def _expanded(part: Part) -> fmpq_poly:
    kind, a, b = part
    if kind == 1:
        return fmpq_poly([-_rational(a), 1])
    if kind == 2:
        return fmpq_poly([-_rational(a), 0, 1])
    return fmpq_poly([_rational(a * a + b), -2 * _rational(a), 1])


def _factor(part: Part, x: Expr) -> Expr:
    kind, a, b = part
    if kind == 2:
        return Op("sub", (Op("mul", (x, x)), Const(a)))
    moved = Op("sub", (x, Const(a))) if a else x
    return moved if kind == 1 else Op("add", (Op("mul", (moved, moved)), Const(b)))


def _horner(poly: fmpq_poly, x: Expr) -> Expr:
    """The polynomial by Horner's rule; in x^2 where it is even or odd."""
    values = [Fraction(int(c.p), int(c.q)) for c in poly.coeffs()]
    low = next(k for k, v in enumerate(values) if v)
    even = not any(values[low + 1::2])
    values, step = (values[low::2], Op("mul", (x, x))) if even else (values[low:], x)
    result: Expr = Const(values[-1])
    for value in values[-2::-1]:
        result = Op("add", (Const(value), Op("mul", (step, result))))
    return Op("mul", (Op("pow", (x, const(low))), result)) if low else result


def _real_factors(roots: list[Any]) -> Iterator[Part]:
    real = [r.real for r in roots if r.imag == 0]
    zero = Fraction(0)
    positive = [r for r in real if r > 0]
    negative = [r for r in real if r < 0]
    yield from ((1, zero, zero) for r in real if r == 0)
    for r in positive:
        partner = next((s for s in negative if (r + s).contains(0)), None)
        if partner is None:
            yield 1, _nearest(r), zero
        else:
            negative.remove(partner)
            yield 2, _nearest(r * r), zero
    yield from ((1, _nearest(r), zero) for r in negative)
    for z in roots:
        if z.imag > 0:  # with its conjugate: (x - a)^2 + b does not cancel
            yield 3, _nearest(z.real), _nearest(z.imag * z.imag)


def with_root_products(node: Expr) -> Expr:
    """The expression with every polynomial in it as a product over its roots."""
    product = root_product(node)
    if product is not None:
        return product
    return Op(node.name, tuple(map(with_root_products, node.args))) if isinstance(node, Op) else (
        node)
