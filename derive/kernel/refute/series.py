"""Infinite sums, with a certified bound on the tail.

The summand must be a product of powers c^(ak+b), factorials (ak+b)! and polynomials in k, and
quotients of such: then the quotient of two neighbours is a rational function of k. Once that is
at most 9/10 in modulus for *all* later k (an interval for 1/k says so), the tail is at most a
geometric series. A formal variable (a jet at 0) is different: its powers end by themselves.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from flint import acb, arb, fmpq

from derive.kernel.refute.balls import Evaluator, Frame
from derive.kernel.refute.elementary import divide, exp, integer_power
from derive.kernel.refute.gaussians import Gaussian, generator, poly_mul
from derive.kernel.refute.jets import Jet, Value, constant, level, total_degree
from derive.kernel.refute.linear import linear_in
from derive.kernel.refute.scalars import (
    ONE,
    ZERO,
    NoValue,
    Scalar,
    Unresolved,
    Unsupported,
    certainly_zero,
)
from derive.kernel.refute.zeta import inverse_powers
from derive.terms.domains import sort_of
from derive.terms.term import Term


def infinite(run: Evaluator, term: Term, frame: Frame, first: int) -> Value:
    """The sum (not the product) from ``first`` to infinity."""
    k, body = term.args[0], term.args[1]
    if term.head != "sum":
        raise Unsupported("an infinite product")
    last = _formal_end(run, k, body, frame, first)
    if last is not None:
        total: Value = ZERO
        for index in range(first, last + 1):
            total = total + run(body, frame.bind(k, fmpq(index)))
        return total
    if any(isinstance(constant(frame.values.get(s)), Gaussian) for s in body.free):
        raise Unsupported("an infinite sum under an integral to infinity")
    if any(k not in a.free and _is_zero(run(a, frame))
           for a in (body.args if body.head == "mul" else ())):
        return ZERO
    power = inverse_powers(run, k, body, frame, first)
    if power is not None:
        return power
    quotient = _Quotient()
    _collect(run, k, body, frame, quotient, 1)
    return _numeric(run, k, body, frame, first, quotient)


def _is_zero(value: Value) -> bool:
    return level(value) == 0 and certainly_zero(value)


def _formal_end(run: Evaluator, k: Term, body: Term, frame: Frame, first: int) -> int | None:
    """The last k whose power of a small parameter is kept; ``None`` without such a power."""
    if body.head in ("neg", "div"):
        return _formal_end(run, k, body.args[0], frame, first)
    if body.head == "mul":
        ends = [_formal_end(run, k, a, frame, first) for a in body.args]
        return min((e for e in ends if e is not None), default=None)
    if body.head != "pow" or k in body.args[0].free:
        return None
    slope = _slope(body.args[1], k)
    base = run(body.args[0], frame)
    if slope is None or not isinstance(base, Jet):
        return None
    point = constant(base)
    if isinstance(point, Gaussian) or not certainly_zero(point):
        return None
    start, kept = run.integer(body.args[1], frame.bind(k, fmpq(first))), total_degree(base)
    return first + (kept - start) // slope if kept >= start else first - 1


def _slope(exponent: Term, k: Term) -> int | None:
    """The a of an exponent ``a k + b`` with a whole a > 0."""
    found = linear_in(exponent, k)
    if found is None or k in found[1].free:
        return None
    slope = found[0]
    if slope.head == "mul":
        values = [a.value for a in slope.args if a.head == "int"]
        return values[0] if len(values) == 1 == len(slope.args) else None
    return slope.value if slope.head == "int" and slope.value > 0 else None


#: the weight of one small parameter in the norm of a jet
RADIUS = arb(fmpq(1, 64))


@dataclass
class _Quotient:
    """``constant * numerator(k) / denominator(k)``: a term divided by the one before it."""

    constant: Value = ONE
    numerator: list[Value] = field(default_factory=lambda: [ONE])
    denominator: list[Value] = field(default_factory=lambda: [ONE])

    def multiply(self, poly: list[Value], sign: int) -> None:
        if sign > 0:
            self.numerator = poly_mul(self.numerator, poly)
        else:
            self.denominator = poly_mul(self.denominator, poly)

    def bound(self, start: int) -> arb:
        """An upper bound of its modulus for all k >= start >= 1."""
        excess = len(self.numerator) - len(self.denominator)
        if excess > 0:
            return arb.pos_inf()
        inverse = arb(fmpq(1, 2 * start), fmpq(1, 2 * start))
        top, bottom = (_at(list(reversed(p)), inverse) for p in (self.numerator, self.denominator))
        lowest = arb(abs(acb(bottom)).lower())
        if not lowest > 0:
            return arb.pos_inf()
        return norm(self.constant) * abs(acb(top)) / lowest * arb(start) ** excess


def norm(value: Value) -> arb:
    """The modulus; for a jet the sum of the moduli of its coefficients times powers of RADIUS.

    It is submultiplicative, so what bounds a quotient of jets bounds a series of them.
    """
    if not isinstance(value, Jet):
        return arb(abs(acb(value)).upper())
    total = arb(0)
    for k, c in enumerate(value.coefficients):
        total = total + norm(c) * RADIUS**k
    return total


def _spread(shape: Value, tail: arb, whole: bool) -> Value:
    """Everything, of the shape of a value, whose norm is at most ``tail``."""
    if isinstance(shape, Jet):
        return Jet(shape.level, [_spread(c, tail / RADIUS**k, whole)
                                 for k, c in enumerate(shape.coefficients)])
    ball = arb(0, tail.upper())
    return acb(ball, ball) if whole else ball


def _at(poly: list[Value], value: arb) -> Scalar:
    total: Scalar = ZERO
    for c in reversed(poly):
        total = total * value + c
    return total


def _collect(run: Evaluator, k: Term, body: Term, frame: Frame, quotient: _Quotient,
             sign: int) -> None:
    """Multiply the quotient by what one factor of the summand brings to it."""
    if k not in body.free or (body.head == "neg" and k not in body.args[0].free):
        return
    if body.head in ("mul", "neg"):
        for a in body.args:
            _collect(run, k, a, frame, quotient, sign)
    elif body.head == "div":
        _collect(run, k, body.args[0], frame, quotient, sign)
        _collect(run, k, body.args[1], frame, quotient, -sign)
    elif body.head == "exp" and (affine := linear_in(body.args[0], k)) is not None:
        step = exp(run(affine[0], frame))
        quotient.constant = quotient.constant * (step if sign > 0 else divide(ONE, step))
    elif body.head == "pow" and k not in body.args[0].free:
        slope = _slope(body.args[1], k)
        if slope is None:
            raise Unsupported("an infinite sum with such an exponent")
        base = run(body.args[0], frame)
        quotient.constant = quotient.constant * integer_power(base, sign * slope)
    elif body.head == "pow" and body.args[1].head == "int":
        for _ in range(min(body.args[1].value, 50)):
            _collect(run, k, body.args[0], frame, quotient, sign)
    elif body.head == "factorial" and _slope(body.args[0], k) is not None:
        slope = _slope(body.args[0], k) or 0
        at_zero = run.integer(body.args[0], frame.bind(k, ZERO))
        for i in range(1, slope + 1):
            quotient.multiply([fmpq(at_zero + i), fmpq(slope)], sign)
    else:
        poly = _polynomial(run, k, body, frame)
        shifted = poly[-1:]
        for c in reversed(poly[:-1]):
            shifted = poly_mul(shifted, [ONE, ONE])
            shifted[0] = shifted[0] + c
        quotient.multiply(shifted, sign)
        quotient.multiply(poly, -sign)


def _polynomial(run: Evaluator, k: Term, body: Term, frame: Frame) -> list[Value]:
    depth, at_level = run.depth, run.new_level()
    try:
        value = run(body, frame.bind(k, generator(at_level)))
    except NoValue:
        run.depth = depth
        value = None
    poly = value.polynomial() if isinstance(value, Gaussian) and value.level == at_level else None
    if poly is None or any(level(c) for c in poly):
        raise Unsupported("an infinite sum of terms whose quotient is not rational")
    while len(poly) > 1 and certainly_zero(poly[-1]):
        poly = poly[:-1]
    return poly


def _numeric(run: Evaluator, k: Term, body: Term, frame: Frame, first: int,
             quotient: _Quotient) -> Value:
    total: Value = ZERO
    index, goal, before = first, arb(2) ** -run.precision, arb.pos_inf()
    for stop in (first + 8 * 2**step for step in range(10)):
        while index < stop:
            total = total + run(body, frame.bind(k, fmpq(index)))
            index += 1
        ratio = quotient.bound(max(index, 1)) if index >= 1 else arb.pos_inf()
        if not ratio < arb(fmpq(9, 10)):
            if before.is_finite() and not ratio < before * arb(fmpq(99, 100)):
                break
            before = ratio
            continue
        tail = norm(run(body, frame.bind(k, fmpq(index)))) / (1 - ratio)
        if tail < goal * (1 + norm(total)):
            whole = sort_of(body) == "C" or frame.extended is not None
            return total + _spread(total, tail, whole)
    raise Unresolved("an infinite sum that converges slowly or not at all")
