"""Linear relations between neighbours of a family H_n(xi), read off proved equations.

Each equation that is linear in H becomes ``sum c[s, d](n, xi) * H_{n+s}^{(d)}(xi) = 0`` with
rational functions as coefficients. The family's first members are found from them as exact
polynomials, and every relation is tried on these before one is used: equations that disagree
are refused, whatever a certificate says. Next: ``recurrences``.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from flint import Ordering, fmpq, fmpq_mpoly_ctx, fmpq_poly

from derive.export.factors import linear_in
from derive.export.program import ExportRefused
from derive.terms import Term

CONTEXT = fmpq_mpoly_ctx.get(("n", "xi", "alpha"), Ordering.lex)
#: the index, the argument, and a parameter of families that have one
N, XI, ALPHA = CONTEXT.gens()
CHECKED = 8  # members of the family on which every relation is tried


@dataclass(frozen=True)
class Ratio:
    """A quotient of two polynomials in n and xi, reduced."""

    top: Any
    bottom: Any

    @staticmethod
    def of(top: Any, bottom: Any = 1) -> Ratio:
        top, bottom = CONTEXT.constant(0) + top, CONTEXT.constant(0) + bottom
        if bottom == 0:
            raise ExportRefused("a coefficient is divided by zero")
        common = top.gcd(bottom)
        top, bottom = top / common, bottom / common
        lead = bottom.leading_coefficient()
        return Ratio(top / lead, bottom / lead)

    def at_parameter(self, value: fmpq) -> Ratio:
        """The quotient at a number alpha."""
        return Ratio.of(*(part.compose(N, XI, CONTEXT.constant(value), ctx=CONTEXT)
                          for part in (self.top, self.bottom)))

    def __add__(self, other: Ratio) -> Ratio:
        return Ratio.of(self.top * other.bottom + other.top * self.bottom,
                        self.bottom * other.bottom)

    def __mul__(self, other: Ratio) -> Ratio:
        return Ratio.of(self.top * other.top, self.bottom * other.bottom)

    def __neg__(self) -> Ratio:
        return Ratio(-self.top, self.bottom)

    def over(self, other: Ratio) -> Ratio:
        return Ratio.of(self.top * other.bottom, self.bottom * other.top)

    def shifted(self, by: int) -> Ratio:
        """The quotient with n + by in the place of n."""
        return Ratio.of(self.top.compose(N + by, XI, ALPHA, ctx=CONTEXT),
                        self.bottom.compose(N + by, XI, ALPHA, ctx=CONTEXT))

    def at(self, n: int) -> tuple[fmpq_poly, fmpq_poly]:
        """Top and bottom as polynomials in xi at a number n."""
        return _univariate(self.top, n), _univariate(self.bottom, n)


def powers(poly: Any) -> dict[tuple[int, int], Any]:
    """The coefficients by powers of n and xi; ExportRefused where a parameter is left."""
    if any(power for *_, power in poly.to_dict()):
        raise ExportRefused("a parameter besides index and argument: none is expected here")
    return {(power_n, power_xi): c for (power_n, power_xi, _), c in poly.to_dict().items()}


def _univariate(poly: Any, n: int) -> fmpq_poly:
    result = fmpq_poly()
    for (power_n, power_xi), coefficient in powers(poly).items():
        result += fmpq_poly([0] * power_xi + [coefficient * fmpq(n) ** power_n])
    return result


@dataclass(frozen=True)
class Relation:
    """``sum of coefficient * H_{n + shift}^{(order)} = 0`` for every n >= 0."""

    terms: tuple[tuple[tuple[int, int], Ratio], ...]

    def table(self) -> dict[tuple[int, int], Ratio]:
        return dict(self.terms)

    def at_parameter(self, value: fmpq) -> Relation:
        """The relation at a number alpha."""
        return Relation(tuple((key, ratio.at_parameter(value)) for key, ratio in self.terms))


class _NotLinear(Exception):
    pass


def family_in(term: Term, parameters: int = 0) -> set[Term]:
    """The functions of (n, x) that a term calls, or of (n, x, alpha): candidates for the family."""
    return {t.args[0] for t in term.walk()
            if t.head == "call" and len(t.args) == 3 + parameters and t.args[0].data[1][0] == "N0"}  # type: ignore[index]


def relation_of(equation: Term, family: Term) -> Relation | None:
    """The relation that an equation states, or None when it is not linear in the family."""
    while equation.head == "forall":
        equation = equation.args[1]
    if equation.head != "eq" or family not in equation.free:
        return None
    calls = [t for t in equation.walk() if t.head == "call" and t.args[0] is family]
    symbols = {s for t in calls for s in t.args[1].free}
    places = {t.args[2:] for t in calls}
    if len(symbols) != 1 or len(places) != 1:
        return None
    letters = Letters(symbols.pop(), *places.pop())
    if any(s is not None and s.head != "sym" for s in (letters.index, *letters.rest)):
        return None
    try:
        left = _linear(equation.args[0], family, letters)
        right = _linear(equation.args[1], family, letters)
    except (_NotLinear, ExportRefused):
        return None
    table = dict(left)
    for key, ratio in right.items():
        table[key] = table[key] + -ratio if key in table else -ratio
    if None in table and table[None].top != 0:  # a term free of the family: not homogeneous
        return None
    found = {k: r for k, r in table.items() if k is not None and r.top != 0}
    if not found:
        return None
    least = min(shift for shift, _ in found)
    return Relation(tuple(sorted((((s - least), d), r.shifted(-least))
                                 for (s, d), r in found.items())))


@dataclass(frozen=True)
class Letters:
    """What stands for n, xi and alpha in an equation."""

    index: Term | None
    place: Term
    parameter: Term | None = None

    @property
    def rest(self) -> tuple[Term, ...]:
        """The arguments after the index."""
        return (self.place,) if self.parameter is None else (self.place, self.parameter)


def _linear(term: Term, family: Term, letters: Letters
            ) -> dict[tuple[int, int] | None, Ratio]:
    """A term as a linear form in the family's calls; key None is the part free of them."""
    head, args = term.head, term.args
    if family not in term.free:
        return {None: ratio_of(term, letters)}
    if head == "call" and args[0] is family:
        slope, level = linear_in(args[1], letters.index)
        if slope != 1 or level.denominator != 1 or args[2:] != letters.rest or any(
                order for slot, order in enumerate(term.data) if slot != 1):
            raise _NotLinear
        return {(int(level), int(str(term.data[1]))): Ratio.of(1)}
    if head == "derivative" and args[0] is letters.place is args[2]:
        inner = args[1]
        if inner.head == "call" and inner.args[0] is family and isinstance(term.data[0], int):
            order = term.data[0] + int(str(inner.data[1]))
            return _linear(Term("call", (0, order, *inner.data[2:]), inner.args), family, letters)
    if head == "neg":
        return {k: -r for k, r in _linear(args[0], family, letters).items()}
    if head == "add":
        table: dict[tuple[int, int] | None, Ratio] = {}
        for arg in args:
            for key, ratio in _linear(arg, family, letters).items():
                table[key] = table[key] + ratio if key in table else ratio
        return table
    if head == "mul":
        carriers = [a for a in args if family in a.free]
        if len(carriers) == 1:
            factor = Ratio.of(1)
            for arg in args:
                if arg is not carriers[0]:
                    factor = factor * ratio_of(arg, letters)
            inside = _linear(carriers[0], family, letters)
            return {k: r * factor for k, r in inside.items()}
    if head == "div" and family not in args[1].free:
        below = ratio_of(args[1], letters)
        return {k: r.over(below) for k, r in _linear(args[0], family, letters).items()}
    raise _NotLinear


