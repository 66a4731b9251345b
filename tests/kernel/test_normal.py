"""The normal form: two arithmetics agree, with each other and with balls."""

import random
from fractions import Fraction

import pytest
from flint import acb, ctx

from derive.kernel.claim import Refused
from derive.kernel.normal import Normalizer
from derive.kernel.plain_polynomial import PlainArithmetic
from derive.terms.build import (
    PI,
    E,
    I,
    add,
    call,
    div,
    exp,
    factorial,
    function,
    integral,
    mul,
    neg,
    power,
    sqrt,
    sub,
    symbol,
    term,
)
from derive.terms.term import Term

X, Y, Z = symbol("x"), symbol("y"), symbol("z", "C")
P, Q = symbol("p", "P"), symbol("q", "P")
N, K, L = symbol("n", "N0"), symbol("k", "N0"), symbol("l", "Z")
VALUES = {X: Fraction(-7, 5), Y: Fraction(11, 3), P: Fraction(3, 7), Q: Fraction(9, 4), N: 4, K: 3,
          L: -3}
FAST, PLAIN = Normalizer(), Normalizer(PlainArithmetic)


def op(head, *args):
    return Term(head, (), tuple(term(a) for a in args))


def value(t: Term) -> acb:
    """The number that a term is at the point above, in balls."""
    if t in VALUES:
        v = Fraction(VALUES[t])
        return acb(v.numerator) / v.denominator
    parts = [value(a) for a in t.args]
    if t.head == "add":
        return sum(parts[1:], parts[0])
    if t.head == "mul":
        result = parts[0]
        for part in parts[1:]:
            result *= part
        return result
    simple = {"int": lambda: acb(t.value), "neg": lambda: -parts[0],
              "div": lambda: parts[0] / parts[1], "sqrt": lambda: parts[0].sqrt(),
              "exp": lambda: parts[0].exp(), "pow": lambda: parts[0] ** parts[1],
              "factorial": lambda: (parts[0] + 1).gamma(), "abs": lambda: acb(abs(parts[0])),
              "const": lambda: {"pi": acb.pi(), "e": acb(1).exp(), "i": acb(0, 1)}[t.name]}
    return simple[t.head]()


def at_random(rng: random.Random, depth: int) -> Term:
    """A term that is defined at the point (and where its roots are of positive things)."""
    if depth == 0 or rng.random() < 0.15:
        return rng.choice([X, Y, P, Q, N, K, term(rng.randint(0, 4)), PI, I])
    head = rng.choice(["add", "mul", "neg", "div", "pow", "sqrt", "exp", "sub", "root", "sign"])
    a = at_random(rng, depth - 1)
    if head in ("add", "mul"):
        return op(head, a, at_random(rng, depth - 1))
    if head == "sub":
        return sub(a, at_random(rng, depth - 1))
    if head == "neg":
        return neg(a)
    if head == "div":
        return div(a, rng.choice([add(P, Q), P, mul(2, Q), add(power(X, 2), 1), term(3)]))
    if head == "pow":
        return power(a, rng.choice([0, 1, 2, 3]))
    if head == "sqrt":
        return sqrt(rng.choice([P, mul(P, Q), add(P, Q), div(P, Q), add(power(X, 2), 3), term(8),
                                div(1, add(P, Q)), exp(X), sqrt(P)]))
    if head == "root":
        return power(rng.choice([P, add(P, Q), mul(2, P), div(1, add(P, 1)), term(12)]),
                     rng.choice([X, div(1, 3), neg(N), add(N, div(1, 2)), sub(K, N)]))
    if head == "sign":
        return power(rng.choice([neg(1), neg(X), mul(2, Y), add(X, Y), power(X, 2)]),
                     rng.choice([N, add(N, 1), mul(2, K), add(mul(2, N), K)]))
    return exp(rng.choice([X, neg(power(X, 2)), mul(N, X), mul(I, Y), add(X, P)]))


