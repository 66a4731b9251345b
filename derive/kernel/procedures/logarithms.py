"""Inferences: logarithms of products and of powers of e, and powers by logarithms. TRUSTED.

    G |- s and t and ... are positive                  u is real
    ------------------------------------------     ---------------------
    G |- log(s t ...) = log s + log t + ...        G |- log(exp u) = u

    G |- p is positive, v is real
    -----------------------------
      G |- p^v = exp(v log p)

Of negative numbers the first is false: log((-1)(-1)) is 0, and log(-1) is not defined; so is the
last: (-1)^2 is 1.
"""

from __future__ import annotations

from derive.kernel.claim import Claim, Refused, claim
from derive.kernel.infer.context import Context, Witness, inference, union
from derive.terms.build import add, eq, exp, mul, power
from derive.terms.domains import sort_of
from derive.terms.term import Term


def _log(t: Term) -> Term:
    return Term("log", (), (t,))


@inference
def log_of_product(context: Context, premises: tuple[Claim, ...], witness: Witness) -> Claim:
    """See above; ``factors`` are s, t, ..., and premises may show that they are positive."""
    factors = witness.terms("factors")
    hypotheses = union(premises, *witness.hypotheses())
    defined = context.definedness(hypotheses, premises)
    if len(factors) < 2:
        raise Refused("a product has at least two factors")
    for factor in factors:
        defined.require(factor)
        if not defined.facts.positive(factor):
            raise Refused(f"not shown: {factor} is positive")
    return claim(hypotheses, eq(_log(mul(*factors)), add(*map(_log, factors))))


@inference
def log_of_exp(context: Context, premises: tuple[Claim, ...], witness: Witness) -> Claim:
    """See above; of a complex u the principal value of the logarithm may be another."""
    u = witness.term("exponent")
    hypotheses = union(premises, *witness.hypotheses())
    defined = context.definedness(hypotheses, premises)
    defined.require(u)
    if u.shape is not None or not defined.facts.in_sort(u, sort_of(u), "R"):
        raise Refused(f"not shown to be a real number: {u}")
    return claim(hypotheses, eq(_log(exp(u)), u))


@inference
def power_by_logarithm(context: Context, premises: tuple[Claim, ...], witness: Witness) -> Claim:
    """See above; ``base`` is p, ``exponent`` is v, and premises may show that p is positive."""
    p, v = witness.term("base"), witness.term("exponent")
    hypotheses = union(premises, *witness.hypotheses())
    defined = context.definedness(hypotheses, premises)
    for part in (p, v):
        defined.require(part)
    if p.shape is not None or not defined.facts.positive(p):
        raise Refused(f"not shown: {p} is positive")
    if v.shape is not None or not defined.facts.in_sort(v, sort_of(v), "R"):
        raise Refused(f"not shown to be a real number: {v}")
    return claim(hypotheses, eq(power(p, v), exp(mul(v, _log(p)))))
