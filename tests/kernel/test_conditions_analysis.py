"""Side conditions of derivatives, integrals and classes of functions."""

import pytest

from derive.kernel.claim import claim
from derive.terms.build import (
    INFINITY,
    PI,
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
    le,
    lt,
    mul,
    ne,
    neg,
    poly,
    power,
    sqrt,
    square_integrable,
    sub,
    symbol,
    term,
)
from derive.terms.term import Term, TermError
from tests.kernel.inferring import ROUGH, ZERO, F, N, P, Q, X, Y, Z, given, infer, refused

BELL = exp(neg(power(X, 2)))
TWO, TWICE = term(2), mul(2, BELL)


def derived_n(body, order, at=X):
    return Term("derivative_n", (), (X, body, term(order), at))


def test_differentiate_needs_every_x_and_a_smooth_side():
    refused("differentiate", given(eq(X, 2), eq(X, 2)), symbol=X, because="not arbitrary")
    law = given(eq(call(F, X), mul(Y, X)), eq(Y, 2))
    assert infer("differentiate", law, symbol=X).conclusion == eq(
        derivative(X, call(F, X)), derivative(X, mul(Y, X)))
    refused("differentiate", law, symbol=Y, because="not arbitrary")
    refused("differentiate", given(lt(0, X)), symbol=X, because="kind 'eq'")
    refused("differentiate", given(eq(N, N)), symbol=N, because="real symbol")
    refused("differentiate", law, symbol=X, order=0, because="order 1 to 8")
    refused("differentiate", law, symbol=X, order=9, because="order 1 to 8")
    size = Term("abs", (), (X,))
    refused("differentiate", given(eq(size, sqrt(power(X, 2)))), symbol=X, because="positive")
    twice = given(eq(call(ROUGH, X), Term("abs", (), (X,))))
    assert infer("differentiate", twice, symbol=X, order=1)
    refused("differentiate", twice, symbol=X, order=2, because="smooth")


def test_a_sum_is_differentiated_by_terms_only_when_it_is_finite():
    k, c = symbol("k", "N0"), function("c", ("N0",))
    body = mul(call(c, k), power(X, k))
    finite = Term("sum", (), (k, body, term(0), N))
    infinite = Term("sum", (), (k, body, term(0), Term("const", ("infinity",))))
    assert infer("differentiate", given(eq(finite, finite)), symbol=X)
    refused("differentiate", given(eq(infinite, infinite)), symbol=X, because="term by term")
    moving = integral(Y, mul(X, exp(neg(power(Y, 2)))))
    refused("differentiate", given(eq(moving, moving)), symbol=X, because="smooth")
    parameter = derivative(Y, exp(mul(X, Y)), at=1)
    refused("differentiate", given(eq(parameter, parameter)), symbol=X, because="parameter")
    slope = derivative(Y, call(ROUGH, Y), at=X)  # of class C^0 only
    refused("differentiate", given(eq(slope, slope)), symbol=X, because="that often")
    smooth = derivative(Y, exp(Y), at=X)
    assert infer("differentiate", given(eq(smooth, smooth)), symbol=X)
    bent = derivative(Y, exp(Y), at=Term("abs", (), (X,)))
    refused("differentiate", given(eq(bent, bent)), symbol=X, because="smooth")
    level = derived_n(exp(X), Term("ceiling", (), (Y,)), at=term(1))
    refused("differentiate", given(eq(level, level)), symbol=Y, because="parameter")


def test_complex_arguments_and_naturals_are_not_differentiated():
    analytic = function("a", ("C",), "C")
    with pytest.raises(TermError):
        call(analytic, X, orders=(1,))
    value = call(analytic, X)
    refused("differentiate", given(eq(value, value)), symbol=X, because="sort C")


def test_compute_derivative_by_the_table():
    def compute(body, result, order=1, point=X, **more):
        return infer("compute_derivative", symbol=X, order=order, body=body, point=point,
                     result=result, **more)

    assert compute(power(X, 3), mul(3, power(X, 2)))
    assert compute(exp(mul(2, X)), mul(4, exp(mul(2, Y))), 2, Y).conclusion == eq(
        derivative(X, exp(mul(2, X)), 2, Y), mul(4, exp(mul(2, Y))))

    def refuse(body, result, because, order=1, point=X, **more):
        refused("compute_derivative", symbol=X, order=order, body=body, point=point,
                result=result, because=because, **more)

    refuse(power(X, 3), power(X, 2), "the table gives")
    refuse(sqrt(X), div(1, mul(2, sqrt(X))), "negative", hypotheses=[lt(0, X)])
    refuse(Term("log", (), (X,)), div(1, X), "positive", hypotheses=[lt(0, X)])
    refuse(call(ROUGH, X), term(0), "that often", order=2)
    refuse(X, mul(1, div(Y, Y)), "y is not 0")
    refuse(power(X, N), mul(N, power(X, sub(N, 1))), "not 0")  # at n = 0, x = 0
    refuse(X, term(1), "of sort R", point=Z)
    assert compute(power(X, N), mul(N, power(X, sub(N, 1))), hypotheses=[ne(X, 0)])
    assert compute(power(X, N), mul(N, power(X, sub(N, 1))), hypotheses=[le(1, N)])


