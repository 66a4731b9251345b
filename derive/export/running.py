"""Generated source is vetted, compiled and run here, and nowhere else."""

from __future__ import annotations

import builtins
from types import ModuleType
from typing import Any

from derive.export.vet import vet


def run_source(source: str, name: str) -> dict[str, Any]:
    """The names that a generated module defines.

    Raises ExportRefused where the source holds more than backends print.
    """
    module = ModuleType(f"derive_export_{name}")
    exec(builtins.compile(vet(source), "<exported by derive>", "exec"), module.__dict__)
    return module.__dict__
