r"""One of several: ``x = 2 or x = 3``, ``x = \pm 2``, judged together, never one by one.

What is claimed is that one of the equations holds: the product of what their sides differ by is
0. None of them is known below. Next: ``obligations``, ``chains``.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from derive.review.chains import Link
from derive.review.claims import assumed, subject_of
from derive.review.lines import Line, Outcome, said
from derive.terms.build import eq, mul, sub
from derive.terms.term import Term, TermError

if TYPE_CHECKING:
    from derive.review.obligations import Argument
    from derive.review.read_lines import ReadLine

MOST = 6


def grouped(links: list[Link]) -> list[Link]:
    """The links with a number for those of which only one is claimed to hold."""
    found: list[Link] = []
    for link in links:
        before = found[-1] if found else None
        signs = link.kind == "either" and link.place == 0
        follows = before is not None and before.place == 0 == link.place and not link.fault
        if signs:
            second = follows and before is not None and before.kind == "either" and (
                before.chain == link.chain)
            group = before.group if second and before is not None else len(found) + 1
            found.append(replace(link, group=group))
        elif follows and before is not None and link.words.strip(" ,").lower() == "or" and (
                before.group or (link.kind == "=" == before.kind and before.joined != "and")) and (
                len(links) == len(found) + 1 or links[len(found) + 1].words or (
                    links[len(found) + 1].joined != "and")):  # n = 1, q = 2 or n = 2, q = 1
            group = before.group or len(found)
            found[-1] = replace(before, group=group)
            found.append(replace(link, group=group, joined=before.joined))
        else:
            found.append(link)
    return found


def beside(lines: list[ReadLine], line: ReadLine) -> tuple[tuple[object, object], ...]:
    """The sides of all the equations of which a line is one, where it is one of several."""
    if not line.link.group:
        return ()
    return tuple((other.left, other.right) for other in lines
                 if other.display is line.display and other.link.group == line.link.group)


def one_of(argument: Argument, line: Line) -> Outcome:
    """The verdict on a line that is one of several: whether one of them holds."""
    several = [(a, b) for a, b in line.alternatives if isinstance(a, Term) and isinstance(b, Term)]
    if len(several) < len(line.alternatives) or len(several) > MOST:
        return said("one of several", "undecided", "one of several, and not all of them are read")
    subject = subject_of(several[0][0])
    new = subject is not None and subject.head not in argument.seen | argument.known and (
        subject.head not in argument.meanings.table)
    if new or (assumed(line.lead) and line.joined not in ("implies", "iff")):
        return said("one of several", "given", "")
    try:
        whole = mul(*(sub(a, b) for a, b in several)) if len(several) > 1 else sub(*several[0])
        alone = replace(line, alternatives=(), solved_later=False, premise_unread="")
        outcome = argument.claim(alone, eq(whole, 0))
    except TermError as problem:
        return said("one of several", "undecided", str(problem))
    if outcome.judgement.verdict == "refuted" and line.premise_unread and (
            line.joined in ("implies", "iff")):
        return said("one of several", "undecided",
                    f"it follows from line {line.premise_unread}, which is not settled")
    if outcome.judgement.verdict == "refuted":
        outcome = replace(outcome, judgement=replace(
            outcome.judgement, left="", right="", reason="there none of them holds"))
    return replace(outcome, kind="one of several", conditions=(
        *outcome.conditions, "this or another of them"))
