"""The norm of Laguerre functions with alpha = l + 1/2, for every n and l; then that of states.

With z = xi^2 the weight z^alpha exp(-z) dz becomes 2 xi^(2l+2) exp(-xi^2) dxi, so that the
integrands are polynomials times Gaussians on the whole line: two derivatives that integrate to 0
give the step from n to n + 1. Read first: ``laguerre``. Next: ``normalized``.
"""

from __future__ import annotations

from dataclasses import dataclass

from derive.kernel.derivation import Step
from derive.physics.hermite import XI, N
from derive.physics.laguerre import ALPHA, LaguerreSteps, Z, laguerre
from derive.rules.author import Author
from derive.terms.build import (
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
class Norm:
    """What is known of ``Lambda_n(xi^2; l + 1/2)``: the steps at that argument."""

    angular: Term
    equation: Step
    raising: Step
    rule: Step
    polynomial: Step

    @property
    def alpha(self) -> Term:
        return add(self.angular, div(1, 2))

    def member(self, n: Term, order: int = 0) -> Term:
        return laguerre(n, SQUARE, self.alpha, order)

    def squared(self, n: Term) -> Term:
        """``xi^(2l+2) exp(-xi^2) Lambda_n^2``."""
        return weighted(self.even(2), power(self.member(n), 2))

    def even(self, more: int) -> Term:
        """``2 l + more``"""
        return add(mul(2, self.angular), more) if more else mul(2, self.angular)

    def value(self, n: Term) -> Term:
        """``n! sqrt(pi) (2n + 2l + 2)!/(4^(n+l+1) (n+l+1)!)``"""
        half = add(n, self.angular, 1)
        return div(mul(factorial(n), sqrt(PI), factorial(add(mul(2, n), mul(2, self.angular), 2))),
                   mul(power(4, half), factorial(half)))

    @property
    def ratio(self) -> Term:
        """``(n + 1)(n + l + 3/2)``"""
        return mul(add(N, 1), add(N, self.angular, div(3, 2)))

    @property
    def linear(self) -> Term:
        """``2n + l + 5/2 - xi^2``"""
        return add(mul(2, N), self.angular, div(5, 2), neg(SQUARE))


def derive_norm(a: Author, steps: LaguerreSteps, angular: Term) -> tuple[Norm, Step]:
    """The integral of xi^(2l+2) exp(-xi^2) Lambda_n(xi^2; l + 1/2)^2 over the line."""
    at = {Z: SQUARE, ALPHA: add(angular, div(1, 2))}
    equation, raising, rule = (a.put(step, at) for step in (
        steps.equation, a.derivation["laguerre"], steps.derivative_rule))
    norm = Norm(angular, equation, raising, rule, _polynomial(a, steps, at))
    falls = {name: a.step("gaussian", norm.polynomial, a.put(norm.polynomial, {N: add(N, 1)}),
                          conclusion=decay(XI, body)) for name, body in _integrands(norm).items()}
    apart = _neighbours(a, norm, falls)
    step = _step(a, norm, falls, apart)
    return norm, _by_induction(a, norm, step)


def _integrands(norm: Norm) -> dict[str, Term]:
    high, low = norm.member(add(N, 1)), norm.member(N)
    inner = add(mul(norm.linear, low, high), neg(mul(*norm.ratio.args, power(low, 2))),
                neg(power(high, 2)))
    return {"wronskian": weighted(norm.even(1), inner),
            "telescope": weighted(norm.even(3), low, high),
            "product": weighted(norm.even(2), low, high), "high": norm.squared(add(N, 1)),
            "low": norm.squared(N)}


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
    whole = weighted(norm.even(3), sub(mul(low, high_slope), mul(low_slope, high)))
    left = neg(mul(2, *product.args))
    taken = a.carry_out(XI, whole)
    front = mul(2, power(XI, norm.even(2)), exp(neg(SQUARE)))
    equation = a.ring(eq(left, derivative(XI, whole)), taken, norm.equation,
                      a.put(norm.equation, {N: nxt}), label="wronskian",
                      cofactors=[term(-1), mul(front, high), neg(mul(front, low))])
    # without derivatives it is seen to be a polynomial times a Gaussian
    bare = power(XI, norm.even(1)), exp(neg(SQUARE))
    same = a.ring(eq(parts["wronskian"], whole), norm.raising, norm.rule,
                  cofactors=[neg(mul(*bare, high)), neg(mul(*bare, low))])
    falling = a.rewrite(falls["wronskian"], same, at=(1,))
    vanishing = a.step("total_derivative", equation, falling, symbol=XI)
    split = a.step("linear_integral", falls["product"], symbol=XI, body=left, parts=[product],
                   factors=[term(-2)])
    return a.ring(eq(integral(XI, product), 0), vanishing, split, multiplier=term(-2),
                  cofactors=[term(1), term(-1)], label="neighbours")


def _step(a: Author, norm: Norm, falls: dict[str, Step], apart: Step) -> Step:
    """The integral for n + 1 is (n + 1)(n + l + 3/2) times that for n."""
    parts = _integrands(norm)
    whole, names = parts["telescope"], ("product", "high", "low")
    high, low = norm.member(add(N, 1)), norm.member(N)
    factors = (term(2), term(2), neg(mul(2, norm.ratio)))
    left = add(mul(2, *parts["product"].args), mul(2, *parts["high"].args),
               neg(mul(2, *norm.ratio.args, *parts["low"].args)))
    front = mul(2, power(XI, norm.even(2)), exp(neg(SQUARE)))
    taken = a.carry_out(XI, whole)
    equation = a.ring(eq(left, derivative(XI, whole)), taken, norm.raising, norm.rule,
                      cofactors=[term(-1), mul(front, high), neg(mul(front, low))],
                      label="telescope")
    vanishing = a.step("total_derivative", equation, falls["telescope"], symbol=XI)
    split = a.step("linear_integral", *(falls[n] for n in names), symbol=XI, body=left,
                   parts=[parts[n] for n in names], factors=list(factors))
    high, low = (integral(XI, parts[n]) for n in ("high", "low"))
    return a.ring(eq(high, mul(*norm.ratio.args, low)), vanishing, split, apart, multiplier=term(2),
                  cofactors=[term(1), term(-1), term(-2)], label="norm_step")


def _by_induction(a: Author, norm: Norm, step: Step) -> Step:
    """From the integral of xi^(2l+2) exp(-xi^2), which is known."""
    plain, first = weighted(norm.even(2)), norm.squared(term(0))
    start = a.step("moments", symbol=XI, body=plain, kinds=[1], factors=[term(1)],
                   orders=[add(norm.angular, 1)], rates=[term(1)], shifts=[term(0)])
    half = add(norm.angular, 1)
    start = a.ring(eq(integral(XI, plain), div(mul(sqrt(PI), factorial(norm.even(2))),
                                               mul(power(4, half), factorial(half)))),
                   start, label="moment")
    lowest = norm.member(term(0))
    zero = a.put(a.derivation["laguerre_zero"], {Z: SQUARE, ALPHA: norm.alpha})
    same = a.ring(eq(plain, first), zero, cofactors=[neg(mul(add(lowest, 1), plain))])
    base = a.ring(eq(integral(XI, first), norm.value(term(0))),
                  a.rewrite(start, same, at=(0, 1)))
    formula = eq(integral(XI, norm.squared(N)), norm.value(N))
    known = a.assume(formula)
    raised = a.ring(eq(integral(XI, norm.squared(add(N, 1))), norm.value(add(N, 1))), step, known,
                    cofactors=[term(1), norm.ratio])
    return a.induct(N, formula, base, raised, label="norm")
