r"""Lines about operators, kets and brackets: which are relations taken as given, which are claims.

A relation between letters that nothing was said of before (``[a, a^\dagger] = 1``,
``H|n> = E_n|n>``) is given; everything else claims something. What custom says of letters
(``[\hat x, \hat p] = i\hbar``) helps only where the verdict says so. Next: ``operator_customs``.
"""

from __future__ import annotations

from dataclasses import replace

from derive.kernel.refute.operator_patterns import patterns
from derive.notation.errors import NotRead
from derive.notation.matrix_reading import equation
from derive.review import operators_alone
from derive.review.claims import LOOSE, assumed, concludes, subject_of
from derive.review.doubts import clouds
from derive.review.judging import Judgement
from derive.review.lines import Line, Outcome, said
from derive.review.meaning import Unread
from derive.review.obligations import Argument
from derive.review.operator_customs import Custom, customs
from derive.review.operator_grounds import grounded
from derive.review.relevance import relevant
from derive.review.unfolding import TooLarge
from derive.terms.operators import all_labels, speaks_of_kets
from derive.terms.term import Term, TermError

BLAMELESS = ("proved", "supported")


def concerns(line: Line) -> bool:
    """Whether a line speaks of operators, kets or brackets, and both its sides are read."""
    if line.fault or isinstance(line.left, Unread) or isinstance(line.right, Unread):
        return False
    if line.kind in LOOSE or line.kind in ("<", ">", "<=", ">=", "!="):
        return operators_alone.concerns(line)
    return operators_alone.concerns(line) or speaks_of_kets(line.left) or speaks_of_kets(line.right)


def taken(argument: Argument, line: Line) -> Outcome:
    """The outcome of a line about operators."""
    left, right = line.left, line.right
    assert isinstance(left, Term)
    assert isinstance(right, Term)
    if operators_alone.concerns(line):
        return operators_alone.taken(argument, line)
    if line.kind == "=:":
        left, right = right, left
    if line.place == 0:
        argument.before = frozenset(argument.seen)
    try:
        outcome = _statement(argument, line, equation(left, right))
    except (TermError, TooLarge, NotRead) as problem:
        outcome = said("equation", "undecided", str(problem))
    argument.seen |= left.free | right.free
    return outcome


def _statement(argument: Argument, line: Line, statement: Term) -> Outcome:
    left, right = statement.args
    if left is right:
        return said("trivial", "given", "both sides are the same")
    subject = subject_of(left)
    new = subject is not None and subject.head not in (
        argument.seen | argument.known | set(argument.meanings.table) | right.free)
    if line.place == 0 and subject is not None and (new or line.kind == ":="):
        return argument.define(left, right, line)
    claim, used = argument.meanings.unfold(statement)
    explicit = line.kind in (":=", "=:", "equiv") or line.inline or assumed(line.lead)
    if line.place == 0 and _names(argument, left, right):
        return replace(_given(argument, line, claim, used), kind="definition")
    if line.place == 0 and explicit and line.joined != "implies":
        return _given(argument, line, claim, used)
    outcome = _judged(argument, line, claim, used)
    inferred = any(c.endswith("(inferred)") for c in outcome.conditions)
    ground = outcome.judgement.verdict == "refuted" and grounded(
        claim, outcome.hypotheses, argument.announced, argument.declared)
    settled = ground and inferred
    if not settled and (outcome.judgement.verdict not in BLAMELESS or inferred) and (
            line.place == 0 and line.joined != "implies" and not concludes(line.lead)) and (
            _relation(argument, claim)):
        return _given(argument, line, claim, used)
    if outcome.judgement.verdict != "refuted":
        return outcome
    reason = _uncertain(argument, line, claim, outcome.hypotheses)
    if not ground:
        reason = reason or "nothing above fixes its operators and states"
    if reason:
        return replace(outcome, judgement=Judgement("undecided", "", reason))
    return outcome


def _names(argument: Argument, left: Term, right: Term) -> bool:
    """Whether an equation says what an operator, or its square, is that nobody spoke of before."""
    square = left.head == "matmul" and len(left.args) == 2 and left.args[0] is left.args[1]
    named = left.args[0] if square or left.head == "oppow" else left
    return named.head == "operator" and len(named.args) == 1 and named not in (
        argument.seen | argument.known | right.free)


def _given(argument: Argument, line: Line, claim: Term, used: tuple[str, ...]) -> Outcome:
    statement = all_labels(claim)
    argument.hypotheses.append((statement, line.id))
    return Outcome("hypothesis", Judgement("given"), used)


