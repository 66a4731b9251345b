"""From a definition psi = N(n) H(n, x/l) exp(...) and proved claims to a numeric recurrence.

Nothing here knows a family by name. The three-term relation is taken from the claims, the
ratio N(n+1)/N(n) is divided out exactly, and what is iterated are the normalized functions,
so that no number grows or shrinks without need. Next: ``accuracy``, ``backends``.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from flint import fmpq, fmpq_poly

from derive.export.factors import (
    ONE,
    Product,
    at_zero,
    integer,
    next_over_this,
    product_of,
)
from derive.export.local_equation import local_equation
from derive.export.names import TAKEN
from derive.export.program import (
    About,
    Assign,
    ExportRefused,
    Input,
    Power,
    Program,
    ThreeTerm,
)
from derive.export.relations import (
    XI,
    N,
    Ratio,
    Relation,
    base_of,
    disagreement,
    family_in,
    first_members,
    powers,
    relation_of,
)
from derive.export.roots import signed_root
from derive.kernel.claim import Definition
from derive.terms import Term
from derive.terms.build import PI


@dataclass(frozen=True)
class Parts:
    """The factors of a definition: the family's call, the exponent, all the rest."""

    call: Term
    exponents: tuple[tuple[Term, int], ...]
    rest: Product


@dataclass(frozen=True)
class Family:
    """What was read off the definition and the claims, before anything is numeric."""

    name: str
    inputs: tuple[Term, ...]
    index: Term
    place: Term
    body: Term
    call: Term
    relations: tuple[Relation, ...]
    three: Relation
    members: tuple[fmpq_poly, ...]
    normalization: Product
    scale: Product
    weight: tuple[Fraction, ...]
    lengths: dict[Term, Product]


def family_of(definition: Term, claims: Iterable[Term], definitions: Sequence[Definition] = ()
              ) -> Family:
    """Read ``psi(n, x, ...) = N(n) * H(n, x/l) * exp(...)``.

    ``claims`` are proved equations; those about H give the recurrence, those that fix a
    positive symbol (such as a length) are solved for it. Raises ExportRefused with what is
    missing.
    """
    equation = definition
    while equation.head == "forall":
        equation = equation.args[1]
    if equation.head != "eq" or equation.args[0].head != "call":
        raise ExportRefused("a definition f(n, x, ...) = ... is needed to export a function")
    left, body = equation.args
    names = tuple(a for a in left.args[1:] if a.head != "int" and a.head != "div")
    if any(a.head != "sym" for a in names) or any(left.data) or len(set(names)) != len(names):
        raise ExportRefused(f"the left side must be a function of symbols, not {left}")
    claims = list(claims)
    function, index, parts = _parts(body, names)
    place = _argument(parts.call, names, index)
    lengths = _solved_symbols(claims, set(names))
    relations, members = _relations(function, claims, definitions)
    scale = _scale(parts.call.args[2], place, lengths)
    return Family(
        left.args[0].name.removesuffix(f"_{index.name}"), names, index, place, body, parts.call,
        tuple(relations), _three_term(relations, function), tuple(members),
        _expand(parts.rest, lengths), scale, _weight(parts, place, scale, lengths), lengths)


def recurrence_program(family: Family, about: About | None = None) -> Program:
    """The program of a family: a three-term recurrence for the normalized functions."""
    loop = _loop(family)
    inputs = tuple(_input(s, family.index, family.place) for s in family.inputs)
    program = Program(family.name, inputs, (Assign("value", loop),), ("value",), about or About())
    _check_inputs(loop, program)
    for symbol in family.inputs:
        own = (symbol is family.index and symbol.name == "n") or (
            symbol is family.place and symbol.name == "x")
        if symbol.name in TAKEN and not own:
            raise ExportRefused(f"{symbol.name!r} cannot be a name in code; rename it")
    return program


def _input(symbol: Term, index: Term, place: Term) -> Input:
    needed = symbol is index or symbol is place
    return Input(symbol.name, symbol.sort, None if needed else 1.0)


def _check_inputs(loop: ThreeTerm, program: Program) -> None:
    positive = {i.name for i in program.inputs if i.sort == "P"}
    for power in (*loop.scale, *loop.amplitude):
        if isinstance(power.base, str) and power.base != "pi" and power.base not in positive:
            raise ExportRefused(f"{power.base!r} is not a positive argument of {program.name}")


def factors_of(term: Term, exponent: int = 1) -> list[tuple[Term, int]]:
    """The factors of a product of quotients, each with the exponent 1 or -1."""
    if term.head == "mul":
        return [f for a in term.args for f in factors_of(a, exponent)]
    if term.head == "div":
        return factors_of(term.args[0], exponent) + factors_of(term.args[1], -exponent)
    return [(term, exponent)]


