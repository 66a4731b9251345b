"""A loss in LaTeX: read, differentiated, written; what is not understood is refused in one line."""

import math
from unicodedata import normalize

import numpy as np
import pytest

from derive.__main__ import main
from derive.kernel.claim import Grade
from derive.learning.command import NotDone, answer, check_claims

RIDGE = "X in R^(m x n); w in R^n; y in R^m; lambda > 0"
NETWORK = r"""
% derive: W in R^(h x d); V in R^(k x h); b in R^h; x in R^d; y in R^k; sigma: R -> R elementwise
The forward pass % and a comment
\begin{align*}
z &= W x + b \\
a &= \sigma(z) \label{activation} \\
L &= \tfrac12 \|V a - y\|^2 .
\end{align*}
"""


def test_one_formula() -> None:
    text = answer(r"L = \tfrac12 \| X w - y \|^2 + \lambda \|w\|^2", RIDGE, ["w"], "text")
    assert "p  ∂L/∂w = Xᵀr + 2λw\n" in text
    assert text.splitlines()[-1] == "7 steps: 5 proved, 2 given"


def test_definitions_line_by_line() -> None:
    text = answer(NETWORK, "", ["W", "b"], "text")
    assert "p  ∂L/∂W = δxᵀ\n" in text
    assert "p  δ     = Vᵀ (Va − y) ⊙ σ′(z)\n" in text


def test_a_program() -> None:
    assert "delta = (V.T @ ((V @ a) - y)) * sigma_prime(z)" in answer(NETWORK, "", [], "numpy")


def test_a_parameter_that_is_not_there_is_said() -> None:
    text = answer(r"\|w\|^2", RIDGE, ["w", "X"], "text")
    assert "X does not stand in the loss: its gradient is zero" in text


@pytest.mark.parametrize(("source", "declarations", "wrt", "message"), [
    (r"L = \|X y\|^2", RIDGE, [], "m x n times m x 1"),
    (r"\operatorname{softmax}(X)", RIDGE, [], "of every row or of every column"),
    (r"\operatorname{softpluss}(w)^\top w", RIDGE, [],
     "no function 'softpluss' is known; did you mean softplus"),
    (r"\operatorname{Wiggle}(w)^\top w", RIDGE, [], "Wiggle: R -> R elementwise"),
    (r"\lfloor \|w\| \rfloor", RIDGE, [], "no law for 'floor'"),
    (r"\|w\|^{\lambda}", RIDGE, ["lambda"], "varying exponent"),
    (r"\exp(X^\top X)", RIDGE, [], "of a square matrix, or of each of its entries"),
    (r"\|X\|_2", RIDGE, [], "which norm"),
    (r"\max_i w_i", RIDGE, [], "max"),
    (r"\operatorname{rank}(X)", RIDGE, [], "rank is not declared"),
    (r"\|I\|_F^2", RIDGE, [], "I of which size?"),
    (r"\mathbf{1}^\top w + \|X\|", RIDGE, [], "which norm"),
    (r"L = X w", RIDGE, [], "a scalar, not a matrix of shape m x 1"),
    (r"L = \|Q w\|^2", RIDGE, [], "Q"),
    (r"L = \|X w\|^2", RIDGE, ["theta"], "theta is not declared; declare theta in R^n"),
    ("", RIDGE, [], "there is no formula"),
])
def test_refusals(source: str, declarations: str, wrt: list[str], message: str) -> None:
    with pytest.raises(NotDone) as caught:
        answer(source, declarations, wrt, "text")
    assert message in str(caught.value)
    assert "\n" not in str(caught.value)


