"""The first cell of a notebook declares, in each of the ways people write it."""

import json

import pytest

from derive.review.checked import check_paths

FIRST = {
    "raw": ("raw", "derive: x > 0"),
    "raw front matter": ("raw", "---\nderive:\n  - x > 0\n---"),
    "markdown": ("markdown", "# Title\n\nderive: x > 0\n\nWords."),
    "list": ("markdown", "derive:\n- x > 0\n- n in N0\n"),
    "front matter": ("markdown", "---\nderive:\n  - x > 0\n---\n# T"),
    "comment": ("markdown", "<!-- derive: x > 0 -->"),
}


def checked(path, first, ignore=False):
    kind, source = first
    cells = [{"cell_type": kind, "source": [source]},
             {"cell_type": "markdown", "source": ["$$\\sqrt{x^2} = x$$"]}]
    path.write_text(json.dumps({"cells": cells, "metadata": {}, "nbformat": 4,
                                "nbformat_minor": 5}))
    return check_paths([str(path)], ignore=ignore).files[0]


@pytest.mark.parametrize("first", FIRST.values(), ids=FIRST)
def test_the_first_cell_declares(tmp_path, first):
    review = checked(tmp_path / "a.ipynb", first)
    assert review.declared == {"x": "> 0"} or "x" in review.declared
    assert [(f.verdict, f.conditions) for f in review.lines] == [("proved", ())]
    assert review.remarks == ()


def test_declarations_of_submissions_are_dropped(tmp_path):
    review = checked(tmp_path / "a.ipynb", FIRST["raw"], ignore=True)
    assert review.declared == {}
    assert review.lines[0].conditions == ("x > 0 (inferred)",)
