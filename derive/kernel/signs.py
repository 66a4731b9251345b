"""What is certain about signs: positive, not negative, not zero, a natural number. TRUSTED.

Answers come from the normal form (coefficients and atoms that cannot be negative) and from
relations among the hypotheses. "No" only means "not seen here"; ``order`` takes witnesses.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import Any

from derive.kernel.atoms import (
    ONE,
    Items,
    constant_of,
    integral_form,
    natural_form,
    positive_generator,
    real_generator,
)
from derive.kernel.normal import Normalizer
from derive.terms.domains import within
from derive.terms.term import Term


class Facts:
    """The relations among some hypotheses, as normal forms that are > 0, >= 0 or not 0."""

    def __init__(self, normalizer: Normalizer, hypotheses: Iterable[Term]) -> None:
        self.normalizer = normalizer
        self.positives: list[Items] = []
        self.nonnegatives: list[Items] = []
        self.nonzeros: list[Items] = []
        self.inverses: set[Term] = set()  # of operators: A^-1 where A A^-1 = 1 is known
        for formula in hypotheses:
            self.learn(formula)

    def learn(self, formula: Term) -> None:
        if formula.head == "eq" and formula.args[1].head == "identity":
            factors = formula.args[0].args
            if formula.args[0].head == "matmul" and factors[1:] == (
                    Term("inverse", (), factors[:1]),):
                self.inverses.add(factors[1])
        if formula.head not in ("lt", "le", "ne"):
            return
        left, right = formula.args
        items = self.normalizer.items(Term("add", (), (right, Term("neg", (), (left,)))))
        {"lt": self.positives, "le": self.nonnegatives, "ne": self.nonzeros}[
            formula.head].append(items)

    def extended(self, formulas: Iterable[Term]) -> Facts:
        more = Facts(self.normalizer, formulas)
        more.positives += self.positives
        more.nonnegatives += self.nonnegatives
        more.nonzeros += self.nonzeros
        more.inverses |= self.inverses
        return more

    # -- questions about terms -----------------------------------------------------------------

    def positive(self, term: Term) -> bool:
        if term.head in ("mul", "div") and all(self.positive(a) for a in term.args):
            return True
        return self.positive_form(self.normalizer.items(term))

    def nonnegative(self, term: Term) -> bool:
        return self.nonnegative_form(self.normalizer.items(term))

    def nonzero(self, term: Term) -> bool:
        if term.head == "mul" and all(self.nonzero(a) for a in term.args):
            return True
        if term.head == "pow" and term.args[1].head == "int" and self.nonzero(term.args[0]):
            return True
        items = self.normalizer.items(term)
        return self.nonzero_form(items) or self.nonzero_form(self.normalizer.cleared(items))

    def natural(self, term: Term) -> bool:
        return self.natural_items(self.normalizer.items(term))

    def natural_items(self, items: Items) -> bool:
        return natural_form(items) or (integral_form(items) and self.nonnegative_form(items))

    def integral(self, term: Term) -> bool:
        return integral_form(self.normalizer.items(term))

    # -- the same about normal forms -----------------------------------------------------------

    def positive_form(self, items: Items) -> bool:
        if any(_multiple(items, fact) for fact in self.positives):
            return True
        if self._something_positive(items):
            return True
        return any(self._no_negative_part(rest) if strict else self._something_positive(rest)
                   for rest, strict in self._beyond(items))

    def _something_positive(self, items: Items) -> bool:
        return (bool(items) and self._no_negative_part(items)
                and any(all(self.positive_atom(g) for g, _ in m) for m, _ in items))

    def nonnegative_form(self, items: Items) -> bool:
        if any(_multiple(items, fact) for fact in (*self.nonnegatives, *self.positives)):
            return True
        return self._no_negative_part(items) or any(
            self._no_negative_part(rest) for rest, _ in self._beyond(items))

    def _beyond(self, items: Items) -> Iterable[tuple[Items, bool]]:
        """What is left of a form once a positive multiple of a fact is taken off it."""
        given = dict(items)
        for facts, strict in ((self.positives, True), (self.nonnegatives, False)):
            for fact in facts:
                ratios = {given[m] / c for m, c in fact if m in given and m != ONE}
                for ratio in ratios:
                    if ratio > 0:
                        rest = dict(given)
                        for m, c in fact:
                            rest[m] = rest.get(m, Fraction(0)) - ratio * c
                        yield frozenset((m, c) for m, c in rest.items() if c), strict

    def _no_negative_part(self, items: Items) -> bool:
        return all(c > 0 and all(self.nonnegative_power(g, e) for g, e in m) for m, c in items)

    def nonzero_form(self, items: Items) -> bool:
        opposite = frozenset((m, -c) for m, c in items)
        if self.positive_form(items) or self.positive_form(opposite):
            return True
        if any(_multiple(items, f) or _multiple(opposite, f)
               for f in (*self.nonzeros, *self.positives)):
            return True
        if len(items) != 1:
            return False
        (monomial, _), = items
        return all(self.nonzero_atom(g) for g, _ in monomial)

    def positive_atom(self, generator: Any) -> bool:
        if positive_generator(generator):
            return True
        single = frozenset({(frozenset({(generator, Fraction(1))}), Fraction(1))})
        if any(_multiple(single, fact) for fact in self.positives):
            return True
        if isinstance(generator, tuple):
            if generator[0] in ("inv", "root", "base"):
                return self.positive_form(generator[1])
            if generator[0] == "symbolic":
                return self.positive_atom(generator[1]) and all(
                    real_generator(g) for g, _ in generator[2])
        return self.natural_atom(generator) and any(
            _multiple(single, fact) for fact in self.nonzeros)

    def nonnegative_power(self, generator: Any, exponent: Fraction) -> bool:
        if self.positive_atom(generator):
            return True
        if exponent.denominator == 1 and exponent % 2 == 0 and real_generator(generator):
            return True
        if isinstance(generator, tuple) and generator[0] in ("root", "abs"):
            return True  # where it is defined
        single = frozenset({(frozenset({(generator, Fraction(1))}), Fraction(1))})
        return self.natural_atom(generator) or any(
            _multiple(single, fact) for fact in self.nonnegatives)

    def natural_atom(self, generator: Any) -> bool:
        return natural_form(frozenset({(frozenset({(generator, Fraction(1))}), Fraction(1))}))

    def nonzero_atom(self, generator: Any) -> bool:
        if self.positive_atom(generator):
            return True
        if isinstance(generator, tuple) and generator[0] in ("exp", "i", "sign", "inv"):
            return True
        if isinstance(generator, tuple) and generator[0] in ("root", "base"):
            return self.nonzero_form(generator[1])
        if isinstance(generator, tuple) and generator[0] == "symbolic":
            return self.nonzero_atom(generator[1])
        monomial = frozenset({(generator, Fraction(1))})
        return any(_multiple(frozenset({(monomial, Fraction(sign))}), fact)
                   for fact in self.nonzeros for sign in (1, -1))

    def in_sort(self, term: Term, form_sort: str, sort: str) -> bool:
        """Whether a term belongs to a sort, from its form or from these facts."""
        if within(form_sort, sort):
            return True
        if sort == "N0":
            return self.natural(term)
        if sort == "Z":
            return self.integral(term)
        if sort == "P":
            return self.positive(term)
        items = self.normalizer.items(term)
        return sort == "R" and all(real_generator(g) for m, _ in items for g, _ in m)


def _multiple(items: Items, fact: Items) -> bool:
    """Whether ``items`` is a positive rational multiple of ``fact``."""
    if len(items) != len(fact) or not items:
        return False
    if constant_of(items) is not None:
        return False
    given, base = dict(items), dict(fact)
    if given.keys() != base.keys():
        return False
    ratios = {given[m] / base[m] for m in given}
    return len(ratios) == 1 and ratios.pop() > 0
