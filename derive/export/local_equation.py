"""From derived relations to what a table of local polynomials needs.

The equation of H in xi becomes the one of f = H exp(w): f'' + Q f = 0 with Q a polynomial. With
a rule for the derivative it gives every Taylor coefficient from two numbers a centre, so that
the cost of a value no longer depends on n. Families without such relations keep the
recurrence. Next: ``backends.numpy``.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import comb
from typing import Any

from flint import fmpq

from derive.export.program import ExportRefused, LocalEquation, Polynomial, Root
from derive.export.relations import XI, Ratio, Relation, powers
from derive.export.roots import signed_root


def local_equation(relations: Sequence[Relation], three: Relation,
                   weight: tuple[Fraction, ...], first: Ratio) -> LocalEquation | None:
    """What the relations give, or None where one of them is missing or of another form.

    ``first`` is the leading coefficient of H_1 over H_0.
    """
    equation = next((r for r in relations if _orders(r) <= {(0, 0), (0, 1), (0, 2)}
                     and (0, 2) in r.table()), None)
    rule = next((r for r in relations if _orders(r) <= {(0, 0), (1, 0), (1, 1)}
                 and {(1, 1), (0, 0)} <= _orders(r)), None)
    if equation is None or rule is None or len(weight) != 3 or weight[2] >= 0 or any(weight[:2]):
        return None
    slope = Ratio.of(2 * fmpq(weight[2].numerator, weight[2].denominator) * XI)  # w'
    try:
        potential = _potential(equation, slope)
        monic = _monic(three, first)
        back, own = _slope(rule, three, slope)
    except ExportRefused:
        return None
    if monic.rooted or not _certainly_positive(three):
        return None
    return LocalEquation(potential, monic, back, own)


def _orders(relation: Relation) -> set[tuple[int, int]]:
    return set(relation.table())


def _potential(equation: Relation, slope: Ratio) -> Polynomial:
    """Q of f'' + Q f = 0 for f = H e^w, from a2 H'' + a1 H' + a0 H = 0."""
    table = equation.table()
    nothing = Ratio.of(0)
    second, first, zero = (table.get((0, d), nothing) for d in (2, 1, 0))
    curvature = Ratio.of(slope.top.derivative(1), slope.bottom)  # w''
    first, zero = first.over(second), zero.over(second)
    remaining = first + -(slope + slope)
    if remaining.top != 0:
        raise ExportRefused("the weight does not take the first derivative away")
    q = zero + -(first * slope) + slope * slope + -curvature
    if not q.bottom.is_constant():
        raise ExportRefused("Q is no polynomial")
    scale = q.bottom.leading_coefficient()
    found = [(Fraction(int((c / scale).p), int((c / scale).q)), power_n, power_xi)
             for (power_n, power_xi), c in powers(q.top).items()]
    if any(c.denominator & (c.denominator - 1) for c, _, _ in found):
        raise ExportRefused("Q has a coefficient that is no binary fraction")
    return tuple(found)


def _forward(three: Relation) -> Ratio:
    """A of H_{n+2} = A xi H_{n+1} + B H_n."""
    table = three.table()
    forward = (-table[1, 0]).over(table[2, 0])
    linear = Ratio.of(forward.top, forward.bottom * XI)
    if any(power for part in (linear.top, linear.bottom) for _, power in powers(part)):
        raise ExportRefused("the recurrence has a constant term")
    return linear


def _monic(three: Relation, first: Ratio) -> Root:
    """b of p_{n+2} = xi p_{n+1} + b p_n for H over its leading coefficient."""
    linear, table = _forward(three), three.table()
    before = linear.shifted(-1)
    top, bottom = before.at(0)
    if not bottom or Ratio.of(top[0], bottom[0]) != first:
        raise ExportRefused("the recurrence does not begin with the first two members")
    if (0, 0) not in table:
        raise ExportRefused("a recurrence of two terms")
    return signed_root((-table[0, 0]).over(table[2, 0]).over(linear * before), Ratio.of(1))


def _slope(rule: Relation, three: Relation, slope: Ratio
           ) -> tuple[tuple[tuple[int, ...], tuple[int, ...]], Fraction]:
    """``f_n' = (back(n) p_{n-1} + own xi p_n) ...`` from a rule for H'_{n+1}."""
    table = rule.table()
    own = slope
    if (1, 0) in table:
        own = own + (-table[1, 0]).over(table[1, 1]).shifted(-1)
    back = (-table[0, 0]).over(table[1, 1]).shifted(-1).over(_forward(three).shifted(-2))
    factor = Ratio.of(own.top, own.bottom * XI)
    if not (factor.top.is_constant() and factor.bottom.is_constant()):
        raise ExportRefused("the slope is not proportional to the argument")
    value: Any = factor.top.leading_coefficient() / factor.bottom.leading_coefficient()
    root = signed_root(back, Ratio.of(1))
    if root.rooted:
        raise ExportRefused("the rule for the derivative is not rational")
    top = tuple(root.sign * c for c in root.top)
    return (top, root.bottom), Fraction(int(value.p), int(value.q))


def _certainly_positive(three: Relation) -> bool:
    linear = _forward(three)
    return all(c > 0 for part in (linear.top, linear.bottom) for c in part.to_dict().values())


def taylor(potential: Polynomial) -> list[Polynomial]:
    """The coefficients of ``Q(n, xi + t)`` by powers of t, each a polynomial in n and xi."""
    pieces = [potential]
    while True:
        order = len(pieces)
        moved = tuple((c * comb(q, order), p, q - order) for c, p, q in potential if q >= order)
        if not moved:
            return pieces
        pieces.append(moved)
