"""Operators, kets and brackets: read as they are meant, written, and read back the same."""

from __future__ import annotations

import pytest

from derive.notation import Card, Notation, NotRead, latex, mathml, parse, text
from derive.terms.build import function, symbol
from derive.terms.operators import operator

OPERATORS = [Card(operator(name), name) for name in (r"\hat{x}", r"\hat{p}", r"\hat{S}", *"ABa")]
NUMBERS = [Card(symbol("n", "N0"), "n"), Card(symbol("k", "N0"), "k"), Card(symbol("m", "P"), "m"),
           Card(symbol("t"), "t"), Card(symbol("hbar", "P"), r"\hbar"), Card(symbol("c", "C"), "c")]
FUNCTIONS = [Card(function("V"), "V"), Card(function("E", ("N0",)), "E", index=(0,)),
             Card(operator("U", way="("), "U")]
NOTATION = Notation([*OPERATORS, *NUMBERS, *FUNCTIONS], profile="physics").with_constant(
    r"\mathbb{1}")


@pytest.mark.parametrize(("source", "meaning"), [
    (r"[\hat{x},\hat{p}]=i\hbar",
     r"(eq (commutator \hat{x} \hat{p}) (scale (mul i hbar) (identity (space H))))"),
    (r"\{A,B\}=0", "(eq (anticommutator A B) (zeros (space H) (space H)))"),
    (r"a|n\rangle=\sqrt{n}|n-1\rangle",
     "(eq (matmul a |>[n]) (scale (sqrt n) |>[(add n (neg 1))]))"),
    (r"\langle\psi|A|\varphi\rangle^*",
     r"(conj (item (matmul (adjoint |\psi>) A |\varphi>)))"),
    (r"a^\dagger a+\frac12",
     "(matadd (matmul (adjoint a) a) (scale (div 1 2) (identity (space H))))"),
    (r"\langle A\rangle", "(expectation A)"), (r"V(\hat{x})", r"(opfun 0 V \hat{x})"),
    (r"|\psi(t)\rangle", r"|\psi>[t]"),
    (r"E_n|\varphi_n\rangle", r"(scale (call 0 E n) |\varphi>[n])"),
    (r"\hat{S}_z|+\rangle", r"(matmul \hat{S}_z |+>)"), (r"A^{-1}", "(inverse A)"),
    (r"\comm{A}{B}", "(commutator A B)"),
    (r"\mel{n}{a}{k}", "(item (matmul (adjoint |>[n]) a |>[k]))"),
    (r"A|\psi\rangle=0", r"(eq (matmul A |\psi>) (zeros (space H) 1))"),
    (r"U(t)^\dagger", "(adjoint U[t])"), (r"(a^\dagger)^n", "(oppow (adjoint a) n)"),
])
def test_what_is_meant(source: str, meaning: str) -> None:
    assert str(parse(source, NOTATION)) == meaning


@pytest.mark.parametrize("source", [
    r"[A, [A, B]]", r"(AB)^\dagger = B^\dagger A^\dagger", r"e^A B e^{-A}", r"(A + B)^2 - A^2",
    r"|\psi\rangle\langle\psi|", r"\langle n|(a + a^\dagger)^2|n\rangle = 2n + 1",
    r"-(A + B)|n\rangle",
    r"\sum_{n=0}^{\infty} |n\rangle\langle n| = \mathbb{1}", r"\sum_n E_n|n\rangle\langle n|",
    r"|+\rangle\otimes|-\rangle", r"\langle A^2\rangle - \langle A\rangle^2",
    r"(A - c)|\psi\rangle",
    r"\frac{1}{\sqrt{2}}(|+\rangle + |-\rangle)", r"\lvert\langle\varphi|\psi\rangle\rvert^2",
    r"\mathrm{tr}(A|\psi\rangle\langle\psi|)", r"\frac{\hat{p}^2}{2m} + V(\hat{x})",
    r"U(t)|\psi\rangle",
    r"\langle k|a|n\rangle\langle n|A|k\rangle", r"c[A, B]a - 1", r"\hat{S}_{1z}\hat{S}_n",
    r"A^{-1}BA",
])
def test_written_and_read_back(source: str) -> None:
    term = parse(source, NOTATION)
    assert parse(latex(term, NOTATION), NOTATION) is term
    assert text(term, NOTATION)
    assert mathml(term, NOTATION).startswith("<math")


@pytest.mark.parametrize(("source", "reason"), [
    (r"A + |\psi\rangle", "equal shapes"), (r"|\psi\rangle|\psi\rangle", "inner sizes"),
    (r"1 + |\psi\rangle", "added to a ket"), (r"\sin A", "no term yet"), (r"A^{1/2}", "natural"),
    (r"A V(t)", "act on the function"), (r"A^*", "superscript"), (r"\frac{c}{A}", "scalar"),
    (r"\langle c\rangle", "mean value"), (r"\langle\psi", "without its bar"),
    (r"\sqrt{A}", "no term"),
])
def test_refused(source: str, reason: str) -> None:
    with pytest.raises(NotRead, match=reason):
        parse(source, NOTATION)
