r"""Functions of arrays: numbers where the text says so, and asked elsewhere; rows of a batch."""

import pytest

from derive.review.checked import check
from tests.review.lines_read import read, shown

F = r"\[ f(\mathbf{x}) = \mathbf{x}^\top\mathbf{x} + c \]"


@pytest.mark.parametrize(("source", "sides"), [
    (F, ["f(x)", "‖x‖² + c"]),
    (r"\[ \mathbf{y} = \mathbf{x} - \eta \nabla f(\mathbf{x}) \]", ["y", "x − η∇_x f"]),
    (r"\[ J(\mathbf{x} + \mathbf{y}) = J(\mathbf{x}) + a \]", ["J(x + y)", "J(x) + a"]),
    (F + r"\[ \mathbf{y} = \nabla f(\mathbf{x} + \mathbf{y}) \]", ["y", "∇f(x + y)"]),
    (F + r"\[ \mathbf{y} = \nabla_{\mathbf{x}} f(\mathbf{x}_0) \]", ["y", "∇_(x₀)f(x₀)"]),
    (F + r"\[ \mathbf{y} = 0 \]\[ \|\partial_{\mathbf{x}} f(\mathbf{x}, \mathbf{y})\|^2 \le c \]",
     ["‖∇ₓf(x, y)‖²", "c"]),
    (r"\[ \mathbf{x}_{t+1} = \mathbf{x}_t - a\mathbf{x} \]", ["xₜ₊₁", "xₜ − ax"]),
    (r"\[ \hat{y} = \mathbf{w}^\top\mathbf{x} + b \]", ["y\u0302", "wᵀx + b"]),
    (r"\[ a = E[L(\mathbf{x})] \]", ["a", "E[L(x)]"]),
    (r"Let $\mathbf{X} \in \mathbb{R}^{n \times d}$, $\mathbf{W} \in \mathbb{R}^{d \times h}$ and"
     r" $\mathbf{b} \in \mathbb{R}^{1 \times h}$. \[ \mathbf{H} = \mathbf{X}\mathbf{W} + \mathbf{b}"
     r" \]", ["H", "XW + 𝟏ₙb"]),
])
def test_what_is_read(source: str, sides: list[str]) -> None:
    assert shown(read(source)[-1]) == sides


@pytest.mark.parametrize(("source", "reason"), [
    (r"\[ \mathbf{h} = f(\mathbf{x}) \]", "a number, or entry by entry"),
    (r"\[ \mathbf{h} = f(\mathbf{x}) \]\[ f(\mathbf{x}) = c \]", "a number, or entry by entry"),
    (F + r"\[ \frac{df}{dx_1} = c \]", "by which entry"),
    (F + r"\[ f'(\mathbf{x}) = c \]", "a power or a derivative"),
    (F + r"\[ c = \nabla f(\mathbf{x}, \mathbf{y}) \]\[ \mathbf{y} = 0 \]",
     "by which of the arguments"),
    (r"\[ \hat{y}\psi(y) = y\psi(y) \]", "looks like an operator"),
    (r"\[ \hat{y} + \hat{x} = \mathbf{w}^\top\mathbf{x} \]", "looks like an operator"),
    (r"\[ \mathbf{H} = \mathbf{X}\mathbf{W} + \mathbf{b} \]", "needs equal shapes"),
    (r"Let $\mathbf{X} \in \mathbb{R}^{n \times d}$ and $\mathbf{x} \in \mathbb{R}^{n \times 1}$."
     r" \[ \mathbf{H} = \mathbf{X} + \mathbf{x}^\top \]", "needs equal shapes"),
    (r"\[ c = \operatorname*{argmax}_x f(x) \]", "the place of an extremum"),
    (r"\[ a = E[\mathbf{x}] + E \]", "of a random variable"),
])
def test_what_is_asked(source: str, reason: str) -> None:
    assert any(reason in side for line in read(source) for side in shown(line))


def test_nothing_that_nobody_knows_is_proved_or_refuted() -> None:
    lines = check(F + r"\[ f(\mathbf{y}) = c \]\[ \nabla f(\mathbf{x}) = \mathbf{x} \]",
                  isolated=False).lines
    assert not {"proved", "refuted"} & {line.verdict for line in lines[1:]}
