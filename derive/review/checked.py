"""``check``: a text, a path or several, and the review of them.

This is the public function ``derive.check``; the command line uses ``check_paths``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from derive.review.announced import Announced, announce
from derive.review.checking import check_document
from derive.review.document import SUFFIXES, Document, read_document, read_file
from derive.review.engine import Engine
from derive.review.findings import FileReview, Review
from derive.review.limits import DocumentError
from derive.review.slips import hint

#: how many files of a folder are checked
MOST_FILES = 2000


def check(source: str | Path | Iterable[str | Path], declare: str | Sequence[str] = (), *,
          seconds: float = 4.0, isolated: bool = True) -> Review:
    r"""Check a hand calculation and say of every line whether it holds.

    Parameters
    ----------
    source
        LaTeX or Markdown as a string, a ``Path`` of a document or folder, or several of them.
    declare
        Declarations such as ``"m, omega > 0; psi: R -> C"``.
    seconds
        What one line may take; out of time is ``undecided``, never ``refuted``.
    isolated
        Whether lines are judged in a process that can be killed.

    Returns
    -------
    Review
        ``r.lines[i].verdict``, ``.span``, ``.hint``, ``.why()``; ``r.to_json()``.

    Raises
    ------
    derive.review.limits.DocumentError
        A declaration cannot be read.

    Examples
    --------
    >>> review = check(r"\[ (a+b)^2 = a^2 + 2ab + b^2 \]")
    >>> [line.verdict for line in review.lines]
    ['proved']
    """
    declarations = [declare] if isinstance(declare, str) else list(declare)
    announced = announce(declarations)
    with Engine(seconds, isolated=isolated) as engine:
        if isinstance(source, str):
            return Review([_checked(read_document(source), engine, announced)])
        paths = [source] if isinstance(source, Path) else list(source)
        return Review([_file(Path(p), str(p), engine, announced) for p in _expanded(paths)])


def check_paths(paths: Sequence[str], declarations: Sequence[str] = (), ignore: bool = False,
                jobs: int = 1, seconds: float = 4.0, stdin: str | None = None,
                watch: Callable[[str], None] | None = None) -> Review:
    """The review of files, folders and ``-``; one unreadable file does not stop the rest.

    ``watch`` is told, again and again, which of how many documents is being checked.
    """
    announced = announce(declarations, ignore)
    names = _expanded(paths)

    def one(share: Sequence[str | Path]) -> list[FileReview]:
        at = [""]
        with Engine(seconds, watch=(lambda: watch(at[0])) if watch is not None else None) as engine:
            found = []
            for n in share:
                at[0] = f"{names.index(n) + 1} of {len(names)}: {n}"
                found.append(_file(Path(n), str(n), engine, announced, stdin))
            return found

    jobs = max(1, min(jobs, len(names) or 1, 32))
    if jobs == 1:
        return Review(one(names))
    found: list[FileReview] = [FileReview("")] * len(names)
    with ThreadPoolExecutor(jobs) as pool:
        shares = [range(start, len(names), jobs) for start in range(jobs)]
        for share, reviews in zip(shares, pool.map(
                lambda numbers: one([names[n] for n in numbers]), shares), strict=True):
            for number, review in zip(share, reviews, strict=True):
                found[number] = review
    return Review(found)


def _expanded(paths: Iterable[str | Path]) -> list[str | Path]:
    """Files as they are, folders as the documents in them."""
    found: list[str | Path] = []
    for path in paths:
        place = Path(path)
        if str(path) != "-" and place.is_dir():
            inside = sorted(p for p in place.rglob("*") if p.suffix.lower() in SUFFIXES
                            and p.is_file() and not any(
                                part.startswith(".") for part in p.relative_to(place).parts))
            found.extend(inside[:MOST_FILES])
        else:
            found.append(path)
    return found


def _file(path: Path, shown: str, engine: Engine, announced: Announced,
          stdin: str | None = None) -> FileReview:
    try:
        if shown == "-":
            import sys

            text = stdin if stdin is not None else sys.stdin.buffer.read().decode(
                "utf-8", errors="replace")
            return _checked(read_document(text, "-"), engine, announced)
        return _checked(read_file(path, shown), engine, announced)
    except DocumentError as error:
        return FileReview(shown, error=str(error))


def _checked(document: Document, engine: Engine, announced: Announced) -> FileReview:
    review = check_document(document, engine, announced, hint)
    review.sections = {s.number: title for s in document.scopes if (title := _title(s.title))}
    review.text = document.text
    return review


def _title(source: str) -> str:
    r"""The words of a heading, without commands and formulas.

    >>> _title(r"Problem 2 \label{p} of $x^2$}")
    'Problem 2 of'
    """
    bare = re.sub(r"\$[^$]*\$|\\(?:label|ref|eqref)\s*\{[^}]*\}|\\[A-Za-z]+\*?", " ", source)
    return " ".join(re.sub(r"[{}$\\~]", " ", bare).split())[:80]
