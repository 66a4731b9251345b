r"""Layer indices above and below letters, nothing declared: backpropagation as it is written."""

from __future__ import annotations

import pytest

from derive.review.checked import check
from derive.review.findings import Finding

#: the four customs; ``%`` takes the layer
CUSTOMS = {
    "parentheses": "X^{(%)}", "brackets": "X^{[%]}", "bare": "X^{%}", "below": "X_{%}"}


def written(custom: str, text: str) -> str:
    """``W<l+1>`` in one of the customs."""
    for letter in ("W", "w", "z", "a", "b", "h", r"\delta"):
        for level in ("l-1", "l+1", "l", "L", "1"):
            form = CUSTOMS[custom].replace("X", letter).replace("%", level)
            text = text.replace(f"{letter}<{level}>", form)
    return text


def lines(text: str) -> list[Finding]:
    return list(check(text, isolated=False).lines)


FORWARD = (r"\[ z<l> = W<l> a<l-1> + b<l>, \qquad a<l> = \sigma(z<l>) \]"
           r"\[ \delta<l> = \frac{\partial C}{\partial z<l>} \]")
RIGHT = (r"\delta<l> = (W<l+1>)^T \delta<l+1> \odot \sigma'(z<l>)",
         r"\frac{\partial C}{\partial W<l>} = \delta<l> (a<l-1>)^\top",
         r"\frac{\partial C}{\partial b<l>} = \delta<l>",
         r"\frac{\partial C}{\partial a<l-1>} = (W<l>)^\top \delta<l>")
WRONG = (r"\delta<l> = (W<l>)^T \delta<l+1> \odot \sigma'(z<l>)",
         r"\delta<l> = (W<l+1>)^T \delta<l+1> \odot \sigma(z<l>)",
         r"\delta<l> = (W<l+1>)^T \delta<l+1> \odot \sigma'(z<l+1>)",
         r"\delta<l> = -(W<l+1>)^T \delta<l+1> \odot \sigma'(z<l>)",
         r"\frac{\partial C}{\partial W<l>} = \delta<l> (a<l>)^\top",
         r"\frac{\partial C}{\partial b<l>} = 2\delta<l>")


@pytest.mark.parametrize("custom", CUSTOMS)
def test_backpropagation_line_by_line(custom: str) -> None:
    right = "".join(rf"\[ {line} \]" for line in RIGHT)
    wrong = "".join(rf"\[ {line} \]" for line in WRONG)
    found = lines(written(custom, FORWARD + right + wrong))
    assert [f.verdict for f in found] == ["given"] * 3 + ["proved"] * 4 + ["refuted"] * 6, [
        (f.source, f.verdict, f.reason) for f in found]
    assert all("only through it (inferred)" in str(f.conditions) for f in found[3:7])


@pytest.mark.parametrize("custom", CUSTOMS)
def test_small_letters_for_weights_and_the_last_layer(custom: str) -> None:
    found = lines(written(custom, (
        r"\[ z<l> = w<l> a<l-1> + b<l>, \qquad a<l> = \sigma(z<l>) \]"
        r"where $\delta<l> = \frac{\partial C}{\partial z<l>}$"
        r"\[ C = \frac12 \| a<L> - y \|^2 \]"
        r"\[ \delta<L> = (a<L> - y) \odot \sigma'(z<L>) \]"
        r"\[ \delta<L> = (y - a<L>) \odot \sigma'(z<L>) \]")))
    assert [f.verdict for f in found[-2:]] == ["proved", "refuted"]


def test_a_derivative_written_out_for_one_activation_is_not_refuted() -> None:
    r"""``a \odot (1 - a)`` is the slope of the logistic function, which it may be."""
    line = r"\delta<l> = (W<l+1>)^T \delta<l+1> \odot a<l> \odot (1 - a<l>)"
    found = lines(written("bare", FORWARD + rf"\[ {line.replace('1 - a', 'a - a')} \]"
                                            rf"\[ {line} \]"))
    assert found[-2].verdict == "refuted"
    assert found[-1].verdict != "refuted"


def test_a_residual_connection_is_not_overlooked() -> None:
    forward = (r"\[ h<l> = h<l-1> + \sigma(z<l>), \qquad z<l> = W<l> h<l-1> + b<l> \]"
               r"\[ \delta<l> = \frac{\partial C}{\partial z<l>} \]")
    wrong = r"\[ \frac{\partial C}{\partial h<l-1>} = (W<l>)^\top \delta<l> \]"
    right = (r"\[ \frac{\partial C}{\partial h<l-1>} = \frac{\partial C}{\partial h<l>}"
             r" + (W<l>)^\top (\frac{\partial C}{\partial h<l>} \odot \sigma'(z<l>)) \]")
    assert lines(written("bare", forward + wrong))[-1].verdict != "proved"
    assert lines(written("bare", forward + right))[-1].verdict == "proved"


def test_gradients_of_unrelated_letters_refute_nothing() -> None:
    """A delta that nobody ties to the loss makes the gradient no claim."""
    text = (r"\[ z<l> = W<l> a<l-1> + b<l>, \qquad a<l> = \sigma(z<l>) \]"
            r"\[ \frac{\partial C}{\partial W<l>} = \delta<l> (a<l-1>)^\top \]")
    assert lines(written("bare", text))[-1].verdict == "given"


def test_another_function_in_the_last_layer() -> None:
    text = written("bare", FORWARD + r"\[ a<L> = \mathrm{softmax}(z<L>) \]")
    assert lines(text)[-1].verdict != "refuted"


@pytest.mark.parametrize("text", [
    r"\[ z_j^l = \sum_k w_{jk}^l a_k^{l-1} + b_j^l \]",
    r"\[ z^l = W^l a^{l-1} + b^l \] \[ a_j^l = \sigma(z_j^l) \]",
])
def test_entries_are_refused_and_not_read_as_powers(text: str) -> None:
    assert lines(text)[-1].verdict == "not_read"


@pytest.mark.parametrize("text", [
    r"\[ f(r) = A r^l + B r^{-l-1} \]", r"\[ s = a + a q + a q^L, \quad t = q^{L} a \]",
    r"\[ y = c W^{k} x^{k-1} + b^{k} \]", r"\[ u^{l+1} = u\, u^l \]",
])
def test_powers_stay_powers(text: str) -> None:
    found = lines(text)
    assert all("array" not in f.reason and "layer" not in f.reason for f in found)
    assert all("matrix" not in f.shown for f in found)
    assert found[0].verdict in ("given", "proved")


def test_what_was_said_of_layers_holds_in_the_next_section() -> None:
    text = "\\section{Forward}" + FORWARD + "\\section{Backward}"
    found = lines(written("parentheses", text + rf"\[ {RIGHT[0]} \] \[ {WRONG[0]} \]"))
    assert [f.verdict for f in found[-2:]] == ["proved", "refuted"]
