"""Radial states with alpha = 2l + 1, whose natural distance is z itself.

With z = xi^2 their square is odd in xi, so all integrals go from 0 on; the weight has one power of
z more than that for which neighbours are orthogonal. Read first: ``normalized``. Next:
``coulomb``.
"""

from __future__ import annotations

from derive.kernel.derivation import Step
from derive.notation import Card
from derive.physics.hermite import XI, N
from derive.physics.laguerre import LaguerreSteps, laguerre
from derive.physics.laguerre_norm import Norm, derive_norm, from_zero, linear, nothing, weighted
from derive.physics.laguerre_states import LaguerreStates
from derive.physics.normalized import Normalized, X
from derive.rules.author import Author
from derive.terms.build import (
    INFINITY,
    add,
    decay,
    derivative,
    div,
    eq,
    factorial,
    integral,
    mul,
    neg,
    poly,
    power,
    symbol,
    term,
)
from derive.terms.term import Term

#: a length; the natural one of level n where that is assumed
LENGTH = symbol("a", "P")


class FromZero(Normalized):
    """``scale`` times z is the place, with z = xi^2 and alpha = 2l + 1.

    The scale grows with n; on the page a letter stands for it. ``doubled`` is 2 scale (n + l + 1).
    """

    sections = (
        ("norm", ("neighbours", "telescope", "norm_step", "moment", "norm", "mean")),
        ("normalized", ("half_line", "short", "square", "constant", "state", "u", "normalized")))
    results = ("half_line", "u", "normalized")
    cards = (Card(LENGTH, "a", meaning="a length, the natural one of level n", unit="m"),)

    def __init__(self, states: LaguerreStates, angular: Term, scale: Term, doubled: Term) -> None:
        super().__init__(states, angular, scale)
        self.doubled = doubled

    @property
    def doubled_power(self) -> Term:
        return add(mul(2, self.angular), 2)

    @property
    def norm_value(self) -> Term:
        """``2 scale (n + l + 1) n! (n + 2l + 1)!``"""
        return mul(self.doubled, *self._count[1:])

    @property
    def _count(self) -> tuple[Term, ...]:
        return (add(N, self.angular, 1), factorial(N),
                factorial(add(N, mul(2, self.angular), 1)))

    def derive(self, a: Author, steps: LaguerreSteps) -> None:
        norm, shown = derive_norm(a, steps, from_zero(self.angular))
        mean, total = _mean(a, norm), self._in_natural_distance(a)
        front = mul(2, LENGTH)
        twice = add(mul(2, N), mul(2, self.angular), 2)
        value = a.ring(eq(total.claim.conclusion.args[0], mul(2, LENGTH, *self._count)), total,
                       mean, shown, label="half_line",
                       cofactors=[term(1), front, mul(front, twice)])
        meant = a.assume(eq(LENGTH, self.scale))
        self._squared(a, meant)
        constant = a.step("define", label="constant", function=self.constant_symbol,
                          parameters=[N, *self.states.parameters], body=self.constant_value)
        self.with_constant(a, constant)
        factor, known = power(self.constant, 2), value.claim.conclusion.args[1]
        scaled = self._in_natural_distance(a, factor)
        before, after = (t.claim.conclusion.args[0] for t in (scaled, total))
        taken = a.ring(eq(before, mul(factor, after)), scaled, total,
                       cofactors=[term(1), neg(factor)])
        a.ring(eq(before, 1), taken, value, constant, meant, label="normalized", cofactors=[
            term(1), factor, mul(add(self.constant, self.constant_value), known),
            mul(power(self.constant_value, 2), 2, *self._count)])

    def _squared(self, a: Author, meant: Step) -> None:
        """The state and its square by the letter."""
        states, short = self.states, div(self.states.place, LENGTH)
        same = a.ring(eq(states.argument, short), meant,
                      cofactors=[div(states.argument, LENGTH)])
        known = a.derivation["psi"]
        while states.argument in known.claim.conclusion.args[1].walk():
            known = a.rewrite(known, same)
        body = known.claim.conclusion.args[1]
        known = a.step("restate", known, conclusion=known.claim.conclusion, label="short")
        a.ring(eq(power(states.state(), 2), self.square_of(short)), known, label="square",
               cofactors=[add(states.state(), body)])

    def _in_natural_distance(self, a: Author, factor: Term | None = None) -> Step:
        """The integral of the square, by that of ``xi^(4l+5) exp(-xi^2) Lambda_n(xi^2)^2``."""
        known, z = a.derivation["laguerre_polynomial"], div(mul(LENGTH, power(XI, 2)), LENGTH)
        moved = a.step("restate", known, conclusion=poly(
            XI, laguerre(N, z, self.states.alpha), known.claim.conclusion.args[2]))
        falls = a.step("gaussian", moved, conclusion=decay(XI, self.square_of(z, factor)))
        body = self.square_of(div(X, LENGTH), factor)
        there = a.step("substitute_square", falls, symbol=X, new=XI, body=body, scale=LENGTH)
        weight, part = from_zero(self.angular), mean_square(self.angular)
        small = a.step("gaussian", known, conclusion=decay(XI, part))
        front = mul(2, LENGTH) if factor is None else mul(2, LENGTH, factor)
        split = linear(a, weight, there.claim.conclusion.args[1].args[1], (part, front, small))
        return a.ring(eq(integral(X, body, 0, INFINITY), mul(front, weight.integral(part))),
                      there, split)


def mean_square(angular: Term) -> Term:
    """``xi^(4l+5) exp(-xi^2) Lambda_n(xi^2; 2l + 1)^2``"""
    weight = from_zero(angular)
    return weighted(weight.exponent(3), power(laguerre(N, power(XI, 2), weight.alpha), 2))


def _mean(a: Author, norm: Norm) -> Step:
    """The mean of z is 2n + alpha + 1: the derivative of ``z^(alpha+1) exp(-z) Lambda_n^2``."""
    weight, member, following = norm.weight, norm.member(N), norm.member(add(N, 1))
    factor = weight.plus(1, mul(2, N))
    parts = {"more": weighted(weight.exponent(3), power(member, 2)), "square": norm.squared(N),
             "product": weighted(weight.exponent(1), member, following)}
    whole = weighted(weight.exponent(2), power(member, 2))
    left = add(mul(2, parts["more"]), neg(mul(2, factor, parts["square"])),
               mul(4, parts["product"]))
    known = (norm.polynomial, a.put(norm.polynomial, {N: add(N, 1)}))
    falls = {name: a.step("gaussian", *known, conclusion=decay(XI, body))
             for name, body in (*parts.items(), ("whole", whole))}
    taken = a.carry_out(XI, whole)
    equation = a.ring(eq(left, derivative(XI, whole)), taken, norm.raising,
                      cofactors=[term(-1), mul(4, weighted(weight.exponent(1), member))])
    vanishing = nothing(a, weight, equation, falls["whole"])
    split = linear(a, weight, left, *((parts[name], front, falls[name]) for name, front in (
        ("more", term(2)), ("square", neg(mul(2, factor))), ("product", term(4)))))
    more, square = (weight.integral(parts[name]) for name in ("more", "square"))
    return a.ring(eq(more, mul(factor, square)), vanishing, split, a.derivation["neighbours"],
                  multiplier=term(2), cofactors=[term(1), term(-1), term(-4)], label="mean")
