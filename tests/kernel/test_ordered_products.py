"""Ordered products over levels, and levels that are natural numbers: what each condition blocks."""

import pytest

from derive.kernel.claim import Refused, claim
from derive.kernel.derivation import Derivation
from derive.kernel.procedures import load_all
from derive.kernel.procedures.conditions import conditions
from derive.kernel.refute.sample import Agreement
from derive.rules.index_relabelling import prove_identity
from derive.terms.binding import substitute
from derive.terms.build import (
    INFINITY,
    add,
    call,
    eq,
    function,
    integral,
    le,
    mul,
    series_sum,
    sub,
    symbol,
    term,
)
from derive.terms.matrices import inner, matmul, matprod, matrix, ones, total, vector
from derive.terms.term import Term

load_all()
k, a, b = (symbol(name, "N0") for name in "kab")
n = function("n", ("N0",), "N0")
B = matrix("B", call(n, sub(k, 1)), call(n, k), k)
v = vector("v", call(n, k), k)
BEFORE = substitute(v, {k: sub(k, 1)})
RECURSION = eq(BEFORE, matmul(B, v))


def unrolled(derivation: Derivation, formula: Term = RECURSION, **changed: Term):
    premise = derivation.step("assume", formula=formula)
    witness = {"index": k, "lower": a, "upper": b, "factor": B, "vector": v} | changed
    return derivation.step("multiply_levels", premise, **witness)


def test_a_recursion_through_levels_is_an_ordered_product() -> None:
    step = unrolled(Derivation("product"))
    assert str(step.claim.conclusion) == (
        "(eq v[a] (matmul (matprod k B[k] (add a 1) b) v[b]))")
    assert [h.head for h in step.claim.hypotheses] == ["forall_in", "le"]
    assert isinstance(step.sampled, Agreement)


def test_without_an_order_of_the_ends_it_would_be_false() -> None:
    """At a = 1, b = 0 it would say v(1) = v(0): so a <= b stays a hypothesis."""
    step = unrolled(Derivation("product"), lower=term(1), upper=term(0))
    assert le(1, 0) in step.claim.hypotheses


@pytest.mark.parametrize("changed", [
    {"factor": matmul(B, matrix("C", call(n, k), call(n, k), k))},   # another factor
    {"vector": BEFORE}, {"upper": k}, {"lower": k}, {"lower": sub(a, 1)}, {"upper": sub(b, 1)},
    {"upper": call(n, sub(b, 1))}])
def test_what_is_no_such_recursion_is_refused(changed) -> None:
    with pytest.raises((Refused, ValueError)):
        unrolled(Derivation("product"), **changed)


def test_a_recursion_upwards_is_another_product() -> None:
    upwards = eq(v, matmul(matrix("B", call(n, k), call(n, sub(k, 1)), k), BEFORE))
    with pytest.raises(Refused, match="should say"):
        unrolled(Derivation("product"), upwards)


def test_peeling() -> None:
    derivation = Derivation("peel")
    product = matprod(k, B, add(a, 1), b)
    peeled = derivation.step("peel_product", product=product)
    assert str(peeled.claim) == (
        "(le (add a 1) b) |- (eq (matprod k B[k] (add a 1) b) "
        "(matmul B[(add a 1)] (matprod k B[k] (add (add a 1) 1) b)))")
    assert isinstance(peeled.sampled, Agreement)
    empty = derivation.step("peel_product", product=matprod(k, B, add(a, 1), a))
    assert empty.claim.conclusion.args[1].head == "identity"
    assert empty.claim.hypotheses == ()
    with pytest.raises(Refused, match="ordered product"):
        derivation.step("peel_product", product=B)


def test_the_order_of_factors_is_kept() -> None:
    """The product over levels is no product by entries, nor one in another order."""
    derivation = Derivation("peel")
    square = matrix("S", 3, 3, k)
    peeled = derivation.step("peel_product", product=matprod(k, square, term(1), term(2)))
    first, second = (substitute(square, {k: term(i)}) for i in (1, 2))
    right = peeled.claim.conclusion.args[1]
    assert right.args[0] is first
    assert second not in right.args


def test_levels_and_sizes_are_natural_numbers() -> None:
    below = matrix("W", call(n, sub(k, 1)), 2, sub(k, 1))
    assert [str(c) for c in conditions(below)] == ["(le 0 (add k (neg 1)))"]
    assert conditions(matrix("W", call(n, add(k, 1)), 2, sub(add(k, 1), 1))) == ()
    assert [str(c) for c in conditions(total(ones(sub(k, 3))))] == ["(le 0 (add k (neg 3)))"]


@pytest.mark.parametrize("partial", [
    Term("tan", (), (symbol("s"),)), Term("factorial", (), (k,)),
    integral(symbol("s"), symbol("s"), 0, 1)])
def test_what_is_not_known_to_be_defined_is_refused_beside_matrices(partial: Term) -> None:
    with pytest.raises(Refused, match=r"not used beside matrices|not known where"):
        conditions(mul(partial, total(ones(3))))


