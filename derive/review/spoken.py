r"""What a line of a document says, kept for those who typeset it or compile it.

A label stands where LaTeX and Quarto put it: ``\label{eq:norm}`` in the row, ``{#eq-norm}``
after the display; the first relation of that row bears it. Next: ``page``, ``labelled``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from derive.notation.cards import Notation
from derive.notation.errors import NotationError
from derive.review.chains import A_LIST, Link
from derive.review.claims import formula, last_sentence
from derive.review.counting import counts, listed
from derive.review.displays import Display
from derive.review.judging import Judgement
from derive.review.meaning import plain_text
from derive.review.spanned import Sources
from derive.review.unfolding import Meanings, TooLarge
from derive.terms.term import Term, TermError

if TYPE_CHECKING:
    from derive.review.read_lines import ReadLine

LABEL = re.compile(r"\\label\s*\{([^{}]{1,120})\}")
#: words that say that a line holds at one point, which its formula does not name
AT_A_POINT = re.compile(r"\bat (?:a|an|the|one|this|that|some) (?:\w+ )?points?\b", re.IGNORECASE)
BREAK = re.compile(r"\\\\(?![A-Za-z])|\\cr\b|\\newline\b")
RELATION_SIGNS = {"=": "=", "<": "<", ">": ">", "<=": "≤", ">=": "≥", "!=": "≠", ":=": ":=",
                  "=:": "=:", "equiv": "≡", "approx": "≈", "sim": "∼", "propto": "∝", "to": "→",
                  "in": "∈", "update": "←", "perp": "⟂", "either": "="}
CLAIMS = ("=", "<", ">", "<=", ">=", "!=", ":=", "equiv")


@dataclass(frozen=True)
class Spoken:
    """The formula of a line; ``unfolded`` is its right side in letters that nobody defined.

    ``display`` and ``scope`` number the display and the section in which it stands, ``place`` its
    place in a chain ``a = b = c``.
    """

    label: str = ""
    statement: Term | None = None
    unfolded: Term | None = None
    notation: Notation = field(default_factory=Notation)
    display: int = 0
    scope: int = 0
    place: int = 0


def at_a_point(display: Display) -> str:
    """Whether the sentence before a display speaks of a point, and so not of all values.

    >>> from derive.review.spanned import Spanned
    >>> [at_a_point(Display("$$", Spanned("", ()), 0, lead=words)) for words in (
    ...     "If we look at a point like (0, 1), we see that", "There are two points. Hence")]
    ['at a point that the text names', '']
    """
    return "at a point that the text names" if AT_A_POINT.search(
        last_sentence(display.lead)) else ""


def labelled(display: Display, found: list[Link]) -> Iterator[tuple[Link, str]]:
    r"""Every link of a display with the label that its row bears, if any.

    >>> from derive.review.chains import links
    >>> from derive.review.spanned import Spanned
    >>> source = r"a &= b = c \label{one} \\ d &= e \label{two}"
    >>> display = Display("align", Spanned(source, range(len(source))), 0)
    >>> [(link.right.text, label) for link, label in labelled(display, links(display))]
    [('b', 'one'), ('c', ''), ('e', 'two')]
    """
    body = display.body
    breaks = [body.at[m.start()] for m in BREAK.finditer(body.text)]

    def row(offset: int) -> int:
        return sum(1 for place in breaks if place < offset)

    rows = [row(link.shown.span[0]) for link in found]
    labels = [""] * len(found)
    for match in LABEL.finditer(body.text):
        wanted = row(body.at[match.start()])
        place = rows.index(wanted) if wanted in rows else len(found) - 1
        if found and not labels[place]:
            labels[place] = match.group(1).strip()
    yield from zip(found, labels, strict=True)


def spoken(line: ReadLine, meanings: Meanings) -> Spoken:
    """What a line says; without a formula where it is not read or makes no claim."""
    bare = Spoken(line.label, None, None, line.notation, line.display.span[0],
                  line.display.scope, line.link.place)
    if not (isinstance(line.left, Term) and isinstance(line.right, Term)) or (
            line.link.kind not in CLAIMS):
        return bare
    try:
        statement = formula(line.link.kind, line.left, line.right)
    except TermError:
        return bare
    try:
        unfolded = meanings.unfold(line.right)[0]
    except (TermError, TooLarge):
        unfolded = None
    return replace(bare, statement=statement, unfolded=unfolded)


def shown(line: ReadLine) -> str:
    """A line in the writer's letters, as a report shows it."""
    if line.link.fault == A_LIST and counts(line.link.shown.text):
        return listed(line.link.shown.text)
    if not isinstance(line.left, Term) or not isinstance(line.right, Term):
        return ""
    sign = RELATION_SIGNS.get(line.link.kind, "=")
    try:
        right = plain_text(line.right, line.notation)
        left = plain_text(line.left, line.notation) if line.link.place == 0 else ""
    except NotationError:
        return ""
    return f"{left} {sign} {right}".strip()


def condition_said(line: ReadLine, sources: Sources) -> str:
    """A condition of the running text, as a report names it; nothing for a display."""
    if not line.display.inline:
        return ""
    words = " ".join(line.link.shown.text.split())
    if isinstance(line.left, Term) and isinstance(line.right, Term) and (
            line.link.kind in ("<", ">", "<=", ">=", "!=")):
        with suppress(TermError, NotationError):  # between operators it is no formula
            words = plain_text(formula(line.link.kind, line.left, line.right), line.notation)
    return f"{words} (line {sources.place(line.link.shown.span[0]).line})"


def named(judged: Judgement, notation: Notation) -> tuple[tuple[str, str], ...]:
    """The point in the writer's letters."""
    names = {card.term.name: card for card in notation.cards if card.term.head == "sym"}
    return tuple((plain_text(names[n].term, notation) if n in names else n, v)
                 for n, v in judged.point)
