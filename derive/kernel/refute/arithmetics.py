"""The numbers in which matrix terms are evaluated: a finite field, fractions, balls.

An arithmetic turns fractions into numbers and gives Taylor coefficients of the elementary
functions. Over GF(2^61 - 1) a function such as ``exp`` has no values: it takes one random value
for each argument and obeys its differential relation, which is all that a derivative can see.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from fractions import Fraction
from typing import Any

from flint import arb, fmpq, nmod

from derive.kernel.refute.truncated import Truncated

PRIME = 2**61 - 1


class Undefined(ArithmeticError):
    """The point does not lie where the term is (certainly) defined; try another."""


class Fractions:
    """Exact rational numbers; only what is rational can be evaluated."""

    name = "fractions"

    def number(self, value: Fraction) -> Any:
        return fmpq(value.numerator, value.denominator)

    def taylor(self, head: str) -> Callable[[Any, int], list[Any]]:
        if head == "abs":
            return lambda c, count: _abs(c, count, -1 if c < 0 else 1 if c > 0 else 0)
        raise Undefined(f"{head} is not rational")

    def constant(self, name: str) -> Any:
        raise Undefined(f"{name} is not rational")

    def is_zero(self, value: Any) -> bool:
        return bool(value == 0)


class FiniteField:
    """GF(2^61 - 1), with random values for functions; two seeds give independent trials."""

    name = "finite field"

    def __init__(self, seed: int = 0) -> None:
        self.seed = seed

    def number(self, value: Fraction) -> Any:
        return nmod(value.numerator, PRIME) / nmod(value.denominator, PRIME)

    def random(self, *label: object) -> Any:
        """A value that depends on the label and the seed alone."""
        text = repr((self.seed, *(str(part) for part in label))).encode()
        return nmod(int.from_bytes(hashlib.sha256(text).digest()[:16], "big"), PRIME)

    def constant(self, name: str) -> Any:
        if name not in ("pi", "e"):  # i is algebraic: a random element is no root of -1
            raise Undefined(f"{name} is not evaluated in the field")
        return self.random("constant", name)

    def is_zero(self, value: Any) -> bool:
        return bool(value == 0)

    def taylor(self, head: str) -> Callable[[Any, int], list[Any]]:
        def coefficients(c: Any, count: int) -> list[Any]:
            if head == "sqrt":
                root = c ** ((PRIME + 1) // 4)
                if root * root != c:
                    raise Undefined("no square root in the field")
                return _root(count, root, c)
            if head == "abs":
                return _abs(c, count, 1 if int(self.random("sign", c)) % 2 else -1)
            value = self.random(head, c)
            if head == "log":
                return [value, *_reciprocals(c, count - 1)]
            if head == "erf":
                return _error_function(self, value, c, count)
            if head == "arctan":
                return _arctangent(value, c, count)
            if head in ("sin", "cos", "sinh", "cosh"):
                raise Undefined(f"{head} is not evaluated in the field")
            if head not in _RELATIONS:
                raise Undefined(f"{head} has no differential relation here")
            return _by_relation(value, count, _RELATIONS[head])
        return coefficients


class Balls:
    """Real balls of python-flint; what they enclose is certain."""

    name = "balls"

    def number(self, value: Fraction) -> Any:
        return arb(fmpq(value.numerator, value.denominator))

    def constant(self, name: str) -> Any:
        if name not in ("pi", "e"):
            raise Undefined(f"{name} is no real number")
        return arb.pi() if name == "pi" else arb(1).exp()

    def is_zero(self, value: Any) -> bool:
        return bool(value == 0)

    def taylor(self, head: str) -> Callable[[Any, int], list[Any]]:
        def coefficients(c: Any, count: int) -> list[Any]:
            if head == "abs":
                return _abs(c, count, 1 if c > 0 else -1 if c < 0 else 0)
            if head == "erf":
                return _error_function(self, c.erf(), c, count)
            if head == "arctan":
                return _arctangent(c.atan(), c, count)
            if head == "log":
                if not c > 0:
                    raise Undefined("log of what is not certainly positive")
                return [c.log(), *_reciprocals(c, count - 1)]
            if head == "sqrt":
                if not c > 0:
                    raise Undefined("root of what is not certainly positive")
                return _root(count, c.sqrt(), c)
            if head in ("sin", "cos", "sinh", "cosh"):
                return _periodic(head, c, count)
            if head not in _RELATIONS:
                raise Undefined(f"{head} is not evaluated in balls")
            return _by_relation(getattr(c, head)(), count, _RELATIONS[head])
        return coefficients


#: y' as a polynomial in y, by its coefficients.
_RELATIONS: dict[str, tuple[int, ...]] = {"exp": (0, 1), "tanh": (1, 0, -1), "tan": (1, 0, 1)}


def _by_relation(value: Any, count: int, relation: tuple[int, ...]) -> list[Any]:
    """Taylor coefficients of the solution of y' = P(y) with that first value."""
    known = [value]
    for k in range(count - 1):
        power = [value * 0 + 1] + [value * 0] * k
        slope = value * 0
        for coefficient in relation:
            slope = slope + power[k] * coefficient
            power = [sum((power[i] * known[j - i] for i in range(1, j + 1)), power[0] * known[j])
                     for j in range(k + 1)]
        known.append(slope / (k + 1))
    return known


