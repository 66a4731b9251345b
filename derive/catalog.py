"""Things by name: a folder whose files add themselves.

A shelf holds one kind of thing (derivations, potentials, output formats ...). Every file of the
shelf's folders is imported when the shelf is first read, and adds what it brings; no list names
the files. Other packages add things through entry points of the same names, and those are
loaded only when somebody asks for one by its name. Next: ``derive.physics`` for what adds itself.
"""

from __future__ import annotations

import importlib
import importlib.util
import pkgutil
import sys
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, Generic, NamedTuple, TypeVar

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

T = TypeVar("T")


class Unknown(LookupError):
    """A name that is on no shelf; the message offers the nearest ones."""

    def __init__(self, kind: str, name: str, known: Iterable[str]) -> None:
        self.kind, self.name, self.known = kind, name, tuple(known)
        self.nearest = nearest(name, self.known)
        super().__init__(_unknown(kind, name, self.known, self.nearest))

    def __str__(self) -> str:
        return str(self.args[0])


def nearest(name: str, known: Iterable[str]) -> tuple[str, ...]:
    """At most three known names that a person who typed ``name`` may have meant.

    >>> nearest("osilator", ["hydrogen", "oscillator"])
    ('oscillator',)
    """
    from difflib import get_close_matches

    lower = {k.lower(): k for k in known}
    found = get_close_matches(name.lower(), lower, n=3, cutoff=0.55)
    found += [k for k in lower if len(name) > 2 and name.lower() in k and k not in found]
    return tuple(lower[k] for k in found[:3])


def _unknown(kind: str, name: str, known: tuple[str, ...], close: tuple[str, ...]) -> str:
    said = f"no {kind} is called {name!r}"
    if close:
        return f"{said}; did you mean {' or '.join(close)}?"
    if 0 < len(known) <= 8:
        return f"{said}; there is {', '.join(known)}"
    return said


class Shelf(Generic[T]):
    """All things of one kind, by name.

    Parameters
    ----------
    kind
        What one of them is called, for messages: ``"potential"``.
    folders
        Packages whose files add themselves. One that does not exist is empty.
    group
        The entry-point group of other packages, ``"derive.potentials"``.

    Examples
    --------
    >>> colours: Shelf[int] = Shelf("colour", (), "derive.colours")
    >>> colours.add("red", 0xFF0000)
    >>> colours.get("rad")
    Traceback (most recent call last):
        ...
    derive.catalog.Unknown: no colour is called 'rad'; did you mean red?
    """

    def __init__(self, kind: str, folders: tuple[str, ...], group: str) -> None:
        self.kind, self.folders, self.group = kind, folders, group
        self._things: dict[str, T] = {}
        self._read = False

    def add(self, name: str, thing: T) -> None:
        """Put a thing on the shelf.

        Raises
        ------
        ValueError
            Another thing has the name already.
        """
        known = self._things.get(name)
        if known is not None and known != thing:
            raise ValueError(f"two {self.kind}s are called {name!r}")
        self._things[name] = thing

    def get(self, name: str) -> T:
        """The thing of that name; only the file of that name is imported where there is one.

        Raises
        ------
        Unknown
            No thing has the name.
        """
        if name not in self._things and name.replace("-", "_").isidentifier():
            for folder in self.folders:
                _import(f"{folder}.{name.replace('-', '_')}")
        if name not in self._things:
            self._read_folders()
        if name not in self._things:
            for point in self._entry_points():
                if point.name == name:
                    self.add(name, point.load())
        if name not in self._things:
            raise Unknown(self.kind, name, self.names())
        return self._things[name]

    def names(self) -> tuple[str, ...]:
        """All names, sorted; things of other packages are named without being loaded."""
        self._read_folders()
        return tuple(sorted({*self._things, *(p.name for p in self._entry_points())}))

    def own(self) -> tuple[tuple[str, T], ...]:
        """Name and thing for all that this package and the loaded ones brought, sorted."""
        self._read_folders()
        return tuple(sorted(self._things.items()))

    def meaning(self, name: str) -> str:
        """What the thing of that name is, in one line: its own words, or those of its file."""
        own = getattr(self._things.get(name), "meaning", None)
        if isinstance(own, str) and own:
            return own
        for folder in self.folders:
            module = sys.modules.get(f"{folder}.{name.replace('-', '_')}")
            if module is not None and module.__doc__:
                return module.__doc__.strip().partition("\n")[0]
        return ""

    def _entry_points(self) -> tuple[EntryPoint, ...]:
        from importlib.metadata import entry_points

        return tuple(entry_points(group=self.group))

    def _read_folders(self) -> None:
        if self._read:
            return
        for folder in self.folders:
            package = _import(folder)
            for info in pkgutil.iter_modules(getattr(package, "__path__", ())):
                _import(f"{folder}.{info.name}")
        self._read = True


def _import(module: str) -> object:
    """The module, or None where there is none; an error inside it is not hidden."""
    parent, _, _ = module.rpartition(".")
    if parent and parent != module.partition(".")[0] and _import(parent) is None:
        return None
    if importlib.util.find_spec(module) is None:
        return None
    return importlib.import_module(module)


class Told(NamedTuple):
    """A derivation of the library: how it is called and how it is told.

    ``make(**conventions)`` derives it, anew and with every check. Its result is a
    :class:`derive.rules.lecture.Lecture`.
    """

    name: str
    title: str
    chapter: str
    make: Callable[..., Any]

    @property
    def meaning(self) -> str:
        """The first line of the docstring of ``make``."""
        return (self.make.__doc__ or "").strip().partition("\n")[0]


DERIVATIONS: Shelf[Told] = Shelf(
    "derivation", ("derive.physics", "derive.learning", "derive.bridges"), "derive.derivations")
POTENTIALS: Shelf[Any] = Shelf("potential", ("derive.physics.potentials",), "derive.potentials")
ACTIVATIONS: Shelf[Any] = Shelf(
    "activation", ("derive.learning.activations",), "derive.activations")
LOSSES: Shelf[Any] = Shelf("loss", ("derive.learning.losses",), "derive.losses")
LAYERS: Shelf[Any] = Shelf("layer", ("derive.learning.layers",), "derive.layers")
FORMATS: Shelf[Any] = Shelf("format", ("derive.notes.formats",), "derive.formats")
BACKENDS: Shelf[Any] = Shelf("backend", ("derive.export.backends",), "derive.backends")
REPORTS: Shelf[Any] = Shelf("report", ("derive.review.reports",), "derive.reports")
MISTAKES: Shelf[Any] = Shelf("mistake", ("derive.review.mistakes",), "derive.mistakes")
#: By the name of a class, what ``derive.compile`` makes of its objects: a subject says how.
COMPILERS: Shelf[Callable[[Any], Any]] = Shelf(
    "compiler", ("derive.learning.compiled_gradient",), "derive.compilers")

#: What `derive list` shows and what one test walks, in this order.
SHELVES: dict[str, Shelf[Any]] = {
    "derivations": DERIVATIONS, "potentials": POTENTIALS, "activations": ACTIVATIONS,
    "losses": LOSSES, "layers": LAYERS, "formats": FORMATS, "backends": BACKENDS,
    "reports": REPORTS, "mistakes": MISTAKES,
}


def display(thing: Any, form: str) -> str:
    """What a lecture looks like in ``form`` ("html", "latex", "markdown", "text").

    A lecture knows no page; the pages are found here by name, when one is shown.
    """
    return str(importlib.import_module("derive.notes.show").show(thing, form))