def test_iterated_derivatives_count_in_natural_numbers():
    assert infer("iterate_derivative", symbol=X, body=exp(X)).conclusion == eq(
        derived_n(exp(X), 0), exp(X))
    assert infer("iterate_derivative", symbol=X, body=exp(X), order=N)
    refused("iterate_derivative", symbol=X, body=exp(X), order=neg(1), because="natural")
    refused("iterate_derivative", symbol=X, body=exp(X), order=sub(N, 1), because="natural")
    refused("iterate_derivative", symbol=X, body=call(ROUGH, X), order=N, because="that often")
    refused("iterate_derivative", symbol=X, body=div(1, X), because="is not 0")
    refused("iterate_derivative", given(eq(X, X)), symbol=X, body=exp(X), because="0 premises")
    refused("iterate_derivative", symbol=X, body=exp(X), order=Term("ceiling", (), (X,)),
            because="depend on the symbol")
    refused("iterate_derivative", symbol=X, body=div(1, X), hypotheses=[ne(X, 0)],
            because="is not 0")


def test_total_derivative_of_what_vanishes_at_both_ends():
    whole = given(eq(call(F, X), derivative(X, BELL)))
    falls = given(decay(X, BELL))
    assert infer("total_derivative", whole, falls, symbol=X) == claim(
        (), eq(integral(X, call(F, X)), 0))

    def refuse(equation, decaying, because, x=X):
        refused("total_derivative", equation, decaying, symbol=x, because=because)

    refuse(given(eq(call(F, X), derivative(X, BELL)), eq(X, 1)), falls, "not arbitrary")
    refuse(whole, given(decay(X, BELL), eq(X, 1)), "not arbitrary")
    refuse(whole, given(decay(X, exp(neg(power(X, 4))))), "another function")
    refuse(given(eq(call(F, X), derivative(X, BELL, 2))), falls, "should be")
    refuse(given(eq(call(F, X), derivative(X, BELL, at=term(0)))), falls, "should be")
    refuse(given(eq(call(F, X), BELL)), falls, "should be")
    refuse(given(eq(call(F, X), call(ROUGH, X, orders=(1,)))), falls, "should be")
    two = given(eq(call(F, X), derivative(Y, mul(BELL, Y), at=X)))  # x is a parameter of F
    refuse(two, given(decay(X, mul(BELL, X))), "should be")
    half = exp(neg(power(P, 2)))
    refuse(given(eq(call(F, P), derivative(P, half))), given(decay(P, half)), "line", P)


def test_linear_integral_of_what_converges():
    falls = given(decay(X, BELL))
    assert infer("linear_integral", falls, symbol=X, body=mul(2, BELL), parts=[BELL],
                 factors=[term(2)]).conclusion == eq(
        integral(X, mul(2, BELL)), mul(2, integral(X, BELL)))

    def refuse(because, *premises, body=TWICE, parts=(BELL,), factors=(TWO,), x=X):
        refused("linear_integral", *(premises or (falls,)), symbol=x, body=body,
                parts=list(parts), factors=list(factors), because=because)

    refuse("not arbitrary", given(decay(X, BELL), eq(X, 1)))
    refuse("no premise", given(decay(X, exp(neg(mul(2, power(X, 2)))))))
    refuse("depends on", body=mul(X, BELL), factors=(X,))
    refuse("not the combination", body=mul(3, BELL))
    refuse("one factor", factors=(term(2), term(3)))
    refuse("not 0", factors=(div(2, mul(Y, div(1, Y))),))
    refuse("not 0", body=mul(2, BELL, div(X, X)))
    refuse("takes 1 premises", falls, falls)
    refused("linear_integral", symbol=X, body=ZERO, parts=[], factors=[], because="one factor")
    half = exp(neg(power(P, 2)))
    refuse("one factor", given(decay(P, half)), body=mul(2, half), parts=(half,), x=P)


