"""The derivative of symbolic order: what d^n f/dx^n means, for every n. TRUSTED."""

from __future__ import annotations

from derive.kernel.claim import Claim, Refused, claim
from derive.kernel.infer.context import (
    Context,
    Witness,
    inference,
    only,
)
from derive.terms.build import add, derivative, eq, term
from derive.terms.term import Term


@inference
def iterate_derivative(context: Context, premises: tuple[Claim, ...], witness: Witness) -> Claim:
    """What the n-th derivative means: order 0 is the function, order n + 1 one derivative more.

    ::

        ------------------------------      --------------------------------------------
        |- (d^0 f/dx^0)(p) = f(p)           |- (d^(n+1) f/dx^(n+1))(x) = d/dx (d^n f/dx^n)(x)

    Side condition: f is of class C^infinity and defined for every x.
    """
    only(premises, 0)
    x, body = witness.symbol("symbol"), witness.term("body")
    hypotheses = witness.hypotheses()
    defined = context.definedness(hypotheses)
    if witness.has("order"):
        n = witness.term("order")
        higher = Term("derivative_n", (), (x, body, add(n, 1), x))
        conclusion = eq(higher, derivative(x, Term("derivative_n", (), (x, body, n, x))))
        if x in n.free:
            raise Refused("the order does not depend on the symbol")
    else:
        conclusion = eq(Term("derivative_n", (), (x, body, term(0), x)), body)
    defined.require(conclusion)
    return claim(hypotheses, conclusion)
