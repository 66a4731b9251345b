r"""The library as a homework: every line printed, read back and checked, then with one slip.

Run: ``python benchmarks/mutations.py [NAME …] [-v]``. A line of a derivation is written as LaTeX
below everything that it assumes, each hypothesis in a display of its own that begins with *Let*;
the document is checked with the letters of the derivation. Then one thing in the line is changed
(sign, factor, exponent, index, transpose, prime …) and the line must be refuted, no other line
must, and the slip should be named. Prints the counts and every line that came out otherwise.
A change that leaves the side equal to what it was (the kernel proves it, or balls agree) is no
slip; those are counted apart and printed, to be read by eye. Slips are made in equations; they
leave whole numbers whole (no root in an index) and never multiply both sides of an equation. An
inequality is turned round.
"""

from __future__ import annotations

import argparse
import random
from collections import Counter
from dataclasses import dataclass
from itertools import islice
from time import perf_counter

from derive import catalog
from derive.kernel.claim import Grade
from derive.notation import latex
from derive.notation.errors import NotationError
from derive.review.announced import Announced
from derive.review.checking import check_document
from derive.review.document import read_document
from derive.review.engine import Engine
from derive.review.findings import FileReview, Finding
from derive.review.library import library
from derive.review.slips import changes, hint
from derive.rules.lecture import Lecture, Line
from derive.terms.domains import sort_of
from derive.terms.term import Term

KINDS = ("sign", "factor", "exponent", "index", "transpose", "prime", "root", "constant")
RELATIONS = ("eq", "le", "lt", "ne")
MOST = 4  # slips a line


def slips(side: Term, seed: str, other: Term) -> list[tuple[str, Term]]:
    """Some slips in a side: one of each kind, places drawn from a fixed seed."""
    drawn = random.Random(seed)
    found = []
    for name in KINDS:
        candidates = [r.side for r in islice(changes(side, catalog.MISTAKES.get(name)), 60)
                      if r.side.shape == side.shape and whole(r.side) <= whole(side)
                      and (other.free or side not in r.side.args)]
        if candidates:
            found.append((name, drawn.choice(candidates)))
    drawn.shuffle(found)
    return found[:MOST]


def whole(side: Term) -> int:
    """How many indices, exponents and factorials of a side are not certainly natural numbers."""
    count = 0
    for t in side.walk():
        slots = [a for a, sort in zip(t.args[1:], t.args[0].data[1], strict=True)
                 if sort == "N0"] if t.head == "call" else list(t.args) if (
                     t.head in ("factorial", "delta")) else [t.args[1]] if (
                         t.head == "pow" and any(s.sort == "N0" for s in t.args[1].free)) else []
        count += sum(sort_of(a) != "N0" for a in slots)
    return count


def shown(formula: Term) -> Term:
    """A hypothesis as a person writes it: without quantifiers, and without saying that it moves."""
    while formula.head in ("forall", "forall_in", "along"):
        formula = formula.args[0] if formula.head == "along" else formula.args[1]
    return formula


def given_as(hypothesis: Term) -> Term:
    """A hypothesis as it is written; that something is nowhere so, or always less, says of what."""
    inside = shown(hypothesis)
    return inside if inside.head not in ("ne", "lt", "le") else hypothesis


@dataclass
class Homework:
    """Documents of one line each, made from a lecture and checked with its letters."""

    lecture: Lecture
    engine: Engine

    def __post_init__(self) -> None:
        brought = library((self.lecture.name,))
        self.announced = Announced(self.lecture.notation, brought=brought)

    def text(self, line: Line, conclusion: Term) -> str:
        given = [latex(given_as(h), self.lecture.notation) for h in line.claim.hypotheses]
        return "\n".join([*(f"Let\n\\[ {h} \\]" for h in dict.fromkeys(given)),
                          f"Then\n\\[ {latex(conclusion, self.lecture.notation)} \\]"])

    def same(self, side: Term, new: Term) -> bool:
        """Whether a change leaves a side what it was, whatever the line says."""
        self.engine.begin()
        judged = self.engine((), Term("eq", (), (side, new)), self.announced.brought)
        return judged.verdict in ("proved", "supported")

    def check(self, text: str) -> FileReview:
        return check_document(read_document(text), self.engine, self.announced, hint)


