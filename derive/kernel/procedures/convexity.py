"""Inference: a convex function lies above its tangents. TRUSTED."""

from __future__ import annotations

from derive.kernel.calculus import derived
from derive.kernel.claim import Claim, Refused, claim
from derive.kernel.infer.context import (
    Context,
    Witness,
    inference,
    only,
    require_absent,
    sides,
)
from derive.terms.binding import substitute
from derive.terms.build import add, le, mul, sub, term
from derive.terms.domains import sort_of, within


@inference
def above_tangent(context: Context, premises: tuple[Claim, ...], witness: Witness) -> Claim:
    """A function with a second derivative that is nowhere negative, above its tangent at a.

    ::

                 G |- 0 <= q
        -----------------------------------   q is f''(x)
        G |- f(a) + f'(a) (x - a) <= f(x)

    Side condition: x is real or positive and G does not speak of it, so that f'' >= 0 for all of
    them, which are an interval; a is one of them; f is real and of class C^2 for all of them; q is
    what the table gives for f'', in normal form.
    """
    only(premises, 1)
    x, f, point = witness.symbol("symbol"), witness.term("function"), witness.term("point")
    hypotheses = premises[0].hypotheses
    require_absent(x, hypotheses)
    zero, second = sides(premises[0].conclusion, "le")
    if zero is not term(0) or x.sort not in ("R", "P") or x in point.free:
        raise Refused("expected 0 <= f''(x) for every real or positive x")
    defined = context.definedness(hypotheses)
    for part in (f, point):
        defined.require(part)
    defined.smooth(f, x, 2)
    slope = derived(f, x)
    if not within(sort_of(f), "R") or not defined.facts.in_sort(point, sort_of(point), x.sort):
        raise Refused(f"not shown: {f} is real, and {point} is of sort {x.sort}")
    if not context.normalizer.equal(derived(slope, x), second):
        raise Refused(f"{second} is not the second derivative of {f}")
    tangent = add(substitute(f, {x: point}), mul(substitute(slope, {x: point}), sub(x, point)))
    defined.require(tangent)
    defined.require(second)
    return claim(hypotheses, le(tangent, f))
