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
    assert given == {"forward", "activation", "delta", "passed", "loss", "top",
                     "batch_forward", "batch_activation", "batch_delta"}


def test_the_theorem_replays(lecture) -> None:
    from derive.kernel import certificate
    theorem = replay(certificate.write(lecture.derivation, ("gradient",))).theorem
    assert any(line.startswith("gradient:") for line in theorem)
