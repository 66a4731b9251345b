"""Integrals over the line of polynomials times Gaussians. TRUSTED. Next: ``half_line``."""

from __future__ import annotations

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
from derive.terms.binding import alpha_equal, substitute
from derive.terms.build import INFINITY, add, div, eq, integral, mul, neg
from derive.terms.domains import sort_of, within
from derive.terms.term import Term


def _decays(premise: Claim, x: Term, body: Term) -> bool:
    wanted = Term("decay", (), (x, body))
    return alpha_equal(premise.conclusion, wanted)


@inference
def total_derivative(context: Context, premises: tuple[Claim, ...], witness: Witness) -> Claim:
    """The integral of a derivative that vanishes at both ends.

    ::

        G1 |- f = d/dx F      G2 |- F decays: polynomials times Gaussians
        --------------------------------------------------------------
                G1, G2 |- integral of f over the line = 0

    Side condition: x is not free in G1, G2.
    """
    hypotheses, x, left, _ = antiderivative(premises, witness)
    return claim(hypotheses, eq(integral(x, left), 0))


def antiderivative(premises: tuple[Claim, ...], witness: Witness
                   ) -> tuple[tuple[Term, ...], Term, Term, Term]:
    """The hypotheses, x, f and F of the premises f = d/dx F and F decays."""
    equation, decaying = only(premises, 2)
    x = witness.symbol("symbol")
    hypotheses = union(premises)
    require_absent(x, hypotheses)
    if x.sort != "R":
        raise Refused(f"{x} does not range over the line")
    left, right = sides(equation.conclusion)
    if right.head != "derivative" or right.data != (1,) or right.args[2] is not x or (
            x is not right.args[0] and x in right.args[1].free):
        raise Refused(f"the right side should be d/d{x} of something")
    inner = substitute(right.args[1], {right.args[0]: x})
    if not _decays(decaying, x, inner):
        raise Refused("the second premise speaks of another function")
    return hypotheses, x, left, inner


@inference
def linear_integral(context: Context, premises: tuple[Claim, ...], witness: Witness) -> Claim:
    """The integral of a sum is the sum of the integrals.

    ::

        G_i |- f_i is a polynomial times a Gaussian
        ----------------------------------------------   f = sum a_i f_i
        G |- integral of f = sum a_i integral of f_i

    Side condition: x is free neither in G nor in an a_i; everything is defined.
    """
    hypotheses, x, body, pairs = combination(context, premises, witness)
    total = add(*(mul(a, integral(x, f)) for a, f in pairs))
    return claim(hypotheses, eq(integral(x, body), total))


def combination(context: Context, premises: tuple[Claim, ...], witness: Witness
                ) -> tuple[tuple[Term, ...], Term, Term, list[tuple[Term, Term]]]:
    """The hypotheses, x, f and the pairs (a_i, f_i) of f = sum a_i f_i, where the f_i decay."""
    x, body = witness.symbol("symbol"), witness.term("body")
    parts, factors = witness.terms("parts"), witness.terms("factors")
    only(premises, len(parts))
    hypotheses = union(premises)
    require_absent(x, hypotheses)
    if not parts or len(parts) != len(factors) or x.sort != "R":
        raise Refused("each part takes one factor")
    for premise, part, factor in zip(premises, parts, factors, strict=True):
        if not _decays(premise, x, part):
            raise Refused(f"no premise says that {part} decays")
        if x in factor.free:
            raise Refused(f"the factor {factor} depends on {x}")
    # The free x of the hypotheses is absent, so x is arbitrary in what follows.
    defined = context.definedness(hypotheses)
    defined.require(body)
    for factor in factors:
        defined.require(factor)
    combined = add(*(mul(a, f) for a, f in zip(factors, parts, strict=True)))
    if not context.normalizer.equal(body, combined):
        raise Refused(f"{body} is not the combination of the parts")
    return hypotheses, x, body, list(zip(factors, parts, strict=True))


@inference
def substitute_integral(context: Context, premises: tuple[Claim, ...], witness: Witness) -> Claim:
    """The substitution x = s y + c in an integral over the line.

    ::

               G |- f decays in x
        -------------------------------------------------
        G |- integral f(x) dx = s integral f(s y + c) dy

    Side condition: s > 0; s and c do not depend on x or y; y is new; x, y not free in G.
    """
    first, = only(premises, 1)
    if first.conclusion.head != "decay":
        raise Refused("the premise should say that the integrand decays")
    x, body = first.conclusion.args
    y = witness.symbol("new")
    scale, shift = witness.term("scale"), witness.term("shift")
    for symbol in (x, y):
        require_absent(symbol, first.hypotheses)
        if symbol in scale.free | shift.free or symbol.sort != "R":
            raise Refused(f"the substitution's constants depend on {symbol}")
    if y is not x and y in body.free:
        raise Refused(f"{y} already stands in the integrand")
    defined = context.definedness(first.hypotheses)
    defined.require(scale)
    defined.require(shift)
    if not defined.facts.positive(scale) or not within(sort_of(shift), "R"):
        raise Refused(f"not shown: the scale {scale} is positive")
    moved = substitute(body, {x: add(mul(scale, y), shift)})
    return claim(first.hypotheses,
                 eq(integral(x, body), mul(scale, integral(y, moved))))


@inference
def even_integral(context: Context, premises: tuple[Claim, ...], witness: Witness) -> Claim:
    """An even function from 0 on: half of its integral over the line.

    ::

        G |- f decays in x
        ---------------------------------------------------   f(-x) = f(x)
        G |- integral of f from 0 on = 1/2 integral of f over the line

    Side condition: f(-x) and f(x) have the same normal form; x is real and not free in G.
    """
    first, = only(premises, 1)
    if first.conclusion.head != "decay":
        raise Refused("the premise should say that the integrand decays")
    x, body = first.conclusion.args
    require_absent(x, first.hypotheses)
    if x.sort != "R":
        raise Refused(f"{x} does not range over the line")
    if not context.normalizer.equal(body, substitute(body, {x: neg(x)})):
        raise Refused(f"{body} is not seen to be even in {x}")
    return claim(first.hypotheses,
                 eq(integral(x, body, 0, INFINITY), div(integral(x, body), 2)))
