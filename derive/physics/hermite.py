"""Hermite polynomials, from the equation u'' - 2 xi u' + (epsilon - 1) u = 0.

They are raised from u = 1 by u -> 2 xi u - u'; equation, derivative rule, recurrence, closed
sum, Rodrigues' formula and generating function follow, each for every n. Next: ``oscillator``.
Source: NIST Digital Library of Mathematical Functions, chapter 18 (statements only).
"""

from __future__ import annotations

from dataclasses import dataclass

from derive.kernel.derivation import Step
from derive.rules.author import Author
from derive.terms.build import (
    add,
    call,
    derivative,
    div,
    eq,
    exp,
    factorial,
    forall,
    function,
    integral,
    mul,
    neg,
    poly,
    power,
    series_sum,
    sub,
    symbol,
    term,
)
from derive.terms.term import Term

XI, T, EPSILON = symbol("xi"), symbol("t"), symbol("epsilon")
N, K = symbol("n", "N0"), symbol("k", "N0")
HERMITE = function("H", ("N0", "R"), "R")
V = function("v", ("R",), "R")
WEIGHT = exp(neg(power(XI, 2)))


def hermite(index: Term | int, argument: Term = XI, order: int = 0) -> Term:
    """The term H_index(argument), differentiated ``order`` times."""
    return call(HERMITE, term(index), argument, orders=(0, order))


def reduced_equation(u: Term, first: Term, second: Term, epsilon: Term) -> Term:
    """``u'' - 2 xi u' + (epsilon - 1) u = 0`` as a formula in xi."""
    return eq(add(second, neg(mul(2, XI, first)), mul(sub(epsilon, 1), u)), 0)


def hermite_equation(n: Term, argument: Term = XI) -> Term:
    """``H_n'' - 2 xi H_n' + 2 n H_n = 0`` as a formula."""
    values = [hermite(n, argument, k) for k in (2, 1, 0)]
    return eq(add(values[0], neg(mul(2, argument, values[1])), mul(2, n, values[2])), 0)


@dataclass(frozen=True)
class HermiteSteps:
    """The steps that later chapters rest on; each holds for every n and every xi."""

    zero: Step
    raising: Step
    equation: Step
    derivative_rule: Step
    three_term: Step
    polynomial: Step


def derive_ladder(a: Author) -> None:
    """From one solution the next ones: u' belongs to epsilon - 2, 2 xi u - u' to epsilon + 2.

    The last factor of the equation, epsilon - 1, becomes epsilon - 3 and epsilon + 1.
    """
    u, du, ddu, dddu = (call(V, XI, orders=(k,)) for k in range(4))
    given = a.assume(forall(XI, reduced_equation(u, du, ddu, EPSILON)))
    now = a.open(given)
    once = a.differentiate(now, XI)
    for label, body, shift in (
            ("lower", du, -3), ("raise", sub(mul(2, XI, u), du), 1)):
        parts = [a.carry_out(XI, body, k) for k in (1, 2)]
        first, second = derivative(XI, body), derivative(XI, body, 2)
        last = sub(EPSILON, -shift) if shift < 0 else add(EPSILON, shift)
        goal = eq(add(second, neg(mul(2, XI, first)), mul(last, body)), 0)
        a.ring(goal, *parts, (once, dddu), (now, ddu), label=label)


def derive_hermite(a: Author) -> HermiteSteps:
    """Define H_n by raising and derive what follows, for symbolic n."""
    body = sub(mul(2, XI, hermite(N)), hermite(N, order=1))
    raising = a.step("define", label="hermite", function=HERMITE, parameters=[N, XI],
                     bases=[term(1)], body=body)
    zero = a.step("definition", label="hermite_zero", function=HERMITE, case=0)
    flat = a.differentiate(zero, XI)
    flat2 = a.differentiate(zero, XI, 2)
    base = a.ring(hermite_equation(term(0)), flat2, flat, zero)
    equation = _equation(a, raising, base)
    first = a.differentiate(raising, XI)
    rule = a.ring(eq(hermite(add(N, 1), order=1), mul(2, add(N, 1), hermite(N))),
                  first, (equation, hermite(N, order=2)), label="derivative_rule")
    next_one = a.put(raising, {N: add(N, 1)})
    three = a.ring(eq(hermite(add(N, 2)), sub(mul(2, XI, hermite(add(N, 1))),
                                              mul(2, add(N, 1), hermite(N)))),
                   next_one, rule, label="three_term")
    polynomial = _polynomial(a, zero, raising)
    return HermiteSteps(zero, raising, equation, rule, three, polynomial)


def _equation(a: Author, raising: Step, base: Step) -> Step:
    formula = forall(XI, hermite_equation(N))
    now = a.open(a.assume(formula))
    once = a.differentiate(now, XI)
    first, second = (a.differentiate(raising, XI, k) for k in (1, 2))
    step = a.ring(hermite_equation(add(N, 1)), second, first, raising,
                  (once, hermite(N, order=3)), (now, hermite(N, order=2)))
    shown = a.induct(N, formula, a.generalize(base, XI), a.generalize(step, XI))
    return a.specialize(shown, XI, label="hermite_equation")


