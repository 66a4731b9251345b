"""Short constructors for terms. They check sorts and shapes and evaluate nothing.

Python numbers are accepted where a term is expected: ``add(x, 1)``, ``mul(-2, x)``.
Terms themselves carry no operators, so that no reader wonders what ``a - b`` keeps.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TypeAlias

from derive.terms.term import Term, TermError

Like: TypeAlias = Term | int | Fraction


def term(value: Like) -> Term:
    """A term for a Python number; a term stays itself.

    >>> str(term(-3)), str(term(Fraction(1, 2)))
    ('(neg 3)', '(div 1 2)')
    """
    if isinstance(value, Term):
        return value
    if isinstance(value, bool) or not isinstance(value, int | Fraction):
        raise TermError(f"not a term or an exact number: {value!r}")
    if value < 0:
        return Term("neg", (), (term(-value),))
    if isinstance(value, Fraction) and value.denominator != 1:
        return Term("div", (), (term(value.numerator), term(value.denominator)))
    return Term("int", (int(value),))


def symbol(name: str, sort: str = "R") -> Term:
    """A scalar symbol; the sort is one of P (positive real), R, C, N0, Z."""
    return Term("sym", (name, sort))


def function(name: str, arguments: tuple[str, ...] = ("R",), value: str = "R",
             smooth: int = -1) -> Term:
    """A function symbol: sorts of its arguments, sort of its value, class C^smooth (-1: any)."""
    return Term("fun", (name, arguments, value, smooth))


def call(fun: Term, *arguments: Like, orders: tuple[int, ...] | None = None) -> Term:
    """``fun(arguments)``, differentiated ``orders[i]`` times in argument i (primes)."""
    given = tuple(term(a) for a in arguments)
    return Term("call", orders if orders is not None else (0,) * len(given), (fun, *given))


PI = Term("const", ("pi",))
E = Term("const", ("e",))
I = Term("const", ("i",))  # noqa: E741 - the field's own letter
INFINITY = Term("const", ("infinity",))
FALSE = Term("false")


def op(head: str, *args: Like) -> Term:
    return Term(head, (), tuple(term(a) for a in args))


def add(*args: Like) -> Term:
    """A sum as written; one summand is itself."""
    return op("add", *args) if len(args) > 1 else term(args[0])


def mul(*args: Like) -> Term:
    """A product as written; one factor is itself."""
    return op("mul", *args) if len(args) > 1 else term(args[0])


def neg(a: Like) -> Term:
    return op("neg", a)


def sub(a: Like, b: Like) -> Term:
    """``a - b``, said as ``a + (-b)``."""
    return op("add", a, neg(b))


def div(a: Like, b: Like) -> Term:
    return op("div", a, b)


def power(a: Like, b: Like) -> Term:
    return op("pow", a, b)


def sqrt(a: Like) -> Term:
    return op("sqrt", a)


def exp(a: Like) -> Term:
    return op("exp", a)


def factorial(a: Like) -> Term:
    return op("factorial", a)


def lam(x: Term, body: Like) -> Term:
    """The function ``x -> body``; only ever a witness of ``instantiate``."""
    return Term("lambda", (), (x, term(body)))


def derivative(x: Term, body: Like, order: int = 1, at: Like | None = None) -> Term:
    """``d^order body / dx^order`` at the point ``at`` (by default at x itself)."""
    return Term("derivative", (order,), (x, term(body), x if at is None else term(at)))


def integral(x: Term, body: Like, lower: Like | None = None, upper: Like | None = None) -> Term:
    """The integral of ``body`` over x; over the whole line when no bounds are given."""
    low = neg(INFINITY) if lower is None else term(lower)
    high = INFINITY if upper is None else term(upper)
    return Term("integral", (), (x, term(body), low, high))


def series_sum(k: Term, body: Like, lower: Like = 0, upper: Like | None = None) -> Term:
    """The sum of ``body`` for k from ``lower`` to ``upper`` (infinity when not given)."""
    high = INFINITY if upper is None else term(upper)
    return Term("sum", (), (k, term(body), term(lower), high))


def sum_over(k: Term, body: Like, over: str | None = None) -> Term:
    """The sum of ``body`` over a set of indices k; by default one that goes with the letter.

    >>> str(sum_over(symbol("i", "N0"), call(function("p", ("N0",)), symbol("i", "N0"))))
    '(sum_over i i (call 0 p i))'
    """
    return Term("sum_over", (over or k.name,), (k, term(body)))


def antiderivative(x: Term, body: Like) -> Term:
    """Some function of x with the derivative ``body``."""
    return Term("antiderivative", (), (x, term(body), x))


def mean(name: str, *of: Like) -> Term:
    """``E[X]``, ``Var(X)``, ``Cov(X, Y)``: a real number that belongs to random quantities."""
    return Term("mean", (name,), tuple(term(a) for a in of))


def dirac(a: Like) -> Term:
    """Dirac's delta at ``a``: no function, and equal to nothing."""
    return op("dirac", a)


def chance(name: str, *events: Term) -> Term:
    """``P(X <= a)``: the probability that all these relations hold."""
    return Term("chance", (name,), events)


# -- formulas --------------------------------------------------------------------------------


def eq(a: Like, b: Like) -> Term:
    return op("eq", a, b)


def ne(a: Like, b: Like) -> Term:
    return op("ne", a, b)


def lt(a: Like, b: Like) -> Term:
    return op("lt", a, b)


def le(a: Like, b: Like) -> Term:
    return op("le", a, b)


def negation(formula: Term) -> Term:
    return Term("not", (), (formula,))


def forall(x: Term, formula: Term) -> Term:
    return Term("forall", (), (x, formula))


def series_eq(t: Term, a: Like, b: Like) -> Term:
    """``a`` and ``b`` are the same formal power series in ``t``."""
    return Term("series_eq", (), (t, term(a), term(b)))


def poly(x: Term, body: Like, below: Like) -> Term:
    """``body`` is a polynomial in x of degree less than ``below`` (the zero one if 0)."""
    return Term("poly", (), (x, term(body), term(below)))


def decay(x: Term, body: Like) -> Term:
    """``body`` is a sum of polynomials in x times Gaussians in x."""
    return Term("decay", (), (x, term(body)))


def square_integrable(x: Term, body: Like) -> Term:
    return Term("square_integrable", (), (x, term(body)))
