"""Induction found for a line: over a natural number that bounds a sum. UNTRUSTED."""

from __future__ import annotations

from collections.abc import Sequence

from derive.kernel.claim import Refused
from derive.kernel.derivation import Step
from derive.rules.author import Author
from derive.rules.known_values import MISSES
from derive.terms.binding import substitute
from derive.terms.build import add, term
from derive.terms.term import Term


def by_induction(author: Author, goal: Term, hypotheses: Sequence[Term]) -> Step:
    """A proof of an equation by induction over a symbol that bounds one of its finite sums.

    >>> from derive.terms.build import div, eq, mul, series_sum, symbol
    >>> n, k = symbol("n", "N0"), symbol("k", "N0")
    >>> goal = eq(series_sum(k, k, 0, n), div(mul(n, add(n, 1)), 2))
    >>> by_induction(Author("line"), goal, ()).claim.conclusion is goal
    True
    """
    bounds = [t.args[3] for t in goal.walk() if t.head in ("sum", "product")]
    letters = sorted({s for b in bounds for s in b.free if s.head == "sym" and s.sort == "N0"},
                     key=lambda s: s.name)
    for n in letters:
        if not any(n in h.free for h in hypotheses) and n in goal.free:
            try:
                return _over(author, goal, n, list(hypotheses))
            except MISSES:
                continue
    raise Refused("no induction was found")


def _over(author: Author, goal: Term, n: Term, hypotheses: list[Term]) -> Step:
    base = author.step("elementary", conclusion=substitute(goal, {n: term(0)}),
                       hypotheses=hypotheses)
    known = author.assume(goal)
    following = substitute(goal, {n: add(n, 1)})
    step = author.step("elementary", known, conclusion=following, cofactors=[term(1)],
                       hypotheses=hypotheses)
    return author.induct(n, goal, base, step)
