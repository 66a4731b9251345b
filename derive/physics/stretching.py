"""From the Schroedinger equation to u'' - 2 xi u' + (epsilon - 1) u = 0 and its power series.

Local definitions (phi, u, the length, epsilon, the coefficients c) are hypotheses, written
beside every claim that uses them; ``termination`` removes them again. Next: ``termination``.
"""

from __future__ import annotations

from dataclasses import dataclass

from derive.kernel.derivation import Step
from derive.physics.hermite import EPSILON, XI, K, N, reduced_equation
from derive.physics.schroedinger import ENERGY, PSI, Equation, half_square
from derive.rules.author import Author
from derive.rules.writing import fraction, product, raised, total
from derive.terms.build import (
    add,
    call,
    div,
    eq,
    exp,
    forall,
    function,
    mul,
    neg,
    power,
    series_sum,
    sub,
    symbol,
    term,
)
from derive.terms.term import Term

PHI = function("phi", ("R",), "C", 2)
U = function("u", ("R",), "C", 2)
C = function("c", ("N0",), "C")
LENGTH, TRIAL_LENGTH = symbol("ell", "P"), symbol("s", "P")
J = symbol("j", "N0")


@dataclass(frozen=True)
class Stretched:
    """Steps of the dimensionless form; each carries its local definitions as hypotheses."""

    law: Step
    normalizable: Step
    stretch: Step
    length: Step
    unit: Step
    split: Step
    series: Step
    recurrence: Step
    even: Step
    odd: Step


def derive_stretched(a: Author, equation: Equation) -> Stretched:
    """The chapters 'scale', 'far' and 'series'."""
    well = equation.well
    law = a.assume(equation.postulate(), label="tise", postulate=True)
    bound = a.assume(equation.normalizable(), label="normalizable", postulate=True)
    _completed_square(a, equation)
    place = equation.place(XI, LENGTH)
    stretch = a.assume(forall(XI, eq(call(PHI, XI), call(PSI, place))), label="stretch")
    bent = a.differentiate(a.open(stretch), XI, 2)
    curved = a.ring(eq(call(PHI, XI, orders=(2,)),
                       mul(power(LENGTH, 2), call(PSI, place, orders=(2,)))),
                    bent, label="stretched")
    _balance(a, equation)
    length = a.assume(eq(LENGTH, well.length), label="length")
    unit = a.assume(eq(ENERGY, total(well.offset, mul(div(well.quantum, 2), EPSILON))),
                    label="unit")
    here = a.specialize(law, place)
    scaled = a.ring(
        eq(call(PHI, XI, orders=(2,)), mul(sub(power(XI, 2), EPSILON), call(PHI, XI))),
        curved, a.open(stretch), (here, call(PSI, place, orders=(2,))), unit, length,
        label="scaled")
    split, reduced = _split(a, scaled)
    series, recurrence, even, odd = _series(a, reduced)
    return Stretched(law, bound, stretch, length, unit, split, series, recurrence, even, odd)


def _completed_square(a: Author, equation: Equation) -> None:
    """V(x) with its square completed, where the minimum is not at the origin."""
    well = equation.well
    if equation.from_center(equation.x) is equation.x and well.offset is term(0):
        return
    square = product(well.curvature, power(equation.from_center(equation.x), 2))
    a.ring(eq(well.potential, total(square, well.offset)), label="completed_square")


def _balance(a: Author, equation: Equation) -> Step:
    """The only length for which both terms weigh the same."""
    well, s = equation.well, TRIAL_LENGTH
    under = product(2, well.mass, power(s, 2))
    given = a.assume(eq(fraction(raised(well.hbar, 2), under),
                        product(well.curvature, power(s, 2))))
    # hbar^2/(2 m s^2) = a s^2 gives s^4 = length^4; then the factors that cannot vanish go.
    length = well.length
    square = eq(power(s, 2), power(length, 2))
    fourth = add(power(s, 2), power(length, 2))
    ratio = div(power(s, 2), well.curvature)
    a.step("ring", given, conclusion=square, multiplier=fourth, cofactors=[neg(ratio)])
    squared = a.derivation.steps[-1]
    return a.step("ring", squared, conclusion=eq(s, length), multiplier=add(s, length),
                  cofactors=[term(1)], label="balance")


def _split(a: Author, scaled: Step) -> tuple[Step, Step]:
    """Two behaviours far out; one of them is split off, which is a choice and no claim."""
    for label, body, value in (
            ("growing", exp(half_square(XI)), add(power(XI, 2), 1)),
            ("decaying", exp(neg(half_square(XI))), sub(power(XI, 2), 1))):
        a.carry_out(XI, body, 2, label=label, result=mul(value, body))
    split = a.assume(forall(XI, eq(call(U, XI), mul(call(PHI, XI), exp(half_square(XI))))),
                     label="split")
    now = a.open(split)
    first, second = (a.differentiate(now, XI, k) for k in (1, 2))
    u, du, ddu = (call(U, XI, orders=(k,)) for k in range(3))
    reduced = a.ring(reduced_equation(u, du, ddu, EPSILON), second, first, now, scaled,
                     label="reduced")
    return split, reduced


def _series(a: Author, reduced: Step) -> tuple[Step, Step, Step, Step]:
    """The power series, its coefficients for every k, and the two parities."""
    series = a.assume(forall(XI, eq(call(U, XI), series_sum(
        K, mul(call(C, K), power(XI, K))))), label="series")

    def coefficient(k: Term) -> Term:
        return eq(add(mul(add(k, 2), add(k, 1), call(C, add(k, 2))), neg(mul(2, k, call(C, k))),
                      mul(sub(EPSILON, 1), call(C, k))), 0)

    start = a.step("compare_coefficients", series, reduced, shift=0,
                   conclusion=coefficient(term(0)))
    later = a.step("compare_coefficients", series, reduced, shift=1, index=N,
                   conclusion=coefficient(add(N, 1)))
    every = a.induct(N, coefficient(N), start, later)
    each = a.put(every, {N: K}, label="coefficient")
    ratio = div(add(mul(2, K), 1, neg(EPSILON)), mul(add(K, 1), add(K, 2)))
    recurrence = a.step("ring", each, conclusion=eq(
        call(C, add(K, 2)), mul(ratio, call(C, K))), cofactors=[term(1)],
        multiplier=mul(add(K, 1), add(K, 2)), label="recurrence")
    halves = []
    for label, odd in (("even", 0), ("odd", 1)):
        index = add(mul(2, J), odd) if odd else mul(2, J)
        raw = a.put(recurrence, {K: index})
        # (2k + 1 - epsilon) / ((k + 1)(k + 2)) at k = 2j and k = 2j + 1
        over = add(mul(4, J), 3 if odd else 1, neg(EPSILON))
        under = mul(add(mul(2, J), 2 if odd else 1), add(mul(2, J), 3 if odd else 2))
        goal = eq(call(C, add(mul(2, J), 3 if odd else 2)),
                  mul(div(over, under), call(C, index)))
        halves.append(a.ring(goal, raw, cofactors=[term(1)], label=label))
    return series, recurrence, halves[0], halves[1]
