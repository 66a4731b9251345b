"""Notation profiles: the macros that a LaTeX package adds, one file a package.

A profile's ``MACROS`` maps a command to a function that reads it at the cursor and gives a
node that plain LaTeX could have given.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING

from derive.notation.errors import NotationError

if TYPE_CHECKING:
    from derive.notation.reader import Reader
    from derive.notation.tree import Node

NAMES = ("plain", "physics", "braket")


@cache
def macros(profile: str) -> dict[str, Callable[[Reader], Node]]:
    r"""The macros of a profile, or of several joined by ``+``.

    >>> r"\ket" in macros("braket"), r"\ket" in macros("plain")
    (True, False)
    """
    table: dict[str, Callable[[Reader], Node]] = {}
    for part in profile.split("+"):
        if part not in NAMES:
            raise NotationError(f"no notation {part!r}; there are {', '.join(NAMES)}")
        table.update(import_module(f"derive.notation.profiles.{part}").MACROS)
    return table
