"""A model of named definitions: sizes, entries, functions, and a direction to move in.

Parameters and data get values from a seed and a name, so that one seed is one model. A function
without a definition is a random polynomial; one with a definition is evaluated through it. The
derivative along the direction comes from the series themselves: no rule of differentiation of
matrices is used.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import factorial
from typing import Any, TypeAlias

from flint import arb

from derive.kernel.refute.arithmetics import FiniteField, Undefined
from derive.kernel.refute.matrix_values import Entries, MatrixValues
from derive.kernel.refute.truncated import Truncated
from derive.terms.binding import substitute
from derive.terms.build import term
from derive.terms.term import Term

DEGREE = 4  # of the random polynomials that stand for functions


#: A name and its levels; None for a scalar.
Place: TypeAlias = tuple[str, tuple[int, ...] | None]


@dataclass(frozen=True)
class Meaning:
    """A function of one real variable, given by a term in ``parameter``."""

    parameter: Term
    body: Term


@dataclass(frozen=True)
class Family:
    """A name defined at many levels: ``value`` at ``index``, for the level ``index + offset``."""

    index: Term
    offset: int
    value: Term
    bounds: tuple[Term, Term] | None = None


class MatrixModel:
    """Values of names that are defined, given, or moving along a direction.

    ``definitions`` maps names to terms; ``moving`` are the names that move; ``columns_sum_to_one``
    and ``rows_sum_to_one`` are data of which that is a hypothesis, and so is ``symmetric``.
    """

    def __init__(self, arithmetic: Any, seed: int, sizes: Mapping[Term, Any],
                 definitions: Mapping[Term, Term], moving: Iterable[Term] = (),
                 meanings: Mapping[Term, Meaning] | None = None, order: int = 1,
                 columns_sum_to_one: Iterable[Term] = (),
                 rows_sum_to_one: Iterable[Term] = (),
                 families: Mapping[str, Family] | None = None, still: Iterable[str] = (),
                 moving_families: Iterable[str] = (), constants: Iterable[Term] = (),
                 positive: Iterable[str] = (), symmetric: Iterable[Term] = ()) -> None:
        self.arithmetic, self.seed, self.order = arithmetic, seed, order
        self.meanings = dict(meanings or {})
        self.families = dict(families or {})
        self.still = frozenset(still)  # families that do not move
        self.positive = frozenset(positive)  # names of matrices with positive entries
        self.moving_families = frozenset(moving_families)
        self.values = MatrixValues(arithmetic, order, dict(sizes), self._entries, self._named,
                                   self._function)
        self.definitions = {self.place(s): value for s, value in definitions.items()}
        self.moving = frozenset(map(self.place, moving))
        self.constants = frozenset(map(self.place, constants))
        self.sums_to_one = {**{self.place(s): "column" for s in columns_sum_to_one},
                            **{self.place(s): "row" for s in rows_sum_to_one}}
        self.symmetric = frozenset(map(self.place, symmetric))

    def place(self, symbol: Term) -> Place:
        """A symbol at its levels: W[l] and W[2] are the same where l is 2."""
        if symbol.head != "matrix":
            return symbol.name, None
        return symbol.name, tuple(self.values.natural(a) for a in symbol.args[2:])

    def draw(self, *label: object) -> Any:
        """A number that depends on the seed and the label: any one of a field, else a small one."""
        if isinstance(self.arithmetic, FiniteField):
            return self.arithmetic.random(self.seed, *label)
        text = repr((self.seed, *(str(part) for part in label))).encode()
        digest = hashlib.sha256(text).digest()
        small = Fraction(int.from_bytes(digest[:4], "big") % 13 - 6, 1 + digest[4] % 3)
        return self.arithmetic.number(small)

    def _series(self, moves: bool, positive: bool, *label: object) -> Truncated:
        value = self.draw("value", *label)
        value = value * value + self.arithmetic.number(Fraction(1, 2)) if positive else value
        slope = self.draw("direction", *label) if moves else value * 0
        return Truncated([value, slope, *[value * 0] * (self.order - 1)])

    def _entries(self, symbol: Term, rows: int, columns: int, levels: tuple[int, ...]) -> Entries:
        place = (symbol.name, levels)
        if place in self.definitions:
            return self.values.matrix(self.definitions[place])
        defined = self._in_family(symbol.name, levels)
        if defined is not None:
            return self.values.matrix(defined)
        moves = place not in self.constants and symbol.name not in self.still and (
            place in self.moving or symbol.name in self.moving_families)
        drawn = [[self._series(moves, symbol.name in self.positive, symbol.name, levels, i, j)
                  for j in range(columns)] for i in range(rows)]
        if place in self.symmetric and rows == columns:
            drawn = [[drawn[min(i, j)][max(i, j)] for j in range(columns)] for i in range(rows)]
        kind = self.sums_to_one.get(place)
        if kind == "column":
            for j in range(columns):
                drawn[-1][j] = self.values.number(1) - self.values.sum_of(
                    row[j] for row in drawn[:-1])
        elif kind == "row":
            for row in drawn:
                row[-1] = self.values.number(1) - self.values.sum_of(row[:-1])
        return drawn

    def _in_family(self, name: str, levels: tuple[int, ...]) -> Term | None:
        """The value that the definition of a family gives at a level, where it reaches."""
        known = self.families.get(name)
        if known is None or len(levels) != 1:
            return None
        level = levels[0] - known.offset
        if known.bounds is not None:
            lower, upper = map(self.values.natural, known.bounds)
            if not lower <= level <= upper:
                return None
        return substitute(known.value, {known.index: term(level)})

    def _named(self, symbol: Term) -> Truncated:
        place = (symbol.name, None)
        if place in self.definitions:
            return self.values.scalar(self.definitions[place])
        return self._series(place in self.moving, symbol.sort == "P", symbol.name)

    def _function(self, fun: Term, orders: tuple[int, ...], arguments: list[Truncated]
                  ) -> Truncated:
        meaning = self.meanings.get(fun)
        if meaning is not None:
            return self._through(meaning, orders[0], arguments[0])
        signature = fun.data[1]
        assert isinstance(signature, tuple)
        real = [sort not in ("N0", "Z") for sort in signature]
        label = (fun.name, *(str(a.coefficients[0]) for a, r in zip(arguments, real, strict=True)
                             if not r))
        variables = [a for a, r in zip(arguments, real, strict=True) if r]
        primes = [o for o, r in zip(orders, real, strict=True) if r]
        result = self.values.number(0)
        for exponents in _exponents(len(variables)):
            weight = self.draw("coefficient", *label, exponents)
            for exponent, prime in zip(exponents, primes, strict=True):
                weight = weight * (factorial(exponent) // factorial(exponent - prime)
                                   if exponent >= prime else 0)
            if not self.arithmetic.is_zero(weight):
                result = result + self._monomial(weight, variables, exponents, primes)
        return result

    def _monomial(self, weight: Any, variables: list[Truncated],
                  exponents: tuple[int, ...], primes: list[int]) -> Truncated:
        product = self.values.number(1).like(weight)
        for variable, exponent, prime in zip(variables, exponents, primes, strict=True):
            for _ in range(exponent - prime):
                product = product * variable
        return product

    def _through(self, meaning: Meaning, prime: int, argument: Truncated) -> Truncated:
        """A defined function, or its derivative, by Taylor coefficients of its definition."""

        def taylor(c: Any, count: int) -> list[Any]:
            length = count + prime
            step = [c, c * 0 + 1, *[c * 0] * length][:max(length, 2)]
            inside = MatrixValues(self.arithmetic, len(step) - 1, {}, self._entries,
                                  lambda s: Truncated(step) if s is meaning.parameter
                                  else self._constant(s, len(step)), self._function)
            found = inside.scalar(meaning.body).coefficients
            return [found[k + prime] * (factorial(k + prime) // factorial(k))
                    for k in range(count)]

        return argument.composed(taylor)

    def _constant(self, symbol: Term, length: int) -> Truncated:
        first = self._named(symbol).coefficients[0]
        return Truncated([first] + [first * 0] * (length - 1))

    # -- questions ------------------------------------------------------------------------

    def derivative(self, scalar: Term) -> Any:
        """The derivative of a scalar along the direction."""
        return self.values.scalar(scalar).coefficients[1]

    def along(self, gradients: Mapping[Term, Term]) -> Any:
        """``sum <g, direction>`` over the moving names."""
        result = self.values.number(0)
        for symbol, gradient in gradients.items():
            result = result + (self._scalar_pair(symbol, gradient) if symbol.shape is None
                               else self._matrix_pair(symbol, gradient))
        return result.coefficients[0]

    def _scalar_pair(self, symbol: Term, gradient: Term) -> Truncated:
        moved = self.values.scalar(symbol).coefficients[1]
        return self.values.scalar(gradient) * self.values.number(1).like(moved)

    def _matrix_pair(self, symbol: Term, gradient: Term) -> Truncated:
        pairs = zip(self.values.matrix(symbol), self.values.matrix(gradient), strict=True)
        return self.values.sum_of(g * w.coefficients[1] for ws, gs in pairs
                                  for w, g in zip(ws, gs, strict=True))

    def entries(self, term: Term) -> list[list[Any]]:
        """The entries of a matrix term, without their derivatives."""
        return [[e.coefficients[0] for e in row] for row in self.values.matrix(term)]

    def scalar(self, term: Term) -> Any:
        return self.values.scalar(term).coefficients[0]

    def certainly_differ(self, left: Term, right: Term) -> bool:
        """Whether some entry of the two sides differs here, beyond what balls leave open."""
        if left.shape is None:
            return self._apart(self.scalar(left) - self.scalar(right))
        return any(self._apart(a - b) for ra, rb in zip(
            self.entries(left), self.entries(right), strict=True)
            for a, b in zip(ra, rb, strict=True))

    def _apart(self, difference: Any) -> bool:
        if isinstance(difference, arb):
            return not difference.contains(0)
        return not self.arithmetic.is_zero(difference)

    def same(self, left: Term, right: Term) -> bool:
        """Whether both sides have equal entries here."""
        if left.shape is None:
            return self.arithmetic.is_zero(self.scalar(left) - self.scalar(right)) is True
        return all(self.arithmetic.is_zero(a - b) for ra, rb in zip(
            self.entries(left), self.entries(right), strict=True)
            for a, b in zip(ra, rb, strict=True))


def _exponents(count: int) -> list[tuple[int, ...]]:
    result: list[tuple[int, ...]] = [()]
    for _ in range(count):
        result = [(*e, k) for e in result for k in range(DEGREE + 1)]
    return [e for e in result if sum(e) <= DEGREE]


__all__ = ["MatrixModel", "Meaning", "Undefined"]
