r"""Vectors of operators: ``\hat{\vec{S}}_1`` stands for the operators S_1x, S_1y and S_1z.

Its square and its products with a dot are sums over the components, its mean value is a column of
numbers; ``\hat{\vec{S}}_{1x}`` is a component. Next: ``operator_reading``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from derive.notation import operator_calculus, operator_reading, vectors
from derive.notation.errors import NotRead
from derive.notation.tree import NOTHING, Node, items_of, name
from derive.notation.write_latex import write_latex
from derive.terms import matrices
from derive.terms import operators as op
from derive.terms.term import Term

if TYPE_CHECKING:
    from derive.notation.elaborate import Elaborator

ARROWS = ("\\vec", "\\overrightarrow", "\\mathbf", "\\boldsymbol")
AXES = ("x", "y", "z")


def core(node: Node) -> Node | None:
    r"""``\hat{S}`` of ``\hat{\vec{S}}``, or of its components; None of anything else."""
    base = node.parts[0] if node.kind == "script" else node
    if base.kind != "accent" or base.value not in ("\\hat", *ARROWS) or (
            base.parts[0].kind != "accent"):
        return None
    accents = (base.value, base.parts[0].value)
    letter = base.parts[0].parts[0]
    if letter.kind != "name" or accents.count("\\hat") != 1 or not set(accents) & set(ARROWS):
        return None
    return Node("accent", (letter,), "\\hat", span=base.span)


def named(table: Elaborator, node: Node) -> Term | None:
    """A vector of operators or a component of one, with its power."""
    letter = core(node)
    if letter is None:
        return None
    sub, sup = node.parts[1:] if node.kind == "script" else (NOTHING, NOTHING)
    found = table.find(letter)
    if found is None or found.term.head != "operator" or len(found.term.args) != 1:
        return None
    items = _items(sub)
    if items and items[-1].kind == "name" and items[-1].value in AXES:
        value = component(found.term, items)
    else:
        value = Term("opvector", (), tuple(
            component(found.term, (*items, name(axis))) for axis in AXES))
    return operator_reading.raised(table, value, sup) if sup else value


def _items(sub: Node) -> tuple[Node, ...]:
    return sub.parts if sub.kind == "juxt" else items_of(sub) if sub else ()


def component(letter: Term, items: tuple[Node, ...]) -> Term:
    """``S_{1x}``; a comma between the labels makes no other letter of it."""
    label = "".join(map(write_latex, items))
    return Term("operator", (f"{letter.name}_{op_braced(label)}", letter.data[1]), letter.args)


def op_braced(label: str) -> str:
    return label if len(label) == 1 else f"{{{label}}}"


def components(value: Term) -> tuple[Term, ...]:
    """The three components of what is made of vectors by sums and multiples; else itself."""
    if value.head == "opvector":
        return value.args
    if value.head == "matadd":
        parts = [components(a) for a in value.args]
        if all(len(p) == 3 for p in parts):
            return tuple(matrices.matadd(*entries) for entries in zip(*parts, strict=True))
    if value.head == "scale":
        parts_of = components(value.args[1])
        if len(parts_of) == 3:
            return tuple(matrices.scale(value.args[0], p) for p in parts_of)
    return (value,)


def is_vector(value: Term) -> bool:
    return len(components(value)) == 3


def dotted(factors: list[Term]) -> Term | None:
    """``\\hat{\\vec{M}}\\cdot\\vec{B}``, numbers in front; None where no vector of operators is."""
    shaped = [f for f in factors if f.shape is not None]
    if len(shaped) != 2 or not any(map(is_vector, shaped)):
        return None
    sides = [components(f) if is_vector(f) else vectors.components(f) for f in shaped]
    if any(len(s) != 3 for s in sides):
        raise NotRead("a product with a dot of a vector of operators and of what is no vector")
    summed = matrices.matadd(*(operator_reading.product(list(pair))
                               for pair in zip(*sides, strict=True)))
    numbers = [f for f in factors if f.shape is None]
    return operator_reading.product([*numbers, summed])


def square(value: Term) -> Term:
    """``\\hat{\\vec{p}}^2``."""
    return matrices.matadd(*(op.operator_power(c, 2) for c in components(value)))


def mean(table: Elaborator, value: Term) -> Term:
    """The mean value of a vector of operators: a column of numbers."""
    return matrices.grid(*((operator_calculus.of_time(table, c),) for c in components(value)))


def bracket(left: Term, factors: list[Term], right: Term) -> Term | None:
    """``\\langle a|\\hat{\\vec{S}}|b\\rangle``: a column of three matrix elements."""
    places = [i for i, f in enumerate(factors) if is_vector(f)]
    if len(places) != 1:
        return None
    at = places[0]
    return matrices.grid(*((op.bracket(left, *factors[:at], c, *factors[at + 1:], right),)
                           for c in components(factors[at])))


def written(term: Term) -> str:
    """``\\hat{\\vec{S}}_1``, from the letters of its components.

    Raises LookupError where these are not components of one letter.

    >>> from derive.terms.operators import operator
    >>> parts = tuple(operator("\\\\hat{S}_{1" + axis + "}") for axis in AXES)
    >>> written(Term("opvector", (), parts))
    '\\\\hat{\\\\vec{S}}_1'
    """
    names = [str(a.name) if a.head == "operator" else "" for a in term.args]
    stems = {n.replace("{", "").replace("}", "").rpartition("_")[2][:-1] for n in names}
    letters = {n.rpartition("_")[0] for n in names}
    if len(stems) != 1 or len(letters) != 1 or not names[0]:
        raise LookupError("a vector of operators without a letter")
    letter, label = letters.pop(), stems.pop()
    bare = letter.removeprefix("\\hat{").removesuffix("}")
    base = f"\\hat{{\\vec{{{bare}}}}}"
    return f"{base}_{op_braced(label)}" if label else base
