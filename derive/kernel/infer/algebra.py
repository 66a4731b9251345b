"""Equations and inequalities by polynomial identities with witnesses. TRUSTED."""

from __future__ import annotations

from derive.kernel.claim import Claim, Refused, claim
from derive.kernel.infer.context import (
    Context,
    Witness,
    inference,
    only,
    require_absent,
    sides,
    union,
)
from derive.kernel.normal import Normalizer
from derive.kernel.wellformed import Definedness
from derive.terms.binding import alpha_equal, at_path, replace_at
from derive.terms.build import add, mul, neg, sub, term
from derive.terms.term import Term


def _setting(context: Context, premises: tuple[Claim, ...], witness: Witness
             ) -> tuple[tuple[Term, ...], Definedness]:
    hypotheses = union(premises, *witness.hypotheses())
    return hypotheses, context.definedness(hypotheses, premises)


def _difference(formula: Term) -> Term:
    """left - right of an equation, right - left of an inequality."""
    left, right = formula.args
    return sub(left, right) if formula.head in ("eq", "ne") else sub(right, left)


@inference
def ring(context: Context, premises: tuple[Claim, ...], witness: Witness) -> Claim:
    """An equation from equations, by a polynomial identity in atoms.

    ::

        G_i |- l_i = r_i   (others: used for conditions only)
        -----------------------------------------------------   D (s - t) = sum q_i (l_i - r_i)
                      G |- s = t

    Side condition: D is not 0; s, t, D and the q_i are defined where G holds.
    """
    return combination(context, premises, witness, context.normalizer)


def combination(context: Context, premises: tuple[Claim, ...], witness: Witness,
                forms: Normalizer) -> Claim:
    """The inference ``ring`` over the given normal forms."""
    goal = witness.formula("conclusion")
    left, right = sides(goal)
    cofactors = witness.terms("cofactors") if witness.has("cofactors") else ()
    multiplier = witness.term("multiplier") if witness.has("multiplier") else term(1)
    hypotheses, defined = _setting(context, premises, witness)
    if len(cofactors) > len(premises):
        raise Refused("more cofactors than premises")
    for part in (goal, multiplier, *cofactors):
        defined.require(part)
    if not defined.facts.nonzero(multiplier):
        raise Refused(f"not shown: the multiplier {multiplier} is not 0")
    parts = []
    for cofactor, premise in zip(cofactors, premises, strict=False):
        if cofactor is not term(0):
            sides(premise.conclusion)
            parts.append(mul(cofactor, _difference(premise.conclusion)))
    whole = mul(multiplier, sub(left, right))
    if not forms.is_zero(add(whole, *(neg(p) for p in parts)) if parts else whole):
        raise Refused(f"the two sides differ: {goal}")
    return claim(hypotheses, goal)


