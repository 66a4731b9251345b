"""A potential that is one of the library's own: its states, derived with the constants as given.

The constants are read off in ``derive.rules.potential_shapes``; that the states solve the equation
of the potential as it was typed is shown by the kernel, so a wrong reading is refused there. Read
first: ``laguerre_states``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from derive.notation import Card
from derive.physics import coulomb, morse, radial_oscillator
from derive.physics.laguerre_states import OWN, LaguerreStates, tell
from derive.rules.lecture import Lecture
from derive.rules.potential_shapes import Shape, shape_of
from derive.terms.binding import substitute
from derive.terms.build import lt, symbol
from derive.terms.term import Term


@dataclass(frozen=True)
class Recognised:
    """``shape`` names the library's derivation; the states are not normalized.

    ``renamed``: symbols that stand for given ones, whose names the derivation uses itself.
    """

    shape: Shape
    states: LaguerreStates
    lecture: Lecture
    renamed: Mapping[Term, Term]

    @property
    def level(self) -> Term:
        return self.states.written_out.level

    @property
    def condition(self) -> Term | None:
        """What holds of n where state n is bound: in the Morse potential ``0 < s``."""
        return lt(0, self.states.power) if self.shape.name == "morse" else None


_MADE: dict[str, tuple[Callable[..., LaguerreStates], str, str]] = {
    "coulomb": (coulomb.states, "r", "Bound states of a Coulomb potential"),
    "radial_oscillator": (radial_oscillator.states, "r",
                          "Bound states of an oscillator in three dimensions"),
    "morse": (morse.states, "x", "Bound states of a Morse potential"),
}


def recognise(potential: Term, variable: Term, mass: Term, hbar: Term,
              cards: tuple[Card, ...] = ()) -> Recognised | None:
    """The states of a potential that one of the library's derivations solves; None otherwise.

    A variable of sort P means the half-line, and states that vanish at its end.

    Raises
    ------
    derive.rules.scaling.NoClosedForm
        The potential has the form of one of them, but not its signs or constants.
    """
    renamed = {symbol(f"{s.name}_V", s.sort): s for s in potential.free | mass.free | hbar.free
               if s.name in OWN}
    put = {old: new for new, old in renamed.items()}
    potential, mass, hbar, variable = (
        substitute(t, put) for t in (potential, mass, hbar, variable))
    shape = shape_of(potential, variable, mass, hbar, variable.sort == "P")
    if shape is None:
        return None
    made, place, title = _MADE[shape.name]
    given: dict[str, Any] = {place: variable, **shape.constants}
    states = made(mass=mass, hbar=hbar, potential=potential, offset=shape.offset, **given)
    lecture = tell(shape.name, title, states, tuple(
        replace(c, term=put.get(c.term, c.term)) for c in cards))
    return Recognised(shape, states, lecture, renamed)
