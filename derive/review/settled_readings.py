r"""Readings that the rest of a section settles: whose e it is, and how far ``\sin k(x-a)`` reaches.

``1 - e^{-2}`` subtracts a number from a number: beside ``e^{ikx}``, and where no ``\epsilon_0``
speaks of charges, e is Euler's. ``\sin k(x-a)`` is the sine of ``k(x-a)`` where ``e^{ik(x-a)}`` or
``\sin kx`` says that k and x belong together, and nothing takes the sine of k alone;
``\sin\theta(1+\cos\theta)`` is not. Next: ``checking``, ``derive.notation.reach``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import TYPE_CHECKING

from derive.notation.cards import Notation
from derive.notation.reach import ANGULAR, joined_with
from derive.notation.tree import Node, core_of, factors_of
from derive.notation.write_latex import write_latex

if TYPE_CHECKING:
    from derive.review.read_lines import ReadLine

EULER = "e"
#: constants beside which e is a charge
ELECTRIC = frozenset({"\\epsilon_0", "\\varepsilon_0"})
CHARGES = ("charge", "electron", "proton", "Coulomb", "nucle")
#: letters of which a sine is taken by itself
ANGLES = frozenset({"\\theta", "\\phi", "\\varphi", "\\vartheta", "\\alpha", "\\beta", "\\gamma"})


def settled(base: Notation, lines: Iterable[ReadLine], declared: Iterable[str]) -> Notation:
    """The notation with what the trees of a section settle."""
    known, lines = set(declared), list(lines)
    trees = [t for line in lines for t in line.trees if isinstance(t, Node)]
    words = " ".join(line.display.lead for line in lines)
    if EULER not in known and base.named(EULER) is None and is_euler(trees) and not any(
            word in words for word in CHARGES):
        base = base.with_constant(EULER)
    for letter in sorted(reaching(trees) - known):
        base = base.with_constant(joined_with(letter))
    return base


def is_euler(trees: Iterable[Node]) -> bool:
    r"""Whether e is added to a number in some place, and is raised to letters in another.

    >>> from derive.notation.reader import parse_tree
    >>> [is_euler([parse_tree(t), parse_tree("e^{ikx}")]) for t in (
    ...     "2(1 - \\frac{1}{e^2})", "\\frac{e^2}{x} - 1", "1 - \\frac{e^2}{4\\pi\\epsilon_0}")]
    [True, False, False]
    """
    nodes = [node for tree in trees for node in tree.walk()]
    if any(n.kind == "script" and write_latex(n) in ELECTRIC for n in nodes):
        return False
    raised = any(n.kind == "script" and n.parts[0].is_name(EULER) and n.parts[2].kind != "paren"
                 and any(m.kind == "name" for m in n.parts[2].walk()) for n in nodes)
    return raised and any(
        any(_is_power(p) for p in n.parts) and any(_is_number(p) for p in n.parts)
        for n in nodes if n.kind == "sum")


def _is_power(node: Node) -> bool:
    """``2e^2`` or ``\\frac{1}{e^2}``: numbers and powers of e."""
    names = [n for n in node.walk() if n.kind in ("name", "accent", "text")]
    return bool(names) and all(n.is_name(EULER) for n in names) and all(
        n.kind in ("number", "name", "script", "juxt", "frac", "minus", "nothing")
        for n in node.walk())


def _is_number(node: Node) -> bool:
    return all(n.kind in ("number", "frac", "minus", "nothing") for n in node.walk())


def reaching(trees: Iterable[Node]) -> set[str]:
    r"""The letters before parentheses that belong to the argument of a function.

    >>> from derive.notation.reader import parse_tree
    >>> [sorted(reaching([parse_tree(a), parse_tree(b)])) for a, b in (
    ...     (r"\sin k(x-a)", "e^{ikx}"), (r"\sin k(x-a)", r"\cos ka"), (r"\sin k(x-a)", "kx"),
    ...     (r"\sin\theta(1+\cos\theta)", r"\sin\theta"), (r"\sin k(x-a)", r"\sin kx + \cos k"))]
    [['k'], ['k'], [], [], []]
    """
    read = list(trees)
    before: dict[str, set[str]] = {}
    for parts in _runs(read):
        for place, (letter, inside) in enumerate(pairwise(parts)):
            if place and letter.kind == "name" and letter.value not in ANGLES and (
                    inside.kind == "paren" and inside.parts[0].kind == "sum") and (
                    _angular(parts[place - 1])):
                before.setdefault(letter.value, set()).update(
                    n.value for p in inside.parts[0].parts for n in factors_of(
                        p.parts[0] if p.kind == "minus" else p) if n.kind == "name")
    return {letter for letter, summands in before.items()
            if _together(read, letter, summands) and not _alone(read, letter)}


def _together(trees: Iterable[Node], letter: str, summands: set[str]) -> bool:
    """Whether an exponent or a function has the letter right before a letter of the parenthesis."""
    for inside in _arguments(trees):
        for first, second in pairwise(inside):
            if first.is_name(letter) and ((second.kind == "name" and second.value in summands) or (
                    second.kind == "paren" and summands & {
                        n.value for n in second.walk() if n.kind == "name"})):
                return True
    return False


def _arguments(trees: Iterable[Node]) -> Iterator[tuple[Node, ...]]:
    """Factors that stand in an exponent of e, or right behind a function without parentheses."""
    for node in (n for tree in trees for n in tree.walk()):
        if node.kind == "script" and node.parts[0].is_name(EULER):
            yield from (factors_of(n) for n in node.parts[2].walk() if n.kind == "juxt")
        if node.kind == "juxt":
            for place, part in enumerate(node.parts[:-1]):
                following = node.parts[place + 1]
                if _angular(part) and following.kind == "name":
                    yield tuple(p for p in node.parts[place + 1:place + 3] if p.kind == "name")
                elif _angular(part) and following.kind == "paren":
                    yield factors_of(following.parts[0])


def _alone(trees: Iterable[Node], letter: str) -> bool:
    """Whether a function is taken at the letter alone."""
    for parts in _runs(trees):
        for place, part in enumerate(parts[:-1]):
            last = place + 2 == len(parts)
            if _angular(part) and parts[place + 1].is_name(letter) and (last or (
                    parts[place + 2].kind not in ("name", "paren", "script")
                    or _angular(parts[place + 2]))):
                return True
    return False


def _runs(trees: Iterable[Node]) -> Iterator[tuple[Node, ...]]:
    return (node.parts for tree in trees for node in tree.walk() if node.kind == "juxt")


def _angular(node: Node) -> bool:
    return core_of(node).kind == "name" and core_of(node).value in ANGULAR
