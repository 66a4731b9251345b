"""Formal power series in t, with symbolic index: compare, extract, and solve A' = p A. TRUSTED.

No convergence is asked or claimed: ``series_eq`` says that all coefficients agree.
"""

from __future__ import annotations

from derive.kernel.calculus import derived
from derive.kernel.claim import Claim, Refused, claim
from derive.kernel.infer.context import (
    Context,
    Witness,
    inference,
    only,
    require_absent,
    union,
)
from derive.kernel.naming import named_by_height
from derive.kernel.procedures.power_series import INFINITY, coefficient_of
from derive.terms.binding import substitute
from derive.terms.build import add, div, eq, factorial, mul, neg, power, series_eq, sub, term
from derive.terms.build import exp as exponential
from derive.terms.term import Term


class Place:
    """Which coefficient: that of t^N with N = shift, or N = index + shift for every index."""

    def __init__(self, index: Term | None, shift: int) -> None:
        self.index = index
        self.shift = shift

    def term(self) -> Term:
        if self.index is None:
            return term(self.shift)
        return add(self.index, self.shift) if self.shift else self.index

    def moved(self, by: int) -> Place | None:
        """The place ``by`` further; None where the coefficient is certainly 0."""
        shift = self.shift + by
        if shift < 0:
            if self.index is not None:
                raise Refused("the index does not reach far enough to lose no case")
            return None
        return Place(self.index, shift)


def coefficient(series: Term, t: Term, place: Place | None) -> Term:
    """The coefficient at a place, as a raw term."""
    if place is None:
        return term(0)
    if t not in series.free:
        return _of_monomial(place, 0, series)
    if series is t:
        return _of_monomial(place, 1, term(1))
    head, args = series.head, series.args
    if head == "add":
        return add(*(coefficient(a, t, place) for a in args))
    if head == "neg":
        return neg(coefficient(args[0], t, place))
    if head == "sum" and args[3] is INFINITY:
        k, a = coefficient_of(series, t)
        return substitute(a, {k: place.term()})
    if head == "derivative" and series.data == (1,) and args[2] is t and args[0] is t:
        higher = place.moved(1)
        if higher is None:
            return term(0)
        return mul(higher.term(), coefficient(args[1], t, higher))
    if head == "pow" and args[0] is t and args[1].head == "int":
        return _of_monomial(place, args[1].value, term(1))
    if head == "mul":
        return _of_product(series, t, place)
    raise Refused(f"the coefficients of {series} in {t} are not known")


def _of_monomial(place: Place, degree: int, value: Term) -> Term:
    if place.index is None:
        return value if place.shift == degree else term(0)
    if place.shift <= degree:
        raise Refused("the index does not reach far enough to lose no case")
    return term(0)


def _of_product(series: Term, t: Term, place: Place) -> Term:
    factors = _factors(series)
    constants = [a for a in factors if t not in a.free]
    varying = [a for a in factors if t in a.free]
    degree = 0
    others: list[Term] = []
    for factor in varying:
        if factor is t:
            degree += 1
        elif factor.head == "pow" and factor.args[0] is t and factor.args[1].head == "int":
            degree += factor.args[1].value
        else:
            others.append(factor)
    lower = place.moved(-degree)
    if len(others) > 1:
        for position, factor in enumerate(others):
            if factor.head == "add":
                rest = [*others[:position], *others[position + 1:]]
                return mul(*constants, term(1), add(*(
                    coefficient(mul(a, *rest), t, lower) for a in factor.args)))
        raise Refused("a product of two series has no rule here")
    if not others:
        return mul(*constants, term(1), _of_monomial(place, degree, term(1)))
    return mul(*constants, term(1), coefficient(others[0], t, lower))


def _factors(series: Term) -> list[Term]:
    """The factors of nested products, a sign counting as one."""
    if series.head == "mul":
        return [f for a in series.args for f in _factors(a)]
    if series.head == "neg":
        return [term(-1), *_factors(series.args[0])]
    return [series]


@inference
def equal_coefficients(context: Context, premises: tuple[Claim, ...], witness: Witness) -> Claim:
    """Two formal series are equal when their coefficients are.

    ::

        G |- [t^0] A = [t^0] B   ...   G |- [t^(J-1)] A = ...      G |- [t^(n+J)] A = [t^(n+J)] B
        -----------------------------------------------------------------------------------------
                                  G |- A = B as formal series in t

    Side condition: n and t are not free in G; n is new to A and B; J is so large that no
    coefficient has a case of its own.
    """
    goal = witness.formula("conclusion")
    n = witness.symbol("index")
    if goal.head != "series_eq" or n.sort != "N0" or n in goal.free:
        raise Refused("the conclusion should equate two formal series; the index is new")
    t, left, right = goal.args
    factors = witness.terms("factors")
    if not premises or len(factors) != len(premises) or t.sort != "R":
        raise Refused("one premise a coefficient, one factor a premise, in a real formal variable")
    hypotheses = union(premises)
    require_absent(n, hypotheses)
    require_absent(t, hypotheses)
    for part in (p for side in (left, right) for p in side.walk()):
        if part.head == "sum" and part.args[3] is INFINITY:  # every coefficient has a value
            context.definedness(hypotheses, premises).require(named_by_height(part)[1])
    order = len(premises) - 1
    for j, premise in enumerate(premises):
        place = Place(n, j) if j == order else Place(None, j)
        difference = sub(coefficient(left, t, place), coefficient(right, t, place))
        if premise.conclusion.head != "eq" or t in premise.conclusion.free:
            raise Refused("the premises should be equations between coefficients")
        given = sub(*premise.conclusion.args)
        factor = factors[j]
        defined = context.definedness(hypotheses, premises)
        defined.require(difference)
        defined.require(factor)
        if not context.normalizer.is_zero(sub(difference, mul(factor, given))):
            raise Refused(f"premise {j + 1} does not give the coefficient: {difference}")
    return claim(hypotheses, goal)


