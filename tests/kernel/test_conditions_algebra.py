"""Side conditions of ring, order, rewrite and restate, and what it takes to be defined."""

import pytest

from derive.kernel.claim import claim
from derive.terms.build import (
    INFINITY,
    add,
    call,
    decay,
    derivative,
    div,
    eq,
    exp,
    factorial,
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
    series_eq,
    series_sum,
    sqrt,
    sub,
    symbol,
    term,
)
from derive.terms.term import Term
from tests.kernel.inferring import (
    SEQUENCE,
    K,
    N,
    P,
    Q,
    T,
    X,
    Y,
    Z,
    given,
    infer,
    refused,
)


def h(head, *args):
    return Term(head, (), tuple(term(a) for a in args))


GAUSSIAN = integral(X, exp(neg(power(X, 2))))


def test_ring_proves_identities_and_uses_equations():
    assert infer("ring", conclusion=eq(power(add(X, 1), 2), add(power(X, 2), mul(2, X), 1)))
    shown = infer("ring", given(eq(X, 2), eq(X, 2)), conclusion=eq(power(X, 2), 4),
                  cofactors=[add(X, 2)])
    assert shown == claim((eq(X, 2),), eq(power(X, 2), 4))
    refused("ring", given(eq(X, 2)), conclusion=eq(power(X, 2), 5), cofactors=[add(X, 2)],
            because="differ")
    refused("ring", conclusion=eq(add(X, Y), X), because="differ")
    refused("ring", conclusion=le(X, X), because="kind 'eq'")


def test_ring_keeps_hypotheses_of_every_premise_and_new_ones():
    shown = infer("ring", given(eq(X, 2), eq(X, 2)), given(ne(Y, 0), ne(Y, 0)),
                  conclusion=eq(div(X, Y), div(2, Y)), cofactors=[div(1, Y)],
                  hypotheses=[eq(Z, 1)])
    assert shown.hypotheses == (eq(X, 2), ne(Y, 0), eq(Z, 1))


def test_ring_divides_by_nothing_that_may_be_zero():
    """x y = x z |- y = z is false at x = 0; with x > 0 or x != 0 it holds."""
    law = given(eq(mul(X, Y), mul(X, Z)), eq(mul(X, Y), mul(X, Z)))
    goal = {"conclusion": eq(Y, Z), "multiplier": X, "cofactors": [term(1)]}
    refused("ring", law, because="multiplier x is not 0", **goal)
    assert infer("ring", law, hypotheses=[ne(X, 0)], **goal)
    assert infer("ring", law, given(lt(X, 0), lt(X, 0)), **goal)


def test_ring_asks_for_every_part_to_be_defined():
    refused("ring", conclusion=eq(div(X, X), 1), because="x is not 0")
    refused("ring", conclusion=eq(mul(0, div(1, X)), 0), because="x is not 0")
    law = given(eq(Y, Y))
    refused("ring", law, conclusion=eq(Z, Z), cofactors=[div(1, X)], because="x is not 0")
    refused("ring", conclusion=eq(Z, Z), multiplier=add(1, mul(0, div(1, X))), because="x is not")
    refused("ring", conclusion=eq(Z, Z), cofactors=[term(1)], because="more cofactors")
    refused("ring", given(lt(0, X)), conclusion=eq(Z, Z), cofactors=[term(1)], because="kind 'eq'")


