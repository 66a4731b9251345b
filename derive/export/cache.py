"""What took time is kept on disk under the hash of what it was made from; JSON, never code.

The folder is XDG_CACHE_HOME/derive or ~/.cache/derive. Where it cannot be written nothing is
kept, and where a file cannot be understood it is as if it were not there.
"""

from __future__ import annotations

import functools
import hashlib
import json
import os
import tempfile
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

from derive.export.program import Const, ExportRefused, Expr, Named, Op, Var


@functools.cache
def _code() -> str:
    """What this room's code is: what another version kept is not read."""
    text = hashlib.sha256()
    for path in sorted(Path(__file__).parent.rglob("*.py")):
        text.update(path.read_bytes())
    return text.hexdigest()


def folder() -> Path | None:
    """The cache folder, or None where there can be none. Perhaps it can only be read."""
    try:
        base = os.environ.get("XDG_CACHE_HOME") or str(Path.home() / ".cache")
        place = Path(base) / "derive"
        place.mkdir(parents=True, exist_ok=True)
    except (OSError, RuntimeError):  # nobody's home
        return None
    return place


def digest(*parts: str) -> str:
    """The name under which something made from these texts is kept."""
    return hashlib.sha256("\0".join((_code(), *parts)).encode()).hexdigest()[:32]


def kept(name: str, make: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    """Plain data under a name: read where it was kept, made and kept where it was not."""
    place = folder()
    path = place / f"{name}.json" if place else None
    if path is not None:
        try:
            found = json.loads(path.read_text(encoding="utf-8"))
            if isinstance(found, dict) and found.get("digest") == _digest_of(found.get("kept")):
                kept_before: dict[str, Any] = found["kept"]
                return kept_before
        except (OSError, ValueError, RecursionError):
            pass  # absent, cut off, or not ours
    made = make()
    if path is not None:
        _write(path, json.dumps({"digest": _digest_of(made), "kept": made}))
    return made


def _digest_of(data: Any) -> str:
    return hashlib.sha256(json.dumps(data, sort_keys=True).encode()).hexdigest()


def _write(path: Path, text: str) -> None:
    try:
        handle, partial = tempfile.mkstemp(dir=path.parent)
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                file.write(text)
            os.replace(partial, path)
        except OSError:
            os.unlink(partial)
    except OSError:
        return  # a full or read-only disk: it will be made again


def to_data(node: Expr) -> Any:
    """An expression as nested lists.

    >>> to_data(Op("div", (Var("v0"), Const(Fraction(3)))))
    ['div', ['v0'], '3']
    """
    if isinstance(node, Const):
        return str(node.value)
    if isinstance(node, Named):
        return {"constant": node.name}
    if isinstance(node, Var):
        return [node.name]
    return [node.name, *(to_data(a) for a in node.args)]


def from_data(data: Any, variables: frozenset[str]) -> Expr:
    """The expression of nested lists; ExportRefused where they are not one in these variables."""
    if isinstance(data, str) and len(data) < 8000:
        try:
            value = Fraction(data)
            float(value)
        except (ValueError, ArithmeticError):
            raise ExportRefused("no number, or one beyond float64") from None
        return Const(value)
    if isinstance(data, dict) and data.get("constant") in ("pi", "e"):
        return Named(data["constant"])
    if isinstance(data, list) and data and isinstance(data[0], str):
        if len(data) == 1 and data[0] in variables:
            return Var(data[0])
        if len(data) > 1:
            return Op(data[0], tuple(from_data(d, variables) for d in data[1:]))
    raise ExportRefused("no expression")
