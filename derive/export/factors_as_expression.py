"""A product with factorials, with its factors apart so that none leaves the range of floats.

``1/sqrt(2^n n!)`` overflows inside the root from n = 151 on and would silently be zero; as
``2^(-n/2) / sqrt(n!)`` it is right as far as n! itself is a number.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from derive.export.factors import Exponent, product_of
from derive.export.program import Const, ExportRefused, Expr, Named, Op, Var, const
from derive.terms import Term
from derive.terms.build import PI


def spread_factorials(term: Term, names: Mapping[Term, str], plain: Expr) -> Expr:
    """The term as a product of powers when it holds a factorial of the index, else ``plain``."""
    indices = [s for s in term.free if s.head == "sym" and s.sort == "N0"]
    if len(indices) != 1 or not any(t.head == "factorial" for t in term.walk()):
        return plain
    try:
        product = product_of(term, indices[0])
    except ExportRefused:
        return plain
    index = Var(names[indices[0]])
    above: list[Expr] = [] if product.sign > 0 else [const(-1)]
    below: list[Expr] = []
    for base, (slope, level) in product.powers:
        if isinstance(base, int):
            value: Expr = const(base)
        elif isinstance(base, Term):
            value = Named("pi") if base is PI else Var(names[base])
        elif base[0] == "factorial":
            value = Op("factorial", (_linear(index, (Fraction(1), Fraction(base[1]))),))
        else:
            value = _linear(index, (Fraction(base[1]), Fraction(base[-1])))
        inverse = slope < 0 or (slope == 0 and level < 0)
        sign = -1 if inverse else 1
        (below if inverse else above).append(_power(value, index, (sign * slope, sign * level)))
    top = Op("mul", tuple(above)) if len(above) > 1 else above[0] if above else const(1)
    for factor in below:  # one after the other: their product might overflow
        top = Op("div", (top, factor))
    return top


def _linear(index: Expr, exponent: Exponent) -> Expr:
    slope, level = exponent
    scaled = index if slope == 1 else Op("mul", (Const(slope), index))
    return scaled if not level else Op("add", (scaled, Const(level)))


def _power(base: Expr, index: Expr, exponent: Exponent) -> Expr:
    slope, level = exponent
    if slope:
        return Op("pow", (base, _linear(index, exponent)))
    if level == 1:
        return base
    return Op("sqrt", (base,)) if level == Fraction(1, 2) else Op("pow", (base, Const(level)))
