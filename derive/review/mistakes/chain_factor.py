"""The inner derivative of the chain rule, forgotten."""

from __future__ import annotations

from collections.abc import Iterator

from derive.kernel.calculus import derived
from derive.kernel.claim import Refused
from derive.review.slips import Mistake, Variant, name
from derive.terms.build import add, mul
from derive.terms.term import Term

LOST = "The inner derivative is missing: it holds with {new}."
APPLIED = ("exp", "sin", "cos", "tan", "sinh", "cosh", "tanh", "log", "sqrt", "pow", "arctan")


def inner(whole: Term) -> Iterator[Term]:
    """Derivatives of the arguments of functions in a side, in each of its real letters."""
    symbols = sorted((s for s in whole.free if s.head == "sym" and s.sort in ("R", "P")),
                     key=lambda s: s.name)
    for part in whole.walk():
        arguments = part.args[1:] if part.head == "call" else part.args[:1] if (
            part.head in APPLIED) else ()
        for argument in arguments:
            for symbol in symbols:
                if symbol in argument.free and argument is not symbol:
                    try:
                        yield derived(argument, symbol)
                    except (Refused, ValueError):
                        continue


def change(part: Term, whole: Term) -> Iterator[Variant]:
    factors = dict.fromkeys(f for f in inner(whole) if f.head != "int" or f.value > 1)
    if part is whole:
        for factor in factors:
            yield mul(factor, part), LOST
    if part.head == "add":
        for number, summand in enumerate(part.args):
            for factor in factors:
                yield add(*part.args[:number], mul(factor, summand), *part.args[number + 1:]), LOST


name(Mistake("chain-factor", __doc__ or "", change, 2,
             wrong=((r"\frac{d}{dx}\sin(x^2)", r"\cos(x^2)"),
                    (r"\frac{d}{dx}e^{-x^2/2}", r"e^{-x^2/2}")),
             right=(r"\frac{d}{dx}\sin(x^2)", r"2x\cos(x^2)")))
