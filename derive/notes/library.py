"""A lecture of the library by the name a person types, with the conventions they set."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from inspect import Parameter, signature

from derive.catalog import DERIVATIONS, Unknown
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
    pairs = [_pair(setting) for setting in settings]
    parameters = signature(told.make).parameters.values()
    own = {p.name for p in parameters if p.kind is not Parameter.VAR_KEYWORD}
    made: Lecture = told.make(**{key: value for key, value in pairs if key in own})
    if part and part not in {*(s.key for s in made.sections), *(x.label for x in made.lines)}:
        raise Unknown(f"section or line of {name}", part, [
            *(s.key for s in made.sections), *(x.label for x in made.lines)])
    written = dict(pair for pair in pairs if pair[0] not in own)
    if not written:
        return made, part
    notation = made.notation.with_conventions(**written)
    return replace(made, notation=notation), part


def _pair(setting: str) -> tuple[str, str]:
    """``units=natural``; ``letters:n=k`` is ``letters=n=k``."""
    key, sign, value = setting.replace(":", "=", 1).partition("=")
    if not sign or not key or not value:
        raise BadSetting(f"--set {setting}: write KEY=VALUE, such as units=natural")
    return key.strip(), value.strip()
