r"""``A^\dagger`` and ``(A^T)^*`` of arrays: the adjoint, where nothing else can be meant."""

from __future__ import annotations

import pytest

from derive.review.checked import check
from tests.review.lines_read import read, shown

ARRAY = r"\[H = \begin{pmatrix} 1 & i \\ -i & 0 \end{pmatrix}\]"


@pytest.mark.parametrize(("source", "sides"), [
    (r"H^\dagger = (H^T)^*", ["(H)^†", "(H)^†"]),
    (r"(H^T)^* = H", ["(H)^†", "H"]),
])
def test_the_adjoint_of_an_array_is_read(source: str, sides: list[str]) -> None:
    assert shown(read(f"{ARRAY}\\[{source}\\]")[-1]) == sides


@pytest.mark.parametrize(("line", "verdict"), [
    (r"(H^T)^* = H", "proved"), (r"(H^T)^* = -H", "refuted"), (r"H^T = H", "refuted")])
def test_and_judged_by_its_entries(line: str, verdict: str) -> None:
    assert check(f"{ARRAY}\\[{line}\\]").lines[-1].verdict == verdict


def test_the_dagger_of_what_is_not_square_is_asked() -> None:
    """It may be the pseudo-inverse."""
    source = r"% derive: A in R^(m x n)" + "\n" + r"\[A^\dagger A = I_n\]"
    assert "pseudo-inverse" in shown(read(source)[-1])[0]


def test_a_star_on_a_matrix_is_asked() -> None:
    """``W^*`` is more often the best W than the conjugate."""
    source = r"% derive: W in R^(n x n)" + "\n" + r"\[W^* W = I_n\]"
    assert "name of its own" in shown(read(source)[-1])[0]


def test_no_verdict_on_the_adjoint_of_a_matrix_without_entries() -> None:
    source = r"% derive: A in R^(n x n)" + "\n" + r"\[A^\dagger = A\]"
    assert check(source).lines[-1].verdict == "undecided"
