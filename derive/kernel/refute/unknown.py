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

from flint import fmpq, fmpz

from derive.kernel.refute import elementary
from derive.kernel.refute.balls import Evaluator, Frame
from derive.kernel.refute.gaussians import Gaussian
from derive.kernel.refute.jets import Value, coefficient, constant, total_degree, variable
from derive.kernel.refute.scalars import ONE, ZERO, Unsupported, decimal
from derive.terms.term import Term


@dataclass(frozen=True)
class Polynomial:
    """``sum of c * x^i * y^j ...``, and what is made of it for the sort of the value."""

    terms: tuple[tuple[Value, tuple[int, ...]], ...]
    finish: Callable[[Value, list[Value]], Value]

    def apply(self, evaluator: Evaluator, arguments: list[Value],
              orders: tuple[int, ...]) -> Value:
        return evaluator.differentiated(arguments, orders, self._value)

    def described(self, function: Term) -> str:
        letters = "xyzuvw"
        written = [" ".join([_number(c), *(
            f"{letters[i]}^{e}" for i, e in enumerate(exponents) if e)])
            for c, exponents in self.terms if not (type(c) is fmpq and c == 0)]
        inside = " + ".join(written) or "0"
        form = ("1 + ({})^2" if self.finish is positive else
                "({}) exp(-x^2)" if self.finish is decaying else "{}")
        return f"{function.name} = " + form.format(inside)

    def _value(self, arguments: list[Value]) -> Value:
        total: Value = ZERO
        for c, exponents in self.terms:
            product: Value = c
            for argument, exponent in zip(arguments, exponents, strict=True):
                if exponent:
                    product = product * elementary.integer_power(argument, exponent)
            total = total + product
        return self.finish(total, arguments)


def as_it_is(value: Value, arguments: list[Value]) -> Value:
    """The polynomial itself."""
    return value


def positive(value: Value, arguments: list[Value]) -> Value:
    """``1 + p^2``, where the values must be positive."""
    return value * value + ONE


def decaying(value: Value, arguments: list[Value]) -> Value:
    """``p e^(-x^2)``, where the function must decay."""
    return value * elementary.exp(-(arguments[-1] * arguments[-1]))


@dataclass(frozen=True)
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
        if isinstance(point, Gaussian) or type(point) is not fmpq:
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
        base = evaluator.calls.setdefault((self, "point"), point)
        if base != point:
            raise Unsupported(f"{self.function.name}, known by its equation, at two points")
        known: list[Value] = evaluator.calls.setdefault((self, "jet"), list(self.initial))
        while len(known) < count:
            extra = len(known) - len(self.initial)
            at_level = evaluator.new_level()
            frame = Frame({**evaluator.base.values,
                           self.x: variable(point, extra + 1, at_level)})
            value = coefficient(evaluator(self.highest, frame), at_level, extra)
            known.append(value * fmpz.fac_ui(fmpz(extra)))
        return known


def _number(value: Value) -> str:
    return decimal(value, 6) if type(value) is not fmpq else str(value)
