"""Errors of a program made of expressions, measured against the expression as it was given.

The given form is evaluated in balls whose precision is raised until they are small, so a
rewriting that is wrong shows as an error too. Points are spread over the domain uniformly and
by magnitude, for cancellation hides beside zeros and far out. Next: ``rewriting``.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np
from flint import arb, ctx

from derive.export.accuracy import FLOOR, SMALLEST, UNIT, Accuracy
from derive.export.oracle import exact, precision
from derive.export.program import Const, ExportRefused, Expr, Input, Named, Op, Var
from derive.export.weak_points import weak_points

_HIGHEST = 1 << 14
_UNARY: dict[str, Callable[[arb], arb]] = {
    "neg": lambda a: -a, "sqrt": arb.sqrt, "exp": arb.exp, "expm1": arb.expm1, "log": arb.log,
    "log1p": arb.log1p, "sin": arb.sin, "cos": arb.cos, "tan": arb.tan, "arcsin": arb.asin,
    "arccos": arb.acos, "arctan": arb.atan, "sinh": arb.sinh, "cosh": arb.cosh, "tanh": arb.tanh,
    "arcsinh": arb.asinh, "arccosh": arb.acosh, "arctanh": arb.atanh, "abs": abs,
    "floor": arb.floor, "ceiling": arb.ceil, "erf": arb.erf, "erfc": arb.erfc,
    "gamma": arb.gamma, "lgamma": arb.lgamma,
}


class Undecided(Exception):
    """The balls are too wide at this precision to say which branch applies."""


def ball(node: Expr, point: Mapping[str, arb], memo: dict[Expr, arb] | None = None) -> arb:
    """The value of an expression as a ball; not finite where it is not defined."""
    memo = {} if memo is None else memo
    if isinstance(node, Const):
        return exact(node.value)
    if isinstance(node, Named):
        return arb.pi() if node.name == "pi" else arb(1).exp()
    if isinstance(node, Var):
        return point[node.name]
    if node not in memo:
        memo[node] = _operation(node, point, memo)
    return memo[node]


def _operation(node: Op, point: Mapping[str, arb], memo: dict[Expr, arb]) -> arb:
    if node.name == "where":
        return ball(node.args[1 if _holds(node.args[0], point, memo) else 2], point, memo)
    if node.name == "pow" and isinstance(node.args[1], Const):
        exponent = node.args[1].value
        base = ball(node.args[0], point, memo)
        if exponent.denominator == 1:
            return base ** int(exponent)
        return base.sqrt() ** int(2 * exponent) if exponent.denominator == 2 else (
            base ** exact(exponent))
    args = [ball(a, point, memo) for a in node.args]
    if node.name in ("add", "mul"):
        result = args[0]
        for arg in args[1:]:
            result = result + arg if node.name == "add" else result * arg
        return result
    if node.name in _UNARY:
        return _UNARY[node.name](args[0])
    a, *rest = args
    if node.name == "factorial":
        return (a + 1).gamma()
    if node.name == "sign":
        return arb(1) if a > 0 else arb(-1) if a < 0 else arb(0) if a == 0 else arb.nan()
    b = rest[0]
    if node.name == "logaddexp":
        larger = a.max(b)
        return larger + ((a - larger).exp() + (b - larger).exp()).log()
    binary: dict[str, Callable[[], arb]] = {
        "sub": lambda: a - b, "div": lambda: a / b, "pow": lambda: a ** b,
        "hypot": lambda: (a * a + b * b).sqrt(),
        "minimum": lambda: a.min(b), "maximum": lambda: a.max(b),
        "arctan2": lambda: arb.atan2(a, b)}
    return binary[node.name]()


def _holds(test: Expr, point: Mapping[str, arb], memo: dict[Expr, arb]) -> bool:
    if not isinstance(test, Op) or test.name not in ("less", "less_equal"):
        raise ExportRefused("a condition must be a comparison")
    left, right = (ball(a, point, memo) for a in test.args)
    if left < right or (test.name == "less_equal" and left <= right):
        return True
    if left > right or (test.name == "less" and left >= right):
        return False
    raise Undecided


@dataclass(frozen=True)
class Certain:
    """A certain value: the number that is nearest, its unit of rounding, the ball."""

    value: float
    unit: float
    sure: arb


def certain(node: Expr, inputs: Mapping[str, float]) -> Certain | None:
    """The certain value at a point, or None where the expression is not defined.

    >>> x = Var("x")
    >>> quotient = Op("div", (Op("sub", (Op("exp", (x,)), Const(Fraction(1)))), x))
    >>> certain(quotient, {"x": 1e-300}).value
    1.0
    """
    bits = 128
    while bits <= _HIGHEST:
        with precision(bits):
            point = {k: exact(v) for k, v in inputs.items()}
            try:
                value = ball(node, point)
            except Undecided:
                value = arb.nan()
            if value.is_finite() and value.rel_accuracy_bits() >= 70:
                break
            if value.is_finite() and value == 0 and value.is_exact():
                break
        bits *= 4
    else:
        return None
    if abs(value) > arb(2) ** 1024:
        return None
    with precision(bits):
        condition = abs(value)
        for name, x in inputs.items():
            if x != 0:
                condition += _moved(node, point, name, value)
        unit = UNIT * max(float(condition.mid()), FLOOR)
    return Certain(float(value), unit, value)


def _moved(node: Expr, point: Mapping[str, arb], name: str, value: arb) -> arb:
    """``|x df/dx|`` from a step of a unit of rounding, back where there is nothing ahead."""
    for step in (exact(Fraction(1, 1 << 52)), exact(Fraction(-1, 1 << 52))):
        try:
            near = ball(node, {**point, name: point[name] * (1 + step)})
        except Undecided:
            continue
        if near.is_finite():
            moved = abs((near - value) / step)
            return moved if moved.is_finite() else arb(0)
    return arb(0)


Domain = Mapping[str, tuple[float, float]]


def points(inputs: Sequence[Input], domain: Domain, count: int, seed: int = 3
           ) -> list[dict[str, float]]:
    """Points of the domain, half of them spread by magnitude.

    Where there are two indices they are often near each other: there Kronecker deltas are not 0.
    """
    draw = random.Random(seed)
    found = [{i.name: _draw(i, domain.get(i.name), draw) for i in inputs} for _ in range(count)]
    indices = [i for i in inputs if i.sort == "N0"]
    for point in found if len(indices) == 2 else ():
        near, (low, high) = indices[1].name, domain.get(indices[1].name, (0, 40))
        if draw.random() < 0.75:
            point[near] = min(max(point[indices[0].name] + draw.randint(-2, 2), low), high)
    return found


def near_ends(inputs: Sequence[Input], domain: Domain) -> list[dict[str, float]]:
    """Points of which one coordinate is near an end of the domain: there functions overflow."""
    somewhere = points(inputs, domain, 4 * len(inputs), seed=11)
    found = []
    for place, i in enumerate(inputs):
        if i.sort not in ("N0", "Z") and (i.sort != "P" or i.name in domain):
            low, high = domain.get(i.name, (-1000.0, 1000.0))
            ends = (low, low * 0.98 + high * 0.02, high * 0.98 + low * 0.02, high)
            found += [{**p, i.name: end}
                      for p, end in zip(somewhere[4 * place:], ends, strict=False)]
    return found


def weakest(forms: Sequence[Expr], inputs: Sequence[Input], domain: Domain
            ) -> list[dict[str, float]]:
    """Points beside which some forms seem to lose the most digits."""
    return weak_points(forms, inputs, domain, points(inputs, domain, 3, seed=13))


def _draw(given: Input, limits: tuple[float, float] | None, draw: random.Random) -> float:
    if given.sort in ("N0", "Z"):
        top = int(limits[1]) if limits else 40
        return float(draw.randint(int(limits[0]) if limits else 0, top))
    if limits is None and given.sort == "P":
        return float(2.0 ** draw.uniform(-12, 12))
    low, high = limits or (-1000.0, 1000.0)
    if draw.random() < 0.5:
        part = draw.random()
        return low * (1 - part) + high * part if limits else 40 * part - 20
    sign = draw.choice([s for s, ok in ((1, high > 0), (-1, low < 0)) if ok])
    largest = high if sign > 0 else -low
    smallest = max((low if sign > 0 else -high), largest * 1e-17)
    return float(sign * smallest * (largest / smallest) ** draw.random())


def measure_expressions(f: Callable[..., Any], given: Sequence[Expr], inputs: Sequence[Input],
                        domain: Domain, computed: Sequence[Expr] = (), count: int = 300,
                        whole: bool = False, flushes: bool = False) -> Accuracy:
    """The largest error of ``f`` over its outputs, random points, ends and weak points.

    ``computed``: the forms that f computes, where they are not the given ones; ``whole``: the
    outputs are the entries of one array; ``flushes``: f may set numbers below 2^-1022 to 0, and
    the domain then says so.
    """
    where = [*points(inputs, domain, count), *near_ends(inputs, domain),
             *weakest([*given, *computed], inputs, domain)]
    columns = [np.array([p[i.name] for p in where]) for i in inputs]
    try:
        found = f(*columns)
    except ValueError as refusal:
        raise ExportRefused(f"on the sampled points: {refusal}; give the domain, such as "
                            "domain={x: (0, 10)}, --domain x=0..10") from None
    if whole:
        found = np.reshape(found, (len(given), len(where)))
    rows = found if whole or len(given) > 1 else (found,)
    worst_ulp, worst_absolute, seen = 0.0, 0.0, 0
    at: dict[str, float] = {}
    for expression, row in zip(given, rows, strict=True):
        for point, got in zip(where, np.broadcast_to(row, (len(where),)), strict=True):
            true = certain(expression, point)
            if true is None:
                continue
            seen += 1
            if flushes and got == 0 and abs(true.value) < SMALLEST:
                continue
            error = _error(true, float(got))
            if error / true.unit > worst_ulp or not at:
                worst_ulp, at = max(worst_ulp, error / true.unit), point
            worst_absolute = max(worst_absolute, error)
    if not seen:
        raise ExportRefused("the function is defined at none of the sampled points: give its "
                            "domain, such as domain={x: (0, 10)}, --domain x=0..10")
    said = ", ".join(_said(i, domain.get(i.name)) for i in inputs) or "no argument"
    said += f", results below {SMALLEST:.2g} are 0" if flushes else ""
    at = {i.label: at[i.name] for i in inputs}
    return Accuracy(round(worst_ulp, 3), worst_absolute, at, said, seen,
                    "balls of 128 bits and more")


def _said(given: Input, limits: tuple[float, float] | None) -> str:
    if limits:
        return f"{given.label} = {limits[0]:g}..{limits[1]:g}"
    ranges = {"N0": "0..40", "Z": "0..40", "P": "2^-12..2^12"}
    return f"{given.label} = {ranges.get(given.sort, '-1000..1000')}"


def _error(true: Certain, got: float) -> float:
    if not np.isfinite(got):
        return float("inf")
    with precision(max(ctx.prec, 256)):
        return float(abs(true.sure - exact(got)).mid())


def certified_points(given: Sequence[Expr], inputs: Sequence[Input], domain: Domain
                     ) -> list[tuple[Any, ...]]:
    """A few points with certain values for the self-test that a module carries."""
    rows = []
    for point in points(inputs, domain, 60, seed=5):
        short = {k: float(f"{v:.3g}") for k, v in point.items()}
        true = [certain(e, short) for e in given]
        if all(t is not None for t in true):
            pairs = tuple((t.value, float(f"{t.unit:.3g}")) for t in true if t is not None)
            rows.append((tuple(short.values()), pairs))
        if len(rows) == 12 or (rows and not inputs):
            break
    return rows
