r"""``\langle H\rangle`` beside ``\hat{H}``."""

from __future__ import annotations

import pytest

from tests.review.lines_read import read, shown


@pytest.mark.parametrize(("before", "source", "sides"), [
    (r"\hat{H} = \hbar\omega\hat{N}", r"E = \langle H\rangle", ["E", "⟨H\u0302⟩"]),
    (r"\hat{p}_x|\psi\rangle = |\phi\rangle", r"\langle p_x^2\rangle = a", ["⟨p\u0302ₓ²⟩", "a"]),
])
def test_the_mean_is_of_the_operator(before: str, source: str, sides: list[str]) -> None:
    assert shown(read(f"\\[{before}\\]\\[{source}\\]")[-1]) == sides


@pytest.mark.parametrize(("before", "source"), [
    # p is a number elsewhere: what is meant in the mean value is not known
    (r"\hat{p}|p\rangle = p|p\rangle", r"a = \langle p\rangle"),
    (r"\hat{H}|n\rangle = E|n\rangle", r"a = \langle E\rangle"),
])
def test_another_letter_is_none(before: str, source: str) -> None:
    assert "\u0302" not in shown(read(f"\\[{before}\\]\\[{source}\\]")[-1])[1]
