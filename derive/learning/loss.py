"""What a loss is: an expression in the last layer's output and the targets, and its facts.

A file in ``losses`` makes one and puts it on the shelf. No gradient is written there: it comes
out of the sweep. ``mean_over`` turns the sum over a batch into a mean.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from derive.kernel.refute.matrix_models import Meaning
from derive.learning.activation import Activation
from derive.learning.expressions import Expression
from derive.terms.term import Term


def _no_facts(targets: Expression) -> tuple[Term, ...]:
    return ()


@dataclass(frozen=True)
class Loss:
    """A loss for one sample in a column, or for a batch with a sample in each column.

    Attributes
    ----------
    of
        ``of(output, targets)``, the loss summed over the samples.
    facts
        Equations about the targets that may be used (probabilities add up to one).
    output
        What the output is: ``"values"``, or ``"logits"`` where the link is part of the loss.
    numpy
        A numpy expression in ``z`` and ``y`` that stays finite for large arguments.
    """

    name: str
    of: Callable[[Expression, Expression], Expression]
    source: str
    output: str = "values"
    facts: Callable[[Expression], tuple[Term, ...]] = _no_facts
    functions: tuple[Activation, ...] = ()
    numpy: str = ""
    conditions: Callable[[Expression, Expression], tuple[Term, ...]] = field(
        default=lambda output, targets: ())

    @property
    def meanings(self) -> dict[Term, Meaning]:
        return {symbol: meaning for f in self.functions for symbol, meaning in f.meanings.items()}
