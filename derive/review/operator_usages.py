r"""Ways of writing about operators that a text settles by using them: parts, times, labels.

A text that differentiates ``\langle\hat{x}\rangle`` by t has mean values that are functions of t;
one with ``\otimes`` speaks of parts, so that ``1(2)`` is an identity; one that integrates over p
beside ``|p\rangle`` has a continuous label. Next: ``operator_calculus`` reads them.
"""

from __future__ import annotations

from collections.abc import Iterable

from derive.notation.cards import Notation
from derive.notation.operator_calculus import MEANS, OVER, PARTS
from derive.notation.operator_products import INNER, places
from derive.notation.tree import Node
from derive.notation.write_latex import write_latex
from derive.review.kinds import Inferred
from derive.review.letterforms import after_differential, base_of, differentiated
from derive.review.meaning import term_of


def with_usages(base: Notation, trees: Iterable[object], inferred: Inferred) -> Notation:
    """The notation with what the formulas of a text settle."""
    found = [tree for tree in trees if isinstance(tree, Node)]
    times = {letter for tree in found for node in tree.walk() for letter in _times(node)}
    if len(times) == 1:
        kind = inferred.kinds.get(next(iter(times)))
        if kind is not None and kind.sort in ("R", "P") and not kind.arguments:
            base = base.with_meanings({MEANS: term_of(kind)})
    if any(speaks_of_parts(tree) for tree in found):
        base = base.with_constant(PARTS)
    if any(places(node) for tree in found for node in tree.walk()):
        base = base.with_constant(INNER)
    for letter in set().union(*map(continuous, found)):
        base = base.with_constant(OVER + letter)
    return base


def _times(node: Node) -> tuple[str, ...]:
    """The letter by which a mean value is differentiated, or at which it is taken."""
    if node.kind == "frac":
        rest = after_differential(node.parts[0])
        if len(rest) == 1 and is_mean(base_of(rest[0])):
            return differentiated(node)
    if node.kind == "juxt":
        return tuple(letter for part, following in zip(node.parts, node.parts[1:], strict=False)
                     if part.kind == "frac" and is_mean(base_of(following))
                     and not after_differential(part.parts[0]) for letter in differentiated(part))
    if node.kind == "evalbar" and is_mean(node.parts[0]) and node.parts[1].kind == "chain":
        letter = node.parts[1].parts[0]
        return (write_latex(letter),) if letter.kind == "name" else ()
    return ()


def is_mean(node: Node) -> bool:
    """``\\langle A \\rangle``.

    >>> from derive.notation.reader import parse_tree
    >>> [is_mean(parse_tree(t)) for t in (r"\\langle A\\rangle", r"\\langle a|b\\rangle")]
    [True, False]
    """
    return node.kind == "braket" and len(node.parts) == 1


def speaks_of_parts(tree: Node) -> bool:
    """Whether a tensor product stands in a formula.

    >>> from derive.notation.reader import parse_tree
    >>> speaks_of_parts(parse_tree(r"|a\\rangle\\otimes|b\\rangle"))
    True
    """
    return any(node.kind == "product" and "\\otimes" in node.ops for node in tree.walk())


def continuous(tree: Node) -> set[str]:
    """The letters of integrals without bounds beside a state with that label."""
    labels = {write_latex(p) for node in tree.walk() if node.kind in ("ket", "bra", "braket")
              for p in (node.parts[0], node.parts[-1]) if p.kind in ("name", "script")}
    return {letter for node in tree.walk() if node.kind == "integral" and not node.parts[0]
            and not node.parts[1] for letter in (write_latex(node.parts[3]),) if letter in labels}
