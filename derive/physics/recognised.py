"""A potential that is one of the library's own: its states, derived with the constants as given.

The constants are read off in ``derive.rules.potential_shapes``; that the states solve the equation
of the potential as it was typed is shown by the kernel, so a wrong reading is refused there. Read
first: ``laguerre_states``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from derive.kernel.normal import Normalizer
from derive.kernel.plain import plain
from derive.kernel.signs import Facts
from derive.notation import Card
from derive.physics import coulomb, morse, radial_oscillator
from derive.physics.box import Box
from derive.physics.box import tell as tell_box
from derive.physics.laguerre_states import OWN, Chapters, LaguerreStates, tell
from derive.physics.normalized import chapters
from derive.physics.normalized_by_symmetry import BySymmetry
from derive.rules.lecture import Lecture
from derive.rules.potential_shapes import Shape, shape_of
from derive.rules.scaling import NoClosedForm
from derive.rules.writing import fraction, product, root
from derive.terms.binding import substitute
from derive.terms.build import lt, symbol
from derive.terms.term import Term

#: letters of the chapters that normalize; where one of them is taken the states stay as they are
NORMALIZING = frozenset({"x", "\\xi", "N", "u", "a"})


@dataclass(frozen=True)
class Recognised:
    """``shape`` names the library's derivation.

    ``state`` is the line of the states: ``u`` where they are normalized, ``psi`` where not.
    ``renamed``: symbols that stand for given ones, whose names the derivation uses itself.
    """

    shape: Shape
    states: LaguerreStates
    lecture: Lecture
    renamed: Mapping[Term, Term]
    state: str

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
    own = tuple(replace(c, term=put.get(c.term, c.term)) for c in cards)
    more = _normalizing(shape, states) if NORMALIZING.isdisjoint(
        {c.written for c in own}) else None
    lecture = tell(shape.name, title, states, own, more)
    return Recognised(shape, states, lecture, renamed, "psi" if more is None else "u")


def _normalizing(shape: Shape, states: LaguerreStates) -> Chapters | None:
    """The chapters that normalize the states, for the potential that has them."""
    known, mass, hbar = shape.constants, states.mass, states.hbar
    if shape.name == "coulomb":
        return coulomb.normalized(states, known["angular"], known["strength"])
    if shape.name == "radial_oscillator":
        return chapters(BySymmetry(
            states, known["angular"], root(fraction(product(mass, known["frequency"]), hbar))))
    return None


def boxed(potential: Term, box: Box, cards: tuple[Card, ...] = ()) -> Lecture:
    """The states between walls at 0 and the width of the box, in a constant potential.

    Raises
    ------
    derive.rules.scaling.NoClosedForm
        The potential is not constant, or a letter is one that the derivation uses itself.
    """
    if box.x in potential.free:
        raise NoClosedForm("between two walls only a constant potential is reached yet")
    if not Facts(Normalizer(), ()).positive(box.width):
        raise NoClosedForm(f"the width {plain(box.width)} is not known to be positive; say which "
                           "letters are (--positive L)")
    letters = {s.name for s in potential.free | box.width.free | box.mass.free | box.hbar.free}
    own = sorted(letters & {"n", "k", "psi_n"})
    if own:
        raise NoClosedForm(f"{own[0]} counts the states; use another letter")
    return tell_box(replace(box, bottom=potential), "Bound states between two walls", cards)
