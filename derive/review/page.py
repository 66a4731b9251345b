r"""A checked document as a page: its sections, its lines with their marks, what is wrong and where.

The words of the document are not copied: what is shown was read, and every formula on the page
is read back. A line that was not read stands as its source. Next: ``derive.notes.page``.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import PurePath

from derive import notation as written
from derive.kernel.claim import Claim, Grade
from derive.notation.cards import Notation
from derive.notation.errors import NotationError, NotRead
from derive.notes import displayed, readback
from derive.notes.compose import MARKS
from derive.notes.page import (
    Block,
    Display,
    Foot,
    Formula,
    Heading,
    Inline,
    Mismatch,
    Page,
    Paragraph,
    Row,
    Words,
)
from derive.notes.text import Language, language
from derive.review.findings import FileReview, Finding
from derive.review.labelled import line_of
from derive.review.meaning import plain_text
from derive.review.reports.text import ORDER, WORDS, plain
from derive.rules.lecture import Line
from derive.terms.binding import substitute
from derive.terms.build import eq
from derive.terms.term import Term, TermError

#: source of a line that was not read, beyond which it is cut
LONGEST = 160


def page_of(review: FileReview, label: str = "", marks: str = "margin",
            tongue: str = "en") -> Page:
    """The page of a checked document, or of one of its lines.

    Raises derive.catalog.Unknown for a label that is not there.
    """
    lines = [line_of(review, label)] if label else review.lines
    letters = _Letters()
    for line in lines:
        if line.spoken is not None:
            letters.add(line.spoken.notation)
    writer = _Writer(letters, language(tongue), marks)
    blocks: list[Block] = [] if label else [
        Heading((Words(plain(PurePath(review.path).name)),), 1, "document")]
    blocks += writer.blocks(lines, {} if label else review.sections)
    blocks.append(writer.foot(lines, not label))
    name = "".join(c for c in PurePath(review.path).stem if c.isalnum()) or "document"
    return Page(name, plain(review.path), tongue, letters.notation, tuple(blocks), marks)


@dataclass
class _Letters:
    """The letters of all sections on one page; a letter of another sort is printed the same."""

    notation: Notation = field(default_factory=Notation)
    same: dict[Term, Term] = field(default_factory=dict)

    def add(self, other: Notation) -> None:
        if not self.notation.cards:
            self.notation = other
            return
        for card in other.cards:
            taken = self.notation.indexed if card.index else self.notation.named
            known = taken(card.written)
            if known is None:
                self.notation = self.notation.with_cards(card)
            elif known.term is not card.term and known.term.head == card.term.head == "sym":
                self.same[card.term] = known.term

    def shown(self, term: Term) -> Term:
        here = {s: t for s, t in self.same.items() if s in term.free}
        return substitute(term, here) if here else term


@dataclass
class _Writer:
    letters: _Letters
    tongue: Language
    marks: str
    count: int = 0

    def blocks(self, lines: list[Finding], sections: dict[int, str]) -> Iterator[Block]:
        scope = display = None
        rows: list[Row] = []
        notes: list[Paragraph] = []
        before: Line | None = None

        def close() -> Iterator[Block]:
            if rows:
                yield Display(tuple(rows))
            yield from notes
            rows.clear()
            notes.clear()

        for finding in lines:
            spoken = finding.spoken
            here = spoken.scope if spoken is not None else scope
            if here != scope or spoken is None or spoken.display != display or notes:
                yield from close()
                before = None
            if here != scope and here is not None and sections.get(here):
                yield Heading((Words(sections[here]),), 2, f"section{here}")
            scope, display = here, spoken.display if spoken is not None else None
            line = self._line(finding)
            row = self._row(finding, line, before) if line is not None else None
            if row is None:
                yield from close()
                yield self._source(finding)
            else:
                rows.append(row)
            before = line if row is not None else None
            notes.extend(self._notes(finding))
        yield from close()

    def _line(self, finding: Finding) -> Line | None:
        """The line as a lecture has it, in the letters of the page."""
        if finding.spoken is None or finding.spoken.statement is None:
            return None
        try:
            statement = self.letters.shown(finding.spoken.statement)
        except TermError:
            return None
        return Line(_key(finding), 0, Claim((), statement), Grade(finding.verdict),
                    notation=self.letters.notation)

    def _row(self, finding: Finding, line: Line, before: Line | None) -> Row | None:
        self.count += 1
        mark = "" if self.marks == "none" else MARKS[line.grade]
        try:
            goes_on = before is not None and finding.spoken.place > 0
            left = line.conclusion.args[0] if goes_on else None
            row = displayed.row(line, self.letters.notation, after=line if goes_on else None,
                                mark=mark, number=self.count)
            readback.check(row, line, self.letters.notation.by_name(), left)
        except (NotationError, NotRead, Mismatch):
            self.count -= 1
            return None
        return replace(row, label=_key(finding))

    def _source(self, finding: Finding) -> Paragraph:
        source = plain(finding.source)
        shown = source if len(source) <= LONGEST else f"{source[:LONGEST]} …"
        return Paragraph((Words(f"Line {finding.id}: "), Words(shown, "code")))

    def _notes(self, finding: Finding) -> list[Paragraph]:
        """What is to be said below a line: why it fails, what it holds under, why it is open."""
        content: list[Inline] = []
        start = f"Line {finding.id} "
        if finding.verdict == "refuted":
            content += [Words(f"{start}does not hold", "strong"), *self._witness(finding)]
            content += self._repair(finding)
        elif finding.verdict in ("undecided", "not_read"):
            word = WORDS[finding.verdict]
            content.append(Words(f"{start}is {word}: {plain(finding.reason)}."))
        elif finding.conditions:
            content.append(Words(f"{start}holds if "))
            content += self._conditions(finding)
        return [Paragraph(tuple(content))] if content else []

    def _witness(self, finding: Finding) -> list[Inline]:
        values: list[Inline] = []
        if finding.point:
            values.append(Words(" at "))
            for number, (name, value) in enumerate(finding.point):
                values += [Words(", ")] if number else []
                values.append(self._place(name, value))
        if finding.left:
            values.append(Words(f": left {finding.left}, right {finding.right}. "))
        else:
            values.append(Words(f": {plain(finding.reason)}. " if finding.reason else ". "))
        return values

    def _place(self, name: str, value: str) -> Inline:
        """A letter with its value at a point."""
        for card in self.letters.notation.cards:
            term = card.term
            if term.head == "sym" and plain_text(term, self.letters.notation) == name:
                for found in self._formula(value, ""):
                    if isinstance(found, Formula):
                        return Formula(eq(term, found.term))
        return Words(f"{name} = {value}")

    def _repair(self, finding: Finding) -> list[Inline]:
        if not finding.hint:
            return []
        words, sign, new = finding.hint.partition("it holds with ")
        if not sign or not finding.repair:
            return [Words(plain(finding.hint))]
        return [Words(f"{plain(words)} it should be "),
                *self._formula(finding.repair, new, finding.spoken.notation), Words(".")]

    def _conditions(self, finding: Finding) -> list[Inline]:
        return [Words(plain("; ".join(finding.conditions)) + ".")]

    def _formula(self, latex: str, shown: str, notation: Notation | None = None) -> list[Inline]:
        """A formula where its LaTeX is read, else its text."""
        try:
            term = written.parse(latex, notation or self.letters.notation)
            if notation is not None:
                term = self.letters.shown(term)
            written.latex(term, self.letters.notation)
        except (NotRead, NotationError, TermError):
            return [Words(plain(shown))]
        return [Formula(term)]

    def foot(self, lines: list[Finding], whole: bool) -> Foot:
        counts = {v: sum(f.verdict == v for f in lines) for v in ORDER}
        used = [g for g in MARKS if counts.get(g.value)]
        marks = tuple((MARKS[g], self.tongue.word(f"mark {g.value}")) for g in used)
        tally = ", ".join(f"{n} {WORDS[v].lower()}" for v, n in counts.items() if n)
        counted = "1 line" if len(lines) == 1 else f"{len(lines)} lines"
        return Foot(() if self.marks == "none" else marks, (
            Words(f"{counted}: {tally}." if whole and lines else ""),))


def _key(finding: Finding) -> str:
    label = finding.spoken.label if finding.spoken is not None else ""
    return "".join(c if c.isalnum() else "-" for c in (
        label.rpartition(":")[2] or f"line-{finding.id}"))

