"""Exact power series about 0, for functions that cancel there.

Coefficients are rational numbers. A pole may occur on the way (``1/x``) when it cancels in the
end; a function whose series is not rational about 0 has none here.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from derive.export.program import Const, Expr, Op, Var

LENGTH = 36  # coefficients kept


class NoSeries(Exception):
    """The function has no series with rational coefficients about 0."""


@dataclass(frozen=True)
class Laurent:
    """``x^low * (c[0] + c[1] x + ...)`` with c[0] != 0, or zero when c is empty."""

    low: int
    c: tuple[Fraction, ...]

    @staticmethod
    def of(low: int, c: list[Fraction]) -> Laurent:
        start = next((i for i, v in enumerate(c) if v), len(c))
        return Laurent(low + start, tuple(c[start:start + LENGTH])) if start < len(c) else ZERO

    def at(self, power: int) -> Fraction:
        """The coefficient of x^power."""
        place = power - self.low
        return self.c[place] if 0 <= place < len(self.c) else Fraction(0)

    def __add__(self, other: Laurent) -> Laurent:
        if not self.c or not other.c:
            return self if self.c else other
        low = min(self.low, other.low)
        return Laurent.of(low, [self.at(p) + other.at(p) for p in range(low, low + 2 * LENGTH)])

    def __mul__(self, other: Laurent) -> Laurent:
        if not self.c or not other.c:
            return ZERO
        length = min(LENGTH, max(len(self.c), len(other.c)) + min(len(self.c), len(other.c)))
        c = [sum((self.c[i] * other.c[k - i] for i in range(k + 1)
                  if i < len(self.c) and k - i < len(other.c)), Fraction(0))
             for k in range(length)]
        return Laurent.of(self.low + other.low, c)

    def inverse(self) -> Laurent:
        if not self.c:
            raise NoSeries
        c = [1 / self.c[0]]
        for k in range(1, LENGTH):
            known = sum((self.c[i] * c[k - i] for i in range(1, min(k, len(self.c) - 1) + 1)),
                        Fraction(0))
            c.append(-known / self.c[0])
        return Laurent.of(-self.low, c)

    def into(self, outer: list[Fraction]) -> Laurent:
        """``sum outer[k] * self^k``; self must vanish at 0."""
        if self.c and self.low < 1:
            raise NoSeries
        result, power = Laurent.of(0, [outer[0]]), Laurent.of(0, [Fraction(1)])
        for value in outer[1:]:
            power = power * self
            if not power.c or power.low > LENGTH:
                break
            if value:
                result = result + power * Laurent.of(0, [value])
        return result


ZERO = Laurent(0, ())
_X = Laurent(1, (Fraction(1),))


def _exponential(signs: tuple[int, ...]) -> list[Fraction]:
    """``sum signs[k mod 4] x^k / k!``."""
    c, value = [], Fraction(1)
    for k in range(LENGTH + 1):
        c.append(signs[k % len(signs)] * value)
        value /= k + 1
    return c


def _binomial(exponent: Fraction) -> list[Fraction]:
    c = [Fraction(1)]
    for k in range(LENGTH):
        c.append(c[-1] * (exponent - k) / (k + 1))
    return c


def _integrated(sign: Fraction, coefficients: list[Fraction]) -> list[Fraction]:
    """The integral of ``g(sign x^2)``, whose coefficients are those of g."""
    c = [Fraction(0)] * (LENGTH + 1)
    for k in range(LENGTH // 2):
        c[2 * k + 1] = sign ** k * coefficients[k] / (2 * k + 1)
    return c


_OUTER = {"exp": _exponential((1,)), "sin": _exponential((0, 1, 0, -1)),
          "cos": _exponential((1, 0, -1, 0)), "sinh": _exponential((0, 1)),
          "cosh": _exponential((1, 0)),
          "log1p": [Fraction(0), *(Fraction((-1) ** (k + 1), k) for k in range(1, LENGTH + 1))],
          "arctan": [Fraction((-1) ** (k // 2) * (k % 2), max(k, 1)) for k in range(LENGTH + 1)]}
_OUTER["arctanh"] = [abs(c) for c in _OUTER["arctan"]]
_OUTER["arcsinh"] = _integrated(Fraction(1), _binomial(Fraction(-1, 2)))
_OUTER["arcsin"] = _integrated(Fraction(-1), _binomial(Fraction(-1, 2)))
_OUTER["expm1"] = [Fraction(0), *_OUTER["exp"][1:]]


def series(node: Expr, variable: str) -> Laurent:
    """The series of an expression in one variable about 0.

    Raises NoSeries where it has none with rational coefficients.

    >>> x = Var("x")
    >>> [str(c) for c in series(Op("sub", (x, Op("sin", (x,)))), "x").c[:3]]
    ['1/6', '0', '-1/120']
    """
    if isinstance(node, Const):
        return Laurent.of(0, [node.value])
    if isinstance(node, Var) and node.name == variable:
        return _X
    if not isinstance(node, Op):
        raise NoSeries
    if node.name == "pow":
        return _power(series(node.args[0], variable), node.args[1])
    args = [series(a, variable) for a in node.args]
    if node.name in ("add", "mul"):
        result = args[0]
        for arg in args[1:]:
            result = result + arg if node.name == "add" else result * arg
        return result
    minus = Laurent.of(0, [Fraction(-1)])
    if node.name == "neg":
        return minus * args[0]
    if node.name == "sub":
        return args[0] + minus * args[1]
    if node.name == "div":
        return args[0] * args[1].inverse()
    if node.name in ("tanh", "tan"):
        above, below = ("sinh", "cosh") if node.name == "tanh" else ("sin", "cos")
        return args[0].into(_OUTER[above]) * args[0].into(_OUTER[below]).inverse()
    if node.name == "log":
        return (args[0] + minus).into(_OUTER["log1p"])
    if node.name == "sqrt":
        return (args[0] + minus).into(_binomial(Fraction(1, 2)))
    if node.name in _OUTER:
        return args[0].into(_OUTER[node.name])
    raise NoSeries


def _power(base: Laurent, exponent: Expr) -> Laurent:
    if not isinstance(exponent, Const):
        raise NoSeries
    value = exponent.value
    if value.denominator != 1:
        return (base + Laurent.of(0, [Fraction(-1)])).into(_binomial(value))
    if abs(value) > 64:
        raise NoSeries
    result = Laurent.of(0, [Fraction(1)])
    for _ in range(abs(int(value))):
        result = result * base
    return result if value >= 0 else result.inverse()
