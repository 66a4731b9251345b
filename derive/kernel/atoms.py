"""What is certain of the atoms of a normal form, from their form alone. TRUSTED.

An atom is a symbol or a tuple that begins with its kind; a monomial has atoms with rational
exponents, and a normal form (``Items``) monomials with rational coefficients.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any, TypeAlias

from derive.kernel.claim import Refused
from derive.kernel.polynomial import Monomial
from derive.terms.term import Term

Items: TypeAlias = frozenset[tuple[Monomial, Fraction]]
ONE: Monomial = frozenset()


def constant_of(items: Items) -> Fraction | None:
    """The number that a normal form is, if it is one."""
    if not items:
        return Fraction(0)
    if len(items) == 1:
        (monomial, factor), = items
        if monomial == ONE:
            return factor
    return None


def reducible(generator: Any, exponent: Fraction) -> bool:
    if not isinstance(generator, tuple):
        return False
    kind = generator[0]
    if kind == "i":
        return exponent != 1
    if kind == "sign":
        return not 0 <= exponent < 2
    if kind in ("prime", "root"):
        return not 0 < exponent < 1
    return kind == "abs" and not 0 < exponent < 2


def positive_generator(generator: Any) -> bool:
    """Whether an atom is certainly a positive real number, from its form alone."""
    if isinstance(generator, Term):
        return generator.sort == "P"
    kind = generator[0]
    if kind in ("prime", "factorial"):
        return True
    if kind == "const":
        return bool(generator[1] == "pi")
    if kind == "exp":
        return all(real_generator(g) for g, _ in generator[1])
    if kind == "symbolic":
        return positive_generator(generator[1]) and all(
            real_generator(g) for g, _ in generator[2])
    if kind in ("inv", "root", "base"):  # of nothing, that is of 0, is not positive
        return bool(generator[1]) and all(
            c > 0 and all(positive_generator(g) for g, _ in m) for m, c in generator[1])
    if kind in ("power", "call") or (len(generator) > 1 and generator[1] == "P"):
        return bool(generator[1] == "P")
    return False


def real_generator(generator: Any) -> bool:
    """Whether an atom is certainly real."""
    if isinstance(generator, Term):
        return generator.sort != "C"
    kind = generator[0]
    if kind in ("i", "conj"):
        return False
    if kind in ("prime", "factorial", "const", "delta", "abs", "sign"):
        return True
    if kind == "exp":
        return all(real_generator(g) for g, _ in generator[1])
    if kind == "symbolic":
        return real_generator(generator[1]) and all(real_generator(g) for g, _ in generator[2])
    if kind in ("inv", "base", "root"):
        return all(real_generator(g) for m, _ in generator[1] for g, _ in m)
    return len(generator) > 1 and generator[1] in ("N0", "Z", "P", "R")


def natural_form(items: Items) -> bool:
    """Whether a normal form is certainly a natural number: naturals with natural factors."""
    return all(c.denominator == 1 and c > 0 and all(
        _integer_generator(g, ("N0",)) and e.denominator == 1 and e > 0 for g, e in m)
        for m, c in items)


def integral_form(items: Items) -> bool:
    """Whether a normal form is certainly an integer."""
    return all(c.denominator == 1 and all(
        _integer_generator(g, ("N0", "Z")) and e.denominator == 1 and e > 0 for g, e in m)
        for m, c in items)


def _integer_generator(generator: Any, sorts: tuple[str, ...]) -> bool:
    if isinstance(generator, Term):
        return generator.sort in sorts
    if generator[0] in ("factorial", "delta"):
        return True
    return len(generator) > 1 and isinstance(generator[1], str) and generator[1] in sorts

def prime_factors(number: int) -> list[tuple[int, int]]:
    """The primes of a number with their exponents."""
    if number.bit_length() > 40:
        raise Refused("a number in an exponent's base is too large to be factored here")
    found: list[tuple[int, int]] = []
    divisor = 2
    while divisor * divisor <= number:
        times = 0
        while number % divisor == 0:
            number //= divisor
            times += 1
        if times:
            found.append((divisor, times))
        divisor += 1
    return [*found, (number, 1)] if number > 1 else found


def place(value: Any) -> str:
    """A key that is the same in every process."""
    if isinstance(value, frozenset):
        return "{" + ",".join(sorted(place(v) for v in value)) + "}"
    if isinstance(value, tuple):
        return "(" + ",".join(place(v) for v in value) + ")"
    return str(value)
