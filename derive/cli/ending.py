"""How a command ends: every error becomes one line on standard error and an exit code.

The table below is the only place where errors become exit codes.
"""

from __future__ import annotations

import contextlib
import os
import sys
from types import TracebackType

REJECTED, USAGE, REFUSAL, INTERRUPTED = 1, 2, 3, 130


class Usage(Exception):
    """The person asked for something that cannot be done; the message says what to do instead."""


class Refusal(Exception):
    """There is no answer, and the message is the reason (exit 3)."""


#: Errors of the layers below that are answers to the person, by qualified name, so that no
#: module has to be imported for them.
ANSWERS = {
    "derive.catalog.Unknown": USAGE,
    "derive.notation.errors.NotationError": USAGE,
    "derive.notation.errors.NotRead": REFUSAL,
    "derive.kernel.claim.Refused": REFUSAL,
    "derive.review.limits.DocumentError": USAGE,
    "derive.export.fixing.BadValue": USAGE,
    "derive.export.program.ExportRefused": REFUSAL,
    "derive.notes.page.Mismatch": USAGE,
    "derive.notes.library.BadSetting": USAGE,
    "derive.notes.prose.BadProse": USAGE,
}


class Ending:
    """Context manager around a command; ``code`` is its exit code afterwards."""

    def __init__(self) -> None:
        self.code = 0

    def __enter__(self) -> Ending:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None,
                 trace: TracebackType | None) -> bool:
        if error is None:
            return False
        if isinstance(error, SystemExit):
            self.code = error.code if isinstance(error.code, int) else USAGE if error.code else 0
        elif isinstance(error, BrokenPipeError):
            self._closed_pipe()
        elif isinstance(error, KeyboardInterrupt):
            self._end(INTERRUPTED, "interrupted")
        elif not isinstance(error, Exception):
            return False
        else:
            self._end(*_answer(error))
        return True

    def _end(self, code: int, message: str) -> None:
        self.code = code
        if os.environ.get("DERIVE_DEBUG"):
            import traceback

            traceback.print_exc()
        try:
            print(f"derive: {message}", file=sys.stderr)
        except OSError:
            return  # nobody is left to tell

    def _closed_pipe(self) -> None:
        # The interpreter flushes standard output once more at its end: let that go nowhere.
        with contextlib.suppress(OSError, ValueError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        self._end(USAGE, "the reader of the output closed it before everything was written")


def _answer(error: Exception) -> tuple[int, str]:
    if isinstance(error, Usage):
        return USAGE, str(error)
    if isinstance(error, Refusal):
        return REFUSAL, str(error)
    for kind in type(error).__mro__:
        code = ANSWERS.get(f"{kind.__module__}.{kind.__qualname__}")
        if code is not None:
            return code, str(error)
    if isinstance(error, OSError):
        where = f"{error.filename}: " if error.filename else ""
        return USAGE, f"{where}{error.strerror or error}"
    said = " ".join(str(error).split()) or "no message"
    return USAGE, (f"internal error, {type(error).__name__}: {said} "
                   "(DERIVE_DEBUG=1 shows where; please report it)")
