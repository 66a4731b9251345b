"""Numbers of which nobody says how they are worked out: nothing false of them is shown."""

import pytest

from derive.kernel.claim import Refused
from derive.kernel.normal import Normalizer
from derive.kernel.refute.refute import refute
from derive.rules.author import Author
from derive.terms.build import (
    add,
    call,
    chance,
    dirac,
    eq,
    function,
    integral,
    lt,
    mean,
    mul,
    neg,
    power,
    sum_over,
    symbol,
    term,
)
from derive.terms.term import Term, TermError

X, Y = symbol("X"), symbol("Y")
K, J = symbol("i", "N0"), symbol("j", "N0")
A = function("a", ("N0",))
FALSE = [
    eq(mean("E", power(X, 2)), power(mean("E", X), 2)),
    eq(mean("E", X), mean("Var", X)),
    eq(mean("E", X), X),
    eq(mean("Cov", X, Y), mean("Cov", X, mul(2, Y))),
    eq(chance("P", lt(X, term(1))), chance("P", lt(X, term(2)))),
    eq(chance("P", lt(X, term(1))), term(1)),
    eq(sum_over(K, call(A, K)), sum_over(J, call(A, J))),     # perhaps another set
    eq(sum_over(K, call(A, K)), sum_over(K, call(A, K), r"\in S")),
    eq(sum_over(K, call(A, K)), call(A, K)),
    eq(sum_over(K, term(1)), term(1)),
    eq(dirac(X), term(0)),
    eq(dirac(X), dirac(neg(X))),
    eq(mul(X, dirac(X)), dirac(X)),
    eq(integral(X, mul(X, dirac(add(X, neg(Y))))), X),
]


@pytest.mark.parametrize("claim", FALSE, ids=str)
def test_nothing_false_has_one_normal_form_and_no_sample_decides(claim: Term) -> None:
    assert not Normalizer().equal(*claim.args)
    assert refute((), claim) is None
    with pytest.raises(Refused):
        Author("false").ring(claim)


def test_a_true_identity_is_no_sample_either() -> None:
    assert refute((), eq(mean("E", X), add(mean("E", Y), 1))) is None


@pytest.mark.parametrize("value", [mean("E", X), sum_over(K, call(A, K))], ids=str)
def test_what_may_not_exist_is_not_equal_to_itself(value: Term) -> None:
    """x - x = 0 needs an x: a mean may not exist, a sum over a set without end may not converge."""
    with pytest.raises(Refused, match="not shown to"):
        Author("none").ring(eq(add(value, neg(value)), term(0)))
    author = Author("given")
    given = author.assume(eq(value, Y))  # what speaks of it says that it exists
    author.ring(eq(add(value, neg(value)), term(0)), given)


def test_a_distribution_is_not_even_equal_to_itself() -> None:
    for claim in (eq(add(dirac(X), neg(dirac(X))), term(0)), eq(dirac(X), dirac(X))):
        with pytest.raises(Refused, match="no values"):
            Author("none").ring(claim)


def test_equal_summands_have_equal_sums() -> None:
    square = power(add(call(A, K), 1), 2)
    written_out = add(power(call(A, K), 2), mul(2, call(A, K)), 1)
    assert Normalizer().equal(sum_over(K, square), sum_over(K, written_out))
    assert not Normalizer().equal(sum_over(K, square), sum_over(K, add(written_out, K)))


def test_the_grammar_refuses() -> None:
    with pytest.raises(TermError):
        chance("P", X)
    with pytest.raises(TermError):
        mean("E", lt(X, Y))
    with pytest.raises(TermError):
        mean("", X)
    with pytest.raises(TermError):
        sum_over(X, X)
    with pytest.raises(TermError):
        Term("sum_over", (), (K, call(A, K)))
