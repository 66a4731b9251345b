"""The lecture on networks: every formula is read back, every line proved or given."""

import pytest

from derive.catalog import DERIVATIONS
from derive.kernel.claim import Grade
from derive.kernel.replay import replay
from derive.notation import latex, parse, text
from derive.terms.binding import alpha_equal


@pytest.fixture(scope="module")
def lecture():
    return DERIVATIONS.get("mlp").make()


def test_every_line_is_read_back(lecture) -> None:
    for line in lecture:
        again = parse(latex(line.conclusion, lecture.notation), lecture.notation)
        assert alpha_equal(again, line.conclusion)
        assert text(line.conclusion, lecture.notation)


def test_the_textbook_lines(lecture) -> None:
    assert lecture["recurrence"].latex == (
        r"\delta^l = (W^{l+1})^{\top}\,\delta^{l+1} \odot \sigma'(z^l)")
    assert lecture["last"].latex == r"\delta^L = (a^L - y) \odot \sigma'(z^L)"
    assert lecture.verdict is Grade.PROVED
    assert lecture["gradient"].grade is Grade.PROVED


def test_what_is_given_is_only_definitions(lecture) -> None:
    given = {line.label for line in lecture if line.grade is Grade.GIVEN}
    assert given == {"neuron_forward", "neuron_out", "neuron_loss", "forward", "activation",
                     "delta", "passed", "loss", "top",
                     "batch_forward", "batch_activation", "batch_delta",
                     "squares", "softplus", "sigmoid", "binary_found", "binary", "found",
                     "categorical", "adds_up", "error", "logits", "chances", "regression",
                     "regression_error", "slope"}


def test_losses_and_second_derivatives(lecture) -> None:
    expected = {
        "squares_moved": r"\mathrm{d}Q = (z^L - y)^{\top}\,\mathrm{d}z^L",
        "binary_moved": r"\mathrm{d}R = (q - y)^{\top}\,\mathrm{d}z^L",
        "general_moved": r"\mathrm{d}C = (\mathrm{sum}(y)\,p - y)^{\top}\,\mathrm{d}z^L",
        "categorical_moved": r"\mathrm{d}C = (p - y)^{\top}\,\mathrm{d}z^L",
        "error_moved": r"\mathrm{d}\gamma = (\mathrm{diag}(p) - pp^{\top})\,\mathrm{d}z^L",
        "slope_moved": r"\mathrm{d}\eta = X^{\top}\,\mathrm{diag}(r \odot (\mathbf{1}_m - r))"
                       r"\,X\mathrm{d}w",
    }
    for label, formula in expected.items():
        assert lecture[label].latex == formula
        assert lecture[label].grade is Grade.PROVED


def test_chapters_from_one_neuron_to_second_order(lecture) -> None:
    assert [section.key for section in lecture.sections] == [
        "neuron", "layer", "differentials", "backward", "layers", "top", "closed", "gradient",
        "batch", "losses", "second"]
    expected = {
        "closed": r"\delta^l = \left(\prod_{k=l+1}^L \mathrm{diag}(\sigma'(z^{k-1}))(W^k)^{\top}"
                  r"\right)\delta^L",
        "stable": r"\mathrm{softplus}(x) = \frac{x + \lvert x\rvert}{2}"
                  r" + \ln(1 + e^{-\lvert x\rvert})",
        "error_convex": r"\mathrm{diag}(p) - pp^{\top} \succeq 0",
        "regression_convex": r"X^{\top}\,\mathrm{diag}(r \odot (\mathbf{1}_m - r))\,X \succeq 0"}
    for label, formula in expected.items():
        assert lecture[label].latex == formula
        assert lecture[label].grade is Grade.PROVED


def test_conditions_stand_beside_their_lines(lecture) -> None:
    said = {line.label: [latex(c, lecture.notation) for c in line.conditions] for line in lecture}
    assert said["closed"] == [r"l \le L"]
    assert said["found_adds_up"] == said["error_convex"] == ["0 < n_L"]
    assert said["push_forward"] == [r"0 \le l - 1"]
    assert said["gradient"] == said["recurrence"] == []


def test_the_closed_form_agrees_with_layers_one_by_one(lecture) -> None:
    from derive.kernel.refute.sample import Agreement
    step = lecture.derivation["closed"]
    assert isinstance(step.sampled, Agreement)


def test_samples_in_rows() -> None:
    rows = DERIVATIONS.get("mlp").make(samples="rows")
    assert rows["batch_forward"].latex == (
        r"Z^l = A^{l-1}(W^l)^{\top} + \mathbf{1}_B(b^l)^{\top}")
    for part in (r"(\Delta^l)^{\top}\,A^{l-1}, \mathrm{d}W^l", r"\Delta^lW^l, \mathrm{d}A^{l-1}",
                 r"((\Delta^l)^{\top}\,\mathbf{1}_B)^{\top}\,\mathrm{d}b^l"):
        assert part in rows["batch_push"].latex
    assert rows["batch_push"].grade is Grade.PROVED
    with pytest.raises(ValueError, match="columns or rows"):
        DERIVATIONS.get("mlp").make(samples="heaps")


def test_that_targets_add_up_is_used_where_it_is_and_nowhere_else(lecture) -> None:
    adds_up = lecture["adds_up"].conclusion
    assert adds_up in lecture["categorical_moved"].claim.hypotheses
    assert adds_up not in lecture["general_moved"].claim.hypotheses
    assert lecture["not_negative"].claim.hypotheses == ()
    assert [str(h) for h in lecture["found_adds_up"].claim.hypotheses] == [
        "(eq p (softmax z[L]))", "(lt 0 (call 0 n L))"]


def test_the_theorem_replays(lecture) -> None:
    from derive.kernel import certificate
    theorem = replay(certificate.write(lecture.derivation, ("gradient",))).theorem
    assert any(line.startswith("gradient:") for line in theorem)
