"""An equation for all values of x, solved for an unknown function of x.

Four kinds: a formula f(x) = t; a differential equation, solved for its highest derivative; a
recurrence, solved for its latest term; and u(x) = sum of c(k) x^k, which makes the c the Taylor
coefficients of u. Each says whether it certainly has solutions. Next: ``plan``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from derive.kernel.claim import Definition
from derive.kernel.refute.linear import (
    everywhere_defined,
    linear_in,
    linear_in_all,
    never_zero,
    solution,
)
from derive.terms.build import add, call, div, neg, power, term
from derive.terms.domains import sort_of, within
from derive.terms.term import Term

#: the highest order of an equation
ORDER = 12


@dataclass(frozen=True)
class Equation:
    """``f^(order)(x) = value`` for every x; of order 0 it may have more parameters than x.

    With ``kind`` "sequence" it is ``f(x + order, ...) = value`` for every natural x; with "taylor"
    ``f(x)`` is coefficient x of the power series of the function whose call ``value`` is; with
    "evolution" ``value`` is the first derivative of f in the parameter ``slot``.
    """

    parameters: tuple[Term, ...]
    value: Term
    order: int
    certain: bool
    kind: str = "differential"
    slot: int = 0

    @property
    def x(self) -> Term:
        return self.parameters[0]


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
    if signature == ("R", "R"):
        return _evolution(f, bound, equation, calls)
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
        if not has_sort(value, f.sort):
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
    if solved is None or not has_sort(solved[1], f.sort):
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
    if solved is None or not has_sort(solved[1], f.sort):
        return None
    certain = never_zero(solved[0]) and everywhere_defined(solved[1], definitions)
    return Equation((k, *others), solved[1], order, certain, "sequence")


def _evolution(f: Term, bound: list[Term], equation: Term,
               calls: list[Term]) -> Equation | None:
    """``f_t`` as a linear combination of f and its derivatives in the other variable."""
    parameters = calls[0].args[1:]
    if set(parameters) != set(bound) or any(c.args[1:] != parameters for c in calls):
        return None
    for slot, orders in ((1, (0, 1)), (0, (1, 0))):
        atom = call(f, *parameters, orders=orders)
        solved = solution(equation, atom) if atom in calls else None
        if solved is None or any(c.data[slot] != 0 for c in calls if c is not atom):
            continue
        rule = Equation(parameters, solved[1], 1, never_zero(solved[0]), "evolution", slot)
        if has_sort(solved[1], f.sort) and evolution_coefficients(f, rule) is not None:
            return rule
    return None


def evolution_coefficients(f: Term, rule: Equation) -> dict[int, Term] | None:
    """The factors of f and its derivatives by their order; ``None`` if not linear in them."""
    rest, found = rule.value, {}
    for c in [t for t in rule.value.walk() if t.head == "call" and t.args[0] is f]:
        split, order = linear_in(rest, c), c.data[1 - rule.slot]
        if split is None or f in split[0].free or not isinstance(order, int):
            return None
        if rule.parameters[rule.slot] in split[0].free:
            return None
        found[order], rest = split
    return found if rest is term(0) else None


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


def has_sort(value: Term, sort: str) -> bool:
    return within(sort_of(value), sort)
