"""A series that outgrows that of a Gaussian is not square integrable. TRUSTED; cited."""

from __future__ import annotations

from derive.kernel.claim import Claim, Refused, claim
from derive.kernel.infer.context import (
    Context,
    Witness,
    inference,
    only,
    require_absent,
    union,
    without,
)
from derive.kernel.lemmas import Lemma, cite
from derive.terms.binding import alpha_key, substitute
from derive.terms.build import INFINITY, add, div, eq, exp, le, mul, ne, neg, negation, power, term
from derive.terms.build import square_integrable as in_l2
from derive.terms.domains import sort_of, within
from derive.terms.term import Term

LEMMA = cite(Lemma(
    name="comparison",
    statement=("Let v(x) be the sum of a(j) x^(2j+p), p = 0 or 1, for every x, and b(j) = q^j/j!. "
               "If a(K) is not 0 and a(j+1)/a(j) >= b(j+1)/b(j) for all j >= K, then |v(x)| is at "
               "least a constant times exp(q x^2), up to a polynomial; so v(x) exp(-g x^2) is not "
               "square integrable for any g < q."),
    source=("comparison of positive series by their ratios: K. Knopp, Theory and Application of "
            "Infinite Series, chapter Series of Positive Terms; proof in docs/explain/trust"),
    false_instance="With a(K) = 0 it is false: the zero series satisfies the rest.",
))


@inference
def comparison(context: Context, premises: tuple[Claim, ...], witness: Witness) -> Claim:
    """Compare a coefficient sequence with that of a Gaussian.

    ::

        G |- for all x: v = sum a(j) x^(2j+p)     G |- a(j+1) = r a(j)
        G, K <= j |- q/(j+1) <= r                 G |- a(K) != 0          G |- g < q
        ----------------------------------------------------------------------------
                     G |- v exp(-g x^2) is not square integrable

    Side condition: j and x are not free in G (but for K <= j), nor j in the series; q > 0; K is a
    natural number, and q, g are real and free of j and x; p is 0 or 1.
    """
    series, ratio, growth, start, faster = only(premises, 5)
    j, least = witness.symbol("index"), witness.term("least")
    q, g = witness.term("rate"), witness.term("weight")
    x, left, a = _series(series.conclusion, j)
    if j in series.conclusion.free:
        raise Refused(f"{j} stands in the series, and is not its index")
    growth_rest = without(growth.hypotheses, le(least, j))
    hypotheses = union((series, ratio, Claim(growth_rest, growth.conclusion), start, faster))
    for symbol in (j, x):
        require_absent(symbol, hypotheses)
        if symbol in q.free | g.free | least.free:
            raise Refused(f"{symbol} stands in a constant of the comparison")
    defined = context.definedness(hypotheses, (start, faster))
    for part in (q, g, least):
        defined.require(part)
    facts = defined.facts
    if not (j.sort == "N0" and facts.in_sort(least, sort_of(least), "N0") and facts.positive(q)
            and within(sort_of(g), "R")):
        raise Refused("not shown: K is natural and q is positive")
    if ratio.conclusion.head != "eq" or not context.normalizer.equal(
            ratio.conclusion.args[0], substitute(a, {j: add(j, 1)})):
        raise Refused("the second premise should give a(j + 1)")
    factor = growth.conclusion.args[1] if growth.conclusion.head == "le" else term(0)
    _require(context, ratio.conclusion, eq(substitute(a, {j: add(j, 1)}), mul(factor, a)))
    _require(context, growth.conclusion, le(div(q, add(j, 1)), factor))
    _require(context, start.conclusion, ne(substitute(a, {j: least}), 0))
    _require(context, faster.conclusion, Term("lt", (), (g, q)))
    return claim(hypotheses, negation(in_l2(x, mul(left, exp(neg(mul(g, power(x, 2))))))))


def _require(context: Context, given: Term, wanted: Term) -> None:
    """The premises were proved, so their own terms are defined; equal forms are enough."""
    if alpha_key(given) != alpha_key(wanted) and not context.same_formula(given, wanted):
        raise Refused(f"expected the premise {wanted}, found {given}")


def _series(formula: Term, j: Term) -> tuple[Term, Term, Term]:
    """``(x, v, a(j))`` of ``for all x: v = sum over k of a(k) x^(2k+p)``."""
    if formula.head != "forall" or formula.args[1].head != "eq":
        raise Refused("the first premise should be: for all x, v = a series")
    x = formula.args[0]
    left, right = formula.args[1].args
    if right.head != "sum" or right.args[2] is not term(0) or (
            right.args[3] is not INFINITY or x.sort != "R" or right.args[0].sort != "N0"):
        raise Refused("the first premise should be: for all x, v = a series")
    k, body = right.args[:2]
    if body.head != "mul" or len(body.args) != 2 or body.args[1].head != "pow" or (
            body.args[1].args[0] is not x or x in body.args[0].free):
        raise Refused("the terms of the series should be a(k) x^(2k + p)")
    exponent = body.args[1].args[1]
    for odd in (0, 1):
        if exponent is (add(mul(2, k), 1) if odd else mul(2, k)):
            return x, left, substitute(body.args[0], {k: j})
    raise Refused(f"the exponent {exponent} is not 2k or 2k + 1")
