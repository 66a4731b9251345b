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
    read = [(kind, [t for t in trees if isinstance(t, Node)]) for kind, trees in rows]
    settled = {name for kind, trees in read if kind == "either" for tree in trees
               for name in pairs(tree)}
    for kind, trees in read:  # E_{1,2} = a \\lambda_{1,2}
        if kind in ("=", ":=", "equiv") and settled & set().union(*map(pairs, trees)):
            settled |= {name for tree in trees if tree.kind == "script" for name in pairs(tree)}
    settled |= shared(tree for _, trees in read for tree in trees)
    for name in result.kinds:
        pair = re.fullmatch(r"(.+)_\{(\d+, \d+)\}", name)
        if pair and name not in settled and not result.kinds[name].declared:
            result.unclear[pair[1], pair[2]] = (
                f"{name} is not declared: two letters, or one with two indices?")


def shared(trees: Iterable[Node]) -> set[str]:
    r"""Values that two letters share: ``\\lambda_{1,2}``, where ``\\lambda_3`` is the third.

    >>> from derive.notation.reader import parse_tree
    >>> [sorted(shared([parse_tree(t)])) for t in (
    ...     "E_{1,2} + E_3", "E_{1,2} + E_{2,3} + E_3", "E_{1,2} + E_1", "E_{1,2} + E_3 + E_{12}")]
    [['E_{1, 2}'], [], [], []]
    """
    found: dict[str, set[str]] = {}
    for node in (n for tree in trees for n in tree.walk() if n.kind == "script"):
        found.setdefault(base_key(node), set()).add(write_latex(node.parts[1]))
    return {f"{key}_{{{pair}}}" for key, subs in found.items()
            for pair in [s for s in subs if re.fullmatch(r"\d, \d", s)]
            if subs - {pair, ""} and all(re.fullmatch(r"\d", s) and s not in pair
                                         for s in subs - {pair, ""})}


def pairs(tree: Node) -> set[str]:
    """The letters of a formula with two numbers below, as they are written.

    >>> from derive.notation.reader import parse_tree
    >>> pairs(parse_tree("E_{1,2} + a_{12}"))
    {'E_{1, 2}'}
    """
    return {f"{base_key(n)}_{{{write_latex(n.parts[1])}}}" for n in tree.walk()
            if n.kind == "script" and pair_of_numbers(n.parts[1])}
