"""Products of powers: the form in which a normalization constant can be divided by itself.

``(m omega / pi hbar)^(1/4) / sqrt(2^n n!)`` becomes a table from bases to exponents, and the
exponents may be linear in the index n. Shifting n by one and dividing is then subtraction of
exponents: no simplification, no limit, nothing numeric. Next: ``recurrences``.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TypeAlias

from derive.export.program import ExportRefused
from derive.terms import Term
from derive.terms.build import PI
from derive.terms.domains import within

#: exponent = slope * n + level
Exponent: TypeAlias = tuple[Fraction, Fraction]
#: a prime, pi or a positive symbol, ("factorial", c) for (n + c)!, ("linear", a, b) for a n + b
Base: TypeAlias = int | Term | tuple[str, int] | tuple[str, int, int]

ZERO = Fraction(0)


@dataclass(frozen=True)
class Product:
    """A sign and a table base -> exponent."""

    sign: int
    powers: tuple[tuple[Base, Exponent], ...]

    def table(self) -> dict[Base, Exponent]:
        return dict(self.powers)

    def times(self, other: Product, exponent: Fraction = Fraction(1)) -> Product:
        """``self * other ** exponent``."""
        table = self.table()
        for base, (slope, level) in other.powers:
            old = table.get(base, (ZERO, ZERO))
            table[base] = (old[0] + slope * exponent, old[1] + level * exponent)
        if other.sign < 0 and exponent.denominator != 1:
            raise ExportRefused("a root of a negative product")
        sign = self.sign * (other.sign if exponent % 2 else 1)
        return Product(sign, tuple((b, e) for b, e in table.items() if e != (ZERO, ZERO)))


ONE = Product(1, ())


def integer(value: int) -> Product:
    """An integer as a product of primes.

    >>> integer(-12).powers
    ((2, (Fraction(0, 1), Fraction(2, 1))), (3, (Fraction(0, 1), Fraction(1, 1))))
    """
    if value == 0 or abs(value) > 10**12:
        raise ExportRefused(f"{value} cannot be a factor of a product of powers")
    sign, rest = (-1 if value < 0 else 1), abs(value)
    table: dict[int, int] = {}
    prime = 2
    while rest > 1:
        if prime * prime > rest:
            prime = rest
        while rest % prime == 0:
            table[prime] = table.get(prime, 0) + 1
            rest //= prime
        prime += 1
    return Product(sign, tuple((p, (ZERO, Fraction(c))) for p, c in table.items()))


def linear_in(term: Term, index: Term | None) -> Exponent:
    """``(slope, level)`` of a term that is linear in the index with rational coefficients."""
    head, args = term.head, term.args
    if head == "int":
        return (ZERO, Fraction(term.value))
    if index is not None and term is index:
        return (Fraction(1), ZERO)
    if head == "neg":
        slope, level = linear_in(args[0], index)
        return (-slope, -level)
    if head == "add":
        parts = [linear_in(a, index) for a in args]
        return (sum((p[0] for p in parts), ZERO), sum((p[1] for p in parts), ZERO))
    if head == "mul":
        slope, level = ZERO, Fraction(1)
        for other_slope, other in (linear_in(a, index) for a in args):
            if slope and other_slope:
                raise ExportRefused(f"not linear in the index: {term}")
            slope, level = slope * other + level * other_slope, level * other
        return (slope, level)
    if head == "div":
        slope, level = linear_in(args[0], index)
        other_slope, other = linear_in(args[1], index)
        if not other_slope and other:
            return (slope / other, level / other)
    raise ExportRefused(f"not a linear function of the index with rational coefficients: {term}")


def product_of(term: Term, index: Term | None = None) -> Product:
    """A term as a product of powers of positive bases.

    Raises ExportRefused where it is not one.

    >>> from derive.terms.build import symbol, div, factorial, mul, power, sqrt
    >>> n = symbol("n", "N0")
    >>> product_of(div(1, sqrt(mul(power(2, n), factorial(n)))), n).powers[0]
    (2, (Fraction(-1, 2), Fraction(0, 1)))
    """
    head, args = term.head, term.args
    if head == "int":
        return integer(term.value)
    if term is PI or (head == "sym" and term is not index and term.sort != "C"):
        return Product(1, ((term, (ZERO, Fraction(1))),))
    if head == "neg":
        return integer(-1).times(product_of(args[0], index))
    if head == "mul":
        result = ONE
        for arg in args:
            result = result.times(product_of(arg, index))
        return result
    if head == "div":
        return product_of(args[0], index).times(product_of(args[1], index), Fraction(-1))
    if head == "sqrt":
        return _rooted(product_of(args[0], index), Fraction(1, 2))
    if head == "pow":
        return _power(args[0], args[1], index)
    if head == "factorial":
        slope, level = linear_in(args[0], index)
        if slope == 0 and level.denominator == 1 and 0 <= level <= 15:
            return integer(_factorial(int(level)))
        if slope == 1 and level.denominator == 1:
            return Product(1, ((("factorial", int(level)), (ZERO, Fraction(1))),))
    if head == "add" or term is index:
        return _linear_base(term, index)
    raise ExportRefused(f"not a product of powers: {term}")


def _factorial(value: int) -> int:
    result = 1
    for factor in range(2, value + 1):
        result *= factor
    return result


def _linear_base(term: Term, index: Term | None) -> Product:
    slope, level = linear_in(term, index)
    scale = Fraction(slope.denominator * level.denominator)
    a, b = int(slope * scale), int(level * scale)
    if a == 0:
        return integer(b).times(integer(int(scale)), Fraction(-1))
    if a < 0 or b < 0:
        raise ExportRefused(f"not certainly positive for every index: {term}")
    base = Product(1, ((("linear", a, b), (ZERO, Fraction(1))),))
    return base.times(integer(int(scale)), Fraction(-1))


def _rooted(product: Product, exponent: Fraction) -> Product:
    for base, (_, level) in product.powers:
        if isinstance(base, Term) and base.head == "sym" and base.sort != "P" and level % 2 != 1:
            raise ExportRefused(f"sqrt({base.name}^2) is |{base.name}|: no product of powers")
    return ONE.times(product, exponent)


def _power(base: Term, exponent: Term, index: Term | None) -> Product:
    inner = product_of(base, index)
    slope, level = linear_in(exponent, index)
    if slope == 0:
        return _rooted(inner, level) if level.denominator != 1 else ONE.times(inner, level)
    if any(e[0] for _, e in inner.powers) or inner.sign < 0:
        raise ExportRefused(f"an index in the base and in the exponent: {base}")
    for factor, _ in inner.powers:
        if isinstance(factor, tuple) or (isinstance(factor, Term) and factor.head == "sym"
                                         and not within(factor.sort, "P")):
            raise ExportRefused(f"the base {base} is not a constant positive number")
    table = tuple((b, (slope * e[1], level * e[1])) for b, e in inner.powers)
    return Product(1, table)


def next_over_this(product: Product) -> Product:
    """``N(n + 1) / N(n)`` for a product of powers N.

    >>> from derive.terms.build import symbol, div, factorial, mul, power, sqrt
    >>> n = symbol("n", "N0")
    >>> ratio = next_over_this(product_of(div(1, sqrt(mul(power(2, n), factorial(n)))), n))
    >>> ratio.powers[1]
    (('linear', 1, 1), (Fraction(0, 1), Fraction(-1, 2)))
    """
    result = ONE
    for base, (slope, level) in product.powers:
        if isinstance(base, tuple):
            if slope:
                raise ExportRefused("an index in the base and in the exponent")
            if base[0] == "factorial":
                result = result.times(Product(1, ((("linear", 1, base[1] + 1), (ZERO, level)),)))
                continue
            a, b = base[1], base[-1]
            moved = Product(1, ((("linear", a, a + b), (ZERO, level)), (base, (ZERO, -level))))
            result = result.times(moved)
        elif slope:
            result = result.times(Product(1, ((base, (ZERO, slope)),)))
    return result


def at_zero(product: Product) -> Product:
    """The product at index 0."""
    result = Product(product.sign, ())
    for base, (_, level) in product.powers:
        if not level:
            continue
        if isinstance(base, tuple):
            value = _factorial(base[1]) if base[0] == "factorial" else int(base[-1])
            result = result.times(integer(value), level)
        else:
            result = result.times(Product(1, ((base, (ZERO, level)),)))
    return result
