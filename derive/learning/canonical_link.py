"""The canonical link: the gradient of a negative log-likelihood is E[T] - T(y).

An exponential family on finitely many outcomes s has log-probabilities eta^T t_s + c_s - A(eta),
with the t_s as rows of a matrix M, so that A(eta) = lse(M eta + c). Of the outcome with statistic
T the negative log-likelihood is A(eta) - eta^T T. Its gradient comes out as M^T p - T with
p = softmax(M eta + c), and M^T p is the mean of the statistic. The number of outcomes is a symbol.

Source: P. McCullagh and J. Nelder, Generalized Linear Models, 1989, section 2.2; derived here.
"""

from __future__ import annotations

from derive.learning.expressions import Expression, inner, logsumexp, matrix, softmax, vector
from derive.learning.gradient import Gradient, gradient
from derive.rules.reverse_sweep import Let
from derive.terms.build import symbol
from derive.terms.term import Term

STATISTICS = matrix("M", "s", "k")
PARAMETERS, OFFSETS, OBSERVED = vector("eta", "k"), vector("c", "s"), vector("T", "k")


def negative_log_likelihood(statistics: Expression = STATISTICS, offsets: Expression = OFFSETS,
                            observed: Expression = OBSERVED) -> tuple[Let, ...]:
    """The definitions z, p and L = A(eta) - eta^T T."""
    z = vector("z", _rows(offsets))
    p = vector("p", _rows(offsets))
    return (Let(z.term, (statistics @ PARAMETERS + offsets).term),
            Let(p.term, softmax(z).term),
            Let(symbol("L"), (logsumexp(z) - inner(PARAMETERS, observed)).term))


def _rows(column: Expression) -> Term:
    assert column.term.shape is not None
    return column.term.shape[0]


def canonical_link() -> Gradient:
    """The gradient with respect to the natural parameters, M^T p - T.

    >>> from derive.learning.latex import Writer
    >>> Writer()(canonical_link()[PARAMETERS])
    'M^{\\\\top}p - T'
    """
    return gradient(negative_log_likelihood(), [PARAMETERS])
