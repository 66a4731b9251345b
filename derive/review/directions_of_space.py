r"""Letters under an arrow: each has three components, ``\vec{p}`` the numbers p_x, p_y and p_z.

A letter that is a field, taken at a place itself, is left alone. Next: ``meaning``.
"""

from __future__ import annotations

from collections.abc import Iterable

from derive.notation.calculus import symbol_name
from derive.notation.cards import Card
from derive.notation.tree import NOTHING, Node, script
from derive.notation.vectors import is_arrow
from derive.notation.write_latex import write_latex
from derive.review.letterforms import base_of
from derive.terms.build import symbol, term
from derive.terms.matrices import grid
from derive.terms.term import Term

#: the unit vectors of the axes, in a text without another vector e
UNITS = {f"\\vec{{e}}_{axis}": grid(*((term(int(axis == other)),) for other in "xyz"))
         for axis in "xyz"}


def arrows(trees: Iterable[object]) -> dict[str, Term]:
    """The vectors of a text, by the way they are written, each a column of its components.

    >>> from derive.notation.reader import parse_tree
    >>> {k: str(v) for k, v in arrows([parse_tree(r"\\vec{p}_e'^2")]).items()}
    {"\\\\vec{p}'_e": '(grid 3 1 p_exp p_eyp p_ezp)'}
    """
    found: dict[str, Term] = {}
    fields: set[str] = set()
    for tree in trees:
        if not isinstance(tree, Node):
            continue
        hatted = {id(p) for n in tree.walk() if n.kind == "accent" for p in n.parts}
        inner = {id(n.parts[0]) for n in tree.walk() if n.kind == "script"}
        for node in tree.walk():
            if node.kind == "juxt":
                fields.update(written(a) for a, b in zip(node.parts, node.parts[1:], strict=False)
                              if is_arrow(base_of(a)) and b.kind == "paren")
            if id(node) not in inner and is_arrow(base_of(node)) and (
                    id(base_of(node)) not in hatted):
                name = written(node)
                if name:
                    found[name] = column(node)
    if "\\vec{e}" not in found:
        found |= {name: UNITS[name] for name in found.keys() & UNITS.keys()}
    return {name: value for name, value in found.items() if name not in fields}


def written(node: Node) -> str:
    """The letter with its subscript and primes, without a power."""
    if node.kind != "script":
        return write_latex(node)
    base, sub, _ = node.parts
    if sub and sub.kind not in ("name", "number", "text", "juxt"):
        return ""
    return write_latex(script(base, sub, NOTHING, int(node.value or 0)))


def column(node: Node) -> Term:
    return grid(*((symbol(symbol_name(latex)),) for latex in labels(node)))


def cards(vectors: dict[str, Term], trees: Iterable[object]) -> list[Card]:
    """How the components are written."""
    found: dict[Term, Card] = {}
    for tree in trees:
        for node in tree.walk() if isinstance(tree, Node) else ():
            if is_arrow(base_of(node)) and written(node) in vectors:
                for latex, (entry,) in zip(labels(node), (
                        (e,) for e in vectors[written(node)].args), strict=True):
                    if entry.head == "int":
                        continue
                    found.setdefault(entry, Card(entry, latex))
    return list(found.values())


def labels(node: Node) -> list[str]:
    """How the components of a letter are written."""
    sub = node.parts[1] if node.kind == "script" else NOTHING
    primes = "'" * int(node.value or 0) if node.kind == "script" else ""
    label = write_latex(sub) if sub else ""
    return [f"{base_of(node).parts[0].value}_{{{label}{axis}}}{primes}" for axis in "xyz"]


def vectorial(node: Node) -> bool:
    """Whether an argument is a vector: a letter under an arrow, or a sum of such."""
    if node.kind in ("sum", "minus", "plusminus"):
        return any(vectorial(p) for p in node.parts)
    if node.kind == "juxt":
        return sum(vectorial(p) for p in node.parts) == 1
    base = base_of(node)
    powered = node.kind == "script" and bool(node.parts[2])
    return is_arrow(base) and not powered
