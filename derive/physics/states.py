"""Normalized states: put back into the equation, normalized, orthonormal. Every n at once.

The constant N_n is defined by the integral that it normalizes; its value is a result.
"""

from __future__ import annotations

from dataclasses import dataclass

from derive.kernel.derivation import Step
from derive.physics.hermite import HERMITE, XI, HermiteSteps, K, N, hermite, weighted
from derive.physics.schroedinger import Equation
from derive.physics.termination import level
from derive.rules.author import Author
from derive.rules.writing import fraction, product
from derive.terms.build import (
    PI,
    call,
    decay,
    derivative,
    div,
    eq,
    factorial,
    function,
    integral,
    lt,
    mul,
    ne,
    op,
    poly,
    power,
    sqrt,
    term,
)
from derive.terms.term import Term


@dataclass(frozen=True)
class States:
    """The unnormalized function H_n exp(...), the constant N_n and the state psi_n of one well."""

    equation: Equation
    parameters: tuple[Term, ...]

    def bare(self, n: Term) -> Term:
        """``H_n(sqrt(m omega/hbar) x) exp(-m omega x^2/2 hbar)``."""
        x = self.equation.x
        return mul(hermite(n, self.equation.stretched(x)), self.equation.gaussian(x))

    @property
    def constant_symbol(self) -> Term:
        return function("N", ("N0", *self._sorts), "R", 0)

    @property
    def state_symbol(self) -> Term:
        return function("psi_n", ("N0", "R", *self._sorts), "R", 0)

    @property
    def _sorts(self) -> tuple[str, ...]:
        return tuple(p.sort for p in self.parameters)

    def constant(self, n: Term) -> Term:
        return call(self.constant_symbol, n, *self.parameters)

    def state(self, n: Term) -> Term:
        return call(self.state_symbol, n, self.equation.x, *self.parameters)

    @property
    def norm_value(self) -> Term:
        """``length 2^n n! sqrt(pi)``."""
        return product(self.equation.well.length, power(2, N), factorial(N), sqrt(PI))


def derive_states(a: Author, equation: Equation, steps: HermiteSteps) -> States:
    """The chapter 'state': H_n exp(...) solves the equation that the lecture began with."""
    well = equation.well
    free = (well.potential.free | well.hbar.free | well.mass.free) - {equation.x}
    order = {"m": 0, "omega": 1, "hbar": 3}
    parameters = tuple(sorted(free, key=lambda s: (order.get(s.name, 2), s.name)))
    states = States(equation, parameters)
    x, body = equation.x, states.bare(N)
    taken = a.carry_out(x, body, 2)
    there = a.put(steps.equation, {XI: equation.stretched(x)})
    second = derivative(x, body, 2)
    a.ring(equation.formula(body, second, level(equation, N)), (taken, second),
           (there, hermite(N, equation.stretched(x), 2)), label="solves")
    return states


def derive_normalization(a: Author, states: States, steps: HermiteSteps, norm: Step) -> Step:
    """Define N_n by its integral, find its value, and write the state out."""
    x, well = states.equation.x, states.equation.well
    total = integral(x, power(states.bare(N), 2))
    value = _moved(a, states, steps, power(states.bare(N), 2), norm, states.norm_value)
    positive = a.order(lt(0, total), (value, term(1)), rest=states.norm_value)
    constant = a.step("define", positive, label="constant", function=states.constant_symbol,
                      parameters=[N, *states.parameters], body=div(1, sqrt(total)))
    found = a.rewrite(constant, value)
    quarter = power(fraction(product(well.mass, well.frequency), product(PI, well.hbar)),
                    div(1, 4))
    root = sqrt(mul(power(2, N), factorial(N)))
    written = a.ring(eq(states.constant(N), div(quarter, root)), found, label="constant_value")
    state = a.step("define", label="state", function=states.state_symbol,
                   parameters=[N, x, *states.parameters],
                   body=mul(states.constant(N), *states.bare(N).args))
    a.ring(eq(states.state(N), mul(quarter, div(1, root), *states.bare(N).args)), state, written,
           label="psi")
    return value


def _polynomial_of_x(a: Author, states: States, steps: HermiteSteps, n: Term) -> Step:
    """H_n(sqrt(m omega/hbar) x) is a polynomial in x."""
    x, well = states.equation.x, states.equation.well
    known = steps.polynomial if n is N else a.put(steps.polynomial, {N: n})
    scale = well.inverse_length
    shift = op("neg", mul(scale, well.center))
    moved = a.step("polynomial_in_new_variable", known, new=x, scale=scale, shift=shift)
    return a.step("restate", moved, conclusion=poly(
        x, hermite(n, states.equation.stretched(x)), moved.claim.conclusion.args[2]))


def _moved(a: Author, states: States, steps: HermiteSteps, body: Term, known: Step, value: Term
           ) -> Step:
    """The integral of ``body`` over x, by x = length xi, from a known integral over xi."""
    x, well = states.equation.x, states.equation.well
    indices = sorted({t.args[1] for t in body.walk()
                      if t.head == "call" and t.args[0] is HERMITE}, key=str)
    falls = a.step("gaussian", *(_polynomial_of_x(a, states, steps, n) for n in indices),
                   conclusion=decay(x, body))
    moved = a.step("substitute_integral", falls, new=XI, scale=well.length, shift=well.center)
    return a.ring(eq(integral(x, body), value), moved, known,
                  cofactors=[term(1), well.length])


