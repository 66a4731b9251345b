r"""Letters under an arrow: each has three components, ``\vec{p}`` the numbers p_x, p_y and p_z.

A letter that is taken at a place itself, ``\vec{A}(\vec{r})``, is a field of three functions.
Next: ``meaning``.
"""

from __future__ import annotations

from collections.abc import Iterable

from derive.notation.calculus import symbol_name
from derive.notation.cards import Card
from derive.notation.tree import NOTHING, Node, items_of, script
from derive.notation.vectors import is_arrow
from derive.notation.write_latex import write_latex
from derive.review.letterforms import base_of
from derive.terms.build import call, function, symbol, term
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
    fields: dict[str, list[tuple[Node, ...]]] = {}
    for tree in trees:
        if not isinstance(tree, Node):
            continue
        hatted = {id(p) for n in tree.walk() if n.kind == "accent" for p in n.parts}
        inner = {id(n.parts[0]) for n in tree.walk() if n.kind == "script"}
        nablas = {id(n) for n in tree.walk() if is_arrow(n) and n.parts[0].is_name("\\nabla")}
        for node in tree.walk():
            if id(base_of(node)) in nablas:
                continue
            if node.kind == "juxt":
                for a, b in zip(node.parts, node.parts[1:], strict=False):
                    if is_arrow(base_of(a)) and b.kind == "paren":
                        fields.setdefault(written(a), []).append(
                            items_of(b.parts[0]) if b.value == "(" else ())
            if id(node) not in inner and is_arrow(base_of(node)) and (
                    id(base_of(node)) not in hatted):
                name = written(node)
                if name:
                    found[name] = column(node)
    if "\\vec{e}" not in found:
        found |= {name: UNITS[name] for name in found.keys() & UNITS.keys()}
    result = {name: value for name, value in found.items() if name not in fields}
    for name, taken in fields.items():
        result |= fields_of(name, found.get(name), taken)
    return result


def fields_of(name: str, letter: Term | None, taken: list[tuple[Node, ...]]) -> dict[str, Term]:
    """A field for each number of arguments, and by itself where it is taken at one place alone.

    Nothing for what is not taken at vectors of space, and perhaps a time.
    """
    if letter is None or letter.head != "grid" or not name or not all(
            t and all(vectorial(a) if i == 0 else True for i, a in enumerate(t)) for t in taken):
        return {}
    found = {}
    for first in taken:
        places = [symbol(f"r_{axis}") for axis in "xyz"] + [symbol("t") for _ in first[1:]]
        if is_arrow(first[0]) and all(a.is_name("t") for a in first[1:]):
            places[:3] = column(first[0]).args
        value = grid(*((call(function(c.name, ("R",) * len(places)), *places),)
                       for c in letter.args))
        found[f"{name}({len(places)})"] = value
        one = len({tuple(map(write_latex, t)) for t in taken}) == 1
        if one and is_arrow(first[0]) and all(a.is_name("t") for a in first[1:]):
            found[name] = value
    return found


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
                    if entry.head != "sym":
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
