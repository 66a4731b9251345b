"""Why the series must end: no normalizable solution but at E = hbar omega (n + 1/2).

The coefficients of a series that does not end outgrow those of exp(3 xi^2/4); the comparison
lemma does the rest, once for the even and once for the odd part. No limit is taken.
"""

from __future__ import annotations

from derive.kernel.derivation import Step
from derive.physics.hermite import EPSILON, XI, K, N
from derive.physics.schroedinger import ENERGY, PSI, Equation, half_square
from derive.physics.stretching import LENGTH, PHI, C, J, Stretched, U
from derive.rules.author import Author
from derive.rules.writing import fraction, product, total
from derive.terms.build import (
    add,
    call,
    div,
    eq,
    exp,
    forall,
    le,
    lt,
    mul,
    ne,
    neg,
    op,
    symbol,
    term,
)
from derive.terms.term import Term

HALF, RATE = div(1, 2), div(3, 4)
SOMEWHERE = symbol("x_0")


def level(equation: Equation, n: Term) -> Term:
    """``hbar omega (n + 1/2)``, above the bottom of the well."""
    return total(equation.well.offset, product(equation.well.quantum, add(n, HALF)))


def derive_levels(a: Author, s: Stretched, equation: Equation) -> None:
    """If the series ends with xi^n, then epsilon = 2 n + 1."""
    started = a.assume(ne(call(C, N), 0))
    ended = a.assume(eq(call(C, add(N, 2)), 0))
    at_n = a.put(s.recurrence, {K: N})
    # (epsilon - 2n - 1) c_n = (n+1)(n+2) (c_{n+2} - ratio c_n) - (n+1)(n+2) c_{n+2}
    factor = mul(add(N, 1), add(N, 2))
    ends = a.ring(eq(EPSILON, add(mul(2, N), 1)), at_n, ended, conditions=[started],
                  multiplier=call(C, N), cofactors=[factor, neg(factor)], label="ends")
    a.ring(eq(ENERGY, level(equation, N)), s.unit, (ends, EPSILON), label="levels")


def derive_no_other(a: Author, s: Stretched, equation: Equation) -> Step:
    """{the equation, normalizability, psi not 0 somewhere} |- E is one of the levels."""
    parities = [_parity(a, s, equation, odd) for odd in (0, 1)]
    no_level = a.assume(forall(N, ne(ENERGY, level(equation, N))))
    shown = []
    for odd, contradiction in enumerate(parities):
        n = add(mul(2, J), odd) if odd else mul(2, J)
        other = a.specialize(no_level, n)
        apart = a.order(ne(EPSILON, _forbidden(J, odd)), (other, term(1)), (s.unit, term(-1)),
                        multiplier=div(equation.well.quantum, 2))
        missing = a.cut(a.generalize(apart, J), contradiction)
        shown.append(a.step("discharge", missing, formula=ne(call(C, odd), 0)))
    return _nowhere(a, s, shown, equation)


def _forbidden(j: Term, odd: int) -> Term:
    """The value of epsilon at which the series of this parity ends."""
    return add(mul(4, j), 3 if odd else 1)


def _parity(a: Author, s: Stretched, equation: Equation, odd: int) -> Step:
    """A series of one parity that neither vanishes nor ends is not normalizable."""
    step = s.odd if odd else s.even
    factor = step.claim.conclusion.args[1].args[0]
    shift = div(3 if odd else 1, 2)
    least = op("ceiling", add(EPSILON, shift))
    above = a.step("ceiling", value=add(EPSILON, shift))
    late = a.assume(le(least, J))
    ratio = a.order(le(div(RATE, add(J, 1)), factor), (late, term(2)), (above, term(2)),
                    multiplier=mul(4, add(J, 1), add(mul(2, J), 3 if odd else 1)),
                    label="ratio_odd" if odd else "ratio_even")
    start = _nonzero(a, step, odd)
    half = a.step("split_by_parity", s.series, half=J, odd=odd)
    faster = a.order(lt(HALF, RATE), rest=div(1, 4))
    unbounded = a.step("comparison", half, step, ratio, a.put(start, {J: least}), faster,
                       index=J, least=least, rate=RATE, weight=HALF)
    bounded = _part_in_l2(a, s, unbounded.claim.conclusion.args[0], odd, equation)
    return a.step("contradiction", bounded, unbounded, label="no_odd" if odd else "no_even")


