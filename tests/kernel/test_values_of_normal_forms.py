"""Terms at random: a normal form has the term's value; what is called defined has a value.

The seed is fixed, and the values are mpmath's (``values``). Conditions hold at every point.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

import mpmath
import pytest

from derive.kernel.claim import Refused
from derive.kernel.elementary.form import ElementaryNormalizer
from derive.kernel.normal import Normalizer
from derive.kernel.signs import Facts
from derive.kernel.wellformed import Definedness
from derive.terms.build import PI, I, add, div, le, lt, mul, ne, neg, op, power, sqrt, sub, symbol
from derive.terms.build import term as number
from derive.terms.shapes import TermError
from derive.terms.term import Term
from tests.kernel.values import DIGITS, NoValue, of_form, real, value

X, Y, P, Q = symbol("x"), symbol("y"), symbol("p", "P"), symbol("q", "P")
N, K, J, Z = symbol("n", "N0"), symbol("k", "N0"), symbol("j", "Z"), symbol("z", "C")
L = symbol("l", "N0")
CONDITIONS: tuple[tuple[Term, ...], ...] = (
    (), (lt(0, X),), (lt(X, 0),), (ne(X, 0),), (le(1, N),), (le(K, N),), (lt(0, add(X, Y)),),
    (le(0, X), le(X, 1)), (lt(0, power(X, N)),), (lt(Y, X),), (le(2, K), le(K, N)), (ne(Z, 0),),
    (lt(0, mul(X, Y)),), (lt(0, sub(1, power(X, 2))),), (le(0, J),), (lt(J, 0),))
LEAVES = {
    "any": (X, Y, P, Q, N, K, J, Z, I, PI, number(0), number(1), number(2), neg(number(1)),
            div(1, 2), div(2, 3), neg(X)),
    "real": (X, Y, P, Q, div(1, 2), div(-1, 2), N, J, div(1, 3)),
    "whole": (J, N, neg(N), number(-1), number(2)), "natural": (N, K, number(0), number(2)),
}
#: sort of the result: heads with the sorts of their arguments
MADE: dict[str, tuple[tuple[str, tuple[str, ...]], ...]] = {
    "any": (("add", ("any", "any")), ("mul", ("any", "any")), ("neg", ("any",)),
            ("div", ("any", "any")), ("pow", ("any", "natural")), ("pow", ("any", "whole")),
            ("pow", ("real", "real")), ("sqrt", ("real",)), ("exp", ("any",)), ("log", ("real",)),
            ("sin", ("any",)), ("cos", ("any",)), ("tan", ("any",)), ("sinh", ("any",)),
            ("tanh", ("real",)), ("arctan", ("real",)), ("abs", ("any",)), ("conj", ("any",)),
            ("conj", ("any",)), ("factorial", ("natural",)), ("binomial", ("natural", "natural")),
            ("floor", ("real",)), ("ceiling", ("real",)), ("delta", ("whole", "natural")),
            ("sum", ("any", "natural", "natural"))),
    "real": (("add", ("real", "real")), ("mul", ("real", "real")), ("neg", ("real",)),
             ("pow", ("real", "natural")), ("abs", ("any",)), ("sqrt", ("real",)),
             ("exp", ("real",)), ("div", ("real", "real")), ("log", ("real",)),
             ("pow", ("real", "real"))),
    "whole": (("add", ("whole", "natural")), ("neg", ("natural",))),
    "natural": (("add", ("natural", "natural")), ("mul", ("natural", "natural"))),
}


def made(draw: random.Random, depth: int, sort: str = "any") -> Term:
    if depth <= 0 or draw.random() < 0.12:
        return draw.choice(LEAVES[sort])
    head, sorts = draw.choice(MADE[sort])
    parts = [made(draw, depth - 1, s) for s in sorts]
    if head == "sum":
        return Term("sum", (), (L, draw.choice((mul(parts[0], L), add(parts[0], power(L, 2)))),
                                *parts[1:]))
    return op(head, *parts)


def polynomial(draw: random.Random) -> Term:
    summands = [mul(draw.choice((1, 1, 2, 3, -1, -2)),
                    *(draw.choice((X, Y, P, Q, N, K, J)) for _ in range(draw.choice((1, 1, 2)))))
                for _ in range(draw.choice((1, 2, 2, 3)))]
    return add(*summands) if len(summands) > 1 else summands[0]


def with_a_condition(draw: random.Random) -> Term:
    """A term that is not defined everywhere."""
    a, b = polynomial(draw), polynomial(draw)
    return draw.choice((
        sqrt(a), op("log", mul(a, b)), op("log", div(a, b)), div(1, mul(a, power(b, 2))),
        power(a, draw.choice((sub(N, 1), sub(N, K), neg(N), J, add(J, N)))), power(a, div(1, 3)),
        op("factorial", draw.choice((sub(N, K), sub(N, 1), add(N, J), sub(K, 2)))),
        op("binomial", N, sub(N, K)), op("tan", a), div(1, sqrt(a)),
        Term("sum", (), (L, draw.choice((div(1, sub(add(N, 1), L)), sqrt(sub(N, L)))),
                         number(0), draw.choice((N, K, sub(N, 1)))))))


def points(draw: random.Random, conditions: tuple[Term, ...], count: int) -> list[dict[Term, Any]]:
    found: list[dict[Term, Any]] = []
    for _ in range(120):
        def some() -> Any:
            return mpmath.mpf(draw.choice((draw.randint(-3, 3), draw.uniform(-2, 2), 0.5, -0.5)))

        at = {X: some(), Y: some(), P: abs(some()) + mpmath.mpf("0.25"), Q: mpmath.mpf(
            draw.choice((1, 3, 0.25))), N: mpmath.mpf(draw.randint(0, 4)),
            K: mpmath.mpf(draw.randint(0, 4)), J: mpmath.mpf(draw.randint(-3, 3)),
            Z: mpmath.mpc(some(), draw.choice((0, 1, -1, draw.uniform(-4, 4))))}
        if all(_holds(c, at) for c in conditions):
            found.append(at)
        if len(found) == count:
            break
    return found


def _holds(condition: Term, at: dict[Term, Any]) -> bool:
    try:
        a, b = (value(side, at) for side in condition.args)
    except NoValue:
        return False
    if condition.head == "ne":
        return bool(abs(a - b) > 1e-9)
    return bool(real(a) < real(b) if condition.head == "lt" else real(a) <= real(b))


def plain_form(conditions: tuple[Term, ...]) -> Normalizer:
    return Normalizer()


def elementary_form(conditions: tuple[Term, ...]) -> Normalizer:
    return ElementaryNormalizer(formulas=conditions)


@pytest.mark.parametrize("forms", [plain_form, elementary_form])
def test_a_normal_form_has_the_value_of_its_term(
        forms: Callable[[tuple[Term, ...]], Normalizer]) -> None:
    draw, compared = random.Random(11), 0
    with mpmath.workdps(DIGITS):
        for _ in range(500):
            conditions = draw.choice(CONDITIONS)
            try:
                term = made(draw, draw.choice((2, 3, 3, 4)))
                items = forms(conditions).items(term)
            except (Refused, TermError):
                continue
            for at in points(draw, conditions, 2):
                try:
                    wanted, found = value(term, at), of_form(items, at)
                except (NoValue, OverflowError):
                    continue
                if abs(wanted) < 1e20:
                    compared += 1
                    assert abs(found - wanted) <= 1e-10 * (1 + abs(wanted)), (term, conditions, at)
    assert compared > 300


def test_what_is_called_defined_has_a_value() -> None:
    draw, compared = random.Random(12), 0
    with mpmath.workdps(DIGITS):
        for _ in range(900):
            conditions = draw.choice((*CONDITIONS, (lt(0, polynomial(draw)),),
                                      (le(polynomial(draw), polynomial(draw)),)))
            term = with_a_condition(draw)
            try:
                Definedness(Facts(Normalizer(), conditions)).require(term)
            except Refused:
                continue
            for at in points(draw, conditions, 3):
                value(term, at)  # NoValue would be a term that was wrongly called defined
                compared += 1
    assert compared > 200
