"""list what there is: derivations, potentials, formats, backends"""

from __future__ import annotations

import argparse
import json
from typing import Any

EXAMPLE = """derive list
derive list derivations --json
derive list --postulates"""


def arguments(parser: argparse.ArgumentParser) -> None:
    from derive.catalog import SHELVES

    parser.add_argument("kind", nargs="?", choices=tuple(SHELVES), metavar="KIND",
                        help=f"only these: {', '.join(SHELVES)}")
    parser.add_argument("--postulates", action="store_true",
                        help="what every derivation takes as given, and what it cites")
    parser.add_argument("--json", action="store_true", help="as JSON")
    parser.add_argument("-o", "--output", metavar="PATH", help="a file instead of standard output")
    parser.add_argument("--force", action="store_true", help="overwrite the file")


def run(options: argparse.Namespace) -> int:
    from derive.cli.writing import check_target, put

    check_target(options.output, options.force)
    content = _postulates(options.json) if options.postulates else _things(
        options.kind, options.json)
    put(content, options.output, options.force)
    return 0


def _things(kind: str | None, as_json: bool) -> str:
    from derive.catalog import SHELVES

    shelves = {kind: SHELVES[kind]} if kind else SHELVES
    rows = {plural: [_row(name, shelf) for name in shelf.names()]
            for plural, shelf in shelves.items()}
    if as_json:
        return json.dumps({"version": 1, **rows}, indent=1, ensure_ascii=False) + "\n"
    blocks = []
    for plural, things in rows.items():
        if things:
            wide = max(len(t["name"]) for t in things)
            blocks.append("\n".join([plural, *(
                f"  {t['name']:<{wide}}  {t['title']}".rstrip() for t in things)]))
    return ("\n\n".join(blocks) or "nothing yet") + "\n"


def _row(name: str, shelf: object) -> dict[str, str]:
    """Name and title; what another package brings is named and not loaded."""
    thing = dict(shelf.own()).get(name)  # type: ignore[attr-defined]
    if thing is None:
        return {"name": name, "title": "(from another package)"}
    title = getattr(thing, "title", "") or shelf.meaning(name)  # type: ignore[attr-defined]
    row = {"name": name, "title": str(title)}
    if hasattr(thing, "chapter"):
        row["chapter"] = thing.chapter
    return row


def _postulates(as_json: bool) -> str:
    from derive.catalog import DERIVATIONS
    from derive.notation import text

    found: list[dict[str, Any]] = []
    for name, told in DERIVATIONS.own():
        lecture = told.make()
        found.append({
            "name": name,
            "postulates": [{"label": label, "statement": text(term, lecture.notation)}
                           for label, term in lecture.postulates],
            "cited": [{"name": cited, "statement": said if isinstance(said, str) else
                       text(said, lecture.notation), "source": source}
                      for cited, said, source in lecture.cited]})
    if as_json:
        return json.dumps({"version": 1, "derivations": found}, indent=1,
                          ensure_ascii=False) + "\n"
    lines = []
    for one in found:
        nothing = "" if one["postulates"] else " nothing but its definitions"
        lines.append(f"{one['name']} takes as given{nothing}")
        lines += [_filled(p["label"], p["statement"]) for p in one["postulates"]]
        lines += ["and cites"] if one["cited"] else []
        lines += [_filled(c["name"], f"{c['statement']} [{c['source']}]") for c in one["cited"]]
        lines.append("")
    return "\n".join(lines) or "nothing yet\n"


def _filled(name: str, said: str) -> str:
    """A name and what it says, in 80 columns."""
    import textwrap

    return textwrap.fill(said, 80, initial_indent=f"  {name:<18}", subsequent_indent=" " * 20,
                         break_on_hyphens=False)
