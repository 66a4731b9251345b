"""An exponent that is off by one, by a factor, or missing."""

from __future__ import annotations

from collections.abc import Iterator

from derive.review.slips import Mistake, Variant, name
from derive.terms.build import add, div, mul, power, sub, term
from derive.terms.term import Term

HELD = "An exponent: it holds with {new}."


def change(part: Term, whole: Term) -> Iterator[Variant]:
    if part.head == "pow":
        base, exponent = part.args
        if exponent.head == "int":
            for value in (exponent.value + 1, exponent.value - 1, 2 * exponent.value):
                yield (base if value == 1 else power(base, value)), HELD
            if exponent.value % 2 == 0 and exponent.value > 2:
                yield power(base, exponent.value // 2), HELD
        else:
            for new in (add(exponent, 1), sub(exponent, 1), mul(2, exponent), div(exponent, 2)):
                yield power(base, new), HELD
    elif part.head in ("sym", "call", "sin", "cos", "const"):
        yield power(part, 2), HELD
        yield power(part, 3), HELD
    elif part.head in ("add", "div") and part is not whole:
        yield power(part, 2), HELD
    elif part.head == "exp":
        for new in (mul(2, part.args[0]), div(part.args[0], 2)):
            yield Term("exp", (), (new,)), HELD
    if part.head == "int" and part is whole:
        yield term(part.value ** 2) if part.value < 100 else part, HELD


name(Mistake("exponent", __doc__ or "", change, 4,
             wrong=((r"x\cdot x^2", r"x^2"), (r"(a^2)^3", r"a^5")),
             right=(r"(a^2)^3", r"a^6")))
