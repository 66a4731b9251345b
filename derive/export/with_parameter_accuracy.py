"""How accurate a family with a parameter is: the definition in balls, and points to try it at.

Points are drawn where the function is a number at all: z = t^2 with t uniform up to underflow,
and then the place where z has that value. Parameters are powers of two times a random factor;
those that the module refuses are drawn again. Read first: ``accuracy``, ``oracle``.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import numpy as np
from flint import arb, ctx

from derive.export.accuracy import Accuracy, Worst, rounding_unit
from derive.export.floats import floats
from derive.export.oracle import BITS, evaluate, exact, precision
from derive.export.program import ExportRefused, Program
from derive.export.with_parameter import ParameterFamily

INDICES = (0, 1, 2, 3, 5, 10, 25, 50, 100)


class ParameterOracle:
    """Certified values of one family with a parameter."""

    def __init__(self, family: ParameterFamily) -> None:
        self.family = family
        table = family.three.table()
        self.parts = [(table[s, 0].top, table[s, 0].bottom) for s in (2, 1, 0)]

    def certified(self, values: Mapping[str, float]) -> tuple[arb, arb]:
        """``(f, df/dx)`` as rigorous balls with at least 80 good bits; raises ExportRefused."""
        bits = 512 + 8 * int(values[self.family.index.name])
        while bits <= 1 << 16:
            with precision(bits):
                found = self._both(values)
                if found[0].rel_accuracy_bits() >= 80 and found[1].is_finite():
                    return found
            bits *= 2
        raise ExportRefused(f"no certified value at {dict(values)}")

    def _both(self, values: Mapping[str, float]) -> tuple[arb, arb]:
        family = self.family
        point = {s: exact(values[s.name]) for s in family.inputs}
        step = exact(2.0 ** -(ctx.prec // 4)) * (abs(point[family.place]) + exact(2.0**-40))
        near = {**point, family.place: point[family.place] + step}
        here, there = self._value(point), self._value(near)
        return here, (there - here) / step

    def _value(self, point: Mapping[Any, arb]) -> arb:
        _, z, alpha = self.family.call.args[1:]
        n = int(str(point[self.family.index].unique_fmpz()))
        member = self._member(n, evaluate(z, point, {}), evaluate(alpha, point, {}))
        value: arb = evaluate(self.family.body, point, {self.family.call: member})
        return value

    def _member(self, n: int, z: arb, alpha: arb) -> arb:
        """H_n by the derived recurrence as it stands; H_1 is that at n = -1, where H_{-1} = 0."""
        before, now = arb(0), arb(1)
        for k in range(-1, n - 1):
            top, one, zero = (_at(t, k, z, alpha) / _at(b, k, z, alpha) for t, b in self.parts)
            before, now = now, -(one * now + (zero * before if k >= 0 else 0)) / top
        return now


def _at(poly: Any, n: int, z: arb, alpha: arb) -> arb:
    total = arb(0)
    for (power_n, power_z, power_a), c in poly.to_dict().items():
        total += arb(c) * arb(n) ** power_n * z**power_z * alpha**power_a
    return total


def measure_parameter(f: Callable[..., Any], program: Program, oracle: ParameterOracle
                      ) -> Accuracy:
    """The largest error of ``f``, few points and many, over index, place and parameters."""
    family, worst = oracle.family, Worst()
    place = family.place.name
    for point, others in points(f, program, family):
        rest = {k: v for k, v in point.items() if k != place}
        few = np.asarray(f(**{**rest, place: np.array(others)}))
        many = np.asarray(f(**{**rest, place: np.resize(others, 30_000)}))[:len(others)]
        peak = float(np.max(np.abs(many))) or 1.0
        for x, *found in zip(others, few, many, strict=True):
            value, slope = oracle.certified({**point, place: x})
            for got in found:
                worst.see(float(got), value, slope, {**point, place: x}, place, peak)
    # without a normalization the peaks are as large as n!: an absolute error says nothing alone
    return Accuracy(round(worst.ulp, 3), worst.absolute, worst.at or {}, _domain(program),
                    worst.points, f"balls of {BITS} bits and more", worst.over_peak)


def _domain(program: Program) -> str:
    from derive.export.backends.numpy_with_parameter import N_MAX, PARAMETER_MAX
    from derive.export.expressions import show

    loop = program.with_parameter
    assert loop is not None
    return f"{loop.index} = 0..{N_MAX}, {show(loop.alpha)} in (-1, {PARAMETER_MAX}], all " \
           f"{loop.argument}"


def points(f: Callable[..., Any], program: Program, family: ParameterFamily, seed: int = 1
           ) -> Iterator[tuple[dict[str, float], list[float]]]:
    """Index and parameters, each with places."""
    draw = random.Random(seed)
    place = family.place.name
    for n in INDICES:
        for _ in range(2):
            point = _parameters(f, program, family, n, draw)
            if point is None:
                continue
            reach = _reach(f, program, point, place)
            wanted = [draw.uniform(0.0, reach) ** 2 for _ in range(9)]
            wanted += [2.0 ** draw.uniform(-20, 0) for _ in range(2)]
            found = _places(program, point, place, np.array(wanted))
            yield point, found[np.isfinite(found)].tolist()


def _parameters(f: Callable[..., Any], program: Program, family: ParameterFamily, n: int,
                draw: random.Random) -> dict[str, float] | None:
    """Parameters that the module takes at this index, if a hundred draws find them."""
    for _ in range(400):
        point: dict[str, float] = {family.index.name: n}
        for given in program.inputs[1:]:
            if given.name == family.place.name:
                continue
            size = draw.uniform(-2, 8 if draw.random() < 0.5 else 2)
            point[given.name] = float(draw.randint(0, 30)) if given.sort == "N0" else (
                2.0**size * draw.uniform(1, 2))
        try:
            f(**{**point, family.place.name: 1.0})
        except ValueError:
            continue
        return point
    return None


def _z(program: Program, point: Mapping[str, float], place: str, x: Any) -> Any:
    loop = program.with_parameter
    assert loop is not None
    with np.errstate(all="ignore"):
        return floats(loop.z, {**point, place: x})


def _reach(f: Callable[..., Any], program: Program, point: Mapping[str, float], place: str
           ) -> float:
    """The largest sqrt(z) at which f is a number, on a grid."""
    root = np.linspace(0.0, 90.0, 200)[1:]
    there = _places(program, point, place, root**2)
    value = np.asarray(f(**{**point, place: there}))
    alive = np.flatnonzero(np.abs(np.nan_to_num(value)) > 2.0**-1000)
    return float(root[alive[-1]]) if alive.size else 1.0


def _places(program: Program, point: Mapping[str, float], place: str, z: Any) -> Any:
    """x with z(x) about z, by bisection, since z is monotone in x; NaN where there is none."""
    positive = next(i.sort for i in program.inputs if i.name == place) == "P"
    low, high = (np.full(z.shape, v) for v in ((1e-30, 1e30) if positive else (-1e6, 1e6)))
    rising = _z(program, point, place, high[:1]) > _z(program, point, place, low[:1])
    for _ in range(200):
        middle = np.sqrt(low * high) if positive else 0.5 * (low + high)
        below = (_z(program, point, place, middle) < z) == rising
        low, high = np.where(below, middle, low), np.where(below, high, middle)
    found = _z(program, point, place, low)
    return np.where(np.abs(found - z) < 0.5 * z + 1e-12, low, np.nan)


def certified_rows(f: Callable[..., Any], program: Program, oracle: ParameterOracle
                   ) -> list[tuple[tuple[float, ...], float, float]]:
    """Arguments in calling order, the value and its unit, for the self-test of a module."""
    rows = []
    place = oracle.family.place.name
    for point, places in points(f, program, oracle.family, seed=3):
        for x in places[:2]:
            short = float(f"{x:.4g}")
            value, slope = oracle.certified({**point, place: short})
            arguments = tuple({**point, place: short}[i.name] for i in program.inputs)
            rows.append((arguments, float(value), rounding_unit(value, slope, short)))
    return rows[::2]