def _polynomial(a: Author, zero: Step, raising: Step) -> Step:
    """H_n is a polynomial of degree at most n, and its leading term is 2^n xi^n."""
    one = a.step("polynomial", conclusion=poly(XI, term(1), term(1)))
    back = a.ring(eq(term(1), hermite(0)), zero)
    base = a.step("restate", a.rewrite(one, back, at=(1,)), conclusion=poly(
        XI, hermite(0), add(0, 1)))
    formula = poly(XI, hermite(N), add(N, 1))
    given = a.assume(formula)
    body = raising.claim.conclusion.args[1]
    back = a.ring(eq(body, hermite(add(N, 1))), raising)
    raised = a.step("polynomial", given, conclusion=poly(XI, body, add(N, 1, 1)))
    step = a.step("restate", a.rewrite(raised, back, at=(1,)),
                  conclusion=poly(XI, hermite(add(N, 1)), add(add(N, 1), 1)))
    bounded = a.induct(N, formula, base, step)

    def remainder(n: Term) -> Term:
        return sub(hermite(n), mul(power(2, n), power(XI, n)))

    leading = poly(XI, remainder(N), N)
    nothing = a.step("polynomial", conclusion=poly(XI, term(0), term(0)))
    back = a.ring(eq(term(0), remainder(term(0))), zero)
    base = a.rewrite(nothing, back, at=(1,))
    known = a.assume(leading)
    split = sub(mul(2, XI, remainder(N)), hermite(N, order=1))
    raised = a.step("polynomial", known, bounded, conclusion=poly(XI, split, add(N, 1)))
    back = a.ring(eq(split, remainder(add(N, 1))), (raising, hermite(add(N, 1))))
    step = a.rewrite(raised, back, at=(1,))
    a.induct(N, leading, base, step, label="leading")
    return bounded


def derive_rodrigues(a: Author, steps: HermiteSteps) -> Step:
    """The n-th derivative of the weight is (-1)^n H_n times the weight."""

    def nth(n: Term) -> Term:
        return Term("derivative_n", (), (XI, WEIGHT, n, XI))

    def right(n: Term) -> Term:
        return mul(power(term(-1), n), hermite(n), WEIGHT)

    start = a.step("iterate_derivative", symbol=XI, body=WEIGHT)
    base = a.ring(eq(nth(term(0)), right(term(0))), start, steps.zero)
    formula = forall(XI, eq(nth(N), right(N)))
    given = a.open(a.assume(formula))
    higher = a.step("iterate_derivative", symbol=XI, body=WEIGHT, order=N)
    moved = a.rewrite(higher, given, at=(1, 1))
    taken = a.carry_out(XI, right(N))
    step = a.ring(eq(nth(add(N, 1)), right(add(N, 1))), moved,
                  (taken, derivative(XI, right(N))), steps.raising)
    shown = a.induct(N, formula, a.generalize(base, XI), a.generalize(step, XI))
    return a.specialize(shown, XI, label="rodrigues")


def derive_generating_function(a: Author, steps: HermiteSteps) -> Step:
    """The sum of H_n t^n/n! solves G' = (2 xi - 2 t) G with G(0) = 1; then the closed sum."""
    series = series_sum(N, mul(div(hermite(N), factorial(N)), power(T, N)))
    factor = sub(mul(2, XI), mul(2, T))
    equation = Term("series_eq", (), (T, derivative(T, series), mul(factor, series)))
    first = a.put(steps.raising, {N: term(0)})
    flat = a.differentiate(steps.zero, XI)
    start = a.ring(eq(hermite(1), mul(2, XI, hermite(0))), (first, hermite(1)), flat)
    index = symbol("j", "N0")
    shifted = a.put(steps.three_term, {N: index})
    solved = a.step("equal_coefficients", start, shifted, conclusion=equation, index=index,
                    factors=[term(1), div(1, factorial(add(index, 1)))])
    value = a.ring(eq(div(hermite(0), factorial(0)), 1), steps.zero)
    exponent = sub(mul(2, XI, T), power(T, 2))
    generating = a.step("exponential_solution", solved, value, label="generating",
                        exponent=exponent)
    return _closed_sum(a, generating)


def _closed_sum(a: Author, generating: Step) -> Step:
    raw = a.step("exponential_coefficients", generating, index=N, summation=K,
                 linear=mul(2, XI), square=term(-1))
    total = raw.claim.conclusion.args[1]
    rest = sub(N, mul(2, K))
    summand = mul(div(mul(power(term(-1), K), factorial(N)),
                      mul(factorial(K), factorial(rest))), power(mul(2, XI), rest))
    result = Term("sum", (), (K, summand, *total.args[2:]))
    scaled = a.step("scale_sum", sum=total, factor=factorial(N), result=result)
    return a.ring(eq(hermite(N), result), (raw, hermite(N)), (scaled, total), label="closed_sum",
                  cofactors=[factorial(N), term(1)])


