"""Numbers at a point: exact rationals where possible, else balls that certainly contain the value.

A scalar is an ``fmpq`` (exact), an ``arb`` (a real ball) or an ``acb`` (a complex ball). The
functions here are the real functions of the term language: where a function has no value they
raise ``Undefined``; where the ball is too wide to tell, ``Unresolved`` (more bits may help).
Next: ``jets`` (the same arithmetic for Taylor coefficients), ``elementary`` (both together).
"""

from __future__ import annotations

from typing import Any, TypeAlias

from flint import acb, arb, ctx, fmpq, fmpz

#: fmpq, arb or acb; python-flint has no types for the checker
Scalar: TypeAlias = Any

#: an exact number with more bits than this goes on as a ball
EXACT_BITS = 8192
FACTORIAL_LIMIT = 5000
ZERO, ONE = fmpq(0), fmpq(1)


class NoValue(ArithmeticError):
    """No enclosure was found; the three kinds below say why."""


class Undefined(NoValue):
    """The term certainly has no value at this point."""


class Unresolved(NoValue):
    """The balls are too wide to tell; a higher precision may."""


class Unsupported(NoValue):
    """No method here evaluates such a term, or it is larger than the limits allow."""


def trim(value: Scalar) -> Scalar:
    """The same number, as a ball if it is exact but very long."""
    if type(value) is fmpq and value.height_bits() > EXACT_BITS:
        return arb(value)
    return value


def real_part_only(value: Scalar) -> Scalar:
    """A complex ball whose imaginary part is exactly 0, as a real one."""
    if type(value) is acb and value.imag.is_zero():
        return value.real
    return value


def certainly_zero(value: Scalar) -> bool:
    return bool(value == 0) if type(value) is fmpq else bool(value.is_zero())


def certainly_nonzero(value: Scalar) -> bool:
    return bool(value != 0) if type(value) is fmpq else not value.contains(0)


def sign(value: Scalar) -> int | None:
    """-1, 0 or 1 of a real number, ``None`` where the ball does not decide or is not real."""
    value = real_part_only(value)
    if type(value) is acb:
        return None
    if value > 0:
        return 1
    if value < 0:
        return -1
    return 0 if certainly_zero(value) else None


def divide(a: Scalar, b: Scalar) -> Scalar:
    """``a/b``; nothing is divided by zero, not even zero.

    >>> str(divide(fmpq(1), fmpq(3)))
    '1/3'
    """
    if certainly_zero(b):
        raise Undefined("division by zero")
    if not certainly_nonzero(b):
        raise Unresolved("the divisor may be zero")
    return a / b


def integer_power(base: Scalar, exponent: int) -> Scalar:
    """``base**exponent`` for a whole exponent; ``x**0 = 1`` for every x."""
    if exponent == 0:
        return ONE
    if exponent < 0:
        return divide(ONE, integer_power(base, -exponent))
    if type(base) is fmpq and base.height_bits() * exponent > EXACT_BITS and abs(base) != 1:
        base = arb(base)
    if type(base) is fmpq:
        if abs(base) == 1 or base == 0:
            return base if exponent % 2 else base * base
        return base**exponent
    return base ** fmpz(exponent)


def exponential(value: Scalar) -> Scalar:
    if type(value) is fmpq:
        return ONE if value == 0 else arb(value).exp()
    return value.exp()


def logarithm(value: Scalar) -> Scalar:
    """The real logarithm; for a properly complex number its principal value."""
    value = real_part_only(value)
    if type(value) is acb:
        return off_the_cut(value).log()
    if not value > 0:
        raise _outside(value, value <= 0, "the logarithm of a number that is not positive")
    if type(value) is fmpq:
        return ZERO if value == 1 else arb(value).log()
    return value.log()


def square_root(value: Scalar) -> Scalar:
    """The real square root, exact for squares; for a properly complex number the principal one."""
    value = real_part_only(value)
    if type(value) is acb:
        return off_the_cut(value).sqrt()
    if not value >= 0:
        raise _outside(value, value < 0, "the square root of a negative number")
    if type(value) is fmpq:
        p, q = value.p.isqrt(), value.q.isqrt()
        return fmpq(p, q) if p * p == value.p and q * q == value.q else arb(value).sqrt()
    return value.sqrt()


def real_power(base: Scalar, exponent: Scalar) -> Scalar:
    """``base**exponent = exp(exponent log base)``, for a positive base only."""
    base = real_part_only(base)
    if type(base) is acb:
        raise Unsupported("a power of a complex number that is not a whole one")
    if not base > 0:
        raise _outside(base, base <= 0, "a power, not a whole one, of a number not positive")
    if type(exponent) is fmpq:
        if exponent.q == 1 and abs(exponent.p) < 10**9:
            return integer_power(base, int(exponent.p))
        if exponent.q == 2 and abs(exponent.p) < 10**9:
            return integer_power(square_root(base), int(exponent.p))
    return exponential(exponent * logarithm(base))


def off_the_cut(value: acb) -> acb:
    """A complex ball that certainly does not meet the negative real axis or 0."""
    if value.imag.contains(0) and not value.real > 0:
        raise Unresolved("on or near a branch cut")
    return value


def _outside(value: Scalar, certainly: bool, what: str) -> NoValue:
    return Undefined(what) if certainly else Unresolved(what + ", perhaps")


def ball(value: Scalar) -> acb:
    """Any scalar as a complex ball."""
    return acb(value)


def finite(value: Scalar) -> bool:
    return type(value) is fmpq or bool(value.is_finite())


def to_integer(value: Scalar, certain: bool) -> int:
    """The whole number a scalar is; a ball is trusted only if the term is ``certain``ly whole."""
    value = real_part_only(value)
    if type(value) is fmpq:
        if value.q != 1:
            raise Undefined(f"{value} is not a whole number")
        return int(value.p)
    found = value.unique_fmpz() if certain and type(value) is arb else None
    if found is None:
        raise Unresolved("not certainly one whole number")
    return int(found)


def floor(value: Scalar) -> int:
    value = real_part_only(value)
    if type(value) is fmpq:
        return int(value.floor())
    found = value.floor().unique_fmpz() if type(value) is arb else None
    if found is None:
        raise Unresolved("the ball does not decide the whole part")
    return int(found)


def decimal(value: Scalar, digits: int = 20) -> str:
    """The decimal digits that are certain, at most so many; an exact rational stays short.

    >>> decimal(fmpq(1, 2)), decimal(fmpq(1, 3), 5)
    ('0.5', '0.33333')
    """
    value = real_part_only(value)
    if type(value) is acb:
        if value.imag.contains(0):
            return decimal(value.real, digits)
        imaginary = decimal(value.imag, digits)
        joined = f"{decimal(value.real, digits)} + {imaginary}i"
        return joined.replace("+ -", "- ")
    if type(value) is fmpq:
        if value.q == 1 and value.height_bits() < 3 * digits:
            return str(value.p)
        with ctx.workprec(int(4 * digits) + 32):
            return _plain(arb(value), digits)
    return _plain(value, digits)


def _plain(value: arb, digits: int) -> str:
    text = str(value.str(digits, radius=False))
    if not text.partition("e")[0].strip("-0."):
        return "0"
    if "." in text and "e" not in text:
        text = text.rstrip("0").rstrip(".")
    return text
