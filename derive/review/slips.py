"""Likely slips: a wrong line with one thing changed, kept only when the line then holds.

Each file of ``mistakes`` brings one kind of change. ``changes`` walks the places of a term;
``likely`` tries the changes in order and asks for a verdict on each repaired line.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice

from derive import notation
from derive.catalog import MISTAKES
from derive.notation.errors import NotationError, NotRead
from derive.review.meaning import Unread, plain_text
from derive.review.misfits import rewritten
from derive.review.read_lines import ReadLine
from derive.terms.binding import replace_at
from derive.terms.term import BINDER_HEADS, Term, TermError

#: how many repaired lines are tried for one wrong line
TRIED = 400
REWRITTEN = 60
Variant = tuple[Term, str]


@dataclass(frozen=True)
class Mistake:
    """A kind of slip.

    ``change`` gives, for one subterm and the whole side, what may have been meant there, with
    words for it (``{new}`` stands for the new part in the writer's letters). ``whole`` says that
    only the side as a whole is changed. ``wrong`` are two lines that the change mends and
    ``right`` one that must be left alone, with ``declare`` for their letters.
    """

    name: str
    meaning: str
    change: Callable[[Term, Term], Iterator[Variant]]
    rank: int
    wrong: tuple[tuple[str, str], ...]
    right: tuple[str, str]
    whole: bool = False
    declare: str = ""


@dataclass(frozen=True)
class Repair:
    """A side that makes the line true, the words for the slip and the part that is new."""

    side: Term
    words: str
    part: Term
    mistake: str


def changes(side: Term, mistake: Mistake) -> Iterator[Repair]:
    """Every repair of a side that one kind of slip suggests, first places first."""
    if mistake.whole:
        for new, words in mistake.change(side, side):
            yield Repair(new, words, new, mistake.name)
        return
    for path, part in places(side):
        suggested = mistake.change(part, side)
        while True:
            try:  # a change may ask for a term that cannot be said
                new, words = next(suggested)
                repair = Repair(replace_at(side, path, new), words, new, mistake.name)
            except StopIteration:
                break
            except TermError:
                continue
            yield repair


def places(term: Term) -> Iterator[tuple[tuple[int, ...], Term]]:
    """Paths and subterms, outermost first; bound symbols and function symbols left out."""
    queue: list[tuple[tuple[int, ...], Term]] = [((), term)]
    for path, part in queue:
        yield path, part
        skip = part.head in BINDER_HEADS or part.head == "call"
        for number, arg in enumerate(part.args):
            if not (skip and number == 0):
                queue.append(((*path, number), arg))


def likely(side: Term, holds: Callable[[Term], bool]) -> Repair | None:
    """The first repair after which the line holds, kinds of slips in the order of their rank."""
    tried: set[Term] = {side}
    for mistake in sorted((m for _, m in MISTAKES.own()), key=lambda m: m.rank):
        for repair in changes(side, mistake):
            if repair.side in tried:
                continue
            tried.add(repair.side)
            if holds(repair.side):
                return repair
            if len(tried) > TRIED:
                return None
    return None


def hint(line: ReadLine, holds: Callable[[Term], bool]) -> tuple[str, str]:
    """Words for the likely slip in a wrong line, and the line as it would hold, in LaTeX."""
    if isinstance(line.right, Unread) and isinstance(line.left, Term):
        return _refitted(line, holds)
    if not isinstance(line.right, Term) or not isinstance(line.left, Term):
        return "", ""
    if line.link.kind in ("<", ">", "<=", ">=", "whole"):
        return "", ""  # many changes make an inequality true: none of them is the likely one
    found = likely(line.right, holds)
    if found is None:
        return "", ""
    try:
        part = plain_text(found.part, line.notation)
        repair = f"{line.link.left.text.strip()} = {notation.latex(found.side, line.notation)}"
    except NotationError:
        return "", ""
    return found.words.replace("{new}", part), repair


def _refitted(line: ReadLine, holds: Callable[[Term], bool]) -> tuple[str, str]:
    """The slip in a side whose sizes do not fit: it is no term, so its text is changed."""
    for text, words in islice(rewritten(line.link.right.text), REWRITTEN):
        try:
            side = notation.parse(text, line.notation)
        except (NotRead, NotationError, TermError):
            continue
        if holds(side):
            return (words.replace("{new}", plain_text(side, line.notation)),
                    f"{line.link.left.text.strip()} = {text}")
    return "", ""


def name(mistake: Mistake) -> Mistake:
    """Put a kind of slip on the shelf."""
    MISTAKES.add(mistake.name, mistake)
    return mistake
