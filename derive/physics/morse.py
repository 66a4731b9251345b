"""The Morse potential: vibrations of a molecule that can break. Read first: ``laguerre_states``.

Source: the potential is that of P. M. Morse, Physical Review 34, 57 (1929); its states are
derived. The depth is written as hbar^2 a^2 lambda^2/2m, so that lambda counts the levels.
"""

from __future__ import annotations

from derive.catalog import DERIVATIONS, Told
from derive.notation import Card
from derive.physics.hermite import N
from derive.physics.laguerre_states import HBAR, MASS, LaguerreStates, tell
from derive.rules.lecture import Lecture
from derive.terms.build import add, div, exp, mul, neg, power, symbol

X, RATE, DEPTH = symbol("x"), symbol("a", "P"), symbol("depth", "P")


def states() -> LaguerreStates:
    """z = 2 lambda exp(-a x), s = lambda - n - 1/2: states z^s exp(-z/2) Lambda_n(z; 2 s)."""
    fall = exp(neg(mul(RATE, X)))
    unit = div(mul(power(HBAR, 2), power(RATE, 2)), mul(2, MASS))
    s = add(DEPTH, neg(N), neg(div(1, 2)))
    z = mul(2, DEPTH, fall)
    return LaguerreStates(
        place=X, argument=z, power=s, alpha=mul(2, s),
        potential=mul(unit, power(DEPTH, 2), add(exp(neg(mul(2, RATE, X))), neg(mul(2, fall)))),
        level=neg(mul(unit, power(s, 2))), factor=mul(power(RATE, 2), z, power(z, s)),
        parameters=(RATE, DEPTH))


def morse() -> Lecture:
    """The states of the Morse potential from its Schroedinger equation, for every n.

    They are bound states where n < lambda - 1/2.
    """
    return tell("morse", "The Morse potential", states(), (
        Card(X, "x", meaning="distance from the equilibrium", unit="m"),
        Card(RATE, "a", meaning="rate of decay of the potential", unit="1/m"),
        Card(DEPTH, r"\lambda", meaning="depth, as a number of levels")))


DERIVATIONS.add("morse", Told("morse", "The Morse potential", "Quantum mechanics", morse))
