"""Prose as it is written in ``text``: paragraphs with formulas, references and places for lines.

A text is plain words with
    $...$     a formula, in LaTeX, read by the notation of the lecture (so that a change of
              letters or conventions reaches the prose as well)
    {norm}    the number of the line called norm
    *word*    emphasis
    an empty line, a new paragraph
    @ norm, psi.   on a line of its own: these lines are displayed here, with that punctuation
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from derive.notation import NotRead, parse
from derive.notation.cards import Notation
from derive.notes.page import Formula, Inline, Reference, Words
from derive.rules.writing import with_ones
from derive.terms.term import Term

INLINE = re.compile(r"\$(?P<formula>[^$]+)\$|\{(?P<label>[a-z_]+)\}|\*(?P<emphasis>[^*\n]+)\*"
                    r"|`(?P<code>[^`]+)`")
PLACE = re.compile(r"(?P<label>[a-z0-9_]+)(?P<tail>[,.;:]?)")


class BadProse(ValueError):
    """A text that cannot be read; the message names its key and the place."""


@dataclass(frozen=True)
class Place:
    """Lines to be displayed here: (label, punctuation after it)."""

    lines: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Sentences:
    """Words and formulas between two displays; ``begins``: a new paragraph starts here."""

    content: tuple[Inline, ...]
    begins: bool


def read(text: str, notation: Notation, key: str, ones: tuple[Term, ...] = ()
         ) -> tuple[Sentences | Place, ...]:
    """The pieces of a text, in order.

    Raises
    ------
    BadProse
        A formula in it is not read by the notation.
    """
    pieces: list[Sentences | Place] = []
    begins = True
    for paragraph in re.split(r"\n\s*\n", text.strip()):
        begins = True
        words: list[str] = []
        for line in [*paragraph.split("\n"), "@"]:
            if not line.strip().startswith("@"):
                words.append(line.strip())
                continue
            if words:
                pieces.append(Sentences(inlines(" ".join(words), notation, key, ones), begins))
                words, begins = [], False
            places = tuple((m["label"], m["tail"]) for m in PLACE.finditer(line.strip()[1:]))
            if places:
                pieces.append(Place(places))
                begins = False
    return tuple(pieces)


def inlines(text: str, notation: Notation, key: str, ones: tuple[Term, ...] = ()
            ) -> tuple[Inline, ...]:
    """The words, formulas and references of one stretch of text."""
    found: list[Inline] = []
    end = 0
    for match in INLINE.finditer(text):
        if match.start() > end:
            found.append(Words(text[end:match.start()]))
        end = match.end()
        if match["formula"] is not None:
            try:
                found.append(Formula(with_ones(parse(match["formula"], notation), ones)))
            except NotRead as error:
                raise BadProse(f"{key}: the formula ${match['formula']}$ is not read: "
                               f"{error}") from None
        elif match["label"] is not None:
            found.append(Reference(match["label"]))
        elif match["code"] is not None:
            found.append(Words(match["code"], "code"))
        else:
            found.append(Words(match["emphasis"], "emphasis"))
    if text[end:]:
        found.append(Words(text[end:]))
    return tuple(found)
