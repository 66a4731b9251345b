"""A letter used in two ways in one text is a question; a subscript makes a new letter."""

from __future__ import annotations

import pytest

from derive.review.meaning import Unread
from tests.review.lines_read import read, shown


@pytest.mark.parametrize(("source", "sides"), [
    # the subscript makes a new letter, whatever V(x), x(t), E(k) are
    (r"\[V(x) = V_0 x\]", ["V(x)", "V₀x"]),
    (r"\[\frac{d^2x}{dt^2} = -x\]\[x(t) = x_0\cos t\]", ["x(t)", "x₀ cos t"]),
    (r"\[\eta(t) = \eta_0 e^{-\lambda t}\]", ["η(t)", "η₀ e^(−λt)"]),
    (r"\[E(k) = k^2\]\[E_0 = 1\]", ["E₀", "1"]),
    # ... and a wave function stays one
    (r"\[\psi_1(x) = x\]\[\psi_2(x) = x^2\]\[\psi = \psi_1 + \psi_2\]", ["ψ(x)", "ψ₁(x) + ψ₂(x)"]),
    # a letter by itself and one with an index are two letters
    (r"\[x_{t+1} = x_t - a x\]", ["xₜ₊₁", "xₜ − ax"]),
    (r"\[f(x) = x\]\[f' = 1\]", ["f′(x)", "1"]),
    (r"\[\dot{x} = \frac{p}{m}\]", ["x′(t)", "p/m"]),
    (r"\[\frac12 m\dot{x}^2 = E\]", ["½ m x′(t)²", "E"]),
    (r"\[Y_{lm} = e^{im\phi}\]", ["Yₗₘ", "e^(imϕ)"]),
    (r"\[Y_{lm} = P_l^m(\cos\theta)e^{im\phi}\]", ["Yₗₘ", "Pₗᵐ(cos θ) e^(imϕ)"]),
    (r"\[L_n^{(k)}(x) = x L_{n-1}^{(k+1)}(x)\]", ["Lₙᵏ(x)", "x Lₙ₋₁ᵏ⁺¹(x)"]),
    (r"\[\cos\theta P_l^m(\cos\theta) = P_l^m(x)^2\]", ["cos(θ) Pₗᵐ(cos θ)", "Pₗᵐ(x)²"]),
    (r"\[2d\sin\theta = n\lambda\]", ["2d sin θ", "nλ"]),
    (r"\[(AB)^\top = B^\top A^\top\]", ["(AB)ᵀ", "BᵀAᵀ"]),
    (r"\[L(x+a) - L(x) = a\]\[L(x) = x\]", ["L(x)", "x"]),
    (r"\[\frac{dp}{dt} = -x\]\[p(t) = 1\]\[\frac{p}{m} = a\]", ["p(t)/m", "a"]),
])
def test_a_subscript_makes_a_letter_of_its_own(source: str, sides: list[str]) -> None:
    assert shown(read(source)[-1]) == sides


@pytest.mark.parametrize(("source", "reason"), [
    (r"\[p(x) = x\]\[8p - 2 = a\]", "p stands alone here"),
    (r"\[f(x) = x\]\[f_x = 1\]", "a partial derivative of f"),
    (r"\[\sigma_{aX+b} = \sigma_X\]", "not declared"),
    (r"\[E_{1,2} = 3\]", "not declared"),
    (r"\[D_x f(x) = 1\]", "a derivative or a factor"),
    (r"\[E d = x\,d y\]", "d before y: a differential"),
    (r"\[y = x_i a_{ij} x_j\]", "the index i stands twice"),
    (r"\[y_i = a_{ij} x_j\]", "the index j stands twice"),
    (r"\[y = \int_0^a\cos x\,dx(x-a)\]", "does the integral end there"),
    (r"\[y = \hat{H}(1)1(2)\]", "an identity operator, or a product"),
    (r"\[|a\rangle = |b\rangle\]\[\hat{A}|a\rangle = x\langle a|\]", "a state on one side"),
    (r"\[|a\rangle = |b\rangle + |c\rangle\]\[|a\rangle + |b\rangle = x\]",
     "a number, where the other side"),
    (r"\[H_n^k(x) = 1\]", "a power times the parenthesis"),
    (r"\[f(x) = x + O(x^2)\]", "a remainder"),
    (r"\[\frac{\hbar^2}{2m}\psi_m = 3\]", "an index here and a letter of its own"),
    (r"\[d = 1.0\times10^{-10}m\]", "a unit or a factor"),
    (r"\[N = [x + \frac12]\]", "the integer part, or parentheses"),
    (r"\[|H - \lambda I| = 0\]", "a determinant or an absolute value"),
])
def test_what_two_uses_leave_open_is_asked(source: str, reason: str) -> None:
    assert any(reason in side for side in shown(read(source)[-1]))


def test_where_p_of_x_is_written_it_is_read() -> None:
    first, second = read(r"\[p(x) = x\]\[8p - 2 = a\]")
    assert shown(first) == ["p(x)", "x"]
    assert isinstance(second.left, Unread)
    assert second.left.declaration == "p in R"
