"""Sums of inverse powers, which converge too slowly to add up: values of Hurwitz's zeta function.

The sum of c / (a k + b)^s for k >= first is c a^-s zeta(s, first + b/a), and with alternating
signs the difference of two such sums, over the even and the odd k.
"""

from __future__ import annotations

from dataclasses import dataclass

from flint import arb, fmpq

from derive.kernel.refute.balls import Evaluator, Frame
from derive.kernel.refute.elementary import divide
from derive.kernel.refute.jets import level
from derive.kernel.refute.linear import linear_in
from derive.kernel.refute.scalars import ONE, Scalar, Unsupported, integer_power, real_part_only
from derive.terms.term import Term


@dataclass
class _Summand:
    """``constant * sign^k / (slope k + shift)^exponent``."""

    constant: Scalar = ONE
    alternating: bool = False
    exponent: int = 0
    base: Term | None = None


def inverse_powers(run: Evaluator, k: Term, body: Term, frame: Frame,
                   first: int) -> Scalar | None:
    """The sum from ``first`` to infinity, or ``None`` for a summand of another kind."""
    found = _Summand()
    if not _factors(run, k, body, frame, found, 1) or found.base is None:
        return None
    if found.exponent < 2:
        return None
    slope, shift = (run(t, frame) for t in linear_in(found.base, k) or (body, body))
    if type(slope) is not fmpq or type(shift) is not fmpq or slope == 0:
        return None
    scale = found.constant * integer_power(slope, -found.exponent)
    start = shift / slope
    if not found.alternating:
        return scale * _zeta(found.exponent, start + first)
    half = scale * integer_power(fmpq(1, 2), found.exponent)
    even = _zeta(found.exponent, (start + first) / 2)
    odd = _zeta(found.exponent, (start + first + 1) / 2)
    return (even - odd) * half * (1 if first % 2 == 0 else -1)


def _zeta(exponent: int, start: fmpq) -> arb:
    if start <= 0:
        raise Unsupported("a sum of inverse powers that starts below its pole")
    return arb(exponent).zeta(arb(start))


def _factors(run: Evaluator, k: Term, body: Term, frame: Frame, found: _Summand,
             sign: int) -> bool:
    """Take a summand apart into its factors; False if one is of another kind."""
    if k not in body.free:
        value = run(body, frame)
        if level(value):
            return False
        found.constant = found.constant * (value if sign > 0 else divide(ONE, value))
        return True
    if body.head == "neg":
        found.constant = -found.constant
        return _factors(run, k, body.args[0], frame, found, sign)
    if body.head == "mul":
        return all(_factors(run, k, a, frame, found, sign) for a in body.args)
    if body.head == "div":
        return (_factors(run, k, body.args[0], frame, found, sign)
                and _factors(run, k, body.args[1], frame, found, -sign))
    if body.head == "pow" and k not in body.args[0].free:
        return _sign(run, k, body, frame, found)
    base, exponent = body.args if body.head == "pow" else (body, None)
    power = sign if exponent is None else sign * _literal(exponent)
    if power >= 0 or linear_in(base, k) is None or found.base not in (None, base):
        return False
    found.base, found.exponent = base, found.exponent - power
    return True


def _sign(run: Evaluator, k: Term, body: Term, frame: Frame, found: _Summand) -> bool:
    """``(-1)^(k + j)``."""
    base = real_part_only(run(body.args[0], frame))
    affine = linear_in(body.args[1], k)
    if type(base) is not fmpq or base != -1 or affine is None or affine[0].head != "int":
        return False
    if affine[0].value != 1:
        return False
    shift = run.integer(affine[1], frame)
    found.alternating = not found.alternating
    found.constant = found.constant * (1 if shift % 2 == 0 else -1)
    return True


def _literal(exponent: Term) -> int:
    if exponent.head == "neg":
        return -_literal(exponent.args[0])
    return exponent.value if exponent.head == "int" else 0
