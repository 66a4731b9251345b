"""The matrix of a Hessian with respect to a matrix: vec(dg) = K vec(dW), columns stacked.

An operator such as ``A dW B`` is read off as ``(B^T (x) A) vec(dW)``; sums with one side in common
are joined, so that ``(x x^T) (x) diag(s'^2 + r o s'')`` comes out. What is found is shown by the
kernel; what holds a transpose of dW has no such form without a permutation, and is refused by name.
Source: J. Magnus and H. Neudecker, Matrix Differential Calculus, 1988, chapter 2.
"""

from __future__ import annotations

from dataclasses import dataclass

from derive.kernel.derivation import Step
from derive.kernel.procedures.index_identity import Use
from derive.rules import tidy
from derive.rules.matrix_steps import identity_step
from derive.rules.pull import NoLaw
from derive.rules.second_order import Hessian, matmul, row_of, tidy_diag
from derive.terms import matrices as mx
from derive.terms.build import eq, term
from derive.terms.shapes import is_one
from derive.terms.term import Term


@dataclass(frozen=True)
class Pair:
    """``scalars * (left (x) right)``, which takes vec(dW) to ``vec(right dW left^T)``."""

    scalars: tuple[Term, ...]
    left: Term
    right: Term


@dataclass(frozen=True)
class KroneckerForm:
    """``matrix`` is K, shown by ``step``: ``vec(dg) = K vec(dW)``."""

    matrix: Term
    step: Step


def kronecker_form(hessian: Hessian) -> KroneckerForm:
    """The matrix K with ``vec(dg) = K vec(dW)``.

    Raises
    ------
    NoLaw
        The operator holds a transpose of dW, or something else without such a form.

    Examples
    --------
    >>> from derive.rules.reverse_sweep import Let, reverse_sweep
    >>> from derive.rules.second_order import hessian
    >>> from derive.terms.build import symbol
    >>> A, W, R = mx.matrix("A", 4, 3), mx.matrix("W", 3, 2), mx.matrix("R", 4, 2)
    >>> lets = [Let(R, mx.matmul(A, W)), Let(symbol("L"), mx.inner(R, R))]
    >>> str(kronecker_form(hessian(reverse_sweep(lets, [W]), W)).matrix)
    '(scale 2 (kron (identity 2) (matmul (transpose A) A)))'
    """
    d = mx.differential(hessian.wrt)
    if d.shape is None:
        raise NoLaw(f"the Kronecker form is of a matrix parameter, not of the scalar {hessian.wrt}")
    pairs = joined(pairs_of(hessian.operator, d))
    matrix = tidy.matadd(*(tidy.scaled([*p.scalars], mx.kron(p.left, p.right)) for p in pairs))
    moved = operator_step(hessian)
    left = moved.claim.conclusion.args[0]
    hole = mx.matrix("hole", *(left.shape or ()))
    goal = eq(mx.vec(left), mx.matmul(matrix, mx.vec(d)))
    step = identity_step(hessian.derivation, goal, [moved], [Use(0, context=mx.vec(hole),
                                                                 hole=hole)])
    return KroneckerForm(matrix, step)


def operator_step(hessian: Hessian) -> Step:
    """The step ``dg = H[dW]``."""
    if hessian.step.claim.conclusion.args[1] is hessian.operator:
        return hessian.step
    return next(s for s in hessian.derivation.steps if s.claim.conclusion.head == "eq"
                and s.claim.conclusion.args[1] is hessian.operator)


def pairs_of(t: Term, d: Term) -> list[Pair]:
    """The terms of a matrix that is linear in d."""
    if t is d:
        rows, columns = _shape(d)
        return [Pair((), mx.identity(columns), mx.identity(rows))]
    if t.head == "matadd":
        return [p for a in t.args for p in pairs_of(a, d)]
    if t.head == "scale" and _holds(t.args[1], d):
        return [Pair((t.args[0], *p.scalars), p.left, p.right) for p in pairs_of(t.args[1], d)]
    if t.head == "matmul":
        held = [i for i, a in enumerate(t.args) if _holds(a, d)]
        if len(held) == 1:
            return [_between(t.args[:held[0]], p, t.args[held[0] + 1:])
                    for p in pairs_of(t.args[held[0]], d)]
    if t.head == "hadamard" and is_one(_shape(t)[1]):
        held_part = next(a for a in t.args if _holds(a, d))
        others = tidy.hadamard(*(a for a in t.args if a is not held_part))
        return [Pair(p.scalars, p.left, _times(tidy_diag(others), p.right))
                for p in pairs_of(held_part, d)]
    if t.head == "hadamard" and is_one(_shape(t)[0]):
        held_part = next(a for a in t.args if _holds(a, d))
        others = tidy.transpose(tidy.hadamard(*(a for a in t.args if a is not held_part)))
        return [Pair(p.scalars, _times(tidy_diag(others), p.left), p.right)
                for p in pairs_of(held_part, d)]
    if t.head == "scale" and is_one(_shape(d)[1]):
        return [Pair((), mx.identity(term(1)), _times(t.args[1], row_of(t.args[0], d)))]
    raise NoLaw("no Kronecker form without a permutation is known of it")


def _between(before: tuple[Term, ...], pair: Pair, after: tuple[Term, ...]) -> Pair:
    """``vec(A X B) = (B^T (x) A) vec X``"""
    turned = [tidy.transpose(b) for b in reversed(after)]
    return Pair(pair.scalars, _times(*turned, pair.left), _times(*before, pair.right))


def joined(pairs: list[Pair]) -> list[Pair]:
    """Terms with the same left side as one; diagonal matrices are added inside."""
    found: dict[Term, list[Pair]] = {}
    for pair in pairs:
        found.setdefault(pair.left, []).append(pair)
    result = []
    for left, some in found.items():
        if len(some) == 1:
            result += some
            continue
        parts = [tidy.scaled([*p.scalars], p.right) for p in some]
        bare = [tidy.split_scale(p) for p in parts]
        if all(b.head == "diag" for _, b in bare):
            total = mx.diag(tidy.matadd(*(tidy.scaled(s, b.args[0]) for s, b in bare)))
        else:
            total = tidy.matadd(*parts)
        result.append(Pair((), left, total))
    return result


def _times(*factors: Term) -> Term:
    """A tidy product in which neighbouring diagonal matrices are one."""
    kept: list[Term] = []
    for factor in (f for whole in factors for f in (
            whole.args if whole.head == "matmul" else (whole,))):
        if kept and kept[-1].head == factor.head == "diag":
            kept[-1] = mx.diag(tidy.hadamard(kept[-1].args[0], factor.args[0]))
        elif factor.head != "identity":
            kept.append(factor)
    return matmul(*kept) if kept else factors[0]


def _shape(t: Term) -> tuple[Term, Term]:
    assert t.shape is not None
    return t.shape


def _holds(t: Term, d: Term) -> bool:
    return t is d or any(_holds(a, d) for a in t.args)
