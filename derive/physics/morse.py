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
from derive.rules.writing import ONE, ZERO, fraction, product, raised, total
from derive.terms.build import add, div, exp, mul, neg, power, symbol
from derive.terms.term import Term

X, RATE, DEPTH = symbol("x"), symbol("a", "P"), symbol("depth", "P")


def states(x: Term = X, rate: Term = RATE, depth: Term = DEPTH, shift: Term = ONE,
           mass: Term = MASS, hbar: Term = HBAR, potential: Term | None = None,
           offset: Term = ZERO) -> LaguerreStates:
    """z = 2 lambda exp(-a x), s = lambda - n - 1/2: states z^s exp(-z/2) Lambda_n(z; 2 s).

    ``shift`` stands before exp(-a x), which moves the minimum; ``potential`` is the same with its
    offset, written in another way.
    """
    fall = product(shift, exp(neg(mul(rate, x))))
    unit = fraction(product(raised(hbar, 2), power(rate, 2)), product(2, mass))
    s = total(depth, neg(N), neg(div(1, 2)))
    z = product(2, depth, fall)
    well = mul(unit, power(depth, 2), add(exp(neg(mul(2, rate, x))), neg(mul(2, fall))))
    return LaguerreStates(
        place=x, argument=z, power=s, alpha=mul(2, s),
        potential=well if potential is None else potential,
        level=total(neg(mul(unit, power(s, 2))), offset),
        factor=mul(power(rate, 2), z, power(z, s)), mass=mass, hbar=hbar)


def morse() -> Lecture:
    """The states of the Morse potential from its Schroedinger equation, for every n.

    They are bound states where n < lambda - 1/2.
    """
    return tell("morse", "The Morse potential", states(), (
        Card(X, "x", meaning="distance from the equilibrium", unit="m"),
        Card(RATE, "a", meaning="rate of decay of the potential", unit="1/m"),
        Card(DEPTH, r"\lambda", meaning="depth, as a number of levels")))


DERIVATIONS.add("morse", Told("morse", "The Morse potential", "Quantum mechanics", morse))
