"""Declarations from outside the formulas: comments, front matter, ``--declare``, a file.

``Announced`` is what is declared so far: cards, kinds by letter, hypotheses. Next: ``kinds``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace

from derive.notation.cards import Card, Notation
from derive.review.kinds import Kind
from derive.review.limits import DocumentError
from derive.review.spanned import Spanned
from derive.terms.term import Term


@dataclass(frozen=True)
class Announced:
    """Cards and hypotheses that somebody declared."""

    notation: Notation = field(default_factory=Notation)
    kinds: dict[str, Kind] = field(default_factory=dict)
    hypotheses: tuple[Term, ...] = ()
    goals: tuple[Spanned, ...] = ()
    ignore: bool = False

    @property
    def terms(self) -> tuple[Term, ...]:
        return tuple(card.term for card in self.notation.cards)

    def with_declarations(self, texts: Iterable[Spanned],
                          complain: Callable[[Spanned, str], None]) -> Announced:
        """The same and what the texts declare; what is not understood is complained of."""
        result = self
        for text in texts:
            if not self.ignore:
                result = result._with(text, complain)
        return result

    def _with(self, text: Spanned, complain: Callable[[Spanned, str], None]) -> Announced:
        complain(text, "declarations are not read yet")
        return self

    def _taking(self, cards: Iterable[Card], hypotheses: Iterable[Term]) -> Announced:
        notation = self.notation.with_cards(*cards)
        return replace(self, notation=notation, kinds=kinds_of(notation),
                       hypotheses=(*self.hypotheses, *hypotheses))


def kinds_of(notation: Notation) -> dict[str, Kind]:
    """The kinds of all cards, by the letter as it is written."""
    found = {}
    for card in notation.cards:
        if card.term.head == "sym":
            found[card.latex] = Kind(card.latex, card.term.sort, declared=True)
        else:
            sorts = card.term.data[1]
            assert isinstance(sorts, tuple)
            found[card.latex] = Kind(card.latex, card.term.sort, sorts, len(card.index),
                                     declared=True)
    return found


def announce(texts: Iterable[str], ignore: bool = False) -> Announced:
    """What the texts declare, from a command line or a file.

    Raises DocumentError where one is not understood: these are not part of a document.
    """
    def refuse(text: Spanned, message: str) -> None:
        raise DocumentError(f"the declaration {text.text!r} is not understood: {message}")

    pieces = [Spanned(line, range(len(line))) for text in texts for line in _statements(text)]
    return replace(Announced().with_declarations(pieces, refuse), ignore=ignore)


def _statements(text: str) -> list[str]:
    """The lines of a declaration file, without comment signs and the word ``derive:``."""
    found = []
    for line in text.split("\n"):
        content = line.strip().lstrip("%").strip().removeprefix("derive:").strip()
        if content and not content.startswith("#"):
            found.append(content)
    return found
