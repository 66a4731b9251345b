"""Matrix inferences as steps: side conditions, replay, and what they must not allow."""

import json

import pytest

from derive.kernel.claim import Refused, claim
from derive.kernel.derivation import Derivation
from derive.kernel.procedures import load_all
from derive.kernel.procedures.differential import differential_claim
from derive.kernel.replay import replay
from derive.learning.network import dense_network
from derive.terms.build import add, div, eq, function, mul, ne, neg, sub, symbol
from derive.terms.matrices import (
    apply,
    det,
    differential,
    inner,
    inverse,
    logdet,
    matmul,
    matrix,
    total,
    trace,
    transpose,
    vector,
    zeros,
)
from derive.terms.term import TermError

load_all()
n = symbol("n", "N0")
A, B = matrix("A", n, n), matrix("B", n, n)
x, y = vector("x", n), vector("y", n)
s, t = symbol("s"), symbol("t")


def test_from_a_point_no_derivative_follows() -> None:
    """s = 0 at a point does not give ds = 0 there: the hypothesis must hold all along."""
    shown = differential_claim(claim((eq(s, 0),), eq(s, 0)), frozenset())
    assert [h.head for h in shown.hypotheses] == ["along"]
    derivation = Derivation("hole")
    at_zero = derivation.step("assume", formula=eq(s, 0))
    moved = derivation.step("differentiate_along", at_zero, constants=[])
    with pytest.raises(Refused):
        derivation.step("cut", at_zero, moved)


def test_strict_conditions_hold_near_a_point() -> None:
    shown = differential_claim(claim((ne(s, 0),), eq(t, div(1, s))), frozenset())
    assert ne(s, 0) in shown.hypotheses


def test_constants_are_said_in_the_hypotheses() -> None:
    shown = differential_claim(claim((), eq(t, inner(x, y))), frozenset({y}))
    assert eq(differential(y), zeros(n, 1)) in shown.hypotheses
    assert shown.conclusion.args[1] is inner(differential(x), y)


@pytest.mark.parametrize(("value", "condition"), [
    (logdet(A), "(lt 0 (det A))"), (trace(inverse(A)), "(ne (det A) 0)"),
    (det(A), "(ne (det A) 0)"),
])
def test_conditions_come_along(value, condition: str) -> None:
    shown = differential_claim(claim((), eq(t, value)), frozenset())
    assert condition in [str(h) for h in shown.hypotheses]


def test_a_function_that_is_not_smooth_is_refused() -> None:
    rough = function("f", smooth=0)
    with pytest.raises(Refused, match="not differentiable often enough"):
        differential_claim(claim((), eq(y, apply(rough, x))), frozenset())


def test_matrices_do_not_commute_in_the_polynomial_normal_form() -> None:
    derivation = Derivation("ring")
    for goal in (eq(trace(matmul(A, B)), trace(matmul(A, A))),
                 eq(inner(A, B), inner(A, A)),
                 eq(matmul(A, B), matmul(B, A)),
                 eq(differential(s), differential(t))):
        with pytest.raises((Refused, TermError)):
            derivation.step("ring", conclusion=goal)


def test_entries_need_an_equation_for_every_x() -> None:
    derivation = Derivation("entries")
    X = symbol("x")
    at_a_point = derivation.step("assume", formula=eq(X, 1))
    with pytest.raises(Refused, match="not arbitrary"):
        derivation.step("entrywise", at_a_point, symbol=X, matrix=A)
    f = function("f")
    true = derivation.step("define", function=f, parameters=[X], body=mul(X, X), bases=[])
    lifted = derivation.step("entrywise", true, symbol=X, matrix=A)
    assert str(lifted.claim.conclusion) == "(eq (map 0 f A) (hadamard A A))"


def test_levels_add_up_only_under_their_hypotheses() -> None:
    level, L = symbol("l", "N0"), symbol("L", "N0")
    derivation = Derivation("levels")
    a, b = vector("a", n, level), vector("b", n, level)
    one = derivation.step("assume", formula=eq(inner(a, a), inner(b, b)))
    summed = derivation.step("add_levels", one, index=level, lower=mul(1, 1), upper=L)
    assert [h.head for h in summed.claim.hypotheses] == ["forall_in"]
    with pytest.raises(Refused):
        derivation.step("add_levels", one, index=level, lower=sub(0, 1), upper=L)
    with pytest.raises(Refused):
        derivation.step("add_levels", one, index=level, lower=level, upper=L)
    with pytest.raises(Refused, match="natural numbers"):  # nothing is summed over a real number
        derivation.step("add_levels", one, index=symbol("t"), lower=mul(1, 1), upper=L)
    with pytest.raises(Refused, match="natural numbers"):
        derivation.step("add_levels", one, index=level, lower=mul(1, 1), upper=symbol("t"))


