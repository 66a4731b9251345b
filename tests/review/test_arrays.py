"""Bold letters and letters that are given as an array: their shapes, and what is asked of them."""

from __future__ import annotations

import pytest

from derive.review.checked import check
from derive.review.meaning import Unread
from derive.terms.shapes import said
from derive.terms.term import Term
from tests.review.lines_read import read, shown


def shape(side: Term | Unread) -> str:
    return side.message if isinstance(side, Unread) else said(side)


@pytest.mark.parametrize(("source", "sides", "shapes"), [
    (r"\[\mathbf{z} = \mathbf{W}\mathbf{x}\]", ["z", "Wx"], "d1 x 1"),
    (r"\[\mathbf{A} = \begin{bmatrix}2&0\\0&1\end{bmatrix}\]"
     r"\[\mathbf{A}\mathbf{v} = c\mathbf{v}\]",
     ["Av", "cv"], "2 x 1"),
    (r"\[(\mathbf{A} - c\mathbf{I})\mathbf{v} = 0\]"
     r"\[\mathbf{v} = \begin{pmatrix}1\\2\end{pmatrix}\]"
     r"\[(\mathbf{A} - c\mathbf{I})\mathbf{v} = \mathbf{u}\]", ["(A − cI₂) v", "u"], "2 x 1"),
    (r"\[y = \mathbf{w}^\top\mathbf{x} + b\]", ["y", "wᵀx + b"], "scalar"),
    (r"\[\mathbf{h} = \phi(\mathbf{W}^{(1)}\mathbf{x})\]", ["h", "ϕ(W⁽¹⁾x)"], "d1 x 1"),
    (r"\[\mathbf{z}_t = \mathbf{z}_{t-1} - a\mathbf{z}_0\]", ["zₜ", "zₜ₋₁ − az₀"], "d1 x 1"),
    (r"\[H = \begin{pmatrix}0&a\\a&0\end{pmatrix}\]"
     r"\[H^2 = a^2\begin{pmatrix}1&0\\0&1\end{pmatrix}\]",
     ["HH", "a²[[1, 0], [0, 1]]"], "2 x 2"),
    (r"\[\cos\theta = \frac{\mathbf{v}\cdot\mathbf{w}}{\|\mathbf{v}\|\|\mathbf{w}\|}\]",
     ["cos θ", "vᵀw/(‖v‖‖w‖)"], "scalar"),
])
def test_shapes_follow_from_use(source: str, sides: list[str], shapes: str) -> None:
    line = read(source)[-1]
    assert shown(line) == sides
    assert shape(line.left) == shape(line.right) == shapes


@pytest.mark.parametrize(("source", "reason"), [
    # broadcasting is no sum: W is not made a column by it
    (r"\[\mathbf{H} = \mathbf{X}\mathbf{W} + \mathbf{b}\]", "equal shapes"),
    (r"\[\mathbf{y} = f(\mathbf{x})\]", "a number, or entry by entry"),
    (r"\[\mathbf{Y} = \mathrm{softmax}(\mathbf{O})\]", "of its columns or of its rows"),
    (r"\[A = \begin{pmatrix}1&0\\0&1\end{pmatrix} + 1\]", "takes scalars"),
    (r"\[PQ = \begin{pmatrix}1&0\\0&1\end{pmatrix}\]", "where the other side is a matrix"),
    (r"\[\frac{\partial \mathbf{z}}{\partial\mathbf{W}} = 0\]", "cannot be bound"),
])
def test_what_does_not_fit_is_refused(source: str, reason: str) -> None:
    assert any(reason in side for side in shown(read(source)[-1]))


def test_a_line_that_does_not_fit_says_nothing_of_the_lines_above():
    """delta = z - y gives delta its size, whatever stands beside it further down."""
    source = r"""Let \[ z = W a \] \[ \delta = z - y \] Then \[ v = W \delta \]
\[ G = a \delta^\top \]"""
    lines = check(source, "W in R^(m x n); a in R^n; y in R^m", isolated=False).files[0].lines
    assert lines[1].verdict == "given"
    assert lines[2].verdict in ("refuted", "not_read")
