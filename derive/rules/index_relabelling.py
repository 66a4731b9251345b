"""Finding the relabelling of dummy indices that shows two index diagrams to be the same.

Colours of dummies are refined by the factors they stand on; diagrams with the same colours are
matched by a search that tries dummies of one colour only. What is found here is checked by
``derive.kernel.procedures.index_identity``; what is not found proves nothing.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping, Sequence

from derive.kernel.claim import Claim, Refused
from derive.kernel.procedures.diagrams import Diagram, rename
from derive.kernel.procedures.index_form import Reading, difference
from derive.kernel.procedures.index_identity import Relabelling, Use, identity_claim, pairs_of
from derive.terms.build import symbol
from derive.terms.term import Term

ANY_LEVEL = symbol("any level", "N0")
TRIES = 20_000


class Colours:
    """Colours of the dummies of diagrams, comparable between diagrams of one reading."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.blurred = {level: ANY_LEVEL for level in reading.levels.values()}
        self.blur_cache: dict[Hashable, Hashable] = {}

    def blur(self, key: Hashable) -> Hashable:
        if not self.blurred:
            return key
        if key not in self.blur_cache:
            self.blur_cache[key] = rename(key, self.blurred)
        return self.blur_cache[key]

    def of(self, diagram: Diagram) -> tuple[dict[int, int], Hashable]:
        """The colour of each dummy, and a value that equal diagrams share."""
        factors = [(hash(self.blur(key)), key, indices) for key, indices in diagram.factors]
        colour = {i: hash(self.blur(self.reading.sizes[i])) for i in diagram.dummies}
        for _ in range(min(len(diagram.dummies), 12)):
            met: dict[int, list[int]] = {i: [] for i in diagram.dummies}
            for code, key, indices in factors:
                around = tuple(colour.get(i, -1 - i) for i in indices)
                for place, i in enumerate(indices):
                    if i in met:
                        met[i].append(hash((code, place, around)))
                for i, level in self.reading.levels.items():
                    if i in met and _mentions(key, level):
                        met[i].append(hash((code, "level", around)))
            refined = {i: hash((colour[i], tuple(sorted(met[i])))) for i in diagram.dummies}
            colour = refined
            if len(set(refined.values())) == len(refined):  # no two dummies are alike any more
                break
        invariant = (self.blur(diagram.scalars), tuple(sorted(
            hash((code, tuple(colour.get(i, -1 - i) for i in indices)))
            for code, _, indices in factors)), tuple(sorted(colour.values())))
        return colour, invariant


def _mentions(key: Hashable, level: Term) -> bool:
    if isinstance(key, Term):
        return level in key.free
    return isinstance(key, tuple | frozenset) and any(_mentions(k, level) for k in key)


def _candidates(a: Diagram, b: Diagram, of_a: Mapping[int, int], of_b: Mapping[int, int]
                ) -> Iterator[dict[int, int]]:
    """Bijections of dummies that keep colours, the most constrained first."""
    order = sorted(a.dummies, key=lambda i: sum(c == of_a[i] for c in of_b.values()))

    def extend(position: int, chosen: dict[int, int]) -> Iterator[dict[int, int]]:
        if position == len(order):
            yield dict(chosen)
            return
        i = order[position]
        for j in b.dummies:
            if of_b[j] == of_a[i] and j not in chosen.values():
                chosen[i] = j
                yield from extend(position + 1, chosen)
                del chosen[i]

    return extend(0, {})


def relabelling(reading: Reading, diagrams: Sequence[Diagram]) -> Relabelling:
    """For each diagram the first one that it was found to be the same as, and the dummies' way."""
    colours = Colours(reading)
    buckets: dict[Hashable, list[tuple[int, dict[int, int]]]] = {}
    result: list[tuple[int, tuple[int, ...]]] = []
    for number, diagram in enumerate(diagrams):
        colour, invariant = colours.of(diagram)
        bucket = buckets.setdefault(invariant, [])
        found = next((match for first, of_first in bucket
                      if (match := _match(reading, diagram, diagrams[first], colour, of_first,
                                          first))), None)
        if found is None:
            bucket.append((number, colour))
            found = (number, diagram.dummies)
        result.append(found)
    return result


def _match(reading: Reading, a: Diagram, b: Diagram, of_a: Mapping[int, int],
           of_b: Mapping[int, int], first: int) -> tuple[int, tuple[int, ...]] | None:
    for tries, candidate in enumerate(_candidates(a, b, of_a, of_b)):
        if tries > TRIES:
            return None
        if reading.same(a, b, candidate):
            return first, tuple(candidate[i] for i in a.dummies)
    return None


def prove_identity(goal: Term, premises: Sequence[Claim] = (), uses: Sequence[Use] = ()) -> Claim:
    """The claim ``goal``, from premises in contexts; refused when no relabelling is found.

    >>> from derive.terms.build import eq, symbol
    >>> from derive.terms.matrices import matmul, matrix, trace
    >>> m, n = symbol("m", "N0"), symbol("n", "N0")
    >>> A, B = matrix("A", m, n), matrix("B", n, m)
    >>> print(prove_identity(eq(trace(matmul(A, B)), trace(matmul(B, A)))))
    |- (eq (trace (matmul A B)) (trace (matmul B A)))
    """
    return identity_claim(premises, goal, uses, witness_of(goal, premises, uses))


def witness_of(goal: Term, premises: Sequence[Claim] = (), uses: Sequence[Use] = ()
               ) -> Relabelling:
    """The relabelling that ``index_identity`` asks for."""
    return relabelling(*difference(pairs_of(premises, goal, uses)))


def holds(goal: Term, premises: Sequence[Claim] = (), uses: Sequence[Use] = ()) -> bool:
    """Whether the identity is proved; False says nothing about whether it is true."""
    try:
        prove_identity(goal, premises, uses)
    except Refused:
        return False
    return True
