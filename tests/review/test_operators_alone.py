"""Derivatives with nothing behind them: operators, what they act on, and what is asked."""

from __future__ import annotations

import pytest

from derive.review.checked import check
from tests.review.lines_read import read, shown

LAPLACE = r"\frac{1}{r^2}\frac{\partial}{\partial r}\left(r^2\frac{\partial}{\partial r}\right)"


@pytest.mark.parametrize(("source", "sides"), [
    (r"\hat{p} = -i\hbar\frac{d}{dx}", ["p\u0302", "−(iħ) ∂/∂x"]),
    (rf"\hat{{D}} = \hbar {LAPLACE}",
     ["D\u0302", "(ħ(1/r²)) ∂/∂r r² ∂/∂r"]),
    (r"\hat{H} = -\frac{\hbar^2}{2m}\frac{d^2}{dx^2} + V(x)",
     ["H\u0302", "−(ħ²/2m) ∂²/∂x² + V(x)"]),
    # an operator in parentheses acts on everything to its right, and on nothing to its left
    (r"y = x\left(\frac{\partial}{\partial x} + x\right)f(x)g(x)",
     ["y", "x(d/dx [f(x) g(x)] + x(f(x) g(x)))"]),
    (r"y = \cos\theta\left(\frac{\partial}{\partial\theta} + 1\right)f(\theta)",
     ["y", "cos(θ) (d/dθ f(θ) + 1f(θ))"]),
    # by the argument of a function
    (r"y = \frac{\partial}{\partial\cos\theta}f(\cos\theta)", ["y", "f′(cos θ)"]),
    (r"\hat{D} = \hbar\frac{\partial}{\partial\cos\theta}", ["D\u0302", "ħ ∂/∂cosθ"]),
    # the argument of a cosine ends before a wave function
    (r"y = \cos\theta Y_{lm} + Y_{lm}(\theta,\phi)", ["y", "cos(θ) Yₗₘ(θ, ϕ) + Yₗₘ(θ, ϕ)"]),
    (r"y = \cos\theta\frac{1}{\sin\theta}", ["y", "cos(θ) (1/sin θ)"]),
])
def test_an_operator_is_read(source: str, sides: list[str]) -> None:
    assert shown(read(f"\\[{source}\\]")[-1]) == sides


@pytest.mark.parametrize(("source", "reason"), [
    # d/dx x is 1 as a number, and x d/dx + 1 as a product of operators
    (r"\hat{C} = \hbar\frac{d}{dx}x - \hbar x\frac{d}{dx}", "a derivative in one summand"),
    (r"y = \left(\frac{d^2}{dx^2}(-ax) + ax\frac{d^2}{dx^2}\right)f(x)",
     "a derivative in one summand"),
    # what does not depend on the letter would be differentiated to nothing
    (r"y = \left(\frac{\partial}{\partial x} + z\right)f(z)", "does not depend on x"),
    (r"y = \frac{\partial}{\partial\cos\theta}f(\theta)", "by an expression"),
    (r"y = \left(\frac{d}{dx} + x\right)|\psi\rangle", "before a column or a ket"),
    (r"\hat{C} = \left[\frac{d}{dx}, x\right] = \frac{d}{dx}x", "an operator on one side"),
    (r"y = \left(\frac{d}{dx} + x\right)f(x)\cdot g(x)", "after the dot"),
    (r"L = \frac{d}{dx} + x", "declare it, L operator"),
    (r"y = \sin k(x-a)", "how far does"),
    (r"y = \cos k\frac{x}{2}f", "how far does"),
])
def test_what_is_left_open_is_asked(source: str, reason: str) -> None:
    assert any(reason in side for side in shown(read(f"\\[{source}\\]")[-1]))


