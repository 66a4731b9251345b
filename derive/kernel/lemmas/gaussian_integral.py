"""The Gaussian integral. TRUSTED; cited, not derived."""

from __future__ import annotations

from derive.kernel.claim import Claim, Refused, claim
from derive.kernel.infer.context import Context, Witness, inference, only
from derive.kernel.lemmas import Lemma, cite
from derive.terms.build import PI, eq, exp, integral, neg, power, sqrt
from derive.terms.term import Term

LEMMA = cite(Lemma(
    name="gaussian_integral",
    statement="The integral of exp(-x^2) over the line is the square root of pi.",
    source=("NIST Digital Library of Mathematical Functions, 5.4.6 (Γ(1/2), after the "
            "substitution t = x²)"),
    false_instance="With exp(+x^2), or with pi in the place of its root, it is false.",
))


@inference
def gaussian_integral(context: Context, premises: tuple[Claim, ...], witness: Witness) -> Claim:
    """``|- integral over the line of exp(-x^2) dx = sqrt(pi)``. Condition: x is a real symbol."""
    only(premises, 0)
    x = witness.symbol("symbol")
    if x.sort != "R":
        raise Refused("the Gaussian integral is over a real symbol")
    value: Term = eq(integral(x, exp(neg(power(x, 2)))), sqrt(PI))
    return claim((), value)
