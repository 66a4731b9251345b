"""The plain form of a document: blocks of words and formulas, without a trace of any format.

A format reads a ``Page`` and nothing else. Formulas stay terms until a format prints them.
Next: ``compose`` (what makes a page), ``formats`` (what reads one).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from derive.notation.cards import Notation
from derive.terms.term import Term

#: a line of code up to here has the numbers of its neighbours below one another
PROGRAM_WIDTH = 60


class Mismatch(Exception):
    """A printed formula does not read back as its claim; the page is refused."""


@dataclass(frozen=True)
class Words:
    """Plain words; ``style`` is one of plain, emphasis, strong, code."""

    text: str
    style: str = "plain"


@dataclass(frozen=True)
class Formula:
    """A formula inside a sentence."""

    term: Term


@dataclass(frozen=True)
class Reference:
    """The number of the line with that label, where the page (or its host) has it."""

    label: str


Inline: TypeAlias = Words | Formula | Reference


@dataclass(frozen=True)
class Sign:
    """A relation or sign between the terms of a displayed line, named by its Unicode character."""

    name: str


@dataclass(frozen=True)
class Said:
    """Words inside a displayed line."""

    text: str


@dataclass(frozen=True)
class Cited:
    """The number of another line, inside a displayed one: that line's formula is meant."""

    label: str


Token: TypeAlias = Term | Sign | Said | Cited


@dataclass(frozen=True)
class Row:
    """One line of a lecture as displayed: one or more physical lines, aligned at ``left | right``.

    ``mark`` is the letter for how it was checked, ``number`` its number on the page (0: none),
    ``tail`` the punctuation after it. ``below``: the conditions do not fit beside it and are
    its last line.
    """

    label: str
    lines: tuple[tuple[tuple[Token, ...], tuple[Token, ...]], ...]
    mark: str = ""
    number: int = 0
    conditions: tuple[Term, ...] = ()
    tail: str = ""
    below: bool = False

    @property
    def shape(self) -> str:
        """``sides``: aligned at a relation; ``run``: lines below one another; ``whole``."""
        if any(left for left, right in self.lines if right):
            return "sides"
        return "run" if self.lines[0][1] else "whole"


@dataclass(frozen=True)
class Heading:
    text: tuple[Inline, ...]
    level: int = 1
    key: str = ""


@dataclass(frozen=True)
class Paragraph:
    """A paragraph, or the part of one between two displays; ``title`` runs in before it."""

    content: tuple[Inline, ...]
    title: str = ""
    key: str = ""
    begins: bool = True


@dataclass(frozen=True)
class Display:
    """Rows that are aligned with one another."""

    rows: tuple[Row, ...]

    @property
    def groups(self) -> tuple[tuple[Row, ...], ...]:
        """The rows that can be aligned with one another, in order."""
        return grouped(self.rows)


def grouped(rows: tuple[Row, ...]) -> tuple[tuple[Row, ...], ...]:
    """Rows cut where their shape changes; a row without its left side goes with the one above."""
    groups: list[tuple[Row, ...]] = []
    for row in rows:
        starts = row.lines[0][1][:1]
        continues = row.shape == "run" and starts and isinstance(starts[0], Sign)
        same = groups and row.shape == groups[-1][-1].shape != "run"
        if groups and (continues or same):
            groups[-1] = (*groups[-1], row)
        else:
            groups.append((row,))
    return tuple(groups)


@dataclass(frozen=True)
class Program:
    """The lines of code that compute what the rows above say, each with the label of its row."""

    lines: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Box:
    """What the page comes to: the results, once more, framed."""

    title: str
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Item:
    """An entry of a list: a name, what it says, where it comes from."""

    name: tuple[Inline, ...]
    content: tuple[Inline, ...]
    source: str = ""


@dataclass(frozen=True)
class Listing:
    title: str
    items: tuple[Item, ...]
    key: str = ""


@dataclass(frozen=True)
class Step:
    """A step of the kernel derivation, for ``--detail full``; ``if_lines`` are hypotheses that
    have a number on the page, by label.
    """

    number: int
    label: str
    formula: Term
    hypotheses: tuple[Term, ...]
    if_lines: tuple[str, ...]
    inference: str
    uses: tuple[int, ...]
    mark: str


@dataclass(frozen=True)
class Steps:
    title: str
    note: tuple[Inline, ...]
    steps: tuple[Step, ...]


@dataclass(frozen=True)
class Foot:
    """What the marks mean, and what the whole rests on."""

    marks: tuple[tuple[str, str], ...]
    content: tuple[Inline, ...]


Block: TypeAlias = Heading | Paragraph | Display | Program | Box | Listing | Steps | Foot


@dataclass(frozen=True)
class Page:
    """A document: its blocks, and the notation in which its formulas are to be printed.

    ``name`` is the lecture's; labels of equations are built from it. ``marks`` is one of
    margin, inline, none.
    """

    name: str
    title: str
    language: str
    notation: Notation
    blocks: tuple[Block, ...]
    marks: str = "margin"

    @property
    def rows(self) -> tuple[Row, ...]:
        """The displayed rows, in order, the box of results left out."""
        return tuple(r for b in self.blocks if isinstance(b, Display) for r in b.rows)

    def program(self, piece: Program) -> list[str]:
        """The lines of code, each with the number of the formula that it computes."""
        wide = max(len(code) for _, code in piece.lines)
        wide = wide if wide <= PROGRAM_WIDTH else 0
        rows, said = [], ""
        for label, code in piece.lines:
            number = f"# ({self.number(label)})" if self.number(label) else ""
            own = number == said or not number
            fits = len(code) <= PROGRAM_WIDTH and code[:1] != " " and code[-1:] != ":"
            rows += [f"{code:<{wide}}  {number}" if number else code] if fits else (
                [code] if own else [number, code])
            said = number
        return rows

    def number(self, label: str) -> int:
        """The number of the row with that label, or 0."""
        return next((r.number for r in self.rows if r.label == label), 0)
