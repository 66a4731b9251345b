r"""Operators that are given as matrices, before kets; what else is an array; values in pairs."""

from __future__ import annotations

import pytest

from derive.review.checked import check
from derive.review.meaning import Unread
from derive.terms.shapes import said
from tests.review.lines_read import read, shown

GIVEN = r"\[\hat{S} = \begin{pmatrix} 0 & 1 \\ 1 & 0 \end{pmatrix}\]"
COLUMN = r"\begin{pmatrix} 1 \\ 0 \end{pmatrix}"


@pytest.mark.parametrize(("source", "sides"), [
    (r"\hat{S}|u_1\rangle = |u_2\rangle", ["S\u0302 |u₁⟩", "|u₂⟩"]),
    (r"\hat{S}^2|\psi\rangle = 1|\psi\rangle", ["(S\u0302S\u0302) |ψ⟩", "1|ψ⟩"]),
    (r"\langle u_1|\hat{S}|u_2\rangle = 1", ["⟨u₁|S\u0302|u₂⟩", "1"]),
])
def test_before_a_ket_it_is_the_operator(source: str, sides: list[str]) -> None:
    assert shown(read(f"{GIVEN}\\[{source}\\]")[-1]) == sides


def test_a_matrix_without_a_name_before_a_ket_is_asked() -> None:
    source = r"\[\begin{pmatrix} 0 & 1 \\ 1 & 0 \end{pmatrix}|u_1\rangle = |u_2\rangle\]"
    assert "in which basis" in shown(read(source)[-1])[0]


@pytest.mark.parametrize(("line", "verdict"), [
    (r"\hat{S}|\psi\rangle = 1|\psi\rangle", "proved"),
    (r"\hat{S}|\psi\rangle = -1|\psi\rangle", "refuted")])
def test_a_ket_that_is_given_by_its_column_is_judged(line: str, verdict: str) -> None:
    known = r"\[|\psi\rangle = \frac{1}{\sqrt{2}}\begin{pmatrix} 1 \\ 1 \end{pmatrix}\]"
    assert check(f"{GIVEN}{known}\\[{line}\\]").lines[-1].verdict == verdict


def shapes(*formulas: str) -> list[str]:
    line = read("".join(f"\\[{f}\\]" for f in formulas))[-1]
    return ["?" if isinstance(side, Unread) else said(side) if side.shape else "1"
            for side in (line.left, line.right)]


def test_what_a_matrix_acts_on_is_a_column() -> None:
    given = r"A = \begin{pmatrix} 1 & 2 \\ 3 & 4 \end{pmatrix}"
    assert shapes(given, rf"(A - \lambda I)v = {COLUMN}", "v = v") == ["2 x 1"] * 2
    assert shapes(given, r"A v = A", "v = v") == ["1", "1"]


def test_the_letter_of_a_chain_is_the_matrix_at_its_end() -> None:
    chain = r"P_1 = |a\rangle\langle a| = \begin{pmatrix} 1 & 0 \\ 0 & 0 \end{pmatrix}"
    assert shapes(chain, "P_1 P_1 = P_1") == ["2 x 2", "2 x 2"]
    number = rf"c = 2 + 1 \quad {COLUMN} = {COLUMN}"
    assert shapes(number, "c = c") == ["1", "1"]


def test_letters_with_an_index_d() -> None:
    sides = shown(read(r"\[\begin{pmatrix} d_1 \\ d_2 \end{pmatrix} = 0\]")[-1])
    assert sides[0] == "[[d₁], [d₂]]"


def test_a_multiple_of_a_letter_with_two_values_has_two() -> None:
    settled = r"\[\lambda_{1,2} = \pm\sqrt{2}\]"
    assert "not declared" not in shown(read(settled + r"\[E_{1,2} = a\lambda_{1,2}\]")[-1])[0]
    assert "not declared" in shown(read(settled + r"\[E_{1,2} = a + b\]")[-1])[0]


def test_the_transpose_of_an_operator_makes_no_array_of_it() -> None:
    r"""No model with random entries speaks against what is said of projectors."""
    source = (r"\[\hat{P}_2\hat{P}_2^T = I\]\[\hat{P}_2\hat{P}_2 = \hat{P}_2\]"
              r"\[\hat{P}_1\hat{P}_2 = \hat{P}_2^T\hat{P}_1^T(\hat{P}_1\hat{P}_2)\]")
    assert "refuted" not in [line.verdict for line in check(source).lines]
