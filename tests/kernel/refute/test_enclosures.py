"""Random terms: the ball contains what mpmath finds, and true identities are never refuted."""

from random import Random

import mpmath
import pytest
from flint import acb, arb, ctx, fmpq

from derive.kernel.refute.balls import Environment, evaluate
from derive.kernel.refute.refute import refute
from derive.kernel.refute.scalars import NoValue, Undefined
from derive.terms.build import add, derivative, div, eq, mul, neg, op, power, sub, symbol, term
from derive.terms.term import Term

x, y, p, n = symbol("x"), symbol("y"), symbol("p", "P"), symbol("n", "N0")
ONE_ARGUMENT = ("sin", "cos", "exp", "tanh", "arctan", "sqrt", "log", "abs", "sinh", "cosh", "neg",
                "erf")
MPMATH = {"sin": mpmath.sin, "cos": mpmath.cos, "exp": mpmath.exp, "tanh": mpmath.tanh,
          "arctan": mpmath.atan, "abs": abs, "sinh": mpmath.sinh, "cosh": mpmath.cosh,
          "neg": lambda v: -v, "erf": mpmath.erf}


class NotDefined(ArithmeticError):
    """The reference has no value here."""


def random_term(random: Random, depth: int) -> Term:
    if depth == 0 or random.random() < 0.15:
        return random.choice([x, y, p, n, term(random.randrange(4)), div(1, 3)])
    head = random.choice([*ONE_ARGUMENT, "add", "add", "mul", "mul", "div", "pow"])
    if head in ONE_ARGUMENT:
        return op(head, random_term(random, depth - 1))
    if head == "pow":
        return power(random_term(random, depth - 1), random.choice(
            [n, term(2), term(3), neg(2), div(1, 2), y]))
    return op(head, random_term(random, depth - 1), random_term(random, depth - 1))


def reference(t: Term, at: dict[Term, object]) -> object:
    """The real value by mpmath, written apart from the code under test."""
    if t.head == "int":
        return mpmath.mpf(t.value)
    if t.head == "sym":
        return at[t]
    if t.head == "pow":
        return reference_power(t, at)
    values = [reference(a, at) for a in t.args]
    if t.head == "add":
        return mpmath.fsum(values)
    if t.head == "mul":
        return values[0] * values[1]
    if t.head == "div":
        if abs(values[1]) < mpmath.mpf(10) ** -60:
            raise NotDefined
        return values[0] / values[1]
    if t.head in ("sqrt", "log"):
        if values[0] < mpmath.mpf(10) ** -60:
            raise NotDefined
        return mpmath.sqrt(values[0]) if t.head == "sqrt" else mpmath.log(values[0])
    if t.head in ("exp", "sinh", "cosh") and abs(values[0]) > 10**4:
        raise NotDefined
    return MPMATH[t.head](values[0])


def reference_power(t: Term, at: dict[Term, object]) -> object:
    base, exponent = reference(t.args[0], at), reference(t.args[1], at)
    if abs(exponent) > 100 or abs(base) > mpmath.mpf(10) ** 100:
        raise NotDefined
    if t.args[1] is n or t.args[1].head == "int":
        return mpmath.mpf(base) ** int(exponent)
    if abs(base) < mpmath.mpf(10) ** -60 or (base < 0 and t.args[1].head != "neg"):
        raise NotDefined
    return mpmath.mpf(base) ** exponent


def point(random: Random) -> dict[Term, fmpq]:
    return {x: fmpq(random.randrange(-9, 10), random.randrange(1, 5)),
            y: fmpq(random.randrange(-9, 10), random.randrange(1, 5)),
            p: fmpq(random.randrange(1, 10), random.randrange(1, 5)),
            n: fmpq(random.randrange(0, 6))}


def contains(ball: acb, value: object) -> bool:
    with ctx.workprec(400):
        exact = arb(mpmath.nstr(value, 90))
        slack = arb(10) ** -70 * (1 + abs(exact))
        return bool(abs(ball - exact) < ball.rad() * 2 + slack)


@pytest.mark.parametrize("seed", range(20))
def test_the_ball_contains_the_value(seed: int) -> None:
    random, compared = Random(seed), 0
    with mpmath.workdps(100):
        for _ in range(60):
            t, values = random_term(random, random.randrange(1, 5)), point(random)
            at = {s: mpmath.mpf(int(v.p)) / int(v.q) for s, v in values.items()}
            try:
                wanted = reference(t, at)
            except (NotDefined, OverflowError):
                continue
            if abs(wanted) > mpmath.mpf(10) ** 1000:
                continue
            try:
                ball = evaluate(t, Environment(values), 300)
            except Undefined:
                pytest.fail(f"{t} has the value {wanted} at {values}")
            except NoValue:
                continue
            assert contains(ball, wanted), (t, values)
            compared += 1
    assert compared > 15


@pytest.mark.parametrize("seed", range(10))
def test_derivatives_by_jets_agree_with_differences(seed: int) -> None:
    random, compared = Random(1000 + seed), 0
    with mpmath.workdps(60):
        for _ in range(25):
            t, values = random_term(random, 3), point(random)
            at = {s: mpmath.mpf(int(v.p)) / int(v.q) for s, v in values.items()}
            order = random.randrange(1, 4)
            try:
                value = evaluate(derivative(x, t, order), Environment(values), 300)
                wanted = mpmath.diff(lambda v, t=t, at=at: reference(t, {**at, x: v}), at[x],
                                     order)
            except (NoValue, NotDefined, OverflowError):
                continue
            error = abs(mpmath.mpf(value.real.str(40, radius=False)) - wanted)
            assert error < mpmath.mpf(10) ** -15 * (1 + abs(wanted)), (t, values, order)
            compared += 1
    assert compared > 5


def rearranged(random: Random, t: Term) -> Term:
    """The same function where t is defined, by rules that hold for all numbers."""
    args = tuple(rearranged(random, a) for a in t.args)
    t = Term(t.head, t.data, args) if args else t
    if t.head == "add":
        return add(*reversed(args))
    if t.head == "mul":
        first, second = args
        if second.head == "add":
            return add(*(mul(first, b) for b in second.args))
        return mul(second, first)
    choice = random.randrange(4)
    if choice == 0:
        return sub(add(t, y), y)
    if choice == 1:
        return neg(neg(t))
    return t


@pytest.mark.parametrize("seed", range(12))
def test_rearranged_terms_are_never_refuted_and_changed_ones_are(seed: int) -> None:
    random, refuted = Random(2000 + seed), 0
    for _ in range(12):
        t = random_term(random, 3)
        same = rearranged(random, t)
        assert refute((), eq(t, same), points=6) is None, (t, same)
        changed = add(same, div(1, 10**25))
        refuted += refute((), eq(t, changed), points=6) is not None
    assert refuted >= 6
