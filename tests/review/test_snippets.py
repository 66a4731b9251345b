"""Formulas of lecture notes, read without any declaration, beside what was written by hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from derive.review.meaning import Unread
from tests.review.lines_read import read, shown

ROWS = [line for line in Path(__file__).with_name("snippets.txt").read_text().split("\n")[2:]
        if line.strip() and not line.startswith("#")]
SNIPPETS = [(source, below.strip()) for source, below in zip(ROWS[::2], ROWS[1::2], strict=True)]
READ = [s for s in SNIPPETS if not s[1].startswith("REFUSED")]
REFUSED = [s for s in SNIPPETS if s not in READ]


@pytest.mark.parametrize(("source", "printed"), READ)
def test_read_as_it_is_meant(source: str, printed: str) -> None:
    lines = read(f"\\[{source}\\]")
    assert "; ".join(f" {line.link.kind} ".join(shown(line)) for line in lines) == printed


@pytest.mark.parametrize(("source", "below"), REFUSED)
def test_refused_at_its_place(source: str, below: str) -> None:
    piece, _, reason = below.removeprefix("REFUSED ").rpartition(" | ")
    text = f"\\[{source}\\]"
    refusals = [side for line in read(text) for side in (line.left, line.right)
                if isinstance(side, Unread)]
    assert refusals, "nothing is refused"
    assert reason in refusals[0].message
    assert text[refusals[0].offset:refusals[0].end] == piece


def test_most_are_read() -> None:
    assert len(SNIPPETS) >= 200
    assert len(READ) >= 0.85 * len(SNIPPETS)
