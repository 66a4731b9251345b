"""Rows of real notes, drawn at random and compared by eye with how they are printed back.

The notes are not part of this repository (see their licences): the list holds the place of each
row, a hash of its source and a hash of the terms that it was read as. Set DERIVE_CORPUS to the
folder of the notes to run this.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.review.corpus_list import digest, files, rows

LIST = Path(__file__).with_name("corpus_rows.txt")
LISTED = [line.split() for line in LIST.read_text().split("\n") if line and line[0] != "#"]
CORPUS = os.environ.get("DERIVE_CORPUS", "")


def test_the_list_is_long_enough() -> None:
    assert len({place for place, _, _ in LISTED}) == len(LISTED) >= 200


@pytest.mark.skipif(not CORPUS, reason="the notes are elsewhere: DERIVE_CORPUS names their folder")
def test_every_listed_row_is_read_as_it_was_compared() -> None:
    found = {row.place: row for path in files(Path(CORPUS)) for row in rows(path)}
    changed = []
    for place, source, terms in LISTED:
        row = found.get(place)
        if row is None or digest(row.source) != source:
            changed.append(f"{place}: not read any more")
        elif digest(row.terms) != terms:
            changed.append(f"{place}: now read as {row.printed}")
    assert not changed
