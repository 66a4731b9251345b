"""Integrals: certified quadrature on a bounded interval, exact moments on a line or half-line.

On a bounded interval Arb's adaptive quadrature runs the integrand through complex balls and
fails where it is not analytic. On an unbounded one the integrand must be a polynomial times a
Gaussian (or a decaying exponential), and is then integrated exactly. All else is refused.
"""

from __future__ import annotations

from collections.abc import Callable

from flint import acb, arb, fmpq

from derive.kernel.refute import moments, scalars
from derive.kernel.refute.balls import Evaluator, Frame, handles
from derive.kernel.refute.gaussians import Gaussian, generator
from derive.kernel.refute.jets import (
    Jet,
    Value,
    coefficient,
    constant,
    level,
    total_degree,
    variable,
)
from derive.kernel.refute.scalars import ONE, ZERO, NoValue, Unsupported
from derive.terms.domains import sort_of
from derive.terms.term import Term

#: how many times the quadrature may evaluate the integrand
EVALUATIONS = 3000
#: how many coefficients of an integrand that carries small parameters are integrated
LEAVES = 16


@handles("integral")
def integrate(run: Evaluator, term: Term, frame: Frame) -> Value:
    """The integral as a ball; for an integrand on a line, exact."""
    x, body, low, high = term.args
    below, above = _infinite(low), _infinite(high)
    if below > 0 or above < 0:
        raise Unsupported("an integral from +infinity or to -infinity")
    if below or above:
        at_level = run.new_level()
        value = run(body, frame.bind(x, generator(at_level)))
        if level(value) > at_level:
            raise Unsupported("a derivative was left open under an integral")
        if below and above:
            result = moments.line_integral(value, at_level)
        elif above:
            result = moments.half_line_integral(value, at_level, run(low, frame))
        else:
            result = moments.half_line_integral(moments.reflected(value, at_level), at_level,
                                                -run(high, frame))
        real = type(result) is acb and sort_of(body) != "C" and frame.extended is None
        return result.real if real else result
    return _bounded(run, x, body, run(low, frame), run(high, frame), frame)


def _bounded(run: Evaluator, x: Term, body: Term, low: Value, high: Value, frame: Frame) -> Value:
    polynomial = _polynomial_integral(run, x, body, low, high, frame)
    if polynomial is not None:
        return polynomial
    ends = [constant(v) for v in (low, high)]
    if any(isinstance(v, Gaussian) for v in ends):
        raise Unsupported("a bounded integral inside another that is no polynomial")
    if frame.extended is not None:
        moving = {s for s, v in frame.values.items()
                  if type(v) not in (fmpq, arb) and v is not run.base.values.get(s)}
        if moving & (body.free - {x}) or any(type(v) not in (fmpq, arb) for v in (low, high)):
            raise Unsupported("a bounded integral inside another that depends on its variable")
        frame = Frame(frame.values, frame.table)
    middle = (ends[0] + ends[1]) * fmpq(1, 2)
    try:
        shape = run(body, frame.bind(x, acb(middle), extended=False))
    except NoValue as problem:
        raise Unsupported(f"no certified quadrature: {problem}") from None
    if len(_leaves(shape)) > LEAVES:
        raise Unsupported("a bounded integral under too many derivatives")
    result = _mapped(shape, (), lambda path: _quadrature(run, x, body, ends, path, frame))
    if isinstance(high, Jet):
        result = result + _edge(run, x, body, high, frame)
    if isinstance(low, Jet):
        result = result + -_edge(run, x, body, low, frame)
    return result


def _quadrature(run: Evaluator, x: Term, body: Term, ends: list[Value], path: tuple[int, ...],
                frame: Frame) -> Value:
    """The integral of one coefficient of the integrand, by Arb's adaptive quadrature."""
    depth, refusal = run.depth, NoValue()

    def integrand(z: acb, analytic: bool) -> acb:
        nonlocal refusal
        try:
            value = run(body, frame.bind(x, z, extended=bool(analytic)))
            return scalars.ball(_leaf(value, path))
        except NoValue as problem:
            refusal = problem
            run.depth = depth
            return acb(arb.nan())

    result = acb.integral(integrand, acb(ends[0]), acb(ends[1]), eval_limit=EVALUATIONS,
                          rel_tol=arb(2) ** -(run.precision // 2))
    if not result.is_finite():
        raise Unsupported(f"no certified quadrature: {refusal or 'too wide'}")
    return result if sort_of(body) == "C" else result.real


def _edge(run: Evaluator, x: Term, body: Term, end: Jet, frame: Frame) -> Value:
    """The integral from the value of a bound to the bound itself, whose rest is a small parameter.

    Termwise from the Taylor series of the integrand there.
    """
    point, at_level = constant(end), run.new_level()
    small, length = end + -point, total_degree(end)
    try:
        integrand = run(body, frame.bind(x, variable(point, length, at_level)))
    except NoValue as problem:
        raise Unsupported(f"the integrand at a bound: {problem}") from None
    total: Value = ZERO
    power: Value = ONE
    for k in range(length):
        power = power * small
        total = total + coefficient(integrand, at_level, k) * power * fmpq(1, k + 1)
    return total


def _leaf(value: Value, path: tuple[int, ...]) -> Value:
    """One coefficient of a tower of jets; a number is its own coefficient 0."""
    for k in path:
        value = value.coefficients[k] if isinstance(value, Jet) else ZERO if k else value
    return value


def _leaves(shape: Value) -> list[Value]:
    if isinstance(shape, Jet):
        return [leaf for c in shape.coefficients for leaf in _leaves(c)]
    if isinstance(shape, Gaussian):
        raise Unsupported("a bounded integral inside another that is no polynomial")
    return [shape]


def _mapped(shape: Value, path: tuple[int, ...],
            leaf: Callable[[tuple[int, ...]], Value]) -> Value:
    """The same tower of jets with other numbers in it."""
    if isinstance(shape, Jet):
        return Jet(shape.level, [_mapped(c, (*path, k), leaf)
                                 for k, c in enumerate(shape.coefficients)])
    return leaf(path)


def _polynomial_integral(run: Evaluator, x: Term, body: Term, low: Value, high: Value,
                         frame: Frame) -> Value | None:
    """The exact integral if the integrand is a polynomial in x."""
    depth = run.depth
    try:
        at_level = run.new_level()
        value = run(body, frame.bind(x, generator(at_level)))
    except NoValue:
        run.depth = depth
        return None
    poly = value.polynomial() if isinstance(value, Gaussian) and value.level == at_level else (
        [value] if level(value) < at_level else None)
    if poly is None:
        return None
    at_high = at_low = poly[-1] * fmpq(1, len(poly))
    for k in range(len(poly) - 2, -1, -1):
        at_high = at_high * high + poly[k] * fmpq(1, k + 1)
        at_low = at_low * low + poly[k] * fmpq(1, k + 1)
    return at_high * high + -(at_low * low)


def _infinite(bound: Term) -> int:
    """1 for infinity, -1 for -infinity, 0 for another term."""
    if bound.head == "neg":
        return -_infinite(bound.args[0])
    return 1 if bound.head == "const" and bound.name == "infinity" else 0
