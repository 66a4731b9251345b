"""A claim that is not proved: perhaps it is no claim, or nothing above settles it.

Next: ``obligations``, ``claims``.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from derive.review.activations import NAMES, wrong_in_every_sense
from derive.review.claims import (
    about_unknown,
    asks_for_solutions,
    assumed,
    at_a_place,
    determines,
    recurs,
    relates,
    subject_of,
    unexplained,
)
from derive.review.judging import Judgement
from derive.review.lines import Line, Outcome, follows
from derive.terms.build import eq
from derive.terms.term import Term

if TYPE_CHECKING:
    from derive.review.obligations import Argument


def doubted(argument: Argument, line: Line, statement: Term, outcome: Outcome) -> Outcome:
    """A claim that is not proved: perhaps it is no claim."""
    assert outcome.claim is not None
    left, right = outcome.claim.args
    refuted = outcome.judgement.verdict == "refuted"
    if named_mean(argument, line, statement, outcome):
        return argument.suppose(statement, line, "hypothesis")
    if refuted and statement.head == "eq" and line.joined != "implies":
        again = bound_again(argument, line, statement)
        if again is not None:
            return again
    if statement.head == "eq" and line.place == 0 and line.joined not in (
            "implies", "iff") and outcome.judgement.verdict in ("refuted", "undecided"):
        free = statement.args[0]
        new = subject_of(free)
        concluded = follows(line, statement) and new is not None and any(
            new.head in h.free for h, _ in argument.hypotheses)
        unbound = new is not None and new.head not in argument.meanings.table and (
            new.head not in argument.known) and not concluded
        if unbound and new is not None and new.head not in statement.args[1].free and (
                not at_a_place(new, statement.args[1])):
            return argument.define(free, statement.args[1], line)
        about = about_unknown(left, right, argument.known | set(argument.meanings.table)) or (
            asks_for_solutions(left, right) and (
                not follows(line, statement) or not statement.free & argument.before))
        going_on = recurs(left, right, argument.known.union(
            argument.meanings.table, *(h.free for h, _ in argument.hypotheses)))
        if about or going_on or line.inline or line.solved_later or assumed(line.lead) or (
                relates(left, right, argument.known)):
            kind = "equation to be solved" if about else "recurrence" if going_on else "hypothesis"
            doubt = against(argument, line, outcome) if about else ""
            if doubt:  # nothing rests on it, for or against
                argument.cloud({f.name for f in outcome.claim.free if f.head == "fun"}, line.id)
                return Outcome(kind, Judgement("undecided", "", doubt), outcome.uses)
            return argument.suppose(statement, line, kind)
    if not refuted:
        return outcome
    reason = uncertain(argument, line, left, right, outcome.hypotheses) or elsewhere(
        argument, outcome)
    if line.place == 0 and subject_of(statement.args[0]) and left.free and not right.free:
        reason = reason or "perhaps a value at one point"
    if reason:
        return replace(outcome, judgement=Judgement("undecided", "", reason))
    return outcome


def named_mean(argument: Argument, line: Line, statement: Term, outcome: Outcome) -> bool:
    """Whether a line says how a mean is worked out, of which nothing was said before."""
    if outcome.judgement.verdict != "undecided" or statement.head != "eq" or line.place:
        return False
    mean = statement.args[0]
    return mean.head == "mean" and all(mean not in set(h.walk()) for h, _ in argument.hypotheses)


def against(argument: Argument, line: Line, outcome: Outcome) -> str:
    """Why a second equation for a function may be a slip: it does not follow from the first."""
    assert outcome.claim is not None
    if outcome.judgement.verdict != "refuted" or line.inline or assumed(line.lead):
        return ""
    unknown = {f for f in outcome.claim.free if f.head == "fun"} - argument.known
    others = [n for h, n in argument.hypotheses if n and h.head == "eq" and (
        h in outcome.hypotheses and unknown & h.free)]
    if not others:
        return ""
    return (f"it does not follow from line {others[-1]}, an equation for the same function; "
            "if it is a new one, say so: let, suppose, ...")


def bound_again(argument: Argument, line: Line, statement: Term) -> Outcome | None:
    """A letter that had a number and gets another one: a new version of the name."""
    subject = subject_of(statement.args[0])
    known = argument.meanings.table.get(subject.head) if subject is not None else None
    if line.place or line.unread_condition:
        return None
    if known is None or subject is None:
        head = statement.args[0].args[0] if statement.args[0].head == "call" else None
        if head in argument.meanings.table and (line.inline or assumed(line.lead)):
            argument.meanings.forget(head)  # the letter stands for something else from here on
            return argument.suppose(statement, line, "hypothesis")
        return None
    new = statement.args[1]
    simple = max(known.body.size, new.size) <= 3
    outside = bool(known.parameters) and not known.line and not known.body.free  # psi = 0 there
    if not (simple or line.inline or assumed(line.lead) or outside or (
            not known.body.free and not new.free)):
        return None
    return argument.define(statement.args[0], statement.args[1], line,
                           "the letter has a new value from here on")


def uncertain(argument: Argument, line: Line, left: Term, right: Term,
              hypotheses: tuple[Term, ...] = ()) -> str:
    """Why a point where the sides differ does not refute the line."""
    if line.unread_condition:
        return f"its condition is not read: {line.unread_condition}"
    fresh = sorted(s.name for s in (left.free | right.free) - argument.seen - argument.known)
    if line.joined in ("implies", "iff") and fresh:
        return f"{fresh[0]} is new here"
    if line.joined in ("implies", "iff") and line.premise_unread:
        return f"it follows from line {line.premise_unread}, which is not settled"
    scaled = sorted(s.name for s in right.free - left.free if s.name in fresh)
    if scaled and any(t.head == "det" for t in right.walk()):  # lambda' for lambda / a
        return f"nothing above says what {scaled[0]} is"
    if line.solved_later and not right.free:
        return "an equation that is solved below"
    functions = sorted((f for f in (left.free | right.free) - argument.known if f.head == "fun"),
                       key=lambda f: f.name)
    special = unexplained(left, right, functions, argument.declared)
    if special and not (special in NAMES and (_as_any_activation(left, right) or (
            wrong_in_every_sense(argument.judge, eq(left, right), hypotheses, special)))):
        return f"nothing above says what {special} is"
    if line.place and left.free and (not right.free or right.head == "zeros"):
        return "perhaps an equation to be solved: nothing says that it holds for all values"
    if line.joined != "implies" and determines(left, right, argument.known):
        return "nothing above determines it"
    new = [s.name for s in left.free ^ right.free if "_" in s.name and s not in argument.before
           and s.name not in argument.common]
    if line.place and new:
        return f"nothing above determines {new[0]}"
    if line.place and relates(left, right, argument.known):
        names = sorted(s.name for s in left.free ^ right.free)
        return f"no line relates {', '.join(names[:4])}"
    return clouds(argument, left.free | right.free)


def _as_any_activation(left: Term, right: Term) -> bool:
    """Whether both sides take the activation of a layer, and its derivatives, at the same places.

    Then no property of a usual one makes up for a difference: ``1 - sigma`` for ``sigma'``.
    """
    taken = [{t for t in side.walk() if t.head in ("map", "call") and t.args[0].name in NAMES}
             for side in (left, right)]
    return taken[0] == taken[1] and bool(taken[0])


def clouds(argument: Argument, letters: frozenset[Term]) -> str:
    """An unread line that says something of these letters."""
    free = {s.name for s in letters}
    for name, where in argument.clouded.items():
        if name in free or any(f.startswith(f"{name}_") for f in free):
            return f"it may rest on line {where}, which is not settled"
    return ""


def elsewhere(argument: Argument, outcome: Outcome) -> str:
    """A hypothesis on a function was written at one argument and may be meant at all."""
    assert outcome.claim is not None
    stated = {t for h in outcome.hypotheses for t in h.walk() if t.head == "call"}
    about = {t.args[0] for t in stated}
    for part in outcome.claim.walk():
        if part.head == "call" and part.args[0] in about and part not in stated:
            return f"what is assumed of {part.args[0].name} may hold at all its arguments"
    return ""