@pytest.mark.parametrize(("part", "because"), [
    (h("log", X), "positive"), (sqrt(X), "not negative"), (power(X, div(1, 2)), "positive"),
    (power(X, neg(1)), "not 0"), (power(X, sub(N, 1)), "not 0"), (power(2, Z), "real"),
    (factorial(sub(N, 1)), "natural"), (h("binomial", X, 2), "natural"), (h("floor", Z), "real"),
    (h("delta", X, 1), "integer"), (call(SEQUENCE, sub(N, 1)), "of sort N0"), (h("tan", X), "cos"),
    (h("tanh", Z), "real"), (h("arctan", Z), "real"), (INFINITY, "infinity"),
    (call(function("f", ("P",)), X), "of sort P"), (GAUSSIAN, "converge"),
    (series_sum(K, call(SEQUENCE, K)), "converge"), (h("product", K, K, 0, INFINITY), "converge"),
    (series_sum(K, div(1, K), 0, N), "not 0"), (series_sum(K, K, 0, div(N, 2)), "integer"),
    (series_sum(symbol("k", "P"), div(1, symbol("k", "P")), 0, 3), "index"),
    (series_sum(K, factorial(K), neg(2), 3), "natural"),
    (derivative(X, sqrt(power(X, 2))), "is positive"), (derivative(X, div(1, X), at=2), "not 0"),
    (derivative(X, h("abs", X)), "smooth"), (derivative(P, h("log", P), at=X), "of sort P"),
    (h("derivative_n", X, exp(X), neg(1), X), "natural"),
    (h("derivative_n", N, N, 1, N), "no derivative is taken"),
    (derivative(X, exp(X), at=div(1, Y)), "y is not 0"),
    (series_sum(K, K, 0, mul(N, div(Y, Y))), "y is not 0"),
    (derivative(X, mul(2, h("abs", X))), "smooth"),
    (derivative(X, series_sum(K, h("abs", X), 0, N)), "smooth"),
    (h("det", h("inverse", Term("matrix", ("W",), (N, N)))), "determinant is not 0"),
    (h("logdet", Term("matrix", ("W",), (N, N))), "determinant is positive"),
])
def test_what_is_not_shown_to_be_defined_is_refused(part, because):
    refused("ring", conclusion=eq(part, part), because=because)


@pytest.mark.parametrize("part", [
    h("log", P), sqrt(power(X, 2)), power(P, div(1, 2)), power(P, neg(1)), power(X, N),
    factorial(add(N, 1)), h("binomial", N, 2), h("floor", X), h("delta", sub(N, 2), 1),
    h("tanh", X), h("arctan", X), call(function("f", ("P",)), P),
    series_sum(K, div(1, add(K, 1)), 0, N), series_sum(K, factorial(sub(N, K)), 0, N),
    series_sum(K, factorial(sub(N, mul(2, K))), 0, h("floor", div(N, 2))),
    derivative(X, sqrt(add(power(X, 2), 1))), derivative(X, div(1, add(power(X, 2), 1)), at=2),
    derivative(P, h("log", P), at=Q), h("derivative_n", X, exp(X), N, X),
    series_sum(symbol("k", "Z"), symbol("k", "Z"), neg(2), 3),
])
def test_what_is_defined_everywhere_needs_no_condition(part):
    assert infer("ring", conclusion=eq(part, part))


def test_what_converges_may_be_written_otherwise_but_not_with_a_hole():
    shown = given(eq(GAUSSIAN, Y))
    other = integral(X, exp(neg(mul(X, X))))
    assert infer("ring", shown, conclusion=eq(other, Y), cofactors=[term(1)])
    holed = integral(X, mul(exp(neg(power(X, 2))), div(P, P), div(Y, Y)))
    refused("ring", shown, conclusion=eq(holed, Y), cofactors=[term(1)], because="y is not 0")
    positive = integral(P, exp(neg(power(P, 2))))
    refused("ring", given(eq(positive, positive)), conclusion=eq(
        integral(P, mul(1, exp(neg(power(P, 2))))), positive), because="is the line")


def test_facts_about_a_symbol_do_not_help_a_bound_one():
    inside = integral(X, div(exp(neg(power(X, 2))), power(X, 2)))
    refused("ring", given(eq(GAUSSIAN, Y), ne(X, 0)), conclusion=eq(inside, inside),
            because="converge")
    refused("ring", conclusion=eq(derivative(X, h("log", X), at=2), 0), hypotheses=[lt(0, X)],
            because="positive")


