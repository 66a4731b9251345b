"""Softmax cross-entropy from logits, - sum_i y_i log softmax(z)_i = (1^T y) lse(z) - y^T z.

With the fact 1^T y = 1 the gradient is p - y; without it, (1^T y) p - y.
"""

from derive.catalog import LOSSES
from derive.learning.expressions import Expression, hadamard, inner, logsumexp, ones, total
from derive.learning.loss import Loss
from derive.terms.build import eq
from derive.terms.shapes import is_one
from derive.terms.term import Term


def _shape(a: Expression) -> tuple[Term, Term]:
    assert a.term.shape is not None
    return a.term.shape


def softmax_cross_entropy(output: Expression, targets: Expression) -> Expression:
    """``(1^T y) lse(z) - y^T z``, column by column."""
    rows, columns = _shape(output)
    if is_one(columns):
        return total(targets) * logsumexp(output) - inner(targets, output)
    weights = ones(1, rows) @ targets
    return total(hadamard(weights, logsumexp(output))) - inner(targets, output)


def probabilities(targets: Expression) -> tuple[Term, ...]:
    """Each column of the targets adds up to one."""
    rows, columns = _shape(targets)
    if is_one(columns):
        return (eq(total(targets).term, 1),)
    return (eq((ones(1, rows) @ targets).term, ones(1, columns).term),)


LOSS = Loss("softmax_cross_entropy", softmax_cross_entropy,
            "Bishop, Pattern Recognition and Machine Learning, 2006, eq. (4.108)",
            output="logits", facts=probabilities,
            numpy="np.sum(y.sum(axis=0) * (z.max(axis=0) + np.log(np.exp(z - z.max(axis=0))"
                  ".sum(axis=0)))) - np.sum(y * z)")
LOSSES.add(LOSS.name, LOSS)
