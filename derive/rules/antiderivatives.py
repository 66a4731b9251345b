"""Search for antiderivatives: powers times exponentials by hand, the rest by SymPy. UNTRUSTED.

The kernel differentiates what is found here and compares.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from functools import lru_cache
from math import factorial

from derive.kernel.claim import Refused
from derive.rules.exponential_sums import Reading, Summand
from derive.terms.build import add, div, exp, mul, neg, power, term
from derive.terms.term import Term, TermError

PERIODIC = frozenset({"sin", "cos", "tan"})


def antiderivatives(body: Term, x: Term, hypotheses: Iterable[Term] = ()) -> Iterable[Term]:
    """Candidates for a function with this derivative, the likely ones first.

    >>> from derive.terms.build import symbol
    >>> x = symbol("x")
    >>> str(next(iter(antiderivatives(power(x, 2), x))))
    '(div (pow x 3) 3)'
    """
    if x not in body.free:
        yield mul(body, x)
        return
    try:
        reading = Reading(body, x, hypotheses)
        yield add(*(_of_summand(reading, s) for s in reading.summands))
        if any(1 in s.rates for s in reading.summands):
            return  # SymPy writes the same one otherwise: what is missing is a condition
    except (Refused, LookupError, TermError, NotImplementedError):
        pass
    found = by_sympy(body, x)
    if found is not None:
        yield found


def _of_summand(reading: Reading, s: Summand) -> Term:
    """By parts: x^k e^(ax) has e^(ax) sum of (-1)^j k!/(k-j)! x^(k-j)/a^(j+1)."""
    x = reading.x
    if s.others or any(d > 1 for d in s.rates):
        raise NotImplementedError("not a power times an exponential")
    if 1 not in s.rates:
        if s.symbolic:
            order = add(reading.order(s), 1)
            return mul(s.factor, div(power(x, order), order))
        if s.order == -1:
            return mul(s.factor, Term("log", (), (x,)))
        if s.order.denominator == 2:
            root, whole = Term("sqrt", (), (x,)), int(s.order - Fraction(1, 2))
            value = div(mul(power(x, whole + 1), root), term(s.order + 1)) if whole >= -1 else (
                div(div(root, power(x, -whole - 1)), term(s.order + 1)))
            return mul(s.factor, value)
        next_up = s.order + 1
        raised = x if next_up == 1 else power(x, term(next_up)) if next_up > 0 else div(
            1, power(x, term(-next_up)))
        value = raised if next_up == 1 else div(raised, term(next_up))
        return value if s.factor is term(1) else mul(s.factor, value)
    if s.symbolic or s.order.denominator != 1 or not 0 <= s.order <= 16:
        raise NotImplementedError("a power that is not a small number")
    a, k = reading.rate(s, 1), int(s.order)
    parts = []
    for j in range(k + 1):
        part = div(mul(term(factorial(k) // factorial(k - j)), power(x, k - j)), power(a, j + 1))
        parts.append(neg(part) if j % 2 else part)
    return mul(s.factor, exp(mul(a, x)), add(*parts))


@lru_cache(512)
def by_sympy(body: Term, x: Term) -> Term | None:
    """What SymPy proposes, or None."""
    if any(t.head == "pow" and all(x in a.free for a in t.args) for t in body.walk()):
        return None  # x^x: the search is long and finds nothing
    if any(t.head == "exp" and any(x in s.free and s.head in PERIODIC for s in t.walk())
           for t in body.walk()):
        return None  # e^(cos x) sin x: the search takes ten seconds and more
    import sympy

    from derive.rules.sympy_bridge import NotCarried, from_sympy, to_sympy

    symbols: dict[Term, object] = {}
    try:
        carried = to_sympy(body, symbols)
        variable = to_sympy(x, symbols)
        found = sympy.integrate(carried, variable)
        if found.has(sympy.Integral):
            return None
        return from_sympy(found, {v: k for k, v in symbols.items()})
    except (NotCarried, TermError, ValueError, TypeError, NotImplementedError, AttributeError,
            KeyError, RecursionError, ArithmeticError):
        return None
