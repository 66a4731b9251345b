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
from itertools import permutations

from derive.export.program import Expr, Op, const
from derive.export.rewriting.normal_sums import (
    ONE,
    Factors,
    add_up,
    factors,
    normal,
    of_number,
    plus,
    terms,
)
from derive.export.rewriting.quotients import as_quotient

MINUS = of_number(Fraction(-1))


def op(name: str, *args: Expr) -> Expr:
    return Op(name, args)


def rewritings(node: Expr) -> Iterator[Expr]:
    """Every expression that one rule at the root of this one gives."""
    if not isinstance(node, Op):
        return
    yield normal(node)
    if node.name in ("add", "sub"):
        parts = terms(node)
        yield from _pairs(parts)
        yield from _differences(parts)
        yield from _logarithms(parts)
        yield from as_quotient(node)
    if node.name == "log":
        yield from _log(node.args[0])
    if node.name in ("mul", "div", "neg"):
        yield from _products(factors(node))
        if node.name == "div":
            yield from as_quotient(node)
    if node.name == "sqrt":
        yield from _hypotenuse(terms(node.args[0]))


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


def _one_minus_power(quotient: Factors) -> Iterator[Expr]:
    """``1 - (1 + v)^n = -expm1(n log1p(v))``."""
    if quotient.number != 1 or len(quotient.powers) != 1:
        return
    (base, count), = quotient.powers
    if isinstance(base, Op) and base.name == "add":
        parts = terms(base)
        rest = [p for p in parts if p != ONE]
        if len(rest) < len(parts):
            grown = op("mul", const(count), op("log1p", add_up(rest)))
            yield op("neg", op("expm1", grown))


def _differences(parts: list[Factors]) -> Iterator[Expr]:
    """``c (cos u - cos v)`` and ``c (sin u - sin v)`` as products."""
    for i, first in enumerate(parts):
        for j, second in enumerate(parts):
            waves = [b for b, c in first.powers - second.powers if c == 1], [
                b for b, c in second.powers - first.powers if c == 1]
            if i == j or first.number != -second.number or first.number < 0 or any(
                    len(w) != 1 for w in waves):
                continue
            (one,), (other,) = waves
            if not (isinstance(one, Op) and isinstance(other, Op) and one.name == other.name
                    and one.name in ("sin", "cos")):
                continue
            u, v = terms(one.args[0]), terms(other.args[0])
            half = of_number(Fraction(1, 2))
            middle = add_up([t.times(half) for t in plus([*u, *v])])
            apart = add_up([t.times(half) for t in plus([*u, *(t.times(MINUS) for t in v)])])
            common = Factors(first.number, first.powers & second.powers).expression
            product = (op("mul", const(-2), op("sin", middle), op("sin", apart))
                       if one.name == "cos" else
                       op("mul", const(2), op("cos", middle), op("sin", apart)))
            rest = [p for k, p in enumerate(parts) if k not in (i, j)]
            yield _with(rest, op("mul", common, product))


