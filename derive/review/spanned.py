"""Text that remembers where every character was written.

Macros are expanded and files are joined before a formula is read, yet a message must point
into the file that the person wrote. A :class:`Sources` gives every file a range of offsets;
a :class:`Spanned` is a string with one such offset for each character. Next: ``limits``,
``macros``.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Place:
    """A position as people count: 1-based line, 1-based column in code points."""

    path: str
    line: int
    column: int


@dataclass
class Sources:
    """The files of one document, laid end to end so that one number says file and position.

    >>> sources = Sources()
    >>> spanned = sources.add("a.tex", "one\\ntwo")
    >>> sources.place(spanned.at[4])
    Place(path='a.tex', line=2, column=1)
    """

    _bases: list[int] = field(default_factory=list)
    _paths: list[str] = field(default_factory=list)
    _texts: list[str] = field(default_factory=list)
    _starts: list[list[int]] = field(default_factory=list)

    def add(self, path: str, text: str) -> Spanned:
        """Take in one file; its text with the place of each character."""
        base = self._bases[-1] + len(self._texts[-1]) + 1 if self._bases else 0
        self._bases.append(base)
        self._paths.append(path)
        self._texts.append(text)
        starts = [0]
        for piece in text.split("\n")[:-1]:
            starts.append(starts[-1] + len(piece) + 1)
        self._starts.append(starts)
        return Spanned(text, range(base, base + len(text)))

    def place(self, offset: int) -> Place:
        """Where the character with this offset stands."""
        number = bisect_right(self._bases, offset) - 1
        inside = offset - self._bases[number]
        line = bisect_right(self._starts[number], inside)
        return Place(self._paths[number], line, inside - self._starts[number][line - 1] + 1)

    def text_of(self, path: str) -> str | None:
        """The text of a file that was taken in, by its path."""
        for known, text in zip(self._paths, self._texts, strict=True):
            if known == path:
                return text
        return None

    @property
    def paths(self) -> list[str]:
        return list(self._paths)


@dataclass(frozen=True)
class Spanned:
    """A string and, for each of its characters, the offset of what a person wrote there.

    A slice keeps its places; what a macro expands to has the place of the macro's name.

    >>> text = Spanned("a+b", range(10, 13))
    >>> text[1:].text, list(text[1:].at)
    ('+b', [11, 12])
    """

    text: str
    at: Sequence[int]

    def __len__(self) -> int:
        return len(self.text)

    def __bool__(self) -> bool:
        return bool(self.text)

    def __getitem__(self, part: slice) -> Spanned:
        return Spanned(self.text[part], self.at[part])

    def strip(self) -> Spanned:
        """Without the white space at both ends."""
        start = len(self.text) - len(self.text.lstrip())
        return self[start:len(self.text.rstrip())] if self.text.strip() else self[:0]

    def placed(self, text: str) -> Spanned:
        """Other text that stands where this one begins (what a macro turns into)."""
        return Spanned(text, (self.at[0] if self.at else 0,) * len(text))

    def blank(self, start: int, end: int) -> Spanned:
        """The same with the characters from ``start`` to ``end`` turned into spaces."""
        return Spanned(self.text[:start] + " " * (end - start) + self.text[end:], self.at)

    @property
    def span(self) -> tuple[int, int]:
        """Least offset and one past the greatest, of the characters that are not white."""
        offsets = [o for c, o in zip(self.text, self.at, strict=True) if not c.isspace()]
        if not offsets:
            offsets = list(self.at) or [0]
        return min(offsets), max(offsets) + 1


def join(pieces: Iterable[Spanned]) -> Spanned:
    """The pieces one after another.

    >>> join([Spanned("a", [3]), Spanned("b", [9])]).at
    [3, 9]
    """
    text: list[str] = []
    at: list[int] = []
    for piece in pieces:
        text.append(piece.text)
        at.extend(piece.at)
    return Spanned("".join(text), at)


def rewritten(text: Spanned, places: Iterable[tuple[int, int, str]]) -> Spanned:
    """The text with other words from each start to each end; what overlaps is left as it is.

    >>> rewritten(Spanned("abc", range(3)), [(1, 2, "XX")]).text
    'aXXc'
    """
    pieces: list[Spanned] = []
    end = 0
    for start, stop, words in sorted(places):
        if start >= end:
            pieces += [text[end:start], text[start:stop].placed(words)]
            end = stop
    return join([*pieces, text[end:]])
