r"""Gradients by arrays in a document: each right line has a neighbour with a usual slip."""

from __future__ import annotations

import pytest

from derive import check

LAYER = r"""Let $W \in \mathbb{R}^{m \times n}$, $x \in \mathbb{R}^n$, $b, y \in \mathbb{R}^m$.
\[ z = W x + b \] \[ a = \sigma(z) \] \[ L = \tfrac12 \|a - y\|^2 \]
\[ \delta = \frac{\partial L}{\partial z} \]
"""
RIDGE = r"""Let $X \in \mathbb{R}^{n \times d}$, $w \in \mathbb{R}^d$, $y \in \mathbb{R}^n$.
\[ J(w) = \frac12 \|Xw - y\|^2 + \frac{\lambda}{2} \|w\|^2 \]
"""


@pytest.mark.parametrize(("before", "line", "verdicts"), [
    (LAYER, r"\delta = (a - y) \odot \sigma'(z)", {"proved"}),
    # what sigma is, nobody says: a wrong line about it is at least never proved
    (LAYER, r"\delta = (y - a) \odot \sigma'(z)", {"refuted", "undecided"}),
    (LAYER, r"\frac{\partial L}{\partial W} = \delta x^\top", {"proved"}),
    (LAYER, r"\frac{\partial L}{\partial W} = x \delta^\top", {"refuted"}),
    (LAYER, r"\frac{\partial L}{\partial b} = \delta", {"proved"}),
    (LAYER, r"\nabla_b L = \delta", {"proved"}),
    (LAYER, r"\frac{\partial L}{\partial x} = W^\top \delta", {"proved"}),
    (LAYER, r"\frac{\partial L}{\partial x} = W \delta", {"refuted"}),
    (LAYER, r"\frac{\partial L}{\partial a} = a - y", {"proved"}),
    (RIDGE, r"\nabla_w J(w) = X^\top (Xw - y) + \lambda w", {"proved"}),
    (RIDGE, r"\nabla_w J(w) = X^\top (Xw - y) + 2 \lambda w", {"refuted"}),
    (RIDGE, r"\nabla_w J = X^\top (Xw + y) + \lambda w", {"refuted"}),
])
def test_a_line_about_a_gradient(before: str, line: str, verdicts: set[str]) -> None:
    found = check(f"{before}\\[ {line} \\]").lines[-1]
    assert found.verdict in verdicts, (found.verdict, found.reason)


@pytest.mark.parametrize(("line", "verdict"), [
    (r"\nabla_w J = X^\top (Xw - y)", "proved"), (r"\nabla J(w) = X^\top (Xw - y)", "proved"),
    (r"\nabla_w J = X^\top (y - Xw)", "refuted"), (r"\nabla_w J = 2 X^\top (Xw - y)", "refuted"),
    (r"\nabla_w J = X^\top (Xw - y) \qquad \nabla_w^2 J = X^\top X", "proved"),
    (r"\nabla_w J = X^\top (Xw - y) \qquad \nabla_w^2 J = 2 X^\top X", "refuted"),
    (r"\frac{\partial^2 J}{\partial w \partial w^\top} = X^\top X, \quad "
     r"\nabla_w J = X^\top(Xw - y)", "proved"),
])
def test_with_nothing_declared(line: str, verdict: str) -> None:
    r"""``\nabla_w`` makes w an array, and what is added to an array is one."""
    found = check(rf"\[ J(w) = \tfrac12 \|Xw - y\|^2 \] \[ {line} \]").lines
    assert found[0].verdict == "given"
    assert {f.verdict for f in found[1:]} - {"proved"} == ({verdict} - {"proved"})


def test_the_laplacian_is_no_hessian() -> None:
    found = check(r"\[ J(w) = \tfrac12 \|Xw - y\|^2 \] \[ \nabla^2 J(w) = X^\top X \]").lines[-1]
    assert found.verdict == "not_read"


def test_a_gradient_of_something_undefined_is_a_definition() -> None:
    found = check(r"Let $W \in \mathbb{R}^{m \times n}$ and $G \in \mathbb{R}^{m \times n}$. "
                  r"\[ G = \frac{\partial C}{\partial W} \] \[ G = 2 W \]")
    assert found.lines[0].verdict == "given"
    assert found.lines[1].verdict != "proved"


def test_the_report_names_the_gradient() -> None:
    found = check(LAYER)
    assert "slope" not in str(found.to_json())


TWO_LAYERS = r"""Let $x\in\mathbb{R}^{n}$, $W_1\in\mathbb{R}^{m\times n}$,
$W_2\in\mathbb{R}^{k\times m}$, $b_1\in\mathbb{R}^m$, $b_2\in\mathbb{R}^k$.
\begin{align} z_1 &= W_1 x + b_1, & a_1 &= \sigma(z_1),\\
z_2 &= W_2 a_1 + b_2, & L &= \tfrac12\|z_2-y\|^2. \end{align}
\begin{align} \delta_2 &= \frac{\partial L}{\partial z_2} = z_2 - y\\
\delta_1 &= \frac{\partial L}{\partial z_1} = (W_2^\top\delta_2)\odot\sigma'(z_1) \end{align}
"""


@pytest.mark.parametrize(("line", "verdicts"), [
    (r"\frac{\partial L}{\partial W_2} = \delta_2 a_1^\top", {"proved"}),
    (r"\frac{\partial L}{\partial W_1} = \delta_1 x^\top", {"proved"}),
    (r"\frac{\partial L}{\partial b_1} = \delta_1", {"proved"}),
    (r"\frac{\partial L}{\partial W_2} = \delta_2 x^\top", {"refuted"}),
    (r"\frac{\partial L}{\partial b_2} = 2\delta_2", {"refuted"}),
    (r"\frac{\partial L}{\partial b_1} = W_2^\top\delta_2", {"refuted", "undecided"}),
])
def test_layers_that_are_numbered(line: str, verdicts: set[str]) -> None:
    found = check(f"{TWO_LAYERS}\\[ {line} \\]").lines
    assert {f.verdict for f in found[:-1]} == {"given", "proved"}
    assert found[-1].verdict in verdicts


@pytest.mark.parametrize(("line", "verdicts"), [
    (r"\delta = (a - y) \odot a \odot (1 - a)", {"supported", "undecided"}),  # of the logistic
    (r"\delta = (a - y) \odot (1 - a \odot a)", {"supported", "undecided"}),  # of tanh
    (r"\delta = (y - a) \odot \sigma'(z)", {"refuted"}),  # of none
])
def test_what_holds_of_a_usual_activation_is_not_refuted(line: str, verdicts: set[str]) -> None:
    assert check(f"{LAYER}\\[ {line} \\]").lines[-1].verdict in verdicts
