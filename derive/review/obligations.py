"""Lines in their order: what each one says, what it rests on, and the verdict on it.

One ``Argument`` is the state of one scope: definitions, hypotheses, letters seen. It asks
``judge`` for verdicts and never decides itself. Next: ``checking``, which runs it on documents.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from derive.review import mean_values
from derive.review.alternatives import one_of
from derive.review.as_stated import Stated, variables
from derive.review.chains import A_LIST
from derive.review.claims import (
    LOOSE,
    defines,
    explained,
    formula,
    restricts,
    subject_of,
    supposed,
    unexplained,
)
from derive.review.conditions import carried_on, conditioned, determined
from derive.review.counting import counting, counts
from derive.review.customs import by_custom
from derive.review.directions import directed
from derive.review.doubts import clouds, doubted
from derive.review.judging import Judgement
from derive.review.lines import Line, Outcome, follows, misfitting, said
from derive.review.loosely import loosely
from derive.review.meaning import Unread
from derive.review.misfits import words
from derive.review.new_variables import in_the_old_variable
from derive.review.relevance import relevant
from derive.review.restricting import Restricting
from derive.review.stated import stance
from derive.review.unfolding import Meanings, TooLarge
from derive.review.whole_formulas import judged_whole
from derive.terms.build import eq, lt
from derive.terms.shapes import ShapeError
from derive.terms.term import Term, TermError

#: reasons that say that hypotheses do not hold together
NOWHERE = ("no point was found", "no model", "hypotheses contradict")
Judge = Callable[..., Judgement]
MOST_TRIED = 6


@dataclass
class Argument:
    """The lines of one scope, taken one after another.

    ``inferred`` are the symbols whose sort nobody declared, ``known`` the functions that the
    library defines.
    """

    judge: Judge
    inferred: frozenset[Term] = frozenset()
    known: frozenset[Term] = frozenset()
    declared: frozenset[Term] = frozenset()
    announced: tuple[Term, ...] = ()  # hypotheses that somebody declared
    meanings: Meanings = field(default_factory=Meanings)
    stated: Stated = field(default_factory=Stated)
    hypotheses: list[tuple[Term, str]] = field(default_factory=list)
    spoken: dict[Term, str] = field(default_factory=dict)  # hypotheses of the running text
    local: dict[Term, list[Term]] = field(default_factory=dict)  # those by their letter
    previous: tuple[Term, str] | None = None  # the statement before, and its line
    seen: set[Term] = field(default_factory=set)
    clouded: dict[str, str] = field(default_factory=dict)
    before: frozenset[Term] = frozenset()  # letters seen before the chain at hand
    common: frozenset[str] = frozenset()   # names that many lines mention, read or not
    conditions: dict[Term, tuple[Term, str]] = field(default_factory=dict)  # by their letter
    chain: Term | None = None  # the condition that the chain at hand carries on
    solved: set[Term] = field(default_factory=set)  # equations before an arrow
    tried: dict[int, int] = field(default_factory=dict)  # repairs judged, by outcome

    def take(self, line: Line) -> Outcome:
        """The outcome of the next line."""
        if line.fault == A_LIST and counts(line.shown):
            return counting(self, line)
        if line.fault:
            return said("list" if line.fault.startswith("a list") else "unread", "not_read",
                         line.fault)
        for side in (line.left, line.right):
            if isinstance(side, Unread):
                return misfitting(side.sizes) if side.sizes and not line.inline else said(
                    "unread", "not_read", side.message)
        assert isinstance(line.left, Term)
        assert isinstance(line.right, Term)
        if line.kind == "whole":
            return judged_whole(self, line)
        if line.kind in LOOSE:
            return loosely(self.judge, self.meanings, line)
        try:
            outcome = one_of(self, line) if line.alternatives else self._statement(
                line, line.left, line.right)
        except (TermError, TooLarge) as problem:
            sizes = line.sized and isinstance(problem, ShapeError) and words(problem)
            outcome = misfitting(sizes) if sizes else said("equation", "undecided", str(problem))
        if not line.alternatives:  # nothing is known of a letter that is one of several
            self.seen |= line.left.free | line.right.free
        return outcome if line.inline or line.alternatives else self._directed(line, outcome)

    def _directed(self, line: Line, outcome: Outcome) -> Outcome:
        """The outcome with the way back to what stands before an arrow."""
        assert isinstance(line.left, Term)
        assert isinstance(line.right, Term)
        before, self.previous = self.previous, None
        try:
            statement = formula(line.kind, line.left, line.right)
        except TermError:
            return outcome
        self.previous = (statement, line.id)
        if before is None or line.place:
            return outcome
        conditions = tuple(h for h, _ in self.hypotheses if h.head in ("lt", "le", "ne"))
        return directed(self.judge, outcome, line.joined, statement, *before, conditions)

    def _statement(self, line: Line, left: Term, right: Term) -> Outcome:
        if line.kind == "=:":
            left, right = right, left
        if line.place == 0:
            self.before, self.chain = frozenset(self.seen), None
        if line.inline and not right.free and line.kind == "=" and left.head == "sym":
            return said("value", "given", "")  # "at t = 0" binds nothing below
        order = line.kind in ("<", ">", "<=", ">=", "!=")
        if line.inline and order:
            return self._spoken(line, left, right)
        if order and line.place == 0 and line.joined != "implies" and (
                restricts(left, right) or supposed(line.lead)):
            return self.suppose(formula(line.kind, left, right), line, "condition")
        if not order and line.place == 0:
            explicit = line.kind in (":=", "=:") or (
                line.kind == "equiv" and subject_of(left) is not None)
            if left is right:
                return said("trivial", "given", "both sides are the same")
            found = determined(self, line, left, right)
            if found is not None:
                return found
            known = set(self.known) if explicit else (
                self.seen | self.known | set(self.meanings.table))
            subject = defines(left, right, known)
            if subject is not None and (line.joined != "implies" or explicit):
                return self.define(left, right, line)
        return self.claim(line, formula(line.kind, left, right))

    def _spoken(self, line: Line, left: Term, right: Term) -> Outcome:
        """An inequality in the running text: a hypothesis, unless the text concludes it.

        "For x > 0 ... and for x < 0": the second statement on a letter ends the first.
        """
        manner = stance(line.lead)
        letters = [s for s in (left, right) if s.head == "sym"]
        if manner == "concluded" or not letters or not restricts(left, right):
            return said("value", "given", "")
        if formula(line.kind, left, right) in [lt(0, s) for s in letters if s.sort == "P"]:
            return said("condition", "given", "")  # its sort says so
        if manner == "local" and line.place == 0:
            ended = [h for s in letters for h in self.local.pop(s, [])]
            self.hypotheses = [item for item in self.hypotheses if item[0] not in ended]
        outcome = self.suppose(formula(line.kind, left, right), line, "condition")
        statement = self.hypotheses[-1][0]
        self.spoken[statement] = line.said
        if manner == "local":
            for letter in letters:
                self.local.setdefault(letter, []).append(statement)
        return outcome

    def define(self, left: Term, right: Term, line: Line, remark: str = "") -> Outcome:
        subject = subject_of(left)
        assert subject is not None
        self.meanings.define(subject.head, subject.parameters, right, line.id)
        self.hypotheses = [(self.meanings.unfold(h)[0] if subject.head in h.free else h, n)
                           for h, n in self.hypotheses]
        if not follows(line, eq(left, right)):
            self.stated.define(left, right, line.id)
        return said("definition", "given", remark)

    def suppose(self, statement: Term, line: Line, kind: str) -> Outcome:
        if not follows(line, statement):  # a result that nobody checked is no law
            self.stated.add(statement, line.id)
        unfolded, used = self.meanings.unfold(statement)
        self.hypotheses.append((unfolded, line.id))
        return Outcome(kind, Judgement("given"), used)

    # -- claims ------------------------------------------------------------------------------

    def claim(self, line: Line, statement: Term) -> Outcome:
        return in_the_old_variable(self, line.id, statement, self._claim(line, statement))

    def _claim(self, line: Line, statement: Term) -> Outcome:
        kind = "equation" if statement.head == "eq" else "inequality"
        try:
            outcome = self._put_in(line, statement, kind)
        except (TermError, TooLarge) as problem:
            outcome = said(kind, "undecided", str(problem))
        condition = conditioned(self, line, statement, outcome)
        if condition is not None:
            return condition
        carried_on(self, line, statement, outcome)
        if outcome.judgement.verdict in ("refuted", "undecided") and follows(line, statement):
            again = self._as_stated(line, statement)
            if again is not None:
                usual = again.judgement.verdict == "refuted" and self._by_custom(outcome)
                return usual or again
        if outcome.judgement.verdict == "proved" or outcome.claim is None:
            return outcome
        return self._by_custom(outcome) or doubted(self, line, statement, outcome)

    def _by_custom(self, outcome: Outcome) -> Outcome | None:
        """The verdict with the usual meaning of a letter of which nothing is said otherwise."""
        if outcome.claim is None or outcome.judgement.verdict not in ("refuted", "undecided"):
            return None
        said = self.known.union(self.declared, self.meanings.table, *(
            h.free for h, _ in self.hypotheses))
        for f in sorted((f for f in outcome.claim.free - said if f.head == "fun"),
                        key=lambda f: f.name):
            usual = by_custom(self.judge, outcome, f)
            if usual is not None:
                return usual
        return None

    def _as_stated(self, line: Line, statement: Term) -> Outcome | None:
        """A line that is said to follow, under what was stated, with nothing put in."""
        about = self.stated.about(statement)
        letters = statement.args[0].free ^ statement.args[1].free
        spoken = self.known.union(*({*h.free, *variables(h)} for h, _ in about))
        if not about or line.unread_condition or any(
                s not in spoken and (s.shape is not None or s.sort != "N0") for s in letters):
            return None
        if line.place and not letters <= self.before | self.known:
            return None
        hypotheses = (*line.conditions, *(h for h, _ in about))
        found = self.judge(hypotheses, statement)
        doubtful = line.premise_unread or clouds(self, statement.free)
        if found.verdict == "undecided" or (found.verdict == "refuted" and (
                doubtful or self._unexplained(statement, about) or (
                    line.place and letters and not statement.args[1].free))):
            return None
        uses = tuple(dict.fromkeys(n for _, n in about if n))
        kind = "equation" if statement.head == "eq" else "inequality"
        return Outcome(kind, found, uses, (), statement, hypotheses, stated=True)

    def _unexplained(self, statement: Term, about: list[tuple[Term, str]]) -> str:
        """A letter with a meaning by custom that nothing stated here says anything of."""
        said = self.known.union(self.declared, *(explained(h) for h, _ in about))
        functions = sorted((f for f in statement.free - said if f.head == "fun"),
                           key=lambda f: f.name)
        return unexplained(statement.args[0], statement.args[1], functions, self.declared)

    def _put_in(self, line: Line, statement: Term, kind: str) -> Outcome:
        """The verdict on a claim in which the definitions are put in."""
        claim, used = self.meanings.unfold(statement)
        claim, means = mean_values.put_in(claim, self.hypotheses)
        used = (*used, *means)
        left, right = claim.args
        if left is right:
            return Outcome(kind, Judgement("proved", "the definitions"), used, (), claim)
        beside = tuple(self.meanings.unfold(c)[0] for c in line.conditions)
        resting = [item for item in relevant(self.hypotheses, claim) if item[0] is not self.chain]
        outcome = Outcome(kind, self.judge(beside, claim), used, (), claim, beside)
        if resting and outcome.judgement.verdict != "proved":
            outcome = self._implied(line, outcome)
        if outcome.judgement.verdict == "proved":
            return self.with_domains(outcome)
        if resting and outcome.judgement.verdict in ("refuted", "undecided"):
            return self._resting(outcome, resting)
        alone = self.with_domains(outcome)
        if resting and alone.judgement.verdict == "supported":
            under = self._resting(outcome, resting)
            return under if under.judgement.verdict == "proved" else alone
        return alone

    def _implied(self, line: Line, bare: Outcome) -> Outcome:
        """What stands before an arrow is enough, whatever else was said of the letters above."""
        if line.joined not in ("implies", "iff") or self.previous is None:
            return bare
        assert bare.claim is not None
        premise, used = self.meanings.unfold(self.previous[0])
        self.solved.add(premise)
        hypotheses = (*bare.hypotheses, premise)
        uses = tuple(dict.fromkeys((*bare.uses, *used, self.previous[1])))
        found = self.with_domains(replace(
            bare, judgement=self.judge(hypotheses, bare.claim), uses=uses, hypotheses=hypotheses))
        return found if found.judgement.verdict == "proved" else bare

    def _resting(self, bare: Outcome, resting: list[tuple[Term, str]]) -> Outcome:
        """A claim that does not hold by itself, under the hypotheses that bear on it."""
        assert bare.claim is not None
        hypotheses = (*bare.hypotheses, *(h for h, _ in resting))
        uses = (*bare.uses, *(n for _, n in resting if n and n not in bare.uses))
        spoken = tuple(dict.fromkeys(
            self.spoken[h] for h, _ in resting if self.spoken.get(h)))
        with_them = self.with_domains(Outcome(
            bare.kind, self.judge(hypotheses, bare.claim), uses, spoken, bare.claim, hypotheses))
        if with_them.judgement.verdict == "supported":
            alone = self.with_domains(bare)
            return alone if alone.judgement.verdict == "proved" else with_them
        if with_them.judgement.verdict != "undecided":
            return with_them
        posed = [item for item in resting if item[0] not in self.solved or item is resting[-1]]
        if with_them.judgement.reason.startswith(NOWHERE) and len(posed) < len(resting):
            return self._resting(bare, posed)  # x was another one in an exercise above
        alone = self.with_domains(bare)
        if alone.judgement.verdict in ("proved", "supported"):
            return alone
        return with_them if bare.judgement.verdict == "refuted" else alone

    def holds(self, outcome: Outcome, claim: Term) -> bool:
        """Whether another claim holds under what an outcome was judged under.

        Of claims that no point refutes only ``MOST_TRIED`` an outcome are judged: they take long.
        """
        if self.judge(outcome.hypotheses, claim, trial=True).verdict == "refuted":
            return False
        self.tried[id(outcome)] = self.tried.get(id(outcome), 0) + 1
        if self.tried[id(outcome)] > MOST_TRIED:
            return False
        found = self.judge(outcome.hypotheses, claim)
        if found.verdict == "undecided":
            candidate = replace(outcome, claim=claim, judgement=found)
            found = Restricting(self.judge, self.inferred).tried(candidate, trial=True).judgement
        return found.verdict in ("proved", "supported")

    def with_domains(self, outcome: Outcome) -> Outcome:
        return Restricting(self.judge, self.inferred).tried(outcome)

    def cloud(self, names: set[str], line: str) -> None:
        """Remember that an equation about these letters was not read."""
        for name in names:
            self.clouded.setdefault(name, line)
