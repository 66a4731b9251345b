"""Inferences: the difference of two arctangents, and that of a reciprocal. TRUSTED.

              G |- 0 < 1 + s t
    ---------------------------------------------------
    G |- arctan s - arctan t = arctan((s - t)/(1 + s t))

                  G |- 0 < t
    --------------------------------------
    G |- arctan t + arctan(1/t) = pi/2

With a and b for the two arctangents, cos(a - b) = (1 + s t) cos a cos b > 0: so a - b, which lies
between -pi and pi, lies between -pi/2 and pi/2, and tan(a - b) = (s - t)/(1 + s t). Where 1 + s t
is negative the sides are off by pi: s = 2, t = -2. Both angles of the second are between 0 and
pi/2, and the tangent of one is the cotangent of the other; for t < 0 the sum is -pi/2.
"""

from __future__ import annotations

from derive.kernel.claim import Claim, Refused, claim
from derive.kernel.infer.context import Context, Witness, inference, union
from derive.terms.build import PI, add, div, eq, mul, neg
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


@inference
def arctan_reciprocal(context: Context, premises: tuple[Claim, ...], witness: Witness) -> Claim:
    """See above; ``argument`` is t, and premises may show that it is positive."""
    t = witness.term("argument")
    hypotheses = union(premises, *witness.hypotheses())
    defined = context.definedness(hypotheses, premises)
    defined.require(t)
    if t.shape is not None or not defined.facts.positive(t):
        raise Refused(f"not shown: {t} is positive")
    return claim(hypotheses, eq(add(_arctan(t), _arctan(div(1, t))), div(PI, 2)))


def _arctan(t: Term) -> Term:
    return Term("arctan", (), (t,))
