"""Matrix elements of x, p and their squares between the states of the oscillator, every k and n.

Position takes a state to its two neighbours, and so does a derivative. The integrals of products
of states are known; a sum of Kronecker deltas is what remains. Read first: ``states``.
"""

from __future__ import annotations

from dataclasses import dataclass

from derive.kernel.derivation import Step
from derive.physics.hermite import XI, HermiteSteps, K, N, hermite
from derive.physics.states import States, derive_products_decay
from derive.rules.author import Author
from derive.rules.writing import ONE, ZERO, fraction, product, raised, root
from derive.terms.binding import substitute
from derive.terms.build import (
    I,
    add,
    derivative,
    div,
    eq,
    factorial,
    integral,
    mul,
    neg,
    op,
    power,
    sqrt,
    sub,
    term,
)
from derive.terms.term import Term

SECTION = ("matrix_elements", (
    "position_lowest", "position_rule", "position", "position_squared", "slope_rule", "slope",
    "momentum", "momentum_squared"))
#: the lines that say what 1, x and x^2 are between two states
ELEMENTS = ("orthonormal", "position", "position_squared")
RESULTS = ("position", "momentum")


@dataclass(frozen=True)
class Between:
    """What stands between two states: terms in x, psi_k and psi_n.

    ``decays``: that psi_k x^j psi_n falls like a Gaussian, for j = 0, 1, 2.
    """

    a: Author
    states: States
    decays: tuple[Step, ...]

    @property
    def x(self) -> Term:
        return self.states.equation.x

    @property
    def step_length(self) -> Term:
        """``sqrt(hbar/(2 m omega))``: what one step of the ladder is in x."""
        well = self.states.equation.well
        return root(fraction(well.hbar, product(2, well.mass, well.frequency)))

    def psi(self, n: Term | int, order: int = 0) -> Term:
        """``psi_n(x)``, or its derivative."""
        state = self.states.state(term(n))
        return derivative(self.x, state, order) if order else state

    def element(self, *factors: Term) -> Term:
        """The integral of psi_k times the factors."""
        return integral(self.x, mul(self.psi(K), *factors))

    def expanded(self, rule: Step, goal: Term, *parts: tuple[Term, int, Term],
                 scale: Term = ONE, using: tuple[tuple[Step, Term], ...] = (),
                 label: str | None = None) -> Step:
        """``goal``: the integral of psi_k times the left side of a rule, times the scale.

        The rule's right side is the sum of factor times x^j psi_n; ``parts``: (factor, j, n).
        The elements of 1, x and x^2 are known by then. ``using``: what else the goal takes, with
        cofactors.
        """
        a, psi_k = self.a, self.psi(K)
        left = rule.claim.conclusion.args[0]
        factors = [c for c, _, _ in parts]
        whole = mul(psi_k, *(left.args if left.head == "mul" else (left,)))
        pieces = [mul(psi_k, *_powers(self.x, j), self.psi(n)) for _, j, n in parts]
        body = add(*(mul(c, piece) for c, piece in zip(factors, pieces, strict=True)))
        found = a.step("linear_integral", *(self.at(self.decays[j], n) for _, j, n in parts),
                       symbol=self.x, body=body, parts=pieces, factors=factors)
        back = a.ring(eq(body, whole), rule, cofactors=[neg(psi_k)])
        found = a.rewrite(found, back, at=(0, 1))
        known = [self.at(a.derivation[ELEMENTS[j]], n) for _, j, n in parts]
        return a.ring(goal, found, *known, *(step for step, _ in using), label=label,
                      cofactors=[scale, *(product(scale, c) for c in factors),
                                 *(c for _, c in using)])

    def at(self, step: Step, n: Term) -> Step:
        return step if n is N else self.a.put(step, {N: n})


def _powers(x: Term, exponent: int) -> tuple[Term, ...]:
    return () if exponent == 0 else (x,) if exponent == 1 else (power(x, exponent),)


def derive_matrix_elements(a: Author, states: States, steps: HermiteSteps) -> None:
    """The integrals of psi_k x psi_n, psi_k x^2 psi_n, psi_k psi_n' and psi_k psi_n''."""
    x = states.equation.x
    decays = derive_products_decay(a, states, steps, (), (x,), (power(x, 2),))
    between = Between(a, states, tuple(decays))
    psi = _written_out(between)
    lowest, rule = _position_rules(between, steps, psi)
    _position(between, lowest, rule)
    _position_squared(between, lowest, rule)
    _slope(between, steps, psi)
    _bent(between)


