"""Whether a model in which a line fails refutes it: is enough said of the letters in it?

Notes rarely say that a state is normalized or that two operators commute. A model that differs
counts against the writer only where laws or declarations fix every letter that one side has and the
other lacks; an identity by its form (a commutator, an adjoint) needs none. Next:
``operator_lines``.
"""

from __future__ import annotations

from collections.abc import Iterable

from derive.kernel.refute.operator_patterns import patterns
from derive.terms.term import Term

#: forms that are laid open by their meaning alone
FORMS = frozenset({"commutator", "anticommutator", "adjoint", "item", "expectation", "oppow",
                   "trace", "conj"})
FUNCTIONS = frozenset({"opexp", "opfun", "inverse"})


def grounded(claim: Term, under: Iterable[Term], announced: Iterable[Term],
             declared: frozenset[Term]) -> bool:
    """Whether a refuting model speaks against the line. ``announced`` are declared hypotheses.

    >>> from derive.terms.build import eq, symbol
    >>> from derive.terms.operators import bracket, bra, ket
    >>> norm = eq(bracket(bra("u"), ket("u")), 2)
    >>> grounded(norm, (), (), frozenset()), grounded(norm, (), (norm,), frozenset())
    (False, True)
    """
    under, announced = tuple(under), tuple(announced)
    fixed = declared.union(*(h.free for h in announced))
    letters = {s for s in claim.free if s.head in ("operator", "ket")}
    if letters <= fixed:
        return True
    left, right = claim.args
    loose = {s for s in left.free ^ right.free if s not in fixed}
    known = fixed.union(*(fixes(h) for h in under))
    defined = closure(letters, under)
    if loose or defined - letters:
        return loose | (defined - letters) <= known and all(
            s in known for s in letters)
    if commuting(left, right) or any(t.head in FUNCTIONS for t in claim.walk()):
        return letters <= known
    mentioned = any(letters & h.free for h in under)
    return letters <= known or (not mentioned and any(t.head in FORMS for t in claim.walk()))


def fixes(hypothesis: Term) -> frozenset[Term]:
    """The letters that a law fixes: a commutation relation, norms, an eigenvalue equation.

    A definition fixes what it defines, and not the operators and states that it speaks of.
    """
    found = patterns((hypothesis,))
    if found.definitions:
        symbols = frozenset().union(*(s.free for s in found.definitions))
        return symbols | {s for s in hypothesis.free if s.head not in ("operator", "ket")}
    strong = bool(found.pairs or found.spins or found.fermions or found.unit or found.norms
                  or found.eigen) or found.family is not None or found.ladder is not None
    return hypothesis.free if strong else frozenset()


def closure(letters: set[Term], under: Iterable[Term]) -> set[Term]:
    """The letters, and those that their definitions speak of."""
    definitions = patterns(under).definitions
    found = set(letters)
    for _ in range(8):
        more = {s for symbol, body in definitions.items() if symbol.free & found
                for s in body.free if s.head in ("operator", "ket")}
        if more <= found:
            break
        found |= more
    return found


def commuting(left: Term, right: Term) -> bool:
    """Whether the sides are one product in two orders: then they say that factors commute."""
    return left.head == right.head == "matmul" and (
        sorted(map(str, factors(left))) == sorted(map(str, factors(right))))


def factors(t: Term) -> list[Term]:
    return [f for a in t.args for f in factors(a)] if t.head == "matmul" else [t]
