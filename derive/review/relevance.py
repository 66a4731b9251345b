"""Which of the things assumed above a line is judged under.

Next: :mod:`derive.review.obligations`.
"""

from __future__ import annotations

from derive.terms.term import Term

MOST_HYPOTHESES = 8


def relevant(hypotheses: list[tuple[Term, str]], claim: Term) -> list[tuple[Term, str]]:
    """The hypotheses that share letters with a claim, directly or through others.

    A mean that does not stand in the claim says nothing of it.
    """
    free = set(claim.free)
    numbers = {t for t in claim.walk() if t.head == "mean"}
    hypotheses = [item for item in hypotheses if about(item[0], numbers)]
    chosen: list[tuple[Term, str]] = []
    rest = list(hypotheses)
    grown = True
    while grown and len(chosen) < MOST_HYPOTHESES:
        grown = False
        for item in list(rest):
            if item[0].free & free and len(chosen) < MOST_HYPOTHESES:
                chosen.append(item)
                rest.remove(item)
                free |= item[0].free
                grown = True
    return chosen


def about(hypothesis: Term, means: set[Term]) -> bool:
    """Whether a statement about means, of which nobody knows a value, is about these."""
    spoken = {t for t in hypothesis.walk() if t.head == "mean"}
    return not spoken or bool(spoken & means)
