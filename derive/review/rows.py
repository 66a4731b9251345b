r"""Rows of a display: what stands between line breaks, with the alignment taken out.

Nested ``split``, ``aligned``, ``gathered`` and braces around systems of equations are opened;
numbers, labels and font sizes are blanked; columns of ``alignat`` become rows of their own.
Next: ``relations``, ``chains``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from derive.review import limits
from derive.review.displays import Display
from derive.review.macros import group_end
from derive.review.spanned import Spanned, join

OPENED = frozenset(n + s for n in ("aligned", "split", "gathered", "align", "alignat", "gather",
                                   "alignedat", "multlined", "equation", "eqnarray")
                   for s in ("", "*"))
SYSTEMS = frozenset({"array", "cases", "aligned", "gathered", "split", "align", "matrix"})
TOKEN = re.compile(
    r"\\begin\s*\{([^{}\n]{1,60})\}(?:\s*\[[a-z]\])?|\\end\s*\{([^{}\n]{1,60})\}"
    r"|(\\\\\*?(?:\s*\[[-\d.\s]*[a-z]{2}\])?|\\cr\b|\\newline\b)|(\\left|\\right)\b"
    r"|\\(?:[A-Za-z]+|.)|(&)|([{}])|[^\\&{}]+|\\", re.DOTALL)
BLANKED = re.compile(
    r"\\(?:nonumber|notag|displaystyle|textstyle|scriptstyle|limits|nolimits|hline|allowbreak"
    r"|allowdisplaybreaks|numberthis|qedhere|qed|hfill|hfil|noindent|centering|normalsize"
    r"|footnotesize|scriptsize|small|tiny|large|Large|Biggr?l?|break|linebreak|nobreak|par"
    r"|relax|strut|mathstrut|smallskip|medskip|bigskip|notag|indent|null)(?![A-Za-z])")
BLANKED_WITH_GROUP = re.compile(
    r"\\(?:label|tag\*?|hspace\*?|vspace\*?|phantom|vphantom|hphantom|color|eqref|ref|cite"
    r"|eqlabel|footnote|footnotemark|mspace|hskip|intertext|shortintertext|tagtext)\s*(?=\{)")
MOST_QUANTITIES = 200
QUANTITY = re.compile(r"\\mqty\s*([(\[|])")
EMPTY_GROUP = re.compile(r"(?<![A-Za-z}\]^_])\{\s*\}(?!\s*[\^_{])")
TRANSPARENT = re.compile(r"\\(?:boxed|fbox|mathbox|Aboxed)\s*(?=\{)")
ARROW = re.compile(
    r"\s*(?:\\(?:Rightarrow|Longrightarrow|implies|iff|Leftrightarrow|Longleftrightarrow"
    r"|therefore|quad|qquad|to|rightarrow|longrightarrow)(?![A-Za-z])|\s|[,.;])*\s*")


@dataclass(frozen=True)
class Row:
    """One row: its text without alignment marks, the column of equations that it belongs to.

    ``leads`` says that nothing stands before the first alignment mark, so that the row goes on
    with what the row above began.
    """

    text: Spanned
    column: int = 0
    leads: bool = False


def rows(display: Display) -> list[Row]:
    r"""The rows of a display, in order, empty ones left out.

    >>> source = r"a &= b \label{one} \\ &= c"
    >>> [(r.text.text.strip(), r.leads)
    ...  for r in rows(Display("align", Spanned(source, range(len(source))), 0))]
    [('a  = b', False), ('= c', True)]
    """
    body = _braced(_blanked(display.body))
    return [r for r in _rows(body, display.environment.rstrip("*"), 0) if r.text.strip()]


def _braced(text: Spanned) -> Spanned:
    r"""``\mqty(a & b)`` as ``\pmqty{a & b}``: its cells are no columns of the display.

    >>> _braced(Spanned(r"\mqty(a & b) = c", range(16))).text
    '\\pmqty{a & b} = c'
    """
    for _ in range(MOST_QUANTITIES):
        match = QUANTITY.search(text.text)
        if match is None:
            break
        opened = match[1]
        closing, depth, end = {"(": ")", "[": "]", "|": "|"}[opened], 0, match.end()
        while end < len(text) and (depth or text.text[end] != closing):
            depth += (text.text[end] == opened) - (text.text[end] == closing)
            end += 1
        called = {"(": "\\pmqty{", "[": "\\bmqty{", "|": "\\vmqty{"}[opened]
        here = text[match.start():match.end()]
        text = join([text[:match.start()], here.placed(called), text[match.end():end],
                     here.placed("}"), text[end + 1:]])
    return text


def _blanked(text: Spanned) -> Spanned:
    for pattern in (BLANKED_WITH_GROUP, TRANSPARENT):
        position = 0
        while match := pattern.search(text.text, position):
            end = group_end(text.text, match.end())
            position = match.end()
            if end < 0:
                break
            if pattern is TRANSPARENT:
                text = text.blank(match.start(), match.end() + 1).blank(end - 1, end)
            else:
                text = text.blank(match.start(), end)
    for match in EMPTY_GROUP.finditer(text.text):
        text = text.blank(match.start(), match.end())
    result = list(text.text)
    for match in BLANKED.finditer(text.text):
        result[match.start():match.end()] = " " * (match.end() - match.start())
    return Spanned("".join(result), text.at)


def _rows(body: Spanned, environment: str, depth: int) -> list[Row]:
    found: list[Row] = []
    cells: list[Spanned] = []
    start = position = braces = fences = 0
    text, size = body.text, len(body)
    nested = 0

    def close(end: int, before: list[Spanned]) -> None:
        found.extend(_columns([*before, body[start:end]], environment))

    while position < size and len(found) < limits.ROWS_PER_DISPLAY:
        match = TOKEN.match(text, position)
        assert match is not None
        begin, end, line_break, fence, mark, brace = match.groups()
        at_top = braces == 0 and nested == 0
        position = match.end()
        if brace:
            braces = max(0, braces + (1 if brace == "{" else -1))
        elif begin is not None:
            opened = at_top and depth < 5 and _opens(
                begin, join([*cells, body[start:match.start()]]).text)
            closing = _environment_end(text, match.end(), begin) if opened else -1
            if closing >= 0:
                inner = _rows(_body_of(begin, body[match.end():closing]), begin, depth + 1)
                prefix = join([*cells, body[start:match.start()]])
                found.extend(_with_prefix(prefix, inner))
                position = closing + len(f"\\end{{{begin}}}")
                position = _past_brace(text, position)
                start, cells, fences = position, [], 0
                continue
            nested += 1
        elif end is not None:
            nested = max(0, nested - 1)
        elif fence:
            fences += 1 if fence == "\\left" else -1
        elif line_break and at_top:
            close(match.start(), cells)
            start, cells, fences = position, [], 0
        elif mark and at_top:
            cells.append(body[start:match.start()])
            start = position
    close(size, cells)
    return found


def _opens(name: str, before: str) -> bool:
    """Whether a nested environment is a piece of the layout, not of a formula."""
    plain = name.rstrip("*")
    stripped = ARROW.sub("", before, count=1) if before else ""
    if plain in {n.rstrip("*") for n in OPENED} and not re.search(
            r"\\left\s*\S*\s*$|[(\[{]\s*$", before):
        return True
    return plain in SYSTEMS and re.fullmatch(
        r"\s*\\(?:left|bigl?|Bigl?|biggl?|Biggl?)\s*(?:\\\{|\\lbrace|\.)\s*", stripped) is not None


def _body_of(name: str, body: Spanned) -> Spanned:
    if name in ("array", "alignat", "alignat*", "alignedat") and body.text.lstrip()[:1] == "{":
        end = group_end(body.text, body.text.index("{"))
        return body[end:] if end >= 0 else body
    return body


def _environment_end(text: str, position: int, name: str) -> int:
    depth = 1
    for match in re.finditer(r"\\(begin|end)\s*\{" + re.escape(name) + r"\}", text[position:]):
        depth += 1 if match.group(1) == "begin" else -1
        if depth == 0:
            return position + match.start()
    return -1


def _past_brace(text: str, position: int) -> int:
    match = re.compile(r"\s*\\right\s*(?:\.|\\\}|\\rbrace)").match(text, position)
    return match.end() if match else position


def _with_prefix(prefix: Spanned, inner: list[Row]) -> list[Row]:
    stripped = re.sub(r"\\left\s*(?:\\\{|\\lbrace|\.)\s*$", "", prefix.text)
    prefix = prefix[:len(stripped)]
    if not prefix.strip() or not inner:
        return inner
    return [Row(join([prefix, prefix.placed(" "), inner[0].text]), inner[0].column), *inner[1:]]


def _columns(cells: list[Spanned], environment: str) -> list[Row]:
    """The equations side by side in one row: pairs of cells, where the environment has pairs."""
    leads = len(cells) > 1 and not cells[0].strip()
    if environment not in ("align", "alignat", "flalign", "aligned", "alignedat", "xalignat",
                           "split", "eqnarray"):
        return [Row(_spaced(cells))]
    if environment == "eqnarray" or len(cells) <= 2:
        return [Row(_spaced(cells), 0, leads)]
    found: list[Row] = []
    for number in range(0, len(cells), 2):
        pair = cells[number:number + 2]
        if any(c.strip() for c in pair):
            text = _spaced(pair)
            if found and not re.search(r"[=<>]|\\(?:le|ge|ne|approx|sim|equiv|in)", text.text):
                last = found.pop()
                found.append(Row(join([last.text, text.placed(" \\quad "), text]), last.column,
                                 last.leads))
            else:
                found.append(Row(text, number // 2, len(pair) > 1 and not pair[0].strip()))
    return found


def _spaced(cells: list[Spanned]) -> Spanned:
    pieces: list[Spanned] = []
    for cell in cells:
        if pieces:
            pieces.append(cell.placed(" "))
        pieces.append(cell)
    return join(pieces).strip()
