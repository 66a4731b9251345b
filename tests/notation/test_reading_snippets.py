"""What formulas of lecture notes say: written by hand beside the term they must give."""

from __future__ import annotations

import pytest

from derive.notation import Card, Notation, NotRead, declare, parse, parse_chain
from derive.terms.build import symbol

DECLARED = declare(
    r"x, y, t, xi, theta, phi, a, b, p, q, E, varepsilon, x_0 in R; n, k, j, l in N0; z, w in C;"
    r"m, omega, hbar, alpha, mu, sigma, k_B, T, c, L > 0; psi, V, f: R -> R; H[n]: R -> R;"
    r"c[k]: N0 -> R; F: R x R -> R; u(xi): R -> R; p' in R; E_0 in R; \bar{E} in R;"
    r"E_{\mathrm{kin}} in R; chi[n]: R -> C; q: R -> R".replace("c[k]: N0 -> R; ", "")
).notation

# source, the term as it prints itself
SNIPPETS = [
    # arithmetic: order and grouping as written
    (r"2\xi", "(mul 2 xi)"),
    (r"x + y - 1", "(add x y (neg 1))"),
    (r"-a b", "(neg (mul a b))"),
    (r"(-a)b", "(mul (neg a) b)"),
    (r"-x^2", "(neg (pow x 2))"),
    (r"(-1)^k", "(pow (neg 1) k)"),
    (r"a(b x)", "(mul a (mul b x))"),
    (r"a - (b - x)", "(add a (neg (add b (neg x))))"),
    (r"\frac12 m v^2".replace("v", "x"), "(mul (div 1 2) m (pow x 2))"),
    (r"\tfrac{1}{2}m\omega^2x^2", "(mul (div 1 2) m (pow omega 2) (pow x 2))"),
    (r"a/b", "(div a b)"),
    (r"p^2/2m", "(div (pow p 2) (mul 2 m))"),
    (r"-a/b", "(neg (div a b))"),
    (r"a\cdot b\times x", "(mul a b x)"),
    (r"2 \cdot 10^{3}", "(mul 2 (pow 10 3))"),
    (r"0.25 x", "(mul (div 25 100) x)"),
    (r"(m\omega/\pi\hbar)^{1/4}", "(pow (div (mul m omega) (mul pi hbar)) (div 1 4))"),
    (r"\left(\frac{m\omega}{\pi\hbar}\right)^{1/4}",
     "(pow (div (mul m omega) (mul pi hbar)) (div 1 4))"),
    (r"x^{-1}", "(pow x (neg 1))"),
    (r"x^2y^3", "(mul (pow x 2) (pow y 3))"),
    (r"{x}^2 + {\hbar}", "(add (pow x 2) hbar)"),
    (r"\sqrt{2\pi}\,\sigma", "(mul (sqrt (mul 2 pi)) sigma)"),
    (r"\sqrt[3]{x}", "(pow x (div 1 3))"),
    (r"10^{10^{10}}", "(pow 10 (pow 10 10))"),
    # letters with subscripts and primes that are names
    (r"x_0 + x_{0}", "(add x_0 x_0)"),
    (r"k_BT", "(mul k_B T)"),
    (r"p'^2", "(pow pp 2)"),
    (r"E_{\mathrm{kin}} + E_0 + \bar{E}", "(add E_kin E_0 barE)"),
    # constants
    (r"e^{-x^2/2}", "(exp (neg (div (pow x 2) 2)))"),
    (r"\exp\left(-\frac{x^2}{2}\right)", "(exp (neg (div (pow x 2) 2)))"),
    (r"\mathrm{e}^{\mathrm{i}\theta} + e^{i\theta}",
     "(add (exp (mul i theta)) (exp (mul i theta)))"),
    (r"e^{i\pi} + 1 = 0", "(eq (add (exp (mul i pi)) 1) 0)"),
    (r"\mathrm{e}^2 + \mathrm{e}", "(add (exp 2) e)"),
    (r"e^{2x}", "(exp (mul 2 x))"),
    (r"\frac{d}{dx}\left(x^2\right)y", "(mul (derivative 1 x (pow x 2) x) y)"),
    (r"\frac{df}{dx}(x_0)(x-x_0)", "(mul (call 1 f x_0) (add x (neg x_0)))"),
    (r"\frac{d^2f}{dx^2}(0)", "(call 2 f 0)"),
    (r"\overline{z+w}", "(conj (add z w))"),
    (r"f^{(k)}(x)", "(derivative_n x (call 0 f x) k x)"),
    (r"\prod_{j=1}^n 2j", "(product j (mul 2 j) 1 n)"),
    # functions that LaTeX knows
    (r"\sin^2\theta + \cos^2\theta", "(add (pow (sin theta) 2) (pow (cos theta) 2))"),
    (r"\sin\omega t", "(sin (mul omega t))"),
    (r"\sin x\cos y", "(mul (sin x) (cos y))"),
    (r"\cos(2\theta)b", "(mul (cos (mul 2 theta)) b)"),
    (r"\cos\theta\,e^{i\phi}", "(mul (cos theta) (exp (mul i phi)))"),
    (r"\operatorname{tanh}(x) + \mathrm{sin}\,x", "(add (tanh x) (sin x))"),
    (r"\ln\frac{x}{a}", "(log (div x a))"),
    (r"\log_2 x", "(div (log x) (log 2))"),
    (r"\tanh x = \frac{e^x-e^{-x}}{e^x+e^{-x}}",
     "(eq (tanh x) (div (add (exp x) (neg (exp (neg x)))) (add (exp x) (exp (neg x)))))"),
    # declared functions
    (r"\psi(x)", "(call 0 psi x)"),
    (r"\psi''(x)", "(call 2 psi x)"),
    (r"f^{(4)}(x)", "(call 4 f x)"),
    (r"H_n(\xi)", "(call 0 0 H n xi)"),
    (r"H_{n+1}^2(\xi)", "(pow (call 0 0 H (add n 1) xi) 2)"),
    (r"H_{n+1}(\xi)^2", "(pow (call 0 0 H (add n 1) xi) 2)"),
    (r"H_n'(\xi)", "(call 0 1 H n xi)"),
    (r"x(t+1)", "(mul x (add t 1))"),
    (r"V(x)\psi(x)", "(mul (call 0 V x) (call 0 psi x))"),
    (r"u'' - 2\xi u'", "(add (call 2 u xi) (neg (mul 2 xi (call 1 u xi))))"),
    (r"u(0)", "(call 0 u 0)"),
    (r"f(x)/\psi(x)", "(div (call 0 f x) (call 0 psi x))"),
    (r"\dot q(t)^2 + \ddot{q}(t)", "(add (pow (call 1 q t) 2) (call 2 q t))"),
    (r"\chi_n^*(x)\chi_k(x)", "(mul (conj (call 0 0 chi n x)) (call 0 0 chi k x))"),
    (r"|\psi(x)|^2", "(pow (abs (call 0 psi x)) 2)"),
    (r"\overline{z} w^*", "(mul (conj z) (conj w))"),
    # derivatives
    (r"\frac{d^2\psi}{dx^2}", "(call 2 psi x)"),
    (r"\frac{\mathrm{d}\psi}{\mathrm{d}x}", "(call 1 psi x)"),
    (r"\frac{d}{dx}e^{-x}", "(derivative 1 x (exp (neg x)) x)"),
    (r"\frac{d}{dx}\left[x\psi(x)\right]", "(derivative 1 x (mul x (call 0 psi x)) x)"),
    (r"\frac{d}{dx}[x]\,y", "(mul (derivative 1 x x x) y)"),
    (r"\frac{d\psi(x)}{dx}", "(derivative 1 x (call 0 psi x) x)"),
    (r"\frac{\partial F}{\partial t}(x,t)", "(call 0 1 F x t)"),
    (r"\frac{\partial^2}{\partial x\partial t}F(x,t)",
     "(derivative 1 x (derivative 1 t (call 0 0 F x t) t) x)"),
    (r"\partial_x F(x,t)", "(derivative 1 x (call 0 0 F x t) x)"),
    (r"\frac{d^n}{d\xi^n}e^{-\xi^2}", "(derivative_n xi (exp (neg (pow xi 2))) n xi)"),
    (r"\left.\frac{d}{dx}\psi(x)\right|_{x=0}", "(derivative 1 x (call 0 psi x) 0)"),
    # integrals, sums, products
    (r"\int_0^{\infty} x e^{-x}\,dx", "(integral x (mul x (exp (neg x))) 0 infinity)"),
    (r"\int_0^{2\pi}\mathrm{d}\theta\, f(\theta)",
     "(integral theta (call 0 f theta) 0 (mul 2 pi))"),
    (r"\int_1^2 \frac{dx}{x}", "(integral x (div 1 x) 1 2)"),
    (r"\int_0^a\int_0^b F(x,y)\,dy\,dx",
     "(integral x (integral y (call 0 0 F x y) 0 b) 0 a)"),
    (r"\int_0^1\int_0^1 dx\,dy\,F(x,y) + 1",
     "(add (integral y (integral x (call 0 0 F x y) 0 1) 0 1) 1)"),
    (r"\int_0^1dx\int_0^adyF(x,y)", "(integral x (integral y (call 0 0 F x y) 0 a) 0 1)"),
    (r"\int_0^1\int_0^1 dx\,dy", "(integral y (integral x 1 0 1) 0 1)"),
    (r"\int_0^1 x + 1\,dx", "(integral x (add x 1) 0 1)"),
    (r"\sum_{k=0}^n \binom{n}{k}x^k + 1",
     "(add (sum k (mul (binomial n k) (pow x k)) 0 n) 1)"),
    (r"\sum_{k=0}^{\lfloor n/2\rfloor}\frac{(-1)^k}{k!(n-2k)!}",
     "(sum k (div (pow (neg 1) k) (mul (factorial k) (factorial (add n (neg (mul 2 k)))))) 0 "
     "(floor (div n 2)))"),
    (r"\prod_{j=1}^{n}(2j-1)", "(product j (add (mul 2 j) (neg 1)) 1 n)"),
    (r"\sum_{i=1}^n i^2", "(sum i (pow i 2) 1 n)"),
    (r"2^nn!\sqrt\pi", "(mul (pow 2 n) (factorial n) (sqrt pi))"),
    (r"\delta_{kn} + \delta_{k,n+1}", "(add (delta k n) (delta k (add n 1)))"),
    # relations
    (r"x \ge 0", "(le 0 x)"),
    (r"x \neq y", "(ne x y)"),
    (r"\forall x \in \mathbb{R}:\ x^2 \ge 0", "(forall x (le 0 (pow x 2)))"),
    (r"\int_{-\infty}^{\infty}|\psi(x)|^2dx < \infty", "(square_integrable x (call 0 psi x))"),
    (r"\deg_\xi\bigl(H_n(\xi) - 2^n\xi^n\bigr) < n",
     "(poly xi (add (call 0 0 H n xi) (neg (mul (pow 2 n) (pow xi n)))) n)"),
    # how it is typed
    (r"E\,\psi(x) = -\frac{\hbar^2}{2m}\,\psi''(x).",
     "(eq (mul E (call 0 psi x)) (neg (mul (div (pow hbar 2) (mul 2 m)) (call 2 psi x))))"),
    ("x % a remark\n + y", "(add x y)"),
    (r"ħω(n+\tfrac12)", "(mul hbar omega (add n (div 1 2)))"),
    (r"\displaystyle\bigl(x+y\bigr)\label{eq:a}", "(add x y)"),
    (r"\frac12x", "(mul (div 1 2) x)"),
]


