"""An index or a bound that is off by one."""

from __future__ import annotations

from collections.abc import Iterator

from derive.review.slips import Mistake, Variant, name
from derive.terms.build import add, sub
from derive.terms.domains import sort_of
from derive.terms.term import Term

HELD = "An index: it holds with {new}."


def steps(value: Term) -> Iterator[Term]:
    """One more and one less, written shortly."""
    if value.head == "add" and len(value.args) == 2 and str(value.args[1]) in ("1", "(neg 1)"):
        yield value.args[0]
    yield add(value, 1)
    yield sub(value, 1)


def change(part: Term, whole: Term) -> Iterator[Variant]:
    if part.head == "call":
        signature = part.args[0].data[1]
        assert isinstance(signature, tuple)
        for slot, sort in enumerate(signature):
            if sort == "N0":
                for new in steps(part.args[slot + 1]):
                    if sort_of(new) == "N0" or new.head == "add":
                        yield Term("call", part.data, (
                            *part.args[:slot + 1], new, *part.args[slot + 2:])), HELD
    elif part.head in ("sum", "product"):
        bound, body, lower, upper = part.args
        for new in steps(lower):
            yield Term(part.head, (), (bound, body, new, upper)), HELD
        if upper.head != "const":
            for new in steps(upper):
                yield Term(part.head, (), (bound, body, lower, new)), HELD
    elif part.head in ("factorial",):
        for new in steps(part.args[0]):
            yield Term(part.head, (), (new,)), HELD
    elif part.head == "sym" and part.sort == "N0" and part is not whole:
        for new in steps(part):
            yield new, HELD


name(Mistake("index", __doc__ or "", change, 7,
             wrong=((r"\sum_{k=0}^{n}k", r"\frac{n(n-1)}{2}"), (r"(n+1)!", r"(n+1)(n-1)!")),
             right=(r"\sum_{k=0}^{n}k", r"\frac{n(n+1)}{2}")))
