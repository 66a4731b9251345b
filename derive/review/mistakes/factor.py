"""A number that is off by a factor, or missing: 2, 1/2, π."""

from __future__ import annotations

from collections.abc import Iterator

from derive.review.slips import Mistake, Variant, name
from derive.terms.build import PI, add, div, mul, sqrt, term
from derive.terms.term import Term

HELD = "A factor: it holds with {new}."
FACTORS = (term(2), term(4), PI, term(3), sqrt(PI), sqrt(2))


def change(part: Term, whole: Term) -> Iterator[Variant]:
    if part.head == "int" and part.value:
        for value in (2 * part.value, part.value + 1, part.value - 1, 4 * part.value,
                      3 * part.value):
            if value > 0 and part is not whole:
                yield term(value), "A number: it holds with {new} in the place of " + (
                    f"{part.value}.")
        if part.value % 2 == 0:
            yield term(part.value // 2), f"A number: it holds with {{new}} in the place of {part}."
    if part is whole:
        for factor in FACTORS:
            yield mul(factor, part), HELD
            yield div(part, factor), HELD
    if part.head == "add":
        for number, summand in enumerate(part.args):
            for factor in FACTORS[:2]:
                for changed in (mul(factor, summand), div(summand, factor)):
                    yield add(*part.args[:number], changed, *part.args[number + 1:]), HELD
    if part.head in ("exp", "sin", "cos"):
        for factor in FACTORS[:2]:
            yield Term(part.head, (), (mul(factor, part.args[0]),)), HELD
            yield Term(part.head, (), (div(part.args[0], factor),)), HELD


name(Mistake("factor", __doc__ or "", change, 3,
             wrong=((r"(a+b)^2", r"a^2+ab+b^2"), (r"\sin(2x)", r"\sin x\cos x")),
             right=(r"\sin(2x)", r"2\sin x\cos x")))
