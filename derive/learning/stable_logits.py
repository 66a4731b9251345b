"""The form of softplus that neither overflows nor cancels, shown by two cases.

    log(1 + e^z) = (z + |z|)/2 + log(1 + e^-|z|)

Where 0 <= z both sides are z + log(1 + e^-z), where z < 0 both are log(1 + e^z); (z + |z|)/2 is
the larger of z and 0, and the exponent on the right is never positive. Binary cross-entropy from
logits is softplus(z) - y z, so this is its stable form too. Read first: ``kernel.procedures
.absolute``, ``kernel.procedures.logarithms``.
"""

from __future__ import annotations

from derive.kernel.derivation import Derivation, Step
from derive.learning.activation import X
from derive.learning.activations.softplus import ACTIVATION as SOFTPLUS
from derive.terms.build import add, call, div, eq, exp, le, lt, neg, term
from derive.terms.term import Term

SIZE = Term("abs", (), (X,))


def _log(t: Term) -> Term:
    return Term("log", (), (t,))


def stable_form(z: Term) -> Term:
    """``(z + |z|)/2 + log(1 + e^-|z|)``."""
    size = Term("abs", (), (z,))
    return add(div(add(z, size), 2), _log(add(1, exp(neg(size)))))


def stable_softplus(derivation: Derivation, defined: Step, label: str = "stable") -> Step:
    """``softplus(x) = (x + |x|)/2 + log(1 + e^-|x|)``, with ``defined`` the step that defines it.

    The two cases are labelled ``<label> above`` and ``<label> below``.

    >>> d = Derivation("stable")
    >>> define = d.step("define", function=SOFTPLUS.symbol, parameters=[X], body=SOFTPLUS.body,
    ...                 bases=[])
    >>> stable_softplus(d, define).claim.hypotheses
    ()
    """
    plain = _log(add(1, exp(X)))
    above, below = _above(derivation, plain, label), _below(derivation, plain, label)
    both = derivation.step("excluded_middle", above, below, left=term(0), right=X, ordered=1)
    return derivation.step("ring", defined, both, label=label, cofactors=[term(1), term(1)],
                           conclusion=eq(call(SOFTPLUS.symbol, X), stable_form(X)))


def _above(derivation: Derivation, plain: Term, label: str) -> Step:
    """Where 0 <= x: e^x is a factor of 1 + e^x, and |x| is x."""
    here = derivation.step("assume", formula=le(0, X))
    size = derivation.step("absolute_value", here)
    split = derivation.step("log_of_product", factors=[exp(X), add(1, exp(neg(X)))])
    front = derivation.step("log_of_exp", exponent=X)
    summed = eq(plain, add(div(add(X, X), 2), _log(add(1, exp(neg(X))))))
    found = derivation.step("ring", split, front, conclusion=summed,
                            cofactors=[term(1), term(1)])
    turned = derivation.step("ring", size, conclusion=eq(X, SIZE), cofactors=[term(-1)])
    found = derivation.step("rewrite", found, turned, path=[1, 0, 0, 1])
    return derivation.step("rewrite", found, turned, path=[1, 1, 0, 1, 0, 0],
                           label=f"{label} above")


def _below(derivation: Derivation, plain: Term, label: str) -> Step:
    """Where x < 0: |x| is -x, and the first summand is 0."""
    here = derivation.step("assume", formula=lt(X, 0))
    size = derivation.step("absolute_value", here)
    opposite = neg(X)
    summed = eq(plain, add(div(add(X, opposite), 2), _log(add(1, exp(neg(opposite))))))
    found = derivation.step("ring", conclusion=summed, cofactors=[])
    turned = derivation.step("ring", size, conclusion=eq(opposite, SIZE), cofactors=[term(-1)])
    found = derivation.step("rewrite", found, turned, path=[1, 0, 0, 1])
    return derivation.step("rewrite", found, turned, path=[1, 1, 0, 1, 0, 0],
                           label=f"{label} below")
