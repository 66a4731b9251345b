"""The braket package: \\bra, \\ket, \\braket with bars inside its braces, \\ketbra."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from derive.notation import scripts
from derive.notation.errors import NotRead
from derive.notation.tree import Node

if TYPE_CHECKING:
    from derive.notation.reader import Reader


def ket(reader: Reader) -> Node:
    command = reader.next()
    return Node("ket", (scripts.argument(reader),), span=reader.span_from(command.span[0]))


def bra(reader: Reader) -> Node:
    command = reader.next()
    return Node("bra", (scripts.argument(reader),), span=reader.span_from(command.span[0]))


def braket(reader: Reader) -> Node:
    """``\\braket{a|A|b}``: the parts between the bars."""
    command = reader.next()
    opened = reader.here
    if not reader.at("{"):
        raise NotRead(f"{command.text} needs an argument in braces", command.span)
    reader.next()
    reader.open.append("\\rangle")
    reader.measures.append(False)
    parts = [reader.expression(0)]
    while reader.at("|", "\\mid", "\\vert"):
        reader.next()
        parts.append(reader.expression(0))
    reader.open.pop()
    reader.measures.pop()
    reader.expect("}", opened.span)
    return Node("braket", tuple(parts), span=reader.span_from(command.span[0]))


MACROS: dict[str, Callable[[Reader], Node]] = {
    "\\bra": bra, "\\ket": ket, "\\Bra": bra, "\\Ket": ket, "\\braket": braket,
    "\\Braket": braket,
}
