"""The Coulomb potential: the radial states of hydrogen. Read first: ``laguerre_states``.

Source: E. Schroedinger, Annalen der Physik 384, 361 (1926) for the equation; its states are
derived. The principal quantum number is n + l + 1.
"""

from __future__ import annotations

from derive.catalog import DERIVATIONS, Told
from derive.notation import Card
from derive.physics.hermite import N
from derive.physics.laguerre_states import HBAR, MASS, LaguerreStates, Short, tell
from derive.rules.lecture import Lecture
from derive.terms.build import add, div, mul, neg, power, symbol

R, L, STRENGTH = symbol("r", "P"), symbol("l", "N0"), symbol("kappa", "P")
PRINCIPAL = symbol("nu", "P")


def states() -> LaguerreStates:
    """rho = 2 m kappa r/(hbar^2 (n + l + 1)): states rho^(l+1) exp(-rho/2) Lambda_n(rho; 2l+1)."""
    unit = div(mul(2, MASS, STRENGTH), mul(power(HBAR, 2), PRINCIPAL))
    rho = div(mul(2, MASS, STRENGTH, R), mul(power(HBAR, 2), PRINCIPAL))
    wall = div(mul(power(HBAR, 2), L, add(L, 1)), mul(2, MASS, power(R, 2)))
    return LaguerreStates(
        place=R, argument=rho, power=add(L, 1), alpha=add(mul(2, L), 1),
        potential=add(neg(div(STRENGTH, R)), wall),
        level=neg(div(mul(MASS, power(STRENGTH, 2)),
                      mul(2, power(HBAR, 2), power(PRINCIPAL, 2)))),
        factor=mul(power(unit, 2), power(rho, L)), parameters=(L, MASS, STRENGTH, HBAR),
        short=Short(PRINCIPAL, add(N, L, 1), div(unit, R)))


def coulomb() -> Lecture:
    """The radial states of the Coulomb potential, r times the radial function, for every n and l.
    """
    return tell("coulomb", "The Coulomb potential", states(), (
        Card(R, "r", meaning="distance from the nucleus", unit="m"),
        Card(L, "l", meaning="angular momentum in units of hbar"),
        Card(STRENGTH, r"\kappa", meaning="strength of the attraction, e^2/(4 pi epsilon_0)",
             unit="J m")))


DERIVATIONS.add("coulomb", Told("coulomb", "The Coulomb potential", "Quantum mechanics", coulomb))
