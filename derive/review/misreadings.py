r"""What two sides together show to be misread: repeated indices, operators beside wave functions.

A formula can be read and still not be meant: ``x_i a_{ij} x_j`` beside a number sums over i and j
by Einstein's custom; ``\hat{p}\psi`` is no multiple of an operator. Each is asked. Next:
``meaning``.
"""

from __future__ import annotations

from collections import Counter

from derive.notation.errors import NotRead
from derive.notation.tree import Node
from derive.review.kinds import Inferred
from derive.review.letterforms import argument_like, arguments_of, base_of, written
from derive.terms.operator_forms import of_operators
from derive.terms.term import Term

SUMMED = frozenset({"i", "j", "k", "l", "\\mu", "\\nu"})
WAVES = frozenset({"psi", "phi", "varphi", "Psi", "Phi", "chi"})


def repeated_indices(tree: Node, other: Node) -> NotRead | None:
    """An index that stands twice in a product, is bound by nothing and is missing beside.

    >>> from derive.notation.reader import parse_tree
    >>> bool(repeated_indices(parse_tree("a_{ij}x_j"), parse_tree("y_i")))
    True
    >>> bool(repeated_indices(parse_tree("c_i x_i"), parse_tree("y_i")))
    False
    """
    elsewhere = letters(other)
    for node in tree.walk():
        if node.kind != "juxt":
            continue
        count: Counter[str] = Counter()
        for part in node.parts:
            if part.kind == "script" and part.parts[1] and part.parts[0].kind in ("name", "accent"):
                count.update({n.value for n in part.parts[1].walk() if n.kind == "name"})
        for letter, times in count.items():
            if times == 2 and letter in SUMMED and letter not in elsewhere and (
                    not bound(tree, letter)) and not plain(tree, letter):
                return NotRead(f"the index {letter} stands twice: summed over, or one member? "
                               "write the sum", node.span)
    return None


def letters(tree: Node) -> set[str]:
    return {node.value for node in tree.walk() if node.kind == "name"}


def bound(tree: Node, letter: str) -> bool:
    """Whether a sum somewhere in the formula runs over the letter."""
    return any(node.kind == "big" and letter in letters(node.parts[0]) for node in tree.walk()
               if node.kind == "big" and node.parts[0])


def plain(tree: Node, letter: str) -> bool:
    """Whether a letter is a factor or an exponent of its own: the n of n E_n."""
    subscripts = {id(n) for node in tree.walk() if node.kind == "script" and node.parts[1]
                  for n in node.parts[1].walk()}
    return any(node.is_name(letter) and id(node) not in subscripts for node in tree.walk())


def applied_operators(tree: Node, inferred: Inferred) -> NotRead | None:
    r"""``\hat{U}(k)`` where U is known as one operator: a family, or a product?"""
    for node in tree.walk():
        for part, following in zip(node.parts, node.parts[1:], strict=False):
            base = base_of(part)
            if node.kind != "juxt" or base.kind != "accent" or following.kind != "paren":
                continue
            kind = inferred.kinds.get(written(base))
            if kind is not None and kind.sort == "operator" and not kind.arguments and (
                    following.value == "(" and all(map(argument_like, arguments_of(following)))
                    and not any(p.kind == "accent" for p in following.walk())):
                return NotRead(f"{written(base)}(…): a family of operators, or a product?",
                               part.span)
    return None


def beside_waves(value: Term, span: tuple[int, int]) -> NotRead | None:
    """A wave function as a number in front of an operator: it stood behind it."""
    for part in value.walk():
        if part.head == "scale" and of_operators(part.shape) and part.shape is not None and (
                part.shape[0] is part.shape[1]):
            for letter in part.args[0].free:
                if letter.head == "sym" and letter.name.partition("_")[0] in WAVES:
                    return NotRead("an operator beside a wave function: applied to it, or "
                                   "multiplied by it? write what it depends on", span)
    return None
