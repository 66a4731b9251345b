"""What a layer is: from its input at level l - 1 to its definitions and parameters at level l."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from derive.rules.reverse_sweep import Let
from derive.terms.term import Term


@dataclass(frozen=True)
class Made:
    """The definitions of a layer, its parameters, and its output."""

    lets: tuple[Let, ...]
    parameters: tuple[Term, ...]
    output: Term


@dataclass(frozen=True)
class Layer:
    """A kind of layer.

    ``make(input, rows, level, sigma, batch)`` builds it: ``rows`` is the size of the output,
    ``sigma`` applies the activation (None for a linear layer), ``batch`` the number of samples
    (1 for one sample) with a sample in each column.
    """

    name: str
    make: Callable[[Term, Term, Term, Callable[[Term], Term] | None, Term], Made]
    source: str