def _reciprocals(c: Any, count: int) -> list[Any]:
    """Taylor coefficients of log at c after the first: 1/c, -1/(2c^2), ..."""
    if c == 0:
        raise Undefined("log of zero")
    return [(c * 0 + (-1) ** (k - 1)) / (c ** k * k) for k in range(1, count + 1)]


def _root(count: int, root: Any, c: Any) -> list[Any]:
    """Taylor coefficients of the square root: root^2 = c + h."""
    if root == 0:
        raise Undefined("a root of zero has no derivative")
    known = [root]
    for k in range(1, count):
        rest = (c * 0 + 1) if k == 1 else c * 0
        for i in range(1, k):
            rest = rest - known[i] * known[k - i]
        known.append(rest / (root * 2))
    return known


def _error_function(arithmetic: Any, value: Any, c: Any, count: int) -> list[Any]:
    """Taylor coefficients of erf at c: its slope is 2 exp(-u^2)/sqrt(pi) at u = c + h."""
    zero = c * 0
    under = Truncated(([-c * c, -(c + c), zero - 1] + [zero] * count)[:max(count, 1)])
    bell = under.composed(arithmetic.taylor("exp"))
    root = arithmetic.taylor("sqrt")(arithmetic.constant("pi"), 1)[0]
    return [value, *(b * 2 / root / (k + 1) for k, b in enumerate(bell.coefficients[:count - 1]))]


def _arctangent(value: Any, c: Any, count: int) -> list[Any]:
    """Taylor coefficients of arctan at c: its slope is 1/(1 + u^2) at u = c + h."""
    zero = c * 0
    below = ([c * c + 1, c + c, zero + 1] + [zero] * count)[:max(count, 1)]
    slope = (Truncated([zero + 1] + [zero] * (len(below) - 1)) / Truncated(below)).coefficients
    return [value, *(s / (k + 1) for k, s in enumerate(slope[:count - 1]))]


def _abs(c: Any, count: int, sign: int) -> list[Any]:
    if sign == 0 and count > 1:
        raise Undefined("abs has no derivative at zero")
    return ([c * sign, c * 0 + sign] + [c * 0] * count)[:count]


def _periodic(head: str, c: Any, count: int) -> list[Any]:
    circular = head in ("sin", "cos")
    s, k = (c.sin(), c.cos()) if circular else (c.sinh(), c.cosh())
    cycle = [s, k, -s, -k] if circular else [s, k, s, k]
    start = 0 if head in ("sin", "sinh") else 1
    result, factorial = [], 1
    for i in range(count):
        factorial *= max(i, 1)
        result.append(cycle[(start + i) % 4] / factorial)
    return result
