"""derive the gradient of a loss in matrix form, for any sizes

The loss is one formula, or definitions line by line with the loss last; shapes are declared. Each
push backwards is a step of the kernel. What has no law is refused by name (exit 3).
"""

from __future__ import annotations

import argparse

EXAMPLE = """derive gradient --expr 'L = \\|X w - y\\|^2 + \\lambda \\|w\\|^2' --wrt w \\
    --declare 'X in R^(m x n); w in R^n; y in R^m; lambda > 0'
derive gradient network.tex --wrt W,b --to tex"""


def arguments(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument
    add("file", nargs="?", metavar="FILE", help="a LaTeX file; - is standard input")
    add("--expr", metavar="LATEX", help="the loss itself, instead of a file")
    add("--declare", action="append", metavar="TEXT", help="shapes: 'W in R^(h x d); x in R^d'")
    add("--wrt", metavar="NAMES", default="", help="parameters, separated by commas (all)")
    add("--to", choices=("text", "tex", "numpy"), default="text", metavar="text|tex|numpy",
        help="how it is written")
    add("--claim", action="append", metavar="W=LATEX",
        help="a gradient worked out by hand: proved, or refuted with a point (exit 1)")
    add("--hessian", action="store_true", help="second derivatives as well")
    add("--code", choices=("numpy",), help="the line of a program beside each formula")
    add("--set", action="append", metavar="KEY=VALUE", dest="settings",
        help="a convention: layer-index=_l, gradient=numerator, samples=rows")
    add("-o", "--output", metavar="PATH", help="a file instead of standard output")
    add("--force", action="store_true", help="overwrite the file")


def run(options: argparse.Namespace) -> int:
    from derive.cli.ending import Refusal, Usage
    from derive.cli.writing import check_target, put
    from derive.learning.command import NotDone, answer, check_claims

    if (options.expr is None) == (options.file is None):
        raise Usage("name a FILE or give --expr, one of the two")
    check_target(options.output, options.force)
    source = options.expr if options.expr is not None else _read(options.file)
    if options.claim and (options.hessian or options.code or options.to != "text"):
        raise Usage("--claim gives a verdict; --to, --code and --hessian are for the gradient")
    names = [name.strip() for name in options.wrt.split(",") if name.strip()]
    try:
        if options.claim:
            text, verdicts = check_claims(source, "; ".join(options.declare or ()), options.claim,
                                       options.settings or ())
            put(text, options.output, options.force)
            found = {verdict.value for verdict in verdicts}
            return 1 if "refuted" in found else 3 if "undecided" in found else 0
        text = answer(source, "; ".join(options.declare or ()), names, options.to,
                      options.settings or (), options.code is not None, options.hessian)
    except NotDone as reason:
        raise Refusal(str(reason)) from None
    put(text, options.output, options.force)
    return 0


def _read(path: str) -> str:
    import sys
    from pathlib import Path

    from derive.cli.ending import Usage

    if path == "-":
        return sys.stdin.read()
    try:
        return Path(path).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as reason:
        raise Usage(f"{path}: {getattr(reason, 'strerror', None) or 'not a text file'}") from None
