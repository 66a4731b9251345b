"""Contradictions among hypotheses, and that something exists: by showing it. UNTRUSTED.

``there is n: a = b`` is ``not for all n: a != b``: what is supposed to hold for all n fails at the
n for which an equation gives a = b. Next: ``lines``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from itertools import chain, product

from derive.kernel.atoms import constant_of
from derive.kernel.claim import Refused
from derive.kernel.derivation import Step
from derive.kernel.refute.linear import fraction_solution, solution
from derive.rules.author import Author
from derive.rules.known_values import MISSES
from derive.terms.binding import substitute
from derive.terms.build import eq, le, sub, term
from derive.terms.term import Term

#: shows an equation from hypotheses
Prover = Callable[[Author, Term, tuple[Term, ...]], Step]
TRIED = 6  # values at which "for all" is looked at
NEAR = range(4)


def by_contradiction(author: Author, goal: Term, hypotheses: Sequence[Term],
                     prove: Prover) -> Step:
    """A step that shows a contradiction, or the negation of what leads to one.

    Raises Refused where none is found.

    >>> from derive.terms.build import add, ne, symbol
    >>> n, x = symbol("n", "N0"), symbol("x")
    >>> some = Term("not", (), (Term("forall", (), (n, ne(x, add(n, 1)))),))
    >>> step = by_contradiction(Author("line"), some, [eq(x, 3)], lambda a, g, h: a.ring(
    ...     g, *map(a.assume, h)))
    >>> print(step.claim.conclusion is some, step.grade.value)
    True proved
    """
    given = tuple(hypotheses)
    if goal.head == "false":
        return _clash(author, given, given, prove)
    (denied,) = goal.args
    found = _clash(author, (denied,), given, prove)
    shown = author.step("discharge", found, formula=denied)
    if shown.claim.conclusion is not goal:
        raise Refused("this is said otherwise")
    return shown


def _clash(author: Author, denials: Sequence[Term], given: tuple[Term, ...],
           prove: Prover) -> Step:
    """``a != b`` and a proof of ``a = b``, or two bounds that exclude each other."""
    for denial in denials:
        for step, opposite in _instances(author, denial, given):
            rest = tuple(h for h in given if h is not denial)
            with suppress(*MISSES):
                return author.step("contradiction", prove(author, opposite, rest), step)
    bounds = [h for h in given if h.head in ("lt", "le")]
    for first, second in product(bounds, repeat=2):
        with suppress(*MISSES):
            return _crossed(author, first, second)
    raise Refused("no contradiction was found")


def _instances(author: Author, denial: Term, given: Sequence[Term]
               ) -> Iterator[tuple[Step, Term]]:
    """``a != b``, also at values of what it is said for, with ``a = b``."""
    if denial.head == "ne":
        yield author.assume(denial), eq(*denial.args)
        return
    if denial.head != "forall" or denial.args[1].head != "ne":
        return
    letter, inside = denial.args
    for value in _values(letter, inside, given):
        with suppress(*MISSES):
            yield author.step("specialize", author.assume(denial), value=value), eq(
                *substitute(inside, {letter: value}).args)


def _values(letter: Term, inside: Term, given: Sequence[Term]) -> list[Term]:
    """Values of a letter that may solve an equation, with the given equations put in."""
    equation = eq(*inside.args)
    put = {h.args[0]: h.args[1] for h in given
           if h.head == "eq" and h.args[0].head == "sym" and h.args[0] not in h.args[1].free}
    wanted = (equation, substitute(equation, put) if put else equation)
    solved = [found[1] for e in wanted for found in (
        solution(e, letter), fraction_solution(e, letter)) if found is not None]
    letters = sorted((s for h in (*given, inside) for s in h.free
                      if s.head == "sym" and s is not letter and s.sort == letter.sort), key=str)
    return list(dict.fromkeys(chain(solved, letters, map(term, NEAR))))[:TRIED]


def _crossed(author: Author, first: Term, second: Term) -> Step:
    """``a < b`` and ``c < d`` where b - a and d - c add up to a number that is not positive."""
    if first is second or {first.head, second.head} == {"le"}:
        raise Refused("no strict bound")
    strict, other = (first, second) if first.head == "lt" else (second, first)
    (a, b), (c, d) = strict.args, other.args
    number = constant_of(author.normalizer.items(sub(sub(a, b), sub(d, c))))
    if number is None or number < 0:
        raise Refused("these bounds do not exclude each other")
    against = author.order(le(b, a), (author.assume(other), term(1)), rest=term(number))
    return author.step("contradiction", author.assume(strict), against)
