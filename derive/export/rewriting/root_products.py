"""A polynomial as the product over its roots: the form that keeps relative accuracy beside them.

An expanded polynomial of degree 20 has lost several digits, and one of degree 50 all of them;
Horner's rule is no better. The roots are isolated by flint in balls and rounded once; conjugate
pairs and pairs +-r become quadratic factors with real numbers.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from flint import fmpq, fmpq_poly

from derive.export.oracle import precision
from derive.export.program import Const, Expr, Op
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
        parts = list(_real_factors(factors, base))
    lead = Const(found[degree])
    return Op("mul", (lead, *parts)) if found[degree] != 1 else Op("mul", tuple(parts))


def _nearest(ball: Any) -> Const:
    return Const(Fraction(float(ball.mid())))


def _real_factors(roots: list[Any], x: Expr) -> Iterator[Expr]:
    square = Op("mul", (x, x))
    real = [r.real for r in roots if r.imag == 0]
    zeros = [r for r in real if r == 0]
    positive = [r for r in real if r > 0]
    negative = [r for r in real if r < 0]
    yield from (x for _ in zeros)
    for r in positive:
        partner = next((s for s in negative if (r + s).contains(0)), None)
        if partner is None:
            yield Op("sub", (x, _nearest(r)))
        else:
            negative.remove(partner)
            yield Op("sub", (square, _nearest(r * r)))
    for r in negative:
        yield Op("sub", (x, _nearest(r)))
    for z in roots:
        if z.imag > 0:  # with its conjugate: (x - a)^2 + b^2 does not cancel
            moved = Op("sub", (x, _nearest(z.real)))
            yield Op("add", (Op("mul", (moved, moved)), _nearest(z.imag * z.imag)))


def with_root_products(node: Expr) -> Expr:
    """The expression with every polynomial in it as a product over its roots."""
    product = root_product(node)
    if product is not None:
        return product
    return Op(node.name, tuple(map(with_root_products, node.args))) if isinstance(node, Op) else (
        node)
