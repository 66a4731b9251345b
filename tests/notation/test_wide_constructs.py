"""Constructs that notes are full of: the tree is right, and what has no term says so."""

from __future__ import annotations

import pytest

from derive.notation import NotRead, declare, parse, parse_tree
from derive.notation.tree import Node
from derive.notation.write_latex import write_latex
from derive.notation.write_mathml import write_mathml
from derive.notation.write_text import write_text

NOTATION = declare("x, y, t, a, b in R; n, k in N0; psi, f: R -> R; F: R x R -> R").notation


def shape(node: Node) -> str:
    """A tree without its spans."""
    if not node.parts:
        return node.value or node.kind
    inside = " ".join(shape(p) for p in node.parts if p)
    return f"({node.kind}{' ' + node.value if node.value not in ('', '0') else ''} {inside})"


@pytest.mark.parametrize(("macro", "plain"), [
    (r"\dv{f}{x}", r"\frac{df}{dx}"),
    (r"\dv{x}f(x)", r"\frac{d}{dx}f(x)"),
    (r"\dv[2]{f}{x}", r"\frac{d^2f}{dx^2}"),
    (r"\pdv{F}{x}", r"\frac{\partial F}{\partial x}"),
    (r"\pdv[2]{x}F(x,t)", r"\frac{\partial^2}{\partial x^2}F(x,t)"),
    (r"\pdv{F}{x}{t}", r"\frac{\partial^2F}{\partial x\partial t}"),
    (r"\int_0^1 x \dd{x}", r"\int_0^1 x\,dx"),
    (r"\int_0^1 \dd x\, x", r"\int_0^1 dx\,x"),
    (r"\qty(x+y)^2", r"(x+y)^2"),
    (r"\abs{x}", r"|x|"),
    (r"\norm{x}", r"\|x\|"),
    (r"\comm{a}{b}", r"[a, b]"),
    (r"\ket{n}", r"|n\rangle"),
    (r"\bra{n}", r"\langle n|"),
    (r"\braket{n}{k}", r"\langle n|k\rangle"),
    (r"\mel{n}{a}{k}", r"\langle n|a|k\rangle"),
    (r"\ev{a}{n}", r"\langle n|a|n\rangle"),
    (r"\ev{a}", r"\langle a\rangle"),
])
def test_macros_of_the_physics_package_say_what_they_print(macro: str, plain: str) -> None:
    assert shape(parse_tree(macro, "physics")) == shape(parse_tree(plain))
    with pytest.raises(NotRead, match="unknown command"):
        parse_tree(macro)


def test_braket_of_the_braket_package_splits_at_its_bars() -> None:
    assert shape(parse_tree(r"\braket{n|a|k}", "braket")) == "(braket n a k)"


@pytest.mark.parametrize(("source", "expected"), [
    (r"|n\rangle", "(ket n)"),
    (r"\left|n\right\rangle", "(ket n)"),
    (r"|+-\rangle", "(ket +-)"),
    (r"\langle\psi|", r"(bra \psi)"),
    (r"\langle\psi|\hat{A}|\phi\rangle", r"(braket \psi (accent \hat A) \phi)"),
    (r"\langle x\rangle", "(braket x)"),
    (r"|n\rangle\langle n|", "(juxt (ket n) (bra n))"),
    (r"|\langle n|k\rangle|^2", "(script (paren | (braket n k)) 2)"),
    (r"\hat{a}^\dagger|n\rangle", r"(juxt (script (accent \hat a) \dagger) (ket n))"),
    (r"[\hat{x}, \hat{p}]", r"(paren [ (list (accent \hat x) (accent \hat p)))"),
    (r"W^{[l]\top}", r"(script W (juxt (paren [ l) \top))"),
    (r"W^{(l)T}", "(script W (juxt (paren ( l) T))"),
    (r"\mathbf{W}^{(l)}", r"(script (accent \mathbf W) (paren ( l))"),
    (r"{\mathbf{W}^{(2)}}^\top", r"(script (script (accent \mathbf W) (paren ( 2)) \top)"),
    (r"\delta^T \odot z", r"(product (script \delta T) z)"),
    (r"\|w\|_2^2", r"(script (paren \| w) 2 2)"),
    (r"\begin{pmatrix}a&b\\x&y\end{pmatrix}", "(matrix pmatrix (row a b) (row x y))"),
    (r"\begin{cases}x & x>0\\ 0 & x\le 0\end{cases}",
     "(cases cases (row x (chain x 0)) (row 0 (chain x 0)))"),
    (r"\left.f\right|_{x=0}", "(evalbar f (chain x 0))"),
    (r"f(x)\big|_0^1", "(evalbar (juxt f (paren ( x)) 0 1)"),
    (r"\underbrace{x+y}_{k}", r"(brace \underbrace (sum x y) k)"),
    (r"\nabla_w L", r"(juxt (script \nabla w) L)"),
    (r"\sum_i x_i", r"(big \sum i (script x i))"),
    (r"\int d^3x\,f", "(integral \\int f (volume x))"),
    (r"x \implies y", "(chain arrow x y)"),
    (r"a = b = c", "(chain a b c)"),
    (r"x \text{ for all } y", "(prose for all x y)"),
    (r"{n \choose k}", "(binom n k)"),
    (r"n!!", "(fact !! n)"),
    (r"x_1, \ldots, x_n", r"(list (script x 1) \ldots (script x n))"),
    (r"\dot{q}", r"(accent \dot q)"),
    (r"x \not\in S", "(chain x S)"),
    (r"\operatorname{Tr}(\rho)", r"(juxt \mathrm{Tr} (paren ( \rho))"),
])
def test_the_tree_of_a_construct(source: str, expected: str) -> None:
    tree = parse_tree(source)
    assert shape(tree) == expected
    assert write_latex(tree)
    assert write_text(tree)
    assert write_mathml(tree)


