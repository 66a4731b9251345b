"""The verdict on a claim about matrices of symbolic size: sampled at small sizes, then proved.

A disagreement of random entries refutes; an index identity of the kernel proves for every size.
Agreement at small sizes alone is support, never a proof. Next: ``judging``.
"""

from __future__ import annotations

from derive.kernel.claim import Claim, Definition, Refused
from derive.kernel.derivation import Derivation
from derive.kernel.refute.matrix_claims import sample_matrices
from derive.kernel.refute.sample import Agreement, Disagreement, Sampled
from derive.review.proving import Proof
from derive.rules.convexity import semidefinite
from derive.rules.matrix_steps import identity_step
from derive.terms.term import Term, TermError


def matrix_verdict(claim: Claim, definitions: dict[Term, Definition],
                   ) -> tuple[str, str, tuple[tuple[str, str], ...], Proof | None]:
    """Verdict, reason, the sizes of a refutation, and the proof where there is one.

    >>> from derive.terms.build import eq
    >>> from derive.terms.matrices import matmul, matrix, transpose
    >>> from derive.terms.build import symbol
    >>> n = symbol("n", "N0")
    >>> a, b = matrix("A", n, n), matrix("B", n, n)
    >>> matrix_verdict(Claim((), eq(matmul(a, b), matmul(b, a))), {})[0]
    'refuted'
    >>> matrix_verdict(Claim((), eq(transpose(matmul(a, b)),
    ...                             matmul(transpose(b), transpose(a)))), {})[0]
    'proved'
    """
    sampled = sample_matrices(claim, definitions)
    if isinstance(sampled, Disagreement):
        sizes = tuple((str(getattr(s, "name", s)), str(v)) for s, v in sampled.point.items())
        reason = "random entries of these sizes give different sides" if (
            claim.conclusion.head == "eq") else "x^T H x is negative for this column x"
        return "refuted", reason, sizes, None
    if claim.conclusion.head == "semidefinite":
        return _definite(claim, sampled)
    if not claim.hypotheses:
        try:
            step = identity_step(Derivation("line"), claim.conclusion, (), ())
            return "proved", "", (), Proof("index identity", (str(step.claim),))
        except (Refused, TermError, ValueError, LookupError):
            pass
    if isinstance(sampled, Agreement):
        return "supported", "random matrices of small sizes agree; no procedure proves it", (), None
    return "undecided", sampled.reason, (), None


def _definite(claim: Claim, sampled: Sampled,
              ) -> tuple[str, str, tuple[tuple[str, str], ...], Proof | None]:
    """A matrix that is said to be semidefinite: a sum of squares proves it."""
    try:
        step = semidefinite(Derivation("line"), claim.conclusion.args[0])
        if set(step.claim.hypotheses) <= set(claim.hypotheses):
            return "proved", "", (), Proof("a sum of squares", (str(step.claim),))
    except (Refused, TermError, ValueError, LookupError):
        pass
    if isinstance(sampled, Agreement):
        reason = f"no column was found with x^T H x < 0 for {sampled.points} matrices"
        return "supported", reason, (), None
    return "undecided", getattr(sampled, "reason", ""), (), None
