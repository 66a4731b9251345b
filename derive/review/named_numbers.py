r"""A letter that is a number and a function in one section: ``p`` beside the density ``p(x)``.

By itself that is asked. It is settled where the running text calls the letter by itself a number,
"with probability $p$": then it is one wherever no parenthesis follows it. Next: ``kinds``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from derive.notation.cards import Notation
from derive.notation.matrix_reading import BARE
from derive.review.kinds import Inferred
from derive.terms.build import symbol

if TYPE_CHECKING:
    from derive.review.read_lines import ReadLine

CALLED = re.compile(r"\b(?:probability|parameter|number|constant|fraction|rate)\s+\$([A-Za-z])\$")


def named_numbers(leads: Iterable[str]) -> frozenset[str]:
    """The letters that the text calls numbers.

    >>> sorted(named_numbers(["is $1$ with probability $p$ and", "the density $q$"]))
    ['p']
    """
    return frozenset(match[1] for lead in leads for match in CALLED.finditer(lead))


def settled_numbers(lines: Iterable[ReadLine], inferred: Inferred) -> dict[str, str]:
    """The letters that are asked about and settled so, by the way in which they are looked up."""
    found = named_numbers(line.display.lead for line in lines)
    letters = {key for key, sub in inferred.unclear if not sub and key in found
               and "stands alone here" in inferred.unclear[key, sub]}
    for key in letters:
        del inferred.unclear[key, ""]
    return {BARE + key: key for key in sorted(letters)}


def with_numbers(notation: Notation, found: dict[str, str]) -> Notation:
    """The notation in which such a letter has a value without a parenthesis."""
    return notation.with_meanings({key: symbol(letter) for key, letter in found.items()})
