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


def test_factors_in_the_next_row_are_not_dropped() -> None:
    lines = read(r"\begin{align}q =& \langle a|b\rangle\langle c|\hat{A}|d\rangle\\ "
                 r"&(\langle c|+\langle d|)|b\rangle\\ =& 2\end{align}")
    assert shown(lines[0]) == ["q", "⟨a|b⟩ ⟨c|A\u0302|d⟩ (⟨c| + ⟨d|) |b⟩"]
    assert len(lines) == 2


def test_a_parenthesis_of_numbers_in_the_next_row_is_a_new_side() -> None:
    lines = read(r"\begin{align}q =& (a+b)\\ &(c+d)\\ =& 2\end{align}")
    assert [shown(line) for line in lines] == [["q", "a + b"], ["c + d", "2"]]


def test_a_remark_in_the_next_row_is_no_factor() -> None:
    lines = read(r"\begin{align}q =& (a+b)\\ &(\text{with }a = b)\\ =& 2a\end{align}")
    assert shown(lines[0]) == ["q", "a + b"]


@pytest.mark.parametrize(("source", "sides"), [
    (r"|\psi\rangle = \sum_i a_i|\varphi_i(1)\rangle\otimes|\varphi_1(2)\rangle",
     ["|ψ⟩", "∑ᵢ ((aᵢ |φᵢ(1)⟩) ⊗ |φ₁(2)⟩)"]),
    (r"\hat{H}|\psi_n(t)\rangle = E_n|\psi_n(t)\rangle", ["H\u0302 |ψₙ(t)⟩", "Eₙ |ψₙ(t)⟩"]),
])
def test_states_with_an_index_and_a_parameter(source: str, sides: list[str]) -> None:
    assert shown(read(f"\\[{source}\\]")[-1]) == sides


def test_the_first_state_of_a_sum_is_the_state_with_index_one() -> None:
    """``|phi_i(1)>`` at i = 1 and ``|phi_1(1)>`` are one state."""
    line = read(r"\[\sum_{i=1}^2|\varphi_i(1)\rangle = |\varphi_1(1)\rangle"
                r"+|\varphi_2(1)\rangle\]")[0]
    kets = {t.data for side in (line.left, line.right)
            for t in side.walk() if t.head == "ket"}  # type: ignore[union-attr]
    assert kets == {("\\varphi", "_(")}


def test_a_prime_on_an_index_makes_another_index() -> None:
    line = read(r"\[y = \delta_{1,n}\delta_{2,n'}\]")[0]
    assert shown(line)[1] == "δ_(1,n)δ_(2,n′)"
    indices = {a for t in line.right.walk() if t.head == "delta"  # type: ignore[union-attr]
               for a in t.args if a.head == "sym"}
    assert {a.sort for a in indices} == {"N0"}
    assert len(indices) == 2


@pytest.mark.parametrize(("source", "sides"), [
    (r"\[\Delta p = \sqrt{\langle\hat{p}^2\rangle-\langle\hat{p}\rangle^2}\]",
     ["Δp", "√(⟨p\u0302²⟩ − (⟨p\u0302⟩)²)"]),
    # one Delta, and no operator of that letter: a difference, or a factor?
    (r"\[\Delta p = 2mv\]", ["\\Delta before a letter: a difference or a factor?", "2mv"]),
])
def test_the_spread_of_an_operator_is_one_letter(source: str, sides: list[str]) -> None:
    assert shown(read(source)[0]) == sides
