"""The normal form of a scalar term: a Laurent polynomial in atoms. TRUSTED.

Field operations are carried out; everything else becomes an atom whose arguments are in
normal form. Known of the atoms: exp(a) exp(b) = exp(a + b); powers of certainly positive
things multiply exponents; x^(n+1) = x x^n for natural exponents; (-1)^2n = 1; (n+1)! = (n+1) n!;
sqrt(a)^2 = a; i^2 = -1. Equality of normal forms is equality wherever both terms are defined;
*that* they are defined is asked by ``wellformed``. Next: ``atoms``, ``signs``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from itertools import zip_longest
from typing import Any, TypeAlias

from derive.kernel.atoms import (
    ONE,
    Items,
    constant_of,
    integral_form,
    natural_form,
    positive_generator,
    prime_factors,
    real_generator,
    reducible,
)
from derive.kernel.claim import Refused
from derive.kernel.naming import named_by_height
from derive.kernel.polynomial import FlintArithmetic, Generator, Monomial, TooManyGenerators
from derive.terms.binding import alpha_key
from derive.terms.build import sub
from derive.terms.domains import sort_of, within
from derive.terms.operator_forms import SCALARS_OF_OPERATORS
from derive.terms.shapes import DIFFERENTIAL, SCALARS_OF_MATRICES
from derive.terms.term import BINDER_HEADS, SCOPE, Term
from derive.terms.unsaid_forms import UNSAID_HEADS

Polynomial: TypeAlias = Any  # what the arithmetic of a question makes
#: scalars whose parts are no scalars: one atom each, whatever stands in them
OPAQUE = frozenset({**SCALARS_OF_MATRICES, **SCALARS_OF_OPERATORS, **DIFFERENTIAL, **UNSAID_HEADS})
LARGEST_POWER = 48        # a sum is multiplied out up to this exponent
LARGEST_FACTORIAL = 2000
LARGEST_BITS = 20_000     # numbers beyond this are refused, never computed


class Normalizer:
    """Normal forms over one arithmetic; keys are remembered, polynomials are not."""

    def __init__(self, arithmetic: Callable[[], Any] = FlintArithmetic) -> None:
        self.factory = arithmetic
        self.flint = arithmetic is FlintArithmetic
        self.known: dict[Term, Items] = {}

    def items(self, term: Term) -> Items:
        """The normal form as a hashable value, the same for equal forms."""
        known = self.known.get(term)
        if known is None:
            try:
                known = self.question(self.factory()).settle(term)
            except TooManyGenerators:
                if not self.flint:
                    raise
                known = self._question().settle(term)
            self.known[term] = known
        return known

    def is_zero(self, term: Term) -> bool:
        """Whether the term is 0 wherever it is defined."""
        return not self.cleared(self.items(term))

    def equal(self, a: Term, b: Term) -> bool:
        """Whether the two agree wherever both are defined."""
        if a is b:
            return True
        left, right = self.items(a), self.items(b)
        return left == right or not self.cleared(self.items(
            Term("add", (), (a, Term("neg", (), (b,))))))

    def vanishes(self, parts: list[tuple[Items, Term]]) -> bool:
        """Whether the sum of coefficient (in normal form) times term is 0."""
        question = self._question()
        total = question.total([question.rebuilt(c) * question.polynomial(t) for c, t in parts])
        return not self.cleared(frozenset(question.reduced(total).terms().items()))

    def question(self, arithmetic: Any) -> Question:
        return Question(self, arithmetic)

    def _question(self) -> Question:  # with room for many atoms
        return self.question(FlintArithmetic(240) if self.flint else self.factory())

    def cleared(self, items: Items) -> Items:
        """The form multiplied by its denominators, one after the other."""
        while True:
            inverses = {g for m, _ in items for g, _ in m if isinstance(g, tuple) and g[0] == "inv"}
            if not inverses:
                return items
            outermost = max(inverses, key=_depth)
            items = self._question().multiplied_out(items, outermost)


def _depth(generator: Any) -> int:
    if isinstance(generator, tuple | frozenset):
        return 1 + max((_depth(g) for g in generator), default=0)
    return 0


class Question:
    """One normalization: the polynomials in it share an arithmetic."""

    positive = staticmethod(positive_generator)
    reducible = staticmethod(reducible)

    def __init__(self, owner: Normalizer, arithmetic: Any) -> None:
        self.owner = owner
        self.arithmetic = arithmetic

    # -- polynomials ---------------------------------------------------------------------------

    def number(self, value: Fraction | int) -> Polynomial:
        value = Fraction(value)
        if value.numerator.bit_length() + value.denominator.bit_length() > LARGEST_BITS:
            raise Refused("a number in this step has too many digits")
        return self.arithmetic.monomial({}, value)

    def atom(self, generator: Generator, exponent: Fraction | int = 1) -> Polynomial:
        return self.arithmetic.monomial({generator: Fraction(exponent)}, Fraction(1))

    def rebuilt(self, items: Items | Mapping[Monomial, Fraction]) -> Polynomial:
        pairs = items.items() if isinstance(items, Mapping) else items
        return self.total([self.arithmetic.monomial(dict(m), factor) for m, factor in pairs])

    def total(self, parts: list[Polynomial]) -> Polynomial:
        """The sum, taken in pairs: a long one is not copied once for each summand."""
        none = self.number(0)
        while len(parts) > 1:
            parts = [a + b for a, b in zip_longest(parts[::2], parts[1::2], fillvalue=none)]
        return parts[0] if parts else none

    def settle(self, term: Term) -> Items:
        return frozenset(self.reduced(self.polynomial(term)).terms().items())

    def reduced(self, polynomial: Polynomial) -> Polynomial:
        """Whole powers of roots, of i, of signs and of absolute values are carried out."""
        for _ in range(64):
            terms = polynomial.terms()
            if not any(self.reducible(g, e) for m in terms for g, e in m):
                return polynomial
            parts = []
            for monomial, factor in terms.items():
                kept = {g: e for g, e in monomial if not self.reducible(g, e)}
                parts.append(self.arithmetic.monomial(kept, factor))
                for generator, exponent in monomial - kept.items():
                    parts[-1] = parts[-1] * self.carried_out(generator, exponent)
            polynomial = self.total(parts)
        raise Refused("roots are nested too deeply")

    def carried_out(self, generator: Any, exponent: Fraction) -> Polynomial:
        kind = generator[0]
        if kind == "i":
            turns = int(exponent) % 4
            return (self.number(1), self.atom(generator), self.number(-1),
                    self.atom(generator).scaled(Fraction(-1)))[turns]
        if kind == "sign":
            return self.atom(generator, exponent % 2)
        whole = exponent.__floor__()
        if kind == "prime":
            if abs(whole) * generator[1].bit_length() > LARGEST_BITS:
                raise Refused("a number in this step has too many digits")
            return self.atom(generator, exponent - whole).scaled(Fraction(generator[1]) ** whole)
        if kind == "root":
            return self.atom(generator, exponent - whole) * self.whole_power(
                self.rebuilt(generator[1]), whole)
        pairs = whole // 2  # |a|^2 = a conj(a)
        square = self.rebuilt(generator[1]) * self.rebuilt(generator[2])
        return self.atom(generator, exponent - 2 * pairs) * self.whole_power(square, pairs)

    def multiplied_out(self, items: Items, generator: Any) -> Items:
        """The form times ``p^E`` where the generator is 1/p and E its highest power."""
        highest = max((e for m, _ in items for g, e in m if g == generator), default=Fraction(0))
        denominator = self.rebuilt(generator[1])
        parts = []
        for monomial, factor in items:
            exponents = dict(monomial)
            missing = highest - exponents.pop(generator, Fraction(0))
            if missing.denominator != 1:
                raise Refused("a denominator under a root is not cleared")
            rest = self.arithmetic.monomial(exponents, factor)
            parts.append(rest * self.whole_power(denominator, int(missing)))
        return frozenset(self.reduced(self.total(parts)).terms().items())

    def inverse(self, polynomial: Polynomial) -> Polynomial:
        terms = self.reduced(polynomial).terms()
        if not terms:
            raise Refused("a division by zero")
        if len(terms) == 1:
            (monomial, factor), = terms.items()
            return self.arithmetic.monomial({g: -e for g, e in monomial}, 1 / factor)
        return self.atom(("inv", frozenset(terms.items())))

    def whole_power(self, polynomial: Polynomial, exponent: int) -> Polynomial:
        if exponent < 0:
            return self.whole_power(self.inverse(polynomial), -exponent)
        terms = polynomial.terms()
        if len(terms) == 1:
            (monomial, factor), = terms.items()
            if (abs(factor.numerator * factor.denominator).bit_length()) * exponent > LARGEST_BITS:
                raise Refused("a number in this step has too many digits")
            return self.arithmetic.monomial({g: e * exponent for g, e in monomial},
                                            factor ** exponent)
        if exponent > LARGEST_POWER:
            raise Refused(f"a sum to the power {exponent} is not multiplied out")
        result = self.number(1)
        for _ in range(exponent):
            result = result * polynomial
        return result

    # -- terms ---------------------------------------------------------------------------------

    def polynomial(self, term: Term) -> Polynomial:
        known = self.owner.known.get(term)
        if known is not None:
            return self.rebuilt(known)
        head, args = term.head, term.args
        if term.shape is not None:
            raise Refused(f"matrices have index forms, no normal form as polynomials: {term}")
        if head in OPAQUE:
            return self.atom((head, sort_of(term), alpha_key(term)))  # opaque here
        if head == "int":
            return self.number(term.value)
        if head == "sym":
            return self.atom(term)
        if head == "add":
            total = self.polynomial(args[0])
            for arg in args[1:]:
                total = total + self.polynomial(arg)
            return total
        if head == "mul":
            total = self.polynomial(args[0])
            for arg in args[1:]:
                total = total * self.polynomial(arg)
            return total
        if head == "neg":
            return self.polynomial(args[0]).scaled(Fraction(-1))
        if head == "div":
            return self.polynomial(args[0]) * self.inverse(self.polynomial(args[1]))
        if head == "pow":
            return self.power(args[0], self.owner.items(args[1]))
        if head == "sqrt":
            return self.power(args[0], frozenset({(ONE, Fraction(1, 2))}))
        return self.special(term)

    def special(self, term: Term) -> Polynomial:
        head, args = term.head, term.args
        if head == "const":
            if term.name == "e":
                return self.atom(("exp", ONE))
            return self.atom(("i",) if term.name == "i" else ("const", term.name))
        if head == "exp":
            items = self.owner.items(args[0])
            return self.arithmetic.monomial({("exp", m): q for m, q in items}, Fraction(1))
        if head == "factorial":
            return self.factorial(args[0])
        if head in ("abs", "conj"):
            return self.modulus(term)
        if head == "delta":
            pair = frozenset(self.owner.items(a) for a in args)
            apart = constant_of(self.owner.items(sub(*args)))
            return self.atom(("delta", pair)) if apart is None else self.number(not apart)
        if head == "call":
            keys = tuple(self.owner.items(a) for a in args[1:])
            return self.atom(("call", sort_of(term), args[0], term.data, keys))
        if head in BINDER_HEADS:
            return self.binder(term)
        keys = tuple(self.owner.items(a) for a in args)
        return self.atom((head, sort_of(term), keys))

    def binder(self, term: Term) -> Polynomial:
        scope = SCOPE[term.head]
        inside = tuple(self.owner.items(a) for a in named_by_height(term)[1:1 + scope])
        outside = tuple(self.owner.items(a) for a in term.args[1 + scope:])
        if not inside[0] and term.head in (
                "sum", "sum_over", "integral", "derivative", "derivative_n"):
            return self.number(0)
        return self.atom((term.head, sort_of(term), term.data, term.args[0].sort, inside, outside))

    def modulus(self, term: Term) -> Polynomial:
        inner = term.args[0]
        sort = sort_of(inner)
        if within(sort, "R") and (term.head == "conj" or sort in ("P", "N0")):
            return self.polynomial(inner)
        key = self.owner.items(inner)
        if term.head == "conj":
            return self.atom(("conj", "C", key))
        other = key if within(sort, "R") else frozenset({
            (frozenset({(("conj", "C", key), Fraction(1))}), Fraction(1))})
        return self.atom(("abs", key, other))

    def factorial(self, argument: Term) -> Polynomial:
        items = self.owner.items(argument)
        number = constant_of(items)
        if number is not None:
            if number.denominator != 1 or not 0 <= number <= LARGEST_FACTORIAL:
                raise Refused(f"the factorial of {number} is not a number here")
            product = 1
            for factor in range(2, int(number) + 1):
                product *= factor
            return self.number(product)
        constant = dict(items).get(ONE, Fraction(0))
        base = frozenset((m, c) for m, c in items if m != ONE)
        if not (constant.denominator == 1 and 0 < constant <= LARGEST_POWER
                and natural_form(base)):
            return self.atom(("factorial", items))
        result = self.atom(("factorial", base))
        for shift in range(1, int(constant) + 1):
            result = result * (self.rebuilt(base) + self.number(shift))
        return result

    def power(self, base: Term, exponent: Items) -> Polynomial:
        polynomial = self.reduced(self.polynomial(base))
        terms = polynomial.terms()
        number = constant_of(exponent)
        real = all(real_generator(g) for m, _ in exponent for g, _ in m)
        sort = "P" if sort_of(base) == "P" and real else "C"
        if number is not None and number.denominator == 1:
            if len(terms) > 1 and abs(number) > LARGEST_POWER:
                return self.atom(("power", sort, frozenset(terms.items()), exponent))
            return self.whole_power(polynomial, int(number))
        opaque = self.atom(("power", sort, frozenset(terms.items()), exponent))
        if len(terms) != 1:
            if number is not None and number > 0 and not terms:
                return self.number(0)
            if number is not None:
                return self.reduced(self.atom(("root", frozenset(terms.items())), number))
            return self.power_of_sum(polynomial, exponent, opaque)
        (monomial, factor), = terms.items()
        if number is not None:
            if factor > 0 and all(self.positive(g) for g, _ in monomial):
                result = self.number_power(factor, exponent)
                for generator, e in monomial:
                    result = result * self.positive_power(generator, e * number)
                return self.reduced(result)
            return self.reduced(self.atom(("root", frozenset(terms.items())), number))
        return self.symbolic_power(monomial, factor, exponent, opaque)

    def power_of_sum(self, polynomial: Polynomial, exponent: Items, opaque: Polynomial
                     ) -> Polynomial:
        """p^(m + c) = p^m p^c for natural m and c; the sum p stays one base."""
        if not natural_form(exponent):
            return opaque
        constant = dict(exponent).get(ONE, Fraction(0))
        base = ("base", frozenset(polynomial.terms().items()))
        symbolic = {("symbolic", base, m): q for m, q in exponent if m != ONE}
        return (self.arithmetic.monomial(symbolic, Fraction(1))
                * self.whole_power(polynomial, int(constant)))

    def symbolic_power(self, monomial: Monomial, factor: Fraction, exponent: Items,
                       opaque: Polynomial) -> Polynomial:
        """(c g h)^b for one monomial: each factor takes the exponent for itself."""
        if not factor:
            return opaque
        natural = natural_form(exponent)
        if factor < 0 and not integral_form(exponent):
            return opaque
        result = self.number_power(factor, exponent)
        for generator, e in monomial:
            if self.positive(generator):
                if isinstance(generator, tuple) and generator[0] == "exp":
                    product = self.rebuilt({generator[1]: e}) * self.rebuilt(exponent)
                    result = result * self.arithmetic.monomial(
                        {("exp", m): q for m, q in product.terms().items()}, Fraction(1))
                    continue
            elif not (natural and e.denominator == 1 and e > 0):
                return opaque
            for m, q in exponent:
                result = result * (self.positive_power(generator, q * e) if m == ONE
                                   else self.atom(("symbolic", generator, m), q * e))
        return self.reduced(result)

    def positive_power(self, generator: Any, exponent: Fraction) -> Polynomial:
        """A power of an atom; a root of 1/p is that of p, so that whole powers clear 1/p."""
        if isinstance(generator, tuple) and generator[0] == "inv" and exponent.denominator != 1:
            return self.atom(("root", generator[1]), -exponent)
        return self.atom(generator, exponent)

    def number_power(self, factor: Fraction, exponent: Items) -> Polynomial:
        """A rational number to a normal form: signs and primes, each with its exponent."""
        result = self.number(1)
        if factor < 0:
            for m, q in exponent:
                result = result * (self.number((-1) ** (int(q) % 2)) if m == ONE
                                   else self.atom(("sign", m), q % 2))
        for number, direction in ((abs(factor.numerator), 1), (factor.denominator, -1)):
            for prime, times in prime_factors(number):
                for m, q in exponent:
                    generator = ("prime", prime) if m == ONE else (
                        "symbolic", ("prime", prime), m)
                    result = result * self.atom(generator, q * times * direction)
        return self.reduced(result)
