r"""Rows become links: one claim for each relation of a chain ``a = b = c``.

A row that begins with a relation goes on with the last side of the row above; a row that
begins with an operator belongs to the side above it; pieces between commas, words and arrows
are statements of their own. Next: ``document`` for where they come from, ``obligations`` for
what they claim.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from derive.review import limits
from derive.review.displays import Display
from derive.review.relations import Mark, cut, is_whole
from derive.review.rows import Row, rows
from derive.review.spanned import Spanned, join

SPACING = r"(?:\s|~|\\[,;:! ]|\\(?:quad|qquad)(?![A-Za-z]))*"
OPERATOR_START = re.compile(
    SPACING + r"([+*/]|-|−|\\(?:times|cdot|pm|mp|oplus|otimes|div)(?![A-Za-z]))")
OPERATOR_END = re.compile(r"(?:[+*/(=<>-]|\\(?:times|cdot|pm|mp|leq?|geq?|equiv|approx))\s*$")
PUNCTUATION = re.compile(r"(?:[\s,.;:~]|\\[,;:! ]|\\(?:quad|qquad)(?![A-Za-z]))+$")
BROKEN = re.compile(r"(\\right\s*\.)(\s*(?:[-+]|\\times|\\cdot|\\quad)?\s*)(\\left\s*\.)")
SIGNS = re.compile(r"\\(pm|mp)(?![A-Za-z])")
INVISIBLE = re.compile(r"\\right\s*$")
NOTE = re.compile(r"\(?\s*\\(?:text|mbox|textrm)\s*\{[^{}$]*\}\s*\)?")
LEADING = re.compile(r"^(?:[\s,.;:~]|\\[,;:! ]|\\(?:quad|qquad)(?![A-Za-z]))+")
NO_LEFT = "there is nothing on the left of the relation"
A_LIST = "a list of values"
VALUE = re.compile(r"(?:\\pm|[-+])?\s*\d+|\\[lc]?dots[bc]?|\.\.\.|…")
CONDITION_WORDS = frozenset((
    "for", "if", "when", "where", "with", "as", "on", "since", "because", "provided"))


@dataclass(frozen=True)
class Link:
    """One relation as written: ``left kind right``.

    ``chain`` numbers the chain in its display and ``place`` the link in its chain; ``joined``
    is what leads to it (``implies``, ``iff``, ``and`` …); ``conditions`` are pieces such as
    ``x > 0`` written beside it; ``fault`` says why it cannot be a claim on its own; of the
    links of one ``group`` (see ``alternatives``) only one is claimed to hold.
    """

    left: Spanned
    kind: str
    right: Spanned
    shown: Spanned
    chain: int
    place: int
    joined: str = ""
    conditions: tuple[Spanned, ...] = ()
    words: str = ""
    fault: str = ""
    group: int = 0

    @property
    def relation(self) -> str:
        """The kind, of one of several values that of the equation that it is."""
        return "=" if self.group else self.kind


@dataclass
class _Builder:
    links: list[Link] = field(default_factory=list)
    chain: int = -1
    place: int = 0
    last: dict[int, Spanned] = field(default_factory=dict)
    joined: str = ""
    words: str = ""


def links(display: Display) -> list[Link]:
    r"""The links of a display, in order.

    >>> source = r"a &= b + c \\ &= d, \quad x > 0 \\ &\implies e \le f"
    >>> found = links(Display("align", Spanned(source, range(len(source))), 0))
    >>> [(k.left.text, k.kind, k.right.text, k.joined, k.place) for k in found[:2]]
    [('a', '=', 'b + c', '', 0), ('b + c', '=', 'd', '', 1)]
    >>> [(k.left.text, k.kind, k.right.text, k.joined, k.place) for k in found[2:]]
    [('x', '>', '0', 'and', 0), ('e', '<=', 'f', 'implies', 0)]
    """
    builder = _Builder()
    for row in _merged(rows(display)):
        _read_row(row, builder)
        if len(builder.links) > limits.LINKS_PER_DISPLAY:
            break
    return [signed for link in builder.links for signed in both_signs(link)]


def both_signs(link: Link) -> tuple[Link, ...]:
    r"""A link with ``\pm`` on both sides is two claims; on one side it names one of two values.

    >>> link = Link(*(Spanned(t, range(9)) for t in (r"a_\pm",)), "=",
    ...             *(Spanned(t, range(9)) for t in (r"b \mp c", "")), 0, 0)
    >>> [(one.left.text, one.kind, one.right.text) for one in both_signs(link)]
    [('a_+', '=', 'b - c'), ('a_-', '=', 'b + c')]
    """
    sides = [SIGNS.search(side.text) is not None for side in (link.left, link.right)]
    if not any(sides):
        return (link,)
    kind = link.kind if all(sides) or link.kind != "=" else "either"
    return tuple(replace(link, kind=kind, left=_with_signs(link.left, upper),
                         right=_with_signs(link.right, upper)) for upper in (True, False))


def _with_signs(text: Spanned, upper: bool) -> Spanned:
    """The text with the upper or the lower sign of every ``\\pm`` and ``\\mp``."""
    pieces, start = [], 0
    for match in SIGNS.finditer(text.text):
        sign = "+" if (match[1] == "pm") == upper else "-"
        pieces += [text[start:match.start()], text[match.start():match.end()].placed(sign)]
        start = match.end()
    return join([*pieces, text[start:]])


def _merged(found: list[Row]) -> list[Row]:
    """Rows of one formula that was broken for its length, put together again."""
    result: list[Row] = []
    for row in found:
        above = result[-1] if result else None
        if above is not None and above.column == row.column and _goes_on(above, row):
            start = re.match(SPACING, row.text.text)
            second = row.text[start.end():] if start else row.text
            result[-1] = replace(above, text=_closed(join([
                above.text, above.text.placed(" "), second])))
        else:
            result.append(row)
    return result


def _closed(text: Spanned) -> Spanned:
    """Without the invisible delimiters that a formula needs only where it is broken."""
    for match in BROKEN.finditer(text.text):
        text = text.blank(match.start(1), match.end(1)).blank(match.start(3), match.end(3))
    return text


def _goes_on(above: Row, row: Row) -> bool:
    state = cut(above.text)
    if state.depth > 0 and len(above.text) < limits.DISPLAY_CHARACTERS:
        return True
    if re.search(r"\\right\s*\.\s*$", above.text.text) and "\\left" in row.text.text[:40]:
        return True
    if OPERATOR_END.search(above.text.text) or _kets_follow(above.text, row.text):
        return True
    match = OPERATOR_START.match(row.text.text)
    if not match:
        return row.leads and _brackets_follow(above.text, row.text)
    relational = any(not m.connective for m in cut(row.text).marks)
    return row.leads or not relational or match.group(1) in ("+", "*", "/", "\\times", "\\cdot")


def _brackets_follow(above: Spanned, below: Spanned) -> bool:
    """Whether a row of bras and kets in parentheses goes on with the bras and kets above.

    A parenthesis of numbers may as well be a new side.

    >>> a, b = r"m = |a\\rangle\\langle b|", r"(|c\\rangle + |d\\rangle)\\langle c|"
    >>> _brackets_follow(*(Spanned(t, range(99)) for t in (a, b)))
    True
    >>> _brackets_follow(*(Spanned(t, range(99)) for t in ("y = (a + b)", "(c + d)")))
    False
    """
    start = re.match(SPACING, below.text)
    second = below[start.end():] if start else below
    marks = [m for m in cut(above).marks if not m.connective]
    if not marks or cut(second).marks or not re.match(r"\\left\s*\(|\(", second.text):
        return False
    last = above.text[marks[-1].end:]
    return all("\\langle" in t and "\\rangle" in t for t in (last, second.text))


def _kets_follow(above: Spanned, below: Spanned) -> bool:
    """Whether a side with bras alone goes on with their kets, as in ``(<a| + <b|)A`` and ``|c>``.

    >>> _kets_follow(*(Spanned(t, range(99)) for t in (r"m = \\langle a|A", r"(|b\\rangle)")))
    True
    >>> _kets_follow(*(Spanned(t, range(99)) for t in (
    ...     r"m = \\langle a|A", r"\\quad\\quad(|b\\rangle)")))
    True
    """
    marks = [m for m in cut(above).marks if not m.connective]
    start = re.match(SPACING, below.text)
    if not marks or cut(below[start.end():] if start else below).marks:
        return False
    last = above.text[marks[-1].end:]
    return (last.count("\\langle") > 0 and "\\rangle" not in last
            and "\\rangle" in below.text and "\\langle" not in below.text)


def _read_row(row: Row, builder: _Builder) -> None:
    text = row.text
    marks = cut(text).marks
    start = 0
    segment: list[Mark] = []
    separator = ""
    for mark in (*marks, None):
        if mark is not None and not mark.connective:
            segment.append(mark)
            continue
        end = mark.start if mark is not None else len(text)
        _read_segment(text[start:end], [
            Mark(m.start - start, m.end - start, m.kind, False) for m in segment],
            row, builder, separator)
        if mark is None:
            return
        segment, start = [], mark.end
        written = text.text[mark.start:mark.end]
        if mark.kind.startswith("text"):
            builder.words = mark.kind[5:]
            builder.joined = builder.joined or "and"
            separator = "words"
        elif mark.kind == "and":
            builder.joined = builder.joined or "and"
            separator = "list" if written == "," and separator != "words" else (
                separator if separator == "words" else "wide")
        else:
            builder.joined = mark.kind
            separator = "arrow"


def _trim(text: Spanned) -> Spanned:
    end = PUNCTUATION.search(text.text)
    if end and INVISIBLE.search(text.text[:end.start()]) and "." in end[0]:
        text = text[:end.start() + end[0].index(".") + 1]
        end = None
    text = text[:end.start()] if end and not text.text[:end.start()].endswith("\\") else text
    start = LEADING.match(text.text)
    return text[start.end():] if start else text


def _read_segment(text: Spanned, marks: list[Mark], row: Row, builder: _Builder,
                  separator: str) -> None:
    if is_whole(text.text):
        _whole(_trim(text), row, builder)
        return
    if not marks:
        _bare(_trim(text), row, builder, separator)
        return
    edges = [0, *(m.end for m in marks)]
    sides = [_trim(text[edge:mark.start]) for edge, mark in zip(edges, marks, strict=False)]
    sides.append(_trim(text[edges[-1]:]))
    joined, words, fault = builder.joined, builder.words, ""
    builder.joined = builder.words = ""
    left = sides[0]
    previous = builder.last.get(row.column)
    if not left:
        if separator == "words" and words:
            fault = "words stand in the place of a side"
        elif previous is None:
            fault = NO_LEFT
        else:
            left = previous
    continued = not sides[0] and not fault
    if not continued or builder.chain < 0:
        builder.chain, builder.place = builder.chain + 1, 0
    if _is_condition(words, joined) and builder.links and not continued:
        _condition(text, builder)
        return
    for mark, start, right in zip(marks, [0, *(m.start for m in marks[1:])], sides[1:],
                                  strict=True):
        if not right and not fault:
            fault = "there is nothing on the right of the relation"
        shown = text[start:mark.end].strip() if not right else join(
            [text[start:mark.end], _untrimmed(text, mark, marks)]).strip()
        builder.links.append(Link(left, mark.kind, right, _trim(shown), builder.chain,
                                  builder.place, joined if builder.place == 0 else "",
                                  words=words if builder.place == 0 else "", fault=fault))
        builder.place += 1
        left, fault, joined, words = right, "", "", ""
    builder.last[row.column] = sides[-1]


def _whole(text: Spanned, row: Row, builder: _Builder) -> None:
    """A formula that is no relation between two sides."""
    builder.chain, builder.place = builder.chain + 1, 0
    builder.links.append(Link(text, "whole", text, text, builder.chain, 0, builder.joined,
                              words=builder.words))
    builder.joined = builder.words = ""
    builder.last.pop(row.column, None)


def _untrimmed(text: Spanned, mark: Mark, marks: list[Mark]) -> Spanned:
    following = [m.start for m in marks if m.start > mark.start]
    return text[mark.end:following[0] if following else len(text)]


def _is_condition(words: str, joined: str) -> bool:
    return joined == "and" and words.split(" ")[-1].strip("(,:~ ").lower() in CONDITION_WORDS


def _condition(text: Spanned, builder: _Builder) -> None:
    last = builder.links[-1]
    builder.links[-1] = replace(last, conditions=(*last.conditions, _trim(text)))


def _bare(text: Spanned, row: Row, builder: _Builder, separator: str) -> None:
    """A piece without a relation: the tail of a list, a note in parentheses, or a first side."""
    if not text or NOTE.fullmatch(text.text):
        return
    inner = text[1:-1] if text.text[:1] == "(" and text.text[-1:] == ")" else text[:0]
    if inner and builder.links and any(not m.connective for m in cut(inner).marks):
        _condition(inner, builder)
    elif builder.links and builder.place > 0 and (
            separator == "list" or (separator == "words" and VALUE.fullmatch(text.text))):
        last = builder.links[-1]
        fault = last.fault or A_LIST
        builder.links[-1] = replace(last, fault=fault, shown=_trim(join(
            [last.shown, last.shown.placed(", "), text])))
    elif separator in ("", "arrow") or not builder.links:
        builder.last[row.column] = text
        builder.chain, builder.place = builder.chain + 1, 0
    builder.words = ""
