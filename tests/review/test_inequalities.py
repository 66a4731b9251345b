"""Inequalities that are proved, each beside one that does not hold."""

from __future__ import annotations

import pytest

from derive import check

REAL, POSITIVE = "% derive: a, b, c, d, x, y in R\n", "% derive: a, b, x > 0\n"


def verdict(text: str) -> str:
    return check(text).files[0].lines[-1].verdict


@pytest.mark.parametrize(("declared", "true", "false"), [
    (REAL, r"2ab \le a^2+b^2", r"3ab \le a^2+b^2"),
    (REAL, r"ab+bc+ca \le a^2+b^2+c^2", r"ab+bc+ca < a^2+b^2+c^2"),
    (REAL, r"(ac+bd)^2 \le (a^2+b^2)(c^2+d^2)", r"(ac+bd)^2 \le (a^2+b^2)(c^2-d^2)"),
    (REAL, r"x^2+x+1 > 0", r"x^2+3x+1 > 0"),
    (REAL, r"e^x \ge 1+x", r"e^x > 1+x"),
    (REAL, r"\cosh x \ge 1+\frac{x^2}{2}", r"\cosh x \ge 1+x"),
    (POSITIVE, r"\ln x \le x-1", r"\ln x \le x-2"),
    (POSITIVE, r"x+\frac{1}{x} \ge 2", r"x+\frac{1}{x} > 2"),
    (POSITIVE, r"\sqrt{ab} \le \frac{a+b}{2}", r"\sqrt{ab} \ge \frac{a+b}{2}"),
])
def test_proved_and_refuted(declared: str, true: str, false: str) -> None:
    assert verdict(rf"{declared} Then \[ {true} \]") == "proved"
    assert verdict(rf"{declared} Then \[ {false} \]") == "refuted"


def test_from_what_is_given() -> None:
    assert verdict(REAL + r"Suppose \[ x < y \] Then \[ x+1 < y+2 \]") == "proved"
    assert verdict(REAL + r"Suppose \[ x < y \] Then \[ x^2 < y^2 \]") == "refuted"


def test_where_pieces_meet_nothing_is_decided() -> None:
    """phi(0^-) is a value of the piece on the left, whatever was said of phi last."""
    text = r"""At $x < 0$ \[ \varphi(x) = A e^{kx} \] At $x > 0$ \[ \varphi(x) = B e^{-kx} \] Then
\[ \varphi(0^-) = \varphi(0^+) \]"""
    assert verdict(text) in ("undecided", "given")
    assert verdict(r"Then \[ \lim_{x \to a} f(x) = f(a) \]") == "undecided"
    assert verdict(r"Then \[ \lim_{x \to 0} \frac{\sin x}{x} = 1 \]") == "proved"
    assert verdict(r"Then \[ \lim_{x \to 0} \frac{\sin x}{x} = 2 \]") == "refuted"
