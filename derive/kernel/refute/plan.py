"""How the hypotheses of a claim will be met: what is drawn, what is solved, what is checked.

A plan reads forms only; no number occurs in it. It is ``certain`` if whatever is solved surely
has a solution for every value drawn: leading coefficients that are nowhere 0, coefficients
defined everywhere, equations linear in the unknown function. Next: ``model``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from derive.kernel.claim import Definition
from derive.kernel.refute.linear import (
    entire,
    everywhere_defined,
    linear_in,
    linear_in_all,
    never_zero,
    primes,
    solution,
)
from derive.terms.build import add, call, div, neg, power, term
from derive.terms.domains import sort_of, within
from derive.terms.term import Term

#: the highest order of an equation, and the most unknown functions that are solved for
ORDER, UNKNOWNS = 12, 6


@dataclass(frozen=True)
class Equation:
    """``f^(order)(x) = value`` for every x; of order 0 it may have more parameters than x.

    With ``kind`` "sequence" it is ``f(x + order, ...) = value`` for every natural x; with "taylor"
    ``f(x)`` is coefficient x of the power series of the function whose call ``value`` is.
    """

    parameters: tuple[Term, ...]
    value: Term
    order: int
    certain: bool
    kind: str = "differential"

    @property
    def x(self) -> Term:
        return self.parameters[0]


@dataclass
class Plan:
    """What is drawn (symbols, functions), solved (by a term, by an equation) and checked.

    ``leading`` holds what must not be 0, each with the hypothesis that was solved by it.
    """

    symbols: tuple[Term, ...]
    functions: tuple[Term, ...]
    solved: dict[Term, Term] = field(default_factory=dict)
    leading: list[tuple[Term, Term]] = field(default_factory=list)
    rules: dict[Term, Equation] = field(default_factory=dict)
    starts: dict[tuple[Term, int], Term] = field(default_factory=dict)
    degrees: dict[Term, int] = field(default_factory=dict)
    pinned: dict[Term, tuple[Term, Term]] = field(default_factory=dict)
    decaying: set[Term] = field(default_factory=set)
    checked: list[Term] = field(default_factory=list)
    met: list[Term] = field(default_factory=list)
    certain: bool = True

    def release(self, hypothesis: Term) -> None:
        """Check a hypothesis in which what it was solved for turned out not to occur."""
        for s, value in list(self.solved.items()):
            if (solution(hypothesis, s) or (None, None))[1] is value:
                del self.solved[s]
                self.leading = [entry for entry in self.leading if entry[1] is not hypothesis]
                self.checked.append(hypothesis)


def make_plan(hypotheses: tuple[Term, ...], free: frozenset[Term],
              definitions: Mapping[Term, Definition], partial: bool = False) -> Plan:
    """A plan for these hypotheses; what it cannot meet by construction is left to be checked.

    With ``partial`` an equation ``f(x) = t`` for every x defines f wherever t has a value.
    """
    plan = Plan(tuple(sorted((s for s in free if s.head == "sym"), key=lambda s: s.name)),
                tuple(sorted((s for s in free if s.head == "fun" and s not in definitions),
                             key=lambda s: s.name)))
    waiting = [primes(h) for h in hypotheses]
    waiting = _solve_functions(plan, waiting, definitions, partial)
    for hypothesis in waiting:
        if not (_first_value(plan, hypothesis) or _class(plan, hypothesis)
                or _solve_symbol(plan, hypothesis) or _pin(plan, hypothesis)):
            plan.checked.append(hypothesis)
        elif hypothesis.head != "eq" or hypothesis.free & set(plan.functions):
            plan.met.append(hypothesis)
    plan.certain = plan.certain and all(rule.certain for rule in plan.rules.values())
    if any(rule.kind == "taylor" for rule in plan.rules.values()):
        plan.certain = plan.certain and all(rule.kind == "taylor" or entire(rule.value, rule.x)
                                            for rule in plan.rules.values())
    return plan


# -- functions -------------------------------------------------------------------------------


def _solve_functions(plan: Plan, hypotheses: list[Term], definitions: Mapping[Term, Definition],
                     partial: bool) -> list[Term]:
    """Give each equation for all x to one unknown function; the rest of the hypotheses."""
    rules: list[tuple[Term, dict[Term, Equation]]] = []
    for hypothesis in hypotheses:
        bound, equation = quantified(hypothesis)
        if bound and equation.head == "eq" and len(rules) < UNKNOWNS:
            solved = {f: solve_for_function(bound, equation, f, definitions, partial)
                      for f in plan.functions if f in equation.free}
            rules.append((hypothesis, {f: rule for f, rule in solved.items() if rule}))
    best: dict[Term, tuple[Term, Equation]] = {}
    score = (-1, -1)
    for choice in _assignments(rules, {}):
        rank = (len(choice), sum(rule.certain for _, rule in choice.values()))
        if rank > score:
            best, score = dict(choice), rank
    plan.rules = {f: rule for f, (_, rule) in best.items()}
    plan.met = [equation for equation, _ in best.values()]
    return [h for h in hypotheses if h not in plan.met]


def quantified(formula: Term) -> tuple[list[Term], Term]:
    """The symbols of leading ``forall`` and what stands under them."""
    bound = []
    while formula.head == "forall":
        bound.append(formula.args[0])
        formula = formula.args[1]
    return bound, formula


def _assignments(rules: list[tuple[Term, dict[Term, Equation]]],
                 chosen: dict[Term, tuple[Term, Equation]]) -> Iterator[
                     dict[Term, tuple[Term, Equation]]]:
    if not rules:
        yield chosen
        return
    (hypothesis, choices), rest = rules[0], rules[1:]
    for f, rule in choices.items():
        if f not in chosen and not _circular(f, rule, chosen):
            yield from _assignments(rest, {**chosen, f: (hypothesis, rule)})
    yield from _assignments(rest, chosen)


def _circular(f: Term, rule: Equation, chosen: Mapping[Term, tuple[Term, Equation]]) -> bool:
    waiting, seen = [g for g in rule.value.free if g in chosen], set()
    while waiting:
        g = waiting.pop()
        if g not in seen:
            seen.add(g)
            value = chosen[g][1].value
            if f in value.free:
                return True
            waiting += [other for other in value.free if other in chosen]
    return False


def solve_for_function(bound: list[Term], equation: Term, f: Term,
                       definitions: Mapping[Term, Definition], partial: bool) -> Equation | None:
    """An equation for all values of some symbols, solved for a function or its derivative."""
    signature = f.data[1]
    calls = [t for t in equation.walk() if t.head == "call" and t.args[0] is f]
    if len(set(bound)) < len(bound) or not calls or not isinstance(signature, tuple):
        return None
    x = bound[0]
    if signature == ("N0",) and len(bound) == 1 and x.sort in ("R", "P"):
        return _taylor(f, x, equation)
    if sorted(signature) != sorted(b.sort for b in bound):
        return None
    plain = _formula(f, bound, equation, calls, definitions, partial)
    if plain is not None:
        return plain
    if signature[0] == "N0":
        return _recurrence(f, bound, equation, calls, definitions)
    if len(bound) > 1 or x.sort not in ("R", "P"):
        return None
    arguments = {c.args[1] for c in calls}
    argument = arguments.pop()
    if arguments:
        return None
    if argument is not x:
        moved = _change_of_variable(f, x, argument, equation)
        if moved is None or any(c.data != (0,) for c in calls):
            return None
        equation = moved
        calls = [t for t in equation.walk() if t.head == "call" and t.args[0] is f]
    return _differential(f, x, equation, calls, definitions)


def _formula(f: Term, bound: list[Term], equation: Term, calls: list[Term],
             definitions: Mapping[Term, Definition], partial: bool) -> Equation | None:
    """``f(x, y, ...) = t``, with f alone on one side."""
    for call_of_f, value in (equation.args, equation.args[::-1]):
        parameters = call_of_f.args[1:]
        if (call_of_f.head != "call" or call_of_f.args[0] is not f or any(call_of_f.data)
                or f in value.free or set(parameters) != set(bound)
                or tuple(p.sort for p in parameters) != f.data[1]):
            continue
        if not _has_sort(value, f.sort):
            return None
        return Equation(parameters, value, 0, partial or everywhere_defined(value, definitions))
    return None


def _differential(f: Term, x: Term, equation: Term, calls: list[Term],
                  definitions: Mapping[Term, Definition]) -> Equation | None:
    order = max(d for c in calls for d in c.data if isinstance(d, int))
    smooth = f.data[3]
    assert isinstance(smooth, int)
    if order > ORDER or -1 < smooth < order:
        return None
    solved = solution(equation, call(f, x, orders=(order,)))
    if solved is None or not _has_sort(solved[1], f.sort):
        return None
    leading, value = solved
    lower = [call(f, x, orders=(j,)) for j in range(order)]
    if not order and f in value.free:
        return None
    certain = (never_zero(leading) and everywhere_defined(value, definitions)
               and linear_in_all(value, lower) and (order == 0 or f.sort in ("R", "C")))
    return Equation((x,), value, order, certain)


def _recurrence(f: Term, bound: list[Term], equation: Term, calls: list[Term],
                definitions: Mapping[Term, Definition]) -> Equation | None:
    """``f(k + r, x, ...)`` from the terms before it."""
    others = calls[0].args[2:]
    if any(c.args[2:] != others for c in calls) or not set(others) < set(bound):
        return None
    k = next(b for b in bound if b not in others)
    if (k.sort, *(b.sort for b in others)) != f.data[1] or len(others) != len(bound) - 1:
        return None
    shifts = {c: _shift(c.args[1], k) for c in calls}
    if any(s is None for s in shifts.values()):
        return None
    order = max(s for s in shifts.values() if s is not None)
    latest = [c for c, s in shifts.items() if s == order]
    if len(latest) > 1 or order > ORDER or order == 0 or any(latest[0].data):
        return None
    solved = solution(equation, latest[0])
    if solved is None or not _has_sort(solved[1], f.sort):
        return None
    certain = never_zero(solved[0]) and everywhere_defined(solved[1], definitions)
    return Equation((k, *others), solved[1], order, certain, "sequence")


def _taylor(c: Term, x: Term, equation: Term) -> Equation | None:
    """``u(x) = sum of c(k) x^k`` for all x: the c are Taylor coefficients of u at 0."""
    for call_of_u, series in (equation.args, equation.args[::-1]):
        if (call_of_u.head != "call" or series.head != "sum" or call_of_u.args[1:] != (x,)
                or call_of_u.data != (0,)):
            continue
        k, body, low, high = series.args
        written = (call(c, k), power(x, k))
        if (k.sort == "N0" and low is term(0) and high.head == "const"
                and body.head == "mul" and body.args in (written, written[::-1])):
            return Equation((k,), call_of_u, 0, True, "taylor")
    return None


def _shift(argument: Term, k: Term) -> int | None:
    """The s of ``k + s``."""
    if argument is k:
        return 0
    if argument.head != "add" or argument.args.count(k) != 1:
        return None
    others = [a for a in argument.args if a is not k]
    return sum(a.value for a in others) if all(a.head == "int" for a in others) else None


def _change_of_variable(f: Term, x: Term, argument: Term, equation: Term) -> Term | None:
    """From ``f(a x + b) = ...`` for all x to ``f(x) = ...`` for all x, where a is nowhere 0."""
    affine = linear_in(argument, x)
    if x.sort != "R" or affine is None or not never_zero(affine[0]):
        return None
    if x in affine[0].free or x in affine[1].free or any(
            t.head in ("integral", "sum", "product", "derivative", "forall")
            for t in equation.walk()):
        return None
    back = div(add(x, neg(affine[1])), affine[0])

    def moved(t: Term) -> Term:
        if t is x:
            return back
        if t.head == "call" and t.args[0] is f:
            return call(f, x)
        return Term(t.head, t.data, tuple(map(moved, t.args))) if t.args else t

    return moved(equation)


def _has_sort(value: Term, sort: str) -> bool:
    return within(sort_of(value), sort)


def _first_value(plan: Plan, hypothesis: Term) -> bool:
    """``c(0) = t`` (for all x, if c has more arguments) for what a recurrence gives."""
    bound, equation = quantified(hypothesis)
    if equation.head != "eq":
        return False
    for f, rule in plan.rules.items():
        others = rule.parameters[1:]
        if rule.kind != "sequence" or f not in equation.free or set(bound) != set(others):
            continue
        for index in range(rule.order):
            first = call(f, term(index), *others)
            solved = solution(equation, first)
            if (solved is not None and (f, index) not in plan.starts and never_zero(solved[0])
                    and f not in solved[1].free and _has_sort(solved[1], f.sort)):
                plan.starts[f, index] = solved[1]
                return True
    return False


def _pin(plan: Plan, hypothesis: Term) -> bool:
    """``f(a) = t`` for one point of a function of which nothing else is known."""
    if hypothesis.head != "eq":
        return False
    for atom in hypothesis.walk():
        if atom.head != "call" or atom.data != (0,):
            continue
        f, point = atom.args
        if (f not in plan.functions or f in plan.rules or f in plan.pinned or f in plan.degrees
                or f in plan.decaying or f.sort not in ("R", "C")):
            continue
        found = solution(hypothesis, atom)
        if (found is not None and _has_sort(found[1], f.sort)
                and f not in found[1].free and f not in point.free
                and not any(f in value.free for value in plan.solved.values())):
            plan.pinned[f] = (point, found[1])
            plan.leading.append((found[0], hypothesis))
            return True
    return False


def _class(plan: Plan, hypothesis: Term) -> bool:
    """``decay``, ``poly`` or ``smooth`` of an unknown function that nothing else restricts."""
    if hypothesis.head not in ("decay", "square_integrable", "smooth", "poly"):
        return False
    x, body = hypothesis.args[:2]
    if body.head != "call" or body.args[-1] is not x or len(body.args) != 2:
        return False
    f = body.args[0]
    if f not in plan.functions or f in plan.rules or f in plan.pinned:
        return False
    if hypothesis.head == "poly":
        below = hypothesis.args[2]
        order = body.data[0]
        assert isinstance(order, int)
        if below.head != "int" or below.value < 1 or f in plan.decaying:
            return False
        plan.degrees[f] = min(plan.degrees.get(f, 3), below.value - 1 + order)
    elif hypothesis.head != "smooth":
        if f in plan.degrees:
            return False
        plan.decaying.add(f)
    return f.sort in ("R", "C")


# -- numbers ---------------------------------------------------------------------------------


def _solve_symbol(plan: Plan, hypothesis: Term) -> bool:
    """Solve an equation between numbers for one symbol that is not solved yet."""
    if hypothesis.head != "eq":
        return False
    hypothesis = _without_root(hypothesis)
    left, right = hypothesis.args
    free = [s for s in plan.symbols if s in hypothesis.free and s not in plan.solved]
    free.sort(key=lambda s: (s is not left, s is not right, s.sort in ("N0", "Z"), s.name))
    linear = [(s, solution(hypothesis, s)) for s in free]
    roots = [(s, _root(hypothesis, s)) for s in free if s.sort == "P"]
    for s, found in (*linear, *roots):
        if found is None or s in found[1].free or _reaches(plan, found[1], s):
            continue
        plan.solved[s] = found[1]
        plan.leading.append((found[0], hypothesis))
        return True
    return False


def _root(equation: Term, s: Term) -> tuple[Term, Term] | None:
    """An equation solved for a positive s of which it is linear in a power."""
    for exponent in (2, 3, 4):
        found = solution(equation, power(s, exponent))
        if found is not None:
            return found[0], power(found[1], div(1, exponent))
    return None


def _without_root(equation: Term) -> Term:
    """``s = sqrt(t)`` for a positive s as ``t = s^2``, which has rational solutions."""
    for s, root in (equation.args, equation.args[::-1]):
        if s.head == "sym" and s.sort == "P" and root.head == "sqrt":
            inside = Term("eq", (), (root.args[0], power(s, 2)))
            if any(solution(inside, t) for t in root.free if t.head == "sym" and t.sort == "P"):
                return inside
    return equation


def _reaches(plan: Plan, value: Term, symbol: Term) -> bool:
    """Whether a term rests on a symbol through what is solved already, or through a function."""
    waiting, seen = [value], set()
    while waiting:
        current = waiting.pop()
        for s in current.free:
            if s is symbol:
                return True
            if s not in seen:
                seen.add(s)
                if s in plan.solved:
                    waiting.append(plan.solved[s])
                elif s in plan.rules:
                    waiting.append(plan.rules[s].value)
    return False


