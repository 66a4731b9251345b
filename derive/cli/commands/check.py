"""check a hand calculation, line by line, in LaTeX, Markdown or a notebook

Every line is proved, refuted (with a point where the sides differ and the likely slip),
supported, undecided, given, or not read. Exit: 0 everything holds, 1 something is refuted,
3 nothing could be checked or what --fail-on asks for.
"""

from __future__ import annotations

import argparse

EXAMPLE = """derive check homework.tex
derive check homework.tex --explain 12
derive check submissions/ --format csv -o grades.csv -j 2
echo '(a+b)^2 = a^2 + b^2' | derive check -"""
FORMATS = ("text", "json", "csv", "html", "sarif", "github", "junit")


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("paths", nargs="+", metavar="PATH",
                        help="documents or folders; - is standard input")
    parser.add_argument("--format", choices=FORMATS, metavar="FORMAT",
                        help=f"{', '.join(FORMATS)}; the suffix of -o implies one")
    parser.add_argument("--declare", action="append", metavar="TEXT",
                        help="declarations, such as 'm, omega > 0; psi: R -> C'")
    parser.add_argument("--declarations", action="append", metavar="FILE",
                        help="a file of declarations, for a whole course")
    parser.add_argument("--ignore-declarations", action="store_true",
                        help="drop the declarations in the documents")
    parser.add_argument("--explain", metavar="LINE", help="the derivation behind a verdict")
    parser.add_argument("--annotate", action="store_true",
                        help="write the same document with marks at its lines")
    parser.add_argument("--reveal", choices=("verdict", "point", "repair"), metavar="WHAT",
                        help="how much to say of a wrong line: verdict, point or repair")
    parser.add_argument("--fail-on", choices=("refuted", "supported", "undecided", "not-read"),
                        metavar="VERDICT", help="exit 3 when a line is this or worse")
    parser.add_argument("--seconds", type=float, metavar="S",
                        help="time that one line may take (6)")
    parser.add_argument("-j", "--jobs", type=int, metavar="N", help="documents at a time")
    parser.add_argument("-o", "--output", metavar="PATH", help="a file instead of standard output")
    parser.add_argument("--force", action="store_true", help="overwrite the file")


def run(options: argparse.Namespace) -> int:
    from derive.review.command import run

    if options.fail_on:
        options.fail_on = options.fail_on.replace("-", "_")
    return run(options)
