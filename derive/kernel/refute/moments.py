"""Exact integrals of polynomials times Gaussians over a line or half-line.

Nothing is cut off: integrating d(X^k e^q) gives each moment from the two before it, and the
first moment is sqrt(pi/a) e^(b^2/4a) or an error function. Next: ``integrals``.
"""

from __future__ import annotations

from collections.abc import Callable

from flint import acb, arb, fmpq

from derive.kernel.refute import scalars
from derive.kernel.refute.elementary import conj, divide, exp, sqrt
from derive.kernel.refute.gaussians import Gaussian, poly_add, poly_mul, same, summands
from derive.kernel.refute.jets import Value, constant, level
from derive.kernel.refute.scalars import ONE, ZERO, Undefined, Unresolved, Unsupported

DIVERGES = "the integral does not converge"


def line_integral(value: Value, at_level: int) -> Value:
    """The integral over the whole line."""
    return _integrate(value, at_level, _line_moments)


def half_line_integral(value: Value, at_level: int, start: Value) -> Value:
    """The integral from ``start`` to infinity."""
    return _integrate(_shifted(value, at_level, start), at_level, _half_line_moments)


def reflected(value: Value, at_level: int) -> Value:
    """The function of -X."""
    return Gaussian(at_level, [
        ([c if k % 2 == 0 else -c for k, c in enumerate(poly)], -q1, q2)
        for poly, q1, q2 in summands(value, at_level)])


def _shifted(value: Value, at_level: int, start: Value) -> Value:
    """The function of ``start + X``."""
    total: Value = Gaussian(at_level, [])
    for poly, q1, q2 in summands(value, at_level):
        moved: list[Value] = [ZERO]
        for c in reversed(poly):
            moved = poly_add(poly_mul(moved, [start, ONE]), [c])
        factor = exp(q1 * start + q2 * (start * start))
        total = total + Gaussian(at_level, [
            ([c * factor for c in moved], q1 + q2 * start * 2, q2)])
    return total


def _integrate(value: Value, at_level: int,
               moments: Callable[[Value, Value, int], list[Value]]) -> Value:
    total: Value = ZERO
    parts = summands(value, at_level)
    for poly, q1, q2 in parts:
        while len(poly) > 1 and same(poly[-1], ZERO):
            poly = poly[:-1]
        if len(poly) == 1 and same(poly[0], ZERO):
            continue
        if len(parts) == 1 and _grows(poly, q2):
            raise Undefined(DIVERGES)
        for c, moment in zip(poly, moments(q1, q2, len(poly)), strict=True):
            total = total + c * moment
    return total


def _grows(poly: list[Value], q2: Value) -> bool:
    """Whether ``P(x) exp(... + q2 x^2)`` certainly grows without bound: P is not 0, Re q2 > 0.

    A sum of such terms may cancel, so this is asked of one alone.
    """
    if level(q2) or any(level(c) for c in poly):
        return False
    width = acb(q2).real
    return bool(width > 0) and not acb(poly[-1]).contains(0)


def _line_moments(q1: Value, q2: Value, count: int) -> list[Value]:
    width = -q2
    _require_positive_real(width, "the integrand does not decay")
    first = sqrt(divide(arb.pi(), width)) * exp(divide(q1 * q1, width * 4))
    return _from_first(first, q1, width * 2, count, ZERO)


def _half_line_moments(q1: Value, q2: Value, count: int) -> list[Value]:
    if same(q2, ZERO):
        _require_positive_real(-q1, "the integrand does not decay")
        moments = [divide(ONE, -q1)]
        for k in range(1, count):
            moments.append(divide(moments[-1] * k, -q1))
        return moments
    width = -q2
    _require_positive_real(width, "the integrand does not decay")
    if same(q1, ZERO):
        first = sqrt(divide(arb.pi(), width)) * fmpq(1, 2)
    else:
        if level(q1) or level(width):
            raise Unsupported("a half-line integral inside another or under a derivative")
        root = scalars.square_root(width)
        first = (divide(arb(arb.pi()).sqrt(), root * 2) * exp(divide(q1 * q1, width * 4))
                 * acb(divide(-q1, root * 2)).erfc())
        first = first.real if type(q1) is not acb and type(q2) is not acb else first
    return _from_first(first, q1, width * 2, count, ONE)


def _from_first(first: Value, q1: Value, twice: Value, count: int, edge: Value) -> list[Value]:
    """From ``d(X^k e^q)``: twice * M_(k+1) = q1 M_k + k M_(k-1), plus 1 at k = 0 on a half-line."""
    moments = [first]
    for k in range(count - 1):
        rest = q1 * moments[k]
        rest = rest + (moments[k - 1] * k if k else edge)
        moments.append(divide(rest, twice))
    return moments


def _require_positive_real(value: Value, otherwise: str) -> None:
    value = constant(value)
    if isinstance(value, Gaussian):
        raise Unsupported("a Gaussian whose width depends on another variable of integration")
    twice = scalars.real_part_only(value + conj(value))
    twice = twice.real if type(twice) is acb else twice
    if twice > 0:
        return
    raise Unsupported(otherwise) if twice <= 0 else Unresolved(otherwise + ", perhaps")
