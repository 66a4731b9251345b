"""The verdict on one claim: refutation first, then proof, then support.

Runs in a worker process that can be killed. Nothing here decides by a simplifier: a proof comes
from the kernel, a refutation from enclosures that do not meet, support from enclosures that meet
at many points; everything else is undecided with its reason. Next: ``engine`` for the caller.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from derive.kernel.claim import Claim, Definition
from derive.review.encoding import decode, encode
from derive.terms.term import Term

if TYPE_CHECKING:
    from derive.kernel.refute.refute import Refutation


@dataclass(frozen=True)
class Judgement:
    """A verdict with what stands behind it."""

    verdict: str
    by: str = ""
    reason: str = ""
    point: tuple[tuple[str, str], ...] = ()
    left: str = ""
    right: str = ""
    steps: tuple[str, ...] = field(default=())


#: how the reason begins where a line took more time or attempts than it is given
NO_ANSWER = "no answer within"
#: where so few points meet the hypotheses, more are tried before a claim is called supported
FEW, MANY = 6, 64
FEWEST = 8  # points at which an inequality has to hold


def out_of_time(found: Judgement) -> bool:
    """Whether a line has used up what it is given: asking on is no use."""
    return found.reason.startswith(NO_ANSWER)


def question(hypotheses: tuple[Term, ...], conclusion: Term, mode: str = "full",
             definitions: tuple[Definition, ...] = ()) -> list[Any]:
    """A claim as JSON; ``mode`` is full, or trial for what is thrown away where it fails."""
    shapes = [[len(d.parameters), len(d.bases)] for d in definitions]
    defining = [t for d in definitions for t in (d.function, *d.parameters, d.body, *d.bases)]
    return [mode, shapes, encode([*defining, *hypotheses, conclusion])]


def answer(asked: list[Any]) -> dict[str, Any]:
    """Judge one claim: the function that the worker runs."""
    mode, shapes, rows = asked
    terms = decode(rows)
    definitions = []
    for parameters, bases in shapes:
        function, *rest = terms[:2 + parameters + bases]
        definitions.append(Definition(function, tuple(rest[:parameters]), rest[parameters],
                                      tuple(rest[parameters + 1:])))
        terms = terms[2 + parameters + bases:]
    *hypotheses, conclusion = terms
    ask = tried if mode == "trial" else judge
    found = ask(tuple(hypotheses), conclusion, tuple(definitions))
    return {"verdict": found.verdict, "by": found.by, "reason": found.reason,
            "point": [list(p) for p in found.point], "left": found.left, "right": found.right,
            "steps": list(found.steps)}


def judgement(said: dict[str, Any]) -> Judgement:
    """The verdict that the worker sent."""
    return Judgement(said["verdict"], said["by"], said["reason"],
                     tuple((str(n), str(v)) for n, v in said["point"]), said["left"],
                     said["right"], tuple(said["steps"]))


def judge(hypotheses: tuple[Term, ...], conclusion: Term,
          definitions: tuple[Definition, ...] = ()) -> Judgement:
    """The verdict on ``hypotheses |- conclusion``.

    >>> from derive.terms.build import symbol, eq, power, add
    >>> x = symbol("x")
    >>> judge((), eq(power(x, 2), add(x, x))).verdict
    'refuted'
    """
    from derive.kernel.refute.matrix_claims import speaks_of_matrices
    from derive.kernel.refute.model import NoModel
    from derive.kernel.refute.moments import DIVERGES
    from derive.kernel.refute.operator_claims import speaks_of_operators
    from derive.kernel.refute.refute import Refutation, refute, search
    from derive.kernel.refute.sample import Agreement, NotSampled, sample
    from derive.review.directions import contradictory
    from derive.review.matrix_judging import matrix_verdict
    from derive.review.proving import evaluated, prove

    table = {d.function: d for d in definitions}
    if speaks_of_operators(Claim(hypotheses, conclusion)):
        from derive.review.operator_judging import operator_verdict

        verdict, by, reason, point, sides, steps = operator_verdict(Claim(hypotheses, conclusion))
        return Judgement(verdict, by, reason, point, *sides, steps)
    if speaks_of_matrices(Claim(hypotheses, conclusion)):
        verdict, reason, sizes, shown = matrix_verdict(Claim(hypotheses, conclusion), table)
        by = shown.by if shown else "random matrices" if verdict != "undecided" else ""
        return Judgement(verdict, by, reason, sizes, steps=shown.steps if shown else ())
    found = search(hypotheses, conclusion, table, points=16)
    if isinstance(found, Refutation):
        return _refuted(found, "enclosures that do not meet", conclusion.head)
    if isinstance(found, NoModel) and contradictory(hypotheses):
        return CONTRADICTION  # anything would follow
    proof = prove(hypotheses, conclusion, table)
    if proof is not None:
        if isinstance(found, NoModel) and _system(hypotheses) and conclusion.head != "false":
            return Judgement("undecided", "", plain_reason(str(found)))
        return Judgement("proved", proof.by, steps=proof.steps)
    points, nowhere = 12, isinstance(found, NoModel)
    sampled = NotSampled(str(found)) if nowhere else sample(
        Claim(hypotheses, conclusion), table, points=points)
    laws = any(h.head == "forall" for h in hypotheses)  # of which points meet few or none
    if hypotheses and (sampled.points < FEW if isinstance(sampled, Agreement) else laws):
        found = refute(hypotheses, conclusion, table, points=MANY)
        if found is not None:
            return _refuted(found, "enclosures that do not meet", conclusion.head)
    if isinstance(sampled, Agreement) and sampled.points < 3 and _solved(hypotheses):
        return Judgement("undecided", "", "it holds at the solution that was found; there may be "
                         "others")
    if isinstance(sampled, Agreement) and conclusion.head != "eq" and conclusion.free and (
            sampled.points < FEWEST):
        return Judgement("undecided", "", f"it holds at the {sampled.points} points found")
    if isinstance(sampled, Agreement) and _absolutely(hypotheses, conclusion, table, points):
        many = "1 point" if sampled.points == 1 else f"{sampled.points} points"
        how = f"both sides agree to {sampled.digits} digits" if conclusion.head == "eq" else (
            "it holds")
        return Judgement("supported", "sampling", f"{how} at {many}; no procedure proves it")
    known = None if nowhere else evaluated(hypotheses, conclusion)
    found = refute(hypotheses, known, table, points=4) if known is not None else None
    if found is not None:
        return _refuted(found, "a proved value and enclosures that do not meet", conclusion.head)
    # a line claims a value for each side
    if DIVERGES in (getattr(sampled, "left", ""), getattr(sampled, "right", "")):
        found = refute(hypotheses, conclusion, table, points=4, strict=True)
        if found is not None:
            judged = _refuted(found, "an integral without a value", conclusion.head)
            return replace(judged, reason=DIVERGES, left="", right="")
    return Judgement("undecided", "", plain_reason(getattr(sampled, "reason", "")))


def tried(hypotheses: tuple[Term, ...], conclusion: Term,
          definitions: tuple[Definition, ...] = ()) -> Judgement:
    """Refuted, or undecided: a first look at a line that is one of many guesses."""
    from derive.kernel.refute.refute import refute

    if any(t.shape is not None for t in conclusion.walk()):
        return Judgement("undecided")
    found = refute(hypotheses, conclusion, {d.function: d for d in definitions}, points=3)
    return Judgement("undecided") if found is None else _refuted(
        found, "enclosures that do not meet", conclusion.head)


def _solved(hypotheses: tuple[Term, ...]) -> bool:
    """Whether numbers are among the unknowns of an equation: a few points are not all."""
    return any(h.head == "eq" and all(s.head == "sym" for s in h.free) for h in hypotheses)


CONTRADICTION = Judgement("undecided", "", "hypotheses contradict: the equations above have no "
                          "solution")


def _system(hypotheses: tuple[Term, ...]) -> bool:
    """Whether two equations speak of one number: they may contradict each other."""
    letters = [h.free for h in hypotheses if h.head == "eq" and h.free and all(
        s.head == "sym" for s in h.free)]
    return any(a & b for i, a in enumerate(letters) for b in letters[:i])


def _refuted(found: Refutation, by: str, head: str) -> Judgement:
    point = tuple((symbol.name, str(value)) for symbol, value in found.point.items())
    functions = tuple(found.functions) if head in ("eq", "ne", "lt", "le") else ()
    return Judgement("refuted", by, "", point, decimal(found.left), decimal(found.right),
                     functions)


def _absolutely(hypotheses: tuple[Term, ...], conclusion: Term,
                table: dict[Term, Definition], points: int) -> bool:
    """Whether the difference of the sides is small too: huge sides agree to many digits."""
    from derive.kernel.refute.sample import Agreement, sample
    from derive.terms.build import eq, sub

    if conclusion.head != "eq":
        return True
    zero = Claim(hypotheses, eq(sub(*conclusion.args), 0))
    return isinstance(sample(zero, table, points=points), Agreement)


def decimal(value: str) -> str:
    """A decimal as people write it.

    >>> decimal("0e-38"), decimal("1.213061319")
    ('0', '1.213061319')
    """
    mantissa = value.partition("e")[0]
    return "0" if "e" in value and not mantissa.strip("-0.") else value


def plain_reason(reason: str) -> str:
    """Why nothing was decided, in words that name no internal form.

    >>> plain_reason("a hypothesis fails at every point drawn: (eq x 1)")
    'no point was found where the hypotheses hold'
    """
    if reason.startswith("a hypothesis") or "hypothes" in reason:
        return "no point was found where the hypotheses hold"
    return reason if reason and "(" not in reason else "no procedure decides it"
