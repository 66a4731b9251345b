"""A loss in LaTeX: read, differentiated, written; what is not understood is refused in one line."""

import pytest

from derive.__main__ import main
from derive.learning.command import NotDone, answer

RIDGE = "X in R^(m x n); w in R^n; y in R^m; lambda > 0"
NETWORK = r"""
% derive: W in R^(h x d); V in R^(k x h); b in R^h; x in R^d; y in R^k; sigma: R -> R elementwise
The forward pass % and a comment
\begin{align*}
z &= W x + b \\
a &= \sigma(z) \label{activation} \\
L &= \tfrac12 \|V a - y\|^2 .
\end{align*}
"""


def test_one_formula() -> None:
    text = answer(r"L = \tfrac12 \| X w - y \|^2 + \lambda \|w\|^2", RIDGE, ["w"], "text")
    assert r"\frac{\partial L}{\partial w} = X^{\top} r + 2 \lambda w" in text
    assert text.splitlines()[-1] == "7 steps: 5 proved, 2 given"


def test_definitions_line_by_line() -> None:
    text = answer(NETWORK, "", ["W", "b"], "text")
    assert r"= \delta x^{\top}" in text
    assert r"\delta                        = V^{\top} (V a - y) \odot \sigma'(z)" in text


def test_a_program() -> None:
    assert "delta = (V.T @ ((V @ a) - y)) * sigma_prime(z)" in answer(NETWORK, "", [], "numpy")


def test_a_parameter_that_is_not_there_is_said() -> None:
    text = answer(r"\|w\|^2", RIDGE, ["w", "X"], "text")
    assert "X does not stand in the loss: its gradient is zero" in text


@pytest.mark.parametrize(("source", "declarations", "wrt", "message"), [
    (r"L = \|X y\|^2", RIDGE, [], "m x n times m x 1"),
    (r"L = X w", RIDGE, [], "a scalar, not a matrix of shape m x 1"),
    (r"L = \|Q w\|^2", RIDGE, [], "Q"),
    (r"L = \|X w\|^2", RIDGE, ["theta"], "theta is not declared; declare theta in R^n"),
    ("", RIDGE, [], "there is no formula"),
])
def test_refusals(source: str, declarations: str, wrt: list[str], message: str) -> None:
    with pytest.raises(NotDone) as caught:
        answer(source, declarations, wrt, "text")
    assert message in str(caught.value)
    assert "\n" not in str(caught.value)


def test_the_command(capsys, tmp_path) -> None:
    page = tmp_path / "network.tex"
    page.write_text(NETWORK)
    assert main(["gradient", str(page), "--wrt", "W", "--to", "tex"]) == 0
    assert r"\begin{align*}" in capsys.readouterr().out
    assert main(["gradient", "--expr", "X w", "--declare", RIDGE]) == 3
    assert "the last line is the loss" in capsys.readouterr().err
    assert main(["gradient"]) == 2
