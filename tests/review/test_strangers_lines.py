r"""Ways of writing found in other people's notes: ranges, constants outside, means, measures."""

from __future__ import annotations

import pytest

from derive.review.checked import check
from derive.review.findings import Finding


def lines(text: str) -> list[Finding]:
    return list(check(text, isolated=False).lines)


@pytest.mark.parametrize("values", [
    r"n = 1, 2, 3, \dots", r"n = 1, 2, \ldots", r"n=1,2,3", r"n = 0, 1, \dots, N"])
def test_a_range_is_no_equation(values: str) -> None:
    found = lines(rf"\[ k_n = \frac{{n\pi}}{{L}}, \quad {values} \] \[ n^2 = n \]")
    assert [f.verdict for f in found] == ["given", "given", "refuted"]
    assert found[1].shown.endswith(("…", "3", "N"))


def test_a_range_after_a_word_of_another_language() -> None:
    found = lines(r"\[ k_n = \frac{n\pi}{L} \quad \text{con } n = 1, 2, \dots \] \[ n = 1 \]")
    assert found[1].shown == "n = 1, 2, …"
    assert found[2].verdict != "proved"


def test_a_range_from_one_on_is_a_condition() -> None:
    found = lines(r"\[ n = 1, 2, 3, \dots \] \[ \frac{n}{n} = 1 \]")[-1]
    assert found.verdict == "proved"
    assert not found.conditions
    found = lines(r"\[ n = 0, 1, 2, \dots \] \[ \frac{n}{n} = 1 \]")[-1]
    assert found.verdict != "proved" or found.conditions


def test_nothing_outside_is_not_nothing_inside() -> None:
    """``\\psi(x) = 0`` was said of the outside of a well."""
    text = r"Outside, $\psi(x) = 0$. Inside \[ \psi(x) = A\sin kx \] \[ \psi'(x) = %s \]"
    found = lines(text % r"A k\cos kx")
    assert [f.verdict for f in found] == ["given", "proved"]
    assert lines(text % "0")[-1].verdict == "refuted"


def test_a_constant_before_a_number_in_parentheses() -> None:
    text = (r"\[ \psi(x) = A\sin x + B\cos x \]"
            r"\[ \psi(0) = A\sin(0) + B\cos(0) = A(0) + B(1) = %s \]")
    assert {f.verdict for f in lines(text % "B")[1:]} == {"proved"}
    assert lines(text % "A")[-1].verdict == "refuted"


@pytest.mark.parametrize(("sign", "shown"), [
    (r"\cdot", "∫₀ᵃ x² dx"), (r"\,", "∫₀ᵃ x² dx"), (r"\times", "∫₀ᵃ x² dx")])
def test_a_measure_first_takes_what_follows(sign: str, shown: str) -> None:
    assert lines(rf"\[ s = \int_0^a dx {sign} x^2 \]")[0].shown == f"s = {shown}"


def test_means_are_put_into_the_lines_below() -> None:
    text = (r"\[ \langle x\rangle = \int_0^1 x\,dx = \frac12 \]"
            r"\[ \langle x^2\rangle = \int_0^1 x^2\,dx = \frac13 \]"
            r"\[ \sigma^2 = \langle x^2\rangle - \langle x\rangle^2 = %s \]")
    assert lines(text % r"\frac{1}{12}")[-1].verdict == "proved"
    assert lines(text % r"\frac{1}{6}")[-1].verdict == "refuted"


def test_a_hat_of_an_estimate_is_no_operator() -> None:
    found = lines(r"\[ \hat y = w x + b \] \[ L = \tfrac12(\hat y - y)^2 \]"
                  r"\[ \frac{\partial L}{\partial\hat y} = \hat y - y \]"
                  r"\[ \frac{\partial L}{\partial\hat y} = y - \hat y \]")
    assert [f.verdict for f in found] == ["given", "given", "proved", "refuted"]


@pytest.mark.parametrize("text", [
    r"\[ \hat D f(x) = f'(x) \]", r"\[ \hat x\psi(x) = x\psi(x) \]", r"\[ r = a\hat y_j \]"])
def test_other_hats_stay_questions(text: str) -> None:
    assert lines(text)[0].verdict == "not_read"


def test_a_recurrence_says_how_a_sequence_goes_on() -> None:
    found = lines(r"\[ m_t = b m_{t-1} + (1-b) g_t \] \[ m_t - b m_{t-1} = (1-b) g_t \]"
                  r"\[ m_t - b m_{t-1} = (1+b) g_t \]")
    assert found[0].verdict == "given"
    assert found[1].verdict in ("proved", "supported")
    assert found[2].verdict not in ("proved", "supported")


def test_what_a_brace_is_labelled_with_is_no_part_of_the_formula() -> None:
    found = lines(r"\[ a = b + \underbrace{c - c}_{=0} + d = b + d \]"
                  r"\[ a = \overbrace{b + d}^{\text{sum}, \ge 0} + d \]")
    assert [f.verdict for f in found] == ["given", "proved", "refuted"]
