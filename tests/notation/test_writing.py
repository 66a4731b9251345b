"""How the lines of a lecture are set: compared with what a textbook has, written by hand."""

from __future__ import annotations

import pytest

from derive.notation import Card, Notation, NotationError, NotWritten, latex, mathml, parse, text
from derive.terms.build import I, call, exp, function, mul, series_sum, symbol
from derive.terms.term import Term

X, XI, T = symbol("x"), symbol("xi"), symbol("t")
N, K = symbol("n", "N0"), symbol("k", "N0")
M, OMEGA, HBAR = (symbol(s, "P") for s in ("m", "omega", "hbar"))
PSI, H, C = function("psi"), function("H", ("N0", "R")), function("c", ("N0",))
STATE = function("psi_n", ("N0", "R", "P", "P", "P"))
NOTATION = Notation([
    Card(X, "x"), Card(XI, r"\xi"), Card(T, "t"), Card(N, "n"), Card(K, "k"), Card(M, "m"),
    Card(OMEGA, r"\omega"), Card(HBAR, r"\hbar"), Card(symbol("E"), "E"), Card(PSI, r"\psi"),
    Card(symbol("epsilon"), r"\varepsilon"), Card(H, "H", index=(0,)), Card(C, "c", index=(0,)),
    Card(STATE, r"\psi", index=(0,), hidden=((2, M), (3, OMEGA), (4, HBAR))),
    Card(function("u"), "u", hidden=((0, XI),))])

# LaTeX as typed, as it is set, and as a terminal shows it
LINES = [
    (r"E\psi(x)=-\frac{\hbar^2}{2m}\psi''(x)+\frac{m\omega^2}{2}x^2\psi(x)",
     r"E\,\psi(x) = -\frac{\hbar^2}{2m}\,\psi''(x) + \frac{m\omega^2}{2}\,x^2\,\psi(x)",
     "E ψ(x) = −(ħ²/2m) ψ″(x) + (mω²/2) x² ψ(x)"),
    (r"u''-2\xi u'+(\varepsilon-1)u=0",
     r"u'' - 2\xi\,u' + (\varepsilon - 1)\,u = 0", "u″ − 2ξ u′ + (ε − 1) u = 0"),
    (r"c_{k+2}=\frac{2k+1-\varepsilon}{(k+1)(k+2)}c_k",
     r"c_{k+2} = \frac{2k + 1 - \varepsilon}{(k + 1)(k + 2)}\,c_k",
     "cₖ₊₂ = ((2k + 1 − ε)/((k + 1)(k + 2))) cₖ"),
    (r"E=\hbar\omega(n+\frac12)", r"E = \hbar\omega(n + \tfrac{1}{2})", "E = ħω(n + ½)"),
    (r"\int_{-\infty}^\infty H_n(\xi)^2e^{-\xi^2}d\xi=2^nn!\sqrt\pi",
     r"\int_{-\infty}^{\infty} H_n(\xi)^2\,e^{-\xi^2}\,d\xi = 2^n\,n!\,\sqrt{\pi}",
     "∫ Hₙ(ξ)² e^(−ξ²) dξ = 2ⁿ n! √π"),
    (r"\psi_n(x)=\left(\frac{m\omega}{\pi\hbar}\right)^{1/4}\frac{1}{\sqrt{2^nn!}}"
     r"H_n\left(\sqrt{\frac{m\omega}{\hbar}}x\right)e^{-m\omega x^2/2\hbar}",
     r"\psi_n(x) = \left(\frac{m\omega}{\pi\hbar}\right)^{1/4}\frac{1}{\sqrt{2^n\,n!}}\,"
     r"H_n\!\left(\sqrt{\frac{m\omega}{\hbar}}\,x\right)e^{-m\omega x^2/2\hbar}",
     "ψₙ(x) = (mω/πħ)^(1/4) (1/√(2ⁿ n!)) Hₙ(√(mω/ħ) x) e^(−mωx²/2ħ)"),
    (r"H_{n+1}^2(\xi)e^{-\xi^2}=-\frac{d}{d\xi}[H_{n+1}(\xi)H_n(\xi)e^{-\xi^2}]",
     r"H_{n+1}(\xi)^2\,e^{-\xi^2} = -\frac{d}{d\xi}\Bigl[H_{n+1}(\xi)\,H_n(\xi)\,e^{-\xi^2}\Bigr]",
     "Hₙ₊₁(ξ)² e^(−ξ²) = −d/dξ [Hₙ₊₁(ξ) Hₙ(ξ) e^(−ξ²)]"),
    (r"\frac{d^n}{d\xi^n}e^{-\xi^2}=(-1)^nH_n(\xi)e^{-\xi^2}",
     r"\frac{d^n}{d\xi^n}\,e^{-\xi^2} = (-1)^n\,H_n(\xi)\,e^{-\xi^2}",
     "dⁿ/dξⁿ e^(−ξ²) = (−1)ⁿ Hₙ(ξ) e^(−ξ²)"),
    (r"\sum_{k=0}^{\infty}c_k\xi^k", r"\sum_{k=0}^{\infty} c_k\,\xi^k", "∑ₖ₌₀^∞ cₖ ξᵏ"),
    (r"|\psi_n(x)|^2", r"\lvert\psi_n(x)\rvert^2", "|ψₙ(x)|²"),
    (r"n\neq k", r"n \ne k", "n ≠ k"),
    (r"2\cdot 3x", r"2 \cdot 3x", "2 · 3x"),
]


