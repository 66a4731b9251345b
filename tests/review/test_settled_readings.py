r"""What the rest of a section settles: Euler's e, the reach of ``\sin k(x-a)``, listed numbers."""

from __future__ import annotations

import pytest

from derive.review.checked import check
from tests.review.lines_read import read, shown

RADIAL = r"\frac{1}{r^2}\frac{\partial}{\partial r}\left(r^2\frac{\partial}{\partial r}\right)"


def last(*formulas: str) -> list[str]:
    return shown(read("".join(f"\\[{f}\\]" for f in formulas))[-1])


@pytest.mark.parametrize(("before", "source", "sides"), [
    (r"f(x) = e^{ikx}", r"2\left(1-\frac{1}{e^2}\right)A^2 = 1", ["2(1 − 1/e²) A²", "1"]),
    (r"f(x) = e^{ik(x-a)}", r"y = \sin k(x-a)", ["y", "sin(k(x − a))"]),
    (r"f(x) = \cos ka", r"y = B\sin k(a-x)", ["y", "B sin(k(a − x))"]),
    (r"f(x) = e^{ikx}", r"y = \cos k(x-a)\,\sin 2k(x+a)",
     ["y", "cos(k(x − a)) sin(2k(x + a))"]),
    ("z = 1", r"y = \cos\frac{x}{2}\frac{1}{\sqrt{2}}(a+b)", ["y", "cos(x/2) (1/√2)(a + b)"]),
])
def test_the_section_settles_it(before: str, source: str, sides: list[str]) -> None:
    assert last(before, source) == sides


@pytest.mark.parametrize(("before", "source", "reason"), [
    # a charge: nothing subtracts it from a number, or its constant stands beside it
    (r"\psi(x) = e^{ikx}", r"V = \frac{e^2}{r}", "another e"),
    (r"\psi(x) = e^{ikx}", r"y = 1 - \frac{e^2}{x}", "another e"),
    (r"\psi(x) = e^{ikx}", r"y = (1 - e^2)\epsilon_0", "another e"),
    ("z = 1", "y = 1 - e^2", "another e"),
    # the sine of k alone, of an angle, or of nothing known
    ("z = 1", r"y = \sin k(x-a)", "how far"),
    (r"f(x) = e^{ikx} + \sin k", r"y = \sin k(x-a)", "how far"),
    (r"f(\theta) = \sin\theta x", r"y = \sin\theta(1+\cos\theta)", "how far"),
    (r"f(x) = e^{ikx}", r"y = \sin ck(x-a)", "how far"),
    ("z = 1", r"y = \cos\frac{x}{2}\frac{x}{a}(a+b)", "how far"),
])
def test_and_where_it_does_not_it_is_asked(before: str, source: str, reason: str) -> None:
    assert any(reason in side for side in last(before, source))


@pytest.mark.parametrize(("source", "side"), [
    (r"y = \sum_{n=1,3,5,\dots}\frac{1}{n^2}", "∑ₙ₌₀^∞ (1/(2n + 1)²)"),
    (r"y = \sum_{n=2,4,6,\dots}\frac{1}{n^2}", "∑ₙ₌₀^∞ (1/(2n + 2)²)"),
    (r"y = \sum_{n=1,3}n a", "1a + 3a"),
])
def test_numbers_that_are_listed(source: str, side: str) -> None:
    assert last(source)[1] == side


@pytest.mark.parametrize("source", [
    r"y = \sum_{n=1,3,9,\dots}\frac{1}{n}", r"y = \sum_{n=1,3,\dots}\frac{1}{n}",
    r"y = \sum_{n=1,3,5,\dots,N}\frac{1}{n}"])
def test_a_list_that_may_go_on_otherwise_is_asked(source: str) -> None:
    assert "run over" in last(source)[1] or "go on" in last(source)[1]


def test_sums_over_lists_are_judged() -> None:
    verdicts = [check(rf"\[\sum_{{n=1,3,5,\dots}}\frac{{1}}{{n^2}} = \frac{{\pi^2}}{{{d}}}\]"
                      ).lines[-1].verdict for d in (8, 6)]
    assert verdicts[1] == "refuted"
    assert verdicts[0] in ("proved", "supported", "undecided")


