"""A derivative at a point around which the function is defined. TRUSTED."""

from __future__ import annotations

from contextlib import suppress

from derive.kernel.calculus import derived
from derive.kernel.claim import Claim, Refused, claim
from derive.kernel.infer.context import Context, Witness, inference, union
from derive.kernel.wellformed import Definedness
from derive.terms.binding import substitute
from derive.terms.build import eq
from derive.terms.term import Term


@inference
def local_derivative(context: Context, premises: tuple[Claim, ...], witness: Witness) -> Claim:
    """Carry out a derivative at a symbol where strict inequalities speak of it.

    ::

        -----------------------------------
        G |- (d^k body/dx^k)(p) = result(p)

    Side condition: p is a real symbol (or x itself). What G says of p and is used here are strict
    inequalities and "not equal" between functions that are continuous in p: they hold around p as
    well. There the body at p is defined and of class C^k; the result is what the table gives, in
    normal form, and is defined.
    """
    x, point = witness.symbol("symbol"), witness.symbol("point")
    body, result = witness.term("body"), witness.term("result")
    order = witness.number("order")
    hypotheses = union(premises, *witness.hypotheses())
    if not 1 <= order <= 8 or x.sort not in ("R", "P") or point.sort not in ("R", "P") or (
            x is not point and point in body.free) or (x.sort == "P" and point.sort != "P"):
        raise Refused("a derivative of order 1 to 8, at a real symbol that is new to the body")
    here = substitute(body, {x: point})
    around = _around(context, hypotheses, point)
    around.require(here)
    around.smooth(here, point, order)
    raw = here
    for _ in range(order):
        raw = derived(raw, point)
    context.definedness(hypotheses, premises).require(result)
    if not context.normalizer.equal(raw, result):
        raise Refused(f"the table gives {raw}, not {result}")
    return claim(hypotheses, eq(Term("derivative", (order,), (x, body, point)), result))


def _around(context: Context, hypotheses: tuple[Term, ...], point: Term) -> Definedness:
    """Definedness from those hypotheses that hold around the point if they hold at it."""
    kept = [h for h in hypotheses if point not in h.free]
    fixed = context.definedness(tuple(kept))
    for formula in hypotheses:
        if point in formula.free and formula.head in ("lt", "ne"):
            with suppress(Refused):  # not continuous: of no use here
                for side in formula.args:
                    fixed.require(side)
                    fixed.smooth(side, point, 0)
                kept.append(formula)
    return context.definedness(tuple(kept))
