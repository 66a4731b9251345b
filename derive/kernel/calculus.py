"""The fixed table of derivatives. TRUSTED. It writes; whether the term is smooth is asked first.

``derived(body, x)`` is d body/dx as a raw term: nothing is collected, 0 and 1 excepted.
"""

from __future__ import annotations

from derive.kernel.claim import Refused
from derive.terms.build import PI, add, div, exp, mul, neg, power, sqrt, term
from derive.terms.term import Term

ZERO, ONE = term(0), term(1)


def derived(body: Term, x: Term) -> Term:
    """The derivative of ``body`` in the real symbol x, by the table.

    >>> from derive.terms.build import symbol
    >>> x = symbol("x")
    >>> str(derived(exp(mul(2, x)), x))
    '(mul (exp (mul 2 x)) 2)'
    """
    if x not in body.free:
        return ZERO
    if body is x:
        return ONE
    head, args = body.head, body.args
    if head == "add":
        return _sum([derived(a, x) for a in args])
    if head == "neg":
        return _negative(derived(args[0], x))
    if head == "mul":
        return _sum([_product([*args[:i], derived(a, x), *args[i + 1:]])
                     for i, a in enumerate(args)])
    if head == "div":
        return _quotient(body, x)
    if head == "pow":
        return _power(body, x)
    if head == "call":
        return _chain(body, x)
    if head == "conj":
        return Term("conj", (), (derived(args[0], x),))
    if head in ("derivative", "derivative_n"):
        return _higher(body, x)
    if head == "sum":
        bound, summand, lower, upper = args
        return Term("sum", (), (bound, derived(summand, x), lower, upper))
    outer = _OUTER.get(head)
    if outer is None:
        raise Refused(f"the table has no derivative of {head}")
    return _product([outer(args[0]), derived(args[0], x)])


_OUTER = {
    "exp": lambda a: exp(a),
    "log": lambda a: div(1, a),
    "sqrt": lambda a: div(1, mul(2, sqrt(a))),
    "sin": lambda a: Term("cos", (), (a,)),
    "cos": lambda a: neg(Term("sin", (), (a,))),
    "tan": lambda a: add(1, power(Term("tan", (), (a,)), 2)),
    "arctan": lambda a: div(1, add(1, power(a, 2))),
    "sinh": lambda a: Term("cosh", (), (a,)),
    "cosh": lambda a: Term("sinh", (), (a,)),
    "tanh": lambda a: add(1, neg(power(Term("tanh", (), (a,)), 2))),
    "erf": lambda a: div(mul(2, exp(neg(power(a, 2)))), sqrt(PI)),
}


def _sum(parts: list[Term]) -> Term:
    kept = [p for p in parts if p is not ZERO]
    return add(*kept) if kept else ZERO


def _product(parts: list[Term]) -> Term:
    if any(p is ZERO for p in parts):
        return ZERO
    kept = [p for p in parts if p is not ONE]
    return mul(*kept) if kept else ONE


def _negative(part: Term) -> Term:
    return part if part is ZERO else neg(part)


def _quotient(body: Term, x: Term) -> Term:
    over, under = body.args
    first = derived(over, x)
    if x not in under.free:
        return first if first is ZERO else div(first, under)
    second = _product([over, derived(under, x)])
    return div(_sum([_product([first, under]), _negative(second)]), power(under, 2))


def _power(body: Term, x: Term) -> Term:
    base, exponent = body.args
    if x in exponent.free:
        inner = _sum([_product([derived(exponent, x), Term("log", (), (base,))]),
                      _product([exponent, div(derived(base, x), base)])])
        return _product([body, inner])
    if exponent.head == "int":
        if exponent.value == 0:
            return ZERO
        lowered = base if exponent.value == 2 else power(base, exponent.value - 1)
        return _product([exponent, lowered if exponent.value > 1 else ONE, derived(base, x)])
    # x^n for natural n: n x^(n-1) is not defined at x = 0, n = 0; the callers ask for that.
    return _product([exponent, power(base, add(exponent, neg(1))), derived(base, x)])


def _chain(body: Term, x: Term) -> Term:
    parts = []
    for slot, arg in enumerate(body.args[1:]):
        if x not in arg.free:
            continue
        orders = tuple(d + (i == slot) if isinstance(d, int) else d
                       for i, d in enumerate(body.data))
        parts.append(_product([Term("call", orders, body.args), derived(arg, x)]))
    return _sum(parts)


def _higher(body: Term, x: Term) -> Term:
    """d/dx of a derivative at a point: one order more, times the derivative of the point."""
    bound, inner, point = body.args[0], body.args[1], body.args[-1]
    parameter = x in inner.free and x is not bound
    if parameter or (body.head == "derivative_n" and x in body.args[2].free):
        raise Refused(f"{x} is a parameter inside {body}")
    if body.head == "derivative":
        order = body.data[0]
        assert isinstance(order, int)  # the grammar of terms says so
        outer = Term("derivative", (order + 1,), body.args)
    else:
        outer = Term("derivative_n", (), (bound, inner, add(body.args[2], 1), point))
    return _product([outer, derived(point, x)])
