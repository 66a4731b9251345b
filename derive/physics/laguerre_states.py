"""Bound states made of Laguerre polynomials: put into their Schroedinger equation, every n at once.

A potential file says z(x), the power of z, alpha and the level; here the state
``z^power exp(-z/2) Lambda_n(z)`` is defined and the equation shown. The states are not
normalized: their scale is Lambda_0 = 1. Next: ``morse``, ``coulomb``, ``radial_oscillator``.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from derive.kernel.derivation import Step
from derive.notation import Card, Notation
from derive.physics.hermite import N
from derive.physics.laguerre import ALPHA, LAGUERRE, LaguerreSteps, Z, derive_laguerre, laguerre
from derive.rules.author import Author
from derive.rules.lecture import Lecture, Line, Section
from derive.rules.writing import ONE, product
from derive.terms.binding import substitute
from derive.terms.build import (
    add,
    call,
    derivative,
    div,
    eq,
    exp,
    function,
    mul,
    neg,
    power,
    symbol,
    term,
)
from derive.terms.term import Term

MASS, HBAR = symbol("m", "P"), symbol("hbar", "P")
#: names that the derivation uses itself
OWN = frozenset({"n", "z", "alpha", "nu", "Lambda", "psi", "psi_n"})
SECTIONS = (
    ("laguerre", ("laguerre_zero", "laguerre", "equation", "slope", "derivative_rule",
                  "three_term")),
    ("state", ("psi",)),
    ("solves", ("solves",)),
)
RESULTS = ("psi", "solves")


@dataclass(frozen=True)
class Short:
    """A positive letter that stands for a sum while the equation is shown, and is then removed.

    ``factor`` times (value - letter), times the state, is what the letter leaves over.
    """

    letter: Term
    value: Term
    factor: Term


@dataclass(frozen=True)
class LaguerreStates:
    """One potential: its variable, its states and their levels, as terms in n.

    ``factor`` times the Laguerre equation at z, times ``exp(-z/2)``, is what remains of the second
    derivative.
    """

    place: Term
    argument: Term
    power: Term
    alpha: Term
    potential: Term
    level: Term
    factor: Term
    short: Short | None = None
    mass: Term = MASS
    hbar: Term = HBAR

    @property
    def kinetic(self) -> Term:
        """``hbar^2/2m``"""
        return div(power(self.hbar, 2), product(2, self.mass))

    @property
    def written_out(self) -> LaguerreStates:
        """The same without the short letter."""
        if self.short is None:
            return self
        put = {self.short.letter: self.short.value}
        return replace(self, short=None, argument=substitute(self.argument, put),
                       level=substitute(self.level, put))

    @property
    def parameters(self) -> tuple[Term, ...]:
        """The letters of the state besides n and the variable."""
        own = {N, self.place, LAGUERRE} | ({self.short.letter} if self.short else set())
        free = (self.body.free | (self.short.value.free if self.short else frozenset())) - own
        order = {"m": 1, "hbar": 3}
        return tuple(sorted(free, key=lambda s: (
            order.get(s.name, 2) if s.sort != "N0" else 0, s.name)))

    @property
    def symbol(self) -> Term:
        sorts = ("N0", self.place.sort, *(p.sort for p in self.parameters))
        return function("psi_n", sorts, "R", 2)

    def state(self, order: int = 0) -> Term:
        orders = (0, order, *(0 for _ in self.parameters))
        return call(self.symbol, N, self.place, *self.parameters, orders=orders)

    @property
    def decay(self) -> Term:
        return exp(neg(div(self.argument, 2)))

    @property
    def body(self) -> Term:
        """``z^power exp(-z/2) Lambda_n(z; alpha)``."""
        front = self.argument if self.power is ONE else power(self.argument, self.power)
        return mul(front, self.decay, laguerre(N, self.argument, self.alpha))

    def equation(self, value: Term, second: Term) -> Term:
        """``E psi = -(hbar^2/2m) psi'' + V psi``."""
        return eq(_times(self.level, value),
                  add(neg(mul(self.kinetic, second)), _times(self.potential, value)))


def _times(factor: Term, value: Term) -> Term:
    """The product as people write it: the sign in front, no parentheses around a product."""
    if factor.head == "neg":
        return neg(_times(factor.args[0], value))
    return mul(*factor.args, value) if factor.head == "mul" else mul(factor, value)


def derive_states(name: str, states: LaguerreStates) -> Author:
    """Laguerre polynomials, the states, and the equation that they solve.

    Raises
    ------
    derive.kernel.claim.Refused
        The states do not solve the equation.
    """
    a = Author(name)
    steps = derive_laguerre(a)
    solved, long = _solved(a, steps, states), states.written_out
    x, kinetic = long.place, states.kinetic
    defined = a.step("define", label="psi", function=long.symbol,
                     parameters=[N, x, *long.parameters], body=long.body)
    both = a.step("differentiate", defined, symbol=x, order=2)
    left = a.carry_out(x, long.state(), 2)
    a.ring(long.equation(long.state(), long.state(2)), solved, both, left, defined,
           label="solves", cofactors=[
               term(1), kinetic, neg(kinetic), add(long.level, neg(long.potential))])
    return a


def _solved(a: Author, steps: LaguerreSteps, states: LaguerreStates) -> Step:
    """The equation for the state written out."""
    there = a.put(steps.equation, {Z: states.argument, ALPHA: states.alpha})
    bent = a.carry_out(states.place, states.body, 2)
    goal = states.equation(states.body, derivative(states.place, states.body, 2))
    kinetic = states.kinetic
    cofactors = [kinetic, mul(kinetic, states.factor, states.decay)]
    if states.short is None:
        return a.ring(goal, bent, there, cofactors=cofactors)
    letter, value = states.short.letter, states.short.value
    meant = a.assume(eq(letter, value))
    shown = a.ring(goal, bent, there, meant,
                   cofactors=[*cofactors, mul(kinetic, states.short.factor, states.body)])
    return a.let_be(shown, letter, value, meant)


@dataclass(frozen=True)
class Chapters:
    """What a potential's lecture has beyond the equation: what derives it, and how it is told."""

    derive: Callable[[Author, LaguerreSteps], None]
    sections: tuple[tuple[str, tuple[str, ...]], ...]
    results: tuple[str, ...]
    cards: tuple[Card, ...]


