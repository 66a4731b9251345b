"""Taylor polynomials about 0 with a bound for what is left out, in exact fractions. TRUSTED.

A model says of a function f: for every real x with 0 < |x| <= r (and at 0 where f is defined)
``f(x) = c[low] x^low + ... + c[end-1] x^(end-1) + rest``, ``|rest| <= bound |x|^end``.
Sums, products and quotients of models are models; so are exp, sin and others of a model that
vanishes at 0, by the remainder of their own series. Next: ``procedures.taylor``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, factorial

from derive.kernel.claim import Refused
from derive.terms.term import Term

ORDER = 40        # powers kept
LARGEST_BITS = 20_000
ZERO, ONE = Fraction(0), Fraction(1)


@dataclass(frozen=True)
class Model:
    """See above. ``c`` holds the coefficients from ``low`` on, c[0] not 0 unless c is empty."""

    radius: Fraction
    low: int
    c: tuple[Fraction, ...]
    end: int
    bound: Fraction

    def size(self, power: int) -> Fraction:
        """A number s with ``|f(x)| <= s |x|^power``; ``power`` is at most ``low``."""
        if self.low < power:
            raise Refused(f"the function does not vanish like x^{power}")
        r = self.radius
        total = sum((abs(v) * r ** (self.low + k - power) for k, v in enumerate(self.c)), ZERO)
        return total + self.bound * r ** (self.end - power)

    def __neg__(self) -> Model:
        return Model(self.radius, self.low, tuple(-v for v in self.c), self.end, self.bound)

    def __add__(self, other: Model) -> Model:
        table = dict(self._table())
        for power, value in other._table():
            table[power] = table.get(power, ZERO) + value
        rests = [(self.end, self.bound), (other.end, other.bound)]
        return made(self.radius, table, min(self.end, other.end), rests)

    def __mul__(self, other: Model) -> Model:
        table: dict[int, Fraction] = {}
        for p, a in self._table():
            for q, b in other._table():
                table[p + q] = table.get(p + q, ZERO) + a * b
        mine, others = self._polynomial_size(), other._polynomial_size()
        rests = [(self.low + other.end, mine * other.bound),
                 (other.low + self.end, others * self.bound),
                 (self.end + other.end, self.bound * other.bound)]
        return made(self.radius, table, min(self.low + other.end, other.low + self.end), rests)

    def _table(self) -> Iterable[tuple[int, Fraction]]:
        return ((self.low + k, v) for k, v in enumerate(self.c) if v)

    def _polynomial_size(self) -> Fraction:
        return sum((abs(v) * self.radius ** k for k, v in enumerate(self.c)), ZERO)

    def inverse(self) -> Model:
        """``1/f`` for ``f = c x^low (1 - g)`` with ``|g| < 1``.

        q is any polynomial; with ``(1 - g) q = 1 + e`` it differs from 1/(1 - g) by e/(1 - g).
        """
        if not self.c:
            raise Refused("a division by what is not shown to differ from 0")
        start, end, r = self.c[0], self.end - self.low, self.radius
        part = {p - self.low: -v / start for p, v in self._table() if p > self.low}
        g = made(r, part, end, [(end, self.bound / abs(start))])
        if g.size(0) >= 1:
            raise Refused("a division by what is not shown to differ from 0")
        values = [ONE]
        for k in range(1, end):
            values.append(sum((v * values[k - p] for p, v in part.items() if p <= k), ZERO))
        q = exactly(r, dict(enumerate(values)))
        e = q + -(g * q) + exactly(r, {0: -ONE})
        rest = e.size(e.low) / (1 - g.size(0))
        inverted = made(r, dict(enumerate(values)), e.low, [(e.low, rest)])
        return inverted * exactly(r, {-self.low: 1 / start})


def made(radius: Fraction, table: Mapping[int, Fraction], end: int,
         rests: Iterable[tuple[int, Fraction]]) -> Model:
    """The model of a sum: what lies at ``end`` and beyond goes into the bound."""
    low = min((p for p, v in table.items() if v), default=end)
    end = min(end, low + ORDER)
    bound = ZERO
    for power, value in (*((p, abs(v)) for p, v in table.items() if p >= end), *rests):
        bound += value * radius ** (power - end) if value else ZERO
    bound = _rounded_up(bound)
    low = min(low, end)
    c = tuple(table.get(p, ZERO) for p in range(low, end))
    if any(v.numerator.bit_length() + v.denominator.bit_length() > LARGEST_BITS for v in c):
        raise Refused("a number in this step has too many digits")
    return Model(radius, low, c, end, bound)


def exactly(radius: Fraction, table: Mapping[int, Fraction]) -> Model:
    """The model of a sum of powers, with nothing left out."""
    low = min((p for p, v in table.items() if v), default=0)
    return made(radius, table, low + ORDER, ())


def least_of(polynomial: Model) -> Fraction:
    """A number m, perhaps negative, with ``|p(x)| >= m |x|^low``."""
    first, *rest = polynomial.c
    r = polynomial.radius
    return abs(first) - sum((abs(v) * r ** k for k, v in enumerate(rest, 1)), ZERO)


def _rounded_up(value: Fraction) -> Fraction:
    """A short fraction that is not smaller."""
    if not value:
        return ZERO
    shift = 64 - value.numerator.bit_length() + value.denominator.bit_length()
    scale = Fraction(2) ** shift
    return Fraction(ceil(value * scale)) / scale


def series(g: Model, coefficient: Callable[[int], Fraction],
           tail: Callable[[Fraction], Fraction], below: Fraction | None = None) -> Model:
    """``sum of coefficient(k) g^k`` for a g that vanishes at 0.

    ``tail(t)`` is at least the sum over j >= 0 of ``|coefficient(k + j)| t^j`` for every k that
    is at least ORDER; it is asked at the largest size of g, which must be less than ``below``.
    """
    size = g.size(0)
    if g.low < 1 or (below is not None and size >= below):
        raise Refused("a series is used where it is not shown to converge")
    total = exactly(g.radius, {0: coefficient(0)})
    power = exactly(g.radius, {0: ONE})
    for k in range(1, ORDER):
        power, value = power * g, coefficient(k)
        if value:
            total = total + power * exactly(g.radius, {0: value})
    left_out = g.size(1) ** ORDER * tail(size)
    return total + made(g.radius, {}, ORDER, [(ORDER, left_out)])


def _exponential_tail(t: Fraction) -> Fraction:
    """``sum t^j/(k + j)! <= e^t/k! <= 3^ceil(t)/k!``, the largest at k = ORDER."""
    if t > 64:
        raise Refused("too large an argument of an exponential")
    return Fraction(3) ** ceil(t) / factorial(ORDER)


def _signs(pattern: tuple[int, ...]) -> Callable[[int], Fraction]:
    return lambda k: Fraction(pattern[k % len(pattern)], factorial(k))


def _binomial_half(k: int) -> Fraction:
    value = ONE
    for j in range(k):
        value *= Fraction(1 - 2 * j, 2 * (j + 1))
    return value


#: function: coefficients, tail, and what |g| must be less than
OUTER: dict[str, tuple[Callable[[int], Fraction], Callable[[Fraction], Fraction],
                       Fraction | None]] = {
    "exp": (_signs((1,)), _exponential_tail, None),
    "sin": (_signs((0, 1, 0, -1)), _exponential_tail, None),
    "cos": (_signs((1, 0, -1, 0)), _exponential_tail, None),
    "sinh": (_signs((0, 1)), _exponential_tail, None),
    "cosh": (_signs((1, 0)), _exponential_tail, None),
    "log1p": (lambda k: Fraction((-1) ** (k + 1), k) if k else ZERO,
              lambda t: 1 / (ORDER * (1 - t)), ONE),
    "sqrt1p": (_binomial_half, lambda t: 1 / (1 - t), ONE),
    "arctan": (lambda k: Fraction((-1) ** (k // 2), k) if k % 2 else ZERO,
               lambda t: 1 / (ORDER * (1 - t)), ONE),
}


def model(t: Term, x: Term, radius: Fraction) -> Model:
    """The model of a term in one real symbol; refused where a rule is missing.

    >>> from derive.terms.build import sub, symbol
    >>> x = symbol("x")
    >>> found = model(sub(x, Term("sin", (), (x,))), x, Fraction(1))
    >>> found.low, str(found.c[0]), found.bound < Fraction(1, 10**40)
    (3, '1/6', True)
    """
    head, args = t.head, t.args
    if t is x:
        return exactly(radius, {1: ONE})
    if head == "int":
        return exactly(radius, {0: Fraction(t.value)})
    if head == "neg":
        return -model(args[0], x, radius)
    if head in ("add", "mul"):
        total = model(args[0], x, radius)
        for a in args[1:]:
            other = model(a, x, radius)
            total = total + other if head == "add" else total * other
        return total
    if head == "div" and args[1].head == "tanh":  # 1/tanh is regular further out than 1/cosh
        cosh, sinh = (model(Term(name, (), args[1].args), x, radius)
                      for name in ("cosh", "sinh"))
        return model(args[0], x, radius) * cosh * sinh.inverse()
    if head == "div":
        return model(args[0], x, radius) * model(args[1], x, radius).inverse()
    if head == "pow" and args[1].head == "int" and 0 <= args[1].value <= 64:
        base, result = model(args[0], x, radius), exactly(radius, {0: ONE})
        for _ in range(args[1].value):
            result = result * base
        return result
    if head == "tanh":
        up, down = (Term(name, (), args) for name in ("sinh", "cosh"))
        return model(up, x, radius) * model(down, x, radius).inverse()
    if head in ("log", "sqrt"):
        moved = model(args[0], x, radius) + exactly(radius, {0: -ONE})
        return series(moved, *OUTER[f"{head}1p"])
    if head in OUTER:
        return series(model(args[0], x, radius), *OUTER[head])
    raise Refused(f"there is no Taylor model of {t}")
