"""A Hessian that is positive semidefinite: its quadratic form written as a sum of squares.

Forms that are tried, term by term: ``c I``, ``c A^T A``, ``c A^T diag(d) A`` and ``c (diag(p) -
p p^T)`` for a softmax p. What is found is a claim; what is not found says nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from derive.kernel.derivation import Derivation, Step
from derive.kernel.procedures.index_identity import Use
from derive.rules import tidy
from derive.rules.matrix_steps import identity_step
from derive.rules.pull import NoLaw
from derive.terms import matrices as mx
from derive.terms.build import add, eq, mul, term
from derive.terms.shapes import is_one
from derive.terms.term import Term


def semidefinite(derivation: Derivation, H: Term, nonnegative: Sequence[Step] = (),
                 same: Sequence[Step] = (), label: str = "") -> Step:
    """The claim that H is positive semidefinite, made in ``derivation``.

    ``nonnegative`` are steps ``0 <= f(t)`` about functions that stand in H; ``same`` are steps
    ``d = e`` for a d with ``diag(d)`` in H, where e is seen to be >= 0 and d is not. With a
    ``label`` the step of the quadratic form is called ``<label> form``.

    Raises
    ------
    NoLaw
        The quadratic form is of none of the shapes that are tried.
    Refused
        It was written as squares, but the kernel does not see that it is >= 0.

    Examples
    --------
    >>> from derive.terms.build import symbol
    >>> X = mx.matrix("X", symbol("m", "N0"), symbol("n", "N0"))
    >>> step = semidefinite(Derivation("gram"), mx.matmul(mx.transpose(X), X))
    >>> print(step.claim)
    |- (semidefinite (matmul (transpose X) X))
    """
    assert H.shape is not None
    x = mx.vector("v", H.shape[0])
    quadratic = quadratic_form(derivation, H, x, same, f"{label} form" if label else None)
    return derivation.step("semidefinite_form", quadratic, *nonnegative, label=label or None,
                           matrix=H, vector=x)


def quadratic_form(derivation: Derivation, H: Term, x: Term, same: Sequence[Step] = (),
                   label: str | None = None) -> Step:
    """``x^T H x`` as a sum of squares and of weighted squares, for an arbitrary column x.

    Raises
    ------
    NoLaw
        It is of none of the shapes that are tried.
    """
    premises = list(same)
    uses: list[Use] = []
    form = add(*_squares(derivation, H, term(1), x, premises, uses))
    goal = eq(mx.item(mx.matmul(mx.transpose(x), H, x)), form)
    return identity_step(derivation, goal, premises, uses, label)


def _times(factor: Term, form: Term) -> Term:
    return form if factor is term(1) else mul(factor, form)


def _weighted(d: Term, factor: Term, y: Term, premises: list[Step], uses: list[Use]) -> Term:
    """``sum d_i y_i^2``, with e in the place of d where a premise says d = e."""
    for position, step in enumerate(premises):
        left, right = step.claim.conclusion.args
        if left is d and d.shape is not None:
            hole = mx.matrix("hole", *d.shape)
            uses.append(Use(position, Fraction(1),
                            _times(factor, mx.total(mx.hadamard(hole, y, y))), hole))
            return _times(factor, mx.total(mx.hadamard(right, y, y)))
    return _times(factor, mx.total(mx.hadamard(d, y, y)))


def _squares(derivation: Derivation, H: Term, factor: Term, x: Term, premises: list[Step],
             uses: list[Use]) -> list[Term]:
    if H.head == "scale":
        return _squares(derivation, H.args[1], tidy.product(factor, H.args[0]), x, premises, uses)
    if H.head == "identity":
        return [_times(factor, mx.inner(x, x))]
    if H.head == "diag":
        return [_weighted(H.args[0], factor, x, premises, uses)]
    p = _softmax_of(H)
    if p is not None:
        return [_variance(derivation, p, factor, x, premises, uses)]
    if H.head == "matadd":
        return [q for part in H.args
                for q in _squares(derivation, part, factor, x, premises, uses)]
    if H.head == "matmul":
        middle = len(H.args) // 2
        left, right = H.args[:middle], H.args[len(H.args) - middle:]
        if mx.matmul(*left) is mx.matmul(*(tidy.transpose(f) for f in reversed(right))):
            y = mx.matmul(*right, x)
            if len(H.args) % 2 == 0:
                return [_times(factor, mx.inner(y, y))]
            if H.args[middle].head == "diag":
                return [_weighted(H.args[middle].args[0], factor, y, premises, uses)]
    raise NoLaw(f"the quadratic form of {H} is not seen to be a sum of squares")


def _softmax_of(H: Term) -> Term | None:
    """p, when H is ``diag(p) - p p^T`` for a softmax of one column."""
    if H.head != "matadd" or len(H.args) != 2 or H.args[0].head != "diag":
        return None
    p = H.args[0].args[0]
    if p.head != "softmax" or p.shape is None or not is_one(p.shape[1]):
        return None
    return p if H.args[1] is mx.minus(mx.matmul(p, mx.transpose(p))) else None


def _variance(derivation: Derivation, p: Term, factor: Term, x: Term, premises: list[Step],
              uses: list[Use]) -> Term:
    """``sum p_i (x_i - m)^2`` with m = p^T x; equal to the form since the p_i add up to one."""
    assert p.shape is not None
    n = p.shape[0]
    mean = mx.inner(p, x)
    centred = mx.matadd(x, mx.minus(mx.scale(mean, mx.ones(n, 1))))
    premises.append(derivation.step("softmax_adds_up", matrix=p.args[0]))
    hole = mx.matrix("hole", 1, 1)
    # x^T H x - q = m^2 - m^2 (1^T p), that is -m^2 (1^T p - 1)
    uses.append(Use(len(premises) - 1, Fraction(-1),
                    mul(factor, mean, mean, mx.item(hole)), hole))
    return _times(factor, mx.total(mx.hadamard(p, centred, centred)))
