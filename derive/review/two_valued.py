r"""``\lambda_{1,2} = \pm\sqrt{2}``: a letter with two numbers below, which names two values.

Elsewhere ``E_{1,2}`` is two letters, or one with two indices: that is asked. Next: ``kinds``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from derive.notation.tree import Node
from derive.notation.write_latex import write_latex
from derive.review.kinds import Inferred
from derive.review.letterforms import base_key, pair_of_numbers


def ask_pairs(result: Inferred, rows: Iterable[tuple[str, tuple[object, object]]]) -> None:
    """Make a question of every letter with two numbers that no row gives two values.

    ``rows`` are the kinds of relations with the trees of their sides.
    """
    settled = {name for kind, trees in rows if kind == "either" for tree in trees
               if isinstance(tree, Node) for name in pairs(tree)}
    for name in result.kinds:
        pair = re.fullmatch(r"(.+)_\{(\d+, \d+)\}", name)
        if pair and name not in settled and not result.kinds[name].declared:
            result.unclear[pair[1], pair[2]] = (
                f"{name} is not declared: two letters, or one with two indices?")


def pairs(tree: Node) -> set[str]:
    """The letters of a formula with two numbers below, as they are written.

    >>> from derive.notation.reader import parse_tree
    >>> pairs(parse_tree("E_{1,2} + a_{12}"))
    {'E_{1, 2}'}
    """
    return {f"{base_key(n)}_{{{write_latex(n.parts[1])}}}" for n in tree.walk()
            if n.kind == "script" and pair_of_numbers(n.parts[1])}