def test_order_adds_up_what_is_not_negative():
    assert infer("order", conclusion=le(0, power(X, 2)), rest=power(X, 2))
    refused("order", conclusion=le(0, X), rest=X, because="not negative")
    refused("order", conclusion=lt(0, power(X, 2)), rest=power(X, 2), because="not strict")
    assert infer("order", conclusion=lt(0, add(power(X, 2), 1)), rest=add(power(X, 2), 1))
    assert infer("order", given(lt(X, Y)), conclusion=lt(mul(2, X), mul(2, Y)),
                 cofactors=[term(2)])
    refused("order", given(lt(X, Y)), conclusion=lt(neg(X), neg(Y)), cofactors=[neg(1)],
            because="cofactor")
    refused("order", given(le(X, Y)), conclusion=lt(X, Y), cofactors=[term(1)],
            because="not strict")
    refused("order", given(lt(X, Y)), conclusion=lt(0, 0), cofactors=[term(0)],
            because="not strict")
    refused("order", given(lt(X, Y)), conclusion=lt(X, add(Y, 1)), cofactors=[term(1)],
            because="does not hold")


def test_order_multiplies_by_what_is_positive():
    law = given(lt(0, mul(X, Y)))
    refused("order", law, conclusion=lt(0, Y), multiplier=X, cofactors=[term(1)],
            because="multiplier")
    refused("order", law, conclusion=lt(0, Y), multiplier=neg(P), cofactors=[term(1)],
            because="multiplier")
    assert infer("order", law, given(lt(0, X)), conclusion=lt(0, Y), multiplier=X,
                 cofactors=[term(1)])


def test_order_of_not_equal():
    law = given(ne(mul(X, Y), 0))
    assert infer("order", law, conclusion=ne(Y, 0), cofactors=[div(1, P)],
                 multiplier=div(X, P), hypotheses=[ne(X, 0)])
    refused("order", law, conclusion=ne(Y, 0), cofactors=[term(1)], multiplier=X,
            because="multiplier")
    refused("order", given(ne(X, 0)), conclusion=ne(mul(X, Y), 0), cofactors=[Y],
            because="cofactor that is not 0")
    two = (given(ne(X, 0)), given(ne(Y, 0)))  # x + y may be 0
    refused("order", *two, conclusion=ne(add(X, Y), 0), cofactors=[term(1), term(1)],
            because="one premise")
    refused("order", given(ne(X, 0)), conclusion=ne(add(X, 1), 0), cofactors=[term(1)],
            rest=term(1), because="no rest")
    refused("order", given(eq(X, 1)), conclusion=ne(X, 1), cofactors=[term(1)],
            because="not strict")
    assert infer("order", conclusion=ne(exp(X), 0), rest=exp(X))


def test_order_is_of_real_numbers_and_of_defined_parts():
    refused("order", conclusion=le(0, power(Z, 2)), rest=power(Z, 2), because="real")
    refused("order", conclusion=eq(X, X), because="only")
    refused("order", given(le(X, X)), conclusion=le(0, 1), cofactors=[div(0, X)], rest=term(1),
            because="x is not 0")
    refused("order", conclusion=le(0, 1), rest=add(1, mul(0, div(1, X))), because="x is not 0")
    refused("order", conclusion=le(0, div(1, X)), rest=div(1, X), because="x is not 0")
    refused("order", conclusion=le(0, 1), cofactors=[term(1)], rest=term(1), because="only")
    refused("order", given(ne(X, 1)), conclusion=le(X, 1), cofactors=[term(1)], because="no use")
    refused("order", given(forall(X, eq(X, X))), conclusion=le(0, 1), cofactors=[term(1)],
            rest=term(1), because="no use")
    refused("order", conclusion=le(0, 1), rest=term(1), multiplier=mul(0, div(1, X)),
            because="x is not 0")


@pytest.mark.parametrize("zero", [sqrt(0), power(0, N), sqrt(sub(X, X)), power(sub(X, X), N)])
def test_roots_and_powers_of_nothing_are_not_positive(zero):
    refused("order", conclusion=lt(0, zero), rest=zero, because="not strict|not shown")
    refused("ring", conclusion=eq(div(1, zero), div(1, zero)), because="not 0|by zero")


