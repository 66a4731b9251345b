"""A letter or constant that was lost, or is there twice: ħ, m, the length of a box."""

from __future__ import annotations

from collections.abc import Iterator

from derive.review.slips import Mistake, Variant, name
from derive.terms.build import add, div, mul, power
from derive.terms.term import Term

LOST = "A letter was lost: it holds with {new}."


def change(part: Term, whole: Term) -> Iterator[Variant]:
    names = sorted((s for s in whole.free if s.head == "sym"), key=lambda s: s.name)[:6]
    if part is whole:
        for symbol in names:
            for changed in (mul(symbol, part), div(part, symbol), div(part, power(symbol, 2)),
                            mul(power(symbol, 2), part)):
                yield changed, LOST
    if part.head == "add":
        for number, summand in enumerate(part.args):
            for symbol in names:
                for changed in (mul(summand, symbol), div(summand, symbol)):
                    yield add(*part.args[:number], changed, *part.args[number + 1:]), LOST
    if part.head == "mul" and part is not whole and len(part.args) > 1:
        for number in range(len(part.args)):
            rest = (*part.args[:number], *part.args[number + 1:])
            yield mul(*rest), "A factor too many: it holds with {new}."


name(Mistake("constant", __doc__ or "", change, 6,
             wrong=((r"(x+a)^2", r"x^2+2a+a^2"), (r"\frac{d}{dx}e^{kx}", r"e^{kx}k^2")),
             right=(r"(x+a)^2", r"x^2+2xa+a^2")))
