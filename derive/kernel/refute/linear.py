"""A term as A s + B: how a hypothesis is solved for a symbol, a value or a derivative.

Everything here is read off the form of a term, and says no rather than guess. Next: ``model``.
"""

from __future__ import annotations

from collections.abc import Mapping

from derive.kernel.claim import Definition
from derive.terms.build import add, div, mul, neg, term
from derive.terms.domains import sort_of
from derive.terms.term import Term

NIL, UNIT = term(0), term(1)
NIL_DIVISION = div(1, 0)


def contains(whole: Term, part: Term) -> bool:
    """Whether a term occurs in another, with its symbols free there."""
    return part.free <= whole.free and (
        part.head in ("sym", "fun") or any(t is part for t in whole.walk()))


def linear_in(whole: Term, atom: Term) -> tuple[Term, Term] | None:
    """``(A, B)`` with ``whole = A atom + B`` and no atom in A or B; ``None`` if not of that form.

    >>> from derive.terms.build import symbol
    >>> s, y = symbol("s"), symbol("y")
    >>> a, b = linear_in(add(mul(2, s), neg(y)), s)
    >>> str(a), str(b)
    ('2', '(neg y)')
    """
    if whole is atom:
        return UNIT, NIL
    if not contains(whole, atom):
        return NIL, whole
    if whole.head == "add":
        parts = [linear_in(a, atom) for a in whole.args]
        found = [p for p in parts if p is not None]
        if len(found) < len(parts):
            return None
        return _sum([a for a, _ in found]), _sum([b for _, b in found])
    if whole.head == "neg":
        inner = linear_in(whole.args[0], atom)
        return inner and (_negated(inner[0]), _negated(inner[1]))
    if whole.head == "div" and not contains(whole.args[1], atom):
        inner = linear_in(whole.args[0], atom)
        return inner and (_quotient(inner[0], whole.args[1]), _quotient(inner[1], whole.args[1]))
    if whole.head == "mul":
        holding = [i for i, a in enumerate(whole.args) if contains(a, atom)]
        if len(holding) > 1:
            return None
        inner = linear_in(whole.args[holding[0]], atom)
        others = [a for i, a in enumerate(whole.args) if i != holding[0]]
        return inner and (_product([*others, inner[0]]), _product([*others, inner[1]]))
    return None


def solution(equation: Term, atom: Term) -> tuple[Term, Term] | None:
    """``(A, T)`` such that where A is not 0 the equation says ``atom = T``."""
    found = linear_in(add(equation.args[0], neg(equation.args[1])), atom)
    if found is None or found[0] is NIL:
        return None
    a, b = found
    return (a, _negated(b)) if a is UNIT else (a, div(_negated(b), a))


def fraction_in(whole: Term, atom: Term) -> tuple[Term, Term, Term, Term] | None:
    """``(A, B, C, D)`` with ``whole = (A atom + B)/(C atom + D)``; ``None`` if not so."""
    if whole is atom:
        return UNIT, NIL, NIL, UNIT
    if not contains(whole, atom):
        return NIL, whole, NIL, UNIT
    holding = [i for i, a in enumerate(whole.args) if contains(a, atom)]
    if len(holding) > 1 or whole.head not in ("add", "neg", "mul", "div"):
        return None
    inner = fraction_in(whole.args[holding[0]], atom)
    if inner is None:
        return None
    a, b, c, d = inner
    others = [t for i, t in enumerate(whole.args) if i != holding[0]]
    if whole.head == "neg":
        return _negated(a), _negated(b), c, d
    if whole.head == "mul":
        return _product([*others, a]), _product([*others, b]), c, d
    if whole.head == "div" and holding == [1]:
        return _product([*others, c]), _product([*others, d]), a, b
    if whole.head == "div":
        return a, b, _product([*others, c]), _product([*others, d])
    rest = _sum(others)
    return _sum([a, _product([rest, c])]), _sum([b, _product([rest, d])]), c, d


def fraction_solution(equation: Term, atom: Term) -> tuple[Term, Term] | None:
    """``(A, T)`` as ``solution`` gives them, for an atom on one side that may be in a divisor.

    A is not 0 only where ``atom = T`` does solve the equation.
    """
    for side, other in (equation.args, equation.args[::-1]):
        found = None if contains(other, atom) else fraction_in(side, atom)
        if found is not None and found[2] is not NIL:
            a, b, c, d = found
            # a s + b = other (c s + d)
            slope = _sum([a, _negated(_product([other, c]))])
            value = div(_sum([_product([other, d]), _negated(b)]), slope)
            return mul(slope, _sum([_product([c, value]), d])), value
    return None


def _sum(parts: list[Term]) -> Term:
    kept = [p for p in parts if p is not NIL]
    return add(*kept) if kept else NIL


def _product(parts: list[Term]) -> Term:
    if any(p is NIL for p in parts):
        return NIL
    kept = [p for p in parts if p is not UNIT]
    return mul(*kept) if kept else UNIT


