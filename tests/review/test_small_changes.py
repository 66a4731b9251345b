r"""``dU = T\,dS - p\,dV``: small changes as letters, where they are that and nothing else."""

from __future__ import annotations

import pytest

from derive.review.checked import check
from tests.review.lines_read import read, shown


@pytest.mark.parametrize(("source", "sides"), [
    (r"dU = T\,dS - p\,dV", ["dU", "T dS − p dV"]),
    (r"\frac{dN}{N} = -k\,dt", ["dN/N", "−k dt"]),
    (r"P(p_0\le p\le p_0+dp) = |f(p_0)|^2dp", ["P(p₀ ≤ p, p ≤ p₀ + dp)", "|f(p₀)|² dp"]),
])
def test_a_small_change_is_one_letter(source: str, sides: list[str]) -> None:
    assert shown(read(f"\\[{source}\\]")[-1]) == sides


@pytest.mark.parametrize("source", [
    "y = d x", r"E d = x d y", r"V = E d + x d y", "y = d x^2 + d", "dx = x d"])
def test_a_distance_is_a_question(source: str) -> None:
    assert any("a differential" in side for side in shown(read(f"\\[{source}\\]")[-1]))


def test_derivatives_and_integrals_are_what_they_were() -> None:
    lines = read(r"\[dU = T\,dS\]\[\frac{dy}{dx} = \int_0^1 x t\,dt\]")
    assert shown(lines[-1]) == ["dy/dx", "∫₀¹ xt dt"] or "y′(x)" in shown(lines[-1])[0]


@pytest.mark.parametrize("line", [r"dU = C\,dT", "dU = 0", r"dU = 2T\,dS - p\,dV"])
def test_several_of_them_are_never_refuted(line: str) -> None:
    """Along one path dU is 0, along another C dT: nothing in the formulas says which."""
    assert check(rf"\[dU = T\,dS - p\,dV\]\[{line}\]").lines[-1].verdict != "refuted"


def test_a_common_small_change_is_a_factor() -> None:
    source = r"\[P(a\le p\le p+dp) = f(p)dp\]\[(x+1)^2dp = (x^2+%sx+1)dp\]"
    assert check(source % 2).lines[-1].verdict == "proved"
    assert check(source % 3).lines[-1].verdict not in ("proved", "supported")
