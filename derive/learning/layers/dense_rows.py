"""A dense layer for samples in rows: Z = A W + 1 b^T, with W of shape inputs x outputs."""

from __future__ import annotations

from collections.abc import Callable

from derive.catalog import LAYERS
from derive.learning.layer import Layer, Made
from derive.rules.reverse_sweep import Let
from derive.terms.matrices import matadd, matmul, matrix, ones, transpose, vector
from derive.terms.term import Term


def dense_rows(given: Term, rows: Term, level: Term, sigma: Callable[[Term], Term] | None,
               batch: Term) -> Made:
    """``Z^l = A^{l-1} W^l + 1 (b^l)^T``, ``A^l = sigma(Z^l)``."""
    assert given.shape is not None
    weights = matrix("W", given.shape[1], rows, level)
    bias = vector("b", rows, level)
    z = matrix("Z", batch, rows, level)
    lets = [Let(z, matadd(matmul(given, weights), matmul(ones(batch, 1), transpose(bias))))]
    output = z
    if sigma is not None:
        output = matrix("A", batch, rows, level)
        lets.append(Let(output, sigma(z)))
    return Made(tuple(lets), (weights, bias), output)


LAYER = Layer("dense_rows", dense_rows,
              "Goodfellow, Bengio, Courville, Deep Learning, 2016, section 6.5.6")
LAYERS.add(LAYER.name, LAYER)
