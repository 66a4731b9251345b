r"""What a scope has stated so far, in the form in which a law is meant: for every x, every n.

A document writes ``E psi(x) = -psi''(x) + V psi(x)`` and means it for all x; it defines
``u(x) = psi(x) e^x`` and means the functions. A line that is said to follow is judged once more
under these forms, without anything put in. Next: ``obligations``.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from derive.review.claims import subject_of
from derive.terms.binding import substitute
from derive.terms.build import add, eq, forall, sub
from derive.terms.shapes import size_key
from derive.terms.term import Term, TermError

MOST = 14       # statements under which one line is judged
INSTANCES = 3   # rounds in which laws for every level are taken at the levels that occur


@dataclass
class Stated:
    """Statements of one scope with the ids of their lines; ``subject`` is what one defines.

    >>> from derive.terms.build import call, function, mul, power, symbol
    >>> x, f = symbol("x"), function("f")
    >>> stated = Stated()
    >>> stated.add(eq(call(f, x, orders=(2,)), mul(x, call(f, x))), "3")
    >>> [(str(formula), line) for formula, line in stated.about(call(f, 0))]
    [('(forall x (eq (call 2 f x) (mul x (call 0 f x))))', '3')]
    """

    items: list[tuple[Term, str, Term | None]] = field(default_factory=list)

    def define(self, left: Term, right: Term, line: str) -> None:
        """A definition: what was said with the old meaning of its letter is forgotten."""
        subject = subject_of(left)
        head = subject.head if subject is not None else left
        self.items = [item for item in self.items if item[2] is not head]
        statement = eq(left, right)
        for parameter in reversed(subject.parameters if subject is not None else ()):
            if parameter.head == "sym":
                statement = forall(parameter, statement)
        self.items.append((statement, line, head))

    def add(self, statement: Term, line: str) -> None:
        """A hypothesis, for all values of the letters that are variables in it."""
        for letter in () if statement.head == "forall" else variables(statement):
            statement = forall(letter, statement)
        if all(item[0] is not statement for item in self.items):
            self.items.append((statement, line, None))

    def about(self, claim: Term) -> list[tuple[Term, str]]:
        """The statements that bear on a claim, laws for levels at the levels that occur."""
        free = set(claim.free)
        chosen: dict[Term, str] = {}
        grown = True
        while grown and len(chosen) < MOST:
            grown = False
            for statement, line, _ in self.items:
                if statement not in chosen and statement.free & free and len(chosen) < MOST:
                    chosen[statement] = line
                    free |= statement.free
                    grown = True
        ends = _levels_summed(claim)
        if ends is not None:
            return [(_for_levels(s, *ends), line) for s, line in chosen.items()]
        for _ in range(INSTANCES):
            more = [(s, line) for s, line in _at_levels(chosen, claim) if s not in chosen]
            if not more or len(chosen) > 2 * MOST:
                break
            chosen.update(more)
        return list(chosen.items())


def variables(statement: Term) -> list[Term]:
    """The letters of an equation for which a reader takes it to hold whatever they are.

    The arguments of an unknown function in a differential equation, in a formula for its values,
    and the index of a recurrence; in ``f'(x) = 0`` the letter is a place.
    """
    if statement.head == "forall":
        return [statement.args[0], *variables(statement.args[1])]
    if statement.head != "eq":
        return []
    calls = {t for t in statement.walk() if t.head == "call"}
    letters: dict[Term, list[Term]] = {}
    for call in calls:
        for argument in call.args[1:]:
            letter = _letter(argument)
            if letter is not None:
                letters.setdefault(letter, []).append(call)
    return sorted((x for x, among in letters.items() if _varies(x, among, statement)),
                  key=lambda s: s.name)


def _letter(argument: Term) -> Term | None:
    """The letter x in ``x``, and in ``x + 2`` where it counts."""
    if argument.head == "sym":
        return argument
    if argument.head == "add" and argument.args[0].head == "sym" and (
            argument.args[0].sort == "N0") and not any(a.free for a in argument.args[1:]):
        return argument.args[0]
    return None


def _varies(letter: Term, calls: list[Term], statement: Term) -> bool:
    by_function: dict[Term, set[Term]] = {}
    for call in calls:
        by_function.setdefault(call.args[0], set()).add(call)
    several = any(len(found) > 1 for found in by_function.values())
    if letter.sort == "N0":
        return several
    orders = {d for call in calls for d in call.data}
    return (several and len(orders) > 1) or _outside(letter, statement)


def _outside(letter: Term, term: Term) -> bool:
    """Whether a letter occurs outside the arguments of functions."""
    if term is letter:
        return True
    return letter in term.free and term.head != "call" and any(
        _outside(letter, a) for a in term.args)


# -- levels of a network ---------------------------------------------------------------------


def _at_levels(chosen: dict[Term, str], claim: Term) -> Iterable[tuple[Term, str]]:
    """Definitions ``F[l] = ...`` for a generic level, at the other levels where F occurs."""
    wanted: dict[str, set[Term]] = {}
    for formula in (*chosen, claim):
        bound = {t.args[0] for t in formula.walk() if t.head in ("sum", "matsum", "matprod")}
        for t in formula.walk():
            if t.head == "matrix" and len(t.args) == 3 and not bound & t.args[2].free:
                wanted.setdefault(t.name, set()).add(t.args[2])
    for formula, line in list(chosen.items()):
        letter = _generic(formula)
        if letter is None:
            continue
        left = formula.args[0]
        for level in sorted(wanted.get(left.name, ()), key=str):
            step = _difference(level, left.args[2])
            if step:
                try:
                    yield substitute(formula, {letter: _shifted(letter, step)}), line
                except TermError:
                    continue


def _levels_summed(claim: Term) -> tuple[Term, Term] | None:
    """The first and the last level of a sum or product over the levels of matrices."""
    for t in claim.walk():
        if t.head in ("sum", "matsum", "matprod") and any(
                u.head == "matrix" and len(u.args) == 3 and t.args[0] in u.args[2].free
                for u in t.args[1].walk()):
            return t.args[2], t.args[3]
    return None


def _for_levels(statement: Term, first: Term, last: Term) -> Term:
    """A law for a generic level, said of all levels from the first to the last."""
    letter = _generic(statement)
    if letter is None or letter in first.free | last.free:
        return statement
    return Term("forall_in", (), (letter, statement, first, last))


def _generic(statement: Term) -> Term | None:
    """The letter l in ``F[l] = …`` and ``F[l - 1] = …``; a capital letter is the last level."""
    left = statement.args[0] if statement.head == "eq" else statement
    if left.head != "matrix" or len(left.args) != 3:
        return None
    letters = [s for s in left.args[2].free if s.head == "sym" and s.name.islower()]
    return letters[0] if len(letters) == 1 else None


def _difference(level: Term, other: Term) -> int | None:
    """The number c in ``level = other + c``."""
    rest = size_key(sub(level, other))
    if not rest:
        return 0
    ((monomial, value), *more) = rest
    return value if not more and not monomial else None


def _shifted(letter: Term, step: int) -> Term:
    return add(letter, step) if step > 0 else sub(letter, -step)
