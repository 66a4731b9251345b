"""Refutation: a point where every hypothesis certainly holds and the relation certainly fails.

Both sides are enclosed in balls that do not meet, at a precision that doubles as long as they
do. Finding none proves nothing. Next: ``sample``, which asks the same of a claim that is proved.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flint import fmpq

from derive.kernel.claim import Definition
from derive.kernel.refute import scalars
from derive.kernel.refute.balls import ALLOWANCE, Complex, Evaluator
from derive.kernel.refute.model import Model, NoModel, models, seed_of
from derive.kernel.refute.truth import Outcome, decide
from derive.terms.binding import fresh, substitute
from derive.terms.term import Term

#: every point is tried at the precision of the models, a few that stay open at these
PRECISIONS, INSISTENT, POINTS = (256, 512, 1024, 2048, 4096), 3, 16
#: operations times bits, beyond which a relation is not tried at the next precision
COSTLY = 600_000
#: points at which no method evaluates a relation, after which no more are tried
BLANK = 6


@dataclass(frozen=True)
class Refutation:
    """Where a relation fails. ``left`` and ``right`` are decimals, certain as far as written."""

    point: Mapping[Term, fmpq | Complex | str]
    left: str
    right: str
    precision: int
    functions: tuple[str, ...] = ()

    def __str__(self) -> str:
        at = ", ".join(f"{s.name} = {value}" for s, value in self.point.items())
        return f"at {at}: left {self.left}, right {self.right}" if at else (
            f"left {self.left}, right {self.right}")


def refute(hypotheses: tuple[Term, ...], relation: Term,
           definitions: Mapping[Term, Definition] | None = None, *, points: int = POINTS,
           strict: bool = False) -> Refutation | None:
    """A point where the hypotheses certainly hold and ``relation`` certainly does not, or None.

    With ``strict`` a point where a side is undefined counts: the relation claims that both sides
    are defined. Without it such a point is passed over.

    >>> from derive.terms.build import symbol, eq, sqrt, power
    >>> y = symbol("y")
    >>> print(refute((), eq(sqrt(power(y, 2)), y)))
    at y = -1/2: left 0.5, right -0.5
    """
    found = search(hypotheses, relation, definitions, points=points, strict=strict)
    return found if isinstance(found, Refutation) else None


def search(hypotheses: tuple[Term, ...], relation: Term,
           definitions: Mapping[Term, Definition] | None = None, *, points: int = POINTS,
           strict: bool = False) -> Refutation | NoModel | None:
    """As ``refute``; ``NoModel`` says that no point was found where the hypotheses hold."""
    definitions = definitions or {}
    relation, free = open_quantifiers(hypotheses, relation)
    seed = seed_of("\n".join(map(str, (*hypotheses, relation))))
    still_open: list[Model] = []
    blank = 0
    try:
        for model in models(hypotheses, relation, free, definitions, seed, points,
                            partial=True):
            if not model.certain:
                continue
            outcome = decide(relation, model.evaluator)
            if _fails(outcome, strict):
                return _refutation(relation, model, model.evaluator.precision, outcome)
            if outcome.holds is None and (outcome.left is not None or outcome.retry):
                still_open.append(model)
            elif outcome.holds is None:
                blank += 1
                if blank == BLANK:
                    break
    except NoModel as problem:
        return problem
    spent = 0
    for model in still_open[:INSISTENT]:
        for precision in PRECISIONS:
            evaluator = Evaluator(model.environment, precision)
            outcome = decide(relation, evaluator)
            cost = evaluator.spent + evaluator.nodes
            spent += cost
            if _fails(outcome, strict):
                return _refutation(relation, model, precision, outcome)
            if outcome.holds is not None or cost * precision > COSTLY or spent > ALLOWANCE:
                break
    return None


def open_quantifiers(hypotheses: tuple[Term, ...],
                     relation: Term) -> tuple[Term, frozenset[Term]]:
    """The relation under its ``forall``, each bound symbol free and new; and all free symbols."""
    free: frozenset[Term] = relation.free.union(*(h.free for h in hypotheses))
    while relation.head == "forall":
        bound, inside = relation.args
        new = fresh(bound, free) if any(s.data[0] == bound.name for s in free) else bound
        relation = substitute(inside, {bound: new})
        free |= {new}
    return relation, free


def _fails(outcome: Outcome, strict: bool) -> bool:
    return outcome.holds is False and (strict or not outcome.undefined)


def _refutation(relation: Term, model: Model, precision: int, outcome: Outcome) -> Refutation:
    left, right = sides(outcome)
    return Refutation(model.point(), left, right, precision, model.described())


def sides(outcome: Outcome) -> tuple[str, str]:
    """The two sides as decimals, with as many digits as it takes to see them differ."""
    if outcome.left is None or outcome.right is None:
        return outcome.reason or "fails", ""
    for digits in (10, 20, 40, 80, 200, 500, 1300):
        left, right = (scalars.decimal(v, digits) for v in (outcome.left, outcome.right))
        if left != right:
            break
    return left, right
