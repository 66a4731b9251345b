"""From a definition psi = rest z^p exp(c z) H(n, z, alpha) and proved claims to a program.

Here z, p and alpha may depend on the index and on every argument: Morse, Coulomb and Laguerre
functions are of this form. Recurrence, slope and equation of H are taken from the claims. With
z = t^2 the equation of G(t) = exp(c t^2) H(t^2) has waves of one length, so that one spacing
serves all of a table. Read first: ``recurrences``. Next: ``backends.numpy_with_parameter``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from flint import fmpq, fmpq_poly

from derive.export.expressions import from_term
from derive.export.program import (
    About,
    Assign,
    Cubic,
    ExportRefused,
    Input,
    Program,
    Quotient,
    WithParameter,
)
from derive.export.recurrences import as_equations, factors_of
from derive.export.relations import (
    ALPHA,
    CONTEXT,
    XI,
    Letters,
    N,
    Ratio,
    Relation,
    base_of,
    disagreement,
    family_in,
    first_members,
    ratio_of,
    relation_of,
)
from derive.kernel.claim import Definition
from derive.terms import Term
from derive.terms.build import mul, symbol

#: values of alpha at which the claims are tried on the first members of the family
TRIED = (fmpq(0), fmpq(1, 2), fmpq(3), fmpq(-2, 3))


@dataclass(frozen=True)
class ParameterFamily:
    """What was read off the definition and the claims; ``three`` is the recurrence as derived."""

    name: str
    inputs: tuple[Term, ...]
    index: Term
    place: Term
    body: Term
    call: Term
    power: Term
    decay: Fraction
    rest: Term
    relations: tuple[Relation, ...]
    three: Relation


def has_parameter(body: Term) -> bool:
    """Whether a definition's right side is of this form rather than a family of (n, x)."""
    return bool(family_in(body, parameters=1))


def parameter_family(definition: Term, claims: Iterable[Term],
                     definitions: Sequence[Definition]) -> ParameterFamily:
    """Read ``psi(n, x, ...) = rest * z^power * exp(decay z) * H(n, z, alpha)``.

    Raises ExportRefused with what is missing.
    """
    while definition.head == "forall":
        definition = definition.args[1]
    left, body = definition.args
    families = family_in(body, parameters=1)
    if left.head != "call" or len(families) != 1:
        raise ExportRefused("a definition f(n, x, ...) with one family H(n, z, alpha) is needed")
    family, names = families.pop(), tuple(a for a in left.args[1:] if a.head == "sym")
    calls = [f for f, exponent in factors_of(body) if f.head == "call" and exponent == 1]
    index = names[0]
    if len(calls) != 1 or calls[0].args[1] is not index or any(calls[0].data):
        raise ExportRefused(f"the definition is not a product with one factor {family.name}(n, z)")
    power, decay, rest = _factors(body, calls[0])
    places = [s for s in names[1:] if s in calls[0].args[2].free and s.sort in ("R", "P")]
    if not places or places[0] is not names[1]:
        raise ExportRefused("the first argument after the index must be the place")
    relations = _relations(family, [*claims, *as_equations(family, definitions)])
    three = next((r for r in relations if set(r.table()) == {(0, 0), (1, 0), (2, 0)}), None)
    if three is None:
        raise ExportRefused(f"no proved claim is a three-term recurrence for {family.name}")
    return ParameterFamily(
        left.args[0].name.removesuffix(f"_{index.name}"), names, index, places[0], body, calls[0],
        power, decay, rest, tuple(relations), three)


def _factors(body: Term, call: Term) -> tuple[Term, Fraction, Term]:
    """The power of z, the factor of z in the exponent, and all else."""
    z, short = call.args[2], symbol("z_in_code", "P")
    power, decay, rest = Term("int", (0,), ()), Fraction(0), []
    for factor, exponent in factors_of(body):
        if factor is call:
            continue
        if factor.head == "pow" and factor.args[0] is z and exponent == 1:
            power = factor.args[1]
        elif factor.head == "exp" and z in factor.walk():
            ratio = ratio_of(substitute_term(factor.args[0], z, short), Letters(None, short))
            slope = Ratio.of(ratio.top, ratio.bottom * XI)
            if not (slope.top.is_constant() and slope.bottom.is_constant()):
                raise ExportRefused("the exponent is not a multiple of the argument")
            decay += exponent * _rational(slope.top.leading_coefficient())
        else:
            rest.append(factor if exponent == 1 else Term("div", (), (Term("int", (1,)), factor)))
    if decay >= 0:
        raise ExportRefused("the function does not decay: there is no end of its table")
    return power, decay, mul(*rest) if len(rest) > 1 else rest[0] if rest else Term("int", (1,))


def substitute_term(body: Term, part: Term, by: Term) -> Term:
    """The term with every occurrence of a part replaced."""
    if body is part:
        return by
    if part not in body.walk():
        return body
    return Term(body.head, body.data, tuple(substitute_term(a, part, by) for a in body.args))


def _relations(family: Term, equations: list[Term]) -> list[Relation]:
    """The claims about H, tried on its first members at several alpha."""
    relations = [r for r in (relation_of(c, family) for c in equations) if r is not None]
    for value in TRIED:
        at = [r.at_parameter(value) for r in relations]
        bases = dict(b for b in (base_of(c, family) for c in equations) if b is not None)
        members = first_members(bases, at)
        if len(members) < 4 or bases.get(0) != fmpq_poly([1]):
            raise ExportRefused(f"no claims give the first members of {family.name}, from 1 on")
        wrong = disagreement(at, members)
        if wrong is not None:
            raise ExportRefused(f"the claims about {family.name} disagree at n = {wrong[1]}: one "
                                "of the relations is false")
    return relations


