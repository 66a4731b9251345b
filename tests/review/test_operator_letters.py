"""Letters that are operators in one place and numbers in another: what the text settles."""

from __future__ import annotations

import pytest

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