def _nonzero(a: Author, step: Step, odd: int) -> Step:
    """c_(2j) is not 0 for any j, when c_0 is not and epsilon is none of the values that end it."""
    first = a.assume(ne(call(C, odd), 0))
    going = a.assume(forall(J, ne(EPSILON, _forbidden(J, odd))))

    def at(j: Term) -> Term:
        return ne(call(C, add(mul(2, j), odd) if odd else mul(2, j)), 0)

    base = a.step("restate", first, conclusion=at(term(0)))
    before = a.assume(at(J))
    apart = a.specialize(going, J)
    factor = step.claim.conclusion.args[1].args[0]
    after = a.order(at(add(J, 1)), (step, term(1)), (before, factor), conditions=[apart])
    return a.induct(J, at(J), base, after)


def _part_in_l2(a: Author, s: Stretched, goal: Term, odd: int, equation: Equation) -> Step:
    """If psi is normalizable, so is the even (odd) part of u exp(-xi^2/2)."""
    stretched = a.step("square_integrable_closure", s.normalizable, scale=LENGTH,
                       shift=equation.well.center)
    back = a.ring(eq(call(PSI, stretched.claim.conclusion.args[1].args[1]), call(PHI, equation.x)),
                  a.specialize(s.stretch, equation.x))
    phi = a.rewrite(stretched, back, at=(1,))
    undone = a.open(s.split)
    decaying = exp(neg(half_square(XI)))
    here = a.ring(eq(call(PHI, XI), mul(call(U, XI), decaying)), undone,
                  cofactors=[neg(decaying)])
    renamed = a.step("square_integrable_closure", phi, factors=[term(1)],
                     conclusion=Term("square_integrable", (), (XI, call(PHI, XI))))
    u = a.rewrite(renamed, here, at=(1,))
    mirrored = a.step("square_integrable_closure", u, scale=term(-1), shift=term(0))
    sign = neg(HALF) if odd else HALF
    return a.step("square_integrable_closure", u, mirrored, factors=[HALF, sign], conclusion=goal)


def _nowhere(a: Author, s: Stretched, zeros: list[Step], equation: Equation) -> Step:
    """Both first coefficients vanish, hence all, hence u, phi and psi: a contradiction."""
    before = a.assume(eq(call(C, K), 0))
    after = a.ring(eq(call(C, add(K, 2)), 0), s.recurrence, before)
    every = a.induct(K, eq(call(C, K), 0), zeros[0], zeros[1], after)
    series = a.open(s.series)
    nothing = a.rewrite(series, every)
    point = div(add(SOMEWHERE, neg(equation.well.center)), LENGTH)
    u_zero = a.put(a.ring(eq(call(U, XI), 0), nothing), {XI: point})
    phi_here = a.specialize(s.split, point)
    growth = exp(half_square(point))
    phi_zero = a.ring(eq(call(PHI, point), 0), phi_here, u_zero, multiplier=growth,
                      cofactors=[term(-1), term(1)])
    psi_here = a.specialize(s.stretch, point)
    psi_zero = a.ring(eq(call(PSI, SOMEWHERE), 0), psi_here, phi_zero,
                      cofactors=[term(-1), term(1)])
    somewhere = a.assume(ne(call(PSI, SOMEWHERE), 0))
    absurd = a.step("contradiction", psi_zero, somewhere)
    return _without_local_definitions(a, s, absurd, equation)


def _without_local_definitions(a: Author, s: Stretched, absurd: Step, equation: Equation) -> Step:
    """Remove c, u, epsilon, phi and the length: what they stand for is put in their place."""
    well = equation.well
    reduced = a.derivation["reduced"]
    free = a.step("power_series", reduced, absurd, series=s.series.claim.conclusion)
    xi = symbol("xi")
    free = a.let_be(free, U, _function(xi, mul(call(PHI, xi), exp(half_square(xi)))), s.split)
    height = total(ENERGY, neg(well.offset)) if well.offset is not term(0) else ENERGY
    free = a.let_be(free, EPSILON, fraction(mul(2, height), well.quantum), s.unit)
    free = a.let_be(free, PHI, _function(xi, call(PSI, equation.place(xi, LENGTH))), s.stretch)
    free = a.let_be(free, LENGTH, well.length, s.length)
    return a.step("discharge", free, formula=forall(N, ne(ENERGY, level(equation, N))),
                  label="only")


def _function(x: Term, body: Term) -> Term:
    return Term("lambda", (), (x, body))

