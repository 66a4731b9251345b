"""Generated Python laid out as a formatter would: 88 letters a line, brackets opened if need be.

So a module that is written is not changed by ``ruff format`` or ``black``.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

WIDTH = 88


def number(value: Any) -> str:
    """A number as a formatter writes it.

    >>> number(1e20), number(0.5)
    ('1e20', '0.5')
    """
    return repr(value).replace("e+", "e")


def literal(value: Any, before: int = 0, indent: int = 0, opened: bool = False) -> str:
    """Plain data as code, after ``before`` letters of its line, with room for a comma.

    >>> print(literal({"a": (1.0, (2.0,)), "b": "c"}, opened=True))
    {
        "a": (1.0, (2.0,)),
        "b": "c",
    }
    """
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False)
    if not isinstance(value, tuple | list | dict):
        return number(value)
    keyed = [(f"{json.dumps(k)}: ", v) for k, v in value.items()] if isinstance(
        value, dict) else [("", v) for v in value]
    left, right = "()" if isinstance(value, tuple) else "[]" if isinstance(value, list) else "{}"
    comma = "," if isinstance(value, tuple) and len(value) == 1 else ""
    flat = f"{left}{', '.join(k + literal(v) for k, v in keyed)}{comma}{right}"
    if not opened and ("\n" not in flat and before + len(flat) + 1 <= WIDTH):
        return flat
    if not keyed:
        return left + right
    inner = " " * (indent + 4)
    lines = [f"{inner}{k}{literal(v, indent + 4 + len(k), indent + 4)},\n" for k, v in keyed]
    return f"{left}\n{''.join(lines)}{' ' * indent}{right}"


def bracketed(head: str, items: Sequence[str], tail: str, indent: int = 0) -> str:
    """``head`` items ``tail``: in a line, in one line between brackets, or an item a line.

    >>> bracketed("def f(", ["x: Any", "a: Any"], ") -> Any:")
    'def f(x: Any, a: Any) -> Any:'
    """
    space, inside = " " * indent, ", ".join(items)
    if len(space + head + inside + tail) <= WIDTH:
        return f"{space}{head}{inside}{tail}"
    inner = " " * (indent + 4)
    if len(inner + inside) <= WIDTH:
        return f"{space}{head}\n{inner}{inside}\n{space}{tail}"
    return f"{space}{head}\n" + "".join(f"{inner}{i},\n" for i in items) + f"{space}{tail}"


def heads(text: str) -> str:
    """A module's text with every ``def`` of a line, whatever its length, laid out.

    What a template leaves in one line is opened where the names that fill it made it too long.

    >>> print(heads("def f(x: Any, y: Any) -> tuple[Any, Any]:  # short"))
    def f(x: Any, y: Any) -> tuple[Any, Any]:  # short
    >>> print(heads("def f(" + "x: Any, " * 9 + "*, out: Any) -> tuple[Any, Any]:"))
    def f(
        x: Any, x: Any, x: Any, x: Any, x: Any, x: Any, x: Any, x: Any, x: Any, *, out: Any
    ) -> tuple[Any, Any]:
    """
    return "\n".join(_opened(line) for line in text.split("\n"))


def _opened(line: str) -> str:
    place = line.lstrip(" ")
    if len(line) <= WIDTH or not (place.startswith("def ") and place.endswith(":")):
        return line
    start = place.index("(") + 1
    depth, items, begin = 1, [], start
    for position in range(start, len(place)):
        letter = place[position]
        depth += (letter in "([{") - (letter in ")]}")
        if (depth == 1 and letter == ",") or depth == 0:
            items.append(place[begin:position].strip())
            begin = position + 1
        if depth == 0:
            return bracketed(place[:start], items, place[position:], len(line) - len(place))
    return line


def bare(text: str) -> str:
    """Code without brackets around the whole of it.

    >>> bare("(a if b else c)"), bare("(a) + (b)")
    ('a if b else c', '(a) + (b)')
    """
    depth = 0
    for position, letter in enumerate(text):
        depth += (letter == "(") - (letter == ")")
        if depth == 0:
            whole = position == len(text) - 1 and text.startswith("(")
            return text[1:-1] if whole else text
    return text
