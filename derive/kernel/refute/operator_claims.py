"""Claims about operators, kets and brackets at models of their hypotheses.

Sampling asks whether a proved claim agrees, refuting looks for a model where it certainly fails;
both count a model only where every hypothesis certainly holds. Next: ``operator_models``.
"""

from __future__ import annotations

from collections.abc import Iterator

from flint import ctx

from derive.kernel.claim import Claim
from derive.kernel.refute.operator_models import OperatorModel
from derive.kernel.refute.operator_patterns import patterns
from derive.kernel.refute.operator_values import (
    PRECISION,
    OperatorValues,
    Vector,
    apart,
    components,
)
from derive.kernel.refute.sample import Agreement, Disagreement, NotSampled, Sampled
from derive.kernel.refute.scalars import NoValue
from derive.terms.operator_forms import OPERATOR_HEADS, SCALARS_OF_OPERATORS, of_operators
from derive.terms.term import Term

ATTEMPTS, ENOUGH, DIGITS = 40, 8, 30
#: models in which the hypotheses do not hold, after which no more are drawn
HOPELESS = 12
HEADS = frozenset(OPERATOR_HEADS) | frozenset(SCALARS_OF_OPERATORS)


def speaks_of_operators(claim: Claim) -> bool:
    """Whether a claim mentions an operator, a ket or a bra."""
    return any(t.head in HEADS or of_operators(t.shape)
               for formula in (*claim.hypotheses, claim.conclusion) for t in formula.walk())


def sample_operators(claim: Claim) -> Sampled:
    """Whether the two sides of an equation agree in models of its hypotheses."""
    if claim.conclusion.head != "eq":
        return NotSampled("only equations between operators are sampled")
    agreed, reason = 0, "no model of the hypotheses was found"
    for model in models(claim):
        try:
            with ctx.workprec(PRECISION):
                found = _differ(model.values, claim.conclusion)
        except NoValue as problem:
            reason = str(problem)
            continue
        if found is not None:
            return Disagreement(_described(model), *found)
        agreed += 1
        if agreed == ENOUGH:
            break
    return Agreement(agreed, DIGITS) if agreed else NotSampled(reason)


def models(claim: Claim) -> Iterator[OperatorModel]:
    """Models in which all hypotheses certainly hold."""
    found = patterns(claim.hypotheses)
    symbols, any_good = claim.free, False
    for seed in range(1, ATTEMPTS):
        if seed > HOPELESS and not any_good:
            return
        try:
            with ctx.workprec(PRECISION):
                model = OperatorModel(found, symbols, seed)
                good = model.holds()
        except (NoValue, RecursionError):
            continue
        if good:
            any_good = True
            yield model


def _differ(values: OperatorValues, formula: Term) -> tuple[str, str] | None:
    """What the two sides do to a vector where that certainly differs."""
    for left, right in components(values, formula):
        if apart(left, right):
            index = next(i for i in {**left, **right} if apart(
                {i: left.get(i, 0 * values.weight(i))}, {i: right.get(i, 0 * values.weight(i))}))
            return _shown(left, index), _shown(right, index)
    return None


def _shown(vector: Vector, index: object) -> str:
    value = vector.get(index)
    if value is None:
        return "0"
    real, imaginary = (float(p.mid()) for p in (value.real, value.imag))
    if not imaginary:
        return f"{real:.10g}"
    sign = "-" if imaginary < 0 else "+"
    return f"{imaginary:.10g}i" if not real else f"{real:.10g} {sign} {abs(imaginary):.10g}i"


def _described(model: OperatorModel) -> dict[Term, str]:
    """The scalars of a model, and how large its matrices are."""
    point = {s: _shown({(): v}, ()) for s, v in sorted(
        model.scalars.items(), key=lambda item: item[0].name) if s in model.drawn}
    size = Term("sym", ("dimension", "N0"))
    return {**point, size: str(model.size) if model.finite else "infinite"}
