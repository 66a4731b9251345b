"""Hypotheses that are hard to meet: solved where they can be, believed only where certain."""

import pytest

from derive.kernel.claim import Claim, Definition, claim
from derive.kernel.refute.matrix_claims import sample_matrices
from derive.kernel.refute.refute import refute
from derive.kernel.refute.sample import Agreement, Disagreement, NotSampled, sample
from derive.terms.build import (
    FALSE,
    add,
    call,
    decay,
    derivative,
    div,
    eq,
    exp,
    forall,
    function,
    integral,
    mul,
    ne,
    neg,
    op,
    power,
    series_sum,
    sqrt,
    sub,
    symbol,
    term,
)
from derive.terms.matrices import inverse, matmul, matrix, transpose
from derive.terms.term import Term

x, y, t, z = symbol("x"), symbol("y"), symbol("t"), symbol("z", "C")
n, k = symbol("n", "N0"), symbol("k", "N0")
m, w, h = symbol("m", "P"), symbol("w", "P"), symbol("h", "P")
epsilon, ell, energy, N = symbol("epsilon"), symbol("ell", "P"), symbol("E"), symbol("N", "P")
f, g, u, c = function("f"), function("g"), function("u"), function("c", ("N0",), "C")
H = function("H", ("N0", "R"))
DEFINITIONS = {H: Definition(H, (n, x), sub(
    mul(2, x, call(H, n, x)), call(H, n, x, orders=(0, 1))), (term(1),))}


def squared(a: Term) -> Term:
    return power(a, 2)


SIN, COS, ABS = ((lambda head: lambda a: op(head, a))(s) for s in ("sin", "cos", "abs"))


WEBER = forall(x, eq(call(f, x, orders=(2,)), mul(sub(squared(x), epsilon), call(f, x))))


def hermite(index: object, at: Term = x, order: int = 0) -> Term:
    return call(H, index, at, orders=(0, order))


SINGULAR = {
    # on the whole line only f = 0 solves it, though jets at x = 1 would not know
    "leading coefficient": (forall(x, eq(add(mul(x, call(f, x, orders=(1,))), call(f, x)), 0)),
                            eq(call(f, x), 0)),
    # f' = f^2 has only f = 0 on the whole line
    "blows up": (forall(x, eq(call(f, x, orders=(1,)), squared(call(f, x)))), eq(call(f, x), 0)),
    "pole": (forall(x, eq(call(f, x, orders=(1,)), div(call(f, x), x))), eq(call(f, x), 0)),
    # (k - 3) c(k+1) = c(k) at k = 3 says c(3) = 0
    "vanishing coefficient": (forall(k, eq(mul(sub(k, 3), call(c, add(k, 1))), call(c, k))),
                              eq(call(c, 3), 0)),
    # the values at two points are not independent
    "two points": (forall(x, eq(call(f, x, orders=(1,)), 1)), eq(call(f, 2), add(call(f, 1), 1))),
    "no function at all": (forall(x, eq(call(f, x), add(call(f, x), 1))), eq(x, 1)),
}


@pytest.mark.parametrize("name", SINGULAR)
def test_a_hypothesis_that_jets_cannot_be_sure_of_refutes_nothing(name: str) -> None:
    hypothesis, relation = SINGULAR[name]
    assert refute((hypothesis,), relation) is None
    assert not isinstance(sample(Claim((hypothesis,), relation)), Disagreement)


def test_captured_names_are_renamed() -> None:
    # x is free in the hypothesis and bound in the conclusion
    assert refute((eq(x, 1),), forall(x, eq(x, 1))) is not None
    assert refute((eq(x, 1),), eq(x, 1)) is None


def test_a_formula_that_is_not_defined_everywhere_defines_where_it_can() -> None:
    given = (forall(x, eq(call(f, x), div(1, x))),)
    slope = eq(call(f, x, orders=(1,)), neg(div(1, squared(x))))
    assert refute(given, slope) is None
    assert refute(given, eq(call(f, x, orders=(1,)), div(1, squared(x)))) is not None
    # strictly no function satisfies it at x = 0: nothing may be held against the kernel
    assert not isinstance(sample(Claim(given, eq(call(f, x), x))), Disagreement)


def test_a_family_of_functions_given_by_a_formula() -> None:
    family = function("w", ("N0", "R"))
    given = (forall(n, forall(x, eq(call(family, n, x), mul(power(x, n), exp(neg(x)))))),)
    slope = eq(call(family, add(n, 1), x, orders=(0, 1)),
               sub(mul(add(n, 1), call(family, n, x)), call(family, add(n, 1), x)))
    assert isinstance(sample(Claim(given, slope)), Agreement)
    slip = eq(call(family, add(n, 1), x, orders=(0, 1)),
              sub(mul(n, call(family, n, x)), call(family, add(n, 1), x)))
    assert refute(given, slip) is not None


