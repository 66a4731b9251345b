r"""Relations and connectives as people write them, and where they stand in a row.

``split`` cuts a piece of mathematics at its top level: not inside braces, parentheses,
``\left … \right`` or environments. Next: ``chains``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from derive.review.macros import group_end
from derive.review.spanned import Spanned

#: what is written -> the kind of statement it makes
RELATIONS = {
    "=": "=", "<": "<", ">": ">", "\\lt": "<", "\\gt": ">", "\\le": "<=", "\\leq": "<=",
    "\\leqslant": "<=", "\\leqq": "<=", "\\ge": ">=", "\\geq": ">=", "\\geqslant": ">=",
    "\\geqq": ">=", "\\ne": "!=", "\\neq": "!=", "≠": "!=", "≤": "<=", "≥": ">=",
    ":=": ":=", "=:": "=:", "\\coloneqq": ":=", "\\coloneq": ":=", "\\triangleq": ":=",
    "\\doteq": ":=", "\\vcentcolon=": ":=", "\\equiv": "equiv",
    "\\approx": "approx", "\\simeq": "approx", "\\cong": "approx", "\\sim": "sim",
    "\\propto": "propto", "\\lesssim": "approx", "\\gtrsim": "approx", "\\ll": "approx",
    "\\gg": "approx", "\\asymp": "sim",
    "\\to": "to", "\\rightarrow": "to", "\\longrightarrow": "to", "\\mapsto": "to",
    "\\leftarrow": "update", "\\gets": "update", "\\in": "in", "\\notin": "in",
    "\\subset": "in", "\\subseteq": "in", "\\ni": "in", "\\perp": "perp",
    "\\xrightarrow": "to", "\\longmapsto": "to", "\\rightleftharpoons": "to",
    "\\leftrightarrow": "to", "\\dot=": ":=", "\\hateq": "approx",
}
CONNECTIVES = {
    "\\Rightarrow": "implies", "\\implies": "implies", "\\Longrightarrow": "implies",
    "⇒": "implies", "⟹": "implies", "\\therefore": "implies", "\\because": "because",
    "\\iff": "iff", "\\Leftrightarrow": "iff", "\\Longleftrightarrow": "iff",
    "\\Leftarrow": "because", "\\impliedby": "because", "\\Longleftarrow": "because",
    "\\quad": "and", "\\qquad": "and", ";": "and", ",": "and", "\\land": "and",
}
CLAIMING = frozenset({"=", "<", ">", "<=", ">=", "!=", "equiv", ":=", "=:"})
TOKEN = re.compile(
    r"\\begin\s*\{|\\end\s*\{|\\(?:left|right)(?![A-Za-z])\s*(?:\\[{}|]|\\[A-Za-z]+|[^\\\s])"
    r"|\\(?:stackrel|overset|underset|xlongequal|xleftrightarrow)\b|\\[A-Za-z]+|\\."
    r"|:=|=:|[=<>≠≤≥⇒⟹{}()\[\],;:]|[^\\=<>≠≤≥⇒⟹{}()\[\],;:]+|\\", re.DOTALL)
OPENERS = frozenset({"{", "(", "[", "\\{", "\\lbrace", "\\lceil", "\\lfloor", "\\lvert", "\\lVert"})
CLOSERS = frozenset({"}", ")", "]", "\\}", "\\rbrace", "\\rceil", "\\rfloor", "\\rvert", "\\rVert"})
FENCE = re.compile(r"\\(left|right|begin|end)(?![A-Za-z])")
ANGLE = re.compile(r"\\[lr]angle(?![A-Za-z])")
TEXTUAL = re.compile(r"\\(?:text|textrm|textit|textbf|textnormal|mbox|hbox|mathrm)\s*\{")

#: formulas that are no relation between two sides
WHOLE_STARTS = re.compile(r"\s*\\(?:forall|exists|bot|deg)(?![A-Za-z])")
WHOLE_SIGNS = re.compile(r"\\(?:succeq|preceq)(?![A-Za-z])")

#: words that are no formula even when they stand alone in a ``\\text{…}``
WORDS = frozenset((
    "and", "or", "where", "with", "for", "if", "so", "then", "thus", "hence", "since", "by",
    "let", "when", "as", "at", "which", "otherwise", "i.e", "e.g", "therefore", "because", "but",
    "also", "that", "is", "are", "we", "have", "on", "in", "of", "the", "all", "from", "any",
    "every", "follows", "using", "und", "oder", "mit", "für", "wenn", "et", "ou", "si", "donc",
    "avec", "où", "pour", "con", "se", "per", "dove", "quindi", "allora"))


@dataclass(frozen=True)
class Mark:
    """A relation or connective at the top level: from ``start`` to ``end`` in the text."""

    start: int
    end: int
    kind: str
    connective: bool


@dataclass(frozen=True)
class Cut:
    """The marks of a piece of mathematics; ``depth`` is what is still open at its end."""

    marks: tuple[Mark, ...]
    depth: int
    lowest: int


def is_whole(text: str) -> bool:
    r"""Whether a piece of mathematics is a formula of these kinds.

    >>> is_whole(r"\exists n: E = n"), is_whole(r"X^T X \succeq 0"), is_whole("a = b")
    (True, True, False)
    """
    return WHOLE_STARTS.match(text) is not None or WHOLE_SIGNS.search(text) is not None


def cut(text: Spanned) -> Cut:
    r"""Where relations and connectives stand at the top level.

    >>> source = r"\sum_{k=0}^n (a=b) = c \implies d \le e"
    >>> [(m.kind, m.connective) for m in cut(Spanned(source, range(40))).marks]
    [('=', False), ('implies', True), ('<=', False)]
    """
    marks: list[Mark] = []
    depth = lowest = position = 0
    source = text.text
    angles = _angles(source)
    while position < len(source):
        match = TOKEN.match(source, position)
        assert match is not None
        token, position = match[0], match.end()
        change = angles.get(match.start()) or _depth_change(token)
        if change:
            depth += change
            lowest = min(lowest, depth)
            if token.startswith(("\\begin", "\\end")):
                position = _past_group(source, match.end() - 1)
        elif token[0] == "\\" and (textual := TEXTUAL.match(source, match.start())):
            position = _past_group(source, textual.end() - 1)
            words = source[textual.end():position - 1]
            if depth <= 0 and is_prose(words):
                marks.append(Mark(match.start(), position, f"text {words.strip()}", True))
        elif depth <= 0:
            mark = _mark(source, token, match.start())
            if mark is not None:
                marks.append(mark)
                position = mark.end
    return Cut(tuple(marks), depth, lowest)


def is_prose(words: str) -> bool:
    """Whether the content of a ``\\text{…}`` is words of a sentence and not a name.

    >>> is_prose(" and "), is_prose("softmax"), is_prose("since x > 0")
    (True, False, True)
    """
    content = words.strip(" ,.;:()~\\")
    return (" " in content or content.lower() in WORDS or not content
            or any(ord(c) > 0x2E80 for c in content))


def _depth_change(token: str) -> int:
    fence = FENCE.match(token)
    if fence:
        return 1 if fence.group(1) in ("left", "begin") else -1
    return 1 if token in OPENERS else -1 if token in CLOSERS else 0


def _angles(source: str) -> dict[int, int]:
    r"""Where angle brackets open (1) and close (-1) a pair that holds no bra or ket of its own.

    >>> _angles(r"\langle a, b\rangle"), _angles(r"|a\rangle, \langle b|, |c\rangle")
    ({0: 1, 12: -1}, {})
    """
    found: dict[int, int] = {}
    opened = -1
    for match in ANGLE.finditer(source):
        if match[0] == "\\langle":
            opened = match.start()
        elif opened >= 0:
            inside = source[opened:match.start()]
            if "|" not in inside and "\\vert" not in inside and "\\mid" not in inside:
                found[opened], found[match.start()] = 1, -1
            opened = -1
    return found


def _past_group(source: str, brace: int) -> int:
    end = group_end(source, brace)
    return end if end >= 0 else brace + 1


def _mark(source: str, token: str, start: int) -> Mark | None:
    end = start + len(token)
    if token in ("\\stackrel", "\\overset", "\\underset", "\\xlongequal"):
        first = _past_group(source, end) if source[end:end + 1] == "{" else end
        if token == "\\xlongequal":
            return Mark(start, first, "=", False)
        if source[first:first + 1] != "{":
            return None
        last = _past_group(source, first)
        inner = source[first + 1:last - 1].strip()
        kind = RELATIONS.get(inner)
        above = source[end + 1:first - 1].strip()
        if kind == "=" and re.search(r"def|\\triangle|\\Delta|!", above):
            kind = ":="
        return Mark(start, last, kind, False) if kind else (
            Mark(start, last, CONNECTIVES[inner], True) if inner in CONNECTIVES else None)
    if token in ("\\quad", "\\qquad") and re.match(r"\s*[-+−]", source[end:]):
        return None  # space inside a long side
    if token in CONNECTIVES:
        return Mark(start, end, CONNECTIVES[token], True)
    if token == "\\not" and source[end:].lstrip()[:1] == "=":
        return Mark(start, source.index("=", end) + 1, "!=", False)
    if token not in RELATIONS:
        return None
    if token == "\\xrightarrow" and source[end:end + 1] == "{":
        end = _past_group(source, end)
    kind = RELATIONS[token]
    if token in "<>" and source[end:end + 1] == "=":
        end, kind = end + 1, token + "="
    return Mark(start, end, kind, False)
