"""Plain amsmath: no macros beyond it."""

from __future__ import annotations

from collections.abc import Callable

from derive.notation.reader import Reader
from derive.notation.tree import Node

MACROS: dict[str, Callable[[Reader], Node]] = {}
