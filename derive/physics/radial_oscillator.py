"""The oscillator in three dimensions: its radial states. Read first: ``laguerre_states``.

Source: the potential is that of ``oscillator``, with the centrifugal term of angular momentum l;
the states are derived.
"""

from __future__ import annotations

from derive.catalog import DERIVATIONS, Told
from derive.notation import Card
from derive.physics.coulomb import L, R, wall
from derive.physics.hermite import N
from derive.physics.laguerre_states import HBAR, MASS, LaguerreStates, tell
from derive.physics.normalized import chapters
from derive.physics.normalized_by_symmetry import BySymmetry
from derive.rules.lecture import Lecture
from derive.rules.writing import ZERO, above, fraction, product, total
from derive.terms.build import add, div, mul, power, sqrt, symbol
from derive.terms.term import Term

OMEGA = symbol("omega", "P")


def states(r: Term = R, angular: Term = L, frequency: Term = OMEGA, mass: Term = MASS,
           hbar: Term = HBAR, potential: Term | None = None, offset: Term = ZERO
           ) -> LaguerreStates:
    """z = m omega r^2/hbar: states z^((l+1)/2) exp(-z/2) Lambda_n(z; l + 1/2).

    ``potential`` is the quadratic well, the wall and the offset, written in another way.
    """
    z = fraction(product(mass, frequency, power(r, 2)), hbar)
    half = fraction(above(angular, 1), 2)
    return LaguerreStates(
        place=r, argument=z, power=half, alpha=total(angular, div(1, 2)),
        potential=potential if potential is not None else add(
            mul(div(mul(mass, power(frequency, 2)), 2), power(r, 2)), wall(r, angular)),
        level=total(product(hbar, frequency, total(product(2, N), angular, div(3, 2))), offset),
        factor=mul(fraction(product(4, mass, frequency), hbar), power(z, half)),
        mass=mass, hbar=hbar)


def radial_oscillator() -> Lecture:
    """The radial states of the oscillator in three dimensions, normalized, for every n and l."""
    found, scale = states(), sqrt(div(mul(MASS, OMEGA), HBAR))
    return tell("radial_oscillator", "The oscillator in three dimensions", found, (
        Card(R, "r", meaning="distance from the centre", unit="m"),
        Card(L, "l", meaning="angular momentum in units of hbar"),
        Card(OMEGA, r"\omega", meaning="angular frequency", unit="1/s")),
        chapters(BySymmetry(found, L, scale)))


DERIVATIONS.add("radial_oscillator", Told(
    "radial_oscillator", "The oscillator in three dimensions", "Quantum mechanics",
    radial_oscillator))
