"""Generated Python laid out as a formatter would: 88 letters a line, brackets opened if need be.

So a module that is written is not changed by ``ruff format``. A template leaves a statement in
one line where names that fill it may make it too long; ``laid`` opens it at its last bracket,
then at its commas, then at its weakest operators.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

WIDTH = 88
#: operators, the weakest first
_SIGNS = ((" if ", " else "), (" or ",), (" and ",), (" < ", " <= ", " > ", " >= ", " == ", " != "),
          (" | ",), (" & ",), (" + ", " - "), (" * ", " / ", " // ", " % ", " @ "), (" ** ",))
_POWER = re.compile(r"(?<![\w.)\]])([\w.]+) \*\* (-?[\w.]+)(?![\w.(\[])")
_WORDS = ("return ", "raise ", "if ", "elif ", "while ")


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


def laid(text: str) -> str:
    """A module's text with every statement that is too long for its line opened.

    Comments, strings of several lines, and what stands in several lines already are left. There
    is no space about the sign of a power of two plain things.

    >>> print(laid("def f(" + "x: Any, " * 9 + "*, out: Any) -> tuple[Any, Any]:"))
    def f(
        x: Any, x: Any, x: Any, x: Any, x: Any, x: Any, x: Any, x: Any, x: Any, *, out: Any
    ) -> tuple[Any, Any]:
    >>> print(laid("first = " + "some(thing) * " * 5 + "last + second_of_all"))
    first = (
        some(thing) * some(thing) * some(thing) * some(thing) * some(thing) * last
        + second_of_all
    )
    """
    lines, quoted = [], False
    for line in text.split("\n"):
        place = line.lstrip(" ")
        if not quoted and not place.startswith("#"):
            line = _POWER.sub(r"\1**\2", line)
            line = _statement(line) if len(line) > WIDTH and _whole(place) else line
        lines.append(line)
        quoted ^= line.count('"""') % 2 == 1
    return "\n".join(lines)


def _whole(place: str) -> bool:
    """Whether a line without its indentation is a whole statement, and has no comment."""
    depths = [depth for _, _, depth in _letters(place)]
    return not place.startswith('"""') and not place.endswith(",") and "#" not in place and (
        depths[-1] == 0 and min(depths) >= 0)


def _letters(text: str) -> Iterator[tuple[int, str, int]]:
    """The letters outside strings: position, letter, how many brackets are open after it."""
    depth, quote, before = 0, "", ""
    for position, letter in enumerate(text):
        if quote:
            quote = "" if letter == quote and before != "\\" else quote
        else:
            quote = letter if letter in "\"'" else ""
            depth += (letter in "([{") - (letter in ")]}")
            yield position, letter, depth
        before = letter


def _parts(text: str, signs: tuple[str, ...]) -> list[str]:
    """The text cut before each of the signs that stands outside brackets."""
    cuts = [position for position, _, depth in _letters(text)
            if depth == 0 and text.startswith(signs, position)]
    return [text[a:b] for a, b in zip([0, *cuts], [*cuts, len(text)], strict=True)]


def _items(text: str) -> list[str]:
    return [part.removeprefix(",").strip() for part in _parts(text, (",",)) if part != ","]


def _outer(text: str) -> list[tuple[int, int]]:
    """Where the brackets that are in no other ones open and close."""
    places = [at for at, letter, depth in _letters(text)
              if (letter in "([{" and depth == 1) or (letter in ")]}" and depth == 0)]
    return list(zip(places[::2], places[1::2], strict=True))


