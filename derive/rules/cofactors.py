"""Search for the witness of ``ring``: write a difference as a combination of known equations.

Each equation has a pivot, an atom that occurs linearly in it; the goal is divided by the
equations one after the other, as one eliminates by hand. UNTRUSTED: the kernel multiplies out.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from derive.kernel.atoms import Items
from derive.kernel.normal import Normalizer
from derive.kernel.plain_polynomial import PlainPolynomial
from derive.rules.writing import atoms_of, term_from
from derive.terms.build import sub
from derive.terms.term import Term


def find_cofactors(normalizer: Normalizer, goal: Term, equations: Sequence[tuple[Term, Term]]
                   ) -> list[Term]:
    """Cofactors q_i with ``goal.left - goal.right = sum q_i (left_i - right_i)``, it is hoped.

    ``equations`` are pairs (equation, pivot); the pivot is a term that is one atom.
    """
    atoms = atoms_of(normalizer, [goal, *(e for e, _ in equations), *(p for _, p in equations)])
    rest = PlainPolynomial(dict(normalizer.items(sub(*goal.args))))
    found = []
    for equation, pivot in equations:
        known = PlainPolynomial(dict(normalizer.items(sub(*equation.args))))
        quotient, rest = _divided(rest, known, _generator(normalizer.items(pivot)))
        found.append(term_from(quotient.content, atoms))
    return found


def _generator(items: Items) -> Any:
    if len(items) == 1:
        (monomial, _), = items
        if len(monomial) == 1:
            (generator, exponent), = monomial
            if exponent == 1:
                return generator
    raise ValueError("a pivot should be one atom")


def _divided(goal: PlainPolynomial, equation: PlainPolynomial, pivot: Any
             ) -> tuple[PlainPolynomial, PlainPolynomial]:
    """Quotient and rest, dividing by an equation whose pivot has a one-term coefficient."""
    leading = {m: c for m, c in equation.content.items() if dict(m).get(pivot) == 1}
    if len(leading) != 1:
        return PlainPolynomial({}), goal
    (monomial, factor), = leading.items()
    quotient, rest = PlainPolynomial({}), goal
    for _ in range(200):
        highest = max((dict(m).get(pivot, Fraction(0)) for m in rest.content),
                      default=Fraction(0))
        if highest < 1:
            break
        part: dict[Any, Fraction] = {}
        for m, c in rest.content.items():
            exponents = dict(m)
            if exponents.get(pivot, 0) != highest:
                continue
            for generator, exponent in monomial:
                exponents[generator] = exponents.get(generator, Fraction(0)) - exponent
            part[frozenset((g, e) for g, e in exponents.items() if e)] = c / factor
        step = PlainPolynomial(part)
        quotient = quotient + step
        rest = rest + (step * equation).scaled(Fraction(-1))
    return quotient, rest
