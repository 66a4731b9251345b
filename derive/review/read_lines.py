"""A link with what it is read as. Next: ``checking``, which reads and judges them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from derive.notation.cards import Notation
from derive.notation.tree import Node
from derive.review.chains import NO_LEFT, Link
from derive.review.displays import Display
from derive.review.meaning import Unread, tree_of
from derive.review.spanned import Spanned
from derive.review.wide_rows import with_rows
from derive.terms.term import Term


@dataclass
class ReadLine:
    """A link with its trees, terms and the notation in which it was read.

    ``carried`` is a definition of an earlier section (see ``carrying``), ``repeated`` what a line
    says of one layer, said of another (see ``layers``).
    """

    link: Link
    display: Display
    id: str
    trees: tuple[Node | Unread, Node | Unread]
    texts: tuple[Spanned, Spanned]
    left: Term | Unread = field(default_factory=lambda: Unread("", 0))
    right: Term | Unread = field(default_factory=lambda: Unread("", 0))
    notation: Notation = field(default_factory=Notation)
    hypotheses: tuple[Term, ...] = ()
    label: str = ""
    carried: bool = False
    repeated: bool = False


def carried_on(link: Link, above: Sequence[ReadLine]) -> Link:
    """A display that begins with its relation goes on where the last display ended."""
    last = next((line for line in reversed(above) if not line.display.inline), None)
    if link.fault != NO_LEFT or last is None or last.link.fault or link.place or (
            last.link.kind == "in"):
        return link
    return replace(link, left=last.link.right, place=last.link.place + 1, fault="",
                   chain=last.link.chain)


#: words after a display that say what a letter in it is
WHERE = re.compile(r"[\s,.;:]*(?:where|wherein|in which|here|with)(?:\s+we have|\s+the)?\s*$", re.I)


def explained_first(lines: Iterable[ReadLine]) -> list[ReadLine]:
    r"""The lines, with ``where N = a^\dagger a`` before the display that it explains."""
    result: list[ReadLine] = []
    for line in lines:
        place = len(result)
        if line.display.inline and line.link.kind in ("=", ":=", "equiv") and (
                WHERE.fullmatch(line.display.lead)):
            while place and result[place - 1].display.inline:
                place -= 1
            explained = result[place - 1].display if place else line.display
            while place and result[place - 1].display is explained:
                place -= 1
        result.insert(place, line)
    return result


def read_line(link: Link, display: Display, name: str, label: str, profile: str) -> ReadLine:
    """A link with the trees of its sides."""
    texts = with_rows(link.left), with_rows(link.right)
    return ReadLine(link, display, name, (tree_of(texts[0], profile), tree_of(texts[1], profile)),
                    texts, label=label)
