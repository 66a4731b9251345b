"""Matrix terms as sums of index diagrams, over sizes that stay symbols.

A diagram is a coefficient times scalar atoms times factors ``key[i, j]``; an index is free (row or
column of the whole) or a dummy that is summed over. Deltas are carried out; a dummy on no factor
gives its size. Nothing depends on what the sizes are, so two terms with the same diagrams are
equal for all sizes. Functions are opaque: ``f(A)[i, j]`` is one atom for each f and each A.
Whether two diagrams are the same is said by a relabelling of dummies, which is checked here and
found elsewhere. Diagrams themselves: ``diagrams``. Next: ``index_identity`` (the inference).
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from fractions import Fraction

from derive.kernel.claim import Refused
from derive.kernel.procedures.diagrams import (
    ONE,
    Diagram,
    Index,
    Sum,
    atom_key,
    flat,
    limited,
    over,
)
from derive.kernel.procedures.settling import Settling
from derive.terms.binding import substitute
from derive.terms.shapes import is_one, said, same_size, size_key
from derive.terms.term import Term

OPAQUE = frozenset({"inverse", "softmax", "row_softmax", "logsumexp", "row_logsumexp", "matprod",
                    "slope"})
TURNED = {"softmax": "row_softmax", "row_softmax": "softmax", "logsumexp": "row_logsumexp",
          "row_logsumexp": "logsumexp"}  # f(A^T) = g(A)^T
LEVEL = "level "  # how the symbol of a level summed over is named


class Reading(Settling):
    """One run of reading terms as diagrams."""

    def index(self, size: Term) -> Index:
        """A new index for a dimension of this size."""
        if is_one(size):
            return None
        if size.head == "mul":
            return tuple(self.index(part) for part in size.args)
        number = len(self.sizes)
        self.sizes[number] = size_key(size)
        return number

    # -- terms ---------------------------------------------------------------------------

    def read(self, term: Term, row: Index = None, column: Index = None) -> Sum:
        """The diagrams of a scalar, or of the entry (row, column) of a matrix."""
        head, args = term.head, term.args
        if head in ("add", "matadd"):
            return limited([d for a in args for d in self.read(a, row, column)])
        if head in ("mul", "hadamard"):
            return self.product([self.read(a, row, column) for a in args])
        if head == "scale":
            return self.product([self.read(args[0]), self.read(args[1], row, column)])
        if head == "transpose":
            return self.read(args[0], column, row)
        if head == "matmul":
            return self._matmul(args, row, column)
        if head in ("sum", "matsum"):
            return self._level_sum(term, row, column)
        reader = getattr(self, f"_read_{head}", None)
        if reader is not None:
            result: Sum = reader(term, row, column)
            return result
        if term.shape is None:
            if head == "sqrt":
                self.roots[atom_key(term)] = args[0]
            return [Diagram(Fraction(1), frozenset({(atom_key(term), 1)}))]
        if head in TURNED and args[0].head == "transpose":
            return self.read(Term(TURNED[head], (), args[0].args), column, row)
        if head == "inverse" and args[0].head == "transpose":  # (A^T)^-1 = (A^-1)^T
            return self.read(Term("inverse", (), args[0].args), column, row)
        if head in OPAQUE:
            return [self._factor(atom_key(term), row, column)]
        raise Refused(f"index form does not know {head!r}")

    def _factor(self, key: Hashable, row: Index, column: Index) -> Diagram:
        return Diagram(Fraction(1), frozenset(), ((key, (*flat(row), *flat(column))),))

    def _matmul(self, factors: tuple[Term, ...], row: Index, column: Index) -> Sum:
        sums, left = [], row
        dummies: list[int] = []
        for position, factor in enumerate(factors):
            assert factor.shape is not None
            last = position == len(factors) - 1
            right = column if last else self.index(factor.shape[1])
            if not last:
                dummies += flat(right)
            sums.append(self.read(factor, left, right))
            left = right
        return [over(d, dummies) for d in self.product(sums)]

    def _level_sum(self, term: Term, row: Index, column: Index) -> Sum:
        index, body, lower, upper = term.args
        if upper.head == "const" or index.sort not in ("N0", "Z"):
            raise Refused(f"only finite sums over natural numbers have an index form: {term}")
        number = len(self.sizes)
        symbol = Term("sym", (f"{LEVEL}{number}", index.sort))
        self.sizes[number] = ("level", size_key(lower), size_key(upper))
        self.levels[number] = symbol
        inside = self.read(substitute(body, {index: symbol}), row, column)
        return [over(d, [number]) for d in inside]

    def _read_int(self, term: Term, row: Index, column: Index) -> Sum:
        return [Diagram(Fraction(term.value))] if term.value else []

    def _read_neg(self, term: Term, row: Index, column: Index) -> Sum:
        return self.product([[Diagram(Fraction(-1))], self.read(term.args[0])])

    def _read_div(self, term: Term, row: Index, column: Index) -> Sum:
        return self.product([self.read(term.args[0]), self.reciprocal(term.args[1], 1)])

    def _read_pow(self, term: Term, row: Index, column: Index) -> Sum:
        base, exponent = term.args
        if exponent.head == "int" and exponent.value <= 64:
            return self.product([self.read(base) for _ in range(exponent.value)])
        if exponent.head == "neg" and exponent.args[0].head == "int":
            return self.reciprocal(base, exponent.args[0].value)
        return [Diagram(Fraction(1), frozenset({(atom_key(term), 1)}))]

    def reciprocal(self, term: Term, power: int) -> Sum:
        if term.head == "mul":
            return self.product([self.reciprocal(a, power) for a in term.args])
        if term.head == "pow" and term.args[1].head == "int":
            return self.reciprocal(term.args[0], power * term.args[1].value)
        diagrams = self.settle(self.read(term))
        if len(diagrams) == 1 and not diagrams[0].factors and not diagrams[0].dummies:
            only = diagrams[0]
            return [Diagram(1 / only.coefficient ** power,
                            frozenset((a, -p * power) for a, p in only.scalars))]
        atom = _polynomial(diagrams) or atom_key(term)
        self.divisors[atom] = term
        return [Diagram(Fraction(1), frozenset({(atom, -power)}))]

    def _read_item(self, term: Term, row: Index, column: Index) -> Sum:
        return self.read(term.args[0])

    def _read_total(self, term: Term, row: Index, column: Index) -> Sum:
        return self._summed(term.args[0], *self._indices(term.args[0]))

    def _read_trace(self, term: Term, row: Index, column: Index) -> Sum:
        index, _ = self._indices(term.args[0])
        return self._summed(term.args[0], index, index)

    def _summed(self, term: Term, row: Index, column: Index) -> Sum:
        dummies = list(dict.fromkeys((*flat(row), *flat(column))))
        return [over(d, dummies) for d in self.read(term, row, column)]

    def _read_inner(self, term: Term, row: Index, column: Index) -> Sum:
        left, right = self._indices(term.args[0])
        both = self.product([self.read(a, left, right) for a in term.args])
        return [over(d, [*flat(left), *flat(right)]) for d in both]

    def _indices(self, term: Term) -> tuple[Index, Index]:
        assert term.shape is not None
        return self.index(term.shape[0]), self.index(term.shape[1])

    def _read_zeros(self, term: Term, row: Index, column: Index) -> Sum:
        return []

    def _read_ones(self, term: Term, row: Index, column: Index) -> Sum:
        return [ONE]

    def _read_identity(self, term: Term, row: Index, column: Index) -> Sum:
        return [self._delta(row, column)]

    def _read_diag(self, term: Term, row: Index, column: Index) -> Sum:
        return self.product([self.read(term.args[0], row, None), [self._delta(row, column)]])

    def _read_diagonal(self, term: Term, row: Index, column: Index) -> Sum:
        return self.read(term.args[0], row, row)

    def _delta(self, a: Index, b: Index) -> Diagram:
        left, right = flat(a), flat(b)
        if [self.sizes[i] for i in left] != [self.sizes[j] for j in right]:
            raise Refused("the two indices of an identity matrix are split differently")
        return Diagram(Fraction(1), deltas=tuple(zip(left, right, strict=True)))

    def _read_matrix(self, term: Term, row: Index, column: Index) -> Sum:
        return [self._factor(atom_key(term), row, column)]

    def _read_differential(self, term: Term, row: Index, column: Index) -> Sum:
        key = ("differential", atom_key(term.args[0]))
        if term.shape is None:
            return [Diagram(Fraction(1), frozenset({(key, 1)}))]
        return [self._factor(key, row, column)]

    def _read_map(self, term: Term, row: Index, column: Index) -> Sum:
        matrices = [a for a in term.args[1:] if a.shape is not None]
        if all(a.head == "transpose" for a in matrices):
            bare = tuple(a if a.shape is None else a.args[0] for a in term.args)
            return self.read(Term("map", term.data, bare), column, row)
        return [self._factor(atom_key(term), row, column)]

    def _read_kron(self, term: Term, row: Index, column: Index) -> Sum:
        a, b = term.args
        assert a.shape is not None
        assert b.shape is not None
        rows = self._pair(row, a.shape[0], b.shape[0])
        columns = self._pair(column, a.shape[1], b.shape[1])
        return self.product([self.read(a, rows[0], columns[0]), self.read(b, rows[1], columns[1])])

    def _read_vec(self, term: Term, row: Index, column: Index) -> Sum:
        (a,) = term.args
        assert a.shape is not None
        outer, within = self._pair(row, a.shape[1], a.shape[0])
        return self.read(a, within, outer)

    def _pair(self, index: Index, outer: Term, within: Term) -> tuple[Index, Index]:
        if is_one(outer):
            return None, index
        if is_one(within):
            return index, None
        if isinstance(index, tuple) and len(index) == 2:
            expected = [self.sizes[i] for part in (outer, within) for i in flat(self.index(part))]
            if [self.sizes[i] for i in flat(index)] == expected:
                return index[0], index[1]
        raise Refused(f"an index cannot be split into {outer} times {within}")


def _polynomial(diagrams: Sum) -> Hashable | None:
    """A divisor as a polynomial in scalar atoms, which equal divisors share; None if it is none."""
    if any(d.factors or d.dummies or d.deltas for d in diagrams):
        return None
    collected: dict[Hashable, Fraction] = {}
    for d in diagrams:
        collected[d.scalars] = collected.get(d.scalars, Fraction(0)) + d.coefficient
    return ("polynomial", frozenset((m, c) for m, c in collected.items() if c))


def difference(pairs: Iterable[tuple[Fraction, Term, Term]]) -> tuple[Reading, Sum]:
    """The settled diagrams of ``sum of sign * (left - right)``, all of one shape."""
    pairs = tuple(pairs)
    if any(str(s.data[0]).startswith(LEVEL) for _, *sides in pairs for t in sides for s in t.free):
        raise Refused(f"a name that begins with {LEVEL!r} is kept for levels of sums")
    reading, row, column, shape = Reading(), None, None, None
    diagrams: Sum = []
    for number, (sign, left, right) in enumerate(pairs):
        if number == 0 and left.shape is not None:
            shape = left.shape
            row, column = reading.index(shape[0]), reading.index(shape[1])
        for factor, side in ((sign, left), (-sign, right)):
            if (side.shape is None) != (shape is None) or (
                    shape is not None and side.shape is not None
                    and not all(map(same_size, shape, side.shape))):
                raise Refused(f"a side of shape {said(side)} does not fit into the identity")
            read = reading.read(side, row, column)
            diagrams += [Diagram(factor * d.coefficient, d.scalars, d.factors, d.dummies, d.deltas)
                         for d in read]
    return reading, reading.cleared(reading.settle(limited(diagrams)))
