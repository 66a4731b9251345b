"""What a line takes from lines that were not read, and which lines the next one solves.

Next: ``obligations``.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from derive.notation.tree import Node
from derive.review.letterforms import application, arguments_of, base_key, decoration
from derive.review.meaning import symbol_name
from derive.terms.term import Term

if TYPE_CHECKING:
    from derive.review.read_lines import ReadLine


def letters_given(line: ReadLine) -> set[str]:
    """The letters that a line gives a value, had it been read: what stands alone on a side."""
    found: set[str] = set()
    for tree, text in zip(line.trees, (line.link.left, line.link.right), strict=True):
        if isinstance(tree, Node):
            first = tree.parts[0] if tree.kind == "juxt" else tree
            alone = tree.kind in ("name", "script", "accent") or (
                tree.kind == "juxt" and len(tree.parts) == 2
                and bool(application(tree.parts[0], tree.parts[1])[0])
                and all(a.kind == "name" for a in arguments_of(tree.parts[1])))
            if alone and first.kind in ("name", "script", "accent"):
                found.add(base_key(first).replace("\\", ""))
        elif re.fullmatch(r"\\?[A-Za-z]+(?:_\{?\w+\}?)?", text.text.strip()):
            found.add(text.text.strip().lstrip("\\").partition("_")[0])
    return found


def common_names(lines: list[ReadLine], least: int = 4) -> frozenset[str]:
    """Names with a subscript that many lines mention, whether or not those are read."""
    count: Counter[str] = Counter()
    for line in lines:
        count.update({
            symbol_name(f"{base_key(node)}_{decoration(node.parts[1])}")
            for tree in line.trees if isinstance(tree, Node) for node in tree.walk()
            if node.kind == "script" and node.parts[1] and node.parts[0].kind == "name"})
    return frozenset(name for name, number in count.items() if number >= least)


def solved(lines: list[ReadLine]) -> set[int]:
    """Lines that the next one solves: ``2x = 4 ⟹ x = 2``."""
    found: set[int] = set()
    for number, line in enumerate(lines[:-1]):
        following = lines[number + 1]
        if following.display is line.display and following.link.joined in ("implies", "iff"):
            found.add(number)
        left = following.left
        if isinstance(left, Term) and left.head == "sym" and following.link.place == 0:
            sides = [s for s in (line.left, line.right) if isinstance(s, Term)]
            if any(left in s.free for s in sides) and line.left is not left:
                found.add(number)
    for number in sorted(found, reverse=True):  # a system: all its equations are solved
        while number and lines[number].link.joined == "and" and (
                lines[number - 1].display is lines[number].display):
            number -= 1
            found.add(number)
    return found


def given_below(lines: list[ReadLine]) -> list[tuple[tuple[Term, str], ...]]:
    """For each line the letters that stand alone on the left of a later one, with that line."""
    found: list[tuple[tuple[Term, str], ...]] = []
    later: dict[Term, str] = {}
    for line in reversed(lines):
        found.append(tuple(later.items()))
        left = line.left
        if isinstance(left, Term) and left.head == "sym" and line.link.place == 0 and (
                line.link.kind in ("=", ":=", "equiv")) and (
                line.link.joined not in ("implies", "iff")):
            later[left] = line.id
    return found[::-1]
