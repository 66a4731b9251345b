"""Labels and probabilities of which nobody says that they add to 1."""

from __future__ import annotations

import pytest

from derive.review.checked import check

LOSS = r"""\begin{align}
l &= -\sum_{j=1}^q y_j \log \frac{\exp(o_j)}{\sum_{k=1}^q \exp(o_k)} \\
&= \sum_{j=1}^q y_j \log \sum_{k=1}^q \exp(o_k) - \sum_{j=1}^q y_j o_j \\
&= %s\log \sum_{k=1}^q \exp(o_k) - \sum_{j=1}^q %s o_j
\end{align}"""


def test_the_loss_of_softmax_holds_for_labels_that_add_to_one():
    last = check(LOSS % ("", "y_j"), isolated=False).lines[-1]
    assert last.verdict == "supported"
    assert "the y add to 1 (inferred)" in last.conditions


@pytest.mark.parametrize("wrong", [("2 ", "y_j"), ("-", "y_j"), ("", "2 y_j")])
def test_a_slip_in_it_is_refuted_still(wrong):
    assert check(LOSS % wrong, isolated=False).lines[-1].verdict == "refuted"


def test_other_sequences_are_no_weights():
    text = LOSS.replace("y_j", "s_j") % ("", "s_j")
    assert check(text, isolated=False).lines[-1].verdict == "refuted"


def test_an_eigenvalue_equation_in_a_section_of_its_own_is_to_be_solved():
    text = r"""We see this is equivalent to:
\[ (\mathbf{A} - \lambda \mathbf{I})\mathbf{v} = 0. \]"""
    line, = check(text, isolated=False).lines
    assert line.verdict == "given"
