"""The maps that models of operators are made of: kets, ladders, matrices that commute or do not.

Next: ``operator_models``.
"""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import Any

from flint import acb

from derive.kernel.refute.operator_values import NUMBER, Map, OperatorValues, Vector, plus, scaled
from derive.terms.term import Term


def as_ket(values: OperatorValues, vector: Vector) -> Map:
    """A ket as a map from the numbers; its adjoint is the inner product with it."""
    return (lambda v: scaled(v[NUMBER], vector) if NUMBER in v else {},
            lambda v: plus({}, {NUMBER: values.inner(vector, v)}))


def ladder(mode: int, step: int, length: Any) -> Callable[[Vector], Vector]:
    """``a e_n = n e_(n-1)`` or ``a^dagger e_n = e_(n+1)``, times a number."""
    def apply(v: Vector) -> Vector:
        result: Vector = {}
        for index, value in v.items():
            assert isinstance(index, tuple)
            n = index[mode]
            if step == -1 and n == 0:
                continue
            moved = (*index[:mode], n + step, *index[mode + 1:])
            result = plus(result, {moved: value * length * (n if step == -1 else 1)})
        return result
    return apply


def pauli(place: int) -> dict[tuple[int, int], Any]:
    """The entries of the three Pauli matrices."""
    return ({(0, 1): acb(1), (1, 0): acb(1)}, {(0, 1): acb(0, -1), (1, 0): acb(0, 1)},
            {(0, 0): acb(1), (1, 1): acb(-1)})[place]


def bare(t: Term) -> Term:
    return t.args[0] if t.head == "adjoint" else t


def quadratic(f: Callable[[Vector], Vector], p: Any, q: Any) -> Callable[[Vector], Vector]:
    return lambda v: plus(scaled(p, f(v)), f(f(v)), q)


def names(*operators: Term) -> set[Term]:
    return {bare(t) for t in operators}


def cycle(spins: list[tuple[Term, Term, Term, Term]]) -> tuple[Term, ...]:
    """The three operators of an angular momentum, in their order."""
    following = {(a, b): c for a, b, c, _ in spins}
    for (a, b), c in following.items():
        if len({a, b, c}) == 3 and following.get((b, c), a) is a and (
                following.get((c, a), b) is b):
            return (a, b, c)
    return ()



def special(square: Term | None, projects: bool, slanted: bool, size: int, seed: int,
            random: Random) -> dict[tuple[int, int], Any]:
    """A projector, a square root of 1, a nilpotent or (``square`` is None) a unitary matrix."""
    if projects:
        if slanted and seed % 2:
            return {(0, 0): acb(1), (0, 1): acb(2, 1)}
        return {(i, i): acb(i % 2) for i in range(size)} if seed % 3 else {
            (i, j): acb(0.5) for i in (0, 1) for j in (0, 1)}
    if square is None:
        shift = random.randrange(size)
        phases = [acb(1), acb(0, 1), acb(-1), acb(0, -1)]
        return {((i + shift) % size, i): random.choice(phases) for i in range(size)}
    if square.head == "int" and square.value == 0:
        return {(0, size - 1): acb(random.randrange(1, 4))}
    return {(0, 1): acb(1), (1, 0): acb(1), **{(i, i): acb(-1) for i in range(2, size)}}
