"""Lines in their order: what each one says, what it rests on, and the verdict on it.

One ``Argument`` is the state of one scope: definitions, hypotheses, letters seen. It asks
``judge`` for verdicts and never decides itself. Next: ``checking``, which runs it on documents.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from derive.review.as_stated import Stated, variables
from derive.review.claims import (
    LOOSE,
    about_unknown,
    asks_for_solutions,
    assumed,
    at_a_place,
    defines,
    determines,
    formula,
    relates,
    restricts,
    subject_of,
    supposed,
    unexplained,
)
from derive.review.customs import by_custom
from derive.review.directions import directed
from derive.review.judging import Judgement
from derive.review.lines import Line, Outcome, follows, misfitting, said
from derive.review.meaning import Unread
from derive.review.misfits import words
from derive.review.relevance import relevant
from derive.review.restricting import Restricting
from derive.review.stated import stance
from derive.review.unfolding import Meanings, TooLarge
from derive.terms.build import eq, lt
from derive.terms.shapes import ShapeError
from derive.terms.term import Term, TermError

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
    tried: dict[int, int] = field(default_factory=dict)  # repairs judged, by outcome

    def take(self, line: Line) -> Outcome:
        """The outcome of the next line."""
        if line.fault:
            return said("list" if line.fault.startswith("a list") else "unread", "not_read",
                         line.fault)
        for side in (line.left, line.right):
            if isinstance(side, Unread):
                return misfitting(side.sizes) if side.sizes and not line.inline else said(
                    "unread", "not_read", side.message)
        assert isinstance(line.left, Term)
        assert isinstance(line.right, Term)
        if line.kind in LOOSE:
            kind, reason = LOOSE[line.kind]
            given = line.kind in ("in", "update")
            return said(kind, "given" if given else "undecided", reason)
        try:
            outcome = self._statement(line, line.left, line.right)
        except (TermError, TooLarge) as problem:
            sizes = line.sized and isinstance(problem, ShapeError) and words(problem)
            outcome = misfitting(sizes) if sizes else said("equation", "undecided", str(problem))
        self.seen |= line.left.free | line.right.free
        return outcome if line.inline else self._directed(line, outcome)

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
            self.before = frozenset(self.seen)
        if line.inline and not right.free and line.kind == "=" and left.head == "sym":
            return said("value", "given", "")  # "at t = 0" binds nothing below
        order = line.kind in ("<", ">", "<=", ">=", "!=")
        if line.inline and order:
            return self._spoken(line, left, right)
        if order and line.place == 0 and line.joined != "implies" and (
                restricts(left, right) or supposed(line.lead)):
            return self._suppose(formula(line.kind, left, right), line, "condition")
        if not order and line.place == 0:
            explicit = line.kind in (":=", "=:") or (
                line.kind == "equiv" and subject_of(left) is not None)
            if left is right:
                return said("trivial", "given", "both sides are the same")
            known = set(self.known) if explicit else (
                self.seen | self.known | set(self.meanings.table))
            subject = defines(left, right, known)
            if subject is not None and (line.joined != "implies" or explicit):
                return self._define(left, right, line)
        return self._claim(line, formula(line.kind, left, right))

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
        outcome = self._suppose(formula(line.kind, left, right), line, "condition")
        statement = self.hypotheses[-1][0]
        self.spoken[statement] = line.said
        if manner == "local":
            for letter in letters:
                self.local.setdefault(letter, []).append(statement)
        return outcome

    def _define(self, left: Term, right: Term, line: Line, remark: str = "") -> Outcome:
        subject = subject_of(left)
        assert subject is not None
        self.meanings.define(subject.head, subject.parameters, right, line.id)
        if not follows(line, eq(left, right)):
            self.stated.define(left, right, line.id)
        return said("definition", "given", remark)

    def _suppose(self, statement: Term, line: Line, kind: str) -> Outcome:
        if not follows(line, statement):  # a result that nobody checked is no law
            self.stated.add(statement, line.id)
        unfolded, used = self.meanings.unfold(statement)
        self.hypotheses.append((unfolded, line.id))
        return Outcome(kind, Judgement("given"), used)

    # -- claims ------------------------------------------------------------------------------

    def _claim(self, line: Line, statement: Term) -> Outcome:
        kind = "equation" if statement.head == "eq" else "inequality"
        try:
            outcome = self._put_in(line, statement, kind)
        except (TermError, TooLarge) as problem:
            outcome = said(kind, "undecided", str(problem))
        if outcome.judgement.verdict in ("refuted", "undecided") and follows(line, statement):
            again = self._as_stated(line, statement)
            if again is not None:
                return again
        if outcome.judgement.verdict == "proved" or outcome.claim is None:
            return outcome
        if outcome.judgement.verdict in ("refuted", "undecided"):
            for f in self._unsaid(outcome.claim):
                usual = by_custom(self.judge, outcome, f)
                if usual is not None:
                    return usual
        return self._doubted(line, statement, outcome)

    def _unsaid(self, claim: Term) -> list[Term]:
        """The functions in a claim of which nothing is declared, defined or assumed."""
        said = self.known.union(self.declared, self.meanings.table, *(
            h.free for h, _ in self.hypotheses))
        return sorted((f for f in claim.free - said if f.head == "fun"), key=lambda f: f.name)

    def _as_stated(self, line: Line, statement: Term) -> Outcome | None:
        """A line that is said to follow, under what was stated, with nothing put in."""
        about = self.stated.about(statement)
        letters = statement.args[0].free ^ statement.args[1].free
        spoken = self.known.union(*({*h.free, *variables(h)} for h, _ in about))
        if not about or line.unread_condition or any(
                s not in spoken and s.sort != "N0" for s in letters):
            return None
        if line.place and not letters <= self.before | self.known:
            return None
        hypotheses = (*line.conditions, *(h for h, _ in about))
        found = self.judge(hypotheses, statement)
        doubtful = line.premise_unread or self._clouds(statement.free)
        if found.verdict == "undecided" or (found.verdict == "refuted" and doubtful):
            return None
        uses = tuple(dict.fromkeys(n for _, n in about if n))
        kind = "equation" if statement.head == "eq" else "inequality"
        return Outcome(kind, found, uses, (), statement, hypotheses, stated=True)

    def _put_in(self, line: Line, statement: Term, kind: str) -> Outcome:
        """The verdict on a claim in which the definitions are put in."""
        claim, used = self.meanings.unfold(statement)
        left, right = claim.args
        if left is right:
            return Outcome(kind, Judgement("proved", "the definitions"), used, (), claim)
        beside = tuple(self.meanings.unfold(c)[0] for c in line.conditions)
        resting = relevant(self.hypotheses, claim)
        outcome = Outcome(kind, self.judge(beside, claim), used, (), claim, beside)
        if resting and outcome.judgement.verdict in ("refuted", "undecided"):
            return self._resting(outcome, resting)
        alone = self._with_domains(outcome)
        if resting and alone.judgement.verdict == "supported":
            under = self._resting(outcome, resting)
            return under if under.judgement.verdict == "proved" else alone
        return alone

    def _resting(self, bare: Outcome, resting: list[tuple[Term, str]]) -> Outcome:
        """A claim that does not hold by itself, under the hypotheses that bear on it."""
        assert bare.claim is not None
        hypotheses = (*bare.hypotheses, *(h for h, _ in resting))
        uses = (*bare.uses, *(n for _, n in resting if n and n not in bare.uses))
        spoken = tuple(dict.fromkeys(
            self.spoken[h] for h, _ in resting if self.spoken.get(h)))
        with_them = self._with_domains(Outcome(
            bare.kind, self.judge(hypotheses, bare.claim), uses, spoken, bare.claim, hypotheses))
        if with_them.judgement.verdict != "undecided":
            return with_them
        alone = self._with_domains(bare)
        if alone.judgement.verdict in ("proved", "supported"):
            return alone
        return with_them if bare.judgement.verdict == "refuted" else alone

    def _doubted(self, line: Line, statement: Term, outcome: Outcome) -> Outcome:
        """A claim that is not proved: perhaps it is no claim."""
        assert outcome.claim is not None
        left, right = outcome.claim.args
        refuted = outcome.judgement.verdict == "refuted"
        if refuted and statement.head == "eq" and line.joined != "implies":
            again = self._bound_again(line, statement)
            if again is not None:
                return again
        if statement.head == "eq" and line.place == 0 and line.joined not in (
                "implies", "iff") and outcome.judgement.verdict in ("refuted", "undecided"):
            free = statement.args[0]
            new = subject_of(free)
            concluded = follows(line, statement) and new is not None and any(
                new.head in h.free for h, _ in self.hypotheses)
            unbound = new is not None and new.head not in self.meanings.table and (
                new.head not in self.known) and not concluded
            if unbound and new is not None and new.head not in statement.args[1].free and (
                    not at_a_place(new, statement.args[1])):
                return self._define(free, statement.args[1], line)
            about = about_unknown(left, right, self.known | set(self.meanings.table)) or (
                asks_for_solutions(left, right) and not follows(line, statement))
            if about or line.inline or line.solved_later or assumed(line.lead) or (
                    relates(left, right, self.known)):
                taken = self._suppose(statement, line,
                                      "equation to be solved" if about else "hypothesis")
                against = self._against(line, outcome) if about else ""
                return replace(taken, judgement=Judgement("undecided", "", against)) if (
                    against) else taken
        if not refuted:
            return outcome
        reason = self._uncertain(line, left, right) or self._elsewhere(outcome)
        if line.place == 0 and subject_of(statement.args[0]) and left.free and not right.free:
            reason = reason or "perhaps a value at one point"
        if reason:
            return replace(outcome, judgement=Judgement("undecided", "", reason))
        return outcome

    def _against(self, line: Line, outcome: Outcome) -> str:
        """Why a second equation for a function may be a slip: it does not follow from the first."""
        assert outcome.claim is not None
        if outcome.judgement.verdict != "refuted" or line.inline or assumed(line.lead):
            return ""
        unknown = {f for f in outcome.claim.free if f.head == "fun"} - self.known
        others = [n for h, n in self.hypotheses[:-1] if n and h.head == "eq" and (
            h in outcome.hypotheses and unknown & h.free)]
        if not others:
            return ""
        return (f"it does not follow from line {others[-1]}, an equation for the same function; "
                "if it is a new one, say so: let, suppose, ...")

    def _bound_again(self, line: Line, statement: Term) -> Outcome | None:
        """A letter that had a number and gets another one: a new version of the name."""
        subject = subject_of(statement.args[0])
        known = self.meanings.table.get(subject.head) if subject is not None else None
        if line.place:
            return None
        if known is None or subject is None:
            head = statement.args[0].args[0] if statement.args[0].head == "call" else None
            if head in self.meanings.table and (line.inline or assumed(line.lead)):
                self.meanings.forget(head)  # the letter stands for something else from here on
                return self._suppose(statement, line, "hypothesis")
            return None
        new = statement.args[1]
        simple = max(known.body.size, new.size) <= 3
        if not (simple or line.inline or assumed(line.lead) or (
                not known.body.free and not new.free)):
            return None
        return self._define(statement.args[0], statement.args[1], line,
                            "the letter has a new value from here on")

    def _uncertain(self, line: Line, left: Term, right: Term) -> str:
        """Why a point where the sides differ does not refute the line."""
        if line.unread_condition:
            return f"its condition is not read: {line.unread_condition}"
        fresh = sorted(s.name for s in (left.free | right.free) - self.seen - self.known)
        if line.joined in ("implies", "iff") and fresh:
            return f"{fresh[0]} is new here"
        if line.joined in ("implies", "iff") and line.premise_unread:
            return f"it follows from line {line.premise_unread}, which is not settled"
        if line.solved_later and not right.free:
            return "an equation that is solved below"
        functions = sorted((f for f in (left.free | right.free) - self.known if f.head == "fun"),
                           key=lambda f: f.name)
        special = unexplained(left, right, functions, self.declared)
        if special:
            return f"nothing above says what {special} is"
        if line.place and left.free and (not right.free or right.head == "zeros"):
            return "perhaps an equation to be solved: nothing says that it holds for all values"
        if line.joined != "implies" and determines(left, right, self.known):
            return "nothing above determines it"
        new = [s.name for s in left.free ^ right.free if "_" in s.name and s not in self.before
               and s.name not in self.common]
        if line.place and new:
            return f"nothing above determines {new[0]}"
        if line.place and relates(left, right, self.known):
            names = sorted(s.name for s in left.free ^ right.free)
            return f"no line relates {', '.join(names[:4])}"
        return self._clouds(left.free | right.free)

    def _clouds(self, letters: frozenset[Term]) -> str:
        """An unread line that says something of these letters."""
        free = {s.name for s in letters}
        for name, where in self.clouded.items():
            if name in free or any(f.startswith(f"{name}_") for f in free):
                return f"it may rest on line {where}, which is not read"
        return ""

    def _elsewhere(self, outcome: Outcome) -> str:
        """A hypothesis on a function was written at one argument and may be meant at all."""
        assert outcome.claim is not None
        stated = {t for h in outcome.hypotheses for t in h.walk() if t.head == "call"}
        about = {t.args[0] for t in stated}
        for part in outcome.claim.walk():
            if part.head == "call" and part.args[0] in about and part not in stated:
                return f"what is assumed of {part.args[0].name} may hold at all its arguments"
        return ""

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

    def _with_domains(self, outcome: Outcome) -> Outcome:
        return Restricting(self.judge, self.inferred).tried(outcome)

    def cloud(self, names: set[str], line: str) -> None:
        """Remember that an equation about these letters was not read."""
        for name in names:
            self.clouded.setdefault(name, line)
