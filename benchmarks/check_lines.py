"""Verdicts on pairs of a true and a false line: how many are decided, and none of them wrong.

Run: ``python benchmarks/check_lines.py [--bare]``; ``--bare`` drops the declarations, so that
every kind is inferred. Prints the figures and every line that was not decided.
"""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path
from time import perf_counter

from derive.review.checked import check

PAIRS = Path(__file__).parent / "lines" / "pairs.txt"


def pairs() -> list[tuple[str, str, str, str]]:
    """Declarations, left side, right side that holds, right side that does not."""
    found = []
    for line in PAIRS.read_text(encoding="utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            declared, rest = line.split("|", 1)
            sides = [side.strip() for side in rest.split(" | ")]
            found.append((declared.strip(), *sides))
    return [f for f in found if len(f) == 4]


def main(bare: bool) -> None:
    count: dict[str, Counter[str]] = {"true": Counter(), "false": Counter()}
    hints = 0
    start = perf_counter()
    for declared, left, right, wrong in pairs():
        for name, side in (("true", right), ("false", wrong)):
            declare = "" if bare else declared
            finding = check(rf"\[ {left} = {side} \]", declare, isolated=False).lines[0]
            said = finding.verdict + (" conditionally" if finding.conditions else "")
            count[name][said] += 1
            hints += name == "false" and bool(finding.hint)
            good = ("proved", "supported") if name == "true" else ("refuted",)
            if finding.verdict not in good:
                print(f"  {name:5} {finding.verdict:9} {left} = {side}   {finding.reason}")
    seconds = perf_counter() - start
    for name, verdicts in count.items():
        print(f"{name}: {sum(verdicts.values())} lines: " + ", ".join(
            f"{n} {v}" for v, n in verdicts.most_common()))
    wrong = count["true"]["refuted"] + count["false"]["proved"] + count["false"]["supported"]
    total = sum(sum(c.values()) for c in count.values())
    print(f"wrong verdicts: {wrong}; repairs proposed: {hints}; {total / seconds:.0f} lines/s")


if __name__ == "__main__":
    main("--bare" in sys.argv)
