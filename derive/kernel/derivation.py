"""A derivation: steps that only the kernel makes, in order, never changed. TRUSTED.

Python cannot seal an object against its owner; what seals a derivation is its certificate,
which ``replay`` checks from plain JSON. Next: ``certificate``, ``replay``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from derive.kernel.claim import Claim, Grade, Refused
from derive.kernel.infer import INFERENCES, Context, Witness
from derive.kernel.infer.context import Value
from derive.kernel.lemmas import LEMMAS, Lemma
from derive.kernel.normal import Normalizer
from derive.kernel.plain import plain
from derive.kernel.procedures import load_all
from derive.kernel.refute.matrix_claims import sample_matrices, speaks_of_matrices
from derive.kernel.refute.operator_claims import sample_operators, speaks_of_operators
from derive.kernel.refute.sample import Agreement, Disagreement, NotSampled, sample
from derive.terms.term import Term

GIVING = ("assume", "define", "definition")
SAMPLES = 4  # points at which every proved claim is evaluated


class KernelContradiction(RuntimeError):
    """A claim that was proved is false at a point: an error of the kernel, never of the user."""


@dataclass(frozen=True)
class Step:
    """One accepted claim: by which inference, from which steps, with which witness."""

    number: int
    inference: str
    premises: tuple[int, ...]
    witness: Mapping[str, Value]
    claim: Claim
    label: str | None = None
    sampled: Agreement | NotSampled | None = None

    @property
    def grade(self) -> Grade:
        """Given for hypotheses, definitions and cited formulas; proved for all else."""
        given = self.inference in GIVING or (self.inference in LEMMAS and not self.premises)
        return Grade.GIVEN if given else Grade.PROVED


class Derivation:
    """An append-only list of steps.

    >>> from derive.terms.build import symbol, eq, mul, add
    >>> x = symbol("x")
    >>> d = Derivation("doubling")
    >>> step = d.step("ring", conclusion=eq(add(x, x), mul(2, x)))
    >>> str(step.claim)
    '|- (eq (add x x) (mul 2 x))'
    """

    def __init__(self, name: str, normalizer: Normalizer | None = None,
                 sampling: bool = True) -> None:
        load_all()
        self.name = name
        self.sampling = sampling
        self.context = Context(normalizer if normalizer is not None else Normalizer())
        self._steps: list[Step] = []
        self._labels: dict[str, int] = {}
        self._postulates: list[int] = []

    @property
    def steps(self) -> tuple[Step, ...]:
        return tuple(self._steps)

    @property
    def postulates(self) -> tuple[Step, ...]:
        """The hypotheses that are said to be laws of the subject, not conditions of a line."""
        return tuple(self._steps[i] for i in self._postulates)

    @property
    def cited(self) -> tuple[Lemma, ...]:
        """The theorems that steps of this derivation cite."""
        names = {s.inference for s in self._steps}
        return tuple(lemma for name, lemma in LEMMAS.items() if name in names)

    def __getitem__(self, label: str) -> Step:
        return self._steps[self._labels[label]]

    @property
    def labels(self) -> tuple[str, ...]:
        return tuple(self._labels)

    def step(self, inference: str, *premises: Step, label: str | None = None,
             postulate: bool = False, **witness: Value) -> Step:
        """Have the kernel make a step, or raise ``Refused`` saying which condition fails."""
        for premise in premises:
            if not 0 <= premise.number < len(self._steps) or (
                    self._steps[premise.number] is not premise):
                raise Refused("a premise is not a step of this derivation")
        if inference not in INFERENCES:
            raise Refused(f"there is no inference {inference!r}")
        if label is not None and label in self._labels:
            raise Refused(f"the label {label!r} is taken")
        if postulate and inference != "assume":
            raise Refused("only what is assumed can be a postulate")
        asked, before = Witness(witness), dict(self.context.definitions)
        _require_free_names(asked, self.context.definitions)
        claim = INFERENCES[inference](self.context, tuple(p.claim for p in premises), asked)
        if asked.unasked:
            self.context.definitions = before
            raise Refused(f"{inference} does not ask for {', '.join(asked.unasked)}")
        self.context.names_in_use.update(_function_names(claim))
        step = Step(len(self._steps), inference, tuple(p.number for p in premises),
                    dict(witness), claim, label, self._sampled(inference, claim))
        self._steps.append(step)
        if label is not None:
            self._labels[label] = step.number
        if postulate:
            self._postulates.append(step.number)
        return step

    def _sampled(self, inference: str, claim: Claim) -> Agreement | NotSampled | None:
        """Numbers beside the proof: where they certainly disagree, the kernel itself is wrong."""
        if not self.sampling or inference in GIVING:
            return None
        result = (sample_operators(claim) if speaks_of_operators(claim)
                  else sample_matrices(claim, self.context.definitions) if speaks_of_matrices(claim)
                  else sample(claim, self.context.definitions, points=SAMPLES))
        if isinstance(result, Disagreement):
            raise KernelContradiction(
                f"the kernel contradicts itself, please report: {inference} gave "
                f"{plain(claim.conclusion)}, but at {result.point} the left side is {result.left} "
                f"and the right side {result.right}")
        return result


def _require_free_names(witness: Witness, defined: Mapping[Term, object]) -> None:
    """Refuse the kernel's own names, and a defined function's name for another function."""
    taken = {f.name: f for f in defined}
    for symbol in witness.free:
        if symbol.name.startswith("#"):
            raise Refused(f"names that begin with # are the kernel's own: {symbol}")
        if symbol.head == "fun" and taken.get(symbol.name, symbol) is not symbol:
            raise Refused(f"{symbol} is defined, with another signature")


def _function_names(claim: Claim) -> set[str]:
    names: set[str] = set()
    for formula in (*claim.hypotheses, claim.conclusion):
        names.update(s.name for s in formula.free if s.head == "fun")
    return names

