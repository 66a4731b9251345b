"""Models of hypotheses: numbers and functions for which every hypothesis certainly holds.

Symbols are drawn as small exact rationals of their sort, readable ones first. An equation
among them is solved for a symbol in which it is linear; a differential equation, a recurrence
or a local definition of an unknown function is solved for that function (``plan``); what remains
is checked in balls. Everything is drawn from a seed, so the same claim has the same models.
Next: ``sample``, ``refute``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from hashlib import sha256
from random import Random

from flint import acb, fmpq

from derive.kernel.claim import Definition
from derive.kernel.refute import scalars
from derive.kernel.refute.balls import (
    ALLOWANCE,
    Complex,
    Environment,
    Evaluator,
    FunctionModel,
)
from derive.kernel.refute.equations import Equation
from derive.kernel.refute.evolution import Evolution, globally_solvable
from derive.kernel.refute.jets import Value
from derive.kernel.refute.plan import Plan, make_plan
from derive.kernel.refute.scalars import NoValue, Scalar
from derive.kernel.refute.truth import decide
from derive.kernel.refute.unknown import Polynomial, Solution, TaylorCoefficients
from derive.terms.build import add, mul, term
from derive.terms.term import Term

#: bits at which hypotheses are checked, and how often a point is drawn before giving up
PRECISION, ATTEMPTS = 128, 60
_Q = fmpq
POSITIVE = [_Q(1), _Q(2), _Q(1, 2), _Q(3), _Q(4), _Q(1, 4), _Q(3, 2), _Q(1, 3), _Q(2, 3), _Q(5, 2),
            _Q(9, 4), _Q(5), _Q(7, 3)]
REAL = [_Q(1, 2), _Q(1), _Q(-1), _Q(2), _Q(-1, 2), _Q(3, 2), _Q(-2), _Q(0), _Q(1, 3), _Q(-3, 2),
        _Q(3), _Q(-1, 3), _Q(5, 2), _Q(-3), _Q(7, 4), _Q(-5, 3)]
IMAGINARY = [_Q(1), _Q(-1), _Q(2), _Q(1, 2), _Q(4), _Q(-3), _Q(0), _Q(-5), _Q(5, 2)]
SMALL_NATURAL, LARGE_NATURAL = 8, (41, 47)
WHOLE = [_Q(v) for v in (1, 2, 0, -1, 3, -2, 5, -4)]
#: every so many points one natural number is large
LARGE_EVERY = 4
#: every so many points all symbols of a sort are equal
COINCIDENCE_EVERY = 7
#: hypotheses that take fewer operations than this are also tried at the root of one that fails
CHEAP = 3000
#: every so many points all unknown functions that solve an equation are 0
TRIVIAL_EVERY = 6


class NoModel(ValueError):
    """No numbers and functions were found for which the hypotheses hold; the message says why."""


@dataclass(frozen=True)
class Model:
    """A point: what it is made of, and whether every hypothesis certainly holds there."""

    environment: Environment
    certain: bool
    symbols: tuple[Term, ...]
    evaluator: Evaluator

    def point(self) -> dict[Term, fmpq | Complex | str]:
        """The exact numbers of the point; a solved one that is irrational as its decimals."""
        found: dict[Term, fmpq | Complex | str] = {}
        for s in self.symbols:
            if s in self.environment.values:
                found[s] = self.environment.values[s]
            elif s in self.environment.solved:
                value = self.evaluator.scalar(s)
                found[s] = value if type(value) is fmpq else scalars.decimal(value, 15)
        return found

    def described(self) -> tuple[str, ...]:
        """What stands for the unknown functions, in words."""
        return tuple(model.described(f) for f, model in self.environment.functions.items())


def seed_of(text: str) -> int:
    """A seed from a content hash."""
    return int.from_bytes(sha256(text.encode()).digest()[:8], "big")


def models(hypotheses: tuple[Term, ...], relation: Term, free: frozenset[Term],
           definitions: Mapping[Term, Definition], seed: int, count: int,
           partial: bool = False) -> Iterator[Model]:
    """At most ``count`` models of the hypotheses, for a relation; readable points first.

    With ``partial``, a function that a hypothesis gives by a formula need not be defined
    everywhere. Raises ``NoModel`` if none at all is found.
    """
    plan = make_plan(hypotheses, relation, free, definitions, partial)
    random, found, problem = Random(seed), 0, "no point drawn satisfies the hypotheses"
    seen: set[tuple[str, ...]] = set()
    spent = 0
    for attempt in range(max(ATTEMPTS, 3 * count)):
        trivial = (attempt % TRIVIAL_EVERY == TRIVIAL_EVERY - 1 and bool(plan.rules)
                   and all(f.sort != "P" for f in plan.functions))
        environment = _draw(plan, definitions, random, attempt, trivial)
        key = tuple(str(v) for v in environment.values.values())
        if key in seen and not environment.functions and environment.values:
            continue
        seen.add(key)
        checked = (*plan.checked, *plan.met) if trivial else tuple(plan.checked)
        evaluator = Evaluator(environment, PRECISION)
        certain = _holds(plan, evaluator, checked, plan.certain or trivial)
        if isinstance(certain, Term):
            problem = f"a hypothesis fails at every point drawn: {certain}"
            cheap = evaluator.spent + evaluator.nodes < CHEAP
            repaired = _moved_to_root(evaluator, certain) if cheap else None
            if repaired is not None:
                evaluator = Evaluator(repaired, PRECISION)
                certain = _holds(plan, evaluator, checked, plan.certain or trivial)
        spent += evaluator.spent + evaluator.nodes
        if spent > ALLOWANCE:
            break
        if isinstance(certain, Term):
            continue
        if isinstance(certain, str):
            problem = certain
            continue
        found += 1
        yield Model(evaluator.environment, certain, plan.symbols, evaluator)
        spent += evaluator.spent + evaluator.nodes
        if found == count or not environment.values:
            return
    if not found:
        raise NoModel(problem)


def _holds(plan: Plan, evaluator: Evaluator, checked: Iterable[Term],
           certain: bool) -> bool | str | Term:
    """Whether all hypotheses certainly hold (True), perhaps (False), or which or why one fails."""
    try:
        for leading, hypothesis in plan.leading:
            value = evaluator.scalar(leading)
            if scalars.certainly_zero(value):
                plan.release(hypothesis)
            if not scalars.certainly_nonzero(value):
                return "a coefficient by which a hypothesis is solved may be 0"
            outcome = decide(hypothesis, evaluator)
            if outcome.holds is False or outcome.left is None:
                return f"a hypothesis is not met by what solves it: {outcome.reason}"
        for s in plan.solved:
            if not _in_sort(evaluator.scalar(s), s.sort):
                return f"{s.name}, as the hypotheses give it, is outside its sort"
    except NoValue as problem:
        return f"solving the hypotheses: {problem}"
    for f, rule in plan.rules.items():
        if rule.kind == "evolution" and f in evaluator.environment.functions:
            certain = certain and globally_solvable(evaluator, f, rule)
    for hypothesis in checked:
        outcome = decide(hypothesis, evaluator)
        if outcome.holds is False:
            return hypothesis
        certain = certain and outcome.holds is True
    return certain


def _moved_to_root(evaluator: Evaluator, equation: Term) -> Environment | None:
    """One real number changed so that an equation holds, where it is linear in that number.

    Linear is what three exact values say; whether the equation then holds is checked anew.
    """
    environment = evaluator.environment
    here = _residual(evaluator, equation) if equation.head == "eq" else None
    if here is None:
        return None
    for s in [s for s in environment.values if s.sort in ("R", "P")][:4]:
        start = environment.values[s]
        if isinstance(start, Complex):
            continue
        there, beyond = (_residual(Evaluator(replace(environment, values={
            **environment.values, s: start + k}), PRECISION), equation) for k in (1, 2))
        if there is None or beyond is None or beyond - there != there - here:
            continue
        if there != here:
            root = start - here / (there - here)
            if _in_sort(root, s.sort) and root.height_bits() < 64:
                return replace(environment, values={**environment.values, s: root})
    return None


def _residual(evaluator: Evaluator, equation: Term) -> fmpq | None:
    """The difference of the sides, if it is exact."""
    try:
        left, right = (evaluator.scalar(side) for side in equation.args)
    except NoValue:
        return None
    exact = type(left) is fmpq and type(right) is fmpq
    return left - right if exact else None


def _in_sort(value: Scalar, sort: str) -> bool:
    value = scalars.real_part_only(value)
    if sort == "C":
        return True
    if type(value) is acb:
        return False
    if sort == "P":
        return bool(value > 0)
    if sort in ("N0", "Z"):
        return type(value) is fmpq and value.q == 1 and (sort == "Z" or value >= 0)
    return True


# -- drawing ---------------------------------------------------------------------------------


def _draw(plan: Plan, definitions: Mapping[Term, Definition], random: Random,
          attempt: int, trivial: bool) -> Environment:
    values: dict[Term, fmpq | Complex] = {}
    naturals = [s for s in plan.symbols if s.sort == "N0" and s not in plan.solved]
    large = naturals[(attempt // LARGE_EVERY) % len(naturals)] if (
        naturals and attempt % LARGE_EVERY == LARGE_EVERY - 1) else None
    same: dict[str, fmpq | Complex] = {}
    for position, s in enumerate(plan.symbols):
        if s not in plan.solved:
            values[s] = fmpq(random.randint(*LARGE_NATURAL)) if s is large else _number(
                s.sort, random, attempt, position)
            if attempt % COINCIDENCE_EVERY == COINCIDENCE_EVERY - 1:
                values[s] = same.setdefault(s.sort, values[s])
    meanings = dict(definitions)
    functions: dict[Term, FunctionModel] = {}
    for f in plan.functions:
        rule = plan.rules.get(f)
        if trivial:
            functions[f] = Polynomial(f, ())
        elif rule is None:
            functions[f] = _free_function(f, plan, random)
        elif rule.kind == "taylor":
            functions[f] = TaylorCoefficients(rule.value.args[0])
        elif rule.kind in ("differential", "evolution") and rule.order:
            complex_too = attempt % 2 == 0 and f.sort == "C"
            initial = tuple(_coefficient("C" if complex_too else "R", random)
                            for _ in range(rule.order if rule.kind == "differential" else 9))
            functions[f] = (Solution(f, rule.x, rule.value, initial)
                            if rule.kind == "differential" else Evolution(f, rule, initial))
        else:
            meanings[f] = _definition(f, rule, plan, random)
    return Environment(values, meanings, functions, plan.solved)


def _number(sort: str, random: Random, attempt: int, position: int) -> fmpq | Complex:
    """Small numbers first; then in turn at random and in an order that leaves none out."""
    reach = 2 + attempt

    def pick(pool: list[fmpq], simplest: int) -> fmpq:
        if attempt > 1 and attempt % 2 == 0:
            return pool[(5 * (attempt // 2) + 3 * position) % len(pool)]
        return random.choice(pool[:max(1, simplest)])

    if sort == "P":
        return pick(POSITIVE, 2 * attempt)
    if sort == "R":
        return pick(REAL, 2 * reach)
    if sort == "C":
        imaginary = IMAGINARY[(attempt + position) % len(IMAGINARY)]
        return Complex(pick(REAL, 2 * reach), imaginary)
    if sort == "Z":
        return pick(WHOLE, reach)
    return fmpq(random.randrange(min(1 + reach, SMALL_NATURAL)))


def _coefficient(sort: str, random: Random) -> Value:
    """A coefficient or initial value of some sort."""
    if sort == "C":
        return acb(random.choice(REAL[:7]).p, random.choice(IMAGINARY[:3]).p)
    if sort in ("N0", "Z"):
        return fmpq(random.randrange(5))
    return random.choice(REAL[:12])


def _definition(f: Term, rule: Equation, plan: Plan, random: Random) -> Definition:
    """A sequence by its recurrence from random first values, or a function by its formula."""
    bases = []
    for index in range(rule.order):
        given = plan.starts.get((f, index))
        if given is None:
            pool = WHOLE if f.sort == "Z" else POSITIVE if f.sort in ("P", "N0") else REAL
            start = random.choice(pool[:1] if f.sort == "N0" else pool)
            given = term(Fraction(int(start.p), int(start.q)))
            for x in rule.parameters[1:] if f.sort in ("R", "C") else ():
                given = add(given, mul(index + 2, x))
        bases.append(given)
    return Definition(f, rule.parameters, rule.value, tuple(bases))


def _free_function(f: Term, plan: Plan, random: Random) -> FunctionModel:
    signature = f.data[1]
    assert isinstance(signature, tuple)
    arity, degree = len(signature), plan.degrees.get(f, 3)
    whole = all(sort in ("N0", "Z" if f.sort == "Z" else "N0") for sort in signature)
    if (f.sort in ("N0", "Z") and not whole) or (f.sort != "C" and "C" in signature):
        degree = 0
    terms: list[tuple[Value, tuple[int, ...]]] = []
    for exponents in _exponents(arity, degree if arity == 1 else min(degree, 2)):
        terms.append((_coefficient(f.sort, random), exponents))
    return Polynomial(f, tuple(terms), f.sort == "P", plan.decaying.get(f), plan.pinned.get(f),
                      plan.norms.get(f))


def _exponents(arity: int, degree: int) -> list[tuple[int, ...]]:
    """All exponents of monomials up to a degree."""
    if arity == 0:
        return [()]
    return [(first, *rest) for first in range(degree + 1)
            for rest in _exponents(arity - 1, degree - first)]
