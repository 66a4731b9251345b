"""A review as workflow commands: GitHub shows them at the lines of a pull request."""

from __future__ import annotations

from derive.catalog import REPORTS
from derive.review.findings import Finding, Review

LEVELS = {"refuted": "error", "undecided": "notice", "not_read": "notice"}


def render(review: Review) -> str:
    """One command for each line that is not fine."""
    out = []
    for file in review.files:
        if file.error:
            out.append(f"::error file={_property(file.path)}::{_data(file.error)}")
        for finding in file.lines:
            level = LEVELS.get(finding.verdict)
            if level:
                place = (f"file={_property(finding.path)},line={finding.line},"
                         f"col={finding.column},endLine={finding.end_line},"
                         f"endColumn={finding.end_column}")
                out.append(f"::{level} {place}::{_data(message(finding))}")
    return "\n".join(out) + ("\n" if out else "")


def message(finding: Finding) -> str:
    """The verdict in one line of words.

    >>> message(Finding("1", "a", 1, 1, 1, 2, "x=y", "equation", "refuted", left="1", right="2",
    ...                 point=(("x", "1"), ("y", "2")), hint="the sign"))
    'does not hold at x = 1, y = 2: left 1, right 2. the sign'
    """
    if finding.verdict == "refuted":
        at = ", ".join(f"{n} = {v}" for n, v in finding.point)
        where = f" at {at}" if at else ""
        values = f": left {finding.left}, right {finding.right}." if finding.left else "."
        return f"does not hold{where}{values} {finding.hint or finding.reason}".strip()
    words = finding.verdict.replace("_", " ")
    return f"{words}: {finding.reason} {finding.hint}".strip(": ").strip()


def _data(text: str) -> str:
    text = " ".join(text.split())
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


REPORTS.add("github", render)
