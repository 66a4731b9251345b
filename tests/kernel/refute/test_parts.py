"""Real parts, double factorials and cases at a point; and that nothing is proved of cases."""

from __future__ import annotations

import pytest

from derive.kernel.claim import Refused, claim
from derive.kernel.normal import Normalizer
from derive.kernel.procedures.conditions import conditions
from derive.kernel.refute.refute import refute
from derive.kernel.refute.scalars import NoValue
from derive.kernel.signs import Facts
from derive.kernel.wellformed import Definedness
from derive.terms.build import (
    I,
    add,
    div,
    eq,
    exp,
    factorial,
    le,
    lt,
    mul,
    neg,
    power,
    sqrt,
    symbol,
)
from derive.terms.matrices import grid, inner, matrix, scale
from derive.terms.term import Term, TermError
from tests.kernel.refute.test_balls import at

x, y, z, n = symbol("x"), symbol("y"), symbol("z", "C"), symbol("n", "N0")


def head(name: str, *args: Term) -> Term:
    return Term(name, (), args)


def test_values() -> None:
    assert at(head("re", exp(mul(I, x))), x=0) == 1
    assert at(head("im", add(x, mul(3, I))), x=2) == 3
    assert at(head("im", x), x=2) == 0
    assert [at(head("doublefactorial", n), n=k) for k in range(8)] == [
        1, 1, 2, 3, 8, 15, 48, 105]
    steps = head("cases", neg(x), lt(x, 0), power(x, 2), head("and", le(0, x), lt(x, 3)), x)
    assert [at(steps, x=k) for k in (-2, 2, 5)] == [2, 4, 5]


@pytest.mark.parametrize("term", [
    head("cases", x, lt(x, 0)),                      # none of the cases
    head("cases", x, lt(z, 0), x),                   # an order of complex numbers
    head("cases", x, eq(exp(x), exp(mul(x, 1))), x),  # not decided by balls
    head("doublefactorial", add(n, -5)),
])
def test_what_has_no_value(term: Term) -> None:
    with pytest.raises(NoValue):
        at(term, x=1, n=1)


def test_a_wrong_case_is_refuted_and_a_right_one_is_not() -> None:
    right = head("cases", x, le(0, x), neg(x), lt(x, 0))
    wrong = head("cases", x, le(0, x), x, lt(x, 0))
    assert refute((), eq(head("abs", x), right), {}) is None
    assert refute((), eq(head("abs", x), wrong), {}) is not None
    assert refute((), eq(head("im", z), head("im", head("conj", z))), {}) is not None
    even = eq(head("doublefactorial", mul(2, n)), mul(power(2, n), factorial(n)))
    assert refute((), even, {}) is None


@pytest.mark.parametrize("term", [
    head("cases", x, lt(x, 0)),                   # x -> x only where x < 0: undefined at 1
    head("cases", x, lt(x, 0), y, le(0, x)),
    Term("limit", (0,), (x, div(1, x), mul(0, x))),
    head("doublefactorial", add(n, -1)),          # (-1)!! is a convention
    head("doublefactorial", x),
])
def test_the_kernel_knows_no_definedness_of_these(term: Term) -> None:
    """Else ``cases(1, x < 0) = cases(1, x < 0)`` would be proved where nothing has a value."""
    with pytest.raises(Refused):
        Definedness(Facts(Normalizer(), ())).require(term)


@pytest.mark.parametrize("term", [
    head("cases", x, lt(x, 0)), head("doublefactorial", add(n, -1))])
def test_nor_beside_matrices(term: Term) -> None:
    """Else ``cases(x, x < 0) A = cases(x, x < 0) A`` would be an index identity for every x."""
    with pytest.raises(Refused):
        conditions(eq(scale(term, matrix("A", 2, 2)), scale(term, matrix("A", 2, 2))))


def test_the_root_of_a_square_of_complex_entries_asks_for_its_sign() -> None:
    """``sqrt(<a, a>)`` with a = (i, 0) is the root of -1: its sign is asked for."""
    column = grid((I,), (0,))
    with_root = eq(sqrt(inner(column, column)), sqrt(inner(column, column)))
    assert conditions(with_root) == (le(0, inner(column, column)),)
    real = grid((x,), (0,))
    assert conditions(eq(sqrt(inner(real, real)), 0)) == ()


def test_the_grammar_of_cases_and_limits() -> None:
    for bad in (lambda: head("cases", x, x), lambda: head("cases", lt(x, 0), x),
                lambda: Term("limit", (2,), (x, x, y)), lambda: head("and", x, y),
                lambda: claim((), add(head("and", lt(x, y), lt(y, x)), 1))):
        with pytest.raises(TermError):
            bad()
