"""A dense layer: z = W a + b (for a batch Z = W A + b 1^T), then sigma entry by entry."""

from __future__ import annotations

from collections.abc import Callable

from derive.catalog import LAYERS
from derive.learning.layer import Layer, Made
from derive.rules.reverse_sweep import Let
from derive.terms.matrices import matadd, matmul, matrix, ones, vector
from derive.terms.shapes import is_one
from derive.terms.term import Term


def dense(given: Term, rows: Term, level: Term, sigma: Callable[[Term], Term] | None,
          batch: Term) -> Made:
    """``z^l = W^l a^{l-1} + b^l``, ``a^l = sigma(z^l)``."""
    assert given.shape is not None
    one = is_one(batch)
    weights = matrix("W", rows, given.shape[0], level)
    bias = vector("b", rows, level)
    z = matrix("z" if one else "Z", rows, batch, level)
    spread = bias if one else matmul(bias, ones(1, batch))
    lets = [Let(z, matadd(matmul(weights, given), spread))]
    output = z
    if sigma is not None:
        output = matrix("a" if one else "A", rows, batch, level)
        lets.append(Let(output, sigma(z)))
    return Made(tuple(lets), (weights, bias), output)


LAYER = Layer("dense", dense, "Nielsen, Neural Networks and Deep Learning, 2015, chapter 2")
LAYERS.add(LAYER.name, LAYER)
