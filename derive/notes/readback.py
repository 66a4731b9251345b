"""Every displayed formula is read again and must be the claim it was printed from.

What a reader sees is what the printer made, not what the kernel accepted. So the printed
LaTeX of every row, put together as it stands on the page, goes through the reader, and the
term that comes out must be the claim's, up to the names of bound symbols. A page with a
mismatch is refused.
"""

from __future__ import annotations

from collections.abc import Mapping

from derive.notation import NotRead, parse
from derive.notation.cards import Notation
from derive.notes.displayed import Lines, statement
from derive.notes.formats.tex import tokens
from derive.notes.page import Cited, Mismatch, Row, Said, Sign, Token
from derive.rules.lecture import Line
from derive.terms.binding import alpha_equal
from derive.terms.term import Term


def check(row: Row, line: Line, notation: Notation, left: Term | None = None,
          cited: Mapping[str, Term] | None = None) -> None:
    """Refuse a row whose formula, as printed, is not its line's claim.

    ``left`` is the left side of the row above, for a row that does not repeat it; ``cited``
    has the formulas of the lines that a row may cite by number.

    Raises
    ------
    Mismatch
        Names the line, what was printed and what it would say.
    """
    claimed = statement(line.conclusion)
    if claimed.head == "false":
        _check_hypotheses(row.lines, line, notation, cited or {})
        return
    lines, conditions = _parted(row)
    start = (left,) if left is not None and not lines[0][0] else ()
    printed = tokens((*start, *_tokens(lines)), notation)
    _compare(printed, claimed, line.label, notation)
    if conditions:
        _check_hypotheses(conditions, line, notation, cited or {})
    for condition in () if row.below else row.conditions:
        _compare_hypothesis(tokens((condition,), notation), line, notation)


def _parted(row: Row) -> tuple[Lines, Lines]:
    """The lines of the formula itself, and those that begin with "if" below it."""
    for position, (left, right) in enumerate(row.lines):
        if Said("if") in (*left, *right):
            return row.lines[:position], row.lines[position:]
    return row.lines, ()


def check_formula(formula: Term, label: str, notation: Notation) -> None:
    """Refuse a formula of a list that does not read back as itself."""
    if formula.head != "false":
        _compare(tokens((formula,), notation), formula, label, notation)


def _tokens(lines: Lines) -> tuple[Token, ...]:
    return tuple(t for left, right in lines for t in (*left, *right) if t != Sign("indent"))


def _check_hypotheses(lines: Lines, line: Line, notation: Notation,
                      cited: Mapping[str, Term]) -> None:
    """Each formula between commas must be a hypothesis of the line's claim."""
    groups: list[tuple[Token, ...]] = [()]
    for token in _tokens(lines):
        if token == Sign(","):
            groups.append(())
        elif token != Sign("⟹") and not isinstance(token, Said):
            groups[-1] = (*groups[-1], token)
    for group in groups:
        if isinstance(group[0], Cited):
            _compare_cited(group[0].label, cited.get(group[0].label), line)
        else:
            _compare_hypothesis(tokens(group, notation), line, notation)


def _compare(printed: str, claimed: Term, label: str, notation: Notation) -> None:
    read = _read(printed, label, notation)
    if not alpha_equal(read, claimed):
        raise Mismatch(f"line {label!r} would be printed as {printed}, which says {read}, "
                       f"while the kernel accepted {claimed}; the page is refused")


def _compare_cited(label: str, formula: Term | None, line: Line) -> None:
    if formula is None or not any(alpha_equal(formula, h) for h in line.claim.hypotheses):
        raise Mismatch(f"line {line.label!r} would cite {label!r}, which is not among the "
                       "hypotheses of its claim; the page is refused")


def _compare_hypothesis(printed: str, line: Line, notation: Notation) -> None:
    """A condition beside a line, as printed, must be a hypothesis of the line's claim."""
    read = _read(printed, line.label, notation)
    if not any(alpha_equal(read, h) or alpha_equal(read, statement(h))
               for h in line.claim.hypotheses):
        raise Mismatch(f"beside line {line.label!r} would stand {printed}, which is not among "
                       "the hypotheses of its claim; the page is refused")


def _read(printed: str, label: str, notation: Notation) -> Term:
    try:
        return parse(printed, notation)
    except NotRead as error:
        raise Mismatch(f"line {label!r} would be printed as {printed}, which is not read back: "
                       f"{error}; the page is refused") from None
