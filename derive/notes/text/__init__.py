"""Prose by language: a file each, ``en`` first. What a language lacks is said in English.

A language file (folders hold chapters of one) has the dictionaries ``WORDS`` (fixed words of a
page), ``TITLES``, ``NAMES`` (of postulates and cited theorems), ``INFERENCES`` and ``PROSE``,
whose keys are ``lecture.section``;
``lecture.section[units=natural]`` is the text under another convention.
"""

from __future__ import annotations

import importlib
import importlib.util
import pkgutil
from dataclasses import dataclass
from types import ModuleType

from derive.catalog import Unknown


@dataclass(frozen=True)
class Language:
    """The texts of one language, with English where it says nothing."""

    modules: tuple[ModuleType, ...]

    def _find(self, table: str, key: str) -> str | None:
        for module in self.modules:
            found = getattr(module, table, {}).get(key)
            if found is not None:
                return str(found)
        return None

    def word(self, key: str) -> str:
        """A fixed word of the page."""
        return self._find("WORDS", key) or key

    def title(self, key: str) -> str:
        return self._find("TITLES", key) or ""

    def name(self, lecture: str, label: str) -> str:
        """What a postulate or cited theorem is called."""
        return self._find("NAMES", f"{lecture}.{label}") or label.replace("_", " ")

    def inference(self, name: str) -> str:
        return self._find("INFERENCES", name) or name

    def prose(self, lecture: str, key: str, variants: tuple[str, ...]) -> str:
        """The text of a section; the one for a convention in force comes before the usual."""
        for variant in variants:
            found = self._find("PROSE", f"{lecture}.{key}[{variant}]")
            if found is not None:
                return found
        return self._find("PROSE", f"{lecture}.{key}") or ""


def languages() -> tuple[str, ...]:
    return tuple(sorted(m.name for m in pkgutil.iter_modules(__path__) if not m.ispkg))


def language(name: str) -> Language:
    """The language of that name.

    Raises
    ------
    Unknown
        There is no such file.
    """
    if name not in languages():
        raise Unknown("language", name, languages())
    names = dict.fromkeys((name, "en"))
    return Language(tuple(importlib.import_module(f"{__name__}.{n}") for n in names))
