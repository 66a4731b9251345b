"""Whether a formula certainly holds, certainly fails, or is not decided, at a point.

An equation of balls can fail for certain but never hold for certain; of exact numbers both.
``forall x`` and the classes (``decay``, ``poly``) hold for certain where both sides come out as
polynomials times Gaussians with the same exact coefficients. Next: ``model``.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from flint import acb, ctx, fmpq

from derive.kernel.refute import scalars
from derive.kernel.refute.balls import Evaluator
from derive.kernel.refute.gaussians import Gaussian, generator, same
from derive.kernel.refute.jets import Jet, Value, coefficient, level, variable
from derive.kernel.refute.scalars import ZERO, NoValue, Scalar, Undefined, Unresolved, Unsupported
from derive.terms.build import sub
from derive.terms.domains import sort_of
from derive.terms.term import Term

#: how many coefficients of formal series are compared
SERIES_TERMS = 6


@dataclass(frozen=True)
class Outcome:
    """``holds`` is True or False only if certain; the two sides, where both are numbers.

    ``retry`` says that a higher precision may decide.
    """

    holds: bool | None
    left: Scalar = None
    right: Scalar = None
    reason: str = ""
    undefined: bool = False
    retry: bool = False


def decide(formula: Term, run: Evaluator) -> Outcome:
    """What the balls say about a formula; an undefined side makes a relation fail."""
    judge = JUDGES.get(formula.head)
    if judge is None:
        return Outcome(None, reason=f"{formula.head!r} is not decided by numbers")
    try:
        return judge(formula, run)
    except Undefined as problem:
        return Outcome(False, reason=str(problem), undefined=True)
    except NoValue as problem:
        return Outcome(None, reason=str(problem), retry=isinstance(problem, Unresolved))


def disjoint(a: Scalar, b: Scalar) -> bool:
    """Whether two enclosures do not meet."""
    if type(a) is fmpq and type(b) is fmpq:
        return bool(a != b)
    return not acb(a).overlaps(acb(b))


def _equation(formula: Term, run: Evaluator) -> Outcome:
    a, b = (run.scalar(side) for side in formula.args)
    with ctx.workprec(run.precision):
        if disjoint(a, b):
            return Outcome(False, a, b)
        return Outcome(True if same(a, b) else None, a, b)


def _inequality(formula: Term, run: Evaluator) -> Outcome:
    equation = _equation(formula, run)
    holds = None if equation.holds is None else not equation.holds
    return Outcome(holds, equation.left, equation.right)


def _order(formula: Term, run: Evaluator) -> Outcome:
    a, b = (scalars.real_part_only(run.scalar(side)) for side in formula.args)
    if acb in (type(a), type(b)):
        raise Unsupported("an order between numbers that are not certainly real")
    with ctx.workprec(run.precision):
        if formula.head == "lt":
            return Outcome(True if a < b else False if a >= b else None, a, b)
        return Outcome(True if a <= b else False if a > b else None, a, b)


def _false(formula: Term, run: Evaluator) -> Outcome:
    return Outcome(False)


def _not(formula: Term, run: Evaluator) -> Outcome:
    inner = decide(formula.args[0], run)
    if inner.undefined or inner.holds is None:
        return Outcome(None, reason=inner.reason)
    return Outcome(not inner.holds, inner.left, inner.right)


def _series(formula: Term, run: Evaluator) -> Outcome:
    """Unequal coefficients refute; equal ones, being finitely many, never prove."""
    t, *sides = formula.args
    at_level = run.new_level()
    with ctx.workprec(run.precision):
        frame = run.base.bind(t, variable(ZERO, SERIES_TERMS, at_level))
        run.begin()
        a, b = (run(side, frame) for side in sides)
        pairs = [(coefficient(a, at_level, k), coefficient(b, at_level, k))
                 for k in range(SERIES_TERMS)]
        for left, right in pairs:
            if disjoint(left, right):
                return Outcome(False, left, right)
    return Outcome(None, *max(pairs, key=lambda pair: _width(*pair)))


def _width(a: Scalar, b: Scalar) -> float:
    return max(float(acb(v).rad()) for v in (a, b))


def _on_a_variable(run: Evaluator, x: Term, body: Term) -> Gaussian:
    """The body as a polynomial times Gaussians in x; raises ``NoValue`` where it is not one."""
    if x.sort == "C":
        raise Unsupported("a complex variable")
    at_level = run.new_level()
    with ctx.workprec(run.precision):
        run.begin()
        value: Value = run(body, run.base.bind(x, generator(at_level)))
        if level(value) > at_level:
            raise Unsupported("not a function of one variable")
        if isinstance(value, Gaussian) and value.level == at_level:
            return value
        return Gaussian(at_level, [([value], ZERO, ZERO)])


def _forall(formula: Term, run: Evaluator) -> Outcome:
    x, inner = formula.args
    if inner.head != "eq":
        return Outcome(None, reason="only an equation in one variable is decided for every value")
    difference = _on_a_variable(run, x, sub(*inner.args))
    zero = all(same(c, ZERO) for poly, _, _ in difference.summands for c in poly)
    return Outcome(True if zero else None)


def _poly(formula: Term, run: Evaluator) -> Outcome:
    x, body, below = formula.args
    bound = scalars.to_integer(run.scalar(below), sort_of(below) in ("N0", "Z"))
    poly = _on_a_variable(run, x, body).polynomial()
    if poly is None:
        return Outcome(None, reason="not certainly a polynomial")
    beyond = poly[bound:] if bound >= 0 else poly
    if all(same(c, ZERO) for c in beyond):
        return Outcome(True)
    if any(not isinstance(c, Jet | Gaussian) and scalars.certainly_nonzero(c) for c in beyond):
        return Outcome(False, fmpq(len(poly) - 1), fmpq(bound))
    return Outcome(None)


def _decay(formula: Term, run: Evaluator) -> Outcome:
    x, body = formula.args
    value = _on_a_variable(run, x, body)
    for poly, _, q2 in value.summands:
        if all(same(c, ZERO) for c in poly):
            continue
        real = q2.real if type(q2) is acb else q2
        if isinstance(real, Jet | Gaussian) or not real < 0:
            return Outcome(None, reason="not certainly a polynomial times a Gaussian")
    return Outcome(True)


JUDGES: dict[str, Callable[[Term, Evaluator], Outcome]] = {
    "eq": _equation, "ne": _inequality, "lt": _order, "le": _order, "false": _false,
    "not": _not, "series_eq": _series, "forall": _forall, "poly": _poly, "decay": _decay,
    "square_integrable": _decay, "smooth": lambda formula, run: _smooth(formula, run),
}


def _smooth(formula: Term, run: Evaluator) -> Outcome:
    _on_a_variable(run, *formula.args)
    return Outcome(True)
