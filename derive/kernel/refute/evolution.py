"""Functions of place and time that solve a linear evolution equation.

The derivatives in place at the sampled point are free; the equation gives those in time. Such a
solution exists for all places and times if the coefficients are constant (from polynomial initial
values), and for i f_t = a f_xx + V(x) f with real a and a real V of degree 2 at most (from rapidly
decreasing ones, which the propagator keeps so). Next: ``plan``.
"""

from __future__ import annotations

from dataclasses import dataclass

from flint import acb, ctx, fmpq, fmpz

from derive.kernel.refute.balls import Evaluator, Frame
from derive.kernel.refute.equations import Equation, evolution_coefficients
from derive.kernel.refute.gaussians import Gaussian, generator
from derive.kernel.refute.jets import Value, coefficient, constant, total_degree, variable
from derive.kernel.refute.scalars import ONE, ZERO, NoValue, Scalar, Unsupported, certainly_nonzero
from derive.terms.build import term
from derive.terms.term import Term


@dataclass(frozen=True, eq=False)
class Evolution:
    """The solution with given derivatives in place, at one point of place and time."""

    function: Term
    rule: Equation
    initial: tuple[Value, ...]

    def apply(self, evaluator: Evaluator, arguments: list[Value],
              orders: tuple[int, ...]) -> Value:
        point = tuple(constant(a) for a in arguments)
        if any(type(p) is not fmpq for p in point):
            raise Unsupported(f"{self.function.name}, known by its equation, at an inexact point")
        if evaluator.calls.setdefault((self.function, "point"), point) != point:
            raise Unsupported(f"{self.function.name}, known by its equation, at two points")
        small = [a + -p for a, p in zip(arguments, point, strict=True)]
        total: Value = ZERO
        first: Value = ONE
        for k in range(total_degree(arguments[0]) + 1):
            second: Value = first
            for j in range(total_degree(arguments[1]) + 1):
                known = self._derivative(evaluator, point, (orders[0] + k, orders[1] + j))
                total = total + second * known
                second = second * small[1] * fmpq(1, j + 1)
            first = first * small[0] * fmpq(1, k + 1)
        return total

    def _derivative(self, evaluator: Evaluator, point: tuple[fmpq, ...],
                    orders: tuple[int, int]) -> Value:
        time = self.rule.slot
        in_place, in_time = orders[1 - time], orders[time]
        if in_time == 0:
            return self.initial[in_place] if in_place < len(self.initial) else ZERO
        key = (self.function, orders)
        if key not in evaluator.calls:
            levels = evaluator.new_level(), evaluator.new_level()
            x, t = self.rule.parameters[1 - time], self.rule.parameters[time]
            frame = Frame({**evaluator.base.values,
                           x: variable(point[1 - time], in_place + 1, levels[0]),
                           t: variable(point[time], in_time, levels[1])})
            value = coefficient(evaluator(self.rule.value, frame), levels[1], in_time - 1)
            value = coefficient(value, levels[0], in_place)
            evaluator.calls[key] = value * (
                fmpz.fac_ui(fmpz(in_place)) * fmpz.fac_ui(fmpz(in_time - 1)))
        return evaluator.calls[key]

    def described(self, function: Term) -> str:
        return f"{function.name} a solution of its equation"


def globally_solvable(evaluator: Evaluator, function: Term, rule: Equation) -> bool:
    """Whether every choice of the free derivatives belongs to a solution everywhere."""
    x = rule.parameters[1 - rule.slot]
    coefficients = {0: term(0)} | (evolution_coefficients(function, rule) or {})
    if not any(x in c.free for c in coefficients.values()):
        return True
    if set(coefficients) != {0, 2} or x in coefficients[2].free:
        return False
    at_level = evaluator.new_level()
    try:
        with ctx.workprec(evaluator.precision):
            spread = evaluator(coefficients[2], evaluator.base)
            well = evaluator(coefficients[0], evaluator.base.bind(x, generator(at_level)))
    except NoValue:
        return False
    potential = well.polynomial() if isinstance(well, Gaussian) else None
    return (potential is not None and len(potential) <= 3 and all(map(_imaginary, potential))
            and _imaginary(spread) and certainly_nonzero(spread))


def _imaginary(value: Scalar) -> bool:
    if type(value) is acb:
        return bool(value.real.is_zero())
    return type(value) is fmpq and bool(value == 0)
