"""Proofs of single lines: normal forms, values put in, induction. UNTRUSTED.

``prove_line`` tries in the order of cost; every step is the kernel's. Next: ``known_values``,
``induction``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress

from derive.kernel.claim import Definition, Refused
from derive.kernel.derivation import Step
from derive.rules.author import Author
from derive.rules.induction import by_induction
from derive.rules.known_values import MISSES, value_of
from derive.rules.recurrence_induction import by_recurrence
from derive.rules.recursions import by_recursion, define
from derive.terms.binding import replace_at
from derive.terms.build import eq, neg, term
from derive.terms.term import BINDER_HEADS, Term

VALUED = frozenset({"derivative", "integral", "sum", "limit"})
MOST_VALUES = 12


Definitions = Mapping[Term, Definition]


def prove_line(author: Author, goal: Term, hypotheses: Sequence[Term],
               definitions: Definitions | None = None) -> Step:
    """A proof of an equation under hypotheses, or ``Refused``.

    >>> from derive.terms.build import add, power, symbol
    >>> x = symbol("x")
    >>> sine, cosine = (Term(name, (), (x,)) for name in ("sin", "cos"))
    >>> goal = eq(add(power(sine, 2), power(cosine, 2)), 1)
    >>> prove_line(Author("line"), goal, ()).claim.conclusion is goal
    True
    """
    conditions = [h for h in hypotheses if h.head in ("ne", "lt", "le")]
    define(author, definitions or {})
    try:
        return author.step("elementary", conclusion=goal, hypotheses=conditions)
    except MISSES:
        pass
    for attempt in (_by_values, by_recurrence):
        with suppress(*MISSES):
            return attempt(author, goal, conditions, definitions or {})
    return by_induction(author, goal, conditions)


def _by_values(author: Author, goal: Term, conditions: list[Term],
               definitions: Definitions) -> Step:
    """Values put in from the innermost outwards, the rest by normal form, then taken back."""
    current, taken = with_values(author, goal, conditions, definitions)
    if not taken:
        raise Refused("nothing in the line has a known value")
    shown = author.step("elementary", conclusion=current, hypotheses=conditions)
    for path, step in reversed(taken):
        node, value = step.claim.conclusion.args
        back = author.ring(eq(value, node), step, cofactors=[neg(term(1))])
        shown = author.step("rewrite", shown, back, path=list(path))
    return shown


def with_values(author: Author, goal: Term, conditions: list[Term],
                definitions: Definitions) -> tuple[Term, list[tuple[tuple[int, ...], Step]]]:
    """The goal with values put in, and the steps that show them with their places."""
    taken: list[tuple[tuple[int, ...], Step]] = []
    hopeless: set[Term] = set()
    current = goal
    while len(taken) < MOST_VALUES:
        place = _innermost(current, hopeless, definitions)
        if place is None:
            break
        path, node = place
        try:
            step = (by_recursion(author, node, definitions[node.args[0]])
                    if node.head == "call" else value_of(author, node, conditions))
        except MISSES:
            hopeless.add(node)
            continue
        taken.append((path, step))
        current = replace_at(current, path, step.claim.conclusion.args[1])
    return current, taken


def _innermost(term: Term, hopeless: Iterable[Term], definitions: Definitions
               ) -> tuple[tuple[int, ...], Term] | None:
    """The place of something to be valued that holds nothing else of the kind."""
    start = 1 if term.head in BINDER_HEADS or term.head == "call" else 0
    for index in range(start, len(term.args)):
        found = _innermost(term.args[index], hopeless, definitions)
        if found is not None:
            return (index, *found[0]), found[1]
    valued = term.head in VALUED or (term.head == "call" and term.args[0] in definitions)
    return ((), term) if valued and term not in hopeless else None
