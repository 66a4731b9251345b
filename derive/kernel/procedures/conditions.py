"""What a term needs to be defined, as formulas that a claim lists among its hypotheses.

Only what the form does not show: a divisor of sort P, or the sum of squares under a root, asks
for nothing. Sizes, levels and times are natural numbers: n(l - 1) asks for 0 <= l - 1. A condition
on something bound further out is asked for every value of it in its range.
"""

from __future__ import annotations

from typing import TypeAlias

from derive.kernel.claim import Refused
from derive.terms.binding import substitute
from derive.terms.build import add, forall, le, lt, ne
from derive.terms.domains import sort_of, within
from derive.terms.matrices import above, det
from derive.terms.shapes import size_key
from derive.terms.term import BINDER_HEADS, Term

#: A bound symbol with the ends of its range; None where it runs over its whole sort.
Range: TypeAlias = "tuple[Term, Term | None, Term | None]"


def conditions(t: Term) -> tuple[Term, ...]:
    """The formulas under which every part of t is defined, each once.

    >>> from derive.terms.build import symbol, div
    >>> [str(c) for c in conditions(div(1, symbol("B", "N0")))]
    ['(ne B 0)']
    """
    found: dict[Term, None] = {}
    seen: set[tuple[Term, tuple[Range, ...]]] = set()
    _gather(t, (), found, seen)
    return tuple(found)


def quantified(bound: tuple[Term, ...], condition: Term) -> Term:
    """The condition for every value of the bound symbols that it mentions."""
    for symbol in reversed(bound):
        if symbol in condition.free:
            condition = forall(symbol, condition)
    return condition


def in_range(bound: tuple[Range, ...], condition: Term) -> Term | None:
    """The condition for every value that the bound symbols take; None where it is evident."""
    if evident(condition, bound):
        return None
    for symbol, lower, upper in reversed(bound):
        if symbol not in condition.free:
            continue
        if lower is None or upper is None or upper.head == "const":
            condition = forall(symbol, condition)
        else:
            condition = Term("forall_in", (), (symbol, condition, lower, upper))
    return condition


def evident(condition: Term, bound: tuple[Range, ...]) -> bool:
    """Whether ``0 <= t`` is seen from t: natural numbers with natural coefficients.

    A bound symbol is at least the lower end of its range.
    """
    if condition.head != "le" or condition.args[0].head != "int" or condition.args[0].value:
        return False
    value = condition.args[1]
    if sort_of(value) not in ("N0", "Z"):
        return False
    for depth, (symbol, lower, _) in enumerate(reversed(bound)):
        if symbol in value.free:  # a new name: another binder further out may use this one
            if lower is None:
                value = substitute(value, {symbol: Term("sym", (f"#{depth}", symbol.sort))})
            else:
                above_lower = Term("sym", (f"#{depth}", "N0"))
                value = substitute(value, {symbol: add(lower, above_lower)})
    return all(c > 0 and all(_natural_atom(a) for a, _ in m) for m, c in size_key(value))


def _natural_atom(atom: object) -> bool:
    """An atom of a size: a symbol, another term, or a function with the sizes it is taken at."""
    term = atom[0] if isinstance(atom, tuple) else atom
    return isinstance(term, Term) and sort_of(term) == "N0"


def _gather(t: Term, bound: tuple[Range, ...], found: dict[Term, None],
            seen: set[tuple[Term, tuple[Range, ...]]]) -> None:
    if (t, bound) in seen:
        return
    seen.add((t, bound))
    if t.head in BINDER_HEADS:
        if t.head not in ("sum", "matsum", "matprod", "forall"):
            raise Refused(f"it is not known where {t} is defined")
        ends = t.args[2:] if len(t.args) == 4 else (None, None)
        _gather(t.args[1], (*bound, (t.args[0], *ends)), found, seen)
        for arg in t.args[2:]:
            _gather(arg, bound, found, seen)
        return
    for arg in t.args:
        _gather(arg, bound, found, seen)
    for own in _own(t):
        condition = in_range(bound, own)
        if condition is not None:
            found[condition] = None


def _own(t: Term) -> tuple[Term, ...]:
    if t.head == "div":
        return _nonzero(t.args[1])
    if t.head == "pow":
        return _of_power(*t.args)
    if t.head == "log":
        return () if _positive(t.args[0]) else (lt(0, t.args[0]),)
    if t.head == "sqrt":
        (under,) = t.args
        square = under.head == "inner" and under.args[0] is under.args[1] and (
            sort_of(under) != "C")
        return () if square or _positive(under) or sort_of(under) == "N0" else (le(0, under),)
    if t.head == "inverse":
        (a,) = t.args  # det(A^T) = det(A)
        return _nonzero(det(a.args[0] if a.head == "transpose" else a))
    if t.head == "logdet":
        return (lt(0, det(t.args[0])),)
    if t.head in ("matrix", "ones", "zeros", "identity"):
        return tuple(c for a in t.args for c in _natural(a))
    if t.head in ("call", "map"):
        return tuple(c for arg, sort in zip(t.args[1:], _signature(t), strict=True)
                     for c in _of_sort(t, arg, sort))
    if t.head in ("tanh", "arctan", "floor", "ceiling"):
        return _of_sort(t, t.args[0], "R")
    if t.head == "delta":
        return (*_of_sort(t, t.args[0], "Z"), *_of_sort(t, t.args[1], "Z"))
    if t.head in ("tan", "factorial", "doublefactorial", "binomial", "cases"):
        raise Refused(f"{t.head!r} is not used beside matrices: {t}")
    return ()


def _signature(t: Term) -> tuple[str, ...]:
    sorts = t.args[0].data[1]
    assert isinstance(sorts, tuple)
    return sorts


def _of_sort(t: Term, arg: Term, sort: str) -> tuple[Term, ...]:
    """The condition that an argument is of a sort, if it can be said."""
    if sort == "N0" and within(sort_of(arg), "Z"):
        return _natural(arg)
    if sort == "P" and arg.shape is not None:
        return () if arg.head in ("softmax", "row_softmax") else (above(arg, 0),)
    if within(sort_of(arg), sort) or (sort == "P" and _positive(arg)):
        return ()
    if sort == "P" and within(sort_of(arg), "R"):
        return (lt(0, arg),)
    raise Refused(f"{arg} is not of sort {sort}, as {t} needs")


def _natural(size: Term) -> tuple[Term, ...]:
    """The condition that a size or a level is not below 0."""
    return () if within(sort_of(size), "N0") else (le(0, size),)


def _of_power(base: Term, exponent: Term) -> tuple[Term, ...]:
    if sort_of(exponent) == "N0" or _positive(base):
        return ()
    return _nonzero(base) if sort_of(exponent) == "Z" else (lt(0, base),)


def _positive(t: Term) -> bool:
    return sort_of(t) == "P" or (t.head == "int" and t.value > 0)


def _nonzero(t: Term) -> tuple[Term, ...]:
    if _positive(t) or (t.head == "neg" and _positive(t.args[0])):
        return ()
    if t.head in ("mul", "scale"):
        return tuple(c for a in t.args for c in _nonzero(a))
    if t.head == "sqrt":
        return (lt(0, t.args[0]),)
    return (ne(t, 0),)
