"""Factorials, binomials and finite sums in the elementary form. TRUSTED."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

from derive.kernel.atoms import (
    ONE,
    Items,
    constant_of,
    integral_form,
    natural_form,
    place,
    real_generator,
)
from derive.kernel.claim import Refused
from derive.kernel.naming import named_by_height
from derive.terms.binding import substitute
from derive.terms.build import sub
from derive.terms.build import term as as_term
from derive.terms.term import Term

if TYPE_CHECKING:
    from derive.kernel.elementary.form import ElementaryQuestion
    from derive.kernel.normal import Polynomial

LONGEST = 64  # numbers of terms that are written out, and of factors that are taken off
MOST_PASCAL = 6
LARGEST_FACTORIAL = 2000


def shifted(items: Items, by: int) -> Items:
    """A form plus an integer."""
    content = dict(items)
    constant = content.pop(ONE, Fraction(0)) + by
    if constant:
        content[ONE] = constant
    return frozenset(content.items())


def factorial(ask: ElementaryQuestion, items: Items) -> Polynomial:
    """n! by that of the least n - c that is certainly natural."""
    least = 0
    while least < LONGEST and ask.natural(shifted(items, -least - 1)):
        least += 1
    base = shifted(items, -least)
    result = ask.atom(("factorial", base))
    for shift in range(1, least + 1):
        result = result * ask.rebuilt(shifted(base, shift))
    return result


def binomial(ask: ElementaryQuestion, n: Items, k: Items) -> Polynomial:
    """n!/(k! (n-k)!) where k <= n is certain; a polynomial in n for a small number k."""
    least = constant_of(k)
    if least is not None and least.denominator == 1 and 0 <= least <= 12:
        result = ask.number(1)
        for j in range(int(least)):
            result = (result * ask.rebuilt(shifted(n, -j))).scaled(Fraction(1, j + 1))
        return result
    difference = frozenset((ask.rebuilt(n) + ask.rebuilt(k).scaled(Fraction(-1))).terms().items())
    if ask.natural(n) and ask.natural(k) and ask.natural(difference):
        upper, first, second = (_factorial(ask, i) for i in (n, k, difference))
        return upper * ask.inverse(first * second)
    if not difference:
        return ask.number(1)
    one_less = shifted(n, -1), shifted(k, -1)
    if dict(n).get(ONE, 0) <= MOST_PASCAL and all(ask.natural(i) for i in one_less):  # Pascal
        return binomial(ask, one_less[0], one_less[1]) + binomial(ask, one_less[0], k)
    return ask.atom(("binomial", "N0", (n, k)))


def _factorial(ask: ElementaryQuestion, items: Items) -> Polynomial:
    number = constant_of(items)
    if number is None:
        return factorial(ask, items)
    if number > LARGEST_FACTORIAL:
        raise Refused(f"the factorial of {number} has too many digits")
    product = 1
    for factor in range(2, int(number) + 1):
        product *= factor
    return ask.number(product)


def finite_sum(ask: ElementaryQuestion, term: Term) -> Polynomial:
    """A finite sum: written out where it is short, summand by summand, constants in front."""
    bound, body, lower, upper = term.args
    if upper.head == "const" or bound.sort not in ("N0", "Z"):
        return ask.binder(term)
    low, high = (ask.owner.items(e) for e in (lower, upper))
    first, last = constant_of(low), constant_of(high)
    if first is not None and last is not None and last - first < LONGEST:
        total = ask.number(0)
        for k in range(int(first), int(last) + 1):
            total = total + ask.polynomial(substitute(body, {bound: as_term(k)}))
        return total
    length = shifted(frozenset(
        (ask.rebuilt(high) + ask.rebuilt(low).scaled(Fraction(-1))).terms().items()), 1)
    total = ask.number(0)
    taken = 0
    while taken < LONGEST and ask.natural(shifted(length, -1)):  # the last summand comes off
        last_one = substitute(body, {bound: sub(upper, taken) if taken else upper})
        total = total + ask.polynomial(last_one)
        length, taken = shifted(length, -1), taken + 1
    high = shifted(high, -taken)
    name, inside, *_ = named_by_height(term)
    for monomial, factor in ask.owner.items(inside):
        depends = frozenset((g, e) for g, e in monomial if mentions(g, name))
        outside = ask.arithmetic.monomial(dict(monomial - depends), factor)
        if not depends and ask.natural(length):
            total = total + outside * ask.rebuilt(length)
            continue
        summand: Items = frozenset({(depends, Fraction(1))})
        total = total + outside * ask.atom(
            ("sum", _sort(summand), term.data, bound.sort, (summand,), (low, high)))
    return total


def _sort(items: Items) -> str:
    """The sort of a finite sum, from that of its summand."""
    if integral_form(items):
        return "N0" if natural_form(items) else "Z"
    return "R" if all(real_generator(g) for m, _ in items for g, _ in m) else "C"


def constants_in_front(ask: ElementaryQuestion, term: Term) -> Polynomial:
    """An integral or a series with what all summands share, and is free of the symbol, in front."""
    bound, _, *bounds = term.args
    name, inside, *_ = named_by_height(term)
    items = ask.owner.items(inside)
    if not items:
        return ask.number(0)
    number, shared = abs(min(items, key=lambda item: place(item[0]))[1]), {}
    for generator in {g for m, _ in items for g, _ in m if not mentions(g, name)}:
        least = min(dict(m).get(generator, Fraction(0)) for m, _ in items)
        if least:
            shared[generator] = least
    front = ask.arithmetic.monomial(shared, number)
    under = ask.arithmetic.monomial({g: -e for g, e in shared.items()}, 1 / number)
    rest = frozenset(ask.reduced(ask.rebuilt(items) * under).terms().items())
    real = all(real_generator(g) for m, _ in rest for g, _ in m)
    return front * ask.atom((term.head, "R" if real else "C", term.data, bound.sort, (rest,),
                             tuple(ask.owner.items(b) for b in bounds)))


def mentions(generator: Any, name: Term) -> bool:
    """Whether a symbol stands in an atom."""
    if isinstance(generator, Term):
        return name in generator.free
    if isinstance(generator, tuple | frozenset):
        return any(mentions(g, name) for g in generator)
    return False
