"""Terms to SymPy and back, symbol for symbol; nothing is ever parsed. UNTRUSTED.

SymPy symbols are named v0, v1, ... so that no name from a document reaches SymPy.
"""

from __future__ import annotations

from collections.abc import Mapping, MutableMapping
from fractions import Fraction
from typing import Any

from derive.rules.writing import fraction, negative, product, root, total
from derive.terms.build import PI, power, term
from derive.terms.term import Term


class NotCarried(ValueError):
    """A term or expression that the other side has no word for."""


def to_sympy(value: Term, symbols: MutableMapping[Term, Any]) -> Any:
    """The SymPy form of a scalar term; ``symbols`` collects which symbol is which.

    >>> from derive.terms.build import add, symbol
    >>> str(to_sympy(add(symbol("x"), 1), {}))
    'v0 + 1'
    """
    import sympy

    head = value.head
    if head == "int":
        return sympy.Integer(value.value)
    if head == "sym":
        return symbols.setdefault(value, _symbol(value, len(symbols)))
    if head == "const" and value.name in ("pi", "e", "i", "infinity"):
        return {"pi": sympy.pi, "e": sympy.E, "i": sympy.I, "infinity": sympy.oo}[value.name]
    args = [to_sympy(a, symbols) for a in value.args if a.head != "fun"]
    if head in ("add", "mul"):
        return (sympy.Add if head == "add" else sympy.Mul)(*args)
    if head == "neg":
        return -args[0]
    if head == "div":
        return args[0] / args[1]
    if head == "pow":
        return args[0] ** args[1]
    named = {"sqrt": sympy.sqrt, "exp": sympy.exp, "log": sympy.log, "sin": sympy.sin,
             "cos": sympy.cos, "tan": sympy.tan, "arctan": sympy.atan, "sinh": sympy.sinh,
             "cosh": sympy.cosh, "tanh": sympy.tanh, "abs": sympy.Abs, "conj": sympy.conjugate,
             "factorial": sympy.factorial, "binomial": sympy.binomial, "floor": sympy.floor,
             "erf": sympy.erf}
    if head in named:
        return named[head](*args)
    raise NotCarried(f"SymPy is not given a term of kind {head!r}")


def _symbol(value: Term, number: int) -> Any:
    import sympy

    kinds = {"P": {"positive": True}, "R": {"real": True}, "C": {}, "Z": {"integer": True},
             "N0": {"integer": True, "nonnegative": True}}
    return sympy.Symbol(f"v{number}", **kinds[value.sort])


def from_sympy(value: Any, symbols: Mapping[Any, Term]) -> Term:
    """A term for a SymPy expression in known symbols, in the order people write: numbers first.

    Raises
    ------
    NotCarried
        The expression holds something that terms have no word for.
    """
    import sympy

    if value in symbols:
        return symbols[value]
    if value.is_Rational:
        return term(Fraction(int(value.p), int(value.q)))
    if value is sympy.pi:
        return PI
    if value.is_Add:
        return total(*(from_sympy(a, symbols) for a in value.as_ordered_terms()))
    if value.is_Mul:
        sign, magnitude = (-1, -value) if value.could_extract_minus_sign() else (1, value)
        over, under = magnitude.as_numer_denom()
        written = fraction(_factors(over, symbols), _factors(under, symbols))
        return written if sign == 1 else negative(written)
    if value.is_Pow:
        base, exponent = value.as_base_exp()
        if exponent == sympy.Rational(1, 2):
            return root(from_sympy(base, symbols))
        if exponent.could_extract_minus_sign():
            return fraction(1, from_sympy(base ** -exponent, symbols))
        return power(from_sympy(base, symbols), from_sympy(exponent, symbols))
    if value is sympy.I:
        return Term("const", ("i",))
    if value is sympy.E:
        return Term("const", ("e",))
    heads = {sympy.exp: "exp", sympy.log: "log", sympy.sin: "sin", sympy.cos: "cos",
             sympy.tan: "tan", sympy.atan: "arctan", sympy.sinh: "sinh", sympy.cosh: "cosh",
             sympy.tanh: "tanh", sympy.Abs: "abs", sympy.factorial: "factorial",
             sympy.erf: "erf"}
    if value.func in heads:
        return Term(heads[value.func], (), (from_sympy(value.args[0], symbols),))
    raise NotCarried(f"no term for the SymPy expression of kind {type(value).__name__}")


def _factors(value: Any, symbols: Mapping[Any, Term]) -> Term:
    if not value.is_Mul:
        return from_sympy(value, symbols)
    parts = [from_sympy(a, symbols) for a in value.as_ordered_factors()]
    return product(*parts)
