"""What a backend is, and how one that is missing says so. Each file beside this one adds one."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from derive.catalog import BACKENDS
from derive.export.program import ExportRefused, Program


@dataclass(frozen=True)
class Backend:
    """``function(program)`` is callable with arrays; ``module(program, ...)`` is its text.

    ``module`` takes the program, its accuracy as plain data, certified values and the
    documentation, and returns source that runs without this package. ``needs`` names the
    package that must be installed, ``suffix`` is that of a written file. ``arrays`` turns the
    function into one of numpy arrays for measuring it, where it is none; ``note`` says what is
    to be known of its precision here.
    """

    name: str
    meaning: str
    suffix: str
    function: Callable[[Program], Callable[..., Any]]
    module: Callable[..., str]
    needs: str = ""
    loops: bool = False  # whether recurrences are printed, or plain expressions only
    parameters: bool = False  # whether families with a parameter are printed
    differentiable: bool = False
    exact: bool = False  # whether any precision may be asked for: no form good to 53 bits only
    arrays: Callable[[Callable[..., Any]], Callable[..., Any]] | None = None
    note: Callable[[], str] = str
    flushes: bool = False  # whether numbers below 2^-1022 become 0
    n_max: int | None = None  # how far its recurrences go, where that is less than numpy's

    def check(self, program: Program) -> None:
        """Refuse what the backend cannot print, and name the line that installs what it needs."""
        if program.loop is not None and not self.loops:
            raise ExportRefused(f"the backend {self.name} prints plain expressions; for the "
                                f"recurrence of {program.name} there are numpy, numba, c, "
                                "python, jax and torch")
        if program.with_parameter is not None and not self.parameters:
            raise ExportRefused(f"{program.name} is a family with a parameter; it is printed for "
                                "numpy, numba and c")
        if self.needs:
            required(self.needs, self.name)


def add(backend: Backend) -> None:
    """Put a backend on the shelf."""
    BACKENDS.add(backend.name, backend)


def required(package: str, backend: str) -> Any:
    """The package of a backend, or the line that installs it."""
    try:
        return importlib.import_module(package)
    except ImportError:
        raise ExportRefused(f"the backend {backend} needs {package}: pip install {package}"
                            ) from None