@inference
def order(context: Context, premises: tuple[Claim, ...], witness: Witness) -> Claim:
    """An inequality as a sum of what cannot be negative.

    ::

        G_i |- h_i   (equations 0 = l - r, inequalities 0 <= r - l or 0 < r - l)
        ------------------------------------------------   D (t - s) = sum q_i h_i + rest
             G |- s <= t    or    G |- s < t

    For ``s != t``: ``D (s - t) = sum q_i h_i`` with one premise ``l != r`` whose q is not 0, or
    s - t certainly not 0. Side condition: D > 0 (for !=: D != 0); q_i >= 0 at inequalities; rest
    >= 0; for <, rest > 0 or a strict premise has q > 0; everything defined.
    """
    goal = witness.formula("conclusion")
    cofactors = witness.terms("cofactors") if witness.has("cofactors") else ()
    multiplier = witness.term("multiplier") if witness.has("multiplier") else term(1)
    rest = witness.term("rest") if witness.has("rest") else term(0)
    hypotheses, defined = _setting(context, premises, witness)
    if goal.head not in ("lt", "le", "ne") or len(cofactors) > len(premises):
        raise Refused("order shows <, <= and != only")
    for part in (goal, multiplier, rest, *cofactors):
        defined.require(part)
    facts = defined.facts
    if not (facts.nonzero(multiplier) if goal.head == "ne" else facts.positive(multiplier)):
        raise Refused(f"not shown: the sign of the multiplier {multiplier}")
    strict = facts.positive(rest) if goal.head != "ne" else facts.nonzero(rest)
    if goal.head == "ne" and cofactors and rest is not term(0):
        raise Refused("for != there is no rest beside premises")
    if goal.head != "ne" and not facts.nonnegative(rest) and not strict:
        raise Refused(f"not shown: {rest} is not negative")
    parts = [rest]
    for cofactor, premise in zip(cofactors, premises, strict=False):
        kind = premise.conclusion.head
        if kind == "ne" and goal.head == "ne":
            if strict or not facts.nonzero(cofactor):
                raise Refused("one premise that is not 0, with a cofactor that is not 0")
            strict = True
        elif kind in ("lt", "le") and goal.head != "ne":
            if not (facts.nonnegative(cofactor) or facts.positive(cofactor)):
                raise Refused(f"not shown: the cofactor {cofactor} is not negative")
            strict = strict or (kind == "lt" and facts.positive(cofactor))
        elif kind != "eq":
            raise Refused(f"the premise {premise.conclusion} is of no use here")
        parts.append(mul(cofactor, _difference(premise.conclusion)))
    whole = mul(multiplier, _difference(goal))
    if not context.normalizer.is_zero(add(whole, *(neg(p) for p in parts))):
        raise Refused("the identity of the witness does not hold")
    if goal.head != "le" and not strict:
        raise Refused(f"not strict: {goal}")
    return claim(hypotheses, goal)


@inference
def rewrite(context: Context, premises: tuple[Claim, ...], witness: Witness) -> Claim:
    """Replace equals by equals at one place.

    ::

        G1 |- phi[s]      G2 |- s = t
        -----------------------------
              G1, G2 |- phi[t]

    Side condition: symbols bound on the way to the place are not free in G2, so that the
    equation holds for all of them; the place holds s, up to bound names or normal form; it is not
    inside a name (of a matrix), a differential or ``along`` (they speak of a whole curve), and
    depends on no formal variable (an equation of numbers says nothing about formal series).
    """
    first, equation = only(premises, 2)
    left, right = sides(equation.conclusion)
    path = witness.numbers("path")
    found, bound = _place(first.conclusion, path)
    for symbol in bound:
        require_absent(symbol, equation.hypotheses)
    if not alpha_equal(found, left):
        if not context.normalizer.equal(found, left):
            raise Refused(f"at that place stands {found}, not {left}")
        # Only G2 may help here: a bound symbol may share its name with a free one of G1.
        context.definedness(equation.hypotheses, (equation,)).require(found)
    return claim(union(premises), replace_at(first.conclusion, path, right))


def _place(formula: Term, path: tuple[int, ...]) -> tuple[Term, frozenset[Term]]:
    """What stands at a path, and what is bound there; refuse where equals may not be put."""
    found, bound = at_path(formula, path)
    around = formula
    for step in path:
        if around.head in ("matrix", "differential", "along"):
            raise Refused(f"equals are not replaced inside {around}")
        if around.head == "series_eq" and around.args[0] in found.free:
            raise Refused(f"{around.args[0]} is formal, and equations are about numbers")
        around = around.args[step]
    return found, bound


@inference
def restate(context: Context, premises: tuple[Claim, ...], witness: Witness) -> Claim:
    """``G |- phi`` gives ``G |- phi'`` where the parts have the same normal forms.

    Side condition: phi' is defined where G holds.
    """
    if not premises:
        raise Refused("there is nothing to restate")
    first, *others = premises
    target = witness.formula("conclusion")
    hypotheses = union(premises, *witness.hypotheses())
    context.require_match(first.conclusion, target, hypotheses, (first, *others))
    return claim(hypotheses, target)
