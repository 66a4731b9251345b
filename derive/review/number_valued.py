r"""Which functions of arrays have numbers as values: the text says so, or custom does.

``f(\mathbf{x})`` may be a number or be taken entry by entry. It is a number where it is added to or
equal to one, where its gradient is written, and where its letter is that of a loss or a risk. An
equation with an array on the other side says the opposite. Next: ``arrays``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import pairwise

from derive.notation.alphabet import FUNCTIONS
from derive.notation.matrix_reading import NAMED
from derive.notation.tree import Node, factors_of, items_of
from derive.notation.write_latex import write_latex
from derive.review.array_letters import BOLD, ENTRYWISE, is_bold

#: letters of losses and risks
LOSSES = frozenset({"L", "J", "l", "\\ell", "\\mathcal{L}", "\\mathcal{J}", "R", "\\mathrm{loss}"})
CHANCES = frozenset({"P", "\\mathbb{P}", "E", "\\mathbb{E}", "d", "D"})
PLAIN = frozenset({"name", "script", "accent", "sum", "minus", "number"})
Shaped = Callable[[Node], object]


def number_valued(pairs: Iterable[tuple[Node, Node]], declared: frozenset[str],
                  shape: Shaped) -> frozenset[str]:
    """The letters of such functions. ``shape`` is that of a formula, or raises ValueError."""
    pairs = list(pairs)
    taken = {name for pair in pairs for side in pair for name in applied(side)
             if name.rstrip("'") not in declared}
    numbers = {name for name in taken if name in LOSSES}
    numbers |= {name for pair in pairs for side in pair for name in _sloped(side)} & taken
    against: set[str] = set()
    for pair in pairs:
        pool = [s for side in pair for s in _summands(side)]
        mine = {_is_value(s) for s in pool} & taken
        others = [s for s in pool if not applied(s) & taken and s.value != "0"]
        kinds = [_kind(s, shape) for s in others]
        numbers |= mine if "number" in kinds else set()
        against |= mine if "array" in kinds else set()
    return frozenset(numbers - against)


def beside_products(pairs: Iterable[tuple[Node, Node]], shape: Shaped) -> frozenset[str]:
    r"""The plain letters that are added to a product of arrays which is a number: b of w^T x + b.

    >>> from derive.notation.reader import parse_tree
    >>> pair = parse_tree("y"), parse_tree(r"\mathbf{w}^\top\mathbf{x} + b")
    >>> sorted(beside_products([pair], lambda node: None))
    ['b']
    """
    found: set[str] = set()
    for pair in pairs:
        for node in (n for side in pair for n in side.walk() if n.kind == "sum"):
            parts = _summands(node)
            products = [p for p in parts if p.kind == "juxt" and any(map(is_bold, p.parts))]
            if products and all(_kind(p, shape) == "number" for p in products):
                found.update(p.value for p in parts if p.kind == "name")
    return frozenset(found)


def applied(tree: Node) -> set[str]:
    """The letters that are taken at something with a bold letter in it."""
    return {name for node in tree.walk() for part, following in neighbours(node)
            for name in [_letter(part)] if name and _of_arrays(following)}


def neighbours(node: Node) -> list[tuple[Node, Node]]:
    parts = node.parts if node.kind == "juxt" else ()
    return list(pairwise(parts))


def _letter(node: Node) -> str:
    """The letter of a function: not bold, and no function that LaTeX knows."""
    base = node.parts[0] if node.kind == "script" and node.value in ("", "0") and (
        not node.parts[2]) else node
    if base.kind not in ("name", "accent") or is_bold(base):
        return ""
    written = write_latex(base)
    known = written in FUNCTIONS or written in NAMED or written in ENTRYWISE or (
        written in CHANCES or base.value in ("\\nabla", "\\partial", "\\hat", "\\bar"))
    return "" if known else written


def _of_arrays(node: Node) -> bool:
    inside = node.parts[0] if node.kind == "script" else node
    if inside.kind != "paren" or inside.value != "(" or inside.parts[0].kind == "matrix":
        return False
    items = items_of(inside.parts[0])
    return all(i.kind in PLAIN for i in items) and (
        any(n.kind == "accent" and n.value in BOLD for n in inside.walk()))


def _sloped(tree: Node) -> set[str]:
    r"""The f of ``\nabla f(x)`` and ``\partial_{w} f(x, w)``, for a bold w."""
    found = set()
    for node in tree.walk():
        for part, following in neighbours(node):
            base = part.parts[0] if part.kind == "script" else part
            by = part.parts[1] if part.kind == "script" else part
            if base.is_name("\\nabla") or (base.is_name("\\partial") and is_bold(by)):
                found.add(_letter(following))
    return found


def _summands(side: Node) -> tuple[Node, ...]:
    parts = side.parts if side.kind == "sum" else (side,)
    return tuple(p.parts[0] if p.kind == "minus" else p for p in parts)


def _is_value(summand: Node) -> str:
    """The f of a summand ``2 f(x)``."""
    factors = list(factors_of(summand))
    while factors and factors[0].kind in ("number", "frac"):
        factors = factors[1:]
    return _letter(factors[0]) if len(factors) == 2 and _of_arrays(factors[1]) else ""


def _kind(summand: Node, shape: Shaped) -> str:
    try:
        found = shape(summand)
    except ValueError:
        return ""
    if found is not None:
        return "array"
    plain = not any(n.kind in ("ellipsis", "prose", "list", "text", "big") for n in summand.walk())
    return "number" if plain else ""