SAID = {
    "logistic, two logarithms": (
        r"-y^\top\log p - (1-y)^\top\log(1-p)", "y, p in R^n", "p",
        ["∂L/∂p   = −δ − (y ⊙ log′(p))", "log′(x) = 1/x", "where entries(p) > 0, entries(z) > 0"]),
    "attention": (
        r"\tfrac12\|\operatorname{softmax}(QK^\top/\sqrt{d})V - Y\|_F^2",
        "samples rows; Q in R^(n x d); K in R^(m x d); V in R^(m x e); Y in R^(n x e)", "Q,K,V",
        ["P     = rowsoftmax(Z)", "Δ     = P ⊙ (P̄ − (P ⊙ P̄) 𝟏ₘ𝟏ₘᵀ)", "∂L/∂Q = (1/√d) ΔK",
         "∂L/∂K = (1/√d) ΔᵀQ", "∂L/∂V = PᵀR", "where 0 < d"]),
    "hinge": (r"\max(0, 1 - y w^\top x)", "w, x in R^n; y in R", "w",
              ["∂L/∂w    = −ReLU′(1 − ywᵀx) yx", "ReLU′(0) = 0", "where 1 − ywᵀx ≠ 0"]),
    "sum of hinges": (
        r"\sum_{i=1}^{m} \max(0, 1 - y_i x_i^\top w)",
        "layer-index _l; m in N0; x[i] in R^n; y: N0 -> R; w in R^n", "w",
        ["∂L/∂w", "where ∀ 1 ≤ i ≤ m: 1 − yᵢ (xᵢ)ᵀ w ≠ 0"]),
    "absolute loss": (r"\|X w - y\|_1", "X in R^(m x n); w in R^n; y in R^m", "w",
                      ["δ       = abs′(z)", "∂L/∂w   = Xᵀδ", "where entries(z) ≠ 0"]),
    "Rayleigh quotient": (
        r"\frac{x^\top A x}{x^\top x}", "A in R^(n x n); x in R^n", "x",
        ["∂L/∂x = (1/‖x‖²) Ax + (1/‖x‖²) Aᵀx − (2xᵀAx/(‖x‖²)²) x", "where ‖x‖² ≠ 0"]),
    "Gaussian likelihood": (
        r"\log\det\Sigma + (x-\mu)^\top\Sigma^{-1}(x-\mu)",
        "Sigma in R^(n x n); x, mu in R^n", "mu,Sigma",
        ["∂L/∂Σ = Σ⁻ᵀ − Σ⁻ᵀuuᵀΣ⁻ᵀ", "where 0 < det(Σ)"]),
    "matrix factorization": (
        r"\|X - U V^\top\|_F^2", "X in R^(m x n); U in R^(m x k); V in R^(n x k)", "U,V",
        ["∂L/∂U = −2RV", "∂L/∂V = −2RᵀU"]),
    "triplet": (
        r"\max\left(0, \|a - p\|^2 - \|a - q\|^2 + \alpha\right)", "a, p, q in R^d; alpha > 0",
        "a", ["∂L/∂a    = 2ReLU′(‖r₁‖² − ‖r₂‖² + α) (r₁ − r₂)"]),
    "exact GELU": (
        r"\|\operatorname{GELU}(W x) - y\|^2", "W in R^(h x d); x in R^d; y in R^h", "W",
        ["GELU′(u) = (1 + erf(u/√2))/2 + u e^(−u²/2)/(√π √2)", "∂L/∂W    = δxᵀ"]),
    "orthogonality": (r"\|X^\top X - I\|_F^2", "X in R^(m x n)", "X",
                      ["R     = XᵀX − Iₙ", "∂L/∂X = 2(XRᵀ + XR)"]),
    "Gaussian kernel": (r"e^{-\|x-y\|^2/(2 s^2)}", "x, y in R^n; s > 0", "x,s",
                        ["∂L/∂s = e^(−‖r‖²/2s²) ‖r‖²/s³"]),
    "a letter delta of one's own": (
        r"\|\sigma(\delta W x) - y\|^2",
        "W in R^(h x d); x in R^d; y in R^h; delta in R; sigma: R -> R", "delta", ["z̄"]),
}


@pytest.mark.parametrize("name", SAID)
def test_what_is_said_of_losses_that_people_write(name: str) -> None:
    source, declarations, wrt, lines = SAID[name]
    text = answer(source, declarations, wrt.split(","), "text")
    for line in lines:
        assert line in text
    assert " 0 proved" not in text


def test_programs_of_particular_functions_need_no_further_arguments() -> None:
    source = answer(r"\|\operatorname{GELU}(W x) - y\|^2", SAID["exact GELU"][1], ["W"], "numpy")
    space: dict = {}
    exec(compile(source, "program", "exec"), space)
    loss, found = space["loss_and_gradients"](*(np.ones((1, 1)) for _ in "Wxy"))
    gelu = (1 + math.erf(math.sqrt(0.5))) / 2
    slope = gelu + math.exp(-0.5) / math.sqrt(2 * math.pi)
    assert loss == pytest.approx((gelu - 1)**2)
    assert found["W"] == pytest.approx(2 * (gelu - 1) * slope)


