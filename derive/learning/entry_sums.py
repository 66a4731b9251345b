r"""Sums over entries as matrix terms: ``\sum_i y_i \log p_i`` is the inner product of y and log p.

A formula is read with ``y_i`` as a sequence and ``A_{ij}`` as one of two indices; here sums over
full ranges become products, totals and functions of every entry. What is no sum over all entries,
or needs an array with three axes, is refused by name. Next: ``reading`` (what calls this).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from derive.notation.errors import NotRead
from derive.notation.matrix_reading import elementwise
from derive.rules import tidy
from derive.terms import matrices as mx
from derive.terms.build import add, div, function, mul, neg, term
from derive.terms.shapes import is_one, same_size
from derive.terms.term import Term

NAMED = frozenset(("exp", "log", "sqrt", "abs", "sin", "cos", "sinh", "cosh", "tanh", "arctan",
                   "erf"))
MOST_POWER = 8
WORDS = {"pow": "a power that is no whole number up to 8", "div": "a quotient"}
Axes = tuple[Term, ...]


def sequence(matrix: Term) -> Term:
    """The function of indices that stands for the entries of a matrix while it is read."""
    assert matrix.shape is not None
    count = 1 if is_one(matrix.shape[1]) else 2
    return function(matrix.name, ("N0",) * count, "R")


@dataclass(frozen=True)
class Array:
    """A scalar, a column or a matrix whose axes are indices: ``y_i`` is y along i."""

    value: Term
    axes: Axes = ()


class Contraction:
    """Turns sums over entries into matrix terms.

    ``entries`` says of which matrix a sequence has the entries.
    """

    def __init__(self, entries: Mapping[Term, Term]) -> None:
        self.entries = dict(entries)
        self.sizes: dict[Term, Term] = {}  # what each index in scope runs over

    def scalar(self, t: Term) -> Term:
        """The term with its sums over entries as matrix terms."""
        found = self.array(t)
        if found.axes:
            raise NotRead(f"an entry outside a sum over {found.axes[0].name}")
        return found.value

    def array(self, t: Term) -> Array:
        """What a part of a formula is, along the indices that it depends on."""
        head, args = t.head, t.args
        if head == "call" and args[0] in self.entries:
            return self.entry(t)
        if head == "sum" and t.free & set(self.entries):
            return self.summed(t)
        if head in ("sum", "matsum", "matprod", "integral") or not args or (
                t.shape is not None and not t.free & set(self.entries)):
            return Array(t)
        if head in ("add", "mul"):
            parts = [self.array(a) for a in args]
            return self.plus(parts) if head == "add" else self.times(parts)
        if head == "neg":
            inside = self.array(args[0])
            return Array(neg(inside.value) if not inside.axes else mx.minus(inside.value),
                         inside.axes)
        parts = [self.array(a) if a.head != "fun" else Array(a) for a in args]
        if not any(p.axes for p in parts):
            return Array(Term(head, t.data, tuple(p.value for p in parts)))
        return self.entrywise(t, parts)

    def entry(self, t: Term) -> Array:
        matrix, indices = self.entries[t.args[0]], t.args[1:]
        assert matrix.shape is not None
        diagonal = len(indices) == 2 and indices[0] is indices[1] and same_size(*matrix.shape)
        if diagonal:
            matrix, indices = mx.diagonal(matrix), indices[:1]
        if any(i not in self.sizes for i in indices) or len(set(indices)) < len(indices):
            raise NotRead(f"only entries at summed indices are read, not {t.args[0].name} at "
                          f"{', '.join(str(i) for i in indices)}")
        assert matrix.shape is not None
        for index, size in zip(indices, matrix.shape, strict=False):
            if not same_size(self.sizes[index], size):
                raise NotRead(f"the sum over {index.name} does not run over the entries of "
                              f"{t.args[0].name}: from 1 to {size}")
        return Array(matrix, indices)

    def summed(self, t: Term) -> Array:
        """The sum over one index, which runs over all entries."""
        index, body, lower, upper = t.args
        if lower is not term(1):
            raise NotRead(f"the sum over {index.name} starts at {lower}, and entries at 1")
        self.sizes[index] = upper
        factors = [self.array(f) for f in (body.args if body.head == "mul" else (body,))]
        before = [f for f in factors if index not in f.axes]
        inside = [f for f in factors if index in f.axes]
        total = self.added_up(index, inside) if inside else Array(upper)
        del self.sizes[index]
        return self.times([*before, total]) if before else total

    def added_up(self, index: Term, factors: list[Array]) -> Array:
        columns = [f for f in factors if f.axes == (index,)]
        wide = [f for f in factors if len(f.axes) == 2]
        if not wide:
            if len(columns) == 2:
                return Array(mx.inner(columns[0].value, columns[1].value))
            if len(columns) == 1 and columns[0].value.head == "diagonal":
                return Array(mx.trace(columns[0].value.args[0]))
            return Array(mx.total(mx.hadamard(*(c.value for c in columns))))
        if len({f.axes for f in wide} | {f.axes[::-1] for f in wide}) > 2:
            return self.matrix_product(index, wide, columns)
        (other,) = [a for a in wide[0].axes if a is not index]
        whole = mx.hadamard(*(self.along(f, (other, index)) for f in wide))
        weights = mx.hadamard(*(c.value for c in columns)) if columns else mx.ones(
            self.sizes[index])
        return Array(mx.matmul(whole, weights), (other,))

    def matrix_product(self, index: Term, wide: list[Array], columns: list[Array]) -> Array:
        """``sum_j A_ij B_jk``"""
        if len(wide) != 2:
            raise NotRead("a sum over more than two matrices with different indices")
        (left,), (right,) = ([a for a in f.axes if a is not index] for f in wide)
        first, second = self.along(wide[0], (left, index)), self.along(wide[1], (index, right))
        middle = [mx.diag(mx.hadamard(*(c.value for c in columns)))] if columns else []
        return Array(mx.matmul(first, *middle, second), (left, right))

    def along(self, array: Array, axes: Axes) -> Term:
        """The matrix with these axes: turned, or repeated where it does not depend on one."""
        if array.axes == axes:
            return array.value
        if array.axes == axes[::-1] and len(axes) == 2:
            return tidy.transpose(array.value)
        if not array.axes:
            shape = [self.sizes[a] for a in axes]
            return mx.scale(array.value, mx.ones(*shape))
        if len(axes) == 2 and len(array.axes) == 1:
            if array.axes[0] is axes[0]:
                return mx.matmul(array.value, mx.ones(1, self.sizes[axes[1]]))
            return mx.matmul(mx.ones(self.sizes[axes[0]]), tidy.transpose(array.value))
        raise NotRead("an array with more than two indices")

    def joined(self, arrays: Sequence[Array]) -> Axes:
        axes = tuple(dict.fromkeys(a for array in arrays for a in array.axes))
        if len(axes) > 2:
            raise NotRead(f"an array with the indices {', '.join(a.name for a in axes)}")
        return axes

    def plus(self, parts: list[Array]) -> Array:
        axes = self.joined(parts)
        if not axes:
            return Array(add(*(p.value for p in parts)))
        return Array(mx.matadd(*(_one(self.along(p, axes)) for p in parts)), axes)

    def times(self, parts: list[Array]) -> Array:
        axes = self.joined(parts)
        numbers = [p.value for p in parts if not p.axes]
        matrices = [self.along(p, axes) for p in parts if p.axes]
        if not matrices:
            return Array(mul(*numbers))
        product = mx.hadamard(*matrices)
        return Array(mx.scale(mul(*numbers), product) if numbers else product, axes)

    def entrywise(self, t: Term, parts: list[Array]) -> Array:
        head = t.head
        if head in NAMED:
            return Array(Term("map", (0,), (elementwise(head), parts[0].value)), parts[0].axes)
        if head == "call" and len(parts) == 2:
            return Array(Term("map", t.data, (t.args[0], parts[1].value)), parts[1].axes)
        if head == "div" and not parts[1].axes:
            return self.times([Array(div(1, parts[1].value)), parts[0]])
        whole = head == "pow" and t.args[1].head == "int" and 2 <= t.args[1].value <= MOST_POWER
        if whole:
            return Array(mx.hadamard(*[parts[0].value] * t.args[1].value), parts[0].axes)
        raise NotRead(f"{WORDS.get(head, head)} of entries has no matrix form here; write the loss "
                      "with matrices, or define a function (f(x) = ...) and take it entry by entry")


def _one(t: Term) -> Term:
    """``1`` times ones as ones."""
    if t.head == "scale" and t.args[0] is term(1):
        return t.args[1]
    return t
