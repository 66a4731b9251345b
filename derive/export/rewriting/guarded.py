"""Conditions that may be differentiated: the side that is not taken is harmless.

jax and torch differentiate both sides of ``where`` and multiply one by 0; where that one is
infinite the result would be no number. So the side that is not taken is computed at a place where
it is smooth. Next: ``backends``.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from derive.export.expression_accuracy import certain
from derive.export.program import Const, Expr, Op, Var, names_in

_HARMLESS = frozenset(("add", "sub", "mul", "neg", "sin", "cos", "exp", "tanh", "arctan", "erf"))
_NEAR = Fraction(1, 1 << 20)


def guarded(node: Expr) -> Expr:
    """``where(test, near, far)`` with a place of its own for x in the side that is not taken.

    The test compares an argument x, or its absolute value, with a number.

    >>> from derive.export.expressions import show
    >>> from derive.export.program import const
    >>> x = Var("x")
    >>> test = Op("less", (Op("abs", (x,)), const(1)))
    >>> show(guarded(Op("where", (test, x, Op("div", (const(1), x))))))
    'where(less(abs(x), 1), x, 1 / where(less(abs(x), 1), 1, x))'
    """
    if not isinstance(node, Op):
        return node
    if node.name != "where":
        return Op(node.name, tuple(map(guarded, node.args)))
    test, near, far = node.args
    inner, outer = guarded(near), guarded(far)
    found = _compared(test)
    if found is not None:
        x, inside, outside = found
        if (place := _smooth_place(near, x, inside)) is not None:
            inner = _with(inner, x, Op("where", (test, x, place)))
        if (place := _smooth_place(far, x, outside)) is not None:
            outer = _with(outer, x, Op("where", (test, place, x)))
    return Op("where", (test, inner, outer))


def _compared(test: Expr) -> tuple[Var, list[Fraction], list[Fraction]] | None:
    """The argument, places where the comparison holds or is about to, and where it does not."""
    if not isinstance(test, Op) or test.name not in ("less", "less_equal"):
        return None
    left, right = test.args
    steps = [Fraction(1), Fraction(1, 2), Fraction(1, 4), Fraction(2), Fraction(1, 64)]
    if isinstance(left, Op) and left.name == "abs" and isinstance(left.args[0], Var) and (
            isinstance(right, Const)):
        radius = right.value
        return left.args[0], [radius, radius / 2, Fraction(0)], [
            *([radius] if radius > 0 else []), *(radius + s for s in steps),
            *(-radius - s for s in steps)]
    if isinstance(left, Var) and isinstance(right, Const):
        return left, [right.value - s for s in steps], [right.value + s for s in steps]
    if isinstance(left, Const) and isinstance(right, Var):
        return right, [left.value + s for s in steps], [left.value - s for s in steps]
    return None


def _smooth_place(side: Expr, x: Var, places: Sequence[Fraction]) -> Const | None:
    """The first place at and around which a side is defined; None where none is needed."""
    if _harmless(side) or x.name not in names_in(side):
        return None
    for place in places:
        if set(names_in(side)) != {x.name} or all(
                certain(side, {x.name: float(place + d)}) is not None for d in (-_NEAR, 0, _NEAR)):
            return Const(place)
    return None


def _harmless(node: Expr) -> bool:
    """Whether a side is smooth everywhere, by its form."""
    if not isinstance(node, Op):
        return True
    if node.name == "pow":
        exponent = node.args[1]
        return isinstance(exponent, Const) and exponent.value >= 0 and (
            exponent.value.denominator == 1) and _harmless(node.args[0])
    if node.name == "div":
        return isinstance(node.args[1], Const) and _harmless(node.args[0])
    return node.name in _HARMLESS and all(map(_harmless, node.args))


def _with(node: Expr, x: Var, new: Expr) -> Expr:
    if node == x:
        return new
    return Op(node.name, tuple(_with(a, x, new) for a in node.args)) if isinstance(node, Op) else (
        node)
