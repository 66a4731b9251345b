"""Job 3, numeric programs out: a result becomes a function with a measured error.

``compile`` gives a function, ``command`` writes a module. Start with ``program`` (the plain
form), then ``recurrences`` and ``expressions`` (what makes one), ``backends`` (what prints one),
``accuracy`` (what is promised).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from derive.export.compiled import Compiled
    from derive.export.compiling import compile
    from derive.export.exact import Exact
    from derive.export.program import ExportRefused, InaccurateWarning

__all__ = ["Compiled", "Exact", "ExportRefused", "InaccurateWarning", "compile"]


def __getattr__(name: str) -> Any:
    # numpy and flint are imported when something is compiled, not with the package
    if name in ("Compiled", "compile"):
        from derive.export import compiling

        return getattr(compiling, name)
    if name == "Exact":
        from derive.export.exact import Exact

        return Exact
    if name in ("ExportRefused", "InaccurateWarning"):
        from derive.export import program

        return getattr(program, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
