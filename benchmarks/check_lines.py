"""Verdicts on pairs of a true and a false line: how many are decided, and none of them wrong.

Run: ``python benchmarks/check_lines.py [--bare | --proposed] [--speed]``. ``--bare`` drops the
declarations, so that every kind is inferred; ``--proposed`` checks again with the line that the
report of the bare run offers to paste. ``--speed`` measures polynomial, trigonometric and
exponential lines alone, each chain in one document, after a first run. Prints the figures and
every line that was not decided.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from pathlib import Path
from time import perf_counter

from derive.review.checked import check
from derive.review.findings import Finding

PAIRS = Path(__file__).parent / "lines" / "pairs.txt"
PLAIN = re.compile(r"^(?!.*\\(?:int|sum|binom|frac\{d|frac\{\\partial|top|mathrm)).*$")


def pairs(bare: bool = False) -> list[tuple[str, str, str, str]]:
    """Declarations, left side, right side that holds, right side that does not."""
    found = []
    for line in PAIRS.read_text(encoding="utf-8").splitlines():
        if line.strip() and not line.startswith("#") and not (bare and line.startswith("!")):
            declared, rest = line.lstrip("!?").split("|", 1)
            sides = [side.strip() for side in rest.split(" | ")]
            found.append((declared.strip(), *sides))
    return [f for f in found if len(f) == 4]


def finding(source: str, declared: str, mode: str) -> Finding:
    """The finding on one line in a mode of measuring."""
    if mode == "declared":
        return check(source, declared, isolated=False).lines[0]
    review = check(source, isolated=False)
    paste = review.files[0].paste
    return check(source, paste, isolated=False).lines[0] if (
        mode == "proposed" and paste) else review.lines[0]


def main(mode: str) -> None:
    count: dict[str, Counter[str]] = {"true": Counter(), "false": Counter()}
    hints = 0
    start = perf_counter()
    for declared, left, right, wrong in pairs(mode != "declared"):
        for name, side in (("true", right), ("false", wrong)):
            found = finding(rf"\[ {left} = {side} \]", declared, mode)
            count[name][found.verdict + (" conditionally" if found.conditions else "")] += 1
            hints += name == "false" and bool(found.hint)
            good = ("proved", "supported") if name == "true" else ("refuted",)
            if found.verdict not in good:
                print(f"  {name:5} {found.verdict:9} {left} = {side}   {found.reason}")
    seconds = perf_counter() - start
    for name, verdicts in count.items():
        print(f"{name}: {sum(verdicts.values())} lines: " + ", ".join(
            f"{n} {v}" for v, n in verdicts.most_common()))
    wrong_ones = sum(n for v, n in count["true"].items() if v.startswith("refuted")) + sum(
        n for v, n in count["false"].items() if v.startswith(("proved", "supported")))
    total = sum(sum(c.values()) for c in count.values())
    print(f"wrong verdicts: {wrong_ones}; repairs proposed: {hints}; {total / seconds:.0f} lines/s")


def speed() -> None:
    """Lines a second on the plain ones, true and false alike, the fastest of three runs."""
    plain = [p for p in pairs() if PLAIN.match(p[1])]
    times = []
    for _ in range(3):
        start = perf_counter()
        for declared, left, right, _wrong in plain:
            check(rf"\[ {left} = {right} \]", declared, isolated=False)
        times.append(perf_counter() - start)
    print(f"{len(plain)} polynomial, trigonometric and exponential lines: "
          f"{len(plain) / min(times):.0f} lines/s")


if __name__ == "__main__":
    if "--speed" in sys.argv:
        speed()
    else:
        main("bare" if "--bare" in sys.argv else
             "proposed" if "--proposed" in sys.argv else "declared")