@pytest.mark.parametrize(("source", "expected"), SNIPPETS, ids=[s for s, _ in SNIPPETS])
def test_a_snippet_says_its_term(source: str, expected: str) -> None:
    assert str(parse(source, DECLARED)) == expected


def test_there_are_enough_snippets() -> None:
    assert len(SNIPPETS) >= 60


def test_a_series_equation_is_one_where_the_letter_is_formal() -> None:
    t = symbol("t")
    term = parse("e^t = 1 + t", DECLARED, formal=t)
    assert str(term) == "(series_eq t (exp t) (add 1 t))"


def test_a_bare_function_is_taken_at_the_variable_that_is_given() -> None:
    assert str(parse(r"\psi''", DECLARED, variable=symbol("x"))) == "(call 2 psi x)"
    with pytest.raises(NotRead, match="is a function"):
        parse(r"\psi''", DECLARED)


def test_a_chain_has_one_link_a_sign_with_spans() -> None:
    source = r"x = y < 2 \le a"
    found = parse_chain(source, DECLARED)
    assert [str(link.formula) for link in found] == ["(eq x y)", "(lt y 2)", "(le 2 a)"]
    assert [source[slice(*link.right_span)] for link in found] == ["y", "2", "a"]


def test_conventions_say_what_missing_bounds_mean() -> None:
    line = DECLARED.with_conventions("integrals=line", "sums=naturals")
    assert str(parse(r"\int x\,dx", line)) == "(integral x x (neg infinity) infinity)"
    assert str(parse(r"\sum_k x^k", line)) == "(sum k (pow x k) 0 infinity)"


