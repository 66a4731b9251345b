"""Index diagrams: a coefficient, scalar atoms, factors with indices, dummies summed over.

An atom is named by a key, and two terms have one key only when they mean the same: sizes and
levels inside are polynomials, so that W[(l + 1) - 1] is W[l]. Next: ``index_form``.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeAlias

from derive.kernel.claim import Refused
from derive.terms.binding import alpha_key
from derive.terms.domains import sort_of
from derive.terms.shapes import Key, size_key
from derive.terms.term import BINDER_HEADS, Term

#: An index of a matrix: none for size 1, a number, or parts when the size is a product.
Index: TypeAlias = "int | tuple[Index, ...] | None"
LIMIT = 200_000  # diagrams of one term


@dataclass(frozen=True)
class Diagram:
    """``coefficient * scalars * factors`` summed over the dummies.

    ``scalars`` are (atom, exponent), ``factors`` (atom, indices). A dummy has the size that it
    runs over, or the level symbol and bounds of the sum that it came from.
    """

    coefficient: Fraction
    scalars: frozenset[tuple[Hashable, int]] = frozenset()
    factors: tuple[tuple[Hashable, tuple[int, ...]], ...] = ()
    dummies: tuple[int, ...] = ()
    deltas: tuple[tuple[int, int], ...] = ()

    def times(self, other: Diagram) -> Diagram:
        powers = dict(self.scalars)
        for atom, power in other.scalars:
            powers[atom] = powers.get(atom, 0) + power
        return Diagram(
            self.coefficient * other.coefficient, frozenset((a, p) for a, p in powers.items() if p),
            self.factors + other.factors, self.dummies + other.dummies,
            self.deltas + other.deltas)


Sum: TypeAlias = list[Diagram]
ONE = Diagram(Fraction(1))


def atom_key(term: Term) -> Hashable:
    """A value that two terms share only when they mean the same: levels are put in order."""
    if term.head in ("sym", "fun", "int", "const"):
        return term
    if term.head == "matrix":
        return ("matrix", term.name, *(size_key(a) for a in term.args))
    if term.head in BINDER_HEADS:
        return alpha_key(term)
    if term.shape is None and not term.is_formula and sort_of(term) in ("N0", "Z"):
        (single, *rest) = size_key(term) or [None]
        if not rest and single is not None and single[1] == 1 and len(single[0]) == 1:
            ((atom, power),) = single[0]
            if power == 1 and isinstance(atom, Hashable):
                return atom  # the same key as inside a size
        return ("size", size_key(term))
    return (term.head, term.data, *(atom_key(a) for a in term.args))


def rename(key: Hashable, names: Mapping[Term, Term]) -> Hashable:
    """A key with level symbols renamed."""
    if isinstance(key, Term):
        return names.get(key, key)
    if isinstance(key, tuple):
        return tuple(rename(k, names) for k in key)
    return frozenset(rename(k, names) for k in key) if isinstance(key, frozenset) else key


def polynomial(size: Hashable) -> Sum:
    """A size as a sum of scalar diagrams."""
    assert isinstance(size, frozenset)
    key: Key = size
    return [Diagram(Fraction(c), frozenset(m)) for m, c in key]


def flat(index: Index) -> list[int]:
    """The numbers in an index."""
    if index is None:
        return []
    return [index] if isinstance(index, int) else [i for part in index for i in flat(part)]


def over(diagram: Diagram, dummies: Iterable[int]) -> Diagram:
    """The diagram, summed over these indices as well."""
    return Diagram(diagram.coefficient, diagram.scalars, diagram.factors,
                   (*diagram.dummies, *dummies), diagram.deltas)


def limited(diagrams: Sum) -> Sum:
    """The same diagrams, if there are not too many."""
    if len(diagrams) > LIMIT:
        raise Refused(f"more than {LIMIT} diagrams")
    return diagrams
