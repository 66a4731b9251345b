r"""A row that only space keeps apart, beside a column that is written out: a row of a matrix.

``\left(\begin{array}{c} a \\ b \end{array}\right)(c\quad d)``: as many entries stand between the
spaces as the column has rows, so no product is meant. Elsewhere it is asked. Next: ``meaning``.
"""

from __future__ import annotations

import re

from derive.review.spanned import Spanned, join

#: a column in parentheses, and parentheses right after it with wide space inside
BESIDE = re.compile(
    r"(?:\\left *[(\[] *\\begin\{array\}\{[clr]\}|\\begin\{[pb]matrix\})(?P<column>[^&]*?)"
    r"(?:\\end\{array\} *\\right *[)\]]|\\end\{[pb]matrix\})\s*"
    r"(?P<row>(?:\\left *)?[(\[](?P<cells>(?:(?!\\begin)[^()\[\]&])*?)(?:\\right *)?[)\]])")
WIDE = re.compile(r"\\q?quad(?![A-Za-z])")


def with_rows(text: Spanned) -> Spanned:
    r"""The text with such rows as matrices of one row.

    >>> given = r"\left(\begin{array}{c} a \\ b \end{array}\right)(c\quad -d)"
    >>> with_rows(Spanned(given, range(len(given)))).text.partition("right)")[2]
    '\\begin{pmatrix}c& -d\\end{pmatrix}'
    """
    pieces, done = [], 0
    for match in BESIDE.finditer(text.text):
        column = [row for row in match["column"].split("\\\\") if row.strip()]
        cells = WIDE.split(match["cells"])
        if len(cells) < 2 or len(cells) != len(column) or not all(c.strip() for c in cells):
            continue
        start, end = match.span("row")
        pieces += [text[done:start], _put("\\begin{pmatrix}", text, start)]
        place = match.start("cells")
        for number, cell in enumerate(cells):
            if number:
                place += len(WIDE.match(text.text, place)[0])  # type: ignore[index]
                pieces.append(_put("&", text, place))
            pieces.append(text[place:place + len(cell)])
            place += len(cell)
        pieces.append(_put("\\end{pmatrix}", text, end - 1))
        done = end
    return join([*pieces, text[done:]]) if pieces else text


def _put(words: str, text: Spanned, place: int) -> Spanned:
    """Words that are not in the source, all at one place of it."""
    return Spanned(words, [text.at[place]] * len(words))
