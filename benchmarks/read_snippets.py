"""How many of the snippets of lecture notes are read, refused at their place, or silently wrong.

Run: ``python benchmarks/read_snippets.py``. The snippets, with what was written by hand below each,
are in ``tests/review/snippets.txt``; wrong is what is read and printed back as something else.
"""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from derive.review.meaning import Unread
from tests.review.lines_read import read, shown
from tests.review.test_snippets import SNIPPETS


def main() -> None:
    count = {"read": 0, "refused": 0, "wrong": 0}
    for source, below in SNIPPETS:
        lines = read(f"\\[{source}\\]")
        refused = any(isinstance(side, Unread) for line in lines
                      for side in (line.left, line.right))
        printed = "; ".join(f" {line.link.kind} ".join(shown(line)) for line in lines)
        kind = "refused" if refused else "read" if printed == below else "wrong"
        count[kind] += 1
        if kind == "wrong":
            print(f"{source}\n    is read as {printed}\n    and not as {below}")
    print(f"{len(SNIPPETS)} snippets: " + ", ".join(
        f"{kind} {number} ({number / len(SNIPPETS):.1%})" for kind, number in count.items()))


if __name__ == "__main__":
    main()
