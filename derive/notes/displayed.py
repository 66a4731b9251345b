"""A claim as displayed rows: left side, relation, right side, broken where it is too long.

Only the layout is decided here. A broken right side is cut between the summands of its
outermost sum, so that what is printed still reads back as the one term it is.
"""

from __future__ import annotations

from collections.abc import Mapping

from derive.notation import text
from derive.notation.cards import Notation
from derive.notes.page import Cited, Row, Said, Sign, Token
from derive.rules.lecture import Line
from derive.terms.build import eq
from derive.terms.term import Term

RELATIONS = {"eq": "=", "ne": "≠", "lt": "<", "le": "≤"}
#: Characters of the one-line form beyond which a row is broken.
WIDE = 66


def statement(formula: Term) -> Term:
    """What is displayed of a formula: without the outer "for all", a series as an equation."""
    while formula.head == "forall":
        formula = formula.args[1]
    if formula.head == "series_eq":
        return eq(formula.args[1], formula.args[2])
    return formula


def row(line: Line, notation: Notation, *, after: Line | None, mark: str, number: int,
        tail: str = "", width: int = WIDE, shown: Mapping[Term, str] | None = None) -> Row:
    """The row of a line; ``after`` is the line displayed before it in the same block.

    ``shown``: formulas that have a number on the page, with their labels; hypotheses that
    contradict one another are cited by number where they have one.
    """
    formula = statement(line.conclusion)
    if formula.head == "false":
        return Row(line.label, _impossible(line, notation, width, shown or {}), mark, number, (),
                   tail)
    continued = line.continued and after is not None and _left(after) is _left(line)
    lines = _lines(formula, notation, continued, width)
    return Row(line.label, lines, mark, number, line.conditions, tail)


def _left(line: Line) -> Term | None:
    shown = statement(line.conclusion)
    return shown.args[0] if shown.head in RELATIONS else None


Lines = tuple[tuple[tuple[Token, ...], tuple[Token, ...]], ...]


def _lines(shown: Term, notation: Notation, continued: bool, width: int) -> Lines:
    if shown.head not in RELATIONS:
        return ((((shown,)), ()),)
    relation = Sign(RELATIONS[shown.head])
    left: tuple[Token, ...] = () if continued else (shown.args[0],)
    whole = len(text(shown.args[1], notation))
    before = 0 if continued else len(text(shown.args[0], notation))
    if before + whole <= width:
        return ((left, (relation, shown.args[1])),)
    room = width - before
    if room < width // 3 and left:
        # A left side that leaves no room stands alone; the right side follows below.
        first, *rest = _pieces(shown.args[1], notation, width - 6)
        below = (((), (Sign("indent"), Sign("indent"), *piece)) for piece in rest)
        return (((), left), ((), (Sign("indent"), relation, *first)), *below)
    return _stacked(left, relation, _pieces(shown.args[1], notation, max(room, width // 2)))


def _stacked(left: tuple[Token, ...], relation: Sign,
             pieces: list[tuple[Token, ...]]) -> Lines:
    first = (left, (relation, *pieces[0]))
    return (first, *(((), (Sign("indent"), *piece)) for piece in pieces[1:]))


def _pieces(term: Term, notation: Notation, room: int) -> list[tuple[Token, ...]]:
    """The summands of a sum, as many to a line as there is room for."""
    if term.head != "add" or len(text(term, notation)) <= room:
        return [(term,)]
    pieces: list[tuple[Token, ...]] = []
    used = 0
    for summand in term.args:
        tokens = _signed(summand, first=not pieces)
        length = len(text(summand, notation)) + 3
        if pieces and used + length <= room:
            pieces[-1] = (*pieces[-1], *_signed(summand, first=False))
        else:
            pieces.append(tokens)
            used = 0
        used += length
    return pieces


def _signed(summand: Term, first: bool) -> tuple[Token, ...]:
    if first:
        return (summand,)
    if summand.head == "neg":
        return (Sign("−"), summand.args[0])
    return (Sign("+"), summand)


def _impossible(line: Line, notation: Notation, width: int, shown: Mapping[Term, str]) -> Lines:
    """Hypotheses that cannot hold together, as many to a line as there is room for."""
    lines: list[list[Token]] = [[]]
    used = 0
    for position, condition in enumerate(line.conditions):
        label = shown.get(condition)
        length = 8 if label else len(text(condition, notation)) + 4
        if lines[-1] and used + length > width:
            lines.append([])
            used = 0
        lines[-1].append(Cited(label) if label else condition)
        if position + 1 < len(line.conditions):
            lines[-1].append(Sign(","))
        used += length
    ending: list[Token] = [Sign("⟹"), Said("contradiction")]
    if used + 16 > width:
        lines.append(ending)
    else:
        lines[-1] += ending
    return tuple((tuple(tokens), ()) for tokens in lines)
