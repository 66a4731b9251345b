"""What exp, log, roots and the trigonometric functions become in the elementary form. TRUSTED."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from math import gcd, lcm
from typing import TYPE_CHECKING, Any

from derive.kernel.atoms import (
    ONE,
    Items,
    integral_form,
    place,
    prime_factors,
    real_generator,
)
from derive.kernel.polynomial import Monomial

if TYPE_CHECKING:
    from derive.kernel.elementary.form import ElementaryQuestion
    from derive.kernel.normal import Polynomial

TURN = (("i",), ("const", "pi"))
HALF = Fraction(1, 2)


def of_exponentials(ask: ElementaryQuestion, head: str, argument: Items) -> Polynomial:
    """sin, cos, tan of a are those of exponentials of ia; sinh, cosh, tanh those of a."""
    circular = head in ("sin", "cos", "tan")
    inner = ask.rebuilt(argument)
    if circular:
        inner = ask.reduced(inner * ask.atom(("i",)))
    up = exponential(ask, frozenset(inner.terms().items()))
    down = exponential(ask, frozenset(inner.scaled(Fraction(-1)).terms().items()))
    turned = ask.atom(("i",)).scaled(Fraction(-1)) if circular else ask.number(1)  # 1/i = -i
    if head in ("cos", "cosh"):
        return (up + down).scaled(HALF)
    difference = (up + down.scaled(Fraction(-1))) * turned
    if head in ("sin", "sinh"):
        return difference.scaled(HALF)
    return difference * ask.inverse(up + down)


def exponential(ask: ElementaryQuestion, items: Items) -> Polynomial:
    """exp of a sum: a product; exp(q log p) is p^q."""
    result = ask.number(1)
    for monomial, factor in items:
        logs = [(g, e) for g, e in monomial if isinstance(g, tuple) and g[0] == "log"]
        rest = monomial - frozenset(logs)
        if len(logs) == 1 and logs[0][1] == 1:
            inside: Items = logs[0][0][2][0]
            power = _power_of(ask, inside, rest, factor)
            if power is not None:
                result = result * power
                continue
        result = result * ask.atom(("exp", monomial), factor)
    return result


def _power_of(ask: ElementaryQuestion, inside: Items, rest: Monomial, factor: Fraction
              ) -> Polynomial | None:
    """p^(factor * rest) for what stands under a logarithm: positive where that is defined."""
    if rest == ONE:
        if factor.denominator == 1:
            return ask.whole_power(ask.rebuilt(inside), int(factor))
        return root(ask, dict(inside), factor)
    if len(inside) == 1 and all(real_generator(g) for g, _ in rest):
        (monomial, number), = inside
        if all(ask.positive(g) for g, _ in monomial) and number > 0:
            result = ask.number_power(number, frozenset({(rest, factor)}))
            for generator, e in monomial:
                if isinstance(generator, tuple) and generator[0] in ("exp", "symbolic", "root"):
                    return None
                result = result * ask.atom(("symbolic", generator, rest), factor * e)
            return result
    return None


# -- roots of unity ------------------------------------------------------------------------------

def _turn_rest(generator: Any) -> Monomial | None:
    """r where the atom is exp(i pi r) and r a product of integers (1 among them)."""
    if not (isinstance(generator, tuple) and generator[0] == "exp"):
        return None
    exponents = dict(generator[1])
    if any(exponents.pop(g, None) != 1 for g in TURN):
        return None
    rest = frozenset(exponents.items())
    return rest if integral_form(frozenset({(rest, Fraction(1))})) else None


def is_turn(generator: Any, exponent: Fraction) -> bool:
    """Whether a power of exp(i pi r) can be carried out further."""
    rest = _turn_rest(generator)
    if rest is None:
        return False
    if not 0 <= exponent < 1:
        return True
    return rest == ONE and exponent.denominator in (2, 3, 4, 6, 12)


def carried_out(ask: ElementaryQuestion, generator: Any, exponent: Fraction) -> Polynomial:
    """exp(i pi r)^q: a sign for the whole part of q, and a root of unity where r is 1."""
    rest = _turn_rest(generator)
    assert rest is not None  # ``is_turn`` said so
    whole = exponent.__floor__()
    left = exponent - whole
    if rest != ONE:
        odd = frozenset((g, Fraction(1)) for g, _ in rest)  # n^k has the parity of n
        return ask.atom(("sign", odd), Fraction(whole % 2)) * ask.atom(generator, left)
    sign = Fraction((-1) ** (whole % 2))
    if left.denominator not in (1, 2, 3, 4, 6, 12):
        return ask.atom(generator, left).scaled(sign)
    result = ask.number(sign)
    twelfths = int(left * 12)
    while twelfths:
        step = next(s for s in (6, 4, 3, 2, 1) if s <= twelfths)
        result = result * _ROOTS_OF_UNITY[step](ask)
        twelfths -= step
    return result


def arctangent(ask: ElementaryQuestion, items: Items) -> Polynomial:
    """arctan of 0, 1 and the roots of 3 and 1/3; odd in everything else."""
    if len(items) == 1:
        (monomial, factor), = items
        angle = _ARCTANGENTS.get((monomial, abs(factor)))
        if angle is not None:
            return ask.atom(("const", "pi")).scaled(angle if factor > 0 else -angle)
    return odd(ask, "arctan", items)


def odd(ask: ElementaryQuestion, head: str, items: Items) -> Polynomial:
    """An odd function of a form, real where the form is: that of one of u and -u."""
    if not items:
        return ask.number(0)
    sign = Fraction(1 if min(items, key=lambda item: place(item[0]))[1] > 0 else -1)
    key = frozenset((m, c * sign) for m, c in items)
    sort = "R" if all(real_generator(g) for m, _ in items for g, _ in m) else "C"
    return ask.atom((head, sort, (key,))).scaled(sign)


_ROOT_OF_3: Monomial = frozenset({(("prime", 3), HALF)})
_ARCTANGENTS = {(ONE, Fraction(1)): Fraction(1, 4), (_ROOT_OF_3, Fraction(1)): Fraction(1, 3),
                (_ROOT_OF_3, Fraction(1, 3)): Fraction(1, 6)}


def _complex(ask: ElementaryQuestion, real: Polynomial, imaginary: Polynomial) -> Polynomial:
    return real + imaginary * ask.atom(("i",))


def _surd(ask: ElementaryQuestion, number: int, factor: Fraction) -> Polynomial:
    return ask.atom(("prime", number), HALF).scaled(factor)


#: exp(i pi k/12)
_ROOTS_OF_UNITY = {
    6: lambda ask: ask.atom(("i",)),
    4: lambda ask: _complex(ask, ask.number(HALF), _surd(ask, 3, HALF)),
    3: lambda ask: _complex(ask, _surd(ask, 2, HALF), _surd(ask, 2, HALF)),
    2: lambda ask: _complex(ask, _surd(ask, 3, HALF), ask.number(HALF)),
    1: lambda ask: _complex(
        ask, _surd(ask, 2, Fraction(1, 4)) * (_surd(ask, 3, Fraction(1)) + ask.number(1)),
        _surd(ask, 2, Fraction(1, 4)) * (_surd(ask, 3, Fraction(1)) + ask.number(-1))),
}


# -- logarithms and roots of sums ------------------------------------------------------------------

def split(ask: ElementaryQuestion, terms: Mapping[Monomial, Fraction]
          ) -> tuple[Fraction, dict[Any, Fraction], dict[Monomial, Fraction]]:
    """``number * positive factors * rest``: what all summands share of certainly positive atoms."""
    number = Fraction(gcd(*(abs(c.numerator) for c in terms.values())),
                      lcm(*(c.denominator for c in terms.values())))
    shared: dict[Any, Fraction] = {}
    for generator in {g for m in terms for g, _ in m}:
        if ask.positive(generator):
            least = min(dict(m).get(generator, Fraction(0)) for m in terms)
            if least:
                shared[generator] = least
    rest = {}
    for monomial, factor in terms.items():
        exponents = dict(monomial)
        for generator, e in shared.items():
            exponents[generator] = exponents.get(generator, Fraction(0)) - e
        rest[frozenset((g, e) for g, e in exponents.items() if e)] = factor / number
    return number, shared, rest


def logarithm(ask: ElementaryQuestion, items: Items) -> Polynomial:
    """log of number, certainly positive factors and the rest: the sum of their logarithms."""
    if not items:
        return ask.atom(("log", "R", (items,)))
    number, shared, rest = split(ask, dict(items))
    result = ask.number(0)
    for value, direction in ((number.numerator, 1), (number.denominator, -1)):
        for prime, times in prime_factors(value):
            inside = frozenset({(ONE, Fraction(prime))})
            result = result + ask.atom(("log", "R", (inside,))).scaled(Fraction(times * direction))
    for generator, e in shared.items():
        result = result + _log_of_atom(ask, generator).scaled(e)
    if rest != {ONE: Fraction(1)}:
        result = result + ask.atom(("log", "R", (frozenset(rest.items()),)))
    return result


def _log_of_atom(ask: ElementaryQuestion, generator: Any) -> Polynomial:
    """log of a certainly positive atom."""
    kind = generator[0] if isinstance(generator, tuple) else ""
    if kind == "exp":
        return ask.rebuilt({generator[1]: Fraction(1)})
    if kind in ("root", "inv"):
        return logarithm(ask, generator[1]).scaled(Fraction(1 if kind == "root" else -1))
    if kind == "symbolic":
        base = generator[1]
        inside = (logarithm(ask, base[1]) if isinstance(base, tuple) and base[0] == "base"
                  else _log_of_atom(ask, base))
        return inside * ask.rebuilt({generator[2]: Fraction(1)})
    if kind == "prime":
        return ask.atom(("log", "R", (frozenset({(ONE, Fraction(generator[1]))}),)))
    return ask.atom(("log", "R", (frozenset({(frozenset({(generator, Fraction(1))}),
                                             Fraction(1))}),)))


def root(ask: ElementaryQuestion, terms: Mapping[Monomial, Fraction], exponent: Fraction
         ) -> Polynomial:
    """A broken power: certainly positive factors come out, the rest stays under the root."""
    number, shared, rest = split(ask, terms)
    result = ask.number_power(number, frozenset({(ONE, exponent)}))
    for generator, e in shared.items():
        kind = generator[0] if isinstance(generator, tuple) else ""
        if kind in ("root", "inv"):
            inner = e * exponent * (1 if kind == "root" else -1)
            result = result * (root(ask, dict(generator[1]), inner) if inner.denominator != 1
                               else ask.whole_power(ask.rebuilt(generator[1]), int(inner)))
        else:
            result = result * ask.atom(generator, e * exponent)
    if rest == {ONE: Fraction(1)}:
        return result
    return result * ask.atom(("root", frozenset(rest.items())), exponent)
