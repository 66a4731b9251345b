"""Tensor products: an operator that names its part acts on it; weights pi_l beside the number."""

from __future__ import annotations

import pytest

from derive.terms.build import PI
from tests.review.lines_read import read, shown


@pytest.mark.parametrize(("source", "sides"), [
    (r"\hat{H}|\psi\rangle = [\hat{H}(1)1(2)+1(1)\hat{H}(2)]|a(1)\rangle\otimes|b(2)\rangle",
     ["H\u0302 |ψ⟩", "(H\u0302(1) I + I H\u0302(2))(|a(1)⟩ ⊗ |b(2)⟩)"]),
    (r"\langle\hat{H}(1)\rangle = (\langle a|\otimes\langle b|)\hat{H}(1)|a\rangle\otimes|b\rangle",
     ["⟨H\u0302(1)⟩", "(⟨a| ⊗ ⟨b|) H\u0302(1) (|a⟩ ⊗ |b⟩)"]),
])
def test_an_operator_with_the_number_of_its_part_acts_on_the_product(
        source: str, sides: list[str]) -> None:
    assert shown(read(f"\\[{source}\\]")[-1]) == sides


@pytest.mark.parametrize("source", [
    # no number of a part: A|a> (x) |b> is (A|a>) (x) |b>, or A(|a> (x) |b>)
    r"|\psi\rangle = \hat{A}|a\rangle\otimes|b\rangle",
    r"|\psi\rangle = (\hat{A}(1)+\hat{B})|a\rangle\otimes|b\rangle",
])
def test_an_operator_of_no_part_is_asked(source: str) -> None:
    assert any("whole product, or on its first factor" in side
               for side in shown(read(f"\\[{source}\\]")[-1]))


def test_kets_in_the_next_row_belong_to_the_bras_above() -> None:
    lines = read(r"\begin{align}q =& (\langle a|+\langle b|)\hat{A}\\ &\quad\quad(|a\rangle+|b"
                 r"\rangle)\\ =& 2\end{align}")
    assert shown(lines[0]) == ["q", "(⟨a| + ⟨b|) A\u0302(|a⟩ + |b⟩)"]


def test_weights_beside_the_number_pi() -> None:
    lines = read(r"\[\sum_l\pi_l = 1\]\[y = \pi_1\sin(\pi x)\]")
    assert [shown(line) for line in lines] == [["∑ₗ πₗ", "1"], ["y", "π₁ sin πx"]]
    values = {t for t in lines[1].right.walk()}  # type: ignore[union-attr]
    assert PI in values
