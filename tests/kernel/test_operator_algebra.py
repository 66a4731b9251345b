"""The inference for operators: each side condition beside the false conclusion that it blocks."""

from __future__ import annotations

import pytest

from derive.kernel.claim import Claim, claim
from derive.kernel.derivation import Derivation
from derive.kernel.refute.operator_claims import sample_operators
from derive.kernel.refute.sample import Agreement, Disagreement
from derive.terms.build import I, add, div, eq, forall, mul, ne, neg, op, sqrt, sub, symbol, term
from derive.terms.matrices import inverse, matadd, matmul, matrix, minus, scale, trace, transpose
from derive.terms.operators import (
    SPACE,
    adjoint,
    anticommutator,
    bra,
    bracket,
    commutator,
    expectation,
    ket,
    multiple,
    operator,
    operator_exp,
    operator_power,
)
from derive.terms.shapes import ShapeError
from derive.terms.term import Term
from tests.kernel.inferring import N, given, infer, refused

A, B, C, X, P, LOWER = (operator(name) for name in ("A", "B", "C", "x", "p", "a"))
HBAR = symbol("hbar", "P")
CCR = eq(commutator(X, P), multiple(mul(I, HBAR)))
LADDER = eq(commutator(LOWER, adjoint(LOWER)), multiple(1))
ONE = term(1)


def shows(goal: Term, *premises: Claim, uses: list | None = None, **witness) -> Claim:
    return infer("operator_algebra", *premises, conclusion=goal, uses=uses or [], **witness)


def refuses(goal: Term, *premises: Claim, because: str, uses: list | None = None) -> None:
    refused("operator_algebra", *premises, because=because, conclusion=goal, uses=uses or [])


def test_products_do_not_commute() -> None:
    shows(eq(commutator(A, matmul(B, C)),
             matadd(matmul(commutator(A, B), C), matmul(B, commutator(A, C)))))
    refuses(eq(matmul(A, B), matmul(B, A)), because="differ")
    refuses(eq(commutator(A, B), commutator(B, A)), because="differ")


def test_adjoints_turn_products_and_conjugate_numbers() -> None:
    z = symbol("z", "C")
    shows(eq(adjoint(matmul(A, B)), matmul(adjoint(B), adjoint(A))))
    refuses(eq(adjoint(matmul(A, B)), matmul(adjoint(A), adjoint(B))), because="differ")
    shows(eq(adjoint(scale(z, A)), scale(op("conj", z), adjoint(A))))
    refuses(eq(adjoint(scale(z, A)), scale(z, adjoint(A))), because="differ")
    refuses(eq(adjoint(A), A), because="differ")


def test_a_bracket_is_a_complex_number() -> None:
    f, g = ket("f"), ket("g")
    forward, back = bracket(adjoint(f), A, g), bracket(adjoint(g), adjoint(A), f)
    shows(eq(op("conj", forward), back))
    refuses(eq(forward, back), because="differ")
    refuses(eq(op("conj", bracket(adjoint(f), f)), neg(bracket(adjoint(f), f))), because="differ")


def test_a_relation_holds_only_as_a_premise() -> None:
    goal = eq(commutator(operator_power(X, 2), P), scale(mul(2, I, HBAR), X))
    refuses(goal, because="differ")
    found = shows(goal, given(CCR, CCR), uses=[[0, 0, ONE, X, 0], [0, 0, ONE, 0, X]])
    assert found.hypotheses == (CCR,)
    wrong = eq(commutator(operator_power(X, 2), P), scale(mul(I, HBAR), X))
    refuses(wrong, given(CCR, CCR), uses=[[0, 0, ONE, X, 0], [0, 0, ONE, 0, X]], because="differ")


def test_the_adjoint_of_a_premise() -> None:
    f, value = ket("f"), symbol("v", "C")
    eigen = eq(matmul(A, f), scale(value, f))
    goal = eq(matmul(adjoint(f), adjoint(A)), scale(op("conj", value), adjoint(f)))
    shows(goal, given(eigen), uses=[[0, 1, ONE, 0, 0]])
    same = eq(matmul(adjoint(f), adjoint(A)), scale(value, adjoint(f)))
    refuses(same, given(eigen), uses=[[0, 1, ONE, 0, 0]], because="differ")


def test_an_inverse_is_a_hypothesis() -> None:
    claimed = shows(eq(matmul(A, inverse(A)), multiple(1)))
    assert claimed.hypotheses == (eq(matmul(A, inverse(A)), Term("identity", (), (SPACE,))),)


