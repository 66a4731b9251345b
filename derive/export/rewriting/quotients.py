"""A sum as one quotient of factored polynomials: what cancels between summands cancels exactly.

``1/x - 1/(x+1)`` is ``1/(x (x+1))``, and ``x^2 - y^2`` is ``(x - y) (x + y)``. Whatever is no sum,
product or whole power is a variable here. Next: ``rules``.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from flint import Ordering, fmpq, fmpq_mpoly_ctx

from derive.export.program import Const, Expr, Op, const

VARIABLES, DEGREE = 6, 12


def as_quotient(node: Expr) -> Iterator[Expr]:
    """The quotient, where it is made of polynomials of few variables and low degree.

    >>> from derive.export.expressions import show
    >>> from derive.export.program import Var
    >>> x, y = Var("x"), Var("y")
    >>> form = Op("sub", (Op("mul", (x, x)), Op("mul", (y, y))))
    >>> [show(e) for e in as_quotient(form)]
    ['(x - y) * (x + y)']
    """
    atoms: list[Expr] = []
    if not _readable(node, atoms) or not 1 <= len(atoms) <= VARIABLES:
        return
    context = fmpq_mpoly_ctx.get(tuple(f"a{k}" for k in range(len(atoms))), Ordering.lex)
    top, bottom = _ratio(node, atoms, context)
    if bottom == 0 or top == 0 or max(top.total_degree(), bottom.total_degree()) > DEGREE:
        return
    common = top.gcd(bottom)
    above, below = (_factored(p / common, atoms) for p in (top, bottom))
    yield above if below == const(1) else Op("div", (above, below))


def _readable(node: Expr, atoms: list[Expr]) -> bool:
    if isinstance(node, Const):
        return True
    if isinstance(node, Op) and node.name in ("add", "sub", "mul", "div", "neg"):
        return all(_readable(a, atoms) for a in node.args)
    if isinstance(node, Op) and node.name == "pow" and isinstance(node.args[1], Const):
        exponent = node.args[1].value
        if exponent.denominator == 1 and abs(exponent) <= DEGREE:
            return _readable(node.args[0], atoms)
    if node not in atoms:
        atoms.append(node)
    return len(atoms) <= VARIABLES


def _ratio(node: Expr, atoms: list[Expr], context: Any) -> tuple[Any, Any]:
    one = context.constant(1)
    if isinstance(node, Const):
        return context.constant(fmpq(node.value.numerator, node.value.denominator)), one
    if node in atoms:
        return context.gens()[atoms.index(node)], one
    assert isinstance(node, Op)
    if node.name == "pow":
        assert isinstance(node.args[1], Const)
        exponent = int(node.args[1].value)
        top, bottom = _ratio(node.args[0], atoms, context)
        return (top ** exponent, bottom ** exponent) if exponent >= 0 else (
            bottom ** -exponent, top ** -exponent)
    parts = [_ratio(a, atoms, context) for a in node.args]
    top, bottom = parts[0]
    if node.name == "neg":
        return -top, bottom
    for above, below in parts[1:]:
        if node.name == "div":
            above, below = below, above
        if node.name in ("mul", "div"):
            top, bottom = top * above, bottom * below
        else:
            sign = 1 if node.name == "add" else -1
            top, bottom = top * below + sign * above * bottom, bottom * below
    return top, bottom


def _factored(poly: Any, atoms: list[Expr]) -> Expr:
    number, factors = poly.factor()
    parts: list[Expr] = []
    for factor, count in factors:
        lead = next(iter(factor.terms()))[1]
        number *= lead ** count
        shown = _sum(factor / lead, atoms)
        parts.append(shown if count == 1 else Op("pow", (shown, const(int(count)))))
    value = Fraction(int(number.p), int(number.q))
    if value != 1 or not parts:
        parts.insert(0, Const(value))
    return parts[0] if len(parts) == 1 else Op("mul", tuple(parts))


def _sum(poly: Any, atoms: list[Expr]) -> Expr:
    result: Expr | None = None
    for exponents, coefficient in poly.terms():
        value = Fraction(int(coefficient.p), int(coefficient.q))
        parts: list[Expr] = [
            a if e == 1 else Op("pow", (a, const(int(e))))
            for a, e in zip(atoms, exponents, strict=True) if e]
        if abs(value) != 1 or not parts:
            parts.insert(0, Const(abs(value)))
        shown = parts[0] if len(parts) == 1 else Op("mul", tuple(parts))
        if result is None:
            result = shown if value > 0 else Op("neg", (shown,))
        else:
            result = Op("add" if value > 0 else "sub", (result, shown))
    return result if result is not None else const(0)
