"""A document checked: displays to links, links to terms, terms to verdicts, scope by scope.

``check_document`` is the whole path; the pieces are in ``chains``, ``kinds``, ``meaning``,
``obligations`` and ``engine``. Next: ``findings`` for what comes out.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial

from derive import notation as written
from derive.notation.cards import Card, Notation
from derive.notation.errors import NotationError, NotRead
from derive.notation.tree import Node
from derive.review.announced import Announced
from derive.review.chains import Link, links
from derive.review.claims import formula, subject_of
from derive.review.displays import Display
from derive.review.document import Document
from derive.review.findings import FileReview, Finding
from derive.review.judging import Judgement
from derive.review.kinds import Inferred, infer
from derive.review.meaning import Unread, notation_of, plain_text, read_side, tree_of
from derive.review.obligations import Argument, Judge, Line, Outcome
from derive.review.relations import cut
from derive.review.spanned import Spanned, join
from derive.review.unfolding import TooLarge
from derive.review.uses import Uses, application, arguments_of, base_key
from derive.terms.term import Term, TermError

Hint = Callable[["ReadLine", Callable[[Term], bool]], tuple[str, str]]
RELATION_SIGNS = {"=": "=", "<": "<", ">": ">", "<=": "≤", ">=": "≥", "!=": "≠", ":=": ":=",
                  "=:": "=:", "equiv": "≡", "approx": "≈", "sim": "∼", "propto": "∝", "to": "→",
                  "in": "∈", "update": "←", "perp": "⟂"}


@dataclass
class ReadLine:
    """A link with its trees, terms and the notation in which it was read."""

    link: Link
    display: Display
    id: str
    trees: tuple[Node | Unread, Node | Unread]
    left: Term | Unread = field(default_factory=lambda: Unread("", 0))
    right: Term | Unread = field(default_factory=lambda: Unread("", 0))
    notation: Notation = field(default_factory=Notation)
    hypotheses: tuple[Term, ...] = ()


def check_document(document: Document, judge: Judge, announced: Announced | None = None,
                   hint: Hint | None = None) -> FileReview:
    """The review of one document. ``announced`` holds declarations from outside."""
    review = FileReview(document.path, remarks=tuple(
        f"{r.message} (line {document.sources.place(r.offset).line})" for r in document.remarks))
    checker = Checker(document, judge, announced or Announced(), hint, review)
    numbers = sorted({d.scope for d in document.displays})
    for number in numbers:
        checker.scope(number)
    order = {path: number for number, path in enumerate(document.sources.paths)}
    review.lines.sort(key=lambda f: (order.get(f.path, 0), f.line, f.column))
    return review


class Checker:
    """Reads and judges one document, scope by scope, into a review."""

    def __init__(self, document: Document, judge: Judge, announced: Announced,
                 hint: Hint | None, review: FileReview) -> None:
        self.document, self.judge, self.hint, self.review = document, judge, hint, review
        self.announced = announced
        self.ids: dict[str, int] = {}
        self.pasted: dict[str, str] = {}
        self.scope_announced, self.scope_inferred = announced, Inferred()

    def scope(self, number: int) -> None:
        """Read the lines of a scope and judge them in their order."""
        lines = self.read_scope(number)
        if lines:
            self._argue(lines, self.scope_announced, self.scope_inferred, lines[0].notation)

    def read_scope(self, number: int) -> list[ReadLine]:
        """The lines of a scope with their terms, in the notation that was inferred for it."""
        lines = self._lines([d for d in self.document.displays if d.scope == number])
        announced = self.announced.with_declarations(
            (text for scope, text in self.document.declarations if scope in (0, number)),
            self._complain)
        uses = Uses()
        for line in lines:
            for tree in line.trees:
                if isinstance(tree, Node):
                    uses.read(tree)
        inferred = infer(uses, announced.kinds, frozenset(dict(announced.notation.others)))
        base = announced.notation
        if base.profile == "plain":
            base = base.with_profile(self.document.profile)
        notation = notation_of(inferred.kinds.values(), base, inferred.kinds)
        for line in lines:
            line.notation = notation
            line.left = read_side(line.link.left, notation, inferred)
            line.right = read_side(line.link.right, notation, inferred)
        self.scope_announced, self.scope_inferred = announced, inferred
        return lines

    def _lines(self, displays: list[Display]) -> list[ReadLine]:
        found: list[ReadLine] = []
        for display in displays:
            if display.trouble is not None:
                if not display.inline:
                    self._unread(display)
                continue
            for link in links(display):
                if display.inline and (link.fault or link.kind not in ("=", ":=", "equiv", "<",
                                                                      ">", "in")):
                    continue
                name = "" if display.inline else self._id(link.shown)
                found.append(ReadLine(link, display, name,
                                      (tree_of(link.left, self.document.profile),
                                       tree_of(link.right, self.document.profile))))
        return found

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
        declared = {t for t in announced.terms}
        symbols = frozenset(s for line in lines for side in (line.left, line.right)
                            if isinstance(side, Term) for s in side.free if s not in declared)
        argument = Argument(self._judge(announced), symbols, frozenset(
            d.function for d in announced.brought.definitions))
        argument.hypotheses.extend((h, "") for h in announced.hypotheses)
        for definition in announced.definitions:
            subject = subject_of(definition.args[0])
            if subject is not None:
                argument.meanings.define(
                    subject.head, subject.parameters, definition.args[1], "")
        solved = _solved(lines)
        used: set[Term] = set()
        unread = ""
        for number, line in enumerate(lines):
            for side in (line.left, line.right):
                if isinstance(side, Term):
                    used |= side.free
            outcome = argument.take(self._stated(line, solved, number, unread))
            line.hypotheses = outcome.hypotheses
            unread = line.id if outcome.judgement.verdict == "not_read" else (
                unread if line.link.place or line.link.joined in ("implies", "iff") else "")
            if outcome.judgement.verdict == "not_read" and line.link.kind in ("=", ":=", "equiv"):
                argument.cloud(_letters_of(line), line.id or "text")
            if not line.display.inline:
                self.review.lines.append(self._finding(line, outcome, argument))
        self._goals(announced, argument, notation, lines)
        self._tables(inferred, notation, used, argument.known)

    def _judge(self, announced: Announced) -> Judge:
        """Verdicts that know what the library defined and proved."""
        if not announced.brought.cards:
            return self.judge
        return partial(self.judge, library=announced.brought)

    def _stated(self, line: ReadLine, solved: set[int], number: int, unread: str) -> Line:
        conditions, beside = self._conditions(line)
        link = line.link
        return Line(line.id, link.kind, line.left, line.right, link.place, link.joined,
                    line.display.lead if link.chain == 0 else link.words, link.fault,
                    line.display.inline, conditions, beside, number in solved, unread)

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
        return tuple(found), ""

    # -- findings ----------------------------------------------------------------------------

    def _holds(self, line: ReadLine, outcome: Outcome, argument: Argument,
               right: Term) -> bool:
        """Whether the line would hold with another right side."""
        assert isinstance(line.left, Term)
        try:
            claim, _ = argument.meanings.unfold(formula(line.link.kind, line.left, right))
        except (TermError, TooLarge):
            return False
        if claim.args[0] is claim.args[1]:
            return True
        return argument.holds(outcome, claim)

    def _finding(self, line: ReadLine, outcome: Outcome, argument: Argument) -> Finding:
        judged = outcome.judgement
        hint = repair = ""
        if judged.verdict == "refuted" and self.hint is not None:
            hint, repair = self.hint(
                line, lambda right: self._holds(line, outcome, argument, right))
        reason = judged.reason
        if judged.verdict == "not_read":
            hint, reason = self._settling(line), judged.reason or "not understood"
        first, last = line.link.shown.span
        start = self.document.sources.place(first)
        end = self.document.sources.place(last - 1)
        return Finding(
            line.id, start.path, start.line, start.column, end.line, end.column + 1,
            " ".join(line.link.shown.text.split()), outcome.kind, judged.verdict,
            self._shown(line), judged.by, tuple(u for u in outcome.uses if u),
            self._under(outcome, line), reason, _named(judged, line.notation), judged.left,
            judged.right, hint, repair, judged.steps)

    def _under(self, outcome: Outcome, line: ReadLine) -> tuple[str, ...]:
        """The conditions of a verdict, in the writer's letters."""
        shown = []
        for condition in outcome.assumed:
            try:
                shown.append(plain_text(condition, line.notation))
            except NotationError:
                shown.append("where both sides are defined")
        return (*shown, *outcome.conditions)

    def _settling(self, line: ReadLine) -> str:
        for side in (line.left, line.right):
            if isinstance(side, Unread) and side.declaration:
                return f"Declare it: % derive: {side.declaration}"
        return ""

    def _shown(self, line: ReadLine) -> str:
        if not isinstance(line.left, Term) or not isinstance(line.right, Term):
            return ""
        sign = RELATION_SIGNS.get(line.link.kind, "=")
        try:
            right = plain_text(line.right, line.notation)
            left = plain_text(line.left, line.notation) if line.link.place == 0 else ""
        except NotationError:
            return ""
        return f"{left} {sign} {right}".strip()

    def _unread(self, display: Display) -> None:
        assert display.trouble is not None
        place = self.document.sources.place(display.trouble.offset)
        end = self.document.sources.place(max(display.trouble.offset, display.span[1] - 1))
        name = self._id(display.body if display.body else Spanned("", ()))
        source = " ".join(display.body.text[:200].split())
        self.review.lines.append(Finding(
            name, place.path, place.line, place.column, end.line, end.column + 1, source,
            "unread", "not_read", reason=display.trouble.message))

    def _goals(self, announced: Announced, argument: Argument, notation: Notation,
               lines: list[ReadLine]) -> None:
        """What was expected: reached at a line, in another form, or not."""
        for goal in announced.goals:
            try:
                wanted = written.parse(goal, notation)
                claim, _ = argument.meanings.unfold(wanted)
            except (NotRead, NotationError, TermError, TooLarge) as refusal:
                self._goal(goal, f"is not read: {refusal}")
                continue
            at = next((line.id for line in lines if line.id and wanted.head == "eq"
                       and (line.left, line.right) == wanted.args), None)
            verdict = argument.judge(tuple(h for h, _ in argument.hypotheses), claim).verdict if (
                claim.head == "eq" and claim.args[0] is not claim.args[1]) else "proved"
            if at is not None and verdict != "refuted":
                self._goal(goal, f"is reached at line {at}")
            elif verdict in ("proved", "supported") and any(
                    wanted.free & side.free for line in lines for side in (line.left, line.right)
                    if isinstance(side, Term)):
                self._goal(goal, f"is reached in another form ({verdict})")
            else:
                self._goal(goal, "is not reached")

    def _goal(self, goal: str, said: str) -> None:
        statement = f"Goal: {goal.strip()} {said}."
        kept = tuple(g for g in self.review.goals if not g.startswith(f"Goal: {goal.strip()} "))
        if statement.endswith("not reached.") and len(kept) < len(self.review.goals):
            return
        self.review.goals = (*kept, statement)

    def _tables(self, inferred: Inferred, notation: Notation, used: set[Term],
                library: frozenset[Term]) -> None:
        statements: dict[str, list[str]] = {}
        for key, kind in inferred.kinds.items():
            card = notation.named(key)
            if card is None or card.term not in used or card.term in library:
                continue
            try:
                name = plain_text(card.term, notation) if card.term.head == "sym" else (
                    card.text or card.term.name)
            except (NotationError, NotRead):
                name = key
            if kind.declared:
                self.review.declared.setdefault(name, kind.text)
            else:
                self.review.inferred.setdefault(name, kind.text)
                statements.setdefault(kind.text, []).append(pasted_name(card))
        self.review.questions = (*self.review.questions, *inferred.questions)[:3]
        self._paste(statements)

    def _paste(self, statements: dict[str, list[str]]) -> None:
        """One line of declarations; a letter with two kinds in two scopes keeps the first."""
        for kind, names in statements.items():
            new = [n for n in names if n not in self.pasted]
            self.pasted.update(dict.fromkeys(new, kind))
        by_kind: dict[str, list[str]] = {}
        for name, kind in self.pasted.items():
            by_kind.setdefault(kind, []).append(name)
        pieces: list[str] = []
        for kind, names in by_kind.items():
            if "->" in kind:
                marks, _, rest = kind.partition("]") if kind.startswith("[") else ("", "", kind)
                sign = "]" if marks else ": "
                pieces.extend(f"{n}{marks}{sign}{rest}" for n in names)
            else:
                pieces.append(f"{', '.join(names)} {kind}")
        if pieces:
            self.review.paste = "% derive: " + "; ".join(pieces)


