"""Power series in one step e, cut off: a value with its exact derivatives along a curve.

Coefficients are numbers of python-flint (``nmod`` for a finite field, ``fmpq``, ``arb``). A
function is applied through its own Taylor coefficients at the first one. Next: ``matrix_values``.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any


class Truncated:
    """``c0 + c1 e + ... + ck e^k``, the rest dropped.

    >>> from flint import fmpq
    >>> x = Truncated([fmpq(3), fmpq(1), fmpq(0)])
    >>> [str(c) for c in (x * x / x + 1).coefficients], [str(c) for c in (x * x).coefficients]
    (['4', '1', '0'], ['9', '6', '1'])
    """

    __slots__ = ("coefficients",)

    def __init__(self, coefficients: list[Any]) -> None:
        self.coefficients = coefficients

    def like(self, number: Any) -> Truncated:
        """A constant with as many coefficients as this series has."""
        zero = self.coefficients[0] * 0
        return Truncated([zero + number] + [zero] * (len(self.coefficients) - 1))

    def _other(self, other: Any) -> Truncated:
        return other if isinstance(other, Truncated) else self.like(other)

    def __add__(self, other: Any) -> Truncated:
        second = self._other(other).coefficients
        return Truncated([a + b for a, b in zip(self.coefficients, second, strict=True)])

    __radd__ = __add__

    def __neg__(self) -> Truncated:
        return Truncated([-a for a in self.coefficients])

    def __sub__(self, other: Any) -> Truncated:
        return self + (-self._other(other))

    def __mul__(self, other: Any) -> Truncated:
        a, b = self.coefficients, self._other(other).coefficients
        return Truncated([sum((a[i] * b[k - i] for i in range(1, k + 1)), a[0] * b[k])
                          for k in range(len(a))])

    __rmul__ = __mul__

    def __truediv__(self, other: Any) -> Truncated:
        a, b = self.coefficients, self._other(other).coefficients
        quotient: list[Any] = []
        for k in range(len(a)):
            rest = a[k]
            for i in range(1, k + 1):
                rest = rest - b[i] * quotient[k - i]
            quotient.append(rest / b[0])  # ZeroDivisionError says that b[0] is zero
        return Truncated(quotient)

    def composed(self, taylor: Callable[[Any, int], list[Any]]) -> Truncated:
        """f(self), where ``taylor(c0, count)`` gives f, f', f''/2!, ... at c0."""
        order = len(self.coefficients) - 1
        coefficients = taylor(self.coefficients[0], order + 1)
        step = Truncated([self.coefficients[0] * 0, *self.coefficients[1:]])
        result = self.like(coefficients[order])
        for coefficient in reversed(coefficients[:order]):
            result = result * step + coefficient
        return result
