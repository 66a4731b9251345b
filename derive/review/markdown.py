r"""Markdown, MyST and Quarto: formulas between dollars, fenced ``math`` blocks, raw LaTeX.

Code blocks and HTML comments hold no formulas; a heading opens a scope; declarations stand in
the front matter (``derive:``) or in a comment ``<!-- derive: … -->``. Next: ``notebook``.
"""

from __future__ import annotations

import re

from derive.review.displays import Display, Scope, find_displays
from derive.review.expansion import Expander
from derive.review.spanned import Spanned, join

FRONT = re.compile(r"\A---[ \t]*\n(.*?)\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
FENCE = re.compile(r"[ \t]{0,3}(`{3,}|~{3,}|:{3,})[ \t]*(\{[^}\n]*\}|[\w.+-]*)")
HEADING = re.compile(r"(#{1,6})[ \t]+(.*)")
COMMENT = re.compile(r"<!--(.*?)-->", re.DOTALL)
CODE_SPAN = re.compile(r"(?<!`)(`+)(?!`)([^`\n]|[^`\n][^\n]{0,300}?[^`\n])\1(?!`)")


def front_matter(text: Spanned) -> tuple[list[Spanned], int]:
    """Declarations of a ``derive:`` entry in the front matter, and where the text begins.

    >>> source = "---\\ntitle: T\\nderive:\\n  - x in R\\n  - n in N0\\n---\\nText"
    >>> found, start = front_matter(Spanned(source, range(len(source))))
    >>> [f.text for f in found], source[start:]
    (['x in R', 'n in N0'], 'Text')
    """
    match = FRONT.match(text.text)
    if not match:
        return [], 0
    found: list[Spanned] = []
    inside = False
    position = match.start(1)
    for line in match.group(1).split("\n"):
        content = line.strip()
        start = position
        if not line.startswith((" ", "\t", "-")):
            inside = content.startswith("derive:")
            start += len("derive:") if inside else 0
        position += len(line) + 1
        if inside:
            piece = text[start:start + len(line) - (start - position + len(line) + 1)].strip()
            piece = _unquoted(piece)
            if piece and piece.text not in ("|", ">"):
                found.append(piece)
    return found, match.end()


def _unquoted(piece: Spanned) -> Spanned:
    if piece.text.startswith("- "):
        piece = piece[2:].strip()
    if len(piece) >= 2 and piece.text[0] == piece.text[-1] and piece.text[0] in "'\"":
        piece = piece[1:-1]
    return piece


def read_markdown(source: Spanned, expander: Expander) -> tuple[list[Display], list[Scope]]:
    r"""Displays and scopes of a Markdown text; its declarations go to the expander.

    >>> source = "# One\n$$a = b$$\n```\n$$no$$\n```\n```{math}\nc = d\n```\n"
    >>> [d.body.text.strip() for d in read_markdown(Spanned(source, range(len(source))),
    ...                                             Expander())[0]]
    ['a = b', 'c = d']
    """
    declarations, start = front_matter(source)
    expander.declarations.extend((-1, d) for d in declarations)
    text = _without_code(_comments_taken(source[start:], expander))
    return find_displays(expander.expand(text))


def _comments_taken(text: Spanned, expander: Expander) -> Spanned:
    """HTML comments turned to spaces; those that declare become LaTeX declarations in place."""
    pieces: list[Spanned] = []
    last = 0
    for match in COMMENT.finditer(text.text):
        pieces.append(text[last:match.start()])
        content = text[match.start(1):match.end(1)].strip()
        if content.text.startswith("derive:"):
            for line in _lines(content[len("derive:"):]):
                declared = line.strip()
                if declared:
                    pieces.append(join([declared.placed("% derive: "), declared,
                                        declared.placed("\n")]))
        last = match.end()
    return join([*pieces, text[last:]]) if pieces else text


def _lines(text: Spanned) -> list[Spanned]:
    found, start = [], 0
    for line in text.text.split("\n"):
        found.append(text[start:start + len(line)])
        start += len(line) + 1
    return found


def _without_code(text: Spanned) -> Spanned:
    """The text without code; ``math`` fences become displays, headings become sections."""
    pieces: list[Spanned] = []
    fence, kind, mathematics = "", "", False
    for line in _lines(text):
        match = FENCE.match(line.text)
        if fence:
            closes = match is not None and match.group(1).startswith(fence) and not match.group(2)
            if closes:
                if mathematics:
                    pieces.append(line.placed("$$\n"))
                fence = ""
            elif mathematics and not line.text.lstrip().startswith(":"):
                pieces.extend((line, line.placed("\n")))
            continue
        if match is not None and not (match.group(1)[0] == ":" and match.group(2) != "{math}"):
            fence, kind = match.group(1), match.group(2)
            mathematics = kind in ("{math}", "math")
            if mathematics:
                pieces.append(line.placed("$$"))
            continue
        heading = HEADING.match(line.text)
        if heading:
            title = line[heading.start(2):]
            command = "\\section{" if len(heading.group(1)) <= 2 else "\\subsection{"
            pieces.append(join([line.placed(command), title, line.placed("}\n")]))
            continue
        pieces.extend((_escaped(line), line.placed("\n") if line else Spanned("\n", (0,))))
    return join(pieces)


def _escaped(line: Spanned) -> Spanned:
    """Code spans blanked, and per cent signs outside formulas kept from being comments."""
    for match in CODE_SPAN.finditer(line.text):
        line = line.blank(match.start(), match.end())
    if "%" in line.text and "% derive:" not in line.text:
        pieces: list[Spanned] = []
        last = 0
        for match in re.finditer(r"(?<!\\)%", line.text):
            pieces.extend((line[last:match.start()], line[match.start():].placed("\\%")))
            last = match.end()
        line = join([*pieces, line[last:]])
    return line
