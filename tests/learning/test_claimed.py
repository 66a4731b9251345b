"""Gradients worked out by hand: right ones proved, wrong ones refuted with a witness."""

import pytest

from derive.__main__ import main
from derive.kernel.claim import Grade
from derive.learning.command import NotDone, check_claims

LAYER = (r"\tfrac12\|\sigma(Wx+b)-y\|^2",
         "W in R^(h x d); x in R^d; b, y in R^h; sigma: R -> R")
TANH = (r"\tfrac12\|\tanh(Wx)-y\|^2", "W in R^(h x d); x in R^d; y in R^h")
TWO = (r"\tfrac12\|V\tanh(Wx)-y\|^2", "W in R^(h x d); V in R^(k x h); x in R^d; y in R^k")
RIDGE = (r"\|Xw-y\|^2", "X in R^(m x n); w in R^n; y in R^m")
MEAN = (r"\frac{1}{m}\|Xw-y\|^2", RIDGE[1])
FORM = (r"x^\top A u", "A in R^(n x n); x, u in R^n")
ENTROPY = (r"(\mathbf{1}^\top y)\operatorname{logsumexp}(z) - y^\top z", "z, y in R^n; 1^T y = 1")
SOFT = (r"t^\top\operatorname{softmax}(z)", "z, t in R^n")
LOGDET = (r"\operatorname{logdet}(S)", "S in R^(n x n)")
SQUARE = (r"x^\top(A + A^\top)x", "A in R^(n x n); x in R^n")
BATCH = (r"\tfrac12\|WX + b\mathbf{1}^\top - Y\|_F^2",
         "W in R^(h x d); X in R^(d x B); b in R^h; Y in R^(h x B)")

RIGHT = [
    (RIDGE, r"w = 2X^\top(Xw-y)"), (RIDGE, r"w = 2X^\top X w - 2X^\top y"),
    (RIDGE, r"w = 2X^\top r"), (MEAN, r"w = \frac{2}{m}X^\top(Xw-y)"),
    (LAYER, r"W = ((\sigma(Wx+b)-y)\odot\sigma'(Wx+b))x^\top"), (LAYER, r"W = \delta x^\top"),
    (LAYER, r"b = \delta"),
    (TANH, r"W = ((\tanh(Wx)-y)\odot(1-\tanh(Wx)\odot\tanh(Wx)))x^\top"),
    (TWO, r"W = (V^\top(V\tanh(Wx)-y)\odot\tanh'(Wx))x^\top"),
    (FORM, r"A = xu^\top"), (ENTROPY, r"z = \operatorname{softmax}(z) - y"),
    (SOFT, r"z = (\operatorname{diag}(\operatorname{softmax}(z)) - \operatorname{softmax}(z)"
           r"(\operatorname{softmax}(z))^\top)t"),
    (LOGDET, r"S = S^{-\top}"), (SQUARE, r"A = 2xx^\top"),
    (BATCH, r"b = (WX + b\mathbf{1}^\top - Y)\mathbf{1}"),
]
WRONG = {
    "a missing transpose": (TWO, r"x = W^\top(V(V\tanh(Wx)-y)\odot\tanh'(Wx))"),
    "a missing slope": (LAYER, r"W = (\sigma(Wx+b)-y)x^\top"),
    "a sum for a mean": (MEAN, r"w = 2X^\top(Xw-y)"),
    "softmax without -pp^T": (SOFT, r"z = \operatorname{diag}(\operatorname{softmax}(z))t"),
    "a d^T for d a^T": (FORM, r"A = ux^\top"),
    "the factor 2": (RIDGE, r"w = X^\top(Xw-y)"),
    "a sign": (RIDGE, r"w = 2X^\top(y-Xw)"),
    "the symmetric factor": (SQUARE, r"A = xx^\top"),
    "a transpose of the inverse": (LOGDET, r"S = S^{-1}"),
    "the slope at the activation": (TANH, r"W = ((\tanh(Wx)-y)\odot\tanh'(\tanh(Wx)))x^\top"),
    "targets for probabilities": (ENTROPY, r"z = y - \operatorname{softmax}(z)"),
    "nothing": (RIDGE, r"w = 0 w"),
}