def _hypotenuse(parts: list[Factors]) -> Iterator[Expr]:
    """``sqrt(a^2 + b^2)`` without overflow."""
    if len(parts) == 2 and all(p.number == 1 and p.powers and all(
            c % 2 == 0 for _, c in p.powers) for p in parts):
        sides = (Factors(Fraction(1), frozenset((b, c // 2) for b, c in p.powers))
                 for p in parts)
        yield op("hypot", *(side.expression for side in sides))


def _one_minus_logistic(quotient: Factors) -> Iterator[Expr]:
    """``1 - 1/(1 + e^u) = 1/(1 + e^-u)``."""
    for base, count in quotient.powers:
        exponent = _one_plus_exponential(base)
        if count == -1 and exponent is not None and quotient.times(factors(base)) == ONE:
            yield op("div", const(1), op("add", const(1), op("exp", _negative(exponent))))


def _one_plus_exponential(base: Expr) -> Expr | None:
    if isinstance(base, Op) and base.name == "add" and len(base.args) == 2:
        for one, other in permutations(base.args):
            if one == const(1) and isinstance(other, Op) and other.name == "exp":
                return other.args[0]
    return None


def _negative(node: Expr) -> Expr:
    return add_up([t.times(MINUS) for t in terms(node)])


def _pairs(parts: list[Factors]) -> Iterator[Expr]:
    """Two summands t and -t Q become t (1 - Q), said without cancellation."""
    for i, first in enumerate(parts):
        for j, second in enumerate(parts):
            if i == j:
                continue
            rest = [p for k, p in enumerate(parts) if k not in (i, j)]
            quotient = second.times(first, -1).times(MINUS)
            for form in (*_one_minus(quotient), *_one_minus_logistic(quotient),
                         *_one_minus_power(quotient)):
                yield _with(rest, op("mul", first.expression, form))
            if i < j and (_has_root(first) or _has_root(second)):
                yield _with(rest, _conjugate(first, second))


def _with(rest: list[Factors], new: Expr) -> Expr:
    product = factors(new).expression
    return op("add", add_up(rest), product) if rest else product


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


def _logarithms(parts: list[Factors]) -> Iterator[Expr]:
    """``log a - b = log(a e^-b)`` and ``log a - log b = log(a/b)``."""
    for i, first in enumerate(parts):
        inside = _log_argument(first)
        if inside is None or abs(first.number) != 1:
            continue
        sign = of_number(first.number)
        others = [p for k, p in enumerate(parts) if k != i]
        logs = [(p, a) for p in others if (a := _log_argument(p)) is not None]
        for part, argument in logs:
            rest = [p for p in others if p is not part]
            ratio = factors(inside).times(factors(argument), int(part.number * first.number)) if (
                abs(part.number) == 1) else None
            if ratio is not None:
                yield _with(rest, op("mul", const(first.number), op("log", ratio.expression)))
        if others and not logs:
            shift = add_up([p.times(sign) for p in others])
            scaled = plus(t.times(factors(op("exp", shift))) for t in terms(inside))
            yield op("mul", const(first.number), op("log", add_up(scaled)))


def _log_argument(part: Factors) -> Expr | None:
    if len(part.powers) == 1:
        (base, count), = part.powers
        if isinstance(base, Op) and base.name == "log" and count == 1:
            return base.args[0]
    return None


def _log(argument: Expr) -> Iterator[Expr]:
    product = factors(argument)
    below = [(b, c) for b, c in product.powers
             if c == -1 and isinstance(b, Op) and b.name == "add"]
    if len(below) == 1 and product.number > 0:  # log(a/(b + c)) = -log(b/a + c/a)
        above = product.times(factors(below[0][0]))
        inverse = plus(t.times(above, -1) for t in terms(below[0][0]))
        yield op("neg", op("log", add_up(inverse)))
    if isinstance(argument, Op) and argument.name == "cosh":
        u = argument.args[0]
        root = op("sinh", op("div", u, const(2)))
        yield op("log1p", op("mul", const(2), root, root))
        yield op("sub", op("logaddexp", u, _negative(u)), op("log", const(2)))
    parts = terms(argument)
    if len(parts) > 1:
        ones = [p for p in parts if p == ONE]
        rest = [p for p in parts if p != ONE]
        if ones:
            yield op("log1p", add_up(rest))
        exponents = [_exponent(p) for p in parts]
        if all(e is not None for e in exponents):
            yield from _log_sum_exp([e for e in exponents if e is not None])


def _exponent(part: Factors) -> Expr | None:
    """u where the product is e^u (0 for the number 1)."""
    if part == ONE:
        return const(0)
    if part.number == 1 and len(part.powers) == 1:
        (base, count), = part.powers
        if isinstance(base, Op) and base.name == "exp" and count == 1:
            return base.args[0]
    return None


def _log_sum_exp(exponents: list[Expr]) -> Iterator[Expr]:
    """``log(e^u + e^v + ...)``; with a term 1, small sums by log1p, which keeps their digits."""
    zero = [e for e in exponents if e == const(0)]
    others = [e for e in exponents if e != const(0)]
    result = others[0] if others else const(0)
    for other in others[1:]:
        result = op("logaddexp", other, result)
    for other in zero if others else zero[1:]:
        result = op("logaddexp", other, result)
    if len(zero) != 1 or len(others) < 2:
        yield result
        return
    largest = others[0]
    for other in others[1:]:
        largest = op("maximum", largest, other)
    small = op("log1p", op("add", *(op("exp", e) for e in others)))
    yield op("where", op("less", largest, const(30)), small, result)


def _square_of_sinh(product: Factors, table: dict[Expr, int]) -> Iterator[Expr]:
    """``e^u/(e^u - 1)^2 = 1/(2 sinh(u/2))^2``."""
    for base, count in product.powers:
        if not (isinstance(base, Op) and base.name == "add" and count == -2):
            continue
        parts = terms(base)
        grown = [p for p in parts if _exponent(p) not in (None, const(0))]
        if len(parts) == 2 and len(grown) == 1 and of_number(Fraction(-1)) in parts and (
                table.get(grown[0].expression) == 1):
            u = _exponent(grown[0])
            assert u is not None
            root = op("mul", const(2), op("sinh", op("div", u, const(2))))
            rest = product.times(factors(base), 2).times(grown[0], -1)
            for whole in (rest.times(factors(root), -2),):
                yield whole.expression
            half = Factors(Fraction(1), frozenset((b, c // 2) for b, c in rest.powers))
            if rest.number == 1 and all(c % 2 == 0 for _, c in rest.powers):
                yield op("pow", half.times(factors(root), -1).expression, const(2))


def _products(product: Factors) -> Iterator[Expr]:
    """Quotients of exponentials that overflow: ``e^u/(1 + e^u)^2`` is even in u."""
    table = dict(product.powers)
    yield from _square_of_sinh(product, table)
    for base, count in product.powers:
        exponent = _one_plus_exponential(base)
        if exponent is None or count >= 0:
            continue
        grown = op("exp", exponent)
        if table.get(grown) == 1 and count == -2:
            small = op("exp", op("neg", op("abs", exponent)))
            rest = product.times(factors(grown), -1).times(factors(base), 2)
            squared = op("pow", op("add", const(1), small), const(2))
            yield op("mul", rest.expression, op("div", small, squared))
        if table.get(grown) == 1 and count == -1:
            rest = product.times(factors(grown), -1).times(factors(base))
            flipped = op("add", const(1), op("exp", _negative(exponent)))
            yield op("div", rest.expression, flipped)
