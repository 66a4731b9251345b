"""Inference: an equation that holds for every real x holds for every entry of a matrix. TRUSTED.

    Γ |- s(x) = t(x)
    -----------------      x is real and not free in Γ
    Γ |- s.(A) = t.(A)

where a number becomes that number times ones, sums stay sums, products become products by
entries and ``f(x)`` becomes ``f`` applied entry by entry.
"""

from __future__ import annotations

from derive.kernel.claim import Claim, Refused, claim
from derive.kernel.infer.context import Context, Witness, inference, only, require_absent, sides
from derive.terms import matrices as mx
from derive.terms.build import eq
from derive.terms.domains import sort_of
from derive.terms.term import Term

LARGEST_POWER = 8


@inference
def entrywise(context: Context, premises: tuple[Claim, ...], witness: Witness) -> Claim:
    """See above; the witness names x as ``symbol`` and A as ``matrix``."""
    premise, = only(premises, 1)
    x, matrix = witness.symbol("symbol"), witness.term("matrix")
    if x.sort != "R" or matrix.shape is None:
        raise Refused("an equation in a real symbol is lifted to a matrix")
    if any(sort_of(part) == "C" for part in matrix.walk() if part.shape is None
           and not part.is_formula and part.head != "fun"):
        raise Refused(f"the entries of {matrix} may not be real")
    require_absent(x, premise.hypotheses)
    return claim(premise.hypotheses, eq(*(lifted(side, x, matrix)
                                          for side in sides(premise.conclusion))))


def lifted(t: Term, x: Term, matrix: Term) -> Term:
    """The term in x, entry by entry of the matrix.

    >>> from derive.terms.build import add, call, function, neg, symbol
    >>> x, s = symbol("x"), function("s")
    >>> str(lifted(add(1, neg(call(s, x))), x, mx.vector("z", 3)))
    '(matadd (scale 1 (ones 3 1)) (scale (neg 1) (map 0 s z)))'
    """
    shape = matrix.shape
    assert shape is not None
    if t is x:
        return matrix
    if x not in t.free:
        return mx.scale(t, mx.ones(*shape))
    if t.head == "add":
        return mx.matadd(*(lifted(a, x, matrix) for a in t.args))
    if t.head == "neg":
        return mx.minus(lifted(t.args[0], x, matrix))
    if t.head == "mul":
        return mx.hadamard(*(lifted(a, x, matrix) for a in t.args))
    if t.head == "pow" and t.args[1].head == "int" and 0 < t.args[1].value <= LARGEST_POWER:
        return mx.hadamard(*[lifted(t.args[0], x, matrix)] * t.args[1].value)
    if t.head == "call" and t.args[1:] == (x,):
        return Term("map", t.data, (t.args[0], matrix))
    raise Refused(f"not lifted to entries: {t}")
