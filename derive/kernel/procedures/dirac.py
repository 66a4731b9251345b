"""Inference: what an integral with Dirac's delta is. TRUSTED.

The delta has no values: it is what takes a function that is continuous around a point to its value
there. Next: ``fundamental_theorem``.
"""

from __future__ import annotations

from derive.kernel.claim import Claim, Refused, claim
from derive.kernel.infer.context import Context, Witness, inference, require_absent, union
from derive.kernel.procedures.limits import require_smooth_at
from derive.terms.binding import substitute
from derive.terms.build import INFINITY, div, eq, integral, mul, neg, op, sub, term
from derive.terms.domains import sort_of
from derive.terms.term import Term


@inference
def dirac_integral(context: Context, premises: tuple[Claim, ...], witness: Witness) -> Claim:
    """The value at the place of the delta, over the size of the slope.

    ::

        -----------------------------------------------------------   lower < a < upper
        G |- integral of f(x) delta(+-s (x - a)) dx = f(a)/|s|

    Side condition: f is defined at a and continuous around it, and holds no delta; s and a are
    real, do not contain x, and s is not 0; a lies strictly between the bounds, or these are
    infinite; the delta is a factor of the integrand. G does not speak of x.
    """
    x, body, slope = witness.symbol("symbol"), witness.term("body"), witness.term("slope")
    point, lower, upper = witness.term("point"), witness.term("lower"), witness.term("upper")
    hypotheses = union(premises, *witness.hypotheses())
    require_absent(x, hypotheses)
    if x.sort != "R" or x in slope.free | point.free | lower.free | upper.free:
        raise Refused("an integral over real numbers, at a place that does not move")
    defined = context.definedness(hypotheses, premises)
    for part in (slope, point):
        defined.require(part)
        if not defined.facts.in_sort(part, sort_of(part), "R"):
            raise Refused(f"not shown: {part} is real")
    if not defined.facts.nonzero(slope):
        raise Refused(f"not shown: {slope} is not 0")
    for end, far, distance in ((lower, neg(INFINITY), (point, lower)),
                               (upper, INFINITY, (upper, point))):
        if end is not far:
            defined.require(end)
            if not defined.facts.positive(sub(*distance)):
                raise Refused(f"not shown: {point} lies between the bounds")
    inside, rest = factored(body)
    if any(t.head == "dirac" for t in rest.walk()):
        raise Refused("a product of deltas has no meaning")
    wanted = mul(slope, sub(x, point))  # or its opposite: the delta is even
    if not any(context.normalizer.equal(inside, c) for c in (wanted, neg(wanted))):
        raise Refused(f"{inside} is not {slope} times the distance from {point}")
    value = substitute(rest, {x: point})
    defined.require(value)
    require_smooth_at(defined, rest, x, point, 0)
    size = Term("abs", (), (slope,))
    return claim(hypotheses, eq(integral(x, body, lower, upper), div(value, size)))


def factored(body: Term) -> tuple[Term, Term]:
    """``(c, f)`` with body = f delta(c); f is the product of what stands beside the delta."""
    if body.head == "dirac":
        return body.args[0], term(1)
    if body.head == "neg":
        inside, rest = factored(body.args[0])
        return inside, neg(rest)
    if body.head == "div":
        inside, rest = factored(body.args[0])
        return inside, div(rest, body.args[1])
    if body.head == "mul":
        places = [i for i, a in enumerate(body.args) if any(t.head == "dirac" for t in a.walk())]
        if len(places) == 1:
            inside, rest = factored(body.args[places[0]])
            return inside, op("mul", *(a if i != places[0] else rest
                                       for i, a in enumerate(body.args)))
    raise Refused(f"no factor of {body} is a delta")
