"""``derive check``: paths in, a report out, an exit code.

``run`` takes the options of the command line; everything else is in ``checked``.
"""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

from derive.catalog import REPORTS
from derive.review.checked import check_paths
from derive.review.findings import Review

#: suffix of an output path -> the format that it implies
SUFFIXES = {".json": "json", ".csv": "csv", ".html": "html", ".htm": "html", ".sarif": "sarif",
            ".xml": "junit", ".txt": "text"}


def run(options: argparse.Namespace) -> int:
    """Check what the options name, write the report, answer the exit code.

    Raises derive.review.limits.DocumentError for declarations that cannot be read.
    """
    from derive.cli.writing import check_target, put

    output = getattr(options, "output", None)
    force = bool(getattr(options, "force", False))
    check_target(output, force)
    declarations = list(getattr(options, "declare", None) or [])
    for path in getattr(options, "declarations", None) or []:
        declarations.append(Path(path).read_text(encoding="utf-8"))
    review = check_paths(
        options.paths, declarations,
        ignore=bool(getattr(options, "ignore_declarations", False)),
        jobs=int(getattr(options, "jobs", None) or 1),
        seconds=float(getattr(options, "seconds", None) or 6.0))
    explain = getattr(options, "explain", None)
    if explain:
        return _explain(review, explain)
    if getattr(options, "annotate", False):
        put(_annotated(review), output, force)
    else:
        put(report(review, options, output), output, force)
    return review.exit_code(getattr(options, "fail_on", None) or "")


def report(review: Review, options: argparse.Namespace, output: str | None) -> str:
    """The report in the format that was asked for, or that the output path implies."""
    implied = SUFFIXES.get(Path(output).suffix.lower(), "text") if output else "text"
    name = getattr(options, "format", None) or implied
    render = REPORTS.get(name)
    reveal = getattr(options, "reveal", None) or "repair"
    if name == "text":
        colour = output in (None, "-") and sys.stdout.isatty() and not os.environ.get("NO_COLOR")
        return str(render(review, colour, reveal, bool(getattr(options, "quiet", False))))
    return str(render(review, reveal) if name == "html" else render(review))


def _explain(review: Review, line: str) -> int:
    found = [f for f in review.lines if f.id == line or f.id.split(".")[0] == line]
    if not found:
        known = ", ".join(f.id for f in review.lines[:12])
        print(f"derive: no formula begins at line {line}; there are lines {known}",
              file=sys.stderr)
        return 2
    print("\n\n".join(f.why() for f in found))
    return review.exit_code()


def _annotated(review: Review) -> str:
    from derive.review.annotation import annotated

    if len(review.files) != 1:
        raise ValueError("--annotate takes one document")
    return annotated(review.files[0])
