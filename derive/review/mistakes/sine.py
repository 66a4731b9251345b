"""Sine and cosine, or their hyperbolic kin, mixed up."""

from __future__ import annotations

from collections.abc import Iterator

from derive.review.slips import Mistake, Variant, name
from derive.terms.build import div
from derive.terms.term import Term

OTHER = {"sin": "cos", "cos": "sin", "sinh": "cosh", "cosh": "sinh"}


def change(part: Term, whole: Term) -> Iterator[Variant]:
    del whole
    if part.head in OTHER:
        yield Term(OTHER[part.head], (), part.args), "Sine or cosine: it holds with {new}."
    if part.head == "div":
        yield div(part.args[1], part.args[0]), "A fraction upside down: it holds with {new}."


name(Mistake("sine", __doc__ or "", change, 9,
             wrong=((r"\frac{d}{dx}\sin x", r"\sin x"), (r"\sin(2x)", r"2\sin x\sin x")),
             right=(r"\frac{d}{dx}\sin x", r"\cos x")))
