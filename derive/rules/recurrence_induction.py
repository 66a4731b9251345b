"""Equations between neighbours in a family that is defined by recursion. UNTRUSTED.

``f_n'(x) = 2 n f_(n-1)(x)`` is shown by induction over as many levels as the recursion goes back:
what is claimed of n and n + 1 and the recursion, differentiated, give it of n + 2. Next: ``lines``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass

from derive.kernel.atoms import ONE
from derive.kernel.claim import Definition, Refused
from derive.kernel.derivation import Step
from derive.rules.author import Author
from derive.rules.known_values import MISSES
from derive.terms.binding import fresh, substitute
from derive.terms.build import add, le, neg, term
from derive.terms.term import Term

MOST_LEVELS, MOST_ORDERS = 4, 2
Calls = dict[tuple[int, int], Term]  # derivatives and levels above n


@dataclass(frozen=True)
class Family:
    """Calls of one function at levels near n and one real argument."""

    known: Definition
    n: Term
    x: Term
    orders: int
    last: int


def by_recurrence(author: Author, goal: Term, conditions: Sequence[Term],
                  definitions: Mapping[Term, Definition]) -> Step:
    """A proof of an equation between levels of one family, for every n (from the first on).

    Raises Refused where none is found.
    """
    for known in definitions.values():
        if known.function not in goal.free or len(known.parameters) != 2 or not known.bases:
            continue
        found = sorted({t for t in goal.walk() if t.head == "call"
                        and t.args[0] is known.function}, key=str)
        for n in sorted({s for t in found for s in t.args[1].free}, key=str):
            if n.head == "sym" and n.sort == "N0":
                with suppress(*MISSES):
                    return _for_every(author, goal, n, found, list(conditions), known)
    raise Refused("no recurrence shows it")


def _for_every(author: Author, goal: Term, n: Term, found: list[Term], conditions: list[Term],
               known: Definition) -> Step:
    start = max(0, *(-_shift(author, t.args[1], n) for t in found))
    here = [c for c in conditions if n in c.free]
    known_start = all(c in _beginnings(n, start) for c in here)
    if not known_start or (start and not here):
        raise Refused("the index has other conditions, or none where it needs one")
    k = fresh(n, goal.free) if start else n
    shifted = _level_terms(author, substitute(goal, {n: add(k, start)}) if start else goal, k,
                           known)
    shown = _by_levels(author, shifted, k, known)
    if start:
        wider = author.step("weaken", shown, hypotheses=here)
        shown = author.put(wider, {k: add(n, neg(start))})
    rest = [c for c in conditions if c not in shown.claim.hypotheses]
    return author.ring(goal, shown, cofactors=[term(1)], hypotheses=rest)


def _beginnings(n: Term, start: int) -> tuple[Term, ...]:
    """The ways to say that n is at least the first level."""
    return (le(start, n), le(0, add(n, neg(start))), Term("lt", (), (term(start - 1), n))) if (
        start) else ()


def _shift(author: Author, index: Term, n: Term) -> int:
    items = dict(author.normalizer.items(index))
    constant = items.pop(ONE, 0)
    if items != dict(author.normalizer.items(n)) or constant != int(constant):
        raise Refused(f"{index} is not {n} and a number")
    return int(constant)


def _level_terms(author: Author, t: Term, n: Term, known: Definition) -> Term:
    """The same with the levels of the family written n, n + 1, n + 2."""
    args = tuple(_level_terms(author, a, n, known) for a in t.args)
    if t.head == "call" and t.args[0] is known.function and n in t.args[1].free:
        return Term("call", t.data, (args[0], _at(n, _shift(author, args[1], n)), *args[2:]))
    return t if args == t.args else Term(t.head, t.data, args)


def _order(call: Term) -> int:
    """How often a member of the family is differentiated."""
    order = call.data[1]
    assert isinstance(order, int)
    return order


def _at(n: Term, shift: int) -> Term:
    return add(n, shift) if shift else n


def _by_levels(author: Author, goal: Term, n: Term, known: Definition) -> Step:
    calls = [t for t in goal.walk() if t.head == "call" and t.args[0] is known.function]
    places = {t.args[2] for t in calls}
    x = next(iter(places))
    shifts = [_shift(author, t.args[1], n) for t in calls]
    orders = max(map(_order, calls))
    if len(places) > 1 or x.head != "sym" or max(shifts) > MOST_LEVELS or orders > MOST_ORDERS:
        raise Refused("several arguments, or levels far apart")
    family = Family(known, n, x, orders, max(shifts))
    with suppress(*MISSES):  # the recursion alone
        return author.ring(goal, *_recursion(author, family, n, family.last))
    back = len(known.bases)
    bases = [_base(author, family, substitute(goal, {n: term(j)})) for j in range(back)]
    before = [author.assume(substitute(goal, {n: _at(n, j)})) for j in range(back)]
    flat = [author.step("restate", step, conclusion=_level_terms(
        author, step.claim.conclusion, n, known)) if j else step for j, step in enumerate(before)]
    pivots = {_highest(author, step.claim.conclusion, family): step for step in flat}
    using = [(step, step.claim.conclusion.args[0]) for step in _recursion(
        author, family, n, family.last + back)]
    using = [pair for pair in using if pair[1] not in pivots]
    every = [*using, *((step, pivot) for pivot, step in pivots.items())]
    every.sort(key=lambda pair: (_order(pair[1]), _shift(author, pair[1].args[1], n)),
               reverse=True)
    wanted = _level_terms(author, substitute(goal, {n: add(n, back)}), n, known)
    step = author.ring(wanted, *every)
    return author.induct(n, goal, *bases, step)


def _highest(author: Author, equation: Term, family: Family) -> Term:
    return max((t for t in equation.walk() if t.head == "call" and t.args[0] is (
        family.known.function)), key=lambda t: (_order(t), _shift(author, t.args[1], family.n)))


def _recursion(author: Author, family: Family, n: Term, last: int) -> list[Step]:
    """``f(n + r) = ...`` up to a level, with derivatives; the highest first."""
    known, back = family.known, len(family.known.bases)
    first = author.step("definition", function=known.function, case=back)
    found = []
    for level in range(back, last + 1):
        index, x = known.parameters
        values = {index: _at(n, level - back), x: family.x}
        values = {s: v for s, v in values.items() if s is not v}
        step = author.put(first, values) if values else first
        step = author.step("restate", step, conclusion=_level_terms(
            author, step.claim.conclusion, n, known))
        found.append(step)
        for order in range(1, family.orders + 1):
            found.append(author.differentiate(step, family.x, order))
    return found[::-1]


def _base(author: Author, family: Family, goal: Term) -> Step:
    """An equation between the first levels, by their values."""
    known, back = family.known, len(family.known.bases)
    index, x = known.parameters
    values: list[Step] = []
    for level in range(back + family.last):
        step = author.step("definition", function=known.function, case=min(level, back))
        put = {index: term(level - back)} if level >= back else {}
        if x is not family.x:
            put[x] = family.x
        step = author.put(step, put) if put else step
        left, right = step.claim.conclusion.args
        plain = Term("call", (0, 0), (known.function, term(level), family.x))
        if left is not plain or level >= back:
            right = _numbered(author, right, known)
            step = author.step("restate", step, conclusion=Term("eq", (), (plain, right)))
        values.append(step)
        values += [author.differentiate(step, family.x, order)
                   for order in range(1, family.orders + 1)]
    numbered = _numbered(author, goal, known)
    using = sorted(((s, s.claim.conclusion.args[0]) for s in values), key=lambda pair: (
        _order(pair[1]), pair[1].args[1].value), reverse=True)
    shown = author.ring(numbered, *using)
    return shown if numbered is goal else author.step("restate", shown, conclusion=goal)


def _numbered(author: Author, t: Term, known: Definition) -> Term:
    """The same with the levels of the family as numbers."""
    args = tuple(_numbered(author, a, known) for a in t.args)
    if t.head == "call" and t.args[0] is known.function:
        items = dict(author.normalizer.items(args[1]))
        number = items.pop(ONE, 0)
        if not items:
            return Term("call", t.data, (args[0], term(int(number)), *args[2:]))
    return t if args == t.args else Term(t.head, t.data, args)