def text_of(side: Term, homework: Homework) -> str:
    try:
        return latex(side, homework.lecture.notation)[:140]
    except NotationError as problem:
        return str(problem)


def told(text: str, finding: Finding) -> str:
    return f"{finding.verdict} {finding.reason}\n      {text.splitlines()[-1][:150]}"


def examine(homework: Homework, line: Line, count: Counter[str], verbose: bool) -> None:
    """Check one line as it is, and with slips."""
    name, claim = line.label, shown(line.claim.conclusion)
    try:
        text = homework.text(line, claim)
    except NotationError as problem:
        print(f"  {name}: not written: {problem}")
        count["lines not written"] += 1
        return
    right = homework.check(text)
    last = right.lines[-1]
    count["lines"] += 1
    count["lines hold"] += last.verdict in ("proved", "supported")
    count[f"  of which {last.verdict}"] += 1
    alarms = [f for f in right.lines if f.verdict == "refuted"]
    count["false alarms"] += len(alarms)
    if last.verdict not in ("proved", "supported") or alarms or verbose:
        print(f"  {name}: {told(text, alarms[0] if alarms else last)}")
    if claim.head not in RELATIONS:
        return
    if claim.head != "eq":
        turned = Term(claim.head, claim.data, (claim.args[1], claim.args[0]))
        _slip(homework, line, turned, "turned round", count)
        return
    for place in (1, 0):
        side, other = claim.args[place], claim.args[1 - place]
        if not side.free:
            continue  # zero with another sign is no slip
        for kind, new in slips(side, f"{name} {place}", other)[:MOST if place else 1]:
            if homework.same(side, new):
                count["changes that are none"] += 1
                print(f"  {name}, {kind}: changes nothing\n      {text_of(side, homework)}"
                      f"\n      {text_of(new, homework)}")
                continue
            args = (other, new) if place else (new, other)
            _slip(homework, line, Term("eq", (), args), kind, count)


def _slip(homework: Homework, line: Line, wrong: Term, kind: str, count: Counter[str]) -> None:
    try:
        text = homework.text(line, wrong)
        if text == homework.text(line, shown(line.claim.conclusion)):
            return
    except NotationError:
        return
    review = homework.check(text)
    found = review.lines[-1]
    count["slips"] += 1
    count["slips refuted"] += found.verdict == "refuted"
    count["slips repaired"] += bool(found.repair)
    count["slips at the wrong line"] += any(f.verdict == "refuted" for f in review.lines[:-1])
    if found.verdict != "refuted" or len([f for f in review.lines if f.verdict == "refuted"]) > 1:
        print(f"  {line.label}, {kind}: {told(text, found)}")


def main(name: str, verbose: bool, only: str) -> Counter[str]:
    lecture = catalog.DERIVATIONS.get(name).make()
    count: Counter[str] = Counter()
    start = perf_counter()
    with Engine(6.0) as engine:
        homework = Homework(lecture, engine)
        for line in lecture.lines:
            if line.grade is Grade.PROVED and (not only or line.label == only):
                examine(homework, line, count, verbose)
    print(f"{name}: " + ", ".join(f"{n} {k.strip()}" for k, n in count.items())
          + f"; {perf_counter() - start:.0f} s\n")
    return count


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("names", nargs="*", default=[])
    parser.add_argument("-v", action="store_true", help="print every line")
    parser.add_argument("--line", default="", help="only the line of this label")
    chosen = parser.parse_args()
    total: Counter[str] = Counter()
    for derivation in chosen.names or catalog.DERIVATIONS.names():
        total += main(derivation, chosen.v, chosen.line)
    print(", ".join(f"{n} {k.strip()}" for k, n in total.items()))
