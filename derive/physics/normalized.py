"""Normalized radial states: the square of a state integrated from 0 on, and the constant for it.

What both kinds of weight share; read first: ``laguerre_norm``. Next: ``normalized_by_symmetry``
and ``normalized_from_zero``, which integrate the square.
"""

from __future__ import annotations

from abc import ABC, abstractmethod

from derive.kernel.derivation import Step
from derive.notation import Card
from derive.physics.hermite import XI, N
from derive.physics.laguerre import LaguerreSteps, laguerre
from derive.physics.laguerre_states import Chapters, LaguerreStates
from derive.rules.author import Author
from derive.terms.build import (
    call,
    div,
    eq,
    exp,
    function,
    mul,
    neg,
    power,
    sqrt,
    symbol,
)
from derive.terms.term import Term

X = symbol("x")


class Normalized(ABC):
    """The normalized states of one potential, whose angular momentum is ``angular``.

    ``scale`` is what distance and natural distance differ by; a subclass says how.
    """

    sections: tuple[tuple[str, tuple[str, ...]], ...]
    results: tuple[str, ...]
    cards: tuple[Card, ...] = ()

    def __init__(self, states: LaguerreStates, angular: Term, scale: Term) -> None:
        self.states = states.written_out
        self.angular, self.scale = angular, scale
        sorts = tuple(p.sort for p in states.parameters)
        self.constant_symbol = function("N", ("N0", *sorts), "R", 0)
        self.symbol = function("u_n", ("N0", states.place.sort, *sorts), "R", 0)

    @property
    def constant(self) -> Term:
        return call(self.constant_symbol, N, *self.states.parameters)

    @property
    def state(self) -> Term:
        return call(self.symbol, N, self.states.place, *self.states.parameters)

    def square_of(self, z: Term, factor: Term | None = None) -> Term:
        """The factor times ``z^(2 power) exp(-z) Lambda_n(z; alpha)^2``."""
        parts = (power(z, self.doubled_power), exp(neg(z)),
                 power(laguerre(N, z, self.states.alpha), 2))
        return mul(*parts) if factor is None else mul(factor, *parts)

    @property
    def constant_value(self) -> Term:
        """One over the root of the integral of the square."""
        return div(1, sqrt(self.norm_value))

    @property
    @abstractmethod
    def doubled_power(self) -> Term:
        """Twice the power of z in front of the state."""

    @property
    @abstractmethod
    def norm_value(self) -> Term:
        """The integral of the square from 0 on."""

    @abstractmethod
    def derive(self, a: Author, steps: LaguerreSteps) -> None:
        """The chapters 'norm' and 'normalized'."""

    def with_constant(self, a: Author, written: Step) -> Step:
        """The state times the constant, and the same with the constant's value."""
        states = self.states
        state = a.step("define", label="state", function=self.symbol,
                       parameters=[N, states.place, *states.parameters],
                       body=mul(self.constant, *states.body.args))
        return a.ring(eq(self.state, mul(self.constant_value, *states.body.args)), state, written,
                      label="u")


def chapters(given: Normalized) -> Chapters:
    """What a lecture adds to be normalized."""
    hidden = [(1 + i, p) for i, p in enumerate(given.states.parameters)]
    return Chapters(
        given.derive, given.sections, given.results, (
            Card(XI, r"\xi", meaning="a real number, with z its square"),
            Card(X, "x", meaning="distance from the centre", unit="m"),
            Card(given.constant_symbol, "N", index=(0,), hidden=tuple(hidden),
                 meaning="normalization constant", unit="m^(-1/2)"),
            Card(given.symbol, "u", index=(0,), shown=(1,),
                 hidden=tuple((1 + slot, p) for slot, p in hidden),
                 meaning="n-th eigenfunction, normalized", unit="m^(-1/2)"), *given.cards))