@pytest.mark.parametrize(("typed", "set_as", "shown"), LINES, ids=[line[2] for line in LINES])
def test_a_line_of_a_lecture(typed: str, set_as: str, shown: str) -> None:
    term = parse(typed, NOTATION)
    assert latex(term, NOTATION) == set_as
    assert text(term, NOTATION) == shown
    assert parse(set_as, NOTATION) is term


def test_equal_series_are_printed_as_an_equation_in_a_formal_letter() -> None:
    term = parse(r"\sum_{n=0}^{\infty}\frac{H_n(\xi)}{n!}t^n = e^{2\xi t-t^2}", NOTATION, formal=T)
    assert term.head == "series_eq"
    assert parse(latex(term, NOTATION), NOTATION, formal=T) is term
    assert text(term, NOTATION) == "∑ₙ₌₀^∞ (Hₙ(ξ)/n!) tⁿ = e^(2ξt−t²)"


def test_for_all_between_two_numbers() -> None:
    term = parse(r"\forall 1 \le k \le n: c_k = 0", NOTATION)
    assert str(term) == "(forall_in k (eq (call 0 c k) 0) 1 n)"
    assert latex(term, NOTATION) == r"\forall 1 \le k \le n:\ c_k = 0"


def test_a_power_keeps_its_root_together() -> None:
    term = parse(r"(m\omega/\pi\hbar)^{1/4}", NOTATION)
    assert latex(term, NOTATION, "inline") == r"(m\omega/\pi\hbar)^{1/4}"


def test_leibniz_and_dots() -> None:
    term = call(PSI, X, orders=(2,))
    leibniz = NOTATION.with_conventions("derivative=leibniz")
    assert latex(term, leibniz) == r"\frac{d^2\psi}{dx^2}"
    assert parse(latex(term, leibniz), leibniz) is term
    moving = Notation([Card(T, "t"), Card(function("q"), "q")]).with_conventions("derivative=dot")
    assert latex(call(function("q"), T, orders=(1,)), moving) == r"\dot{q}(t)"


def test_letters_are_renamed_and_a_clash_is_refused() -> None:
    renamed = NOTATION.with_conventions("letters:n=j, psi=\\phi")
    assert latex(call(STATE, N, X, M, OMEGA, HBAR), renamed) == r"\phi_j(x)"
    with pytest.raises(NotationError, match="stands for both"):
        NOTATION.with_conventions("letters:n=k")


def test_a_constant_that_would_be_misread_is_written_upright() -> None:
    index = Notation([Card(symbol("i", "N0"), "i"), Card(X, "x")])
    term = exp(mul(I, X))
    assert latex(term, index) == r"e^{\mathrm{i}x}"
    assert parse(latex(term, index), index) is term


def test_what_cannot_be_told_apart_is_not_written() -> None:
    delta = Notation([Card(symbol("delta"), r"\delta"), Card(N, "n"), Card(K, "k")])
    with pytest.raises(NotWritten, match="delta"):
        latex(Term("delta", (), (N, K)), delta)
    named = NOTATION.with_cards(Card(symbol("c_0"), "c_0"))
    with pytest.raises(NotWritten, match="symbol of its own"):
        latex(call(C, 0), named)
    letter_d = Notation([Card(symbol("d"), "d"), Card(X, "x")])
    with pytest.raises(NotWritten, match="letter d"):
        latex(parse(r"\int_0^1 x\,dx", Notation([Card(X, "x")])), letter_d)


def test_an_own_text_form_is_used_in_a_terminal() -> None:
    notation = Notation([Card(X, r"\hat{x}", text="X")])
    assert text(X, notation) == "X"
    assert latex(X, notation) == r"\hat{x}"


def test_text_in_mathml_is_escaped() -> None:
    notation = Notation([Card(X, r"\mathrm{a&b}")])
    assert "a&amp;b" in mathml(X, notation)


def test_a_sum_in_the_middle_of_a_product_is_enclosed() -> None:
    term = mul(X, series_sum(K, call(C, K)), T)
    assert latex(term, NOTATION) == r"x\left(\sum_{k=0}^{\infty} c_k\right)t"
    assert parse(latex(term, NOTATION), NOTATION) is term
