"""Equations that determine a letter, and the lines that give it: normalization above all."""

from __future__ import annotations

import pytest

from derive.review.checked import check

STATE = (r"Let $\psi(x) = A e^{-\alpha x^2}$ with $\alpha > 0$. Then "
         r"\[ \int_{-\infty}^{\infty} |\psi(x)|^2\,dx = 1 \] ")
CHAIN = (r"Let $\psi(x) = A e^{-\alpha x^2}$ with $\alpha > 0$. Then \begin{align*} "
         r"1 &= \int_{-\infty}^{\infty} |\psi(x)|^2\,dx \\ &= %s \end{align*} so that ")
GIVES = r"\[ A = \left(\frac{%s}{\pi}\right)^{1/4} \]"


def found(text: str) -> list[tuple[str, str]]:
    return [(f.verdict, f.reason) for f in check(text, isolated=False).lines]


def test_a_normalization_is_a_condition_and_its_solution_is_put_in() -> None:
    assert found(STATE + GIVES % r"2\alpha") == [
        ("given", "it determines A (line 1.2)"), ("given", "with it line 1 holds (proved)")]


def test_a_wrong_constant_is_refuted_where_it_is_given() -> None:
    verdicts = found(STATE + GIVES % r"\alpha")
    assert verdicts[0][0] == "given"
    assert verdicts[1] == ("refuted", "with it line 1 does not hold")


def test_the_lines_of_its_chain_are_judged_and_carry_it_on() -> None:
    right = found(CHAIN % r"|A|^2 \sqrt{\frac{\pi}{2\alpha}}" + GIVES % r"2\alpha")
    assert [v for v, _ in right] == ["given", "proved", "given"]
    wrong = found(CHAIN % r"|A|^2 \sqrt{\frac{\pi}{\alpha}}" + GIVES % r"2\alpha")
    assert [v for v, _ in wrong] == ["given", "refuted", "given"]


def test_what_follows_is_judged_with_the_value() -> None:
    slope = r"\[ \psi'(x) = %s \alpha x \psi(x) \]"
    assert found(STATE + GIVES % r"2\alpha" + slope % "-2")[-1][0] == "proved"
    assert found(STATE + GIVES % r"2\alpha" + slope % "-")[-1][0] == "refuted"


@pytest.mark.parametrize(("value", "verdict"), [("1 - r", "given"), ("1 + r", "refuted")])
def test_a_series_counts_where_it_converges(value: str, verdict: str) -> None:
    assert found(rf"\[ \sum_{{k=0}}^\infty q r^k = 1 \] so \[ q = {value} \]")[-1][0] == verdict


@pytest.mark.parametrize("text", [
    r"\[ \int_0^1 x^2\,dx = 1 \]",                                    # no letter at all
    r"% derive: A > 0" "\n" r"\[ A = 2 \] \[ \int_0^1 A x\,dx = 3 \]",  # A has its value
    r"\[ b = 2 \] \[ \int_0^b x^2\,dx = 1 \]",
])
def test_what_is_determined_already_is_a_claim(text: str) -> None:
    assert found(text)[-1][0] == "refuted"


def test_a_letter_by_custom_is_explained_by_its_own_definition_only() -> None:
    r"""``p = \sigma(z)`` says nothing of sigma; a random one would refute what is true."""
    text = (r"Let $p = \sigma(z)$ and \[ \ell(z) = -y\log\sigma(z) - (1-y)\log(1-\sigma(z)). \] "
            r"Then \[ \frac{d\ell}{dz} = %s \]")
    assert found(text % r"\sigma(z) - y")[-1][0] in ("proved", "supported")
    assert found(text % r"\sigma(z) + y")[-1][0] in ("refuted", "undecided")


@pytest.mark.parametrize(("side", "verdict"), [
    (r"\int_0^1 C x^2\,dx", "given"), (r"\int_{-\infty}^\infty |C e^{-x^2}|^2\,dx", "given"),
    (r"\int_0^1 (C + x^2)\,dx", "refuted")])
def test_a_factor_of_all_is_open_until_somebody_says_it(side: str, verdict: str) -> None:
    assert found(rf"\[ {side} = 1 \]")[-1][0] == verdict
    assert found("% derive: C in R\n" + rf"\[ {side} = 1 \]")[-1][0] == "refuted"


def test_a_letter_in_an_exponent_is_no_constant_of_a_normalization():
    line, = check(r"\[ \sqrt{m} \int_{-\infty}^{\infty} e^{-m x^2} dx = 1 \]",
                  isolated=False).lines
    assert line.verdict == "refuted"
