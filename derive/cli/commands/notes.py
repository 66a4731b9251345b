"""write a derivation as a page: terminal, LaTeX, HTML, Markdown, notebook

NAME is a derivation of the library (derive list), or a part of one: oscillator.norm is
its section or line called norm. Every line of the page was accepted by the kernel, and every
formula is read back before it is written. A document (homework.tex, or homework.tex#eq:one for
the line with that label) is checked and typeset with the mark of every line.
"""

from __future__ import annotations

import argparse
import sys
from typing import Any

EXAMPLE = """derive notes oscillator
derive notes oscillator -o oscillator.html
derive notes homework.tex -o homework.html
derive notes oscillator.norm --to tex --fragment -o norm.tex"""

#: Known without importing the pages; a test compares.
DETAILS, MARKS = ("brief", "lecture", "full"), ("margin", "inline", "none")


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("name", metavar="NAME",
                        help="a derivation, NAME.SECTION, FILE or FILE#LABEL")
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
    parser.add_argument("--code", choices=("numpy",),
                        help="the line of a program below each formula (of mlp)")
    parser.add_argument("--set", action="append", default=[], metavar="KEY=VALUE", dest="set",
                        help="a convention, such as units=natural or letters:n=k")
    parser.add_argument("--language", default="en", metavar="LANGUAGE", help="of the prose")


def run(options: argparse.Namespace) -> int:
    from derive.cli.ending import Usage
    from derive.cli.settings import conventions
    from derive.cli.writing import check_target, coloured, message, put
    from derive.notes.compose import NoCode, Wanted, compose
    from derive.notes.library import lecture
    from derive.notes.plan import Manner, by_name
    from derive.notes.text import language
    from derive.review.findings import Review
    from derive.review.labelled import names_document, review_of
    from derive.review.page import page_of

    check_target(options.output, options.force)
    form = by_name(options.to) if options.to else _implied(options.output)
    language(options.language)
    to_terminal = options.output in (None, "-")
    manner = Manner(options.fragment, 80, to_terminal and coloured(sys.stdout))
    if names_document(options.name):
        _refuse_for_documents(options)
        review, label = review_of(options.name)
        page = page_of(review, label, options.marks, options.language)
        put(form.write(page, manner), options.output, options.force)
        return Review([review]).exit_code()
    told, part = lecture(options.name, conventions(options.set))
    try:
        page = compose(told, Wanted(part, options.detail, options.marks, options.language,
                                    options.code is not None))
    except NoCode as reason:
        raise Usage(str(reason)) from None
    put(form.write(page, manner), options.output, options.force)
    if not to_terminal:
        message(f"{options.output}: {told.verdict.value}, {len(told.steps)} steps", options.quiet)
    return 0


def _implied(output: str | None) -> Any:
    """The format that the output path implies; the terminal's where there is no path."""
    from pathlib import Path

    from derive.catalog import FORMATS
    from derive.cli.ending import Usage
    from derive.notes.plan import by_name, by_suffix

    if output in (None, "-"):
        return by_name("terminal")
    found = by_suffix(str(output))
    if found is None:
        raise Usage(f"{output}: no format writes {Path(str(output)).suffix or 'it'}; "
                    f"--to names one of {', '.join(FORMATS.names())}")
    return found


def _refuse_for_documents(options: argparse.Namespace) -> None:
    from derive.cli.ending import Usage

    if options.code:
        raise Usage("--code is for derivations of the library; derive gradient FILE --code numpy "
                    "writes the lines of a loss")
    if options.set:
        raise Usage("--set is for derivations of the library; a document keeps its own letters")
