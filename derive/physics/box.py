"""The box: a free particle between two walls. Levels and normalized states, every n at once.

Source: the states are sines that vanish at both walls; that they solve the equation, vanish there
and are orthonormal is derived. Next: ``bound_states``.
"""

from __future__ import annotations

from dataclasses import dataclass

from derive.catalog import DERIVATIONS, Told
from derive.kernel.derivation import Step
from derive.notation import Card, Notation
from derive.physics.hermite import K, N
from derive.rules.author import Author
from derive.rules.lecture import Lecture, Line, Section
from derive.rules.writing import ZERO, fraction, product, raised, root, total
from derive.terms.build import (
    PI,
    add,
    call,
    div,
    eq,
    function,
    integral,
    mul,
    ne,
    neg,
    op,
    power,
    sub,
    symbol,
    term,
)
from derive.terms.term import Term

X, WIDTH, MASS, HBAR = symbol("x"), symbol("L", "P"), symbol("m", "P"), symbol("hbar", "P")
SECTIONS = (("state", ("psi", "solves")), ("walls", ("left", "right")),
            ("orthonormality", ("orthonormal",)))
RESULTS = ("solves", "orthonormal")


def wave(count: Term, width: Term = WIDTH) -> Term:
    """``count pi/L``"""
    return div(mul(count, PI), width)


@dataclass(frozen=True)
class Box:
    """A particle of some mass between 0 and ``width``, in a constant potential ``bottom``."""

    width: Term = WIDTH
    mass: Term = MASS
    hbar: Term = HBAR
    bottom: Term = ZERO
    x: Term = X

    @property
    def parameters(self) -> tuple[Term, ...]:
        return tuple(sorted((s for s in self.width.free if s.head == "sym"), key=str))

    @property
    def symbol(self) -> Term:
        return function("psi_n", ("N0", "R", *(s.sort for s in self.parameters)), "R", 2)

    def psi(self, n: Term, x: Term | None = None, order: int = 0) -> Term:
        orders = (0, order, *(0 for _ in self.parameters))
        return call(self.symbol, n, self.x if x is None else x, *self.parameters, orders=orders)

    @property
    def level(self) -> Term:
        """``hbar^2 pi^2 (n + 1)^2/2 m L^2``, above the bottom."""
        over = product(raised(self.hbar, 2), power(PI, 2), power(add(N, 1), 2))
        square = self.width.value**2 if self.width.head == "int" else power(self.width, 2)
        return total(fraction(over, product(2, self.mass, square)), self.bottom)


def derive_box(box: Box) -> Author:
    """The sines solve the equation, vanish at the walls and are orthonormal."""
    a, x = Author("box"), box.x
    defined = a.step("define", label="psi", function=box.symbol,
                     parameters=[N, x, *box.parameters],
                     body=product(root(fraction(2, box.width)),
                              op("sin", mul(wave(add(N, 1), box.width), x))))
    bent = a.differentiate(defined, x, 2)
    kinetic = div(power(box.hbar, 2), product(2, box.mass))
    value = box.psi(N)
    right = total(neg(mul(kinetic, box.psi(N, order=2))), product(box.bottom, value)
                  if box.bottom.head != "add" else mul(box.bottom, value))
    a.ring(eq(mul(box.level, value) if box.level.head == "add" else product(box.level, value),
              right), bent, defined,
           cofactors=[kinetic, add(box.level, neg(box.bottom))], label="solves")
    for label, place in (("left", ZERO), ("right", box.width)):
        there = a.put(defined, {x: place})
        a.step("elementary", there, conclusion=eq(box.psi(N, place), 0), cofactors=[term(1)],
               label=label)
    _orthonormal(a, box, defined)
    return a


