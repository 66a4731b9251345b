"""What a term needs to be defined, as formulas that a claim lists among its hypotheses.

Only what the form does not show: a divisor of sort P, or the sum of squares under a root, asks
for nothing. A condition on something bound further out is asked for every value of it.
"""

from __future__ import annotations

from derive.kernel.claim import Refused
from derive.terms.build import forall, le, lt, ne
from derive.terms.domains import sort_of, within
from derive.terms.matrices import above, det
from derive.terms.term import BINDER_HEADS, Term


def conditions(t: Term) -> tuple[Term, ...]:
    """The formulas under which every part of t is defined, each once.

    >>> from derive.terms.build import symbol, div
    >>> [str(c) for c in conditions(div(1, symbol("B", "N0")))]
    ['(ne B 0)']
    """
    found: dict[Term, None] = {}
    seen: set[tuple[Term, tuple[Term, ...]]] = set()
    _gather(t, (), found, seen)
    return tuple(found)


def quantified(bound: tuple[Term, ...], condition: Term) -> Term:
    """The condition for every value of the bound symbols that it mentions."""
    for symbol in reversed(bound):
        if symbol in condition.free:
            condition = forall(symbol, condition)
    return condition


def _gather(t: Term, bound: tuple[Term, ...], found: dict[Term, None],
            seen: set[tuple[Term, tuple[Term, ...]]]) -> None:
    if (t, bound) in seen:
        return
    seen.add((t, bound))
    if t.head in BINDER_HEADS:
        if t.head not in ("sum", "matsum", "matprod", "forall"):
            raise Refused(f"it is not known where {t} is defined")
        _gather(t.args[1], (*bound, t.args[0]), found, seen)
        for arg in t.args[2:]:
            _gather(arg, bound, found, seen)
        return
    for arg in t.args:
        _gather(arg, bound, found, seen)
    for condition in _own(t):
        found[quantified(bound, condition)] = None


def _own(t: Term) -> tuple[Term, ...]:
    if t.head == "div":
        return _nonzero(t.args[1])
    if t.head == "pow":
        return _of_power(*t.args)
    if t.head == "log":
        return () if _positive(t.args[0]) else (lt(0, t.args[0]),)
    if t.head == "sqrt":
        (under,) = t.args
        square = under.head == "inner" and under.args[0] is under.args[1]
        return () if square or _positive(under) or sort_of(under) == "N0" else (le(0, under),)
    if t.head == "inverse":
        return _nonzero(det(t.args[0]))
    if t.head == "logdet":
        return (lt(0, det(t.args[0])),)
    if t.head in ("call", "map"):
        return tuple(c for arg, sort in zip(t.args[1:], _signature(t), strict=True)
                     for c in _of_sort(t, arg, sort))
    if t.head in ("tanh", "arctan", "floor", "ceiling"):
        return _of_sort(t, t.args[0], "R")
    if t.head == "delta":
        return (*_of_sort(t, t.args[0], "Z"), *_of_sort(t, t.args[1], "Z"))
    if t.head in ("tan", "factorial", "binomial"):
        raise Refused(f"{t.head!r} is not used beside matrices: {t}")
    return ()


def _signature(t: Term) -> tuple[str, ...]:
    sorts = t.args[0].data[1]
    assert isinstance(sorts, tuple)
    return sorts


def _of_sort(t: Term, arg: Term, sort: str) -> tuple[Term, ...]:
    """The condition that an argument is of a sort, if it can be said.

    A level is an integer; that l - 1 is not below 0 is a matter of the shapes that mention it.
    """
    if sort == "P" and arg.shape is not None:
        return () if arg.head in ("softmax", "row_softmax") else (above(arg, 0),)
    if within(sort_of(arg), "Z" if sort == "N0" else sort) or (sort == "P" and _positive(arg)):
        return ()
    if sort == "P" and within(sort_of(arg), "R"):
        return (lt(0, arg),)
    raise Refused(f"{arg} is not of sort {sort}, as {t} needs")


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
