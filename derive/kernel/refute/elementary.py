"""The elementary functions on scalars, on jets, and on polynomials times Gaussians.

For a jet each function is the recurrence that its differential equation gives (from y = exp u
follows y' = u' y, so k y_k = sum of j u_j y_(k-j)). Next: ``gaussians``, ``balls``.
"""

from __future__ import annotations

from collections.abc import Callable

from flint import acb, arb, fmpq

from derive.kernel.refute import scalars
from derive.kernel.refute.gaussians import Gaussian
from derive.kernel.refute.jets import Jet, Value
from derive.kernel.refute.scalars import ONE, ZERO, Undefined, Unresolved, Unsupported

HALF = fmpq(1, 2)


def divide(a: Value, b: Value) -> Value:
    if isinstance(b, Gaussian):
        return a * _reciprocal(b)
    if not isinstance(b, Jet):
        if isinstance(a, Jet | Gaussian):
            return a * scalars.divide(ONE, b)
        return scalars.divide(a, b)
    if isinstance(a, Gaussian) and a.level > b.level:
        return a * divide(ONE, b)
    divisor = b.coefficients
    if not isinstance(a, Jet) or a.level < b.level:
        numerator: list[Value] = [a] + [ZERO] * (len(divisor) - 1)
    elif a.level > b.level:
        return Jet(a.level, [divide(c, b) for c in a.coefficients])
    else:
        numerator = a.coefficients
    quotient: list[Value] = []
    for k in range(min(len(numerator), len(divisor))):
        rest = numerator[k]
        for j in range(1, k + 1):
            rest = rest + -(divisor[j] * quotient[k - j])
        quotient.append(divide(rest, divisor[0]))
    return Jet(b.level, quotient)


def integer_power(base: Value, exponent: int) -> Value:
    if not isinstance(base, Jet | Gaussian):
        return scalars.integer_power(base, exponent)
    if exponent < 0:
        return divide(ONE, integer_power(base, -exponent))
    if exponent > 4096:
        raise Unsupported(f"the power {exponent} of a series")
    result: Value = ONE
    while exponent:
        if exponent & 1:
            result = result * base
        exponent >>= 1
        if exponent:
            base = base * base
    return result


def real_power(base: Value, exponent: Value) -> Value:
    if isinstance(exponent, Jet | Gaussian):
        return exp(exponent * log(base))
    if isinstance(base, Gaussian):
        return _gaussian_power(base, exponent)
    if not isinstance(base, Jet):
        return scalars.real_power(base, exponent)
    u = base.coefficients
    _require_nonzero(u[0])
    y = [real_power(u[0], exponent)]
    for k in range(1, len(u)):
        total: Value = ZERO
        for j in range(1, k + 1):
            total = total + (exponent * j - (k - j)) * (u[j] * y[k - j])
        y.append(divide(total, u[0] * k))
    return Jet(base.level, y)


def sqrt(value: Value) -> Value:
    if isinstance(value, Jet):
        u = value.coefficients
        _require_nonzero(u[0])
        y = [sqrt(u[0])]
        for k in range(1, len(u)):
            rest = u[k]
            for j in range(1, k):
                rest = rest + -(y[j] * y[k - j])
            y.append(divide(rest, y[0] * 2))
        return Jet(value.level, y)
    if isinstance(value, Gaussian):
        return _gaussian_power(value, HALF)
    return scalars.square_root(value)


def exp(value: Value) -> Value:
    if isinstance(value, Gaussian):
        return _gaussian_exp(value)
    if not isinstance(value, Jet):
        return scalars.exponential(value)
    u = value.coefficients
    y = [exp(u[0])]
    for k in range(1, len(u)):
        total: Value = ZERO
        for j in range(1, k + 1):
            total = total + (u[j] * j) * y[k - j]
        y.append(total * fmpq(1, k))
    return Jet(value.level, y)


def log(value: Value) -> Value:
    if isinstance(value, Gaussian):
        raise Unsupported("the logarithm of a function that is integrated over the line")
    if not isinstance(value, Jet):
        return scalars.logarithm(value)
    u = value.coefficients
    y = [log(u[0])]
    for k in range(1, len(u)):
        rest = u[k]
        for j in range(1, k):
            rest = rest + -((y[j] * fmpq(j, k)) * u[k - j])
        y.append(divide(rest, u[0]))
    return Jet(value.level, y)


def _pair(value: Value, circular: bool) -> tuple[Value, Value]:
    """cos and sin, or cosh and sinh."""
    if isinstance(value, Gaussian):
        turn = acb(0, 1) if circular else ONE
        plus, minus = exp(value * turn), exp(value * -turn)
        return (plus + minus) * HALF, divide(plus + -minus, turn * 2)
    if not isinstance(value, Jet):
        if type(value) is fmpq:
            if value == 0:
                return ONE, ZERO
            value = arb(value)
        return (value.cos(), value.sin()) if circular else (value.cosh(), value.sinh())
    u = value.coefficients
    first, second = _pair(u[0], circular)
    even, odd = [first], [second]
    for k in range(1, len(u)):
        up: Value = ZERO
        down: Value = ZERO
        for j in range(1, k + 1):
            up = up + (u[j] * fmpq(j, k)) * even[k - j]
            down = down + (u[j] * fmpq(j, k)) * odd[k - j]
        odd.append(up)
        even.append(-down if circular else down)
    return Jet(value.level, even), Jet(value.level, odd)


def cos(value: Value) -> Value:
    return _pair(value, True)[0]


