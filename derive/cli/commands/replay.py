"""check a certificate from its text alone, and print the theorem it shows

Uses the kernel and a second arithmetic, and nothing that proposes or prints derivations. A
certificate that is not exactly what the kernel would write is rejected (exit 1).
"""

from __future__ import annotations

import argparse
import sys

EXAMPLE = """derive verify oscillator --certificate oscillator.json
derive replay oscillator.json --against oscillator"""

#: A certificate larger than this is not one of ours.
MOST_BYTES = 64 << 20


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("certificate", metavar="CERTIFICATE",
                        help="a file, or - for standard input")
    parser.add_argument("--against", metavar="NAME",
                        help="demand that it shows what this derivation of the library shows")
    parser.add_argument("--any-steps", action="store_true",
                        help="with --against: the same statement is enough, by other steps")
    parser.add_argument("-o", "--output", metavar="PATH", help="a file instead of standard output")
    parser.add_argument("--force", action="store_true", help="overwrite the file")


def run(options: argparse.Namespace) -> int:
    from derive.cli.ending import REJECTED
    from derive.cli.writing import check_target, message, put
    from derive.kernel.claim import Refused
    from derive.kernel.replay import replay

    check_target(options.output, options.force)
    text = _read(options.certificate)
    try:
        shown = replay(text)
        if options.against:
            _demand(shown, options.against, text, options.any_steps)
    except Refused as refused:
        message(f"derive: {options.certificate}: rejected: {refused}")
        return REJECTED
    put("\n".join(shown.theorem) + "\n", options.output, options.force)
    message(f"{options.certificate}: accepted, {len(shown.results)} results", options.quiet)
    return 0


def _read(path: str) -> str:
    from pathlib import Path

    from derive.cli.ending import Usage

    data = sys.stdin.buffer.read(MOST_BYTES + 1) if path == "-" else Path(path).read_bytes()
    if len(data) > MOST_BYTES:
        raise Usage(f"{path} is larger than {MOST_BYTES >> 20} MB: no certificate")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        raise Usage(f"{path} is not UTF-8 text: no certificate") from None


def _demand(shown: object, name: str, text: str, any_steps: bool) -> None:
    """Refuse a certificate that does not show what the library's derivation shows, as it does."""
    from derive.catalog import DERIVATIONS
    from derive.kernel.claim import Refused
    from derive.kernel.replay import replay

    certificate = DERIVATIONS.get(name).make().certificate()
    library = replay(certificate)
    for part in ("results", "definitions", "postulates", "cited"):
        if getattr(shown, part) != getattr(library, part):
            raise Refused(f"its {part} are not those of {name}")
    if text != certificate and not any_steps:
        raise Refused(f"it shows what {name} shows, but by other steps than the library's "
                      "(--any-steps accepts that)")
