"""Bars and brackets: |x|, kets, brackets with bars, \\left ... \\right, evaluation bars."""

from __future__ import annotations

from typing import TYPE_CHECKING

from derive.notation import scripts
from derive.notation.alphabet import DELIMITERS
from derive.notation.errors import NotRead, Span
from derive.notation.tokens import Token
from derive.notation.tree import NOTHING, Node

if TYPE_CHECKING:
    from derive.notation.reader import Reader


def bar(reader: Reader, sign: str) -> Node:
    """``|x|``, ``\\|x\\|``, or a ket ``|n\\rangle``."""
    opened = reader.next()
    if sign == "|" and _ket_ahead(reader):
        label = signs(reader, "\\rangle") or reader.inside("\\rangle", opened.span)
        return Node("ket", (label,), span=reader.span_from(opened.span[0]))
    inside = reader.inside(sign, opened.span)
    return Node("paren", (inside,), sign, span=reader.span_from(opened.span[0]))


def norm(reader: Reader) -> Node:
    return bar(reader, "\\|")


def _ket_ahead(reader: Reader) -> bool:
    depth = 0
    for token in reader.tokens[reader.place:reader.place + 400]:
        if token.text in ("{", "(", "[", "\\left") and token.kind != "roman":
            depth += 1
        elif token.text in ("}", ")", "]", "\\right") and token.kind != "roman":
            depth -= 1
        elif depth == 0 and token.text in ("\\rangle", "|", "\\langle"):
            return token.text == "\\rangle"
        if depth < 0:
            return False
    return False


def signs(reader: Reader, *closing: str) -> Node:
    """A label of signs alone, as in ``|+-\\rangle``; nothing where it is not one."""
    place = reader.place
    while reader.tokens[place].text in ("+", "-", "\\pm", "\\mp"):
        place += 1
    if place == reader.place or reader.tokens[place].text not in closing:
        return NOTHING
    taken = reader.tokens[reader.place:place]
    reader.place = place + (closing == ("\\rangle",))
    return Node("mark", value="".join(t.text for t in taken),
                span=(taken[0].span[0], taken[-1].span[1]))


def label_of(reader: Reader) -> Node:
    """What stands between two bars of a bracket; after a bra also ``\\otimes 1(2)``."""
    if reader.at("\\otimes"):
        start = reader.next().span[0]
        return Node("beside", (reader.expression(0),), "\\otimes", span=reader.span_from(start))
    return signs(reader, "|", "\\rangle", "\\mid") or reader.expression(0)


def bracket(reader: Reader, opened: Token) -> Node:
    """After ``\\langle``: a bra, a bracket, a matrix element or an expectation value."""
    closing = "\\rangle"
    ends = _bracket_ends(reader)
    reader.deeper(1)
    reader.open.append(closing)
    reader.measures.append(False)
    parts, barred = [label_of(reader)], False
    while reader.at("|", "\\mid", "\\vert"):
        reader.next()
        barred = True
        if not ends:
            break
        parts.append(label_of(reader))
    reader.open.pop()
    reader.measures.pop()
    reader.nesting -= 1
    if ends:
        reader.expect(closing, opened.span)
    span = reader.span_from(opened.span[0])
    if not ends and not barred:
        raise NotRead("a bra without its bar", (opened.span[0], parts[0].span[1]))
    if not ends:
        return Node("bra", tuple(parts), span=span)
    return Node("braket", tuple(parts), span=span)


def _bracket_ends(reader: Reader) -> bool:
    """Whether a ``\\rangle`` closes this bracket; after a bar the next bracket is another one."""
    depth, inner, bar_seen = 0, 0, False
    for place, token in enumerate(reader.tokens[reader.place:reader.place + 400], reader.place):
        if token.text in ("{", "(", "[", "\\left"):
            depth += 1
        elif token.text in ("}", ")", "]", "\\right"):
            depth -= 1
        elif token.text == "|" and depth == 0:
            if not (bar_seen or inner) and _sum_follows(reader, place + 1):
                return False  # |1><0| + |1><1|
            bar_seen = True
        elif token.text == "\\langle" and depth <= 0:
            if bar_seen:
                return False
            inner += 1
        elif token.text == "\\rangle" and depth <= 0:
            if inner == 0:
                return True
            inner -= 1
        if depth < 0:
            return False
    return False


def _sum_follows(reader: Reader, place: int) -> bool:
    """Whether a sign stands here and a ket after it: what is before ends with its bar."""
    return reader.tokens[place].text in ("+", "-") and reader.tokens[place + 1].text == "|"


def left_right(reader: Reader) -> Node:
    """``\\left( ... \\right)`` and its relatives; what they pair decides what they are."""
    left = reader.next()
    opened = reader.next()
    start = left.span[0]
    if opened.text == "\\langle":
        parts = _sized_bracket(reader, left.span)
        return Node("braket" if reader.next().text == "\\rangle" else "bra", tuple(parts),
                    span=reader.span_from(start))
    inside = reader.inside("\\right", left.span)
    closed = reader.next()
    span = reader.span_from(start)
    pair = (opened.text, closed.text)
    if opened.text in (".",) and closed.text in ("|", "]"):
        return _evaluated(reader, inside, start)
    if pair == ("|", "\\rangle"):
        return Node("ket", (inside,), span=span)
    if pair == ("\\{", "."):
        return Node("cases", (inside,), span=span)
    if pair in (("|", "|"), ("\\vert", "\\vert"), ("\\|", "\\|"), ("\\Vert", "\\Vert")):
        return Node("paren", (inside,), {"\\vert": "|", "\\Vert": "\\|"}.get(*pair[:1], pair[0]),
                    span=span)
    if DELIMITERS.get(opened.text) == closed.text:
        names = {"\\lvert": "|", "\\lVert": "\\|", "\\lbrace": "\\{", "\\lbrack": "["}
        return Node("paren", (inside,), names.get(opened.text, opened.text), span=span)
    raise NotRead(f"\\left{opened.text} is closed by \\right{closed.text}", span)


def _sized_bracket(reader: Reader, opened: Span) -> list[Node]:
    reader.open.append("\\right|")
    reader.measures.append(False)
    parts = [reader.expression(0)]
    while reader.at("|", "\\middle", "\\vert"):
        if reader.next().text == "\\middle":
            reader.next()
        parts.append(reader.expression(0))
    reader.open.pop()
    reader.measures.pop()
    reader.expect("\\right", opened)
    return parts


def evaluation(reader: Reader, left: Node) -> Node:
    """``f|_{x=0}``: a bar with a subscript after a formula."""
    reader.next()
    return _evaluated(reader, left, left.span[0])


def _evaluated(reader: Reader, body: Node, start: int) -> Node:
    lower, upper = scripts.bounds(reader)
    return Node("evalbar", (body, lower, upper), span=reader.span_from(start))
