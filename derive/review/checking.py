"""A document checked: displays to links, links to terms, terms to verdicts, scope by scope.

``check_document`` is the whole path; the pieces are in ``chains``, ``kinds``, ``meaning``,
``obligations`` and ``engine``. Next: ``findings`` for what comes out.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from functools import partial

from derive.notation.cards import Notation
from derive.notation.errors import NotationError
from derive.notation.tree import Node
from derive.review.acted_columns import equated
from derive.review.alternatives import beside, grouped
from derive.review.announced import Announced
from derive.review.antiderivatives import notations
from derive.review.arrays import Arrays, with_arrays
from derive.review.carrying import Carrying, by_itself, unread
from derive.review.chains import links
from derive.review.claims import formula, subject_of
from derive.review.dependencies import common_names, given_below, letters_given, solved
from derive.review.dependent_letters import DependentLetters, read_sides
from derive.review.directions_of_space import arrows, cards
from derive.review.displays import Display
from derive.review.document import Document
from derive.review.engine import Engine
from derive.review.expansion import Remark
from derive.review.findings import FileReview, Finding
from derive.review.goals import goals
from derive.review.gradients import Gradients, read_gradients
from derive.review.hatless_means import with_hats
from derive.review.imaginary import units
from derive.review.kinds import Inferred, infer
from derive.review.layers import Layers
from derive.review.letterforms import customary, integrated
from derive.review.letters import Letters
from derive.review.lines import FAULTS, Line, Outcome, guarded, under
from derive.review.listed import no_intervals
from derive.review.matrices import Matrices
from derive.review.matrix_lines import grids_outcome, matrix_outcome
from derive.review.meaning import (
    Unread,
    ask_numbers,
    notation_of,
    plain_text,
    read_side,
    settling,
)
from derive.review.misfits import declared_sizes
from derive.review.obligations import Argument, Judge
from derive.review.operator_lines import concerns, taken
from derive.review.operator_usages import with_usages
from derive.review.operators import assign, evidence_of, ones, unlabelled
from derive.review.own_variables import own_variables
from derive.review.prefixed import join_increments
from derive.review.read_lines import ReadLine, carried_on, explained_first, read_line
from derive.review.relations import cut
from derive.review.settled_readings import settled
from derive.review.slopes import Slopes, read_slopes
from derive.review.small_changes import settle_changes, unconnected
from derive.review.spanned import Spanned
from derive.review.spoken import at_a_point, condition_said, labelled, named, shown, spoken
from derive.review.stated import standing, statement_of
from derive.review.transposes import settle
from derive.review.two_valued import ask_pairs
from derive.review.unfolding import TooLarge
from derive.review.units import judged, unit_letters
from derive.review.uses import Uses
from derive.terms.term import Term, TermError

Hint = Callable[["ReadLine", Callable[[Term], bool]], tuple[str, str]]


def check_document(document: Document, judge: Engine, announced: Announced | None = None,
                   hint: Hint | None = None) -> FileReview:
    """The review of one document. ``announced`` holds declarations from outside."""
    review = FileReview(document.path, remarks=tuple(
        f"{r.message} (line {document.sources.place(r.offset).line})" for r in document.remarks))
    checker = Checker(document, judge, announced or Announced(), hint, review, judge.begin)
    judge.start()
    for number in sorted({d.scope for d in document.displays}):
        try:
            checker.scope(number)
        except FAULTS as fault:
            checker.failed(number, fault)
    order = {path: number for number, path in enumerate(document.sources.paths)}
    review.lines.sort(key=lambda f: (order.get(f.path, 0), f.line, f.column))
    return review


class Checker:
    """Reads and judges one document, scope by scope, into a review."""

    def __init__(self, document: Document, judge: Judge, announced: Announced,
                 hint: Hint | None, review: FileReview,
                 begin: Callable[[], None] = lambda: None) -> None:
        self.begin = begin
        self.document, self.judge, self.hint, self.review = document, judge, hint, review
        self.announced = announced
        self.ids: dict[str, int] = {}
        self.letters = Letters(review)
        self.carrying, self.carries, self.layers = Carrying(), False, Layers()
        self.scope_announced, self.scope_inferred = announced, Inferred()
        self.gradients, self.slopes = Gradients(Arrays()), Slopes()

    def scope(self, number: int) -> None:
        """Read the lines of a scope and judge them in their order."""
        titles = {s.number: s.title for s in self.document.scopes}
        self.carries = not by_itself(titles.get(number, ""))
        lines = self.read_scope(number)
        if lines:
            self._argue(lines, self.scope_announced, self.scope_inferred, lines[0].notation)

    def failed(self, number: int, fault: Exception) -> None:
        """The lines of a section that the checker could not read at all."""
        words = f"the reading failed: {type(fault).__name__}: {' '.join(str(fault).split())[:120]}"
        done = {f.line for f in self.review.lines}
        for display in self.document.displays:
            if display.scope == number and not display.inline and display.body.at and (
                    self.document.sources.place(display.span[0]).line not in done):
                self._unread(replace(display, trouble=Remark(display.span[0], words)))

    def read_scope(self, number: int) -> list[ReadLine]:
        """The lines of a scope with their terms, in the notation that was inferred for it."""
        own = self._lines([d for d in self.document.displays if d.scope == number])
        self.layers = self.layers if self.carries else Layers()
        self.layers.find(own, frozenset(self.announced.kinds))
        own = [self.layers.read(line, self.document.profile) for line in own]
        earlier = self.carrying.wanted(own) if self.carries else []
        alone = self._read([self._again(line) for line in own], number) if earlier else []
        lines = self._read([*map(self._again, earlier), *map(self._again, own)], number)
        other = earlier and unread(lines) > unread(alone)  # they are other letters here
        return self._read(own, number) if other else lines

    def _again(self, line: ReadLine) -> ReadLine:
        fresh = read_line(line.link, line.display, line.id, line.label, self.document.profile)
        return replace(self.layers.read(fresh, self.document.profile), carried=line.carried)

    def _read(self, lines: list[ReadLine], number: int) -> list[ReadLine]:
        announced = self.announced.with_declarations(
            (text for scope, text in self.document.declarations if scope in (0, number)),
            self._complain)
        announced = replace(announced, notation=standing(
            (statement_of(line.link, line.display) for line in lines if line.display.inline),
            announced.notation))
        base = announced.notation
        if base.profile == "plain":
            base = base.with_profile(self.document.profile)
        base = settled(base.with_running(integrated(
            t for line in lines for t in line.trees)), lines, announced.kinds)
        lines = self.layers.everywhere(lines, self.document.profile)
        settle(lines, announced.kinds, self.document.profile)
        settle_changes(lines, announced.kinds, self.document.profile)
        with_hats(lines, frozenset(announced.kinds), self.document.profile)
        arrays = Arrays()
        arrays.declare(base)
        arrays.read(equated(lines), frozenset(announced.kinds))
        self.gradients = Gradients(arrays)
        read_gradients(self.gradients, lines, self.document.profile)
        self.slopes = read_slopes(lines, arrays.letters, announced.kinds, self.document.profile)
        join_increments(lines)
        uses = Uses()
        for line in lines:
            for tree in line.trees:
                if isinstance(tree, Node):
                    uses.read(unlabelled(tree))
        inferred = infer(uses, announced.kinds, frozenset(dict(announced.notation.others)))
        ask_pairs(inferred, ((line.link.kind, line.trees) for line in lines))
        found = evidence_of(no_intervals(lines))
        found.equated(line.trees for line in lines)
        inferred.means = customary(t for line in lines for t in line.trees) - set(announced.kinds)
        inferred.without(inferred.means, ())
        if assign(inferred, found, uses):
            for one in ones(uses, inferred):
                base = base.with_constant(one)
            base = with_usages(base, (t for line in lines for t in line.trees), inferred)
        base = self.slopes.known(self.layers.written(
            self.gradients.known(with_arrays(base, arrays, uses), uses)))
        in_space = arrows(t for line in lines for t in line.trees)
        base = base.with_meanings(in_space).with_cards(*(c for c in cards(
            in_space, (t for line in lines for t in line.trees)) if base.named(c.written) is None))
        inferred.without((name.partition("(")[0] for name in in_space), ())
        inferred.arrays = arrays
        inferred.without((set(arrays.known) - arrays.given) | self.gradients.written
                         | self.slopes.written, arrays.naturals)
        dependent = DependentLetters(lines, inferred)
        notation = notation_of(inferred.kinds.values(), base, inferred.kinds)
        own = own_variables(lines, units(lines, notations(lines, notation), announced.kinds))
        read_sides(lines, dependent.notations(lines, own), inferred, dependent)
        ask_numbers(lines)
        self.scope_announced, self.scope_inferred = announced, inferred
        return lines

    def _lines(self, displays: list[Display]) -> list[ReadLine]:
        found: list[ReadLine] = []
        for display in displays:
            if display.trouble is not None:
                if not display.inline:
                    self._unread(display)
                continue
            for link, label in labelled(display, grouped(links(display))):
                if display.inline and (link.fault or link.kind not in (
                        "=", ":=", "equiv", "<", ">", "<=", ">=", "!=", "in")):
                    continue
                name = "" if display.inline else self._id(link.shown)
                found.append(read_line(carried_on(link, found), display, name, label,
                                       self.document.profile))
        return explained_first(found)

    def _id(self, shown: Spanned) -> str:
        place = self.document.sources.place(shown.span[0])
        name = str(place.line)
        if place.path != self.document.path:
            cell = place.path.rpartition(":cell ")
            name = f"{cell[2]}:{name}" if cell[1] else f"{place.path}:{name}"
        self.ids[name] = self.ids.get(name, 0) + 1
        return name if self.ids[name] == 1 else f"{name}.{self.ids[name]}"

    def _complain(self, text: Spanned, message: str) -> None:
        place = self.document.sources.place(text.span[0]) if text.at else None
        where = f" (line {place.line})" if place else ""
        self.review.remarks = (*self.review.remarks,
                               f"the declaration {text.text!r} is not understood: "
                               f"{message}{where}")

    # -- the argument of a scope -------------------------------------------------------------

    def _argue(self, lines: list[ReadLine], announced: Announced, inferred: Inferred,
               notation: Notation) -> None:
        declared = {s for t in announced.terms for s in (t, *t.free)}
        symbols = frozenset(s for line in lines for side in (line.left, line.right)
                            if isinstance(side, Term) for s in side.free if s not in declared)
        argument = Argument(self._judge(announced), symbols, frozenset(
            d.function for d in announced.brought.definitions), frozenset(declared))
        argument.common = common_names(lines)
        argument.announced = announced.hypotheses
        argument.hypotheses.extend((h, "") for h in announced.hypotheses)
        for definition in announced.definitions:
            subject = subject_of(definition.args[0])
            if subject is not None:
                argument.meanings.define(
                    subject.head, subject.parameters, definition.args[1], "")
        ahead, below = solved(lines), given_below(lines)
        used: set[Term] = set()
        doubtful, matrices = "", Matrices()
        carried = {line.id for line in lines if line.carried and not line.repeated}
        for number, line in enumerate(lines):
            for side in (line.left, line.right):
                if isinstance(side, Term):
                    used |= side.free
            self.slopes.define(argument, (line.left, line.right), notation)
            supposed = self.gradients.define(argument, (line.left, line.right), notation)
            self.begin()
            outcome = guarded(partial(
                self._outcome, line, self._stated(line, number in ahead, below[number], doubtful,
                                                    beside(lines, line)),
                argument, matrices))
            if line.carried:
                continue
            outcome = unconnected(line, self.carrying.doubted(under(outcome, supposed), carried))
            if self.carries:
                self.carrying.keep(line, outcome, self.gradients.arrays.known)
            line.hypotheses = outcome.hypotheses
            self.letters.narrow(outcome, line.notation)
            doubtful = line.id if outcome.judgement.verdict in ("not_read", "undecided") else (
                doubtful if line.link.place or line.link.joined in ("implies", "iff") else "")
            if outcome.judgement.verdict == "not_read" and line.link.kind in ("=", ":=", "equiv"):
                argument.cloud(letters_given(line), line.id or "text")
            if not line.display.inline:
                self.review.lines.append(self._finding(line, outcome, argument))
        self.review.goals = goals(
            self.review.goals, announced, argument, notation, lines,
            {f.id: f.verdict for f in self.review.lines})
        self.letters.add(inferred, notation, used, argument.known)

    def _outcome(self, line: ReadLine, stated: Line, argument: Argument,
                 matrices: Matrices) -> Outcome:
        """The outcome of a line; matrices that are written out go entry by entry."""
        left, right = line.trees
        unread = isinstance(line.left, Unread) or isinstance(line.right, Unread)
        if not stated.fault and stated.kind in ("=", ":=", "equiv") and (
                isinstance(left, Node) and isinstance(right, Node)) and (
                matrices.occur(left) or matrices.occur(right)):
            outcome = matrix_outcome(stated, (left, right), line.notation, argument, matrices)
            if unread or outcome.judgement.verdict != "not_read":
                return outcome
            stated = replace(stated, left=matrices.filled(line.left, line.notation),
                             right=matrices.filled(line.right, line.notation))
        by_entries = grids_outcome(stated, argument)
        if by_entries is not None:
            return by_entries
        return taken(argument, stated) if concerns(stated) else argument.take(stated)

    def _judge(self, announced: Announced) -> Judge:
        """Verdicts that know units, and what the library defined and proved."""
        judge = partial(self.judge, library=announced.brought) if announced.brought.cards else (
            self.judge)
        return judged(judge, unit_letters(announced.notation.cards))

    def _stated(self, line: ReadLine, ahead: bool, below: tuple[tuple[Term, str], ...],
                unread: str, several: tuple[tuple[object, object], ...]) -> Line:
        conditions, unread_one = self._conditions(line)
        link = line.link
        return Line(line.id, link.relation, line.left, line.right, link.place, link.joined,
                    line.display.lead if link.chain == 0 or link.words.strip() in ("", "and")
                    else link.words, link.fault,
                    line.display.inline, conditions, unread_one, ahead, unread, below, several,
                    condition_said(line, self.document.sources), declared_sizes(
                        (s for s in (line.left, line.right) if isinstance(s, Term)), frozenset(
                            t.name for t in self.scope_announced.terms if t.head == "matrix"),
                        frozenset(self.gradients.arrays.sizes.declared.values())),
                    line.link.right.text, line.link.shown.text)

    def _conditions(self, line: ReadLine) -> tuple[tuple[Term, ...], str]:
        found: list[Term] = []
        for text in line.link.conditions:
            marks = [m for m in cut(text).marks if not m.connective]
            if len(marks) != 1 or len(cut(text).marks) > 1:
                return tuple(found), text.text
            mark = marks[0]
            sides = [read_side(piece.strip(), line.notation, Inferred())
                     for piece in (text[:mark.start], text[mark.end:])]
            if any(isinstance(s, Unread) for s in sides) or mark.kind not in (
                    "=", "<", ">", "<=", ">=", "!="):
                return tuple(found), text.text
            left, right = sides
            assert isinstance(left, Term)
            assert isinstance(right, Term)
            try:
                found.append(formula(mark.kind, left, right))
            except TermError:
                return tuple(found), text.text
        return tuple(found), at_a_point(line.display)

    # -- findings ----------------------------------------------------------------------------

    def _holds(self, line: ReadLine, outcome: Outcome, argument: Argument,
               right: Term) -> bool:
        """Whether the line would hold with another right side."""
        assert isinstance(line.left, Term)
        try:
            statement = formula(line.link.kind, line.left, right)
            if outcome.stated:
                beside = outcome.hypotheses or tuple(
                    h for h, _ in argument.stated.about(statement))
                return argument.judge(beside, statement).verdict in ("proved", "supported")
            claim, _ = argument.meanings.unfold(statement)
        except (TermError, TooLarge):
            return False
        if claim.args[0] is claim.args[1]:
            return True
        return argument.holds(outcome, claim)

    def _finding(self, line: ReadLine, outcome: Outcome, argument: Argument) -> Finding:
        judged = outcome.judgement
        hint = repair = ""
        if judged.verdict == "refuted" and self.hint is not None:
            with suppress(*FAULTS):
                hint, repair = self.hint(
                    line, lambda right: self._holds(line, outcome, argument, right))
        reason = judged.reason
        if judged.verdict == "not_read":
            hint, reason = settling(line.left, line.right), judged.reason or "not understood"
        first, last = line.link.shown.span
        start = self.document.sources.place(first)
        end = self.document.sources.place(last - 1)
        return Finding(
            line.id, start.path, start.line, start.column, end.line, end.column + 1,
            " ".join(line.link.shown.text.split()), outcome.kind, judged.verdict,
            shown(line), judged.by, tuple(u for u in outcome.uses if u),
            self._under(outcome, line), reason, named(judged, line.notation), judged.left,
            judged.right, hint, repair, judged.steps, spoken(line, argument.meanings))

    def _under(self, outcome: Outcome, line: ReadLine) -> tuple[str, ...]:
        """The conditions of a verdict, in the writer's letters."""
        shown = []
        for condition in outcome.assumed:
            try:
                shown.append(plain_text(condition, line.notation))
            except NotationError:
                shown.append("where both sides are defined")
        return (*shown, *outcome.conditions)

    def _unread(self, display: Display) -> None:
        assert display.trouble is not None
        place = self.document.sources.place(display.trouble.offset)
        end = self.document.sources.place(max(display.trouble.offset, display.span[1] - 1))
        name = self._id(display.body if display.body else Spanned("", ()))
        source = " ".join(display.body.text[:200].split())
        self.review.lines.append(Finding(
            name, place.path, place.line, place.column, end.line, end.column + 1, source,
            "unread", "not_read", reason=display.trouble.message))
