"""The hinge loss, the positive part of 1 - y z, for targets -1 and 1."""

from derive.catalog import LOSSES
from derive.learning.activations.relu import ACTIVATION as RELU
from derive.learning.expressions import Expression, hadamard, ones, total
from derive.learning.loss import Loss
from derive.terms.matrices import nowhere
from derive.terms.term import Term


def _margin(output: Expression, targets: Expression) -> Expression:
    assert output.term.shape is not None
    return ones(*output.term.shape) - hadamard(targets, output)


def hinge(output: Expression, targets: Expression) -> Expression:
    """The sum of ``relu(1 - y z)`` over all entries."""
    return total(RELU(_margin(output, targets)))


def off_kinks(output: Expression, targets: Expression) -> tuple[Term, ...]:
    """No margin is exactly zero."""
    return (nowhere(_margin(output, targets).term, 0),)


LOSS = Loss("hinge", hinge, "Cortes and Vapnik, Machine Learning 20 (1995) 273-297",
            functions=(RELU,), conditions=off_kinks, numpy="np.sum(np.maximum(1.0 - y * z, 0.0))")
LOSSES.add(LOSS.name, LOSS)
