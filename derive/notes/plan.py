"""What a format brings: a name, the file suffixes that mean it, and how it writes a page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from derive.catalog import FORMATS, Unknown
from derive.notes.page import Page


@dataclass(frozen=True)
class Manner:
    """How a page is to be written where a format leaves a choice.

    ``fragment``: without preamble or document, to be put into another document.
    ``width`` and ``colour`` are the terminal's.
    """

    fragment: bool = False
    width: int = 80
    colour: bool = False


@dataclass(frozen=True)
class Format:
    """An output format; ``meaning`` is one line, ``suffixes`` begin with a dot."""

    name: str
    meaning: str
    suffixes: tuple[str, ...]
    write: Callable[[Page, Manner], str]


def register(form: Format) -> Format:
    """Put a format on the shelf; called at the end of its file."""
    FORMATS.add(form.name, form)
    return form


def by_suffix(path: str) -> Format | None:
    """The format that a file name implies, if any."""
    for _, form in FORMATS.own():
        if isinstance(form, Format) and path.lower().endswith(form.suffixes):
            return form
    return None


def by_name(name: str) -> Format:
    """The format of that name, or that a suffix without its dot implies (markdown, htm).

    Raises
    ------
    Unknown
        There is none; the nearest are named.
    """
    implied = by_suffix(f"page.{name}")
    if implied is not None:
        return implied
    form = FORMATS.get(name)
    if not isinstance(form, Format):
        raise Unknown("format", name, FORMATS.names())
    return form
