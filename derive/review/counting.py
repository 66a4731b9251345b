r"""``n = 1, 2, 3, \dots``: which numbers a letter counts, and no equation for it.

Next: ``obligations``.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from derive.review.judging import Judgement
from derive.review.lines import Line, Outcome
from derive.terms.build import le
from derive.terms.term import Term

if TYPE_CHECKING:
    from derive.review.obligations import Argument

GAPS = re.compile(r"(?:\s|~|\\[,;:! ]|\\q?quad(?![A-Za-z]))+")
DOTS = re.compile(r"\\[lc]?dots[bc]?|\.\.\.")
SIGNED = re.compile(r"0,\\pm1,\\pm2,…")


def counts(shown: str) -> bool:
    r"""Whether a list is that of all natural numbers from one on, or of the integers.

    >>> [counts(t) for t in (r"n = 1, 2, \dots", "n = 0,1,2,3", "x = 1, 2", r"n = 2, 4, \dots")]
    [True, True, False, False]
    """
    values = _values(shown)
    return bool(SIGNED.match(values)) or _first(values) is not None


def counting(argument: Argument, line: Line) -> Outcome:
    """The outcome of such a line: given, with the least number where it is one."""
    first, letter = _first(_values(line.shown)), line.left
    if isinstance(letter, Term) and letter.head == "sym" and first is not None and first > 0:
        argument.hypotheses.append((le(first, letter), line.id))
        argument.stated.add(le(first, letter), line.id)
    return Outcome("range", Judgement("given"))


def listed(shown: str) -> str:
    r"""The list for a terminal.

    >>> listed(r"n = 1, 2,\, \dots")
    'n = 1, 2, …'
    """
    left, _, _ = shown.partition("=")
    return f"{' '.join(left.replace(chr(92), '').split())} = " + _values(shown).replace(
        "\\pm", "±").replace(",", ", ")


def _values(shown: str) -> str:
    right = shown.partition("=")[2]
    return DOTS.sub("…", GAPS.sub("", right)).strip(".;")


def _first(values: str) -> int | None:
    """The first of numbers that follow each other, if there are dots or enough of them."""
    head, dots, _ = values.partition("…")  # 0, 1, …, n - 1
    numbers = head.strip(",").split(",")
    if not all(n.isdigit() for n in numbers) or len(numbers) < (2 if dots else 3):
        return None
    found = [int(n) for n in numbers]
    return found[0] if found == list(range(found[0], found[0] + len(found))) else None
