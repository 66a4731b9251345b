"""Derivatives: of both sides of an equation, and carried out by the table. TRUSTED."""

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
    union,
)
from derive.terms.binding import substitute
from derive.terms.build import derivative, eq
from derive.terms.term import Term


def _derivative_data(witness: Witness) -> tuple[Term, int]:
    x = witness.symbol("symbol")
    order = witness.number("order") if witness.has("order") else 1
    if not 1 <= order <= 8 or x.sort not in ("R", "P"):
        raise Refused("a derivative is of order 1 to 8 in a real symbol")
    return x, order


@inference
def differentiate(context: Context, premises: tuple[Claim, ...], witness: Witness) -> Claim:
    """Differentiate both sides of an equation that holds for every x.

    ::

              G |- a = b
        ---------------------
        G |- d a/dx = d b/dx

    Side condition: x is not free in G (from x = 2 nothing follows by differentiating); a or b
    is smooth enough in x.
    """
    first, = only(premises, 1)
    left, right = sides(first.conclusion)
    x, order = _derivative_data(witness)
    require_absent(x, first.hypotheses)
    defined = context.definedness(first.hypotheses, (first,))
    try:
        defined.smooth(left, x, order)
    except Refused:
        defined.smooth(right, x, order)
    return claim(first.hypotheses, eq(derivative(x, left, order), derivative(x, right, order)))


@inference
def compute_derivative(context: Context, premises: tuple[Claim, ...], witness: Witness) -> Claim:
    """Carry out a derivative by the fixed table.

    ::

        ----------------------------------------
        G |- (d^k body/dx^k)(point) = result

    Side condition: body is defined and of class C^k for every x where G holds; result is
    defined, and is what the table gives, in normal form.
    """
    x, order = _derivative_data(witness)
    body, point, result = witness.term("body"), witness.term("point"), witness.term("result")
    hypotheses = union(premises, *witness.hypotheses())
    defined = context.definedness(hypotheses, premises)
    left = Term("derivative", (order,), (x, body, point))
    defined.require(left)
    defined.require(result)
    raw = body
    for _ in range(order):
        raw = derived(raw, x)
    raw = substitute(raw, {x: point})
    if not context.normalizer.equal(raw, result):
        raise Refused(f"the table gives {raw}, not {result}")
    return claim(hypotheses, eq(left, result))
