"""Half the squared distance, 1/2 |a - y|^2; over a batch the sum."""

from derive.catalog import LOSSES
from derive.learning.expressions import Expression, norm
from derive.learning.loss import Loss


def squared_error(output: Expression, targets: Expression) -> Expression:
    """``1/2 |a - y|^2``."""
    return norm(output - targets) ** 2 / 2


LOSS = Loss("squared_error", squared_error,
            "Goodfellow, Bengio, Courville, Deep Learning, 2016, section 6.2.1",
            numpy="0.5 * np.sum((z - y) ** 2)")
LOSSES.add(LOSS.name, LOSS)
