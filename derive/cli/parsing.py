"""From the words of a command line to a command and its options.

Only the file of the command that was asked for is imported; ``--help`` alone imports all, and
all are small. Unknown commands and options are answered with the nearest ones.
"""

from __future__ import annotations

import argparse
import importlib
import os
from collections.abc import Iterable
from types import ModuleType

from derive.cli import commands
from derive.cli.ending import USAGE, Usage

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import NoReturn


def _offer(word: str, known: Iterable[str]) -> str:
    """``; did you mean ...?`` or nothing."""
    from derive.catalog import nearest

    close = nearest(word, known)
    return f"did you mean {' or '.join(close)}?" if close else ""


class Parser(argparse.ArgumentParser):
    """argparse with one-line errors that offer the nearest option or choice."""

    def error(self, message: str) -> NoReturn:
        raise Usage(f"{message} ({self.prog} --help shows the options)")

    def parse_known_args(self, args=None, namespace=None):  # type: ignore[no-untyped-def]
        found, rest = super().parse_known_args(args, namespace)
        for word in rest:
            if word.startswith("-") and len(word) > 1:
                self.error(self._unknown(word))
        if rest:
            self.error(f"one argument too many: {rest[0]}")
        return found, rest

    def _unknown(self, word: str) -> str:
        option = word.partition("=")[0]
        known = [o for a in self._actions for o in a.option_strings]
        return "; ".join(filter(None, (f"no option {option}", _offer(option, known))))

    def _check_value(self, action: argparse.Action, value: object) -> None:
        if action.choices is not None and value not in action.choices:
            names = [str(c) for c in action.choices]
            offer = _offer(str(value), names) or f"use {', '.join(names)}"
            option = action.option_strings[0] if action.option_strings else action.metavar
            self.error(f"{option}: {value!r} is not there; {offer}")


def names() -> tuple[str, ...]:
    """The commands, by the names of their files."""
    files = (name for folder in commands.__path__ for name in os.listdir(folder))
    return tuple(sorted(name.removesuffix(".py").replace("_", "-") for name in files
                        if name.endswith(".py") and not name.startswith("_")))


def command(name: str) -> ModuleType:
    return importlib.import_module(f"{commands.__name__}.{name.replace('-', '_')}")


def parser(name: str) -> Parser:
    """The parser of one command."""
    module = command(name)
    made = Parser(
        prog=f"derive {name}", description=(module.__doc__ or "").strip(), allow_abbrev=False,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        epilog="example:\n" + "\n".join(f"  {line}" for line in module.EXAMPLE.splitlines()))
    module.arguments(made)
    made.add_argument("-q", "--quiet", action="store_true",
                      help="no messages on standard error, errors excepted")
    return made


def parse(arguments: list[str]) -> tuple[ModuleType, argparse.Namespace]:
    """The command's module and its options.

    Raises
    ------
    Usage
        There is no such command or option, or a value is missing or wrong.
    """
    name, rest = arguments[0], arguments[1:]
    if name in ("--help", "-h"):
        print(_help(), end="")
        raise SystemExit(0)
    if name not in names():
        if name.startswith("-"):
            raise Usage(f"no option {name} before a command; derive --help names the commands")
        offer = _offer(name, names()) or f"there is {', '.join(names())}"
        raise Usage(f"no command {name!r}; {offer}")
    # a formula may begin with a minus: what begins with a space is no option for argparse
    rest = [f" {word}" if word.startswith("-\\") else word for word in rest]
    return command(name), parser(name).parse_args(rest)


def _help() -> str:
    lines = ["usage: derive COMMAND ...", "",
             "Derivations that are checked: notes, hand calculations, numeric functions.", ""]
    for name in names():
        lines.append(f"  {name:<14} {(command(name).__doc__ or '').partition(chr(10))[0]}")
    lines += ["", "  --version      the version", "  --help         this; derive COMMAND --help "
              "shows a command with an example", "",
              "exit codes: 0 everything holds, 1 something is refuted or rejected,",
              f"  {USAGE} a usage or internal error, 3 nothing could be checked or a refusal, "
              "130 interrupted", ""]
    return "\n".join(lines)
