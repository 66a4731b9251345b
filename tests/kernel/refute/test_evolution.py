"""Functions of place and time that solve an evolution equation."""

import pytest

from derive.kernel.claim import Claim
from derive.kernel.refute.refute import refute
from derive.kernel.refute.sample import Agreement, sample
from derive.terms.build import (
    I,
    add,
    call,
    derivative,
    div,
    eq,
    forall,
    function,
    mul,
    neg,
    op,
    power,
    sub,
    symbol,
    term,
)
from derive.terms.term import Term

x, t = symbol("x"), symbol("t")
m, w, h = symbol("m", "P"), symbol("w", "P"), symbol("h", "P")


def squared(a: Term) -> Term:
    return power(a, 2)


state_t, V = function("psi", ("R", "R"), "C"), function("V")


def psi_at(in_place: int = 0, in_time: int = 0) -> Term:
    return call(state_t, x, t, orders=(in_place, in_time))


def schroedinger(potential: Term) -> Term:
    return forall(x, forall(t, eq(mul(I, h, psi_at(0, 1)), add(
        neg(mul(div(power(h, 2), mul(2, m)), psi_at(2))), mul(potential, psi_at())))))


STAR = op("conj", psi_at())
CURRENT = mul(div(h, mul(2, I, m)), sub(mul(STAR, derivative(x, psi_at())),
                                        mul(psi_at(), derivative(x, STAR))))


@pytest.mark.parametrize("potential", [
    term(0), call(V, x), mul(div(1, 2), m, power(w, 2), power(x, 2))], ids=str)
def test_the_continuity_equation_follows_from_the_schroedinger_equation(potential: Term) -> None:
    law = schroedinger(potential)
    conserved = eq(add(derivative(t, squared(op("abs", psi_at()))), derivative(x, CURRENT)), 0)
    assert isinstance(sample(Claim((law,), conserved), points=4), Agreement)
    assert refute((law,), conserved, points=6) is None
    slip = eq(sub(derivative(t, squared(op("abs", psi_at()))), derivative(x, CURRENT)), 0)
    assert refute((law,), slip, points=6) is not None


def test_an_evolution_that_may_have_no_solution_refutes_nothing() -> None:
    # with x^4 and the wrong sign waves reach infinity in finite time
    law = schroedinger(neg(power(x, 4)))
    assert refute((law,), eq(psi_at(), 0), points=6) is None
    # an imaginary potential is not known to have solutions from these initial values
    assert refute((schroedinger(mul(I, power(x, 2))),), eq(psi_at(), 0), points=6) is None


def test_second_derivatives_in_time_are_those_of_the_law() -> None:
    twice = eq(derivative(t, psi_at(), 2), psi_at(0, 2))
    mixed = eq(derivative(x, derivative(t, psi_at())), psi_at(1, 1))
    for claim in (twice, mixed):
        assert isinstance(sample(Claim((schroedinger(call(V, x)),), claim), points=4), Agreement)


@pytest.mark.parametrize("value", [
    div(psi_at(2), t), add(psi_at(2), div(1, x)), squared(psi_at()), mul(div(1, x), psi_at(2))],
    ids=str)
def test_other_evolution_equations_refute_nothing(value: Term) -> None:
    law = forall(x, forall(t, eq(psi_at(0, 1), value)))
    assert refute((law,), eq(psi_at(), 0), points=6) is None


def test_the_heat_equation() -> None:
    heat = function("u", ("R", "R"))

    def u_at(in_place: int, in_time: int) -> Term:
        return call(heat, x, t, orders=(in_place, in_time))

    law = forall(t, forall(x, eq(u_at(0, 1), mul(m, u_at(2, 0)))))
    twice = eq(u_at(1, 2), mul(power(m, 2), u_at(5, 0)))
    assert isinstance(sample(Claim((law,), twice)), Agreement)
    assert refute((law,), eq(u_at(0, 2), mul(power(m, 2), u_at(4, 0)))) is None
    assert refute((law,), eq(u_at(0, 2), mul(m, u_at(4, 0)))) is not None
