"""Letters that are operators in one place and numbers in another: what the text settles."""

from __future__ import annotations

import pytest

from derive.review.checked import check
from derive.review.meaning import Unread
from tests.review.lines_read import read, shown


@pytest.mark.parametrize(("source", "sides"), [
    # a word before square brackets makes no commutator of them: x stays a number
    (r"\[c = \text{Res}\left[\frac{x}{x^2+a^2}, a\right]\]\[\psi(x) = e^{-x^2/a^2}\]",
     ["ψ(x)", "e^(−x²/a²)"]),
    # the hatted letter is the operator, the one beside its own bra a number
    (r"\[\langle x|\hat{x}\hat{p}|\psi\rangle = a\]\[\langle x|x\hat{p}|\psi\rangle = a\]",
     ["⟨x|xp̂|ψ⟩", "a"]),
    # f is a factor in its own parenthesis
    (r"\[q = 2f(ft + c)\]\[V(x) = -fx\]", ["V(x)", "−fx"]),
    (r"\[q = f(x^2 + c)\]\[f(x) = x\]", ["f(x)", "x"]),
])
def test_the_text_settles_it(source: str, sides: list[str]) -> None:
    assert shown(read(source)[-1]) == sides


@pytest.mark.parametrize(("source", "reason"), [
    # [x, p] with \hat x elsewhere: not known to be a number
    (r"\[[\hat{x}, \hat{p}] = i\hbar\]\[\psi(x) = e^{-x}\]\[[x, \hat{p}] = 0\]",
     "x is an operator in one place"),
    (r"\[q = 2f(ft + c)\]\[f(x) = x\]\[r = ft\]", "f is a factor in one place"),
    (r"\[w = P(p - qt)\]", "P(…): a function of what is in the parentheses, or a factor?"),
])
def test_what_it_leaves_open_is_asked(source: str, reason: str) -> None:
    assert any(reason in side for side in shown(read(source)[-1]))


@pytest.mark.parametrize(("source", "sides"), [
    # what is differentiated by t changes with time, everywhere in the text
    (r"\[\frac{d\langle\hat{x}\rangle}{dt} = \frac{1}{m}\langle\hat{p}\rangle\]"
     r"\[\langle\hat{x}\rangle = \left.\langle\hat{x}\rangle\right|_{t=0} + ct\]",
     ["⟨x̂⟩", "[⟨x̂⟩]ₜ₌₀ + ct"]),
    # 1(2) is an identity in a text with tensor products, also after a bra
    (r"\[|\psi\rangle = |+\rangle_1\otimes|-\rangle_2\]"
     r"\[|\varphi\rangle = \langle+|\otimes1(2)|\psi\rangle\]", ["|φ⟩", "(⟨+| ⊗ I) |ψ⟩"]),
    (r"\[\hat{\vec{S}}_{1,x} = \hbar\hat{A}\]\[\hat{S}_{1x} = \hat{B}\]",
     ["S\u0302₁ₓ", "B\u0302"]),
    (r"\[\hat{H} = \hat{\vec{S}}\cdot\vec{B}\]",
     ["H\u0302", "BₓS\u0302ₓ + B_yS\u0302_y + B_zS\u0302_z"]),
    (r"\[y = \frac{a}{\Delta x^2}\]\[b = 2m\Delta x\Delta p\]", ["b", "2mΔxΔp"]),
    (r"\[\lambda_{1,2} = \pm\sqrt{2}\]\[b = \lambda_{1,2}\]", ["b", "λ_(1,2)"]),
    # an index that stands in a name with a sign
    (r"\[\hat{H}|\eta_+\rangle = E_{\eta_+}|\eta_+\rangle\]", ["H\u0302 |η₊⟩", "E_(η₊) |η₊⟩"]),
    # p runs over all its values, also where its sign stands between the bars
    (r"\[\langle x|\int dp|p\rangle\langle p|\psi\rangle = \int dp\langle x|p\rangle\langle p|\psi"
     r"\rangle\]", ["⟨x|(∫ ⟨p|ψ⟩ |p⟩ dp)", "∫ ⟨x|p⟩ ⟨p|ψ⟩ dp"]),
    (r"\[\langle\frac{\partial}{\partial x}\hat{V}(\hat{x})\rangle = \hbar\]", ["⟨V̂′(x̂)⟩", "ħ"]),
    (r"\[\hat{f}(\lambda) = \hbar e^{\lambda\hat{A}}\]"
     r"\[\frac{d\hat{f}}{d\lambda} = \hat{B}\]", ["d/dλ [f̂(λ)]", "B\u0302"]),
])
def test_ways_of_writing_that_a_text_settles(source: str, sides: list[str]) -> None:
    assert shown(read(source)[-1]) == sides


