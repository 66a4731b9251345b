"""The command ``derive``: finds the command's file, reads its options, answers with an exit code.

Exit codes: 0 everything holds; 1 something is refuted or rejected; 2 a usage or internal error;
3 nothing could be checked, or a refusal with its reason; 130 interrupted.
Next: ``commands`` (one file a command), ``writing`` (files and standard output), ``ending``.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence

from derive.cli.ending import Ending

FIRST_TRY = """derive {version}: derivations that are checked

Three things to try:

  derive notes oscillator                  a derivation as a page, here in the terminal
  derive notes oscillator -o page.html     the same as a page for the browser (or .tex, .md)
  derive list                              everything there is by name

derive --help names all commands; derive COMMAND --help shows one with an example.
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit code.

    >>> main(["--version"])
    derive 0.1.0
    0
    """
    arguments = list(sys.argv[1:] if arguments is None else arguments)
    ending = Ending()
    with ending:
        ending.code = _run(arguments)
        if sys.stdout is not None:  # closed before the start: only a file was written
            sys.stdout.flush()
    return ending.code


def _run(arguments: list[str]) -> int:
    from derive import __version__
    from derive.cli.parsing import parse

    if arguments in (["--version"], ["-V"]):
        print(f"derive {__version__}")
        return 0
    if not arguments:
        print(FIRST_TRY.format(version=__version__), end="")
        return 0
    command, options = parse(arguments)
    return int(command.run(options))
