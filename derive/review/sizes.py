"""Sizes of matrices that are not known yet: numbers, or unknowns that are found to be equal.

A size that belongs to a matrix is never made 1 by a sum: adding a column to every column of a
matrix (broadcasting) is no sum. Next: ``arrays``.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeAlias

from derive.terms.term import Term

Size: TypeAlias = int


@dataclass
class Sizes:
    """Classes of equal sizes, each with its number, or its declared letter, where it is known.

    >>> sizes = Sizes()
    >>> a, b = sizes.new(True), sizes.number(3)
    >>> sizes.same(a, b), sizes.value(a), sizes.same(sizes.new(True), sizes.number(1))
    (True, 3, False)
    """

    parent: list[int] = field(default_factory=list)
    values: dict[int, int] = field(default_factory=dict)
    wide: set[int] = field(default_factory=set)
    declared: dict[int, Term] = field(default_factory=dict)

    def new(self, wide: bool) -> Size:
        """An unknown size; a ``wide`` one is not 1."""
        self.parent.append(len(self.parent))
        size = len(self.parent) - 1
        if wide:
            self.wide.add(size)
        return size

    def number(self, value: int) -> Size:
        size = self.new(False)
        self.values[size] = value
        return size

    def of(self, term: Term) -> Size:
        """The size that a declaration gives as a number or as a term in letters."""
        if term.head == "int":
            return self.number(term.value)
        for size, known in self.declared.items():
            if known is term:
                return size
        size = self.new(True)
        self.declared[size] = term
        return size

    def root(self, size: Size) -> int:
        while self.parent[size] != size:
            size = self.parent[size]
        return size

    def value(self, size: Size) -> int | None:
        return self.values.get(self.root(size))

    def is_one(self, size: Size) -> bool:
        return self.value(size) == 1

    def same(self, a: Size, b: Size) -> bool:
        """Make two sizes equal; False, and nothing done, where that cannot be."""
        a, b = self.root(a), self.root(b)
        if a == b:
            return True
        first, second = self.values.get(a), self.values.get(b)
        if first is not None and second is not None and first != second:
            return False
        if a in self.declared and b in self.declared:
            return False  # two declared letters stay two
        value = first if first is not None else second
        wide = a in self.wide or b in self.wide
        if wide and value == 1:
            return False
        if b in self.declared:
            a, b = b, a
        self.parent[b] = a
        if value is not None:
            self.values[a] = value
        if wide:
            self.wide.add(a)
        return True

    def fit(self, a: tuple[Size, Size], b: tuple[Size, Size]) -> bool:
        """Make two shapes equal; False, and nothing done, where that cannot be."""
        before = (list(self.parent), dict(self.values), set(self.wide))
        if self.same(a[0], b[0]) and self.same(a[1], b[1]):
            return True
        self.parent, self.values, self.wide = before
        return False

    def rank(self, size: Size) -> int:
        """The number of an unknown size among all of them, from 1."""
        roots = [s for s in range(len(self.parent))
                 if self.root(s) == s and s not in self.values and s not in self.declared]
        return roots.index(self.root(size)) + 1
