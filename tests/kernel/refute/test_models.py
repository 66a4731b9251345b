"""Models of hypotheses: what follows from them agrees, what does not is refuted."""


from derive.kernel.claim import Claim, Definition
from derive.kernel.refute.refute import refute
from derive.kernel.refute.sample import Agreement, Disagreement, NotSampled, sample
from derive.terms.build import (
    add,
    call,
    decay,
    derivative,
    div,
    eq,
    exp,
    forall,
    function,
    integral,
    le,
    lt,
    mul,
    ne,
    neg,
    op,
    power,
    sqrt,
    sub,
    symbol,
    term,
)
from derive.terms.term import Term

x, y, t, z = symbol("x"), symbol("y"), symbol("t"), symbol("z", "C")
n, k = symbol("n", "N0"), symbol("k", "N0")
m, w, h = symbol("m", "P"), symbol("w", "P"), symbol("h", "P")
epsilon, ell, energy, N = symbol("epsilon"), symbol("ell", "P"), symbol("E"), symbol("N", "P")
f, g, u, c = function("f"), function("g"), function("u"), function("c", ("N0",), "C")
H = function("H", ("N0", "R"))
DEFINITIONS = {H: Definition(H, (n, x), sub(
    mul(2, x, call(H, n, x)), call(H, n, x, orders=(0, 1))), (term(1),))}


def squared(a: Term) -> Term:
    return power(a, 2)


SIN, COS, ABS = ((lambda head: lambda a: op(head, a))(s) for s in ("sin", "cos", "abs"))


WEBER = forall(x, eq(call(f, x, orders=(2,)), mul(sub(squared(x), epsilon), call(f, x))))


def hermite(index: object, at: Term = x, order: int = 0) -> Term:
    return call(H, index, at, orders=(0, order))


def test_equations_between_symbols_are_solved() -> None:
    given = (eq(epsilon, div(mul(2, energy), mul(h, w))), eq(mul(power(ell, 2), m, w), h))
    right = eq(mul(epsilon, h, div(1, 2)), div(energy, w))
    assert isinstance(sample(Claim(given, right)), Agreement)
    assert refute(given, right) is None
    found = refute(given, eq(mul(epsilon, h), div(energy, w)))
    assert found is not None
    assert set(found.point) == {epsilon, energy, h, w, ell, m}
    lengths = (eq(ell, sqrt(div(h, mul(m, w)))),)
    assert isinstance(sample(Claim(lengths, eq(mul(squared(ell), m, w), h))), Agreement)
    assert refute(lengths, eq(mul(ell, m, w), h)) is not None


def test_what_is_solved_keeps_its_sort() -> None:
    given = (eq(m, sub(x, 1)),)
    assert isinstance(sample(Claim(given, lt(1, x))), Agreement)
    assert refute(given, lt(1, x)) is None
    assert refute(given, lt(2, x)) is not None


def test_inequalities_are_kept() -> None:
    assert refute((lt(0, x),), eq(sqrt(squared(x)), x)) is None
    assert refute((lt(x, 0),), eq(sqrt(squared(x)), x)) is not None
    assert isinstance(sample(Claim((lt(0, x), lt(x, 1)), lt(squared(x), x))), Agreement)
    assert isinstance(sample(Claim((lt(x, 0), lt(0, x)), eq(x, 1))), NotSampled)
    assert refute((lt(x, 0), lt(0, x)), eq(x, 1)) is None


def test_natural_numbers_keep_their_hypotheses() -> None:
    given = (le(1, n),)
    lowered = eq(hermite(n, order=1), mul(2, n, hermite(add(n, neg(1)))))
    assert isinstance(sample(Claim(given, lowered), DEFINITIONS), Agreement)
    assert isinstance(sample(Claim((), lowered), DEFINITIONS), Disagreement)
    assert isinstance(sample(Claim((ne(n, k),), eq(op("delta", n, k), 0))), Agreement)
    assert refute((), eq(op("delta", n, k), 0)) is not None
    assert refute((eq(n, k),), eq(op("delta", n, k), 1)) is None




