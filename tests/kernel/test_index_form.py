"""Index form: true identities for symbolic sizes are shown, the known traps are not."""

from fractions import Fraction
from itertools import permutations

import pytest

from derive.kernel.claim import Refused, claim
from derive.kernel.derivation import Derivation
from derive.kernel.procedures import diagrams, load_all, settling
from derive.kernel.procedures.index_form import Reading, difference
from derive.kernel.procedures.index_identity import Use, identity_claim
from derive.rules.index_relabelling import holds, prove_identity, witness_of
from derive.terms.build import (
    add,
    call,
    div,
    eq,
    function,
    mul,
    ne,
    power,
    series_sum,
    sqrt,
    sub,
    symbol,
    term,
)
from derive.terms.matrices import (
    apply,
    diag,
    diagonal,
    hadamard,
    identity,
    inner,
    inverse,
    item,
    kron,
    matadd,
    matmul,
    matrix,
    matsum,
    minus,
    ones,
    scale,
    shift,
    softmax,
    total,
    trace,
    transpose,
    vec,
    vector,
)
from derive.terms.term import Term

load_all()
m, n, p, q = (symbol(s, "N0") for s in "mnpq")
A, B = matrix("A", m, n), matrix("B", n, p)
S, T = matrix("S", n, n), matrix("T", n, n)
u, v = vector("u", n), vector("v", n)
sigma = function("sigma")

TRUE = {
    "transpose of a product": eq(transpose(matmul(A, B)), matmul(transpose(B), transpose(A))),
    "cyclic trace": eq(trace(matmul(S, T)), trace(matmul(T, S))),
    "inner product as trace": eq(inner(A, A), trace(matmul(transpose(A), A))),
    "total as product with ones": eq(
        total(A), item(matmul(transpose(ones(m)), A, ones(n)))),
    "trace of I": eq(trace(identity(n)), n),
    "ones are counted": eq(item(matmul(transpose(ones(n)), ones(n))), n),
    "diag times a column": eq(matmul(diag(u), v), hadamard(u, v)),
    "diagonal of diag": eq(diagonal(diag(u)), u),
    "distribution": eq(matmul(S, matadd(T, S)), matadd(matmul(S, T), matmul(S, S))),
    "scalars move": eq(scale(inner(u, v), S), matmul(scale(item(matmul(transpose(v), u)), S),
                                                     identity(n))),
    "vec of a product": eq(vec(matmul(A, B, matrix("C", p, q))),
                           matmul(kron(transpose(matrix("C", p, q)), A), vec(B))),
    "kron of products": eq(matmul(kron(A, S), kron(B, T)), kron(matmul(A, B), matmul(S, T))),
    "function of a transpose": eq(transpose(apply(sigma, A)), apply(sigma, transpose(A))),
    "levels are polynomials": eq(
        matrix("W", call(function("n", ("N0",), "N0"), p), n, shift(add(p, 1), -1)),
        matrix("W", call(function("n", ("N0",), "N0"), sub(add(p, 1), 1)), n, p)),
    "commuting diagonals": eq(matmul(diag(u), diag(v)), matmul(diag(v), diag(u))),
    "no 1 x 1 indices": eq(matmul(u, transpose(v), u), scale(inner(u, v), u)),
    "a square expands": eq(inner(matadd(u, v), matadd(u, v)),
                           add(inner(u, u), mul(2, inner(u, v)), inner(v, v))),
    "the fourth power of a norm": eq(power(sqrt(inner(u, u)), 4), power(inner(u, u), 2)),
    "a norm over its square": eq(div(power(sqrt(inner(u, u)), 5), inner(u, u)),
                                 power(sqrt(inner(u, u)), 3)),
    "a common divisor": eq(add(div(inner(u, v), inner(v, v)), 1),
                           div(add(inner(u, v), inner(v, v)), inner(v, v))),
    "divisors in divisors": eq(div(1, add(1, div(1, inner(v, v)))),
                               div(inner(v, v), add(1, inner(v, v)))),
    "inverse of a transpose": eq(inverse(transpose(S)), transpose(inverse(S))),
    "an equal divisor cancels": eq(div(mul(n, inner(u, u)), mul(n, power(n, 2))),
                                   div(inner(u, u), power(n, 2))),
}

