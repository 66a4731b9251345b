"""Claims about matrices in the order in which the kernel accepted them.

The entries are made by the trusted inferences only (``differentiate_along``, ``index_identity``
and assumptions); a ledger numbers them and remembers what each rests on. Next: ``reverse_sweep``.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from derive.kernel.claim import Claim, Grade, Refused, claim
from derive.kernel.procedures.differential import differentiate_along
from derive.kernel.procedures.index_identity import Relabelling, Use, index_identity
from derive.rules.index_relabelling import witness_of
from derive.terms.build import eq
from derive.terms.term import Term


@dataclass(frozen=True)
class Entry:
    """One accepted claim: what it is for, the inference, and the entries it rests on.

    ``witness`` is what the kernel was given: the uses and the relabelling of an index identity,
    the constants of a differential.
    """

    number: int
    label: str
    claim: Claim
    inference: str
    premises: tuple[int, ...] = ()
    witness: object = None
    laws: tuple[str, ...] = ()

    @property
    def verdict(self) -> Grade:
        return Grade.GIVEN if self.inference == "assume" else Grade.PROVED


@dataclass(frozen=True)
class IdentityWitness:
    """What an index identity is shown with."""

    uses: tuple[Use, ...]
    relabelling: Relabelling


@dataclass
class Ledger:
    """Accepted claims; each method raises ``Refused`` rather than record what does not follow."""

    entries: list[Entry] = field(default_factory=list)

    def _put(self, label: str, shown: Claim, inference: str, premises: Sequence[Entry] = (),
             witness: object = None, laws: Iterable[str] = ()) -> Entry:
        entry = Entry(len(self.entries), label, shown, inference,
                      tuple(p.number for p in premises), witness, tuple(laws))
        self.entries.append(entry)
        return entry

    def assume(self, label: str, formula: Term) -> Entry:
        """A definition of the network or a fact about the data; it stands among hypotheses."""
        return self._put(label, claim((formula,), formula), "assume")

    def define(self, label: str, symbol: Term, value: Term) -> Entry:
        return self.assume(label, eq(symbol, value))

    def differentiate(self, label: str, premise: Entry, constants: frozenset[Term]) -> Entry:
        shown = differentiate_along(premise.claim, constants)
        return self._put(label, shown, "differential", [premise], constants)

    def identity(self, label: str, goal: Term,
                 uses: Sequence[tuple[Entry, Fraction, Term | None, Term | None]] = (),
                 laws: Iterable[str] = ()) -> Entry:
        """The equation ``goal``, from entries put into contexts; see ``index_identity``."""
        premises = list({entry.number: entry for entry, *_ in uses}.values())
        place = {entry.number: i for i, entry in enumerate(premises)}
        claims = [p.claim for p in premises]
        placed = tuple(Use(place[entry.number], factor, context, hole)
                       for entry, factor, context, hole in uses)
        found = witness_of(goal, claims, placed)
        shown = index_identity(claims, goal, placed, found)
        return self._put(label, shown, "index identity", premises,
                         IdentityWitness(placed, found), laws)

    def recheck(self) -> int:
        """Do every inference again from its premises and witness; returns how many were done.

        Raises
        ------
        Refused
            An entry does not follow, or is not the claim that was recorded.
        """
        for entry in self.entries:
            premises = [self.entries[i].claim for i in entry.premises]
            if entry.inference == "assume":
                again = claim((entry.claim.conclusion,), entry.claim.conclusion)
            elif entry.inference == "differential":
                assert isinstance(entry.witness, frozenset)
                again = differentiate_along(premises[0], entry.witness)
            else:
                assert isinstance(entry.witness, IdentityWitness)
                again = index_identity(premises, entry.claim.conclusion, entry.witness.uses,
                                       entry.witness.relabelling)
            if again != entry.claim:
                raise Refused(f"entry {entry.number} ({entry.label}) is not what follows")
        return len(self.entries)


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
    """

    label: str
    goal: Term | None
    inference: str
    uses: tuple[Placed, ...] = ()
    laws: tuple[str, ...] = ()


def accepted(proposals: Iterable[Proposal], constants: frozenset[Term]) -> Ledger:
    """The ledger of all proposals, in order; ``Refused`` if the kernel does not follow one."""
    ledger = Ledger()
    by_label: dict[str, Entry] = {}
    for proposal in proposals:
        premises = [by_label[use.label] for use in proposal.uses]
        if proposal.inference == "assume" and proposal.goal is not None:
            entry = ledger.assume(proposal.label, proposal.goal)
        elif proposal.inference == "differential":
            entry = ledger.differentiate(proposal.label, premises[0], constants)
        elif proposal.goal is not None:
            entry = ledger.identity(
                proposal.label, proposal.goal,
                [(premise, use.factor, use.context, use.hole)
                 for premise, use in zip(premises, proposal.uses, strict=True)], proposal.laws)
        else:
            raise Refused(f"proposal {proposal.label!r} has no goal")
        by_label[proposal.label] = entry
    return ledger