def test_substitution_on_the_line_goes_upwards():
    falls = given(decay(X, BELL))
    shown = infer("substitute_integral", falls, new=Y, scale=P, shift=Q)
    assert shown.conclusion == eq(integral(X, BELL), mul(P, integral(
        Y, exp(neg(power(add(mul(P, Y), Q), 2))))))

    def refuse(because, premise=falls, new=Y, scale=P, shift=ZERO):
        refused("substitute_integral", premise, new=new, scale=scale, shift=shift, because=because)

    refuse("is positive", scale=neg(1))
    refuse("is positive", scale=term(0))
    refuse("is positive", shift=Z)
    refuse("depend on", scale=add(power(X, 2), 1))
    refuse("depend on", scale=add(power(Y, 2), 1))
    refuse("depend on", new=symbol("y", "C"))
    refuse("not 0", shift=div(1, symbol("c")))
    refuse("not 0", scale=mul(P, div(symbol("c"), symbol("c"))))
    refuse("not arbitrary", given(decay(X, BELL), eq(X, 1)))
    refuse("not arbitrary", given(decay(X, BELL), eq(Y, 1)))
    refuse("already stands", given(decay(X, mul(Y, BELL))))
    refuse("decays", given(eq(X, X)))


def test_total_derivative_from_zero_on_is_what_stands_at_zero():
    whole = given(eq(call(F, X), derivative(X, BELL)))
    falls = given(decay(X, BELL))
    assert infer("total_derivative_from_zero", whole, falls, symbol=X) == claim(
        (), eq(integral(X, call(F, X), 0, INFINITY), neg(exp(neg(power(ZERO, 2))))))

    def refuse(equation, decaying, because, x=X):
        refused("total_derivative_from_zero", equation, decaying, symbol=x, because=because)

    refuse(given(eq(call(F, X), derivative(X, BELL)), eq(X, 1)), falls, "not arbitrary")
    refuse(whole, given(decay(X, exp(neg(power(X, 4))))), "another function")
    refuse(given(eq(call(F, X), derivative(X, BELL, at=term(0)))), falls, "should be")
    refuse(given(eq(call(F, X), BELL)), falls, "should be")


def test_linear_integral_from_zero_on():
    falls = given(decay(X, BELL))
    assert infer("linear_integral_from_zero", falls, symbol=X, body=mul(2, BELL), parts=[BELL],
                 factors=[term(2)]).conclusion == eq(
        integral(X, mul(2, BELL), 0, INFINITY), mul(2, integral(X, BELL, 0, INFINITY)))
    for because, body, factor in (("depends on", mul(X, BELL), X),
                                  ("not the combination", mul(3, BELL), TWO)):
        refused("linear_integral_from_zero", falls, symbol=X, body=body, parts=[BELL],
                factors=[factor], because=because)


def test_a_square_as_the_new_variable():
    """exp(-x) from 0 on is 1, and so is 2 s y exp(-s y^2)."""
    body, moved = exp(neg(X)), exp(neg(mul(P, power(Y, 2))))
    falls = given(decay(Y, moved))
    shown = infer("substitute_square", falls, symbol=X, new=Y, body=body, scale=P)
    assert shown.conclusion == eq(integral(X, body, 0, INFINITY),
                                  integral(Y, mul(2, P, Y, moved), 0, INFINITY))

    def refuse(because, premise=falls, body=body, x=X, new=Y, scale=P):
        refused("substitute_square", premise, symbol=x, new=new, body=body, scale=scale,
                because=because)

    minus = exp(mul(P, power(Y, 2)))  # s < 0: the left side does not converge
    refuse("is positive", given(decay(Y, minus)), scale=neg(P))
    refuse("is positive", given(decay(Y, exp(neg(mul(Z, power(Y, 2)))))), scale=Z)
    refuse("depends on", scale=add(power(X, 2), 1))
    refuse("depends on", scale=add(power(Y, 2), 1))
    refuse("depends on", x=symbol("x", "P"))
    refuse("already stands", body=mul(body, Y))
    refuse("already stands", new=X)
    refuse("should say", given(decay(Y, exp(neg(mul(2, P, power(Y, 2)))))))
    refuse("should say", given(eq(X, X)))
    refuse("not arbitrary", given(decay(Y, moved), eq(X, 1)))
    refuse("not arbitrary", given(decay(Y, moved), eq(Y, 1)))
    c = symbol("c")
    refuse("not 0", given(decay(Y, exp(neg(mul(P, div(c, c), power(Y, 2)))))),
           scale=mul(P, div(c, c)))


