"""Matrix inferences as steps: side conditions, replay, and what they must not allow."""

import json

import pytest

from derive.kernel.claim import Claim, Refused, claim
from derive.kernel.derivation import Derivation
from derive.kernel.infer import INFERENCES, Context, Witness
from derive.kernel.normal import Normalizer
from derive.kernel.procedures import load_all
from derive.kernel.procedures.differential import differential_claim
from derive.kernel.replay import replay
from derive.learning.network import dense_network
from derive.terms.build import (
    PI,
    add,
    call,
    div,
    eq,
    function,
    le,
    lt,
    mul,
    ne,
    neg,
    power,
    series_sum,
    sqrt,
    sub,
    symbol,
)
from derive.terms.matrices import (
    apply,
    det,
    differential,
    hadamard,
    identity,
    inner,
    inverse,
    item,
    logdet,
    matmul,
    matrix,
    scale,
    semidefinite,
    total,
    trace,
    transpose,
    vector,
    zeros,
)
from derive.terms.term import Term, TermError

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
    (det(A), "(ne (det A) 0)"), (inner(inverse(A), B), "(ne (det A) 0)"),
    (sqrt(s), "(lt 0 s)"), (Term("abs", (), (s,)), "(ne s 0)"), (Term("log", (), (s,)), "(ne s 0)"),
    (power(s, PI), "(lt 0 s)"), (power(s, symbol("k", "N0")), "(ne s 0)"),
    (power(s, -2), "(ne s 0)"), (sqrt(inner(x, x)), "(lt 0 (inner x x))"),
    (series_sum(symbol("j", "N0"), div(1, add(s, symbol("j", "N0"))), 0, n),
     "(forall_in j (ne (pow (add s j) 2) 0) 0 n)"),
])
def test_conditions_come_along(value, condition: str) -> None:
    shown = differential_claim(claim((), eq(t, value)), frozenset())
    assert condition in [str(h) for h in shown.hypotheses]


@pytest.mark.parametrize(("formula", "said"), [
    (ne(s, t), "only an equation has a differential"),
    (eq(symbol("w", "C"), t), "only real symbols have a differential"),
    (eq(t, power(s, t)), "only the first argument of 'pow' may vary"),
    # u = v floor(s) along s = -t^2, v = t: u = -t near t = 0, where floor(s) is 0
    (eq(t, mul(symbol("v"), Term("floor", (), (s,)))), "no differential is known of 'floor'"),
])
def test_what_has_no_differential_is_refused(formula: Term, said: str) -> None:
    with pytest.raises(Refused, match=said):
        differential_claim(claim((), formula), frozenset())


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


def test_entries_of_the_matrix_are_real() -> None:
    """From |x|^2 = x^2 for real x nothing follows about a matrix with entries in C."""
    derivation = Derivation("entries")
    f, X = function("f"), symbol("x")
    true = derivation.step("define", function=f, parameters=[X], body=mul(X, X), bases=[])
    with pytest.raises(Refused, match="may not be real"):
        derivation.step("entrywise", true, symbol=X, matrix=scale(symbol("w", "C"), A))


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


def _form(H: Term, square: Term, v: Term = x, given: tuple[Term, ...] = (), *more):  # type: ignore[no-untyped-def]
    """What ``semidefinite_form`` says of H from ``v^T H v = square``."""
    form = item(matmul(transpose(v), H, v))
    return INFERENCES["semidefinite_form"](
        Context(Normalizer()), (claim(given, eq(form, square)), *more),
        Witness({"matrix": H, "vector": v}))


def test_squares_of_complex_numbers_are_not_seen_as_positive() -> None:
    """z^2 I is not positive semidefinite at z = i."""
    z = symbol("z", "C")
    square = total(scale(power(z, 2), hadamard(x, x)))
    with pytest.raises(Refused, match=r"not real"):
        _form(scale(power(z, 2), identity(n)), square)


def test_a_form_is_that_of_every_column() -> None:
    """From x^T H x = 1 for one x nothing follows about H; nor where H is made of x."""
    assert _form(identity(n), inner(x, x)).conclusion is semidefinite(identity(n))
    square = inner(x, x)
    with pytest.raises(Refused, match="not arbitrary"):  # A = -I, x = 0
        _form(A, square, x, (eq(x, zeros(n, 1)),))
    outer = scale(-1, matmul(x, transpose(x)))
    with pytest.raises(Refused, match="not arbitrary"):  # -x x^T, were x^T x^3 zero
        _form(outer, square)
    levels = vector("x", n, n)
    for v in (levels, scale(2, x)):  # one member of a family; not a letter
        with pytest.raises(Refused, match="should say what"):
            _form(identity(n), square, v)


def test_a_form_is_said_of_this_matrix() -> None:
    with pytest.raises(Refused, match="is the first premise"):
        INFERENCES["semidefinite_form"](Context(Normalizer()), (),
                                        Witness({"matrix": A, "vector": x}))
    with pytest.raises(Refused, match="should say what"):  # of I it is said, not of A
        INFERENCES["semidefinite_form"](
            Context(Normalizer()), (claim((), eq(item(matmul(transpose(x), identity(n), x)),
                                                 inner(x, x))),),
            Witness({"matrix": A, "vector": x}))


@pytest.mark.parametrize("form", [
    "x^T A x", "minus a square", "a product of two columns", "sigma of the entries",
    "a cube", "one factor of three",
])
def test_a_form_that_may_be_negative_shows_nothing(form: str) -> None:
    sigma, value = function("sigma"), inner(x, y)
    forms = {"x^T A x": item(matmul(transpose(x), A, x)), "minus a square": neg(inner(x, x)),
             "a product of two columns": value, "a cube": power(value, 3),
             "sigma of the entries": total(hadamard(apply(sigma, y), x, x)),
             "one factor of three": total(hadamard(x, x, y))}
    with pytest.raises(Refused, match="not seen to be >= 0"):
        _form(A, forms[form])


def test_weights_are_positive_for_every_real_argument() -> None:
    sigma, r, p = function("sigma"), symbol("r"), symbol("p", "P")
    weighted = total(hadamard(apply(sigma, y), x, x))
    good = claim((), le(0, call(sigma, r)))
    assert _form(A, weighted, x, (), good).conclusion is semidefinite(A)
    two = function("f", ("R", "R"))
    for premise, said in (
            (claim((), le(0, call(sigma, p))), "for a real symbol"),
            (claim((), le(0, call(sigma, mul(r, r)))), "for a real symbol"),
            (claim((), le(-1, call(sigma, r))), "expected 0 <= f"),
            (claim((), le(call(sigma, r), 0)), "expected 0 <= f"),
            (claim((), ne(0, call(sigma, r))), "expected 0 <= f"),
            (claim((), le(0, call(two, r, r))), "expected 0 <= f"),
            (claim((lt(1, r),), le(0, call(sigma, r))), "not arbitrary"),
            (claim((), le(0, call(sigma, r, orders=(1,)))), "not seen to be >= 0")):
        with pytest.raises(Refused, match=said):
            _form(A, weighted, x, (), premise)


def test_a_softmax_adds_up_where_there_is_a_row() -> None:
    """No rows: the sum is 0; a number has no softmax."""
    def shown(value: Term) -> Claim:
        return INFERENCES["softmax_adds_up"](Context(Normalizer()), (), Witness({"matrix": value}))

    assert shown(x).hypotheses == (lt(0, n),)
    assert shown(vector("x", 3)).hypotheses == ()
    with pytest.raises(Refused, match="a softmax is of a matrix"):
        shown(s)
