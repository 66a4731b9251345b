"""Sampling a claim about matrices: a model of its hypotheses over GF(2^61 - 1), or in balls.

Definitions among the hypotheses are followed, constants stand still, everything else is random,
also the direction in which it moves. Both sides are evaluated from the meaning of each head, not
by the rules that proved the claim; they agree there unless the kernel is wrong. Functions that
have a definition are evaluated in balls, since a field knows only their differential relation.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from derive.kernel.claim import Claim, Definition
from derive.kernel.refute.arithmetics import Balls, FiniteField, Undefined
from derive.kernel.refute.matrix_models import Family, MatrixModel, Meaning
from derive.kernel.refute.matrix_signs import negative_direction
from derive.kernel.refute.matrix_values import MatrixValues
from derive.kernel.refute.sample import Agreement, Disagreement, NotSampled, Sampled
from derive.terms.build import add, neg
from derive.terms.domains import sort_of
from derive.terms.matrices import family
from derive.terms.shapes import (
    DIFFERENTIAL,
    MATRIX_FORMULAS,
    SCALARS_OF_MATRICES,
    is_one,
    size_key,
)
from derive.terms.term import Term

SEEDS = 24
DIGITS = 18  # of the prime


def speaks_of_matrices(claim: Claim) -> bool:
    """Whether a claim mentions a matrix, a differential or a size."""
    heads = frozenset(SCALARS_OF_MATRICES) | frozenset(DIFFERENTIAL) | frozenset(MATRIX_FORMULAS)
    return any(t.shape is not None or t.head in heads
               for formula in (*claim.hypotheses, claim.conclusion) for t in formula.walk())


class _Hypotheses:
    """What the hypotheses of a claim say, sorted by how a model can meet them."""

    def __init__(self, claim: Claim) -> None:
        self.definitions: dict[Term, Term] = {}
        self.families: dict[str, Family] = {}
        self.still: set[str] = set()
        self.constants: set[Term] = set()
        self.columns: list[Term] = []
        self.rows: list[Term] = []
        self.symmetric: dict[Term, Term] = {}  # a matrix and what says that it is
        self.nonzero: list[Term] = []
        self.positive: list[Term] = []
        self.unmet: Term | None = None
        self.bounds: tuple[Term, Term] | None = None
        for formula in claim.hypotheses:
            self._sort(formula, ())
        for matrix, formula in self.symmetric.items():
            if matrix in self.definitions or matrix in (*self.columns, *self.rows):
                self.unmet = formula

    def _sort(self, formula: Term, bound: tuple[Term, ...]) -> None:
        if formula.head == "along":
            self._sort(formula.args[0], bound)
        elif formula.head in ("forall", "forall_in"):
            self.bounds = (formula.args[2], formula.args[3]) if len(formula.args) == 4 else None
            self._sort(formula.args[1], (*bound, formula.args[0]))
        elif formula.head == "eq":
            self._equation(formula, bound)
        elif formula.head == "ne" and not bound:
            self.nonzero.append(formula)
        elif formula.head == "above" and formula.args[0].head == "matrix":
            self.positive.append(formula.args[0])
        elif formula.head not in ("lt", "le", "ne", "nowhere", "above"):
            self.unmet = formula

    def _equation(self, formula: Term, bound: tuple[Term, ...]) -> None:
        left, right = formula.args
        if left.head == "differential" and right.head in ("zeros", "int"):
            if bound:
                self.still.add(left.args[0].name)
            else:
                self.constants.add(left.args[0])
        elif left.head in ("matrix", "sym") and left not in self.definitions:
            if not bound:
                self.definitions[left] = right
            elif len(bound) == 1 and len(left.args) == 3 and left.name not in self.families and (
                    (offset := _offset(left.args[2], bound[0])) is not None):
                self.families[left.name] = Family(bound[0], offset, right, self.bounds)
            else:
                self.unmet = formula
        elif not bound and left.head == "transpose" and left.args[0] is right and (
                right.head == "matrix"):
            self.symmetric[right] = formula
        elif bound or not self._sum_to_one(left, right):
            self.unmet = formula

    def _sum_to_one(self, left: Term, right: Term) -> bool:
        one = (right.head == "int" and right.value == 1) or right.head == "ones"
        body = left.args[0] if left.head in ("total", "item") else left
        if not one:
            return False
        if body.head == "matrix" and left.head == "total" and is_one(body.args[1]):
            self.columns.append(body)
            return True
        if body.head != "matmul" or len(body.args) != 2:
            return False
        first, second = body.args
        if second.head == "matrix" and _is_ones(first):
            self.columns.append(second)
        elif second.head == "transpose" and second.args[0].head == "matrix" and _is_ones(first):
            self.rows.append(second.args[0])
        elif first.head == "matrix" and _is_ones(second):
            self.rows.append(first)
        else:
            return False
        return True


def _offset(level: Term, index: Term) -> int | None:
    """The number c in a level ``index + c``."""
    rest = size_key(add(level, neg(index)))
    if not rest:
        return 0
    ((monomial, value), *more) = rest
    return value if not more and not monomial else None


def _is_ones(t: Term) -> bool:
    return t.head == "ones" or (t.head == "transpose" and t.args[0].head == "ones")


def sample_matrices(claim: Claim, definitions: Mapping[Term, Definition] | None = None
                    ) -> Sampled:
    """Whether the two sides of an equation agree in a random model of its hypotheses.

    Of a matrix that is said to be semidefinite, whether no column shows the contrary.
    """
    if claim.conclusion.head not in ("eq", "semidefinite"):
        return NotSampled("only equations between matrices are sampled")
    given = _Hypotheses(claim)
    if given.unmet is not None:
        return NotSampled(f"no model is made for {given.unmet}")
    if claim.conclusion.head == "semidefinite":
        return _signs(claim, given)
    meanings = {d.function: Meaning(d.parameters[0], d.body)
                for d in (definitions or {}).values() if len(d.parameters) == 1 and not d.bases}
    reason = "no point could be judged"
    for seed in range(1, SEEDS):
        try:
            model = _model(claim, given, meanings, seed)
            if any(model.same(f.args[0], f.args[1]) for f in given.nonzero):
                continue
            if model.certainly_differ(*claim.conclusion.args):
                return _disagreement(claim, model)
            return Agreement(1, DIGITS if isinstance(model.arithmetic, FiniteField) else 12)
        except (Undefined, ZeroDivisionError) as problem:
            reason = str(problem)
        except RecursionError:
            return NotSampled("the definitions run in a circle")
    return NotSampled(reason)


def _signs(claim: Claim, given: _Hypotheses) -> Sampled:
    """Models in balls without functions of which nothing is known, and with no condition unmet."""
    functions = [t for f in (*claim.hypotheses, claim.conclusion) for t in f.walk()
                 if t.head in ("call", "map") and t.args[0].sort != "N0"]
    if functions or given.nonzero or any(f.head in ("lt", "le", "nowhere") and any(
            sort_of(t) not in ("N0", "Z") for a in f.args for t in a.walk()
            if t.shape is None and t.head not in ("fun", "int")) for f in claim.hypotheses):
        return NotSampled("a condition on entries, or a function of which nothing is known")
    tried, reason = 0, "no point could be judged"
    for seed in range(1, SEEDS):
        try:
            model = _model(claim, given, {}, seed, Balls())
            found = negative_direction(model.values.matrix(claim.conclusion.args[0]))
        except (Undefined, ZeroDivisionError) as problem:
            reason = str(problem)
            continue
        except RecursionError:
            return NotSampled("the definitions run in a circle")
        if found is not None:
            sizes: dict[Any, str] = {s: str(v) for s, v in model.values.sizes.items()}
            return Disagreement({**sizes, Term("sym", ("column", "R")): str(found[0])},
                                f"{float(found[1].mid()):.10g}", "0")
        tried += 1
    return Agreement(tried, DIGITS) if tried else NotSampled(reason)


def _model(claim: Claim, given: _Hypotheses, meanings: Mapping[Term, Meaning], seed: int,
           arithmetic: Any = None) -> MatrixModel:
    formulas = (*claim.hypotheses, claim.conclusion)
    symbols = {t: None for f in formulas for t in f.walk()
               if t.head == "matrix" or (t.head == "sym" and t.sort in ("R", "P"))}
    bound = {t.args[0] for f in formulas for t in f.walk()
             if t.head in ("sum", "matsum", "matprod", "forall", "forall_in")}
    fixed = {s for s in symbols if not bound & s.free}
    standing = {family(c) for c in given.constants}
    moving = [s for s in fixed if s not in given.constants and family(s) not in standing
              and s not in given.definitions]
    functions = {t for f in formulas for t in f.free if t.head == "fun"}
    arithmetic = arithmetic or (Balls() if functions & set(meanings) else FiniteField(seed))
    return MatrixModel(arithmetic, seed, _sizes(formulas, seed), given.definitions, moving,
                       meanings, 1, given.columns, given.rows, given.families, given.still,
                       {s.name for s in symbols if bound & s.free}, given.constants,
                       {s.name for s in given.positive}, given.symmetric)


def _sizes(formulas: tuple[Term, ...], seed: int = 1) -> dict[Term, Any]:
    """Distinct small sizes in the order that the hypotheses ask for; functions of a level take
    neighbouring values.

    Raises
    ------
    Undefined
        Relations between sizes do not hold with these; the next seed tries others.
    """
    letters = list(dict.fromkeys(t for f in formulas for t in f.walk()
                                 if t.head == "sym" and t.sort in ("N0", "Z")))
    turned = letters[(seed - 1) % len(letters):] + letters[:(seed - 1) % len(letters)] if (
        letters) else []
    order = {s: 2 + i for i, s in enumerate(turned)}
    chosen: dict[Term, Any] = {}
    for formula in formulas:
        for t in formula.walk():
            if t in order and t not in chosen:
                chosen[t] = order[t]
            elif t.head == "call" and t.args[0].sort == "N0" and t.args[0] not in chosen:
                first = 2 + len(chosen) % 2
                chosen[t.args[0]] = lambda level, first=first: first + (level * 2) % 3
    if not all(_ordered(formula, chosen) for formula in formulas[:-1]):
        raise Undefined("the sizes are not in the order that a hypothesis asks for")
    return chosen


def _ordered(formula: Term, sizes: Mapping[Term, Any]) -> bool:
    """Whether a relation between sizes holds; other formulas are not judged here."""
    if formula.head not in ("lt", "le") or not all(
            t.head in ("sym", "int", "add", "neg", "mul") and sort_of(t) in ("N0", "Z")
            for a in formula.args for t in a.walk()):
        return True
    values = MatrixValues(None, 0, dict(sizes), None, None, None)  # type: ignore[arg-type]
    left, right = (values.natural(a) for a in formula.args)
    return left < right if formula.head == "lt" else left <= right


def _disagreement(claim: Claim, model: MatrixModel) -> Disagreement:
    left, right = claim.conclusion.args
    shown = [str(model.scalar(s) if s.shape is None else model.entries(s)) for s in (left, right)]
    sizes: dict[Any, str] = {s: str(v) for s, v in model.values.sizes.items()}
    return Disagreement(sizes, *shown)
