"""The letters of a report: what was declared, what was inferred, and the line to paste.

Next: ``checking``.
"""

from __future__ import annotations

from derive.notation.cards import Card, Notation
from derive.notation.errors import NotationError, NotRead
from derive.review.customs import customs
from derive.review.findings import FileReview
from derive.review.kinds import Inferred, Kind
from derive.review.lines import Outcome
from derive.review.meaning import plain_text
from derive.terms.term import Term

SIGNS = {"lt": "<", "le": "<=", "ne": "!="}


class Letters:
    """Collects the letters of all scopes into one review."""

    def __init__(self, review: FileReview) -> None:
        self.review = review
        self.pasted: dict[str, str] = {}
        self.narrower: dict[str, str] = {}
        self.relations: dict[str, None] = {}

    def narrow(self, outcome: Outcome, notation: Notation) -> None:
        """What a verdict needs beyond the inferred kinds is offered with them."""
        for part in outcome.narrowed:
            if part.head == "sym":
                self.narrower[part.name] = Kind(part.name, part.sort).text
            elif part.head in SIGNS:
                cards = {c.term.name: pasted_name(c) for c in notation.cards}
                left, right = (str(a.value) if a.head == "int" else cards.get(str(a), "")
                               for a in part.args)
                if left and right:
                    self.relations[f"{left} {SIGNS[part.head]} {right}"] = None

    def add(self, inferred: Inferred, notation: Notation, used: set[Term],
            library: frozenset[Term]) -> None:
        """The letters of one scope that occur in what was read."""
        statements: dict[str, list[str]] = {}
        for key, kind in inferred.kinds.items():
            card = notation.named(key) if not key.endswith("[]") else (
                notation.indexed(kind.key))
            if card is None or card.term not in used or card.term in library:
                continue
            try:
                name = plain_text(card.term, notation) if card.term.head == "sym" else (
                    card.text or card.term.name)
            except (NotationError, NotRead):
                name = key
            if kind.declared:
                self.review.declared.setdefault(name, kind.text)
            else:
                self.review.inferred.setdefault(name, kind.text)
                usual = card.term.head == "fun" and next(customs(card.term), None)
                if kind.above or usual:
                    continue  # no form among the declarations; declared, H_n would be any sequence
                text = self.narrower.get(card.term.name, kind.text) if (
                    card.term.head == "sym") else kind.text
                statements.setdefault(text, []).append(pasted_name(card))
        self.review.questions = (*self.review.questions, *inferred.questions)[:3]
        self._paste(statements)

    def _paste(self, statements: dict[str, list[str]]) -> None:
        """One line of declarations; a letter with two kinds in two scopes keeps the first."""
        for kind, names in statements.items():
            new = [n for n in names if n not in self.pasted]
            self.pasted.update(dict.fromkeys(new, kind))
        by_kind: dict[str, list[str]] = {}
        for name, kind in self.pasted.items():
            by_kind.setdefault(kind, []).append(name)
        pieces: list[str] = []
        for kind, names in by_kind.items():
            if "->" in kind:
                marks, _, rest = kind.partition("]") if kind.startswith("[") else ("", "", kind)
                sign = "]" if marks else ": "
                pieces.extend(f"{n}{marks}{sign}{rest}" for n in names)
            else:
                pieces.append(f"{', '.join(names)} {kind}")
        pieces.extend(self.relations)
        if pieces:
            self.review.paste = "% derive: " + "; ".join(pieces)


def pasted_name(card: Card) -> str:
    """A letter as a declaration spells it: without backslash where that is clear."""
    return card.term.name if card.latex.replace("\\", "").isalpha() else card.latex
