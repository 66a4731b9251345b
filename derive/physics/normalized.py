"""Normalized radial states: the square of a state integrated from 0 on, and the constant for it.

Read first: ``laguerre_norm``. Next: ``radial_oscillator``.
"""

from __future__ import annotations

from derive.kernel.derivation import Step
from derive.notation import Card
from derive.physics.hermite import XI, N
from derive.physics.laguerre import LaguerreSteps, laguerre
from derive.physics.laguerre_norm import Norm, derive_norm
from derive.physics.laguerre_states import Chapters, LaguerreStates
from derive.rules.author import Author
from derive.terms.binding import substitute
from derive.terms.build import (
    INFINITY,
    PI,
    add,
    call,
    decay,
    div,
    eq,
    exp,
    factorial,
    function,
    integral,
    lt,
    mul,
    neg,
    poly,
    power,
    sqrt,
    symbol,
    term,
)
from derive.terms.term import Term

X = symbol("x")
RESULTS = ("half_line", "constant_value", "u", "normalized")
SECTIONS = (
    ("norm", ("neighbours", "telescope", "norm_step", "moment", "norm")),
    ("normalized", ("half_line", "square", "constant", "constant_value", "state", "u",
                    "normalized")),
)


class Normalized:
    """The normalized states of one potential whose alpha is l + 1/2.

    ``scale`` times the place is xi, with z = xi^2.
    """

    def __init__(self, states: LaguerreStates, angular: Term, scale: Term) -> None:
        self.states, self.angular, self.scale = states, angular, scale
        sorts = tuple(p.sort for p in states.parameters)
        self.constant_symbol = function("N", ("N0", *sorts), "R", 0)
        self.symbol = function("u_n", ("N0", states.place.sort, *sorts), "R", 0)

    @property
    def constant(self) -> Term:
        return call(self.constant_symbol, N, *self.states.parameters)

    @property
    def state(self) -> Term:
        return call(self.symbol, N, self.states.place, *self.states.parameters)

    def square(self, place: Term) -> Term:
        """``z^(l+1) exp(-z) Lambda_n(z; l + 1/2)^2`` at a place."""
        z = substitute(self.states.argument, {self.states.place: place})
        return mul(power(z, add(self.angular, 1)), exp(neg(z)),
                   power(laguerre(N, z, self.states.alpha), 2))

    @property
    def norm_value(self) -> Term:
        """``n! sqrt(pi) (2n + 2l + 2)!/(2 4^(n+l+1) (n+l+1)! scale)``"""
        half = add(N, self.angular, 1)
        double = add(mul(2, N), mul(2, self.angular), 2)
        return div(mul(factorial(N), sqrt(PI), factorial(double)),
                   mul(2, power(4, half), factorial(half), self.scale))

    @property
    def constant_value(self) -> Term:
        """One over the root of that."""
        return div(1, sqrt(self.norm_value))


def chapters(states: LaguerreStates, angular: Term, scale: Term) -> Chapters:
    """What a lecture adds to be normalized."""
    given = Normalized(states, angular, scale)
    hidden = [(1 + i, p) for i, p in enumerate(states.parameters)]
    return Chapters(
        lambda a, steps: derive_normalized(a, steps, given), SECTIONS, RESULTS, (
            Card(XI, r"\xi", meaning="distance in natural lengths"),
            Card(X, "x", meaning="distance from the centre", unit="m"),
            Card(given.constant_symbol, "N", index=(0,), hidden=tuple(hidden),
                 meaning="normalization constant", unit="m^(-1/2)"),
            Card(given.symbol, "u", index=(0,), shown=(1,),
                 hidden=tuple((1 + slot, p) for slot, p in hidden),
                 meaning="n-th eigenfunction, normalized", unit="m^(-1/2)")))


def derive_normalized(a: Author, steps: LaguerreSteps, states: Normalized) -> None:
    """The chapters 'norm' and 'normalized'."""
    norm, shown = derive_norm(a, steps, states.angular)
    value = _half_line(a, norm, shown, states)
    long, known = states.states, a.derivation["psi"]
    r = long.place
    a.ring(eq(power(long.state(), 2), states.square(r)), known, label="square",
           cofactors=[add(long.state(), long.body)])
    total = value.claim.conclusion.args[0]
    positive = a.order(lt(0, total), (value, term(1)), rest=states.norm_value)
    constant = a.step("define", positive, label="constant", function=states.constant_symbol,
                      parameters=[N, *long.parameters], body=div(1, sqrt(total)))
    written = a.rewrite(constant, value, label="constant_value")
    state = a.step("define", label="state", function=states.symbol,
                   parameters=[N, r, *long.parameters],
                   body=mul(states.constant, *long.body.args))
    a.ring(eq(states.state, mul(states.constant_value, *long.body.args)), state, written,
           label="u")
    _is_one(a, states, norm, constant, value, positive)


def _half_line(a: Author, norm: Norm, shown: Step, states: Normalized) -> Step:
    """The integral of the state's square from 0 on."""
    square = states.square(X)
    falls = a.step("gaussian", norm.polynomial, conclusion=decay(XI, norm.squared(N)))
    moved = a.step("substitute_integral", falls, new=X, scale=states.scale, shift=term(0))
    whole = a.ring(eq(integral(X, square), mul(2, states.norm_value)), moved, shown,
                   multiplier=states.scale, cofactors=[term(-1), term(1)])
    half = a.step("even_integral", _falling(a, norm, states, square))
    return a.ring(eq(integral(X, square, 0, INFINITY), states.norm_value), half, whole,
                  cofactors=[term(1), div(1, 2)], label="half_line")


def _falling(a: Author, norm: Norm, states: Normalized, body: Term) -> Step:
    z = substitute(states.states.argument, {states.states.place: X})
    moved = a.step("polynomial_in_new_variable", norm.polynomial, new=X, scale=states.scale,
                   shift=term(0))
    known = a.step("restate", moved, conclusion=poly(
        X, laguerre(N, z, states.states.alpha), moved.claim.conclusion.args[2]))
    return a.step("gaussian", known, conclusion=decay(X, body))


def _is_one(a: Author, states: Normalized, norm: Norm, constant: Step, value: Step,
            positive: Step) -> None:
    """The square of the normalized state integrates to 1."""
    square, factor = states.square(X), power(states.constant, 2)
    body = mul(factor, *square.args)
    falls, scaled = (_falling(a, norm, states, f) for f in (square, body))
    split = a.step("linear_integral", falls, symbol=X, body=body, parts=[square],
                   factors=[factor])
    halves = [a.step("even_integral", f) for f in (scaled, falls)]
    total = value.claim.conclusion.args[0]
    root = div(1, sqrt(total))
    a.ring(eq(integral(X, body, 0, INFINITY), 1), halves[0], split, halves[1], constant,
           conditions=[positive], label="normalized",
           cofactors=[term(1), div(1, 2), neg(factor), mul(add(states.constant, root), total)])
