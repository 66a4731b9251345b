r"""The state that a label between bars names: ``|n\rangle``, ``|\psi(t)\rangle``, ``|+-\rangle``.

A label is a number where the table knows it as one, and otherwise part of the state's name. Next:
``operator_reading``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from derive.notation import vectors
from derive.notation.errors import NotRead
from derive.notation.tree import Node, core_of, items_of
from derive.notation.write_latex import write_latex
from derive.terms import operators as op
from derive.terms.domains import sort_of
from derive.terms.matrices import matmul
from derive.terms.shapes import is_one
from derive.terms.term import Term

if TYPE_CHECKING:
    from derive.notation.elaborate import Elaborator

#: signs that are no labels of their own: |+>, |+->, |\uparrow>
SIGNS = frozenset(("+", "-", "\\pm", "\\mp"))


def state(table: Elaborator, label: Node) -> Term:
    """The ket with this label.

    ``n`` and ``n + 1`` are numbers, ``\\psi`` and ``+`` names, ``\\varphi_n`` a name with a number.
    """
    if label.kind == "mark" or (label.kind == "name" and label.value in SIGNS):
        return op.ket(label.value)
    place = vectors.vector(table, label) if vectors.is_arrow(core_of(label)) else None
    if place is not None:  # |\vec{p}>: the components are its labels
        return op.ket("", *place.args)
    if label.kind == "list":
        numbers = indices(table, label)
        return named(table, label) if numbers is None else op.ket("", *numbers)
    if label.kind == "juxt":
        return _compound(table, label)
    if label.kind == "script" and label.parts[0].kind in ("name", "accent") and (
            table.find(label) is None or _is_function(table, label)):
        return _scripted(table, label)
    if not has_name(table, label):
        value = table.term(label)
        if value.shape is None and not value.is_formula:
            return op.ket("", value)
    if label.kind in ("name", "accent", "text", "script"):
        return named(table, label)
    value = table.term(label)
    if value.shape is not None and is_one(value.shape[1]):
        return value
    raise NotRead("this label of a ket is neither a number nor a name", label.span)


def _is_function(table: Elaborator, node: Node) -> bool:
    found = table.find(node)
    return found is not None and found.term.head in ("fun", "ket")


def _scripted(table: Elaborator, label: Node) -> Term:
    """``\\varphi_n``: numbers below are labels, all else is part of the name."""
    base, sub, sup = label.parts
    numbers = indices(table, sub) if sub and not sup and label.value in ("", "0") else None
    if numbers is None or not all(sort_of(i) in ("N0", "Z") for i in numbers):
        return named(table, label)
    return op.ket(write_latex(base), *numbers, way="_")


def named(table: Elaborator, label: Node) -> Term:
    """The state with this name; a letter that runs is no part of a name."""
    if _runs(table, label):
        raise NotRead("a state with a name in which a letter runs", label.span)
    return op.ket(write_latex(label))


def _runs(table: Elaborator, sub: Node) -> bool:
    """Whether a letter below a name is bound here."""
    bound = {written for written, _ in table.bound}
    return any(n.kind == "name" and n.value in bound for n in sub.walk())


def _compound(table: Elaborator, label: Node) -> Term:
    """``\\psi(t)``, ``2n``, ``A\\psi``; letters side by side are labels of their own."""
    first, *rest = label.parts
    if len(rest) == 1 and rest[0].kind == "paren" and first.kind in ("name", "accent", "script"):
        inside = rest[0].parts[0]
        if inside.kind == "chain" and inside.ops == ("=",) and inside.parts[0].kind == "name":
            inside = inside.parts[1]  # |psi(t=0)>
        numbers = indices(table, inside)
        below = indices(table, first.parts[1]) if first.kind == "script" and first.parts[1] and (
            not first.parts[2] and first.value in ("", "0")) else None
        if numbers is not None and len(numbers) == 1 and below is not None and all(
                sort_of(i) in ("N0", "Z") for i in below):
            return op.ket(write_latex(first.parts[0]), *below, *numbers, way="_(")
        if first.kind == "script" and _runs(table, first.parts[1]):
            raise NotRead("a state with an index that runs and a parameter", label.span)
        if numbers is not None:
            return op.ket(write_latex(first), *numbers, way="(")
        return named(table, label)
    if not has_name(table, label):
        if all(p.kind == "name" for p in label.parts):
            return op.ket("", *(table.term(p) for p in label.parts))
        return op.ket("", table.term(label))
    leading = [table.find(p) for p in label.parts[:-1]]
    if all(f is not None and f.term.head == "operator" for f in leading):
        operators = [table.term(p) for p in label.parts[:-1]]
        return matmul(*operators, state(table, label.parts[-1]))
    if any(f is not None and f.term.head == "operator" for f in leading):
        raise NotRead("what does this label of a ket say? write operators outside", label.span)
    return named(table, label)


def ket(table: Elaborator, node: Node) -> Term:
    return state(table, node.parts[0])


def bra(table: Elaborator, node: Node) -> Term:
    return op.adjoint(state(table, node.parts[0]))


def indices(table: Elaborator, sub: Node) -> tuple[Term, ...] | None:
    """The numbers in a subscript, if every part of it is one."""
    items = items_of(sub)
    found = []
    for item in items:
        if item.kind in ("mark", "text", "list") or has_name(table, item):
            return None
        try:
            value = table.term(item)
        except NotRead:
            return None
        if value.shape is not None or value.is_formula:
            return None
        found.append(value)
    return tuple(found)


def has_name(table: Elaborator, node: Node) -> bool:
    """Whether a letter in it is no number that the table knows."""
    for part in node.walk():
        if part.kind in ("name", "accent"):
            known = table.find(part)
            if known is None or known.term.head != "sym":
                return True
        if part.kind in ("accent", "mark"):
            return True
    return False