def test_a_family_of_functions_given_by_a_recurrence() -> None:
    L = function("L", ("N0", "R"))
    step = forall(n, forall(x, eq(mul(add(n, 2), call(L, add(n, 2), x)), sub(
        mul(sub(add(mul(2, n), 3), x), call(L, add(n, 1), x)), mul(add(n, 1), call(L, n, x))))))
    starts = (forall(x, eq(call(L, 0, x), 1)), forall(x, eq(call(L, 1, x), sub(1, x))))
    laguerre = eq(mul(x, call(L, n, x, orders=(0, 2))), neg(add(
        mul(sub(1, x), call(L, n, x, orders=(0, 1))), mul(n, call(L, n, x)))))
    assert isinstance(sample(Claim((step, *starts), laguerre)), Agreement)
    assert refute((step, *starts), laguerre) is None
    slip = eq(mul(x, call(L, n, x, orders=(0, 2))), neg(add(
        mul(sub(1, x), call(L, n, x, orders=(0, 1))), mul(add(n, 1), call(L, n, x)))))
    assert refute((step, *starts), slip) is not None


def test_coefficients_of_the_power_series_of_a_solution() -> None:
    series = forall(x, eq(call(u, x), series_sum(k, mul(call(c, k), power(x, k)))))
    reduced = forall(x, eq(add(sub(call(u, x, orders=(2,)), mul(2, x, call(u, x, orders=(1,)))),
                               mul(sub(epsilon, 1), call(u, x))), 0))
    ratio = div(sub(add(mul(2, k), 1), epsilon), mul(add(k, 1), add(k, 2)))
    recurrence = eq(call(c, add(k, 2)), mul(ratio, call(c, k)))
    assert isinstance(sample(Claim((series, reduced), recurrence)), Agreement)
    slip = eq(call(c, add(k, 2)), mul(div(sub(add(mul(2, k), 1), epsilon), add(k, 2)), call(c, k)))
    assert isinstance(sample(Claim((series, reduced), slip)), Disagreement)
    assert refute((series, reduced), slip) is not None


def test_a_series_that_ends_fixes_the_energy() -> None:
    recurrence = forall(k, eq(mul(add(k, 1), add(k, 2), call(c, add(k, 2))),
                              mul(sub(add(mul(2, k), 1), epsilon), call(c, k))))
    ended = (recurrence, ne(call(c, n), 0), eq(call(c, add(n, 2)), 0))
    assert isinstance(sample(Claim(ended, eq(epsilon, add(mul(2, n), 1)))), Agreement)
    assert refute(ended, eq(epsilon, add(mul(2, n), 1))) is None
    found = refute(ended, eq(epsilon, mul(2, add(n, 1))))
    assert found is not None
    assert found.point[epsilon] == 2 * found.point[n] + 1


def test_a_pinned_value() -> None:
    given = (eq(call(f, 0), 2), eq(call(g, 1), epsilon))
    assert isinstance(sample(Claim(given, eq(add(call(f, 0), call(g, 1)), add(epsilon, 2)))),
                      Agreement)
    assert refute(given, eq(add(call(f, 0), call(g, 1)), add(epsilon, 1))) is not None


def test_a_minimum_by_its_vanishing_derivative() -> None:
    width, strength, total = symbol("d", "P"), symbol("a", "P"), function("E")
    slope = eq(call(total, width, orders=(1,)),
               add(neg(div(power(h, 2), mul(m, power(width, 3)))), mul(strength, width)))
    least = eq(call(total, width, orders=(1,)), 0)
    right = eq(power(width, 4), div(power(h, 2), mul(m, strength)))
    assert isinstance(sample(Claim((slope, least), right)), Agreement)
    assert refute((slope, least), right) is None
    assert refute((slope, least), eq(power(width, 4), div(h, mul(m, strength)))) is not None


def test_a_normalized_function_of_which_nothing_else_is_known() -> None:
    phi = function("phi", ("R",), "C")
    norm = eq(integral(x, squared(ABS(call(phi, x)))), 1)
    doubled = eq(integral(x, squared(ABS(mul(2, call(phi, x))))), 4)
    assert isinstance(sample(Claim((norm,), doubled)), Agreement)
    slip = eq(integral(x, squared(ABS(mul(2, call(phi, x))))), 2)
    found = refute((norm,), slip)
    assert found is not None
    assert found.left == "4"
    divided = eq(integral(x, squared(ABS(div(call(phi, x), N)))), 1)
    given = (eq(integral(x, squared(ABS(call(phi, x)))), N),)
    assert refute(given, divided) is not None
    assert refute(given, eq(integral(x, squared(ABS(div(call(phi, x), sqrt(N))))), 1)) is None


def test_a_function_integrated_over_the_line_is_drawn_so_that_it_can_be() -> None:
    parts = eq(integral(x, mul(call(f, x), call(f, x, orders=(1,)))), 0)
    assert isinstance(sample(Claim((), parts)), Agreement)
    assert refute((), eq(integral(x, mul(x, call(f, x), call(f, x, orders=(1,)))), 0)) is not None
    moving = function("psi", ("R", "R"), "C")
    inside = eq(derivative(t, integral(x, call(moving, x, t))),
                integral(x, call(moving, x, t, orders=(0, 1))))
    assert isinstance(sample(Claim((), inside)), Agreement)


