"""Errors of a compiled gradient, against enclosures by ball arithmetic of the same formulas.

The points are random, with entries that a double holds exactly. Read first: ``numpy_buffered``.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from flint import arb, ctx

from derive.kernel.refute.arithmetics import Balls, Undefined
from derive.kernel.refute.matrix_models import MatrixModel, Meaning
from derive.learning.activation import Activation
from derive.learning.cross_checks import Setting, sizes_for
from derive.learning.numpy_buffered import BufferedProgram
from derive.rules.reverse_sweep import Let
from derive.terms.term import Term

POINTS, ATTEMPTS, DIGITS = 4, 40, 40


@dataclass(frozen=True)
class GradientAccuracy:
    """The largest error found: of the loss, and of a gradient's entries, each relative to the
    largest entry of that array. Both are None where nothing could be measured; ``why`` says so.
    """

    loss: float | None
    gradients: float | None
    points: int
    why: str = ""

    def __str__(self) -> str:
        if self.loss is None or self.gradients is None:
            return f"not measured: {self.why}"
        return (f"relative error {self.loss:.1e} of the loss and {self.gradients:.1e} of the "
                f"gradients, the largest at {self.points} random points (small numbers for "
                f"sizes that are letters) against ball arithmetic with {DIGITS} digits")


def measured(program: BufferedProgram, function: Callable[..., Any], definitions: Sequence[Let],
             values: Sequence[Term], activations: Mapping[Term, Activation], setting: Setting
             ) -> GradientAccuracy:
    """The largest errors of a function that returns the first value, and the others by name."""
    generic = program.parameters[len(program.inputs):]
    if generic:
        return GradientAccuracy(None, None, 0, f"{', '.join(generic)} are handed in")
    meanings: dict[Term, Meaning] = {}
    for activation in activations.values():
        meanings |= activation.meanings
    meanings |= setting.meanings
    first = others = 0.0
    points = 0
    before, ctx.dps = ctx.dps, DIGITS
    try:
        for seed in range(1, ATTEMPTS + 1):
            model = _Doubles(Balls(), seed, sizes_for([t for let in definitions
                                                       for t in (let.symbol, let.value)]),
                             {let.symbol: let.value for let in definitions}, (), meanings, 1,
                             setting.columns_sum_to_one, setting.rows_sum_to_one)
            try:
                errors = _errors(model, program, function, values)
            except (Undefined, ZeroDivisionError):
                continue
            first, others = max(first, errors[0]), max(others, *errors[1:], 0.0)
            points += 1
            if points == POINTS:
                break
    finally:
        ctx.dps = before
    if not points:
        return GradientAccuracy(None, None, 0, "ball arithmetic found no point with a value")
    return GradientAccuracy(first, others, points)


def _errors(model: MatrixModel, program: BufferedProgram, function: Callable[..., Any],
            values: Sequence[Term]) -> list[float]:
    """Errors at one random point."""
    given = [_floats(model, s) for s in program.inputs]
    exact = [_entries(model, t) for t in values]
    number, found = function(*given)
    return [_error(computed, value)
            for computed, value in zip([number, *found.values()], exact, strict=True)]


class _Doubles(MatrixModel):
    """A model whose numbers are multiples of 1/16, which a double holds exactly."""

    def draw(self, *label: object) -> Any:
        text = repr((self.seed, *(str(part) for part in label))).encode()
        return self.arithmetic.number(
            Fraction(int.from_bytes(hashlib.sha256(text).digest()[:4], "big") % 49 - 24, 16))


def _entries(model: MatrixModel, t: Term) -> list[list[Any]]:
    return [[model.scalar(t)]] if t.shape is None else model.entries(t)


def _floats(model: MatrixModel, t: Term) -> Any:
    import numpy

    values = numpy.array([[float(e) for e in row] for row in _entries(model, t)])
    return float(values[0, 0]) if t.shape is None else values


def _error(computed: Any, exact: list[list[Any]]) -> float:
    import numpy

    array = numpy.atleast_2d(numpy.asarray(computed, dtype=float))
    gaps = [abs(float(arb(e) - arb(float(c)))) for es, cs in zip(exact, array, strict=True)
            for e, c in zip(es, cs, strict=True)]
    largest = max(abs(float(e)) for row in exact for e in row)
    return max(gaps) / (largest or 1.0)
