r"""Lines that are one formula as a whole, and no relation between two sides.

``\forall n: a_n < b``, ``\exists n: E = ...``, ``\bot`` (a contradiction), ``\deg_x(p) < n`` and
``A \succeq 0``. They are judged under what was stated above, then with the definitions put in.
Next: ``obligations``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from derive.review.claims import concludes, subject_of, supposed
from derive.review.judging import Judgement
from derive.review.lines import Line, Outcome, said
from derive.review.relevance import relevant
from derive.terms.term import Term, TermError

if TYPE_CHECKING:
    from derive.review.obligations import Argument

DECIDED = ("proved", "supported")


def judged_whole(argument: Argument, line: Line) -> Outcome:
    """The outcome of such a line: a hypothesis where the text supposes it, or a claim.

    That a matrix of which nothing else is said is semidefinite is a hypothesis.
    """
    statement = line.left
    assert isinstance(statement, Term)
    kind = "contradiction" if statement.head == "false" else "statement"
    if not statement.is_formula:
        return said(kind, "undecided", "this states nothing")
    alone = statement.head == "semidefinite" and subject_of(statement.args[0]) is not None and (
        statement.args[0] not in argument.seen)
    if supposed(line.lead) or (alone and not concludes(line.lead)):
        return argument.suppose(statement, line, "condition")
    while statement.head == "forall":
        statement = statement.args[1]  # a free letter may be any
    about = argument.stated.about(statement) if statement.free else [
        (formula, number) for formula, number, _ in argument.stated.items]
    first = _under(argument, line, kind, statement, about, ())
    if first.judgement.verdict in DECIDED:
        return first
    try:
        claim, used = argument.meanings.unfold(statement)
    except (TermError, ValueError) as problem:
        return said(kind, "undecided", str(problem))
    resting = relevant(argument.hypotheses, claim) if claim.free else argument.hypotheses
    second = _under(argument, line, kind, claim, resting, used)
    if second.judgement.verdict == "refuted" and not concludes(line.lead):
        return said(kind, "undecided", "no procedure decides it")  # may be meant as a condition
    return second if second.judgement.verdict != "undecided" else first


def _under(argument: Argument, line: Line, kind: str, claim: Term,
           beside: list[tuple[Term, str]], used: tuple[str, ...]) -> Outcome:
    hypotheses = (*line.conditions, *(h for h, _ in beside))
    found: Judgement = argument.judge(hypotheses, claim)
    uses = tuple(dict.fromkeys((*used, *(n for _, n in beside if n))))
    return Outcome(kind, found, uses, (), claim, hypotheses, stated=True)
