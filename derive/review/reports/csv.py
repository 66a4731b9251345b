"""A review as a table for grading: one row a file."""

from __future__ import annotations

import csv
import io

from derive.catalog import REPORTS
from derive.review.findings import VERDICTS, Review

COLUMNS = ("path", "lines", *VERDICTS, "first_wrong", "hint", "error")


def render(review: Review) -> str:
    """Comma-separated values with a head line.

    >>> render(Review([])).strip()
    'path,lines,proved,refuted,supported,undecided,given,not_read,first_wrong,hint,error'
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for file in review.files:
        wrong = file.first_wrong
        writer.writerow([_safe(str(cell)) for cell in (
            file.path, len(file.lines), *(file.summary[v] for v in VERDICTS),
            wrong.id if wrong else "", wrong.hint if wrong else "", file.error)])
    return out.getvalue()


def _safe(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return "'" + cell if cell[:1] in ("=", "+", "-", "@", "\t") and cell != "-" else cell


REPORTS.add("csv", render)