@pytest.mark.parametrize("source", [
    r"\langle\psi|\hat{A}|\phi\rangle", r"\hat{a}^\dagger|n\rangle", r"\mathbf{W}^{(l)}x",
    r"\begin{pmatrix}a&b\\x&y\end{pmatrix}", r"\|w\|_2^2", r"[\hat{x}, \hat{p}] = i\hbar",
    r"\frac{x + 1}{2} \pm \sqrt{y}", r"\left.\frac{d}{dx} f(x)\right|_{x=0}", r"n!!",
    r"\sum_i w_i x_i", r"\int d^3x\,f", r"\underbrace{x + y}_{k}", r"a \approx b",
    r"\begin{cases} x & x > 0 \\ 0 & x \le 0 \end{cases}", r"x \implies y", r"\sqrt[3]{x}",
])
def test_a_tree_is_written_and_read_back(source: str) -> None:
    tree = parse_tree(source)
    assert shape(parse_tree(write_latex(tree))) == shape(tree)


@pytest.mark.parametrize(("source", "reason"), [
    (r"\begin{pmatrix}a\\b\end{pmatrix} = x", "2 x 1 and scalar"), (r"[a, b] = 0", "a commutator"),
    (r"\|x\| = 1", "a norm"), (r"x = \begin{cases}1\\0\end{cases}", "without its condition"),
    (r"x \odot y = 0", r"\\odot"), (r"x^\top = y", "superscript"), (r"x^{(1)} = y", "an index"),
    (r"\int_0^1 d^3x\,y = 0", "volume"), (r"x = 1, 2, \ldots", "a list|list"),
    (r"x = \pm y", "two readings"), (r"\max(x) = y", "two numbers"),
    (r"\arg(x) = y", r"\\arg has no term"),
    (r"x \in y", "relation"), (r"x := y", "relation"),
])
def test_what_has_no_term_is_refused_by_name(source: str, reason: str) -> None:
    with pytest.raises(NotRead, match=reason):
        parse(source, NOTATION)


def test_a_brace_below_shows_its_part() -> None:
    assert str(parse(r"\underbrace{x+y}_{k} = 0", NOTATION)) == "(eq (add x y) 0)"


def test_physics_derivatives_are_derivatives() -> None:
    physics = NOTATION.with_profile("physics")
    assert str(parse(r"\dv[2]{\psi}{x}", physics)) == "(call 2 psi x)"
    assert str(parse(r"\dv{x}\qty[x\psi(x)]", physics)) == (
        "(derivative 1 x (mul x (call 0 psi x)) x)")
    assert str(parse(r"\pdv{F}{t}(x,t)", physics)) == "(call 0 1 F x t)"
    assert str(parse(r"\int_0^1 x \dd{x}", physics)) == "(integral x x 0 1)"
