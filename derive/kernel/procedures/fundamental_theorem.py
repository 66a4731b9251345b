"""Integrals between two numbers by an antiderivative. TRUSTED."""

from __future__ import annotations

from derive.kernel.calculus import derived
from derive.kernel.claim import Claim, Refused, claim
from derive.kernel.elementary.form import ElementaryNormalizer
from derive.kernel.infer.context import Context, Witness, inference, union
from derive.kernel.naming import named_by_height
from derive.kernel.wellformed import SMOOTH_HEADS, Definedness
from derive.terms.binding import substitute
from derive.terms.build import eq, integral, le, lt, sub, term
from derive.terms.domains import sort_of, within
from derive.terms.term import BINDER_HEADS, Term

#: heads whose value depends continuously on their arguments wherever it is defined
CONTINUOUS_HEADS = SMOOTH_HEADS | {"abs"}


@inference
def fundamental_theorem(context: Context, premises: tuple[Claim, ...], witness: Witness) -> Claim:
    """The integral of f from a to b by a function F whose derivative is f.

    ::

        ------------------------------------
        G |- integral of f from a to b = F(b) - F(a)

    Side condition: f and F are defined and continuous for every x from a to b, both included (for
    every real x where it is not certain which of a and b is larger); between them F is of class
    C^1 and the table's derivative of F is f, in the elementary normal form.
    """
    x, body, inverse = witness.symbol("symbol"), witness.term("body"), witness.term("inverse")
    lower, upper = witness.term("lower"), witness.term("upper")
    hypotheses = union(premises, *witness.hypotheses())
    base = context.definedness(hypotheses, premises)
    whole = integral(x, body, lower, upper)
    if x.sort != "R":
        raise Refused(f"{x} does not range over the line")
    for end in (lower, upper):
        base.require(end)
        if not within(sort_of(end), "R"):
            raise Refused(f"the bound {end} is not shown to be real")
    name, f, *_ = named_by_height(whole)
    antiderivative = _named(whole, inverse, name)
    inside, between = _interval(base, name, lower, upper)
    closed = Definedness(base.facts.extended(inside), base.known)
    for part in (f, antiderivative):
        closed.require(part)
        require_continuous(part, name)
    opened = Definedness(base.facts.extended((*inside, *between)), base.known)
    opened.smooth(antiderivative, name, 1)
    slope = derived(antiderivative, name)
    opened.require(slope)
    forms = ElementaryNormalizer(context.normalizer.factory, (*hypotheses, *inside, *between))
    if not forms.equal(slope, f):
        raise Refused(f"the derivative of {inverse} is not {body}")
    value = sub(substitute(inverse, {x: upper}), substitute(inverse, {x: lower}))
    base.require(value)
    return claim(hypotheses, eq(whole, value))


def _named(whole: Term, inverse: Term, name: Term) -> Term:
    """The antiderivative in the name that the integral's symbol goes by in the kernel."""
    if name in inverse.free:
        raise Refused(f"the name {name} is the kernel's own")
    return substitute(inverse, {whole.args[0]: name})


def _interval(base: Definedness, name: Term, lower: Term, upper: Term
              ) -> tuple[tuple[Term, ...], tuple[Term, ...]]:
    """What holds of x from one bound to the other, and what holds strictly between them."""
    if base.facts.nonnegative(sub(upper, lower)):
        first, last = lower, upper
    elif base.facts.nonnegative(sub(lower, upper)):
        first, last = upper, lower
    else:
        return (), ()
    inside, between = [le(first, name), le(name, last)], [lt(first, name), lt(name, last)]
    for below, above, sides in ((term(0), first, (term(0), name)),
                                (last, term(0), (name, term(0)))):
        if base.facts.positive(sub(above, below)):  # all of the interval is on one side of 0
            inside.append(lt(*sides))
        elif base.facts.nonnegative(sub(above, below)):
            inside.append(le(*sides))
            between.append(lt(*sides))
    return tuple(inside), tuple(between)


def require_continuous(body: Term, x: Term) -> None:
    """Refuse unless a term depends on x by functions that are continuous where defined."""
    if x not in body.free or body.head == "sym":
        return
    if body.head in BINDER_HEADS or body.head not in CONTINUOUS_HEADS:
        raise Refused(f"not shown to be continuous in {x}: {body}")
    if body.head == "call":
        smooth, sorts = body.args[0].data[3], body.args[0].data[1]
        taken = sum(d for d in body.data if isinstance(d, int))
        assert isinstance(smooth, int)
        assert isinstance(sorts, tuple)
        if smooth != -1 and smooth <= taken:
            raise Refused(f"{body.args[0]} is not known to be continuous")
        if any(x in a.free and s not in ("R", "P")
               for a, s in zip(body.args[1:], sorts, strict=True)):
            raise Refused(f"{body} is not continuous in an argument that is no real number")
    for arg in body.args:
        require_continuous(arg, x)
