"""Compiling a family with a parameter: its program, function, accuracy and source.

Read first: ``with_parameter``; ``compiling`` calls this for lines that are of that form.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from functools import cached_property
from typing import Any

from derive.export import cache, documentation
from derive.export.accuracy import Accuracy
from derive.export.backends.backend import Backend
from derive.export.backends.numpy_with_parameter import TAKEN
from derive.export.names import callable_name, plain
from derive.export.program import About, ExportRefused, Program
from derive.export.with_parameter import parameter_family, parameter_program
from derive.export.with_parameter_accuracy import (
    ParameterOracle,
    certified_rows,
    measure_parameter,
)
from derive.kernel.claim import Definition
from derive.terms import Term


@dataclass(frozen=True)
class Parametric:
    """A compiled family with a parameter, before it is handed out."""

    program: Program
    oracle: ParameterOracle
    backend: Backend

    @cached_property
    def bare(self) -> str:
        return str(self.backend.module(self.program))

    @cached_property
    def function(self) -> Callable[..., Any]:
        return self.backend.function(self.program)

    def measured(self) -> Accuracy:
        """The accuracy, from the cache where the same module was measured before."""
        key = cache.digest(self.bare, self.backend.name, str(self.oracle.family.body),
                           repr(self.oracle.family))
        return Accuracy(**cache.kept(f"accuracy-{key}", lambda: asdict(
            measure_parameter(self.function, self.program, self.oracle))))

    def source(self, accuracy: Accuracy | None) -> str:
        """The module that is written."""
        assert accuracy is not None
        rows = certified_rows(self.function, self.program, self.oracle)
        return str(self.backend.module(
            self.program, accuracy.to_json(), rows,
            documentation.docstring(self.program, accuracy, self.backend.name)))


def parametric(definition: Term, claims: Iterable[Term], definitions: Sequence[Definition],
               about: About, backend: Backend) -> Parametric:
    """The family that a definition is; raises ExportRefused with what is missing."""
    family = parameter_family(definition, claims, definitions)
    said = replace(
        about, title=about.title or f"{family.name} for every index and argument",
        formula=about.formula or documentation.formula_of(definition),
        computed="by the derived three-term recurrence at fixed parameters, to twice the working "
                 "precision; many points at once from local polynomials of the derived "
                 "differential equation in the root of its argument")
    program = parameter_program(family, said)
    for given in program.inputs:
        if not plain(given.name) or (given.name in TAKEN and given.name != family.index.name):
            raise ExportRefused(f"{given.name!r} cannot be a name in code; rename it")
    if not callable_name(program.name) or program.name in TAKEN:
        raise ExportRefused(f"{program.name!r} cannot be a function's name in code; rename it")
    backend.check(program)
    return Parametric(program, ParameterOracle(family), backend)
