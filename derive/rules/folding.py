"""Shortening by equations that are known: p for softmax(z) once it has a name, 1 for 1^T y.

The outside in, each equation once through; every replacement hands back the context in which it
was made, so that the kernel can follow.
"""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import dataclass
from functools import cached_property

from derive.rules import tidy
from derive.terms import matrices as mx
from derive.terms.build import symbol
from derive.terms.term import Term


@dataclass(frozen=True)
class Replacement:
    """The label of an equation, the side that is replaced (0 or 1), and its two sides."""

    label: str
    sides: tuple[Term, Term]
    replaced: int = 0

    @property
    def old(self) -> Term:
        return self.sides[self.replaced]

    @property
    def new(self) -> Term:
        return self.sides[1 - self.replaced]

    @cached_property
    def hole(self) -> Term:
        """What stands in a context where the old side stood."""
        shape = self.old.shape
        return symbol("gap") if shape is None else mx.matrix("gap", *shape)

    @cached_property
    def forms(self) -> tuple[tuple[Term, Term, Term], ...]:
        """Old side, new side, and what stands around the hole; of matrices also transposed.

        Of ``A^T = A`` the transposed form would lead back; the inverse of A is symmetric too.
        """
        plain = (self.old, self.new, self.hole)
        if self.old.shape is None:
            return (plain,)
        if self.old is mx.transpose(self.new):
            inverse = mx.inverse(self.new)
            return plain, (mx.transpose(inverse), inverse, mx.inverse(self.hole))
        return plain, (tidy.transpose(self.old), tidy.transpose(self.new),
                       mx.transpose(self.hole))

    @property
    def factor(self) -> int:
        """With which sign the equation is used to go from the old side to the new one."""
        return -1 if self.replaced else 1


class Folding:
    """Replaces what is known to be something shorter."""

    def __init__(self, replacements: Sequence[Replacement]) -> None:
        self.replacements = tuple(replacements)

    def fold(self, t: Term) -> tuple[Term, list[tuple[str, int, Term, Term]]]:
        """The shorter term, and for each equation used: its label, the sign,
        the context and the hole."""
        steps = []
        inside = set(t.walk())
        for replacement in self.replacements:
            for old, new, placed in replacement.forms:
                if old not in inside and old.head != "matmul":
                    continue
                context = _replaced(t, old, placed)
                if context is not t:
                    steps.append((replacement.label, replacement.factor, context, replacement.hole))
                    t = tidied(_replaced(t, old, new), inside)
                    inside = set(t.walk())
        return t, steps


def _replaced(t: Term, old: Term, new: Term) -> Term:
    if t is old:
        return new
    if t.head == old.head == "matmul":  # a run of factors inside a longer product
        width = len(old.args)
        for start in range(len(t.args) - width + 1):
            if t.args[start:start + width] == old.args:
                rest = (*t.args[:start], new, *t.args[start + width:])
                return _replaced(mx.matmul(*rest), old, new)
    args = tuple(_replaced(a, old, new) for a in t.args)
    return t if args == t.args else Term(t.head, t.data, args)


def tidied(t: Term, keep: Container[Term] = ()) -> Term:
    """The term built again with tidy constructors, from the inside out; ``keep`` stays as it is."""
    if t in keep:
        return t
    args = tuple(tidied(a, keep) for a in t.args)
    if t.head == "scale":
        return tidy.scaled([args[0]], args[1])
    if t.head == "mul":
        return tidy.product(*args)
    if t.head == "matadd":
        return tidy.matadd(*args)
    if t.head in ("matmul", "hadamard"):
        return (tidy.matmul if t.head == "matmul" else tidy.hadamard)(*args)
    return t if args == t.args else Term(t.head, t.data, args)