FALSE = {
    "a missing transpose": eq(matmul(S, u), matmul(transpose(S), u)),
    "commuting matrices": eq(matmul(S, T), matmul(T, S)),
    "Hadamard for a product": eq(matmul(S, T), hadamard(S, T)),
    "outer product transposed": eq(matmul(u, transpose(v)), matmul(v, transpose(u))),
    "a wrong count": eq(trace(identity(n)), m),
    "trace of a product is no product": eq(trace(matmul(S, T)), mul(trace(S), trace(T))),
    "a sum of fourth powers": eq(power(sqrt(inner(u, u)), 4), total(hadamard(u, u, u, u))),
    "a sum of products of squares": eq(div(power(inner(u, u), 3), inner(u, u)),
                                       total(hadamard(u, u, u, u))),
    "another divisor": eq(div(inner(u, v), inner(v, v)), div(inner(u, v), inner(u, u))),
    "a divisor of one summand": eq(add(div(inner(u, v), inner(v, v)), 1),
                                   div(add(inner(u, v), 1), inner(v, v))),
    "an inverse is not symmetric": eq(inverse(transpose(S)), inverse(S)),
    "sigma' for sigma": eq(apply(sigma, u), apply(sigma, u, orders=(1,))),
    "opaque arguments": eq(apply(sigma, u), apply(sigma, v)),
    "sum for mean": eq(div(total(u), n), total(u)),
    "softmax without its second term": eq(diag(softmax(u)), matadd(
        diag(softmax(u)), minus(matmul(softmax(u), transpose(softmax(u)))))),
    "vec in rows": eq(vec(matmul(S, T)), matmul(kron(S, transpose(T)), vec(identity(n)))),
}


@pytest.mark.parametrize("name", TRUE)
def test_true_identities_are_shown_for_all_sizes(name: str) -> None:
    assert prove_identity(TRUE[name]).conclusion is TRUE[name]


@pytest.mark.parametrize("name", FALSE)
def test_false_identities_are_refused(name: str) -> None:
    with pytest.raises(Refused):
        prove_identity(FALSE[name])


def _sign(order: tuple[int, ...]) -> int:
    inversions = sum(a > b for i, a in enumerate(order) for b in order[i + 1:])
    return -1 if inversions % 2 else 1


@pytest.mark.parametrize("k", [2, 3])
def test_the_standard_polynomial_is_not_shown_to_vanish(k: int) -> None:
    """S_2k vanishes for all k x k matrices (Amitsur-Levitzki) and for no larger ones."""
    factors = [matrix(f"X{i}", n, n) for i in range(2 * k)]
    terms = [scale(_sign(order), matmul(*(factors[i] for i in order)))
             for order in permutations(range(2 * k))]
    assert not holds(eq(matadd(*terms), scale(0, factors[0])))


def test_the_standard_polynomial_of_eight_matrices_in_commutators() -> None:
    """S_8 is a sum of 2520 products of four commutators; they keep their names, as lets do.

    For 4 x 4 matrices the sum is zero, for 5 x 5 it is not, and it is not shown to vanish.
    """
    orders = [o for o in permutations(range(8)) if all(o[i] < o[i + 1] for i in (0, 2, 4, 6))]
    assert len(orders) == 2520
    named = {(i, j): matrix(f"C{i}{j}", n, n) for i in range(8) for j in range(i + 1, 8)}
    terms = [scale(_sign(o), matmul(*(named[o[i], o[i + 1]] for i in (0, 2, 4, 6))))
             for o in orders]
    assert not holds(eq(matadd(*terms), scale(0, named[0, 1])))
    for size in (4, 5):
        total = [[0] * size for _ in range(size)]
        bracket = _commutators(size)
        for o in orders:
            product = bracket[o[0], o[1]]
            for i in (2, 4, 6):
                product = _times(product, bracket[o[i], o[i + 1]])
            sign = _sign(o)
            total = [[a + sign * b for a, b in zip(left, right, strict=True)]
                     for left, right in zip(total, product, strict=True)]
        assert total == _standard(4, size)
        assert any(map(any, total)) == (size == 5)


def _times(a: list[list[int]], b: list[list[int]]) -> list[list[int]]:
    columns = list(zip(*b, strict=True))
    return [[sum(map(int.__mul__, row, column)) for column in columns] for row in a]


def _commutators(size: int) -> dict[tuple[int, int], list[list[int]]]:
    X = _factors(4, size)
    found = {}
    for i in range(8):
        for j in range(i + 1, 8):
            found[i, j] = [[a - b for a, b in zip(left, right, strict=True)] for left, right in zip(
                _times(X[i], X[j]), _times(X[j], X[i]), strict=True)]
    return found


def test_a_coefficient_that_vanishes_at_small_sizes_is_not_shown_to_vanish() -> None:
    factor = mul(*(sub(n, j) for j in range(9)))
    assert not holds(eq(mul(factor, trace(S)), 0))
    assert holds(eq(mul(factor, trace(S)), mul(trace(S), *(sub(n, j) for j in range(9)))))


