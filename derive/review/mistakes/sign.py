"""A sign that should be the other one."""

from __future__ import annotations

from collections.abc import Iterator

from derive.review.slips import Mistake, Variant, name
from derive.terms.build import add, neg
from derive.terms.term import Term


def opposite(term: Term) -> Term:
    return term.args[0] if term.head == "neg" else neg(term)


def change(part: Term, whole: Term) -> Iterator[Variant]:
    if part is whole:
        yield opposite(part), "The sign of the whole side: it holds with {new}."
    if part.head == "add":
        for number, summand in enumerate(part.args):
            which = "last" if number == len(part.args) - 1 else (
                "first" if number == 0 else f"{number + 1}th" if number > 2 else
                ("second", "third")[number - 1])
            summands = list(part.args)
            summands[number] = opposite(summand)
            yield add(*summands), f"The sign of the {which} term: it holds with {{new}}."
    if part.head in ("exp", "sin", "cos", "tan", "sinh", "tanh", "arctan", "sqrt", "log"):
        yield Term(part.head, (), (opposite(part.args[0]),)), (
            "The sign of the argument: it holds with {new}.")
    if part.head == "pow":
        base, exponent = part.args
        yield Term("pow", (), (base, opposite(exponent))), (
            "The sign of the exponent: it holds with {new}.")
    if part.head == "neg" and part is not whole:
        yield part.args[0], "A minus sign too many: it holds with {new}."


name(Mistake("sign", __doc__ or "", change, 1,
             wrong=((r"(a-b)^2", r"a^2-2ab-b^2"), (r"\cos(2x)", r"\cos^2 x+\sin^2 x")),
             right=(r"(a-b)^2", r"a^2-2ab+b^2")))
