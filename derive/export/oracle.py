"""Certified values to measure a program against: the definition itself in ball arithmetic.

The oracle uses the definition and the recurrence as they were derived, before any rescaling:
integers as coefficients, factorials and roots evaluated as they stand. Precision is raised
until the ball is small. For measuring at many points the midpoints are iterated at a fixed
high precision, and rigorous balls check them. Next: ``accuracy``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction
from typing import Any

from flint import arb, ctx, fmpq

from derive.export.program import ExportRefused, horner
from derive.export.recurrences import Family
from derive.export.relations import powers
from derive.terms import Term

BITS = 400  # precision of the midpoint recurrence


class precision:
    """``with precision(bits):`` sets the working precision of balls and restores it."""

    def __init__(self, bits: int) -> None:
        self.bits = bits

    def __enter__(self) -> None:
        self.before, ctx.prec = ctx.prec, self.bits

    def __exit__(self, *_: object) -> None:
        ctx.prec = self.before


def exact(value: float | Fraction) -> arb:
    """The number itself as a ball of radius 0 (a fraction: at the working precision)."""
    f = Fraction(value)
    return arb(fmpq(f.numerator, f.denominator))


class Oracle:
    """Certified values of one family."""

    def __init__(self, family: Family) -> None:
        self.family = family
        table = family.three.table()
        self._top = _by_power(table[2, 0].top), _by_power(table[2, 0].bottom)
        self._one = _by_power(table[1, 0].top), _by_power(table[1, 0].bottom)
        zero = table.get((0, 0))
        self._zero = (_by_power(zero.top), _by_power(zero.bottom)) if zero else ([], [[1]])

    def certified(self, n: int, values: Mapping[str, float]) -> tuple[arb, arb]:
        """``(f, df/dx)`` as rigorous balls with at least 80 good bits.

        Raises ExportRefused where 2**17 bits do not suffice.
        """
        bits = 256 + 4 * n
        while bits <= 1 << 17:
            with precision(bits):
                value, slope = self._many([n], values, midpoints=False)[n]
                if value.rel_accuracy_bits() >= 80 or (value == 0):
                    return value, slope
            bits *= 2
        raise ExportRefused(f"no certified value at n = {n}, {dict(values)}")

    def measured(self, indices: Iterable[int], values: Mapping[str, float]
                 ) -> dict[int, tuple[arb, arb]]:
        """``{n: (f, df/dx)}`` at one point for many n, by midpoints of BITS bits."""
        with precision(BITS):
            return self._many(list(indices), values, midpoints=True)

    def _many(self, indices: list[int], values: Mapping[str, float], midpoints: bool
              ) -> dict[int, tuple[arb, arb]]:
        family = self.family
        inputs = {s: exact(values[s.name]) for s in family.inputs if s.name in values}
        step = exact(Fraction(1, 2 ** (ctx.prec // 3))) * (1 + abs(inputs[family.place]))
        near = {**inputs, family.place: inputs[family.place] + step}
        results = []
        for point in (inputs, near):
            self._lengths(point)
            xi = evaluate(family.call.args[2], point, {})
            members = self._members(indices, xi, midpoints)
            results.append({n: self._value(n, point, members[n]) for n in indices})
        here, there = results
        return {n: (here[n], (there[n] - here[n]) / step) for n in indices}

    def _lengths(self, point: dict[Term, Any]) -> None:
        for symbol, product in self.family.lengths.items():
            value = arb(product.sign)
            for base, (_, level) in product.powers:
                ball = point[base] if isinstance(base, Term) and base.head == "sym" else (
                    arb.pi() if isinstance(base, Term) else arb(int(str(base))))
                value *= _rational_power(ball, level)
            point[symbol] = value

    def _value(self, n: int, point: Mapping[Term, Any], member: arb) -> Any:
        return evaluate(self.family.body, {**point, self.family.index: arb(n)},
                        {self.family.call: member})

    def _members(self, indices: list[int], xi: arb, midpoints: bool) -> dict[int, arb]:
        """H_n(xi) for the wanted n by the derived recurrence, as it stands."""
        wanted, found = set(indices), {}
        before, now = (sum((exact(Fraction(int(c.p), int(c.q))) * xi ** p
                            for p, c in enumerate(m)), arb(0)) for m in self.family.members[:2])
        for n in range(max(indices) + 1):
            if n in wanted:
                found[n] = before
            top, one, zero = (_quotient(part, n, xi) for part in (self._top, self._one, self._zero))
            new = -(one * now + zero * before) / top
            before, now = now, new.mid() if midpoints else new
        return found


def _by_power(poly: Any) -> list[list[int]]:
    """A polynomial in n and xi as lists over xi of lists over n of integers."""
    table = powers(poly)
    if any(int(c.q) != 1 for c in table.values()):
        scale = 1
        for c in table.values():
            scale *= int(c.q)
        raise ExportRefused("a recurrence with fractional coefficients: multiply it by "
                            f"{scale}")
    rows: list[list[int]] = []
    for (power_n, power_xi), c in table.items():
        while len(rows) <= power_xi:
            rows.append([])
        while len(rows[power_xi]) <= power_n:
            rows[power_xi].append(0)
        rows[power_xi][power_n] = int(c.p)
    return rows


def _quotient(part: tuple[list[list[int]], list[list[int]]], n: int, xi: arb) -> Any:
    top, bottom = (_at(p, n, xi) for p in part)
    return top if bottom == 1 else top / bottom


def _at(rows: list[list[int]], n: int, xi: arb) -> Any:
    value: Any = horner(rows[-1], n) if rows else 0
    for row in rows[-2::-1]:
        value = value * xi + horner(row, n)
    return value


def _rational_power(base: arb, exponent: Fraction) -> arb:
    if exponent.denominator == 1:
        return base ** int(exponent)
    if exponent.denominator == 2:
        return base.sqrt() ** int(2 * exponent)
    return base ** (arb(exponent.numerator) / exponent.denominator)


def evaluate(term: Term, point: Mapping[Term, Any], calls: Mapping[Term, Any]) -> Any:
    """A real elementary term as a ball; ``calls`` gives the values of function calls.

    >>> from derive.terms.build import symbol, sqrt
    >>> x = symbol("x", "P")
    >>> evaluate(sqrt(x), {x: arb(4)}, {}) == 2
    True
    """
    head, args = term.head, term.args
    if head == "int":
        return arb(term.value)
    if head == "sym" and term in point:
        return point[term]
    if head == "const" and term.name in ("pi", "e"):
        return arb.pi() if term.name == "pi" else arb(1).exp()
    if head == "call" and term in calls:
        return calls[term]
    if head == "pow" and args[1].head == "int":
        return evaluate(args[0], point, calls) ** args[1].value
    if head == "factorial":
        value = evaluate(args[0], point, calls).unique_fmpz()
        if value is not None and 0 <= int(value) <= 10**6:
            return arb.fac_ui(int(value))
    parts = [evaluate(a, point, calls) for a in args]
    if head == "add":
        return sum(parts[1:], parts[0])
    if head == "mul":
        result = parts[0]
        for part in parts[1:]:
            result = result * part
        return result
    simple: dict[str, Callable[..., Any]] = {
        "neg": lambda a: -a, "div": lambda a, b: a / b, "pow": lambda a, b: a ** b,
        "sqrt": lambda a: a.sqrt(), "exp": lambda a: a.exp(), "log": lambda a: a.log(),
        "sin": lambda a: a.sin(), "cos": lambda a: a.cos(), "tan": lambda a: a.tan(),
        "sinh": lambda a: a.sinh(), "cosh": lambda a: a.cosh(), "tanh": lambda a: a.tanh(),
        "arctan": lambda a: a.atan(), "abs": lambda a: abs(a)}
    if head in simple:
        return simple[head](*parts)
    raise ExportRefused(f"the oracle cannot evaluate {term}")
