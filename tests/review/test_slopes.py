r"""The chain rule between letters; a T that transposes; displays that go on."""

from __future__ import annotations

import pytest

from derive.review.checked import check
from derive.review.findings import Finding

NEURON = r"\[ z = w x + b \] \[ a = \sigma(z) \] \[ L = \tfrac12 (a - y)^2 \]"
LOGISTIC = r"\[ L = -[y \log p + (1-y)\log(1-p)] \] \[ p = \frac{1}{1+e^{-z}} \]"


def lines(text: str) -> list[Finding]:
    return list(check(text, isolated=False).lines)


@pytest.mark.parametrize(("before", "line", "verdicts"), [
    (NEURON, r"\frac{\partial L}{\partial a} = a - y", {"proved"}),
    (NEURON, r"\frac{\partial L}{\partial a} = y - a", {"refuted"}),
    (NEURON, r"\frac{\partial L}{\partial w} = (a - y)\sigma'(z) x", {"proved"}),
    (NEURON, r"\frac{\partial L}{\partial w} = (a - y)\sigma'(z)", {"refuted"}),
    (NEURON, r"\frac{\partial L}{\partial b} = (a - y)\sigma'(z)", {"proved"}),
    (NEURON, r"\frac{\partial L}{\partial w} = \frac{\partial L}{\partial a}"
             r"\frac{\partial a}{\partial z}\frac{\partial z}{\partial w}", {"proved"}),
    (NEURON, r"\frac{\partial L}{\partial w} = \frac{\partial L}{\partial a}"
             r"\frac{\partial z}{\partial w}", {"refuted", "undecided"}),
    (LOGISTIC, r"\frac{dL}{dz} = p - y", {"proved", "supported"}),
    (LOGISTIC, r"\frac{dL}{dz} = y - p", {"refuted"}),
    (LOGISTIC, r"\frac{dL}{dp} = -\frac{y}{p} + \frac{1-y}{1-p} \qquad \frac{dp}{dz} = p(1-p)",
     {"proved"}),
])
def test_the_chain_rule_between_letters(before: str, line: str, verdicts: set[str]) -> None:
    chained = r"\[ \frac{dL}{dz} = \frac{dL}{dz} \]"
    found = lines(f"{before}{chained}\\[ {line} \\]")[-1]
    assert found.verdict in verdicts, (found.verdict, found.reason)


def test_two_ways_to_a_letter_are_a_question_for_round_ds() -> None:
    text = r"\[ u = x^2 \] \[ f = x + u \] \[ \frac{%s f}{%s x} = %s \] \[ \frac{df}{du} = 1 \]"
    assert "depends on x directly" in lines(text % ("\\partial", "\\partial", "1"))[2].reason
    assert lines(text % ("d", "d", "1 + 2x"))[2].verdict == "proved"
    assert lines(text % ("d", "d", "1 + x"))[2].verdict == "refuted"


def test_letters_that_depend_on_each_other_are_left_alone() -> None:
    """An equation of state, solved for each of its letters in turn."""
    found = lines(r"\[ p = \frac{N k T}{V} \] \[ V = \frac{N k T}{p} \]"
                  r"\[ \frac{\partial V}{\partial T} = \frac{N k}{p} \]"
                  r"\[ \frac{\partial p}{\partial V} = -\frac{N k T}{V^2} \]")
    assert not [f.source for f in found if f.verdict == "refuted"]


def test_a_letter_that_moves_though_nothing_says_how() -> None:
    """``V = kx^2/2`` moves with time as x does."""
    text = (r"\[ V = \tfrac12 k x^2 \] \[ \frac{dV}{dx} = k x \]"
            r"\[ \frac{dV}{dt} = %s \frac{dx}{dt} \]")
    assert lines(text % "k x")[-1].verdict == "proved"
    assert lines(text % "k")[-1].verdict == "refuted"