@inference
def exponential_solution(context: Context, premises: tuple[Claim, ...], witness: Witness) -> Claim:
    """The one formal series with A' = p A and A(0) = a is a exp(P), where P' = p and P(0) = 0.

    ::

        G |- dA/dt = p A  (formal)        G |- [t^0] A = a
        --------------------------------------------------
                 G |- A = a exp(P)  (formal)

    Side condition: P is a polynomial in t with P(0) = 0 and P' = p; a is free of t; t not in G.
    """
    equation, start = only(premises, 2)
    exponent = witness.term("exponent")
    if equation.conclusion.head != "series_eq":
        raise Refused("the first premise should be a formal differential equation")
    t, left, right = equation.conclusion.args
    hypotheses = union(premises)
    require_absent(t, hypotheses)
    if t.sort != "R":
        raise Refused(f"{t} is no formal variable")
    if left.head != "derivative" or left.data != (1,) or left.args[0] is not t or (
            left.args[2] is not t):
        raise Refused("the left side should be dA/dt")
    series = left.args[1]
    if right.head != "mul" or len(right.args) != 2 or right.args[1] is not series:
        raise Refused("the right side should be p A")
    if t in start.conclusion.free or start.conclusion.head != "eq":
        raise Refused("the second premise should give the value at t = 0")
    first, value = start.conclusion.args
    if not context.normalizer.equal(coefficient(series, t, Place(None, 0)), first):
        raise Refused("the second premise is not about the value at t = 0")
    _require_polynomial(context, exponent, t)
    if not context.normalizer.equal(derived(exponent, t), right.args[0]):
        raise Refused(f"the derivative of {exponent} is not {right.args[0]}")
    context.definedness(hypotheses, premises).require(exponent)
    solution = exponential(exponent)
    return claim(hypotheses, series_eq(
        t, series, solution if value is term(1) else mul(value, solution)))


def _require_polynomial(context: Context, exponent: Term, t: Term) -> None:
    for monomial, _ in context.normalizer.items(exponent):
        powers = dict(monomial)
        degree = powers.pop(t, None)
        if degree is None or degree.denominator != 1 or degree < 1 or any(
                (isinstance(g, Term) and g is t) or not isinstance(g, Term) for g in powers):
            raise Refused(f"{exponent} is not a polynomial in {t} that vanishes at 0")


@inference
def exponential_coefficients(context: Context, premises: tuple[Claim, ...], witness: Witness
                             ) -> Claim:
    """The coefficients of exp(a t + b t^2), by the product of the two exponential series.

    ::

            G |- sum f(k) t^k = exp(a t + b t^2)  (formal)
        -------------------------------------------------------------------
        G |- f(n) = sum over k from 0 to floor(n/2) of
                    b^k/k! a^(n - 2k)/(n - 2k)!

    Side condition: a, b are free of t; n and k are new; t is not free in G.
    """
    first, = only(premises, 1)
    if first.conclusion.head != "series_eq":
        raise Refused("the premise should equate two formal series")
    t, series, right = first.conclusion.args
    n, k = witness.symbol("index"), witness.symbol("summation")
    linear, square = witness.term("linear"), witness.term("square")
    require_absent(t, first.hypotheses)
    if n.sort != "N0" or k.sort != "N0" or n is k or {n, k} & first.free:
        raise Refused("the two indices should be new symbols of sort N0")
    if t in linear.free | square.free or right.head != "exp" or not context.normalizer.equal(
            right.args[0], add(mul(linear, t), mul(square, power(t, 2)))):
        raise Refused("the right side is not exp(a t + b t^2)")
    context.definedness(first.hypotheses).require(mul(linear, square))
    rest = sub(n, mul(2, k))
    body = mul(div(power(square, k), factorial(k)), div(power(linear, rest), factorial(rest)))
    upper = Term("floor", (), (div(n, 2),))
    value = Term("sum", (), (k, body, term(0), upper))
    return claim(first.hypotheses, eq(coefficient(series, t, Place(n, 0)), value))


@inference
def scale_sum(context: Context, premises: tuple[Claim, ...], witness: Witness) -> Claim:
    """``|- c sum f = sum c f`` for a finite sum. Condition: k not free in c; all defined."""
    only(premises, 0)
    total, factor = witness.term("sum"), witness.term("factor")
    result = witness.term("result")
    hypotheses = witness.hypotheses()
    if total.head != "sum" or result.head != "sum" or total.args[3] is INFINITY:
        raise Refused("this is about finite sums")
    k, body, lower, upper = total.args
    if k in factor.free or result.args[0] is not k or result.args[2:] != (lower, upper):
        raise Refused("the two sums run over different indices")
    conclusion = eq(mul(factor, total), result)
    context.definedness(hypotheses).require(conclusion)
    if not context.normalizer.equal(mul(factor, body), result.args[1]):
        raise Refused(f"{result.args[1]} is not {factor} times {body}")
    return claim(hypotheses, conclusion)