def test_at_level_0_nothing_is_said_of_the_level_below() -> None:
    shown = prove_identity(eq(inner(BEFORE, BEFORE), inner(BEFORE, BEFORE)))
    assert [str(h) for h in shown.hypotheses] == ["(le 0 (add k (neg 1)))"]
    at_zero = claim(tuple(substitute(h, {k: term(0)}) for h in shown.hypotheses),
                    substitute(shown.conclusion, {k: term(0)}))
    assert [str(h) for h in at_zero.hypotheses] == ["(le 0 (add 0 (neg 1)))"]


@pytest.mark.parametrize(("lower", "expected"), [
    (term(1), []), (add(a, 1), []), (mul(2, add(a, 1)), []),
    (term(0), ["(forall_in k (le 0 (add k (neg 1))) 0 b)"]),
    (a, ["(forall_in k (le 0 (add k (neg 1))) a b)"])])
def test_in_a_sum_the_range_decides(lower: Term, expected: list[str]) -> None:
    """For k = 1..b the level k - 1 is natural; from 0 or from any a it is asked, in the range."""
    summed = series_sum(k, inner(BEFORE, BEFORE), lower, b)
    assert [str(c) for c in conditions(summed)] == expected


def test_a_bound_symbol_is_not_taken_for_another_of_its_name() -> None:
    """W[k - 3] in a sum from 0, inside a sum over another k from 3, is not defined at k = 0."""
    j, m = symbol("j", "N0"), symbol("m", "N0")

    def summed(index: Term, body: Term, lower: Term) -> Term:
        return Term("matsum", (), (index, body, lower, m))

    def member(level: Term) -> Term:
        return matrix("W", 2, 2, level)

    shadowed = summed(k, summed(k, member(sub(k, 3)), term(0)), term(3))
    assert [c.head for c in conditions(shadowed)] == ["forall_in"]
    offset = summed(k, summed(j, member(sub(k, j)), term(0)), j)  # from a free j, then another j
    assert [c.head for c in conditions(offset)] == ["forall_in"]
    assert conditions(summed(k, member(sub(k, 3)), term(3))) == ()
    for_all = Term("forall", (), (k, eq(summed(k, member(sub(k, 3)), term(0)), matrix("M", 2, 2))))
    assert [c.head for c in conditions(for_all)][:1] == ["forall_in"]


def test_the_ends_of_a_recursion_are_defined_also_where_no_level_lies_between() -> None:
    """v(0) = I v(0) for v(k) = w[k - 5] would speak of w[-5]."""
    w = matrix("w", 2, 1, sub(k, 5))
    square = matrix("B", 2, 2, k)
    premise = eq(substitute(w, {k: sub(k, 1)}), matmul(square, w))
    step = unrolled(Derivation("product", sampling=False), premise, factor=square, vector=w,
                    lower=term(0), upper=term(0))
    assert le(0, add(0, -5)) in step.claim.hypotheses


def test_levels_of_a_recursion_are_natural_numbers() -> None:
    other = symbol("k", "Z")
    square, column = matrix("B", 2, 2, other), matrix("w", 2, 1, other)
    premise = eq(substitute(column, {other: sub(other, 1)}), matmul(square, column))
    with pytest.raises(Refused, match="natural numbers"):
        unrolled(Derivation("product"), premise, index=other, factor=square, vector=column)


def test_bounds_of_a_sum_are_defined() -> None:
    """n(b - 1) is a natural number only where b - 1 is one."""
    derivation = Derivation("bounds")
    f = function("f", ("N0",), "R")
    scalar = derivation.step("assume", formula=eq(call(f, k), symbol("s")))
    derivation.step("add_levels", scalar, index=k, lower=term(1), upper=call(n, b))
    for lower, upper in ((term(1), call(n, sub(b, 1))), (call(n, sub(b, 1)), b)):
        with pytest.raises(Refused, match="not shown"):
            derivation.step("add_levels", scalar, index=k, lower=lower, upper=upper)


@pytest.mark.parametrize(("body", "upper", "said"), [
    (v, b, "not shown to be a scalar"), (le(0, k), b, "not shown to be a scalar"),
    # at k = 0 there is no v(-1)
    (inner(BEFORE, BEFORE), b, "defined at every level"),
    (series_sum(symbol("j", "N0"), symbol("s"), 0, INFINITY), b, "not shown to converge"),
    (mul(k, symbol("s")), k, "natural numbers"),
])
def test_what_does_not_telescope(body: Term, upper: Term, said: str) -> None:
    with pytest.raises(Refused, match=said):
        Derivation("telescope").step("telescope", index=k, body=body, upper=upper)


def test_what_is_said_without_premises_takes_none() -> None:
    derivation = Derivation("none")
    premise = derivation.step("assume", formula=RECURSION)
    for inference, witness in (
            ("telescope", {"index": k, "body": mul(k, symbol("s")), "upper": b}),
            ("peel_product", {"product": matprod(k, B, add(a, 1), b)}),
            ("softmax_adds_up", {"matrix": vector("u", 3)})):
        derivation.step(inference, **witness)
        with pytest.raises(Refused, match="premise"):
            derivation.step(inference, premise, **witness)
