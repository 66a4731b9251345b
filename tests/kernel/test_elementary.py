"""The elementary normal form: what it identifies, what its conditions keep apart."""

from __future__ import annotations

import random

import pytest

from derive.kernel.claim import Claim, Refused
from derive.kernel.elementary.form import ElementaryNormalizer
from derive.kernel.refute.sample import Agreement, Disagreement, sample
from derive.rules.exponential_sums import I
from derive.rules.writing import atoms_of, term_from
from derive.terms.build import (
    PI,
    add,
    div,
    eq,
    exp,
    factorial,
    le,
    lt,
    mul,
    ne,
    neg,
    power,
    series_sum,
    sqrt,
    sub,
    symbol,
    term,
)
from derive.terms.term import Term
from tests.kernel.inferring import K, N, P, X, Y, Z, infer, refused

W = symbol("w", "Z")


def op(head: str, *args: Term) -> Term:
    return Term(head, (), args)


def shown(left: Term, right: Term, *hypotheses: Term) -> None:
    goal = eq(left, right)
    assert infer("elementary", conclusion=goal, hypotheses=list(hypotheses)) == Claim(
        hypotheses, goal)


def not_shown(left: Term, right: Term, *hypotheses: Term, because: str = "the two sides differ"
              ) -> None:
    refused("elementary", conclusion=eq(left, right), hypotheses=list(hypotheses),
            because=because)


def test_a_root_of_a_square_is_the_absolute_value():
    shown(sqrt(power(X, 2)), op("abs", X))
    not_shown(sqrt(power(X, 2)), X)
    shown(sqrt(power(X, 2)), X, le(0, X))
    shown(sqrt(power(X, 2)), neg(X), le(X, 0))
    not_shown(sqrt(power(P, 2)), neg(P))


def test_a_logarithm_of_a_product_needs_positive_factors():
    product = lt(0, mul(X, Y))
    shown(op("log", mul(P, X)), add(op("log", P), op("log", X)), lt(0, X), lt(0, mul(P, X)))
    not_shown(op("log", mul(X, Y)), add(op("log", X), op("log", Y)), product,
              because="is positive, needed for")
    not_shown(op("log", power(P, 2)), op("log", P))
    not_shown(op("log", exp(mul(I, X))), mul(I, X), because="is positive")


def test_an_exponential_of_a_logarithm():
    shown(exp(mul(3, op("log", P))), power(P, 3))
    shown(exp(mul(X, op("log", P))), power(P, X))
    not_shown(exp(op("log", X)), X, because="is positive")


def test_roots_of_unity_and_signs():
    shown(exp(mul(I, PI)), neg(term(1)))
    shown(exp(div(mul(I, PI), 4)), div(add(1, I), sqrt(term(2))))
    shown(op("cos", mul(PI, N)), power(neg(term(1)), N))
    not_shown(op("cos", mul(PI, X)), op("cos", mul(PI, X, X)))
    shown(op("sin", mul(PI, W)), term(0))
    not_shown(op("sin", mul(PI, X)), term(0))
    not_shown(exp(div(mul(I, PI), 4)), div(add(1, I), term(2)))
    not_shown(op("sin", div(mul(PI, N), 2)), term(0))


def test_conjugates_and_absolute_values():
    shown(op("conj", exp(mul(I, Z))), exp(neg(mul(I, op("conj", Z)))))
    not_shown(op("conj", exp(mul(I, Z))), exp(neg(mul(I, Z))))
    shown(power(op("abs", add(X, mul(I, Y))), 2), add(power(X, 2), power(Y, 2)))
    not_shown(power(op("abs", Z), 2), power(Z, 2))
    not_shown(power(op("abs", Z), 3), mul(Z, Z, op("abs", Z)))
    shown(op("abs", exp(mul(I, X))), term(1))
    not_shown(op("abs", exp(mul(I, Z))), term(1))


def test_a_binomial_is_a_quotient_of_factorials_only_inside_the_triangle():
    quotient = div(factorial(N), mul(factorial(K), factorial(sub(N, K))))
    shown(op("binomial", N, K), quotient, le(K, N))
    not_shown(op("binomial", N, K), quotient, because="is a natural number")
    shown(op("binomial", N, term(2)), div(mul(N, sub(N, 1)), 2))
    not_shown(op("binomial", add(N, 1), K), add(op("binomial", N, K),
                                                 op("binomial", N, add(K, 1))))


def test_a_factorial_is_lowered_only_where_it_stays_natural():
    shown(factorial(N), mul(N, factorial(sub(N, 1))), le(1, N))
    not_shown(factorial(N), mul(N, factorial(sub(N, 1))), because="is a natural number")


