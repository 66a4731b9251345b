"""Index diagrams settled: deltas carried out, unused dummies counted, square roots paired.

What each dummy runs over, and what stands under each root, is kept here for one run of reading.
Next: ``index_form``, which reads terms as diagrams.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction

from derive.kernel.claim import Refused
from derive.kernel.procedures.diagrams import LIMIT, ONE, Diagram, Sum, polynomial, rename
from derive.terms.term import Term


@dataclass
class Settling:
    """Numbers for indices, and what each runs over."""

    sizes: dict[int, Hashable] = field(default_factory=dict)
    levels: dict[int, Term] = field(default_factory=dict)  # dummies that are levels: their symbol
    roots: dict[Hashable, Term] = field(default_factory=dict)  # what stands under a square root
    divisors: dict[Hashable, Term] = field(default_factory=dict)  # what an atom divides by

    def read(self, term: Term) -> Sum:
        """The diagrams of a scalar."""
        raise NotImplementedError

    def reciprocal(self, term: Term, power: int) -> Sum:
        """The diagrams of ``term ** -power``."""
        raise NotImplementedError

    def product(self, sums: list[Sum]) -> Sum:
        """Every diagram of each sum times every one of the others."""
        result = [ONE]
        for one in sums:
            if len(result) * len(one) > LIMIT:
                raise Refused(f"more than {LIMIT} diagrams")
            result = [a.times(b) for a in result for b in one]
        return result

    def settle(self, diagrams: Sum) -> Sum:
        """Carry out the deltas; a dummy that is on no factor becomes its size."""
        result: Sum = []
        for diagram in diagrams:
            result += self._settle(diagram) if diagram.coefficient else []
        return result

    def _settle(self, diagram: Diagram) -> Sum:
        dummies = dict.fromkeys(diagram.dummies)
        into: dict[int, int] = {}

        def last(i: int) -> int:
            while i in into:
                i = into[i]
            return i

        for a, b in diagram.deltas:
            i, j = last(a), last(b)
            if i == j:
                continue
            if j in dummies:
                into[j] = i
                del dummies[j]
            elif i in dummies:
                into[i] = j
                del dummies[i]
            else:  # both free: the delta stays, and every factor uses the first
                into[max(i, j)] = min(i, j)
        factors = [(key, tuple(last(i) for i in indices)) for key, indices in diagram.factors]
        free = {last(i) for a, b in diagram.deltas for i in (a, b)} - set(dummies)
        for kept in sorted(free):
            tied = sorted({i for pair in diagram.deltas for i in pair
                           if i not in diagram.dummies and last(i) == kept})
            if len(tied) > 1:
                factors.append(("delta", tuple(tied)))
        used = {i for _, indices in factors for i in indices}
        settled = [Diagram(diagram.coefficient, diagram.scalars, tuple(factors),
                           tuple(i for i in dummies if i in used or i in self.levels))]
        for i in dummies:
            if i not in used and i not in self.levels:
                settled = self.product([settled, polynomial(self.sizes[i])])
        return [d for one in settled for d in self._rooted(one)]

    def _rooted(self, diagram: Diagram) -> Sum:
        """Square roots to the power 0 or 1, whole powers of what stands under them beside."""
        found = [(a, p) for a, p in diagram.scalars if a in self.roots and p not in (0, 1)]
        if not found:
            return [diagram]
        kept = frozenset((a, p) for a, p in diagram.scalars if (a, p) not in found)
        sums: list[Sum] = [[replace(diagram, scalars=kept, deltas=())]]
        for atom, power in found:
            whole, left = divmod(power, 2)
            under = self.roots[atom]
            sums += [self.read(under) for _ in range(whole)] if whole > 0 else [
                self.reciprocal(under, -whole)]
            sums += [[Diagram(Fraction(1), frozenset({(atom, 1)}))]] * left
        return self.settle(self.product(sums))

    def cleared(self, diagrams: Sum) -> Sum:
        """The sum times the highest powers of its divisors, which are not zero.

        So ``<x, x> / <x, x>`` is 1, though the entries of x stand apart in the numerator. What
        depends on a level that is summed over is no common divisor, and stays.
        """
        levels = frozenset(self.levels.values())
        for atom, divisor in reversed(self.divisors.items()):
            powers = [-dict(d.scalars).get(atom, 0) for d in diagrams]
            highest = max(powers, default=0)
            if highest <= 0 or divisor.free & levels:
                continue
            times = []
            for diagram, power in zip(diagrams, powers, strict=True):
                bare = replace(diagram, scalars=frozenset(
                    (a, p) for a, p in diagram.scalars if a != atom))
                more = [self.read(divisor) for _ in range(highest - power)]  # each its own dummies
                times += self.product([[bare], *more])
            diagrams = self.settle(times)
        return diagrams

    def same(self, a: Diagram, b: Diagram, relabelling: Mapping[int, int]) -> bool:
        """Whether renaming the dummies of ``a`` gives ``b``, coefficients aside."""
        if set(relabelling) != set(a.dummies) or sorted(relabelling.values()) != sorted(b.dummies):
            return False
        names = {self.levels[i]: self.levels[j] for i, j in relabelling.items()
                 if i in self.levels and j in self.levels}
        if any((i in self.levels) != (j in self.levels)
               or rename(self.sizes[i], names) != self.sizes[j] for i, j in relabelling.items()):
            return False
        factors = Counter((rename(key, names), tuple(relabelling.get(i, i) for i in indices))
                          for key, indices in a.factors)
        return factors == Counter(b.factors) and rename(a.scalars, names) == b.scalars
