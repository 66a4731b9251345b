"""How the hypotheses of a claim will be met: what is drawn, what is solved, what is checked.

A plan reads forms only; no number occurs in it. It is ``certain`` if whatever is solved surely
has a solution for every value drawn: leading coefficients that are nowhere 0, coefficients
defined everywhere, equations linear in the unknown function (``equations``). Next: ``model``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain

from derive.kernel.claim import Definition
from derive.kernel.refute.equations import Equation, has_sort, solve_for_function
from derive.kernel.refute.linear import (
    entire,
    fraction_solution,
    never_zero,
    primes,
    solution,
)
from derive.terms.build import call, div, mul, op, power, term
from derive.terms.domains import sort_of
from derive.terms.term import Term

#: the most equations that are solved for unknown functions
UNKNOWNS = 6


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
    pinned: dict[Term, tuple[int, Term, Term]] = field(default_factory=dict)
    decaying: dict[Term, int] = field(default_factory=dict)
    norms: dict[Term, tuple[Term, Term]] = field(default_factory=dict)
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


def make_plan(hypotheses: tuple[Term, ...], relation: Term, free: frozenset[Term],
              definitions: Mapping[Term, Definition], partial: bool = False) -> Plan:
    """A plan for these hypotheses; what it cannot meet by construction is left to be checked.

    With ``partial`` an equation ``f(x) = t`` for every x defines f wherever t has a value. The
    relation only says which functions had better decay.
    """
    plan = Plan(tuple(sorted((s for s in free if s.head == "sym"), key=lambda s: s.name)),
                tuple(sorted((s for s in free if s.head == "fun" and s not in definitions),
                             key=lambda s: s.name)))
    waiting = [primes(h) for h in hypotheses]
    waiting = _solve_functions(plan, waiting, definitions, partial)
    for formula in (*hypotheses, relation):
        _integrated(plan, formula)
    for hypothesis in waiting:
        if not any(meets(plan, hypothesis)
                   for meets in (_first_value, _class, _norm, _solve_symbol, _pin)):
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
    for rule in plan.rules.values():
        if rule.kind == "evolution":  # an unknown potential had better be one that is allowed
            plan.degrees.update({g: 2 for g in rule.value.free if g in plan.functions
                                 and g not in plan.rules})
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
                    and f not in solved[1].free and has_sort(solved[1], f.sort)):
                plan.starts[f, index] = solved[1]
                return True
    return False


def _pin(plan: Plan, hypothesis: Term) -> bool:
    """``f^(j)(a) = t`` at one point of a function of which nothing else is known."""
    if hypothesis.head != "eq":
        return False
    for atom in hypothesis.walk():
        if atom.head != "call" or len(atom.args) != 2:
            continue
        f, point = atom.args
        if (f not in plan.functions or f in plan.rules or f in plan.pinned or f in plan.degrees
                or f in plan.decaying or f in plan.norms or f.sort not in ("R", "C")):
            continue
        found, order = solution(hypothesis, atom), atom.data[0]
        if (found is not None and has_sort(found[1], f.sort) and isinstance(order, int)
                and not _reaches(plan, found[1], f) and not _reaches(plan, point, f)):
            plan.pinned[f] = (order, point, found[1])
            plan.leading.append((found[0], hypothesis))
            return True
    return False


def _integrated(plan: Plan, formula: Term) -> None:
    """Let a function that is integrated to infinity, and is free to, decay in that variable."""
    for part in formula.walk():
        if part.head != "integral" or not any(end.head in ("const", "neg") and any(
                t.head == "const" and t.name == "infinity" for t in end.walk())
                for end in part.args[2:]):
            continue
        for t in part.args[1].walk():
            if t.head == "call" and t.args[0] in plan.functions and t.args[0] not in plan.rules:
                f = t.args[0]
                signature = f.data[1]
                assert isinstance(signature, tuple)
                for slot, argument in enumerate(t.args[1:]):
                    if (part.args[0] in argument.free and signature[slot] == "R"
                            and f.sort in ("R", "C")):
                        plan.decaying.setdefault(f, slot)


def _norm(plan: Plan, hypothesis: Term) -> bool:
    """``integral of |f(x)|^2 = t`` with t > 0, for a function of which nothing else is known."""
    if hypothesis.head != "eq":
        return False
    for whole, value in (hypothesis.args, hypothesis.args[::-1]):
        if whole.head != "integral" or not ((value.head == "int" and value.value > 0)
                                            or (value.head != "int" and sort_of(value) == "P")):
            continue
        x, body = whole.args[:2]
        calls = {t for t in body.walk() if t.head == "call"}
        f = next(iter(calls)).args[0] if len(calls) == 1 else None
        inside = next(iter(calls)) if calls else body
        if (f is None or inside.args[1:] != (x,) or inside.data != (0,)
                or f not in plan.decaying or f in plan.rules or f in plan.pinned
                or f in plan.norms or any(s in value.free for s in plan.functions)
                or body not in _squares(inside)):
            continue
        plan.norms[f] = (whole, value)
        plan.leading.append((term(1), hypothesis))
        return True
    return False


def _squares(value: Term) -> tuple[Term, ...]:
    """The ways to write the squared modulus."""
    star = op("conj", value)
    squares = (power(op("abs", value), 2), mul(star, value), mul(value, star))
    return squares if sort_of(value) == "C" else (*squares, power(value, 2), mul(value, value))


def _class(plan: Plan, hypothesis: Term) -> bool:
    """``decay``, ``poly`` or ``smooth`` of an unknown function that nothing else restricts."""
    if hypothesis.head not in ("decay", "square_integrable", "smooth", "poly"):
        return False
    x, body = hypothesis.args[:2]
    if body.head != "call" or body.args[-1] is not x or len(body.args) != 2:
        return False
    f = body.args[0]
    if f not in plan.functions or f in plan.rules or f in plan.pinned or f in plan.norms:
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
        plan.decaying[f] = 0
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
    linear = ((s, solution(hypothesis, s)) for s in free)
    roots = ((s, _root(hypothesis, s)) for s in free if s.sort == "P")
    divisors = ((s, fraction_solution(hypothesis, s)) for s in free)
    for s, found in chain(linear, divisors, roots):
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


