"""One of several values: judged together, and none of them known below."""

from __future__ import annotations

import pytest

from derive.review.checked import check


def verdicts(text: str) -> list[str]:
    return [f.verdict for f in check(text, isolated=False).lines]


@pytest.mark.parametrize(("text", "expected"), [
    (r"x^2 - 5x + 6 = 0 \implies x = 2 \text{ or } x = 3", ["given", "proved", "proved"]),
    (r"x^2 - 5x + 6 = 0 \implies x = 2 \text{ or } x = 4", ["given", "refuted", "refuted"]),
    (r"x^2 = 4 \implies x = \pm 2", ["given", "proved", "proved"]),
    (r"x^2 = 4 \implies x = \pm 3", ["given", "refuted", "refuted"]),
    (r"x^2 = 4 \implies x = 2", ["given", "refuted"]),
    (r"ax^2 + bx + c = 0 \implies x = \frac{-b \pm \sqrt{b^2 - 4ac}}{2a}",
     ["given", "proved", "proved"]),
    (r"ax^2 + bx + c = 0 \implies x = \frac{-b \pm \sqrt{b^2 - 4ac}}{a}",
     ["given", "refuted", "refuted"]),
    (r"\lambda = \pm \sqrt{a^2 + b^2}", ["given", "given"]),
    (r"x = 2 \text{ and } y = 3", ["given", "given"]),
])
def test_one_of_them_holds(text: str, expected: list[str]) -> None:
    assert verdicts(rf"\[ {text} \]") == expected


def test_a_stationary_point_of_a_function_that_was_defined() -> None:
    before = r"\[ f(x) = x^3 - 3x \] \[ f'(x) = 0 \implies x = %s \]"
    assert verdicts(before % r"\pm 1")[-2:] == ["proved", "proved"]
    assert verdicts(before % r"\pm 3")[-2:] == ["refuted", "refuted"]


def test_no_value_is_known_below() -> None:
    """Were x = 3 taken for a definition, 2 x = 6 would follow."""
    found = verdicts(r"\[ x^2 - 5x + 6 = 0 \implies x = 2 \text{ or } x = 3 \] \[ 2x = 6 \]")
    assert found[-1] != "proved"


def test_what_stands_before_the_arrow_is_what_counts() -> None:
    """Another equation for x above would leave no model of both."""
    text = (r"\[ x^2 = 9 \implies x = \pm 3 \] "
            r"\[ x^2 = 4 \implies x = \pm %s \]")
    assert verdicts(text % "2")[-2:] == ["proved", "proved"]
    assert "proved" not in verdicts(text % "5")[-2:]


def test_the_report_says_that_it_is_one_of_them() -> None:
    found = check(r"\[ x^2 = 4 \implies x = \pm 2 \]").lines[-1]
    assert found.kind == "one of several"
    assert "this or another of them" in found.conditions


def test_two_pairs_of_values_are_not_taken_apart() -> None:
    found = check(r"\[ n = 1, q = 2 \text{ or } n = 2, q = 1 \]", isolated=False).lines
    assert "refuted" not in {f.verdict for f in found}
    assert "one of several" not in {f.kind for f in found}


def test_what_follows_such_that_is_asked_for() -> None:
    text = (r"Let $A = \begin{pmatrix}2&0\\0&-1\end{pmatrix}$. %s "
            r"\[ A\mathbf{v} = \lambda\mathbf{v}. \]")
    assert verdicts(text % r"We look for $\lambda$ and $\mathbf{v}$ such that")[-1] == "given"


def test_what_follows_from_an_unsettled_equation_is_not_refuted() -> None:
    """``A = \\pm ...`` solves an equation of which nothing says that it holds for all A."""
    source = (r"\[f(x) = e^{ikx}\]\[\int_0^1 g(x)\,dx = 2\left(1-\frac{1}{e^2}\right)A^2 = 1"
              r"\Longrightarrow A = \pm\frac{e}{\sqrt{2(e^2-1)}}\]")
    assert "refuted" not in [line.verdict for line in check(source).lines]
