"""Powers with fixed exponents as products and roots.

numpy's general power costs fifty products. ``x**5`` becomes ``x * (x*x) * (x*x)`` with shared
squares: n - 1 roundings at most, and x**n magnifies the rounding of x by n in any case.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from derive.export.program import Const, Expr, Op, const
from derive.export.rewriting.normal_sums import terms

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
        horner = _horner(node) if node.name == "add" else None
        if horner is not None:
            memo[node] = horner(lambda base: expand_powers(base, memo))
            return memo[node]
        args = tuple(expand_powers(a, memo) for a in node.args)
        exponent = args[1].value if node.name == "pow" and isinstance(args[1], Const) else None
        if exponent is not None and exponent.denominator <= 2 and abs(exponent) <= LARGEST:
            memo[node] = _product(args[0], exponent)
        else:
            memo[node] = Op(node.name, args)
    return memo[node]


def _horner(node: Op) -> Callable[[Callable[[Expr], Expr]], Expr] | None:
    """A polynomial of three terms or more in one base by Horner's rule, or None."""
    found: dict[int, Fraction] = {}
    bases: set[Expr] = set()
    for part in terms(node):
        if len(part.powers) > 1 or any(count < 0 for _, count in part.powers):
            return None
        bases.update(base for base, _ in part.powers)
        found[next((count for _, count in part.powers), 0)] = part.number
    if len(bases) != 1 or len(found) < 3 or max(found) < 3:
        return None
    base = bases.pop()

    def build(inner: Callable[[Expr], Expr]) -> Expr:
        x, powers = inner(base), sorted(found, reverse=True)
        result: Expr = Const(found[powers[0]])
        for above, power in zip(powers, [*powers[1:], 0], strict=True):
            if above > power:
                factor = _product(x, Fraction(above - power))
                result = factor if result == const(1) else Op("mul", (result, factor))
            if power != above and power in found:
                result = Op("add", (result, Const(found[power])))
        return result

    return build


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