def tell(name: str, title: str, states: LaguerreStates, cards: tuple[Card, ...],
         more: Chapters | None = None) -> Lecture:
    """The lecture of one potential; ``cards`` say how its own letters are written."""
    author = derive_states(name, states)
    derivation = author.derivation
    told: tuple[tuple[str, tuple[str, ...]], ...] = SECTIONS
    results: tuple[str, ...] = RESULTS
    if more is not None:
        more.derive(author, LaguerreSteps(*(derivation[label] for label in (
            "equation", "derivative_rule", "three_term"))))
        told, results = (*SECTIONS, *more.sections), (*RESULTS, *more.results)
        cards = (*cards, *more.cards)
    hidden = tuple((2 + i, p) for i, p in enumerate(states.parameters))
    given, taken = {c.term for c in cards}, {c.written for c in cards}
    own = (
        Card(MASS, "m", meaning="mass", unit="kg"),
        Card(HBAR, r"\hbar", meaning="reduced Planck constant", unit="J s"),
        Card(N, "n", meaning="natural number"), Card(Z, "z", meaning="a real number"),
        Card(ALPHA, r"\alpha", meaning="a real number"),
        Card(LAGUERRE, r"\Lambda", index=(0, 2), shown=(1,),
             meaning="Laguerre polynomials times n!"),
        Card(states.symbol, r"\psi", index=(0,), shown=(1,), hidden=hidden,
             meaning="n-th eigenfunction, not normalized"))
    notation = Notation((*(c.apart_from(taken) for c in own if c.term not in given), *cards))

    def line(step: Step) -> Line:
        label = step.label or str(step.number)
        return Line(label=label, number=step.number, claim=step.claim, grade=step.grade,
                    inference=step.inference, uses=step.premises, result=label in results,
                    conditions=step.claim.hypotheses, notation=notation)

    sections = tuple(Section(key, tuple(line(derivation[label]) for label in labels))
                     for key, labels in told)
    return Lecture(
        name=name, sections=sections, notation=notation, title=title,
        cited=tuple((c.name, c.statement, c.source) for c in derivation.cited),
        definitions=tuple(derivation.context.definitions.values()),
        all_steps=tuple(line(step) for step in derivation.steps), derivation=derivation)
