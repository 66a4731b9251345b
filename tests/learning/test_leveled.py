"""Definitions at every level, from LaTeX: any depth, any number of times, and what is refused."""

from unicodedata import normalize

import pytest

from derive.kernel import certificate
from derive.kernel.refute.sample import Agreement
from derive.kernel.replay import replay
from derive.learning.command import NotDone, answer, check_claims
from derive.learning.leveled import level_of, leveled
from derive.learning.reading import read_loss

DENSE = r"""
% derive: W[l] in R^(n[l] x n[l-1]); b[l] in R^(n[l]); a[l] in R^(n[l]); z[l] in R^(n[l])
% derive: y in R^(n[D]); D in N0; sigma: R -> R
z^l = W^l a^{l-1} + b^l \\
a^l = \sigma(z^l) \\
L = \tfrac12\|a^D - y\|^2
"""
RECURRENT = r"""
% derive: layer-index _l; W in R^(n x n); U in R^(n x m); b in R^n; h[t] in R^n; z[t] in R^n
% derive: x[t] in R^m; y[t] in R^n; T in N0
z_t = W h_{t-1} + U x_t + b \\
h_t = \tanh(z_t) \\
L = \tfrac12\sum_{t=1}^T \|h_t - y_t\|^2
"""
RESIDUAL = r"""
% derive: A[l] in R^(k[l] x n); B[l] in R^(n x k[l]); a[l] in R^n; z[l] in R^(k[l]); y in R^n
% derive: D in N0
z^l = A^l a^{l-1} \\
a^l = a^{l-1} + B^l \operatorname{ReLU}(z^l) \\
L = \tfrac12\|a^D - y\|^2
"""


@pytest.mark.parametrize(("source", "wrt", "lines"), [
    (DENSE, "W,b", ["p  ā^D   = a^D − y", "p  δˡ     = āˡ ⊙ σ′(zˡ)", "p  āˡ⁻¹  = (Wˡ)ᵀ δˡ",
                    "p  ∂L/∂Wˡ = δˡ (aˡ⁻¹)ᵀ", "p  ∂L/∂bˡ = δˡ"]),
    (RECURRENT, "W,U,b", ["p  h̄ₜ      = (hₜ − yₜ) + cₜ", "p  cₜ₋₁     = Wᵀδₜ",
                          "p  δₜ       = h̄ₜ ⊙ tanh′(zₜ)", "p  ∂L/∂W    = ∑ₜ₌₁^T δₜ(hₜ₋₁)ᵀ",
                          "p  ∂L/∂b    = ∑ₜ₌₁^T δₜ"]),
    (RESIDUAL, "A,B", ["p  āˡ⁻¹    = (Aˡ)ᵀ δˡ + āˡ", "p  δˡ       = (Bˡ)ᵀ āˡ ⊙ ReLU′(zˡ)",
                       "g  ReLU′(0) = 0", "where ∀ 1 ≤ l ≤ D: entries(zˡ) ≠ 0"]),
])
def test_the_lines(source: str, wrt: str, lines: list[str]) -> None:
    text = normalize("NFC", answer(source, "", wrt.split(","), "text"))
    for line in lines:
        assert " ".join(line.split()) in [" ".join(x.split()) for x in text.splitlines()]


def test_what_is_carried_back_takes_no_letter_of_the_recurrence() -> None:
    """A gate called c, and a state called e: the cotangents have letters of their own."""
    source = r"""
    % derive: layer-index _l; A, C in R^(n x n); h[t], c[t], e[t], y[t] in R^n; T in N0
    e_t = \operatorname{sigmoid}(A h_{t-1}) \\
    c_t = \tanh(C h_{t-1}) \\
    h_t = e_t \odot c_t \\
    L = \tfrac12\sum_{t=1}^T \|h_t - y_t\|^2"""
    text = normalize("NFC", answer(source, "", ["A", "C"], "text"))
    left = [line[3:].split("=")[0].strip() for line in text.splitlines() if line[1:3] == "  "]
    assert len(set(left)) == len(left)
    assert "p  kₜ₋₁" in text


