"""Ways to propose to the kernel that two forms are equal: normal forms, and theorems.

Each makes steps whose last, labelled "equal", is ``left = right``, or raises what a step raises.
UNTRUSTED. Next: ``side_conditions``, ``kernel.procedures.arctangents``, ``.logarithms``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import permutations
from typing import TypeAlias

from derive.export.rewriting.side_conditions import UNSHOWN, defined, positive
from derive.kernel.claim import Refused
from derive.kernel.derivation import Derivation, Step
from derive.terms import Term
from derive.terms.build import add, div, eq, lt, mul, neg
from derive.terms.build import term as number

Way: TypeAlias = Callable[[Derivation, Term, Term, Sequence[Term]], None]
MULTIPLIED_OUT = 48  # whole powers of sums up to this have a normal form


def plain(inference: str) -> Way:
    """Both sides have one normal form."""
    def by(derivation: Derivation, left: Term, right: Term, given: Sequence[Term]) -> None:
        derivation.step(inference, *defined(derivation, right, given, left), label="equal",
                        conclusion=eq(left, right), hypotheses=given)
    return by


def of_arctangents(derivation: Derivation, left: Term, right: Term, given: Sequence[Term]) -> None:
    """The difference of two arctangents is one, and so is that of a right angle and one."""
    found = dict.fromkeys(t for t in left.walk() if t.head == "arctan")
    for only in found:
        factor, t = coefficient(left, only), only.args[0]
        if factor is None or len(found) > 1:
            continue
        known = defined(derivation, right, given)
        law = derivation.step("arctan_reciprocal", *positive(derivation, lt(0, t), given),
                              argument=t, hypotheses=given)
        derivation.step("elementary", law, *known, label="equal", conclusion=eq(left, right),
                        cofactors=[factor], hypotheses=given)
        return
    for first, second in permutations(found, 2):
        factor = coefficient(left, first)
        if factor is None:
            continue
        s, t = first.args[0], second.args[0]
        try:
            known = defined(derivation, right, given)
            below = positive(derivation, lt(0, add(1, mul(s, t))), given)
            law = derivation.step("arctan_difference", *below, first=s, second=t,
                                  hypotheses=given)
            derivation.step("elementary", law, *known, label="equal", conclusion=eq(left, right),
                            cofactors=[factor], hypotheses=given)
            return
        except UNSHOWN:
            continue
    raise Refused("no two arctangents whose difference is one")


def coefficient(form: Term, atom: Term) -> Term | None:
    """What an atom is multiplied by in a sum."""
    if form is atom:
        return number(1)
    inner = next((c for a in form.args if (c := coefficient(a, atom)) is not None), None)
    if inner is None or form.head == "add":
        return inner
    if form.head == "neg":
        return neg(inner)
    if form.head == "mul":
        return mul(inner, *(a for a in form.args if coefficient(a, atom) is None))
    if form.head == "div" and coefficient(form.args[0], atom) is not None:
        return div(inner, form.args[1])
    return None


def of_powers(derivation: Derivation, left: Term, right: Term, given: Sequence[Term]) -> None:
    """``p^v = exp(v log p)`` wherever a power is not multiplied out."""
    if not any(_opaque(t) for side in (left, right) for t in side.walk()):
        raise Refused("there is no power to say by a logarithm")
    known = defined(derivation, right, given)
    sides = [_said(derivation, side, known, given) for side in (left, right)]
    for inference in ("ring", "elementary"):
        try:
            derivation.step(inference, *sides, *known, label="equal", conclusion=eq(left, right),
                            cofactors=[number(1), number(-1)], hypotheses=given)
            return
        except UNSHOWN:
            continue
    raise Refused("the powers differ")


def _said(derivation: Derivation, side: Term, known: Sequence[Step], given: Sequence[Term]) -> Step:
    """A step ``side = side'``, where side' has no such power."""
    step = derivation.step("ring", *known, conclusion=eq(side, side), hypotheses=given)
    while (place := next(_places(step.claim.conclusion.args[1]), None)) is not None:
        path, power = place
        base, exponent = power.args
        law = derivation.step("power_by_logarithm", *positive(derivation, lt(0, base), given),
                              base=base, exponent=exponent, hypotheses=given)
        step = derivation.step("rewrite", step, law, path=[1, *path])
    return step


def _places(form: Term) -> Iterator[tuple[tuple[int, ...], Term]]:
    if _opaque(form):
        yield (), form
    for k, arg in enumerate(form.args):
        for path, found in _places(arg):
            yield (k, *path), found


def _opaque(form: Term) -> bool:
    if form.head != "pow":
        return False
    exponent = form.args[1]
    if exponent.head == "int":
        return abs(exponent.value) > MULTIPLIED_OUT
    return bool(exponent.free)
