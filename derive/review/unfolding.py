"""Definitions put in: what a line claims in terms of letters that nobody defined.

A document defines ``psi(x) := body`` and claims something of ``psi``; what is judged is the
claim about the body. Functions of several arguments and their derivatives are unfolded, and no
letter of a body is captured by a binder. Next: ``obligations``.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from derive.terms.binding import fresh, substitute
from derive.terms.term import BINDER_HEADS, SCOPE, Term

LARGEST = 4000


class TooLarge(ValueError):
    """A claim that is too large once its definitions are put in."""


@dataclass(frozen=True)
class Meaning:
    """``symbol := body`` or ``function(parameters) := body``, with the line that says so."""

    subject: Term
    parameters: tuple[Term, ...]
    body: Term
    line: str

    def fits(self, call: Term) -> bool:
        """Whether a call has the numbers in its arguments that the definition fixes."""
        return all(p.head == "sym" or p is a for p, a in zip(
            self.parameters, call.args[1:], strict=True)) and all(
                p.head == "sym" or not order for p, order in zip(
                    self.parameters, call.data, strict=True))


@dataclass
class Meanings:
    """The definitions in force; a body holds no letter that is itself defined.

    >>> from derive.terms.build import symbol, function, call, mul, power
    >>> x, a, f = symbol("x"), symbol("a"), function("f")
    >>> meanings = Meanings()
    >>> meanings.define(a, (), mul(2, x), "1")
    >>> meanings.define(f, (x,), power(x, 2), "2")
    >>> str(meanings.unfold(call(f, a))[0]), meanings.unfold(call(f, a))[1]
    ('(pow (mul 2 x) 2)', ('2', '1'))
    """

    table: dict[Term, Meaning] = field(default_factory=dict)

    def define(self, subject: Term, parameters: tuple[Term, ...], body: Term, line: str) -> None:
        """Take in a definition; what it rests on is unfolded first, and what rests on it after.

        >>> from derive.terms.build import symbol
        >>> a, b, c = symbol("a"), symbol("b"), symbol("c")
        >>> meanings = Meanings()
        >>> meanings.define(a, (), b, "1")
        >>> meanings.define(b, (), c, "2")
        >>> meanings.unfold(a)[0] is c
        True
        """
        new = Meaning(subject, parameters, self._body(parameters, body), line)
        self.table[subject] = new
        if subject in new.body.free:
            return  # it is said in terms of what it was before
        for other, meaning in list(self.table.items()):
            if other is not subject and subject in meaning.body.free - {*meaning.parameters} and (
                    other not in new.body.free):
                self.table[other] = replace(
                    meaning, body=self._body(meaning.parameters, meaning.body))

    def _body(self, parameters: tuple[Term, ...], body: Term) -> Term:
        """The body of a definition, unfolded; its parameters are its own."""
        hidden = {p: self.table.pop(p) for p in parameters if p in self.table}
        try:
            return self.unfold(body)[0]
        finally:
            self.table.update(hidden)

    def forget(self, subject: Term) -> None:
        self.table.pop(subject, None)

    def unfold(self, term: Term) -> tuple[Term, tuple[str, ...]]:
        """The term without defined letters, and the lines of the definitions that were used.

        Raises TooLarge when the result would be out of bounds.
        """
        used: dict[str, None] = {}
        result = self._unfold(term, used)
        if result.size > LARGEST:
            raise TooLarge(f"too large once its definitions are put in ({result.size} terms)")
        return result, tuple(used)

    def _unfold(self, term: Term, used: dict[str, None]) -> Term:
        if not any(s in self.table for s in term.free):
            return term
        if term.head == "sym" or term in self.table:  # a number or a matrix
            meaning = self.table[term]
            used[meaning.line] = None
            return meaning.body
        if term.head == "limit" and term.data != (0,):  # where pieces meet there are several
            return Term("limit", term.data, (*term.args[:2], self._unfold(term.args[2], used)))
        if term.head in BINDER_HEADS:
            return self._binder(term, used)
        if term.head == "call" and term.args[0] in self.table:
            if not self.table[term.args[0]].fits(term):
                return Term("call", term.data, (
                    term.args[0], *(self._unfold(a, used) for a in term.args[1:])))
            return self._call(term, used)
        args = tuple(a if a.head == "fun" else self._unfold(a, used) for a in term.args)
        if sum(a.size for a in args) > 20 * LARGEST:
            raise TooLarge("too large once its definitions are put in")
        return Term(term.head, term.data, args)

    def _binder(self, term: Term, used: dict[str, None]) -> Term:
        scope = SCOPE[term.head]
        bound, inside, outside = term.args[0], term.args[1:1 + scope], term.args[1 + scope:]
        free_inside: frozenset[Term] = frozenset().union(*(a.free for a in inside))
        coming = frozenset().union(*(self.table[s].body.free for s in free_inside
                                     if s in self.table and s is not bound))
        hidden = self.table.pop(bound, None)
        try:
            if any(s.name == bound.name for s in coming):
                renamed = fresh(bound, coming | free_inside)
                inside = tuple(substitute(a, {bound: renamed}) for a in inside)
                bound = renamed
            new_inside = tuple(self._unfold(a, used) for a in inside)
        finally:
            if hidden is not None:
                self.table[term.args[0]] = hidden
        return Term(term.head, term.data, (
            bound, *new_inside, *(self._unfold(a, used) for a in outside)))

    def _call(self, term: Term, used: dict[str, None]) -> Term:
        meaning = self.table[term.args[0]]
        used[meaning.line] = None
        arguments = tuple(self._unfold(a, used) for a in term.args[1:])
        orders = [d for d in term.data if isinstance(d, int)]
        plain = {p: a for p, a, o in zip(meaning.parameters, arguments, orders, strict=True)
                 if o == 0 and p.head == "sym"}
        body = meaning.body
        derived = [(p, a, o) for p, a, o in zip(meaning.parameters, arguments, orders,
                                                strict=True) if o]
        avoid = frozenset().union(body.free, *(a.free for a in arguments))
        for parameter, argument, order in derived:
            inner = fresh(parameter, avoid)
            avoid = avoid | {inner}
            body = Term("derivative", (order,), (
                inner, substitute(body, {parameter: inner}), argument))
        return substitute(body, plain)