def _judged(argument: Argument, line: Line, claim: Term, used: tuple[str, ...]) -> Outcome:
    """The verdict on a claim by itself, under what was given, and with what custom says."""
    beside = tuple(argument.meanings.unfold(c)[0] for c in line.conditions)
    resting = relevant(argument.hypotheses, claim)
    hypotheses = (*beside, *(h for h, _ in resting))
    alone = argument.with_domains(Outcome(
        "equation", argument.judge(beside, claim), used, (), claim, beside))
    if alone.judgement.verdict == "proved":
        return alone
    best = alone
    if resting:
        uses = tuple(dict.fromkeys((*used, *(n for _, n in resting if n))))
        best = argument.with_domains(Outcome(
            "equation", argument.judge(hypotheses, claim), uses, (), claim, hypotheses))
        if best.judgement.verdict == "proved":
            return best
        if best.judgement.verdict == "undecided" and alone.judgement.verdict == "supported" and (
                not traced(claim)):
            best = alone
    helping = customs(claim, tuple(h for h, _ in argument.hypotheses))
    if not helping:
        return best
    return _customary(argument, best, claim, helping)


def _customary(argument: Argument, best: Outcome, claim: Term, helping: tuple[Custom, ...]
               ) -> Outcome:
    """The verdict with what custom says; it is named as a condition."""
    formulas = tuple(f for custom in helping for f in custom.formulas)
    found = argument.with_domains(Outcome(
        "equation", argument.judge((*best.hypotheses, *formulas), claim), best.uses, (), claim,
        (*best.hypotheses, *formulas)))
    shown = tuple(f"{custom.text} (inferred)" for custom in helping)
    verdict = found.judgement.verdict
    if verdict == "proved" or verdict in ("supported", "refuted"):
        return replace(found, conditions=(*found.conditions, *shown))
    if best.judgement.verdict == "refuted":
        return replace(best, judgement=Judgement(
            "undecided", "", "nothing above says which operators these are"))
    if verdict == "undecided" and best.judgement.verdict == "supported" and traced(claim):
        return replace(best, judgement=Judgement(
            "undecided", "", "a trace over infinitely many states need not exist"))
    return best


def traced(claim: Term) -> bool:
    """Whether a trace stands in a claim: matrices say nothing of it where a law allows none.

    ``tr(xp) = tr(px)`` holds of all matrices, and [x, p] = iħ of none.
    """
    return any(t.head == "trace" for t in claim.walk())


def _relation(argument: Argument, claim: Term) -> bool:
    """Whether an equation says something of a letter of which nothing was said before."""
    known = {s for h, _ in argument.hypotheses for s in h.free}
    general = {s for h, _ in argument.hypotheses if h.head == "forall" for s in h.free}
    before = {t for h, _ in argument.hypotheses for t in h.walk() if t.head == "ket"}
    new = {s for s in claim.free if s.head in ("operator", "ket") and s not in known} | {
        t for t in claim.walk() if t.head == "ket" and t not in before and not t.free & general}
    if not new:
        return False
    left, right = claim.args
    found = patterns((claim,))
    recognized = (found.pairs, found.fermions, found.commuting, found.hermitian, found.unitary,
                  found.squares, found.spins, found.eigen, found.unit, found.definitions)
    return any(recognized) or found.family is not None or found.ladder is not None or (
        _acts(left) and _acts(right))


def _acts(side: Term) -> bool:
    """One operator on a ket, a multiple of a ket, or two operators side by side."""
    if side.shape is None:
        return False
    body = side.args[1] if side.head == "scale" else side
    factors = body.args if body.head == "matmul" else (body,)
    return len(factors) <= 2 and all(
        f.head in ("operator", "ket") or (f.head == "adjoint" and f.args[0].head in (
            "operator", "ket")) for f in factors)


def _uncertain(argument: Argument, line: Line, claim: Term, under: tuple[Term, ...]) -> str:
    """Why models in which the sides differ do not refute the line."""
    left, right = claim.args
    if line.unread_condition:
        return f"its condition is not read: {line.unread_condition}"
    fresh = sorted(s.name for s in claim.free - argument.seen - argument.known if s.name)
    if line.joined in ("implies", "iff") and fresh:
        return f"{fresh[0]} is new here"
    if line.joined in ("implies", "iff") and line.premise_unread:
        return f"it follows from line {line.premise_unread}, which is not settled"
    loose = [s for s in left.free ^ right.free if s.head in ("operator", "ket", "fun") or (
        s not in argument.before and line.place)]
    known = {s for h in (*under, *(h for h, _ in argument.hypotheses)) for s in h.free}
    unsaid = sorted(s.name or "the states |n>" for s in loose if s not in known)
    if unsaid:
        verb = "are" if unsaid[0].startswith("the ") else "is"
        return f"nothing above says what {unsaid[0]} {verb}"
    return clouds(argument, claim.free)
