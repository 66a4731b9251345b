"""Equations at every level add up or multiply; sums of differences collapse. TRUSTED.

With these a statement about one generic layer becomes one about a network of any depth, or
about a recurrence over any number of times.
"""

from __future__ import annotations

from derive.kernel.claim import Claim, Refused, claim
from derive.kernel.infer.context import Context, Witness, inference, only, sides
from derive.kernel.procedures.conditions import conditions, in_range
from derive.terms.binding import substitute
from derive.terms.build import add, eq, le, neg, series_sum, sub, term
from derive.terms.domains import sort_of
from derive.terms.shapes import size_key
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
    A hypothesis that does not speak of l stays as it is; what is evident in the range, as
    0 <= l - 1 for l = 1..b, is left out.
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
    hypotheses = everywhere(premise.hypotheses, index, lower, upper)
    return claim(hypotheses, eq(series_sum(index, left, lower, upper),
                                series_sum(index, right, lower, upper)))


def everywhere(hypotheses: tuple[Term, ...], index: Term, lower: Term, upper: Term
               ) -> tuple[Term, ...]:
    """The hypotheses for every level in a range."""
    ranged = tuple(in_range(((index, lower, upper),), h) if index in h.free else h
                   for h in hypotheses)
    return tuple(h for h in ranged if h is not None)


@inference
def multiply_levels(context: Context, premises: tuple[Claim, ...], witness: Witness) -> Claim:
    """A recursion through the levels is an ordered product.

    ::

                       G(k) |- v(k - 1) = B(k) v(k)
        -------------------------------------------------------------
        G(k) for k = a+1..b, a <= b  |-  v(a) = (prod_{k=a+1}^b B(k)) v(b)

    Side condition: k is of sort N0, a and b of sort N0 and free of k; a <= b, since the product
    over no levels is I; v(a) and v(b) are defined, also where there is no level between. (By
    induction on b - a: at 0 it says v(a) = v(a), and the factor with the least level stands
    first.)
    """
    premise, = only(premises, 1)
    left, right = sides(premise.conclusion)
    index, lower, upper = witness.symbol("index"), witness.term("lower"), witness.term("upper")
    factor, vector = witness.term("factor"), witness.term("vector")
    if index.sort != "N0" or sort_of(lower) != "N0" or sort_of(upper) != "N0":
        raise Refused("a level runs over natural numbers")
    if index in lower.free | upper.free:
        raise Refused("the ends of the product depend on the level")
    for bound in (lower, upper):
        context.definedness(()).require(bound)
    if left is not substitute(vector, {index: sub(index, 1)}) or (
            right is not Term("matmul", (), (factor, vector))):
        raise Refused("the premise should say v(k - 1) = B(k) v(k)")
    first = add(lower, 1)
    ends = [substitute(vector, {index: end}) for end in (lower, upper)]
    product = Term("matprod", (), (index, factor, first, upper))
    conclusion = eq(ends[0], Term("matmul", (), (product, ends[1])))
    return claim((*everywhere(premise.hypotheses, index, first, upper), le(lower, upper),
                  *conditions(conclusion)), conclusion)


@inference
def peel_product(context: Context, premises: tuple[Claim, ...], witness: Witness) -> Claim:
    """An ordered product over no level, and one factor taken off in front.

    ::

        |- prod_{k=a}^{a-1} B(k) = I      a <= b |- prod_{k=a}^b B(k) = B(a) prod_{k=a+1}^b B(k)

    Side condition: without a <= b the product is I, and there is nothing to take off.
    """
    only(premises, 0)
    product = witness.term("product")
    if product.head != "matprod" or product.shape is None:
        raise Refused(f"an ordered product is peeled, not {product}")
    index, factor, lower, upper = product.args
    if size_key(add(upper, 1)) == size_key(lower):
        return claim(conditions(product), eq(product, Term("identity", (), product.shape[:1])))
    rest = Term("matprod", (), (index, factor, add(lower, 1), upper))
    first = substitute(factor, {index: lower})
    return claim((*conditions(product), le(lower, upper)),
                 eq(product, Term("matmul", (), (first, rest))))


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
