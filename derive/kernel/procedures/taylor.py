"""Inference: a polynomial is as good as a function near 0. TRUSTED. Next: ``taylor_models``."""

from __future__ import annotations

from fractions import Fraction

from derive.kernel.claim import Claim, Refused, claim
from derive.kernel.infer.context import Context, Witness, inference, only
from derive.kernel.taylor_models import least_of, model
from derive.terms.build import le, lt, mul, sub
from derive.terms.term import Term


@inference
def taylor_bound(context: Context, premises: tuple[Claim, ...], witness: Witness) -> Claim:
    """The error of a polynomial, relative to the polynomial, on an interval about 0.

    ::

        ------------------------------   f - p = x^k (d + ...), p = x^k (c + ...)
        G |- |f - p| <= epsilon |p|

    Side condition: G holds |x| <= r (or < r); f and p are made of x alone; |x|^-k |f - p| is at
    most epsilon times what |x|^-k |p| is at least, by Taylor models for |x| <= r; r and epsilon
    are positive; f is defined where G holds.
    """
    only(premises, 0)
    x, f, p = witness.symbol("symbol"), witness.term("function"), witness.term("polynomial")
    radius, epsilon = number(witness.term("radius")), number(witness.term("epsilon"))
    hypotheses = witness.hypotheses()
    size = Term("abs", (), (x,))
    if le(size, witness.term("radius")) not in hypotheses and (
            lt(size, witness.term("radius")) not in hypotheses):
        raise Refused(f"it is not among the hypotheses that |{x}| is at most {radius}")
    if x.sort not in ("R", "P") or (f.free | p.free) - {x}:
        raise Refused(f"a Taylor model is one of a real {x} alone")
    if radius <= 0 or epsilon <= 0:
        raise Refused("the radius and the error are positive")
    defined = context.definedness(hypotheses)
    conclusion = le(Term("abs", (), (sub(f, p),)),
                    mul(witness.term("epsilon"), Term("abs", (), (p,))))
    defined.require(conclusion)
    polynomial = model(p, x, radius)
    if polynomial.bound or not polynomial.c:
        raise Refused("the second function is no polynomial of small degree")
    error = (model(f, x, radius) + -polynomial).size(polynomial.low)
    if error > epsilon * least_of(polynomial):
        raise Refused(f"not shown: the error is at most {epsilon} times the polynomial")
    return claim(hypotheses, conclusion)


def number(t: Term) -> Fraction:
    """The rational number that a term spells out."""
    if t.head == "int":
        return Fraction(t.value)
    if t.head == "div" and t.args[0].head == t.args[1].head == "int" and t.args[1].value:
        return Fraction(t.args[0].value, t.args[1].value)
    raise Refused(f"{t} is no rational number")
