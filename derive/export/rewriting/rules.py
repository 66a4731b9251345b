"""Forms that are equal on paper and differ in floating point.

Each rule takes an expression and yields equal ones; it never claims that they are better. The
search measures that, and whoever has a proof of equality supplies it. Sources: Goldberg 1991,
"What every computer scientist should know about floating-point arithmetic", section 1.4;
Higham 2002, *Accuracy and Stability of Numerical Algorithms*, chapter 1; Maechler 2012,
"Accurately computing log(1 - exp(-|a|))". Next: ``search``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction

from derive.export.program import Expr, Named, Op, Var, const
from derive.export.rewriting.exponentials import (
    hyperbolic,
    of_exponentials,
    one_plus_exponential,
)
from derive.export.rewriting.logarithms import of_logarithm, of_logarithms
from derive.export.rewriting.normal_sums import (
    MINUS,
    ONE,
    Factors,
    add_up,
    difference,
    factors,
    negative,
    normal,
    of_number,
    op,
    plus,
    terms,
    with_rest,
)
from derive.export.rewriting.power_differences import of_power, of_powers
from derive.export.rewriting.quotients import as_quotient


def rewritings(node: Expr) -> Iterator[Expr]:
    """Every expression that one rule at the root of this one gives."""
    if not isinstance(node, Op):
        return
    yield normal(node)
    if node.name in ("add", "sub"):
        parts = terms(node)
        yield from _pairs(parts)
        yield from _differences(parts)
        yield from _right_angle(parts)
        yield from of_powers(parts)
        yield from hyperbolic(parts)
        yield from _inputs_first(parts)
        yield from of_logarithms(parts)
        yield from as_quotient(node)
    if node.name == "log":
        yield from of_logarithm(node.args[0])
    if node.name in ("mul", "div", "neg"):
        yield from of_exponentials(factors(node))
        if node.name == "div":
            yield from as_quotient(node)
    if node.name == "arccos":
        yield _arccosine(node.args[0])
    if node.name == "arccosh":
        yield from _arccosh(node.args[0])
    if node.name == "pow":
        yield from of_power(*node.args)
    if node.name == "sqrt":
        yield from _hypotenuse(terms(node.args[0]))


def _inputs_first(parts: list[Factors]) -> Iterator[Expr]:
    """``x log(x/y) - x + y`` with y - x first: a difference of inputs near each other is exact."""
    bare = [p for p in parts if all(isinstance(b, Var) for b, _ in p.powers)]
    if 2 <= len(bare) < len(parts):
        yield op("add", add_up(bare), *(p.expression for p in parts if p not in bare))


#: for the quotient Q of two summands with opposite signs: what 1 - Q is
def _one_minus(quotient: Factors) -> Iterator[Expr]:
    if quotient.number != 1 or len(quotient.powers) != 1:
        return
    (base, count), = quotient.powers
    if not isinstance(base, Op) or len(base.args) != 1:
        return
    u = base.args[0]
    half, double = op("div", u, const(2)), op("mul", const(2), u)

    def square(a: Expr) -> Expr:
        return op("mul", a, a)

    forms: dict[tuple[str, int], Callable[[], Expr]] = {
        ("exp", 1): lambda: op("neg", op("expm1", u)),
        ("cos", 1): lambda: op("mul", const(2), square(op("sin", half))),
        ("cosh", 1): lambda: op("mul", const(-2), square(op("sinh", half))),
        ("cos", 2): lambda: square(op("sin", u)),
        ("sin", 2): lambda: square(op("cos", u)),
        ("cosh", 2): lambda: op("neg", square(op("sinh", u))),
        ("tanh", 2): lambda: op("div", const(1), square(op("cosh", u))),
        ("tanh", 1): lambda: op("div", const(2), op("add", op("exp", double), const(1))),
        ("tanh", -1): lambda: op("div", const(-2), op("expm1", double)),
    }
    if (base.name, count) in forms:
        yield forms[base.name, count]()


def _one_plus(quotient: Factors) -> Iterator[Expr]:
    """What 1 + Q is, where Q is one function; and 1 - sin u, 1 - erf u."""
    if abs(quotient.number) != 1 or len(quotient.powers) != 1:
        return
    (base, count), = quotient.powers
    if not isinstance(base, Op) or len(base.args) != 1 or count != 1:
        return
    u, plus_it = base.args[0], quotient.number == 1
    if base.name == "sin":
        half = op("sub", op("div", Named("pi"), const(4)), op("div", u, const(2)))
        wave = op("cos" if plus_it else "sin", half)
        yield op("mul", const(2), wave, wave)
    elif base.name == "erf":
        yield op("erfc", negative(u) if plus_it else u)
    elif base.name == "cos" and plus_it:
        wave = op("cos", op("div", u, const(2)))
        yield op("mul", const(2), wave, wave)
    elif base.name == "tanh" and plus_it:
        decay = op("exp", op("mul", const(-2), u))
        yield op("div", const(2), op("add", const(1), decay))


def _differences(parts: list[Factors]) -> Iterator[Expr]:
    """``c (f(u) - f(v))`` as a product, f one of _APART."""
    for i, first in enumerate(parts):
        for j, second in enumerate(parts):
            waves = [b for b, c in first.powers - second.powers if c == 1], [
                b for b, c in second.powers - first.powers if c == 1]
            if i == j or first.number != -second.number or first.number < 0 or any(
                    len(w) != 1 for w in waves):
                continue
            (one,), (other,) = waves
            if not (isinstance(one, Op) and isinstance(other, Op) and one.name == other.name
                    and one.name in _APART):
                continue
            common = Factors(first.number, first.powers & second.powers).expression
            rest = [p for k, p in enumerate(parts) if k not in (i, j)]
            yield with_rest(rest, op("mul", common, _APART[one.name](one.args[0], other.args[0])))


def _right_angle(parts: list[Factors]) -> Iterator[Expr]:
    """``c (pi/2 - arctan u) = c arctan(1/u)`` for positive u."""
    half = Factors(Fraction(1, 2), frozenset([(Named("pi"), 1)]))
    for i, first in enumerate(parts):
        for j, second in enumerate(parts):
            common = first.times(half, -1)
            found = [b.args[0] for b, c in second.times(common, -1).powers
                     if c == 1 and isinstance(b, Op) and b.name == "arctan"]
            if i != j and len(found) == 1 and second == common.times(MINUS).times(
                    factors(op("arctan", found[0]))):
                rest = [p for k, p in enumerate(parts) if k not in (i, j)]
                turned = op("arctan", op("div", const(1), found[0]))
                yield with_rest(rest, op("mul", common.expression, turned))


def _middle(u: Expr, v: Expr) -> tuple[Expr, Expr]:
    """``(u + v)/2`` and ``(u - v)/2``."""
    half = of_number(Fraction(1, 2))
    return (add_up([t.times(half) for t in plus([*terms(u), *terms(v)])]),
            add_up([t.times(half) for t in difference(u, v)]))


def _sines(u: Expr, v: Expr) -> Expr:
    middle, apart = _middle(u, v)
    return op("mul", const(2), op("cos", middle), op("sin", apart))


def _cosines(u: Expr, v: Expr) -> Expr:
    middle, apart = _middle(u, v)
    return op("mul", const(-2), op("sin", middle), op("sin", apart))


def _hyperbolic_sines(u: Expr, v: Expr) -> Expr:
    middle, apart = _middle(u, v)
    return op("mul", const(2), op("cosh", middle), op("sinh", apart))


def _hyperbolic_cosines(u: Expr, v: Expr) -> Expr:
    middle, apart = _middle(u, v)
    return op("mul", const(2), op("sinh", middle), op("sinh", apart))


def _slopes(below: str, above: str) -> Callable[[Expr, Expr], Expr]:
    def apart(u: Expr, v: Expr) -> Expr:
        return op("div", op(above, add_up(difference(u, v))), op("mul", op(below, u), op(below, v)))
    return apart


def _arctangents(u: Expr, v: Expr) -> Expr:
    product = add_up(plus([ONE, *terms(op("mul", u, v))]))
    return op("arctan", op("div", add_up(difference(u, v)), product))


_APART: dict[str, Callable[[Expr, Expr], Expr]] = {
    "sin": _sines, "cos": _cosines, "tan": _slopes("cos", "sin"), "tanh": _slopes("cosh", "sinh"),
    "sinh": _hyperbolic_sines, "cosh": _hyperbolic_cosines, "arctan": _arctangents}


def _hypotenuse(parts: list[Factors]) -> Iterator[Expr]:
    """``sqrt(a^2 + b^2)`` without overflow."""
    if len(parts) == 2 and all(p.number == 1 and p.powers and all(
            c % 2 == 0 for _, c in p.powers) for p in parts):
        sides = (Factors(Fraction(1), frozenset((b, c // 2) for b, c in p.powers))
                 for p in parts)
        yield op("hypot", *(side.expression for side in sides))


def _arccosine(u: Expr) -> Expr:
    """``arccos u = 2 arctan sqrt((1 - u)/(1 + u))``."""
    below, above = add_up(difference(const(1), u)), add_up(plus([ONE, *terms(u)]))
    return op("mul", const(2), op("arctan", op("sqrt", op("div", below, above))))


def _arccosh(u: Expr) -> Iterator[Expr]:
    """``arccosh(1 + t) = log1p(t + sqrt(t (2 + t)))``."""
    t = add_up(difference(u, const(1)))
    root = op("sqrt", op("mul", t, add_up(plus([ONE, *terms(u)]))))
    yield op("log1p", op("add", t, root))


def _one_minus_logistic(quotient: Factors) -> Iterator[Expr]:
    """``1 - 1/(1 + e^u) = 1/(1 + e^-u)``."""
    for base, count in quotient.powers:
        exponent = one_plus_exponential(base)
        if count == -1 and exponent is not None and quotient.times(factors(base)) == ONE:
            yield op("div", const(1), op("add", const(1), op("exp", negative(exponent))))




def _pairs(parts: list[Factors]) -> Iterator[Expr]:
    """Two summands t and -t Q become t (1 - Q), said without cancellation."""
    for i, first in enumerate(parts):
        for j, second in enumerate(parts):
            if i == j:
                continue
            rest = [p for k, p in enumerate(parts) if k not in (i, j)]
            quotient = second.times(first, -1).times(MINUS)
            for form in (*_one_minus(quotient), *_one_plus(quotient.times(MINUS)),
                         *_one_minus_logistic(quotient)):
                yield with_rest(rest, op("mul", first.expression, form))
            if i < j and (_has_root(first) or _has_root(second)):
                yield with_rest(rest, _conjugate(first, second))


def _has_root(part: Factors) -> bool:
    return any(isinstance(b, Op) and b.name == "sqrt" for b, _ in part.powers)


def _squared(part: Factors) -> list[Factors]:
    """The square of a product, roots undone, as a sum."""
    result = of_number(part.number ** 2)
    sums: list[Factors] | None = None
    for base, count in part.powers:
        if isinstance(base, Op) and base.name == "sqrt" and count > 0:
            inner = terms(base.args[0])
            for _ in range(count):
                sums = inner if sums is None else plus(a.times(b) for a in sums for b in inner)
        else:
            result = result.times(Factors(Fraction(1), frozenset([(base, 2 * count)])))
    return [result.times(s) for s in sums] if sums is not None else [result]


def _conjugate(first: Factors, second: Factors) -> Expr:
    """``a + b = (a^2 - b^2)/(a - b)`` for summands with square roots."""
    top = plus([*_squared(first), *(t.times(MINUS) for t in _squared(second))])
    bottom = op("add", first.expression, second.times(MINUS).expression)
    return op("div", add_up(top), bottom)