def ratio_of(term: Term, letters: Letters) -> Ratio:
    """A term as a rational function of the index (n), the argument (xi) and the parameter."""
    head, args = term.head, term.args
    if head == "int":
        return Ratio.of(term.value)
    if term is letters.index:
        return Ratio.of(N)
    if term is letters.place:
        return Ratio.of(XI)
    if term is letters.parameter:
        return Ratio.of(ALPHA)
    if head == "neg":
        return -ratio_of(args[0], letters)
    if head in ("add", "mul"):
        result = ratio_of(args[0], letters)
        for arg in args[1:]:
            other = ratio_of(arg, letters)
            result = result + other if head == "add" else result * other
        return result
    if head == "div":
        return ratio_of(args[0], letters).over(ratio_of(args[1], letters))
    if head == "pow" and args[1].head == "int" and args[1].value <= 64:
        base, result = ratio_of(args[0], letters), Ratio.of(1)
        for _ in range(args[1].value):
            result = result * base
        return result
    raise ExportRefused(f"not a rational function of the index and the argument: {term}")


def base_of(equation: Term, family: Term) -> tuple[int, fmpq_poly] | None:
    """``(j, H_j)`` when the equation states the member number j as a polynomial."""
    while equation.head == "forall":
        equation = equation.args[1]
    if equation.head != "eq":
        return None
    for left, right in (equation.args, equation.args[::-1]):
        if left.head != "call" or left.args[0] is not family or any(left.data):
            continue
        if left.args[1].head != "int" or family in right.free or left.args[2].head != "sym":
            continue
        try:
            top, bottom = ratio_of(right, Letters(None, left.args[2])).at(0)
        except ExportRefused:
            continue
        if bottom.degree() == 0:
            return left.args[1].value, top / bottom[0]
    return None


