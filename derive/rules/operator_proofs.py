"""Proofs of equations between operators: rewriting, instances for all n, induction. UNTRUSTED.

What is found is given to the kernel as steps with witnesses; it multiplies everything out again.
Next: ``operator_rewriting``.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from derive.kernel.claim import Refused
from derive.kernel.derivation import Derivation, Step
from derive.kernel.procedures.operator_algebra import difference
from derive.kernel.procedures.operator_words import Combination, Letter, Word, Words
from derive.rules.operator_rewriting import ONE, Relation, Rewriting
from derive.terms.binding import substitute
from derive.terms.build import add, le, neg, term
from derive.terms.matrices import identity, matadd, matmul, scale
from derive.terms.operators import (
    SPACE,
    adjoint,
    expectation,
    operator_exp,
    operator_function,
    operator_power,
)
from derive.terms.term import Term

ROUNDS, BASES, OVERLAPS = 4, 3, (0, 12)
NOTHING = "no rewriting of the two sides into each other was found"
#: goals and equations between which no rewriting was found: a line asks again with conditions
#: on its letters, which rewriting does not look at
_FAILED: set[tuple[Term, ...]] = set()
MOST_FAILED = 2000


def prove(derivation: Derivation, goal: Term, hypotheses: Sequence[Term]) -> Step:
    """A step that shows ``hypotheses |- goal``.

    Raises Refused where no proof is found.

    >>> from derive.terms.operators import commutator, operator
    >>> from derive.terms.build import eq
    >>> a, b = operator("A"), operator("B")
    >>> goal = eq(commutator(a, b), scale(neg(1), commutator(b, a)))
    >>> prove(Derivation("turned"), goal, ()).grade.value
    'proved'
    """
    given = [derivation.step("assume", formula=h) for h in hypotheses]
    equations = [s for s in given if _is_equation(s.claim.conclusion)]
    conditions = [h for h in hypotheses if h.head in ("ne", "lt", "le")]
    try:
        return direct(derivation, goal, equations, conditions)
    except Refused as refusal:
        first = refusal
    for n in sorted((s for s in goal.free if s.head == "sym" and s.sort == "N0"), key=str):
        for attempt in (by_induction, from_one):
            try:
                return attempt(derivation, goal, n, equations, conditions)
            except (Refused, ValueError):
                continue
    raise first


def _is_equation(formula: Term) -> bool:
    while formula.head == "forall":
        formula = formula.args[1]
    return formula.head == "eq"


def direct(derivation: Derivation, goal: Term, given: Sequence[Step],
           conditions: Sequence[Term] = ()) -> Step:
    """By rewriting with the equations, and with those for all n at the labels that turn up."""
    plain = [s for s in given if s.claim.conclusion.head == "eq"]
    general = [s for s in given if s.claim.conclusion.head == "forall"]
    labels = labels_of([goal, *(s.claim.conclusion for s in plain)])
    used: set[object] = set()
    question = (goal, *(s.claim.conclusion for s in given))
    if question in _FAILED:
        raise Refused(NOTHING)
    for _ in range(ROUNDS):
        plain += _instances(derivation, general, labels, used)
        for overlaps in OVERLAPS:
            rewriting = Rewriting(derivation.context.normalizer,
                                  [s.claim.conclusion for s in plain], overlaps)
            start = difference(rewriting.words, goal)
            rest = rewriting.simplified(Relation(start, []))
            if not rest.content:
                return _step(derivation, goal, plain, rest, rewriting.words, conditions)
            if general:
                break
        new = labels_of([Written(rewriting.words).combination(rest.content)])
        if not general or new <= labels:
            break
        labels |= new
    if len(_FAILED) < MOST_FAILED:
        _FAILED.add(question)
    raise Refused(NOTHING)


def labels_of(terms: Sequence[Term]) -> set[Term]:
    """The numbers that label kets in some terms."""
    return {a for t in terms for part in t.walk() if part.head == "ket" for a in part.args[1:]}


def _instances(derivation: Derivation, general: Sequence[Step], labels: set[Term],
               used: set[object]) -> list[Step]:
    """The equations for all n, at every label; an instance that the kernel refuses is left out."""
    found = []
    for step in general:
        pending: list[tuple[Step, tuple[object, ...]]] = [(step, (step.number,))]
        while pending:
            here, key = pending.pop()
            if here.claim.conclusion.head != "forall":
                if here.claim.conclusion.head == "eq":
                    found.append(here)
                continue
            for label in sorted(labels, key=str):
                if (*key, label) in used:
                    continue
                try:
                    at = derivation.step("specialize", here, value=label)
                except (Refused, ValueError):
                    continue
                if at.claim.conclusion.head != "forall":
                    used.add((*key, label))
                pending.append((at, (*key, label)))
    return found


def _step(derivation: Derivation, goal: Term, premises: Sequence[Step], rest: Relation,
          words: Words, conditions: Sequence[Term]) -> Step:
    writer = Written(words)
    numbers = sorted({p.premise for p in rest.pieces})
    uses: list[Any] = []
    for piece in rest.pieces:  # the pieces are what was subtracted
        uses.append([numbers.index(piece.premise), int(piece.adjoint),
                     neg(writer.scalar(piece.factor)),
                     writer.word(piece.left) if piece.left else 0,
                     writer.word(piece.right) if piece.right else 0])
    witness: dict[str, Any] = {"conclusion": goal, "uses": uses}
    if conditions:
        witness["hypotheses"] = list(conditions)
    return derivation.step("operator_algebra", *(premises[i] for i in numbers), **witness)


def by_induction(derivation: Derivation, goal: Term, n: Term, given: Sequence[Step],
                 conditions: Sequence[Term] = ()) -> Step:
    """From n = 0, 1, ... and from n to n + 1; also where the step does not need the one before."""
    if any(n in h.free for s in given for h in s.claim.hypotheses) or any(
            n in c.free for c in conditions):
        raise Refused("the hypotheses speak of the index")
    bases: list[Step] = []
    for count in range(1, BASES + 1):
        bases.append(direct(derivation, substitute(goal, {n: term(count - 1)}), given, conditions))
        before = [derivation.step("assume", formula=substitute(goal, {n: add(n, k) if k else n}))
                  for k in range(count)]
        try:
            step = direct(derivation, substitute(goal, {n: add(n, count)}), [*given, *before],
                          conditions)
        except Refused:
            continue
        return derivation.step("induct", *bases, step, symbol=n, formula=goal)
    raise Refused("no induction step was found")


def from_one(derivation: Derivation, goal: Term, n: Term, given: Sequence[Step],
             conditions: Sequence[Term] = ()) -> Step:
    """Where n >= 1 is a hypothesis: n = k + 1, by induction on k."""
    here = [c for c in conditions if n in c.free]
    if any(c not in (le(1, n), le(0, add(n, neg(1)))) for c in here) or not here:
        raise Refused("the index is not said to be at least 1")
    rest = [c for c in conditions if n not in c.free]
    shifted = substitute(goal, {n: add(n, 1)})
    try:
        shown = direct(derivation, shifted, given, rest)
    except Refused:
        shown = by_induction(derivation, shifted, n, given, rest)
    k = Term("sym", (f"{n.name}0", "N0"))
    renamed = derivation.step("instantiate", shown, symbols=[n], values=[k])
    wider = derivation.step("weaken", renamed, hypotheses=here)
    back = derivation.step("instantiate", wider, symbols=[k], values=[add(n, neg(1))])
    return derivation.step("operator_algebra", back, conclusion=goal,
                           uses=[[0, 0, ONE, 0, 0]])


class Written:
    """Words and their coefficients as terms again."""

    def __init__(self, words: Words) -> None:
        self.words = words

    def combination(self, content: Combination) -> Term:
        parts = [self.product(word, factor) for word, factor in content.items()]
        return matadd(*parts) if parts else scale(0, identity(SPACE))

    def product(self, word: Word, factor: Term) -> Term:
        body = self.word(word) if word else identity(SPACE)
        value = self.scalar(factor)
        return body if value is ONE else scale(value, body)

    def word(self, word: Word) -> Term:
        return matmul(*(self.letter(x) for x in word))

    def letter(self, letter: Letter) -> Term:
        known = self.words.terms.get(letter)
        if known is not None:
            return known
        kind = letter[0]
        if kind == "pow":
            base = self.letter(letter[1]) if isinstance(letter[1], tuple) else self.combination(
                self.words.meanings[letter[1]])
            return operator_power(base, self.words.exponents[letter[2]])
        inside = self.combination(self.words.meanings[letter[1]])
        if kind == "exp":
            return operator_exp(inside)
        if kind == "inv":
            return Term("inverse", (), (inside,))
        if kind == "fun":
            made = operator_function(letter[3], inside, letter[4][0])
            return adjoint(made) if letter[2] else made
        raise Refused(f"this letter has no term: {kind}")

    def scalar(self, t: Term) -> Term:
        """The coefficient with brackets in the place of their symbols."""
        symbols = {s: self._bracket(self.words.turned[s]) for s in t.free
                   if s in self.words.turned}
        return substitute(t, symbols)

    def _bracket(self, key: Any) -> Term:
        if key[0] == "trace":
            return Term("trace", (), (self.combination(self.words.meanings[key[1]]),))
        body = self.word(key[1])
        return expectation(body) if key[0] == "mean" else Term("item", (), (body,))