@pytest.mark.parametrize(("before", "source", "sides"), [
    # the two sides of an interval that stands above, and not any two conditions
    ("z = 1", r"V(x) = \begin{cases} 0, & 0<x<a \\ c, & x\le 0,\ x\ge a \end{cases}",
     ["V(x)", "cases [0, 0 < x < a], [c, x ≤ 0], [c, a ≤ x]"]),
    # a field is integrated component by component
    (r"\vec{j}(\vec{r}) = \vec{r}", r"\vec{Q} = \int d^3r\,\vec{j}(\vec{r})",
     ["Q⃗", "[[∫ ∫ ∫ jₓ(rₓ, r_y, r_z) dr_z dr_y drₓ], [∫ ∫ ∫ j_y(rₓ, r_y, r_z) dr_z dr_y drₓ], "
      "[∫ ∫ ∫ j_z(rₓ, r_y, r_z) dr_z dr_y drₓ]]"]),
    # an eigenvalue beside its own ket
    (r"\hat{p}_x = \hat{p}_x", r"\hat{A}|p_x\rangle = p_x\hat{U}|p_x\rangle",
     ["A\u0302 |pₓ⟩", "pₓU\u0302 |pₓ⟩"]),
    # V(x) beside V(x, t), as the parentheses say
    ("V(x) = x", "y = V(x,t) + V(x)", ["y", "V(x, t) + V(x)"]),
])
def test_what_a_line_says_by_itself(before: str, source: str, sides: list[str]) -> None:
    assert last(before, source) == sides


@pytest.mark.parametrize(("source", "reason"), [
    (r"V(x) = \begin{cases} 0, & 0<x<a \\ c, & x<0,\ x>b \end{cases}", "and, or or"),
    (r"V(x) = \begin{cases} 0, & 0<x<a \\ c, & x>0,\ y<a \end{cases}", "and, or or"),
    (r"\hat{A}|p_x\rangle = p_y\hat{U}|p_x\rangle", "a number or the operator"),
])
def test_and_what_it_leaves_open(source: str, reason: str) -> None:
    assert any(reason in side for side in last(source))


def test_members_of_a_family_are_told_apart_by_their_parentheses() -> None:
    given = r"\psi_{mn}(x,y) = \sin mx\,\sin ny"
    sides = last(given, r"y = \sum_{m=1}^2\psi_{m1}(y)\psi_{mn}(x,y)\psi_{1n}(x,y)")
    assert sides == ["y", "∑ₘ₌₁² ψ_(m,1)(y) ψ_(m,n)(x, y) ψ_(1,n)(x, y)"]
    # other letters have one list of arguments
    assert any("arguments here" in side for side in last(
        r"g_{mn}(x,y) = \sin mx\,\sin ny", r"y = g_{mn}(x,y) + g_{nm}(y)"))


@pytest.mark.parametrize(("source", "sides"), [
    # r multiplies: the formula differentiates by it
    (rf"\hat{{T}} = \frac{{1}}{{r^2}}\hat{{L}}^2 - \hbar {RADIAL}",
     ["T\u0302", "(1/r²) L\u0302² − (ħ(1/r²)) ∂/∂r r² ∂/∂r"]),
    # two square brackets: the argument, and a factor
    (r"y = \exp[-x^2][a + b]", ["y", "e^(−x²) (a + b)"]),
    (r"y = (e^{-xl})'|_{x=0}", ["y", "[d/dx e⁻ˣˡ]ₓ₌₀"]),
])
def test_what_stands_beside_it_says(source: str, sides: list[str]) -> None:
    assert last(r"[\hat{A}, \hat{U}] = i\hbar", source) == sides


@pytest.mark.parametrize(("source", "reason"), [
    (rf"\hat{{T}} = \hat{{L}}^2\frac{{1}}{{r^2}} - \hbar {RADIAL}", "r beside operators"),
    (r"\hat{A} = q\hat{U}", "q beside operators"),
    (r"y = (e^{-xl})'", "prime on something"),
    (r"y = \ln[2](a + b)", "square brackets"),
])
def test_what_does_not_is_asked(source: str, reason: str) -> None:
    assert any(reason in side for side in last(
        r"[\hat{A}, \hat{U}] = i\hbar", source))
