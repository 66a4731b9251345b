"""What ``derive.compile`` hands out: a function with its accuracy, source and program.

Read first: ``program``. Next: ``compiling`` and ``expression_compiling``, which make it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from derive.export.accuracy import Accuracy
from derive.export.arguments import two_indices
from derive.export.program import ExportRefused, Program


@dataclass(frozen=True, eq=False)  # compared and hashed as itself, so that jax.jit takes it
class Compiled:
    """A compiled function: call it with arrays; see ``accuracy``, ``source``, ``program``."""

    program: Program
    backend: str
    _function: Callable[..., Any]
    _measure: Callable[[], Accuracy]
    _source: Callable[[Accuracy | None], str]
    keywords: Mapping[str, str] = field(default_factory=dict)
    _proofs: Callable[[], tuple[str, ...]] = tuple

    def __call__(self, *args: Any, **keywords: Any) -> Any:
        """The function's value; arguments by position, or by the name that they were given."""
        return self._function(*args, **{self.keywords.get(k, k): v for k, v in keywords.items()})

    @cached_property
    def accuracy(self) -> Accuracy:
        """The largest error found, where, and against what (measured when first asked for)."""
        return self._measure()

    @cached_property
    def source(self) -> str:
        """The module that ``derive export`` writes: it runs without this package."""
        return self._source(self.accuracy)

    def gauss(self, n: int) -> tuple[Any, Any]:
        """Nodes and scaled weights of the Gauss rule of n points, from the function's zeros.

        ``sum(weights * g(nodes))`` is about the integral of g over the line. Raises ExportRefused
        where the function has no rule, ValueError for an n that is not 1, 2, ...
        """
        found: tuple[Any, Any] = self._companion("gauss", "no Gauss rule")(n)
        return found

    def all_indices(self, N: int, *args: Any, **keywords: Any) -> Any:
        """The values for all indices 0, ..., N, with shape (N + 1, ...)."""
        return self._companion("all", "no form for all indices at once")(N, *args, **keywords)

    def matrix(self, f: Any, N: int | None = None, **keywords: Any) -> Any:
        """The matrix elements of f(x) between the functions of index 0, ..., N.

        By the Gauss rule of ``points`` points (N + 33 without it), with parameters by keyword.
        Of a line that is itself an element, with two indices: ``matrix(N, omega=2.0)``.
        """
        if N is None:
            return self(**two_indices(self.program, f), **keywords)
        return self._companion("matrix", "no matrix elements")(f, N, **keywords)

    def _companion(self, word: str, missing: str) -> Callable[..., Any]:
        beside = getattr(self._function, "__globals__", {})
        if f"{self.program.name}_{word}" not in beside:
            raise ExportRefused(f"{self.program.name} has {missing}")
        found: Callable[..., Any] = beside[f"{self.program.name}_{word}"]
        return found

    @cached_property
    def proofs(self) -> tuple[str, ...]:
        """Certificates, for replay, that the form computed is equal to the one given; () if same.
        """
        return self._proofs()

    def __repr__(self) -> str:
        names = ", ".join(i.name for i in self.program.inputs)
        return f"<{self.program.name}({names}) compiled for {self.backend}>"