LOGISTIC = r"""
% derive: X in R^(m x n); w in R^n; y in R^m; sigma: R -> R
\sigma(x) = \frac{1}{1 + e^{-x}} \\
p = \sigma(X w) \\
L = -y^\top \log p - (1 - y)^\top \log(1 - p)
"""


def test_a_function_that_is_defined_with_the_loss() -> None:
    text = answer(LOGISTIC, "", ["w"], "text")
    assert "g  σ(x)    = 1/(1 + e⁻ˣ)\n" in text
    assert "p  σ′(x)   = σ(x) − σ(x)²\n" in text
    assert "p  ∂L/∂w   = Xᵀ (p̄ ⊙ σ′(Xw))" in text
    assert check_claims(LOGISTIC, "", [r"w = X^\top(p - y)"])[1] == {Grade.SUPPORTED}
    assert check_claims(LOGISTIC, "", [r"w = X^\top(y - p)"])[1] == {Grade.REFUTED}
    for wrong, message in ((r"\sigma(x) = x + w", "depends on x alone|takes numbers"),
                           (r"\sigma(x) = y", "depends on x alone")):
        with pytest.raises(NotDone, match=message):
            answer(LOGISTIC.replace(r"\sigma(x) = \frac{1}{1 + e^{-x}}", wrong), "", ["w"], "text")


def test_conventions_are_followed_and_named() -> None:
    text = answer(NETWORK, "", ["W"], "text", ["gradient=numerator"], code=True)
    assert "∂L/∂W = xδᵀ" in text
    assert "numerator layout" in text
    assert "# delta @ x.T" in text
    with pytest.raises(NotDone, match="no value of gradient 'upside'"):
        answer(NETWORK, "", ["W"], "text", ["gradient=upside"])


def test_the_command(capsys, tmp_path) -> None:
    page = tmp_path / "network.tex"
    page.write_text(NETWORK)
    assert main(["gradient", str(page), "--wrt", "W", "--to", "tex"]) == 0
    assert r"\begin{align*}" in capsys.readouterr().out
    assert main(["gradient", "--expr", "X w", "--declare", RIDGE]) == 3
    assert "the last line is the loss" in capsys.readouterr().err
    assert main(["gradient"]) == 2


@pytest.mark.parametrize(("formula", "said"), [
    (r"\max_i x_i", "over entries or a set has no gradient here"),
    (r"\operatorname{tr}(A^k)", "A^2, A^3, A^4"),
    (r"\|x + B\|^2", "a sum needs equal shapes, not n x 1 and n x m"),
    (r"x \odot B", "a product by entries needs equal shapes, not n x 1 and n x m"),
    (r"\frac{1}{x}", "a quotient takes numbers, not a matrix of shape n x 1"),
    (r"\sum_i x_i^k", "a power that is no whole number up to 8"),
    (r"\sum_i \frac{x_i}{1 + x_i}", "a quotient of entries has no matrix form"),
    (r"\sum_i i", "what does the sum over i run over?"),
])
def test_what_is_not_done_is_said_in_words(formula: str, said: str) -> None:
    with pytest.raises(NotDone) as caught:
        answer(formula, "x in R^n; A in R^(n x n); B in R^(n x m); k in N0", ["x"], "text")
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_symmetric_covariance_has_a_symmetric_inverse() -> None:
    """The likelihood of a Gaussian: N/2 (inverse - inverse S inverse), for symmetric matrices."""
    source = r"\frac{N}{2}\log\det \Sigma + \frac{N}{2} \operatorname{tr}(\Sigma^{-1} S)"
    text = answer(source, "Sigma, S in S^n; N > 0", ["Sigma"], "text")
    assert "p  ∂L/∂Σ = (N/2)(Σ⁻¹ − Σ⁻¹SΣ⁻¹)" in text
    plain = answer(source, "Sigma, S in R^(n x n); N > 0", ["Sigma"], "text")
    assert "p  ∂L/∂Σ = (N/2)(Σ⁻ᵀ − Σ⁻ᵀSᵀΣ⁻ᵀ)" in plain


