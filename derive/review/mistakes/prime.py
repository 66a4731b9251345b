"""A derivative too few or too many."""

from __future__ import annotations

from collections.abc import Iterator

from derive.review.slips import Mistake, Variant, name
from derive.terms.term import Term


def change(part: Term, whole: Term) -> Iterator[Variant]:
    del whole
    if part.head == "call":
        signature = part.args[0].data[1]
        assert isinstance(signature, tuple)
        for slot, sort in enumerate(signature):
            if sort in ("R", "P"):
                for step, words in ((1, "A prime is missing: it holds with {new}."),
                                    (-1, "A prime too many: it holds with {new}.")):
                    order = part.data[slot]
                    if isinstance(order, int) and order + step >= 0:
                        orders = (*part.data[:slot], order + step, *part.data[slot + 1:])
                        yield Term("call", orders, part.args), words
    elif part.head == "derivative" and isinstance(part.data[0], int):
        yield Term("derivative", (part.data[0] + 1,), part.args), (
            "The order of the derivative: it holds with {new}.")


name(Mistake("prime", __doc__ or "", change, 8,
             wrong=((r"\frac{d}{dx}[f(x)g(x)]", r"f'(x)g(x)+f(x)g(x)"),
                    (r"\frac{d}{dx}[f'(x)g(x)]", r"f'(x)g(x)+f'(x)g'(x)")),
             right=(r"\frac{d}{dx}f'(x)", r"f''(x)")))
