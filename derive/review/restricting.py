"""A verdict where a line is defined, or with letters of inferred sort restricted; all of it said.

``sqrt(x^2) = x`` is *proved if x > 0 (inferred)*; a letter that somebody declared is never
restricted. Next: ``domains`` for where a line is defined, ``obligations`` for who asks.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace

from derive.review.domains import bounds_of_sums, of_definition, weaker
from derive.review.judging import Judgement, out_of_time
from derive.review.lines import Outcome
from derive.terms.binding import substitute
from derive.terms.build import le, lt, symbol
from derive.terms.term import Term, TermError

SAID = {"P": "> 0", "R": "in R", "N0": "in N0", "Z": "in Z", "C": "in C"}
HOLDS = ("proved", "supported")
#: heads whose value depends on a branch
BRANCHED = frozenset({"sqrt", "abs", "log"})
#: capitals that are as often matrices as numbers
MATRIX_LETTERS = frozenset("ABCDGKMPQSUWXY")
MOST_SINGLE = 3  # letters that are restricted one at a time
#: reasons that the sort of a letter seldom changes: one restriction is tried, not all
ELSEWHERE = ("no point was found", "no model", "hypotheses contradict", "the integrand does not",
             "an infinite sum")
LARGE = 45       # size of a claim of which letters are restricted all at once only


@dataclass(frozen=True)
class Narrowing:
    """Letters in another sort, conditions beside, and how a report says it."""

    changed: dict[Term, Term]
    beside: tuple[Term, ...]
    said: str


@dataclass(frozen=True)
class Restricting:
    """Asks the judge again; ``inferred`` are the symbols whose sort nobody declared."""

    judge: Callable[..., Judgement]
    inferred: frozenset[Term]

    def tried(self, outcome: Outcome, trial: bool = False) -> Outcome:
        """The same claim where it is defined, then with letters of inferred sort restricted.

        A ``trial`` of a repair is restricted once: all its letters to positive numbers.
        """
        assert outcome.claim is not None
        verdict = outcome.judgement.verdict
        if verdict == "proved" or out_of_time(outcome.judgement):
            return self.confessed(outcome) if verdict == "proved" else outcome
        needed = of_definition(outcome.claim)
        if verdict in ("undecided", "supported") and needed:
            found = self.judge((*outcome.hypotheses, *needed), outcome.claim)
            if found.verdict == "proved" or (
                    verdict == "undecided" and found.verdict != "undecided"):
                outcome = replace(outcome, judgement=found, assumed=needed)
        if outcome.judgement.verdict in HOLDS:
            return self.confessed(outcome)
        once = trial or _elsewhere(outcome.judgement)
        for narrowing in self._positive(outcome) if once else self._narrowings(outcome):
            narrowed = self._narrowed(outcome, narrowing)
            if narrowed is not None:
                return narrowed
        return self.confessed(outcome) if outcome.assumed else outcome

    def _narrowed(self, outcome: Outcome, narrowing: Narrowing) -> Outcome | None:
        """The outcome under a restriction, also where the line is defined; None if it fails."""
        assert outcome.claim is not None
        needed: tuple[Term, ...] = ()
        if _elsewhere(outcome.judgement):  # little hope: asked once
            with suppress(TermError):
                needed = of_definition(substitute(outcome.claim, narrowing.changed))
        found = self._changed(outcome, narrowing.changed, (*narrowing.beside, *needed))
        if found is not None and out_of_time(found) and outcome.judgement.verdict == "refuted" and (
                _outside(outcome.judgement, narrowing)):
            return replace(outcome, judgement=found)  # out of time is undecided, never refuted
        if found is None or (found.verdict not in HOLDS and _elsewhere(found)):
            return None
        if not needed and found.verdict in ("undecided", "supported"):
            needed = of_definition(substitute(outcome.claim, narrowing.changed))
            again = self._changed(outcome, narrowing.changed, (*narrowing.beside, *needed))
            if again is not None and again.verdict in HOLDS and (
                    again.verdict == "proved" or found.verdict == "undecided"):
                found = again
            else:
                needed = ()
        if found.verdict not in HOLDS:
            return None
        return replace(outcome, judgement=found, assumed=needed or outcome.assumed,
                       conditions=(*outcome.conditions, narrowing.said),
                       narrowed=(*narrowing.changed.values(), *narrowing.beside))

    def _positive(self, outcome: Outcome) -> list[Narrowing]:
        assert outcome.claim is not None
        real = sorted((s for s in outcome.claim.free & self.inferred
                       if s.head == "sym" and s.sort == "R"), key=lambda s: s.name)
        return [_into("P", real)] if real else []

    def _narrowings(self, outcome: Outcome) -> Iterator[Narrowing]:
        """Restrictions that a writer may have had in mind, the usual ones first."""
        claim = outcome.claim
        assert claim is not None
        refuted = outcome.judgement.verdict == "refuted"
        letters = sorted((s for s in claim.free & self.inferred if s.head == "sym"),
                         key=lambda s: s.name)
        counted = [s for s in letters if s.sort == "N0"]
        if counted and refuted:
            yield Narrowing({}, tuple(le(1, s) for s in counted),
                            f"{_names(counted)} >= 1 (inferred)")
        limited = {s for h in outcome.hypotheses if h.head in ("lt", "le") for s in h.free}
        real = [s for s in letters if s.sort == "R" and s not in limited]
        bounds = bounds_of_sums(claim)
        natural = [s for s in real if s.name in "nkjlm" or s in bounds]
        if 1 < len(real) <= MOST_SINGLE and claim.size <= LARGE:
            for letter in real:
                yield _into("P", [letter])
        if real:
            yield _into("P", real)
        if natural:
            yield _into("N0", natural)
            others = [s for s in real if s not in natural]
            if others:
                both = _into("P", others)
                yield Narrowing({**both.changed, **_into("N0", natural).changed}, (),
                                f"{both.said}; {_into('N0', natural).said}")
        if claim.head != "eq" or not any(t.head in BRANCHED for t in claim.walk()):
            return
        for letter in real[:MOST_SINGLE]:
            yield Narrowing({}, (lt(letter, 0),), f"{letter.name} < 0 (inferred)")

    def confessed(self, outcome: Outcome) -> Outcome:
        """A verdict with the inferred sorts that it rests on."""
        assert outcome.claim is not None
        outcome = self._commuting(outcome)
        assert outcome.claim is not None
        changed, beside = weaker(outcome.claim, self.inferred)
        if not changed:
            return outcome
        found = self._changed(outcome, changed, beside)
        if found is not None and found.verdict in HOLDS:
            return outcome
        by_sort: dict[str, list[str]] = {}
        for letter in changed:
            by_sort.setdefault(SAID[letter.sort], []).append(letter.name)
        said = tuple(f"{', '.join(names)} {word} (inferred)" for word, names in by_sort.items())
        return replace(outcome, conditions=(*outcome.conditions, *said))

    def _commuting(self, outcome: Outcome) -> Outcome:
        """Capitals that are multiplied might be matrices; that they are numbers is said."""
        assert outcome.claim is not None
        capitals = sorted(s.name for s in outcome.claim.free & self.inferred
                          if s.head == "sym" and s.name in MATRIX_LETTERS)
        if len(capitals) < 2:
            return outcome
        said = f"{', '.join(capitals)} are numbers (inferred)"
        return outcome if said in outcome.conditions else replace(
            outcome, conditions=(*outcome.conditions, said))

    def _changed(self, outcome: Outcome, changed: dict[Term, Term],
                 beside: tuple[Term, ...] = ()) -> Judgement | None:
        """The verdict with letters of other sorts, or None where that cannot be said."""
        assert outcome.claim is not None
        try:
            claim = substitute(outcome.claim, changed)
            hypotheses = tuple(substitute(h, changed) for h in (
                *outcome.hypotheses, *outcome.assumed))
        except TermError:
            return None
        return self.judge((*hypotheses, *beside), claim)


def _elsewhere(found: Judgement) -> bool:
    """Whether what stands in the way is hardly the sort of a letter."""
    return found.reason.startswith(ELSEWHERE) or found.reason.endswith("has no value")


def _outside(refuted: Judgement, narrowing: Narrowing) -> bool:
    """Whether the point of a refutation gives a letter a value that the restriction excludes."""
    positive = {old.name for old, new in narrowing.changed.items() if new.sort == "P"}
    return any(name in positive and (value.startswith("-") or value == "0")
               for name, value in refuted.point)


def _into(sort: str, letters: list[Term]) -> Narrowing:
    return Narrowing({s: symbol(s.name, sort) for s in letters}, (),
                     f"{_names(letters)} {SAID[sort]} (inferred)")


def _names(letters: list[Term]) -> str:
    return ", ".join(s.name for s in letters)