def test_leibniz_takes_a_function_at_the_letter_below() -> None:
    found = declare("x, y in R; v(x): R -> R; w(x, y): R x R -> R; t in R").notation
    assert str(parse(r"\frac{dv}{dy}", found)) == "(call 1 v y)"
    assert str(parse(r"\frac{\partial w}{\partial y}", found)) == "(call 0 1 w x y)"
    with pytest.raises(NotRead, match="does not depend"):
        parse(r"\frac{\partial w}{\partial t}", found)


def test_a_sequence_with_a_power_before_a_parenthesis_is_a_question() -> None:
    found = declare("P: N0 -> R; l, m in N0; x in R").notation
    with pytest.raises(NotRead, match="two readings"):
        parse(r"P_l^m(x)", found)
    assert str(parse(r"P_l^m \cdot (x)", found)) == "(mul (pow (call 0 P l) m) x)"


def test_e_by_itself_is_a_question_until_it_is_declared() -> None:
    for source in ("e", "e^2", r"\frac{e^2}{4\pi x}", r"e\phi"):
        with pytest.raises(NotRead) as caught:
            parse(source, DECLARED)
        assert caught.value.declaration == "e Euler"
    euler = declare("e Euler", DECLARED).notation
    assert str(parse("e + e^2", euler)) == "(add e (exp 2))"


def test_a_declared_letter_is_no_constant() -> None:
    charge = Notation([Card(symbol("e", "P"), "e"), Card(symbol("x"), "x")])
    assert str(parse("e^x", charge)) == "(pow e x)"
    assert str(parse(r"\mathrm{e}^x", charge)) == "(exp x)"
