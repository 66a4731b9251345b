"""Macros of a document are put in; what is not understood stays and is reported."""

from itertools import pairwise

import pytest

from derive.review.expansion import Expander
from derive.review.spanned import Spanned


def expand(text):
    expander = Expander()
    return expander.expand(Spanned(text, range(len(text)))).text, expander


@pytest.mark.parametrize(("source", "result"), [
    (r"\newcommand{\R}{\mathbb{R}}\R", r"\mathbb{R}"),
    (r"\newcommand\R{\mathbb{R}}\R x", r"\mathbb{R} x"),
    (r"\newcommand*{\d}[2]{\frac{d#1}{d#2}}\d{f}{x}", r"\frac{df}{dx}"),
    (r"\newcommand{\p}[2][x]{\partial_{#1}#2}\p f \p[t]{g}", r"\partial_{x}f \partial_{t}g"),
    (r"\def\a#1#2{#2#1}\a{1}{2}", "21"),
    (r"\def\a#1{<#1>}\a\psi", r"<\psi>"),
    (r"\let\eps=\varepsilon \eps", r" \varepsilon"),
    (r"\renewcommand{\vec}[1]{\mathbf{#1}}\vec x", r"\mathbf{x}"),
    (r"\DeclareMathOperator{\Tr}{Tr}\Tr A", r"\operatorname{Tr} A"),
    (r"\DeclareMathOperator*{\argmin}{arg\,min}\argmin", r"\operatorname*{arg\,min}"),
    (r"\DeclarePairedDelimiter{\abs}{\lvert}{\rvert}\abs*{x}\abs[\big]{y}",
     r"\left\lvert x \right\rvert\left\lvert y \right\rvert"),
    (r"\NewDocumentCommand{\ip}{m O{y}}{(#1,#2)}\ip{a}\ip{a}[b]", "(a,y)(a,b)"),
    (r"\newcommand{\a}{\b\b}\newcommand{\b}{c}\a", "cc"),
    (r"\newcommand{\ket}[1]{|#1\rangle}\ket{\ket{n}}", r"||n\rangle\rangle"),
    (r"\newcommand{\hw}{\hbar\omega}\hw x", r"\hbar\omega x"),
    (r"\newcommand{\be}{\begin{equation}}\newcommand{\ee}{\end{equation}}\be a\ee",
     r"\begin{equation} a\end{equation}"),
    (r"\newenvironment{eq}{\begin{align}}{\end{align}}\begin{eq}a\end{eq}",
     r"\begin{align}a\end{align}"),
    ("a % comment\n  b", "a b"),
    (r"50\% % x", r"50\% "),
    (r"a\verb|$x$|b", "ab"),
    ("\\begin{verbatim}$x$\\end{verbatim}b", "b"),
    (r"\iffalse $x$ \fi b", " b"),
    (r"\ensuremath{x}", "{x}"),
])
def test_expansion(source, result):
    assert expand(source)[0] == result


@pytest.mark.parametrize("source", [
    r"\newcommand{\a}{\a b}\a", r"\def\a{\b}\def\b{\a}\a", r"\def\a{\a\a}\a",
])
def test_a_macro_that_calls_itself_is_reported_and_left(source):
    text, expander = expand(source)
    assert any("calls itself" in r.message for r in expander.remarks)
    assert "\\a" in text or "\\b" in text


def test_a_macro_bomb_ends():
    letters = [chr(97 + n) for n in range(25)]
    bomb = "".join(rf"\def\x{a}{{\x{b}\x{b}\x{b}\x{b}}}" for a, b in
                   pairwise(letters))
    text, expander = expand(bomb + r"\xa")
    assert any("too many macro calls" in r.message for r in expander.remarks)
    assert len(text) < 10_000_000


def test_unclosed_definitions_cost_linear_time():
    text, expander = expand(r"\newcommand{\a}{" * 20_000)
    assert expander.remarks
    assert len(text) < 1_000_000


def test_a_form_that_is_not_understood_is_reported():
    text, expander = expand(r"\def\a[#1]{x}\a[1]")
    assert "delimited" in expander.remarks[0].message
    assert r"\a" in text


def test_declarations_in_comments_are_kept_in_order():
    _, expander = expand("% derive: x in R\n\\[a\\]\n%derive: y > 0\n% other\n")
    assert [d.text for _, d in expander.declarations] == ["x in R", "y > 0"]
