r"""A potential as a person types it: LaTeX in, a term and the cards of its letters out."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from derive.notation import Card, Notation, NotRead, parse
from derive.notation.cards import latex_of_name
from derive.physics.bound_states import HBAR, MASS, OWN, RADIAL
from derive.rules.numeric_levels import lowest_level
from derive.rules.sympy_bridge import to_sympy
from derive.terms.build import symbol
from derive.terms.term import Term

ALWAYS_POSITIVE = ("m", "omega", "hbar")
MOST_LETTERS = 40
#: letters that are a position when the variable that was named does not appear
OTHER_PLACES = frozenset(("q", "r", "rho", "x", "xi", "y", "z"))


@dataclass(frozen=True)
class ReadPotential:
    """What was typed: the potential, its variable, and how its letters are written."""

    potential: Term
    variable: Term
    cards: tuple[Card, ...]
    width: Term | None = None


def read_potential(latex: str, variable: str, positive: Iterable[str] = (),
                   natural: Iterable[str] = (), domain: str | None = None) -> ReadPotential:
    r"""Read a potential; letters that are not named positive or natural are real.

    ``domain``: ``0..oo`` where the variable is positive (without it where its name says so: r,
    rho), ``0..L`` with walls at 0 and L.

    >>> str(read_potential(r"\alpha y^2", "y", ["alpha"]).potential)
    '(mul alpha (pow y 2))'

    Raises
    ------
    NotRead
        The formula is not read, or a letter stands for more than a number.
    """
    known = {*ALWAYS_POSITIVE, *(name.strip().lstrip("\\") for name in positive)}
    whole = {name.strip().lstrip("\\") for name in natural}
    low, dots, end = (domain or "").partition("..")
    whole_line = (low, end) == ("-oo", "oo")
    if domain is not None and not (dots and end and (whole_line or low == "0")):
        raise NotRead(f"the domain is 0..oo, 0..L or -oo..oo, not {domain}")
    half_line = None if domain is None else domain == "0..oo"
    cards: list[Card] = []
    name = variable.lstrip("\\")
    if name in (known | whole) - {""} and not half_line:
        raise NotRead(f"the variable {variable} ranges over the line and is not positive; for "
                      f"{variable} > 0 say --domain 0..oo")
    half = half_line or (half_line is None and name in RADIAL)
    place = _card(variable, {name} if half else set(), set())
    cards.append(place)
    if "e" in known | whole:  # or it would be Euler's number
        cards.append(_card("e", known, whole))
    for _ in range(MOST_LETTERS):
        try:
            value = parse(latex, Notation(cards))
            width = parse(end, Notation(cards)) if end not in ("", "oo") else None
        except NotRead as refusal:
            if refusal.declaration == "e Euler":
                raise NotRead(f"{refusal}; --positive e makes it a letter") from None
            letter, sign, _ = refusal.declaration.lstrip("\\").partition(" in R")
            if not sign or not re.fullmatch(r"[A-Za-z][A-Za-z0-9_]*", letter):
                raise
            cards.append(_card(letter, known, whole))
            continue
        if place.term not in value.free:
            meant = sorted(t.name for t in value.free if t.name in OTHER_PLACES)
            if len(meant) == 1:
                raise NotRead(f"the variable {variable} does not appear; for {meant[0]} say "
                              f"--variable {meant[0]}")
        return ReadPotential(value, place.term, tuple(
            c for c in cards if c.term not in (MASS, HBAR)), width)
    raise NotRead("the potential has too many letters")


def _card(written: str, positive: set[str], natural: set[str]) -> Card:
    name = re.sub(r"[^A-Za-z0-9_]", "", written.lstrip("\\"))
    sort = "N0" if name in natural else "P" if name in positive else "R"
    return Card(symbol(f"{name}_V" if name in OWN else name, sort), latex_of_name(name))


def lowest_of(potential: object, variable: object) -> str | None:
    """The lowest level by numbers, where the potential holds no other letter and confines.

    On the whole line; of a half-line nothing is said.
    """
    if not isinstance(potential, Term) or not isinstance(variable, Term) or (
            variable.sort == "P" or potential.free - {variable, MASS, HBAR}):
        return None
    import sympy

    symbols: dict[Term, object] = {}
    value = to_sympy(potential, symbols)
    x = symbols.setdefault(variable, sympy.Symbol("v0", real=True))
    value = value.subs({s: 1 for t, s in symbols.items() if t is not variable})
    try:
        leading = sympy.Poly(value, x)
    except sympy.PolynomialError:
        return None
    if leading.degree() < 2 or leading.degree() % 2 or leading.LC() <= 0:
        return None
    return lowest_level(lambda points: sum(
        float(c) * points ** int(power[0]) for power, c in leading.terms()))
