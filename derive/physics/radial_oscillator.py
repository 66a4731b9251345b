"""The oscillator in three dimensions: its radial states. Read first: ``laguerre_states``.

Source: the potential is that of ``oscillator``, with the centrifugal term of angular momentum l;
the states are derived.
"""

from __future__ import annotations

from derive.catalog import DERIVATIONS, Told
from derive.notation import Card
from derive.physics.coulomb import L, R
from derive.physics.hermite import N
from derive.physics.laguerre_states import HBAR, MASS, LaguerreStates, tell
from derive.rules.lecture import Lecture
from derive.terms.build import add, div, mul, power, symbol

OMEGA = symbol("omega", "P")


def states() -> LaguerreStates:
    """z = m omega r^2/hbar: states z^((l+1)/2) exp(-z/2) Lambda_n(z; l + 1/2)."""
    z = div(mul(MASS, OMEGA, power(R, 2)), HBAR)
    wall = div(mul(power(HBAR, 2), L, add(L, 1)), mul(2, MASS, power(R, 2)))
    half = div(add(L, 1), 2)
    return LaguerreStates(
        place=R, argument=z, power=half, alpha=add(L, div(1, 2)),
        potential=add(mul(div(mul(MASS, power(OMEGA, 2)), 2), power(R, 2)), wall),
        level=mul(HBAR, OMEGA, add(mul(2, N), L, div(3, 2))),
        factor=mul(div(mul(4, MASS, OMEGA), HBAR), power(z, half)),
        parameters=(L, MASS, OMEGA, HBAR))


def radial_oscillator() -> Lecture:
    """The radial states of the oscillator in three dimensions, for every n and l."""
    return tell("radial_oscillator", "The oscillator in three dimensions", states(), (
        Card(R, "r", meaning="distance from the centre", unit="m"),
        Card(L, "l", meaning="angular momentum in units of hbar"),
        Card(OMEGA, r"\omega", meaning="angular frequency", unit="1/s")))


DERIVATIONS.add("radial_oscillator", Told(
    "radial_oscillator", "The oscillator in three dimensions", "Quantum mechanics",
    radial_oscillator))
