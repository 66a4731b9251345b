"""derive: derivations that are checked, from one mechanism for notes, homework and numbers.

The names of this package, each imported when it is first used:

derivation    a derivation of the library, made anew with every check
bound_states  levels and states of a potential, with their derivation, or a reason for none
gradient      the gradient of a loss for any sizes, in matrix form, with the steps that show it
check         a calculation made by hand: a verdict on every line
compile       a numeric function of a derived line or of a SymPy expression (lambdify, measured)
InaccurateWarning  what compile warns with where an error is above the bound of derive export
"""

from __future__ import annotations

import importlib

TYPE_CHECKING = False
if TYPE_CHECKING:  # typing is not imported for it: the command line starts in milliseconds
    from typing import Any

    from derive.rules.lecture import Lecture

__version__ = "0.1.0"

#: public name -> the module and the attribute that it is
_LAZY: dict[str, tuple[str, str]] = {
    "bound_states": ("derive.physics.bound_states", "bound_states"),
    "gradient": ("derive.learning.gradient", "gradient"),
    "check": ("derive.review.checked", "check"),
    "compile": ("derive.export", "compile"),
    "InaccurateWarning": ("derive.export", "InaccurateWarning"),
}

__all__ = ["__version__", "derivation", *_LAZY]


def derivation(name: str, **conventions: str) -> Lecture:
    """The derivation of that name, derived and checked now.

    Parameters
    ----------
    name
        As ``derive list`` shows it: ``"oscillator"``.
    **conventions
        What is done differently from the usual: ``units="natural"``.

    Raises
    ------
    derive.catalog.Unknown
        No derivation has the name; the message offers the nearest.
    """
    from derive import catalog

    lecture: Lecture = catalog.DERIVATIONS.get(name).make(**conventions)
    return lecture


def __getattr__(name: str) -> Any:
    if name not in _LAZY:
        raise AttributeError(f"module 'derive' has no attribute {name!r}")
    module, attribute = _LAZY[name]
    return getattr(importlib.import_module(module), attribute)


def __dir__() -> list[str]:
    return sorted([*globals(), *_LAZY])
