r"""Texts in which functions are functions of functions, each written with its letters.

``f(u, v) = (u + v)^2`` with ``u(a, b) = ...`` and ``v(a, b) = ...``: in a line that says what a
function is, its letters are numbers; elsewhere ``f`` stands for ``f(u(a, b), v(a, b))``. A letter
that is written with two lists of letters is left alone, unless the second list is all that it
depends on in the end. Next: ``notation.dependent``.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from derive.notation.cards import Card, Notation
from derive.notation.tree import NOTHING, Node
from derive.review.kinds import Inferred, Kind
from derive.review.letterforms import application
from derive.review.listed import with_lists
from derive.review.meaning import Unread, fitting, read_side, summed
from derive.review.named_numbers import settled_numbers, with_numbers
from derive.review.uses import DOTS
from derive.terms.build import call, function, symbol
from derive.terms.term import Term

if TYPE_CHECKING:
    from derive.review.read_lines import ReadLine

DEEPEST = 12
LARGEST = 2000  # parts of a value that is written out


class DependentLetters:
    """Functions by letter, with the letters that each is written with, and their values."""

    def __init__(self, lines: Sequence[ReadLine], inferred: Inferred) -> None:
        self.lists: dict[str, tuple[str, ...]] = {}
        self.values: dict[str, Term] = {}
        self.numbers = settled_numbers(lines, inferred)
        self._find(lines, inferred)

    def _find(self, lines: Iterable[ReadLine], inferred: Inferred) -> None:
        """Take in the functions of a text, if they are functions of each other."""
        found: dict[str, list[tuple[str, ...]]] = {}
        for line in lines:
            head, letters = _defined(line)
            if head and letters not in found.setdefault(head, []):
                found[head].append(letters)
        lists = {head: given[0] for head, given in found.items()}
        through = {head for head, letters in lists.items()
                   if len(letters) > 1 and any(a in lists for a in letters)}
        if not through or _in_time(lines) or any(
                kind.declared or head in inferred.operators or head in inferred.arrays.known
                for head in lists for kind in [inferred.kinds.get(head, Kind(head))]):
            return
        ends = {head: _ends(head, lists) for head in lists}
        if not all(ends.values()) or any(
                set(other) != ends[head] for head, given in found.items() for other in given[1:]):
            return
        if any(inferred.kinds.get(end, Kind(end)).arguments for end in set().union(
                *ends.values())):
            return
        self.lists = lists
        for head in lists:
            if self._value(head, inferred).size > LARGEST:
                self.lists, self.values = {}, {}
                return
        for head in lists:
            inferred.unclear.pop((head, ""), None)
            inferred.refused.pop(head, None)
            inferred.kinds[head] = Kind(head, "R", ("R",) * len(lists[head]))

    def _value(self, head: str, inferred: Inferred) -> Term:
        if head in self.values:
            return self.values[head]
        value = call(self._function(head), *(
            self._value(a, inferred) if a in self.lists else
            symbol(_name(a), inferred.kinds.get(a, Kind(a)).sort) for a in self.lists[head]))
        self.values[head] = value
        return value

    def _function(self, head: str) -> Term:
        return function(_name(head), ("R",) * len(self.lists[head]))

    def notations(self, lines: Sequence[ReadLine], notation: Sequence[Notation],
                  ) -> list[Notation]:
        """The notation of each line: what its letters stand for."""
        return [self._notation(line, n) for line, n in zip(lines, notation, strict=True)]

    def _notation(self, line: ReadLine, notation: Notation) -> Notation:
        if self.numbers:
            notation = with_numbers(notation, self.numbers)
        if not self.lists:
            return notation
        head, letters = _defined(line)
        applied = {part.value for tree in line.trees if isinstance(tree, Node)
                   for part in _before_parentheses(tree)}
        if head and letters == self.lists[head] and applied & set(self.lists) <= {head}:
            plain = [Card(symbol(_name(a), "R"), a) for a in letters if a in self.lists]
            others = {a for a in self.lists if a != head}
            return notation.only(c for c in notation.cards if c.written not in others
                                 ).with_cards(*plain)
        if not applied & set(self.lists):
            return notation.only(c for c in notation.cards if c.written not in self.lists
                                 ).with_meanings(self.values)
        return notation

    def whole(self, line: ReadLine) -> Term | None:
        """``f(w, x)``, of all that f depends on in the end."""
        head, letters = _defined(line)
        return self.values[head] if head in self.lists and letters != self.lists[head] else None


def read_sides(lines: Sequence[ReadLine], notations: Sequence[Notation], inferred: Inferred,
               dependent: DependentLetters) -> None:
    """Read both sides of each line, each in its own notation."""
    for line, own in zip(lines, notations, strict=True):
        line.notation = own
        whole = dependent.whole(line)
        line.left = read_side(line.texts[0], line.notation, inferred) if whole is None else whole
        line.right = read_side(line.texts[1], line.notation, inferred)
        first, second = line.trees  # what a rewriting refused is not read otherwise
        line.left = first if isinstance(first, Unread) else line.left
        line.right = second if isinstance(second, Unread) else line.right
        line.left, line.right = with_lists(line, partial(
            read_side, notation=line.notation, inferred=inferred))
        line.left, line.right = fitting(
            line.link, *summed(line.link, line.trees, line.left, line.right))


def _in_time(lines: Iterable[ReadLine]) -> bool:
    """Whether a letter has a dot: then it moves, whatever else it is a function of."""
    return any(node.kind == "accent" and node.value in DOTS for line in lines
               for tree in line.trees if isinstance(tree, Node) for node in tree.walk())


def _name(letter: str) -> str:
    return letter.replace("\\", "")


def _defined(line: ReadLine) -> tuple[str, tuple[str, ...]]:
    """The f and the u, v of a line ``f(u, v) = ...``."""
    tree = line.trees[0]
    if line.link.kind not in ("=", ":=", "equiv") or line.link.place or not isinstance(tree, Node):
        return "", ()
    if tree.kind != "juxt" or len(tree.parts) != 2 or not application(*tree.parts)[0]:
        return "", ()
    head, paren = tree.parts
    inside = paren.parts[0] if paren.kind == "paren" else NOTHING
    letters = inside.parts if inside.kind == "list" else (inside,)
    names = tuple(a.value for a in letters)
    if head.kind != "name" or any(a.kind != "name" for a in letters) or (
            len(set(names)) < len(names)):
        return "", ()
    return head.value, names


def _before_parentheses(tree: Node) -> Iterable[Node]:
    """The letters right before a parenthesis or bracket, with a prime or power or without."""
    for node in tree.walk():
        if node.kind in ("juxt", "product"):
            for part, following in zip(node.parts, node.parts[1:], strict=False):
                inner = part.parts[0] if part.kind == "script" else part
                core = following.parts[0] if following.kind == "script" else following
                if inner.kind == "name" and core.kind == "paren":
                    yield inner
        elif node.kind == "script" and node.value not in ("", "0"):
            yield node.parts[0]  # u' says nothing of what it is a function of


def _ends(head: str, lists: dict[str, tuple[str, ...]], depth: int = 0) -> set[str]:
    """The letters that a function depends on in the end; none where it depends on itself."""
    if depth > DEEPEST:
        return set()
    found: set[str] = set()
    for letter in lists[head]:
        inner = _ends(letter, lists, depth + 1) if letter in lists else {letter}
        if not inner:
            return set()
        found |= inner
    return found
