"""Conditions that may be differentiated: the side that is not taken is harmless.

jax and torch differentiate both sides of ``where`` and multiply one by 0; where that one is
infinite the result would be no number. Next: ``backends``.
"""

from __future__ import annotations

from derive.export.program import Expr, Op, Var


def guarded(node: Expr) -> Expr:
    """``where(|x| < r, near, far)`` with r for x in the side that is not taken.

    >>> from derive.export.expressions import show
    >>> from derive.export.program import const
    >>> x = Var("x")
    >>> test = Op("less", (Op("abs", (x,)), const(1)))
    >>> show(guarded(Op("where", (test, x, Op("div", (const(1), x))))))
    'where(less(abs(x), 1), where(less(abs(x), 1), x, 1), 1 / where(less(abs(x), 1), 1, x))'
    """
    if not isinstance(node, Op):
        return node
    if node.name != "where":
        return Op(node.name, tuple(map(guarded, node.args)))
    test, near, far = node.args
    if isinstance(test, Op) and test.name == "less" and isinstance(test.args[0], Op) and (
            test.args[0].name == "abs" and isinstance(test.args[0].args[0], Var)):
        x, radius = test.args[0].args[0], test.args[1]
        far = _with(far, x, Op("where", (test, radius, x)))
        near = _with(near, x, Op("where", (test, x, radius)))
        return Op("where", (test, near, far))
    return Op("where", (test, guarded(near), guarded(far)))


def _with(node: Expr, x: Var, new: Expr) -> Expr:
    if node == x:
        return new
    return Op(node.name, tuple(_with(a, x, new) for a in node.args)) if isinstance(node, Op) else (
        node)