def pasted_name(card: Card) -> str:
    """A letter as a declaration spells it: without backslash where that is clear."""
    return card.term.name if card.latex.replace("\\", "").isalpha() else card.latex


def _named(judged: Judgement, notation: Notation) -> tuple[tuple[str, str], ...]:
    """The point in the writer's letters."""
    names = {card.term.name: card for card in notation.cards if card.term.head == "sym"}
    return tuple((plain_text(names[n].term, notation) if n in names else n, v)
                 for n, v in judged.point)


def _letters_of(line: ReadLine) -> set[str]:
    """The letters that a line gives a value, had it been read: what stands alone on a side."""
    found: set[str] = set()
    for tree, text in zip(line.trees, (line.link.left, line.link.right), strict=True):
        if isinstance(tree, Node):
            first = tree.parts[0] if tree.kind == "juxt" else tree
            alone = tree.kind in ("name", "script", "accent") or (
                tree.kind == "juxt" and len(tree.parts) == 2
                and bool(application(tree.parts[0], tree.parts[1])[0])
                and all(a.kind == "name" for a in arguments_of(tree.parts[1])))
            if alone and first.kind in ("name", "script", "accent"):
                found.add(base_key(first).replace("\\", ""))
        elif re.fullmatch(r"\\?[A-Za-z]+(?:_\{?\w+\}?)?", text.text.strip()):
            found.add(text.text.strip().lstrip("\\").partition("_")[0])
    return found


def _solved(lines: list[ReadLine]) -> set[int]:
    """Lines that the next one solves: ``2x = 4 ⟹ x = 2``."""
    found: set[int] = set()
    for number, line in enumerate(lines[:-1]):
        following = lines[number + 1]
        if following.display is line.display and following.link.joined in ("implies", "iff"):
            found.add(number)
        left = following.left
        if isinstance(left, Term) and left.head == "sym" and following.link.place == 0:
            sides = [s for s in (line.left, line.right) if isinstance(s, Term)]
            if any(left in s.free for s in sides) and line.left is not left:
                found.add(number)
    return found


def whole(link: Link) -> Spanned:
    """A link as one formula: left side, relation, right side."""
    return join([link.left, link.shown])
