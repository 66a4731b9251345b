"""Conventions: one table for reading (``% derive:``), writing (``--set``, derive.toml), Python.

A setting is ``key=value``; an unknown key or value answers with the nearest one.
``letters`` renames: ``letters:n=k``.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from difflib import get_close_matches

from derive.notation.errors import NotationError


@dataclass(frozen=True, slots=True)
class Convention:
    """A choice between ways of writing that mean the same; the first value is the default."""

    key: str
    values: tuple[str, ...]
    meaning: str


TABLE = {c.key: c for c in (
    Convention("units", ("si", "natural"), "whether the constants of nature are written or 1"),
    Convention("hermite", ("physicists", "probabilists"), "which Hermite polynomials H_n are"),
    Convention("samples", ("columns", "rows"), "how a batch lies in a matrix"),
    Convention("gradient", ("parameter", "numerator"), "the layout of a gradient"),
    Convention("loss", ("sum", "mean"), "what a loss over a batch is"),
    Convention("layer-index", ("^l", "^(l)", "^[l]", "_l"), "where the number of a layer stands"),
    Convention("inner-product", ("second", "first"), "the slot in which it is linear"),
    Convention("hats", ("off", "on"), "whether operators wear hats"),
    Convention("derivative", ("prime", "leibniz", "dot"), "how a derivative is written"),
    Convention("integrals", ("written", "line", "antiderivative"),
               "what an integral without bounds is"),
    Convention("sums", ("written", "naturals"), "what a sum without bounds runs over"),
    Convention("conjugate", ("star", "bar"), "how a complex conjugate is written"),
)}
LETTERS = "letters"


@dataclass(frozen=True, slots=True)
class Conventions:
    """The settings that differ from the defaults, and the letters that are renamed.

    >>> Conventions().set("derivative=leibniz")["derivative"]
    'leibniz'
    """

    chosen: tuple[tuple[str, str], ...] = ()
    letters: tuple[tuple[str, str], ...] = field(default=())

    def __getitem__(self, key: str) -> str:
        if key not in TABLE:
            raise NotationError(_unknown("convention", key, (*TABLE, LETTERS)))
        return dict(self.chosen).get(key, TABLE[key].values[0])

    def set(self, *settings: str) -> Conventions:
        """These conventions with ``key=value`` (or ``letters:a=b``) settings on top."""
        result = self
        for setting in settings:
            result = result._set_one(setting.strip())
        return result

    def _set_one(self, setting: str) -> Conventions:
        head, colon, rest = setting.partition(":")
        if head.strip() == LETTERS and colon:
            return self.rename(*(pair for pair in rest.split(",") if pair.strip()))
        key, sign, value = (part.strip() for part in setting.partition("="))
        if not sign:
            key, _, value = setting.partition(" ")
            key, value = key.strip(), value.strip()
        if key == LETTERS and value:
            return self.rename(*(pair for pair in value.split(",") if pair.strip()))
        if key not in TABLE:
            raise NotationError(_unknown("convention", key, (*TABLE, LETTERS)))
        if value not in TABLE[key].values:
            raise NotationError(_unknown(f"value of {key}", value, TABLE[key].values))
        kept = tuple(pair for pair in self.chosen if pair[0] != key)
        return Conventions((*kept, (key, value)), self.letters)

    def rename(self, *pairs: str) -> Conventions:
        """With letters written otherwise: ``n=k``, ``psi=\\\\phi``."""
        letters = dict(self.letters)
        for pair in pairs:
            old, sign, new = (part.strip() for part in pair.partition("="))
            if not (old and sign and new):
                raise NotationError(f"letters are renamed as old=new, not {pair.strip()!r}")
            letters[old] = new
        return Conventions(self.chosen, tuple(letters.items()))


def from_pairs(settings: Iterable[str]) -> Conventions:
    """Conventions from ``--set`` arguments or the words of a declaration."""
    return Conventions().set(*settings)


def _unknown(what: str, word: str, known: Iterable[str]) -> str:
    words = list(known)
    near = get_close_matches(word, words, n=2, cutoff=0.5)
    hint = f"did you mean {' or '.join(near)}?" if near else f"there are {', '.join(words)}"
    return f"no {what} {word!r}; {hint}"