def _parts(body: Term, names: tuple[Term, ...]) -> tuple[Term, Term, Parts]:
    sign, families = 1, family_in(body)
    if len(families) != 1:
        raise ExportRefused("the definition must contain exactly one family of functions H(n, x), "
                            f"found {sorted(f.name for f in families)}")
    family = families.pop()
    if body.head == "neg":
        sign, body = -1, body.args[0]
    calls, exponents, rest = [], [], integer(sign)
    index = None
    for factor, exponent in factors_of(body):
        if factor.head == "call" and factor.args[0] is family and exponent == 1:
            calls.append(factor)
            index = factor.args[1]
        elif factor.head == "exp":
            exponents.append((factor.args[0], exponent))
    if len(calls) != 1 or index is None or any(calls[0].data) or index not in names:
        raise ExportRefused(f"the definition is not a product with one factor {family.name}(n, x)")
    for factor, exponent in factors_of(body):
        if factor is not calls[0] and factor.head != "exp":
            rest = rest.times(product_of(factor, index), Fraction(exponent))
    return family, index, Parts(calls[0], tuple(exponents), rest)


def _argument(call: Term, names: tuple[Term, ...], index: Term) -> Term:
    places = [s for s in names if s in call.args[2].free and s.sort in ("R",) and s is not index]
    if len(places) != 1:
        raise ExportRefused(f"cannot tell the real argument of {call}")
    return places[0]


def _solved_symbols(claims: list[Term], inputs: set[Term]) -> dict[Term, Product]:
    """Positive symbols that a claim fixes as a product of powers of inputs."""
    solved: dict[Term, Product] = {}
    for claim in claims:
        if claim.head != "eq":
            continue
        try:
            quotient = product_of(claim.args[0]).times(product_of(claim.args[1]), Fraction(-1))
        except ExportRefused:
            continue
        table = quotient.table()
        unknown = [b for b in table if isinstance(b, Term) and b.head == "sym"
                   and b not in inputs and b not in solved]
        if len(unknown) == 1 and isinstance(unknown[0], Term) and unknown[0].sort == "P":
            symbol = unknown[0]
            level = table.pop(symbol)[1]
            solved[symbol] = _expand(ONE.times(Product(quotient.sign, tuple(table.items())),
                                               -1 / level), solved)
    return solved


def _expand(product: Product, lengths: dict[Term, Product]) -> Product:
    result = Product(product.sign, tuple(p for p in product.powers if p[0] not in lengths))
    for base, (_, level) in product.powers:
        if isinstance(base, Term) and base in lengths:
            result = result.times(lengths[base], level)
    return result


def _relations(family: Term, claims: list[Term], definitions: Sequence[Definition]
               ) -> tuple[list[Relation], list[fmpq_poly]]:
    equations = [*claims, *as_equations(family, definitions)]
    relations = [r for r in (relation_of(c, family) for c in equations) if r is not None]
    bases: dict[int, fmpq_poly] = {}
    for claim in equations:
        base = base_of(claim, family)
        if base is not None and bases.setdefault(*base) != base[1]:
            raise ExportRefused(f"two claims give different {family.name}({base[0]}, x)")
    members = first_members(bases, relations)
    wrong = disagreement(relations, members)
    if wrong is not None:
        raise ExportRefused(f"the claims about {family.name} disagree at n = {wrong[1]}: "
                            "one of the relations is false")
    if len(members) < 2:
        raise ExportRefused(f"no claim gives {family.name}({len(members)}, x); the recurrence "
                            "needs its first two members")
    return relations, members


def as_equations(family: Term, definitions: Sequence[Definition]) -> list[Term]:
    """A definition by recursion, said as equations."""
    equations = []
    for definition in definitions:
        if definition.function is not family or len(definition.parameters) < 2:
            continue
        n, *rest = definition.parameters
        orders = (0,) * len(definition.parameters)
        for number, value in enumerate(definition.bases):
            call = Term("call", orders, (family, Term("int", (number,)), *rest))
            equations.append(Term("eq", (), (call, value)))
        if definition.bases:
            moved = Term("add", (), (n, Term("int", (len(definition.bases),))))
            call = Term("call", orders, (family, moved, *rest))
            equations.append(Term("eq", (), (call, definition.body)))
    return equations


def _three_term(relations: list[Relation], family: Term) -> Relation:
    for relation in relations:
        keys = set(relation.table())
        if keys <= {(0, 0), (1, 0), (2, 0)} and {(2, 0), (1, 0)} <= keys:
            return relation
    raise ExportRefused(f"no proved claim is a three-term recurrence for {family.name} "
                        "(a relation between members n, n+1 and n+2 without derivatives)")


def _powers(product: Product, what: str) -> tuple[Power, ...]:
    if product.sign < 0:
        raise ExportRefused(f"the {what} is negative")
    result = []
    for base, (slope, level) in product.powers:
        if slope or isinstance(base, tuple):
            raise ExportRefused(f"the {what} depends on the index")
        name = base if isinstance(base, int) else "pi" if base is PI else base.name
        result.append(Power(name, level))
    return tuple(result)


