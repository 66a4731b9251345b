"""Lines between matrices that are written out: a definition, or one claim for each entry.

The verdict of a line is that of its worst entry, which is named. Next: ``obligations``.
"""

from __future__ import annotations

from dataclasses import replace

from derive.notation.cards import Notation
from derive.notation.errors import NotationError, NotRead
from derive.notation.tree import Node
from derive.review.claims import assumed
from derive.review.judging import Judgement
from derive.review.lines import Line, Outcome
from derive.review.listed import is_array
from derive.review.matrices import LETTERS, Entries, Matrices, key_of
from derive.review.obligations import Argument
from derive.terms.term import Term, TermError

ORDER = ("refuted", "not_read", "undecided", "given", "supported", "proved")


def matrix_outcome(line: Line, trees: tuple[Node, Node], notation: Notation,
                   argument: Argument, matrices: Matrices) -> Outcome:
    """What is said of an equation in which a matrix is written out or known."""
    left, right = trees
    try:
        raised = left.kind == "script" and bool(left.parts[2])
        if line.place == 0 and left.kind in LETTERS and left.kind != "bra" and not raised and (
                key_of(left) not in matrices.known):
            value = matrices.read(right, notation)
            if not isinstance(value, Term):
                matrices.known[key_of(left)] = value
                return Outcome("definition", Judgement("given"))
        if line.place == 0 and left.kind in LETTERS and not raised:
            again = _bound_again(left, right, notation, matrices)
            if again is not None:
                return again
        first, second = (opened(matrices.read(t, notation)) for t in (left, right))
    except (NotRead, NotationError, TermError) as refusal:
        return Outcome("unread", Judgement("not_read", "", str(refusal)))
    if isinstance(first, Term) and isinstance(second, Term):
        return argument.take(replace(line, left=first, right=second, place=max(line.place, 1)))
    if isinstance(first, Term) or isinstance(second, Term):
        if _zero(first) or _zero(second):
            return _against_zero(line, first, second, argument)
        return Outcome("equation", Judgement(
            "undecided", "", "a matrix on one side and a number on the other"))
    if is_array(left) and left.kind != "matrix" and _shape(first) == _shape(_turned(second)):
        second = _turned(second)  # a gradient is written as a row as often as a column
    if _shape(first) != _shape(second):
        return Outcome("equation", Judgement(
            "refuted", "shapes", "the two sides have different shapes",
            left=_shape(first), right=_shape(second)))
    outcome = _entries(line, first, second, argument)
    open_letters = any(e.free for value in (first, second) for row in value for e in row)
    if outcome.judgement.verdict == "refuted" and line.place == 0 and open_letters and (
            assumed(line.lead) or line.solved_later):
        return Outcome("equation to be solved", Judgement("given"))
    return outcome


def grids_outcome(line: Line, argument: Argument) -> Outcome | None:
    """One claim for each entry, where both sides were read as arrays of terms: of a gradient."""
    sides = [s for s in (line.left, line.right) if isinstance(s, Term) and s.head == "grid"]
    if len(sides) != 2 or sides[0].data != sides[1].data or line.kind not in ("=", ":=", "equiv"):
        return None
    first, second = map(opened, sides)
    if isinstance(first, Term) or isinstance(second, Term):
        return None
    return _entries(line, first, second, argument)


def _turned(value: Entries) -> Entries:
    return tuple(zip(*value, strict=True)) if 1 in (len(value), len(value[0])) else value


def opened(value: Term | Entries) -> Term | Entries:
    """The entries of an array that was read as one term, such as a gradient.

    >>> from derive.terms.build import symbol
    >>> from derive.terms.matrices import grid
    >>> len(opened(grid((symbol("a"),), (symbol("b"),))))
    2
    """
    if not isinstance(value, Term) or value.head != "grid":
        return value
    wide = int(str(value.data[1]))
    return tuple(value.args[start:start + wide] for start in range(0, len(value.args), wide))


def _bound_again(left: Node, right: Node, notation: Notation,
                 matrices: Matrices) -> Outcome | None:
    """A letter whose entries were left open, or had another shape, gets new entries."""
    known, value = matrices.known.get(key_of(left)), matrices.read(right, notation)
    if known is None or isinstance(value, Term):
        return None
    if _shape(known) == _shape(value) and not any(e.free for row in known for e in row):
        return None
    matrices.known[key_of(left)] = value
    return Outcome("definition", Judgement("given", "", "the letter has a new value from here on"))


def _entries(line: Line, first: Entries, second: Entries, argument: Argument) -> Outcome:
    """The outcome of the worst entry."""
    worst: Outcome | None = None
    uses: dict[str, None] = {}
    for i, (row, other) in enumerate(zip(first, second, strict=True), 1):
        for j, (a, b) in enumerate(zip(row, other, strict=True), 1):
            if a is b:
                continue
            outcome = argument.take(replace(line, left=a, right=b, place=max(line.place, 1)))
            uses.update(dict.fromkeys(outcome.uses))
            rank = ORDER.index(outcome.judgement.verdict)
            if worst is None or rank < ORDER.index(worst.judgement.verdict):
                reason = f"entry ({i}, {j})" + (
                    f": {outcome.judgement.reason}" if outcome.judgement.reason else "")
                worst = replace(outcome, judgement=replace(outcome.judgement, reason=reason))
            if outcome.judgement.verdict == "refuted":
                return replace(worst, kind="equation", uses=tuple(uses))
    if worst is None:
        return Outcome("equation", Judgement("proved", "every entry is the same"))
    if worst.judgement.verdict == "proved":
        worst = replace(worst, judgement=replace(worst.judgement, reason=""))
    return replace(worst, kind="equation", uses=tuple(uses))


def _zero(value: Term | Entries) -> bool:
    return isinstance(value, Term) and value.head == "int" and value.value == 0


def _against_zero(line: Line, first: Term | Entries, second: Term | Entries,
                  argument: Argument) -> Outcome:
    """``A = 0`` where 0 is the matrix of zeros."""
    array = second if isinstance(first, Term) else first
    assert not isinstance(array, Term)
    zero = first if isinstance(first, Term) else second
    assert isinstance(zero, Term)
    zeros = tuple(tuple(zero for _ in row) for row in array)
    return _entries(line, array, zeros, argument)


def _shape(value: Term | Entries) -> str:
    return "a number" if isinstance(value, Term) else f"{len(value)} x {len(value[0])}"
