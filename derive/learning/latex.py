r"""The letters of a gradient, for the one printer of formulas: (W^2)^{\top} \delta^2.

Formulas are written by ``derive.notation``; here is said only what each name looks like: a bar
for the cotangent ``a_bar``, the declared letter for what was read from a document. Next:
``written`` (whole gradients).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from derive.learning.known_functions import library
from derive.notation import Card, Notation, NotWritten, latex, text
from derive.notation.cards import latex_of_name
from derive.terms.term import Term

#: how deep the written form of a condition may say that it holds all along the curve
SILENT = ("along",)


@dataclass(frozen=True)
class Writer:
    """Writes terms with one convention for levels, and letters of one's own.

    ``letters`` says how names are written; ``notation`` has the letters of a document.

    >>> from derive.terms.matrices import matmul, matrix, vector
    >>> Writer()(matmul(matrix("W", 3, 2, 1), vector("a_bar", 2, 0)))
    'W^1\\\\bar{a}^0'
    """

    layer_index: str = "^l"
    letters: Mapping[str, str] = field(default_factory=dict)
    notation: Notation | None = None

    def __call__(self, t: Term) -> str:
        """The term as LaTeX."""
        return latex(_bare(t), self.cards(t))

    def plain(self, t: Term) -> str:
        """The term as a line of text."""
        return text(_bare(t), self.cards(t))

    def letter(self, name: str) -> str:
        """A name as a letter: barred for a cotangent, upright when it is a word."""
        if name in self.letters:
            return self.letters[name]
        if name.endswith("_bar"):
            return rf"\bar{{{self.letter(name[:-4])}}}"
        return latex_of_name(name)

    @property
    def names(self) -> frozenset[str]:
        """The names that the notation has."""
        return frozenset(c.term.name for c in (self.notation.cards if self.notation else ()))

    def cards(self, *terms: Term) -> Notation:
        """The notation in which the terms can be written."""
        base = self.notation or Notation()
        known = {c.term if c.term.head != "matrix" else _named(c.term) for c in base.cards}
        cards: dict[object, Card] = {}
        for t in terms:
            for part in t.walk():
                card = self._card(part)
                if card is not None and _named(part) not in known and part not in known:
                    cards.setdefault(_named(part), card)
        found = base.with_cards(*cards.values())
        if self.layer_index != "^l":
            found = found.with_conventions(layer_index=self.layer_index)
        return found

    def _card(self, t: Term) -> Card | None:
        if t.head in ("sym", "matrix"):
            return Card(t, self.letter(t.name))
        if t.head != "fun":
            return None
        sorts = t.data[1]
        assert isinstance(sorts, tuple)
        index = tuple(i for i, sort in enumerate(sorts) if sort == "N0")
        activation = library().get(t)
        if activation is not None and activation.latex and t.name not in self.letters:
            return Card(t, activation.latex)
        known = t.name in self.letters or index or len(t.name) == 1
        shown = self.letter(t.name)
        return Card(t, shown, index=index) if known or shown.startswith("\\") else None


def _named(t: Term) -> object:
    """What a card is for: a matrix by its name and how many levels it has."""
    return (t.name, len(t.args)) if t.head == "matrix" else t


def _bare(t: Term) -> Term:
    """The formula without the remark that it holds all along the curve."""
    return _bare(t.args[0]) if t.head in SILENT else t


def derivative(loss: str, w: str) -> str:
    """``dL/dW`` as a fraction."""
    return rf"\frac{{\partial {loss}}}{{\partial {w}}}"


__all__ = ["NotWritten", "Writer", "derivative"]
