"""The lines of a document as they are read, before anything is judged."""

from __future__ import annotations

from derive.notation import text
from derive.review.announced import Announced
from derive.review.checking import Checker, ReadLine
from derive.review.document import read_document
from derive.review.findings import FileReview
from derive.review.judging import Judgement
from derive.review.meaning import Unread


def read(source: str) -> list[ReadLine]:
    """The lines of a document with what each side was read as."""
    parsed = read_document(source, "notes.tex")
    checker = Checker(parsed, lambda *_: Judgement("undecided"), Announced(), None,
                      FileReview(parsed.path))
    return [line for scope in sorted({d.scope for d in parsed.displays})
            for line in checker.read_scope(scope)]


def shown(line: ReadLine) -> list[str]:
    return [side.message if isinstance(side, Unread) else text(side, line.notation)
            for side in (line.left, line.right)]
