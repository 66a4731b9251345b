r"""A line of a document by its label: ``notes.tex#eq:norm``, or by its number: ``notes.tex#14``.

Next: ``checked`` (what is looked through), ``page`` (how a document is typeset).
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from derive.catalog import Unknown
from derive.review.checked import check_paths
from derive.review.findings import FileReview, Finding
from derive.review.limits import DocumentError
from derive.terms.build import eq
from derive.terms.term import Term

#: verdicts of lines that may be compiled
GOOD = ("proved", "supported", "given")


class NotCompiled(ValueError):
    """A line that is wrong, or is no equation, is no function."""


def names_document(name: str) -> bool:
    """Whether a name on the command line means a document: ``hw.tex``, ``hw.tex#eq:one``, ``-``.

    >>> names_document("oscillator.norm"), names_document("hw.tex#eq:one"), names_document("-")
    (False, True, True)
    """
    path, sign, _ = name.partition("#")
    return path == "-" or bool(sign) or Path(path).is_file()


def review_of(name: str) -> tuple[FileReview, str]:
    """The checked document that a name means, and the label after ``#`` (or nothing).

    Raises DocumentError for a file that cannot be read.
    """
    path, _, label = name.partition("#")
    if path != "-" and Path(path).is_dir():
        raise DocumentError(f"{path} is a folder; name one document")
    (review,) = check_paths([path]).files
    if review.error:
        raise DocumentError(review.error)
    return review, label


def line_of(review: FileReview, label: str) -> Finding:
    """The line with a label, or part of one after its colon, or a number.

    Raises Unknown, which names the nearest labels.
    """
    labels = [f.spoken.label if f.spoken is not None else "" for f in review.lines]
    for names in (labels, [f.id for f in review.lines],
                  [name.rpartition(":")[2] for name in labels]):
        if label and label in names:
            return review.lines[names.index(label)]
    labels = [name for name in labels if name]
    raise Unknown(f"line of {review.path}", label, labels or [f.id for f in review.lines])


@dataclass(frozen=True)
class Function:
    """A labelled line as a function: the equation to compile and its arguments in order."""

    equation: Term
    args: tuple[Term, ...]
    line: Finding


def function_of(name: str) -> Function:
    """The function that a labelled line states, its definitions put in.

    Raises NotCompiled for a line that does not hold, is not read or states no equation,
    DocumentError and Unknown where there is no such file or label.
    """
    review, label = review_of(name)
    if not label:
        labels = [f.spoken.label for f in review.lines if f.spoken and f.spoken.label]
        raise NotCompiled(f"name a line of {review.path}: {review.path}#" + (
            f"LABEL, where the labels are {', '.join(labels[:8])}" if labels
            else "NUMBER, the number that derive check shows"))
    return function_of_line(line_of(review, label))


def function_of_line(line: Finding) -> Function:
    """The same of a finding, such as ``derive.check(path)["eq:norm"]``."""
    where = f"line {line.id} of {line.path}"
    if line.verdict not in GOOD:
        said = line.verdict.replace("_", " ")
        why = f": {line.reason}" if line.reason else ""
        raise NotCompiled(f"{where} is {said}{why}; derive check {line.path} says more")
    statement, value = line.spoken.statement, line.spoken.unfolded
    if statement is None or statement.head != "eq" or value is None:
        raise NotCompiled(f"{where} states no equation whose right side is a function")
    left = statement.args[0]
    first = [a for a in left.args[1:] if a.head == "sym"] if left.head == "call" else []
    rest = sorted((s for s in value.free if s.head == "sym" and s not in first),
                  key=lambda s: s.name)
    used = [s for s in first if s in value.free] or first
    unknown = sorted(s.name for s in value.free if s.head == "fun")
    if unknown:
        raise NotCompiled(f"{where} uses {', '.join(unknown)}, which no line defines")
    return Function(eq(value, value), (*used, *rest), line)