DECAY = r"""
% derive: W[l] in R^(n[l] x n[l-1]); b[l] in R^(n[l]); a[l] in R^(n[l]); y in R^(n[D]); D in N0
% derive: sigma: R -> R; lambda > 0
a^l = \sigma(W^l a^{l-1} + b^l) \\
L = \tfrac12\|a^D - y\|^2 + \lambda \sum_{l=1}^D (\|W^l\|_F^2 + \|b^l\|^2)
"""
SHARED = r"""
% derive: W in R^(n x n); a[l] in R^n; V in R^(k x n); y in R^k; D in N0; sigma: R -> R; lambda > 0
a^l = \sigma(W a^{l-1}) \\
r = V a^D - y \\
L = \tfrac12\|r\|^2 + \lambda\|W\|_F^2
"""
READOUT = RECURRENT.replace("\\|h_t", "\\|V h_t").replace("T in N0", "V in R^(n x n); T in N0")


@pytest.mark.parametrize(("source", "wrt", "lines"), [
    (DECAY, "W,b,lambda,y", [
        "g  R       = ∑ₗ₌₁^D (‖Wˡ‖_F² + ‖bˡ‖²)", "p  ∂L/∂λ   = R", "p  ∂L/∂y   = −(a^D − y)",
        "p  ∂L/∂Wˡ  = (āˡ ⊙ σ′(Wˡaˡ⁻¹ + bˡ))(aˡ⁻¹)ᵀ + 2λWˡ",
        "p  ∂L/∂bˡ  = āˡ ⊙ σ′(Wˡaˡ⁻¹ + bˡ) + 2λbˡ"]),
    (SHARED, "W,V", ["p  ā^D    = Vᵀr", "p  ∂L/∂V  = r(a^D)ᵀ",
                     "p  ∂L/∂W  = ∑ₗ₌₁^D (āˡ ⊙ σ′(Waˡ⁻¹))(aˡ⁻¹)ᵀ + 2λW"]),
    (READOUT, "W,V", ["p  h̄ₜ       = Vᵀ (Vhₜ − yₜ) + cₜ", "p  ∂L/∂V    = ∑ₜ₌₁^T (Vhₜ − yₜ)(hₜ)ᵀ"]),
])
def test_parameters_that_stand_in_the_loss_itself(source: str, wrt: str, lines: list[str]) -> None:
    """Weight decay, a layer behind the stack, targets: none of them is taken for a constant."""
    test_the_lines(source, wrt, lines)
    read = read_loss(source)
    found = leveled(read.lets, read.symbols(wrt.split(",")), level_of(read.lets))
    proved = [s for s in found.derivation.steps if s.inference != "assume"]
    assert all(isinstance(s.sampled, Agreement) for s in proved)
    theorem = replay(certificate.write(found.derivation, ("gradient",))).theorem
    still = [line for line in theorem if "differential" in line and "zeros" in line]
    assert not any(f"differential({w}" in line for w in wrt.split(",") for line in still)


@pytest.mark.parametrize(("to", "settings", "expected"), [
    ("tex", (), [r"\frac{\partial L}{\partial W^l} &= \delta^l(a^{l-1})^{\top}",
                 "For every number of layers, $l$ being any of them."]),
    ("text", ("gradient=numerator",), ["∂L/∂Wˡ = aˡ⁻¹ (δˡ)ᵀ", "numerator layout"]),
    ("tex", ("gradient=numerator",), [r"a^{l-1}(\delta^l)^{\top}", "numerator layout"]),
])
def test_other_formats_and_layouts(to: str, settings: tuple[str, ...], expected: list[str]) -> None:
    text = normalize("NFC", answer(DENSE, "", ["W", "b"], to, settings))
    for part in expected:
        assert part in text


@pytest.mark.parametrize("asked", [{"to": "numpy"}, {"to": "text", "code": True},
                                   {"to": "text", "second": True}])
def test_what_needs_a_number_of_layers_says_so(asked) -> None:
    with pytest.raises(NotDone, match="write the layers one by one"):
        answer(DENSE, "", ["W"], **asked)


@pytest.mark.parametrize(("source", "wrt"), [(DENSE, ["W", "b"]), (RECURRENT, ["W"]),
                                             (RESIDUAL, ["A", "B"])])
def test_the_proof_replays(source: str, wrt: list[str]) -> None:
    read = read_loss(source)
    found = leveled(read.lets, read.symbols(wrt), level_of(read.lets))
    assert replay(certificate.write(found.derivation, ("gradient",))).results


