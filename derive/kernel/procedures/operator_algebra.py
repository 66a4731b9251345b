"""Inference: an equation between operators, kets, bras or brackets, from others in contexts.

    Γᵢ |- lᵢ = rᵢ       s - t  =  Σ cᵢ Lᵢ (lᵢ - rᵢ) Rᵢ    as sums of words in a free *-algebra
    -----------------------------------------------------------------------------------------
    ∪ Γᵢ, that what is inverted has an inverse  |-  s = t

The witness gives for each use of a premise a scalar c and the operators L and R around it; with
``adjoint`` both sides of the premise are turned first. Side condition: s, t, c, L and R are
defined. Words: ``operator_words``. What an equation between operators means:
``docs/decisions/0058-operators.md``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from derive.kernel.claim import Claim, Refused
from derive.kernel.claim import claim as make_claim
from derive.kernel.infer.context import Context, Value, Witness, inference, sides, union
from derive.kernel.procedures.operator_words import Combination, Words
from derive.terms.build import eq, neg
from derive.terms.matrices import identity, matmul
from derive.terms.operator_forms import of_operators
from derive.terms.term import Term


@dataclass(frozen=True)
class Use:
    """Premise number ``premise``, its two sides turned if ``adjoint``, as ``factor L ( ) R``."""

    premise: int
    adjoint: bool
    factor: Term
    left: Term | None = None
    right: Term | None = None


@inference
def operator_algebra(context: Context, premises: tuple[Claim, ...], witness: Witness) -> Claim:
    """The inference above; ``uses`` are lists ``[premise, adjoint, factor, left, right]``.

    ``left`` and ``right`` are operators, or 0 where nothing stands there.
    """
    goal = witness.formula("conclusion")
    given = witness.value("uses") if witness.has("uses") else []
    if not isinstance(given, list):
        raise Refused("the witness 'uses' should be a list")
    uses = [_use(row, len(premises)) for row in given]
    parts = [p for use in uses for p in (use.factor, use.left, use.right) if p is not None]
    conditions = invertible((goal, *parts))
    hypotheses = union(premises, *witness.hypotheses(), *conditions)
    defined = context.definedness(hypotheses, premises)
    for part in (goal, *parts):
        defined.require(part)
    words = Words(context.normalizer)
    if remainder(words, goal, [p.conclusion for p in premises], uses):
        raise Refused(f"the two sides differ: {goal}")
    return make_claim(hypotheses, goal)


def _use(row: Value, premises: int) -> Use:
    if not isinstance(row, list) or len(row) != 5:
        raise Refused("a use is a premise, a flag, a factor, and what stands left and right")
    premise, turned, factor, *around = row
    good = type(premise) is int and 0 <= premise < premises and turned in (0, 1)
    if not good or not isinstance(factor, Term) or factor.shape is not None:
        raise Refused("a use is a premise's number, 0 or 1, and a scalar")
    left, right = (a if isinstance(a, Term) else None for a in around)
    if any(not isinstance(a, Term) and a != 0 for a in around) or factor.is_formula:
        raise Refused("left and right of a premise stand operators, or 0 for nothing")
    return Use(int(str(premise)), turned == 1, factor, left, right)


def remainder(words: Words, goal: Term, premises: Sequence[Term], uses: Sequence[Use]
              ) -> Combination:
    """``s - t`` less what the uses give, in normal form: nothing, if the goal follows."""
    parts = [difference(words, goal)]
    for use in uses:
        part = difference(words, premises[use.premise])
        if use.adjoint:
            part = words.adjoint(part)
        around = [words.combination(a) if a is not None else None for a in (use.left, use.right)]
        part = words.product(*(p for p in (around[0], part, around[1]) if p is not None))
        parts.append(words.scaled(neg(words.scalar(use.factor)), part))
    return words.total(*parts)


def difference(words: Words, equation: Term) -> Combination:
    """The left side of an equation less its right side."""
    left, right = sides(equation)
    return words.total(words.combination(left),
                       words.scaled(neg(1), words.combination(right)))


def invertible(parts: Sequence[Term]) -> tuple[Term, ...]:
    """For every operator that is inverted: that it has an inverse."""
    inverses = {t: None for part in parts for t in part.walk()
                if t.head == "inverse" and of_operators(t.shape)}
    return tuple(has_inverse(t.args[0]) for t in inverses)


def has_inverse(a: Term) -> Term:
    """The formula that an operator has an inverse."""
    assert a.shape is not None
    return eq(matmul(a, Term("inverse", (), (a,))), identity(a.shape[0]))
