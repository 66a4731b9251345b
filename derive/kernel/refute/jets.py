"""Truncated Taylor series in one direction, over any numbers: how derivatives are evaluated.

A ``Jet`` of level d holds the first coefficients of a function of a small parameter. Its
coefficients are scalars or things of a lower level, so that a tower of jets differentiates in
several variables, nested as the term nests them. The number of coefficients says how much is
known; arithmetic keeps what stays known. Next: ``elementary``.
"""

from __future__ import annotations

from typing import Any, TypeAlias

from derive.kernel.refute.scalars import ZERO

#: a scalar, a jet, or a Gaussian (see ``gaussians``)
Value: TypeAlias = Any


def level(value: Value) -> int:
    """0 for a scalar; what has the higher level holds the other as a constant."""
    return getattr(value, "level", 0)


class Jet:
    """``coefficients[0] + coefficients[1] s + ...`` up to the coefficients that are known.

    >>> from flint import fmpq
    >>> s = variable(fmpq(3), 3, level=1)
    >>> [str(c) for c in (s * s).coefficients]
    ['9', '6', '1']
    """

    __slots__ = ("coefficients", "level")

    def __init__(self, level: int, coefficients: list[Value]) -> None:
        self.level = level
        self.coefficients = coefficients

    def __add__(self, other: Value) -> Value:
        if level(other) > self.level:
            return other.__radd__(self)
        if level(other) < self.level:
            return Jet(self.level, [self.coefficients[0] + other, *self.coefficients[1:]])
        return Jet(self.level, [a + b for a, b in
                                zip(self.coefficients, other.coefficients, strict=False)])

    __radd__ = __add__

    def __neg__(self) -> Jet:
        return Jet(self.level, [-a for a in self.coefficients])

    def __mul__(self, other: Value) -> Value:
        if level(other) > self.level:
            return other.__rmul__(self)
        if level(other) < self.level:
            return Jet(self.level, [a * other for a in self.coefficients])
        a, b = self.coefficients, other.coefficients
        return Jet(self.level, [_convolve(a, b, k) for k in range(min(len(a), len(b)))])

    __rmul__ = __mul__


def _convolve(a: list[Value], b: list[Value], k: int) -> Value:
    total = a[0] * b[k]
    for j in range(1, k + 1):
        total = total + a[j] * b[k - j]
    return total


def variable(at: Value, length: int, level: int) -> Jet:
    """The jet of the identity at a point, to so many coefficients."""
    one_and_zeros = [ZERO + 1, *[ZERO] * length]
    return Jet(level, [at, *one_and_zeros][:length])


def coefficient(value: Value, at_level: int, k: int) -> Value:
    """Coefficient k in the direction of a level; a value without that direction is constant."""
    if level(value) < at_level:
        return value if k == 0 else ZERO
    if level(value) > at_level:
        raise ArithmeticError("coefficients are taken from the outermost direction")
    return value.coefficients[k]


def differentiate(value: Value, at_level: int) -> Value:
    """The derivative of a jet in its own direction, one coefficient shorter."""
    if level(value) < at_level:
        return ZERO
    return Jet(at_level, [k * c for k, c in enumerate(value.coefficients)][1:])


def constant(value: Value) -> Value:
    """The value at the point itself: every small parameter put to zero."""
    while isinstance(value, Jet):
        value = value.coefficients[0]
    return value


def total_degree(value: Value) -> int:
    """The largest total degree in the small parameters that a tower of jets keeps."""
    if isinstance(value, Jet):
        return len(value.coefficients) - 1 + max(map(total_degree, value.coefficients))
    return 0
