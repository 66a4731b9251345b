"""Radial states with alpha = l + 1/2: their square is even in the distance.

So what is integrated from 0 on is half of what it is on the line. Read first: ``normalized``.
Next: ``radial_oscillator``.
"""

from __future__ import annotations

from derive.kernel.derivation import Step
from derive.physics.hermite import XI, N
from derive.physics.laguerre import LaguerreSteps, laguerre
from derive.physics.laguerre_norm import derive_norm, on_the_line
from derive.physics.normalized import Normalized, X
from derive.rules.author import Author
from derive.terms.binding import substitute
from derive.terms.build import (
    INFINITY,
    PI,
    add,
    decay,
    div,
    eq,
    factorial,
    integral,
    lt,
    mul,
    poly,
    power,
    sqrt,
    term,
)
from derive.terms.term import Term


class BySymmetry(Normalized):
    """``scale`` times the place is xi, with z = xi^2 and alpha = l + 1/2."""

    sections = (
        ("norm", ("neighbours", "telescope", "norm_step", "moment", "norm")),
        ("normalized", ("half_line", "square", "constant", "constant_value", "state", "u",
                        "normalized")))
    results = ("half_line", "constant_value", "u", "normalized")

    @property
    def doubled_power(self) -> Term:
        return add(self.angular, 1)

    @property
    def norm_value(self) -> Term:
        """``n! sqrt(pi) (2n + 2l + 2)!/(2 4^(n+l+1) (n+l+1)! scale)``"""
        half = add(N, self.angular, 1)
        double = add(mul(2, N), mul(2, self.angular), 2)
        return div(mul(factorial(N), sqrt(PI), factorial(double)),
                   mul(2, power(4, half), factorial(half), self.scale))

    def square(self, place: Term, factor: Term | None = None) -> Term:
        """The square of the state at a place, times a factor."""
        return self.square_of(self.argument(place), factor)

    def argument(self, place: Term) -> Term:
        return substitute(self.states.argument, {self.states.place: place})

    def derive(self, a: Author, steps: LaguerreSteps) -> None:
        value = self._half_line(a, steps)
        states, known = self.states, a.derivation["psi"]
        a.ring(eq(power(states.state(), 2), self.square(states.place)), known, label="square",
               cofactors=[add(states.state(), states.body)])
        total = value.claim.conclusion.args[0]
        positive = a.order(lt(0, total), (value, term(1)), rest=self.norm_value)
        constant = a.step("define", positive, label="constant", function=self.constant_symbol,
                          parameters=[N, *states.parameters], body=div(1, sqrt(total)))
        self.with_constant(a, a.rewrite(constant, value, label="constant_value"))
        scaled, root = self._scaled(a, power(self.constant, 2)), div(1, sqrt(total))
        a.ring(eq(scaled.claim.conclusion.args[0], 1), scaled, constant, conditions=[positive],
               label="normalized", cofactors=[term(1), mul(add(self.constant, root), total)])

    def _half_line(self, a: Author, steps: LaguerreSteps) -> Step:
        """The integral of the state's square from 0 on."""
        norm, shown = derive_norm(a, steps, on_the_line(self.angular))
        square = self.square(X)
        falls = a.step("gaussian", norm.polynomial, conclusion=decay(XI, norm.squared(N)))
        moved = a.step("substitute_integral", falls, new=X, scale=self.scale, shift=term(0))
        whole = a.ring(eq(integral(X, square), mul(2, self.norm_value)), moved, shown,
                       multiplier=self.scale, cofactors=[term(-1), term(1)])
        half = a.step("even_integral", self._falling(a, square))
        return a.ring(eq(integral(X, square, 0, INFINITY), self.norm_value), half, whole,
                      cofactors=[term(1), div(1, 2)], label="half_line")

    def _scaled(self, a: Author, factor: Term) -> Step:
        """A constant factor goes in front of the integral."""
        square, body = self.square(X), self.square(X, factor)
        falls = self._falling(a, square)
        split = a.step("linear_integral", falls, symbol=X, body=body, parts=[square],
                       factors=[factor])
        halves = [a.step("even_integral", f) for f in (self._falling(a, body), falls)]
        before, after = (h.claim.conclusion.args[0] for h in halves)
        return a.ring(eq(before, mul(factor, after)), halves[0], split, halves[1],
                      cofactors=[term(1), div(1, 2), mul(-1, factor)])

    def _falling(self, a: Author, body: Term) -> Step:
        z = self.argument(X)
        moved = a.step("polynomial_in_new_variable", a.derivation["laguerre_polynomial"], new=X,
                       scale=self.scale, shift=term(0))
        known = a.step("restate", moved, conclusion=poly(
            X, laguerre(N, z, self.states.alpha), moved.claim.conclusion.args[2]))
        return a.step("gaussian", known, conclusion=decay(X, body))
