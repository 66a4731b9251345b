r"""Ones whose size is not written: ``\mathbf{1}^\top z`` and ``1 - p`` say it by what is beside.

An unsized one has a size of its own, a letter that no formula can hold, until a product, a sum or
an equation gives it a value. What is left without a size is refused.
"""

from __future__ import annotations

from collections.abc import Sequence

from derive.notation.errors import NotRead
from derive.terms import matrices
from derive.terms.binding import substitute
from derive.terms.shapes import is_one, same_size
from derive.terms.term import Term

MARK = "size of ones "


def ones(number: int) -> Term:
    """A column of ones of a size that is not known yet."""
    return matrices.ones(Term("sym", (f"{MARK}{number}", "N0")))


def is_open(size: Term) -> bool:
    return size.head == "sym" and size.name.startswith(MARK)


def chained(factors: Sequence[Term]) -> list[Term]:
    """Matrix factors with unknown sizes taken from their neighbours."""
    found = list(factors)
    if not _some_open(found):
        return found
    for _ in found:
        for place in range(len(found) - 1):
            left, right = found[place].shape, found[place + 1].shape
            if left is not None and right is not None:
                found = _joined(found, left[1], right[0])
    return found


def alike(parts: Sequence[Term]) -> list[Term]:
    """Matrices of one shape, with unknown sizes taken from the others."""
    found = list(parts)
    if not _some_open(found):
        return found
    shapes = [p.shape for p in found if p.shape is not None]
    for first in shapes:
        for second in shapes:
            for a, b in zip(first, second, strict=True):
                found = _joined(found, a, b)
    return found


def _some_open(parts: Sequence[Term]) -> bool:
    return any(is_open(size) for part in parts for size in part.shape or ())


def _joined(parts: list[Term], a: Term, b: Term) -> list[Term]:
    """The parts where sizes that should be equal are, if one of them is not known yet."""
    if is_open(a) == is_open(b) or (is_open(a) and is_one(b)) or (is_open(b) and is_one(a)):
        return parts
    unknown, known = (a, b) if is_open(a) else (b, a)
    return [substitute(p, {unknown: known}) for p in parts]


def beside(parts: Sequence[Term]) -> list[Term]:
    """``1 - p``: the number one beside a column is a column of ones."""
    columns = [p for p in parts if p.shape is not None]
    if not columns or columns[0].shape is None or not is_one(columns[0].shape[1]) or (
            is_one(columns[0].shape[0])):
        return list(parts)
    rows = columns[0].shape[0]
    if any(c.shape is None or not same_size(c.shape[0], rows) for c in columns):
        return list(parts)
    return [_as_ones(p, rows) for p in parts]


def _as_ones(part: Term, rows: Term) -> Term:
    if part.shape is not None:
        return part
    bare = part.args[0] if part.head == "neg" else part
    if bare.head != "int" or bare.value != 1:
        return part
    return matrices.minus(matrices.ones(rows)) if part.head == "neg" else matrices.ones(rows)


def settled(term: Term, span: tuple[int, int]) -> Term:
    """The term, if every one in it got its size."""
    if any(is_open(s) for s in term.free if s.head == "sym"):
        raise NotRead("how many ones? write \\mathbf{1}_n with its size", span)
    return term
