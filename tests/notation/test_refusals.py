"""What is refused, and where: never a guess, never a hang."""

from __future__ import annotations

import pytest

from derive.notation import NotRead, declare, parse, parse_tree

NOTATION = declare(
    "x, y, t, a, b in R; n, k in N0; z in C; m, hbar, omega > 0; psi, f: R -> R; F: R x R -> R;"
    "H[n]: R -> R; \\hat{A} vector; W in R^(h x d)").notation

# source, the piece that is refused, a word of the reason
REFUSALS = [
    (r"x + \foo y", r"\foo", "unknown command"),
    (r"\frac{x}{y", "{", "never closed"),
    (r"x}", "}", "without an opening"),
    (r"(x + y", "(", "close"),
    (r"x + y)", ")", "not expected"),
    (r"x +", "", "ends where"),
    (r"\alpha x", r"\alpha", "not declared"),
    (r"x_1 + x", "x_1", "takes no index"),
    (r"x' + 1", "x'", "prime"),
    (r"x^10", "10", "first digit"),
    (r"x^2^3", "^", "two superscripts"),
    (r"a/b/x", "a/b/x", "two slashes"),
    (r"1/2 x", "1/2 x", "two readings"),
    (r"a/b(x+1)", "a/b(x+1)", "two readings"),
    (r"a/b\,x", r"a/b\,x", "two readings"),
    (r"\sin x(1+y)", r"\sin x(1+y)", "two readings"),
    (r"\sin^{-1} x", r"\sin^{-1}", "two readings"),
    (r"\sin(x)^2", r"\sin(x)^2", "two readings"),
    (r"f^{-1}(x)", "f^{-1}", "two readings"),
    (r"\frac{d}{dx}f(x)\psi(x)", r"\frac{d}{dx}f(x)\psi(x)", "two readings"),
    (r"\frac{d^2}{dx^3}f(x)", r"\frac{d^2}{dx^3}", "orders"),
    (r"\frac{dx}{dt}", r"\frac{dx}{dt}", "does not depend"),
    (r"\frac{d}{dt} x^2", r"\frac{d}{dt}", "does not depend"),
    (r"\frac{\partial F(x,y)}{\partial t}", r"\frac{\partial F(x,y)}{\partial t}",
     "does not depend"),
    (r"\frac{d}{dx}(x^2)x", r"\frac{d}{dx}(x^2)x", "two readings"),
    (r"\frac{d}{dx}x^2 \cdot f(x)", r"\frac{d}{dx}x^2 \cdot f(x)", "two readings"),
    (r"\frac{df}{dx}(x+a)", "(x+a)", "two readings"),
    (r"H_n^{(2)}(x)", "(2)", "two readings"),
    (r"H_n^{(k)}(x)", "(k)", "two readings"),
    (r"f^{(a)}(x)", "a", "natural number"),
    (r"x^* + 1", "*", "a real number"),
    (r"\overline{x}", r"\overline{x}", "a real number"),
    (r"\frac12^n", r"\frac12^n", "two readings"),
    (r"\prod_{k=0}^n f(k) x", "f(k) x", "two readings"),
    (r"\prod_{k=0}^n k / x", "k / x", "two readings"),
    (r"a/x y", "a/x y", "two readings"),
    (r"e\,x", "e", "two readings"),
    (r"\pi_k", r"\pi_k", "not declared"),
    (r"3\frac12", r"3\frac12", "mixed number"),
    (r"x \pm y", r"\pm y", "two readings"),
    (r"\int x\,dx", r"\int x\,dx", "bounds"),
    (r"\int_0^1 x + y", r"\int_0^1 x + y", "measure"),
    (r"\int_0^1\int_0^2 dx\,dy\,F(x,y)", r"\int_0^2 dx", "which bounds"),
    (r"\sum_{k \ne 2} x^k", r"\sum_{k \ne 2} x^k", "bounds"),
    (r"\int_0^1 n\,dn", "n", "natural"),
    (r"f(x, y)", "(x, y)", "arguments"),
    (r"F(x)", "(x)", "arguments"),
    (r"F'(x,y)", "F'", "several"),
    (r"H(x)", "H", "index"),
    (r"f", "f", "is a function"),
    (r"n!!!", "n!!!", "three in a row"),
    (r"a = b = x", "a = b = x", "chain"),
    (r"a \approx b", r"a \approx b", "relation"),
    (r"\hat{A} x", r"\hat{A}", "a vector"),
    (r"W + x", "W + x", "scalars"),
    (r"z^\dagger", r"\dagger", "superscript"),
    (r"\begin{pmatrix} a & b \\ x \end{pmatrix}",
     r"\begin{pmatrix} a & b \\ x \end{pmatrix}", "different lengths"),
    (r"\begin{matrix} a & b \end{matrix}", r"\begin{matrix} a & b \end{matrix}", "without delim"),
    (r"\begin{pmatrix} a & \cdots \end{pmatrix}", r"\cdots", "left out"),
    (r"[a, b]", "[a, b]", "commutator"),
    (r"\|x\|", r"\|x\|", "norm"),
    (r"\delta_{n}", "n", "two indices"),
    (r"{a+b}x", "{a+b}", "not seen"),
    (r"{x^2}^3", "{x^2}", "not seen"),
    (r"x \text{ for all } y", r"x \text{ for all } y", "prose"),
    (r"a \cdot -b", "-", "sign"),
    ("x + \u202ey", "\u202e", "bidirectional"),
    ("x\u200by", "\u200b", "invisible"),
    ("x + \x07", "\x07", "control"),
    ("x + 好", "好", "not read"),
    (r"\left( x \right]", r"\left( x \right]", "closed by"),
    (r"x \\ y", r"\\", "not expected"),
    ("x y 2 3", "2 3", "two numbers"),
]


