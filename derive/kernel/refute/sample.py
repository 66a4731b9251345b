"""Sampling: whether the numbers agree with a claim, at models of its hypotheses.

Every proved claim is sampled. Agreement proves nothing; a disagreement at a model that is
certain means an error of the kernel. Start with ``refute``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import floor, log10
from typing import TypeAlias

from flint import acb, ctx, fmpq

from derive.kernel.claim import Claim, Definition
from derive.kernel.refute.balls import Complex, Evaluator
from derive.kernel.refute.model import Model, NoModel, models, seed_of
from derive.kernel.refute.refute import BLANK, open_quantifiers, sides
from derive.kernel.refute.truth import Outcome, decide
from derive.terms.term import Term

#: digits that are asked for, and the precisions at which they are sought
DIGITS, PRECISIONS = 12, (256, 512, 1024)


@dataclass(frozen=True)
class Agreement:
    """At so many points the enclosures meet, to so many digits at the worst of them."""

    points: int
    digits: int


@dataclass(frozen=True)
class Disagreement:
    """A point where the hypotheses certainly hold and the conclusion certainly does not."""

    point: Mapping[Term, fmpq | Complex | str]
    left: str
    right: str


@dataclass(frozen=True)
class NotSampled:
    """No point could be judged, and why."""

    reason: str


_HOW = ("the sides differ where the hypotheses are",
        "no contradiction can be sampled: at every point the hypotheses are")
Sampled: TypeAlias = Agreement | Disagreement | NotSampled


def sample(claim: Claim, definitions: Mapping[Term, Definition] | None = None,
           points: int = 8) -> Sampled:
    """Evaluate a claim at models of its hypotheses, drawn from a hash of what it says.

    >>> from derive.terms.build import symbol, eq, add, mul, power
    >>> x = symbol("x")
    >>> sample(Claim((), eq(power(add(x, 1), 2), add(power(x, 2), mul(2, x), 1))), points=4)
    Agreement(points=4, digits=38)
    """
    conclusion, free = open_quantifiers(claim.hypotheses, claim.conclusion)
    seed = seed_of(str(claim))
    agreed, worst, reason = 0, 10**6, "no point could be judged"
    blank = 0
    try:
        for model in models(claim.hypotheses, conclusion, free, definitions or {}, seed,
                            points):
            outcome, digits = _judged(conclusion, model)
            if outcome.holds is False:
                if model.certain:
                    return Disagreement(model.point(), *sides(outcome))
                reason = f"{_HOW[conclusion.head == 'false']} not certain to hold"
            elif outcome.holds or digits >= DIGITS:
                agreed, worst = agreed + 1, min(worst, digits)
            else:
                reason = outcome.reason or "the enclosures stay wide"
                blank += _hopeless(outcome)
                if blank == BLANK and not agreed:
                    break
    except NoModel as problem:
        return NotSampled(str(problem))
    return Agreement(agreed, worst) if agreed else NotSampled(reason)


def _judged(conclusion: Term, model: Model) -> tuple[Outcome, int]:
    """The outcome at a point, and the digits to which the sides agree there."""
    evaluator = model.evaluator
    outcome, digits = decide(conclusion, evaluator), 0
    for precision in PRECISIONS:
        digits = _digits(outcome, evaluator.precision)
        if outcome.holds is not None or digits >= DIGITS or _hopeless(outcome):
            break
        evaluator = Evaluator(model.environment, precision)
        outcome = decide(conclusion, evaluator)
    return outcome, digits


def _hopeless(outcome: Outcome) -> bool:
    return outcome.left is None and not outcome.retry


def _digits(outcome: Outcome, precision: int) -> int:
    most = int(precision * log10(2))
    if outcome.holds:
        return most
    if outcome.left is None or outcome.right is None:
        return 0
    with ctx.workprec(precision):
        left, right = acb(outcome.left), acb(outcome.right)
        error, size = abs(left - right).upper(), abs(left).upper()
        if not error.is_finite() or not size.is_finite():
            return 0
        ratio = error / size if size > 1 else error
        if ratio == 0:
            return most
        exponent = int(ratio.mid().man_exp()[1]) + int(ratio.mid().man_exp()[0]).bit_length()
    return max(0, min(most, floor(-exponent * log10(2))))
