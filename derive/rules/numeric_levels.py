"""A lowest level by diagonalization, to stand beside a refusal. UNTRUSTED, and said to be numeric.

Sinc functions on a grid, mass and hbar 1; two grids must agree to the digits that are given.
Source: D. T. Colbert and W. H. Miller, Journal of Chemical Physics 96, 1982 (1992).
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any


def lowest_level(potential: Callable[[Any], Any], digits: int = 6) -> str | None:
    """The lowest level of -psi''/2 + V psi on the line, or None where the grids disagree.

    >>> lowest_level(lambda x: x**2 / 2)
    '0.500000'
    """
    found = [_lowest(potential, width, points)
             for width, points in ((8.0, 161), (9.0, 221), (11.0, 321))]
    if not all(math.isfinite(value) for value in found):
        return None
    if max(found) - min(found) > 10.0 ** -(digits + 2):
        return None
    return f"{found[-1]:.{digits}f}"


def _lowest(potential: Callable[[Any], Any], width: float, points: int) -> float:
    import numpy

    x = numpy.linspace(-width, width, points)
    step = x[1] - x[0]
    place = numpy.arange(points)
    apart = place[:, None] - place[None, :]
    with numpy.errstate(divide="ignore", invalid="ignore", over="ignore"):
        kinetic = numpy.where(apart == 0, numpy.pi**2 / 3, 2.0 * (-1.0) ** apart
                              / numpy.where(apart == 0, 1, apart) ** 2) / (2 * step**2)
        values = numpy.asarray(potential(x), dtype=float) * numpy.ones(points)
    if not numpy.all(numpy.isfinite(values)):
        return math.nan
    return float(numpy.linalg.eigvalsh(kinetic + numpy.diag(values))[0])
