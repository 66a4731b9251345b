"""The Coulomb potential: the radial states of hydrogen. Read first: ``laguerre_states``.

Source: E. Schroedinger, Annalen der Physik 384, 361 (1926) for the equation; its states are
derived. The principal quantum number is n + l + 1.
"""

from __future__ import annotations

from derive.catalog import DERIVATIONS, Told
from derive.notation import Card
from derive.physics.hermite import N
from derive.physics.laguerre_states import HBAR, MASS, Chapters, LaguerreStates, Short, tell
from derive.physics.normalized import chapters
from derive.physics.normalized_from_zero import FromZero
from derive.rules.lecture import Lecture
from derive.rules.writing import ZERO, above, fraction, product, raised, total
from derive.terms.build import add, div, mul, neg, power, symbol
from derive.terms.term import Term

R, L, STRENGTH = symbol("r", "P"), symbol("l", "N0"), symbol("kappa", "P")
PRINCIPAL = symbol("nu", "P")


def wall(r: Term, angular: Term, mass: Term = MASS, hbar: Term = HBAR) -> Term:
    """The centrifugal term, ``hbar^2 l (l + 1)/2 m r^2``."""
    return div(mul(power(hbar, 2), angular, add(angular, 1)), product(2, mass, power(r, 2)))


def states(r: Term = R, angular: Term = L, strength: Term = STRENGTH, mass: Term = MASS,
           hbar: Term = HBAR, potential: Term | None = None, offset: Term = ZERO
           ) -> LaguerreStates:
    """rho = 2 m kappa r/(hbar^2 (n + l + 1)): states rho^(l+1) exp(-rho/2) Lambda_n(rho; 2l+1).

    ``potential`` is -strength/r, the wall and the offset, written in another way.
    """
    under = product(raised(hbar, 2), PRINCIPAL)
    unit = fraction(product(2, mass, strength), under)
    rho = fraction(product(2, mass, strength, r), under)
    level = neg(fraction(product(mass, raised(strength, 2)),
                         product(2, raised(hbar, 2), power(PRINCIPAL, 2))))
    return LaguerreStates(
        place=r, argument=rho, power=above(angular, 1), alpha=above(product(2, angular), 1),
        potential=potential if potential is not None else add(
            neg(div(strength, r)), wall(r, angular)),
        level=total(level, offset), factor=mul(power(unit, 2), power(rho, angular)),
        short=Short(PRINCIPAL, total(N, above(angular, 1)), div(unit, r)), mass=mass, hbar=hbar)


def normalized(found: LaguerreStates, angular: Term = L, strength: Term = STRENGTH) -> Chapters:
    """The chapters that normalize; the natural length is ``hbar^2 (n + l + 1)/2 m kappa``."""
    level, action = total(N, above(angular, 1)), raised(found.hbar, 2)
    return chapters(FromZero(
        found, angular, fraction(product(action, level), product(2, found.mass, strength)),
        fraction(product(action, raised(level, 2)), product(found.mass, strength))))


def coulomb() -> Lecture:
    """The radial states of the Coulomb potential, normalized, for every n and l."""
    return tell("coulomb", "The Coulomb potential", states(), (
        Card(R, "r", meaning="distance from the nucleus", unit="m"),
        Card(L, "l", meaning="angular momentum in units of hbar"),
        Card(STRENGTH, r"\kappa", meaning="strength of the attraction, e^2/(4 pi epsilon_0)",
             unit="J m")), normalized(states()))


DERIVATIONS.add("coulomb", Told("coulomb", "The Coulomb potential", "Quantum mechanics", coulomb))