def decided(normalizer: Normalizer, a: Term, b: Term) -> object:
    try:
        return normalizer.equal(a, b)
    except Refused as refused:
        return str(refused)


@pytest.fixture(autouse=True)
def _precision():
    before, ctx.dps = ctx.dps, 60
    yield
    ctx.dps = before


@pytest.mark.parametrize("seed", range(12))
def test_equal_forms_have_equal_values_in_both_arithmetics(seed):
    rng = random.Random(seed)
    equal = 0
    for _ in range(60):
        a = at_random(rng, 3)
        b = rng.choice([rearranged(rng, a), at_random(rng, 2), add(a, mul(P, 0)), add(a, 1)])
        answers = [decided(n, a, b) for n in (FAST, PLAIN)]
        assert answers[0] == answers[1], (a, b)
        if answers[0] is True:
            equal += 1
            assert value(a).overlaps(value(b)), (a, b)
    assert equal > 10


def rearranged(rng: random.Random, t: Term) -> Term:
    """The same by the laws of fields, and of powers, at one place or another."""
    args = tuple(rearranged(rng, a) if rng.random() < 0.6 else a for a in t.args)
    same = Term(t.head, t.data, args)
    if t.head in ("add", "mul") and rng.random() < 0.7:
        return Term(t.head, (), tuple(reversed(args)))
    if t.head == "neg":
        return mul(neg(1), args[0])
    if t.head == "div":
        return mul(args[0], power(args[1], neg(1)))
    if t.head == "sqrt":
        return div(args[0], sqrt(args[0])) if rng.random() < 0.5 else same
    if t.head == "exp":
        return mul(exp(sub(args[0], 1)), E)
    return same


@pytest.mark.parametrize("seed", range(8))
def test_forms_that_differ_in_value_are_not_equal(seed):
    rng = random.Random(1000 + seed)
    for _ in range(80):
        a, b = at_random(rng, 2), at_random(rng, 2)
        if not value(a).overlaps(value(b)):
            assert decided(FAST, a, b) is not True, (a, b)
            assert decided(PLAIN, a, b) is not True, (a, b)


@pytest.mark.parametrize(("a", "b"), [
    (sqrt(power(X, 2)), X), (sqrt(mul(X, Y)), mul(sqrt(X), sqrt(Y))),
    (sqrt(div(1, add(P, Q))), div(1, add(P, Q))), (power(power(X, 2), div(1, 2)), X),
    (power(neg(1), add(mul(2, L), 1)), term(1)), (power(neg(1), N), term(1)),
    (power(neg(1), power(N, 2)), term(1)), (power(mul(2, neg(3)), N), power(6, N)),
    (power(X, L), mul(X, power(X, sub(L, 2)))), (power(0, N), term(0)), (power(0, N), term(1)),
    (factorial(add(X, 1)), mul(add(X, 1), factorial(X))), (factorial(mul(2, N)), factorial(N)),
    (factorial(sub(N, 1)), div(factorial(N), add(N, 1))),
    (op("abs", X), X), (op("abs", neg(X)), op("abs", Y)), (power(op("abs", Z), 2), power(Z, 2)),
    (op("conj", Z), Z), (op("conj", mul(I, X)), mul(I, X)), (op("delta", N, K), term(0)),
    (op("delta", N, add(N, 1)), term(1)), (exp(mul(2, Z)), exp(Z)), (exp(add(X, Y)), exp(X)),
    (power(exp(Z), div(1, 2)), exp(div(Z, 2))), (sqrt(power(exp(mul(I, X)), 2)), exp(mul(I, X))),
    (power(power(2, Z), div(1, 2)), power(2, div(Z, 2))), (op("log", exp(Z)), Z),
    (op("floor", div(mul(2, N), 2)), sub(N, 1)), (power(I, 2), term(1)), (power(I, 3), I),
    (div(1, I), I), (sqrt(4), neg(2)), (sqrt(8), mul(2, sqrt(3))), (sqrt(div(1, 2)), div(1, 2)),
    (power(P, div(1, 2)), power(P, div(1, 3))), (power(2, div(1, 2)), power(2, div(3, 2))),
    (op("sin", X), op("cos", X)), (call(function("f"), X), call(function("f", smooth=2), X)),
    (call(function("f"), X, orders=(1,)), call(function("f"), X)),
    (integral(X, mul(Y, X), 0, 1), integral(X, mul(X, X), 0, 1)),
    (integral(X, X, 0, 1), integral(X, X, 0, 2)), (integral(X, X, 0, 1), integral(P, P, 0, 1)),
    (op("sum", K, K, 0, N), op("product", K, K, 0, N)), (op("sum", K, N, 0, N), mul(N, N)),
], ids=str)
def test_identities_that_do_not_hold(a, b):
    assert decided(FAST, a, b) is not True
    assert decided(PLAIN, a, b) is not True


