"""Bound symbols named by height, so that one binder has one normal form everywhere. TRUSTED."""

from __future__ import annotations

from derive.kernel.claim import Refused
from derive.terms.binding import substitute
from derive.terms.term import BINDER_HEADS, SCOPE, Term


def named_by_height(term: Term) -> tuple[Term, ...]:
    """The arguments of a binder with the bound symbol named by how deep binders nest inside.

    Then the same integral has the same normal form wherever it stands and whatever its
    symbol was called; inner binders have smaller heights, so nothing can be captured.
    """
    bound = term.args[0]
    scope = SCOPE[term.head]
    height = 1 + max(binder_height(a) for a in term.args[1:1 + scope])
    name = Term("sym", (f"#{height}", bound.sort))
    if name is not bound and any(name in a.free for a in term.args[1:1 + scope]):
        raise Refused(f"the name {name} is the kernel's own")
    return (name, *(substitute(a, {bound: name}) for a in term.args[1:1 + scope]))


def binder_height(term: Term) -> int:
    inner = max((binder_height(a) for a in term.args), default=0)
    return inner + 1 if term.head in BINDER_HEADS else inner