def parameter_program(family: ParameterFamily, about: About | None = None) -> Program:
    """The program of a family with a parameter."""
    names: Mapping[Term, str] = {s: s.name for s in family.inputs}
    _, z, alpha = family.call.args[1:]
    loop = WithParameter(
        index=family.index.name, argument=family.place.name, z=from_term(z, names),
        power=from_term(family.power, names), alpha=from_term(alpha, names),
        rest=from_term(family.rest, names), decay=family.decay, first=_first(family),
        steps=_steps(family.three), slope=_slope(family.relations),
        equation=_equation(family.relations, family.decay))
    needed = [s for s in family.inputs if s in (family.index, family.place) or s.sort == "N0"]
    inputs = tuple(Input(s.name, s.sort, None if s in needed else 1.0) for s in family.inputs)
    return Program(family.name, inputs, (Assign("value", loop),), ("value",), about or About())


def _steps(three: Relation) -> tuple[Quotient, Quotient, Quotient]:
    table = three.table()
    forward, back = ((-table[s, 0]).over(table[2, 0]) for s in (1, 0))
    linear, constant = _in_z(forward)
    if _depends_on_z(back):
        raise ExportRefused("the recurrence's last coefficient depends on the argument")
    return _quotient(linear), _quotient(constant), _quotient(back)


def _first(family: ParameterFamily) -> tuple[Quotient, Quotient]:
    """H_1 = linear z + constant: from the rule that raises, or from the recurrence at n = -1."""
    raising = next((r for r in family.relations if set(r.table()) == {(0, 0), (0, 1), (1, 0)}),
                   None)
    if raising is None:
        raise ExportRefused("no claim gives the second member from the first")
    table = raising.table()
    at_zero = (-table[0, 0]).over(table[1, 0])
    at_zero = Ratio.of(at_zero.top.compose(N * 0, XI, ALPHA, ctx=CONTEXT),
                       at_zero.bottom.compose(N * 0, XI, ALPHA, ctx=CONTEXT))
    linear, constant = _in_z(at_zero)
    return _quotient(linear), _quotient(constant)


def _slope(relations: Sequence[Relation]) -> tuple[Quotient, Quotient]:
    """``z H_n' = own H_n + before H_{n-1}``, from a rule for z H_{n+1}'."""
    rule = next((r for r in relations if set(r.table()) == {(0, 0), (1, 0), (1, 1)}), None)
    if rule is None:
        raise ExportRefused("no proved claim is a rule for the derivative")
    table, z = rule.table(), Ratio.of(XI)
    own, before = ((-table[s, 0]).over(table[1, 1]).shifted(-1) * z for s in (1, 0))
    return _quotient(own), _quotient(before)


def _equation(relations: Sequence[Relation], decay: Fraction) -> tuple[Cubic, Cubic, Cubic]:
    """The equation of G(t) = exp(c t^2) H(t^2), from a2 H'' + a1 H' + a0 H = 0 in z = t^2."""
    found = next((r for r in relations if set(r.table()) == {(0, 0), (0, 1), (0, 2)}), None)
    if found is None:
        raise ExportRefused("no proved claim is a differential equation of the second order")
    table = found.table()
    t, c = XI, fmpq(decay.numerator, decay.denominator)
    top = [table[0, order] for order in range(3)]
    common = top[0].bottom * top[1].bottom * top[2].bottom
    zero, one, two = (
        Ratio.of(a.top * common, a.bottom).top.compose(N, t**2, ALPHA, ctx=CONTEXT) for a in top)
    # H_z = H_t/2t, H_zz = H_tt/4t^2 - H_t/4t^3 and H = G exp(-c t^2), times 4 t^3
    second = two * t
    first = two * (-4 * c * t**2 - 1) + 2 * t**2 * one
    none = two * 4 * c**2 * t**3 - 4 * c * t**3 * one + 4 * t**3 * zero
    shared = second.gcd(first).gcd(none)
    result = tuple(_cubic(p / shared) for p in (second, first, none))
    if {power for _, _, power, _ in result[0]} - {0, 1}:
        raise ExportRefused("the equation is singular elsewhere than at 0")
    return result  # type: ignore[return-value]


def _in_z(ratio: Ratio) -> tuple[Ratio, Ratio]:
    parts = [XI * 0, XI * 0]
    if any(power for _, power, _ in ratio.bottom.to_dict()):
        raise ExportRefused("the recurrence divides by the argument")
    for (power_n, power_z, power_a), c in ratio.top.to_dict().items():
        if power_z > 1:
            raise ExportRefused("the recurrence is not linear in the argument")
        parts[power_z] += c * N**power_n * ALPHA**power_a
    return Ratio.of(parts[1], ratio.bottom), Ratio.of(parts[0], ratio.bottom)


def _depends_on_z(ratio: Ratio) -> bool:
    return any(power for part in (ratio.top, ratio.bottom) for _, power, _ in part.to_dict())


def _quotient(ratio: Ratio) -> Quotient:
    return _cubic(ratio.top), _cubic(ratio.bottom)


def _cubic(poly: Any) -> Cubic:
    """A polynomial as plain numbers, which must be exact in float64."""
    found = tuple((_rational(c), *powers) for powers, c in sorted(poly.to_dict().items()))
    for c, *_ in found:
        if Fraction(float(c)) != c:
            raise ExportRefused(f"the coefficient {c} is no binary fraction")
    return found


def _rational(value: Any) -> Fraction:
    return Fraction(int(value.p), int(value.q))
