"""Matrices: the declared shapes decide which product is meant, and what is printed reads back."""

from __future__ import annotations

import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from matrices_at_random import NOTATION as SHAPED
from matrices_at_random import Maker

from derive.notation import NotRead, NotWritten, declare, latex, mathml, parse, text
from derive.terms import matrices as m
from derive.terms.build import function

DECLARED = declare(
    r"W in R^(h x d); \mathbf{V} in R^{h \times d}; b, z, y in R^h; x, v in R^d; A in S^d;"
    r"X in R^(d x n); U[l] in R^(n[l] x n[l-1]); l in N0; sigma: R -> R; lambda, L, a in R"
).notation

SNIPPETS = [
    (r"z = Wx + b", "(eq z (matadd (matmul W x) b))"),
    (r"L = \frac12\|\sigma(Wx) - y\|^2",
     "(eq L (mul (div 1 2) (inner (matadd (map 0 sigma (matmul W x)) (scale (neg 1) y)) "
     "(matadd (map 0 sigma (matmul W x)) (scale (neg 1) y)))))"),
    (r"W^\top z \odot \sigma'(x)", "(hadamard (matmul (transpose W) z) (map 1 sigma x))"),
    (r"W^T(z - y)", "(matmul (transpose W) (matadd z (scale (neg 1) y)))"),
    (r"-2W + \mathbf{V}", "(matadd (scale (neg 2) W) V)"),
    (r"x^\top v", "(inner x v)"),
    (r"x \cdot v", "(inner x v)"),
    (r"x^\top A x", "(item (matmul (transpose x) A x))"),
    (r"x^\top v + 1", "(add (inner x v) 1)"),
    (r"xx^\top", "(matmul x (transpose x))"),
    (r"\lambda\|W\|_F^2", "(mul lambda (inner W W))"),
    (r"\|x\|", "(sqrt (inner x x))"),
    (r"A^{-1}x + A^{-\top}v", "(matadd (matmul (inverse A) x) (matmul (transpose (inverse A)) v))"),
    (r"\operatorname{tr}(A)\det(A)", "(mul (trace A) (det A))"),
    (r"\frac{1}{n}X\mathbf{1}_n", "(scale (div 1 n) (matmul X (ones n 1)))"),
    (r"(A + aI_d)^{-1}", "(inverse (matadd A (scale a (identity d))))"),
    (r"\frac{W}{2}", "(scale (div 1 2) W)"),
    (r"\mathrm{softmax}(z)", "(softmax z)"),
    (r"\mathrm{sum}(W)", "(total W)"),
    (r"\langle W, \mathbf{V}\rangle", "(inner W V)"),
    (r"U^l U^{l-1}", "(matmul U[l] U[(add l (neg 1))])"),
    (r"(U^l)^\top", "(transpose U[l])"),
    (r"\sum_{l=1}^n lX", "(matsum l (scale l X) 1 n)"),
    (r"\mathbf{1}^\top z", "(item (matmul (ones 1 h) z))"),
    (r"1 - z \odot z", "(matadd (ones h 1) (scale (neg 1) (hadamard z z)))"),
    (r"Wx + \lambda\mathbf{1}", "(matadd (matmul W x) (scale lambda (ones h 1)))"),
    (r"\mathbf{1}^\top\log(1 + \exp(Wx))",
     "(item (matmul (ones 1 h) (map 0 log (matadd (ones h 1) (map 0 exp (matmul W x))))))"),
    (r"x \circ v", "(hadamard x v)"),
    (r"\frac{1}{h}\|z\|_1", "(mul (div 1 h) (total (map 0 abs z)))"),
    (r"\mathrm{rowsoftmax}(W)", "(row_softmax W)"),
    (r"\tanh'(z)", "(map 1 tanh z)"),
    (r"\log\det A", "(log (det A))"),
    (r"A + \lambda I_d \succeq 0", "(semidefinite (matadd A (scale lambda (identity d))))"),
    (r"A \preceq A^2", "(semidefinite (matadd (matmul A A) (scale (neg 1) A)))"),
    (r"\mathrm{entries}(Wx) > 0", "(above (matmul W x) 0)"),
    (r"\mathrm{entries}(z) \ne 2", "(nowhere z 2)"),
    (r"(W \otimes A)\,\mathrm{vec}(A)", "(matmul (kron W A) (vec A))"),
    (r"W x + \mathbf{0}_h", "(matadd (matmul W x) (zeros h 1))"),
]


