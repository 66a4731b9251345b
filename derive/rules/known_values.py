"""Values of derivatives, integrals and sums: what they are, and the step that shows it. UNTRUSTED.

Each function tries to make one step ``node = value`` and raises ``Refused`` or ``LookupError``
where it finds none. Next: ``lines``, which puts the values in.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress

from derive.kernel.atoms import ONE
from derive.kernel.claim import Refused
from derive.kernel.derivation import Step
from derive.kernel.refute.linear import linear_in
from derive.rules.antiderivatives import antiderivatives
from derive.rules.author import Author, carried_out
from derive.rules.exponential_sums import (
    ZERO,
    Reading,
    Summand,
    negated,
    real_and_imaginary,
)
from derive.rules.limits import limit_value
from derive.rules.series import sum_value
from derive.terms.binding import substitute
from derive.terms.build import INFINITY, div, neg, term
from derive.terms.term import Term, TermError

MISSES = (Refused, LookupError, TermError, NotImplementedError, ValueError)
MINUS_INFINITY = neg(INFINITY)


def value_of(author: Author, node: Term, hypotheses: Sequence[Term]) -> Step:
    """A step ``node = value`` for a derivative, an integral, a limit or a sum.

    >>> from derive.terms.build import integral, power, symbol
    >>> x = symbol("x")
    >>> str(value_of(Author("line"), integral(x, power(x, 2), 0, 1), ()).claim.conclusion.args[1])
    '(add (div (pow 1 3) 3) (neg (div (pow 0 3) 3)))'
    """
    if node.head == "derivative":
        return _derivative(author, node, hypotheses)
    if node.head == "integral":
        return _integral(author, node, hypotheses)
    if node.head == "limit":
        return limit_value(author, node, hypotheses)
    if node.head == "sum":
        return sum_value(author, node, hypotheses)
    raise LookupError(f"no value is looked up for {node.head}")


def _derivative(author: Author, node: Term, hypotheses: Sequence[Term]) -> Step:
    x, body, point = node.args
    order = node.data[0]
    assert isinstance(order, int)
    result = substitute(carried_out(body, x, order), {x: point})
    with suppress(Refused):
        return author.step("compute_derivative", symbol=x, order=order, body=body, point=point,
                           result=result)
    if point.head != "sym":
        raise LookupError("the point is no symbol")
    return author.step("local_derivative", symbol=x, order=order, body=body, point=point,
                       result=result, hypotheses=list(hypotheses))


# -- integrals -----------------------------------------------------------------------------------

def _integral(author: Author, node: Term, hypotheses: Sequence[Term]) -> Step:
    x, body, lower, upper = node.args
    if x.sort != "R":
        raise LookupError("not over the line")
    if any(t.head == "dirac" for t in body.walk()):
        return _at_delta(author, node, [h for h in hypotheses if x not in h.free])
    if upper is INFINITY and (lower is ZERO or lower is MINUS_INFINITY):
        return _moments(author, node, hypotheses)
    if lower is MINUS_INFINITY or upper is INFINITY:
        raise LookupError("no table for these bounds")
    kept = list(hypotheses)
    for inverse in antiderivatives(body, x, [h for h in hypotheses if x not in h.free]):
        with suppress(*MISSES):
            return author.step("fundamental_theorem", symbol=x, body=body, inverse=inverse,
                               lower=lower, upper=upper, hypotheses=kept)
    raise LookupError(f"no antiderivative was found for {body}")


def _at_delta(author: Author, node: Term, hypotheses: Sequence[Term]) -> Step:
    """``f(a)/|s|``, for a delta of ``s (x - a)``."""
    x, body, lower, upper = node.args
    places = {t.args[0] for t in body.walk() if t.head == "dirac"}
    found = linear_in(next(iter(places)), x) if len(places) == 1 else None
    if found is None:
        raise LookupError("no delta at one place")
    slope, rest = found
    opposite = rest.args[0] if rest.head == "neg" else neg(rest)
    point = ZERO if rest is ZERO else opposite if slope is term(1) else div(opposite, slope)
    slope = slope.args[0] if slope.head == "neg" else slope
    return author.step("dirac_integral", symbol=x, body=body, slope=slope, point=point,
                       lower=lower, upper=upper, hypotheses=list(hypotheses))


def _moments(author: Author, node: Term, hypotheses: Sequence[Term]) -> Step:
    x, body, lower, _ = node.args
    kept = [h for h in hypotheses if x not in h.free]
    reading = Reading(body, x, kept)
    parts = [(_line_part if lower is MINUS_INFINITY else _half_part)(reading, s)
             for s in reading.summands]
    kinds, factors, orders, rates, shifts = zip(*parts, strict=True)
    return author.step("moments", symbol=x, body=body, kinds=list(kinds), factors=list(factors),
                       orders=list(orders), rates=list(rates), shifts=list(shifts),
                       hypotheses=kept)


def _line_part(reading: Reading, s: Summand) -> tuple[int, Term, Term, Term, Term]:
    if s.others or not set(s.rates) <= {1, 2} or 2 not in s.rates:
        raise LookupError("no power times a Gaussian")
    a, b = reading.term(negated(s.rates[2])), reading.rate(s, 1)
    if not s.symbolic:
        if s.order.denominator != 1 or s.order < 0:
            raise LookupError("a power that is no natural number")
        return 0, s.factor, term(int(s.order)), a, b
    half = reading.term(frozenset((m, q / 2) for m, q in s.symbolic))
    if s.order == 0 and b is ZERO:
        return 1, s.factor, half, a, ZERO
    raise LookupError("a power of symbolic order")


def _half_part(reading: Reading, s: Summand) -> tuple[int, Term, Term, Term, Term]:
    if s.others or len(s.rates) != 1 or not set(s.rates) <= {1, 2}:
        raise LookupError("no power times an exponential")
    if 1 in s.rates:
        real, imaginary = real_and_imaginary(negated(s.rates[1]))
        return (4, s.factor, reading.order(s), reading.term(real),
                reading.term(imaginary) if imaginary else ZERO)
    a = reading.term(negated(s.rates[2]))
    odd = s.order % 2
    half = {m: q / 2 for m, q in s.symbolic}
    if s.order - odd:
        half[ONE] = (s.order - odd) / 2
    return 3 if odd else 2, s.factor, reading.term(frozenset(half.items())), a, ZERO
