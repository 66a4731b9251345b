"""Equations transformed into the next one: solutions lost and gained, systems, contradictions."""

from __future__ import annotations

import pytest

from derive.review.checked import check


def last(source: str, declare: str = "x, y in R"):
    return check(source, declare, isolated=False).lines[-1]


@pytest.mark.parametrize(("source", "verdict", "reason"), [
    (r"\[ x^2 = 4 \implies x = 2 \]", "refuted", "lost: x = -2"),
    (r"\[ x(x-1) = 0 \implies x - 1 = 0 \]", "refuted", "lost: x = 0"),
    (r"\[ x^2 = xy \implies x = y \]", "refuted", "lost: x = 0"),
    (r"\[ \sqrt{x+2} = x \implies x + 2 = x^2 \]", "proved", "gained: x = -1"),
    (r"\[ \sqrt{x+2} = x \iff x + 2 = x^2 \]", "refuted", "gained: x = -1"),
    (r"\[ x = 3 \iff x^2 = 9 \]", "refuted", "gained: x = -3"),
    (r"\[ x = 3 \implies x^2 = 9 \]", "proved", "gained"),
    (r"\[ 2x + 4 = 10 \iff x = 3 \]", "proved", ""),
    (r"\[ 2x + 4 = 10 \implies x = 4 \]", "refuted", ""),
    (r"\[ 3x - y = 1, \quad x + y = 3 \implies x = 1 \]", "proved", ""),
    (r"\[ 3x - y = 1, \quad x + y = 3 \implies x = 2 \]", "refuted", ""),
    (r"\[ \sin x = 0 \implies x = 0 \]", "undecided", "there may be others"),
])
def test_the_way_there_and_back(source, verdict, reason):
    found = last(source)
    assert found.verdict == verdict
    assert reason in found.reason


def test_the_equations_of_a_system_are_given():
    lines = check(r"\[ 3x - y = 1, \quad x + y = 3 \implies x = 1 \]", "x, y in R",
                  isolated=False).lines
    assert [line.verdict for line in lines] == ["given", "given", "proved"]


def test_what_follows_from_a_contradiction_is_undecided():
    found = last(r"\[ x^2 = -1 \] Hence \[ x = 5 \]")
    assert (found.verdict, "hypotheses contradict" in found.reason) == ("undecided", True)


def test_a_declaration_before_the_first_section_is_for_all_of_them():
    text = ("% derive: x in R\n\\section{A}\n\\[ \\sqrt{x^2} = x \\]\n"
            "\\section{B}\n\\[ \\sqrt{x^2} = x \\]")
    assert [line.verdict for line in check(text, isolated=False)] == ["refuted", "refuted"]


def test_one_letter_may_be_restricted_and_the_report_says_so():
    found = check(r"\[ \sqrt{a^2 b^2} = a|b| \]", "b in R", isolated=False).lines[0]
    assert found.verdict in ("proved", "supported")
    assert found.conditions == ("a > 0 (inferred)",)
    negative = check(r"\[ \sqrt{x^2} = -x \]", isolated=False).lines[0]
    assert negative.conditions == ("x < 0 (inferred)",)
    assert check(r"\[ \sqrt{x^2} = -x \]", "x in R", isolated=False).lines[0].verdict == "refuted"


def test_the_bound_of_a_sum_is_a_number_that_counts():
    found = check(r"\[ \sum_{s=0}^{t} b^s = \frac{1-b^{t+1}}{1-b} \]", isolated=False).lines[0]
    assert found.verdict in ("proved", "supported")
    assert any("t in N0" in condition for condition in found.conditions) or not found.conditions


@pytest.mark.parametrize("text", [
    r"\[ x^2 = -1 \implies x^4 = 1 \]", r"\[ e^{-x} = -2 \implies e^{-2x} = 4 \]"])
def test_a_consequence_of_what_cannot_be_is_not_proved(text):
    found = last(text)
    assert (found.verdict, "hypotheses contradict" in found.reason) == ("undecided", True)


def test_nothing_rests_on_an_equation_that_is_in_doubt():
    found = check(r"\[ f'(x) = f(x) \] \[ f'(x) = 2 f(x) + 1 \] Hence \[ f(x) = -1 \]",
                  isolated=False).lines
    assert [f.verdict for f in found] == ["given", "undecided", "undecided"]
