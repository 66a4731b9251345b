"""Values of limits: Taylor's first terms at a number, decaying exponentials at infinity. UNTRUSTED.

Next: ``known_values``.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress

from derive.kernel.atoms import Items
from derive.kernel.claim import Refused
from derive.kernel.derivation import Step
from derive.rules.author import Author
from derive.rules.exponential_sums import ZERO, Reading, Summand, negated, real_and_imaginary
from derive.terms.build import INFINITY, add, neg, term
from derive.terms.term import Term, TermError

ORDERS = range(7)


def limit_value(author: Author, node: Term, hypotheses: Sequence[Term]) -> Step:
    """A step ``limit = value``.

    Raises Refused or LookupError where none is found.

    >>> from derive.terms.build import div, symbol
    >>> x = symbol("x")
    >>> quotient = div(Term("sin", (), (x,)), x)
    >>> step = limit_value(Author("line"), Term("limit", (0,), (x, quotient, term(0))), ())
    >>> str(step.claim.conclusion.args[1])
    '(cos 0)'
    """
    x, body, point = node.args
    side, = node.data
    kept = [h for h in hypotheses if x not in h.free]
    if point in (INFINITY, neg(INFINITY)):
        return _at_infinity(author, x, body, point, kept)
    assert isinstance(side, int)
    unknown = any(t.head == "call" and x in t.free for t in body.walk())
    if unknown and side:
        raise LookupError("a limit from one side is written where a function may jump")
    for order in ORDERS[int(unknown):]:  # that it is continuous is for the writer to say
        with suppress(Refused, LookupError, TermError):
            return author.step("limit_by_taylor", symbol=x, body=body, point=point, side=side,
                               order=order, hypotheses=kept)
    raise LookupError(f"no limit was found of {body}")


def _at_infinity(author: Author, x: Term, body: Term, point: Term,
                 hypotheses: Sequence[Term]) -> Step:
    reading = Reading(body, x, hypotheses)
    standing: list[Term] = []
    decaying: list[tuple[Term, Term, Term, Term, Term]] = []
    for s in reading.summands:
        if s.others or s.symbolic or s.order.denominator != 1 or not set(s.rates) <= {1, 2}:
            raise LookupError("not a power times an exponential")
        order = int(s.order)
        if not s.rates and order == 0:
            standing.append(s.factor)
        else:
            a, b, w = _rates(reading, s)
            decaying.append((s.factor, term(order) if order >= 0 else neg(term(-order)), a, b, w))
    factors, orders, squares, rates, phases = zip(*decaying, strict=True) if decaying else (
        (), (), (), (), ())
    value = add(*standing) if len(standing) > 1 else standing[0] if standing else ZERO
    return author.step("limit_at_infinity", symbol=x, body=body, point=point, value=value,
                       factors=list(factors), orders=list(orders), squares=list(squares),
                       rates=list(rates), phases=list(phases), hypotheses=list(hypotheses))


def _rates(reading: Reading, s: Summand) -> tuple[Term, Term, Term]:
    square = _term(reading, negated(s.rates[2])) if 2 in s.rates else ZERO
    if 1 not in s.rates:
        return square, ZERO, ZERO
    real, imaginary = real_and_imaginary(negated(s.rates[1]))
    phase = _term(reading, negated(imaginary)) if imaginary else ZERO
    return square, _term(reading, real) if real else ZERO, phase


def _term(reading: Reading, items: Items) -> Term:
    return reading.term(items)
