"""Points of a domain where a form is likely to lose the most digits.

Random points miss what happens beside one number only: ``1 + cos x`` near pi, ``p log(p/q) + ...``
near p = q. Here a form is computed several times with every operation off by one rounding; where
the values disagree is looked at ever closer. UNTRUSTED: the errors are measured elsewhere, these
are only places to measure them. Next: ``expression_accuracy``.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

import numpy as np

from derive.export.accuracy import FLOOR, SMALLEST, UNIT
from derive.export.floats import operation
from derive.export.program import Const, Expr, Input, Op, Var

TIMES, LINES, PEAKS, LEVELS, MOST = 4, 3, 3, 18, 4
STEPS = (2.0**-20, 2.0**-28, 2.0**-36)  # for slopes: a small one is noisy, a large one coarse
EDGE = 100.0  # what the edge of the range of floats counts
MILD = 10.0  # units of rounding: no closer look below this
Domain = Mapping[str, tuple[float, float]]


def weak_points(forms: Sequence[Expr], inputs: Sequence[Input], domain: Domain,
                bases: Sequence[Mapping[str, float]]) -> list[dict[str, float]]:
    """The places found on lines through some base points, along every real input.

    >>> from derive.export.program import const
    >>> form = Op("add", (const(1), Op("cos", (Var("x"),))))
    >>> found = weak_points([form], [Input("x")], {"x": (2, 4)}, [{"x": 3.0}])
    >>> min(abs(p["x"] - np.pi) for p in found) < 1e-8
    True
    """
    peaks = [peak for form in dict.fromkeys(forms) for line in _lines(inputs, domain, bases)
             for peak in _peaks(form, *line)]
    peaks.sort(key=lambda peak: -peak[0])
    edges = [peak for peak in peaks[MOST:] if peak[0] == EDGE]
    return [point for _, points in (*peaks[:MOST], *edges[:MOST // 2]) for point in points]


def _lines(inputs: Sequence[Input], domain: Domain, bases: Sequence[Mapping[str, float]]
           ) -> Iterator[tuple[str, Any, Mapping[str, float]]]:
    moving = [i for i in inputs if i.sort not in ("N0", "Z")]
    if not moving:
        return
    for i in moving:
        grid = _grid(i, domain.get(i.name))
        for base in (*bases[:LINES], *_equal(moving, domain, bases)) if len(inputs) > 1 else (
                bases[:1]):
            yield i.name, grid, base


def _equal(moving: Sequence[Input], domain: Domain, bases: Sequence[Mapping[str, float]]
           ) -> Iterator[Mapping[str, float]]:
    """Base points whose real coordinates are equal where they may be: there sums cancel."""
    ends = [domain.get(i.name, (2.0**-12, 2.0**12) if i.sort == "P" else (-20.0, 20.0))
            for i in moving]
    low, high = max(e[0] for e in ends), min(e[1] for e in ends)
    if len(moving) > 1 and low <= high:
        for part, base in zip((0.3, 0.8), bases, strict=False):
            shared = low * (1 - part) + high * part
            yield {**base, **{i.name: shared for i in moving}}


def _grid(given: Input, limits: tuple[float, float] | None) -> Any:
    """Places spread evenly, by magnitude, and towards either end."""
    if limits is None and given.sort == "P":
        return np.geomspace(2.0**-12, 2.0**12, 97)
    low, high = limits or (-1000.0, 1000.0)
    near = 2.0 ** -np.arange(3.0, 51.0, 3.0)
    # a difference of the ends may be beyond float64
    parts = [np.linspace(low, high, 65) if high / 2 - low / 2 < 1e300 else np.empty(0),
             low * (1 - near) + high * near, high * (1 - near) + low * near]
    for sign, least, largest in ((1, low, high), (-1, -high, -low)):
        if largest > 0:
            parts.append(sign * np.geomspace(max(least, largest * 1e-17), largest, 65))
    if limits is None:
        parts.append(np.linspace(-20, 20, 65))
    return np.unique(np.clip(np.concatenate(parts), low, high))


def _peaks(form: Expr, name: str, grid: Any, base: Mapping[str, float]
           ) -> list[tuple[float, list[dict[str, float]]]]:
    """Peaks of the loss on a line, with points ever closer to the worst and to a zero."""
    rest = _loss(form, name, grid, base)
    found, low, high = [], [], []
    for _ in range(PEAKS if len(base) == 1 else PEAKS - 1):
        place = int(np.argmax(rest))
        if rest[place] <= MILD:
            break
        found.append(float(rest[place]))
        low.append(grid[max(place - 2, 0)])
        high.append(grid[min(place + 2, grid.size - 1)])
        rest[max(place - 4, 0):place + 5] = 0
    if not found:
        return []

    def size(places: Any) -> Any:
        with np.errstate(all="ignore"):
            value = -np.abs(_jittered(form, _columns(name, places, base), None, {}))
        return np.where(np.isnan(value), -np.inf, value)

    near = np.concatenate((_closer(size, low, high),
                           _closer(lambda x: _loss(form, name, x, base), low, high, 9)),
                          axis=1)
    return [(worst, [{**base, name: float(x)} for x in dict.fromkeys(row.tolist())])
            for worst, row in zip(found, near, strict=True)]


def _closer(judge: Callable[[Any], Any], low: Sequence[float], high: Sequence[float],
            levels: int = LEVELS) -> Any:
    """Where a judge is largest in each interval, in ever smaller ones: a row for each."""
    lows, highs, rows = np.array(low), np.array(high), np.arange(len(low))
    found = []
    for _ in range(levels):
        near = np.linspace(lows, highs, 17, axis=1)
        best = np.argmax(judge(near.ravel()).reshape(near.shape), axis=1)
        found.append(near[rows, best])
        lows = near[rows, np.maximum(best - 2, 0)]
        highs = near[rows, np.minimum(best + 2, 16)]
    return np.stack(found, axis=1)


def _columns(name: str, places: Any, base: Mapping[str, float]) -> dict[str, Any]:
    return {**{k: np.full(places.shape, v) for k, v in base.items()}, name: places}


def _loss(form: Expr, name: str, places: Any, base: Mapping[str, float]) -> Any:
    """About how many units of rounding a form loses; 0 where it has no value."""
    columns, draw = _columns(name, places, base), random.Random(0)
    with np.errstate(all="ignore"):
        parts: dict[Expr, Any] = {}
        values = [_jittered(form, columns, draw, parts),
                  *(_jittered(form, columns, draw, {}) for _ in range(TIMES - 1))]
        middle, spread = values[0], np.max(values, axis=0) - np.min(values, axis=0)
        # an infinite result speaks for itself, a 0 that comes from one does not
        edge = _edges(parts.values(), places.shape) & np.isfinite(middle)
        unit = np.broadcast_to(np.abs(middle), places.shape)
        if not np.any(spread > MILD * UNIT * unit):
            return EDGE * edge
        for k, column in columns.items():
            unit = unit + np.min([np.abs(_jittered(
                form, {**columns, k: column * (1 + step)}, None, {}) - middle) / step
                for step in STEPS], axis=0)
        loss = spread / (UNIT * np.maximum(unit, FLOOR))
    return np.maximum(np.where(np.isfinite(loss), loss, 0.0), EDGE * edge)


def _edges(parts: Iterable[Any], shape: tuple[int, ...]) -> Any:
    """Where some part begins to be beyond float64, or to have fewer digits."""
    infinite, small = np.zeros(shape, dtype=bool), np.zeros(shape, dtype=bool)
    for value in parts:
        if np.ndim(value):
            size = np.abs(value)
            infinite |= size == np.inf
            small |= (size > 0) & (size < SMALLEST)
    return _borders(infinite) | _borders(small)


def _borders(held: Any) -> Any:
    around = np.concatenate((held[:1], held, held[-1:]))
    return held & ~(around[:-2] & around[2:])


def _jittered(node: Expr, columns: Mapping[str, Any], draw: random.Random | None,
              memo: dict[Expr, Any]) -> Any:
    """The value with every operation off by a rounding, up or down as is drawn."""
    if isinstance(node, Var):
        return columns[node.name]
    if node not in memo:
        if isinstance(node, Op):
            args = [_jittered(a, columns, draw, memo) for a in node.args]
            exact = node.name in ("less", "less_equal", "where")
            while node.name in ("add", "mul") and len(args) > 2:  # every part of a sum is rounded
                args[:2] = [_off(operation(node, args[:2]), draw)]
            value = operation(node, args)
        else:
            value = np.float64(node.value if isinstance(node, Const) else getattr(np, node.name))
            exact = isinstance(node, Const) and node.value == value
        memo[node] = value if exact else _off(value, draw)
    return memo[node]


def _off(value: Any, draw: random.Random | None) -> Any:
    return value if draw is None else value * (1 + draw.choice((-2, 2)) * UNIT)
