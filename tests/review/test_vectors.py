"""Letters under an arrow: components, dots and crosses, gradients, integrals over space."""

from __future__ import annotations

import pytest

from tests.review.lines_read import read, shown


@pytest.mark.parametrize(("source", "sides"), [
    (r"E = \frac{\vec{p}^2}{2m} + |\vec{p}|", ["E", "‖p⃗‖²/2m + ‖p⃗‖"]),
    (r"\vec{p}+\vec{p}_e = \vec{p}'", ["p⃗ + p⃗ₑ", "p⃗′"]),
    (r"W = \vec{F}\cdot\vec{s}", ["W", "F⃗ᵀs⃗"]),
    (r"\vec{L} = \vec{r}\times\vec{p}",
     ["L⃗", "[[r_yp_z − r_zp_y], [r_zpₓ − rₓp_z], [rₓp_y − r_ypₓ]]"]),
    (r"y = f(\vec{r}-\vec{r}')", ["y", "f(rₓ − rₓ′, r_y − r_y′, r_z − r_z′)"]),
    (r"\vec{F} = -\nabla V(\vec{r})",
     ["F⃗", "−[[∂/∂rₓ V(rₓ, r_y, r_z)], [∂/∂r_y V(rₓ, r_y, r_z)], [∂/∂r_z V(rₓ, r_y, r_z)]]"]),
    (r"y = \nabla^2\psi(\vec{r})",
     ["y", "∂²/∂rₓ² ψ(rₓ, r_y, r_z) + ∂²/∂r_y² ψ(rₓ, r_y, r_z) + ∂²/∂r_z² ψ(rₓ, r_y, r_z)"]),
    (r"N = \int d^3r\,|\psi(\vec{r})|^2",
     ["N", "∫ ∫ ∫ |ψ(rₓ, r_y, r_z)|² dr_z dr_y drₓ"]),
    (r"\vec{p} = (\nabla_{\vec{q}} S(\vec{q},t))",
     ["p⃗", "[[∂/∂qₓ S(qₓ, q_y, q_z, t)], [∂/∂q_y S(qₓ, q_y, q_z, t)], "
      "[∂/∂q_z S(qₓ, q_y, q_z, t)]]"]),
])
def test_vectors_are_their_components(source: str, sides: list[str]) -> None:
    assert shown(read(f"\\[{source}\\]")[-1]) == sides

@pytest.mark.parametrize(("source", "reason"), [
    (r"y = \nabla f(x)", "the gradient in which vector"),
    (r"\nabla f(\vec{r})g(\vec{r}) = y", "how far does it act"),
    (r"y = \int_V d^3r\,f(\vec{r})", "a part of a volume"),
    (r"y = \int d^3x\,f(\vec{r})", "has no term yet"),
    (r"y = \vec{a}", "where the other side is a matrix"),
    (r"y = \vec{J}(a + b)\cdot\vec{r}", "looks like a vector"),
])
def test_what_is_not_said_of_vectors_is_asked(source: str, reason: str) -> None:
    assert any(reason in side for side in shown(read(f"\\[{source}\\]")[-1]))
