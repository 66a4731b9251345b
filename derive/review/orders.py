"""Derivatives that can be carried out are, before an equation is taken for one to be solved.

``x p psi - p x psi = i hbar psi`` is no differential equation although psi' stands in it. Next:
``claims``.
"""

from __future__ import annotations

from typing import Any

from derive.kernel.claim import Refused
from derive.kernel.normal import Normalizer
from derive.rules.author import carried_out
from derive.terms.binding import substitute
from derive.terms.term import BINDER_HEADS, Term, TermError


def remaining_order(term: Term, function: Term) -> int | None:
    """The highest derivative of a function that is left once all are carried out and collected.

    None where that cannot be said.

    >>> from derive.terms.build import add, call, derivative, function, mul, neg, symbol
    >>> x, f = symbol("x"), function("f")
    >>> commutator = add(mul(x, call(f, x, orders=(1,))), neg(derivative(x, mul(x, call(f, x)))))
    >>> remaining_order(commutator, f)
    0
    """
    try:
        items = Normalizer().items(_carried(term))
    except (Refused, TermError):
        return None
    return _highest(items, function)


def _carried(term: Term) -> Term:
    if term.head in ("sym", "int", "const", "fun"):
        return term
    start = 1 if term.head in BINDER_HEADS or term.head == "call" else 0
    args = (*term.args[:start], *(_carried(a) for a in term.args[start:]))
    result = Term(term.head, term.data, args)
    if term.head != "derivative":
        return result
    x, body, point = result.args
    return substitute(carried_out(body, x, int(str(result.data[0]))), {x: point})


def _highest(part: Any, function: Term) -> int:
    if isinstance(part, tuple) and part and part[0] == "call" and part[2] is function:
        own = sum(d for d in part[3] if isinstance(d, int))
        return max(own, _highest(part[4:], function))
    if isinstance(part, tuple | frozenset):
        return max((_highest(p, function) for p in part), default=0)
    return 0


def is_computation(left: Term, right: Term) -> bool:
    """Whether a derivative of something composed is on one side, and no derivative on the other.

    ``d/dx f(x)^2 = ...`` announces that it is carried out; ``(r^2 R')' = c R`` is an equation.
    """
    for one, other in ((left, right), (right, left)):
        if one.head != "derivative" or one.args[1].head == "call":
            continue
        if other.free <= one.free and not _derives(one.args[1]) and not _derives(other):
            return True
    return False


def _derives(term: Term) -> bool:
    return any(t.head == "derivative" or (t.head == "call" and any(t.data)) for t in term.walk())