def test_rewrite_replaces_what_stands_there():
    equation = given(eq(X, Y), eq(X, Y))
    assert infer("rewrite", given(lt(0, X)), equation, path=[1]) == claim((eq(X, Y),), lt(0, Y))
    refused("rewrite", given(lt(0, Z)), equation, path=[1], because="stands")
    refused("rewrite", given(lt(0, X)), given(lt(X, Y)), path=[1], because="kind 'eq'")
    normal = given(eq(add(X, X), Y))
    assert infer("rewrite", given(lt(0, mul(2, X))), normal, path=[1])
    refused("rewrite", given(eq(0, mul(0, div(1, X)))), given(eq(0, Y)), path=[1],
            because="x is not 0")


def test_rewrite_under_a_binder_needs_an_equation_for_every_value():
    """x = 1 |- x = 1 does not turn 'for all x: x^2 = x x' into 'for all x: x^2 = 1 x'."""
    law = given(forall(X, eq(power(X, 2), mul(X, X))))
    refused("rewrite", law, given(eq(X, 1), eq(X, 1)), path=[1, 1, 0], because="not arbitrary")
    assert infer("rewrite", law, given(eq(X, mul(1, X))), path=[1, 1, 0])


def test_rewrite_does_not_reach_into_names_curves_and_formal_series():
    dx = Term("differential", (), (X,))
    refused("rewrite", given(eq(dx, dx)), given(eq(X, Y), eq(X, Y)), path=[1, 0],
            because="not replaced inside")
    along = Term("along", (), (eq(Y, X),))
    refused("rewrite", given(along, along), given(eq(X, 1), eq(X, 1)), path=[0, 1],
            because="not replaced inside")
    W = Term("matrix", ("W",), (N, N))
    whole = h("total", W)
    refused("rewrite", given(eq(whole, 1), eq(whole, 1)), given(eq(N, 3), eq(N, 3)),
            path=[0, 0, 0], because="not replaced inside")
    formal = series_eq(T, T, T)
    refused("rewrite", given(formal), given(eq(T, mul(1, T))), path=[1], because="formal")
    constant = series_eq(T, mul(X, T), mul(X, T))
    assert infer("rewrite", given(constant), given(eq(X, Y), eq(X, Y)), path=[1, 0])


def test_restate_keeps_the_meaning_and_asks_whether_it_is_defined():
    assert infer("restate", given(eq(add(X, X), 1)), conclusion=eq(mul(2, X), 1))
    refused("restate", given(eq(X, 1)), conclusion=eq(mul(X, div(Y, Y)), 1), because="y is not 0")
    refused("restate", given(eq(X, 1)), conclusion=eq(X, 2), because="is not")
    refused("restate", given(eq(X, 1)), conclusion=le(X, 1), because="is not")
    refused("restate", given(lt(X, 1)), conclusion=lt(1, X), because="is not")
    refused("restate", conclusion=eq(X, X), because="nothing")
    assert infer("restate", given(poly(X, add(X, X), 2)), conclusion=poly(X, mul(2, X), add(1, 1)))
    refused("restate", given(poly(X, X, 2)), conclusion=poly(X, mul(X, div(X, X)), 2),
            because="not 0")
    refused("restate", given(decay(X, exp(neg(power(X, 2))))),
            conclusion=decay(Y, mul(exp(neg(power(Y, 2))), div(Y, Y))), because="not 0")
    refused("restate", given(poly(X, X, 2)), conclusion=poly(X, X, mul(2, div(Y, Y))),
            because="y is not 0")
    refused("restate", given(series_eq(T, T, T)), conclusion=series_eq(T, T, mul(1, T)),
            because="by its coefficients")
    inside = integral(X, X, 0, 1)
    refused("restate", given(eq(inside, Y)), conclusion=eq(integral(X, X, 0, div(Y, Y)), Y),
            because="y is not 0")
    between = Term("forall_in", (), (N, eq(add(N, N), K), term(0), K))
    refused("restate", given(between), because="stands alone",
            conclusion=Term("forall_in", (), (N, eq(mul(2, N), K), term(0), K)))
    refused("restate", given(forall(X, eq(X, X))), conclusion=forall(P, eq(P, P)), because="is not")
    curve = Term("along", (), (eq(Y, 1),))
    refused("restate", given(curve, curve), hypotheses=[ne(X, 0)], because="is not",
            conclusion=Term("along", (), (eq(Y, div(X, X)),)))
