"""Solutions of linear equations with polynomial coefficients are power series. TRUSTED; cited."""

from __future__ import annotations

from derive.kernel.claim import Claim, Refused, claim
from derive.kernel.infer.context import (
    Context,
    Witness,
    inference,
    only,
    require_absent,
    without,
)
from derive.kernel.lemmas import Lemma, cite
from derive.kernel.procedures.power_series import linear_parts, series_of
from derive.terms.term import Term

LEMMA = cite(Lemma(
    name="power_series",
    statement=("Every solution on the line of u'' + p u' + q u = 0, with p and q polynomials, "
               "is the sum of an everywhere convergent power series."),
    source="NIST Digital Library of Mathematical Functions, 1.13(i) (existence of solutions)",
    false_instance=("With x^2 u'' in the place of u'' it is false: exp(-1/x) for x > 0, 0 "
                    "elsewhere, is smooth and not the sum of its series."),
))


@inference
def power_series(context: Context, premises: tuple[Claim, ...], witness: Witness) -> Claim:
    """A solution may be called the sum of its series.

    ::

        G1 |- u'' + p u' + q u = 0      G2, for all x: u(x) = sum c(k) x^k |- phi
        -------------------------------------------------------------------------
                                 G1, G2 |- phi

    Side condition: x is not free in G1; the equation is linear, homogeneous, of order two, with
    coefficients polynomial in x and a leading one that is not 0 and free of x; c is a sequence
    symbol that stands nowhere in G1, G2, phi and has no definition; values of u are real or complex
    (the coefficients of a positive function need not be positive).
    """
    equation, second = only(premises, 2)
    series = witness.formula("series")
    x, left, k, a = series_of(series)
    if left.head != "call" or left.args[1:] != (x,) or any(left.data):
        raise Refused("the series should be that of u(x)")
    u = left.args[0]
    if a.head != "call" or a.args[1:] != (k,) or a.args[0].data[1] != ("N0",) or (
            a.args[0] in context.definitions):
        raise Refused("the coefficients should be a sequence symbol")
    if u.sort not in ("R", "C") or a.args[0].sort != u.sort:
        raise Refused("the coefficients should be real or complex, as the values of u are")
    rest = without(second.hypotheses, series)
    if len(rest) == len(second.hypotheses):
        raise Refused("the series is not a hypothesis of the second premise")
    hypotheses = claim((*equation.hypotheses, *rest), Term("false")).hypotheses
    if any(a.args[0] in f.free for f in (*hypotheses, second.conclusion)):
        raise Refused(f"the coefficients {a.args[0]} stand in what is concluded")
    require_absent(x, equation.hypotheses)
    leading = []
    for degree, order, items in linear_parts(context, equation.conclusion, u, x):
        if order not in (0, 1, 2):
            raise Refused("the equation should be homogeneous and of second order")
        if order == 2:
            leading.append((degree, items))
    facts = context.facts(hypotheses)
    if len(leading) != 1 or leading[0][0] != 0 or not facts.nonzero_form(leading[0][1]):
        raise Refused("the leading coefficient is not shown to be a constant that is not 0")
    return claim(hypotheses, second.conclusion)
