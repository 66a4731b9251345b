"""Conjugates and absolute values in the elementary form. TRUSTED."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from derive.kernel.atoms import Items, place, real_generator
from derive.kernel.elementary.exponents import exponential, split
from derive.kernel.polynomial import Monomial

if TYPE_CHECKING:
    from derive.kernel.elementary.form import ElementaryQuestion
    from derive.kernel.normal import Polynomial


def conjugated(ask: ElementaryQuestion, items: Items) -> Polynomial:
    """The conjugate, atom by atom."""
    total = ask.number(0)
    for monomial, factor in items:
        part = ask.number(factor)
        for generator, exponent in monomial:
            part = part * _of_atom(ask, generator, exponent)
        total = total + part
    return total


def _of_atom(ask: ElementaryQuestion, generator: Any, exponent: Fraction) -> Polynomial:
    if real_generator(generator):
        return ask.atom(generator, exponent)
    kind = generator[0] if isinstance(generator, tuple) else ""
    if kind == "exp":
        inner = conjugated(ask, frozenset({(generator[1], exponent)}))
        return exponential(ask, frozenset(ask.reduced(inner).terms().items()))
    if exponent.denominator == 1:
        if kind == "i":
            return ask.whole_power(ask.atom(generator).scaled(Fraction(-1)), int(exponent))
        if kind == "conj":
            return ask.whole_power(ask.rebuilt(generator[2]), int(exponent))
        if kind == "inv":
            under = ask.reduced(conjugated(ask, generator[1]))
            return ask.whole_power(ask.inverse(under), int(exponent))
        if kind in ("integral", "sum") and _real_range(generator):
            inside = frozenset(ask.reduced(conjugated(ask, generator[4][0])).terms().items())
            return ask.atom((*generator[:4], (inside,), generator[5]), exponent)
    single: Items = frozenset({(frozenset({(generator, exponent)}), Fraction(1))})
    if exponent.denominator == 1 and exponent > 0:
        base: Items = frozenset({(frozenset({(generator, Fraction(1))}), Fraction(1))})
        return ask.atom(("conj", "C", base), exponent)
    return ask.atom(("conj", "C", single))


def _real_range(generator: Any) -> bool:
    """Whether an integral or a sum runs over real numbers between real bounds."""
    return generator[3] != "C" and all(
        real_generator(g) for bound in generator[5] for m, _ in bound for g, _ in m
        if g != ("const", "infinity"))


def modulus(ask: ElementaryQuestion, items: Items) -> Polynomial:
    """The absolute value: factors of known modulus come out, the rest has a fixed sign."""
    facts = ask.owner.facts
    if not items:
        return ask.number(0)
    if all(real_generator(g) for m, _ in items for g, _ in m):
        if facts.nonnegative_form(items):
            return ask.rebuilt(items)
        opposite = frozenset((m, -c) for m, c in items)
        if facts.nonnegative_form(opposite):
            return ask.rebuilt(opposite)
    number, shared, rest = split(ask, dict(items))
    result = ask.arithmetic.monomial(shared, number)
    if len(rest) == 1:
        (monomial, factor), = rest.items()
        kept: dict[Any, Fraction] = {}
        for generator, exponent in monomial:
            known = _known_modulus(ask, generator, exponent)
            if known is None:
                kept[generator] = exponent
            else:
                result = result * known
        rest = {frozenset(kept.items()): abs(factor)}
        if not kept:
            return result.scaled(abs(factor))
    return result * _opaque(ask, rest)


def _known_modulus(ask: ElementaryQuestion, generator: Any, exponent: Fraction
                   ) -> Polynomial | None:
    kind = generator[0] if isinstance(generator, tuple) else ""
    if kind in ("i", "sign"):
        return ask.number(1)
    if kind == "exp":  # |exp z| = exp((z + conj z)/2)
        z: Items = frozenset({(generator[1], exponent)})
        both = ask.rebuilt(z) + conjugated(ask, z)
        return exponential(ask, frozenset(
            ask.reduced(both.scaled(Fraction(1, 2))).terms().items()))
    if real_generator(generator) and exponent.denominator == 1 and exponent % 2 == 0:
        return ask.atom(generator, exponent)
    return None


def _opaque(ask: ElementaryQuestion, rest: Mapping[Monomial, Fraction]) -> Polynomial:
    """|z| as an atom; z and -z have one."""
    least = min(rest, key=place)
    sign = 1 if rest[least] > 0 else -1
    items = frozenset((m, c * sign) for m, c in rest.items())
    other = frozenset(ask.reduced(conjugated(ask, items)).terms().items())
    return ask.reduced(ask.atom(("abs", items, other)))