def test_an_integral_from_zero_on_is_half_of_an_even_one():
    even = mul(power(X, 2), exp(neg(power(X, 2))))
    shown = infer("even_integral", given(decay(X, even)))
    assert shown.conclusion == eq(integral(X, even, 0, INFINITY), div(integral(X, even), 2))

    def refuse(because, *premises):
        refused("even_integral", *premises, because=because)

    # from 0 on it is 1/2, on the line 0
    refuse("even", given(decay(X, mul(X, exp(neg(power(X, 2)))))))
    # of a bell about 1 there is more than half on the right
    refuse("even", given(decay(X, exp(neg(power(sub(X, 1), 2))))))
    refuse("even", given(decay(X, mul(add(1, X), exp(neg(power(X, 2)))))))
    refuse("even", given(decay(X, mul(power(X, symbol("n", "N0")), exp(neg(power(X, 2)))))))
    refuse("not arbitrary", given(decay(X, even), eq(X, 1)))
    refuse("range over the line", given(decay(P, exp(neg(power(P, 2))))))
    refuse("decays", given(eq(X, X)))


def test_polynomials_by_their_form():
    assert infer("polynomial", conclusion=poly(X, add(power(X, 3), mul(Y, X)), 4))

    def refuse(body, below, because, *premises, **more):
        refused("polynomial", *premises, conclusion=poly(X, body, below), because=because, **more)

    refuse(power(X, 3), 3, "only shown to be below")
    refuse(exp(X), 3, "not shown to be a polynomial")
    refuse(div(1, add(power(X, 2), 1)), 1, "not shown to be a polynomial")
    refuse(power(2, X), 3, "not shown")
    refuse(mul(X, div(Y, Y)), 2, "y is not 0")
    refuse(X, neg(2), "only shown")
    refuse(X, mul(2, div(Y, Y)), "y is not 0")
    refuse(term(0), neg(2), "only shown")
    refuse(X, div(5, 2), "only shown")
    refuse(X, 2, "not arbitrary", hypotheses=[eq(X, 1)])
    refuse(add(power(X, N), power(X, symbol("k", "N0"))), add(N, 1), "is larger")
    refused("polynomial", conclusion=eq(X, X), because="name a polynomial")
    known = given(poly(X, call(F, X), N))
    assert infer("polynomial", known, conclusion=poly(X, mul(X, call(F, X)), add(N, 1)))
    assert infer("polynomial", known, conclusion=poly(X, call(F, X, orders=(1,)), N))
    refuse(call(F, mul(2, X)), N, "not shown", known)
    refuse(call(F, mul(2, X), orders=(1,)), N, "not shown", known)
    other = function("f2", ("R", "R"))
    refuse(call(other, X, X, orders=(1, 0)), N, "not shown", given(poly(X, call(other, X, X), N)))


def test_a_bound_that_is_no_integer_bounds_no_product():
    """Degree < 5/2 is at most 2; the square has degree at most 4, which is not < 4."""
    half = given(poly(X, call(F, X), div(5, 2)), poly(X, call(F, X), div(5, 2)))
    refused("polynomial", half, conclusion=poly(X, power(call(F, X), 2), 4), because="integer")
    refused("polynomial", half, conclusion=poly(X, call(F, X, orders=(1,)), 1),
            because="not shown|integer")


def test_polynomial_in_a_new_variable():
    known = given(poly(X, call(F, X), N))
    shown = infer("polynomial_in_new_variable", known, new=Y, scale=P, shift=Q).conclusion
    assert shown == poly(Y, call(F, add(mul(P, Y), Q)), N)

    def refuse(because, premise=known, new=Y, scale=P, shift=ZERO):
        refused("polynomial_in_new_variable", premise, new=new, scale=scale, shift=shift,
                because=because)

    refuse("not arbitrary", given(poly(X, call(F, X), N), eq(X, 1)))
    refuse("not arbitrary", given(poly(X, call(F, X), N), eq(Y, 1)))
    refuse("not a constant", scale=X)
    refuse("not a constant", shift=power(Y, 2))
    refuse("not a constant", shift=Z)
    refuse("not 0", scale=div(1, symbol("c")))
    refuse("new variable", new=P, scale=term(2))
    refuse("new variable", given(poly(X, mul(Y, X), 2)))
    refuse("new variable", given(poly(P, P, 2)), new=Q, scale=P_, shift=P_)
    refuse("name a polynomial", given(eq(X, X)))


P_ = symbol("scale", "P")


