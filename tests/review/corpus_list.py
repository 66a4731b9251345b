"""The rows of a folder of real notes, and how each was read: for the list compared by eye.

Run: ``python -m tests.review.corpus_list FOLDER NUMBER SEED`` draws rows at random and prints
them with how they are read back; compare them by eye before they go into ``corpus_rows.txt``.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from derive.review.announced import Announced
from derive.review.checking import Checker, ReadLine
from derive.review.document import SUFFIXES, read_file
from derive.review.findings import FileReview
from derive.review.judging import Judgement
from derive.review.meaning import Unread
from tests.review.lines_read import shown

RELATIONS = ("=", "<", ">", "<=", ">=", "!=", ":=", "equiv", "either")


@dataclass(frozen=True)
class Row:
    """One row: where it stands, what is written, what it was read as."""

    place: str
    source: str
    terms: str
    printed: str

    @property
    def listed(self) -> str:
        return f"{self.place} {digest(self.source)} {digest(self.terms)}"


def digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()[:16]


def row_of(path: Path, line: ReadLine) -> Row | None:
    link = line.link
    if line.display.inline or link.kind not in RELATIONS or link.fault or (
            isinstance(line.left, Unread) or isinstance(line.right, Unread)):
        return None
    source = " ".join(f"{link.left.text} {link.kind} {link.right.text}".split())
    return Row(f"{path.name}:{line.id}", source, f"{line.left} {link.kind} {line.right}",
               f" {link.kind} ".join(shown(line)))


def rows(path: Path) -> Iterator[Row]:
    """The rows of one file that are read."""
    document = read_file(path)
    checker = Checker(document, lambda *_: Judgement("undecided"), Announced(), None,
                      FileReview(document.path))
    for scope in sorted({d.scope for d in document.displays}):
        for line in checker.read_scope(scope):
            row = row_of(path, line)
            if row is not None:
                yield row


def files(folder: Path) -> list[Path]:
    return sorted(p for p in folder.rglob("*") if p.suffix in SUFFIXES)


if __name__ == "__main__":
    every = [row for path in files(Path(sys.argv[1])) for row in rows(path)]
    for drawn in random.Random(int(sys.argv[3])).sample(every, int(sys.argv[2])):
        print(f"{drawn.listed}\n    {drawn.source}\n    {drawn.printed}")
