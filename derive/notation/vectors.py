r"""Vectors of space: ``\vec{r}`` stands for three components, and what is made of it for numbers.

``\psi(\vec{r}, t)`` is a function of four numbers, ``\int d^3r`` is three integrals, ``\nabla``
and ``\nabla^2`` are derivatives in the components of the position. Next: ``elaborate``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from derive.notation import (
    applying,
    calculus,
    differential_operators,
    matrix_reading,
    operator_calculus,
    operator_vectors,
    partial_derivatives,
)
from derive.notation.errors import NotRead
from derive.notation.tree import NOTHING, Node, script
from derive.notation.write_latex import write_latex
from derive.terms import matrices
from derive.terms.build import INFINITY, add, derivative, mul, neg, sqrt
from derive.terms.operator_forms import of_operators
from derive.terms.shapes import is_one, same_size
from derive.terms.term import Term

if TYPE_CHECKING:
    from derive.notation.elaborate import Elaborator

ARROWS = ("\\vec", "\\overrightarrow")
MINUS_ONE = neg(1)
POSITIONS = ("\\vec{r}", "\\vec{x}")


def is_arrow(node: Node) -> bool:
    """Whether a node is a letter under an arrow."""
    return node.kind == "accent" and node.value in ARROWS and node.parts[0].kind == "name"


def components(value: Term) -> tuple[Term, ...]:
    """The entries of a column that is made of vectors by sums and multiples; itself otherwise."""
    if value.head == "grid" and value.data[1] == 1:
        return value.args
    if value.head == "matadd":
        columns = [components(a) for a in value.args]
        if all(len(c) > 1 for c in columns):
            return tuple(add(*entries) for entries in zip(*columns, strict=True))
    if value.head == "scale":
        column = components(value.args[1])
        if len(column) > 1:
            return tuple(neg(c) if value.args[0] is MINUS_ONE else mul(value.args[0], c)
                         for c in column)
    return (value,)


def entries(value: Term) -> tuple[Term, ...]:
    """The components of a vector of numbers or of operators; itself otherwise."""
    found = components(value)
    return found if len(found) > 1 else operator_vectors.components(value)


def square(value: Term, sup: Node) -> Term | None:
    """``\\vec{p}^2``, the square of the length."""
    if is_column(value) and sup.kind == "number" and sup.value == "2":
        return matrices.inner(value, value)
    return None


def within_bars(value: Term) -> Term | None:
    """``|\\vec{p}|`` of a column, the norm of a ket; ``|A|`` of a matrix, its determinant."""
    if value.shape is not None and not is_one(value.shape[0]) and same_size(*value.shape) and (
            not of_operators(value.shape)):
        return matrices.det(value)
    if is_column(value):
        return sqrt(matrices.inner(value, value))
    return operator_calculus.length(value)


def is_column(value: Term) -> bool:
    return value.head == "grid" and value.data[1] == 1 and value.data[0] != 1


def dotted(factors: list[Term]) -> Term | None:
    """Numbers beside two columns with a dot between them."""
    columns = [f for f in factors if f.shape is not None]
    of_operators = operator_vectors.dotted(factors)
    if of_operators is not None:
        return of_operators
    if len(columns) != 2 or not all(len(components(c)) > 1 for c in columns):
        return None
    product = matrices.inner(*columns)
    numbers = [f for f in factors if f.shape is None]
    return mul(*numbers, product) if numbers else product


def crossed(factors: list[Term]) -> Term | None:
    """``\\vec{r} \\times \\vec{p}``, numbers in front."""
    columns = [f for f in factors if f.shape is not None]
    if len(columns) != 2 or not all(is_column(c) and len(c.args) == 3 for c in columns):
        return None
    a, b = (c.args for c in columns)
    value = matrices.grid(*((add(mul(a[i], b[j]), neg(mul(a[j], b[i]))),)
                            for i, j in ((1, 2), (2, 0), (0, 1))))
    numbers = [f for f in factors if f.shape is None]
    return matrices.scale(mul(*numbers), value) if numbers else value


def volume(table: Elaborator, node: Node) -> Term:
    """``\\int d^3r f``: over all of space."""
    lower, upper, body, variable = node.parts
    letter = variable.parts[0]
    if node.value != "\\int" or lower or upper or letter.kind == "paren":
        raise NotRead("an integral over a surface or a part of a volume has no term", node.span)
    value = vector(table, letter)
    if value is None:
        raise NotRead("an integral over a surface or volume has no term yet", node.span)
    inside = table.term(body)
    if not inside.free & set(value.args) and any(
            t.head == "call" and operator_calculus.WAVES.fullmatch(t.args[0].name)
            for t in inside.walk()):
        raise NotRead("an integral over all of space of what is not written as a function of the "
                      "place", node.span)
    if inside.head == "grid":  # of a field: each component by itself
        return Term("grid", inside.data, tuple(_all_space(value, c) for c in inside.args))
    return _all_space(value, inside)


def _all_space(place: Term, inside: Term) -> Term:
    for symbol in reversed(place.args):
        inside = Term("integral", (), (symbol, inside, neg(INFINITY), INFINITY))
    return inside


def vector(table: Elaborator, letter: Node) -> Term | None:
    """The vector that a plain letter is the length of: r of r with an arrow."""
    base, sub, primes = letter, NOTHING, 0
    if letter.kind == "script" and not letter.parts[2]:
        base, sub, primes = letter.parts[0], letter.parts[1], int(letter.value or 0)
    core = base if is_arrow(base) else Node("accent", (base,), "\\vec")
    value = table.notation.meaning(write_latex(script(core, sub, primes=primes)))
    return value if value is not None and value.head == "grid" else None


def nabla(table: Elaborator, parts: tuple[Node, ...], place: int) -> tuple[Term, int]:
    """``\\nabla f`` and ``\\nabla^2 f``, in the position or the vector written below."""
    sign = parts[place]
    below, above = (sign.parts[1], sign.parts[2]) if sign.kind == "script" else (NOTHING, NOTHING)
    if above and not (above.kind == "number" and above.value == "2"):
        raise NotRead("a power of the gradient that has no meaning", sign.span)
    place_vector = table.term(below) if below else next(
        (v for v in map(table.notation.meaning, POSITIONS) if v is not None), None)
    written = partial_derivatives.gradient(table, parts[place + 1:]) if (
        place_vector is None and not above) else None
    if written is not None:
        return written, len(parts)
    if place_vector is None or place_vector.head != "grid":
        raise NotRead("\\nabla: the gradient in which vector?", sign.span)
    if len(table.variables) > calculus.MOST_OPERATORS:
        raise NotRead(f"more than {calculus.MOST_OPERATORS} gradients in a row", sign.span)
    if place + 1 == len(parts):
        return differential_operators.gradient(place_vector, bool(above)), len(parts)
    table.variables.append(place_vector.args[0])
    factors = applying.factors(table, parts[place + 1:])
    table.variables.pop()
    moving = [f for f in factors if f.free & set(place_vector.args)]
    if len(moving) != 1 or moving[0].shape is not None or factors[-1] is not moving[0]:
        raise NotRead("\\nabla: how far does it act, and on what? write parentheses", sign.span)
    body = matrix_reading.product(factors)
    if above:
        return add(*(derivative(s, body, 2) for s in place_vector.args)), len(parts)
    return matrices.grid(*((derivative(s, body),) for s in place_vector.args)), len(parts)