def test_a_power_is_natural() -> None:
    goal = eq(matmul(operator_power(A, sub(N, 1)), A), operator_power(A, N))
    refuses(goal, because="natural")
    shows(goal, hypotheses=[Term("le", (), (ONE, N))])


def test_no_division_by_a_bracket_that_may_vanish() -> None:
    norm = bracket(bra("f"), ket("f"))
    goal = eq(div(norm, norm), 1)
    refuses(goal, because="not 0")
    shows(goal, hypotheses=[ne(norm, 0)])


def test_exponentials_add_only_where_exponents_are_proportional() -> None:
    shows(eq(matmul(operator_exp(A), operator_exp(minus(A))), multiple(1)))
    refuses(eq(matmul(operator_exp(A), operator_exp(B)), operator_exp(matadd(A, B))),
            because="differ")
    refuses(eq(matmul(operator_exp(A), B), matmul(B, operator_exp(A))), because="differ")


def test_a_trace_is_not_cyclic() -> None:
    """tr [x, p] = 0 would make [x, p] = i hbar a contradiction."""
    refuses(eq(trace(matmul(X, P)), trace(matmul(P, X))), because="differ")
    shows(eq(trace(matmul(A, ket("f"), bra("g"))), bracket(bra("g"), A, ket("f"))))


def test_mean_values_are_linear_and_not_multiplicative() -> None:
    shows(eq(expectation(multiple(1)), 1))
    shows(eq(expectation(matadd(A, B)), add(expectation(A), expectation(B))))
    refuses(eq(expectation(matmul(A, B)), mul(expectation(A), expectation(B))), because="differ")


def test_operators_have_no_entries() -> None:
    for wrong in (lambda: transpose(A), lambda: op("det", A), lambda: op("hadamard", A, B),
                  lambda: matmul(ket("f"), A), lambda: matadd(A, ket("f")),
                  lambda: commutator(A, ket("f")), lambda: matrix("M", SPACE, 2),
                  lambda: add(A, 1)):
        with pytest.raises(ShapeError):
            wrong()


def test_malformed_uses() -> None:
    goal, premise = eq(A, A), given(CCR)
    for uses in ([[1, 0, ONE, 0, 0]], [[0, 2, ONE, 0, 0]], [[0, 0, A, 0, 0]], [[0, 0, ONE, 0]],
                 [[0, 0, ONE, 1, 0]], [[0, 0, CCR, 0, 0]], [3]):
        refuses(goal, premise, uses=uses, because="use|differ|left and right|scalar")


def test_induction_over_powers() -> None:
    k = symbol("k", "N0")
    raised = adjoint(LOWER)
    goal = eq(commutator(LOWER, operator_power(raised, k)), scale(k, operator_power(
        raised, sub(k, 1))))
    derivation = Derivation("powers")
    from derive.rules.operator_proofs import prove
    step = prove(derivation, goal, (LADDER, Term("le", (), (ONE, k))))
    assert "induct" in {s.inference for s in derivation.steps}
    assert isinstance(step.sampled, Agreement)


# -- models ---------------------------------------------------------------------------------------


def disagrees(goal: Term, *hypotheses: Term) -> bool:
    return isinstance(sample_operators(claim(hypotheses, goal)), Disagreement)


def test_no_cut_off_matrix_stands_for_canonical_operators() -> None:
    """In finite dimension the trace of [x, p] = i hbar fails, so the sum of diagonals is 0."""
    assert not disagrees(CCR, CCR)
    assert disagrees(eq(commutator(X, P), multiple(0)), CCR)
    assert disagrees(eq(commutator(operator_power(X, 2), P), scale(mul(I, HBAR), X)), CCR)


def test_number_states_have_roots() -> None:
    n, m = symbol("n", "N0"), symbol("m", "N0")
    states = (forall(m, forall(n, eq(bracket(bra("", m), ket("", n)), op("delta", m, n)))),
              forall(n, eq(matmul(LOWER, ket("", n)), scale(sqrt(n), ket("", sub(n, 1))))))
    good = eq(bracket(bra("", n), adjoint(LOWER), LOWER, ket("", n)), n)
    bad = eq(bracket(bra("", n), LOWER, adjoint(LOWER), ket("", n)), n)
    assert isinstance(sample_operators(claim((LADDER, *states), good)), Agreement)
    assert disagrees(bad, LADDER, *states)


def test_a_hypothesis_without_a_model_decides_nothing() -> None:
    impossible = eq(anticommutator(A, B), multiple(mul(I, HBAR)))
    odd = eq(matmul(A, B, A, B, C), C)
    assert not isinstance(sample_operators(claim((impossible, odd), eq(A, B))), Disagreement)
