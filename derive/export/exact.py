"""Exact members and overlaps of a family: integers and fractions, from what was derived.

The coefficients of H_n follow downwards from its leading one by the derived differential
equation, the leading one from the derived recurrence: some hundred small steps for n = 1000.
Overlaps are moments of the Gaussian that the definition holds, times the squares of its
normalization, which are products of powers; what does not cancel is refused. Read first:
``recurrences``.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from math import factorial, isqrt
from numbers import Integral
from typing import Any

from flint import fmpq, fmpq_poly, fmpz, fmpz_poly

from derive.export.factors import Product
from derive.export.program import ExportRefused, horner
from derive.export.recurrences import Family, family_of
from derive.export.relations import powers
from derive.kernel.claim import Grade
from derive.terms import Term
from derive.terms.build import PI


@dataclass(frozen=True)
class SignedRoot:
    """``sign * sqrt(square)``, exact.

    >>> float(SignedRoot(-1, Fraction(1, 4)))
    -0.5
    """

    sign: int
    square: Fraction

    def __float__(self) -> float:
        top, bottom = self.square.numerator, self.square.denominator
        shift = 2 * max(0, 64 + bottom.bit_length() - top.bit_length())
        root = Fraction(isqrt((top << 2 * shift) // bottom), 1 << shift)
        return self.sign * float(root)

    @property
    def rational(self) -> Fraction | None:
        """The number itself where it is rational."""
        roots = isqrt(self.square.numerator), isqrt(self.square.denominator)
        if roots[0] ** 2 != self.square.numerator or roots[1] ** 2 != self.square.denominator:
            return None
        return self.sign * Fraction(*roots)


class Exact:
    """Exact members, overlaps and matrix elements of one family.

    ``Exact(derive.derivation("oscillator")["psi"])``; see ``polynomial`` and ``overlap``.
    """

    def __init__(self, line: Any) -> None:
        lecture = line.lecture
        claims = [s.claim.conclusion for s in lecture.steps
                  if s.grade in (Grade.PROVED, Grade.GIVEN)]
        self.family: Family = family_of(line.claim.conclusion, claims, lecture.definitions)

    def polynomial(self, n: int) -> fmpz_poly | fmpq_poly:
        """The member H_n with all its digits.

        Raises ExportRefused where the equation among the claims does not determine it, and for an
        n that is not one of 0, 1, 2, ....
        """
        n = _whole("n", n)
        coupling = self._coupling
        step = coupling.step
        low, high = _in_k(coupling.low, n), _in_k(coupling.high, n)
        found: list[Any] = [0] * (n + 1)
        value = found[n] = self._leading(n)
        for k in range(n - step, -1, -step):
            above = k + step
            value *= -(low[0] + above * (low[1] + (above - 1) * low[2]))
            divisor = high[0] + k * (high[1] + (k - 1) * high[2])
            if divisor == 0:
                raise ExportRefused("the differential equation does not determine the member")
            quotient, rest = divmod(value, divisor) if type(value) is fmpz else (None, 1)
            value = quotient if not rest else fmpq(1, divisor) * value
            found[k] = value
        if any(type(c) is fmpq for c in found[n % step::step]):
            return fmpq_poly(found)
        return fmpz_poly(found)

    def overlap(self, k: int, n: int) -> Fraction:
        """The integral of f_k f_n over the line, as a fraction; see ``matrix_element``."""
        found = self.matrix_element(k, n, 0).rational
        if found is None:
            raise ExportRefused("the overlap is no fraction")
        return found

    def matrix_element(self, k: int, n: int, power: int = 1) -> SignedRoot:
        """The integral of f_k xi^power f_n over the line, with xi the scaled argument.

        In units of the length it is the matrix element of x^power. Raises ExportRefused for what
        is not one of 0, 1, 2, ....
        """
        k, n, power = _whole("k", k), _whole("n", n), _whole("power", power)
        product = fmpq_poly(self.polynomial(k)) * fmpq_poly(self.polynomial(n))
        decay = self._decay
        total, moment = fmpq(0), fmpq(1)
        coefficients = [fmpq(0)] * power + product.coeffs()
        for j in range(0, len(coefficients), 2):
            total += coefficients[j] * moment
            moment *= fmpq(j + 1) / (2 * decay)
        # the square of N_k N_n / scale * sqrt(pi/decay)
        square = _square([(self.family.normalization, k, 1), (self.family.normalization, n, 1),
                          (self.family.scale, 0, -1)])
        square *= Fraction(int(decay.q), int(decay.p))
        value = Fraction(int(total.p), int(total.q))
        return SignedRoot((value > 0) - (value < 0), square * value**2)

    @cached_property
    def _decay(self) -> Any:
        weight = self.family.weight
        if len(weight) != 3 or any(weight[:2]) or weight[2] >= 0:
            raise ExportRefused("overlaps are computed with a Gaussian: the definition has none")
        return 2 * fmpq(-weight[2].numerator, weight[2].denominator)

    def _leading(self, n: int) -> Any:
        value = self.family.members[min(n, 1)][min(n, 1)]
        top, bottom = self._forward
        if n > 1 and len(top) == len(bottom) == 1:
            value = value * fmpq(top[0], bottom[0]) ** (n - 1)
        else:
            for m in range(n - 1):
                value = value * fmpq(horner(top, m), horner(bottom, m))
        return fmpz(value.p) if value.q == 1 else value

    @cached_property
    def _forward(self) -> tuple[list[int], list[int]]:
        """Leading coefficients: those of H_{n+2} are top/bottom times those of H_{n+1}."""
        table = self.family.three.table()
        forward = (-table[1, 0]).over(table[2, 0])
        sides = []
        for part, wanted in ((forward.top, 1), (forward.bottom, 0)):
            found = {a: c for (a, xi), c in powers(part).items() if xi == wanted}
            if any(c.q != 1 for c in found.values()):
                raise ExportRefused("a recurrence with fractional coefficients")
            sides.append([int(found[a].p) if a in found else 0 for a in range(max(found) + 1)])
        return sides[0], sides[1]

    @cached_property
    def _coupling(self) -> Coupling:
        """The equation on xi^k, where it has two terms."""
        equation = next((r for r in self.family.relations
                         if set(r.table()) <= {(0, 0), (0, 1), (0, 2)} and (0, 2) in r.table()),
                        None)
        if equation is None:
            raise ExportRefused("no claim is a differential equation")
        shifts: dict[int, list[tuple[int, int, int]]] = {}
        for (_, order), ratio in equation.terms:
            if not ratio.bottom.is_constant():
                raise ExportRefused("the differential equation has fractions")
            for (power_n, power_xi), c in powers(ratio.top).items():
                shifts.setdefault(power_xi - order, []).append((int(c.p), power_n, order))
                if c.q != 1:
                    raise ExportRefused("the differential equation has fractions")
        if len(shifts) != 2 or max(shifts) != 0:
            raise ExportRefused("the differential equation does not couple two coefficients")
        return Coupling(-min(shifts), tuple(shifts[min(shifts)]), tuple(shifts[0]))


@dataclass(frozen=True)
class Coupling:
    """``low(n, k) xi^(k - step) + high(n, k) xi^k`` is what the equation makes of xi^k.

    Terms are (coefficient, power of n, how many factors k, k - 1, ...).
    """

    step: int
    low: tuple[tuple[int, int, int], ...]
    high: tuple[tuple[int, int, int], ...]


def _whole(name: str, value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, Integral) or value < 0:
        raise ExportRefused(f"{name} is one of 0, 1, 2, ..., not {value!r}")
    return int(value)


def _in_k(terms: tuple[tuple[int, int, int], ...], n: int) -> list[int]:
    """Coefficients of 1, k and k (k - 1) at a number n."""
    found = [0, 0, 0]
    for c, power, order in terms:
        found[order] += c * n**power
    return found


def _square(factors: list[tuple[Product, int, int]]) -> Fraction:
    """The square of sqrt(pi) times products of powers at numbers n, each with an exponent.

    Raises ExportRefused where a symbol or a root is left.
    """
    value, left = Fraction(1), {PI: Fraction(1)}
    for product, n, outer in factors:
        for base, (slope, level) in product.powers:
            exponent = 2 * outer * (slope * n + level)
            if isinstance(base, Term):
                left[base] = left.get(base, Fraction(0)) + exponent
                continue
            if exponent.denominator != 1:
                raise ExportRefused("a root of a number is left")
            number = base if isinstance(base, int) else factorial(n + base[1]) if (
                base[0] == "factorial") else int(base[1]) * n + int(base[-1])
            value *= Fraction(number) ** int(exponent)
    open_ = [str(symbol) for symbol, exponent in left.items() if exponent]
    if open_:
        raise ExportRefused(f"{', '.join(open_)} does not cancel: the functions are not "
                            "normalized")
    return value