def _orthonormal(a: Author, box: Box, defined: Step) -> None:
    """Both integrals by an antiderivative; its sines vanish at the walls."""
    x, width = box.x, box.width
    other = a.put(defined, {N: K})
    twice, apart, joined = mul(2, add(N, 1)), sub(N, K), add(N, K, 2)

    def sine(count: Term) -> Term:
        return div(op("sin", mul(wave(count, width), x)), mul(count, PI))

    different = a.assume(ne(N, K))
    given = a.assume(ne(K, N))
    swapped = a.order(ne(N, K), (given, term(-1)))
    cases = []
    for state, inverse, value, condition in (
            (defined, sub(div(x, width), sine(twice)), term(1), None),
            (other, sub(sine(apart), sine(joined)), ZERO, different)):
        bodies = [state.claim.conclusion.args[1], defined.claim.conclusion.args[1]]
        used = () if condition is None else (condition,)
        found = a.step("fundamental_theorem", *used, symbol=x, body=mul(*bodies),
                       inverse=inverse, lower=ZERO, upper=width)
        found = a.step("elementary", found, *used, cofactors=[term(1)], conclusion=eq(
            integral(x, mul(*bodies), ZERO, width), value))
        for position, equation in ((0, state), (1, defined)):
            left, written = equation.claim.conclusion.args
            back = a.ring(eq(written, left), equation, cofactors=[term(-1)])
            found = a.rewrite(found, back, at=(0, 1, position))
        cases.append(found if condition is None else a.cut(swapped, found))
    once, none = cases
    goal = eq(integral(x, mul(box.psi(K), box.psi(N)), ZERO, width), op("delta", K, N))
    same = a.assume(eq(K, N))
    other_way = a.ring(eq(N, K), same, cofactors=[term(-1)])
    alike = a.rewrite(once, other_way, at=(0, 1, 0, 1))
    shown = [a.ring(goal, premise, a.step("kronecker", condition=condition),
                    cofactors=[term(1), term(-1)])
             for premise, condition in ((alike, eq(K, N)), (none, ne(K, N)))]
    a.step("excluded_middle", *shown, left=K, right=N, label="orthonormal")


def tell(box: Box, title: str, cards: tuple[Card, ...]) -> Lecture:
    """The lecture of one box; ``cards`` say how its own letters are written."""
    derivation = derive_box(box).derivation
    hidden = tuple((2 + i, s) for i, s in enumerate(box.parameters))
    given, taken = {c.term for c in cards}, {c.written for c in cards}
    own = (Card(MASS, "m", meaning="mass", unit="kg"),
           Card(HBAR, r"\hbar", meaning="reduced Planck constant", unit="J s"),
           Card(N, "n", meaning="natural number"), Card(K, "k", meaning="natural number"),
           Card(box.symbol, r"\psi", index=(0,), shown=(1,), hidden=hidden,
                meaning="n-th eigenfunction", unit="m^(-1/2)"))
    notation = Notation((*(c.apart_from(taken) for c in own if c.term not in given), *cards))

    def line(step: Step) -> Line:
        label = step.label or str(step.number)
        return Line(label=label, number=step.number, claim=step.claim, grade=step.grade,
                    inference=step.inference, uses=step.premises, result=label in RESULTS,
                    conditions=() if step.inference == "assume" else step.claim.hypotheses,
                    notation=notation)

    return Lecture(
        name="box", title=title, notation=notation, derivation=derivation,
        sections=tuple(Section(key, tuple(line(derivation[label]) for label in labels))
                       for key, labels in SECTIONS),
        cited=tuple((c.name, c.statement, c.source) for c in derivation.cited),
        definitions=tuple(derivation.context.definitions.values()),
        all_steps=tuple(line(step) for step in derivation.steps))


def lecture() -> Lecture:
    """A particle between two walls: levels, states that vanish at the walls, orthonormal."""
    return tell(Box(), "A particle in a box", (
        Card(X, "x", meaning="position", unit="m"),
        Card(WIDTH, "L", meaning="distance of the walls", unit="m")))


DERIVATIONS.add("box", Told("box", "A particle in a box", "Quantum mechanics", lecture))
