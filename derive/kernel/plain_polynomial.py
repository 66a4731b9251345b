"""The arithmetic of ``polynomial`` once more, on dictionaries and fractions alone.

Replay uses it, so that a certificate is judged by arithmetic that shares no code with
the one that made it.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from derive.kernel.polynomial import Generator, Monomial


class PlainArithmetic:
    """Needs no ring: a polynomial is a dictionary from monomials to fractions."""

    def monomial(self, exponents: Mapping[Generator, Fraction], factor: Fraction
                 ) -> PlainPolynomial:
        if not factor:
            return PlainPolynomial({})
        return PlainPolynomial({frozenset((g, e) for g, e in exponents.items() if e): factor})


class PlainPolynomial:
    """A sum of monomials; zero coefficients are never kept."""

    def __init__(self, content: dict[Monomial, Fraction]) -> None:
        self.content = content

    def __add__(self, other: PlainPolynomial) -> PlainPolynomial:
        total = dict(self.content)
        for monomial, coefficient in other.content.items():
            new = total.pop(monomial, Fraction(0)) + coefficient
            if new:
                total[monomial] = new
        return PlainPolynomial(total)

    def __mul__(self, other: PlainPolynomial) -> PlainPolynomial:
        total: dict[Monomial, Fraction] = {}
        for left, a in self.content.items():
            for right, b in other.content.items():
                powers = dict(left)
                for generator, exponent in right:
                    powers[generator] = powers.get(generator, Fraction(0)) + exponent
                product = frozenset((g, e) for g, e in powers.items() if e)
                new = total.pop(product, Fraction(0)) + a * b
                if new:
                    total[product] = new
        return PlainPolynomial(total)

    def scaled(self, factor: Fraction) -> PlainPolynomial:
        if not factor:
            return PlainPolynomial({})
        return PlainPolynomial({m: c * factor for m, c in self.content.items()})

    def terms(self) -> dict[Monomial, Fraction]:
        return dict(self.content)
