"""A transpose that was forgotten, or stands where none belongs; two factors exchanged."""

from __future__ import annotations

from collections.abc import Iterator

from derive.review.slips import Mistake, Variant, name
from derive.terms.matrices import matmul, transpose
from derive.terms.term import Term

MISSING = "A transpose is missing: it holds with {new}."
EXCHANGED = "The order of the factors: it holds with {new}."


def change(part: Term, whole: Term) -> Iterator[Variant]:
    del whole
    if part.shape is None:
        return
    if part.head == "transpose":
        yield part.args[0], "A transpose too many: it holds with {new}."
    elif part.head in ("matrix", "matmul", "map", "hadamard"):
        yield transpose(part), MISSING
    if part.head == "matmul":
        first, *rest = part.args
        if len(rest) == 1:
            last = rest[0]
            yield matmul(transpose(first), last), MISSING
            yield matmul(first, transpose(last)), MISSING
            yield matmul(last, first), EXCHANGED
            yield matmul(transpose(last), first), EXCHANGED
            yield matmul(last, transpose(first)), EXCHANGED


name(Mistake("transpose", __doc__ or "", change, 2,
             wrong=((r"(AB)^{\top}", r"B A^{\top}"), (r"(A^{\top})^{\top}", r"A^{\top}")),
             right=(r"(AB)^{\top}", r"B^{\top}A^{\top}"), declare="A, B in R^(n x n)"))
