"""A line as a SymPy expression, for people who go on with SymPy. UNTRUSTED, and one way only.

Unlike ``sympy_bridge`` this carries every head there is, functions and binders included, under
the names they have in the lecture. SymPy evaluates while it builds, so the expression may look
simpler than the line; nothing is ever parsed.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from derive.rules.sympy_bridge import NotCarried
from derive.terms.term import Term

KINDS = {"P": {"positive": True}, "R": {"real": True}, "C": {}, "Z": {"integer": True},
         "N0": {"integer": True, "nonnegative": True}}
#: head of a term -> name of the SymPy function of its arguments
NAMED = {
    "sqrt": "sqrt", "exp": "exp", "log": "log", "abs": "Abs", "conj": "conjugate", "sin": "sin",
    "cos": "cos", "tan": "tan", "arctan": "atan", "sinh": "sinh", "cosh": "cosh", "tanh": "tanh",
    "factorial": "factorial", "binomial": "binomial", "floor": "floor", "ceiling": "ceiling",
    "delta": "KroneckerDelta", "add": "Add", "mul": "Mul", "pow": "Pow",
    "erf": "erf", "ne": "Ne", "lt": "Lt", "le": "Le", "not": "Not",
}
CONSTANTS = {"pi": "pi", "e": "E", "i": "I", "infinity": "oo"}


def expression(term: Term) -> Any:
    """The SymPy form of a term or formula; an equation becomes an ``Eq``.

    Raises
    ------
    NotCarried
        SymPy has no word for a part of it.

    >>> from derive.terms.build import symbol, eq, power, add
    >>> x = symbol("x")
    >>> expression(eq(power(add(x, 1), 2), 4))
    Eq((x + 1)**2, 4)
    """
    import sympy

    head = term.head
    if head == "int":
        return sympy.Integer(term.value)
    if head == "const":
        return getattr(sympy, CONSTANTS[term.name])
    if head == "sym":
        return sympy.Symbol(term.name, **KINDS[term.sort])
    if head in NAMED:
        return getattr(sympy, NAMED[head])(*(expression(a) for a in term.args))
    carry = CARRIED.get(head)
    if carry is None:
        raise NotCarried(f"SymPy has no word for {head.replace('_', ' ')}")
    return carry(sympy, term)


def _call(sympy: Any, term: Term) -> Any:
    function = sympy.Function(term.args[0].name)
    points = [expression(a) for a in term.args[1:]]
    if not any(term.data):
        return function(*points)
    orders = [d if isinstance(d, int) else 0 for d in term.data]
    bound = [sympy.Dummy(f"t{i}") if order else point
             for i, (order, point) in enumerate(zip(orders, points, strict=True))]
    inner = function(*bound)
    put = []
    for order, variable, point in zip(orders, bound, points, strict=True):
        if order:
            simple = point.is_Symbol
            inner = sympy.Derivative(inner, (variable, order)) if not simple else \
                sympy.Derivative(inner.subs(variable, point), (point, order))
            put += [] if simple else [(variable, point)]
    return sympy.Subs(inner, *zip(*put, strict=True)) if put else inner


def _derivative(sympy: Any, term: Term) -> Any:
    variable, body, point = (expression(a) for a in term.args)
    made = sympy.Derivative(body, (variable, term.data[0]))
    return made if point == variable else sympy.Subs(made, variable, point)


def _derivative_n(sympy: Any, term: Term) -> Any:
    variable, body, order, point = (expression(a) for a in term.args)
    made = sympy.Derivative(body, (variable, order))
    return made if point == variable else sympy.Subs(made, variable, point)


def _bounded(name: str) -> Callable[[Any, Term], Any]:
    def carry(sympy: Any, term: Term) -> Any:
        variable, body, lower, upper = (expression(a) for a in term.args)
        return getattr(sympy, name)(body, (variable, lower, upper))

    return carry


def _equation(sympy: Any, term: Term) -> Any:
    left, right = (expression(a) for a in term.args[-2:])
    return sympy.Eq(left, right, evaluate=False)


CARRIED: dict[str, Callable[[Any, Term], Any]] = {
    "neg": lambda sympy, term: -expression(term.args[0]),
    "div": lambda sympy, term: expression(term.args[0]) / expression(term.args[1]),
    "call": _call, "derivative": _derivative, "derivative_n": _derivative_n,
    "integral": _bounded("Integral"), "sum": _bounded("Sum"), "product": _bounded("Product"),
    "eq": _equation, "series_eq": _equation,
    "forall": lambda sympy, term: expression(term.args[1]),
    "false": lambda sympy, term: sympy.false,
}
