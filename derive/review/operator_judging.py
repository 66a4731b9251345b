"""The verdict on a claim about operators, kets and brackets: models first, then words.

A model in which every hypothesis certainly holds and the two sides differ refutes; the kernel's
words prove; agreement in models alone is support. Next: ``judging``.
"""

from __future__ import annotations

from derive.kernel.claim import Claim, Refused
from derive.kernel.derivation import Derivation
from derive.kernel.refute.operator_claims import sample_operators
from derive.kernel.refute.sample import Agreement, Disagreement
from derive.rules.operator_proofs import prove
from derive.terms.term import TermError

WORDS = {"operator_algebra": "algebra of operators", "induct": "induction",
         "specialize": "instances"}
LEFT_OUT = ("assume", "weaken", "instantiate", "cut")


def operator_verdict(claim: Claim) -> tuple[str, str, str, tuple[tuple[str, str], ...],
                                            tuple[str, str], tuple[str, ...]]:
    """Verdict, what it is by, reason, point, the two sides, steps.

    >>> from derive.terms.build import eq
    >>> from derive.terms.operators import commutator, operator
    >>> a, b = operator("A"), operator("B")
    >>> operator_verdict(Claim((), eq(commutator(a, b), commutator(b, a))))[0]
    'refuted'
    """
    sampled = sample_operators(claim)
    nothing = ("", "")
    if isinstance(sampled, Disagreement):
        point = tuple((s.name, str(v)) for s, v in sampled.point.items())
        return ("refuted", "operators with numbers for entries", "", point,
                (sampled.left, sampled.right), ())
    try:
        derivation = Derivation("line")
        prove(derivation, claim.conclusion, claim.hypotheses)
        steps = derivation.steps
        names = dict.fromkeys(WORDS.get(s.inference, s.inference) for s in steps
                              if s.inference not in LEFT_OUT)
        return ("proved", ", ".join(names), "", (), nothing,
                tuple(f"{s.inference}: {s.claim}" for s in steps))
    except (Refused, TermError, ValueError, LookupError, RecursionError):
        pass
    if isinstance(sampled, Agreement):
        many = f"{sampled.points} models" if sampled.points > 1 else "1 model"
        return ("supported", "sampling", f"both sides agree in {many} of the operators; no "
                "procedure proves it", (), nothing, ())
    reason = getattr(sampled, "reason", "")
    return "undecided", "", reason or "no procedure decides it", (), nothing, ()
