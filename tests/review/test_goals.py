"""Goals: what ``expect`` says of a document, at a line, in another form, given, or not at all."""

from __future__ import annotations

import pytest

from derive.review.checked import check


@pytest.mark.parametrize(("goal", "text", "said"), [
    ("I = 1/2", r"\[ I = \int_0^1 x\,dx \] \[ I = 1/2 \]", "is reached at line 2.2"),
    ("I = 1/2", r"\[ I = \int_0^1 x\,dx = \frac{1}{2} \]", "is reached at line 2.2"),
    ("(a+b)^2 = a^2 + 2ab + b^2", r"\[ (a+b)^2 = (a+b)(a+b) = a^2+2ab+b^2 \]",
     "is reached at line 2.2"),
    ("I = 1/2", r"\[ I = \int_0^1 x\,dx = \frac{2}{4} \]",
     "is reached in another form at line 2.2 (proved)"),
    ("x = 2", r"\[ 2x = 4 \] \[ x = 3 \]", "is not reached"),
    ("I = 1/2", r"\[ I = \int_0^1 x\,dx = \frac{1}{3} \]", "is not reached"),
    ("I = 1/2", r"\[ I = \int_0^1 x\,dx \]", "is not reached"),
    ("I = 1/3", r"\[ I = \int_0^1 x\,dx = \frac{1}{3} \]", "is not reached"),
    ("E = 2", r"\[ E = 2 \]", "is stated at line 2, as given"),
    ("E_n = 2", r"\[ a + a = 2a \]", "is not reached: E_n is not declared"),
])
def test_what_is_said_of_a_goal(goal, text, said):
    found, = check(f"% derive: expect {goal}\n{text}", isolated=False).files[0].goals
    assert found == f"Goal: {goal} {said}."
