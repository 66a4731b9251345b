"""A lecture of the library by the name a person types, with the conventions they set."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from inspect import Parameter, signature

from derive.catalog import DERIVATIONS, Unknown
from derive.notation.conventions import Conventions
from derive.rules.lecture import Lecture


class BadSetting(ValueError):
    """A convention that is not of the form KEY=VALUE."""


def lecture(name: str, settings: Iterable[str] = ()) -> tuple[Lecture, str]:
    """The lecture, and the part of it that was named after a dot (or "").

    Conventions that the derivation itself takes (``units``) go to it; the others change how
    formulas are written.

    Raises
    ------
    Unknown
        There is no such derivation.
    """
    name, _, part = name.partition(".")
    told = DERIVATIONS.get(name)
    settings = tuple(settings)
    pairs = [_pair(setting) for setting in settings]
    Conventions().set(*settings)  # a wrong word is answered before anything is derived
    parameters = signature(told.make).parameters.values()
    own = {p.name for p in parameters if p.kind is not Parameter.VAR_KEYWORD}
    made: Lecture = told.make(**{key: value for key, value in pairs if key in own})
    parts = (*(section.key for section in made.sections), *(x.label for x in made.lines))
    if part and part not in parts:
        raise Unknown(f"section or line of {name}", part, parts)
    if not settings:
        return made, part
    return replace(made, notation=made.notation.with_conventions(*settings)), part


def _pair(setting: str) -> tuple[str, str]:
    """``units=natural``; ``letters:n=k`` is ``letters=n=k``."""
    key, sign, value = setting.replace(":", "=", 1).partition("=")
    if not sign or not key or not value:
        raise BadSetting(f"--set {setting}: write KEY=VALUE, such as units=natural")
    return key.strip(), value.strip()
