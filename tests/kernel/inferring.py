"""One inference at a time: premises are said outright; the answer is a claim or Refused."""

from __future__ import annotations

import pytest

from derive.kernel.claim import Claim, Refused, claim
from derive.kernel.infer import INFERENCES, Context, Witness
from derive.kernel.normal import Normalizer
from derive.kernel.procedures import load_all
from derive.terms.build import eq, function, symbol, term
from derive.terms.term import Term

load_all()

X, Y, T, S = (symbol(name) for name in "xyts")
P, Q = symbol("p", "P"), symbol("q", "P")
Z = symbol("z", "C")
N, K, J = (symbol(name, "N0") for name in "nkj")
F, G = function("f"), function("g")
ROUGH = function("r", ("R",), "R", 1)  # of class C^1 only
SEQUENCE = function("c", ("N0",))
ZERO, ONE, TRUE = term(0), term(1), eq(1, 1)


def given(conclusion: Term, *hypotheses: Term) -> Claim:
    """A premise: ``hypotheses |- conclusion``."""
    return claim(hypotheses, conclusion)


def infer(name: str, *premises: Claim, context: Context | None = None, **witness) -> Claim:
    return INFERENCES[name](context or Context(Normalizer()), premises, Witness(witness))


def refused(name: str, *premises: Claim, because: str, context: Context | None = None,
            **witness) -> None:
    """The kernel refuses, for the reason named (so that no other condition hides this one)."""
    with pytest.raises(Refused, match=because):
        infer(name, *premises, context=context, **witness)
