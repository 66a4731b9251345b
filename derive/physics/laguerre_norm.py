"""The norm of Laguerre functions, for every n; then that of states.

With z = xi^2 the weight z^alpha exp(-z) dz becomes 2 xi^(2 alpha + 1) exp(-xi^2) dxi, so that the
integrands are polynomials times Gaussians: two derivatives that integrate to 0 give the step from
n to n + 1. For alpha = l + 1/2 they are even, and integrals go over the line; for alpha = 2l + 1
from 0 on. Read first: ``laguerre``. Next: ``normalized``.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

from derive.kernel.derivation import Step
from derive.physics.hermite import XI, N
from derive.physics.laguerre import ALPHA, LaguerreSteps, Z, laguerre
from derive.rules.author import Author
from derive.terms.build import (
    INFINITY,
    PI,
    add,
    decay,
    derivative,
    div,
    eq,
    exp,
    factorial,
    integral,
    mul,
    neg,
    poly,
    power,
    sqrt,
    sub,
    term,
)
from derive.terms.term import Term

SQUARE = power(XI, 2)


def weighted(exponent: Term, *factors: Term) -> Term:
    """``xi^exponent exp(-xi^2)`` times the factors."""
    return mul(power(XI, exponent), exp(neg(SQUARE)), *factors)


@dataclass(frozen=True)
class Weight:
    """``xi^(2 alpha + 1) exp(-xi^2)`` for ``alpha = part + constant``.

    ``value(n)`` is the integral of the weight times Lambda_n^2. ``line``: over the whole line, else
    from 0 on. The weight is xi^(2 order), or xi^(2 order + 1) from 0 on.
    """

    part: Term
    constant: Fraction
    order: Term
    line: bool
    value: Callable[[Term], Term]

    @property
    def alpha(self) -> Term:
        return self.plus(0)

    def plus(self, number: int, *more: Term) -> Term:
        """What is given, plus alpha and a number."""
        return add(*more, self.part, term(self.constant + number))

    def exponent(self, more: int) -> Term:
        """``2 alpha + more``"""
        twice = mul(2 * self.part.args[0].value, self.part.args[1]) if (
            self.part.head == "mul") else mul(2, self.part)
        number = int(2 * self.constant) + more
        return add(twice, number) if number else twice

    def integral(self, body: Term) -> Term:
        return integral(XI, body) if self.line else integral(XI, body, 0, INFINITY)


def on_the_line(angular: Term) -> Weight:
    """alpha = l + 1/2, with the value n! sqrt(pi) (2n + 2l + 2)!/(4^(n+l+1) (n+l+1)!)."""
    def value(n: Term) -> Term:
        half = add(n, angular, 1)
        return div(mul(factorial(n), sqrt(PI), factorial(add(mul(2, n), mul(2, angular), 2))),
                   mul(power(4, half), factorial(half)))

    return Weight(angular, Fraction(1, 2), add(angular, 1), True, value)


def from_zero(angular: Term) -> Weight:
    """alpha = 2l + 1, with the value n! (n + 2l + 1)!/2."""
    def value(n: Term) -> Term:
        return div(mul(factorial(n), factorial(add(n, mul(2, angular), 1))), 2)

    return Weight(mul(2, angular), Fraction(1), add(mul(2, angular), 1), False, value)


@dataclass(frozen=True)
class Norm:
    """What is known of ``Lambda_n(xi^2; alpha)``: the steps at that argument."""

    weight: Weight
    equation: Step
    raising: Step
    rule: Step
    polynomial: Step

    def member(self, n: Term, order: int = 0) -> Term:
        return laguerre(n, SQUARE, self.weight.alpha, order)

    def squared(self, n: Term) -> Term:
        """``xi^(2 alpha + 1) exp(-xi^2) Lambda_n^2``."""
        return weighted(self.weight.exponent(1), power(self.member(n), 2))

    @property
    def ratio(self) -> Term:
        """``(n + 1)(n + alpha + 1)``"""
        return mul(add(N, 1), self.weight.plus(1, N))

    @property
    def linear(self) -> Term:
        """``2n + alpha + 2 - xi^2``"""
        return add(self.weight.plus(2, mul(2, N)), neg(SQUARE))


def derive_norm(a: Author, steps: LaguerreSteps, weight: Weight) -> tuple[Norm, Step]:
    """The integral of xi^(2 alpha + 1) exp(-xi^2) Lambda_n(xi^2; alpha)^2."""
    at = {Z: SQUARE, ALPHA: weight.alpha}
    equation, raising, rule = (a.put(step, at) for step in (
        steps.equation, a.derivation["laguerre"], steps.derivative_rule))
    norm = Norm(weight, equation, raising, rule, _polynomial(a, steps, at))
    falls = {name: a.step("gaussian", norm.polynomial, a.put(norm.polynomial, {N: add(N, 1)}),
                          conclusion=decay(XI, body)) for name, body in _integrands(norm).items()}
    apart = _neighbours(a, norm, falls)
    step = _step(a, norm, falls, apart)
    return norm, _by_induction(a, norm, step)


def _integrands(norm: Norm) -> dict[str, Term]:
    high, low = norm.member(add(N, 1)), norm.member(N)
    inner = add(mul(norm.linear, low, high), neg(mul(*norm.ratio.args, power(low, 2))),
                neg(power(high, 2)))
    return {"wronskian": weighted(norm.weight.exponent(0), inner),
            "telescope": weighted(norm.weight.exponent(2), low, high),
            "product": weighted(norm.weight.exponent(1), low, high),
            "high": norm.squared(add(N, 1)), "low": norm.squared(N)}


def _polynomial(a: Author, steps: LaguerreSteps, at: dict[Term, Term]) -> Step:
    """Lambda_n(xi^2) is a polynomial of degree below 2n + 1, by the three-term recurrence."""
    def member(n: Term) -> Term:
        return laguerre(n, SQUARE, at[ALPHA])

    def claimed(n: Term) -> Term:
        return poly(XI, member(n), add(mul(2, n), 1))

    def shown(equation: Step, n: Term, *known: Step) -> Step:
        body = equation.claim.conclusion.args[1]
        found = a.step("polynomial", *known, conclusion=poly(XI, body, add(mul(2, n), 1)))
        back = a.ring(eq(body, member(n)), equation, cofactors=[term(-1)])
        return a.step("restate", a.rewrite(found, back, at=(1,)), conclusion=claimed(n))

    zero = a.derivation["laguerre_zero"]
    none, flat = a.put(zero, at), a.put(a.differentiate(zero, Z), at)
    linear = add(at[ALPHA], 1, neg(SQUARE))
    raised = a.put(a.put(a.derivation["laguerre"], {N: term(0)}), at)
    one = a.ring(eq(member(term(1)), linear), raised, flat, none,
                 cofactors=[term(1), SQUARE, linear])
    known = [a.assume(claimed(n)) for n in (N, add(N, 1))]
    step = shown(a.put(steps.three_term, at), add(N, 2), *known)
    return a.induct(N, claimed(N), shown(none, term(0)), shown(one, term(1)), step,
                    label="laguerre_polynomial")


def _neighbours(a: Author, norm: Norm, falls: dict[str, Step]) -> Step:
    """Lambda_n and Lambda_(n+1) are orthogonal; their Wronskian shows it."""
    parts, nxt = _integrands(norm), add(N, 1)
    product, high, low = parts["product"], norm.member(nxt), norm.member(N)
    high_slope, low_slope = norm.member(nxt, 1), norm.member(N, 1)
    whole = weighted(norm.weight.exponent(2), sub(mul(low, high_slope), mul(low_slope, high)))
    left = neg(mul(2, *product.args))
    taken = a.carry_out(XI, whole)
    front = mul(2, power(XI, norm.weight.exponent(1)), exp(neg(SQUARE)))
    equation = a.ring(eq(left, derivative(XI, whole)), taken, norm.equation,
                      a.put(norm.equation, {N: nxt}), label="wronskian",
                      cofactors=[term(-1), mul(front, high), neg(mul(front, low))])
    # without derivatives it is seen to be a polynomial times a Gaussian
    bare = power(XI, norm.weight.exponent(0)), exp(neg(SQUARE))
    same = a.ring(eq(parts["wronskian"], whole), norm.raising, norm.rule,
                  cofactors=[neg(mul(*bare, high)), neg(mul(*bare, low))])
    falling = a.rewrite(falls["wronskian"], same, at=(1,))
    vanishing = nothing(a, norm.weight, equation, falling)
    split = linear(a, norm.weight, left, (product, term(-2), falls["product"]))
    return a.ring(eq(norm.weight.integral(product), 0), vanishing, split, multiplier=term(-2),
                  cofactors=[term(1), term(-1)], label="neighbours")


def _step(a: Author, norm: Norm, falls: dict[str, Step], apart: Step) -> Step:
    """The integral for n + 1 is (n + 1)(n + l + 3/2) times that for n."""
    parts = _integrands(norm)
    whole, weight = parts["telescope"], norm.weight
    high, low = norm.member(add(N, 1)), norm.member(N)
    left = add(mul(2, *parts["product"].args), mul(2, *parts["high"].args),
               neg(mul(2, *norm.ratio.args, *parts["low"].args)))
    front = mul(2, power(XI, norm.weight.exponent(1)), exp(neg(SQUARE)))
    taken = a.carry_out(XI, whole)
    equation = a.ring(eq(left, derivative(XI, whole)), taken, norm.raising, norm.rule,
                      cofactors=[term(-1), mul(front, high), neg(mul(front, low))],
                      label="telescope")
    vanishing = nothing(a, weight, equation, falls["telescope"])
    split = linear(a, weight, left, *((parts[name], factor, falls[name]) for name, factor in (
        ("product", term(2)), ("high", term(2)), ("low", neg(mul(2, norm.ratio))))))
    high, low = (weight.integral(parts[name]) for name in ("high", "low"))
    return a.ring(eq(high, mul(*norm.ratio.args, low)), vanishing, split, apart, multiplier=term(2),
                  cofactors=[term(1), term(-1), term(-2)], label="norm_step")


def nothing(a: Author, weight: Weight, equation: Step, falls: Step) -> Step:
    """The integral of f = dF/dxi is 0; from 0 on, because F(0) = 0."""
    if weight.line:
        return a.step("total_derivative", equation, falls, symbol=XI)
    left = a.step("total_derivative_from_zero", equation, falls, symbol=XI)
    return a.ring(eq(left.claim.conclusion.args[0], 0), left)


def linear(a: Author, weight: Weight, body: Term, *parts: tuple[Term, Term, Step]) -> Step:
    """The integral of a sum; each part with its factor and the step that says that it decays."""
    name = "linear_integral" if weight.line else "linear_integral_from_zero"
    return a.step(name, *(falls for _, _, falls in parts), symbol=XI, body=body,
                  parts=[part for part, _, _ in parts], factors=[f for _, f, _ in parts])


def _by_induction(a: Author, norm: Norm, step: Step) -> Step:
    """From the integral of the weight, which is known."""
    weight = norm.weight
    plain, first = weighted(norm.weight.exponent(1)), norm.squared(term(0))
    start = a.step("moments", symbol=XI, body=plain, kinds=[1 if weight.line else 3],
                   factors=[term(1)], orders=[weight.order], rates=[term(1)], shifts=[term(0)])
    start = a.ring(eq(weight.integral(plain), _moment(weight)), start, label="moment")
    lowest = norm.member(term(0))
    zero = a.put(a.derivation["laguerre_zero"], {Z: SQUARE, ALPHA: weight.alpha})
    same = a.ring(eq(plain, first), zero, cofactors=[neg(mul(add(lowest, 1), plain))])
    base = a.ring(eq(weight.integral(first), weight.value(term(0))),
                  a.rewrite(start, same, at=(0, 1)))
    formula = eq(weight.integral(norm.squared(N)), weight.value(N))
    known = a.assume(formula)
    raised = a.ring(eq(weight.integral(norm.squared(add(N, 1))), weight.value(add(N, 1))), step,
                    known, cofactors=[term(1), norm.ratio])
    return a.induct(N, formula, base, raised, label="norm")


def _moment(weight: Weight) -> Term:
    """The integral of the weight alone, as it is written."""
    if not weight.line:
        return div(factorial(weight.order), 2)
    return div(mul(sqrt(PI), factorial(mul(2, weight.order))),
               mul(power(4, weight.order), factorial(weight.order)))
