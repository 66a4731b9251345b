"""Laguerre polynomials times n!, from z v'' + (alpha + 1 - z) v' + n v = 0.

They are raised from 1 by v -> z v' + (n + 1 + alpha - z) v; equation, derivative rule and
recurrence follow, each for every n, z and alpha. Next: ``morse`` and ``coulomb``, which use them.
Source: NIST Digital Library of Mathematical Functions, chapter 18 (statements only).
"""

from __future__ import annotations

from dataclasses import dataclass

from derive.kernel.derivation import Step
from derive.physics.hermite import N
from derive.rules.author import Author
from derive.terms.build import add, call, eq, forall, function, mul, neg, sub, symbol, term
from derive.terms.term import Term

Z, ALPHA = symbol("z"), symbol("alpha")
LAGUERRE = function("Lambda", ("N0", "R", "R"), "R")


def laguerre(index: Term | int, argument: Term = Z, alpha: Term = ALPHA, order: int = 0) -> Term:
    """The term n! L_n^alpha(z), differentiated ``order`` times in z."""
    return call(LAGUERRE, term(index), argument, alpha, orders=(0, order, 0))


def laguerre_equation(n: Term, argument: Term = Z, alpha: Term = ALPHA) -> Term:
    """``z v'' + (alpha + 1 - z) v' + n v = 0`` for v = n! L_n^alpha."""
    v, dv, ddv = (laguerre(n, argument, alpha, k) for k in range(3))
    return eq(add(mul(argument, ddv), mul(add(alpha, 1, neg(argument)), dv), mul(n, v)), 0)


@dataclass(frozen=True)
class LaguerreSteps:
    """The steps that later chapters rest on; each holds for every n, z and alpha."""

    equation: Step
    derivative_rule: Step
    three_term: Step


def derive_laguerre(a: Author) -> LaguerreSteps:
    """Define n! L_n by raising and derive what follows, for symbolic n and alpha."""
    v, dv = laguerre(N), laguerre(N, order=1)
    body = add(mul(Z, dv), mul(add(N, 1, ALPHA, neg(Z)), v))
    raising = a.step("define", label="laguerre", function=LAGUERRE, parameters=[N, Z, ALPHA],
                     bases=[term(1)], body=body)
    zero = a.step("definition", label="laguerre_zero", function=LAGUERRE, case=0)
    equation = _equation(a, raising, zero)
    first = a.differentiate(raising, Z)
    # z v'' goes by the equation, and what is left of v' is (n + 1) v'
    short = a.ring(eq(laguerre(add(N, 1), order=1), mul(add(N, 1), sub(dv, v))), first, equation,
                   cofactors=[term(1), term(1)], label="slope")
    rule = a.ring(eq(mul(Z, laguerre(add(N, 1), order=1)),
                     sub(mul(add(N, 1), laguerre(add(N, 1))),
                         mul(add(N, 1), add(N, 1, ALPHA), v))),
                  short, raising, cofactors=[Z, neg(add(N, 1))], label="derivative_rule")
    next_one = a.put(raising, {N: add(N, 1)})
    three = a.ring(eq(laguerre(add(N, 2)),
                      sub(mul(add(mul(2, N), 3, ALPHA, neg(Z)), laguerre(add(N, 1))),
                          mul(add(N, 1), add(N, 1, ALPHA), v))),
                   next_one, rule, cofactors=[term(1), term(1)], label="three_term")
    return LaguerreSteps(equation, rule, three)


def _equation(a: Author, raising: Step, zero: Step) -> Step:
    flat, flat2 = a.differentiate(zero, Z), a.differentiate(zero, Z, 2)
    base = a.ring(laguerre_equation(term(0)), flat2, flat, zero,
                  cofactors=[Z, add(ALPHA, 1, neg(Z)), term(0)])
    formula = forall(Z, laguerre_equation(N))
    now = a.open(a.assume(formula))
    once = a.differentiate(now, Z)
    first, second = (a.differentiate(raising, Z, k) for k in (1, 2))
    step = a.ring(laguerre_equation(add(N, 1)), second, first, raising, once, now,
                  cofactors=[Z, add(ALPHA, 1, neg(Z)), add(N, 1), Z, add(N, 2, ALPHA, neg(Z))])
    shown = a.induct(N, formula, a.generalize(base, Z), a.generalize(step, Z))
    return a.specialize(shown, Z, label="equation")
