"""A share of the pairs of a true and a false line; all of them: benchmarks/check_lines.py."""

from __future__ import annotations

from pathlib import Path

import pytest

from derive.review.checked import check

PAIRS = Path(__file__).parents[2] / "benchmarks" / "lines" / "pairs.txt"


def pairs():
    for line in PAIRS.read_text(encoding="utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            declared, rest = line.split("|", 1)
            marks = declared[:len(declared) - len(declared.lstrip("!?"))]
            yield ("!" in marks, "?" in marks, declared.strip(" !?"),
                   *(side.strip() for side in rest.split(" | ")))


SHARE = [(only, *rest) for only, still_open, *rest in list(pairs())[3::7] if not still_open]
OPEN = [rest for _, still_open, *rest in pairs() if still_open]


def test_there_are_enough_of_them():
    assert len(list(pairs())) >= 200


@pytest.mark.parametrize(("only_declared", "declared", "left", "right", "wrong"), SHARE,
                         ids=[p[2] for p in SHARE])
def test_the_true_line_holds_and_the_false_one_is_refuted(only_declared, declared, left, right,
                                                          wrong):
    for declare in (declared,) if only_declared else (declared, ""):
        (holds,) = check(rf"\[ {left} = {right} \]", declare, isolated=False).lines
        assert holds.verdict in ("proved", "supported")
        (fails,) = check(rf"\[ {left} = {wrong} \]", declare, isolated=False).lines
        assert fails.verdict == "refuted"


def test_what_a_verdict_needs_is_offered_with_the_letters():
    line = r"\[ \int_{-\infty}^{\infty} x^2 e^{-ax^2} dx = \frac{1}{2a}\sqrt{\frac{\pi}{a}} \]"
    review = check(line, isolated=False).files[0]
    assert review.lines[0].conditions == ("a > 0 (inferred)",)
    assert review.paste == "% derive: a > 0"
    assert check(line, review.paste, isolated=False).lines[0].conditions == ()
    counted = check(r"\[ \int_0^{\pi}\sin^2(nx)dx = \frac{\pi}{2} \]", isolated=False).files[0]
    assert counted.paste == "% derive: n in N0; 1 <= n"


@pytest.mark.parametrize(("declared", "left", "right", "wrong"), OPEN, ids=[p[1] for p in OPEN])
def test_what_is_still_open_is_never_wrong(declared, left, right, wrong):
    (holds,) = check(rf"\[ {left} = {right} \]", declared, isolated=False).lines
    assert holds.verdict != "refuted"
    (fails,) = check(rf"\[ {left} = {wrong} \]", declared, isolated=False).lines
    assert fails.verdict not in ("proved", "supported")
