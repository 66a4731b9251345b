"""False equations about operators, kets and mean values that no inference may show."""

import pytest

from derive.kernel.claim import Refused
from derive.kernel.derivation import Derivation
from derive.kernel.infer.context import Value
from derive.terms.build import add, derivative, div, eq, function, integral, mul, power, symbol
from derive.terms.build import term as number
from derive.terms.matrices import identity, matadd, matmul, scale
from derive.terms.operators import (
    SPACE,
    adjoint,
    bracket,
    commutator,
    expectation,
    ket,
    multiple,
    operator,
    operator_exp,
    operator_function,
    operator_power,
)
from derive.terms.shapes import TermError
from derive.terms.term import Term

A, B, a, b = operator("A"), operator("B"), ket("a"), ket("b")
t, z, n = symbol("t"), symbol("z", "C"), symbol("n", "N0")
IMAGINARY, V = Term("const", ("i",)), function("V", ("R",), "R")
ONE = identity(SPACE)


def trace(x: Term) -> Term:
    return Term("trace", (), (x,))


def conj(x: Term) -> Term:
    return Term("conj", (), (x,))


def inverse(x: Term) -> Term:
    return Term("inverse", (), (x,))


FALSE = {
    "operators commute": eq(matmul(A, B), matmul(B, A)),
    "a trace is cyclic, also of x p": eq(trace(matmul(A, B)), trace(matmul(B, A))),
    "exp of a sum": eq(operator_exp(matadd(A, B)), matmul(operator_exp(A), operator_exp(B))),
    "an operator is its adjoint": eq(adjoint(A), A),
    "a function of an operator is its adjoint": eq(
        adjoint(operator_function(V, A)), operator_function(V, A)),
    "an operator and its adjoint commute in a function": eq(
        matmul(operator_function(V, adjoint(A)), A), matmul(A, operator_function(V, adjoint(A)))),
    "exp(iA) is unitary": eq(adjoint(operator_exp(scale(IMAGINARY, A))),
                             operator_exp(scale(Term("neg", (), (IMAGINARY,)), A))),
    "a bracket is real": eq(conj(bracket(adjoint(a), b)), bracket(adjoint(a), b)),
    "a matrix element is symmetric": eq(bracket(adjoint(a), A, b), bracket(adjoint(b), A, a)),
    "a mean value is real": eq(conj(expectation(A)), expectation(A)),
    "a mean of a product": eq(expectation(matmul(A, B)), mul(expectation(A), expectation(B))),
    "a trace is real": eq(conj(trace(A)), trace(A)),
    "the space has one dimension": eq(trace(ONE), 1),
    "an inverse of a multiple": eq(inverse(scale(z, A)), inverse(A)),
    "a number that may be 0 is divided out": eq(scale(div(z, z), A), A),
    "a power below 0": eq(matmul(operator_power(A, add(n, -1)), A), operator_power(A, n)),
}


@pytest.mark.parametrize("inference", ["operator_algebra", "ring", "elementary",
                                       "index_identity"])
@pytest.mark.parametrize("name", FALSE)
def test_no_inference_shows_it(name: str, inference: str) -> None:
    with pytest.raises((Refused, TermError)):
        Derivation("false", sampling=False).step(inference, conclusion=FALSE[name])


def test_what_is_inverted_is_among_the_hypotheses() -> None:
    shown = Derivation("inverse").step(
        "operator_algebra", conclusion=eq(matmul(inverse(A), A), ONE), uses=[])
    assert eq(matmul(A, inverse(A)), ONE) in shown.claim.hypotheses


def test_the_state_of_a_mean_value_may_move() -> None:
    """From "its state is not written" must not follow that d<A>/dt = 0."""
    derivation = Derivation("Ehrenfest", sampling=False)
    with pytest.raises(Refused, match="may move"):
        derivation.step("compute_derivative", symbol=t, order=1, body=expectation(A), point=t,
                        result=number(0))
    with pytest.raises(Refused, match="may move"):
        derivation.step("ring", cofactors=[], conclusion=eq(
            derivative(t, mul(2, expectation(A))), mul(2, derivative(t, expectation(A)))))
    with pytest.raises(Refused):
        derivation.step("ring", cofactors=[], conclusion=eq(
            integral(t, expectation(A), 0, 1), expectation(A)))


def test_a_relation_is_used_as_often_as_the_witness_says() -> None:
    derivation = Derivation("canonical", sampling=False)
    canonical = derivation.step("assume", formula=eq(commutator(A, B), multiple(IMAGINARY)))
    true = eq(commutator(A, operator_power(B, 2)), scale(mul(2, IMAGINARY), B))
    uses: list[Value] = [[0, 0, number(1), 0, B], [0, 0, number(1), B, 0]]
    assert derivation.step("operator_algebra", canonical, conclusion=true, uses=uses)
    false = eq(commutator(A, operator_power(B, 2)), scale(IMAGINARY, B))
    turned: list[Value] = [[0, 1, number(1), 0, B], [0, 1, number(1), B, 0]]
    for wrong in (uses, uses[:1], [*uses, uses[0]], turned):
        with pytest.raises(Refused):
            derivation.step("operator_algebra", canonical, conclusion=false, uses=wrong)
    with pytest.raises(Refused):
        derivation.step(
            "operator_algebra", canonical, uses=[[0, 0, number(1), 0, 0]],
            conclusion=eq(expectation(operator_power(A, 2)), power(expectation(A), 2)))


@pytest.mark.parametrize("use", [
    [1, 0, number(1), 0, 0], [-1, 0, number(1), 0, 0], [0, 2, number(1), 0, 0], [0, 0, 1, 0, 0],
    [0, 0, B, 0, 0],                    # an operator is no factor: it does not commute
    [0, 0, eq(z, z), 0, 0], [0, 0, number(1), 1, 0], [0, 0, number(1), 0], 7])
def test_a_use_of_a_premise_is_well_formed(use: Value) -> None:
    derivation = Derivation("uses", sampling=False)
    premise = derivation.step("assume", formula=eq(A, ONE))
    for goal in (eq(matmul(A, B), B), eq(A, ONE)):
        with pytest.raises(Refused, match=r"use|operators, or 0"):
            derivation.step("operator_algebra", premise, conclusion=goal, uses=[use])
    with pytest.raises(Refused, match="list"):
        derivation.step("operator_algebra", premise, conclusion=eq(A, ONE), uses=number(1))
