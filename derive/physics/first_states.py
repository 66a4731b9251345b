"""The first members written out: H_1 to H_4, the two lowest states, parity, the spacing of levels.

Every line is an instance of one that holds for all n. Next: ``oscillator``.
"""

from __future__ import annotations

from derive.kernel.derivation import Step
from derive.physics.hermite import XI, HermiteSteps, N, hermite
from derive.physics.schroedinger import Equation
from derive.physics.states import States
from derive.physics.termination import level
from derive.rules.author import Author
from derive.rules.writing import fraction, product
from derive.terms.build import add, eq, forall, mul, neg, power, sqrt, sub, term
from derive.terms.term import Term

#: H_n written out, and its label; each follows from the two before it.
POLYNOMIALS: tuple[tuple[str, Term], ...] = (
    ("hermite_one", mul(2, XI)),
    ("hermite_two", sub(mul(4, power(XI, 2)), 2)),
    ("hermite_three", sub(mul(8, power(XI, 3)), mul(12, XI))),
    ("hermite_four", add(mul(16, power(XI, 4)), neg(mul(48, power(XI, 2))), term(12))),
)


def derive_first_polynomials(a: Author, steps: HermiteSteps) -> Step:
    """H_1 to H_4 from the recurrence; returns the step that says what H_1 is."""
    flat = a.differentiate(steps.zero, XI)
    raised = a.put(steps.raising, {N: term(0)})
    known = [steps.zero, a.ring(eq(hermite(1), POLYNOMIALS[0][1]), raised, steps.zero, flat,
                                label="hermite_one")]
    for n, (label, value) in enumerate(POLYNOMIALS[1:]):
        rule = a.put(steps.three_term, {N: term(n)})
        known.append(a.ring(eq(hermite(n + 2), value), rule, (known[-1], hermite(n + 1)),
                            (known[-2], hermite(n)), label=label))
    return known[1]


def derive_parity(a: Author, steps: HermiteSteps) -> Step:
    """``H_n(-xi) = (-1)^n H_n(xi)``: each rung of the ladder exchanges even and odd."""

    def formula(n: Term) -> Term:
        return eq(hermite(n, neg(XI)), mul(power(term(-1), n), hermite(n)))

    opposite = a.put(steps.zero, {XI: neg(XI)})
    base = a.ring(formula(term(0)), opposite, steps.zero)
    given = a.open(a.assume(forall(XI, formula(N))))
    slope = a.differentiate(given, XI)
    higher = a.put(steps.raising, {XI: neg(XI)})
    sign = power(term(-1), N)
    step = a.ring(formula(add(N, 1)), higher, slope, given, steps.raising,
                  cofactors=[term(1), term(1), neg(mul(2, XI)), sign])
    shown = a.induct(N, forall(XI, formula(N)), a.generalize(base, XI), a.generalize(step, XI))
    return a.specialize(shown, XI, label="parity")


def derive_lowest_states(a: Author, states: States, steps: HermiteSteps, first: Step) -> None:
    """The spacing of the levels, and the states for n = 0 and n = 1 without H."""
    equation: Equation = states.equation
    well, x = equation.well, equation.x
    a.ring(eq(sub(level(equation, add(N, 1)), level(equation, N)), well.quantum), label="spacing")
    state = a.derivation["psi"]
    quarter, gaussian = state.claim.conclusion.args[1].args[0], equation.gaussian(x)
    place = {XI: equation.stretched(x)}
    slope = sqrt(fraction(product(2, well.mass, well.frequency), well.hbar))
    for n, label, polynomial, factors in (
            (0, "ground_state", steps.zero, ()),
            (1, "first_excited", first, (slope, equation.from_center(x)))):
        a.ring(eq(states.state(term(n)), mul(quarter, *factors, gaussian)),
               a.put(state, {N: term(n)}), (a.put(polynomial, place),
                                            hermite(n, equation.stretched(x))), label=label)
