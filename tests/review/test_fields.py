r"""Vector fields ``\vec{A}(\vec{r})``, their curls and divergences, operators that are vectors."""

from __future__ import annotations

import pytest

from derive.review.checked import check
from derive.terms.term import Term
from tests.review.lines_read import read, shown

A = "A⃗(rₓ, r_y, r_z)"


@pytest.mark.parametrize(("source", "sides"), [
    (r"\[\vec{J}(\vec{r}) = -q\vec{A}(\vec{r})\]", ["J⃗(rₓ, r_y, r_z)", f"−q {A}"]),
    # by itself it is taken where it is taken elsewhere
    (r"\[y = \vec{A}(\vec{r})\cdot\vec{r}\]\[\vec{F} = q\vec{A}\]", ["F⃗", f"q {A}"]),
    (r"\[\rho(\vec{r}) = \vec{\nabla}\cdot\vec{A}(\vec{r})\]",
     ["ρ(rₓ, r_y, r_z)", "∂/∂rₓ Aₓ(rₓ, r_y, r_z) + ∂/∂r_y A_y(rₓ, r_y, r_z) + "
      "∂/∂r_z A_z(rₓ, r_y, r_z)"]),
    (r"\[\rho(\vec{r}) = \vec{\nabla}\cdot\vec{r}\]",
     ["ρ(rₓ, r_y, r_z)", "d/drₓ rₓ + d/dr_y r_y + d/dr_z r_z"]),
    # a wave function of a vector by itself
    (r"\[\vec{J}(\vec{r}) = \psi\vec{\nabla}\psi\]\[\psi(\vec{r}) = f(\vec{r})\]",
     ["ψ(rₓ, r_y, r_z)", "f(rₓ, r_y, r_z)"]),
    (r"\[|\bar{\psi}(p)|^2 = \bar{\psi}^*(p)\bar{\psi}(p)\]\[y = \psi\]", ["y", "ψ"]),
])
def test_fields_are_read(source: str, sides: list[str]) -> None:
    assert shown(read(source)[-1]) == sides


def test_operators_that_are_vectors_act_on_all_to_their_right() -> None:
    line = read(r"\[\vec{J}(\vec{r}) = f(\vec{r})[\hbar\vec{\nabla} - q\vec{A}(\vec{r})]"
                r"g(\vec{r})h(\vec{r})\]")[0]
    assert isinstance(line.right, Term)
    moved = [t for t in line.right.walk() if t.head == "derivative"]
    assert len(moved) == 3
    for t in moved:
        names = {c.args[0].name for c in t.args[1].walk() if c.head == "call"}
        assert names == {"g", "h"}


@pytest.mark.parametrize(("source", "reason"), [
    # taken at two places: by itself it is at neither
    (r"\[y = \vec{A}(\vec{r})\cdot\vec{r} + \vec{A}(\vec{s})\cdot\vec{s}\]\[\vec{F} = q\vec{A}\]",
     "not declared"),
    (r"\[\vec{\nabla}\times\vec{A} = \vec{B}\]\[\vec{r} = \vec{s}\]"
     r"\[y = \vec{\nabla}\times\vec{A}\]", "does not depend on"),
    # a wave function of a parameter, its place not written: no constant
    (r"\[\vec{r} = \vec{s}\]\[1 = \int d^3r\,\psi^*(\lambda)\psi(\lambda)\]",
     "not written as a function of the place"),
    (r"\[y = e^{i\vec{\nabla}f(\vec{r})}\]", "in an exponent"),
    (r"\[\vec{F} = f(\vec{r})\vec{\nabla}g(\vec{r})h(\vec{r})\]", "how far does it act"),
])
def test_what_is_left_open_is_asked(source: str, reason: str) -> None:
    assert any(reason in side for side in shown(read(source)[-1]))


@pytest.mark.parametrize(("source", "verdict"), [
    (r"\vec{\nabla}\cdot\vec{r} = 3", "proved"),
    (r"\vec{\nabla}\cdot\vec{r} = 2", "refuted"),
])
def test_divergences_are_judged(source: str, verdict: str) -> None:
    assert check(f"\\[{source}\\]").lines[-1].verdict == verdict
