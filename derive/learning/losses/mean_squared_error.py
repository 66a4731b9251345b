"""The mean squared error of one sample, |a - y|^2 / n; over a batch the sum of these."""

from derive.catalog import LOSSES
from derive.learning.expressions import Expression, norm
from derive.learning.loss import Loss


def mean_squared_error(output: Expression, targets: Expression) -> Expression:
    """``|a - y|^2 / n`` with n the number of rows."""
    assert output.term.shape is not None
    return norm(output - targets) ** 2 / Expression(output.term.shape[0])


LOSS = Loss("mean_squared_error", mean_squared_error,
            "Goodfellow, Bengio, Courville, Deep Learning, 2016, section 5.1.4",
            numpy="np.sum((z - y) ** 2) / z.shape[0]")
LOSSES.add(LOSS.name, LOSS)
