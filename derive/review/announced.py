"""Declarations from outside the formulas: comments, front matter, ``--declare``, a file.

``Announced`` is what is declared so far: cards, kinds by letter, hypotheses, definitions, goals.
The statements themselves are read by ``notation.declarations``. Next: ``kinds``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace

from derive.notation.cards import Notation
from derive.notation.declarations import declare
from derive.notation.errors import NotationError, NotRead
from derive.review.kinds import Kind
from derive.review.library import Library, library
from derive.review.limits import DocumentError
from derive.review.spanned import Spanned
from derive.terms.shapes import said
from derive.terms.term import Term, TermError


@dataclass(frozen=True)
class Announced:
    """Cards, hypotheses, definitions and goals that somebody declared.

    ``ignore`` drops what documents declare (submissions that smuggle assumptions in).
    """

    notation: Notation = field(default_factory=Notation)
    hypotheses: tuple[Term, ...] = ()
    definitions: tuple[Term, ...] = ()
    goals: tuple[str, ...] = ()
    library: tuple[str, ...] = ()
    brought: Library = field(default_factory=Library)
    ignore: bool = False

    @property
    def terms(self) -> tuple[Term, ...]:
        return tuple(card.term for card in self.notation.cards)

    @property
    def kinds(self) -> dict[str, Kind]:
        """The kinds of all declared letters, by the letter as it is written."""
        found: dict[str, Kind] = {}
        for card in self.notation.cards:
            sorts = card.term.data[1] if card.term.head == "fun" else ()
            sort = card.term.sort if card.term.shape is None else f"R^({said(card.term)})"
            if card.term.head in ("operator", "ket"):
                sort = "operator"
            found[card.written] = Kind(
                card.written, sort, sorts if isinstance(sorts, tuple) else (),
                len(card.index), declared=True)
        return found

    def with_declarations(self, texts: Iterable[Spanned],
                          complain: Callable[[Spanned, str], None]) -> Announced:
        """The same and what the texts declare; what is not understood is complained of."""
        result = self
        for text in texts:
            if not self.ignore:
                result = result._with(text, complain)
        return result

    def _with(self, text: Spanned, complain: Callable[[Spanned, str], None]) -> Announced:
        try:
            new = declare(text.text, self.notation)
        except NotRead as refusal:
            complain(text, refusal.message)
            return self
        except (NotationError, TermError) as refusal:
            complain(text, str(refusal))
            return self
        brought = self.brought
        notation = new.notation
        if new.library:
            try:
                brought = library((*self.library, *new.library))
            except DocumentError as unknown:
                complain(text, str(unknown))
                return self
            notation = notation.with_cards(*(
                c for c in brought.cards if notation.named(c.written) is None))
        return replace(
            self, brought=brought, notation=notation,
            hypotheses=(*self.hypotheses, *new.hypotheses),
            definitions=(*self.definitions, *new.definitions),
            goals=(*self.goals, *(goal for goal, _ in new.goals)),
            library=(*self.library, *new.library))


def announce(texts: Iterable[str], ignore: bool = False) -> Announced:
    """What the texts declare, from a command line or a file.

    Raises DocumentError where one is not understood: these are not part of a document.

    >>> [card.latex for card in announce(["% derive: m > 0; x in R"]).notation.cards]
    ['m', 'x']
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
