"""Inferences: the logarithm of a product of positive numbers, and that of a power of e. TRUSTED.

    G |- s and t and ... are positive                  u is real
    ------------------------------------------     ---------------------
    G |- log(s t ...) = log s + log t + ...        G |- log(exp u) = u

Of negative numbers the first is false: log((-1)(-1)) is 0, and log(-1) is not defined.
"""

from __future__ import annotations

from derive.kernel.claim import Claim, Refused, claim
from derive.kernel.infer.context import Context, Witness, inference, union
from derive.terms.build import add, eq, exp, mul
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