def sin(value: Value) -> Value:
    return _pair(value, True)[1]


def cosh(value: Value) -> Value:
    return _pair(value, False)[0]


def sinh(value: Value) -> Value:
    return _pair(value, False)[1]


def tan(value: Value) -> Value:
    even, odd = _pair(value, True)
    return divide(odd, even)


def tanh(value: Value) -> Value:
    even, odd = _pair(value, False)
    return divide(odd, even)


def arctan(value: Value) -> Value:
    if isinstance(value, Gaussian):
        raise Unsupported("the arctangent of a function that is integrated over the line")
    if not isinstance(value, Jet):
        return _arctan_scalar(value)
    slope = divide(ONE, value * value + 1)
    u, w = value.coefficients, slope.coefficients
    y = [arctan(u[0])]
    for k in range(1, len(u)):
        total: Value = ZERO
        for j in range(1, k + 1):
            total = total + (u[j] * fmpq(j, k)) * w[k - j]
        y.append(total)
    return Jet(value.level, y)


def erf(value: Value) -> Value:
    """The error function; for a jet by ``y' = 2 u' exp(-u^2)/sqrt(pi)``."""
    if isinstance(value, Gaussian):
        raise Unsupported("the error function of a function that is integrated over the line")
    if not isinstance(value, Jet):
        if type(value) is fmpq:
            return ZERO if value == 0 else arb(value).erf()
        return value.erf()
    slope = divide(exp(-(value * value)) * 2, arb.pi().sqrt())
    u, w = value.coefficients, slope.coefficients
    y = [erf(u[0])]
    for k in range(1, len(u)):
        total: Value = ZERO
        for j in range(1, k + 1):
            total = total + (u[j] * fmpq(j, k)) * w[k - j]
        y.append(total)
    return Jet(value.level, y)


def _arctan_scalar(value: scalars.Scalar) -> scalars.Scalar:
    value = scalars.real_part_only(value)
    if type(value) is fmpq:
        return ZERO if value == 0 else arb(value).atan()
    if type(value) is acb and value.real.contains(0) and not abs(value.imag) < 1:
        raise Unresolved("on or near a branch cut")
    return value.atan()


def conj(value: Value) -> Value:
    """The conjugate; the small parameters and the variable of integration are real."""
    if isinstance(value, Jet):
        return Jet(value.level, [conj(c) for c in value.coefficients])
    if isinstance(value, Gaussian):
        return Gaussian(value.level, [([conj(c) for c in p], conj(q1), conj(q2))
                                      for p, q1, q2 in value.summands])
    return value.conjugate() if type(value) is acb else value


def absolute(value: Value) -> Value:
    if isinstance(value, Jet):
        where = real(value)
        if where is None:
            return sqrt(value * conj(value))
        if where == 0:
            raise Undefined("the absolute value has no derivative at 0")
        return value if where > 0 else -value
    if isinstance(value, Gaussian):
        return _gaussian_modulus(value)
    value = scalars.real_part_only(value)
    return abs(value)


def real(value: Jet) -> int | None:
    """The sign of a real jet at its point; ``None`` if some coefficient is not real."""
    inner: Value = value
    while isinstance(inner, Jet):
        if not all(_is_real(c) for c in inner.coefficients):
            return None
        inner = inner.coefficients[0]
    if isinstance(inner, Gaussian):
        raise Unsupported("the absolute value of a function that is integrated over the line")
    found = scalars.sign(inner)
    if found is None:
        raise Unresolved("the sign under an absolute value is not certain")
    return found


def _is_real(value: Value) -> bool:
    if isinstance(value, Jet):
        return all(_is_real(c) for c in value.coefficients)
    return type(scalars.real_part_only(value)) is not acb


def _require_nonzero(value: Value) -> None:
    while isinstance(value, Jet):
        value = value.coefficients[0]
    if not isinstance(value, Gaussian) and scalars.certainly_zero(value):
        raise Undefined("a root or power has no derivative at 0")


def _gaussian_exp(value: Gaussian) -> Gaussian:
    poly = value.polynomial()
    if poly is None or len(poly) > 3:
        raise Unsupported("under an integral, an exponential of more than a quadratic")
    c, q1, q2 = (*poly, ZERO, ZERO)[:3]
    return Gaussian(value.level, [([exp(c)], q1, q2)])


def _reciprocal(value: Gaussian) -> Gaussian:
    (c,), q1, q2 = value.monomial()
    return Gaussian(value.level, [([divide(ONE, c)], -q1, -q2)])


def _gaussian_power(base: Gaussian, exponent: Value) -> Gaussian:
    (c,), q1, q2 = base.monomial()
    if not (_is_real(q1) and _is_real(q2)):
        raise Unsupported("a power of a complex number that is not a whole one")
    return Gaussian(base.level, [([real_power(c, exponent)], q1 * exponent, q2 * exponent)])


def _gaussian_modulus(value: Gaussian) -> Gaussian:
    """``|c e^q| = |c| e^(Re q)``; a polynomial's modulus is not of this form."""
    (c,), q1, q2 = value.monomial()
    return Gaussian(value.level, [
        ([absolute(c)], (q1 + conj(q1)) * HALF, (q2 + conj(q2)) * HALF)])


ELEMENTARY: dict[str, Callable[[Value], Value]] = {
    "sqrt": sqrt, "exp": exp, "log": log, "abs": absolute, "conj": conj, "sin": sin, "cos": cos,
    "tan": tan, "arctan": arctan, "sinh": sinh, "cosh": cosh, "tanh": tanh,
    "erf": erf,
}
