r"""``X^T X\theta = X^T y``: a T that only ever stands above something transposes.

Where T is a letter of its own as well (``e^{-E/kT}``, ``\sum_{t=1}^T``), or something with a
number in it is raised to it, ``A^T`` stays a question. Next: ``arrays``: what is transposed is one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from derive.notation.tree import Node
from derive.review.meaning import tree_of
from derive.review.spanned import rewritten

if TYPE_CHECKING:
    from derive.review.read_lines import ReadLine


def settle(lines: Sequence[ReadLine], declared: Iterable[str], profile: str) -> None:
    r"""Write ``\top`` for the T of a scope, where it can be nothing else."""
    trees = [t for line in lines for t in line.trees if isinstance(t, Node)]
    if "T" in set(declared) or not transposes(trees) or any(map(of_operator, trees)):
        return
    for line in lines:
        texts, sides = list(line.texts), list(line.trees)
        for place, tree in enumerate(line.trees):
            spans = [t.span for t in _above(tree)] if isinstance(tree, Node) else []
            if spans:
                texts[place] = rewritten(texts[place], [(*s, "\\top ") for s in spans])
                sides[place] = tree_of(texts[place], profile)
        line.texts, line.trees = (texts[0], texts[1]), (sides[0], sides[1])


def transposes(trees: Iterable[Node]) -> bool:
    """Whether the T of some formulas transposes.

    >>> from derive.notation.reader import parse_tree
    >>> [transposes([parse_tree(t)]) for t in (
    ...     "X^T X a = X^T y", "A^T", "x^T y + T", "(1+r)^T p", r"e^T x", r"(x - y)^T(x - y)")]
    [True, False, False, False, False, True]
    """
    trees = list(trees)
    above = {id(t) for tree in trees for t in _above(tree)}
    everywhere = [n for tree in trees for n in tree.walk() if n.is_name("T")]
    if not above or any(id(n) not in above for n in everywhere):
        return False
    scripts = [n for tree in trees for n in tree.walk() if n.kind == "script" and any(
        id(t) in above for t in n.parts[2].walk())]
    return not any(map(_a_power, scripts)) and any(
        _is_script(part, above) and following.kind in ("name", "script", "paren", "accent")
        for tree in trees for node in tree.walk() if node.kind == "juxt"
        for part, following in zip(node.parts, node.parts[1:], strict=False))


def of_operator(tree: Node) -> bool:
    r"""Whether a capital with a hat is transposed: an operator, which is no array.

    >>> from derive.notation.reader import parse_tree
    >>> [of_operator(parse_tree(t)) for t in (r"\hat{P}_1^T", r"(\hat{A}x)^T", r"\hat{y}^T y")]
    [True, True, False]
    """
    return any(n.kind == "accent" and n.value == "\\hat" and n.parts[0].kind == "name"
               and n.parts[0].value.isupper()
               for node in tree.walk() if node.kind == "script" and any(
                   t is node.parts[2] for t in _above(node)) for n in node.parts[0].walk())


def _is_script(node: Node, above: set[int]) -> bool:
    return node.kind == "script" and any(id(t) in above for t in node.parts[2].walk())


def _above(tree: Node) -> Iterator[Node]:
    """Every T that is alone above something, or there with a minus sign or a star."""
    for node in tree.walk():
        if node.kind != "script" or not node.parts[2]:
            continue
        sup = node.parts[2]
        inner = sup.parts[0] if sup.kind == "minus" else sup
        if inner.is_name("T"):
            yield inner


def _a_power(script: Node) -> bool:
    """Whether something is raised to the T: Euler's e, a number, a sum with a number."""
    base = script.parts[0]
    if base.kind == "number" or base.is_name("e") or base.is_name("\\gamma"):
        return True
    inside = base.parts[0] if base.kind == "paren" else base
    return inside.kind == "sum" and any(
        (p.parts[0] if p.kind == "minus" else p).kind in ("number", "frac") for p in inside.parts)
