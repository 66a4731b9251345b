"""From proposals about matrices to steps of a derivation.

A proposal names the claims it rests on by label and says in which contexts they are used; the
relabelling of indices is looked for here and checked by the kernel. Next: ``reverse_sweep``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from derive.kernel.claim import Refused
from derive.kernel.derivation import Derivation, Step
from derive.kernel.infer.context import Value
from derive.kernel.procedures.index_identity import Use
from derive.rules.index_relabelling import witness_of
from derive.terms.term import Term


@dataclass(frozen=True)
class Placed:
    """A use of the claim with that label, in a context; see ``kernel...index_identity.Use``."""

    label: str
    factor: Fraction = Fraction(1)
    context: Term | None = None
    hole: Term | None = None


@dataclass(frozen=True)
class Proposal:
    """A claim that a rule proposes; ``goal`` is None where the inference itself says what follows.

    ``laws`` are the laws of the sweep that led to it, for the reader.
    """

    label: str
    goal: Term | None
    inference: str
    uses: tuple[Placed, ...] = ()
    laws: tuple[str, ...] = ()
    prove: Callable[[Derivation], Step] | None = None


@dataclass(frozen=True)
class Fact:
    """An equation that may be used, with the steps that prove it; assumed where there are none."""

    formula: Term
    prove: Callable[[Derivation], Step] | None = None


def identity_step(derivation: Derivation, goal: Term, premises: Sequence[Step],
                  uses: Sequence[Use], label: str | None = None) -> Step:
    """The step ``index_identity`` with the relabelling that shows it."""
    found = witness_of(goal, [p.claim for p in premises], uses)
    rows: list[Value] = []
    for use in uses:
        row: list[Value] = [use.premise, use.factor.numerator, use.factor.denominator]
        if use.context is not None and use.hole is not None:
            row += [use.context, use.hole]
        rows.append(row)
    relabelled: list[Value] = [[first, list(goes)] for first, goes in found]
    return derivation.step("index_identity", *premises, label=label, conclusion=goal, uses=rows,
                           relabelling=relabelled)


def accepted(proposals: Iterable[Proposal], constants: frozenset[Term],
             derivation: Derivation) -> Derivation:
    """The derivation with a step for every proposal, in order.

    Raises
    ------
    Refused
        The kernel does not follow a proposal.
    """
    still: list[Value] = [*sorted(constants, key=str)]
    proved: dict[str, Step] = {}
    for proposal in proposals:
        label = proposal.label
        if proposal.prove is not None:
            proved[label] = proposal.prove(derivation)
        elif proposal.inference == "assume" and proposal.goal is not None:
            derivation.step("assume", label=label, formula=proposal.goal)
        elif proposal.inference == "differential":
            derivation.step("differentiate_along", derivation[proposal.uses[0].label],
                            label=label, constants=still)
        elif proposal.goal is not None:
            labels = list(dict.fromkeys(use.label for use in proposal.uses))
            identity_step(derivation, proposal.goal,
                          [proved[name] if name in proved else derivation[name]
                           for name in labels],
                          [Use(labels.index(use.label), use.factor, use.context, use.hole)
                           for use in proposal.uses], label)
        else:
            raise Refused(f"proposal {label!r} has no goal")
    return derivation
