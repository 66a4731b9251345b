"""The derivative of an elementwise function, in the form people use: sigma' = sigma (1 - sigma).

The table of derivatives gives one form; a shorter one in the function's own value s (and in the
logistic function g, where that is known) is looked for as c0 + c1 s + c2 s^2 + c3 g + c4 s g by
fitting at points, and then shown by the kernel. Fitting proves nothing and is not asked to.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import product

from flint import arb, fmpq, fmpq_mat

from derive.kernel.calculus import derived
from derive.kernel.claim import Refused
from derive.kernel.derivation import Derivation, Step
from derive.kernel.refute.arithmetics import Balls, Fractions, Undefined
from derive.kernel.refute.matrix_models import MatrixModel, Meaning
from derive.rules import tidy
from derive.terms import matrices as mx
from derive.terms.build import add, call, div, eq, exp, mul, neg, power, term
from derive.terms.term import Term

POINTS = tuple(Fraction(n, 7) for n in (-13, -8, -5, -2, 1, 3, 4, 9, 12, 16))


@dataclass(frozen=True)
class Slope:
    """``value`` is the derivative at ``parameter``, shown by ``step`` of ``derivation``."""

    value: Term
    derivation: Derivation
    step: Step


def slope(function: Term, parameter: Term, body: Term,
          known: Sequence[tuple[Term, Term]] = (), within: Derivation | None = None,
          label: str | None = None) -> Slope:
    """The derivative of ``function(parameter) := body``, shown from the definition.

    ``known`` are functions with their bodies that the short form may mention; ``within`` is the
    derivation that gets the steps (a new one when none is given), the last called ``label``.

    >>> from derive.terms.build import div, function, symbol
    >>> x, s = symbol("x"), function("s")
    >>> found = slope(s, x, div(1, add(1, exp(neg(x)))))
    >>> str(found.step.claim)
    '|- (eq (call 1 s x) (add (call 0 s x) (neg (pow (call 0 s x) 2))))'
    """
    derivation = within if within is not None else Derivation(f"slope of {function}")
    others = [(f, b, _defined(derivation, f, parameter, b)) for f, b in known]
    defined = _defined(derivation, function, parameter, body)
    s, raw = call(function, parameter), neatly(derived(body, parameter))
    prime = call(function, parameter, orders=(1,))
    both = derivation.step("differentiate", defined, symbol=parameter)
    table = derivation.step("compute_derivative", symbol=parameter, body=body, point=parameter,
                            result=raw)
    name = derivation.step("compute_derivative", symbol=parameter, body=s, point=parameter,
                           result=prime)
    plain = derivation.step("ring", name, both, table, conclusion=eq(prime, raw),
                            cofactors=[neg(1), term(1), term(1)])
    short = _short_form(derivation, plain, defined, others, parameter, raw, label)
    return Slope(short.claim.conclusion.args[1], derivation, short)


def slope_off_kinks(function: Term, parameter: Term, body: Term) -> Slope:
    """The derivative of a formula with |u|, where no such u is 0; moving along with dx = 1.

    >>> from derive.terms.build import div, function, symbol
    >>> x, f = symbol("x"), function("f")
    >>> found = slope_off_kinks(f, x, div(add(x, Term("abs", (), (x,))), 2))
    >>> str(found.value), str(found.step.claim.hypotheses[1])
    ('(add (div 1 2) (div (abs x) (mul 2 x)))', '(ne x 0)')
    """
    derivation = Derivation(f"slope of {function}")
    dx = mx.differential(parameter)
    defined = derivation.step("assume", formula=eq(call(function, parameter), body))
    moved = derivation.step("differentiate_along", defined, constants=[])
    unit = derivation.step("assume", formula=eq(dx, 1))
    prime = call(function, parameter, orders=(1,))
    raw = tidied(replaced(moved.claim.conclusion.args[1], dx, term(1)))
    for value in (_piecewise(raw, parameter), raw):
        for multiplier in (term(1), mul(term(1), *(_kinks(body, parameter)))):
            cofactors: list[Term] = [multiplier, mul(multiplier, add(raw, neg(prime)))]
            try:
                step = derivation.step("ring", moved, unit, conclusion=eq(prime, value),
                                       multiplier=multiplier, cofactors=[*cofactors])
                return Slope(value, derivation, step)
            except Refused:
                continue
    raise Refused(f"the slope of {function} off its kinks was not shown")


def _kinks(body: Term, x: Term) -> list[Term]:
    """What stands under absolute values."""
    return list(dict.fromkeys(t.args[0] for t in body.walk() if t.head == "abs" and x in t.free))


def _piecewise(raw: Term, x: Term) -> Term:
    """The slope as a combination of 1, x and every |u| and |u|/u, if small fractions fit."""
    sizes = [Term("abs", (), (u,)) for u in _kinks(raw, x)]
    basis = [term(1), x, *sizes, *(div(s, s.args[0]) for s in sizes)]
    points = [Fraction(n, 7) for n in (-29, -23, -17, -11, -5, -3, -2, 2, 3, 5, 11, 17, 23, 29)]
    try:
        rows = [[_exactly(b, x, p) for b in (*basis, raw)] for p in points]
    except Undefined:
        return raw
    width = len(basis)
    gram = fmpq_mat([[sum((r[i] * r[j] for r in rows), fmpq(0)) for j in range(width)]
                     for i in range(width)])
    right = fmpq_mat([[sum((r[i] * r[width] for r in rows), fmpq(0))] for i in range(width)])
    try:
        solved = gram.solve(right)
    except ZeroDivisionError:
        return raw
    found = [Fraction(int(solved[i, 0].p), int(solved[i, 0].q)) for i in range(width)]
    if any(sum((fmpq(c.numerator, c.denominator) * v for c, v in zip(found, r, strict=False)),
               fmpq(0)) != r[width] for r in rows):
        return raw
    return tidy.plus(*(tidy.product(term(c), b)
                       for c, b in zip(found, basis, strict=True) if c))


def _exactly(t: Term, x: Term, point: Fraction) -> fmpq:
    """The rational value of a term in x."""
    model = MatrixModel(Fractions(), 0, {}, {x: term(point)}, (), {}, 1)
    return fmpq(model.scalar(t))


def tidied(t: Term) -> Term:
    """``neatly``, with numbers in sums collected as well."""
    args = tuple(tidied(a) for a in t.args)
    t = t if args == t.args else Term(t.head, t.data, args)
    return tidy.plus(t) if t.head == "add" else neatly(t)


def replaced(t: Term, old: Term, new: Term) -> Term:
    """The term with one part for another, wherever it stands."""
    if t is old:
        return new
    args = tuple(replaced(a, old, new) for a in t.args)
    return t if args == t.args else Term(t.head, t.data, args)


def neatly(t: Term) -> Term:
    """The same number with one fraction for each product, squares of roots carried out.

    >>> from derive.terms.build import div, power, sqrt, symbol
    >>> str(neatly(mul(2, div(power(div(symbol("x"), sqrt(2)), 2), 4))))
    '(div (pow x 2) 4)'
    """
    args = tuple(neatly(a) for a in t.args)
    t = t if args == t.args else Term(t.head, t.data, args)
    if t.head == "pow" and t.args[0].head == "div" and t.args[1] is term(2):
        return tidy.product(div(*(_squared(a) for a in t.args[0].args)))
    return tidy.product(t) if t.head in ("mul", "div", "neg") else t


def _squared(t: Term) -> Term:
    return t.args[0] if t.head == "sqrt" else power(t, 2)


def _defined(derivation: Derivation, function: Term, parameter: Term, body: Term) -> Step:
    """The definition of a function, said anew or quoted when it stands already."""
    for step in derivation.steps:
        if step.inference == "define" and step.witness.get("function") is function:
            return step
    return derivation.step("define", function=function, parameters=[parameter], body=body,
                           bases=[])


def _short_form(derivation: Derivation, plain: Step, defined: Step,
                others: list[tuple[Term, Term, Step]], x: Term, raw: Term,
                label: str | None = None) -> Step:
    s, body = defined.claim.conclusion.args
    prime = plain.claim.conclusion.args[0]
    for g, g_body, premise in [*((call(f, x), b, step) for f, b, step in others),
                               (None, None, None)]:
        fitted = _fitted([raw, s, *([] if g is None else [g])], {s: body, **(
            {} if g is None or g_body is None else {g: g_body})}, x)
        if fitted is None:
            continue
        form, cofactors = _polynomial(fitted, s, body, g, g_body)
        premises = [plain, defined, *([] if premise is None else [premise])]
        for multiplier in _multipliers(x):
            scaled: list[Term] = [mul(multiplier, c) for c in (term(1), *cofactors)]
            try:
                return derivation.step("ring", *premises, label=label,
                                       conclusion=eq(prime, form), multiplier=multiplier,
                                       cofactors=[*scaled])
            except Refused:
                continue
    return plain


def _multipliers(x: Term) -> list[Term]:
    down, up = add(1, exp(neg(x))), add(1, exp(x))
    return [mul(term(1), power(down, i), power(up, j)) for i, j in product(range(3), range(3))]


def _fitted(parts: list[Term], bodies: dict[Term, Term], x: Term) -> list[Fraction] | None:
    """Coefficients of 1, s, s^2 (and g, s g) in the derivative, if small fractions fit."""
    columns: list[list[arb]] = []
    for point in POINTS if x.sort != "P" else (p for p in POINTS if p > 0):
        values = [_at(bodies.get(p, p), x, point) for p in parts]
        s = values[1]
        row = [arb(1), s, s * s]
        if len(parts) == 3:
            row = [arb(1), s, s * s, values[2], s * values[2]]
        columns.append([*row, values[0]])
    width = len(columns[0]) - 1
    scale = 10**12
    matrix = fmpq_mat([[_rounded(c, scale) for c in row[:width]] for row in columns[:width]])
    right = fmpq_mat([[_rounded(row[width], scale)] for row in columns[:width]])
    try:
        solved = matrix.solve(right)
    except ZeroDivisionError:
        return None
    found = [Fraction(int(v.p), int(v.q)).limit_denominator(12)
             for v in (solved[i, 0] for i in range(width))]
    for row in columns:
        total = sum((arb(fmpq(c.numerator, c.denominator)) * v
                     for c, v in zip(found, row, strict=False)), arb(0))
        if abs(total - row[width]) > arb("1e-8"):
            return None
    return found


def _rounded(value: arb, scale: int) -> fmpq:
    return fmpq(round(float(value) * scale), scale)


def _at(t: Term, x: Term, point: Fraction) -> arb:
    model = MatrixModel(Balls(), 0, {}, {}, (), {}, 1)
    function = Term("fun", ("the function", ("R",), "R", -1))
    model.meanings[function] = Meaning(x, t)
    value = call(function, term(point))
    return arb(model.scalar(value))


def _polynomial(c: list[Fraction], s: Term, body: Term, g: Term | None, g_body: Term | None
                ) -> tuple[Term, list[Term]]:
    """The form itself, and the cofactors of ``s - body`` and ``g - its body``."""
    summands = [tidy.product(term(c[0])), tidy.product(term(c[1]), s),
                tidy.product(term(c[2]), power(s, 2))]
    of_s = [term(c[1]), mul(term(c[2]), add(s, body))]
    if g is None or g_body is None:
        return _plus(summands), [neg(add(*of_s))]
    summands += [tidy.product(term(c[3]), g), tidy.product(term(c[4]), s, g)]
    of_s.append(mul(term(c[4]), g))
    of_g = add(term(c[3]), mul(term(c[4]), body))
    return _plus(summands), [neg(add(*of_s)), neg(of_g)]


def _plus(summands: list[Term]) -> Term:
    kept = [a for a in summands if not tidy.is_zero(a)]
    return add(*kept) if kept else term(0)
