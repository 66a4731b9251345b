r"""p beside p(x): a number where the text calls it one, and a question where it does not."""

import pytest

from tests.review.lines_read import read, shown

DENSITY = "The density is \\[ p(x) = x \\] "
CALLED = "The value is 1 with probability $p$, so"


@pytest.mark.parametrize(("line", "sides"), [
    ("8p - 2 = a", ["8p − 2", "a"]),
    ("p^2 = a", ["p²", "a"]),
    ("p(x) = a", ["p(x)", "a"]),
    ("p(1 - p) = a", ["p(1 − p)", "a"]),
    ("a(1 - p) = p", ["a(1 − p)", "p"]),
])
def test_where_the_text_says_so_it_is_a_number(line: str, sides: list[str]) -> None:
    assert shown(read(f"{DENSITY}{CALLED} \\[ {line} \\]")[-1]) == sides


@pytest.mark.parametrize(("text", "line", "reason"), [
    ("The value is 1, so", "8p - 2 = a", "p stands alone here"),
    ("The value is 1 with probability $q$, so", "8p - 2 = a", "p stands alone here"),
    (CALLED, "p(1 - x) = a + p", "the number p times the parenthesis, or the function p"),
])
def test_elsewhere_it_is_asked(text: str, line: str, reason: str) -> None:
    assert any(reason in side for side in shown(read(f"{DENSITY}{text} \\[ {line} \\]")[-1]))
