"""Normal forms as terms again, and terms as people write them. UNTRUSTED.

``term_from`` gives a term with a given normal form (for cofactors); ``product``, ``fraction``
and ``total`` leave out the ones and zeros that nobody writes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from math import gcd, prod
from typing import Any

from derive.kernel.atoms import Items
from derive.kernel.normal import Normalizer
from derive.terms.build import Like, add, div, exp, factorial, mul, neg, power, sqrt, term
from derive.terms.term import BINDER_HEADS, Term

ARITHMETIC = frozenset({"add", "mul", "neg", "int"})


def atoms_of(normalizer: Normalizer, terms: Iterable[Term]) -> dict[Any, Term]:
    """For every atom in the terms, a subterm that has it as its normal form."""
    found: dict[Any, Term] = {}
    seen: set[Term] = set()
    for whole in terms:
        stack = [whole]
        while stack:
            part = stack.pop()
            if part in seen:
                continue
            seen.add(part)
            if part.head in ARITHMETIC:  # an atom in it is one of its parts
                stack.extend(part.args)
                continue
            if part.is_formula or part.head in ("fun", "lambda"):
                stack.extend(part.args)
                continue
            if part.head == "const" and part.name == "infinity":
                continue
            items = normalizer.items(part)
            if len(items) == 1:
                (monomial, factor), = items
                if factor == 1 and len(monomial) == 1:
                    (generator, exponent), = monomial
                    if exponent == 1:
                        found.setdefault(generator, part)
            if part.head not in BINDER_HEADS:
                stack.extend(part.args)
    return found


def term_from(items: Items | Mapping[Any, Fraction], atoms: Mapping[Any, Term]) -> Term:
    """A term whose normal form is the one given."""
    pairs = items.items() if isinstance(items, Mapping) else items
    parts = [_monomial(dict(m), c, atoms) for m, c in sorted(pairs, key=lambda p: place(p[0]))]
    if not parts:
        return term(0)
    return add(*parts) if len(parts) > 1 else parts[0]


def place(value: Any) -> str:
    """A key for sorting atoms and monomials that is the same in every process."""
    if isinstance(value, frozenset):
        return "{" + ",".join(sorted(place(v) for v in value)) + "}"
    if isinstance(value, tuple):
        return "(" + ",".join(place(v) for v in value) + ")"
    return str(value)


def _monomial(exponents: dict[Any, Fraction], factor: Fraction, atoms: Mapping[Any, Term]) -> Term:
    factors = [_power(g, e, atoms) for g, e in sorted(exponents.items(), key=place)]
    if factor != 1 or not factors:
        factors.insert(0, term(factor))
    return mul(*factors)


def _power(generator: Any, exponent: Fraction, atoms: Mapping[Any, Term]) -> Term:
    if isinstance(generator, tuple) and generator[0] == "exp":
        return exp(term_from({generator[1]: exponent}, atoms))
    if isinstance(generator, tuple) and generator[0] == "symbolic":
        base = _base(generator[1], atoms)
        return power(base, term_from({generator[2]: exponent}, atoms))
    if isinstance(generator, tuple) and generator[0] == "sign":
        return power(term(-1), term_from({generator[1]: exponent}, atoms))
    base = _base(generator, atoms)
    if exponent == 1:
        return base
    return power(base, term(exponent)) if exponent > 0 else div(1, _power(
        generator, -exponent, atoms))


def _base(generator: Any, atoms: Mapping[Any, Term]) -> Term:
    if isinstance(generator, Term):
        return generator
    if generator in atoms:
        return atoms[generator]
    kind = generator[0]
    if kind == "inv":
        return div(1, term_from(generator[1], atoms))
    if kind in ("root", "base"):
        return term_from(generator[1], atoms)
    if kind == "prime":
        return term(generator[1])
    if kind == "factorial":
        return factorial(term_from(generator[1], atoms))
    if kind == "const":
        return Term("const", (generator[1],))
    if kind == "i":
        return Term("const", ("i",))
    if kind == "log":
        return Term("log", (), (term_from(generator[2][0], atoms),))
    if kind == "conj":
        return Term("conj", (), (term_from(generator[2], atoms),))
    raise LookupError(f"no term is known for the atom {generator!r}")


ONE, ZERO = term(1), term(0)


def product(*factors: Like) -> Term:
    """A product without the ones, its number in front; nested products are opened."""
    flat: list[Term] = []
    for factor in map(term, factors):
        flat.extend(factor.args if factor.head == "mul" else (factor,))
    number = prod(f.value for f in flat if f.head == "int")
    kept = [f for f in flat if f.head != "int"]
    if number != 1 or not kept:
        kept.insert(0, term(number))
    return ZERO if number == 0 else mul(*kept)


def fraction(over: Like, under: Like) -> Term:
    """A quotient in lowest numbers, unless the denominator is one."""
    over, under = term(over), term(under)
    common = gcd(_number(over), _number(under))
    if common > 1:
        over, under = _without_number(over, common), _without_number(under, common)
    return over if under is ONE else div(over, under)


def _number(value: Term) -> int:
    """The number in front of a product; 1 where there is none."""
    first = value.args[0] if value.head == "mul" else value
    return first.value if first.head == "int" and first.value else 1


def _without_number(value: Term, divisor: int) -> Term:
    if value.head == "int":
        return term(value.value // divisor)
    return product(value.args[0].value // divisor, *value.args[1:])


def total(*parts: Like) -> Term:
    """A sum without the zeros; nested sums are opened."""
    flat: list[Term] = []
    for part in map(term, parts):
        flat.extend(part.args if part.head == "add" else (part,))
    kept = [p for p in flat if p is not ZERO]
    return add(*kept) if kept else ZERO


def above(value: Like, number: int) -> Term:
    """``value + number``, as one number where it is one.

    >>> from derive.terms.build import symbol
    >>> str(above(2, 1)), str(above(symbol("n"), 1))
    ('3', '(add n 1)')
    """
    value = term(value)
    return term(value.value + number) if value.head == "int" else total(value, number)


def negative(part: Like) -> Term:
    part = term(part)
    return part if part is ZERO else part.args[0] if part.head == "neg" else neg(part)


def raised(base: Like, exponent: int) -> Term:
    base = term(base)
    return base if exponent == 1 or base is ONE else power(base, exponent)


def root(radicand: Like) -> Term:
    radicand = term(radicand)
    return ONE if radicand is ONE else sqrt(radicand)


def with_ones(value: Term, ones: tuple[Term, ...]) -> Term:
    """The term where some symbols are 1, without the ones that nobody writes.

    >>> from derive.terms.build import symbol
    >>> hbar, m = symbol("hbar", "P"), symbol("m", "P")
    >>> str(with_ones(div(power(hbar, 2), mul(2, m)), (hbar,)))
    '(div 1 (mul 2 m))'
    """
    if not any(s in value.free for s in ones):
        return value
    if value in ones:
        return ONE
    args = tuple(with_ones(a, ones) for a in value.args)
    if value.head == "mul":
        return product(*args)
    if value.head == "div":
        return fraction(*args)
    if value.head == "sqrt":
        return root(args[0])
    if value.head == "pow" and args[0] is ONE:
        return ONE
    return Term(value.head, value.data, args)