def _scale(argument: Term, place: Term, lengths: dict[Term, Product]) -> Product:
    product = _expand(product_of(argument), lengths)
    table = product.table()
    if table.pop(place, (Fraction(0), Fraction(0))) != (Fraction(0), Fraction(1)):
        raise ExportRefused(f"the argument must be proportional to {place.name}: {argument}")
    return Product(product.sign, tuple(table.items()))


def _weight(parts: Parts, place: Term, scale: Product, lengths: dict[Term, Product]
            ) -> tuple[Fraction, ...]:
    """The exponent as a polynomial in xi with rational coefficients."""
    found: dict[int, Fraction] = {}
    for exponent, outer in parts.exponents:
        for summand, sign in _summands(exponent, outer):
            product = _expand(product_of(summand), lengths)
            power = product.table().get(place, (Fraction(0), Fraction(0)))[1]
            xi = scale.times(Product(1, ((place, (Fraction(0), Fraction(1))),)))
            left = product.times(xi, -power)
            if power.denominator != 1 or not 0 <= power <= 2 or any(
                    not isinstance(b, int) or e[1].denominator != 1 for b, e in left.powers):
                raise ExportRefused(f"the exponent is not a polynomial in the scaled argument "
                                    f"of degree 2 at most: {exponent}")
            value = Fraction(sign * left.sign)
            for base, (_, level) in left.powers:
                value *= Fraction(int(str(base))) ** int(level)
            found[int(power)] = found.get(int(power), Fraction(0)) + value
    return tuple(found.get(p, Fraction(0)) for p in range(max(found, default=-1) + 1))


def _summands(term: Term, sign: int) -> list[tuple[Term, int]]:
    if term.head == "neg":
        return _summands(term.args[0], -sign)
    if term.head == "add":
        return [s for a in term.args for s in _summands(a, sign)]
    return [(term, sign)]


def _loop(family: Family) -> ThreeTerm:
    table = family.three.table()
    top = table[2, 0]
    forward = (-table[1, 0]).over(top)
    back = (-table[0, 0]).over(top) if (0, 0) in table else Ratio.of(0)
    linear, constant = _in_xi(forward)
    if any(power_xi for _, power_xi in (*powers(back.top), *powers(back.bottom))):
        raise ExportRefused("the recurrence's last coefficient depends on the argument")
    if family.members[0].degree() != 0 or family.members[1].degree() > 1:
        raise ExportRefused("the first two members are not a constant and a linear function")
    ratio = _ratio_squared(next_over_this(family.normalization))
    start = _rational(family.members[0][0])
    first = [_rational(family.members[1][power]) / start for power in (1, 0)]
    at_first = [Ratio.of(fmpq(f.numerator, f.denominator)) for f in first]
    next_ratio = ratio.shifted(1)
    local = local_equation(family.relations, family.three, family.weight, at_first[0])
    amplitude = at_zero(family.normalization).times(
        integer(start.numerator).times(integer(start.denominator), Fraction(-1)))
    return ThreeTerm(
        index=family.index.name, argument=family.place.name, scale=_powers(family.scale, "scale"),
        amplitude=_powers(amplitude, "amplitude"),
        first_linear=signed_root(at_first[0], _at_zero(ratio)),
        first_constant=signed_root(at_first[1], _at_zero(ratio)),
        linear=signed_root(linear, next_ratio), constant=signed_root(constant, next_ratio),
        back=signed_root(back, next_ratio * ratio), weight=family.weight,
        local=local)


def _rational(value: Any) -> Fraction:
    return Fraction(int(value.p), int(value.q))


def _at_zero(ratio: Ratio) -> Ratio:
    top, bottom = ratio.at(0)
    return Ratio.of(top[0], bottom[0])


def _in_xi(ratio: Ratio) -> tuple[Ratio, Ratio]:
    """``ratio = linear(n) * xi + constant(n)``."""
    if any(power_xi for _, power_xi in powers(ratio.bottom)):
        raise ExportRefused("the recurrence divides by the argument")
    parts = [XI * 0, XI * 0]
    for (power_n, power_xi), coefficient in powers(ratio.top).items():
        if power_xi > 1:
            raise ExportRefused("the recurrence is not linear in the argument")
        parts[power_xi] += coefficient * N ** power_n
    return Ratio.of(parts[1], ratio.bottom), Ratio.of(parts[0], ratio.bottom)


def _ratio_squared(ratio: Product) -> Ratio:
    """The square of N(n+1)/N(n), a rational function of n."""
    result = Ratio.of(1)
    for base, (_, level) in ratio.powers:
        if (2 * level).denominator != 1 or isinstance(base, Term):
            raise ExportRefused("the ratio of neighbouring normalization constants is not the "
                                "root of a rational function of the index")
        value = Ratio.of(base) if isinstance(base, int) else Ratio.of(base[1] * N + base[-1])
        for _ in range(abs(int(2 * level))):
            result = result * value if level > 0 else result.over(value)
    return result