@pytest.mark.parametrize(("source", "reason"), [
    # no tensor product in the text: two kets side by side may be a slip for a bra and a ket
    (r"\[w = |\langle\varphi|\psi\rangle|^2\]\[w = |\varphi\rangle|\psi\rangle\]", "inner sizes"),
    (r"\[y = \hat{H}(1)1(2)\]", "an identity operator, or a product"),
    # on the first factor, or on both?
    (r"\[|\psi\rangle = [\hat{A} + \hat{B}]|a\rangle\otimes|b\rangle\]", "on its first factor"),
    (r"\[A_{xy} = 3\]\[\sum_{x=1}^3 A_{xy} = 6\]", "and here its index runs"),
    # Delta x is one letter; with a label and a power it is no difference of two values
    (r"\[(\Delta x)^2 = (\Delta x)_0^2 + a\]", "a subscript or prime on something"),
    (r"\[\Delta = b^2 - 4ac\]\[y = \Delta x\]", "a difference or a factor"),
    (r"\[\Delta\psi = a\psi\]\[\psi(x) = 1\]\[c = \Delta\psi\]", "a difference or a factor"),
    # two numbers below, and no two values
    (r"\[\lambda_{1,2} = \pm\sqrt{2}\]\[E_{1,2} = 3c\]",
     "two letters, or one with two"),
    # a bold letter with a hat is what a model predicts: no operators in such a text
    (r"\[m = a\hat{y}_j\]", "\\hat{y}"),
    (r"\[\int dp\,e^{ipx} = f(x)\]", "an integral without both bounds"),
    (r"\[\langle\frac{\partial}{\partial y}\hat{V}(\hat{x})\rangle = \hbar\]", "does not depend"),
])
def test_what_no_way_of_writing_settles(source: str, reason: str) -> None:
    assert any(reason in side for side in shown(read(source)[-1]))


@pytest.mark.parametrize(("declared", "line"), [
    ("[x, p] = i hbar", r"\mathrm{tr}(xp) = \mathrm{tr}(px)"),
    ("", r"\mathrm{tr}(\hat{x}\hat{p}) = \mathrm{tr}(\hat{p}\hat{x}) + 0\hbar"),
])
def test_matrices_say_nothing_of_a_trace_that_does_not_exist(declared: str, line: str) -> None:
    """All matrices have tr(xp) = tr(px); none has [x, p] = i hbar."""
    assert check(rf"\[ {line} \]", declared, isolated=False).lines[-1].verdict == "undecided"


def test_bras_go_on_with_their_kets_in_the_next_row() -> None:
    whole, second = read(r"\begin{align} m =& \langle a|\hat{A} \\ &(|a\rangle + |b\rangle) \\ =& 1"
                         r"\end{align}")
    assert shown(whole) == ["m", "⟨a| A\u0302(|a⟩ + |b⟩)"]
    assert shown(second)[1] == "1"


def test_a_new_side_is_no_continuation() -> None:
    first, _ = read(r"\begin{align} |b\rangle =& \hat{A}|a\rangle \\ &|c\rangle \\ =& |d\rangle"
                    r"\end{align}")
    assert shown(first)[1] == "A\u0302 |a⟩"


def test_a_sign_at_the_end_of_a_subscript_is_part_of_the_name() -> None:
    (line,) = read(r"\[|\psi_{a,+}\rangle = |\psi_{a,-}\rangle\]")
    assert shown(line) == ["|ψ_(a,+)⟩", "|ψ_(a,−)⟩"]


