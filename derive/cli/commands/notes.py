"""write a derivation as a page: terminal, LaTeX, HTML, Markdown, notebook

NAME is a derivation of the library (derive list), or a part of one: oscillator.norm is
its section or line called norm. Every line of the page was accepted by the kernel, and every
formula is read back before it is written.
"""

from __future__ import annotations

import argparse
import sys

EXAMPLE = """derive notes oscillator
derive notes oscillator -o oscillator.html
derive notes oscillator.norm --to tex --fragment -o norm.tex"""

#: Known without importing the pages; a test compares.
DETAILS, MARKS = ("brief", "lecture", "full"), ("margin", "inline", "none")


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("name", metavar="NAME", help="a derivation, or NAME.SECTION")
    parser.add_argument("--to", metavar="FORMAT",
                        help="terminal, tex, html, md or ipynb; -o page.html implies it")
    parser.add_argument("-o", "--output", metavar="PATH",
                        help="a file instead of standard output (- is standard output)")
    parser.add_argument("--force", action="store_true", help="overwrite the file")
    parser.add_argument("--fragment", action="store_true",
                        help="without preamble, to be put into another document")
    parser.add_argument("--detail", choices=DETAILS, default="lecture", metavar="|".join(DETAILS),
                        help="how much is said: formulas only, a lecture, every step")
    parser.add_argument("--marks", choices=MARKS, default="margin", metavar="|".join(MARKS),
                        help="where the marks stand that tell how a line was checked")
    parser.add_argument("--set", action="append", default=[], metavar="KEY=VALUE", dest="set",
                        help="a convention, such as units=natural or letters:n=k")
    parser.add_argument("--language", default="en", metavar="LANGUAGE", help="of the prose")


def run(options: argparse.Namespace) -> int:
    from derive.cli.settings import conventions
    from derive.cli.writing import check_target, coloured, message, put
    from derive.notes.compose import Wanted, compose
    from derive.notes.library import lecture
    from derive.notes.plan import Manner, by_name, by_suffix
    from derive.notes.text import language

    check_target(options.output, options.force)
    implied = by_suffix(options.output) if options.output not in (None, "-") else None
    form = by_name(options.to) if options.to else implied or by_name("terminal")
    language(options.language)
    told, part = lecture(options.name, conventions(options.set))
    page = compose(told, Wanted(part, options.detail, options.marks, options.language))
    to_terminal = options.output in (None, "-")
    manner = Manner(options.fragment, 80, to_terminal and coloured(sys.stdout))
    put(form.write(page, manner), options.output, options.force)
    if not to_terminal:
        message(f"{options.output}: {told.verdict.value}, {len(told.steps)} steps", options.quiet)
    return 0
