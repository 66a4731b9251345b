"""Polynomials times exponentials of quadratics in one variable.

A ``Gaussian`` stands for a function of a variable of integration X: a sum of
``polynomial(X) exp(q1 X + q2 X^2)``. Evaluating an integrand on X itself gives one of these or
fails; its integral over a line or half-line then follows exactly (``moments``).
"""

from __future__ import annotations

from derive.kernel.refute.jets import Value, level
from derive.kernel.refute.scalars import ONE, ZERO, Unsupported

SUMMANDS, DEGREE = 64, 4096
#: (polynomial coefficients, q1, q2) for polynomial(X) exp(q1 X + q2 X^2)
Summand = tuple[list[Value], Value, Value]


class Gaussian:
    """A sum of polynomials times exponentials in the variable of its level."""

    __slots__ = ("level", "summands")

    def __init__(self, level: int, summands: list[Summand]) -> None:
        if len(summands) > SUMMANDS:
            raise Unsupported("too many different exponentials in an integrand")
        self.level = level
        self.summands = summands

    def __add__(self, other: Value) -> Value:
        if level(other) > self.level:
            return other.__radd__(self)
        added = list(self.summands)
        for poly, q1, q2 in summands(other, self.level):
            for position, (mine, p1, p2) in enumerate(added):
                if same(q1, p1) and same(q2, p2):
                    added[position] = (poly_add(mine, poly), p1, p2)
                    break
            else:
                added.append((poly, q1, q2))
        return Gaussian(self.level, added)

    __radd__ = __add__

    def __neg__(self) -> Gaussian:
        return Gaussian(self.level, [([-c for c in p], q1, q2) for p, q1, q2 in self.summands])

    def __mul__(self, other: Value) -> Value:
        if level(other) > self.level:
            return other.__rmul__(self)
        if level(other) < self.level:
            return Gaussian(self.level, [([c * other for c in p], q1, q2)
                                         for p, q1, q2 in self.summands])
        total: Value = Gaussian(self.level, [])
        for a, p1, p2 in self.summands:
            for b, q1, q2 in other.summands:
                total = total + Gaussian(self.level, [(poly_mul(a, b), p1 + q1, p2 + q2)])
        return total

    __rmul__ = __mul__

    def differentiate(self) -> Value:
        """The derivative in the variable, formally."""
        total: Value = Gaussian(self.level, [])
        for poly, q1, q2 in self.summands:
            slope = [k * c for k, c in enumerate(poly)][1:] or [ZERO]
            part = poly_add(slope, poly_mul(poly, [q1, q2 * 2]))
            total = total + Gaussian(self.level, [(part, q1, q2)])
        return total

    def polynomial(self) -> list[Value] | None:
        """The coefficients if no exponential is left, else ``None``."""
        if not self.summands:
            return [ZERO]
        (poly, q1, q2), *others = self.summands
        if others or not (same(q1, ZERO) and same(q2, ZERO)):
            return None
        while len(poly) > 1 and same(poly[-1], ZERO):
            poly = poly[:-1]
        return poly

    def slope(self) -> Value | None:
        """c, where this is c X."""
        poly = self.polynomial() if len(self.summands) == 1 else None
        return poly[1] if poly is not None and len(poly) == 2 and same(poly[0], ZERO) else None

    def stretched(self, poly: list[Value], slope: Value) -> Gaussian:
        """A polynomial, at c X: each coefficient times a power of c."""
        if len(poly) > DEGREE:
            raise Unsupported("a polynomial of too high a degree")
        coefficients, power = [poly[0]], slope
        for c in poly[1:]:
            coefficients.append(c * power)
            power = power * slope
        return Gaussian(self.level, [(coefficients, ZERO, ZERO)])

    def monomial(self) -> Summand:
        """The only summand, if its polynomial is a constant: what can be divided by."""
        poly = self.polynomial()
        if poly is not None and len(poly) == 1:
            return poly, ZERO, ZERO
        if len(self.summands) != 1 or len(self.summands[0][0]) != 1:
            raise Unsupported("an integrand that is not a polynomial times a Gaussian")
        return self.summands[0]


def generator(at_level: int) -> Gaussian:
    """The variable of integration itself."""
    return Gaussian(at_level, [([ZERO, ONE], ZERO, ZERO)])


def is_generator(value: Value) -> bool:
    if not isinstance(value, Gaussian) or len(value.summands) != 1:
        return False
    poly, q1, q2 = value.summands[0]
    wanted = (ZERO, ONE, ZERO, ZERO)
    return len(poly) == 2 and all(same(a, b) for a, b in zip((*poly, q1, q2), wanted, strict=True))


def summands(value: Value, at_level: int) -> list[Summand]:
    return value.summands if level(value) == at_level else [([value], ZERO, ZERO)]


def same(a: Value, b: Value) -> bool:
    """Certainly the same number; of balls only exact ones can be."""
    return a is b or (level(a) == level(b) == 0 and bool(a == b))


def poly_add(a: list[Value], b: list[Value]) -> list[Value]:
    if len(a) < len(b):
        a, b = b, a
    return [x + y for x, y in zip(a, b, strict=False)] + a[len(b):]


def poly_mul(a: list[Value], b: list[Value]) -> list[Value]:
    if len(a) + len(b) > DEGREE:
        raise Unsupported("a polynomial of too high a degree")
    product: list[Value] = [ZERO] * (len(a) + len(b) - 1)
    factors = [(j, y) for j, y in enumerate(b) if not same(y, ZERO)]
    for i, x in enumerate(a):
        if not same(x, ZERO):
            for j, y in factors:
                product[i + j] = product[i + j] + x * y
    return product