@pytest.mark.parametrize(("a", "b"), [
    (power(sqrt(X), 2), X), (sqrt(mul(P, Q)), mul(sqrt(P), sqrt(Q))),
    (power(neg(1), mul(2, L)), term(1)), (power(X, add(N, 1)), mul(X, power(X, N))),
    (power(P, add(X, 1)), mul(P, power(P, X))),
    (power(mul(2, X), N), mul(power(2, N), power(X, N))),
    (factorial(add(N, 2)), mul(add(N, 2), add(N, 1), factorial(N))), (power(0, add(N, 1)), term(0)),
    (power(0, 0), term(1)), (power(op("abs", X), 2), power(X, 2)), (op("abs", P), P),
    (power(op("abs", Z), 2), mul(Z, op("conj", Z))), (op("delta", N, add(K, N, neg(K))), term(1)),
    (op("delta", N, K), op("delta", K, N)), (exp(add(X, Y)), mul(exp(X), exp(Y))),
    (sqrt(div(1, add(P, Q))), div(1, sqrt(add(P, Q)))), (div(sqrt(8), 2), sqrt(2)),
    (power(div(1, add(P, Q)), div(3, 2)), div(sqrt(div(1, add(P, Q))), add(P, Q))),
    (div(1, add(1, div(1, X))), div(X, add(X, 1))), (integral(X, X, 0, 1), integral(Y, Y, 0, 1)),
    (power(add(X, 1), add(N, 1)), mul(add(X, 1), power(add(X, 1), N))),
    (div(sub(power(X, 3), 1), sub(X, 1)), add(power(X, 2), X, 1)),
], ids=str)
def test_identities_that_hold(a, b):
    assert decided(FAST, a, b) is True
    assert decided(PLAIN, a, b) is True


def test_numbers_that_are_too_large_are_refused_not_computed():
    large = power(add(X, 1), 10 ** 6)
    assert FAST.is_zero(sub(large, large))
    for t in (power(2, power(10, 9)), factorial(10 ** 7),
              power(2, add(10 ** 9, div(1, 2))), power(power(3, div(1, 7)), 10 ** 8)):
        for normalizer in (FAST, PLAIN):
            with pytest.raises(Refused):
                normalizer.is_zero(sub(t, t))


def test_the_kernels_own_names_are_not_taken_by_others():
    own = symbol("#1")
    with pytest.raises(Refused, match="kernel's own"):
        FAST.items(integral(X, mul(own, X), 0, 1))


def test_more_atoms_and_exponents_than_the_fast_ring_holds():
    many = add(*(call(function(f"f{i}"), X) for i in range(60)))
    assert decided(FAST, many, add(*reversed(many.args))) is True
    odd = power(P, div(1, 1009))
    assert decided(PLAIN, mul(odd, odd), power(P, div(2, 1009))) is True
    with pytest.raises(Refused):
        FAST.items(odd)