def test_premises_enter_through_contexts() -> None:
    """(1^T y) p - y = p - y when 1^T y = 1."""
    y, pr = vector("y", n), vector("p", n)
    summed = item(matmul(transpose(ones(n)), y))
    one = claim((eq(summed, 1),), eq(summed, 1))
    hole = symbol("hole")
    goal = eq(matadd(scale(summed, pr), minus(y)), matadd(pr, minus(y)))
    shown = prove_identity(goal, [one], [Use(0, Fraction(1), scale(hole, pr), hole)])
    assert shown.hypotheses == (eq(summed, 1),)
    assert not holds(goal)
    assert not holds(goal, [one], [Use(0, Fraction(2), scale(hole, pr), hole)])


def test_a_divisor_becomes_a_hypothesis() -> None:
    shown = prove_identity(eq(scale(div(1, n), scale(n, S)), S))
    assert [str(h) for h in shown.hypotheses] == ["(ne n 0)"]


def test_divisors_are_compared_as_polynomials() -> None:
    c, d = symbol("c"), symbol("d")
    half = div(c, 2)
    for left, right in ((add(1, c), add(c, 1)),
                        (add(1, mul(half, half)), add(1, div(mul(c, c), 4))),
                        (add(c, d, sub(1, d)), add(1, c))):
        assert holds(eq(scale(div(1, left), S), scale(div(1, right), S)))
    for left, right in ((add(1, c), sub(1, c)), (add(1, c), add(2, c)), (add(1, c), add(1, d)),
                        (add(1, mul(c, c)), add(1, c))):
        assert not holds(eq(scale(div(1, left), S), scale(div(1, right), S)))


def test_an_inverse_needs_a_determinant() -> None:
    shown = prove_identity(eq(matadd(inverse(S), minus(inverse(S))), scale(0, S)))
    assert [str(h) for h in shown.hypotheses] == ["(ne (det S) 0)"]
    turned = prove_identity(eq(inverse(transpose(S)), transpose(inverse(S))))
    assert [str(h) for h in turned.hypotheses] == ["(ne (det S) 0)"]


def test_sums_over_levels_are_linear_and_keep_their_bounds() -> None:
    t, r = symbol("t", "N0"), symbol("r", "N0")
    d = vector("d", n, t)
    G = matrix("G", n, n)
    left = series_sum(t, inner(matmul(d, transpose(vector("h", n, sub(t, 1)))), G), 1, q)
    body = matmul(vector("d", n, r), transpose(vector("h", n, sub(r, 1))))
    assert holds(eq(left, inner(matsum(r, body, 1, q), G)))
    assert not holds(eq(left, inner(matsum(r, body, 0, q), G)))
    assert not holds(eq(left, inner(matsum(r, transpose(body), 1, q), G)))


def test_a_divisor_at_every_level_is_no_common_one() -> None:
    """Sum of 1/|d(t)|^2 times the sum of |d(t)|^2 is not the number of levels."""
    t, r = symbol("t", "N0"), symbol("r", "N0")

    def squares(level: Term) -> Term:
        return inner(vector("d", n, level), vector("d", n, level))

    def summed(body: Term, index: Term) -> Term:
        return series_sum(index, body, 1, q)

    assert holds(eq(summed(div(1, squares(t)), t), summed(div(1, squares(r)), r)))
    one = div(inner(u, u), squares(t))
    assert holds(eq(summed(one, t), mul(inner(u, u), summed(div(1, squares(t)), t))))
    for wrong in (q, div(q, summed(squares(t), t)), summed(div(2, squares(t)), t),
                  summed(div(1, squares(add(t, 1))), t), mul(q, summed(div(1, squares(t)), t))):
        assert not holds(eq(summed(div(1, squares(t)), t), wrong))


def test_a_name_kept_for_levels_is_refused() -> None:
    t = symbol("t", "N0")
    with pytest.raises(Refused, match="kept for levels"):
        prove_identity(eq(series_sum(t, inner(u, vector("d", n, symbol("level 0", "N0"))), 1, q),
                          term(0)))


@pytest.mark.parametrize("name", ["cyclic trace", "vec of a product", "a square expands"])
def test_every_corrupted_relabelling_is_refused(name: str) -> None:
    goal = TRUE[name]
    good = list(witness_of(goal))
    identity_claim([], goal, [], good)
    for position, (first, goes) in enumerate(good):
        bad = list(good)
        bad[position] = ((first + 1) % len(good), goes)
        with pytest.raises(Refused):
            identity_claim([], goal, [], bad)
    with pytest.raises(Refused):
        identity_claim([], goal, [], good[:-1])


