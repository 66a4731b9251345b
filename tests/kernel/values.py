"""The value of a term, and of its normal form, by mpmath: independent of the kernel's numbers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any

import mpmath

from derive.terms.term import Term

DIGITS = 30
TINY = mpmath.mpf(10) ** -24
At = Mapping[Term, Any]


class NoValue(ArithmeticError):
    """The term has no value at this point, or one that is too large to be compared."""


def real(value: Any) -> Any:
    if abs(mpmath.im(value)) > TINY * (1 + abs(value)):
        raise NoValue("not real")
    return mpmath.re(value)


def whole(value: Any, least: int | None = None) -> int:
    number = int(mpmath.nint(mpmath.re(value)))
    if abs(value - number) > TINY * 100 or (least is not None and number < least):
        raise NoValue("no whole number")
    return number


def divided(a: Any, b: Any) -> Any:
    if abs(b) < TINY:
        raise NoValue("division by 0")
    return a / b


def raised(base: Any, exponent: Any) -> Any:
    """A natural exponent asks for nothing, a whole one for a base not 0, another for b > 0."""
    try:
        number = whole(exponent)
    except NoValue:
        base = real(base)
        if base < TINY:
            raise NoValue("a power of a number that is not positive") from None
        return base ** real(exponent)
    return base**number if number > 0 else divided(1, base ** -number) if number else mpmath.mpf(1)


def rooted(value: Any) -> Any:
    value = real(value)
    if value < -TINY:
        raise NoValue("a root of a negative number")
    return mpmath.sqrt(max(value, mpmath.mpf(0)))


def logarithm(value: Any) -> Any:
    value = real(value)
    if value < TINY:
        raise NoValue("a logarithm of a number that is not positive")
    return mpmath.log(value)


def rounded(value: Any, down: bool) -> Any:
    value = real(value)
    if abs(value - mpmath.nint(value)) < TINY:
        value = mpmath.nint(value)
    return mpmath.floor(value) if down else max(mpmath.ceil(value), mpmath.mpf(0))


def tangent(value: Any) -> Any:
    return divided(mpmath.sin(value), mpmath.cos(value))


def chosen(n: Any, k: Any) -> Any:
    upper, lower = whole(n, 0), whole(k, 0)
    return mpmath.binomial(upper, lower) if lower <= upper else mpmath.mpf(0)


def modest(function: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """The function, where its argument is not so large that all digits are lost."""
    def taken(argument: Any) -> Any:
        if abs(argument) > 50:
            raise NoValue("too large to be compared")
        return function(argument)
    return taken


HEADS: dict[str, Callable[..., Any]] = {
    "add": lambda *a: mpmath.fsum(a), "mul": lambda *a: mpmath.fprod(a), "neg": lambda a: -a,
    "div": divided, "pow": raised, "sqrt": rooted, "log": logarithm, "tan": modest(tangent),
    "exp": modest(mpmath.exp), "sin": modest(mpmath.sin), "cos": modest(mpmath.cos),
    "sinh": modest(mpmath.sinh), "cosh": modest(mpmath.cosh),
    "tanh": lambda a: mpmath.tanh(real(a)), "erf": mpmath.erf,
    "arctan": lambda a: mpmath.atan(real(a)), "abs": abs, "conj": mpmath.conj,
    "factorial": lambda a: mpmath.factorial(whole(a, 0)), "binomial": chosen,
    "floor": lambda a: rounded(a, True), "ceiling": lambda a: rounded(a, False),
    "delta": lambda a, b: mpmath.mpf(whole(a) == whole(b)),
}
CONSTANTS = {"pi": mpmath.pi, "e": mpmath.e, "i": mpmath.mpc(0, 1)}


def value(term: Term, at: At) -> Any:
    """The value of a scalar term; NoValue where it has none."""
    if term.head == "int":
        return mpmath.mpf(term.value)
    if term.head == "sym":
        return at[term]
    if term.head == "const":
        return CONSTANTS[term.name] + 0
    if term.head == "sum":
        index, body, lower, upper = term.args
        ends = [whole(value(e, at)) for e in (lower, upper)]
        return mpmath.fsum(value(body, {**at, index: mpmath.mpf(k)})
                           for k in range(ends[0], ends[1] + 1))
    return HEADS[term.head](*(value(a, at) for a in term.args))


def of_form(items: Any, at: At) -> Any:
    """The value of a normal form: monomials in atoms with rational exponents."""
    return mpmath.fsum(
        mpmath.fprod((_ratio(factor), *(_power(g, e, at) for g, e in monomial)))
        for monomial, factor in items)


def _ratio(number: Fraction) -> Any:
    return mpmath.mpf(number.numerator) / number.denominator


def _monomial(monomial: Any, at: At) -> Any:
    return of_form(((monomial, Fraction(1)),), at)


def _power(generator: Any, exponent: Fraction, at: At) -> Any:
    kind = "" if isinstance(generator, Term) else generator[0]
    if kind == "exp":
        return mpmath.exp(_ratio(Fraction(exponent)) * _monomial(generator[1], at))
    if kind == "symbolic":
        base = (of_form(generator[1][1], at) if generator[1][0:1] == ("base",)
                else _power(generator[1], Fraction(1), at)) if isinstance(
                    generator[1], tuple) else at[generator[1]]
        return raised(base, _ratio(Fraction(exponent)) * _monomial(generator[2], at))
    base = _atom(generator, at)
    if kind == "root" and abs(base) < TINY and exponent > 0:
        return mpmath.mpf(0)
    return raised(base, _ratio(Fraction(exponent)))


def _atom(generator: Any, at: At) -> Any:
    if isinstance(generator, Term):
        return at[generator]
    kind, *parts = generator
    if kind in ("inv", "root", "base"):
        inside = of_form(parts[0], at)
        return divided(1, inside) if kind == "inv" else inside
    if kind in ("i", "const"):
        return CONSTANTS[parts[0] if parts else "i"] + 0
    if kind == "prime":
        return mpmath.mpf(parts[0])
    if kind == "sign":
        return mpmath.mpf(-1) ** whole(_monomial(parts[0], at))
    if kind == "factorial":
        return HEADS["factorial"](of_form(parts[0], at))
    if kind == "abs":
        return abs(of_form(parts[0], at))
    if kind == "conj":
        return mpmath.conj(of_form(parts[1], at))
    if kind == "power":
        return raised(of_form(parts[1], at), of_form(parts[2], at))
    if kind == "delta":
        ends = [of_form(p, at) for p in parts[0]]
        return HEADS["delta"](ends[0], ends[-1])
    if kind == "sum":
        return _sum(parts, at)
    return HEADS[kind](*(of_form(p, at) for p in parts[1]))


def _sum(parts: list[Any], at: At) -> Any:
    inside, (lower, upper) = parts[3], parts[4]
    names = [s for s in _symbols(inside) if s.name.startswith("#")]
    name = max(names, key=lambda s: int(s.name[1:]), default=None)
    ends = [whole(of_form(e, at)) for e in (lower, upper)]
    return mpmath.fsum(of_form(inside[0], at if name is None else {**at, name: mpmath.mpf(k)})
                       for k in range(ends[0], ends[1] + 1))


def _symbols(part: Any) -> set[Term]:
    if isinstance(part, Term):
        return {part}
    if isinstance(part, tuple | frozenset):
        return set().union(*(_symbols(p) for p in part))
    return set()