@pytest.mark.parametrize(("source", "sides"), [
    (r"\[[\hat{H}, x] = \hat{A}\]\[a = (\psi_m, x\hat{H}\psi_n)\]", ["a", "⟨ψₘ|xH\u0302|ψₙ⟩"]),
    (r"\[b = (\hat{H}\psi_m, \psi_n)\]\[a = (E_m\psi_m, -\hat{H}\psi_n)\]",
     ["a", "(Eₘ |ψₘ⟩)^† (−H\u0302 |ψₙ⟩)"]),
])
def test_inner_products_of_functions(source: str, sides: list[str]) -> None:
    assert shown(read(source)[-1]) == sides


@pytest.mark.parametrize("source", [
    r"\[a = (x, y)\]",                                      # a point
    r"\[x = 3\]\[a = (\psi, x\psi)\]\[\int_0^1 x\,dx = b\]",  # x is a number elsewhere
])
def test_what_is_no_inner_product(source: str) -> None:
    assert any(isinstance(side, Unread) for line in read(source)
               for side in (line.left, line.right))


@pytest.mark.parametrize(("line", "sides"), [
    (r"\hat{p}\hat{x}\psi(x) = \hbar\psi(x)", ["(p\u0302x\u0302 ψ(x))", "ħ ψ(x)"]),
    (r"a = \hbar\int_0^1\psi^*(x)\hat{H}\psi(x)\,dx", ["a", "ħ ∫₀¹ ψ*(x) (H\u0302 ψ(x)) dx"]),
])
def test_an_operator_on_a_function(line: str, sides: list[str]) -> None:
    assert shown(read(rf"\[ {line} \]")[-1]) == sides


@pytest.mark.parametrize("line", [
    r"\hbar\hat{p}\psi(x)\varphi(x) = 1", r"\hbar\hat{p}\psi(2x) = 1", r"\hbar\hat{p}\psi'(x) = 1",
    r"\hbar\hat{p}\varphi(t) = 1", r"\hbar\hat{p}V(x) = 1"])
def test_what_an_operator_acts_on_is_asked(line: str) -> None:
    assert any("does the operator act" in side for side in shown(read(rf"\[ {line} \]")[-1]))


@pytest.mark.parametrize("line", [
    r"\hbar\hat{p}\psi(x) + \hbar\hat{p}\psi(x) = 2\hbar\hat{p}\psi(x)",
    r"\hbar\hat{p}\psi(x) = 3\hbar\hat{p}\psi(x)",
    r"\hat{A}\otimes\hat{B} = \hbar\hat{B}\otimes\hat{A}",
    r"\frac{d}{dt}|\psi(t)\rangle = \hbar|\psi(t)\rangle + \hbar|\varphi\rangle",
])
def test_what_is_only_read_is_neither_proved_nor_refuted(line: str) -> None:
    assert check(rf"\[ {line} \]", "", isolated=False).lines[-1].verdict in ("undecided", "given")


@pytest.mark.parametrize(("source", "reason"), [
    # bras to the left, an operator behind them: on both, or on the last?
    (r"\[a = \hbar\hat{B}\]\[w = (\langle a|\otimes\langle b|\hat{A})(|a\rangle\otimes|b\rangle)\]",
     "on its first factor"),
    # i runs: it is no part of a name
    (r"\[\hat{A}|\psi\rangle = \sum_{i=0}^3 a_i|\varphi_i\varphi_1\rangle\]",
     "in which a letter runs"),
])
def test_names_and_reach_of_states(source: str, reason: str) -> None:
    assert any(reason in side for side in shown(read(source)[-1]))


def test_an_inequality_of_operators_in_the_text_stops_no_other_line() -> None:
    lines = check(r"Let $[\hat{A},\hat{B}]\neq0$. \[[\hat{A},\hat{B}] = -[\hat{B},\hat{A}]\]").lines
    assert [line.verdict for line in lines] == ["proved"]
