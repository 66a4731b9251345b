"""Binders: capture-free substitution, equality up to the names of bound symbols.

``substitute`` renames a bound symbol before it could capture one that comes in; that is
exactly the hole through which the integral of y*u with y := u would become the one of u^2.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from derive.terms.term import BINDER_HEADS, SCOPE, Data, Term, TermError


def fresh(symbol: Term, avoid: frozenset[Term] | set[Term]) -> Term:
    """A symbol like this one whose name is not among ``avoid``.

    >>> from derive.terms.build import symbol as s
    >>> fresh(s("x"), frozenset({s("x")})).name
    'x1'
    """
    names = {str(a.data[0]) for a in avoid}
    name, number = symbol.name, 0
    while name in names:
        number += 1
        name = f"{symbol.name}{number}"
    return Term(symbol.head, (name, *symbol.data[1:]))


def substitute(term: Term, mapping: Mapping[Term, Term]) -> Term:
    """Replace free symbols simultaneously; bound ones are renamed where they would capture.

    A function symbol may be mapped to another function symbol or to a ``lambda``; a call
    that carries derivatives then becomes a ``derivative`` at its argument.

    >>> from derive.terms.build import symbol, integral, mul, term as t
    >>> y, u = symbol("y"), symbol("u")
    >>> str(substitute(integral(u, mul(y, u), t(0), t(1)), {y: u}))
    '(integral u1 (mul u u1) 0 1)'
    """
    mapping = {old: new for old, new in mapping.items() if old is not new}
    return _substitute(term, mapping, {}) if mapping else term


def _substitute(term: Term, mapping: dict[Term, Term], memo: dict[Term, Term]) -> Term:
    if term in memo:
        return memo[term]
    if not any(s in term.free for s in mapping):
        return term
    if term.head in ("sym", "fun") or (term.head == "matrix" and term in mapping):
        result = mapping.get(term, term)
    elif term.head == "call":
        result = _substitute_call(term, mapping, memo)
    elif term.head in BINDER_HEADS:
        result = _substitute_binder(term, mapping, memo)
    else:
        result = Term(term.head, term.data, tuple(_substitute(a, mapping, memo) for a in term.args))
    memo[term] = result
    return result


def _substitute_binder(term: Term, mapping: dict[Term, Term], memo: dict[Term, Term]) -> Term:
    scope = SCOPE[term.head]
    bound, inside, outside = term.args[0], term.args[1:1 + scope], term.args[1 + scope:]
    free_inside: frozenset[Term] = frozenset().union(*(a.free for a in inside))
    inner = {old: new for old, new in mapping.items() if old is not bound and old in free_inside}
    incoming: frozenset[Term] = frozenset().union(*(new.free for new in inner.values()))
    if any(bound.name == s.data[0] for s in incoming):
        renamed = fresh(bound, incoming | free_inside)
        inner[bound] = renamed
        bound = renamed
    return Term(term.head, term.data, (
        bound, *(_substitute(a, inner, {}) for a in inside),
        *(_substitute(a, mapping, memo) for a in outside)))


def _substitute_call(term: Term, mapping: dict[Term, Term], memo: dict[Term, Term]) -> Term:
    arguments = tuple(_substitute(a, mapping, memo) for a in term.args[1:])
    target = mapping.get(term.args[0], term.args[0])
    if target.head == "fun":
        return Term("call", term.data, (target, *arguments))
    return apply(target, term.data, arguments)


def apply(function: Term, orders: Data, arguments: tuple[Term, ...]) -> Term:
    """``function(arguments)`` for a lambda of one symbol: beta-reduction."""
    if function.head != "lambda" or len(arguments) != 1 or not isinstance(orders[0], int):
        raise TermError(f"only a function of one real argument can be put in: {function}")
    bound, body = function.args
    order = orders[0]
    if order:
        return Term("derivative", (order,), (bound, body, arguments[0]))
    return substitute(body, {bound: arguments[0]})


@lru_cache(maxsize=20_000)
def alpha_key(term: Term) -> object:
    """A value that two terms share exactly when they differ in bound names at most."""
    return _key(term, ())


def _key(term: Term, bound: tuple[Term, ...]) -> object:
    if term.head == "sym":
        for depth, symbol in enumerate(reversed(bound)):
            if symbol is term:
                return ("bound", depth, term.sort)
        return term
    if not any(b in term.free for b in bound) and not _has_binder(term):
        return term
    if term.head not in BINDER_HEADS:
        return (term.head, term.data, tuple(_key(a, bound) for a in term.args))
    scope = SCOPE[term.head]
    within = (*bound, term.args[0])
    return (term.head, term.data, term.args[0].sort,
            tuple(_key(a, within) for a in term.args[1:1 + scope]),
            tuple(_key(a, bound) for a in term.args[1 + scope:]))


@lru_cache(maxsize=20_000)
def _has_binder(term: Term) -> bool:
    return any(t.head in BINDER_HEADS for t in term.walk())


def alpha_equal(a: Term, b: Term) -> bool:
    """Whether two terms are the same but for the names of their bound symbols."""
    return a is b or alpha_key(a) == alpha_key(b)


def at_path(term: Term, path: tuple[int, ...]) -> tuple[Term, frozenset[Term]]:
    """The subterm at a path, and the symbols bound on the way to it."""
    bound: set[Term] = set()
    for step in path:
        if not 0 <= step < len(term.args):
            raise TermError(f"no argument {step} in {term.head!r}")
        if term.head in BINDER_HEADS:
            if step == 0:
                raise TermError("a bound symbol is not a subterm")
            if step <= SCOPE[term.head]:
                bound.add(term.args[0])
        term = term.args[step]
    return term, frozenset(bound)


def replace_at(term: Term, path: tuple[int, ...], new: Term) -> Term:
    """The term with ``new`` in the place named by ``path``."""
    if not path:
        return new
    args = list(term.args)
    args[path[0]] = replace_at(args[path[0]], path[1:], new)
    return Term(term.head, term.data, tuple(args))
