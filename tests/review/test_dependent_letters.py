r"""A letter that is differentiated by several others depends on all of them.

Read as a function of the first alone, ``\partial L/\partial b`` would be that function's
derivative at b, and a right line would be refuted.
"""

from __future__ import annotations

from derive import check

LOSS = r"\[ L = \frac12 (wx + b - y)^2 \] \[ \frac{\partial L}{\partial w} = (wx+b-y)x \] "


def test_a_loss_of_two_letters() -> None:
    right = check(LOSS + r"\[ \frac{\partial L}{\partial b} = wx+b-y \]")
    assert [line.verdict for line in right.lines] == ["given", "proved", "proved"]
    wrong = check(LOSS + r"\[ \frac{\partial L}{\partial b} = (wx+b-y)b \]")
    assert [line.verdict for line in wrong.lines] == ["given", "proved", "refuted"]


def test_a_function_of_one_letter_differentiated_by_another_is_a_question() -> None:
    found = check(r"\[ L(w) = (w + b)^2 \] \[ \frac{\partial L}{\partial b} = 2(w + b) \]")
    assert found.lines[1].verdict == "not_read"
    assert "of which letters" in found.lines[1].reason


def test_a_derivative_that_says_where_it_is_taken_raises_no_question_elsewhere() -> None:
    found = check(r"\[ g(x) = x^2 \] \[ g'(x) = 2x \] "
                  r"\[ f'(x) = \frac{dg}{du}(h(x)) h'(x) \]")
    assert found.lines[1].verdict == "proved"
