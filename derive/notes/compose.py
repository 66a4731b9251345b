"""From a lecture to a page: the prose of a language around the lecture's lines.

The prose says where lines are displayed; a line that it does not mention is displayed at the end
of its section, so that nothing is left out by an oversight. Next: ``text.en`` (the prose),
``displayed`` (rows), ``readback`` (what every row must pass).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from derive.catalog import Unknown
from derive.kernel.claim import Grade
from derive.notation.cards import Notation
from derive.notes import displayed, prose, readback
from derive.notes.page import (
    Block,
    Box,
    Display,
    Foot,
    Formula,
    Heading,
    Inline,
    Item,
    Listing,
    Page,
    Paragraph,
    Program,
    Reference,
    Row,
    Step,
    Steps,
    Words,
)
from derive.notes.text import Language, language
from derive.rules.lecture import Lecture, Line, Section
from derive.terms.term import Term

#: The letter by which a verdict is shown.
MARKS = {Grade.PROVED: "p", Grade.GIVEN: "g", Grade.SUPPORTED: "s", Grade.UNDECIDED: "u",
         Grade.REFUTED: "r", Grade.NOT_READ: "n"}
DETAILS = ("brief", "lecture", "full")
MARK_STYLES = ("margin", "inline", "none")


class NoCode(ValueError):
    """A lecture whose formulas are not lines of a program."""


@dataclass(frozen=True)
class Wanted:
    """What of a lecture is to be written, and how much is said about it.

    ``part``: the key of a section or the label of a line, or nothing for all of it. ``code``:
    the lines of a program below the formulas that they compute.
    """

    part: str = ""
    detail: str = "lecture"
    marks: str = "margin"
    language: str = "en"
    code: bool = False


def compose(lecture: Lecture, wanted: Wanted | None = None) -> Page:
    """The page of a lecture.

    Raises
    ------
    Mismatch
        A formula as printed does not say what the kernel accepted.
    Unknown
        There is no such section or line.
    NoCode
        Code is wanted of a lecture that has none.
    """
    wanted = wanted or Wanted()
    if wanted.code and not lecture.code:
        raise NoCode(f"{lecture.name} has no code beside its formulas; derive export "
                     f"{lecture.name}.LINE writes a function")
    writer = _Writer(lecture, wanted, language(wanted.language))
    sections = _chosen(lecture, wanted.part)
    blocks = tuple(writer.blocks(sections))
    return Page(lecture.name, writer.title, wanted.language, lecture.notation, blocks,
                wanted.marks)


def _chosen(lecture: Lecture, part: str) -> tuple[Section, ...]:
    if not part:
        return lecture.sections
    for section in lecture.sections:
        if section.key == part:
            return (section,)
    for section in lecture.sections:
        for line in section.lines:
            if line.label == part:
                return (Section(section.key, (line,)),)
    raise Unknown(f"section or line of {lecture.name}", part, [
        *(s.key for s in lecture.sections), *(line.label for line in lecture.lines)])


class _Writer:
    """Writes one page; counts the numbers of its equations."""

    def __init__(self, lecture: Lecture, wanted: Wanted, tongue: Language) -> None:
        self.lecture, self.wanted, self.tongue = lecture, wanted, tongue
        self.title = tongue.title(lecture.name) or lecture.title or lecture.name
        # Prose is written with the letters of the cards; it is printed with those in force.
        self.plain = Notation(lecture.notation.cards, profile=lecture.notation.profile)
        self.count = 0
        self.shown: list[Line] = []
        self.referred: dict[str, None] = {}

    def blocks(self, sections: tuple[Section, ...]) -> Iterator[Block]:
        whole = len(sections) == len(self.lecture.sections)
        if whole:
            yield Heading((Words(self.title),), 1, self.lecture.name)
            yield from self._opening()
        for section in sections:
            yield from self._section(section)
        if whole:
            yield from self._results()
            yield from self._given()
        else:
            yield from self._elsewhere()
        if self.wanted.detail == "full":
            yield self._steps(sections if not whole else ())
        yield self._foot(whole)

    def _opening(self) -> Iterator[Block]:
        text = self.tongue.prose(self.lecture.name, "opening", self._variants())
        if text and self.wanted.detail != "brief":
            for piece in prose.read(text, self.plain, f"{self.lecture.name}.opening",
                                    self.lecture.ones):
                if isinstance(piece, prose.Sentences):
                    yield Paragraph(piece.content)

    def _variants(self) -> tuple[str, ...]:
        """The conventions in force, under which a text may be written otherwise."""
        return tuple(f"{key}={value}" for key, value in self.lecture.notation.conventions.chosen)

    def _section(self, section: Section) -> Iterator[Block]:
        key = f"{self.lecture.name}.{section.key}"
        title = self.tongue.title(key) or section.key.capitalize()
        text = self.tongue.prose(self.lecture.name, section.key, self._variants())
        lines = {line.label: line for line in section.lines}
        whole = any(s is section for s in self.lecture.sections)
        if self.wanted.detail == "brief" or not whole:
            text = ""
        yield from self._body(key, title, text, lines)

    def _body(self, key: str, title: str, text: str, lines: dict[str, Line]) -> Iterator[Block]:
        left = dict(lines)
        if not text:
            yield Paragraph((), title, key)
        for piece in prose.read(text, self.plain, key, self.lecture.ones) if text else ():
            if isinstance(piece, prose.Sentences):
                self.referred.update(dict.fromkeys(
                    p.label for p in piece.content if isinstance(p, Reference)))
                yield Paragraph(piece.content, title, key if title else "", piece.begins)
                title = ""
                continue
            placed = [(left.pop(label), tail) for label, tail in piece.lines if label in left]
            if placed:
                yield self._display(placed)
                yield from self._program(line for line, _ in placed)
        if left:
            yield self._display([(line, "") for line in left.values()])
            yield from self._program(left.values())

    def _program(self, lines: Iterable[Line]) -> Iterator[Block]:
        """What computes the lines, below them."""
        code = self.lecture.code if self.wanted.code else {}
        found = tuple((line.label, text) for line in lines for text in code.get(line.label, ()))
        if found:
            yield Program(found)

    def _display(self, placed: list[tuple[Line, str]]) -> Display:
        rows = []
        before: Line | None = None
        following = [line for line, _ in placed[1:]]
        for (line, tail), after in zip(placed, [*following, None], strict=True):
            on = after is not None and displayed.continues(after, line)
            rows.append(self._row(line, before, "" if on else tail))
            before = line
        return Display(tuple(rows))

    def _row(self, line: Line, before: Line | None, tail: str) -> Row:
        number = 0
        if line.numbered:
            self.count += 1
            number = self.count
        mark = "" if self.wanted.marks == "none" else MARKS[line.grade]
        cited = {x.label: x.conclusion for x in self.shown if x.numbered}
        row = displayed.row(line, self.lecture.notation, after=before, mark=mark, number=number,
                            tail=tail, shown={term: label for label, term in cited.items()})
        left = displayed.statement(line.conclusion).args[0] if before is not None and \
            displayed.continues(line, before) else None
        readback.check(row, line, self.lecture.notation, left, cited)
        self.shown.append(line)
        return row

    def _results(self) -> Iterator[Block]:
        rows = []
        cited = {x.label: x.conclusion for x in self.shown if x.numbered}
        for line in self.lecture.results:
            row = displayed.row(line, self.lecture.notation, after=None, mark="", number=0,
                                shown={term: label for label, term in cited.items()})
            readback.check(row, line, self.lecture.notation, cited=cited)
            rows.append(row)
        if rows:
            yield Box(self.tongue.word("results"), tuple(rows))

    def _elsewhere(self) -> Iterator[Block]:
        """What a part of the lecture refers to and does not show."""
        here = {line.label for line in self.shown}
        items = tuple(self._line_in_words(line) for line in self.lecture.lines
                      if line.label in self.referred and line.label not in here
                      and line.conclusion.head != "false")
        if items:
            yield Listing(self.tongue.word("elsewhere"), items, "elsewhere")

    def _line_in_words(self, line: Line) -> Item:
        """A line as an entry of a list: its name, what it says, on what conditions."""
        formulas = [displayed.statement(line.conclusion), *line.conditions]
        for formula in formulas:
            readback.check_formula(formula, line.label, self.lecture.notation)
        content: list[Inline] = [Formula(formulas[0])]
        for place, condition in enumerate(formulas[1:]):
            content += [Words(", " if place else " ("), Formula(condition)]
        if line.conditions:
            content.append(Words(")"))
        return Item((Words(line.label.replace("_", " "), "emphasis"),), tuple(content))

    def _given(self) -> Iterator[Block]:
        items = []
        shown = {line.label for line in self.shown if line.numbered}
        for label, term in self.lecture.postulates:
            readback.check_formula(displayed.statement(term), label, self.lecture.notation)
            where: tuple[Inline, ...] = (Words(", "), Reference(label)) if label in shown else ()
            items.append(Item(self._inlines(self.tongue.name(self.lecture.name, label)),
                              (Formula(displayed.statement(term)), *where)))
        if items:
            yield Listing(self.tongue.word("given"), tuple(items), "given")
        cited = []
        for name, said, source in self.lecture.cited:
            content: tuple[Inline, ...] = (
                (Formula(displayed.statement(said)),) if isinstance(said, Term)
                else self._inlines(" ".join((self.tongue.prose(
                    self.lecture.name, f"cited.{name}", ()) or said.rstrip(".")).split())))
            cited.append(Item(self._inlines(self.tongue.name(self.lecture.name, name)), content,
                              source))
        if cited:
            yield Listing(self.tongue.word("cited"), tuple(cited), "cited")

    def _inlines(self, text: str) -> tuple[Inline, ...]:
        return prose.inlines(text, self.plain, self.lecture.name, self.lecture.ones)

    def _steps(self, sections: tuple[Section, ...]) -> Steps:
        chosen = {line.number for section in sections for line in section.lines}
        steps = tuple(self._step(s) for s in self.lecture.steps
                      if not sections or s.number in chosen)
        for step in steps:
            for formula in (step.formula, *step.hypotheses):
                readback.check_formula(formula, step.label or str(step.number),
                                       self.lecture.notation)
        return Steps(self.tongue.word("steps"), self._inlines(self.tongue.word("steps note")),
                     steps)

    def _step(self, step: Line) -> Step:
        """A step; what it assumes is listed unless it is the step itself."""
        numbered = {x.conclusion: x.label for x in self.shown if x.numbered}
        labels = {line.number: line.label for line in self.lecture.lines}
        given = list(dict.fromkeys(displayed.at_a_point(h) for h in step.claim.hypotheses
                                   if h is not step.conclusion))
        return Step(step.number, labels.get(step.number, ""),
                    displayed.statement(step.conclusion),
                    tuple(h for h in given if h not in numbered),
                    tuple(numbered[h] for h in given if h in numbered),
                    self.tongue.inference(step.inference), step.uses, MARKS[step.grade])

    def _foot(self, whole: bool) -> Foot:
        used = [g for g in MARKS if any(line.grade is g for line in self.shown)]
        marks = tuple((MARKS[g], self.tongue.word(f"mark {g.value}")) for g in used)
        if self.wanted.marks == "none":
            marks = ()
        steps = self.lecture.steps
        counts = {g: sum(s.grade is g for s in steps) for g in Grade}
        tally = ", ".join(f"{n} {self.tongue.word(f'count {g.value}')}"
                          for g, n in counts.items() if n)
        text = self.tongue.word("tally").format(
            steps=len(steps), tally=tally, name=self.lecture.name) if whole else ""
        return Foot(marks, self._inlines(text))
