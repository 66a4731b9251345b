"""N in the place of the root of N, or the root in the place of N."""

from __future__ import annotations

from collections.abc import Iterator

from derive.review.slips import Mistake, Variant, name
from derive.terms.build import div, power, sqrt
from derive.terms.term import Term

HELD = "A root: it holds with {new}."


def change(part: Term, whole: Term) -> Iterator[Variant]:
    if part.head == "sqrt":
        yield part.args[0], "A root too many: it holds with {new}."
    elif part.head == "div":
        above, below = part.args
        yield div(above, sqrt(below)), HELD
        if above.head != "int":
            yield div(sqrt(above), below), HELD
        yield sqrt(part), HELD
    elif part.head in ("sym", "const", "factorial", "mul", "call") or (
            part.head == "int" and part.value > 1):
        yield sqrt(part), HELD
    elif part.head == "pow" and part.args[1].head == "div":
        base, exponent = part.args
        yield power(base, div(exponent, 2)), HELD
    del whole


name(Mistake("root", __doc__ or "", change, 5,
             wrong=((r"\int_{-\infty}^{\infty}e^{-x^2}dx", r"\pi"),
                    (r"\frac{a}{\sqrt{b}}", r"\frac{a\sqrt{b}}{b^2}")),
             right=(r"\int_{-\infty}^{\infty}e^{-x^2}dx", r"\sqrt{\pi}")))
