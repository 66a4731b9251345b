"""A residual layer: a^l = a^{l-1} + B^l sigma(z^l) with z^l = A^l a^{l-1}."""

from __future__ import annotations

from collections.abc import Callable

from derive.catalog import LAYERS
from derive.learning.layer import Layer, Made
from derive.rules.reverse_sweep import Let
from derive.terms.build import function
from derive.terms.matrices import apply, matadd, matmul, matrix
from derive.terms.term import Term


def residual(given: Term, rows: Term, level: Term, sigma: Callable[[Term], Term] | None,
             batch: Term) -> Made:
    """``a^l = a^{l-1} + B^l sigma(A^l a^{l-1})``; ``rows`` is the inner width."""
    assert given.shape is not None
    width = given.shape[0]
    inner = matrix("A", rows, width, level)
    outer = matrix("B", width, rows, level)
    z = matrix("z", rows, batch, level)
    output = matrix("a", width, batch, level)
    activated = sigma(z) if sigma is not None else apply(function("sigma"), z)
    return Made((Let(z, matmul(inner, given)),
                 Let(output, matadd(given, matmul(outer, activated)))), (inner, outer), output)


LAYER = Layer("residual", residual, "He, Zhang, Ren, Sun, CVPR 2016")
LAYERS.add(LAYER.name, LAYER)
