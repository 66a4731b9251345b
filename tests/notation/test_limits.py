"""Limits, evaluation bars, cases, double factorials, real and imaginary parts."""

from __future__ import annotations

import pytest

from derive.notation import NotRead, declare, latex, mathml, parse, text

NOTATION = declare("a, b, x, y, t in R; n in N0; z, w in C; f: R -> R; m, omega > 0"
                   ).notation.with_running([("x", "0", "a")])
READ = [
    (r"\lim_{x\to 0} \frac{\sin x}{x}", "(limit 0 x (div (sin x) x) 0)"),
    (r"\lim_{x \to 0^+} \ln x + 1", "(add (limit 1 x (log x) 0) 1)"),
    (r"2\lim_{n \to \infty}\left(1+\frac1n\right)^n",
     "(mul 2 (limit 0 n (pow (add 1 (div 1 n)) n) infinity))"),
    (r"\lim_{t\rightarrow0}\frac{f(x+t)-f(x)}{t}",
     "(limit 0 t (div (add (call 0 f (add x t)) (neg (call 0 f x))) t) 0)"),
    (r"f(a^+) - f'(0^-)",
     "(add (limit 1 x (call 0 f x) a) (neg (limit -1 x (call 1 f x) 0)))"),
    (r"\left.x^2 a\right|_0^b", "(add (mul (pow b 2) a) (neg (mul (pow 0 2) a)))"),
    (r"\left[x^2\right]_{0}^{b}", "(add (pow b 2) (neg (pow 0 2)))"),
    (r"\left.(y^2+a)\right|_{y=1}^{y=2}",
     "(add (add (pow 2 2) a) (neg (add (pow 1 2) a)))"),
    (r"[x]_0^{\infty}", "(add (limit 0 x x infinity) (neg 0))"),
    (r"f(x)|_{x=2}", "(call 0 f 2)"),
    (r"\left.\frac{d}{dx}f(x)\right|_{x=a}", "(derivative 1 x (call 0 f x) a)"),
    (r"(2n-1)!!", "(doublefactorial (add (mul 2 n) (neg 1)))"),
    (r"n!!", "(doublefactorial n)"),
    (r"(n!)!", "(factorial (factorial n))"),
    (r"\Re(z)+\operatorname{Im} w - \mathrm{Re}^2(z)",
     "(add (re z) (im w) (neg (pow (re z) 2)))"),
    (r"\begin{cases} 0 & \text{if } 0<x<a \\ m\omega & \text{otherwise} \end{cases}",
     "(cases 0 (and (lt 0 x) (lt x a)) (mul m omega))"),
    (r"\left\{\begin{array}{ll} 0,&x<0,\\ a,&x\geq 0. \end{array}\right.",
     "(cases 0 (lt x 0) a (le 0 x))"),
    (r"\max(0, x) - \min(x, y)",
     "(add (cases 0 (le x 0) x) (neg (cases x (le x y) y)))"),
    (r"\cot^2 x + \sec x", "(add (pow (div (cos x) (sin x)) 2) (div 1 (cos x)))"),
]


@pytest.mark.parametrize(("source", "wanted"), READ)
def test_read_and_read_back(source: str, wanted: str) -> None:
    term = parse(source, NOTATION)
    assert str(term) == wanted
    for style in ("display", "inline"):
        assert parse(latex(term, NOTATION, style), NOTATION) is term
    assert "\\" not in text(term, NOTATION)
    assert mathml(term, NOTATION).startswith("<math")


@pytest.mark.parametrize(("source", "reason"), [
    (r"n!!!", "three in a row"),
    (r"(n)!!!", "three in a row"),
    (r"\lim_{x\to0} x \cdot x", "write brackets"),
    (r"\lim f(x)", "written \\\\lim_"),
    (r"\lim_{x \to x} x", "both bound and in the bounds"),
    (r"\left. a\,y\right|_0^1", "in which letter"),
    (r"\left. x\right|^1", "needs x = a below"),
    (r"\left. a\right|_{t=0}", "does not depend on t"),
    (r"\begin{cases} x & x<0, x>1 \\ 0 & x = 0\end{cases}", "and, or or"),
    (r"\begin{cases} x \\ 0 & x = 0\end{cases}", "without its condition"),
    (r"\begin{cases} x & \text{otherwise} \\ 0 & x = 0\end{cases}", "without its condition"),
    (r"\begin{cases} x & y \end{cases}", "no relation"),
    (r"\max_x f(x)", "max"),
    (r"\cot^{-1} x", "an inverse function or a power"),
])
def test_what_two_readings_are_left_is_refused(source: str, reason: str) -> None:
    with pytest.raises(NotRead, match=reason):
        parse(source, NOTATION)
