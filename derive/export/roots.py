"""A recurrence's coefficient as one signed root of a rational function of the step.

``2 xi / sqrt(2(k+2))`` and ``2(k+1) / sqrt(4(k+1)(k+2))`` become ``sqrt(2/(k+2)) xi`` and
``sqrt((k+1)/(k+2))``: two roundings a coefficient, whatever the derivation wrote.
"""

from __future__ import annotations

from dataclasses import replace
from math import gcd

from flint import fmpq
from flint.utils.flint_exceptions import DomainError

from derive.export.program import ExportRefused, Root
from derive.export.relations import Ratio, powers


def signed_root(coefficient: Ratio, squared: Ratio) -> Root:
    """``coefficient * sqrt(squared)`` as one signed root."""
    value = coefficient * coefficient * squared
    if value.top == 0:
        return Root(1, (0,), (1,), rooted=False)
    signs = {c > 0 for p in (coefficient.top, coefficient.bottom) for c in p.to_dict().values()}
    if len(signs) != 1:
        signs_top = {c > 0 for c in coefficient.top.to_dict().values()}
        signs_bottom = {c > 0 for c in coefficient.bottom.to_dict().values()}
        if len(signs_top) != 1 or len(signs_bottom) != 1:
            raise ExportRefused("a coefficient of the recurrence may change its sign")
        sign = 1 if signs_top == signs_bottom else -1
    else:
        sign = 1
    root = Root(sign, *_integer_coefficients(value))
    try:
        plain = Root(sign, *_integer_coefficients(Ratio.of(value.top.sqrt(), value.bottom.sqrt())))
    except DomainError:  # no perfect square
        return root
    return replace(plain, rooted=False)


def _integer_coefficients(ratio: Ratio) -> tuple[tuple[int, ...], tuple[int, ...]]:
    dense = []
    for poly in (ratio.top, ratio.bottom):
        table = {power_n: c for (power_n, _), c in powers(poly).items()}
        dense.append([table.get(p, fmpq(0)) for p in range(max(table) + 1)])
    scale = 1
    for c in (*dense[0], *dense[1]):
        scale = scale * int(c.q) // gcd(scale, int(c.q))
    whole = [[int(c.p) * (scale // int(c.q)) for c in part] for part in dense]
    common = gcd(*whole[0], *whole[1])
    return tuple(c // common for c in whole[0]), tuple(c // common for c in whole[1])
