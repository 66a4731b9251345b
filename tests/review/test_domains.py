"""Conditions that a claim's own form asks for: never one that no number can meet."""

from __future__ import annotations

from derive import check
from derive.review.domains import of_definition
from derive.terms.build import I, add, eq, mul, sqrt, symbol

t = symbol("t", "R")


def test_no_order_is_asked_of_a_complex_radicand() -> None:
    complex_ = add(1, mul(I, t))
    assert of_definition(eq(sqrt(complex_), t)) == ()
    assert of_definition(eq(sqrt(add(1, t)), t)) != ()


def test_a_line_with_a_complex_root_is_not_proved_from_nothing() -> None:
    found = check(r"$$\sqrt{1 + i t}\,\sqrt{1 + i t} = 2 + i t$$", declare="t in R").lines[0]
    assert found.verdict == "refuted"
