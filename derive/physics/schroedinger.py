"""The stationary Schroedinger equation, and how a stretched variable rids it of its constants.

``Equation`` writes the terms in the order people write them; it proves nothing. Next:
``stretching`` (dimensionless form), ``oscillator`` (the lecture).
"""

from __future__ import annotations

from dataclasses import dataclass

from derive.rules.scaling import Well
from derive.rules.writing import fraction, negative, product, raised, total
from derive.terms.build import call, div, eq, exp, forall, function, mul, neg, power, sub, symbol
from derive.terms.build import square_integrable as in_l2
from derive.terms.term import Term

ENERGY = symbol("E")
PSI = function("psi", ("R",), "C", 2)


@dataclass(frozen=True)
class Equation:
    """The equation of one quadratic well, and terms that recur in it.

    Source: E. Schroedinger, Annalen der Physik 384, 361 (1926).
    """

    well: Well

    @property
    def x(self) -> Term:
        return self.well.variable

    def kinetic(self, second: Term) -> Term:
        """``(hbar^2/2m) second``, as people write it."""
        under = mul(2, self.well.mass) if self.well.mass.head != "int" else product(
            2, self.well.mass)
        square = raised(self.well.hbar, 2)
        if square.head == "int":  # a derivative written with d/dx stays outside its fraction
            return mul(div(1, under), second) if second.head == "derivative" else div(
                second, under)
        return mul(fraction(square, under), second)

    def right(self, value: Term, second: Term, potential: Term) -> Term:
        """``-(hbar^2/2m) psi'' + V psi``."""
        return total(neg(self.kinetic(second)), product(potential, value)
                     if potential.head != "add" else mul(potential, value))

    def formula(self, value: Term, second: Term, energy: Term) -> Term:
        """``E psi = -(hbar^2/2m) psi'' + V psi`` at x."""
        return eq(mul(energy, value) if energy.head != "mul" else product(energy, value),
                  self.right(value, second, self.well.potential))

    def postulate(self) -> Term:
        """The equation for psi, for every x."""
        psi = call(PSI, self.x)
        second = call(PSI, self.x, orders=(2,))
        return forall(self.x, self.formula(psi, second, ENERGY))

    def normalizable(self) -> Term:
        return in_l2(self.x, call(PSI, self.x))

    def place(self, xi: Term, length: Term) -> Term:
        """Where xi lies: center + length xi."""
        return total(self.well.center, product(length, xi))

    def from_center(self, x: Term) -> Term:
        """``x - center``."""
        return total(x, negative(self.well.center)) if self.well.center is not _ZERO else x

    def stretched(self, x: Term) -> Term:
        """The dimensionless variable, ``sqrt(m omega/hbar) (x - center)``."""
        return product(self.well.inverse_length, self.from_center(x))

    def gaussian(self, x: Term) -> Term:
        """``exp(-m omega (x - center)^2 / 2 hbar)``, as people write it."""
        over = product(self.well.mass, self.well.frequency, power(self.from_center(x), 2))
        return exp(neg(fraction(over, product(2, self.well.hbar))))


_ZERO = sub(0, 0).args[0]


def half_square(xi: Term) -> Term:
    return div(power(xi, 2), 2)