def test_a_differential_equation_is_met_by_jets() -> None:
    third = eq(call(f, x, orders=(3,)), add(mul(2, x, call(f, x)), mul(
        sub(squared(x), epsilon), call(f, x, orders=(1,)))))
    assert isinstance(sample(Claim((WEBER,), third)), Agreement)
    assert refute((WEBER,), third) is None
    slip = eq(call(f, x, orders=(3,)), add(mul(x, call(f, x)), mul(
        sub(squared(x), epsilon), call(f, x, orders=(1,)))))
    found = refute((WEBER,), slip)
    assert found is not None
    assert "f the solution" in found.functions[0]


def test_an_ansatz_turns_one_equation_into_another() -> None:
    ansatz = forall(x, eq(call(f, x), mul(call(u, x), exp(neg(div(squared(x), 2))))))
    hermite_like = eq(add(sub(call(u, x, orders=(2,)), mul(2, x, call(u, x, orders=(1,)))),
                          mul(sub(epsilon, 1), call(u, x))), 0)
    assert isinstance(sample(Claim((WEBER, ansatz), hermite_like)), Agreement)
    assert refute((WEBER, ansatz), forall(x, hermite_like)) is None
    wrong = eq(add(sub(call(u, x, orders=(2,)), mul(2, x, call(u, x, orders=(1,)))),
                   mul(add(epsilon, 1), call(u, x))), 0)
    assert refute((WEBER, ansatz), wrong) is not None
    assert isinstance(sample(Claim((WEBER, ansatz), wrong)), Disagreement)


def test_a_scaled_variable() -> None:
    hypothesis = forall(x, eq(call(f, x), call(g, div(x, ell))))
    claim = eq(call(f, x, orders=(2,)), div(call(g, div(x, ell), orders=(2,)), squared(ell)))
    assert isinstance(sample(Claim((hypothesis,), claim)), Agreement)
    wrong = eq(call(f, x, orders=(2,)), div(call(g, div(x, ell), orders=(2,)), ell))
    assert refute((hypothesis,), wrong) is not None


def test_a_recurrence_is_unrolled() -> None:
    recurrence = forall(k, eq(mul(add(k, 1), add(k, 2), call(c, add(k, 2))),
                              mul(sub(add(mul(2, k), 1), epsilon), call(c, k))))
    start = eq(call(c, 0), 1)
    fourth = eq(call(c, 4), mul(div(sub(5, epsilon), 12), div(sub(1, epsilon), 2)))
    assert isinstance(sample(Claim((recurrence, start), fourth)), Agreement)
    assert refute((recurrence, start), fourth) is None
    assert refute((recurrence, start), eq(call(c, 4), div(sub(1, epsilon), 2))) is not None


def test_unknown_functions_are_drawn() -> None:
    product = eq(derivative(x, mul(call(f, x), call(g, x))), add(
        mul(call(f, x, orders=(1,)), call(g, x)), mul(call(f, x), call(g, x, orders=(1,)))))
    assert isinstance(sample(Claim((), product)), Agreement)
    assert refute((), product) is None
    wrong = eq(derivative(x, mul(call(f, x), call(g, x))),
               mul(call(f, x, orders=(1,)), call(g, x, orders=(1,))))
    assert refute((), wrong) is not None
    both = (decay(x, call(f, x)), decay(x, call(g, x)))
    parts = eq(integral(x, mul(call(f, x), call(g, x, orders=(1,)))),
               neg(integral(x, mul(call(f, x, orders=(1,)), call(g, x)))))
    assert isinstance(sample(Claim(both, parts)), Agreement)
    lost = eq(integral(x, mul(call(f, x), call(g, x, orders=(1,)))),
              integral(x, mul(call(f, x, orders=(1,)), call(g, x))))
    assert refute(both, lost) is not None


def test_an_induction_hypothesis_about_defined_functions_is_checked_exactly() -> None:
    hypothesis = forall(x, eq(hermite(add(n, 1), order=1), mul(2, add(n, 1), hermite(n))))
    step = eq(hermite(add(n, 2), order=1), mul(2, add(n, 2), hermite(add(n, 1))))
    assert isinstance(sample(Claim((hypothesis,), step), DEFINITIONS), Agreement)
    wrong = eq(hermite(add(n, 2), order=1), mul(2, add(n, 1), hermite(add(n, 1))))
    assert isinstance(sample(Claim((hypothesis,), wrong), DEFINITIONS), Disagreement)
