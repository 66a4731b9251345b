"""Equations at every level add up; sums of differences collapse. TRUSTED.

With these two a statement about one generic layer becomes one about a network of any depth, or
about a recurrence over any number of times.
"""

from __future__ import annotations

from derive.kernel.claim import Claim, Refused, claim
from derive.kernel.infer.context import Context, Witness, inference, only, sides
from derive.kernel.procedures.conditions import conditions
from derive.terms.binding import substitute
from derive.terms.build import add, eq, neg, series_sum, sub, term
from derive.terms.domains import sort_of
from derive.terms.term import Term


@inference
def add_levels(context: Context, premises: tuple[Claim, ...], witness: Witness) -> Claim:
    """Add an equation up over a level.

    ::

                        G(l) |- s(l) = t(l)
        ---------------------------------------------------------
        G(l) for l = a..b  |-  sum_{l=a}^b s(l) = sum_{l=a}^b t(l)

    Side condition: l is of sort N0 and so is a; s and t are scalars; l is not free in a, b,
    which are defined.
    A hypothesis that does not speak of l stays as it is.
    """
    premise, = only(premises, 1)
    left, right = sides(premise.conclusion)
    index, lower, upper = witness.symbol("index"), witness.term("lower"), witness.term("upper")
    if index.sort != "N0" or sort_of(lower) != "N0" or sort_of(upper) not in ("N0", "Z"):
        raise Refused("a level runs over natural numbers")
    if index in lower.free | upper.free or left.shape is not None:
        raise Refused("scalars are added, over bounds that do not depend on the level")
    for bound in (lower, upper):
        context.definedness(()).require(bound)
    hypotheses = tuple(
        Term("forall_in", (), (index, h, lower, upper)) if index in h.free else h
        for h in premise.hypotheses)
    return claim(hypotheses, eq(series_sum(index, left, lower, upper),
                                series_sum(index, right, lower, upper)))


@inference
def telescope(context: Context, premises: tuple[Claim, ...], witness: Witness) -> Claim:
    """A sum of differences is the difference of its ends.

    ::

        -------------------------------------------------
        |- sum_{l=1}^n (f(l) - f(l - 1)) = f(n) - f(0)

    Side condition: n is of sort N0; f is a scalar that is defined at every level. (By induction
    on n: both sides are 0 at n = 0 and grow by f(n + 1) - f(n).)
    """
    only(premises, 0)
    index, body, upper = witness.symbol("index"), witness.term("body"), witness.term("upper")
    if index.sort != "N0" or sort_of(upper) != "N0" or index in upper.free:
        raise Refused("a level runs over natural numbers")
    if body.shape is not None or body.is_formula or conditions(body):
        raise Refused(f"not shown to be a scalar that is defined at every level: {body}")
    for part in (body, upper):
        context.definedness(()).require(part)
    before = substitute(body, {index: sub(index, 1)})
    return claim((), eq(series_sum(index, add(body, neg(before)), 1, upper),
                        add(substitute(body, {index: upper}),
                            neg(substitute(body, {index: term(0)})))))
