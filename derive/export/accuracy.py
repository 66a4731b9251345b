"""The certificate of an export: the largest errors found, where, and against what.

An error is judged in units ``u (|f| + |x f'|)`` with u = 2^-53: one unit is what rounding the
argument and the result costs whoever evaluates the function. It is also stated absolutely.
What is above the bound is refused. Next: ``oracle`` (what it is measured against).
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from fractions import Fraction
from functools import cache, partial
from typing import Any

import numpy as np

from derive.export.oracle import BITS, Oracle
from derive.export.program import ExportRefused

UNIT = 2.0**-53
#: so many points at once go through a program's table, if it has one; few points do not
MANY = 12_288
#: results below this are judged absolutely: they have fewer digits, or none
SMALLEST = 2.0**-1022
#: of expressions: results below this are told to an absolute error, 1e-313, because a factor in
#: front may be as large as one that has underflowed is small
FLOOR = 2.0**-987


@dataclass(frozen=True)
class Accuracy:
    """The largest error found, where it is, and what it was measured against."""

    max_ulp: float
    max_absolute: float
    at: dict[str, float]
    domain: str
    points: int
    oracle: str

    max_over_peak: float | None = None
    form: str | None = None  # what accuracy rewriting changed, and where equality was proved
    note: str | None = None  # what is to be known of the precision of a backend here

    def to_json(self) -> dict[str, Any]:
        """Plain data, the same that an exported module carries."""
        return {key: value for key, value in asdict(self).items() if value is not None}

    def __str__(self) -> str:
        return (f"{self.max_ulp:.2g} ulp (condition-scaled), {self.max_absolute:.1e} absolute; "
                f"{self.domain}; {self.points:,} points against {self.oracle}"
                + (f"; {self.note}" if self.note else ""))


@dataclass
class Worst:
    """A running maximum of errors; ``flushes``: what is below SMALLEST may be 0."""

    ulp: float = 0.0
    absolute: float = 0.0
    over_peak: float = 0.0
    points: int = 0
    at: dict[str, float] | None = None
    flushes: bool = False

    def see(self, found: float, value: Any, slope: Any, point: Mapping[str, float],
            variable: str, peak: float) -> None:
        """Take in one point: the computed number, and the balls of f and df/dx."""
        self.points += 1
        if not np.isfinite(found):
            raise ExportRefused(f"the program gives {found} at {dict(point)}, where the value is "
                                f"{value.str(12)}")
        if self.flushes and found == 0 and abs(value) < SMALLEST:
            return
        error = float(abs(value - float(found)))
        unit = rounding_unit(value, slope, point[variable])
        self.absolute = max(self.absolute, error)
        self.over_peak = max(self.over_peak, error / peak)
        if error / unit > self.ulp or self.at is None:
            self.ulp, self.at = error / unit, dict(point)


def rounding_unit(value: Any, slope: Any, x: float) -> float:
    """``u (|f| + |x f'|)``, and not below the spacing of the smallest normal numbers."""
    return UNIT * max(float(abs(value)) + float(abs(slope)) * abs(x), SMALLEST * 2)


def span(f: Callable[..., Any], n: int, weight: Sequence[Fraction],
         domain: tuple[float, float] | None) -> tuple[float, float]:
    """Where f(n, x) is looked at: the domain, or as far as the weight lets it be a number.

    Without a weight and without a domain it is -1 .. 1, where orthogonal polynomials without
    a weight live.
    """
    if domain is not None:
        return domain
    if len(weight) == 3 and weight[2] < 0:
        limit = _underflow(f, n, 1.0)
        return -limit, limit
    if len(weight) == 2:
        limit = _underflow(f, n, -1.0 if weight[1] > 0 else 1.0)
        return (-limit, 0.0) if weight[1] > 0 else (0.0, limit)
    return -1.0, 1.0


def _underflow(f: Callable[..., Any], n: int, sign: float) -> float:
    """Where f has underflowed for good, found on the program itself."""
    x = last = 1.0
    while x < 2.0**40:
        grid = np.linspace(x / 2, x, MANY)
        there = np.flatnonzero(f(n, sign * grid))
        if not there.size:
            break
        last, x = float(grid[there[-1]]), 2 * x
    return last


LADDER = (0, 1, 2, 3, 4, 5, 7, 10, 14, 20, 30, 50, 70, 100, 140, 200, 300, 500, 700, 1000,
          2000, 5000, 10000)


Span = Callable[[int], tuple[float, float]]


def sample(reach: Span, n_max: int, seed: int = 1) -> Iterator[tuple[float, list[int]]]:
    """Points x with the indices to be tried there: inside, at the turning point, in the tails."""
    draw = random.Random(seed)
    spans = {n: reach(n) for n in LADDER if n <= n_max}
    for n, (low, high) in spans.items():
        near = [k for k, (_, far) in spans.items() if (k <= 1000 or k == n) and high <= 4 * far
                and k <= 4 * n + 9]
        for _ in range(12 if n <= 1000 else 6):
            yield draw.uniform(low, high), near
        yield draw.choice((low, high)) * 2.0 ** draw.randint(-40, -1), near


def measure(f: Callable[..., Any], oracle: Oracle, n_max: int,
            domain: tuple[float, float] | None = None, flushes: bool = False) -> Accuracy:
    """Measure ``f(n, x, ...)`` for n = 0 .. n_max, all x, and several values of parameters.

    ``flushes``: f sets numbers below 2^-1022 to 0; the domain then says so.
    """
    family, worst = oracle.family, Worst(flushes=flushes)
    index, place = family.index.name, family.place.name
    others = [s.name for s in family.inputs if s.name not in (index, place)]
    ones = dict.fromkeys(others, 1.0)

    @cache
    def reach(n: int) -> tuple[float, float]:
        return span(f, n, family.weight, domain)

    true: dict[int, list[tuple[float, Any, Any]]] = {}
    for x, indices in sample(reach, n_max):
        for n, (value, slope) in oracle.measured(indices, {**ones, place: x}).items():
            true.setdefault(n, []).append((x, value, slope))
    for n, rows in true.items():
        peak, points = _peak(f, n, reach(n)), np.array([x for x, _, _ in rows])
        enough = max(MANY, 200_000 // (n + 7) + 1)
        few, many = f(n, points), f(n, np.resize(points, enough))
        for (x, value, slope), *found in zip(rows, few, many[:points.size], strict=True):
            for got in found:
                worst.see(float(got), value, slope, {index: n, place: x}, place, peak)
    draw = random.Random(2)
    for _ in range(24 if others else 0):
        parameters = {name: 2.0 ** draw.uniform(-6, 6) for name in others}
        scaled = partial(f, **parameters)
        n = draw.choice([k for k in LADDER if k <= min(n_max, 1000)])
        where = span(scaled, n, family.weight, domain)
        x = draw.uniform(*where)
        value, slope = oracle.measured([n], {**parameters, place: x})[n]
        worst.see(float(scaled(n, x)), value, slope, {index: n, place: x, **parameters}, place,
                  _peak(scaled, n, where))
    _check_midpoints(oracle, reach, ones, place, n_max)
    shown = f"{index} = 0..{n_max}, " + (f"{place} = {domain[0]:g}..{domain[1]:g}" if domain
                                         else _shown(family.weight, place)) + (
        f", results below {SMALLEST:.2g} are 0" if flushes else "")
    return Accuracy(round(worst.ulp, 3), worst.absolute, worst.at or {}, shown, worst.points,
                    f"balls of {BITS} bits", worst.over_peak)


def _shown(weight: Sequence[Fraction], place: str) -> str:
    if len(weight) == 3:
        return f"all {place}"
    return f"{place} = -1..1" if len(weight) < 2 else f"{place} {'<' if weight[1] > 0 else '>'}= 0"


def _peak(f: Callable[..., Any], n: int, where: tuple[float, float]) -> float:
    return float(np.max(np.abs(f(n, np.linspace(*where, MANY)))))


def _check_midpoints(oracle: Oracle, reach: Span, ones: dict[str, float], place: str,
                     n_max: int) -> None:
    for n in (k for k in (0, 3, 60, 400) if k <= n_max):
        for part in (0.01, 0.4, 0.9):
            point = {**ones, place: part * reach(n)[1] + (1 - part) * reach(n)[0]}
            sure = oracle.certified(n, point)[0]
            quick = oracle.measured([n], point)[n][0]
            if not abs(quick - sure) <= abs(sure) * 2.0**-70:
                raise ExportRefused(f"the oracle's midpoints drift at n = {n}, {point}")


def certified_values(oracle: Oracle, f: Callable[..., Any], n_max: int,
                     domain: tuple[float, float] | None = None
                     ) -> list[tuple[int, float, float, float]]:
    """``(n, x, f, unit)`` for the self-test that a module carries, from rigorous balls."""
    family = oracle.family
    ones = {s.name: 1.0 for s in family.inputs if s not in (family.index, family.place)}
    rows = []
    for n in (k for k in (0, 1, 2, 5, 12, 40, 150, 600, 1000) if k <= n_max):
        low, high = span(f, n, family.weight, domain)
        for part in (0.515, 0.75, 0.1):
            x = float(f"{part * high + (1 - part) * low:.3g}")
            value, slope = oracle.certified(n, {**ones, family.place.name: x})
            rows.append((n, x, float(value) + 0.0, rounding_unit(value, slope, x)))
    return rows


def all_at_once_error(functions: Mapping[str, Any], name: str, oracle: Oracle, n_max: int) -> float:
    """The largest absolute error of ``NAME_all`` up to index 1000, at points of several rows."""
    family, top = oracle.family, min(n_max, 1000)
    ones = {s.name: 1.0 for s in family.inputs if s not in (family.index, family.place)}
    rows = [n for n in (0, 1, 10, 100, 300, 1000) if n <= top]
    low, high = span(functions[name], top, family.weight, None)
    worst, whole = 0.0, f"{name}_all"
    # a scaled argument is rounded once more than one that is not
    for given in (ones, *({**ones, first: 1.7} for first in list(ones)[:1])):
        x = np.linspace(0.8 * low + 0.2 * high, high, 41)
        table = functions[whole](top, x, **given)
        for column, place in enumerate(x.tolist()):
            true = oracle.measured(rows, {**given, family.place.name: place})
            for n in rows:
                worst = max(worst, float(abs(true[n][0] - float(table[n, column]))))
    return worst
