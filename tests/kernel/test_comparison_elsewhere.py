"""The comparison lemma on another equation than the oscillator's, and each of its conditions.

u'' - 4 x u' + (a - 2) u = 0 with the weight exp(-x^2): an even solution whose series does not end
is not square integrable with it. The coefficients obey
A(j+1) = (8 j + 2 - a)/((2 j + 1)(2 j + 2)) A(j), which is at least (3/2)/(j + 1) for 2 j >= a + 1.
"""

import pytest
from mpmath import mp, polyval, quad

from derive.kernel.claim import Claim, claim
from derive.kernel.derivation import Step
from derive.rules.author import Author
from derive.terms.build import (
    add,
    call,
    div,
    eq,
    exp,
    forall,
    function,
    le,
    lt,
    mul,
    ne,
    neg,
    negation,
    op,
    power,
    series_sum,
    square_integrable,
    sub,
    symbol,
    term,
)
from derive.terms.term import Term
from tests.kernel.inferring import infer, refused

X, A_ = symbol("x"), symbol("a")
N, K, J = (symbol(name, "N0") for name in "nkj")
U, C = function("u", ("R",), "R", 2), function("c", ("N0",))
RATE, WEIGHT = div(3, 2), term(1)


def even_part() -> tuple[Author, dict[str, Step]]:
    a = Author("another equation")
    u = [call(U, X, orders=(i,)) for i in range(3)]
    law = a.assume(forall(X, eq(add(u[2], neg(mul(4, X, u[1])), mul(sub(A_, 2), u[0])), 0)))
    series = a.assume(forall(X, eq(u[0], series_sum(K, mul(call(C, K), power(X, K))))))

    def coefficient(k: Term) -> Term:
        return eq(add(mul(add(k, 2), add(k, 1), call(C, add(k, 2))), neg(mul(4, k, call(C, k))),
                      mul(sub(A_, 2), call(C, k))), 0)

    now = a.open(law)
    first = a.step("compare_coefficients", series, now, shift=0, conclusion=coefficient(term(0)))
    later = a.step("compare_coefficients", series, now, shift=1, index=N,
                   conclusion=coefficient(add(N, 1)))
    every = a.put(a.induct(N, coefficient(N), first, later), {N: mul(2, J)})
    ratio = div(add(mul(8, J), 2, neg(A_)), mul(add(mul(2, J), 1), add(mul(2, J), 2)))
    even = a.step("ring", every, conclusion=eq(
        call(C, add(mul(2, J), 2)), mul(ratio, call(C, mul(2, J)))), cofactors=[term(1)],
        multiplier=mul(add(mul(2, J), 1), add(mul(2, J), 2)))
    bound = div(add(A_, 1), 2)
    least = op("ceiling", bound)
    above = a.step("ceiling", value=bound)
    late = a.assume(le(least, J))
    grows = a.order(le(div(RATE, add(J, 1)), ratio), (late, term(1)), (above, term(1)),
                    multiplier=mul(add(J, 1), add(mul(2, J), 1)))
    half = a.step("split_by_parity", series, half=J, odd=0)
    start = a.assume(ne(call(C, mul(2, least)), 0))
    faster = a.order(lt(WEIGHT, RATE), rest=div(1, 2))
    return a, {"half": half, "even": even, "grows": grows, "start": start, "faster": faster}


def test_a_solution_that_does_not_end_is_not_normalizable():
    a, steps = even_part()
    least = op("ceiling", div(add(A_, 1), 2))
    shown = a.step("comparison", *steps.values(), index=J, least=least, rate=RATE, weight=WEIGHT)
    part = div(add(call(U, X), call(U, neg(X))), 2)
    assert shown.claim.conclusion == negation(
        square_integrable(X, mul(part, exp(neg(mul(WEIGHT, power(X, 2)))))))
    assert not any(h.head == "le" for h in shown.claim.hypotheses)
    assert len(shown.claim.hypotheses) == 3  # the equation, the series, a start that is not 0


def test_the_lemma_agrees_with_quadrature():
    """a = 1: the integral of (v exp(-x^2))^2 over [-R, R] grows without bound."""
    with mp.workdps(20):
        coefficients = [mp.mpf(1)]
        for j in range(200):
            coefficients.append(coefficients[-1] * (8 * j + 1) / ((2 * j + 1) * (2 * j + 2)))
        coefficients.reverse()

        def v(x):
            return polyval(coefficients, x * x)

        inside = [quad(lambda x: (v(x) * mp.exp(-x * x)) ** 2, [0, r / 2, r]) for r in (1, 2, 3, 4)]
    assert inside[3] > 10 ** 3 * inside[2] > 10 ** 4 * inside[1]


# -- every condition, on the simplest case: v = sum q^j/j! x^(2j) = exp(q x^2) ---

Q, G = symbol("q", "P"), symbol("g")
SEQ = function("s", ("N0",))
V = function("v")
LATE = le(0, J)


def premises(**other: Claim) -> list[Claim]:
    a = call(SEQ, J)
    parts = {
        "series": claim((), forall(X, eq(call(V, X), series_sum(
            K, mul(call(SEQ, K), power(X, mul(2, K))))))),
        "ratio": claim((), eq(call(SEQ, add(J, 1)), mul(div(Q, add(J, 1)), a))),
        "growth": claim((LATE,), le(div(Q, add(J, 1)), div(Q, add(J, 1)))),
        "start": claim((), ne(call(SEQ, 0), 0)),
        "faster": claim((lt(G, Q),), lt(G, Q))}
    return list((parts | other).values())


ASKED = {"index": J, "least": term(0), "rate": Q, "weight": G}


