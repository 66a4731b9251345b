"""Generated source is vetted, compiled and run here, and nowhere else."""

from __future__ import annotations

import builtins
from functools import lru_cache
from types import CodeType, ModuleType
from typing import Any

from derive.export.vet import vet


def run_source(source: str, name: str) -> dict[str, Any]:
    """The names that a generated module defines.

    Raises ExportRefused where the source holds more than backends print.
    """
    module = ModuleType(f"derive_export_{name}")
    exec(_vetted(source), module.__dict__)
    return module.__dict__


@lru_cache(maxsize=64)
def _vetted(source: str) -> CodeType:
    """The code of a source that passed; the same source is vetted once."""
    code: CodeType = builtins.compile(vet(source), "<exported by derive>", "exec")
    return code
