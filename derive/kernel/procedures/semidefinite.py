"""Inference: a matrix is positive semidefinite when its quadratic form is seen to be >= 0. TRUSTED.

    Γ |- x^T H x = q      Γᵢ |- 0 <= fᵢ(t)   (for every real t)
    ------------------------------------------------------------   x not free in Γ, H
    Γ, Γᵢ |- H is semidefinite

where q is >= 0 by its form: sums and products of squares, of positive numbers, of totals of
matrices whose entries are >= 0 by their form (squares, softmax, the functions fᵢ).
"""

from __future__ import annotations

from derive.kernel.claim import Claim, Refused, claim
from derive.kernel.infer.context import (
    Context,
    Witness,
    inference,
    only,
    require_absent,
    sides,
    union,
)
from derive.terms.build import eq, term
from derive.terms.domains import sort_of, within
from derive.terms.matrices import item, matmul, ones, semidefinite, softmax, transpose
from derive.terms.term import Term


@inference
def semidefinite_form(context: Context, premises: tuple[Claim, ...], witness: Witness) -> Claim:
    """See above; ``matrix`` is H and ``vector`` is x."""
    if not premises:
        raise Refused("the quadratic form is the first premise")
    H, x = witness.term("matrix"), witness.term("vector")
    left, right = sides(premises[0].conclusion)
    if x.head != "matrix" or len(x.args) != 2 or left is not item(matmul(transpose(x), H, x)):
        raise Refused("the first premise should say what x^T H x is")
    require_absent(x, premises[0].hypotheses)
    if x in H.free:
        raise Refused(f"{x} is not arbitrary: it stands in {H}")
    if sort_of(right) == "C":
        raise Refused(f"not real: {right}")
    known = frozenset(_nonnegative_function(p) for p in premises[1:])
    if not _nonnegative(right, known):
        raise Refused(f"not seen to be >= 0 by its form: {right}")
    return claim(union(premises), semidefinite(H))


def _nonnegative_function(premise: Claim) -> tuple[Term, object]:
    """The function (and its order) of a premise ``0 <= f(t)`` that holds for every real t.

    A number is never below 0: ``1 <= f(t)`` says more than is needed.
    """
    formula = premise.conclusion
    if formula.head not in ("le", "lt") or formula.args[0].head != "int" or (
            formula.args[1].head != "call" or len(formula.args[1].args) != 2):
        raise Refused(f"expected 0 <= f(t) or 0 < f(t), found {formula}")
    value = formula.args[1]
    t = value.args[1]
    if t.head != "sym" or t.sort != "R":
        raise Refused(f"expected 0 <= f(t) for a real symbol t, found {formula}")
    require_absent(t, premise.hypotheses)
    return value.args[0], value.data


def _nonnegative(q: Term, known: frozenset[tuple[Term, object]]) -> bool:
    if q.head == "int" or (q.shape is None and not q.is_formula and sort_of(q) in ("P", "N0")):
        return True
    if q.head in ("add", "mul"):
        return all(_nonnegative(a, known) for a in q.args)
    if q.head == "div":
        return all(_nonnegative(a, known) for a in q.args)
    if q.head == "inner":
        a, b = q.args
        return a is b or (_entries(a, known) and _entries(b, known))
    if q.head == "pow":
        real = within(sort_of(q.args[0]), "R")
        return real and q.args[1].head == "int" and q.args[1].value % 2 == 0
    return q.head == "total" and _entries(q.args[0], known)


def _entries(a: Term, known: frozenset[tuple[Term, object]]) -> bool:
    """Whether every entry is >= 0 by the form of the matrix."""
    if a.head in ("softmax", "row_softmax", "ones", "zeros", "identity"):
        return True
    if a.head == "map":
        return len(a.args) == 2 and (a.args[0], a.data) in known
    if a.head == "scale":
        return _nonnegative(a.args[0], known) and _entries(a.args[1], known)
    if a.head in ("matadd", "matmul", "transpose", "diag", "diagonal"):
        return all(_entries(part, known) for part in a.args)
    if a.head == "hadamard":
        odd: list[Term] = []
        for factor in a.args:
            if factor in odd:
                odd.remove(factor)
            else:
                odd.append(factor)
        return all(_entries(part, known) for part in odd)
    return False


@inference
def softmax_adds_up(context: Context, premises: tuple[Claim, ...], witness: Witness) -> Claim:
    """Each column of a softmax adds up to one.

    ::

        ---------------------------------------
        0 < rows |- 1^T softmax(Z) = 1^T

    The condition is left out where the number of rows is certainly positive; a column without
    entries adds up to 0.
    """
    only(premises, 0)
    Z = witness.term("matrix")
    if Z.shape is None:
        raise Refused(f"a softmax is of a matrix, not of {Z}")
    rows, columns = Z.shape
    condition = Term("lt", (), (term(0), rows))
    hypotheses = () if context.facts(()).positive(rows) else (condition,)
    return claim(hypotheses, eq(matmul(ones(1, rows), softmax(Z)), ones(1, columns)))
