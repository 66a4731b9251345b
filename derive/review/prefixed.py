r"""Whether ``\Delta x`` is one letter in a text: after every Delta the letter of a number follows.

A Delta by itself may be a discriminant, one before a function is Laplace's operator. Next:
``derive.notation.increments``.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol

from derive.notation.increments import DELTA, joined
from derive.notation.tree import Node
from derive.review.kinds import ALWAYS_FUNCTIONS
from derive.review.letterforms import base_key
from derive.review.meaning import Unread
from derive.review.uses import Uses


class Row(Protocol):
    """What has the trees of two sides."""

    trees: tuple[Node | Unread, Node | Unread]


def join_increments(rows: Sequence[Row]) -> None:
    """Make one letter of every Delta with its letter, if that is what they are in these rows."""
    if with_increments(row.trees for row in rows):
        for row in rows:
            left, right = (joined(t) if isinstance(t, Node) else t for t in row.trees)
            row.trees = (left, right)


def with_increments(trees: Iterable[tuple[object, object]]) -> bool:
    r"""Whether every Delta of a text, of two at least, makes one letter with the letter after it.

    One is enough where the letter also wears a hat: it is the spread of an operator; and where
    it is said to be the root of a mean square.

    >>> from derive.notation.reader import parse_tree
    >>> [with_increments([(parse_tree(a), parse_tree(b))]) for a, b in (
    ...     (r"\Delta x\Delta p", "2"), (r"\Delta x", r"\sqrt{\Delta}"),
    ...     (r"\Delta u", r"\Delta u"), (r"\Delta x", "2"), (r"\Delta p", r"\hat{p}"),
    ...     (r"\Delta E", r"\sqrt{\langle E^2\rangle - \langle E\rangle^2}"))]
    [True, False, False, False, True, True]
    """
    trees = list(trees)
    found = [joined(t) for pair in trees for t in pair if isinstance(t, Node)]
    letters = [base_key(n.parts[0]) for t in found for n in t.walk()
               if n.kind == "accent" and n.value == DELTA]
    uses = Uses()
    for tree in found:
        uses.read(tree)
    spread = letters and all(f"\\hat{{{letter}}}" in uses for letter in letters)  # of \hat p
    spread = spread or any(_deviation(*pair) for pair in trees)
    if (len(letters) < 2 and not spread) or any(n.is_name(DELTA) for t in found for n in t.walk()):
        return False
    return not any(letter in ALWAYS_FUNCTIONS or (letter in uses and (
        uses[letter].applied or uses[letter].primes or uses[letter].derived_by))
        for letter in letters)


def _deviation(left: object, right: object) -> bool:
    r"""``\Delta E = \sqrt{\langle E^2\rangle - \langle E\rangle^2}``: the standard deviation."""
    if not isinstance(left, Node) or not isinstance(right, Node) or right.kind != "sqrt":
        return False
    letter = joined(left)
    if letter.kind != "accent" or letter.value != DELTA:
        return False
    return any(n.kind == "braket" and any(base_key(p) == base_key(letter.parts[0])
                                          for p in n.parts) for n in right.walk())
