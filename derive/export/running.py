"""A generated module is run as ``derive.vetting`` allows; what it forbids is not exported."""

from __future__ import annotations

from typing import Any

from derive import vetting
from derive.export.program import ExportRefused


def run_source(source: str, name: str) -> dict[str, Any]:
    """The names that a generated module defines.

    Raises ExportRefused where the source holds more than backends print.
    """
    try:
        return vetting.run_source(source, name)
    except vetting.NotAllowed as forbidden:
        raise ExportRefused(str(forbidden)) from None
