"""Whether a matrix is positive semidefinite at random entries: a column x with x^T H x < 0 refutes.

Everything is evaluated in balls; H is drawn with its hypotheses as in ``matrix_claims``.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from typing import Any

from derive.kernel.refute.truncated import Truncated

WIDEST = 4  # rows of the matrices that are tried with every column of -1, 0, 1


def negative_direction(entries: list[list[Truncated]]) -> tuple[tuple[int, ...], Any] | None:
    """A column x of -1, 0, 1 and the ball of x^T H x, certainly below 0; or None.

    >>> from flint import arb
    >>> rows = [[Truncated([arb(v)]) for v in row] for row in ((1, 2), (2, 1))]
    >>> negative_direction(rows)
    ((-1, 1), -2.00000000000000)
    """
    for x in _columns(len(entries)):
        value = sum(entries[i][j].coefficients[0] * (x[i] * x[j])
                    for i in range(len(x)) for j in range(len(x)) if x[i] and x[j])
        if x != (0,) * len(x) and value < 0:
            return x, value
    return None


def _columns(size: int) -> Iterator[tuple[int, ...]]:
    if size <= WIDEST:
        yield from product((-1, 0, 1), repeat=size)
        return
    for i in range(size):
        yield tuple(int(k == i) for k in range(size))
