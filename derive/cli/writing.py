"""Where output goes: standard output, or a file that is complete or not there at all."""

from __future__ import annotations

import contextlib
import os
import stat
import sys
import tempfile
from pathlib import Path
from typing import TextIO

from derive.cli.ending import Usage


def coloured(stream: TextIO | None) -> bool:
    """Whether to colour what goes to the stream: a terminal, and NO_COLOR is not set."""
    return (stream is not None and stream.isatty() and not os.environ.get("NO_COLOR")
            and os.environ.get("TERM") != "dumb")


def message(text: str, quiet: bool = False) -> None:
    """One line for the person, on standard error."""
    if not quiet:
        print(text, file=sys.stderr)


def put(content: str | bytes, path: str | None, force: bool = False) -> None:
    """Write ``content`` to standard output (no path, or ``-``) or to a file.

    Raises
    ------
    Usage
        The file exists and ``force`` is not given, its folder is not there, or it is a folder.
    OSError
        It cannot be written; nothing half-written is left behind.
    """
    data = content.encode("utf-8") if isinstance(content, str) else content
    if path is None or path == "-":
        _to_stdout(data)
        return
    target = Path(path)
    check_target(path, force)
    if target.exists() and not target.is_file():
        with target.open("wb") as device:  # /dev/null, a named pipe
            device.write(data)
        return
    _replace(Path(os.path.realpath(target)), data)


def check_target(path: str | None, force: bool) -> None:
    """Refuse a path that cannot be written before any work is done for it."""
    if path is None or path == "-":
        return
    if not path:
        raise Usage("-o names a file, or - for standard output")
    target = Path(path)
    if target.is_dir():
        raise Usage(f"{path} is a folder; name a file in it")
    if not target.parent.is_dir():
        raise Usage(f"{path}: there is no folder {target.parent}; make it first")
    if target.is_file() and not force:
        raise Usage(f"{path} exists; --force overwrites it")
    place = target if target.exists() and not target.is_file() else target.parent
    if not os.access(place, os.W_OK):
        raise Usage(f"{path} cannot be written: no permission in {target.parent}")


def _to_stdout(data: bytes) -> None:
    if sys.stdout is None:
        raise Usage("standard output is closed; name a file with -o")
    sys.stdout.flush()
    buffer = getattr(sys.stdout, "buffer", None)
    if buffer is None:
        sys.stdout.write(data.decode("utf-8"))
    else:
        buffer.write(data)
    sys.stdout.flush()


def _replace(target: Path, data: bytes) -> None:
    try:
        handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
    except OSError as error:
        raise Usage(f"{target} cannot be written: {error.strerror}") from None
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        mask = os.umask(0)
        os.umask(mask)
        mode = stat.S_IMODE(target.stat().st_mode) if target.exists() else 0o666 & ~mask
        os.chmod(name, mode)
        os.replace(name, target)
    finally:
        with contextlib.suppress(FileNotFoundError):  # it has become the target
            os.unlink(name)
