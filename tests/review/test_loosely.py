r"""``\approx`` to the digits shown and ``\propto`` by the ratio; points are worked out by hand."""

from __future__ import annotations

import pytest

from derive.review.checked import check


@pytest.mark.parametrize(("source", "verdict"), [
    (r"\pi \approx 3.14", "supported"),
    (r"\pi \approx 3.140", "undecided"),        # 0.0016 away: 1.6 units, rounded somewhere
    (r"\sqrt{2} \approx 1.732", "refuted"),
    (r"e^{-10} \approx 4.54 \times 10^{-5}", "supported"),
    (r"e^{-10} \approx 4.54 \times 10^{-6}", "refuted"),
    (r"100\pi \approx 300", "supported"),       # zeros at the end of an integer show no digit
    (r"a\pi \approx 3.14", "undecided"),        # a may be anything
    (r"\frac{22}{7} \approx \pi", "undecided"),  # states no error
    (r"a x^2 \propto x^2", "proved"),
    (r"\frac{1}{a} e^{-x^2/a^2} \propto e^{-x^2/a^2}", "supported"),  # in x, not in a
    (r"\sin(2x) \propto x", "refuted"),
    (r"x^2 + x \propto x^2", "refuted"),
    (r"E \propto n^2", "undecided"),            # says what E is like, not what it is
])
def test_approximations_and_proportionalities(source, verdict):
    assert [line.verdict for line in check(rf"\[ {source} \]", isolated=False).lines] == [verdict]


def test_the_tolerance_is_said_and_both_values_are_shown():
    near, = check(r"\[ \pi \approx 3.14 \]", isolated=False).lines
    assert "at most 0.005" in near.reason
    far, = check(r"\[ \sqrt{2} \approx 1.732 \]", isolated=False).lines
    assert (far.left, far.right) == ("1.414213562", "1.732")


def test_definitions_are_put_in_before_a_value_is_compared():
    lines = check(r"\[ a := \frac{1}{3} \] \[ 2a \approx 0.67 \]", isolated=False).lines
    assert [line.verdict for line in lines] == ["given", "supported"]
    assert lines[1].uses
