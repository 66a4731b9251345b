"""The library as a homework: every line printed, read back and checked, then with one slip.

Run: ``python benchmarks/mutations.py [NAME]``. Each line of a derivation is written as LaTeX and
checked with ``use NAME``; then one token is changed (sign, factor, exponent, index, prime) and
the line must be refuted. Prints the counts and every line that came out otherwise.
"""

from __future__ import annotations

import random
import sys
from collections import Counter
from itertools import islice
from time import perf_counter

from derive import catalog
from derive.notation import latex
from derive.review.announced import announce
from derive.review.checking import check_document
from derive.review.document import read_document
from derive.review.engine import Engine
from derive.review.slips import changes, hint
from derive.terms.term import Term

KINDS = ("sign", "factor", "exponent", "index", "prime")


def slips(side: Term, seed: str, most: int) -> list[tuple[str, Term]]:
    """Some slips in a side: one of each kind, places drawn from a fixed seed."""
    drawn = random.Random(seed)
    found = []
    for name in KINDS:
        candidates = list(islice(changes(side, catalog.MISTAKES.get(name)), 60))
        if candidates:
            found.append((name, drawn.choice(candidates).side))
    drawn.shuffle(found)
    return found[:most]


def main(name: str) -> None:
    lecture = catalog.DERIVATIONS.get(name).make()
    announced = announce([f"use {name}"])
    count: Counter[str] = Counter()
    start = perf_counter()
    with Engine(isolated=False) as engine:
        def verdict(source: str) -> object:
            review = check_document(read_document(f"\\[ {source} \\]"), engine, announced, hint)
            return review.lines[0]

        for section in lecture.sections:
            for line in section.lines:
                claim = line.claim.conclusion
                if claim.head != "eq" or line.claim.hypotheses:
                    continue
                true = verdict(line.latex)
                count[f"true {true.verdict}"] += 1
                if true.verdict not in ("proved", "supported", "given"):
                    print(f"  {line.label}: {true.verdict} {true.reason}")
                if not claim.args[1].free:
                    continue  # zero with another sign is no slip
                for kind, side in slips(claim.args[1], line.label, 3):
                    wrong = Term("eq", (), (claim.args[0], side))
                    found = verdict(latex(wrong, lecture.notation))
                    count[f"slip {found.verdict}"] += 1
                    count["repaired"] += bool(found.hint)
                    if found.verdict != "refuted":
                        print(f"  {line.label} with a slip ({kind}): {found.verdict} "
                              f"{found.reason}  {found.source[:90]}")
    print(f"{name}: " + ", ".join(f"{n} {k}" for k, n in sorted(count.items()))
          + f"; {perf_counter() - start:.0f} s")


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "oscillator")
