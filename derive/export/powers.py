"""Powers with fixed exponents as products and roots.

numpy's general power costs fifty products. ``x**5`` becomes ``x * (x*x) * (x*x)`` with shared
squares: n - 1 roundings at most, and x**n magnifies the rounding of x by n in any case.
"""

from __future__ import annotations

from fractions import Fraction

from derive.export.program import Const, Expr, Op, const

LARGEST = 64


def expand_powers(node: Expr, memo: dict[Expr, Expr] | None = None) -> Expr:
    """The expression with integer and half-integer powers up to 64 as products.

    >>> from derive.export.expressions import show
    >>> from derive.export.program import Var
    >>> show(expand_powers(Op("pow", (Var("x"), const(5)))))
    'x * x * x * x * x'
    """
    memo = {} if memo is None else memo
    if not isinstance(node, Op):
        return node
    if node not in memo:
        args = tuple(expand_powers(a, memo) for a in node.args)
        exponent = args[1].value if node.name == "pow" and isinstance(args[1], Const) else None
        if exponent is not None and exponent.denominator <= 2 and abs(exponent) <= LARGEST:
            memo[node] = _product(args[0], exponent)
        else:
            memo[node] = Op(node.name, args)
    return memo[node]


def _product(base: Expr, exponent: Fraction) -> Expr:
    if exponent < 0:
        return Op("div", (const(1), _product(base, -exponent)))
    whole = int(exponent)
    rooted: Expr | None = Op("sqrt", (base,)) if exponent.denominator == 2 else None
    if whole == 0:
        return rooted if rooted is not None else const(1)
    result: Expr | None = None
    square = base
    while True:
        if whole & 1:
            result = square if result is None else Op("mul", (result, square))
        whole >>= 1
        if not whole:
            break
        square = Op("mul", (square, square))
    assert result is not None
    return result if rooted is None else Op("mul", (result, rooted))