def test_a_telescope_needs_a_defined_summand() -> None:
    level, L = symbol("l", "N0"), symbol("L", "N0")
    derivation = Derivation("telescope")
    derivation.step("telescope", index=level, body=inner(vector("a", n, level), x), upper=L)
    with pytest.raises(Refused):
        derivation.step("telescope", index=level, body=div(1, add(level, neg(3))), upper=L)
    with pytest.raises(Refused):
        derivation.step("telescope", index=level, body=inner(x, x), upper=sub(L, 1))
    with pytest.raises(Refused):  # no sum runs over real numbers
        derivation.step("telescope", index=symbol("t"), body=symbol("t"), upper=L)


@pytest.fixture(scope="module")
def written() -> str:
    return dense_network(2).gradient().certificate()


def test_a_certificate_replays_and_states_the_theorem(written: str) -> None:
    theorem = "\n".join(replay(written).theorem)
    assert ("differential(L) = inner(matmul(delta[1], transpose(a[0])), differential(W[1]))"
            in theorem)
    assert "where along(z[1] = matadd(matmul(W[1], a[0]), b[1]))" in theorem


def test_every_changed_number_in_a_certificate_is_noticed(written: str) -> None:
    """Each integer of each step's witness is changed in turn; none of the results replays."""
    content = json.loads(written)
    tried = 0
    for row in content["steps"]:
        if row["inference"] != "index_identity":
            continue
        for place in _integers(row["witness"]):
            *path, last = place
            holder = row["witness"]
            for key in path:
                holder = holder[key]
            kept = holder[last]
            holder[last] = kept + 1
            with pytest.raises(Refused):
                replay(json.dumps(content, separators=(",", ":")))
            holder[last] = kept
            tried += 1
            if tried > 60:
                return


def _integers(value, path=()):  # type: ignore[no-untyped-def]
    if isinstance(value, dict):
        for key, inside in value.items():
            yield from _integers(inside, (*path, key))
    elif isinstance(value, list):
        for key, inside in enumerate(value):
            yield from _integers(inside, (*path, key))
    elif type(value) is int:
        yield path


def test_transposes_matter() -> None:
    derivation = Derivation("transpose")
    with pytest.raises(Refused):
        derivation.step("index_identity", conclusion=eq(matmul(A, x), matmul(transpose(A), x)),
                        uses=[], relabelling=[[0, [1]], [1, [1]]])


def test_a_hole_does_not_stand_in_a_differential_or_in_a_name() -> None:
    """From s = t at a point, ds = dt does not follow; from n = 3, nothing about X follows."""
    derivation = Derivation("hole")
    here = derivation.step("assume", formula=eq(s, t))
    hole = symbol("h")
    with pytest.raises(Refused, match="a hole stands in"):
        derivation.step("index_identity", here, conclusion=eq(differential(s), differential(t)),
                        uses=[[0, 1, 1, differential(hole), hole]], relabelling=[])
    three = derivation.step("assume", formula=eq(n, 3))
    size = symbol("k", "N0")
    with pytest.raises(Refused, match="a hole stands in"):
        derivation.step("index_identity", three,
                        conclusion=eq(total(vector("x", n)), total(vector("x", 3))),
                        uses=[[0, 1, 1, total(vector("x", size)), size]], relabelling=[])


def test_squares_of_complex_numbers_are_not_seen_as_positive():
    """z^2 I is not positive semidefinite at z = i."""
    from derive.kernel.infer import INFERENCES, Context, Witness
    from derive.kernel.normal import Normalizer
    from derive.terms import build, matrices

    z, n = build.symbol("z", "C"), build.symbol("n", "N0")
    x = matrices.vector("x", n)
    H = matrices.scale(build.power(z, 2), matrices.identity(n))
    form = matrices.item(matrices.matmul(matrices.transpose(x), H, x))
    square = build.Term("total", (), (matrices.scale(
        build.power(z, 2), matrices.hadamard(x, x)),))
    with pytest.raises(Refused, match=r"not real|not seen to be"):
        INFERENCES["semidefinite_form"](
            Context(Normalizer()), (claim((), build.eq(form, square)),),
            Witness({"matrix": H, "vector": x}))