def test_functions_with_arguments_stay_functions() -> None:
    found = lines(r"\[ \psi(x) = e^{-x^2} \] \[ u = x^2 \] \[ \frac{d\psi}{dx} = -2x\psi(x) \]")
    assert found[-1].verdict == "proved"
    assert "ψ′(x)" in found[-1].shown


@pytest.mark.parametrize(("line", "verdict"), [
    (r"\frac{dp}{dz} = p(1-p)", "proved"), (r"\frac{dp}{dz} = p(1+p)", "refuted"),
    (r"\frac{dp}{dz} = p(z)(1-p(z))", "proved")])
def test_a_function_in_its_own_parenthesis_is_a_factor(line: str, verdict: str) -> None:
    assert lines(rf"\[ p = \frac{{1}}{{1+e^{{-z}}}} \] \[ {line} \]")[-1].verdict == verdict


NORMAL = (r"\[ J(\theta) = \tfrac12 (X\theta - y)^T(X\theta - y) \]"
          r"\[ \nabla_\theta J = \nabla_\theta J \]")


@pytest.mark.parametrize(("line", "verdict"), [
    (r"\nabla_\theta J(\theta) = X^T X\theta - X^T y", "proved"),
    (r"\nabla_\theta J(\theta) = X X^T\theta - X^T y", "refuted"),
    (r"\nabla_\theta J(\theta) = X^T X\theta + X^T y", "refuted"),
    (r"(\theta^T X^T y)^T = y^T X\theta", "proved"),
    (r"J(\theta) = \tfrac12\theta^T X^T X\theta - y^T X\theta + \tfrac12 y^T y", "proved"),
    (r"J(\theta) = \tfrac12\theta^T X^T X\theta - 2y^T X\theta + \tfrac12 y^T y", "refuted"),
])
def test_the_normal_equations_with_nothing_declared(line: str, verdict: str) -> None:
    found = lines(f"{NORMAL}\\[ {line} \\]")[-1]
    assert found.verdict == verdict, (found.reason, found.shown)


def test_a_small_letter_behind_a_matrix_is_a_column() -> None:
    found = lines(r"\[ g = A^T A x - A^T b \]")[0]
    assert found.shown == "g = AᵀAx − Aᵀb"


@pytest.mark.parametrize("text", [
    r"\[ a^T b = k T \]", r"\[ P = p (1+r)^T q \]", r"\[ S = \sum_{t=1}^T x_t, \quad x^T y = 1 \]"])
def test_where_t_is_a_number_it_stays_a_question_or_a_power(text: str) -> None:
    assert not any("ᵀ" in f.shown for f in lines(text))


def test_a_display_that_begins_with_its_relation_goes_on() -> None:
    text = r"\[ s = (a + b)^2 \] Expanding, \[ = a^2 + 2ab + b^2 \] \[ = a^2 + ab + b^2 \]"
    found = lines(text)
    assert [f.verdict for f in found] == ["given", "proved", "refuted"]


def test_nothing_to_go_on_from() -> None:
    assert lines(r"\[ = a^2 + 2ab \]")[0].verdict == "not_read"


@pytest.mark.parametrize(("line", "verdict"), [
    (r"\frac{\partial\mathcal{L}}{\partial w} = (a - y)\sigma'(z) x", "proved"),
    (r"\frac{\partial\mathcal{L}}{\partial w} = (a - y)\sigma'(z)", "refuted")])
def test_a_script_letter_for_the_loss(line: str, verdict: str) -> None:
    before = NEURON.replace("L =", r"\mathcal{L} =")
    slope = r"\[ \frac{\partial\mathcal{L}}{\partial a} = a - y \]"
    assert lines(rf"{before}{slope}\[ {line} \]")[-1].verdict == verdict


def test_other_script_letters_stay_questions() -> None:
    assert lines(r"\[ x = 2\mathcal{N} + 1 \]")[0].verdict == "not_read"
