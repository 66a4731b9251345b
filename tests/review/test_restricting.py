"""Refutations outside of what a writer may have had in mind, when there is no time to ask."""

from __future__ import annotations

import pytest

from derive.review.judging import NO_ANSWER, Judgement
from derive.review.lines import Outcome
from derive.review.restricting import Restricting
from derive.terms.build import eq, sqrt, symbol
from derive.terms.term import Term

A = symbol("a")


@pytest.mark.parametrize(("point", "verdict"), [("-3", "undecided"), ("3", "refuted")])
def test_out_of_time_is_never_refuted(point: str, verdict: str) -> None:
    """At a = -3 the line may hold for a > 0; at a = 3 it fails there, too."""
    claim = eq(sqrt(Term("pow", (), (A, Term("int", (2,))))), A)

    def judge(*_: object) -> Judgement:
        return Judgement("undecided", "", f"{NO_ANSWER} 4 s")

    refuted = Outcome("equation", Judgement("refuted", point=(("a", point),)), (), (), claim)
    found = Restricting(judge, frozenset({A})).tried(refuted)
    assert found.judgement.verdict == verdict
