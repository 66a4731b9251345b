"""turn a derived line into a numeric function with a measured accuracy

Writes a module of readable code that runs without this package. Nothing is written when the
measured error is above the bound.
"""

from __future__ import annotations

import argparse
from typing import Any

EXAMPLE = """derive export oscillator.psi --to numpy -o psi.py
derive export homework.tex#eq:psi -o psi.py
derive export --expr '\\frac{1-\\cos x}{x^2}' --args x"""


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("name", nargs="?", metavar="NAME",
                        help="a line: oscillator.psi, or notes.tex#eq:psi of a document")
    parser.add_argument("--expr", metavar="LATEX", help="a formula instead of a line")
    parser.add_argument("--to", metavar="BACKEND", help="numpy; -o psi.c implies c")
    parser.add_argument("--args", metavar="x,a", help="the arguments, in order")
    parser.add_argument("--fix", action="append", metavar="hbar=1", help="a constant's value")
    parser.add_argument("--domain", action="append", metavar="x=0..10",
                        help="where a formula's accuracy is measured")
    parser.add_argument("--declare", action="append", metavar="TEXT",
                        help="what the letters of a formula are: 'n in N0; m > 0'")
    parser.add_argument("--bound", metavar="ULP", type=float, help="the largest error allowed")
    parser.add_argument("-o", "--output", metavar="PATH",
                        help="a file instead of standard output (- is standard output)")
    parser.add_argument("--force", action="store_true", help="overwrite the file")


def run(options: argparse.Namespace) -> int:
    from derive.cli.ending import Usage
    from derive.cli.writing import check_target, message, put
    from derive.export.command import exported

    check_target(options.output, options.force)
    if bool(options.name) == bool(options.expr):
        raise Usage("name one line to export, such as oscillator.psi, or give one --expr")
    if not options.to and str(options.output).endswith(".c"):
        options.to = "c"
    options.formula = _of_document(options.name) if options.name else None
    put(exported(options), options.output, options.force)
    if options.output not in (None, "-"):
        message(f"{options.output}: written", options.quiet)
    return 0


def _of_document(name: str) -> tuple[Any, tuple[Any, ...]] | None:
    """The formula and the arguments of a labelled line, where the name is that of a document."""
    from derive.cli.ending import Refusal
    from derive.review.labelled import NotCompiled, function_of, names_document

    if not names_document(name):
        return None
    try:
        found = function_of(name)
    except NotCompiled as reason:
        raise Refusal(str(reason)) from None
    return found.equation, found.args
