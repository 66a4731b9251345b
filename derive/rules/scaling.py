"""The natural length and frequency of a quadratic potential, solved for. UNTRUSTED.

SymPy solves, on symbols made from terms; the kernel checks that the length balances the
two terms of the equation. What is not a quadratic with positive curvature is refused.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from derive.kernel.plain import plain
from derive.rules.sympy_bridge import from_sympy, to_sympy
from derive.rules.writing import fraction, product, root
from derive.terms.term import Term


class NoClosedForm(ValueError):
    """The method does not reach this potential; the message says why."""


@dataclass(frozen=True)
class Well:
    """A quadratic potential: V(x) = curvature (x - center)^2 + offset.

    ``frequency`` is sqrt(2 curvature/mass); ``length`` is sqrt(hbar/(mass frequency)).
    """

    variable: Term
    potential: Term
    mass: Term
    hbar: Term
    curvature: Term
    center: Term
    offset: Term
    frequency: Term
    length: Term

    @property
    def inverse_length(self) -> Term:
        """1/length, written as one root."""
        return root(fraction(product(self.mass, self.frequency), self.hbar))

    @property
    def quantum(self) -> Term:
        """hbar times frequency: the distance of the levels."""
        return product(self.hbar, self.frequency)


def quadratic_well(potential: Term, variable: Term, mass: Term, hbar: Term) -> Well:
    """Complete the square of a potential and solve for its frequency and length.

    Raises
    ------
    NoClosedForm
        The potential is no quadratic polynomial, or its curvature is not positive.
    """
    import sympy

    symbols: dict[Term, object] = {}
    x = to_sympy(variable, symbols)
    value = sympy.expand(to_sympy(potential, symbols))
    if not value.is_polynomial(x):
        raise NoClosedForm("no closed form: the potential is not a polynomial in its variable")
    degree = sympy.Poly(value, x).degree()
    if degree > 2:
        raise NoClosedForm(_irregular(degree))
    a, b, c = (value.coeff(x, k) for k in (2, 1, 0))
    if a == 0:
        raise NoClosedForm("no bound state: the potential has no minimum" if degree else
                           "no bound state: the potential is constant")
    back = {value: key for key, value in symbols.items()}
    if not a.is_positive:
        raise NoClosedForm(f"the curvature {plain(from_sympy(a, back))} is not known to be "
                           "positive; say which letters are (--positive m,omega)")
    mass_value = to_sympy(mass, symbols)
    back = {value: key for key, value in symbols.items()}
    square = sympy.cancel(2 * a / mass_value)
    center, offset = sympy.cancel(-b / (2 * a)), sympy.cancel(c - b**2 / (4 * a))
    frequency = sympy.sqrt(square)
    # One root of a quotient reads better than a quotient of roots.
    omega = (from_sympy(frequency, back) if frequency.is_rational_function()
             else root(from_sympy(square, back)))
    length = root(fraction(hbar, product(mass, omega)))
    return Well(variable, potential, mass, hbar, from_sympy(a, back), from_sympy(center, back),
                from_sympy(offset, back), omega, length)


def _irregular(degree: int) -> str:
    rank = Fraction(degree + 2, 4)  # of psi'' = (2m/hbar^2) (V - E) psi in s = x^2
    return (f"no closed form: a potential of degree {degree} is not of hypergeometric class. With "
            f"s = x^2 the equation has an irregular singular point of rank {rank} at infinity; "
            "the method needs 1 at most.")