def test_gaussians_by_their_form():
    assert infer("gaussian", conclusion=decay(X, add(mul(X, BELL), div(BELL, 2))))
    known = given(poly(X, call(F, X), N))
    assert infer("gaussian", known, conclusion=decay(X, power(mul(call(F, X), BELL), 2)))
    assert infer("gaussian", conclusion=decay(X, exp(add(neg(mul(P, power(X, 2))), mul(Y, X)))))

    def refuse(body, because, **more):
        refused("gaussian", conclusion=decay(X, body), because=because, **more)

    refuse(exp(power(X, 2)), "no Gaussian")
    refuse(exp(neg(mul(Y, power(X, 2)))), "no Gaussian")
    refuse(exp(neg(X)), "no Gaussian")
    refuse(exp(neg(power(X, 4))), "no Gaussian")
    refuse(exp(neg(mul(power(X, 2), exp(X)))), "no Gaussian")
    refuse(power(X, 2), "no Gaussian")
    refuse(mul(exp(power(X, 2)), BELL), "no Gaussian")
    refuse(mul(call(F, X), BELL), "not shown to be a polynomial")
    refuse(mul(*[add(X, BELL)] * 7), "too many summands")
    refuse(div(BELL, X), "not 0")
    refuse(div(BELL, add(power(X, 2), 1)), "not shown to be a polynomial")
    refuse(div(BELL, mul(2, BELL)), "not shown|no Gaussian")
    refuse(BELL, "not arbitrary", hypotheses=[eq(X, 1)])
    refuse(add(BELL, 1), "no Gaussian")
    refused("gaussian", conclusion=eq(X, X), because="decays")
    refused("gaussian", conclusion=decay(P, exp(neg(power(P, 2)))), because="line")
    assert infer("gaussian", conclusion=decay(X, add(BELL, 0)))


def test_a_derivative_decays_with_its_function():
    falls, slope = given(decay(X, BELL)), given(eq(call(F, X), derivative(X, BELL)))
    assert infer("derivative_decays", falls, slope).conclusion == decay(X, call(F, X))
    refused("derivative_decays", falls, given(eq(call(F, X), derivative(X, X))),
            because="another function")
    refused("derivative_decays", falls, given(eq(call(F, X), derivative(X, BELL, 2))),
            because="another function")
    refused("derivative_decays", falls, given(slope.conclusion, eq(X, 1)), because="not arbitrary")
    refused("derivative_decays", slope, slope, because="premises are")


def test_square_integrable_functions():
    falls, inside = given(decay(X, BELL)), given(square_integrable(X, call(F, X)))
    close = "square_integrable_closure"
    assert infer(close, falls).conclusion == square_integrable(X, BELL)
    refused(close, given(decay(X, BELL), eq(X, 1)), because="not arbitrary")
    refused(close, inside, because="decays")
    moved = infer(close, inside, scale=P, shift=Q).conclusion
    assert moved == square_integrable(X, call(F, add(mul(P, X), Q)))
    refused(close, inside, scale=term(0), shift=Q, because="not 0")
    refused(close, inside, scale=Y, shift=Q, because="not 0")
    refused(close, inside, scale=P, shift=X, because="real constant")
    refused(close, inside, scale=P, shift=Z, because="real constant")
    refused(close, inside, scale=P, shift=div(1, Y), because="not 0")
    refused(close, given(inside.conclusion, eq(X, 1)), scale=P, shift=Q, because="not arbitrary")
    refused(close, given(square_integrable(P, P)), scale=P, shift=Q, because="on the line")

    def combine(because, *premises, body, factors):
        refused(close, *premises, conclusion=square_integrable(X, body), factors=factors,
                because=because)

    twice = infer(close, inside, inside, conclusion=square_integrable(X, mul(5, call(F, X))),
                  factors=[term(2), term(3)])
    assert twice.conclusion == square_integrable(X, mul(5, call(F, X)))
    combine("combination", inside, body=mul(5, call(F, X)), factors=[term(2)])
    combine("constant factor", inside, body=mul(X, call(F, X)), factors=[X])
    combine("constant factor", inside, body=call(F, X), factors=[])
    combine("not 0", inside, body=mul(2, call(F, X)), factors=[div(2, mul(Y, div(1, Y)))])
    combine("not 0", inside, body=mul(call(F, X), div(X, X)), factors=[term(1)])
    combine("not arbitrary", given(inside.conclusion, eq(X, 1)), body=call(F, X),
            factors=[term(1)])
    combine("in L2", falls, body=BELL, factors=[term(1)])


def test_the_gaussian_integral():
    assert infer("gaussian_integral", symbol=X).conclusion == eq(integral(X, BELL), sqrt(PI))
    refused("gaussian_integral", symbol=P, because="real symbol")
    refused("gaussian_integral", given(forall(X, eq(X, X))), symbol=X, because="0 premises")