def test_a_relabelling_that_only_adds_up_is_refused() -> None:
    """tr S = tr T: put into one class the coefficients would cancel, but the diagrams differ."""
    for goal in (eq(trace(S), trace(T)), eq(inner(S, T), trace(matmul(S, T)))):
        _, found = difference([(Fraction(1), *goal.args)])
        first, second = (d.dummies for d in found)
        with pytest.raises(Refused, match="does not turn one diagram into the other"):
            identity_claim([], goal, [], [(0, first), (0, first[:len(second)])])


def test_the_indices_of_an_identity_are_split_alike() -> None:
    """I of m n as rows in m parts and columns in n parts is no delta of the parts."""
    reading = Reading()
    rows, columns = reading.index(mul(m, n)), reading.index(mul(n, m))
    assert reading.read(identity(mul(m, n)), rows, reading.index(mul(m, n)))
    with pytest.raises(Refused, match="split differently"):
        reading.read(identity(mul(m, n)), rows, columns)


@pytest.mark.parametrize(("witness", "said"), [
    ({"uses": symbol("s")}, "should be a list"),
    ({"uses": [[0, 1, 1], symbol("s")]}, "list of lists"),
    ({"uses": [[0]]}, "list of lists"),
    ({"uses": [[symbol("s"), 1, 1]]}, "a use is a premise's number"),
    ({"uses": [[5, 1, 1]]}, "a use is a premise's number"),
    ({"uses": [[0, 1, 0]]}, "a use is a premise's number"),
    ({"uses": [[0, 1, 1, S]]}, "a use is a premise's number"),
    ({"uses": [[0, 1, 1, 7, 8]]}, "a use is a premise's number"),
    ({"relabelling": [[0, [], 3]]}, "a relabelling is the number"),
    ({"relabelling": [[symbol("s"), []]]}, "a relabelling is the number"),
    ({"relabelling": [[0, 0]]}, "a relabelling is the number"),
])
def test_a_witness_of_another_form_is_refused(witness, said: str) -> None:
    derivation = Derivation("witness")
    premise = derivation.step("assume", formula=eq(S, T))
    with pytest.raises(Refused, match=said):
        derivation.step("index_identity", premise, conclusion=eq(u, u), **witness)


def test_only_equations_are_identities_and_enter_them() -> None:
    derivation = Derivation("equations")
    other = derivation.step("assume", formula=ne(symbol("s"), symbol("t")))
    with pytest.raises(Refused, match="an index identity is an equation"):
        derivation.step("index_identity", conclusion=ne(symbol("s"), symbol("s")))
    with pytest.raises(Refused, match="only an equation can be used"):
        derivation.step("index_identity", other, conclusion=eq(symbol("s"), symbol("t")),
                        uses=[[0, 1, 1]])


def test_a_product_of_sums_that_is_too_long_is_refused(monkeypatch) -> None:
    longer = matadd(S, T)
    goal = eq(matmul(longer, longer), matmul(longer, longer))
    assert holds(goal)
    monkeypatch.setattr(settling, "LIMIT", 3)
    with pytest.raises(Refused, match="more than 3 diagrams"):
        prove_identity(goal)
    monkeypatch.undo()
    monkeypatch.setattr(diagrams, "LIMIT", 3)
    with pytest.raises(Refused, match="more than 3 diagrams"):
        prove_identity(eq(matadd(S, T, S, T), matadd(S, T, S, T)))


@pytest.mark.parametrize("k", [2, 3, 4])
def test_small_sizes_are_fooled_by_the_standard_polynomial(k: int) -> None:
    """At k x k the polynomial S_2k is zero for random integer matrices; at k + 1 it is not."""
    assert _standard(k, k) == [[0] * k] * k
    assert any(any(row) for row in _standard(k, k + 1))


def _factors(k: int, size: int) -> list[list[list[int]]]:
    return [[[(7 * i + 3 * r * r + 5 * c + i * r * c) % 11 - 5 for c in range(size)]
             for r in range(size)] for i in range(2 * k)]


def _standard(k: int, size: int) -> list[list[int]]:
    """S_2k of fixed matrices, by adding one factor at a time to every subset of factors."""
    factors = _factors(k, size)
    unit = [[int(r == c) for c in range(size)] for r in range(size)]
    known = {0: unit}
    for chosen in sorted(range(1, 1 << 2 * k), key=int.bit_count):
        total = [[0] * size for _ in range(size)]
        for i in range(2 * k):
            if chosen >> i & 1:
                rest = known[chosen & ~(1 << i)]
                sign = -1 if bin(chosen >> (i + 1)).count("1") % 2 else 1
                for r in range(size):
                    for c in range(size):
                        total[r][c] += sign * sum(rest[r][j] * factors[i][j][c]
                                                  for j in range(size))
        known[chosen] = total
    return known[(1 << 2 * k) - 1]
