r"""Rows that only space keeps apart, determinants in bars, sums whose letters run."""

import pytest

from derive.review.checked import check
from derive.review.spanned import Spanned
from derive.review.wide_rows import with_rows

COLUMN = r"\left(\begin{array}{c} a \\ b \end{array}\right)"


def rewritten(text: str) -> str:
    return with_rows(Spanned(text, range(len(text)))).text


def test_a_row_beside_a_column_is_a_matrix() -> None:
    assert rewritten(COLUMN + r"(c\quad -d)") == COLUMN + r"\begin{pmatrix}c& -d\end{pmatrix}"


@pytest.mark.parametrize("text", [
    r"(c\quad -d)",                      # a product, or a row: nothing says
    COLUMN + r"(c\quad d\quad e)",       # three entries beside two rows
    COLUMN + r"(c - d)",
    r"\left(\begin{array}{cc} a & b \\ c & d \end{array}\right)(c\quad d)",
])
def test_elsewhere_nothing_is_changed(text: str) -> None:
    assert rewritten(text) == text


def test_places_stay_those_of_the_source() -> None:
    text = COLUMN + r"(c\quad d)+x"
    changed = with_rows(Spanned(text, range(len(text))))
    assert text[changed.at[changed.text.index("+x")]] == "+"


def verdicts(source: str) -> list[tuple[str, str]]:
    return [(f.verdict, f.reason) for f in check(source, isolated=False).lines]


def test_bars_around_a_known_matrix_are_its_determinant() -> None:
    first = r"\[ A = \begin{pmatrix} 1 & 2 \\ 2 & 1 \end{pmatrix} \]"
    found = verdicts(first + "\n" + r"\[ |A - \lambda I| = (1-\lambda)^2 - 4 \]"
                     + "\n" + r"\[ |A - \lambda I| = (1-\lambda)^2 + 4 \]")
    assert found[1][0] in ("proved", "supported")
    assert found[2][0] == "refuted"


def test_bars_around_a_letter_and_an_i_stay_a_question() -> None:
    assert "determinant or an absolute value" in verdicts(r"\[ |a - \lambda I| = 0 \]")[0][1]


def test_two_sizes_are_not_equal() -> None:
    line = r"\[ \begin{pmatrix} 1 & 2 \end{pmatrix} = \begin{pmatrix} 1 \\ 2 \end{pmatrix} \]"
    assert verdicts(line)[0][0] != "proved"


def test_weights_that_run_are_no_number() -> None:
    (verdict, _), = verdicts(r"\[ \sum_l \pi_l = 1 \]")
    assert verdict != "not_read"
    assert verdicts(r"\[ \sum_l \pi_l = 2\pi \]")[0][0] not in ("proved", "supported")
