"""Everywhere convergent power series: compare coefficients, split by parity. TRUSTED.

A series is written ``sum over k from 0 of a(k) x^k``. What is used: such a series may be
differentiated term by term, and is zero only when its coefficients are.
"""

from __future__ import annotations

from fractions import Fraction

from derive.kernel.atoms import ONE, Items
from derive.kernel.claim import Claim, Refused, claim
from derive.kernel.infer.context import (
    Context,
    Witness,
    inference,
    only,
    require_absent,
    union,
)
from derive.terms.binding import substitute
from derive.terms.build import add, div, eq, forall, mul, neg, power, series_sum, sub, term
from derive.terms.term import Term

INFINITY = Term("const", ("infinity",))


def coefficient_of(series: Term, x: Term) -> tuple[Term, Term]:
    """``(k, a)`` of a series ``sum over k from 0 of a x^k``; refuse any other shape."""
    if series.head != "sum" or series.args[2] is not term(0) or series.args[3] is not INFINITY:
        raise Refused(f"not a power series in {x}: {series}")
    k, body = series.args[:2]
    factors = body.args if body.head == "mul" else (body,)
    rest = tuple(f for f in factors if x in f.free)
    if k.sort != "N0" or rest != (power(x, k),):
        raise Refused(f"not a power series in {x}: {series}")
    others = [f for f in factors if f is not rest[0]]
    return k, mul(*others) if others else term(1)


def series_of(formula: Term) -> tuple[Term, Term, Term, Term]:
    """``(x, u, k, a)`` of the formula ``for all x: u = sum over k of a x^k``."""
    if formula.head != "forall" or formula.args[1].head != "eq":
        raise Refused("the premise should be: for all x, u(x) = a power series")
    x = formula.args[0]
    if x.sort != "R":
        raise Refused(f"the series should be in a real symbol, not in {x}")
    left, right = formula.args[1].args
    k, a = coefficient_of(right, x)
    return x, left, k, a


def linear_parts(context: Context, equation: Term, function: Term, x: Term
                 ) -> list[tuple[int, int, Items]]:
    """left - right as a list of (power of x, order of u, coefficient); order -1: without u."""
    if equation.head != "eq":
        raise Refused("expected an equation")
    orders = {}
    for part in equation.walk():
        if part.head == "call" and part.args[0] is function:
            if part.args[1:] != (x,):
                raise Refused(f"{function} stands at another point than {x}")
            (single, _), = context.normalizer.items(part)
            (atom, _), = single
            orders[atom] = int(str(part.data[0]))
    found: dict[tuple[int, int], dict[frozenset[tuple[object, Fraction]], Fraction]] = {}
    for monomial, factor in context.normalizer.items(sub(*equation.args)):
        exponents = dict(monomial)
        degree = exponents.pop(x, Fraction(0))
        here = [atom for atom in exponents if atom in orders]
        if len(here) > 1 or any(exponents[atom] != 1 for atom in here):
            raise Refused(f"the equation is not linear in {function}")
        order = orders[here[0]] if here else -1
        for atom in here:
            exponents.pop(atom)
        if degree.denominator != 1 or degree < 0 or any(
                _speaks_of(g, (x, function)) for g in exponents):
            raise Refused(f"the coefficients are not polynomials in {x}")
        part_items = found.setdefault((int(degree), order), {})
        part_items[frozenset(exponents.items())] = factor
    return [(p, j, frozenset(c.items())) for (p, j), c in sorted(found.items())]


def _speaks_of(generator: object, symbols: tuple[Term, ...]) -> bool:
    if isinstance(generator, Term):
        return any(s in generator.free for s in symbols)
    if isinstance(generator, tuple | frozenset):
        return any(_speaks_of(g, symbols) for g in generator)
    return False


@inference
def compare_coefficients(context: Context, premises: tuple[Claim, ...], witness: Witness) -> Claim:
    """The coefficient of one power of x in a linear equation for a power series.

    ::

        G1 |- for all x: u(x) = sum a(k) x^k      G2 |- A = B  (linear in u, u', u'', ...)
        ---------------------------------------------------------------------------------
                   G1, G2 |- coefficient of x^N in A - B = 0

    N is a number, or k + J for a symbol k and a number J beyond every power of x that occurs, so
    that no case is lost. Side condition: x is not free in G2; k is new; the powers are natural.
    """
    series, equation = only(premises, 2)
    x, left, index, a = series_of(series.conclusion)
    if left.head != "call" or left.args[1:] != (x,) or any(left.data):
        raise Refused("the series should be that of u(x)")
    require_absent(x, equation.hypotheses)
    shift = witness.number("shift")
    symbolic = witness.has("index")
    k = witness.symbol("index") if symbolic else None
    goal = witness.formula("conclusion")
    hypotheses = union(premises)
    if k is not None and (k.sort != "N0" or any(k in p.free for p in premises)):
        raise Refused(f"{k} is not a new symbol of sort N0")
    total: list[tuple[Items, Term]] = []
    for degree, order, coefficient in linear_parts(context, equation.conclusion, left.args[0], x):
        remaining = shift - degree
        if remaining < 0:
            if symbolic:
                raise Refused(f"the shift {shift} loses the case of x^{degree}")
            continue
        at: Term = add(k, remaining) if k is not None else term(remaining)
        if order < 0:
            if symbolic and remaining == 0:
                raise Refused(f"the shift {shift} does not separate x^{degree}")
            if symbolic or remaining:
                continue
            total.append((coefficient, term(1)))
            continue
        rising = [add(at, j) for j in range(1, order + 1)]
        value = substitute(a, {index: add(at, order)})
        total.append((coefficient, mul(term(1), *rising, value)))
    context.definedness(hypotheses, premises).require(goal)
    if goal.head != "eq" or not context.normalizer.vanishes(
            [*total, (frozenset({(ONE, Fraction(-1))}), sub(*goal.args))]):
        raise Refused(f"the coefficient of x^{shift} gives another equation than {goal}")
    return claim(hypotheses, goal)


@inference
def split_by_parity(context: Context, premises: tuple[Claim, ...], witness: Witness) -> Claim:
    """The even (odd) part of a series is the series of its even (odd) terms.

    ::

               G |- for all x: u(x) = sum a(k) x^k
        --------------------------------------------------------------
        G |- for all x: (u(x) + u(-x))/2 = sum a(2 j) x^(2 j)

    and with a minus sign and 2 j + 1. Side condition: j is new; ``odd`` is 0 or 1.
    """
    first, = only(premises, 1)
    x, left, k, a = series_of(first.conclusion)
    j, odd = witness.symbol("half"), witness.number("odd")
    if j.sort != "N0" or j in first.free or j is k or odd not in (0, 1):
        raise Refused(f"{j} is not a new symbol of sort N0")
    mirrored = substitute(left, {x: neg(x)})
    half = div(add(left, neg(mirrored) if odd else mirrored), 2)
    exponent = add(mul(2, j), 1) if odd else mul(2, j)
    body = mul(substitute(a, {k: exponent}), power(x, exponent))
    return claim(first.hypotheses, forall(x, eq(half, series_sum(j, body))))


