"""``derive check``: paths in, a report out, an exit code.

``answer`` takes the options of the command line; the writing is the command's. Next: ``checked``.
"""

from __future__ import annotations

import argparse
from difflib import get_close_matches
from pathlib import Path

from derive.catalog import REPORTS, Unknown
from derive.review.checked import check_paths
from derive.review.findings import Review
from derive.review.limits import DocumentError

#: suffix of an output path -> the format that it implies
SUFFIXES = {".json": "json", ".csv": "csv", ".html": "html", ".htm": "html", ".sarif": "sarif",
            ".xml": "junit", ".txt": "text"}


def answer(options: argparse.Namespace, colour: bool = False) -> tuple[str, int]:
    """What checking the paths of the options says, and the exit code; writes nothing.

    Raises derive.review.limits.DocumentError for declarations that cannot be read, Unknown for
    a report or a line that is not there.
    """
    declarations = list(getattr(options, "declare", None) or [])
    for path in getattr(options, "declarations", None) or []:
        declarations.append(Path(path).read_text(encoding="utf-8"))
    if not any(path == "-" or Path(path).exists() for path in options.paths):
        raise DocumentError(_missing(Path(options.paths[0])))
    review = check_paths(
        options.paths, declarations,
        ignore=bool(getattr(options, "ignore_declarations", False)),
        jobs=int(getattr(options, "jobs", None) or 1),
        seconds=float(getattr(options, "seconds", None) or 4.0),
        watch=getattr(options, "watch", None))
    code = review.exit_code(getattr(options, "fail_on", None) or "")
    explain = getattr(options, "explain", None)
    if explain:
        return _explained(review, explain), code
    if getattr(options, "annotate", False):
        return _annotated(review), code
    return report(review, options, getattr(options, "output", None), colour), code


def _missing(path: Path) -> str:
    """One line on a path that is not there, with its nearest neighbour."""
    beside = [p.name for p in path.parent.iterdir()] if path.parent.is_dir() else []
    near = get_close_matches(path.name, beside, 1)
    hint = f"; did you mean {path.parent / near[0]}?" if near else ""
    return f"{path}: no such file or folder{hint}"


def report(review: Review, options: argparse.Namespace, output: str | None,
           colour: bool = False) -> str:
    """The report in the format that was asked for, or that the output path implies."""
    implied = SUFFIXES.get(Path(output).suffix.lower(), "text") if output else "text"
    name = getattr(options, "format", None) or implied
    render = REPORTS.get(name)
    reveal = getattr(options, "reveal", None) or "repair"
    if name == "text":
        return str(render(review, colour, reveal, bool(getattr(options, "quiet", False))))
    return str(render(review, reveal) if name == "html" else render(review))


def _explained(review: Review, line: str) -> str:
    found = [f for f in review.lines if f.id == line or f.id.split(".")[0] == line]
    if not found:
        raise Unknown("line with a formula", line, [f.id for f in review.lines])
    return "\n\n".join(f.why() for f in found) + "\n"


def _annotated(review: Review) -> str:
    from derive.review.annotation import annotated

    if len(review.files) != 1:
        raise ValueError("--annotate takes one document")
    return annotated(review.files[0])
