"""SymPy expressions as program expressions; nothing is parsed, nothing is evaluated.

Trees are walked node by node and never rebuilt (but for sums, products and derivatives that are
written out); a node without a counterpart is refused by its name. What a user of *lambdify* looks
for is here. Next: ``expressions``, ``rewriting`` (accuracy), ``backends``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from typing import Any

from derive.export.expressions import UNROLLED, binomial, number
from derive.export.program import Const, ExportRefused, Expr, Named, Op, Var, const

Walk = Callable[[Any], Expr]

_SAME = {"exp": "exp", "log": "log", "sin": "sin", "cos": "cos", "tan": "tan", "asin": "arcsin",
         "acos": "arccos", "atan": "arctan", "atan2": "arctan2", "sinh": "sinh", "cosh": "cosh",
         "tanh": "tanh", "asinh": "arcsinh", "acosh": "arccosh", "atanh": "arctanh",
         "Abs": "abs", "sign": "sign", "floor": "floor", "ceiling": "ceiling", "gamma": "gamma",
         "factorial": "factorial", "erf": "erf", "erfc": "erfc", "expm1": "expm1",
         "log1p": "log1p", "hypot": "hypot"}
_RECIPROCAL = {"sec": "cos", "csc": "sin", "sech": "cosh", "csch": "sinh", "cot": "tan",
               "coth": "tanh"}
#: of 1/x
_OF_RECIPROCAL = {"asec": "arccos", "acsc": "arcsin", "acoth": "arctanh", "asech": "arccosh",
                  "acsch": "arcsinh"}
#: the same as their argument: every value is real here
_REAL = frozenset(("re", "conjugate", "UnevaluatedExpr"))
_HINTS = {
    "Integral": ": evaluate it first, with .doit()", "Limit": ": evaluate it first, with .doit()",
    "ImaginaryUnit": ": functions of real numbers are exported; take expression.as_real_imag()",
    "HBar": ": put a number or a symbol in its place, expression.subs(hbar, 1)"}


def from_sympy(expression: Any, names: Mapping[Any, str]) -> Expr:
    """A SymPy expression as it stands, numbers exact (floats by their binary value).

    >>> import sympy
    >>> from derive.export.expressions import show
    >>> x = sympy.Symbol("x; import os")
    >>> show(from_sympy(sympy.exp(x) / 3, {x: "v0"}))
    'exp(v0) / 3'
    """
    import sympy

    if isinstance(expression, str) or not isinstance(expression, sympy.Basic):
        raise ExportRefused(f"not a SymPy expression: {expression!r} (text is never read as code)")
    memo: dict[Any, Expr] = {}

    def walk(node: Any) -> Expr:
        if node not in memo:
            memo[node] = _node(node, names, walk)
        return memo[node]

    return walk(expression)


def free_symbols(expressions: Sequence[Any]) -> set[Any]:
    """The symbols of expressions; each shared or deep part is looked at once.

    >>> import sympy
    >>> x, k = sympy.symbols("x k")
    >>> free_symbols([sympy.Sum(x**k, (k, 0, 3))])
    {x}
    """
    found: set[Any] = set()
    seen: set[Any] = set()
    waiting = list(expressions)
    while waiting:
        node = waiting.pop()
        if node in seen:
            continue
        seen.add(node)
        if getattr(node, "limits", None) or getattr(node, "bound_symbols", None):
            found |= node.free_symbols
        elif node.is_Symbol:
            found.add(node)
        else:
            waiting += node.args
    return found


def _node(node: Any, names: Mapping[Any, str], walk: Walk) -> Expr:
    import sympy

    if node in names:
        return Var(names[node])
    if node.is_Symbol:
        raise ExportRefused(f"{str(node)!r} is not an argument: name it in args or fix it")
    if node.is_Rational:
        return number(Fraction(int(node.p), int(node.q)))
    if node.is_Float:
        return number(Fraction(*map(int, sympy.Rational(node).as_numer_denom())))
    if node in (sympy.pi, sympy.E):
        return Named("pi" if node is sympy.pi else "e")
    if node is sympy.GoldenRatio:
        return walk(node.expand(func=True))
    if node.is_Add or node.is_Mul:
        return _ordered(node, walk)
    if node.is_Pow:
        return _power_of(node, walk)
    kind = type(node).__name__
    if kind in _SAME and len(node.args) in (1, 2) and not (kind == "log" and len(node.args) > 1):
        return Op(_SAME[kind], tuple(walk(a) for a in node.args))
    return _other(kind, node, walk)


def _other(kind: str, node: Any, walk: Walk) -> Expr:
    """Functions that are said by others."""
    if kind in _RECIPROCAL:
        return Op("div", (const(1), Op(_RECIPROCAL[kind], (walk(node.args[0]),))))
    if kind in _OF_RECIPROCAL:
        return Op(_OF_RECIPROCAL[kind], (Op("div", (const(1), walk(node.args[0]))),))
    if kind in ("Min", "Max"):
        result = walk(node.args[0])
        for arg in node.args[1:]:
            result = Op("minimum" if kind == "Min" else "maximum", (result, walk(arg)))
        return result
    if kind in _REAL:
        return walk(node.args[0])
    if kind == "Piecewise":
        return _piecewise(node.args, walk)
    if kind in ("Sum", "Product"):
        return _unrolled(kind, node, walk)
    if kind == "Derivative":
        found = node.doit()
        if not found.atoms(type(node)):
            return walk(found)
    if kind == "binomial" and node.args[1].is_Integer and 0 <= node.args[1] <= 20:
        return binomial(walk(node.args[0]), int(node.args[1]))
    if kind in _BY_PARTS:
        return _BY_PARTS[kind](*(walk(a) for a in node.args))
    raise ExportRefused(f"{kind} has no numeric form here{_HINTS.get(kind, '')}")


def _where_same(a: Expr, b: Expr, then: Expr, rest: Expr) -> Expr:
    """One value where two numbers are equal, another elsewhere, and where one of them is NaN."""
    if const(0) in (a, b):
        size = Op("abs", (b if a == const(0) else a,))
        return Op("where", (Op("less_equal", (size, const(0))), then, rest))
    inner = Op("where", (Op("less_equal", (b, a)), then, rest))
    return Op("where", (Op("less_equal", (a, b)), inner, rest))


def _sinc(x: Expr) -> Expr:
    return _where_same(x, const(0), const(1), Op("div", (Op("sin", (x,)), x)))


def _arccot(x: Expr) -> Expr:
    half = Op("div", (Named("pi"), const(2)))
    return _where_same(x, const(0), half, Op("arctan", (Op("div", (const(1), x)),)))


def _heaviside(x: Expr, at_zero: Expr) -> Expr:
    rest = Op("where", (Op("less", (const(0), x)), const(1), Op("mul", (at_zero, Op("add", (
        x, const(1)))))))  # x is 0 there, or NaN
    return Op("where", (Op("less", (x, const(0))), const(0), rest))


def _remainder(x: Expr, y: Expr) -> Expr:
    return Op("sub", (x, Op("mul", (y, Op("floor", (Op("div", (x, y)),))))))


def _log_gamma(x: Expr) -> Expr:
    """Complex for x < 0, where log x is NaN."""
    return Op("where", (Op("less", (const(0), x)), Op("lgamma", (x,)),
                        Op("neg", (Op("log", (x,)),))))


#: functions of the forms of their arguments
_BY_PARTS: dict[str, Callable[..., Expr]] = {
    "sinc": _sinc, "acot": _arccot, "Heaviside": _heaviside, "Mod": _remainder,
    "frac": lambda x: Op("sub", (x, Op("floor", (x,)))), "loggamma": _log_gamma,
    "KroneckerDelta": lambda a, b: _where_same(a, b, const(1), const(0))}


def _unrolled(kind: str, node: Any, walk: Walk) -> Expr:
    """A short sum or product from a number to a number, term by term."""
    *inner, (index, low, high) = node.limits
    if not (low.is_Integer and high.is_Integer and low - 1 <= high < low + UNROLLED):
        raise ExportRefused(f"a {kind} is computed from a number to a number, of at most "
                            f"{UNROLLED} terms")
    body = node.func(node.function, *inner) if inner else node.function
    parts = [walk(body.subs(index, k)) for k in range(int(low), int(high) + 1)]
    if not parts:
        return const(0 if kind == "Sum" else 1)
    return parts[0] if len(parts) == 1 else Op("add" if kind == "Sum" else "mul", tuple(parts))


def _ordered(node: Any, walk: Walk) -> Expr:
    """Sums and products; quotients and differences are said as such."""
    if node.is_Add:
        parts = [walk(a) for a in node.as_ordered_terms()]
        return Op("add", tuple(parts))
    above: list[Expr] = []
    below: list[Expr] = []
    sign = 1
    for factor in node.args:
        if factor.is_Pow and factor.exp.is_Rational and factor.exp < 0:
            power = -factor.exp
            below.append(walk(factor.base) if power == 1 else _power(walk(factor.base), power))
        elif factor.is_Rational:
            sign = -1 if factor < 0 else 1
            if max(abs(int(factor.p)), int(factor.q)) >= 2**1000:  # a quotient of neither fits
                above.insert(0, number(Fraction(abs(int(factor.p)), int(factor.q))))
                continue
            if abs(factor.p) != 1:
                above.insert(0, const(abs(int(factor.p))))
            if factor.q != 1:
                below.insert(0, const(int(factor.q)))
        else:
            above.append(walk(factor))
    top = _product(above)
    result = Op("div", (top, _product(below))) if below else top
    if below and len(below) == 1 and isinstance(below[0], Const) and isinstance(top, Op):
        # x/3 costs a division; 1/3 * x would round twice: keep the division
        result = Op("div", (top, below[0]))
    return Op("neg", (result,)) if sign < 0 else result


def _product(factors: Sequence[Expr]) -> Expr:
    if not factors:
        return const(1)
    return factors[0] if len(factors) == 1 else Op("mul", tuple(factors))


def _power(base: Expr, exponent: Any) -> Expr:
    value = Fraction(int(exponent.p), int(exponent.q))
    return Op("sqrt", (base,)) if value == Fraction(1, 2) else Op("pow", (base, Const(value)))


def _power_of(node: Any, walk: Walk) -> Expr:
    import sympy

    if node.base is sympy.E:
        return Op("exp", (walk(node.exp),))
    if not node.exp.is_Rational:
        return Op("pow", (walk(node.base), walk(node.exp)))
    if node.exp < 0:
        below = walk(node.base) if node.exp == -1 else _power(walk(node.base), -node.exp)
        return Op("div", (const(1), below))
    return _power(walk(node.base), node.exp)


def _piecewise(pieces: Sequence[Any], walk: Walk) -> Expr:
    import sympy

    value, condition = pieces[0]
    if condition == sympy.true:
        return walk(value)
    if len(pieces) == 1:
        raise ExportRefused("a Piecewise without a last branch for all other arguments")
    return _choice(condition, walk(value), _piecewise(pieces[1:], walk), walk)


_ORDERS = {"StrictLessThan": ("less", False), "LessThan": ("less_equal", False),
           "StrictGreaterThan": ("less", True), "GreaterThan": ("less_equal", True)}


def _choice(condition: Any, then: Expr, rest: Expr, walk: Walk) -> Expr:
    """``then`` where a condition holds; And and Or become one choice in another."""
    kind = type(condition).__name__
    if kind in ("And", "Or"):
        for part in condition.args:
            inner = _choice(part, then, rest, walk)
            then, rest = (inner, rest) if kind == "And" else (then, inner)
        return then if kind == "And" else rest
    if kind == "Not":
        return _choice(condition.args[0], rest, then, walk)
    if kind in ("Equality", "Unequality"):
        left, right = (walk(a) for a in condition.args)
        return _where_same(left, right, *((then, rest) if kind == "Equality" else (rest, then)))
    if kind not in _ORDERS:
        raise ExportRefused(f"a condition {kind} has no numeric form here")
    name, swapped = _ORDERS[kind]
    left, right = (walk(a) for a in condition.args)
    return Op("where", (Op(name, (right, left) if swapped else (left, right)), then, rest))
