"""How much of real notes is read: displays, closed rows, layout, meaning; and what is refused.

Run: ``python benchmarks/read_corpus.py FOLDER``. A row is closed when it has a relation and neither
words nor an ellipsis. *Layout* means that the formula has a tree, *meaning* that both sides have a
term. ``tests/review/corpus_rows.txt`` lists rows drawn at random that were compared by eye.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from pathlib import Path
from time import perf_counter

from derive.notation.tree import Node
from derive.review.announced import Announced
from derive.review.checking import Checker
from derive.review.document import SUFFIXES, Document, read_file
from derive.review.findings import FileReview
from derive.review.judging import Judgement
from derive.review.meaning import Unread

OPEN = re.compile(r"dots|\\text|\\mbox")
CLAIMS = ("=", "<", ">", "<=", ">=", "!=", ":=", "equiv", "either")
BEYOND = re.compile(r"operator|vector|matrix|ket|commutator|norm has|product \\o|dagger|column")


def measure(document: Document, reasons: Counter[str]) -> Counter[str]:
    """The counts of one document."""
    count: Counter[str] = Counter()
    checker = Checker(document, lambda *_: Judgement("undecided"), Announced(), None,
                      FileReview(document.path))
    count["displays"] = sum(1 for d in document.displays if not d.inline)
    for scope in sorted({d.scope for d in document.displays}):
        for line in checker.read_scope(scope):
            link = line.link
            if line.display.inline:
                continue
            if link.kind not in CLAIMS or link.fault or OPEN.search(link.shown.text):
                count["open"] += 1
                continue
            count["closed"] += 1
            count["layout"] += all(isinstance(t, Node) for t in line.trees)
            unread = next((s for s in (line.left, line.right) if isinstance(s, Unread)), None)
            count["meaning"] += unread is None
            if unread is not None:
                count["beyond"] += bool(BEYOND.search(unread.message))
                reasons[unread.message[:70]] += 1
    return count


def main(folder: Path) -> None:
    total: Counter[str] = Counter()
    reasons: Counter[str] = Counter()
    start = perf_counter()
    for path in sorted(p for p in folder.rglob("*") if p.suffix in SUFFIXES):
        count = measure(read_file(path), reasons)
        total.update(count)
        print(f"{path.name:34} displays {count['displays']:4}  closed {count['closed']:4}  "
              f"layout {count['layout']:4}  meaning {count['meaning']:4}")
    closed = max(total["closed"], 1)
    print(f"all: displays {total['displays']}, closed rows {total['closed']}, "
          f"open {total['open']}; "
          f"layout {total['layout'] / closed:.1%}, meaning {total['meaning'] / closed:.1%}; "
          f"of the rest {total['beyond']} have operators, kets, vectors or matrices; "
          f"{perf_counter() - start:.1f} s")
    for reason, number in reasons.most_common(25):
        print(f"  {number:4}  {reason}")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(Path(sys.argv[1]))
