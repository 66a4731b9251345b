"""Integrals of powers times exponentials over the line and the half-line. TRUSTED; cited."""

from __future__ import annotations

from collections.abc import Callable

from derive.kernel.claim import Claim, Refused, claim
from derive.kernel.elementary.form import ElementaryNormalizer
from derive.kernel.infer.context import Context, Witness, inference, union
from derive.kernel.lemmas import Lemma, cite
from derive.kernel.wellformed import Definedness
from derive.terms.build import (
    INFINITY,
    PI,
    add,
    div,
    eq,
    exp,
    factorial,
    integral,
    mul,
    neg,
    power,
    sqrt,
    term,
)
from derive.terms.domains import sort_of, within
from derive.terms.term import Term

LEMMA = cite(Lemma(
    name="moments",
    statement=("For a > 0 and complex b: the integral of x^n exp(-a x^2 + b x) over the line is "
               "sqrt(pi/a) exp(b^2/(4a)) M(n) with M(0) = 1, M(1) = b/(2a), M(n+1) = "
               "b/(2a) M(n) + n/(2a) M(n-1); that of x^(2n) exp(-a x^2) is sqrt(pi/a) (2n)!/(n! "
               "(4a)^n). From 0 on: x^(2n) exp(-a x^2) half of it, x^(2n+1) exp(-a x^2) n!/(2 "
               "a^(n+1)), and x^n exp(-(a + i b) x) n!/(a + i b)^(n+1) for real b."),
    source=("NIST Digital Library of Mathematical Functions, 7.7.3 (both half-lines together, and "
            "its derivatives in z), 5.9.1 (the gamma function)"),
    false_instance="With a = 0, or with a < 0, the integrals diverge.",
))
HIGHEST = 40


@inference
def moments(context: Context, premises: tuple[Claim, ...], witness: Witness) -> Claim:
    """An integral over the line, or from 0 on, as a sum of known ones.

    ::

        ---------------------------------------   f = sum of c_i x^(n_i) exp(-a_i ... + b_i x)
        G |- integral of f = sum of c_i * value_i

    ``kinds`` says of each part which formula it is: 0 the line, 1 the line with an even power of
    symbolic order, 2 even and 3 odd powers with exp(-a x^2) from 0 on, 4 powers with exp(-(a+ib)x)
    from 0 on. Side condition: a_i > 0; n_i natural (a number for kind 0); c_i, n_i, a_i, b_i do not
    depend on x; everything defined; f is the sum in the elementary normal form.
    """
    x, body = witness.symbol("symbol"), witness.term("body")
    kinds = witness.numbers("kinds")
    factors, orders = witness.terms("factors"), witness.terms("orders")
    rates, shifts = witness.terms("rates"), witness.terms("shifts")
    hypotheses = union(premises, *witness.hypotheses())
    defined = context.definedness(hypotheses, premises)
    if x.sort != "R" or not kinds or any(x in h.free for h in hypotheses) or any(
            len(p) != len(kinds) for p in (factors, orders, rates, shifts)):
        raise Refused("each part takes a kind, a factor, an order, a rate and a shift")
    on_line = all(kind in (0, 1) for kind in kinds)
    if not on_line and not all(kind in (2, 3, 4) for kind in kinds):
        raise Refused("the parts are integrated over the line, or from 0 on")
    summands, values = [], []
    for kind, c, n, a, b in zip(kinds, factors, orders, rates, shifts, strict=True):
        _require(defined, x, kind, (c, n, a, b))
        summand, value = _PARTS[kind](x, n, a, b)
        summands.append(mul(c, summand))
        values.append(mul(c, value))
    defined.require(body)
    total = add(*values)
    defined.require(total)
    forms = ElementaryNormalizer(context.normalizer.factory, hypotheses)
    if not forms.equal(body, add(*summands)):
        raise Refused(f"{body} is not the sum of the parts")
    whole = integral(x, body) if on_line else integral(x, body, 0, INFINITY)
    return claim(hypotheses, eq(whole, total))


def _require(defined: Definedness, x: Term, kind: int, parts: tuple[Term, ...]) -> None:
    facts = defined.facts
    for part in parts:
        defined.require(part)
        if x in part.free:
            raise Refused(f"{part} depends on {x}")
    _, n, a, b = parts
    if not facts.positive(a):
        raise Refused(f"not shown: {a} is positive")
    if not facts.natural(n) or (kind == 0 and not (n.head == "int" and n.value <= HIGHEST)):
        raise Refused(f"the order {n} is not a natural number of this kind")
    if kind == 4 and not within(sort_of(b), "R"):
        raise Refused(f"{b} is not shown to be real")
    if kind in (1, 2, 3) and b is not term(0):
        raise Refused("this kind has no linear exponent")


def _line(x: Term, n: Term, a: Term, b: Term) -> tuple[Term, Term]:
    before, known = term(0), term(1)
    for k in range(n.value):
        before, known = known, add(mul(div(b, mul(2, a)), known),
                                   mul(div(term(k), mul(2, a)), before))
    value = mul(sqrt(div(PI, a)), exp(div(power(b, 2), mul(4, a))), known)
    return mul(power(x, n), exp(add(neg(mul(a, power(x, 2))), mul(b, x)))), value


def _even(x: Term, n: Term, a: Term, b: Term) -> tuple[Term, Term]:
    value = div(mul(sqrt(div(PI, a)), factorial(mul(2, n))),
                mul(factorial(n), power(mul(4, a), n)))
    return mul(power(x, mul(2, n)), exp(neg(mul(a, power(x, 2))))), value


def _half_even(x: Term, n: Term, a: Term, b: Term) -> tuple[Term, Term]:
    summand, value = _even(x, n, a, b)
    return summand, div(value, 2)


def _half_odd(x: Term, n: Term, a: Term, b: Term) -> tuple[Term, Term]:
    value = div(factorial(n), mul(2, power(a, add(n, 1))))
    return mul(power(x, add(mul(2, n), 1)), exp(neg(mul(a, power(x, 2))))), value


def _half_linear(x: Term, n: Term, a: Term, b: Term) -> tuple[Term, Term]:
    if b is term(0):
        return mul(power(x, n), exp(neg(mul(a, x)))), div(factorial(n), power(a, add(n, 1)))
    turned = mul(Term("const", ("i",)), b)  # 1/(a + ib) = (a - ib)/(a^2 + b^2)
    inverse = div(add(a, neg(turned)), add(power(a, 2), power(b, 2)))
    value = mul(factorial(n), power(inverse, add(n, 1)))
    return mul(power(x, n), exp(neg(mul(add(a, turned), x)))), value


_PARTS: dict[int, Callable[[Term, Term, Term, Term], tuple[Term, Term]]] = {
    0: _line, 1: _even, 2: _half_even, 3: _half_odd, 4: _half_linear}
