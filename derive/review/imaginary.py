r"""The letter i, where a section also counts with it: ``\sum_i p_i`` beside ``e^{ikx}``.

Where a sum runs over i, or an index is i, it is that letter. A factor i in a formula that neither
binds i nor hangs it on a letter is the imaginary unit. Next: ``kinds``.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from derive.notation.cards import Notation
from derive.notation.tree import Node

if TYPE_CHECKING:
    from derive.review.read_lines import ReadLine

UNIT = "i"


def with_unit(notation: Notation, trees: Iterable[object], declared: Iterable[str]) -> Notation:
    """The notation in which a formula is read: there i is no letter, if it is a factor.

    >>> from derive.notation.cards import Card
    >>> from derive.notation.reader import parse_tree
    >>> from derive.terms.build import symbol
    >>> counting = Notation([Card(symbol("i", "N0"), "i")])
    >>> [len(with_unit(counting, [parse_tree(t)], ()).cards) for t in ("e^{ikx}", "i p_i", "i+1")]
    [0, 1, 1]
    """
    read = [tree for tree in trees if isinstance(tree, Node)]
    if notation.named(UNIT) is None or UNIT in set(declared) or not is_unit(read):
        return notation
    return notation.only(tuple(card for card in notation.cards if card.written != UNIT))


def units(lines: Iterable[ReadLine], own: Iterable[Notation], declared: Iterable[str],
          ) -> list[Notation]:
    """The notations of lines, each with i as it is meant there."""
    known = set(declared)
    return [with_unit(notation, line.trees, known)
            for line, notation in zip(lines, own, strict=True)]


def is_unit(trees: Iterable[Node]) -> bool:
    """Whether i is a factor in some of the formulas, and an index in none."""
    factor = False
    for tree in trees:
        for node in tree.walk():
            counts = (node.parts[:1] if node.kind in ("big", "integral") else
                      node.parts[1:2] if node.kind == "script" else ())
            if any(part.is_name(UNIT) for place in counts for part in place.walk()):
                return False
            if node.kind == "juxt" or (node.kind == "frac" and node.parts[0].is_name(UNIT)):
                factor |= any(part.is_name(UNIT) for part in node.parts)
    return factor