def test_a_hypothesis_with_an_undefined_side_is_not_met() -> None:
    nested = eq(div(1, add(1, div(1, x))), 0)
    assert refute((nested,), eq(x, 7)) is None
    hidden = eq(add(x, mul(0, div(1, y), x)), add(y, 1))
    assert isinstance(sample(Claim((hidden,), ne(y, 0)), points=40), Agreement)


def test_the_lens_equation_is_solved() -> None:
    focus, near, far = symbol("f", "P"), symbol("u", "P"), symbol("v", "P")
    given = (eq(div(1, focus), add(div(1, near), div(1, far))),)
    right = eq(mul(focus, add(near, far)), mul(near, far))
    assert isinstance(sample(Claim(given, right)), Agreement)
    assert refute(given, eq(focus, add(near, far))) is not None


def test_a_pinned_second_derivative() -> None:
    given = (eq(call(f, 0, orders=(2,)), 7),)
    assert isinstance(sample(Claim(given, eq(call(f, 0, orders=(2,)), 7))), Agreement)
    assert refute(given, eq(call(f, 0, orders=(2,)), 14)) is not None


@pytest.mark.parametrize("absurd", [
    forall(z, eq(op("conj", z), z)), decay(x, exp(squared(x))), decay(x, mul(x, exp(x))),
    eq(integral(x, call(f, x)), sub(integral(x, call(f, x)), 1)),
    forall(x, eq(call(f, x, orders=(1,)), add(call(f, x, orders=(1,)), 1)))], ids=str)
def test_absurd_hypotheses_are_not_believed(absurd: Term) -> None:
    assert isinstance(sample(Claim((absurd,), FALSE)), NotSampled)
    assert refute((absurd,), FALSE) is None


def test_only_the_zero_function_may_be_left() -> None:
    given = (WEBER, decay(x, call(f, x)))
    assert not isinstance(sample(Claim(given, eq(call(f, 0), 0))), Disagreement)
    assert refute(given, eq(call(f, 0), 0)) is None


def test_an_empty_hypothesis_is_no_obstacle() -> None:
    same = eq(energy, mul(div(mul(h, w), 2), div(mul(2, energy), mul(h, w))))
    assert isinstance(sample(Claim((same,), eq(add(energy, 1), add(1, energy)))), Agreement)
    assert refute((same,), eq(energy, 1)) is not None


def test_contradictory_hypotheses_refute_nothing() -> None:
    absurd = (eq(x, 1), eq(x, 2))
    assert refute(absurd, eq(y, 0)) is None
    assert isinstance(sample(Claim(absurd, FALSE)), NotSampled)
    assert isinstance(sample(Claim((eq(x, 1),), FALSE)), Disagreement)


@pytest.mark.parametrize("relation", [
    eq(integral(x, integral(t, mul(op("abs", t), x), 0, x), 0, 1), 0),
    eq(Term("product", (), (k, div(1, k), term(1), Term("const", ("infinity",)))), 1),
    eq(series_sum(k, div(1, add(k, 1))), 5), eq(series_sum(k, power(2, k)), neg(1)),
], ids=str)
def test_what_no_method_reaches_is_neither_refuted_nor_supported(relation: Term) -> None:
    assert refute((), relation) is None
    assert isinstance(sample(Claim((), relation)), NotSampled)


def test_a_symbol_in_a_divisor_is_solved_for() -> None:
    kappa, width, wave = symbol("kappa", "P"), symbol("a", "P"), symbol("k", "P")
    given = (eq(neg(div(wave, kappa)), op("tan", mul(wave, width))),)
    right = eq(add(mul(kappa, SIN(mul(wave, width))), mul(wave, COS(mul(wave, width)))), 0)
    assert isinstance(sample(Claim(given, right)), Agreement)
    assert refute(given, right) is None
    wrong = eq(sub(mul(kappa, SIN(mul(wave, width))), mul(wave, COS(mul(wave, width)))), 0)
    assert refute(given, wrong) is not None


def test_symmetric_matrices_are_symmetric_in_a_model() -> None:
    """S^T = S: then S^-T = S^-1, but S A is not A S; of a defined S nothing is made up."""
    d = symbol("d", "N0")
    S, A = matrix("S", d, d), matrix("A", d, d)
    symmetric = eq(transpose(S), S)
    turned = eq(transpose(inverse(S)), inverse(S))
    assert isinstance(sample_matrices(claim((symmetric,), turned)), Agreement)
    assert isinstance(sample_matrices(claim((), turned)), Disagreement)
    assert isinstance(sample_matrices(claim((symmetric,), eq(matmul(S, A), matmul(A, S)))),
                      Disagreement)
    assert isinstance(sample_matrices(claim((eq(S, matmul(A, A)), symmetric), turned)), NotSampled)
