"""Sorts: which numbers a symbol ranges over, and what a term's own form says about its value.

``sort_of`` is sound and incomplete: it answers from the form alone. What needs hypotheses
(k - 1 is a natural number where k >= 1) is a matter of the kernel's ``order``.
"""

from __future__ import annotations

from derive.terms.operator_forms import OPERATOR_HEADS, SCALARS_OF_OPERATORS, of_operators
from derive.terms.term import Term

#: whatever is made of operators may be complex
COMPLEX = frozenset(OPERATOR_HEADS) | frozenset(SCALARS_OF_OPERATORS)
#: sort -> the sorts that contain it, itself first
CONTAINED_IN = {
    "N0": ("N0", "Z", "R", "C"), "Z": ("Z", "R", "C"),
    "P": ("P", "R", "C"), "R": ("R", "C"), "C": ("C",),
}


def within(sort: str, target: str) -> bool:
    """Whether every number of one sort belongs to the other."""
    return target in CONTAINED_IN[sort]


def join(a: str, b: str) -> str:
    """The least sort that contains both."""
    return next(s for s in CONTAINED_IN[a] if s in CONTAINED_IN[b])


def sort_of(term: Term) -> str:
    """The least sort that the form of a term shows, wherever the term is defined.

    >>> from derive.terms.build import symbol, add, mul, power
    >>> n = symbol("n", "N0")
    >>> sort_of(add(mul(2, n), 1)), sort_of(add(n, -1)), sort_of(power(symbol("m", "P"), n))
    ('N0', 'Z', 'P')
    """
    head = term.head
    if head == "int":
        return "N0"
    if head in ("sym", "fun"):
        return term.sort
    if head == "const":
        return {"pi": "P", "e": "P", "i": "C", "infinity": "R"}[term.name]
    if head == "call":
        return _call_sort(term)
    if head in COMPLEX:
        return "C"
    if head in ("derivative", "derivative_n", "integral", "sum", "product"):
        body = sort_of(term.args[1])
        closed = head in ("sum", "product") and body in ("N0", "Z") and term.args[3].head != "const"
        return body if closed else "C" if body == "C" else "R"
    if head in ("limit", "sum_over", "antiderivative"):
        return "C" if sort_of(term.args[1]) == "C" else "R"
    if head == "cases":
        sorts = [sort_of(a) for a in term.args if not a.is_formula]
        return "C" if "C" in sorts else "R"
    if head in ("re", "im", "mean", "chance", "dirac", "valued"):
        return "R"
    return _operator_sort(head, [sort_of(a) for a in term.args], term)


def _call_sort(term: Term) -> str:
    value = str(term.args[0].data[2])
    return value if not any(term.data) else "C" if value == "C" else "R"


def _operator_sort(head: str, sorts: list[str], term: Term) -> str:
    if head == "add":
        return _sum_sort(sorts)
    if head == "mul":
        result = sorts[0]
        for sort in sorts[1:]:
            result = _times(result, sort)
        return result
    if head == "neg":
        return {"N0": "Z", "Z": "Z", "P": "R", "R": "R", "C": "C"}[sorts[0]]
    if head == "div":
        if _positive(sorts[0], term.args[0]) and _positive(sorts[1], term.args[1]):
            return "P"
        return "C" if "C" in sorts else "R"
    if head == "pow":
        return _power_sort(sorts, term)
    if head in ("exp", "cosh"):
        return "C" if sorts[0] == "C" else "P"
    if head in ("sqrt", "log"):
        return "P" if head == "sqrt" and _positive(sorts[0], term.args[0]) else "R"
    if head in ("floor", "ceiling"):
        return "N0" if head == "ceiling" or within(sorts[0], "P") or sorts[0] == "N0" else "Z"
    if head in ("factorial", "binomial", "delta", "doublefactorial"):
        return "N0"
    if head == "abs":
        return "N0" if sorts[0] in ("N0", "Z") else "R"
    return "C" if "C" in sorts or any(of_operators(a.shape) for a in term.args) else "R"


def _positive(sort: str, term: Term) -> bool:
    return sort == "P" or (term.head == "int" and term.value > 0)


def _sum_sort(sorts: list[str]) -> str:
    real_positive = {"P", "N0"}
    if set(sorts) <= real_positive and "P" in sorts:
        return "P"
    result = sorts[0]
    for sort in sorts[1:]:
        result = join(result, sort)
    return result


def _times(a: str, b: str) -> str:
    return "P" if a == b == "P" else join(a, b)


def _power_sort(sorts: list[str], term: Term) -> str:
    base, exponent = sorts
    if _positive(base, term.args[0]) and within(exponent, "R"):
        return "N0" if base == "N0" and exponent == "N0" else "P"
    if exponent == "N0":
        return base if base != "P" else "P"
    return "C" if "C" in sorts else "R"
