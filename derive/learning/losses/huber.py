"""The Huber loss with threshold 1: r^2/2 for |r| <= 1, |r| - 1/2 beyond.

It is half of r^2 - p^2 - q^2, where p and q are the larger of r - 1, of -r - 1 and 0. For a
threshold d it is d^2 times the loss of r/d; see ``huber_at``.
"""

from fractions import Fraction

from derive.catalog import LOSSES
from derive.learning.activation import Activation, X
from derive.learning.expressions import Expression, total
from derive.learning.loss import Loss
from derive.terms.build import add, div, neg, power, sub
from derive.terms.matrices import nowhere
from derive.terms.term import Term


def _part_above(u: Term) -> Term:
    """The larger of u and 0."""
    return div(add(u, Term("abs", (), (u,))), 2)


HUBER = Activation(
    name="huber",
    body=div(add(power(X, 2), neg(power(_part_above(sub(X, 1)), 2)),
                 neg(power(_part_above(sub(neg(X), 1)), 2))), 2),
    numpy="np.where(np.abs(x) <= 1, 0.5 * x * x, np.abs(x) - 0.5)",
    source="Huber, Annals of Mathematical Statistics 35 (1964) 73-101",
    kinks=(Fraction(-1), Fraction(1)),
)


def huber(output: Expression, targets: Expression) -> Expression:
    """The sum of the Huber losses of all entries of a - y."""
    return total(HUBER(output - targets))


def off_kinks(output: Expression, targets: Expression) -> tuple[Term, ...]:
    """No entry of a - y is at the threshold."""
    return tuple(nowhere((output - targets).term, k) for k in (-1, 1))


def huber_at(threshold: Expression, output: Expression, targets: Expression) -> Expression:
    """The sum of r^2/2 where |r| <= d and d |r| - d^2/2 beyond, with r = a - y and d > 0.

    >>> from derive.learning.expressions import scalar, vector
    >>> loss = huber_at(scalar("d", "P"), vector("a", "n"), vector("y", "n"))
    >>> str(loss.term)[:31]
    '(mul d d (total (map 0 huber (s'
    """
    return threshold * threshold * total(HUBER((output - targets) / threshold))


LOSS = Loss("huber", huber, HUBER.source, functions=(HUBER,), conditions=off_kinks,
            numpy="np.sum(np.where(np.abs(z - y) <= 1, 0.5 * (z - y) ** 2, np.abs(z - y) - 0.5))")
LOSSES.add(LOSS.name, LOSS)
