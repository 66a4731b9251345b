"""Concrete functions in the place of unknown ones.

A function of which nothing is known is drawn as a polynomial (times a Gaussian where it must
decay). A function that solves a linear differential equation is drawn as a *jet*: its value and
first derivatives at the sampled point are free, and the equation, differentiated as often as
needed, gives all the others; a solution with those values exists on the whole line where the
coefficients are smooth and the leading one is never 0. Next: ``model``.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from flint import arb, fmpq, fmpz

from derive.kernel.refute import elementary
from derive.kernel.refute.balls import Evaluator, Frame
from derive.kernel.refute.heads import applied
from derive.kernel.refute.jets import Value, coefficient, constant, total_degree, variable
from derive.kernel.refute.scalars import ONE, ZERO, Unsupported, decimal
from derive.terms.term import Term

#: the highest Taylor coefficient that is asked of a function known by its equation
ORDER = 16


@dataclass(frozen=True, eq=False)
class Polynomial:
    """``sum of c * x^i * y^j ...``, and what the hypotheses make of it.

    It may be made positive (``1 + p^2``), decay in one argument (``p exp(-x^2)``), be changed to
    a given value or derivative at a point, or scaled to a given integral of its square.
    """

    function: Term
    terms: tuple[tuple[Value, tuple[int, ...]], ...]
    positive: bool = False
    decays: int | None = None
    pinned: tuple[int, Term, Term] | None = None
    norm: tuple[Term, Term] | None = None

    def apply(self, evaluator: Evaluator, arguments: list[Value],
              orders: tuple[int, ...]) -> Value:
        value = evaluator.differentiated(arguments, orders, self._value)
        if self.norm is not None:
            value = value * self._scale(evaluator)
        if self.pinned is None:
            return value
        return value + evaluator.differentiated(arguments, orders, self._shift(evaluator))

    def described(self, function: Term) -> str:
        letters = "xyzuvw"
        written = [" ".join([_number(c), *(
            f"{letters[i]}^{e}" for i, e in enumerate(exponents) if e)])
            for c, exponents in self.terms if not (type(c) is fmpq and c == 0)]
        form = " + ".join(written) or "0"
        if self.positive:
            form = f"1 + ({form})^2"
        if self.decays is not None:
            form = f"({form}) exp(-{letters[self.decays]}^2)"
        form += ", changed to its given value at one point" if self.pinned else ""
        form += ", scaled to its norm" if self.norm else ""
        return f"{function.name} = {form}"

    def _value(self, arguments: list[Value]) -> Value:
        total: Value = ZERO
        for c, exponents in self.terms:
            product: Value = c
            for argument, exponent in zip(arguments, exponents, strict=True):
                if exponent:
                    product = product * elementary.integer_power(argument, exponent)
            total = total + product
        if self.positive:
            total = total * total + ONE
        if self.decays is not None:
            x = arguments[self.decays]
            total = total * elementary.exp(-(x * x))
        return total

    def _shift(self, evaluator: Evaluator) -> Callable[[list[Value]], Value]:
        """The multiple of ``(x - a)^j`` that gives derivative j its value at a."""
        assert self.pinned is not None
        order, *terms = self.pinned
        point, wanted = (evaluator(t, evaluator.base) for t in terms)
        found = evaluator.differentiated([point], (order,), self._value)
        missing = (wanted + -found) * fmpq(1, fmpz.fac_ui(fmpz(order)))
        return lambda given: missing * elementary.integer_power(given[0] + -point, order)

    def _scale(self, evaluator: Evaluator) -> Value:
        """The factor that gives the square its integral; 1 while that integral is computed."""
        assert self.norm is not None
        key = (self.function, "scale")
        if key not in evaluator.calls:
            unscaled = Evaluator(evaluator.environment, evaluator.precision)
            unscaled.calls[key] = ONE
            whole, wanted = (unscaled(t, unscaled.base) for t in self.norm)
            evaluator.calls[key] = elementary.sqrt(elementary.divide(wanted, whole))
        return evaluator.calls[key]


@dataclass(frozen=True, eq=False)
class Solution:
    """A solution of ``f^(r)(x) = highest``, with given values of f, ..., f^(r-1) at one point."""

    function: Term
    x: Term
    highest: Term
    initial: tuple[Value, ...]

    def apply(self, evaluator: Evaluator, arguments: list[Value],
              orders: tuple[int, ...]) -> Value:
        argument = arguments[0]
        point = constant(argument)
        if type(point) is arb and point.is_exact():
            point = point.fmpq()
        if type(point) is not fmpq:
            raise Unsupported(f"{self.function.name}, known by its equation, at an inexact point")
        length = 1 + total_degree(argument)
        known = self._derivatives(evaluator, point, orders[0] + length)
        result: Value = known[orders[0]]
        step, small = ONE, argument + -point
        for k in range(1, length):
            step = step * small
            result = result + step * (known[orders[0] + k] * fmpq(1, fmpz.fac_ui(fmpz(k))))
        return result

    def described(self, function: Term) -> str:
        values = ", ".join(map(_number, self.initial))
        return f"{function.name} the solution whose value and derivatives there are {values}"

    def _derivatives(self, evaluator: Evaluator, point: fmpq, count: int) -> list[Value]:
        base = evaluator.calls.setdefault((self.function, "point"), point)
        if base != point:
            raise Unsupported(f"{self.function.name}, known by its equation, at two points")
        known: list[Value] = evaluator.calls.setdefault((self.function, "jet"), list(self.initial))
        while len(known) < count:
            extra = len(known) - len(self.initial)
            at_level = evaluator.new_level()
            frame = Frame({**evaluator.base.values,
                           self.x: variable(point, extra + 1, at_level)})
            value = coefficient(evaluator(self.highest, frame), at_level, extra)
            known.append(value * fmpz.fac_ui(fmpz(extra)))
        return known


@dataclass(frozen=True, eq=False)
class TaylorCoefficients:
    """The sequence of the Taylor coefficients at 0 of a function."""

    function: Term

    def apply(self, evaluator: Evaluator, arguments: list[Value],
              orders: tuple[int, ...]) -> Value:
        k = int(constant(arguments[0]).p)
        if k > ORDER:
            raise Unsupported(f"coefficient {k} of an unknown function")
        value = applied(evaluator, self.function, [ZERO], (k,))
        return value * fmpq(1, fmpz.fac_ui(fmpz(k)))

    def described(self, function: Term) -> str:
        return f"{function.name} the Taylor coefficients of {self.function.name}"


def _number(value: Value) -> str:
    return decimal(value, 6) if type(value) is not fmpq else str(value)