def _written_out(b: Between) -> dict[int, Step]:
    """psi_n, psi_{n+1} and psi_{n+2}, each with the root of psi_n in its constant."""
    a = b.a
    psi = a.derivation["psi"]

    def norm(n: Term) -> Term:
        return sqrt(mul(power(2, n), factorial(n)))

    above = a.step("elementary", conclusion=eq(
        norm(add(N, 1)), mul(sqrt(2), sqrt(add(N, 1)), norm(N))), cofactors=[])
    first = a.rewrite(a.put(psi, {N: add(N, 1)}), above)
    second = a.rewrite(a.put(psi, {N: add(add(N, 1), 1)}), a.put(above, {N: add(N, 1)}))
    return {0: psi, 1: first, 2: a.rewrite(second, above)}


def _position_rules(b: Between, steps: HermiteSteps, psi: dict[int, Step]) -> tuple[Step, Step]:
    """x psi_0 and x psi_{n+1} by the neighbours."""
    a, x, c = b.a, b.x, b.step_length
    there = b.states.equation.stretched(x)
    three = a.put(steps.three_term, {XI: there})
    rule = a.ring(
        eq(mul(x, b.psi(add(N, 1))),
           mul(c, add(mul(sqrt(add(N, 1)), b.psi(N)), mul(sqrt(add(N, 2)), b.psi(add(N, 2)))))),
        psi[1], psi[2], psi[0], (three, hermite(add(N, 2), there)), label="position_rule")
    zero = a.put(psi[0], {N: term(0)})
    one = a.put(psi[0], {N: term(1)})
    first = a.put(a.derivation["hermite_one"], {XI: there})
    start = a.put(steps.zero, {XI: there})
    lowest = a.ring(eq(mul(x, b.psi(0)), mul(c, b.psi(1))), zero, one,
                    (first, hermite(1, there)), (start, hermite(0, there)),
                    label="position_lowest")
    return lowest, rule


def _neighbours(c: Term, kind: str) -> Term:
    """``c (sqrt(n + 1) delta(k, n + 1) + sqrt(n) delta(k, n - 1))``, with either sign minus."""
    up = mul(sqrt(add(N, 1)), op("delta", K, add(N, 1)))
    down = mul(sqrt(N), op("delta", K, sub(N, 1)))
    parts = {"position": (down, up), "slope": (down, neg(up)), "momentum": (up, neg(down))}
    return mul(c, add(*parts[kind]))


def _position(b: Between, lowest: Step, rule: Step) -> None:
    a, c, above = b.a, b.step_length, add(N, 1)
    formula = eq(b.element(b.x, b.psi(N)), _neighbours(c, "position"))
    base = b.expanded(lowest, substitute(formula, {N: ZERO}), (c, 0, ONE))
    step = b.expanded(rule, substitute(formula, {N: above}), (mul(c, sqrt(above)), 0, N),
                      (mul(c, sqrt(add(N, 2))), 0, add(N, 2)))
    a.induct(N, formula, base, step, label="position")


def _position_squared(b: Between, lowest: Step, rule: Step) -> None:
    """x times each rule of x, and the elements of x that are known now."""
    a, x, c = b.a, b.x, b.step_length
    square, c2, well = power(x, 2), c.args[0], b.states.equation.well
    one, two = add(N, 1), add(N, 2)
    scale = fraction(well.hbar, product(well.mass, well.frequency))
    formula = eq(b.element(square, b.psi(N)), add(
        mul(scale, add(N, div(1, 2)), op("delta", K, N)),
        mul(c2, add(mul(sqrt(mul(N, sub(N, 1))), op("delta", K, sub(N, 2))),
                    mul(sqrt(mul(one, two)), op("delta", K, two))))))
    low = a.ring(eq(mul(square, b.psi(0)), mul(c, x, b.psi(1))), lowest, cofactors=[x])
    base = b.expanded(low, substitute(formula, {N: ZERO}), (c, 1, ONE))
    parts = [(mul(c, sqrt(one)), 1, N), (mul(c, sqrt(two)), 1, two)]
    both = a.ring(eq(mul(square, b.psi(one)), add(*(mul(f, x, b.psi(n)) for f, _, n in parts))),
                  rule, cofactors=[x])
    goal = substitute(formula, {N: one})
    down, up = goal.args[1].args[1].args[1].args
    step = b.expanded(both, goal, *parts, using=(
        (_split_at_zero_too(a, down.args[0]), neg(mul(c2, down.args[1]))),
        (_split(a, up.args[0]), neg(mul(c2, up.args[1])))))
    a.induct(N, formula, base, step, label="position_squared")