def test_the_simplest_case():
    shown = infer("comparison", *premises(), **ASKED)
    assert shown == claim((lt(G, Q),), negation(
        square_integrable(X, mul(call(V, X), exp(neg(mul(G, power(X, 2))))))))


def over(body: Term, x: Term = X, k: Term = K, left: Term | None = None) -> Claim:
    return claim((), forall(x, eq(call(V, x) if left is None else left, series_sum(k, body))))


BODY = mul(call(SEQ, K), power(X, mul(2, K)))


@pytest.mark.parametrize(("change", "because"), [
    ({"start": claim((), ne(call(SEQ, 1), 0))}, "expected the premise"),
    ({"start": claim((), eq(call(SEQ, 0), 0))}, "expected the premise"),
    ({"faster": claim((), le(G, Q))}, "expected the premise"),
    ({"faster": claim((), lt(Q, G))}, "expected the premise"),
    ({"growth": claim((LATE,), le(div(Q, add(J, 2)), div(Q, add(J, 1))))}, "expected the premise"),
    ({"growth": claim((LATE,), lt(div(Q, add(J, 1)), div(Q, add(J, 1))))}, "expected the premise"),
    ({"growth": claim((le(1, J),), le(div(Q, add(J, 1)), div(Q, add(J, 1))))}, "not arbitrary"),
    ({"growth": claim((LATE, eq(X, 1)), le(div(Q, add(J, 1)), div(Q, add(J, 1))))},
     "not arbitrary"),
    ({"ratio": claim((), eq(call(SEQ, add(J, 1)), mul(div(Q, add(J, 2)), call(SEQ, J))))},
     "expected the premise"),
    ({"ratio": claim((), eq(call(SEQ, J), mul(div(Q, add(J, 1)), call(SEQ, J))))},
     "second premise"),
    ({"ratio": claim((), le(call(SEQ, add(J, 1)), 1))}, "second premise"),
    ({"ratio": claim((LATE,), eq(call(SEQ, add(J, 1)), mul(div(Q, add(J, 1)), call(SEQ, J))))},
     "not arbitrary"),
    ({"series": claim((), eq(call(V, X), series_sum(K, BODY)))}, "first premise"),
    ({"series": claim((), forall(X, le(call(V, X), series_sum(K, BODY))))}, "first premise"),
    ({"series": claim((), forall(X, eq(call(V, X), series_sum(K, BODY, 1))))}, "first premise"),
    ({"series": claim((), forall(X, eq(call(V, X), series_sum(K, BODY, 0, N))))}, "first premise"),
    ({"series": over(mul(call(SEQ, K), power(X, K)))}, "exponent"),
    ({"series": over(mul(call(SEQ, K), power(X, add(mul(2, K), 2))))}, "exponent"),
    ({"series": over(mul(X, power(X, mul(2, K))))}, "terms of the series"),
    ({"series": over(power(X, mul(2, K)))}, "terms of the series"),
    ({"series": over(add(call(SEQ, K), power(X, mul(2, K))))}, "terms of the series"),
    ({"series": over(mul(call(SEQ, K), power(X, mul(2, K)), X))}, "terms of the series"),
    ({"series": over(mul(call(SEQ, K), div(X, mul(2, K))))}, "terms of the series"),
    ({"series": claim((), forall(X, eq(call(V, X), Term("product", (), (
        K, BODY, term(0), Term("const", ("infinity",)))))))}, "first premise"),
    ({"series": over(mul(call(SEQ, K), power(symbol("y"), mul(2, K))))}, "terms of the series"),
    ({"series": over(mul(call(SEQ, symbol("k", "Z")), power(X, mul(2, symbol("k", "Z")))),
                     k=symbol("k", "Z"))}, "first premise"),
    ({"series": over(mul(call(SEQ, K), power(Q, mul(2, K))), x=Q)}, "first premise"),
    ({"series": over(BODY, left=mul(J, call(V, X)))}, "stands in the series"),
])
def test_each_premise_says_what_it_should(change, because):
    refused("comparison", *premises(**change), because=because, **ASKED)


@pytest.mark.parametrize(("change", "because"), [
    ({"weight": J}, "stands in a constant"), ({"weight": X}, "stands in a constant"),
    ({"rate": mul(Q, add(J, 1))}, "stands in a constant"), ({"rate": G}, "q is positive"),
    ({"least": J}, "stands in a constant"), ({"least": sub(N, 1)}, "not arbitrary|natural"),
    ({"weight": symbol("z", "C")}, "natural"), ({"rate": mul(Q, div(G, G))}, "not 0"),
    ({"weight": mul(G, div(G, G))}, "not 0"), ({"least": op("factorial", sub(N, 1))}, "natural"),
    ({"index": symbol("j", "Z")}, "."),
])
def test_each_constant_is_a_constant(change, because):
    asked = ASKED | change
    growth = claim((le(asked["least"], J),), le(div(Q, add(J, 1)), div(Q, add(J, 1))))
    refused("comparison", *premises(growth=growth), because=because, **asked)


def test_the_parameter_of_a_series_is_not_its_index():
    """v = x^(2j) = sum delta(k, j) x^(2k): read at k = j, a(k) looks large."""
    delta = op("delta", K, J)
    series = claim((), forall(X, eq(power(X, mul(2, J)), series_sum(
        K, mul(delta, power(X, mul(2, K)))))))
    here = op("delta", J, J)
    small = div(div(1, 2), add(J, 1))
    refused("comparison", series,
            claim((), eq(op("delta", add(J, 1), add(J, 1)), mul(1, here))),
            claim((LATE,), le(small, 1)), claim((), ne(op("delta", 0, 0), 0)),
            claim((), lt(div(1, 4), div(1, 2))), index=J, least=term(0), rate=div(1, 2),
            weight=div(1, 4), because="stands in the series")
