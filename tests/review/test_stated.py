r"""Conditions in the running text: each has the reading that would make a wrong line hold."""

from __future__ import annotations

import pytest

from derive import check
from derive.review.stated import Statement, declaration, stance

HOLDS = ("proved", "supported")


def verdicts(text: str) -> list[tuple[str, tuple[str, ...]]]:
    lines = check(text).lines
    return [(line.verdict, tuple(line.conditions)) for line in lines]


def test_a_letter_that_the_text_calls_positive_needs_no_condition() -> None:
    assert verdicts(r"Let $a > 0$. \[ \sqrt{a^2} = a \]") == [("proved", ())]


def test_a_letter_that_the_text_calls_real_is_not_inferred_to_be_positive() -> None:
    [(verdict, _)] = verdicts(r"Let $b \in \mathbb{R}$. \[ \sqrt{b^2} = b \]")
    assert verdict == "refuted"


def test_for_holds_until_the_text_says_something_else() -> None:
    found = verdicts(r"For $x > 0$ we have \[ |x| = x \] and for $x < 0$ \[ |x| = -x \]")
    assert all(v in HOLDS for v, _ in found)
    assert "line 1" in found[0][1][0]


def test_for_the_other_sign_is_refuted() -> None:
    found = verdicts(r"For $x > 0$ we have \[ |x| = x \] and for $x < 0$ \[ |x| = x \]")
    assert found[0][0] in HOLDS
    assert found[1][0] == "refuted"


def test_both_ends_of_a_range_count() -> None:
    assert verdicts(r"Assume $0 < c < 1$. \[ \sqrt{(1-c)^2} = 1-c \]")[0][0] in HOLDS
    assert verdicts(r"Assume $0 < c$. \[ \sqrt{(1-c)^2} = 1-c \]")[0][0] == "refuted"


def test_a_conclusion_in_the_text_is_no_hypothesis() -> None:
    found = verdicts(r"Let $b \in \mathbb{R}$ be given. Hence $b > 0$. \[ \sqrt{b^2} = b \]")
    assert found[0][0] == "refuted"


def test_two_kinds_of_one_letter_are_neither() -> None:
    found = verdicts(r"Let $b > 0$ or let $b \in \mathbb{R}$. \[ \sqrt{b^2} = b \]")
    assert found[0][1], "a verdict may not rest silently on one of two statements"


def test_a_list_and_shapes() -> None:
    text = (r"Let $A \in \mathbb{R}^{n\times n}$ and $u, v \in \mathbb{R}^n$. "
            r"\[ u^T A v = v^T A^T u \] \[ u^T A v = v^T A u \]")
    assert [v for v, _ in verdicts(text)] == ["proved", "refuted"]


@pytest.mark.parametrize(("kind", "left", "right", "expected"), [
    ("in", "x", r"(0, \infty)", "x > 0"),
    ("in", "x", r"(0, 1)", ""),
    ("in", "f(x)", r"\mathbb{R}", ""),
    (">", "x", "1", ""),
    ("in", "z", r"\mathbb{C}", "z in C"),
    ("in", "n", r"\mathbb{N}", ""),       # with or without 0: not ours to guess
    ("in", "x", r"\mathbb{R}^{\max(1, 2)}", ""),
])
def test_what_declares_a_letter(kind: str, left: str, right: str, expected: str) -> None:
    assert declaration(Statement(kind, left, right, "Let")) == expected


def test_the_last_word_decides() -> None:
    assert stance("Suppose that for") == "local"
    assert stance("Suppose $x = 1$ and that hence") == "concluded"
    assert stance("the energy") == ""