@pytest.mark.parametrize(("source", "verdict"), [
    (r"\left[\frac{d}{dx}, x\right] = 1", "proved"),
    (r"\left[\frac{d}{dx}, x\right] = -1", "refuted"),
    (r"\left[\frac{d}{dx}, x^2\right] = 2x", "proved"),
    (r"\left[\frac{d}{dx}, a\right] = 0", "proved"),
    (r"\left[\frac{d}{dx}, V\right] = 0", "undecided"),
    (rf"{LAPLACE} = \frac{{\partial^2}}{{\partial r^2}} + \frac{{2}}{{r}}"
     r"\frac{\partial}{\partial r}", "proved"),
    (rf"{LAPLACE} = \frac{{\partial^2}}{{\partial r^2}} + \frac{{1}}{{r}}"
     r"\frac{\partial}{\partial r}", "refuted"),
    (r"x\frac{d}{dx} = \frac{d}{dx}\left(x\frac{d}{dx}\right)", "refuted"),
    # other coordinates, or letters that may depend on each other: nothing is decided
    (r"\frac{\partial}{\partial x} = \cos\phi\frac{\partial}{\partial r}"
     r" - \frac{\sin\phi}{r}\frac{\partial}{\partial\phi}", "undecided"),
    (r"\frac{d}{dx} = \frac{\partial}{\partial x} + a\frac{\partial}{\partial y}", "undecided"),
    (r"x\frac{\partial}{\partial y} = r\cos\phi\frac{\partial}{\partial y}", "undecided"),
    (r"\hat{p} = -i\hbar\frac{d}{dx}", "given"),
    (r"\left(x+\frac{d}{dx}\right)\left(x-\frac{d}{dx}\right) = x^2 - \frac{d^2}{dx^2} + 1",
     "proved"),
    (r"\left(x+\frac{d}{dx}\right)\left(x-\frac{d}{dx}\right) = x^2 - \frac{d^2}{dx^2}",
     "refuted"),
    (r"\left(-i\hbar\frac{d}{dx}\right)^2\psi(x) = -\hbar^2\psi''(x)", "proved"),
    (r"\left(-i\hbar\frac{d}{dx}\right)^2\psi(x) = \hbar^2\psi''(x)", "refuted"),
])
def test_both_sides_are_tried_on_a_function(source: str, verdict: str) -> None:
    assert [line.verdict for line in check(f"\\[{source}\\]").lines] == [verdict]


def test_an_equation_of_operators_is_no_hypothesis() -> None:
    """``x = 2`` is said of a point, and no derivative of it follows."""
    lines = check(r"\[x\frac{d}{dx} = 2\frac{d}{dx}\]\[x = 2\]").lines
    assert lines[0].verdict != "proved"
    assert lines[1].verdict == "given"
    lines = check(r"\[\text{Let } x = 2\]\[x\frac{d}{dx} = 2\frac{d}{dx}\]").lines
    assert lines[-1].verdict != "proved"


def test_a_wave_function_by_itself_is_one_of_the_letter_that_differentiates_it() -> None:
    lines = read(r"\[\psi_0(\vec{r}) = f(\vec{r})\]\[\hat{x}\psi = "
                 r"[i\hbar\frac{\partial}{\partial p_x}, p_x]\psi\]"
                 r"\[y = i\hbar\frac{\partial}{\partial p_x}\psi\]")
    assert shown(lines[1]) == ["(x\u0302 ψ(pₓ))", "(iħ) d/dpₓ [pₓ ψ(pₓ)] − pₓ((iħ) d/dpₓ ψ(pₓ))"]


@pytest.mark.parametrize(("source", "reason"), [
    # a vector of operators is no operator: \nabla for d/dx
    (r"[\hat{H}, \hat{x}] = -\frac{\hbar^2}{m}\nabla_{\vec{r}} + 0\hat{\vec{p}}",
     "a vector of operators beside one"),
])
def test_kinds_that_differ_are_asked(source: str, reason: str) -> None:
    assert any(reason in side for side in shown(read(f"\\[{source}\\]")[-1]))
