"""``derive.toml`` in the current folder: conventions for every command, as ``--set`` gives them.

    [conventions]
    units = "natural"
    letters = { n = "k" }
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from derive.cli.ending import Usage

FILE = "derive.toml"
MOST_BYTES = 1 << 16


def conventions(given: Iterable[str]) -> list[str]:
    """The settings of the file, then those of the command line, which win.

    Raises
    ------
    Usage
        The file is not TOML, or holds something that is no convention.
    """
    return [*_from_file(Path(FILE)), *given]


def _from_file(path: Path) -> list[str]:
    import tomllib

    if not path.is_file():
        return []
    if path.stat().st_size > MOST_BYTES:
        raise Usage(f"{path}: larger than {MOST_BYTES >> 10} KB")
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise Usage(f"{path}: not TOML: {error}") from None
    for table in content:
        if table != "conventions":
            raise Usage(f"{path}: no table [{table}]; there is [conventions]")
    table = content.get("conventions", {})
    if not isinstance(table, dict):
        raise Usage(f"{path}: conventions is a table: [conventions]")
    return [_setting(path, key, value) for key, value in table.items()]


def _setting(path: Path, key: str, value: object) -> str:
    if key == "letters" and isinstance(value, dict):
        return "letters:" + ",".join(f"{old}={new}" for old, new in value.items())
    if not isinstance(value, str):
        raise Usage(f"{path}: {key} should be a word in quotes")
    return f"{key}={value}"
