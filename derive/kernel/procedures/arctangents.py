"""Inference: the difference of two arctangents. TRUSTED.

              G |- 0 < 1 + s t
    ---------------------------------------------------
    G |- arctan s - arctan t = arctan((s - t)/(1 + s t))

With a and b for the two arctangents, cos(a - b) = (1 + s t) cos a cos b > 0: so a - b, which lies
between -pi and pi, lies between -pi/2 and pi/2, and tan(a - b) = (s - t)/(1 + s t). Where 1 + s t
is negative the sides are off by pi: s = 2, t = -2.
"""

from __future__ import annotations

from derive.kernel.claim import Claim, Refused, claim
from derive.kernel.infer.context import Context, Witness, inference, union
from derive.terms.build import add, div, eq, mul, neg
from derive.terms.domains import sort_of
from derive.terms.term import Term


@inference
def arctan_difference(context: Context, premises: tuple[Claim, ...], witness: Witness) -> Claim:
    """See above; ``first`` and ``second`` are s and t, real; premises may show 0 < 1 + s t."""
    s, t = witness.term("first"), witness.term("second")
    hypotheses = union(premises, *witness.hypotheses())
    defined = context.definedness(hypotheses, premises)
    for side in (s, t):
        defined.require(side)
        if side.shape is not None or not defined.facts.in_sort(side, sort_of(side), "R"):
            raise Refused(f"not shown to be a real number: {side}")
    below = add(1, mul(s, t))
    if not defined.facts.positive(below):
        raise Refused(f"not shown: {below} is positive")
    return claim(hypotheses, eq(add(_arctan(s), neg(_arctan(t))),
                                _arctan(div(add(s, neg(t)), below))))


def _arctan(t: Term) -> Term:
    return Term("arctan", (), (t,))
