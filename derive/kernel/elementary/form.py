"""Normal forms that also know trigonometry, logarithms and factorials. TRUSTED.

As in ``normal``, two terms of one form are equal wherever both are defined and the hypotheses
hold. Beyond what is known there: sin, cos, tan and their hyperbolic relatives are exponentials;
exp(i pi q) is a root of unity; a logarithm of a product with certainly positive factors is a sum,
exp(q log p) a power; conj and abs go inside; binomials are factorials where that is certain.
Next: ``exponents``, ``conjugates``, ``counting``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import suppress
from fractions import Fraction
from typing import Any

from derive.kernel.atoms import (
    Items,
    constant_of,
    natural_form,
    positive_generator,
)
from derive.kernel.atoms import reducible as plainly_reducible
from derive.kernel.claim import Refused
from derive.kernel.elementary.conjugates import conjugated, modulus
from derive.kernel.elementary.counting import (
    binomial,
    constants_in_front,
    factorial,
    finite_sum,
)
from derive.kernel.elementary.exponents import (
    arctangent,
    carried_out,
    exponential,
    is_turn,
    logarithm,
    odd,
    of_exponentials,
    root,
)
from derive.kernel.normal import Normalizer, Polynomial, Question
from derive.kernel.polynomial import FlintArithmetic
from derive.kernel.signs import Facts
from derive.terms.domains import sort_of, within
from derive.terms.term import Term


class ElementaryNormalizer(Normalizer):
    """Elementary normal forms where some formulas hold.

    >>> from derive.terms.build import symbol, add, power
    >>> x = symbol("x")
    >>> sine, cosine = (Term(name, (), (x,)) for name in ("sin", "cos"))
    >>> ElementaryNormalizer().is_zero(add(power(sine, 2), power(cosine, 2), -1))
    True
    """

    def __init__(self, arithmetic: Callable[[], Any] = FlintArithmetic,
                 formulas: Iterable[Term] = ()) -> None:
        super().__init__(arithmetic)
        self.facts = Facts(self, ())
        facts = Facts(self, ())
        for formula in formulas:
            if formula.head in ("lt", "le", "ne") and all(a.shape is None for a in formula.args):
                with suppress(Refused):  # a condition without a normal form is of no use here
                    facts.learn(formula)
        self.facts = facts
        self.known = {}

    def question(self, arithmetic: Any) -> Question:
        return ElementaryQuestion(self, arithmetic)


class ElementaryQuestion(Question):
    """One normalization in the elementary form."""

    owner: ElementaryNormalizer

    def positive(self, generator: Any) -> bool:
        return positive_generator(generator) or self.owner.facts.positive_atom(generator)

    def natural(self, items: Items) -> bool:
        """Whether a form is certainly a natural number where the hypotheses hold."""
        return natural_form(items) or self.owner.facts.natural_items(items)

    def reducible(self, generator: Any, exponent: Fraction) -> bool:
        return plainly_reducible(generator, exponent) or is_turn(generator, exponent)

    def carried_out(self, generator: Any, exponent: Fraction) -> Polynomial:
        if isinstance(generator, tuple) and generator[0] == "exp":
            return carried_out(self, generator, exponent)
        return super().carried_out(generator, exponent)

    def special(self, term: Term) -> Polynomial:
        head, args = term.head, term.args
        if head in ("sin", "cos", "tan", "sinh", "cosh", "tanh"):
            return self.reduced(of_exponentials(self, head, self.owner.items(args[0])))
        if head == "exp":
            return self.reduced(exponential(self, self.owner.items(args[0])))
        if head == "log":
            return logarithm(self, self.owner.items(args[0]))
        if head == "conj":
            return self.reduced(conjugated(self, self.owner.items(args[0])))
        if head == "binomial":
            return self.reduced(binomial(self, *(self.owner.items(a) for a in args)))
        if head == "sum":
            return self.reduced(finite_sum(self, term))
        if head == "arctan":
            return arctangent(self, self.owner.items(args[0]))
        if head == "erf":
            return odd(self, "erf", self.owner.items(args[0]))
        if head == "floor":
            number = constant_of(self.owner.items(args[0]))
            return super().special(term) if number is None else self.number(number.__floor__())
        return super().special(term)

    def atom(self, generator: Any, exponent: Fraction | int = 1) -> Polynomial:
        if isinstance(generator, tuple) and generator[0] == "symbolic" and isinstance(
                generator[1], tuple) and generator[1][0] == "symbolic":  # (g^a)^b = g^(ab), g > 0
            _, (_, base, inner), outer = generator
            exponents = dict(inner)
            for factor, e in outer:
                exponents[factor] = exponents.get(factor, Fraction(0)) + e
            return self.atom(("symbolic", base, frozenset(
                (g, e) for g, e in exponents.items() if e)), exponent)
        return super().atom(generator, exponent)

    def modulus(self, term: Term) -> Polynomial:
        return self.reduced(modulus(self, self.owner.items(term.args[0])))

    def factorial(self, argument: Term) -> Polynomial:
        items = self.owner.items(argument)
        return (super().factorial(argument) if constant_of(items) is not None
                else factorial(self, items))

    def power(self, base: Term, exponent: Items) -> Polynomial:
        number = constant_of(exponent)
        if number is None or number.denominator == 1:
            return super().power(base, exponent)
        even = _even_power(base)
        if even is not None and (number * even[1]).denominator == 1:  # sqrt(a^2) = |a|
            inside = modulus(self, self.owner.items(even[0]))
            return self.reduced(self.whole_power(self.reduced(inside), int(number * even[1])))
        terms = self.reduced(self.polynomial(base)).terms()
        return self.reduced(root(self, terms, number)) if terms else super().power(base, exponent)

    def binder(self, term: Term) -> Polynomial:
        if term.head in ("integral", "sum"):
            return constants_in_front(self, term)
        return super().binder(term)


def _even_power(base: Term) -> tuple[Term, int] | None:
    """a and 2k where a term is written as a^(2k) with real a."""
    if base.head == "pow" and base.args[1].head == "int" and base.args[1].value % 2 == 0 and (
            base.args[1].value and within(sort_of(base.args[0]), "R")):
        return base.args[0], base.args[1].value
    return None