def derive_orthonormality(a: Author, states: States, steps: HermiteSteps, value: Step,
                          orthogonal: Step) -> None:
    """``<psi_k|psi_n> = delta_kn`` and the density of total 1."""
    x = states.equation.x
    apart = _apart(a, states, steps, orthogonal)
    once = _normalized(a, states, steps, value)
    a.step("restate", once, label="density", conclusion=eq(
        integral(x, power(op("abs", states.state(N)), 2)), 1))
    same = a.assume(eq(K, N))
    other_way = a.ring(eq(N, K), same, cofactors=[term(-1)])
    alike = a.rewrite(once, other_way, at=(0, 1, 0, 1))
    left = integral(x, mul(states.state(K), states.state(N)))
    goal = eq(left, op("delta", K, N))
    cases = [a.ring(goal, premise, a.step("kronecker", condition=condition),
                    cofactors=[term(1), term(-1)])
             for premise, condition in ((alike, eq(K, N)), (apart, ne(K, N)))]
    a.step("excluded_middle", *cases, left=K, right=N, label="orthonormal")


def derive_products_decay(a: Author, states: States, steps: HermiteSteps,
                          *between: tuple[Term, ...]) -> list[Step]:
    """``psi_k ... psi_n`` is a polynomial times a Gaussian, for each list of powers of x between.
    """
    written = [_written(a, states, n) for n in (K, N)]
    polynomials = [_polynomial_of_x(a, states, steps, n) for n in (K, N)]
    backs = [_back(a, equation) for equation in written]
    left, right = (equation.claim.conclusion.args[1] for equation in written)
    found = []
    for factors in between:
        decays = a.step("gaussian", *polynomials, conclusion=decay(
            states.equation.x, mul(left, *factors, right)))
        for position, back in zip((0, len(factors) + 1), backs, strict=True):
            decays = a.rewrite(decays, back, at=(1, position))
        found.append(decays)
    return found


def _written(a: Author, states: States, n: Term) -> Step:
    """``psi_n = N_n H_n exp(...)``"""
    state = a.derivation["state"]
    return state if n is N else a.put(state, {N: n})


def _back(a: Author, equation: Step) -> Step:
    left, right = equation.claim.conclusion.args
    return a.ring(eq(right, left), equation, cofactors=[term(-1)])


def _product_of_states(a: Author, states: States, steps: HermiteSteps, k: Term) -> Step:
    """``integral psi_k psi_n = N_k N_n integral of the bare functions``."""
    x = states.equation.x
    bare = mul(states.bare(k), states.bare(N))
    polynomials = [_polynomial_of_x(a, states, steps, n) for n in {k: 0, N: 0}]
    falls = a.step("gaussian", *polynomials, conclusion=decay(x, bare))
    factor = mul(states.constant(k), states.constant(N))
    written = {n: _written(a, states, n) for n in (k, N)}
    body = mul(*(written[n].claim.conclusion.args[1] for n in (k, N)))
    linear = a.step("linear_integral", falls, symbol=x, body=body,
                    parts=[bare], factors=[factor])
    for position, n in ((0, k), (1, N)):
        linear = a.rewrite(linear, _back(a, written[n]), at=(0, 1, position))
    return linear


def _apart(a: Author, states: States, steps: HermiteSteps, orthogonal: Step) -> Step:
    x = states.equation.x
    linear = _product_of_states(a, states, steps, K)
    body = mul(states.bare(K), states.bare(N))
    none = a.ring(eq(integral(XI, weighted(hermite(N), hermite(K))), 0), orthogonal)
    flipped = _condition_the_other_way(a, none)
    zero = _moved(a, states, steps, body, flipped, term(0))
    return a.ring(eq(integral(x, mul(states.state(K), states.state(N))), 0), linear, zero,
                  cofactors=[term(1), mul(states.constant(K), states.constant(N))])


def _condition_the_other_way(a: Author, step: Step) -> Step:
    """k != n is n != k."""
    given = a.assume(ne(K, N))
    return a.cut(a.order(ne(N, K), (given, term(-1))), step)


def _normalized(a: Author, states: States, steps: HermiteSteps, value: Step) -> Step:
    """``integral psi_n psi_n = 1``, since N_n^2 times the norm integral is 1."""
    x = states.equation.x
    linear = _product_of_states(a, states, steps, N)
    total = value.claim.conclusion.args[0]
    constant = a.derivation["constant"]
    factor = states.constant(N)
    positive = a.order(lt(0, total), (value, term(1)), rest=states.norm_value)
    squared = mul(op("add", factor, div(1, sqrt(total))), total)
    return a.ring(eq(integral(x, mul(states.state(N), states.state(N))), 1), linear, constant,
                  conditions=[positive], cofactors=[term(1), squared])
