"""Scalar coefficients of words of operators: products and conjugates, as terms. TRUSTED.

Next: ``operator_words``.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from derive.terms.build import add, div, exp, mul, neg, power, term
from derive.terms.domains import sort_of, within
from derive.terms.term import SCALAR_HEADS, Term

ONE, ZERO = term(1), term(0)
Special = Callable[[Term], Term | None]


def is_scalar_head(head: str) -> bool:
    return head in SCALAR_HEADS


def times(a: Term, b: Term) -> Term:
    """A product; factors 1 and 0 are carried out."""
    if a is ZERO or b is ZERO:
        return ZERO
    return b if a is ONE else a if b is ONE else mul(a, b)


def plus(a: Term, b: Term) -> Term:
    return b if a is ZERO else a if b is ZERO else add(a, b)


def summed(parts: Sequence[Term]) -> Term:
    """The sum of the parts; nothing is left out."""
    return parts[0] if len(parts) == 1 else add(*parts)


def conjugated(t: Term, special: Special) -> Term:
    """The complex conjugate, carried out; ``special`` gives that of symbols it knows.

    >>> from derive.terms.build import I, symbol
    >>> str(conjugated(mul(I, symbol("x"), symbol("z", "C")), lambda t: None))
    '(mul (neg i) x (conj z))'
    """
    if t.head == "sym":
        known = special(t)
        if known is not None:
            return known
    if within(sort_of(t), "R"):
        return t
    if t.head == "const":
        return neg(t)  # i, the only one that is not real
    if t.head in ("add", "mul"):
        return Term(t.head, (), tuple(conjugated(a, special) for a in t.args))
    if t.head == "neg":
        return neg(conjugated(t.args[0], special))
    if t.head == "div":
        return div(*(conjugated(a, special) for a in t.args))
    if t.head == "exp":
        return exp(conjugated(t.args[0], special))
    if t.head == "pow" and within(sort_of(t.args[1]), "Z"):
        return power(conjugated(t.args[0], special), t.args[1])
    return t.args[0] if t.head == "conj" else Term("conj", (), (t,))