@pytest.mark.parametrize(("loss", "claim"), RIGHT, ids=[c for _, c in RIGHT])
def test_right_ones_are_proved(loss: tuple[str, str], claim: str) -> None:
    text, verdicts = check_claims(*loss, [claim])
    assert verdicts == {Grade.PROVED}, text


@pytest.mark.parametrize("name", [n for n in WRONG if n != "a missing transpose"])
def test_wrong_ones_are_refuted_with_a_witness(name: str) -> None:
    loss, claim = WRONG[name]
    text, verdicts = check_claims(*loss, [claim])
    assert verdicts == {Grade.REFUTED}
    first, point, *entries, right = text.splitlines()
    assert first == f"refuted  {claim}"
    assert " = " in point.partition(":")[0]  # the sizes
    assert "the loss changes by" in point
    assert "the formula says" in point
    assert all(" = [" in line for line in entries)
    assert len(entries) >= 1
    assert right.startswith("    it is ")


def test_a_missing_transpose_does_not_fit() -> None:
    """V (V a - y) has no meaning for k x h; of a square V it is refuted."""
    loss, claim = WRONG["a missing transpose"]
    with pytest.raises(NotDone, match="k x h times k x 1"):
        check_claims(*loss, [claim])
    square = (loss[0], "W in R^(h x d); V in R^(h x h); x in R^d; y in R^h")
    assert check_claims(*square, [claim])[1] == {Grade.REFUTED}


def test_what_is_not_shown_is_supported_by_numbers() -> None:
    loss = (r"\sum_i y_i \log(\sum_j e^{z_j}) - \sum_i y_i z_i", "z, y in R^n; 1^T y = 1")
    assert check_claims(*loss, [r"z = \operatorname{softmax}(z) - y"])[1] == {Grade.SUPPORTED}


def test_bad_claims_are_one_line() -> None:
    for claim, message in (("2X^\\top r", "W = ..."), ("v = r", "v is not declared"),
                           ("w = r", "m x 1"), ("w = 2X^\\top q", "q is not declared")):
        with pytest.raises(NotDone) as caught:
            check_claims(*RIDGE, [claim])
        assert message in str(caught.value)
        assert "\n" not in str(caught.value)


def test_the_command_ends_with_1_where_one_is_wrong(capsys) -> None:
    words = ["gradient", "--expr", RIDGE[0], "--declare", RIDGE[1], "--claim"]
    assert main([*words, r"w = 2X^\top r"]) == 0
    assert main([*words, r"w = X^\top r"]) == 1
    assert "it is 2Xᵀr" in capsys.readouterr().out


SYMMETRIC = "x, u in R^d; S in S^d; A in R^(d x d)"


@pytest.mark.parametrize(("source", "claims", "verdicts"), [
    (r"x^\top S x", [r"x = 2Sx", "x = Sx"], ["proved", "refuted"]),
    (r"x^\top S x", [r"S = x x^\top", r"S = 2 x x^\top"], ["proved", "refuted"]),
    (r"\log\det S", [r"S = S^{-1}", r"S = -S^{-1}"], ["proved", "refuted"]),
    (r"x^\top A x", [r"x = 2Ax"], ["refuted"]),
])
def test_points_are_taken_where_the_facts_hold(source: str, claims: list[str],
                                               verdicts: list[str]) -> None:
    """2Sx is right for a symmetric S, and no other S may be taken to refute it."""
    lines, _ = check_claims(source, SYMMETRIC, claims)
    assert [line.split()[0] for line in lines.splitlines() if line[:1] not in " "] == verdicts


def test_a_fact_that_no_point_was_made_for_refutes_nothing() -> None:
    """Where A x = u along the whole curve nothing is known of random points."""
    _, found = check_claims(r"\|A x\|^2", SYMMETRIC + "; A x = u", [r"x = A^\top u"])
    assert {v.value for v in found} == {"undecided"}
