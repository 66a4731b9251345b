"""Sums and products in a form where cancellation can be seen: like terms beside each other.

A product is a rational number and a table from bases to whole exponents; a sum is a list of
such products without two alike. Adding like terms exactly is the first rewriting of all.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

from derive.export.program import Const, Expr, Op, const


@dataclass(frozen=True)
class Factors:
    """``number * base ** exponent * ...``; the bases are no products and no numbers."""

    number: Fraction
    powers: frozenset[tuple[Expr, int]]

    def times(self, other: Factors, exponent: int = 1) -> Factors:
        """``self * other ** exponent``."""
        table = dict(self.powers)
        for base, count in other.powers:
            table[base] = table.get(base, 0) + count * exponent
        number = self.number * other.number ** exponent
        return _merged(number, table)

    def root(self) -> Factors | None:
        """What this is the square of, where that is seen."""
        if self.number != 1 or any(c % 2 for _, c in self.powers):
            return None
        return Factors(self.number, frozenset((b, c // 2) for b, c in self.powers))

    @property
    def expression(self) -> Expr:
        """The product as an expression, in one order whatever it was made from."""
        if not self.powers:
            return Const(self.number)
        above: list[Expr] = []
        below: list[Expr] = []
        top, bottom = abs(self.number.numerator), self.number.denominator
        if top != 1:
            above.append(const(top))
        for base, count in sorted(self.powers, key=lambda item: repr(item[0])):
            side = above if count > 0 else below
            side.append(base if abs(count) == 1 else Op("pow", (base, const(abs(count)))))
        if bottom != 1:
            below.append(const(bottom))
        result = _product(above)
        if below:
            result = Op("div", (result, _product(below)))
        return Op("neg", (result,)) if self.number < 0 else result


def _product(parts: list[Expr]) -> Expr:
    if not parts:
        return const(1)
    return parts[0] if len(parts) == 1 else Op("mul", tuple(parts))


def _merged(number: Fraction, table: dict[Expr, int]) -> Factors:
    """Exponentials of one product are added: exp(u) exp(v)^-1 is exp(u - v)."""
    exponents = [(b, c) for b, c in table.items() if isinstance(b, Op) and b.name == "exp" and c]
    if len(exponents) > 1 or (exponents and exponents[0][1] != 1):
        for base, _ in exponents:
            del table[base]
        total = plus([factors(b.args[0]).times(of_number(Fraction(c))) for b, c in exponents
                      if isinstance(b, Op)])
        if total:
            argument = add_up(total)
            table[Op("exp", (argument,))] = 1
    return Factors(number, frozenset((b, c) for b, c in table.items() if c))


def of_number(value: Fraction) -> Factors:
    return Factors(value, frozenset())


ONE = of_number(Fraction(1))
MINUS = of_number(Fraction(-1))


def op(name: str, *args: Expr) -> Expr:
    return Op(name, args)


@lru_cache(maxsize=4096)
def factors(node: Expr) -> Factors:
    """An expression as a product; sums inside it stay, with like terms added.

    >>> from derive.export.program import Var
    >>> x = Var("x")
    >>> from derive.export.expressions import show
    >>> show(factors(Op("div", (Op("mul", (const(6), x, x)), Op("mul", (const(4), x))))).expression)
    '3 * x / 2'
    """
    if isinstance(node, Const):
        return of_number(node.value)
    if not isinstance(node, Op):
        return Factors(Fraction(1), frozenset([(node, 1)]))
    if node.name == "neg":
        return of_number(Fraction(-1)).times(factors(node.args[0]))
    if node.name == "mul":
        result = ONE
        for arg in node.args:
            result = result.times(factors(arg))
        return result
    if node.name == "div":
        below = factors(node.args[1])
        if below.number:
            return factors(node.args[0]).times(below, -1)
    if node.name == "pow" and isinstance(node.args[1], Const):
        exponent = node.args[1].value
        inner = factors(node.args[0])
        if exponent.denominator == 1 and (inner.number or exponent > 0) and abs(exponent) <= 64:
            return ONE.times(inner, int(exponent))
    if node.name in ("add", "sub"):
        parts = terms(node)
        if len(parts) == 1:
            return parts[0]
        if not parts:
            return of_number(Fraction(0))
        return Factors(Fraction(1), frozenset([(add_up(parts), 1)]))
    whole = Op(node.name, tuple(normal(a) for a in node.args))
    return Factors(Fraction(1), frozenset([(whole, 1)]))


def normal(node: Expr) -> Expr:
    """The expression with the arguments of its function in normal form."""
    if not isinstance(node, Op):
        return node
    if node.name in ("add", "sub", "mul", "div", "neg", "pow"):
        return factors(node).expression
    return Op(node.name, tuple(normal(a) for a in node.args))


def terms(node: Expr) -> list[Factors]:
    """An expression as a sum of products without two alike; [] is zero."""
    return list(_terms(node))


@lru_cache(maxsize=4096)  # a search asks for the same sums over and over
def _terms(node: Expr) -> list[Factors]:
    if isinstance(node, Op) and node.name in ("add", "sub"):
        sign = -1 if node.name == "sub" else 1
        parts = [(arg, 1 if i == 0 else sign) for i, arg in enumerate(node.args)]
        return plus([t if s == 1 else t.times(of_number(Fraction(s)))
                     for arg, s in parts for t in terms(arg)])
    if isinstance(node, Op) and node.name == "neg":
        return [t.times(of_number(Fraction(-1))) for t in terms(node.args[0])]
    product = factors(node)
    if not product.number:
        return []
    # a number times one sum is that many sums
    sums = [b for b, c in product.powers if c == 1 and isinstance(b, Op) and b.name == "add"]
    if len(sums) == 1 and len(product.powers) == 1:
        if product.number == 1:
            return terms(sums[0])
        return [t.times(of_number(product.number)) for t in terms(sums[0])]
    return [product]


def plus(parts: Iterable[Factors]) -> list[Factors]:
    """The sum of products, like ones added, zeros dropped; in one order."""
    table: dict[frozenset[tuple[Expr, int]], Fraction] = {}
    for part in parts:
        table[part.powers] = table.get(part.powers, Fraction(0)) + part.number
    found = [Factors(number, powers) for powers, number in table.items() if number]
    return sorted(found, key=lambda f: (not f.powers, repr(sorted(map(repr, f.powers)))))


def add_up(parts: list[Factors]) -> Expr:
    """A sum of products as an expression."""
    if not parts:
        return const(0)
    shown = [p.expression for p in parts]
    return shown[0] if len(shown) == 1 else Op("add", tuple(shown))


def negative(node: Expr) -> Expr:
    """-u, with the sign inside the sum."""
    return add_up([t.times(MINUS) for t in terms(node)])


def difference(left: Expr, right: Expr) -> list[Factors]:
    """The summands of left - right; what both have cancels exactly."""
    return plus([*terms(left), *(t.times(MINUS) for t in terms(right))])


def with_rest(rest: list[Factors], new: Expr) -> Expr:
    """What replaces some summands, beside the others."""
    product = factors(new).expression
    return op("add", add_up(rest), product) if rest else product
