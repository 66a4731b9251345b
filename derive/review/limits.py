"""What a stranger's document may ask for. Everything is bounded before it is built.

Each limit is answered with one line that names it; nothing else of the document is lost.
"""

from __future__ import annotations

import re

from derive.review.spanned import Spanned

FILE_CHARACTERS = 4_000_000
DISPLAY_CHARACTERS = 65_536
NESTING = 200
EXPANSIONS = 30_000            # macro calls in one document
EXPANDED_CHARACTERS = 8_000_000
MACRO_DEPTH = 100
INPUT_FILES = 100
INPUT_DEPTH = 10
ROWS_PER_DISPLAY = 400         # with those of the matrices in it
LINKS_PER_DISPLAY = 500
ARRAYS_PER_DISPLAY = 150       # matrices and distinctions of cases

# Characters that change the order in which text is shown: a reader would see another formula.
BIDIRECTIONAL = frozenset(
    "\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u061c")

#: what is counted before anything is built of it
COUNTED = (
    (re.compile(r"\\\\"), ROWS_PER_DISPLAY, "rows"),
    (re.compile(r"(?<![<>:!])="), LINKS_PER_DISPLAY, "equations"),
    (re.compile(r"\\begin *\{|\\[a-z]*(?:mqty|matrixquantity|matrix|cases) *\*? *[{(\[|]"),
     ARRAYS_PER_DISPLAY, "matrices or distinctions of cases"))


class DocumentError(ValueError):
    """A document that cannot be read at all: one line that says which and why."""


def objection(display: Spanned) -> tuple[str, int] | None:
    """Why a display is not read at all, with the index of the character at fault.

    >>> objection(Spanned("{" * 300, range(300)))
    ('nested deeper than 200', 200)
    >>> objection(Spanned("x = 1", range(5))) is None
    True
    """
    if len(display) > DISPLAY_CHARACTERS:
        return f"longer than {DISPLAY_CHARACTERS} characters", 0
    for sign, most, what in COUNTED:
        if len(sign.findall(display.text)) > most:
            return f"more than {most} {what} in one display; divide it", 0
    depth = 0
    escaped = False
    for index, character in enumerate(display.text):
        if character in BIDIRECTIONAL:
            return f"bidirectional control character U+{ord(character):04X}", index
        if character == "\ufffd":
            return "a byte that is not UTF-8", index
        if character < " " and character not in "\t\n\r":
            return f"control character U+{ord(character):04X}", index
        if escaped:
            escaped = False
        elif character == "\\":
            escaped = True
        elif character in "{([":
            depth += 1
            if depth > NESTING:
                return f"nested deeper than {NESTING}", index
        elif character in "})]" and depth:
            depth -= 1
    return None