@pytest.mark.parametrize(("source", "expected"), SNIPPETS, ids=[s for s, _ in SNIPPETS])
def test_a_snippet_says_its_term(source: str, expected: str) -> None:
    term = parse(source, DECLARED)
    assert str(term) == expected
    assert parse(latex(term, DECLARED), DECLARED) is term


@pytest.mark.parametrize(("source", "piece", "reason"), [
    ("zW", "zW", "h x 1 times h x d"), ("x + z", "x + z", "equal shapes"),
    ("x + 2", "x + 2", "takes scalars"), ("W + 1", "W + 1", "takes scalars"),
    ("W_{ij}", "ij", "entry"),
    (r"\|W\|", r"\|W\|", "which norm"), (r"\|W\|_1", r"\|W\|_1", "of a column"),
    (r"\mathrm{softmax}(W)", r"\mathrm{softmax}", "every row or of every column"),
    (r"\exp(A)", r"\exp", "of a square matrix, or of each"),
    (r"x\mathbf{1}^\top", r"x\mathbf{1}^\top", "how many ones"),
    (r"A \succ 0", r"A \succ 0", "positive definite"),
    ("x^2", "x^2", "inner sizes"), ("W^a", "a", "no meaning on a matrix"),
    (r"\frac{\partial L}{\partial W}", "W", "a matrix"), ("e^A", "e^A", "of a square matrix"),
    (r"a \otimes a", r"a \otimes a", "otimes"), (r"U^l x", r"U^l x", "inner sizes"),
    ("U", "U", "needs its level"), ("W = x", "W = x", "equal shapes"),
    (r"W \odot x", r"W \odot x", "equal shapes"), ("x'", "x'", "prime"),
])
def test_what_does_not_fit_is_refused_at_its_place(source: str, piece: str, reason: str) -> None:
    with pytest.raises(NotRead, match=reason) as caught:
        parse(source, DECLARED)
    assert source[slice(*caught.value.span)] == piece


def test_a_declared_T_is_no_transpose_without_a_question() -> None:
    both = declare("W in R^(3 x 3); T > 0").notation
    with pytest.raises(NotRead, match="two readings"):
        parse("W^T", both)
    assert str(parse(r"W^\top", both)) == "(transpose W)"


def test_levels_stand_where_the_convention_says() -> None:
    for convention, source in (("^(l)", "U^{(l)}"), ("^[l]", "U^{[l]}"), ("_l", "U_l")):
        notation = DECLARED.with_conventions(f"layer-index={convention}")
        term = parse(source, notation)
        assert str(term) == "U[l]"
        assert latex(term, notation) == source
        with pytest.raises(NotRead):
            parse("U^l" if convention != "_l" else "U^{(l)}", notation)


def test_symmetric_matrices_bring_their_hypothesis() -> None:
    assert [str(h) for h in declare("A in S^d").hypotheses] == ["(eq (transpose A) A)"]


def test_matrices_beside_the_only_real_letter() -> None:
    found = declare("W in R^(3 x 2); t in R; f: R -> R").notation
    assert str(parse("f", found)) == "(call 0 f t)"


def test_bold_letters_and_plain_ones_are_not_merged() -> None:
    with pytest.raises(NotRead, match="one matrix"):
        declare(r"W in R^3; \mathbf{W} in R^3")


@pytest.mark.parametrize("block", range(6))
def test_random_matrix_terms_are_read_back(block: int) -> None:
    shapes = [("h", "d"), ("d", "1"), ("d", "d"), ("d", "h")]
    for seed in range(60 * block, 60 * block + 60):
        maker = Maker(seed)
        term = maker.number(3) if seed % 3 == 0 else maker.matrix(*shapes[seed % 4], seed % 3)
        for style in ("display", "inline"):
            printed = latex(term, SHAPED, style)
            assert parse(printed, SHAPED) is term, printed
        assert ElementTree.fromstring(mathml(term, SHAPED)).tag == "math"
        assert "\\" not in text(term, SHAPED)


def test_what_has_no_form_of_its_own_is_not_written() -> None:
    x, a = m.vector("x", 3), m.matrix("A", 3, 3)
    notation = declare("x in R^3; A in R^(3 x 3)").notation
    for term in (m.logsumexp(x), m.apply(function("exp"), a)):
        with pytest.raises(NotWritten):
            latex(term, notation)
    for term in (m.matmul(m.transpose(x), x), m.ones(2, 2), m.item(m.logsumexp(x))):
        assert parse(latex(term, notation), notation) is term
