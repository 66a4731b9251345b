"""check a calculation made by hand: LaTeX, Markdown, a notebook

Says of every line whether it follows, with a point where it does not. Exit 0: nothing refuted;
1: a line is refuted; 3: nothing could be checked, or what --fail-on asks for.
"""

from __future__ import annotations

import argparse
import sys
from time import monotonic

EXAMPLE = """derive check homework.tex
derive check homework.tex --declare 'm, omega > 0; x in R' --format json -o homework.json
cat homework.tex | derive check -"""

FORMATS = ("text", "json", "csv", "html", "sarif", "github", "junit")
FAIL_ON = ("refuted", "supported", "undecided", "not-read")
REVEAL = ("verdict", "point", "repair")


def arguments(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument
    add("paths", nargs="+", metavar="PATH", help="files or folders; - is standard input")
    add("--format", choices=FORMATS, metavar="|".join(FORMATS),
        help="of the report; -o report.json implies it")
    add("--declare", action="append", metavar="TEXT", help="what letters mean: 'm, omega > 0'")
    add("--declarations", action="append", metavar="FILE", help="declarations for all documents")
    add("--ignore-declarations", action="store_true", help="drop those inside the documents")
    add("--fail-on", choices=FAIL_ON, metavar="|".join(FAIL_ON), help="exit 3 for these as well")
    add("--reveal", choices=REVEAL, default="repair", metavar="|".join(REVEAL),
        help="how much is said about a refuted line")
    add("--explain", metavar="LINE", help="what the verdict on one line rests on")
    add("--annotate", action="store_true", help="the document itself, with marks in its margin")
    add("--seconds", type=float, metavar="S", help="the most that one line may take")
    add("-j", "--jobs", type=int, metavar="N", help="documents at a time")
    add("-o", "--output", metavar="PATH", help="a file instead of standard output")
    add("--force", action="store_true", help="overwrite the file")


def run(options: argparse.Namespace) -> int:
    from derive.cli.writing import check_target, coloured, put
    from derive.review.command import answer

    check_target(options.output, options.force)
    quiet = options.quiet or not sys.stderr.isatty()
    options.watch = None if quiet else _Progress().tell
    text, code = answer(options, options.output in (None, "-") and coloured(sys.stdout))
    if not quiet:
        sys.stderr.write("\r\x1b[K")
    put(text, options.output, options.force)
    return code


class _Progress:
    """What long work is at, on one line of a terminal; nothing in the first second."""

    def __init__(self) -> None:
        self.started = self.told = monotonic()
        self.count = 0

    def tell(self, what: str) -> None:
        self.count += 1
        now = monotonic()
        if now - self.started > 1 and now - self.told > 0.2:
            self.told = now
            shown = "".join(c for c in what if c.isprintable())[:50]
            sys.stderr.write(f"\r\x1b[Kchecking {shown}, {self.count} claims so far")
            sys.stderr.flush()