def test_finite_sums():
    def squares(upper: Term) -> Term:
        return series_sum(K, power(K, 2), 0, upper)

    shown(squares(add(N, 1)), add(squares(N), power(add(N, 1), 2)))
    shown(squares(term(3)), term(14))
    shown(series_sum(K, add(mul(X, K), 1), 0, N), add(mul(X, series_sum(K, K, 0, N)), N, 1))
    not_shown(series_sum(K, term(1), 0, N), N)
    # from 2 to n there are n - 1 summands only if n is not 0: the sum over nothing is 0
    not_shown(series_sum(K, term(1), 2, N), sub(N, 1))
    shown(series_sum(K, term(1), 2, N), sub(N, 1), le(1, N))


def test_what_has_no_value_is_not_equal():
    not_shown(op("tan", X), div(op("sin", X), op("cos", X)), because="not 0")
    shown(op("tan", X), div(op("sin", X), op("cos", X)), ne(op("cos", X), 0))
    not_shown(div(X, X), term(1), because="is not 0")


def test_premises_enter_with_their_cofactors():
    known = Claim((eq(X, op("cos", Y)),), eq(X, op("cos", Y)))
    goal = eq(add(power(op("sin", Y), 2), mul(X, op("cos", Y))), 1)
    assert infer("elementary", known, conclusion=goal, cofactors=[op("cos", Y)])
    refused("elementary", known, conclusion=goal, cofactors=[term(1)], because="sides differ")


LETTERS = (X, Y, P, N)


def at_random(draw: random.Random, depth: int) -> Term:
    if depth == 0:
        return draw.choice((*LETTERS, term(draw.randint(1, 4)), I))
    head = draw.choice(("add", "mul", "neg", "div", "sin", "cos", "exp", "log", "abs", "conj",
                        "sqrt", "pow", "cosh", "tanh", "binomial", "factorial", "arctan"))
    if head in ("binomial", "factorial"):
        least = add(N, draw.randint(0, 2))
        return op(head, *([least, term(draw.randint(0, 3))] if head == "binomial" else [least]))
    inner = at_random(draw, depth - 1)
    if head == "pow":
        return power(inner, draw.choice((2, 3, N)))
    if head in ("sqrt", "log"):
        return op(head, power(draw.choice((P, exp(X), div(P, 2))), draw.randint(1, 3)))
    if head in ("tanh", "arctan"):
        return op(head, draw.choice((X, mul(2, Y), P)))
    if head == "div":
        return div(inner, draw.choice((P, exp(mul(I, X)), add(1, power(X, 2)))))
    return op(head, inner) if head not in ("add", "mul") else op(
        head, inner, at_random(draw, depth - 1))


def test_a_form_written_out_again_has_the_same_value():
    """Terms at random against ball arithmetic, which shares nothing with the normal form."""
    draw, judged = random.Random(5), 0
    for _ in range(400):
        t = at_random(draw, 3)
        forms = ElementaryNormalizer()
        try:
            items = forms.items(t)
            again = term_from(items, atoms_of(forms, [t, I, PI, *LETTERS]))
            claim = Claim((), eq(t, again))
        except (Refused, LookupError):
            continue
        found = sample(claim, points=2)
        assert not isinstance(found, Disagreement), (t, again)
        judged += isinstance(found, Agreement)
    assert judged > 200


@pytest.mark.parametrize("wrong", [
    eq(op("cosh", X), op("sinh", X)), eq(op("sin", X), op("cos", X)),
    eq(op("tanh", P), op("tanh", mul(2, P))), eq(op("arctan", X), X),
    eq(op("arctan", neg(X)), op("arctan", X)), eq(op("floor", X), X),
    eq(op("abs", X), op("abs", Y)), eq(op("conj", Z), Z)])
def test_what_differs_stays_apart(wrong):
    assert not ElementaryNormalizer().equal(*wrong.args)


def test_hypotheses_speak_of_no_bound_symbol():
    """From 0 <= k nothing follows for the k that a sum binds."""
    body = op("abs", sub(W, 3))
    summed = series_sum(W, body, 0, N)
    not_shown(summed, series_sum(W, sub(W, 3), 0, N), le(3, W))


def test_where_a_premise_holds_what_it_speaks_of_has_a_value():
    """sqrt(x) = y says that x is not negative; nothing else says it."""
    known = Claim((eq(sqrt(X), Y),), eq(sqrt(X), Y))
    squared = eq(X, power(Y, 2))
    assert infer("ring", known, conclusion=squared, cofactors=[add(sqrt(X), Y)])
    refused("ring", conclusion=eq(power(sqrt(X), 2), X), because="not negative")
    other = Claim((eq(sqrt(Y), 1),), eq(sqrt(Y), 1))
    refused("ring", other, conclusion=eq(power(sqrt(X), 2), X), because="not negative")
    quotient = Claim((eq(div(1, X), Y),), eq(div(1, X), Y))
    refused("ring", quotient, conclusion=eq(div(X, X), 1), because="is not 0")
