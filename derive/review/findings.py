"""What a review says: one finding for each line, and the counts.

A finding carries one of the six verdicts of the kernel's vocabulary; ``Review`` is what
:func:`derive.review.check` returns. Next: ``reports`` for how it is shown.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

VERDICTS = ("proved", "refuted", "supported", "undecided", "given", "not_read")
#: the order of ``--fail-on``: each includes those before it
FAILING = ("refuted", "supported", "undecided", "not_read")


@dataclass(frozen=True)
class Finding:
    """One line of a document with its verdict.

    ``kind`` is what the line says (equation, inequality, definition, hypothesis …); ``by`` how it
    was decided; ``uses`` the ids of the lines that it rests on; ``conditions`` what it was
    decided under; ``point``, ``left`` and ``right`` the witness of a refutation; ``hint`` the
    likely slip and ``repair`` the line that would hold. Columns are 1-based code points.
    ``spoken`` is the formula itself (:class:`derive.review.spoken.Spoken`), not in the JSON.
    """

    id: str
    path: str
    line: int
    column: int
    end_line: int
    end_column: int
    source: str
    kind: str
    verdict: str
    shown: str = ""
    by: str = ""
    uses: tuple[str, ...] = ()
    conditions: tuple[str, ...] = ()
    reason: str = ""
    point: tuple[tuple[str, str], ...] = ()
    left: str = ""
    right: str = ""
    hint: str = ""
    repair: str = ""
    steps: tuple[str, ...] = ()
    spoken: Any = field(default=None, repr=False, compare=False)

    @property
    def span(self) -> tuple[int, int, int, int]:
        """Line, column, end line, end column."""
        return self.line, self.column, self.end_line, self.end_column

    def function(self) -> tuple[Any, tuple[Any, ...]]:
        """The equation that ``derive.compile`` compiles, definitions put in, and its arguments.

        Raises NotCompiled for a line that does not hold, is not read or states no equation.
        """
        from derive.review.labelled import function_of_line

        found = function_of_line(self)
        return found.equation, found.args

    def why(self) -> str:
        """The small derivation behind the verdict, as text of several lines."""
        head = f"line {self.id}  {self.verdict.replace('_', ' ')}  {self.shown or self.source}"
        body = list(self.steps)
        if self.uses:
            body.append("rests on line " + ", ".join(self.uses))
        if self.conditions:
            body.append("under " + "; ".join(self.conditions))
        if self.point:
            at = ", ".join(f"{name} = {value}" for name, value in self.point)
            body.append(f"at {at}: left {self.left}, right {self.right}")
        for part in (self.reason, self.hint):
            if part:
                body.append(part)
        return "\n".join([head, *(f"  {b}" for b in body)])

    def to_json(self) -> dict[str, Any]:
        """The plain form of the schema ``check``."""
        return {
            "id": self.id, "line": self.line, "column": self.column, "end_line": self.end_line,
            "end_column": self.end_column, "source": self.source, "kind": self.kind,
            "verdict": self.verdict, "by": self.by, "uses": list(self.uses),
            "conditions": list(self.conditions), "reason": self.reason,
            "point": dict(self.point), "left": self.left, "right": self.right,
            "hint": self.hint, "repair": self.repair,
        }


@dataclass
class FileReview:
    """The findings of one document; ``error`` when it could not be opened at all.

    ``sections`` are the titles of its sections by their number, ``text`` is what was checked.
    """

    path: str
    lines: list[Finding] = field(default_factory=list)
    declared: dict[str, str] = field(default_factory=dict)
    inferred: dict[str, str] = field(default_factory=dict)
    paste: str = ""
    questions: tuple[str, ...] = ()
    goals: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()
    error: str = ""
    text: str = ""
    sections: dict[int, str] = field(default_factory=dict)

    @property
    def summary(self) -> dict[str, int]:
        return {v: sum(1 for f in self.lines if f.verdict == v) for v in VERDICTS}

    @property
    def first_wrong(self) -> Finding | None:
        return next((f for f in self.lines if f.verdict == "refuted"), None)

    def to_json(self) -> dict[str, Any]:
        return {"path": self.path, "lines": [f.to_json() for f in self.lines],
                "declared": self.declared, "inferred": self.inferred, "paste": self.paste,
                "questions": list(self.questions), "goals": list(self.goals),
                "remarks": list(self.remarks), "error": self.error, "summary": self.summary}


@dataclass
class Review:
    """The findings of one or several documents."""

    files: list[FileReview] = field(default_factory=list)

    @property
    def lines(self) -> list[Finding]:
        """Every finding, in the order of the documents."""
        return [finding for file in self.files for finding in file.lines]

    def __iter__(self) -> Iterator[Finding]:
        return iter(self.lines)

    def __getitem__(self, label: str) -> Finding:
        """The line with a label, of the first document that has it."""
        from derive.review.labelled import line_of

        known = [f for f in self.files if any(
            label in (line.id, line.spoken.label if line.spoken else "") for line in f.lines)]
        return line_of((known or self.files)[0], label)

    @property
    def summary(self) -> dict[str, int]:
        return {v: sum(f.summary[v] for f in self.files) for v in VERDICTS}

    def to_json(self) -> dict[str, Any]:
        """Plain data after the schema ``derive/review/check.schema.json``."""
        return {"version": 1, "files": [f.to_json() for f in self.files],
                "summary": self.summary}

    def exit_code(self, fail_on: str = "") -> int:
        """0 everything holds, 1 something is refuted, 3 nothing could be checked or ``fail_on``.

        >>> Review([FileReview("a.tex")]).exit_code()
        3
        """
        counts = self.summary
        if counts["refuted"]:
            return 1
        if any(f.error for f in self.files):
            return 3
        failing = FAILING[:FAILING.index(fail_on) + 1] if fail_on else ()
        if any(counts[v] for v in failing):
            return 3
        checked = [f.summary["proved"] + f.summary["supported"] for f in self.files]
        return 0 if checked and all(checked) else 3

    def __str__(self) -> str:
        from derive.review.reports.text import render

        return render(self)

    def _repr_html_(self) -> str:
        from derive.review.reports.html import fragment

        return fragment(self)