@pytest.mark.parametrize(("formula", "wrt", "line"), [
    (r"1 - \frac{u^\top x}{\|u\| \|x\|}", "x", "−(1/(‖u‖‖x‖)) u + (uᵀx/(‖u‖(‖x‖)³)) x"),
    (r"\|x\|^5/\|x\|^2", "x", "3‖x‖ x"),
    (r"\frac{x^\top A x}{x^\top x}", "x", "(1/‖x‖²) Ax + (1/‖x‖²) Aᵀx − (2xᵀAx/(‖x‖²)²) x"),
    (r"\sum_i A_{ii} + \sum_i x_i A_{ii}", "A", "Iₙ + diag(x)"),
])
def test_quotients_of_norms_and_diagonals(formula: str, wrt: str, line: str) -> None:
    text = answer(formula, "x, u in R^n; A in R^(n x n)", [wrt], "text", second=wrt == "x")
    assert f"p  ∂L/∂{wrt} = {line}" in text
    assert "no Hessian" not in text


def test_normalization_names_what_arrives_at_mean_and_variance() -> None:
    source = r"""
    \mu = \frac1n \sum_i x_i \\
    v = \frac1n \sum_i (x_i - \mu)^2 \\
    h = \frac{x - \mu \mathbf{1}}{\sqrt{v + \epsilon}} \\
    L = \tfrac12 \|h - y\|^2"""
    text = normalize("NFC", answer(source, "x, y in R^n; epsilon > 0", ["x"], "text"))
    assert "p  ∂L/∂x = (μ̄/n) 𝟏ₙ + (2v̄/n)(x − μ𝟏ₙ) + (1/√(v + ϵ)) h̄" in text
    assert "where n ≠ 0, 0 < v + ϵ" in text


def test_second_derivatives_in_latex_and_what_goes_together() -> None:
    text = answer(r"\|Aw - x\|^2", "x, w in R^n; A in R^(n x n)", ["w"], "tex", second=True)
    assert r"\nabla_{w}^2 L &= 2A^{\top}A" in text
    assert r"2A^{\top}A \succeq 0" in text
    with pytest.raises(NotDone, match="hessian_product"):
        answer(r"\|x\|^2", "x in R^n", ["x"], "numpy", second=True)


def test_a_parameter_that_is_named_twice_has_one_gradient() -> None:
    """Two claims about w, one of them wrong: the other is proved, and neither makes w constant."""
    source = r"\sum_i \operatorname{softplus}(Xw)_i - y^\top X w"
    p = r"\operatorname{sigmoid}(Xw)"
    lines, found = check_claims(source, "X in R^(m x n); w in R^n; y in R^m", [
        rf"w = X^\top({p} - y)", rf"w = X^\top(y - {p})"])
    assert [line.split()[0] for line in lines.splitlines() if "w = X" in line] == [
        "proved", "refuted"]
    assert {v.value for v in found} == {"proved", "refuted"}
    assert "it is X" in lines


def test_letters_that_were_declared_are_not_given_to_cotangents() -> None:
    text = answer(r"z = Xw \\ L = \sum_i \operatorname{softplus}(z)_i - y^\top z",
                  "X in R^(m x n); w in R^n; y in R^m; delta > 0", ["w"], "text", second=True)
    assert "p  ∂L/∂w = Xᵀz̄" in normalize("NFC", text)
    assert "Hessian with respect to w: Xᵀ diag(sigmoid(z) ⊙ (𝟏ₘ − sigmoid(z))) X" in text


def test_long_lines_of_code_stand_below() -> None:
    source, given = r"\log\det(A + x x^\top)", "A in R^(n x n); x in R^n"
    text = answer(source, given, ["A"], "text", code=True)
    assert "# L = np.linalg.slogdet(S)[1]" in text
    tex = answer(r"\|A x - x\|^2 + \|A x + x\|^2", given, ["A"], "tex", code=True)
    assert r"\begin{verbatim}" in tex
    assert r"\texttt" not in tex
    assert r"\texttt{2.0 * x}" in answer(r"\|x\|^2", given, ["x"], "tex", code=True)
