"""Inference: two matrix terms are equal as index diagrams, modulo premises in contexts.

    Γᵢ |- Aᵢ = Bᵢ      s - t  =  Σ cᵢ (Cᵢ[Aᵢ] - Cᵢ[Bᵢ])   as sums of index diagrams
    ------------------------------------------------------------------------------
    ∪ Γᵢ, what s, t and the contexts need to be defined  |-  s = t

The witness gives for each use of a premise its context (a term with a hole) and a number, and
for each diagram of the difference the class it belongs to, with a relabelling of its dummies to
those of the first in its class. The coefficients of each class must add up to zero.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from derive.kernel.claim import Claim, Refused, claim
from derive.kernel.infer.context import Context, Value, Witness, inference
from derive.kernel.procedures.conditions import conditions
from derive.kernel.procedures.diagrams import Sum
from derive.kernel.procedures.index_form import Reading, difference
from derive.terms.binding import substitute
from derive.terms.term import Term, TermError


@inference
def index_identity(context: Context, premises: tuple[Claim, ...], witness: Witness) -> Claim:
    """The inference above; see ``identity_claim`` for what the witness holds.

    ``uses`` are lists ``[premise, numerator, denominator]``, with context and hole where there is
    one; ``relabelling`` are lists ``[first, [dummies]]``.
    """
    uses = []
    for row in _rows(witness, "uses"):
        premise, above, below, *placed = [*row, 0][:max(len(row), 3)]
        whole = (type(premise) is int and type(above) is int and type(below) is int
                 and 0 <= premise < len(premises) and below > 0)
        if not whole or len(placed) not in (0, 2) or not all(isinstance(t, Term) for t in placed):
            raise Refused("a use is a premise's number, a fraction, and perhaps context and hole")
        uses.append(Use(premise, Fraction(above, below), *placed))  # type: ignore[arg-type]
    relabelling: list[tuple[int, tuple[int, ...]]] = []
    for row in _rows(witness, "relabelling"):
        if len(row) != 2 or type(row[0]) is not int or not isinstance(row[1], list):
            raise Refused("a relabelling is the number of a diagram and a list of dummies")
        relabelling.append((row[0], tuple(i for i in row[1] if type(i) is int)))
    return identity_claim(premises, witness.formula("conclusion"), uses, relabelling)


def _rows(witness: Witness, name: str) -> list[list[Value]]:
    value = witness.value(name) if witness.has(name) else []
    if not isinstance(value, list):
        raise Refused(f"the witness {name!r} should be a list")
    rows = [row for row in value if isinstance(row, list) and len(row) >= 2]
    if len(rows) != len(value):
        raise Refused(f"the witness {name!r} should be a list of lists")
    return rows


@dataclass(frozen=True)
class Use:
    """Premise number ``premise``, put into ``context`` at ``hole``, times ``factor``.

    With no context the two sides of the premise stand alone.
    """

    premise: int
    factor: Fraction = Fraction(1)
    context: Term | None = None
    hole: Term | None = None


#: For each diagram: the number of the first diagram of its class, and where its dummies go.
Relabelling = Sequence[tuple[int, tuple[int, ...]]]


def pairs_of(premises: Sequence[Claim], goal: Term, uses: Sequence[Use]
             ) -> tuple[tuple[Fraction, Term, Term], ...]:
    """The signed pairs whose sum must vanish: the goal, less each use of a premise."""
    if goal.head != "eq":
        raise Refused(f"an index identity is an equation, not {goal}")
    pairs = [(Fraction(1), goal.args[0], goal.args[1])]
    for use in uses:
        equation = premises[use.premise].conclusion
        if equation.head != "eq":
            raise Refused(f"only an equation can be used in a context, not {equation}")
        left, right = equation.args
        if use.context is not None and use.hole is not None:
            if use.hole.head not in ("sym", "matrix") or (
                    (use.hole.shape is None) != (left.shape is None)):
                raise Refused(f"the hole {use.hole} does not fit {left}")
            if any(use.hole in part.free and part is not use.hole for part in use.context.walk()
                   if part.head in ("matrix", "differential", "along")):
                raise Refused("a hole stands in a name or a differential: an equation that holds "
                              "here says nothing about names, nor about a whole curve")
            try:
                left, right = (substitute(use.context, {use.hole: side}) for side in (left, right))
            except TermError as error:
                raise Refused(f"the premise does not fit into its context: {error}") from error
        pairs.append((-use.factor, left, right))
    return tuple(pairs)


def identity_claim(premises: Sequence[Claim], goal: Term, uses: Sequence[Use],
                   relabelling: Relabelling) -> Claim:
    """The claim ``goal`` from the premises; refused unless the witness holds throughout."""
    pairs = pairs_of(premises, goal, uses)
    reading, diagrams = difference(pairs)
    _vanishes(reading, diagrams, relabelling)
    needed = {c: None for _, left, right in pairs for side in (left, right)
              for c in conditions(side)}
    used = dict.fromkeys(use.premise for use in uses)
    return claim((*(h for i in used for h in premises[i].hypotheses), *needed), goal)


def _vanishes(reading: Reading, diagrams: Sum, relabelling: Relabelling) -> None:
    if len(relabelling) != len(diagrams):
        raise Refused(f"{len(diagrams)} diagrams, but {len(relabelling)} relabellings")
    totals: dict[int, Fraction] = {}
    for diagram, (first, goes) in zip(diagrams, relabelling, strict=True):
        if not 0 <= first < len(diagrams) or len(goes) != len(diagram.dummies):
            raise Refused("a relabelling does not fit its diagram")
        if not reading.same(diagram, diagrams[first],
                            dict(zip(diagram.dummies, goes, strict=True))):
            raise Refused("a relabelling does not turn one diagram into the other")
        totals[first] = totals.get(first, Fraction(0)) + diagram.coefficient
    left_over = [diagrams[i] for i, total in totals.items() if total]
    if left_over:
        raise Refused(f"{len(left_over)} classes of index diagrams do not cancel")
