"""The Huber loss with threshold 1: r^2/2 for |r| <= 1, |r| - 1/2 beyond.

Written with c = (|r + 1| - |r - 1|)/2, which is r cut off at -1 and 1, it is c r - c^2/2. For a
threshold d it is d^2 times the loss of r/d; see ``huber_at``.
"""

from fractions import Fraction

from derive.catalog import LOSSES
from derive.learning.activation import Activation, X
from derive.learning.expressions import Expression, total
from derive.learning.loss import Loss
from derive.terms.build import add, div, mul, neg, power, sub
from derive.terms.matrices import nowhere
from derive.terms.term import Term

CUT = div(sub(Term("abs", (), (add(X, 1),)), Term("abs", (), (sub(X, 1),))), 2)

HUBER = Activation(
    name="huber",
    body=add(mul(CUT, X), neg(div(power(CUT, 2), 2))),
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
