"""A gradient worked out by hand against the derived one.

Equality is shown with all names put back, so that any choice of intermediates may be made, and with
the slopes of known functions; a difference is shown by exact numbers. What neither shows is
supported where certified numbers agree, and undecided otherwise.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from derive.kernel.claim import Claim, Grade, Refused
from derive.kernel.procedures.entrywise import lifted
from derive.learning.activation import Activation
from derive.learning.cross_checks import Refutation, supported
from derive.learning.gradient import Gradient
from derive.learning.known_functions import library
from derive.rules.index_relabelling import prove_identity
from derive.rules.reverse_sweep import Let
from derive.terms.binding import substitute
from derive.terms.build import eq
from derive.terms.term import Term


@dataclass(frozen=True)
class Judged:
    """The verdict; ``claim`` that shows equality, or ``point`` where the two differ."""

    verdict: Grade
    claim: Claim | None = None
    point: Refutation | None = None


def judged(g: Gradient, wrt: Term, claimed: Term) -> Judged:
    """Whether ``claimed`` is the gradient with respect to ``wrt``.

    Raises
    ------
    ShapeError
        The shapes of the two differ; both are named.

    >>> from derive.learning.expressions import matrix, norm, vector
    >>> from derive.learning.gradient import gradient
    >>> X, w, y = matrix("X", "m", "n"), vector("w", "n"), vector("y", "m")
    >>> g = gradient(norm(X @ w - y)**2, [w])
    >>> judged(g, w.term, (2 * (X.T @ (X @ w - y))).term).verdict.value
    'proved'
    >>> judged(g, w.term, (X.T @ (X @ w - y)).term).verdict.value
    'refuted'
    """
    eq(claimed, g[wrt])
    point = g.refute({wrt: claimed})
    if point is not None:
        return Judged(Grade.REFUTED, point=point)
    names = (*g.lets, *g.names)
    known = library() | {f.symbol: f for f in g.functions}
    sides = [with_slopes(spelled_out(t, names), known) for t in (claimed, g[wrt])]
    try:
        return Judged(Grade.PROVED, prove_identity(eq(*sides)))
    except Refused:
        agreed = supported(g.lets, {wrt: claimed}, g.setting, g.names)
        return Judged(Grade.UNDECIDED if agreed is None else Grade.SUPPORTED)


def with_slopes(t: Term, known: Mapping[Term, Activation]) -> Term:
    """The term with f'(A) in its known form where that can be said of entries: 1 - tanh(A)^2."""
    args = tuple(with_slopes(a, known) for a in t.args)
    t = t if args == t.args else Term(t.head, t.data, args)
    f = known.get(t.args[0]) if t.head == "map" and t.data == (1,) else None
    if f is None or f.kinks:
        return t
    try:
        return lifted(f.derivative, f.parameter, t.args[1])
    except Refused:
        return t


def spelled_out(t: Term, lets: Sequence[Let]) -> Term:
    """The term with every defined name replaced by its value."""
    for let in reversed(_in_order(lets)):
        t = substitute(t, {let.symbol: let.value})
    return t


def _in_order(lets: Sequence[Let]) -> list[Let]:
    """Definitions so that each speaks of earlier ones only."""
    left, done = list(lets), list[Let]()
    while left:
        names = {let.symbol for let in left}
        ready = [let for let in left if not any(t in names for t in let.value.walk())]
        done += ready or left
        left = [let for let in left if let not in ready] if ready else []
    return done
