r"""What the running text says of letters: ``Let $a > 0$``, ``for $x \in \mathbb{R}$``.

A standing statement ("let", "assume", "where") gives a letter its kind in the whole section; a
local one ("for", "if", "when") is a hypothesis until the text says something else of the same
letter. A conclusion in the text ("hence $a > 0$") is neither. Next: ``checking``, ``obligations``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from derive.notation.cards import Notation
from derive.notation.declarations import declare
from derive.notation.errors import NotationError, NotRead
from derive.review.chains import Link
from derive.review.claims import CONCLUDING
from derive.review.displays import Display
from derive.terms.term import TermError

_STANDING = r"let|assum\w*|suppos\w*|where|with|given|here|throughout|fix|take|denot\w*|consider\w*"
_LOCAL = r"for|if|when|whenever|provided|at|case|on|as"
_KEYWORD = re.compile(rf"\b(?:(?P<standing>{_STANDING})|(?P<local>{_LOCAL}))\b", re.IGNORECASE)
_FORMULA = re.compile(r"\$[^$]*\$")
_SET = re.compile(r"\\(?:mathbb|mathbf|mathrm|Bbb)\s*\{?\s*([RCZ])\s*\}?")
_LETTER = (r"(?:\\(?:mathbf|boldsymbol|bm)\s*\{\\?[A-Za-z]+\}(?:\^\{\(\d\)\})?"
           r"|\\?[A-Za-z]+(?:_(?:\w|\{\w+\}))?)")
_LETTERS = re.compile(rf"(?:{_LETTER}\s*,\s*)*{_LETTER}")
_SIZE = re.compile(r"\^\s*(?:\{([^{}]*)\}|(\w))\s*$")


@dataclass(frozen=True)
class Statement:
    """One relation of the running text: its kind, both sides as written, the words before it."""

    kind: str
    left: str
    right: str
    lead: str


def statement_of(link: Link, display: Display) -> Statement:
    """A relation of the running text with its larger side on the left."""
    left, right, kind = link.left.text, link.right.text, link.kind
    before = display.body.text[:link.left.span[1] - display.body.span[0]]
    if link.place == 0 and before.endswith(left) and before.count(",") > left.count(","):
        left = before  # a list of letters: the relation holds for each
    if kind == "<":
        left, right, kind = right, left, ">"
    return Statement(kind, left, right, display.lead)


def stance(lead: str) -> str:
    """How a sentence introduces a formula: ``standing``, ``local``, ``concluded`` or nothing.

    >>> stance("Done. Let"), stance("We get the result for"), stance("and hence")
    ('standing', 'local', 'concluded')
    """
    sentence = re.split(r"(?<=[.;:])\s+", _FORMULA.sub("#", lead).strip())[-1]
    found = list(_KEYWORD.finditer(sentence))
    rest = sentence[found[-1].end():] if found else sentence
    if CONCLUDING.search(rest):
        return "concluded"
    if not found:
        return ""
    return "standing" if found[-1]["standing"] else "local"


def declaration(statement: Statement) -> str:
    r"""The declaration that a statement of the text amounts to, or nothing.

    >>> declaration(Statement("in", "A", r"\mathbb{R}^{m \times n}", "Let"))
    'A in R^(m x n)'
    >>> declaration(Statement(">", "m, \\omega", "0", "where"))
    'm, \\omega > 0'
    """
    left, right = statement.left.strip(), statement.right.strip().rstrip(".,;")
    if _LETTERS.fullmatch(left) is None:
        return ""
    if statement.kind == ">" and right == "0":
        return f"{left} > 0"
    if statement.kind != "in":
        return ""
    if re.fullmatch(r"\(\s*0\s*,\s*\\infty\s*\)", right):
        return f"{left} > 0"
    named = _SET.match(right)
    if named is None:
        return ""
    size = right[named.end():].strip()
    if not size:
        return f"{left} in {named[1]}"
    shape = _SIZE.fullmatch(size)
    if shape is None or named[1] != "R":
        return ""
    written = (shape[1] or shape[2]).replace("\\times", " x ")
    if re.fullmatch(r"[\w\s]+", written) is None:
        return ""
    return f"{left} in R^({' '.join(written.split())})"


def standing(statements: Iterable[Statement], notation: Notation) -> Notation:
    """The notation with the kinds that the text gives to letters not declared otherwise.

    A letter of which the text says two things keeps neither: which one holds where is not ours
    to guess.
    """
    said: dict[str, set[str]] = {}
    for statement in statements:
        manner = stance(statement.lead)
        shape = "R^(" in declaration(statement)  # what an array is, is so wherever it is said
        if manner == "concluded" and not shape:
            continue
        for letter in re.split(r"\s*,\s*", statement.left.strip()):
            kind = declaration(statement).removeprefix(statement.left.strip()).strip()
            apart = (manner != "standing" and not shape) or not kind
            said.setdefault(letter, set()).add(f"?{statement.lead}" if apart else kind)
    for letter, kinds in said.items():
        kind = next(iter(kinds))
        if len(kinds) != 1 or kind.startswith("?") or notation.named(letter) is not None:
            continue
        try:
            notation = declare(f"{letter} {kind}", notation).notation
        except (NotRead, NotationError, TermError):
            continue  # no declaration after all: the letter is inferred as before
    return notation