@pytest.mark.parametrize(("source", "piece", "reason"), REFUSALS, ids=[r[0] for r in REFUSALS])
def test_refused_at_its_place(source: str, piece: str, reason: str) -> None:
    with pytest.raises(NotRead) as caught:
        parse(source, NOTATION)
    start, end = caught.value.span
    assert source[start:end] == piece
    assert reason in caught.value.message
    assert "\n" not in caught.value.message


@pytest.mark.parametrize("source", [
    "(" * 3000 + "x" + ")" * 3000, "{" * 3000 + "x" + "}" * 3000, "(" * 3000, "{" * 3000,
    r"\sqrt" * 3000 + "x", "-" * 3000 + "x", r"\frac{1}{" * 300 + "x" + "}" * 300,
    "x^{" * 250 + "2" + "}" * 250, "x^{" * 150 + "2" + "}" * 150,
    r"\lim_{x\to0}" * 2000 + "x", r"\left." * 150 + "x" + r"\right|_0^1" * 150,
    r"\frac{d}{dx}" * 500 + "f(x)", r"\partial_x" * 500 + "f(x)",
    "|" * 3000, r"\left(" * 3000, "x" + "!" * 3000,
    r"\hat" * 3000 + "x", "x" * 70_000, "9" * 5000, r"\langle" * 3000, r"\begin{pmatrix}" * 999,
    r"\sum_{k=0}^n" * 2000, r"\int" * 3000, "a(" * 150 + "x" + ")" * 150,
    r"\mathrm{" * 190 + "x+1" + "}" * 190, "\\", "", "^", "_", "'", "&", r"\left", r"\right",
    r"\begin", r"\end{x}", r"\frac", r"\forall", r"\int_", "x_", "x^", "{}", "()", r"\\",
    r"\text{", r"\left.x\right|", "|x", r"\langle x", r"\sqrt[", r"\binom{n}",
])
def test_hostile_input_is_refused_in_one_line(source: str) -> None:
    with pytest.raises(NotRead) as caught:
        parse(source, NOTATION)
    assert caught.value.message
    assert "\n" not in caught.value.message
    start, end = caught.value.span
    assert 0 <= start <= end <= len(source)


def test_a_tower_stays_unevaluated() -> None:
    assert str(parse("10^{10^{10}}", NOTATION)) == "(pow 10 (pow 10 10))"
    assert str(parse("((3!)!)!", NOTATION)) == "(factorial (factorial (factorial 3)))"


def test_a_long_flat_sum_is_read() -> None:
    source = " + ".join(["x"] * 10_000)
    assert len(parse(source, NOTATION).args) == 10_000


def test_spans_hold_every_part_of_a_tree() -> None:
    source = r"\frac{x + 1}{2}\,f(y)^2"
    for node in parse_tree(source).walk():
        if node and node.kind not in ("juxt", "script", "paren"):
            piece = source[slice(*node.span)]
            assert piece
            assert piece.count("{") == piece.count("}")


def test_what_to_declare_is_said() -> None:
    with pytest.raises(NotRead) as caught:
        parse(r"x + \gamma", NOTATION)
    settled = declare(caught.value.declaration, NOTATION).notation
    assert str(parse(r"x + \gamma", settled)) == "(add x gamma)"
