"""What is judged and what the judgement is called: claims, definitions, verdicts.

A claim is a sequent: where every hypothesis holds, the conclusion holds, for all values of
the free symbols in their sorts. ``s = t`` means that both sides are defined there and equal.
Saying a claim proves nothing. Next: ``infer`` (what follows from what), ``derivation``.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from derive.terms.binding import alpha_key
from derive.terms.term import Term, TermError


class Refused(ValueError):
    """The kernel does not accept a step; the message says which condition fails."""


class Grade(Enum):
    """The one vocabulary of verdicts; never merged into a boolean."""

    PROVED = "proved"
    REFUTED = "refuted"
    SUPPORTED = "supported"
    UNDECIDED = "undecided"
    GIVEN = "given"
    NOT_READ = "not_read"


@dataclass(frozen=True)
class Claim:
    """``hypotheses |- conclusion``. Hypotheses form a set, up to the names of bound symbols."""

    hypotheses: tuple[Term, ...]
    conclusion: Term

    def __post_init__(self) -> None:
        for formula in (*self.hypotheses, self.conclusion):
            if not formula.is_formula:
                raise TermError(f"a claim is made of formulas, not of {formula}")

    @property
    def free(self) -> frozenset[Term]:
        """The symbols that are free anywhere in the claim."""
        return self.conclusion.free.union(*(h.free for h in self.hypotheses))

    def __str__(self) -> str:
        left = ", ".join(str(h) for h in self.hypotheses)
        return f"{left} |- {self.conclusion}" if left else f"|- {self.conclusion}"


def claim(hypotheses: tuple[Term, ...], conclusion: Term) -> Claim:
    """A claim whose hypotheses are without repetition, in the order of their first mention."""
    seen: dict[object, Term] = {}
    for formula in hypotheses:
        seen.setdefault(alpha_key(formula), formula)
    return Claim(tuple(seen.values()), conclusion)


@dataclass(frozen=True)
class Definition:
    """A function symbol with its meaning.

    Plain: ``function(parameters) := body``. By recursion on the first parameter n (of sort N0):
    ``bases[i]`` is the value at n = i, and ``body`` the value at ``n + len(bases)``; the body may
    call the function at ``n, n + 1, ..., n + len(bases) - 1`` and differentiate it there.
    """

    function: Term
    parameters: tuple[Term, ...]
    body: Term
    bases: tuple[Term, ...] = ()
