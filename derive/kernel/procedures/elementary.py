"""Equations in the elementary normal form. TRUSTED. Next: ``kernel.elementary``."""

from __future__ import annotations

from derive.kernel.claim import Claim
from derive.kernel.elementary.form import ElementaryNormalizer
from derive.kernel.infer.algebra import combination
from derive.kernel.infer.context import Context, Witness, inference, union


@inference
def elementary(context: Context, premises: tuple[Claim, ...], witness: Witness) -> Claim:
    """``ring`` with trigonometry, logarithms, conjugates, factorials and finite sums.

    ::

        G_i |- l_i = r_i
        ----------------   D (s - t) = sum q_i (l_i - r_i) in the elementary normal form
           G |- s = t

    Side condition: D is not 0; s, t, D and the q_i are defined where G holds.
    """
    formulas = (*union(premises, *witness.hypotheses()), *(p.conclusion for p in premises))
    forms = ElementaryNormalizer(context.normalizer.factory, formulas)
    return combination(context, premises, witness, forms)
