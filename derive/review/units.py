r"""Units of both sides: a line whose sides, or whose summands, differ in unit cannot hold.

Letters have the units that somebody declared (``unit m = kg, omega = 1/s``); what nobody
declared is solved for, as the exponents of a linear system. Only a contradiction is said, never a
guess: with every letter free there is none. Next: ``checking``, which asks before it judges.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, TypeAlias

from derive.notation.cards import Card
from derive.review.judging import Judgement
from derive.terms.build import term
from derive.terms.term import BINDER_HEADS, Term

#: exponents of kilogram, metre, second, ampere, kelvin, mole
Dimension: TypeAlias = dict[str, Fraction]
Judge: TypeAlias = Callable[..., Judgement]
_BASES = ("kg", "m", "s", "A", "K", "mol")
_DERIVED = {
    "g": "kg", "Hz": "1/s", "N": "kg m/s^2", "J": "kg m^2/s^2", "W": "kg m^2/s^3", "Pa": "kg/m/s^2",
    "C": "A s", "V": "kg m^2/s^3/A", "T": "kg/s^2/A", "eV": "kg m^2/s^2", "rad": "1", "nm": "m",
    "cm": "m", "mm": "m", "km": "m", "ms": "s", "ns": "s", "keV": "kg m^2/s^2",
    "MeV": "kg m^2/s^2"}
_FACTOR = re.compile(r"\s*([/*·]?)\s*(?:\\mathrm\{|\\text\{)?([A-Za-z]+|1)\}?"
                     r"(?:\^\{?(-?\d+)\}?)?\s*")


class UnknownUnit(ValueError):
    """A unit that is not in the table."""


def dimension(unit: str) -> Dimension:
    """The exponents of the base units; ``/`` divides by the factor after it.

    >>> {base: int(e) for base, e in dimension("J s").items()}
    {'kg': 1, 'm': 2, 's': -1}
    """
    found: Dimension = {}
    position = 0
    while position < len(unit):
        factor = _FACTOR.match(unit, position)
        if factor is None or factor.end() == position:
            raise UnknownUnit(f"no unit {unit!r}")
        position = factor.end()
        exponent = Fraction(int(factor[3] or 1)) * (-1 if factor[1] == "/" else 1)
        name = factor[2]
        if name in _DERIVED:
            inner = dimension(_DERIVED[name])
        elif name in _BASES or name == "1":
            inner = {name: Fraction(1)} if name != "1" else {}
        else:
            raise UnknownUnit(f"no unit {name!r} in {unit!r}")
        for base, e in inner.items():
            found[base] = found.get(base, Fraction(0)) + e * exponent
    return {base: e for base, e in found.items() if e}


def written(dimension: Mapping[str, Fraction]) -> str:
    """A dimension as people write it.

    >>> written(dimension("J s"))
    'kg m² s⁻¹'
    """
    raised = str.maketrans("-0123456789/", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹ᐟ")
    names = {base: f"[{base[1:]}]" if base.startswith("?") else base for base in dimension}
    parts = [names[base] if e == 1 else f"{names[base]}{str(e).translate(raised)}"
             for base, e in sorted(dimension.items(), key=lambda pair: _place(pair[0]))]
    return " ".join(parts) if parts else "1"


def _place(base: str) -> int:
    return _BASES.index(base) if base in _BASES else len(_BASES)


@dataclass(frozen=True)
class Clash:
    """Two parts that are added or equated and differ in unit."""

    left: Dimension
    right: Dimension
    where: str


@dataclass
class Units:
    """The units of letters by name, and what was found of the others so far.

    A dimension is a vector over base units and unknowns; ``solved`` eliminates unknowns.
    """

    letters: Mapping[str, Dimension]
    solved: dict[str, Dimension] = field(default_factory=dict)
    clash: Clash | None = None

    def of(self, t: Term) -> Dimension | None:
        """The unit of a term; None where any will do (0, an unknown power)."""
        head, args = t.head, t.args
        if t is term(0):
            return None
        if head in ("int", "const"):
            return {}
        if head == "sym":
            return self._reduced(self._letter(t.name, t))
        if head == "call":
            return self._call(t)
        if head in ("add", "eq", "ne", "lt", "le"):
            return self._alike(args, "the two sides" if head != "add" else "two summands")
        if head in ("neg", "abs", "conj", "floor", "ceiling"):
            return self.of(args[0])
        if head == "mul":
            return self._product([self.of(a) for a in args])
        if head == "div":
            return self._product([self.of(args[0]), self._times(self.of(args[1]), Fraction(-1))])
        if head == "sqrt":
            return self._times(self.of(args[0]), Fraction(1, 2))
        if head == "pow":
            return self._power(*args)
        if head in BINDER_HEADS:
            return self._binder(t)
        if head in ("exp", "log", "sin", "cos", "tan", "sinh", "cosh", "tanh", "arctan", "erf",
                    "factorial", "binomial", "delta"):
            for a in args:
                self._same(self.of(a), {}, f"the argument of {head}")
            return {}
        return None

    def _letter(self, name: str, t: Term) -> Dimension:
        if t.sort in ("N0", "Z") and name not in self.letters:
            return {}
        return self.letters.get(name, {f"?{name}": Fraction(1)})

    def _reduced(self, found: Dimension) -> Dimension:
        result: Dimension = {}
        for base, e in found.items():
            for b, f in self.solved.get(base, {base: Fraction(1)}).items():
                result[b] = result.get(b, Fraction(0)) + e * f
        return {b: e for b, e in result.items() if e}

    def _product(self, parts: list[Dimension | None]) -> Dimension | None:
        total: Dimension = {}
        for part in parts:
            if part is None:
                return None
            for base, e in part.items():
                total[base] = total.get(base, Fraction(0)) + e
        return self._reduced({b: e for b, e in total.items() if e})

    def _times(self, found: Dimension | None, factor: Fraction) -> Dimension | None:
        return None if found is None else {b: e * factor for b, e in found.items()}

    def _power(self, base: Term, exponent: Term) -> Dimension | None:
        number = _number(exponent)
        if number is not None:
            return self._times(self.of(base), number)
        self._same(self.of(exponent), {}, "an exponent")
        return {} if self.of(base) == {} else None

    def _call(self, t: Term) -> Dimension | None:
        total = dict(self._letter(t.args[0].name, t.args[0])) if t.args[0].sort not in (
            "N0", "Z") else {}
        sorts = t.args[0].data[1]
        assert isinstance(sorts, tuple)
        for order, argument, sort in zip(t.data, t.args[1:], sorts, strict=True):
            inner = self.of(argument)
            if sort in ("N0", "Z") or not order:
                continue
            if inner is None:
                return None
            for base, e in inner.items():
                total[base] = total.get(base, Fraction(0)) - e * int(str(order))
        return self._reduced({b: e for b, e in total.items() if e})

    def _binder(self, t: Term) -> Dimension | None:
        inside = self.of(t.args[1])
        if t.head == "derivative":
            own = self.of(t.args[0])
            self._same(own, self.of(t.args[2]), "the point of a derivative")
            return self._product([inside, self._times(own, Fraction(-int(str(t.data[0]))))])
        if t.head == "integral":
            own = self.of(t.args[0])
            for end in t.args[2:]:
                if not any(p.head == "const" and p.name == "infinity" for p in end.walk()):
                    self._same(own, self.of(end), "a bound of an integral")
            return self._product([inside, own])
        return inside if t.head in ("sum", "forall") else None

    def _alike(self, args: tuple[Term, ...], where: str) -> Dimension | None:
        first: Dimension | None = None
        for a in args:
            found = self.of(a)
            if first is None:
                first = found
            elif found is not None:
                self._same(first, found, where)
                first = self._reduced(first)
        return first

    def _same(self, left: Dimension | None, right: Dimension | None, where: str) -> None:
        if left is None or right is None or self.clash is not None:
            return
        left, right = self._reduced(left), self._reduced(right)
        rest = self._product([left, self._times(right, Fraction(-1))])
        assert rest is not None
        unknown = next((b for b in rest if b.startswith("?")), None)
        if unknown is not None:
            e = rest.pop(unknown)
            value = {b: -f / e for b, f in rest.items()}
            self.solved = {k: self._with(v, unknown, value) for k, v in self.solved.items()}
            self.solved[unknown] = value
        elif rest:
            self.clash = Clash(left, right, where)

    @staticmethod
    def _with(known: Dimension, unknown: str, value: Dimension) -> Dimension:
        result = dict(known)
        factor = result.pop(unknown, Fraction(0))
        for base, e in value.items():
            result[base] = result.get(base, Fraction(0)) + factor * e
        return {b: e for b, e in result.items() if e}


def _number(t: Term) -> Fraction | None:
    if t.head == "int":
        return Fraction(t.value)
    if t.head == "neg":
        inner = _number(t.args[0])
        return None if inner is None else -inner
    if t.head == "div":
        over, under = (_number(a) for a in t.args)
        return over / under if over is not None and under else None
    return None


def unit_letters(cards: Iterable[Card]) -> dict[str, Dimension]:
    """The units of the letters whose cards name one; an unknown unit is passed over."""
    found = {}
    for card in cards:
        if card.unit:
            with suppress(UnknownUnit):
                found[card.term.name] = dimension(card.unit)
    return found


def judged(judge: Judge, letters: Mapping[str, Dimension]) -> Judge:
    """The same verdicts, but a claim whose units clash is refuted by them."""
    def with_units(hypotheses: tuple[Term, ...], claim: Term, *more: Any, **named: Any
                   ) -> Judgement:
        found = clash(claim, letters)
        if found is None:
            return judge(hypotheses, claim, *more, **named)
        left, right = written(found.left), written(found.right)
        return Judgement("refuted", "units", f"{found.where}: the units differ", (), left, right)
    return with_units if letters else judge


def clash(claim: Term, letters: Mapping[str, Dimension]) -> Clash | None:
    """Where the units of a claim contradict each other, if they do.

    >>> from derive.terms.build import add, eq, mul, symbol
    >>> m, t = symbol("m", "P"), symbol("t")
    >>> found = clash(eq(mul(m, t), t), {"m": dimension("kg")})
    >>> written(found.left) if found else ""
    'kg [t]'
    """
    if not any(s.name in letters for s in claim.free if s.head in ("sym", "fun")):
        return None
    units = Units(letters)
    units.of(claim)
    return units.clash
