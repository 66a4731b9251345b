r"""The algebra of the oscillator, nothing declared: what a letter is, said in terms of others."""

from __future__ import annotations

import pytest

from derive.review.checked import check
from derive.review.findings import Finding

LOWERING = r"\[ \hat a = \frac{1}{\sqrt{2m\hbar\omega}}(m\omega\hat x + i\hat p) \]"
ENERGY = r"\[ \hat H = \frac{\hat p^2}{2m} + \frac12 m\omega^2\hat x^2 \]"


def lines(text: str) -> list[Finding]:
    return list(check(text, isolated=False).lines)


@pytest.mark.parametrize("before", ["", r"We have $[\hat x, \hat p] = i\hbar$."])
@pytest.mark.parametrize(("line", "verdict"), [
    (r"[\hat a, \hat a^\dagger] = 1", "proved"),
    (r"[\hat a, \hat a^\dagger] = -1", "refuted"),
    (r"\hat a^\dagger = \frac{1}{\sqrt{2m\hbar\omega}}(m\omega\hat x - i\hat p)", "proved"),
    (r"\hat x = \sqrt{\frac{\hbar}{2m\omega}}(\hat a + \hat a^\dagger)", "proved"),
    (r"\hat x = \sqrt{\frac{\hbar}{m\omega}}(\hat a + \hat a^\dagger)", "refuted"),
    (r"\hat H = \hbar\omega(\hat a^\dagger\hat a + \tfrac12)", "proved"),
    (r"\hat H = \hbar\omega(\hat a^\dagger\hat a - \tfrac12)", "refuted"),
    (r"[\hat H, \hat a] = -\hbar\omega\hat a", "proved"),
    (r"[\hat H, \hat a] = \hbar\omega\hat a", "refuted"),
])
def test_what_follows_from_the_definition(before: str, line: str, verdict: str) -> None:
    found = lines(f"{before}{LOWERING}{ENERGY}\\[ {line} \\]")
    assert [f.verdict for f in found] == ["given", "given", verdict], found[-1].reason


def test_the_commutator_that_custom_says_is_named() -> None:
    found = lines(LOWERING + r"\[ [\hat a, \hat a^\dagger] = 1 \]")[-1]
    assert "[x, p] = iħ (inferred)" in found.conditions


def test_a_complex_energy_is_not_taken_to_be_hermitian() -> None:
    text = (r"\[ \hat H = \hat T - \frac{i\Gamma}{2} \hat V \] \[ \hat H^\dagger = \hat H \]")
    assert lines(text)[-1].verdict != "proved"


def test_where_explains_the_display_above() -> None:
    text = (r"\[ [\hat a, \hat a^\dagger] = 1 \] \[ [\hat N, \hat a] = %s \] "
            r"where $\hat N = \hat a^\dagger\hat a$.")
    assert lines(text % r"-\hat a")[-1].verdict == "proved"
    assert lines(text % r"\hat a")[-1].verdict == "refuted"


def test_definitions_of_operators_hold_in_the_next_section() -> None:
    text = (r"\section{One} We use $[\hat a, \hat a^\dagger] = 1$. "
            r"\[ \hat N = \hat a^\dagger\hat a \] \section{Two} \[ [\hat N, \hat a] = %s \]")
    assert lines(text % r"-\hat a")[-1].verdict == "proved"
    assert lines(text % r"\hat a")[-1].verdict != "proved"


def test_a_capital_that_equals_operators_is_one_unless_it_is_a_number_elsewhere() -> None:
    energy = r"\[ H = \frac{\hat p^2}{2m} + \frac12 k\hat x^2 \]"
    commute = r"\[ [\hat x, \hat p] = i\hbar \]"
    assert lines(commute + energy)[-1].verdict == "given"
    found = lines(commute + energy + r"\[ S = \int_0^1 H \, dt + 3 H \]")
    assert found[1].verdict == "not_read"
    assert "write operators with hats" in found[1].reason


@pytest.mark.parametrize(("line", "verdict"), [
    (r"\psi''(x) = -k^2 \psi(x)", "proved"), (r"\psi''(x) = k^2 \psi(x)", "refuted")])
def test_i_is_imaginary_beside_a_sum_over_i(line: str, verdict: str) -> None:
    text = rf"\[ S = \sum_{{i=1}}^{{n}} p_i \] \[ \psi(x) = e^{{ikx}} \] \[ {line} \]"
    assert lines(text)[-1].verdict == verdict


def test_i_stays_an_index_where_it_hangs_on_a_letter() -> None:
    found = lines(r"\[ S = \sum_{i=1}^{n} p_i \] \[ q_i = i p_i \] \[ q_i^2 = -p_i^2 \]")
    assert found[-1].verdict != "proved"


def test_the_square_of_an_operator_is_defined_too() -> None:
    text = (r"\[ [L_x, L_y] = i\hbar L_z \] \[ L_\pm = L_x \pm iL_y \]"
            r"\[ L^2 = L_x^2 + L_y^2 + L_z^2 \] \[ L^2 = L_+L_- + L_z^2 %s \hbar L_z \]")
    assert lines(text % "-")[-1].verdict == "proved"
    assert lines(text % "+")[-1].verdict != "proved"


@pytest.mark.parametrize("before", [
    r"The state $|\psi\rangle = \frac{1}{\sqrt2}(|0\rangle + i|1\rangle)$.",
    r"\[ |\psi\rangle = \frac{1}{\sqrt2}(|0\rangle + i|1\rangle) \]"])
@pytest.mark.parametrize(("value", "verdict"), [("1", "proved"), ("2", "refuted")])
def test_a_qubit_in_the_running_text_or_displayed(before: str, value: str, verdict: str) -> None:
    found = lines(rf"{before} \[ \langle\psi|\psi\rangle = {value} \]")[-1]
    assert found.verdict == verdict
    assert "|0>, |1> orthonormal (inferred)" in found.conditions


def test_states_that_the_running_text_names_are_not_fixed_by_it() -> None:
    """Nobody says that |u> and |v> are orthonormal."""
    text = r"Let $|\psi\rangle = |u\rangle + |v\rangle$. \[ \langle\psi|\psi\rangle = 2 \]"
    assert lines(text)[-1].verdict == "undecided"


def test_a_sum_of_outer_products() -> None:
    found = lines(r"\[ \hat P = |1\rangle\langle 0| + |1\rangle\langle 1| \]")[0]
    assert found.shown == "P̂ = |1⟩ ⟨0| + |1⟩ ⟨1|"


def test_a_bound_on_a_modulus_is_a_condition() -> None:
    found = lines(r"\[ \sum_{k=0}^\infty x^k = \frac{1}{1-x}, \quad |x| < 1 \]")
    assert [f.verdict for f in found] == ["supported", "given"]
