"""Binary cross-entropy from logits, -y log s(z) - (1 - y) log(1 - s(z)) = softplus(z) - y z."""

from derive.catalog import LOSSES
from derive.learning.activations.softplus import ACTIVATION as SOFTPLUS
from derive.learning.expressions import Expression, inner, total
from derive.learning.loss import Loss


def binary_cross_entropy(output: Expression, targets: Expression) -> Expression:
    """``sum softplus(z) - y^T z``."""
    summed = SOFTPLUS(output)
    return (summed if output.term.shape is None else total(summed)) - inner(targets, output)


LOSS = Loss("binary_cross_entropy", binary_cross_entropy,
            "Bishop, Pattern Recognition and Machine Learning, 2006, eq. (4.90)",
            output="logits", functions=(SOFTPLUS,),
            numpy="np.sum(np.maximum(z, 0.0) - z * y + np.log1p(np.exp(-np.abs(z))))")
LOSSES.add(LOSS.name, LOSS)
