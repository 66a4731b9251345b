"""A claim as displayed rows: left side, relation, right side, broken where it is too long.

Only the layout is decided here. A broken right side is cut between the summands of its
outermost sum, or between the factors of a product that has none, so that what is printed still
reads back as the one term it is.
"""

from __future__ import annotations

from collections.abc import Mapping

from derive.notation import text
from derive.notation.cards import Notation
from derive.notes.page import Cited, Row, Said, Sign, Token
from derive.rules.lecture import Line
from derive.terms.build import eq, mul
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


def at_a_point(hypothesis: Term) -> Term:
    """A hypothesis without "all along the curve", which differentials ask for and no page says."""
    if hypothesis.head == "along":
        return at_a_point(hypothesis.args[0])
    args = tuple(at_a_point(a) if a.is_formula else a for a in hypothesis.args)
    return hypothesis if args == hypothesis.args else Term(hypothesis.head, hypothesis.data, args)


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
    continued = after is not None and continues(line, after)
    lines = _lines(formula, notation, continued, width)
    beside = sum(len(text(c, notation)) + 2 for c in line.conditions)
    below = bool(beside) and _width(lines[-1], notation) + beside > width + 6
    if below:
        first, *rest = _listed(line.conditions, notation, width - 6, shown or {})
        listed = [(Said("if"), *first), *rest]
        lines = (*lines, *(((), (Sign("indent"), *tokens)) if formula.head in RELATIONS else
                           (tokens, ()) for tokens in listed))
    return Row(line.label, lines, mark, number, line.conditions, tail, below)


def _width(line: tuple[tuple[Token, ...], tuple[Token, ...]], notation: Notation) -> int:
    """About how many characters a physical line is wide."""
    return sum(len(text(t, notation)) + 1 if isinstance(t, Term) else 2
               for side in line for t in side)


def continues(line: Line, after: Line) -> bool:
    """Whether the left side need not be said again: a = b, = c under the same conditions."""
    here, above = statement(line.conclusion), statement(after.conclusion)
    return (here.head == above.head == "eq" and here.args[0] is above.args[0]
            and line.conditions == after.conditions)


Lines = tuple[tuple[tuple[Token, ...], tuple[Token, ...]], ...]


def _lines(shown: Term, notation: Notation, continued: bool, width: int) -> Lines:
    if shown.head not in RELATIONS:
        return ((((shown,)), ()),)
    relation = Sign(RELATIONS[shown.head])
    left: tuple[Token, ...] = () if continued else (shown.args[0],)
    before = 0 if continued else len(text(shown.args[0], notation))
    if before + len(text(shown.args[1], notation)) <= width:
        return ((left, (relation, shown.args[1])),)
    pieces = _pieces(shown.args[1], notation, max(width - before, width // 2))
    if continued or before + max(_width(((), p), notation) for p in pieces) <= width:
        return _stacked(left, relation, pieces)
    # No room beside the left side: it stands above, and the right side follows below.
    above = _pieces(shown.args[0], notation, width)
    below = _pieces(shown.args[1], notation, width - 6)
    top = [((), above[0]), *(((), (Sign("indent"), *piece)) for piece in above[1:])]
    if len(above) > 1 and len(below) == 1 and (
            _width(top[-1], notation) + _width(((), below[0]), notation) <= width):
        return (*top[:-1], ((), (*top[-1][1], relation, *below[0])))
    first, *rest = below
    return (*top, ((), (Sign("indent"), relation, *first)),
            *(((), (Sign("indent"), Sign("indent"), *piece)) for piece in rest))


def _stacked(left: tuple[Token, ...], relation: Sign,
             pieces: list[tuple[Token, ...]]) -> Lines:
    first = (left, (relation, *pieces[0]))
    return (first, *(((), (Sign("indent"), *piece)) for piece in pieces[1:]))


def _pieces(term: Term, notation: Notation, room: int) -> list[tuple[Token, ...]]:
    """The summands of a sum, or factors of a product, as many to a line as there is room for."""
    if term.head == "mul" and not any(f.head in ("add", "neg", "mul") for f in term.args) and (
            len(text(term, notation)) > room):
        return _factors(term.args, notation, room)
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


def _factors(factors: tuple[Term, ...], notation: Notation, room: int) -> list[tuple[Token, ...]]:
    """Products that fit into a line each, with a dot between lines that would run together."""
    groups: list[list[Term]] = [[]]
    used = 0
    for factor in factors:
        length = len(text(factor, notation)) + 1
        if groups[-1] and used + length > room:
            groups.append([])
            used = 0
        groups[-1].append(factor)
        used += length
    products = [g[0] if len(g) == 1 else mul(*g) for g in groups]
    pieces: list[tuple[Token, ...]] = [(products[0],)]
    for before, after, product in zip(groups, groups[1:], products[1:], strict=False):
        both = mul(before[-1], after[0])
        dotted = text(both, notation).count("·") > sum(
            text(f, notation).count("·") for f in both.args)
        pieces.append((Sign("·"), product) if dotted else (product,))
    return pieces


def _signed(summand: Term, first: bool) -> tuple[Token, ...]:
    if first:
        return (summand,)
    if summand.head == "neg":
        return (Sign("−"), summand.args[0])
    return (Sign("+"), summand)


def _impossible(line: Line, notation: Notation, width: int, shown: Mapping[Term, str]) -> Lines:
    """Hypotheses that cannot hold together; those with a number on the page are cited by it."""
    lines = _listed(line.conditions, notation, width - 16, shown)
    lines[-1] = (*lines[-1], Sign("⟹"), Said("contradiction"))
    return tuple((tokens, ()) for tokens in lines)


def _listed(conditions: tuple[Term, ...], notation: Notation, width: int,
            shown: Mapping[Term, str]) -> list[tuple[Token, ...]]:
    """Conditions with commas between, cited ones first, as many to a line as there is room for."""
    lines: list[tuple[Token, ...]] = [()]
    used = 0
    places = {formula: place for place, formula in enumerate(shown)}
    ordered = sorted(conditions, key=lambda c: (
        places.get(c, len(places)), c.head == "forall"))
    for position, condition in enumerate(ordered):
        label = shown.get(condition)
        length = 8 if label else len(text(condition, notation)) + 4
        if lines[-1] and used + length > width:
            lines.append(())
            used = 0
        comma = (Sign(","),) if position + 1 < len(ordered) else ()
        lines[-1] = (*lines[-1], Cited(label) if label else condition, *comma)
        used += length
    return lines
