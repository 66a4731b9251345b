"""A function as a sum of powers times exponentials: what integrals and series are looked up by.

Trigonometric and hyperbolic functions come as exponentials. UNTRUSTED: the kernel multiplies out
what is read here. Next: ``antiderivatives``, ``known_values``.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from derive.kernel.atoms import ONE, Items
from derive.kernel.elementary.counting import mentions
from derive.kernel.elementary.form import ElementaryNormalizer
from derive.rules.writing import atoms_of, term_from
from derive.terms.build import PI, term
from derive.terms.term import Term

I = Term("const", ("i",))  # noqa: E741 (the imaginary unit)


@dataclass(frozen=True)
class Summand:
    """``factor * x^order * exp(sum rates[j] x^j)``, and other atoms that depend on x."""

    factor: Term
    order: Fraction
    symbolic: Items                       # what is added to the order: not a number
    rates: dict[int, Items] = field(hash=False)
    others: tuple[tuple[Any, Fraction], ...] = ()


class Reading:
    """A term read as summands in x where some formulas hold."""

    def __init__(self, body: Term, x: Term, hypotheses: Iterable[Term]) -> None:
        self.x = x
        self.forms = ElementaryNormalizer(formulas=hypotheses)
        self.atoms = atoms_of(self.forms, [body, I, PI, x])
        self.summands = [self._summand(m, c) for m, c in sorted(
            self.forms.items(body), key=lambda pair: str(pair[0]))]

    def term(self, items: Items) -> Term:
        """A term with a normal form."""
        return term_from(items, self.atoms)

    def _summand(self, monomial: Any, factor: Fraction) -> Summand:
        outside: dict[Any, Fraction] = {}
        order, symbolic = Fraction(0), dict[Any, Fraction]()
        rates: dict[int, dict[Any, Fraction]] = {}
        others = []
        for generator, exponent in monomial:
            kind = generator[0] if isinstance(generator, tuple) else ""
            if generator is self.x or generator == ("root", _atom(self.x)):
                order += exponent
            elif not mentions(generator, self.x):
                outside[generator] = exponent
            elif kind == "exp":
                rest = dict(generator[1])
                degree = rest.pop(self.x, Fraction(0))
                key = frozenset(rest.items())
                if degree.denominator != 1 or degree < 1 or any(
                        mentions(g, self.x) for g in rest):
                    others.append((generator, exponent))
                    continue
                known = rates.setdefault(int(degree), {})
                known[key] = known.get(key, Fraction(0)) + exponent
            elif kind == "symbolic" and generator[1] is self.x:
                symbolic[generator[2]] = exponent
            else:
                others.append((generator, exponent))
        return Summand(self.term(frozenset({(frozenset(outside.items()), factor)})), order,
                       frozenset(symbolic.items()),
                       {d: frozenset(i.items()) for d, i in rates.items()}, tuple(others))

    def order(self, summand: Summand) -> Term:
        """The power of x, as a term."""
        items = dict(summand.symbolic)
        if summand.order:
            items[ONE] = summand.order
        return self.term(frozenset(items.items()))

    def rate(self, summand: Summand, degree: int) -> Term:
        return self.term(summand.rates.get(degree, frozenset()))


def _atom(x: Term) -> Items:
    return frozenset({(frozenset({(x, Fraction(1))}), Fraction(1))})


def negated(items: Items) -> Items:
    return frozenset((m, -c) for m, c in items)


def real_and_imaginary(items: Items) -> tuple[Items, Items]:
    """The parts without and with i, by the form alone."""
    real: dict[Any, Fraction] = {}
    imaginary: dict[Any, Fraction] = {}
    for monomial, factor in items:
        rest = frozenset((g, e) for g, e in monomial if g != ("i",))
        (real if rest == monomial else imaginary)[rest] = factor
    return frozenset(real.items()), frozenset(imaginary.items())


ZERO, ONE_TERM = term(0), term(1)
