"""Laurent polynomials with rational exponents over named generators, on python-flint.

The kernel's fast arithmetic. ``plain_polynomial`` is the same contract on dictionaries,
written separately; replay uses that one, so that a slip in either shows.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping
from fractions import Fraction
from functools import lru_cache
from typing import Any, Protocol, TypeAlias

from flint import Ordering, fmpq, fmpq_mpoly, fmpq_mpoly_ctx

from derive.kernel.claim import Refused

Generator: TypeAlias = Hashable
Monomial: TypeAlias = frozenset[tuple[Generator, Fraction]]

#: One exponent step is 1/SCALE, so that square and fourth roots stay integers inside flint.
SCALE = 720720
SLOTS = 40


class Polynomial(Protocol):
    """What the normal form asks of an arithmetic."""

    def __add__(self, other: Any) -> Any: ...
    def __mul__(self, other: Any) -> Any: ...
    def scaled(self, factor: Fraction) -> Any: ...
    def terms(self) -> dict[Monomial, Fraction]: ...


class Arithmetic(Protocol):
    """Makes polynomials; one lives as long as one question."""

    def monomial(self, exponents: Mapping[Any, Fraction], factor: Fraction) -> Any: ...


class FlintArithmetic:
    """Generators are given slots of a flint ring as they turn up."""

    def __init__(self, slots: int = SLOTS) -> None:
        self.slots = slots
        self.ring = fmpq_mpoly_ctx.get([f"g{i}" for i in range(slots)], Ordering.lex)
        self.index: dict[Generator, int] = {}
        self.generators: list[Generator] = []

    def slot(self, generator: Generator) -> int:
        if generator not in self.index:
            if len(self.generators) == self.slots:
                raise TooManyGenerators(f"more than {self.slots} distinct atoms in one step")
            self.index[generator] = len(self.generators)
            self.generators.append(generator)
        return self.index[generator]

    def monomial(self, exponents: Mapping[Generator, Fraction], factor: Fraction
                 ) -> FlintPolynomial:
        shift: dict[int, int] = {}
        for generator, exponent in exponents.items():
            scaled = exponent * SCALE
            if scaled.denominator != 1:
                raise TooManyGenerators(f"an exponent with denominator {exponent.denominator}")
            shift[self.slot(generator)] = scaled.numerator
        one = self.ring.from_dict({(0,) * self.slots: fmpq(factor.numerator, factor.denominator)})
        return FlintPolynomial(self, shift, one)


class TooManyGenerators(Refused):
    """A question that is larger than the arithmetic takes."""


class FlintPolynomial:
    """``monomial(shift) * part``: the shift carries negative exponents."""

    def __init__(self, owner: FlintArithmetic, shift: dict[int, int], part: fmpq_mpoly) -> None:
        self.owner = owner
        self.shift = {slot: e for slot, e in shift.items() if e}
        self.part = part
        self._terms: dict[Monomial, Fraction] | None = None

    def _lifted(self, shift: dict[int, int]) -> fmpq_mpoly:
        """The polynomial part once the common ``shift`` is taken out."""
        exponents = [0] * self.owner.slots
        for slot in self.shift.keys() | shift.keys():
            exponents[slot] = self.shift.get(slot, 0) - shift.get(slot, 0)
        if not any(exponents):
            return self.part
        return self.part * self.owner.ring.from_dict({tuple(exponents): fmpq(1)})

    def __add__(self, other: FlintPolynomial) -> FlintPolynomial:
        slots = self.shift.keys() | other.shift.keys()
        least = {s: min(self.shift.get(s, 0), other.shift.get(s, 0)) for s in slots}
        return FlintPolynomial(self.owner, least, self._lifted(least) + other._lifted(least))

    def __mul__(self, other: FlintPolynomial) -> FlintPolynomial:
        shift = dict(self.shift)
        for slot, exponent in other.shift.items():
            shift[slot] = shift.get(slot, 0) + exponent
        return FlintPolynomial(self.owner, shift, self.part * other.part)

    def scaled(self, factor: Fraction) -> FlintPolynomial:
        return FlintPolynomial(self.owner, self.shift,
                               self.part * fmpq(factor.numerator, factor.denominator))

    def terms(self) -> dict[Monomial, Fraction]:
        """Exponents and coefficients; the dictionary is shared, not to be changed."""
        if self._terms is None:
            self._terms = dict(self._listed())
        return self._terms

    def _listed(self) -> Iterator[tuple[Monomial, Fraction]]:
        generators = self.owner.generators
        count = len(generators)
        for exponents, coefficient in self.part.to_dict().items():
            total = {i: int(e) for i, e in enumerate(exponents[:count]) if e}
            for slot, shift in self.shift.items():
                total[slot] = total.get(slot, 0) + shift
            key = frozenset([(generators[i], _exponent(e)) for i, e in total.items() if e])
            yield key, Fraction(int(coefficient.p), int(coefficient.q))


@lru_cache(4096)
def _exponent(steps: int) -> Fraction:
    return Fraction(steps, SCALE)
