r"""Definitions of functions and arrays hold beyond their section, where the next ones use them.

Kinds are inferred afresh in each section; that ``z_1 = W_1 x + b_1`` was said under "Forward pass"
is still so under "Backward pass". Exercises stand by themselves, and so do plain numbers: an E is
seldom the same E. Next: ``checking``.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from derive.notation.tree import Node
from derive.review.array_letters import letter
from derive.review.displays import EXERCISE, SCOPES
from derive.review.judging import Judgement
from derive.review.lines import Outcome
from derive.review.meaning import Unread
from derive.terms.term import Term

if TYPE_CHECKING:
    from derive.review.read_lines import ReadLine

#: letters of places, times and counts: the argument of everything
RUNNING = frozenset({*"xyztrsuvnmijklqp", "\\xi", "\\theta", "\\phi", "\\tau"})
MOST = 40


def by_itself(title: str) -> bool:
    """Whether a section is an exercise.

    >>> by_itself("Problem 2"), by_itself("Backward pass")
    (True, False)
    """
    return bool(EXERCISE.match(title.lstrip("{ ")) or SCOPES.fullmatch(title.strip()))


@dataclass
class Carrying:
    """Lines of earlier sections by the letter that they say something of, the last one last."""

    kept: dict[str, ReadLine] = field(default_factory=dict)
    arrays: set[str] = field(default_factory=set)  # ids of the lines that are about arrays

    def keep(self, line: ReadLine, outcome: Outcome, shapes: Iterable[str]) -> None:
        """Take in a line that was just judged, if it defines a function or an array."""
        left, right = line.trees
        if not isinstance(left, Node) or not isinstance(right, Node):
            return
        known, key = set(shapes), defined(left)
        of_arrays = key in known or bool(known & letters(right))
        member = line.link.kind == "in" and line.display.inline and of_arrays
        defines = outcome.kind == "definition" and outcome.judgement.verdict == "given"
        applied = left.kind == "juxt" or (
            isinstance(line.left, Term) and line.left.head == "operator")
        if not key or (key in RUNNING and not of_arrays) or not (
                member or (defines and (applied or of_arrays))):
            return
        self.kept.pop(key, None)
        self.kept[key] = line
        if of_arrays:
            self.arrays.add(line.id)

    def wanted(self, own: list[ReadLine]) -> list[ReadLine]:
        """The lines of earlier sections that these lines rest on, in their order."""
        here = {defined(line.trees[0]) for line in own if isinstance(line.trees[0], Node)
                and line.link.place == 0 and line.link.kind in ("=", ":=", "equiv", "in")}
        needed = set().union(*(letters(t) for line in own for t in line.trees
                               if isinstance(t, Node))) - here
        chosen: dict[str, ReadLine] = {}
        waiting = [key for key in self.kept if key in needed]
        while waiting and len(chosen) < MOST:
            key = waiting.pop()
            if key in chosen or key in here:
                continue
            chosen[key] = self.kept[key]
            waiting.extend(k for t in chosen[key].trees if isinstance(t, Node)
                           for k in letters(t) if k in self.kept)
        return [replace(line, carried=True) for key, line in self.kept.items() if key in chosen]

    def doubted(self, outcome: Outcome, ids: set[str]) -> Outcome:
        """A refutation that rests on a function of another section: it may be another one here."""
        from_there = [n for n in outcome.uses if n in ids and n not in self.arrays]
        if outcome.judgement.verdict != "refuted" or not from_there:
            return outcome
        return replace(outcome, judgement=Judgement(
            "undecided", "", f"it does not hold with line {from_there[0]}, in another section"))


def unread(lines: Iterable[ReadLine]) -> int:
    """How many lines of a section are not read."""
    return sum(isinstance(line.left, Unread) or isinstance(line.right, Unread)
               for line in lines if not line.carried)


def defined(left: Node) -> str:
    """The letter that stands alone, or before its arguments, on a left side."""
    if left.kind == "juxt" and len(left.parts) == 2 and left.parts[1].kind == "paren":
        left = left.parts[0]
    return key_of(left)


def key_of(node: Node) -> str:
    """A letter with what is part of its name: ``W_1``, but ``psi`` for a level n."""
    if node.kind == "script" and node.parts[1] and node.parts[1].kind not in ("number", "text"):
        return key_of(node.parts[0])
    return letter(node)


def letters(tree: Node) -> set[str]:
    """The letters of a formula, each with its name's subscript."""
    found: set[str] = set()
    inner: set[int] = set()
    for node in tree.walk():
        if id(node) in inner or node.kind not in ("name", "script", "accent"):
            continue
        key = key_of(node)
        if key:
            found.add(key)
            if node.kind != "name":
                inner.update(id(part) for part in node.parts[0].walk())
    return found