def _statement(line: str) -> str:
    place = line.lstrip(" ")
    indent, tail = len(line) - len(place), ":" if place.endswith(":") else ""
    if place.startswith("def "):
        start = place.index("(")
        end = next(at for at, _, depth in _letters(place) if at > start and depth == 0)
        return _opened(indent, place[:start + 1], place[start + 1:end], place[end:])
    head = next((word for word in _WORDS if place.startswith(word)), "")
    if not head:
        signs = (" in ",) if place.startswith("for ") else (" = ", " += ", " *= ", " -= ")
        first, *rest = _parts(place, signs)
        if rest:
            head = first + rest[0][:rest[0].index(" ", 1) + 1]
    return _expression(indent, head, place[len(head):].removesuffix(tail), tail)


def _expression(indent: int, head: str, text: str, tail: str, inside: bool = False) -> str:
    """The lines of ``head`` text ``tail``; ``inside`` brackets it may be broken anywhere."""
    line = " " * indent + head + text + tail
    if len(line) <= WIDTH:
        return line
    items = _items(text)
    if len(items) > 1 and not (head == "return " and len(items) == 2 and items[1][-1] in ")]}"):
        return _opened(indent, f"{head}(", text, f"){tail}")
    parts = next((found for signs in _SIGNS if len(found := _parts(text, signs)) > 1), [])
    pairs = _outer(text) if text.endswith((")", "]", "}")) else []
    if pairs and (not parts or (not inside and len(parts) == 2)):
        start, end = pairs[-1]
        if indent + len(head) + start < WIDTH:
            return _opened(indent, head + text[:start + 1], text[start + 1:end], text[end] + tail)
        start, end = pairs[0]
        cut = len(parts[0]) + parts[1].index(" ", 1) + 1 if parts else len(text)
        opened = _opened(indent, head + text[:start + 1], text[start + 1:end], "")
        return opened + _expression(indent, text[end:cut], text[cut:], tail).lstrip()
    if not parts and (inside or not head or indent + 4 + len(text) > WIDTH):
        return line
    if not inside:
        inner = " " * (indent + 4) + text
        body = inner if len(inner) <= WIDTH else _expression(indent + 4, "", text, "", True)
        return f"{' ' * indent}{head}(\n{body}\n{' ' * indent}){tail}"
    *first, last = [(head, parts[0]), *(_operand(part) for part in parts[1:])]
    lines = [_expression(indent, sign, operand, "", True) for sign, operand in first]
    return "\n".join([*lines, _expression(indent, *last, tail, True)])


def _operand(part: str) -> tuple[str, str]:
    """A part that begins with its operator, as operator and the rest."""
    cut = part.index(" ", 1) + 1
    return part[1:cut], part[cut:]


def _opened(indent: int, head: str, body: str, tail: str) -> str:
    """``head`` body ``tail`` with the bracket between them opened."""
    space, inner, clauses = " " * indent, " " * (indent + 4), _clauses(body)
    items = _items(body) if len(clauses) == 1 else [body]
    literal = len(items) > 1 and (head.endswith("{") or not head[-2:-1].isidentifier())
    if len(inner + body) <= WIDTH and not literal:
        lines = inner + body
    elif len(clauses) > 1:
        lines = "\n".join(_expression(indent + 4, h, c, "", True) for h, c in clauses)
    elif len(items) == 1 and not body.endswith(","):
        lines = _expression(indent + 4, "", body, "", True)
    else:
        lines = "\n".join(_item(indent + 4, item) for item in items)
    return f"{space}{head}\n{lines}\n{space}{tail}"


def _clauses(text: str) -> list[tuple[str, str]]:
    """What a comprehension makes, ``for ... in`` what, ``if`` what: head and expression of each."""
    made, *rest = _parts(text, (" for ",))
    found = [("", made)]
    for clause in rest:
        for part in _parts(clause, (" if ",)):
            word = " in " if part.startswith(" for ") else " if "
            cut = part.index(word) + len(word)
            found.append((part[1:cut], part[cut:]))
    return found


def _item(indent: int, item: str) -> str:
    name, sign, value = item.partition("=")
    if sign and name.isidentifier():
        return _expression(indent, f"{name}=", value, ",", True)
    return _expression(indent, "", item, ",", True)


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
