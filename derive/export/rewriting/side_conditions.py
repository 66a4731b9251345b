"""Have the kernel show what a form needs to be defined, from where the given form is.

A divisor may be a multiple of one that is known not to be 0, an argument of log a positive multiple
of one that is known to be positive. UNTRUSTED proposals. Next: ``laws``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import permutations

from derive.export.program import ExportRefused
from derive.kernel.claim import Refused
from derive.kernel.derivation import Derivation, Step
from derive.kernel.procedures.conditions import conditions
from derive.terms import Term
from derive.terms.build import add, div, eq, exp, lt, mul, ne, neg, sub
from derive.terms.build import term as number
from derive.terms.term import TermError

#: what a proposal may raise when it does not fit
UNSHOWN = (Refused, TermError, ExportRefused, ValueError, LookupError, RecursionError)
TRIES = 24


def defined(derivation: Derivation, form: Term, given: Sequence[Term], left: Term | None = None
            ) -> list[Step]:
    """Steps that a form is defined where it is not evident from its parts, and ``left`` is."""
    logs = {} if left is None else dict.fromkeys(
        t.args[0] for t in left.walk() if t.head == "log")
    return [step for c in map(of_base, conditions(form)) if c not in given
            for step in (*_nonzero(derivation, c, given),
                         *positive(derivation, c, given, tuple(logs)))]


def of_base(condition: Term) -> Term:
    """``u != 0`` where the condition is that a power of u is not 0."""
    if condition.head == "ne" and condition.args[0].head == "pow" and (
            condition.args[1] is number(0)):
        return ne(condition.args[0].args[0], 0)
    return condition


def _nonzero(derivation: Derivation, condition: Term, given: Sequence[Term]) -> list[Step]:
    """A step that a divisor is not 0, since it is a multiple of one that is not 0."""
    if condition.head != "ne":
        return []
    divisor = condition.args[0]
    for known in (h for h in given if h.head == "ne" and h.args[1] is number(0)):
        for factor in _factors(divisor, known.args[0]):
            try:
                same = derivation.step("elementary", hypotheses=list(given), conclusion=eq(
                    divisor, mul(factor, known.args[0])))
                there = derivation.step("assume", formula=known)
                return [derivation.step("order", same, there, conclusion=condition,
                                        cofactors=[number(1), factor])]
            except UNSHOWN:
                continue
    return _with_roots(derivation, condition, given)


def _with_roots(derivation: Derivation, condition: Term, given: Sequence[Term]) -> list[Step]:
    """``b + sqrt(b^2 - 4 a c) != 0`` for 0 <= b, 0 < a, c < 0: what is under the root is not 0."""
    divisor = condition.args[0]
    roots = dict.fromkeys(t.args[0] for t in divisor.walk() if t.head == "sqrt")
    known = [step for under in roots for step in _of_signs(derivation, under, given)]
    if not known:
        return []
    try:
        return [derivation.step("order", *known, conclusion=condition, rest=divisor,
                                hypotheses=list(given))]
    except UNSHOWN:
        return []


def _of_signs(derivation: Derivation, wanted: Term, given: Sequence[Term]) -> list[Step]:
    """A step that a polynomial is positive, since of one of its symbols it is known that c < 0."""
    items = list(derivation.context.normalizer.items(wanted))
    below = [h for h in given if h.head == "lt" and h.args[0].head == "sym" and h.args[1] is (
        number(0))]
    for known in below:
        c = known.args[0]
        for monomial, value in items:
            others = [g for g, e in monomial if g is not c and e == 1 and isinstance(g, Term)]
            if value < 0 and len(others) + 1 == len(monomial) and dict(monomial).get(c) == 1:
                factor = mul(number(-value), *others)
                try:
                    there = derivation.step("assume", formula=known)
                    return [derivation.step(
                        "order", there, conclusion=lt(0, wanted), cofactors=[factor],
                        rest=add(wanted, mul(factor, c)), hypotheses=list(given))]
                except UNSHOWN:
                    continue
    return []


def positive(derivation: Derivation, condition: Term, given: Sequence[Term],
             logs: Sequence[Term] = ()) -> list[Step]:
    """A step that something is positive, since it is as far as a bound says: 1 - p for p <= 1/2."""
    if condition.head != "lt" or condition.args[0] is not number(0):
        return []
    wanted = dict(derivation.context.normalizer.items(condition.args[1]))
    for known in (h for h in given if h.head in ("lt", "le")):
        left, right = known.args
        bound = dict(derivation.context.normalizer.items(sub(right, left)))
        shared = [m for m in bound if m and m in wanted]
        if len(shared) != 1 or wanted[shared[0]] / bound[shared[0]] <= 0:
            continue
        factor = wanted[shared[0]] / bound[shared[0]]
        rest = sub(condition.args[1], mul(number(factor), sub(right, left)))
        value = dict(derivation.context.normalizer.items(rest))
        if set(value) <= {frozenset()} and value.get(frozenset(), 0) >= 0:
            try:
                there = derivation.step("assume", formula=known)
                return [derivation.step("order", there, conclusion=condition, cofactors=[
                    number(factor)], rest=number(value.get(frozenset(), Fraction(0))))]
            except UNSHOWN:
                continue
    return _as_known(derivation, condition, given, logs)


def _as_known(derivation: Derivation, condition: Term, given: Sequence[Term],
              logs: Sequence[Term]) -> list[Step]:
    """A step that something is positive, since it is a positive multiple of what is known to be."""
    wanted = condition.args[1]
    if derivation.context.definedness(tuple(given)).facts.positive(wanted):
        return []
    known = [h for h in given if h.head == "lt" and h.args[0] is number(0)]
    tries = [(h, factor) for factor in (number(1), *(div(1, h.args[1]) for h in known),
                                        *_factors(wanted)) for h in known]
    for formula, factor in tries[:TRIES]:
        try:
            same = derivation.step("elementary", hypotheses=list(given), conclusion=eq(
                wanted, mul(factor, formula.args[1])))
            there = derivation.step("assume", formula=formula)
            return [derivation.step("order", same, there, conclusion=condition,
                                    cofactors=[number(1), factor])]
        except UNSHOWN:
            continue
    for value in (*logs, *(div(a, b) for a, b in permutations(logs, 2))):
        try:
            same = derivation.step("elementary", hypotheses=list(given),
                                   conclusion=eq(wanted, value))
            return [derivation.step("order", same, conclusion=condition, cofactors=[number(1)],
                                    rest=value)]
        except UNSHOWN:
            continue
    return []


def _factors(*terms: Term) -> Iterator[Term]:
    """What two divisors made of the same exponentials may differ by."""
    yield number(1)
    for u in dict.fromkeys(t.args[0] for term in terms for t in term.walk()
                           if t.head in ("exp", "sinh", "cosh", "tanh")):
        cosh = Term("cosh", (), (u,))
        yield from (add(exp(u), 1), exp(u), cosh, mul(2, exp(u), cosh), div(1, cosh),
                    add(exp(mul(2, u)), 1), exp(neg(u)), div(exp(neg(u)), 2), neg(exp(u)),
                    neg(exp(neg(u))))


