"""What is only read of operators proves nothing: derivatives, integrals, parts, times, vectors."""

from __future__ import annotations

import pytest

from derive.kernel.claim import Claim, Refused
from derive.kernel.derivation import Derivation
from derive.kernel.refute.operator_claims import sample_operators
from derive.kernel.refute.sample import NotSampled
from derive.rules.operator_proofs import prove
from derive.terms.build import call, derivative, eq, function, mul, symbol
from derive.terms.matrices import identity, matmul, scale
from derive.terms.operators import (
    SPACE,
    acted,
    bra,
    commutator,
    expectation,
    ket,
    multiple,
    operator,
    operator_derivative,
    operator_integral,
    operator_vector,
    tensor,
    turned,
)
from derive.terms.term import Term, TermError

A, B = operator("A"), operator("B")
T, P = symbol("t"), symbol("p")
PSI, PHI = ket("psi", T, way="("), ket("phi")
ONE = identity(SPACE)


@pytest.mark.parametrize("claim", [
    # the state moves: its mean values are no constants
    eq(expectation(A, T), expectation(A, 0)),
    eq(derivative(T, expectation(A, T)), 0),
    eq(expectation(A, T), expectation(A)),
    # nothing is said of the basis, so (A B)^T = A^T B^T must not follow, nor the true rule
    eq(turned(matmul(A, B)), matmul(turned(A), turned(B))),
    eq(turned(A), A),
    # parts of a system
    eq(tensor(PHI, PSI), tensor(PSI, PHI)),
    eq(matmul(tensor(bra("a"), ONE), PHI), PHI),
    # derivatives and integrals that may not exist
    eq(operator_derivative(T, PSI), scale(2, PSI)),
    eq(operator_derivative(T, PSI), operator_derivative(T, PSI)),
    eq(operator_integral(P, matmul(ket("", P), bra("", P)), 0, 1), ONE),
    eq(operator_vector(A, B, A), operator_vector(B, A, A)),
    # what an operator makes of a function, even twice the same
    eq(acted(A, call(function("psi"), P)), acted(A, call(function("psi"), P))),
    eq(acted(A, call(function("psi"), P)), acted(B, call(function("psi"), P))),
])
def test_neither_proved_nor_refuted(claim: Term) -> None:
    with pytest.raises((Refused, TermError, ValueError, LookupError)):
        prove(Derivation("line"), claim, ())
    assert isinstance(sample_operators(Claim((), claim)), NotSampled)


def test_a_trace_of_operators_with_i_hbar_is_not_turned_around() -> None:
    """``tr(xp) = tr(px)`` contradicts [x, p] = i hbar: no trace exists."""
    x, p, hbar = operator("x"), operator("p"), symbol("hbar", "P")
    law = eq(commutator(x, p), multiple(mul(Term("const", ("i",)), hbar)))
    claim = eq(Term("trace", (), (matmul(x, p),)), Term("trace", (), (matmul(p, x),)))
    with pytest.raises((Refused, TermError, ValueError, LookupError)):
        prove(Derivation("line"), claim, (law,))
    assert isinstance(sample_operators(Claim((law,), claim)), NotSampled)


@pytest.mark.parametrize("make", [
    lambda: operator_derivative(T, mul(2, T)),          # a number has the other derivative
    lambda: operator_derivative(symbol("n", "N0"), A),  # by a natural number
    lambda: operator_integral(P, PHI, A, 1),            # a bound that is an operator
    lambda: operator_vector(A, B, PHI),                 # a ket among the components
    lambda: expectation(A, B),                          # a time that is an operator
    lambda: turned(symbol("x")),
    lambda: acted(PHI, call(function("psi"), T)),       # a ket acts on nothing
    lambda: matmul(tensor(PHI, PHI), tensor(PHI, PHI)),
])
def test_what_cannot_be_said(make: object) -> None:
    with pytest.raises(TermError):
        make()  # type: ignore[operator]