def _quotient(a: Term, b: Term) -> Term:
    return a if a is NIL else div(a, b)


def _negated(a: Term) -> Term:
    return a if a is NIL else a.args[0] if a.head == "neg" else neg(a)


def never_zero(t: Term) -> bool:
    """Whether the form shows a term nowhere 0 (where its symbols have their sorts)."""
    if t.head == "neg":
        return never_zero(t.args[0])
    if t.head == "int":
        return t.value > 0
    if t.head == "const":
        return t.name != "infinity"
    if t.head in ("exp", "factorial", "cosh"):
        return t.head != "cosh" or sort_of(t.args[0]) != "C"
    if t.head in ("mul", "div"):
        return all(never_zero(a) for a in t.args)
    if t.head in ("pow", "sqrt", "abs", "conj"):
        return never_zero(t.args[0])
    if t.head == "add":
        return all(_never_negative(a) for a in t.args) and any(never_zero(a) for a in t.args)
    return sort_of(t) == "P"


def _never_negative(t: Term) -> bool:
    if t.head == "mul":
        return all(_never_negative(a) for a in t.args)
    if t.head == "pow" and t.args[1].head == "int" and t.args[1].value % 2 == 0:
        return sort_of(t.args[0]) != "C"
    return sort_of(t) in ("P", "N0") or t.head in ("sqrt", "abs")


def everywhere_defined(t: Term, definitions: Mapping[Term, Definition]) -> bool:
    """Whether the form shows that a term has a value, and is smooth, at all its symbols' values."""
    def everywhere(*parts: Term) -> bool:
        return all(everywhere_defined(a, definitions) for a in parts)

    if t.head in ("int", "sym"):
        return True
    if t.head == "const":
        return t.name != "infinity"
    if t.head == "call":
        meaning = definitions.get(t.args[0])
        return everywhere(*t.args[1:]) and (
            meaning is None or everywhere(*meaning.bases, *_without(meaning)))
    if t.head == "div":
        return everywhere(*t.args) and never_zero(t.args[1])
    if t.head == "pow":
        base, exponent = t.args
        whole = sort_of(exponent) == "N0" or (sort_of(exponent) == "Z" and never_zero(base))
        return everywhere(*t.args) and (whole or sort_of(base) == "P")
    if t.head in ("sqrt", "log"):
        return sort_of(t.args[0]) == "P" and everywhere(t.args[0])
    if t.head in ("add", "mul", "neg", "exp", "sin", "cos", "sinh", "cosh", "erf"):
        return everywhere(*t.args)
    if t.head in ("arctan", "tanh"):
        return sort_of(t.args[0]) != "C" and everywhere(t.args[0])
    return False


def _without(meaning: Definition) -> list[Term]:
    """What a definition's body is made of, apart from its calls of itself."""
    if not contains(meaning.body, meaning.function):
        return [meaning.body]
    waiting, found = [meaning.body], []
    while waiting:
        part = waiting.pop()
        if part.head in ("add", "mul", "neg"):
            waiting.extend(part.args)
        elif not (part.head == "call" and part.args[0] is meaning.function):
            found.append(NIL_DIVISION if contains(part, meaning.function) else part)
    return found


def linear_in_all(t: Term, atoms: list[Term]) -> bool:
    """Whether a term is a sum of multiples of the atoms, with none of them in a coefficient."""
    for atom in atoms:
        found = linear_in(t, atom)
        if found is None or any(contains(found[0], other) for other in atoms):
            return False
        t = found[1]
    return True


def entire(t: Term, x: Term) -> bool:
    """Whether the form shows a term to be the sum of its power series in x, for every x."""
    if x not in t.free:
        return True
    if t.head in ("div", "pow"):
        whole = t.head == "div" or sort_of(t.args[1]) == "N0"
        return whole and x not in t.args[1].free and entire(t.args[0], x)
    return t.head in ("sym", "add", "mul", "neg", "exp", "sin", "cos", "sinh", "cosh",
                      "call") and all(entire(a, x) for a in t.args)


def primes(t: Term) -> Term:
    """``d^k f(x)/dx^k`` at x written as the call ``f^(k)(x)``, throughout."""
    arguments = tuple(primes(a) for a in t.args)
    if t.head == "derivative" and arguments[1].head == "call" and arguments[2] is arguments[0]:
        x, inner, _ = arguments
        places = [i for i, a in enumerate(inner.args[1:]) if x in a.free]
        order = t.data[0]
        if len(places) == 1 and inner.args[1 + places[0]] is x and isinstance(order, int):
            orders = [d for d in inner.data if isinstance(d, int)]
            orders[places[0]] += order
            _, signature, _, smooth = inner.args[0].data
            allowed = isinstance(smooth, int) and (smooth == -1 or sum(orders) <= smooth)
            if allowed and isinstance(signature, tuple) and signature[places[0]] in ("R", "P"):
                return Term("call", tuple(orders), inner.args)
    return t if arguments == t.args else Term(t.head, t.data, arguments)