def _split(a: Author, whole: Term) -> Step:
    """``sqrt(a b) = sqrt(a) sqrt(b)`` with a, b > 0: the squares agree, and the sum is not 0."""
    apart = mul(*(sqrt(f) for f in whole.args[0].args))
    return a.ring(eq(whole, apart), multiplier=add(whole, apart), cofactors=[])


def _split_at_zero_too(a: Author, whole: Term) -> Step:
    """The same where n = 0 makes a factor 0."""
    formula = eq(whole, mul(*(sqrt(f) for f in whole.args[0].args)))
    above = _split(a, substitute(whole, {N: add(N, 1)}))
    return a.induct(N, formula, a.ring(substitute(formula, {N: term(0)})), above)


def _slope(b: Between, steps: HermiteSteps, psi: dict[int, Step]) -> None:
    """psi_n' by x psi_n and the state above, then its integral with psi_k."""
    a, x, well = b.a, b.x, b.states.equation.well
    there = b.states.equation.stretched(x)
    written = a.derivation["psi"]
    taken = a.step("differentiate", written, symbol=x)
    body = written.claim.conclusion.args[1]
    raising = a.put(steps.raising, {XI: there})
    rate = fraction(product(well.mass, well.frequency), well.hbar)
    loss = mul(root(fraction(product(2, well.mass, well.frequency), well.hbar)),
               sqrt(add(N, 1)))
    rule = a.ring(
        eq(b.psi(N, 1), sub(mul(rate, x, b.psi(N)), mul(*loss.args, b.psi(add(N, 1))))),
        taken, a.carry_out(x, body), psi[0], psi[1], (raising, hermite(add(N, 1), there)),
        label="slope_rule")
    half = root(fraction(product(well.mass, well.frequency), product(2, well.hbar)))
    slope = b.expanded(rule, eq(b.element(b.psi(N, 1)), _neighbours(half, "slope")),
                       (rate, 1, N), (neg(loss), 0, add(N, 1)), label="slope")
    speed = root(fraction(product(well.mass, well.frequency, well.hbar), term(2)))
    turned = neg(product(I, well.hbar))
    a.ring(eq(neg(product(I, well.hbar, b.element(b.psi(N, 1)))),
              mul(I, *_neighbours(speed, "momentum").args)),
           slope, cofactors=[turned], label="momentum")


def _bent(b: Between) -> None:
    """psi_n'' by the equation that psi_n solves, then its integral with psi_k."""
    a, x, well = b.a, b.x, b.states.equation.well
    state, solves, bare = a.derivation["state"], a.derivation["solves"], b.states.bare(N)
    both = a.step("differentiate", state, symbol=x, order=2)
    out = a.carry_out(x, state.claim.conclusion.args[1], 2)
    taken = a.carry_out(x, bare, 2)
    rate = fraction(product(well.mass, well.frequency), well.hbar)
    rise, fall = power(rate, 2), neg(mul(rate, add(mul(2, N), 1)))
    square, constant = power(x, 2), b.states.constant(N)
    rule = a.ring(eq(b.psi(N, 2), add(mul(rise, square, b.psi(N)), mul(fall, b.psi(N)))),
                  both, out, taken, solves, state, cofactors=[
                      term(1), term(1), neg(constant), div(mul(2, well.mass, constant),
                                                           power(well.hbar, 2)),
                      neg(add(mul(rise, square), fall))])
    same, apart = a.derivation["position_squared"].claim.conclusion.args[1].args
    whole = product(well.mass, well.frequency, well.hbar)
    value = sub(mul(*whole.args, *same.args[1:]), mul(fraction(whole, term(2)), apart.args[1]))
    squared = raised(well.hbar, 2)
    b.expanded(rule, eq(neg(product(squared, b.element(b.psi(N, 2)))), value),
               (rise, 2, N), (fall, 0, N), scale=neg(squared), label="momentum_squared")