def weighted(*factors: Term) -> Term:
    """The product of the factors and the weight exp(-xi^2)."""
    return mul(*factors, WEIGHT)


def derive_orthogonality(a: Author, steps: HermiteSteps) -> Step:
    """For n != k the integral of H_n H_k exp(-xi^2) vanishes; a Wronskian shows it."""
    other = a.put(steps.equation, {N: K})
    inner = sub(mul(hermite(N), hermite(K, order=1)), mul(hermite(N, order=1), hermite(K)))
    whole = weighted(inner)
    left = mul(2, sub(N, K), hermite(N), hermite(K), WEIGHT)
    taken = a.carry_out(XI, whole)
    wronskian = a.ring(eq(left, derivative(XI, whole)), (taken, derivative(XI, whole)),
                       (steps.equation, hermite(N, order=2)), (other, hermite(K, order=2)),
                       label="wronskian")
    poly_n = steps.polynomial
    poly_k = a.put(poly_n, {N: K})
    falling = a.step("gaussian", poly_n, poly_k, conclusion=Term("decay", (), (XI, whole)))
    vanishing = a.step("total_derivative", wronskian, falling, symbol=XI)
    part = weighted(hermite(N), hermite(K))
    decays = a.step("gaussian", poly_n, poly_k, conclusion=Term("decay", (), (XI, part)))
    linear = a.step("linear_integral", decays, symbol=XI, body=left, parts=[part],
                    factors=[mul(2, sub(N, K))])
    different = Term("ne", (), (N, K))
    return a.ring(eq(integral(XI, part), 0), vanishing, linear, hypotheses=[different],
                  multiplier=mul(2, sub(N, K)), cofactors=[term(1), term(-1)],
                  label="orthogonal")


def derive_norm(a: Author, steps: HermiteSteps) -> Step:
    """The integral of H_n^2 exp(-xi^2) is 2^n n! sqrt(pi), by one differentiation and induction."""
    high, low = hermite(add(N, 1)), hermite(N)
    whole = weighted(high, low)
    taken = a.carry_out(XI, whole)
    squares = [weighted(power(h, 2)) for h in (high, low)]
    left = sub(squares[0], mul(2, add(N, 1), *squares[1].args))
    telescope = a.ring(eq(left, neg(derivative(XI, whole))), (taken, derivative(XI, whole)),
                       steps.derivative_rule, steps.raising, label="telescope")
    poly_n = steps.polynomial
    poly_high = a.put(poly_n, {N: add(N, 1)})
    falling = a.step("gaussian", poly_n, poly_high,
                     conclusion=Term("decay", (), (XI, neg(whole))))
    opposite = a.carry_out(XI, neg(whole))
    total = a.ring(eq(left, derivative(XI, neg(whole))), telescope, opposite, taken,
                   cofactors=[term(1), term(-1), term(-1)])
    vanishing = a.step("total_derivative", total, falling, symbol=XI)
    decays = [a.step("gaussian", p, conclusion=Term("decay", (), (XI, s)))
              for p, s in ((poly_high, squares[0]), (poly_n, squares[1]))]
    linear = a.step("linear_integral", *decays, symbol=XI, body=left, parts=squares,
                    factors=[term(1), neg(mul(2, add(N, 1)))])
    step = a.ring(eq(integral(XI, squares[0]), mul(2, add(N, 1), integral(XI, squares[1]))),
                  vanishing, linear, cofactors=[term(1), term(-1)], label="norm_step")
    return _norm_by_induction(a, steps, step, squares[1])


def _norm_by_induction(a: Author, steps: HermiteSteps, step: Step, square: Term) -> Step:
    gauss = a.step("gaussian_integral", label="gauss", symbol=XI)
    value = mul(power(2, N), factorial(N), Term("sqrt", (), (Term("const", ("pi",)),)))
    formula = eq(integral(XI, square), value)
    plain = a.ring(eq(WEIGHT, weighted(power(hermite(0), 2))), steps.zero,
                   cofactors=[neg(mul(add(hermite(0), 1), WEIGHT))])
    start = a.rewrite(gauss, plain, at=(0, 1))
    base = a.step("restate", start, conclusion=eq(
        integral(XI, weighted(power(hermite(0), 2))),
        mul(power(2, term(0)), factorial(0), Term("sqrt", (), (Term("const", ("pi",)),)))))
    known = a.assume(formula)
    goal = eq(integral(XI, weighted(power(hermite(add(N, 1)), 2))),
              mul(power(2, add(N, 1)), factorial(add(N, 1)),
                  Term("sqrt", (), (Term("const", ("pi",)),))))
    raised = a.ring(goal, step, known, cofactors=[term(1), mul(2, add(N, 1))])
    return a.induct(N, formula, base, raised, label="norm")
