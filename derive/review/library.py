"""``use oscillator``: the letters of a derivation of the library, with what it defined and proved.

The derivation is made anew and checked by the kernel; a line of the document that states one of
its lines is proved by it. Next: ``announced``.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from typing import Any, TypeAlias

from derive import catalog
from derive.kernel.claim import Definition, Grade
from derive.notation.cards import Card
from derive.review.limits import DocumentError
from derive.terms.binding import alpha_key
from derive.terms.build import eq
from derive.terms.term import Term

#: the lines with one conclusion: their hypotheses, their names
Stating: TypeAlias = tuple[tuple[frozenset[object], str], ...]


@dataclass(frozen=True)
class Library:
    """Cards, definitions and theorems of the derivations in use.

    ``theorems`` maps a conclusion to the hypotheses and the names of the lines that state it;
    ``formal`` has the equations that hold between formal power series, with their variable.
    """

    cards: tuple[Card, ...] = ()
    definitions: tuple[Definition, ...] = ()
    theorems: dict[object, Stating] = field(default_factory=dict)
    formal: dict[object, tuple[str, str]] = field(default_factory=dict)

    def theorem(self, hypotheses: tuple[Term, ...], claim: Term) -> str:
        """The name of the line that states a claim, both sides also exchanged; or nothing."""
        given = {alpha_key(h) for h in hypotheses}
        claims = [claim]
        if claim.head in ("eq", "ne"):
            claims.append(Term(claim.head, (), (claim.args[1], claim.args[0])))
        for form in claims:
            for hypotheses_of, name in self.theorems.get(alpha_key(form), ()):
                if hypotheses_of <= given:
                    return name
        return ""

    def as_series(self, claim: Term) -> str:
        """What is known of an equation whose sides are the same formal power series."""
        known = self.formal.get(alpha_key(claim))
        if known is None:
            return ""
        name, variable = known
        return (f"proved between formal power series in {variable} ({name}); that they converge is "
                "not checked")


def library(names: tuple[str, ...]) -> Library:
    """What the named derivations bring.

    Raises DocumentError for a name that the catalog does not know.
    """
    result = Library()
    for name in dict.fromkeys(names):
        try:
            new = _read(name)
        except catalog.Unknown as unknown:
            raise DocumentError(str(unknown)) from None
        theorems = {key: (*result.theorems.get(key, ()), *new.theorems.get(key, ()))
                    for key in (*result.theorems, *new.theorems)}
        result = Library((*result.cards, *new.cards), (*result.definitions, *new.definitions),
                         theorems, {**result.formal, **new.formal})
    return result


@cache
def _read(name: str) -> Library:
    lecture: Any = catalog.DERIVATIONS.get(name).make()
    derivation = lecture.derivation
    definitions = tuple(lecture.definitions) if derivation is None else tuple(
        derivation.context.definitions.values())
    cards = _letters(lecture.notation.cards, {d.function for d in definitions})
    theorems: dict[object, Stating] = {}
    formal: dict[object, tuple[str, str]] = {}
    for section in lecture.sections:
        for line in section.lines:
            if line.grade is Grade.PROVED or line.grade is Grade.GIVEN:
                conclusion = line.claim.conclusion
                while conclusion.head == "forall":
                    conclusion = conclusion.args[1]
                if conclusion.head == "series_eq" and not line.claim.hypotheses:
                    variable, *sides = conclusion.args
                    formal[alpha_key(eq(*sides))] = (f"{name}.{line.label}", variable.name)
                hypotheses = frozenset(alpha_key(h) for h in line.claim.hypotheses)
                if line.grade is Grade.PROVED or not hypotheses:
                    key = alpha_key(conclusion)
                    theorems[key] = (*theorems.get(key, ()), (hypotheses, f"{name}.{line.label}"))
    return Library(cards, definitions, theorems, formal)


def _letters(cards: tuple[Card, ...], defined: set[Term]) -> tuple[Card, ...]:
    """The letters that a derivation brings: its numbers and matrices, and what it defines.

    A function that is unknown in it comes only along with matrices, or where its letter also is
    that of a function it defines (psi beside psi_n): other documents use u and v otherwise.
    """
    if any(card.term.shape is not None for card in cards):
        return cards
    written = {card.written for card in cards if card.term in defined}
    return tuple(card for card in cards if card.term.head == "sym" or card.term in defined
                 or card.written in written)