def test_layers_by_number_need_no_induction() -> None:
    source = r"""
    % derive: W[l] in R^(n[l] x n[l-1]); a[l] in R^(n[l]); y in R^(n[2]); sigma: R -> R
    a^1 = \sigma(W^1 a^0) \\
    a^2 = \sigma(W^2 a^1) \\
    L = \tfrac12\|a^2 - y\|^2"""
    text = normalize("NFC", answer(source, "", ["W"], "text"))
    assert "p  ∂L/∂W¹ = (ā¹ ⊙ σ′(W¹a⁰))(a⁰)ᵀ" in text
    assert "p  ∂L/∂W² = (ā² ⊙ σ′(W²a¹))(a¹)ᵀ" in text


HEAD = "% derive: W in R^(n x n); a[l], c[l] in R^n; y in R^n; D, T in N0; sigma: R -> R\n"


@pytest.mark.parametrize(("source", "message"), [
    (r"a^l = \sigma(W a^{l-1} + a^{l-2}) \\ L = \|a^D - y\|^2", "one output of the level below"),
    (r"a^l = \sigma(W a^{l+1}) \\ L = \|a^D - y\|^2", "one level below"),
    (r"a^l = \sigma(W a^{l-1}) \\ L = \|a^D - y\|^2 + \|a^T\|^2", "one last level"),
    (r"a^l = \sigma(W a^{l-1})", "a scalar"),
    (r"a^{l+1} = \sigma(W a^l) \\ L = \|a^D - y\|^2", "made at one letter"),
    (r"a^l = \sigma(W a^{l-1}) \\ L = \sum_{t=0}^T \|a^t - y\|^2", "are 1, ..., T"),
    (r"a^l = \sigma(W a^{l-1}) \\ L = \sum_{t=1}^T (\|a^t\|^2 + \|a^{t-1}\|^2)", "at l - 1"),
    (r"c^l = W a^{l-1} \\ a^l = \sigma(c^l) \\ L = \|a^D - y\|^2 + \|c^D\|^2",
     "defined inside the layers"),
    (r"a^l = W^2 \\ L = \|a^D - y\|^2", "shapes"),
])
def test_what_is_neither_is_refused(source: str, message: str) -> None:
    with pytest.raises(NotDone, match=message):
        answer(HEAD + source, "", ["W"], "text")


def test_programs_and_claims_need_a_number_of_layers() -> None:
    with pytest.raises(NotDone, match="a program needs a number of layers"):
        answer(DENSE, "", ["W"], "numpy")
    with pytest.raises(NotDone, match="write a number of layers"):
        check_claims(DENSE, "", ["W = 0"])
    with pytest.raises(NotDone, match="--wrt"):
        answer(DENSE, "", [], "text")


def test_a_declared_shape_is_not_overwritten() -> None:
    with pytest.raises(NotDone, match="m x 1"):
        answer(r"r = X w \\ L = \|r\|^2", "X in R^(m x n); w, r in R^n", ["w"], "text")


@pytest.mark.parametrize(("formula", "message"), [
    (r"a^l = \tanh(W^l a^{l-1}) \\ L = \|a^D\|^2 + \|W^D\|_F^2", "in a sum from 1 to D"),
    (r"a^l = \tanh(W^l a^{l-1}) \\ L = \|a^D\|^2 + \sum_{l=2}^D \|W^l\|_F^2", "from 1 to D"),
    (r"a^l = \tanh(W^l W^{l-1} a^{l-1}) \\ L = \|a^D\|^2", "W at l - 1 stands beside that at l"),
    (r"a^l = \tanh(W^l a^{l-1}) \\ L = \|a^D\|^2 + \sum_{l=1}^D \|a^l\|^2", "a level of its own"),
])
def test_another_level_of_a_parameter_is_no_constant(formula: str, message: str) -> None:
    head = "% derive: W[l] in R^(n x n); a[l] in R^n; D in N0\n"
    with pytest.raises(NotDone, match=message):
        answer(head + formula, "", ["W"], "text")


@pytest.mark.parametrize("sum_", [r"\sum_{l=1}^2 \|W^l\|_F^2", r"\|W^k\|_F^2"])
def test_a_member_that_may_be_the_parameter_is_no_constant(sum_: str) -> None:
    """In |W^1 x|^2 + sum over l of |W^l|^2 the first weights stand twice."""
    head = "% derive: W[l] in R^(n x n); x in R^n; k in N0\n"
    with pytest.raises(NotDone, match=r"may be W at [1kl]"):
        answer(head + r"L = \|W^1 x\|^2 + " + sum_, "", ["W"], "text")
    source = head + r"L = \|W^1 x\|^2 + \|W^2\|_F^2"
    assert "∂L/∂W¹ = 2rxᵀ" in answer(source, "", ["W"], "text")
