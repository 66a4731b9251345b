"""Equations between operators by rewriting: relations become rules, with overlaps. UNTRUSTED.

Every relation is kept with where it comes from, a list of uses of premises in contexts; a goal that
is reduced to nothing has thereby the witness of ``operator_algebra``, which the kernel multiplies
out again. Next: ``operator_proofs`` (induction, cases and instances of relations for all n).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from derive.kernel.claim import Refused
from derive.kernel.normal import Normalizer
from derive.kernel.procedures.operator_algebra import difference
from derive.kernel.procedures.operator_scalars import times
from derive.kernel.procedures.operator_words import Combination, Letter, Word, Words
from derive.rules.writing import atoms_of, term_from
from derive.terms.build import div, mul, neg, term
from derive.terms.term import Term

MOST_STEPS, LONGEST = 400, 12
MOST_PIECES = 150  # a relation that is made of more leads nowhere
ONE = term(1)


@dataclass(frozen=True)
class Piece:
    """``factor left (premise) right``, the premise turned if ``adjoint``; words left and right."""

    premise: int
    adjoint: bool
    factor: Term
    left: Word = ()
    right: Word = ()


@dataclass
class Relation:
    """A combination that is 0, and the pieces whose sum it is."""

    content: Combination
    pieces: list[Piece]
    lead: Word = ()


#: a relation in the place of its lead: relation, left, right, factor
Use: TypeAlias = tuple[Relation, Word, Word, Term]


class Rewriting:
    """Rules from equations; ``reduced`` uses them on a combination."""

    def __init__(self, normalizer: Normalizer, premises: Sequence[Term], overlaps: int = 0) -> None:
        """``overlaps``: how many relations may be made of two others."""
        self.words = Words(normalizer)
        self.premises = premises
        self.rules: list[Relation] = []
        self.brackets: dict[Term, Relation] = {}
        self.atoms: dict[Any, Term] = {}
        self.tidy: dict[Term, Term] = {}  # coefficients as they are once normal
        waiting: list[Relation] = []
        for number, premise in enumerate(premises):
            try:
                content = difference(self.words, premise)
                turned = self.words.adjoint(content)
            except Refused:
                continue
            if content:
                waiting.append(Relation(content, [Piece(number, False, ONE)]))
                waiting.append(Relation(turned, [Piece(number, True, ONE)]))
        self._complete(waiting, overlaps)

    # -- rules -----------------------------------------------------------------------------------

    def _complete(self, waiting: list[Relation], overlaps: int) -> None:
        budget = len(waiting) + 2 * overlaps
        while waiting and budget:
            budget -= 1
            waiting.sort(key=lambda r: (max(map(len, r.content), default=0), len(r.content)))
            relation = self.simplified(waiting.pop(0))
            if len(relation.pieces) > MOST_PIECES:
                continue
            rule = self._oriented(relation)
            if rule is None:
                continue
            touched = [r for r in self.rules if _place(r.lead, rule.lead) is not None]
            self.rules = [r for r in self.rules if r not in touched] + [rule]
            waiting += touched
            for other in list(self.rules) if overlaps else ():
                waiting += self._overlaps(rule, other)
                if other is not rule:
                    waiting += self._overlaps(other, rule)

    def _oriented(self, relation: Relation) -> Relation | None:
        """The rule with its greatest word in front, with factor 1."""
        words = [w for w in relation.content if w]
        if not words:
            self._bracket_rule(relation)
            return None
        lead = max(words, key=self.order)
        if len(lead) > LONGEST:
            return None
        factor = relation.content[lead]
        if factor is ONE:
            return Relation(relation.content, relation.pieces, lead)
        inverse = div(1, factor)
        content = self.words.scaled(inverse, relation.content)
        content[lead] = ONE
        return Relation(content, [Piece(p.premise, p.adjoint, times(inverse, p.factor), p.left,
                                        p.right) for p in relation.pieces], lead)

    def _bracket_rule(self, relation: Relation) -> None:
        """An equation for one bracket, ``<m|n> = t``."""
        value = relation.content.get(())
        for symbol in sorted(value.free, key=str) if value is not None else ():
            if symbol not in self.words.turned or value is None:
                continue
            slope = linear_factor(value, symbol)
            if slope is not None and not slope.free & set(self.words.turned) and (
                    slope in (ONE, neg(1))):
                sign = ONE if slope is ONE else neg(1)
                self.brackets.setdefault(symbol, Relation(
                    self.words.scaled(sign, relation.content),
                    [Piece(p.premise, p.adjoint, times(sign, p.factor), p.left, p.right)
                     for p in relation.pieces]))
                return

    def order(self, word: Word) -> tuple[object, ...]:
        """Longer words first; then by letters, adjoints before the operators themselves."""
        return (sum(self._weight(x) for x in word), [self._rank(x) for x in word])

    def _weight(self, letter: Letter) -> int:
        turned = letter[0] == "operator" and letter[2]
        return 2 + turned + (3 if letter[0] in ("inv", "exp") else 0) if letter[0] != "ket" else 1

    def _rank(self, letter: Letter) -> tuple[object, ...]:
        return (letter[0] == "operator", not (letter[0] == "operator" and letter[2]),
                self.words.shown(letter), str(letter[0]))

    def _overlaps(self, a: Relation, b: Relation) -> list[Relation]:
        """What follows from a word whose end is a's lead and whose start is b's."""
        found = []
        for size in range(1, min(len(a.lead), len(b.lead))):
            if a.lead[-size:] == b.lead[:size] and len(a.lead) + len(b.lead) - size <= LONGEST:
                tail, head = b.lead[size:], a.lead[:-size]
                first, second = self.placed(a, (), tail), self.placed(b, head, ())
                content = self.words.total(first.content,
                                           self.words.scaled(neg(1), second.content))
                if content:
                    found.append(Relation(content, [*first.pieces, *negated(second.pieces)]))
        return found

    def placed(self, relation: Relation, left: Word, right: Word, factor: Term = ONE) -> Relation:
        """``factor left (relation) right``."""
        content = self.words.product({left: factor}, relation.content, {right: ONE})
        return Relation(content, [Piece(p.premise, p.adjoint, times(factor, p.factor),
                                        left + p.left, p.right + right)
                                  for p in relation.pieces])

    # -- reduction -------------------------------------------------------------------------------

    def simplified(self, relation: Relation) -> Relation:
        """The relation with everything reducible replaced, and the pieces for that."""
        content, pieces = dict(relation.content), list(relation.pieces)
        count = 0
        while count < MOST_STEPS:
            steps = self._steps(content)
            if not steps:
                break
            count += len(steps)
            uses = [self.placed(*step) for step in steps]
            content = self.tidied(self.words.total(content, *(
                self.words.scaled(neg(1), used.content) for used in uses)))
            pieces += [piece for used in uses for piece in negated(used.pieces)]
        return Relation(content, pieces)

    def tidied(self, content: Combination) -> Combination:
        """The same with brackets that cancelled out of the coefficients gone from them."""
        brackets = self.words.turned.keys()
        result = {}
        for word, factor in content.items():
            if factor not in self.tidy and factor.free & brackets:
                atoms = atoms_of(self.words.normalizer, [factor])
                self.atoms = {**atoms, **self.atoms}
                made = _roots(term_from(self.words.normalizer.items(factor), self.atoms))
                self.tidy[factor] = self.tidy[made] = made
            result[word] = self.tidy.get(factor, factor)
        return result

    def _steps(self, content: Combination) -> list[Use]:
        """What is done next: one rule on a word, or a rule on a bracket of every summand."""
        for word in sorted(content, key=self.order, reverse=True):
            for rule in self.rules:
                place = _place(word, rule.lead)
                if place is not None:
                    return [(rule, word[:place], word[place + len(rule.lead):], content[word])]
        return [use for word, factor in content.items() for part in _summands(factor)
                for use in self._on_bracket(word, part)]

    def _on_bracket(self, word: Word, factor: Term) -> list[Use]:
        """A rule inside a bracket of a coefficient: ``<a| .. lead .. |b>`` times the rest."""
        for symbol in sorted(factor.free & self.words.turned.keys(), key=str):
            slope = linear_factor(factor, symbol)
            if slope is None:
                continue
            if symbol in self.brackets:
                return [(self.brackets[symbol], (), word, slope)]
            key = self.words.turned[symbol]
            if not isinstance(key, tuple) or key[0] != "bracket":
                continue
            inner = key[1]
            for rule in self.rules:
                place = _place(inner, rule.lead)
                if place is not None:
                    left, right = inner[:place], inner[place + len(rule.lead):]
                    return [(rule, left, right + word, slope)]
        return []


def negated(pieces: Iterable[Piece]) -> list[Piece]:
    return [Piece(p.premise, p.adjoint, neg(p.factor), p.left, p.right) for p in pieces]


def _place(word: Word, part: Word) -> int | None:
    """Where a word contains another one, first from the left."""
    size = len(part)
    if not size:
        return None
    return next((i for i in range(len(word) - size + 1) if word[i:i + size] == part), None)


def _summands(factor: Term) -> tuple[Term, ...]:
    return factor.args if factor.head == "add" else (factor,)


def _roots(t: Term) -> Term:
    """``x^(k + 1/2)`` as ``x^k`` times a root, which has a value at 0."""
    args = tuple(_roots(a) for a in t.args)
    if t.head == "pow" and args[1].head == "div" and args[1].args[1] is term(2) and (
            args[1].args[0].head == "int"):
        whole = args[1].args[0].value // 2
        root = Term("sqrt", (), (args[0],))
        return root if not whole else mul(Term("pow", (), (args[0], term(whole))), root)
    return t if args == t.args else Term(t.head, t.data, args)


def linear_factor(t: Term, symbol: Term) -> Term | None:
    """A term s with t = s symbol + rest, where one summand of t is such a product."""
    if t is symbol:
        return ONE
    if t.head == "neg":
        inner = linear_factor(t.args[0], symbol)
        return None if inner is None else neg(inner)
    if t.head == "add":
        parts = [linear_factor(a, symbol) for a in t.args if symbol in a.free]
        return parts[0] if parts else None
    if t.head == "mul":
        inside = [i for i, a in enumerate(t.args) if symbol in a.free]
        inner = linear_factor(t.args[inside[0]], symbol)
        if inner is None:
            return None
        rest = [a for i, a in enumerate(t.args) if i != inside[0]]
        return mul(inner, *rest) if inner is not ONE else mul(*rest)
    if t.head == "pow" and t.args[0] is symbol and t.args[1].head == "int" and (
            t.args[1].value > 0):
        return Term("pow", (), (symbol, term(t.args[1].value - 1)))
    if t.head == "div" and symbol not in t.args[1].free:
        inner = linear_factor(t.args[0], symbol)
        return None if inner is None else div(inner, t.args[1])
    return None

