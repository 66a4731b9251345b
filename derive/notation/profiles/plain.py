"""Plain amsmath: no macros beyond it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from derive.notation.tree import Node

if TYPE_CHECKING:
    from derive.notation.reader import Reader

MACROS: dict[str, Callable[[Reader], Node]] = {}
