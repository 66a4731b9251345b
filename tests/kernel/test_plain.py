"""Terms in plain words, as replay prints them: two that differ are not printed alike."""

from itertools import combinations

import pytest

from derive.kernel import certificate
from derive.kernel.claim import Refused
from derive.kernel.derivation import Derivation
from derive.kernel.plain import kind, plain
from derive.kernel.procedures import load_all
from derive.kernel.replay import replay
from derive.terms.build import call, eq, function, mul, symbol, term
from derive.terms.matrices import grid, identity, matrix, scale
from derive.terms.operators import (
    SPACE,
    adjoint,
    commutator,
    ket,
    multiple,
    operator,
    operator_function,
    operator_power,
)
from derive.terms.term import Term

load_all()
N, T, V = symbol("n", "N0"), symbol("t"), function("V", ("R",))
A, B = operator("A"), operator("B")
TERMS = (
    A, B, operator("A", N), operator("A", N, way="("), operator("A", T, way="("), ket("A"),
    ket("psi"), ket("", N), ket("psi", N), ket("psi", N, way="_"), ket("psi", N, way="("),
    adjoint(ket("psi")), identity(SPACE), identity(Term("space", ("K",))), identity(N),
    operator_function(V, A), operator_function(V, A, 1), call(V, T), call(V, T, orders=(1,)),
    grid((1, 0, 0, 1)), grid((1, 0), (0, 1)), matrix("M", N, N), matrix("M", N, N, N),
)


@pytest.mark.parametrize(("one", "other"), list(combinations(TERMS, 2)))
def test_what_differs_is_printed_otherwise(one: Term, other: Term) -> None:
    assert plain(one) != plain(other)


def test_what_a_symbol_stands_for() -> None:
    assert kind(A) == "A operator on H"
    assert [kind(s) for s in operator("U", T, way="(").free - {T}] == ["U() operators on H"]
    assert [kind(s) for s in ket("", N).free - {N}] == ["|> kets in H"]


def canonical(second: Term) -> Derivation:
    """[A, B] = i gives [A, B^2] = 2 i B."""
    derivation = Derivation("canonical")
    imaginary = Term("const", ("i",))
    premise = derivation.step("assume", formula=eq(commutator(A, second), multiple(imaginary)))
    derivation.step(
        "operator_algebra", premise, label="square",
        conclusion=eq(commutator(A, operator_power(second, 2)),
                      scale(mul(2, imaginary), second)),
        uses=[[0, 0, term(1), 0, second], [0, 0, term(1), second, 0]])
    return derivation


def test_a_theorem_about_operators_is_printed() -> None:
    shown = replay(certificate.write(canonical(B), ("square",)))
    assert shown.theorem == (
        "square:  commutator(A, oppow(B, 2)) = scale(2 i, B)",
        "    where commutator(A, B) = scale(i, identity(H))",
        "    for every A operator on H; B operator on H")


def test_names_of_operators_and_spaces_are_names() -> None:
    for second in (operator("2 B"), operator("A", N), operator("H"), operator("i")):
        with pytest.raises(Refused, match=r"name|called"):
            replay(certificate.write(canonical(second), ("square",)))
