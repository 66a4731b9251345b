"""Power series with known sums, and the binomial theorem. TRUSTED; cited."""

from __future__ import annotations

from collections.abc import Callable

from derive.kernel.claim import Claim, Refused, claim
from derive.kernel.elementary.form import ElementaryNormalizer
from derive.kernel.infer.context import Context, Witness, inference, union
from derive.kernel.lemmas import Lemma, cite
from derive.kernel.wellformed import Definedness
from derive.terms.binding import substitute
from derive.terms.build import (
    INFINITY,
    add,
    div,
    eq,
    exp,
    factorial,
    mul,
    neg,
    power,
    series_sum,
    sub,
    term,
)
from derive.terms.domains import sort_of, within
from derive.terms.term import Term

LEMMA = cite(Lemma(
    name="known_sums",
    statement=("With k(k-1)...(k-m+1) as a factor: the sum of q^k over all k is m! q^m/(1-q)^(m+1) "
               "for -1 < q < 1; that of z^k/k! is z^m exp(z); that of z^(2k)/(2k)! is cosh z, of "
               "z^(2k+1)/(2k+1)! sinh z, of (-1)^k z^(2k)/(2k)! cos z, of (-1)^k "
               "z^(2k+1)/(2k+1)! sin z (with m = 0); that of binomial(n, k) u^k v^(n-k) for k from "
               "0 to n is n(n-1)...(n-m+1) u^m (u+v)^(n-m)."),
    source=("NIST Digital Library of Mathematical Functions, 4.6.7 (and its derivatives), 4.2.19, "
            "4.33.1, 4.33.2, 4.19.1, 4.19.2, 1.2.2 (and its derivatives in u)"),
    false_instance="With q = 1 the geometric series diverges.",
))
HIGHEST = 8


@inference
def known_sums(context: Context, premises: tuple[Claim, ...], witness: Witness) -> Claim:
    """A sum over k as a combination of known ones.

    ::

        ------------------------------------------------   f = sum of c_i f_i
        G |- sum of f from 0 on (to n) = sum of c_i value_i

    ``kinds``: 0 geometric, 1 exponential, 2 cosh, 3 sinh, 4 cos, 5 sin, 6 binomial (u, with v = 1
    or ``second``). With ``lower`` L > 0 the first L terms come off. Side condition: c_i and the
    parts do not depend on k; -1 < q < 1 for 0; m is 0 for 2 to 5; everything defined.
    """
    k, body = witness.symbol("index"), witness.term("body")
    kinds, degrees = witness.numbers("kinds"), witness.numbers("degrees")
    factors, bases = witness.terms("factors"), witness.terms("bases")
    lower = witness.number("lower") if witness.has("lower") else 0
    hypotheses = union(premises, *witness.hypotheses())
    defined = context.definedness(hypotheses, premises)
    finite = all(kind == 6 for kind in kinds)
    n = witness.term("upper") if finite else INFINITY
    if k.sort not in ("N0", "Z") or not kinds or any(k in h.free for h in hypotheses) or any(
            len(p) != len(kinds) for p in (degrees, factors, bases)) or not 0 <= lower <= 64:
        raise Refused("each part takes a kind, a degree, a factor and a base")
    if finite:
        defined.require(n)
        if not defined.facts.natural(n) or k in n.free or lower:
            raise Refused(f"{n} is not a natural number")
    second = witness.term("second") if witness.has("second") else term(1)
    summands, values = [], []
    for kind, m, c, z in zip(kinds, degrees, factors, bases, strict=True):
        _require(defined, k, kind, m, (c, z, second), finite)
        summand, value = _PARTS[kind](k, m, z) if kind < 6 else _binomial(k, m, z, second, n)
        summands.append(mul(c, summand))
        values.append(mul(c, value))
    total = add(*values)
    for j in range(lower):
        total = sub(total, substitute(add(*summands), {k: term(j)}))
    defined.require(total)
    forms = ElementaryNormalizer(context.normalizer.factory, (*hypotheses, *_range(k, n)))
    if not forms.equal(body, add(*summands)):
        raise Refused(f"{body} is not the sum of the parts")
    _require_defined(defined, body, k, lower, n)
    return claim(hypotheses, eq(series_sum(k, body, lower, n), total))


def _range(k: Term, n: Term) -> tuple[Term, ...]:
    nonnegative = Term("le", (), (term(0), k))
    return (nonnegative,) if n is INFINITY else (nonnegative, Term("le", (), (k, n)))


def _require_defined(defined: Definedness, body: Term, k: Term, lower: int, n: Term) -> None:
    bounds = [Term("le", (), (term(lower), k)), *_range(k, n)[1:]]
    Definedness(defined.facts.extended(bounds), defined.known).require(body)


def _require(defined: Definedness, k: Term, kind: int, m: int, parts: tuple[Term, ...],
             finite: bool) -> None:
    for part in parts:
        defined.require(part)
        if k in part.free:
            raise Refused(f"{part} depends on {k}")
    if not (0 <= kind <= 6 and 0 <= m <= HIGHEST) or finite != (kind == 6) or (
            2 <= kind <= 5 and m):
        raise Refused("there is no such known sum")
    q, facts = parts[1], defined.facts
    if kind:
        return
    above, below = facts.positive(sub(1, q)), facts.nonnegative(q) or facts.positive(add(1, q))
    if not within(sort_of(q), "R") or not (
            (above and below) or facts.positive(sub(1, Term("abs", (), (q,))))):
        raise Refused(f"not shown: {q} is between -1 and 1")


def _falling(k: Term, m: int) -> list[Term]:
    return [sub(k, j) if j else k for j in range(m)]


def _geometric(k: Term, m: int, q: Term) -> tuple[Term, Term]:
    value = div(mul(factorial(term(m)), power(q, m)), power(sub(1, q), m + 1))
    return mul(*_falling(k, m), power(q, k)), value


def _exponential(k: Term, m: int, z: Term) -> tuple[Term, Term]:
    return mul(*_falling(k, m), div(power(z, k), factorial(k))), mul(power(z, m), exp(z))


def _parity(head: str, odd: int) -> Callable[[Term, int, Term], tuple[Term, Term]]:
    def part(k: Term, m: int, z: Term) -> tuple[Term, Term]:
        exponent = add(mul(2, k), odd)
        summand = div(power(z, exponent), factorial(exponent))
        if head in ("sin", "cos"):
            summand = mul(power(neg(term(1)), k), summand)
        return summand, Term(head, (), (z,))
    return part


def _binomial(k: Term, m: int, u: Term, v: Term, n: Term) -> tuple[Term, Term]:
    """An exponent n - m without m is n: where n is a number of k, 0 to the power 0 is 1."""
    summand = mul(*_falling(k, m), Term("binomial", (), (n, k)), power(u, k))
    if v is not term(1):
        summand = mul(summand, power(v, sub(n, k)))
    both = power(add(u, v), sub(n, m) if m else n)
    return summand, mul(*_falling(n, m), power(u, m), both)


_PARTS: dict[int, Callable[[Term, int, Term], tuple[Term, Term]]] = {
    0: _geometric, 1: _exponential, 2: _parity("cosh", 0), 3: _parity("sinh", 1),
    4: _parity("cos", 0), 5: _parity("sin", 1)}
