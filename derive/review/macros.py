r"""Macros that a document defines: reading their definitions.

``\newcommand``, ``\renewcommand``, ``\providecommand``, ``\def``, ``\let``,
``\DeclareMathOperator``, ``\DeclarePairedDelimiter``, ``\NewDocumentCommand`` with plain
arguments, ``\newenvironment``. Next: ``expansion``, which puts them in.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from derive.review.spanned import Spanned

NAME = re.compile(r"\\(?:[A-Za-z@]+\*?|[^A-Za-z])")
SPACE = re.compile(r"\s*")


@dataclass(frozen=True)
class Macro:
    """What a name stands for: ``body`` with ``#1 … #9`` for its arguments.

    ``defaults[i]`` is the value of an optional argument, ``None`` for one that must be there.
    ``starred`` is what a star after the name means, where the macro knows one.
    """

    body: str
    defaults: tuple[str | None, ...] = ()
    starred: bool = False


class NotDefined(ValueError):
    """A definition whose form is not understood; the macro stays unknown."""


def skip_space(text: str, position: int) -> int:
    match = SPACE.match(text, position)
    return match.end() if match else position


def group_end(text: str, position: int, opening: str = "{", closing: str = "}") -> int:
    r"""The index just after the group that opens at ``position``; -1 when it never closes.

    >>> group_end(r"{a{b}\}}c", 0)
    8
    """
    depth, index, size = 0, position, len(text)
    braces = 0
    while index < size:
        character = text[index]
        if character == "\\":
            index += 2
            continue
        if opening != "{":
            braces += (character == "{") - (character == "}")
        if character == opening and not braces:
            depth += 1
        elif character == closing and not braces:
            depth -= 1
            if depth == 0:
                return index + 1
        index += 1
    return -1


def argument(text: str, position: int) -> tuple[str, int]:
    """The braced group or single token at ``position``: its content and the index after it."""
    position = skip_space(text, position)
    if position >= len(text):
        raise NotDefined("the definition breaks off")
    if text[position] == "{":
        end = group_end(text, position)
        if end < 0:
            raise NotDefined("an opening brace without its partner")
        return text[position + 1:end - 1], end
    match = NAME.match(text, position)
    end = match.end() if match else position + 1
    return text[position:end], end


def optional(text: str, position: int) -> tuple[str | None, int]:
    """The bracketed argument at ``position``, if there is one."""
    position = skip_space(text, position)
    if position < len(text) and text[position] == "[":
        end = group_end(text, position, "[", "]")
        if end < 0:
            raise NotDefined("an opening bracket without its partner")
        return text[position + 1:end - 1], end
    return None, position


def _newcommand(text: str, position: int) -> tuple[str, Macro, int]:
    position = skip_space(text, position)
    if text[position:position + 1] == "*":
        position += 1
    name, position = argument(text, position)
    count, position = optional(text, position)
    default, position = optional(text, position)
    body, position = argument(text, position)
    if count is not None and not (count.strip().isdigit() and int(count) <= 9):
        raise NotDefined("the number of arguments is not a digit")
    number = int(count) if count else 0
    defaults: tuple[str | None, ...] = (None,) * number
    if default is not None and number:
        defaults = (default, *defaults[1:])
    return name.strip(), Macro(body, defaults), position


def _def(text: str, position: int) -> tuple[str, Macro, int]:
    name, position = argument(text, position)
    brace = text.find("{", position)
    if brace < 0:
        raise NotDefined("a \\def without a body")
    pattern = text[position:brace].strip()
    number = len(pattern) // 2
    if pattern != "".join(f"#{i}" for i in range(1, number + 1)) or number > 9:
        raise NotDefined("a \\def with delimited arguments")
    body, position = argument(text, brace)
    return name.strip(), Macro(body, (None,) * number), position


def _let(text: str, position: int) -> tuple[str, Macro, int]:
    name, position = argument(text, position)
    position = skip_space(text, position)
    if text[position:position + 1] == "=":
        position += 1
    target, position = argument(text, position)
    return name.strip(), Macro(target), position


def _operator(text: str, position: int) -> tuple[str, Macro, int]:
    star = ""
    position = skip_space(text, position)
    if text[position:position + 1] == "*":
        star, position = "*", position + 1
    name, position = argument(text, position)
    body, position = argument(text, position)
    return name.strip(), Macro(f"\\operatorname{star}{{{body}}}"), position


def _delimiter(text: str, position: int) -> tuple[str, Macro, int]:
    name, position = argument(text, position)
    left, position = argument(text, position)
    right, position = argument(text, position)
    body = f"\\left{left.strip()} #2 \\right{right.strip()}"
    return name.strip(), Macro(body, ("", None), starred=True), position


def _document_command(text: str, position: int) -> tuple[str, Macro, int]:
    name, position = argument(text, position)
    pattern, position = argument(text, position)
    body, position = argument(text, position)
    defaults: list[str | None] = []
    index = 0
    while index < len(pattern):
        letter = pattern[index]
        index += 1
        if letter.isspace():
            continue
        if letter == "m":
            defaults.append(None)
        elif letter == "O":
            value, index = argument(pattern, index)
            defaults.append(value)
        else:
            raise NotDefined(f"an argument of kind {letter}")
    return name.strip(), Macro(body, tuple(defaults)), position


DEFINERS = {
    "\\newcommand": _newcommand, "\\renewcommand": _newcommand,
    "\\providecommand": _newcommand, "\\DeclareRobustCommand": _newcommand,
    "\\def": _def, "\\gdef": _def, "\\edef": _def, "\\let": _let,
    "\\DeclareMathOperator": _operator, "\\DeclarePairedDelimiter": _delimiter,
    "\\NewDocumentCommand": _document_command, "\\RenewDocumentCommand": _document_command,
    "\\DeclareDocumentCommand": _document_command,
}


def definition(command: str, source: Spanned, position: int) -> tuple[str, Macro, int]:
    r"""Read what follows a defining command: the name, its macro, the index after it.

    Raises NotDefined for a form that is not understood.

    >>> text = Spanned(r"{\half}{\frac{1}{2}}", range(20))
    >>> definition("\\newcommand", text, 0)[:2]
    ('\\half', Macro(body='\\frac{1}{2}', defaults=(), starred=False))
    """
    name, macro, end = DEFINERS[command](source.text, position)
    if not NAME.fullmatch(name):
        raise NotDefined(f"{name!r} is not the name of a command")
    if command == "\\providecommand" and name in _STANDARD:
        raise NotDefined(f"{name} is there already")
    return name, macro, end


_STANDARD = frozenset({"\\frac", "\\sqrt", "\\int", "\\sum", "\\qty", "\\dd"})


def environment_definition(source: Spanned, position: int) -> tuple[str, Macro, str, int]:
    r"""What follows ``\newenvironment``: its name, its opening, its closing, the index after."""
    text = source.text
    if text[position:position + 1] == "*":
        position += 1
    name, position = argument(text, position)
    count, position = optional(text, position)
    default, position = optional(text, position)
    opening, position = argument(text, position)
    closing, position = argument(text, position)
    number = int(count) if count and count.strip().isdigit() else 0
    defaults: tuple[str | None, ...] = (None,) * min(number, 9)
    if default is not None and defaults:
        defaults = (default, *defaults[1:])
    return name.strip(), Macro(opening, defaults), closing, position
