"""Integrals from 0 on of polynomials times Gaussians, and of what becomes one. TRUSTED.

Read first: ``line_integrals``, whose ``even_integral`` belongs here too.
"""

from __future__ import annotations

from derive.kernel.claim import Claim, Refused, claim
from derive.kernel.infer.context import Context, Witness, inference, only, require_absent
from derive.kernel.procedures.line_integrals import antiderivative, combination
from derive.terms.binding import alpha_equal, substitute
from derive.terms.build import INFINITY, add, decay, eq, integral, mul, neg, power, term
from derive.terms.term import Term


def _from_zero(x: Term, body: Term) -> Term:
    return integral(x, body, 0, INFINITY)


@inference
def total_derivative_from_zero(context: Context, premises: tuple[Claim, ...], witness: Witness
                               ) -> Claim:
    """The integral from 0 on of a derivative that vanishes at infinity.

    ::

        G1 |- f = d/dx F      G2 |- F decays: polynomials times Gaussians
        -----------------------------------------------------------------
                G1, G2 |- integral of f from 0 on = -F(0)

    Side condition: x is not free in G1, G2.
    """
    hypotheses, x, left, inner = antiderivative(premises, witness)
    return claim(hypotheses, eq(_from_zero(x, left), neg(substitute(inner, {x: term(0)}))))


@inference
def linear_integral_from_zero(context: Context, premises: tuple[Claim, ...], witness: Witness
                              ) -> Claim:
    """``linear_integral`` with every integral from 0 on; the same premises and conditions."""
    hypotheses, x, body, pairs = combination(context, premises, witness)
    total = add(*(mul(a, _from_zero(x, f)) for a, f in pairs))
    return claim(hypotheses, eq(_from_zero(x, body), total))


@inference
def substitute_square(context: Context, premises: tuple[Claim, ...], witness: Witness) -> Claim:
    """The substitution x = s y^2 in an integral from 0 on.

    ::

                 G |- f(s y^2) decays in y
        -----------------------------------------------------------------
        G |- integral of f from 0 on = integral of 2 s y f(s y^2) from 0 on

    Side condition: s > 0 does not depend on x or y; x and y are real, and not free in G; y is
    not free in f.
    """
    first, = only(premises, 1)
    x, y = witness.symbol("symbol"), witness.symbol("new")
    body, scale = witness.term("body"), witness.term("scale")
    for symbol in (x, y):
        require_absent(symbol, first.hypotheses)
        if symbol in scale.free or symbol.sort != "R":
            raise Refused(f"the substitution's constant depends on {symbol}, or it is not real")
    if y is x or y in body.free:
        raise Refused(f"{y} already stands in the integrand")
    defined = context.definedness(first.hypotheses)
    defined.require(scale)
    if not defined.facts.positive(scale):
        raise Refused(f"not shown: the scale {scale} is positive")
    moved = substitute(body, {x: mul(scale, power(y, 2))})
    if not alpha_equal(first.conclusion, decay(y, moved)):
        raise Refused("the premise should say that f(s y^2) decays")
    return claim(first.hypotheses, eq(_from_zero(x, body), _from_zero(
        y, mul(2, scale, y, moved))))
