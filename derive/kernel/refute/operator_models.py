"""Models of claims about operators: what is drawn, what is solved, and whether hypotheses hold.

``[A, B] = c`` has no model by matrices (their traces would say 0 = c times the size): it is met by
ladder operators on finitely many quanta of an infinite ladder. All else is met by small matrices
of whole Gaussian numbers, so that hypotheses can be verified exactly. Next:
``operator_claims``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import product
from math import isqrt
from random import Random
from typing import Any

from flint import acb, ctx

from derive.kernel.refute.operator_maps import (
    as_ket,
    bare,
    cycle,
    ladder,
    names,
    pauli,
    quadratic,
    special,
)
from derive.kernel.refute.operator_patterns import Patterns, holds_by_construction
from derive.kernel.refute.operator_values import (
    PRECISION,
    Index,
    Map,
    OperatorValues,
    Vector,
    apart,
    components,
    plus,
    root,
    same,
    scaled,
)
from derive.kernel.refute.scalars import Undefined, Unsupported
from derive.terms.binding import substitute
from derive.terms.build import term
from derive.terms.domains import within
from derive.terms.term import Term

LEVELS = 3  # of the ladder that operators without relations act on
DEGREE = 3  # of the polynomials that stand for functions


class OperatorModel:
    """One attempt at a model. ``values`` evaluates terms in it; ``certain`` says whether all
    hypotheses certainly hold (``False`` also where one certainly fails)."""

    def __init__(self, found: Patterns, symbols: frozenset[Term], seed: int) -> None:
        self.found, self.random, self.seed = found, Random(seed), seed
        self.modes = self._modes()
        self.finite = not self.modes and found.family is None
        self.size = max(2 + seed % 3, len(found.unit) + (seed % 2))
        if found.spins or found.fermions:
            self.size = 2 if found.fermions or seed % 2 else 3
        self.basis = self._basis()
        self.scalars: dict[Term, Any] = {}
        self.maps: dict[object, Map] = {}
        self.polynomials: dict[Term, list[Any]] = {}
        self.solved = {f.args[0]: f.args[1] for f in found.scalars if f.head == "eq"
                       and f.args[0].head == "sym" and f.args[0] not in f.args[1].free}
        self.values = OperatorValues(self._scalar, self._map, self._function, self.basis,
                                     self.weight, self.finite, self._vector())
        self.shared = self._polynomial_matrix()
        self.drawn = sorted((s for s in symbols if s.head == "sym"), key=lambda s: s.name)

    # -- the space -------------------------------------------------------------------------------

    def _modes(self) -> list[tuple[Term, Term, Term]]:
        """Pairs with [A, B] = c, each on a ladder of its own; no operator in two of them."""
        modes: list[tuple[Term, Term, Term]] = []
        taken: set[Term] = set()
        lower = self.found.ladder
        pairs = list(self.found.pairs)
        if lower is not None and self.found.family is not None and not any(
                lower in names(a, b) for a, b, _ in pairs):
            pairs.append((lower, Term("adjoint", (), (lower,)), term(1)))
        for a, b, c in pairs:
            if not names(a, b) & taken:
                modes.append((a, b, c))
                taken |= names(a, b)
        return modes

    def _basis(self) -> tuple[Index, ...]:
        if self.finite:
            return tuple((i,) for i in range(self.size))
        count = max(len(self.modes), 1)
        highest = 7 if count == 1 else 3 if count == 2 else 2
        return tuple(i for i in product(range(highest + 1), repeat=count) if sum(i) <= highest)

    def weight(self, index: Index) -> Any:
        """The square of the length of a basis vector: the product of n! on ladders."""
        weight = acb(1)
        if not self.finite and isinstance(index, tuple):
            for n in index:
                for k in range(2, n + 1):
                    weight = weight * k
        return weight

    # -- scalars ---------------------------------------------------------------------------------

    def _number(self, sort: str, random: Random) -> Any:
        if sort == "P":
            return acb(random.choice([1, 2, 3, 4, 5, 0.5]) if self.seed % 2 else
                       random.choice([1, 4, 9, 2]))
        if sort == "N0":
            return acb(random.randrange(4))
        if sort in ("Z", "R"):
            return acb(random.choice([-3, -2, -1, 1, 2, 3] + ([0.5, -1.5] if sort == "R" else [])))
        return acb(random.choice([-2, -1, 1, 2]), random.choice([-2, -1, 1, 3]))

    def _scalar(self, t: Term) -> Any:
        if t in self.solved:
            return self.values.scalar(self.solved[t])
        if t.head == "sym":
            if t not in self.scalars:
                place = self.drawn.index(t) if t in self.drawn else 0
                self.scalars[t] = acb((self.seed * (1 + place % 3) + 1 + place) % 5) if (
                    t.sort == "N0") else self._number(t.sort, Random(f"{self.seed} {t.name}"))
            return self.scalars[t]
        if any(t.data):
            raise Unsupported("a derivative beside operators")
        values = [self.values.scalar(a) for a in t.args[1:]]
        if not all(v.real.is_exact() and v.imag.is_exact() for v in values):
            raise Unsupported("a function at a number that is not exact")
        label = f"{self.seed} {t.args[0].name} {[str(v) for v in values]}"
        return self._number(t.args[0].sort, Random(label))

    def _function(self, f: Term, order: int, _: Any) -> list[Any]:
        """The coefficients of the polynomial that stands for a function of an operator."""
        if f not in self.polynomials:
            random = Random(f"{self.seed} {f.name}")
            real = within(f.sort, "R")
            self.polynomials[f] = [acb(random.randrange(-3, 4), 0 if real else
                                       random.randrange(-2, 3)) for _ in range(DEGREE + 1)]
        coefficients = self.polynomials[f]
        for _ in range(order):
            coefficients = [k * c for k, c in enumerate(coefficients)][1:]
        return coefficients

    # -- operators and kets ----------------------------------------------------------------------

    def _key(self, t: Term) -> tuple[object, ...]:
        labels = [self.values.scalar(a) for a in t.args[1:]]
        return (t.head, t.data, *(str(v) for v in labels))

    def _map(self, t: Term) -> Map:
        key = self._key(t)
        if key not in self.maps:
            self.maps[key] = self._made(t)
        return self.maps[key]

    def _made(self, t: Term) -> Map:
        for symbol, value in self.found.definitions.items():
            if symbol.head == t.head and symbol.data == t.data and len(symbol.args) == len(t.args):
                given = dict(zip(symbol.args, t.args, strict=True))
                if all(k is v or k.head == "sym" for k, v in given.items()):
                    body = substitute(value, {k: v for k, v in given.items() if k is not v})
                    return self._defined(body)
        return self._ket(t) if t.head == "ket" else self._operator(t)

    def _defined(self, body: Term) -> Map:
        return (lambda v: self.values.apply(body, v), lambda v: self.values.apply(body, v, True))

    def _ket(self, t: Term) -> Map:
        family = self.found.family
        if family is not None and t.data == family.data and len(t.args) == 2:
            return as_ket(self.values, self._number_state(self.values.whole(t.args[1])))
        for number, state in enumerate(self.found.unit):
            if state is t and (self.finite or number < len(self.basis)):
                return as_ket(self.values, self._unit(number))
        if t in self.found.norms:
            return as_ket(self.values, self._of_norm(self.found.norms[t]))
        for a, state, value in self.found.eigen:
            if state is t:
                return as_ket(self.values, self._eigenvector(a, state, value))
        return as_ket(self.values, self._vector())

    def _unit(self, number: int) -> Vector:
        if len(self.found.unit) == 1 and self.finite:  # some state of length 1
            return {self.basis[self.seed % len(self.basis)]: acb(0, 1)}
        index = self.basis[number]
        return {index: acb(1) / acb(root(self.weight(index).real))}

    def _number_state(self, n: int) -> Vector:
        if n < 0:
            return {}
        index = (n, *(0,) * (max(len(self.modes), 1) - 1))
        return {index: acb(1) / acb(root(self.weight(index).real))}

    def _eigenvector(self, a: Term, state: Term, value: Term) -> Vector:
        """Eigenvectors of one operator are basis vectors; the operator is made to fit them."""
        mine = [k for b, k, _ in self.found.eigen if b is a]
        if not self.finite:
            raise Unsupported("an eigenvector on an infinite ladder")
        place = mine.index(state)
        return {self.basis[place % len(self.basis)]: acb(1 + place, 1)}

    def _of_norm(self, norm: int) -> Vector:
        """Two Gaussian integers whose squares add up: any number is a sum of four squares."""
        reach = range(int(norm ** 0.5) + 1)
        a, b, c = self.random.choice([
            (a, b, c) for a in reach for b in reach for c in reach
            if (rest := norm - a * a - b * b - c * c) >= 0 and isqrt(rest) ** 2 == rest])
        first, second = self.basis[:2]
        return {first: acb(a, b), second: acb(c, isqrt(norm - a * a - b * b - c * c))}

    def _vector(self) -> Vector:
        indices = self.basis if self.finite else self.basis[:4]
        return {i: acb(self.random.randrange(-3, 4), self.random.choice([-2, -1, 1, 2]))
                for i in indices}

    def _operator(self, t: Term) -> Map:
        for number, (a, b, c) in enumerate(self.modes):
            for place, symbol in enumerate((a, b)):
                if bare(symbol) is t:
                    return self._on_ladder(number, place, (a, b), self.values.scalar(c))
        for a, b, c, factor in self.found.spins:
            if t in (a, b, c):
                return self._spin(t, a, b, factor)
        if any(t in names(a, b) for a, b, _ in self.found.fermions):
            return self._fermion(t)
        for a, b in self.found.commuting:
            if t in (a, b):
                return self._commuting(t, a, b)
        return self._matrix(t)

    def _on_ladder(self, mode: int, place: int, pair: tuple[Term, Term], c: Any) -> Map:
        a, b = pair
        if b is Term("adjoint", (), (a,)) or a is Term("adjoint", (), (b,)):
            down = a.head == "operator"
            if not (c.imag == 0 and c.real > 0):
                raise Undefined("[A, A^dagger] is positive")
            length = acb(root(c.real))
            steps = (ladder(mode, -1, length), ladder(mode, 1, length))
            return steps if down else steps[::-1]
        alpha = acb(1 + self.seed % 2)
        x = (alpha, alpha)
        beta = -c / (2 * alpha)
        up, down_ = (x if place == 0 else (-beta, beta))

        def apply(v: Vector, factors: tuple[Any, Any] = (down_, up)) -> Vector:
            lowered = scaled(factors[0], ladder(mode, -1, acb(1))(v))
            return plus(lowered, ladder(mode, 1, acb(1))(v), factors[1])

        return apply, lambda v: apply(v, (up.conjugate(), down_.conjugate()))

    def _spin(self, t: Term, a: Term, b: Term, factor: Term) -> Map:
        """Spin 1/2 or spin 1: [A, B] = c C and around."""
        c = self.values.scalar(factor) / acb(0, 1)
        order = cycle(self.found.spins)
        if t not in order or self.size not in (2, 3) or len(order) != 3:
            raise Unsupported("commutators that are not those of an angular momentum")
        place = order.index(t)
        if self.size == 2:
            return self._entries({k: c * v / 2 for k, v in pauli(place).items()})
        i, j = (place + 1) % 3, (place + 2) % 3
        return self._entries({(i, j): -c * acb(0, 1), (j, i): c * acb(0, 1)})

    def _fermion(self, t: Term) -> Map:
        members = list(dict.fromkeys(n for a, b, _ in self.found.fermions for n in names(a, b)))
        a, b, c = next(f for f in self.found.fermions if t in names(f[0], f[1]))
        if b is Term("adjoint", (), (a,)) or a is Term("adjoint", (), (b,)):
            return self._entries({(0, 1): acb(root(self.values.scalar(c).real))})
        place = members.index(t)
        if place > 2 or self.size != 2:
            raise Unsupported("too many operators that anticommute")
        return self._entries(pauli(place))

    def _commuting(self, t: Term, a: Term, b: Term) -> Map:
        other = bare(b if bare(a) is t else a)
        known = self._key(other) in self.maps or any(other in names(x, y)
                                                     for x, y, _ in self.modes)
        if known and not self.finite:
            p, q = acb(self.random.randrange(1, 3)), acb(self.random.randrange(-2, 3))
            first = self._map(other)
            return quadratic(first[0], p, q), quadratic(first[1], p, q)
        powers = [acb(self.random.randrange(-2, 3)) for _ in range(3)]

        def apply(v: Vector, turned: bool = False) -> Vector:
            total: Vector = {}
            for coefficient in powers:
                total = plus(total, scaled(coefficient, v))
                v = self.shared[turned](v)
            return total

        return apply, lambda v: apply(v, True)

    def _polynomial_matrix(self) -> Map:
        """A Hermitian matrix: operators that commute are polynomials in it."""
        return self._entries(self._hermitian())

    def _hermitian(self) -> dict[tuple[int, int], Any]:
        size = self.size if self.finite else LEVELS
        entries: dict[tuple[int, int], Any] = {}
        for i in range(size):
            entries[i, i] = acb(self.random.randrange(-3, 4))
            for j in range(i):
                z = acb(self.random.randrange(-2, 3), self.random.randrange(-2, 3))
                entries[i, j], entries[j, i] = z, z.conjugate()
        return entries

    def _matrix(self, t: Term) -> Map:
        size = self.size if self.finite else LEVELS
        eigen = [(k, v) for a, k, v in self.found.eigen if a is t]
        if eigen and self.finite:
            entries = {(i, i): acb(self.random.randrange(-3, 4)) for i in range(size)}
            for place, (_, value) in enumerate(eigen):
                entries[place % size, place % size] = self.values.scalar(value)
            if t not in self.found.hermitian:
                entries |= {(i, j): acb(self.random.randrange(-2, 3)) for j in range(
                    len(eigen), size) for i in range(size) if i != j}
            return self._entries(entries)
        if t in self.found.squares or t in self.found.unitary:
            return self._special(t, size)
        if t in self.found.hermitian:
            return self._entries(self._hermitian())
        return self._entries({(i, j): acb(self.random.randrange(-2, 3), self.random.randrange(
            -2, 3)) for i in range(size) for j in range(size)})

    def _special(self, t: Term, size: int) -> Map:
        """Projectors, square roots of 1, nilpotent and unitary matrices."""
        square = self.found.squares.get(t)
        slanted = square is t and t not in self.found.hermitian
        return self._entries(special(square, square is t, slanted, size, self.seed, self.random))

    def _entries(self, entries: Mapping[tuple[int, int], Any]) -> Map:
        """The map with <i|A|j> as given, for basis vectors of length ``weight``."""
        width = max(len(self.modes), 1)

        def at(i: int) -> Index:
            return (i,) if self.finite else (i, *(0,) * (width - 1))

        columns: dict[Index, Vector] = {}
        rows: dict[Index, Vector] = {}
        for (i, j), value in entries.items():
            columns.setdefault(at(j), {})[at(i)] = value / self.weight(at(i))
            rows.setdefault(at(i), {})[at(j)] = value.conjugate() / self.weight(at(j))

        def acting(table: dict[Index, Vector]) -> Callable[[Vector], Vector]:
            def apply(v: Vector) -> Vector:
                total: Vector = {}
                for index, value in v.items():
                    total = plus(total, table.get(index, {}), value)
                return total
            return apply

        return acting(columns), acting(rows)

    # -- whether the hypotheses hold -------------------------------------------------------------

    def holds(self) -> bool:
        """Whether all hypotheses certainly hold here."""
        with ctx.workprec(PRECISION):
            return all(self._certain(bound, formula) for bound, formula in self.found.formulas)

    def _certain(self, bound: tuple[Term, ...], formula: Term) -> bool:
        if self.found.family is not None and holds_by_construction(
                formula, self.found.family, self._lowering(), bool(bound)):
            return True
        if bound:
            return formula.head == "eq" and any(
                self.found.definitions.get(s) in formula.args for s in formula.args)
        if formula.head == "eq":
            defined = any(self.found.definitions.get(s) in formula.args for s in formula.args) or (
                self.solved.get(formula.args[0]) is formula.args[1])
            pairs = components(self.values, formula)
            return all((not apart(a, b)) if defined else same(a, b) for a, b in pairs)
        left, right = (self.values.scalar(s) for s in formula.args)
        if formula.head == "ne":
            return not left.overlaps(right)
        ordered = left.imag == 0 and right.imag == 0
        return ordered and bool(left.real < right.real if formula.head == "lt"
                                else left.real <= right.real)

    def _lowering(self) -> Term | None:
        """The operator of the first ladder, if it is one that lowers: [a, a^dagger] = 1."""
        if not self.modes:
            return None
        lower, upper, c = self.modes[0]
        good = lower.head == "operator" and upper is Term("adjoint", (), (lower,))
        return lower if good and c is term(1) else None
