"""Inference: the absolute value of a real number whose sign is known. TRUSTED.

    G |- 0 <= u  (or 0 < u)          G |- u <= 0  (or u < 0)
    -----------------------          -----------------------
         G |- |u| = u                    G |- |u| = -u

Side condition: the other side of the premise is the number 0, and u is real.
"""

from __future__ import annotations

from derive.kernel.claim import Claim, Refused, claim
from derive.kernel.infer.context import Context, Witness, inference, only
from derive.terms.build import eq, neg, term
from derive.terms.domains import sort_of, within
from derive.terms.term import Term


@inference
def absolute_value(context: Context, premises: tuple[Claim, ...], witness: Witness) -> Claim:
    """See above; what the premise compares with 0 is u."""
    (premise,) = only(premises, 1)
    formula = premise.conclusion
    if formula.head not in ("lt", "le") or term(0) not in formula.args:
        raise Refused(f"expected 0 <= u or u <= 0, found {formula}")
    below = formula.args[0] is term(0)
    u = formula.args[1] if below else formula.args[0]
    if u.shape is not None or not within(sort_of(u), "R"):
        raise Refused(f"not shown to be a real number: {u}")
    return claim(premise.hypotheses, eq(Term("abs", (), (u,)), u if below else neg(u)))
