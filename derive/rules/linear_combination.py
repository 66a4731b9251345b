"""A goal as a combination of known equations: with rational numbers, or after squaring one.

UNTRUSTED: the kernel multiplies out. Next: ``cofactors``, which divides by pivots instead.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from derive.kernel.normal import Normalizer
from derive.terms.build import add, mul, neg, sub, term
from derive.terms.term import Term

MOST = 12  # equations that are combined


def combinations(normalizer: Normalizer, goal: Term, equations: Sequence[Term]
                 ) -> Iterator[list[Term]]:
    """Cofactors, one for each equation, that may give the goal.

    >>> from derive.terms.build import eq, symbol
    >>> x, y = symbol("x"), symbol("y")
    >>> known = [eq(add(x, y), 3), eq(sub(x, y), 1)]
    >>> [[str(q) for q in found] for found in combinations(Normalizer(), eq(x, 2), known)][0]
    ['(div 1 2)', '(div 1 2)']
    """
    numbers = _rational(normalizer, goal, equations[:MOST])
    if numbers is not None:
        yield [*(term(q) for q in numbers), *(term(0) for _ in equations[MOST:])]
    for place, equation in enumerate(equations[:MOST]):  # l^2 - r^2 = (l + r)(l - r)
        for sign in (add(*equation.args), neg(add(*equation.args))):
            yield [sign if i == place else term(0) for i in range(len(equations))]
        for side in goal.args:  # both sides multiplied by something of the goal
            if side.head in ("mul", "add"):
                for factor in side.args:
                    yield [mul(factor, 1) if i == place else term(0)
                           for i in range(len(equations))]


def _rational(normalizer: Normalizer, goal: Term, equations: Sequence[Term]
              ) -> list[Fraction] | None:
    """Numbers q with goal = sum of q times equation, by elimination."""
    wanted = dict(normalizer.items(sub(*goal.args)))
    rows = [dict(normalizer.items(sub(*e.args))) for e in equations]
    monomials = sorted({m for row in (wanted, *rows) for m in row}, key=str)
    table = [[row.get(m, Fraction(0)) for row in rows] + [wanted.get(m, Fraction(0))]
             for m in monomials]
    pivots: list[int] = []
    for column in range(len(rows)):
        start = len(pivots)
        found = next((i for i in range(start, len(table)) if table[i][column]), None)
        if found is None:
            continue
        table[start], table[found] = table[found], table[start]
        scale = table[start][column]
        table[start] = [v / scale for v in table[start]]
        for i, row in enumerate(table):
            if i != start and row[column]:
                factor = row[column]
                table[i] = [a - factor * b for a, b in zip(row, table[start], strict=True)]
        pivots.append(column)
    if any(row[-1] for row in table[len(pivots):]):
        return None
    result = [Fraction(0)] * len(rows)
    for i, column in enumerate(pivots):
        result[column] = table[i][-1]
    return result
