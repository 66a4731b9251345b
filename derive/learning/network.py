"""A network of dense layers with a loss: its definitions, parameters and data.

Depth is a number here (for a symbolic depth see ``depth``); sizes may be symbols. The sample
layout and whether the loss is a sum or a mean are said when it is made, and a page prints them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from derive.catalog import ACTIVATIONS, LAYERS, LOSSES
from derive.kernel.refute.matrix_models import Meaning
from derive.learning.expressions import Expression, Size, size
from derive.learning.gradient import Gradient, gradient
from derive.learning.loss import Loss
from derive.rules import tidy
from derive.rules.reverse_sweep import Let
from derive.terms.build import call, div, function, symbol, term
from derive.terms.matrices import apply, matrix, transpose
from derive.terms.shapes import is_one
from derive.terms.term import Term


@dataclass(frozen=True)
class Network:
    """Definitions, what they depend on, and the facts about the data."""

    lets: tuple[Let, ...]
    parameters: tuple[Term, ...]
    data: tuple[Term, ...]
    facts: tuple[Term, ...] = ()
    meanings: dict[Term, Meaning] = field(default_factory=dict)
    probabilities: tuple[Term, ...] = ()
    layout: str = "columns"
    batch: bool = False

    def gradient(self) -> Gradient:
        """The gradient with respect to all parameters."""
        sums = {"columns_sum_to_one" if self.layout == "columns" else "rows_sum_to_one":
                self.probabilities}
        found = gradient(self.lets, self.parameters, facts=self.facts, meanings=self.meanings,
                         **sums)  # type: ignore[arg-type]
        return replace(found, samples=self.layout if self.batch else "")


def widths(depth: int, letter: str = "n") -> list[Term]:
    """Symbolic widths n(0), ..., n(depth)."""
    n = function(letter, ("N0",), "N0")
    return [call(n, term(level)) for level in range(depth + 1)]


def dense_network(sizes: Sequence[Size] | int, activation: str | None = None,
                  loss: str = "squared_error", *, batch: Size = 1, samples: str = "columns",
                  reduction: str = "sum", output: str | None = "same", layer: str | None = None
                  ) -> Network:
    """Dense layers of the given sizes (or that many layers of symbolic widths) and a loss.

    Parameters
    ----------
    activation
        A name from the shelf; None is a generic sigma, one for each level.
    output
        The activation of the last layer: ``"same"``, a name, or None for none (logits).
    samples
        ``"columns"`` or ``"rows"``: how the samples of a batch lie in a matrix.
    reduction
        ``"sum"`` or ``"mean"`` over the batch.

    Examples
    --------
    >>> g = dense_network(2).gradient()
    >>> [str(name.value) for name in g.names][1]
    '(hadamard (matmul (transpose W[2]) delta[2]) (map 0 1 sigma 1 z[1]))'
    """
    if samples not in ("columns", "rows") or reduction not in ("sum", "mean"):
        raise ValueError(f"samples are columns or rows and the reduction is sum or mean, not "
                         f"{samples!r} and {reduction!r}")
    ends = widths(sizes) if isinstance(sizes, int) else [size(s) for s in sizes]
    count, chosen = size(batch), LOSSES.get(loss)
    kind = LAYERS.get(layer or ("dense" if samples == "columns" else "dense_rows"))
    wide = not is_one(count)
    shape = (ends[0], count) if samples == "columns" else (count, ends[0])
    given = matrix("A" if wide else "a", *shape, 0)
    lets: list[Let] = []
    parameters: list[Term] = []
    last = given
    for level, rows in enumerate(ends[1:], 1):
        at_end = level == len(ends) - 1 and output != "same"
        made = kind.make(last, rows, term(level),
                         _sigma(output if at_end else activation, level, at_end), count)
        lets += made.lets
        parameters += made.parameters
        last = made.output
    y = matrix("Y" if wide else "y", *_shape(last))
    value, facts = _loss_of(chosen, last, y, samples)
    if reduction == "mean" and wide:
        value = Expression(div(value.term, count))
    lets.append(Let(symbol("L"), value.term))
    meanings = dict(chosen.meanings)
    for name in (activation, output):
        if name not in (None, "same"):
            meanings |= ACTIVATIONS.get(str(name)).meanings
    return Network(tuple(lets), tuple(parameters), (given, y), facts, meanings,
                   (y,) if facts else (), samples, wide)


def _shape(t: Term) -> tuple[Term, Term]:
    assert t.shape is not None
    return t.shape


def _sigma(name: str | None, level: int, at_end: bool) -> Callable[[Term], Term] | None:
    if name is None and at_end:
        return None
    if name is None:
        return lambda z: apply(function("sigma", ("N0", "R")), term(level), z)
    return lambda z: apply(ACTIVATIONS.get(name).symbol, z)


def _loss_of(loss: Loss, last: Term, y: Term, samples: str) -> tuple[Expression, tuple[Term, ...]]:
    """The loss of the output; for samples in rows that of the transposes."""
    if samples == "columns":
        return loss.of(Expression(last), Expression(y)), loss.facts(Expression(y))
    turned, targets = Expression(transpose(last)), Expression(transpose(y))
    facts = tuple(Term("eq", (), tuple(tidy.turned(side) for side in f.args))
                  for f in loss.facts(targets))
    return Expression(tidy.turned(loss.of(turned, targets).term)), facts
