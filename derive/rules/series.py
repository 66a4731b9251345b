"""Sums that are known: which ones a summand is made of, and the step that cites them. UNTRUSTED.

Next: ``known_values``; finite sums that are not known go by ``induction``.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from derive.kernel.atoms import ONE, Items
from derive.kernel.derivation import Step
from derive.rules.author import Author
from derive.rules.exponential_sums import ONE_TERM, ZERO, Reading, Summand
from derive.terms.build import INFINITY, exp, le, mul, neg, power
from derive.terms.term import Term

Part = tuple[int, int, Term, Term]
GEOMETRIC, EXPONENTIAL, COSH, SINH, COS, SIN, BINOMIAL = range(7)


def sum_value(author: Author, node: Term, hypotheses: Sequence[Term]) -> Step:
    """A step ``sum = value`` from the table of known sums."""
    k, body, lower, upper = node.args
    if lower.head != "int":
        raise LookupError("a sum from a symbol on")
    kept = [h for h in hypotheses if k not in h.free]
    reading = Reading(body, k, (*kept, le(ZERO, k)))
    parts, second = [], ONE_TERM
    for s in reading.summands:
        found, v = _parts(reading, s, upper)
        parts += found
        second = v if v is not ONE_TERM else second
    kinds, degrees, factors, bases = zip(*parts, strict=True)
    witness: dict[str, Any] = {"index": k, "body": body, "kinds": list(kinds),
                                 "degrees": list(degrees), "factors": list(factors),
                                 "bases": list(bases)}
    if lower.value:
        witness["lower"] = lower.value
    if kept:
        witness["hypotheses"] = kept
    if upper is not INFINITY:
        witness |= {"upper": upper, "second": second}
    return author.step("known_sums", **witness)


def falling(degree: int) -> list[int]:
    """k^degree in falling powers: the coefficient of k(k-1)...(k-m+1) at m.

    >>> falling(3)
    [0, 1, 3, 1]
    """
    row = [1]
    for _ in range(degree):
        row = [(row[m - 1] if m else 0) + (m * row[m] if m < len(row) else 0)
               for m in range(len(row) + 1)]
    return row


class _Powers:
    """What a summand raises to the index: ``base^(times k)``, the sign, and the other atoms."""

    def __init__(self, reading: Reading, s: Summand) -> None:
        self.reading, self.summand = reading, s
        self.bases: list[tuple[Term, Fraction]] = []
        self.turned = False
        self.rest: dict[Any, Fraction] = {}
        if set(s.rates) - {1}:
            raise LookupError("an exponential of a power of the index")
        if 1 in s.rates:
            self.bases.append((exp(reading.rate(s, 1)), Fraction(1)))
        for generator, exponent in s.others:
            self._take(generator, exponent)

    def _take(self, generator: Any, exponent: Fraction) -> None:
        k = self.reading.x
        kind = generator[0]
        if kind == "sign" and dict(generator[1]) == {k: 1}:
            self.turned = True
        elif kind == "symbolic":
            rest = dict(generator[2])
            if rest.pop(k, None) != 1:
                raise LookupError("a power that is not linear in the index")
            base = self._term({generator[1]: Fraction(1)})
            self.bases.append((power(base, self._term(rest)) if rest else base, exponent))
        else:
            self.rest[generator] = exponent

    def _term(self, exponents: dict[Any, Fraction]) -> Term:
        return self.reading.term(frozenset({(frozenset(exponents.items()), Fraction(1))}))

    def base(self, divisor: int = 1) -> Term:
        """q where the summand has q^(divisor k)."""
        factors = []
        for base, times in self.bases:
            if times % divisor:
                raise LookupError("no whole power")
            times /= divisor
            factors.append(base if times == 1 else power(base, self.reading.term(
                frozenset({(ONE, times)}))))
        return mul(*factors) if factors else ONE_TERM

    def without(self, divisor: Term) -> Term:
        """The constant factor of the summand without a factor of it."""
        return self.reading.term(self.reading.forms.items(
            mul(self.summand.factor, power(divisor, neg(ONE_TERM)))))


def _parts(reading: Reading, s: Summand, upper: Term) -> tuple[list[Part], Term]:
    if s.symbolic or s.order.denominator != 1 or not 0 <= s.order <= 8:
        raise LookupError("the index to a power that is not a small number")
    found = _Powers(reading, s)
    kinds = {g[0]: (g, e) for g, e in found.rest.items() if isinstance(g, tuple)}
    if upper is not INFINITY:
        return _binomial(found, kinds, upper)
    order, sign = int(s.order), neg if found.turned else (lambda t: t)
    if not found.rest:
        return [(GEOMETRIC, m, mul(s.factor, c), sign(found.base()))
                for m, c in enumerate(falling(order)) if c], ONE_TERM
    if "factorial" not in kinds or kinds["factorial"][1] != -1:
        raise LookupError("no table for this series")
    inside = dict(kinds["factorial"][0][1])
    slope = inside.pop(frozenset({(reading.x, Fraction(1))}), Fraction(0))
    if inside or slope not in (1, 2):
        raise LookupError("a factorial that is not that of the index or its double")
    if slope == 1 and len(found.rest) == 1:
        return [(EXPONENTIAL, m, mul(s.factor, c), sign(found.base()))
                for m, c in enumerate(falling(order)) if c], ONE_TERM
    odd = found.rest.get(("inv", _odd(reading.x))) == 1
    if slope != 2 or order or len(found.rest) != 1 + odd:
        raise LookupError("no table for this series")
    z = found.base(2)
    kind = (SIN if odd else COS) if found.turned else (SINH if odd else COSH)
    return [(kind, 0, found.without(z) if odd else s.factor, z)], ONE_TERM


def _odd(k: Term) -> Items:
    return frozenset({(frozenset({(k, Fraction(1))}), Fraction(2)), (ONE, Fraction(1))})


def _binomial(found: _Powers, kinds: dict[str, tuple[Any, Fraction]], n: Term
              ) -> tuple[list[Part], Term]:
    if set(kinds) - {"binomial", "power"} or "binomial" not in kinds:
        raise LookupError("no table for this sum")
    s, second = found.summand, ONE_TERM
    falls = [(base, -times) for base, times in found.bases if times < 0]
    if "power" in kinds:  # v^(n - k) where v may be 0
        second = found.reading.term(kinds["power"][0][2])
        factor = s.factor
    elif falls:
        second = mul(*(base if t == 1 else power(base, found.reading.term(
            frozenset({(ONE, t)}))) for base, t in falls))
        factor = found.without(power(second, n))
    else:
        factor = s.factor
    found.bases = [(base, times) for base, times in found.bases if times > 0]
    u = neg(found.base()) if found.turned else found.base()
    return [(BINOMIAL, m, mul(factor, c), u)
            for m, c in enumerate(falling(int(s.order))) if c], second
