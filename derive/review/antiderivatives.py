r"""Integrals without bounds: which are antiderivatives, and what an equation of them claims.

``\int f\,dx = F(x) + C`` holds up to a constant: it claims that both sides have one derivative.
That an integral without bounds is an antiderivative must be seen: its letter stands outside of it
in the same display, and the text never integrates over the whole line. Next: ``claims``.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from derive.notation.cards import Notation
from derive.notation.errors import NotRead
from derive.notation.tree import Node
from derive.notation.write_latex import write_latex
from derive.terms.build import add, derivative, div, mul, neg, term
from derive.terms.term import Term

if TYPE_CHECKING:
    from derive.review.read_lines import ReadLine


def up_to_constants(left: Term, right: Term) -> tuple[Term, Term]:
    """The derivatives of both sides, where one has an antiderivative; the sides otherwise.

    >>> from derive.terms.build import antiderivative, exp, symbol
    >>> x, c = symbol("x"), symbol("c")
    >>> [str(s) for s in up_to_constants(antiderivative(x, exp(x)), add(exp(x), c))]
    ['(exp x)', '(derivative 1 x (add (exp x) c) x)']
    """
    found = {t for side in (left, right) for t in side.walk() if t.head == "antiderivative"}
    letters = {t.args[0] for t in found}
    if len(letters) != 1 or any(t.args[0] is not t.args[2] for t in found):
        return left, right
    x, = letters
    if not all(x in side.free for side in (left, right)):
        return left, right  # a letter of its own: nothing says how it depends on x
    try:
        return _slope(left, x), _slope(right, x)
    except NotRead:
        return left, right


def _slope(side: Term, x: Term) -> Term:
    """The derivative, in which no antiderivative is left."""
    if all(t.head != "antiderivative" for t in side.walk()):
        return derivative(x, side) if x in side.free else term(0)
    if side.head == "antiderivative":
        return side.args[1]
    if side.head == "add":
        return add(*(_slope(a, x) for a in side.args))
    if side.head == "neg":
        return neg(_slope(side.args[0], x))
    if side.head == "mul":
        within = [a for a in side.args if x in a.free]
        if len(within) == 1:
            return mul(*(_slope(a, x) if a is within[0] else a for a in side.args))
    if side.head == "div" and x not in side.args[1].free:
        return div(_slope(side.args[0], x), side.args[1])
    raise NotRead("an antiderivative beside what depends on its letter")


def notations(lines: Sequence[ReadLine], notation: Notation) -> list[Notation]:
    """The notation of each line: in some displays integrals without bounds are antiderivatives."""
    if notation.conventions["integrals"] != "written":
        return [notation] * len(lines)
    opened = notation.with_conventions("integrals=antiderivative")
    whole = {letter for letter, low, high in notation.running if "infty" in low + high}
    shown: dict[int, bool] = {}
    for line in lines:
        trees = [t for other in lines if other.display is line.display for t in other.trees]
        if id(line.display) not in shown:
            shown[id(line.display)] = _are_antiderivatives(trees, whole)
    return [opened if shown[id(line.display)] else notation for line in lines]


def _are_antiderivatives(trees: Iterable[object], whole: set[str]) -> bool:
    """Whether each letter of an integral without bounds stands outside of it, too."""
    read = [t for t in trees if isinstance(t, Node)]
    found = [n for tree in read for n in tree.walk() if n.kind == "integral" and not n.parts[0]
             and not n.parts[1]]
    if not found or any(n.value != "\\int" or n.ops or n.parts[3].kind not in ("name", "script")
                        for n in found):
        return False
    letters = {write_latex(n.parts[3]) for n in found}
    outside = {write_latex(n) for tree in read for n in _outside(tree)}
    return letters <= outside and not letters & whole


def _outside(tree: Node) -> Iterable[Node]:
    """The letters of a formula that stand in no integral."""
    if tree.kind == "integral":
        return
    if tree.kind in ("name", "script"):
        yield tree
    for part in tree.parts:
        yield from _outside(part)