def first_members(bases: dict[int, fmpq_poly], relations: Sequence[Relation]
                  ) -> list[fmpq_poly]:
    """H_0, H_1, ... as far as the bases and relations give them, CHECKED at most."""
    known: list[fmpq_poly] = []
    while len(known) < CHECKED:
        number = len(known)
        value = bases.get(number)
        candidates = (_member(r, known) for r in relations)
        value = value if value is not None else next((c for c in candidates if c is not None), None)
        if value is None:
            break
        known.append(value)
    return known


def _member(relation: Relation, known: list[fmpq_poly]) -> fmpq_poly | None:
    number = len(known)
    top_shift = max(s for s, _ in relation.table())
    n = number - top_shift
    heads = [(d, r) for (s, d), r in relation.terms if s == top_shift]
    if n < 0 or len(heads) != 1 or heads[0][0] != 0 or top_shift == 0:
        return None
    rest = _evaluate(Relation(tuple(t for t in relation.terms if t[0][0] != top_shift)), n, known)
    top, bottom = heads[0][1].at(n)
    if rest is None or not top:
        return None
    quotient, remainder = divmod(-rest[0] * bottom, rest[1] * top)
    return quotient if not remainder else None


def _evaluate(relation: Relation, n: int, known: list[fmpq_poly]) -> tuple[Any, Any] | None:
    """The relation's sum at n as (top, bottom), from known members."""
    top, bottom = fmpq_poly(), fmpq_poly([1])
    for (shift, order), ratio in relation.terms:
        if n + shift >= len(known):
            return None
        member = known[n + shift]
        for _ in range(order):
            member = member.derivative()
        above, below = ratio.at(n)
        if not below:
            return None
        top, bottom = top * below + above * member * bottom, bottom * below
    return top, bottom


def disagreement(relations: Iterable[Relation], known: list[fmpq_poly]
                 ) -> tuple[Relation, int] | None:
    """A relation that fails on the first members, with the index where it does."""
    for relation in relations:
        for n in range(len(known)):
            value = _evaluate(relation, n, known)
            if value is not None and value[0] != 0:
                return relation, n
    return None
