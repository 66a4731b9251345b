"""Proofs of single lines: what the kernel can be led to show, and the steps that show it.

The search is untrusted; every step is an inference of the kernel, which refuses what does not
follow. Next: ``judging``, and ``rules.lines`` for the search.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from itertools import islice

from derive.kernel.claim import Definition, Refused
from derive.kernel.derivation import Step
from derive.rules.author import Author
from derive.rules.contradiction import by_contradiction
from derive.rules.inequalities import prove_inequality
from derive.rules.known_values import MISSES
from derive.rules.linear_combination import combinations
from derive.rules.lines import prove_line, with_values
from derive.terms.term import Term


@dataclass(frozen=True)
class Proof:
    """The inference that closed the proof, and the claims on the way in reading order."""

    by: str
    steps: tuple[str, ...]


WORDS = {"ring": "algebra", "compute_derivative": "derivatives by the table",
         "local_derivative": "derivatives by the table", "elementary": "elementary identities",
         "fundamental_theorem": "an antiderivative", "moments": "known integrals",
         "known_sums": "known sums", "definition": "the recurrence", "induct": "induction",
         "order": "order of real numbers", "limit_by_taylor": "derivatives at the limit",
         "limit_at_infinity": "decay at infinity",
         "dirac_integral": "Dirac's delta", "above_tangent": "a convex function above its tangent"}
#: terms in all attempts together to show a goal from what is given: long lines have few
ROOM = 3000
SILENT = frozenset({"assume", "rewrite", "define", "instantiate", "specialize", "discharge",
                    "weaken", "restate", "differentiate"})


def prove(hypotheses: tuple[Term, ...], conclusion: Term,
          definitions: Mapping[Term, Definition] | None = None) -> Proof | None:
    """A proof of ``hypotheses |- conclusion``, or None when none was found.

    ``definitions`` are those of functions by recursion that the claim speaks of.

    >>> from derive.terms.build import symbol, eq, add, mul
    >>> x = symbol("x")
    >>> prove((), eq(add(x, x), mul(2, x))).by
    'algebra'
    """
    if conclusion.head in ("not", "false"):
        author = Author("line")
        try:
            by_contradiction(author, conclusion, hypotheses, _algebra)
        except MISSES:
            return None
        return _proof(author)
    if conclusion.head in ("lt", "le"):
        author = Author("line")
        try:
            prove_inequality(author, conclusion, hypotheses)
        except MISSES:
            return None
        return _proof(author)
    if conclusion.head != "eq":
        return None
    by_recursion = {f: d for f, d in (definitions or {}).items() if d.bases}
    for attempt in (_algebra, partial(prove_line, definitions=by_recursion)):
        author = Author("line")
        try:
            last = attempt(author, conclusion, hypotheses)
        except MISSES:
            continue
        if last.claim.conclusion is conclusion:
            return _proof(author)
    return None


def evaluated(hypotheses: tuple[Term, ...], conclusion: Term) -> Term | None:
    """The claim with the proved values of its integrals, sums and derivatives put in.

    >>> from derive.terms.build import eq, integral, sqrt, symbol
    >>> x = symbol("x")
    >>> evaluated((), eq(integral(x, sqrt(x), 0, 1), 1)).args[0].head
    'add'
    """
    conditions = [h for h in hypotheses if h.head in ("ne", "lt", "le")]
    try:
        found, taken = with_values(Author("values"), conclusion, conditions, {})
    except MISSES:
        return None
    return found if taken else None


def _proof(author: Author) -> Proof:
    steps = author.derivation.steps
    names = list(dict.fromkeys(WORDS.get(s.inference, s.inference) for s in steps
                               if s.inference not in SILENT))
    if len(names) > 1 and "algebra" in names:
        names.remove("algebra")
    return Proof(", ".join(names), tuple(f"{s.inference}: {s.claim}" for s in steps))


def _algebra(author: Author, goal: Term, hypotheses: tuple[Term, ...]) -> Step:
    """From derivatives that are carried out and the hypotheses, by a polynomial identity."""
    derivatives = [_carried(author, node) for node in _derivatives(goal)]
    given = [_carried_out(author, author.open(author.assume(h)))
             for h in hypotheses if _inside(h).head == "eq"]
    conditions = [h for h in hypotheses if h.head in ("ne", "lt", "le")]
    solved: list[list[Step | tuple[Step, Term]]] = [
        [g, *((g, pivot) for pivot in _pivots(g, goal))] for g in given]
    attempts: list[list[Step | tuple[Step, Term]]] = [
        [], *([choice] for choices in solved for choice in choices), [c[0] for c in solved],
        [c[min(1, len(c) - 1)] for c in solved]]
    room = max(3, ROOM // (goal.size + sum(g.claim.conclusion.size for g in given)))
    attempts = attempts[:min(10, room)]
    for number, using in enumerate(attempts):
        try:
            return author.ring(goal, *derivatives, *using, hypotheses=conditions)
        except (Refused, ValueError, LookupError):
            if number == len(attempts) - 1 and not given:
                raise
    known = [g.claim.conclusion for g in given]
    for cofactors in islice(combinations(author.normalizer, goal, known), room):
        with suppress(Refused):
            return author.ring(goal, *given, hypotheses=conditions, cofactors=cofactors)
    raise Refused("no hypothesis helps")


def _inside(formula: Term) -> Term:
    """What is said for all: an equation to be solved holds for every x."""
    while formula.head == "forall":
        formula = formula.args[1]
    return formula


def _pivots(given: Step, goal: Term) -> list[Term]:
    """What an equation can be solved for: the derivatives and values of functions in it first."""
    found = {part: None for side in given.claim.conclusion.args for part in side.walk()
             if part.head in ("call", "sym") and part.free <= goal.free}
    order = {"call": 0, "sym": 1}
    return sorted(found, key=lambda t: (order[t.head], -sum(
        d for d in t.data if isinstance(d, int)), str(t)))[:3]


def _derivatives(term: Term) -> list[Term]:
    """The derivatives in a formula, outermost only."""
    if term.head == "derivative":
        return [term]
    found: dict[Term, None] = {}
    for arg in term.args:
        for node in _derivatives(arg):
            found.setdefault(node)
    return list(found)


def _carried_out(author: Author, given: Step) -> Step:
    """An equation with the derivatives in it carried out, where they can be."""
    for node in _derivatives(given.claim.conclusion):
        with suppress(*MISSES):
            given = author.rewrite(given, _carried(author, node))
    return given


def _carried(author: Author, node: Term) -> Step:
    x, body, point = node.args
    order = node.data[0]
    assert isinstance(order, int)
    return author.carry_out(x, body, order, point)
