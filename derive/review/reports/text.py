"""A review in the terminal: 80 columns, colour where the terminal has it.

One line a claim; below a wrong one its point, both values and the likely slip. Next: ``json``.
"""

from __future__ import annotations

import re
import textwrap
import unicodedata

from derive.catalog import REPORTS
from derive.review.findings import FileReview, Finding, Review

WORDS = {"proved": "proved", "refuted": "REFUTED", "supported": "supported",
         "undecided": "undecided", "given": "given", "not_read": "not read"}
COLOURS = {"proved": "32", "refuted": "1;31", "supported": "36", "undecided": "33",
           "given": "2", "not_read": "35"}
ORDER = ("given", "proved", "supported", "refuted", "undecided", "not_read")
WIDTH = 80
#: what a report says shortly beside each line, and once below all of them
AGREED = re.compile(r"both sides agree to (\d+ digits at \d+ points?); no procedure proves it")
SUPPORTED = "Supported: both sides agree at those points, and no procedure proves the line."


def render(review: Review, colour: bool = False, reveal: str = "repair", quiet: bool = False,
           ) -> str:
    """The report as text that ends in a newline."""
    if not review.files:
        return "no documents found; .tex, .md, .qmd, .myst and .ipynb are read\n"
    parts = [_file(f, colour, reveal, quiet) for f in review.files]
    if len(review.files) > 1:
        wrong = sum(1 for f in review.files if f.summary["refuted"])
        counts = ", ".join(f"{n} {WORDS[v].lower()}" for v in ORDER
                           if (n := review.summary[v]))
        parts.append(f"{len(review.files)} files, {wrong} with a wrong line: "
                     f"{counts or 'nothing to check'}\n")
    return "\n".join(parts)


def _file(file: FileReview, colour: bool, reveal: str, quiet: bool) -> str:
    out: list[str] = []
    if file.error:
        return f"{plain(file.error)}\n"
    head = plain(file.path)
    notes = []
    if file.declared:
        notes.append("declared: " + plain("; ".join(kinds(file.declared))))
    if file.inferred:
        notes.append("inferred: " + plain("; ".join(kinds(file.inferred))))
    out.append(head)
    for note in notes:
        out.extend(textwrap.wrap(note, WIDTH, initial_indent="  ", subsequent_indent="    "))
    out.append("")
    width = max((len(f.id) for f in file.lines), default=1)
    if len({f.path for f in file.lines}) > 1:
        width = max(width, 4)
    last_path = file.lines[0].path if file.lines else ""
    for finding in file.lines:
        if finding.path != last_path:
            out.append(f"  in {plain(finding.path)}:")
            last_path = finding.path
        out.extend(_finding(finding, width, colour, reveal))
    for remark in file.remarks:
        out.extend(textwrap.wrap(f"note: {plain(remark)}", WIDTH, subsequent_indent="      "))
    out.append("")
    out.extend(_ending(file, quiet))
    return "\n".join(out) + "\n"


def kinds(table: dict[str, str]) -> list[str]:
    """``m, ω, ħ > 0`` for names of the same kind, in the order of their first mention."""
    groups: dict[str, list[str]] = {}
    for name, kind in table.items():
        groups.setdefault(kind, []).append(name)
    shown = []
    for kind, names in groups.items():
        sign = " " if kind.startswith(("> ", "in ", "!= ")) else ": "
        shown.append(", ".join(names) + sign + kind)
    return shown


def _finding(finding: Finding, width: int, colour: bool, reveal: str) -> list[str]:
    word = f"{WORDS[finding.verdict]:<9}"
    if colour:
        word = f"\x1b[{COLOURS[finding.verdict]}m{word}\x1b[0m"
    formula = plain(finding.shown or finding.source)
    room = WIDTH - width - 15
    note = _note(finding)
    indent = " " * (width + 15)
    lines = [f"  {finding.id:>{width}}  {word}  {formula}"]
    if length(formula) > room:
        pieces = wrap_formula(formula, room)
        if finding.verdict == "not_read" and len(pieces) > 2:
            pieces = [pieces[0], pieces[1][:room - 4] + " …"]
        lines = [f"  {finding.id:>{width}}  {word}  {pieces[0]}",
                 *(indent + "  " + p for p in pieces[1:])]
    if note:
        if len(lines) == 1 and max(28, length(formula) + 4) + length(note) <= room:
            lines[0] += " " * max(4, 28 - length(formula)) + note
        else:
            lines.extend(textwrap.wrap(note, WIDTH, initial_indent=indent,
                                       subsequent_indent=indent, break_on_hyphens=False))
    if finding.verdict == "refuted" and reveal in ("point", "repair"):
        lines.extend(_witness(finding, indent))
    if finding.hint and (reveal == "repair" or finding.verdict == "not_read"):
        lines.extend(textwrap.wrap(plain(finding.hint), WIDTH, initial_indent=indent,
                                   subsequent_indent=indent, break_on_hyphens=False))
    return lines


def _witness(finding: Finding, indent: str) -> list[str]:
    values = (f"left {finding.left}   right {finding.right}" if finding.left
              else plain(finding.reason))
    at = ", ".join(f"{name} = {value}" for name, value in finding.point)
    text = f"at {at}:  {values}" if at else values
    if length(text) + len(indent) <= WIDTH:
        return [indent + plain(text)] if text else []
    found = textwrap.wrap(plain(f"at {at}:"), WIDTH, initial_indent=indent,
                          subsequent_indent=indent) if at else []
    return [*found, indent + plain(values)]


def _note(finding: Finding) -> str:
    parts = []
    if finding.verdict == "given":
        parts.append(finding.kind)
        if finding.reason:
            parts.append(finding.reason)
    if finding.verdict not in ("undecided", "not_read") and finding.conditions:
        parts.append("if " + "; ".join(finding.conditions))
    if finding.reason and (finding.verdict in ("supported", "undecided", "not_read") or (
            finding.verdict != "given"
            and finding.reason.startswith(("a solution is ", "with it line")))):
        parts.append(finding.reason)
    if finding.uses and not (finding.verdict == "given" and finding.reason):
        parts.append("from line " + ", ".join(finding.uses))
    return plain("; ".join(parts))


def _ending(file: FileReview, quiet: bool) -> list[str]:
    counts = file.summary
    total = len(file.lines)
    named = ", ".join(f"{counts[v]} {WORDS[v].lower()}" for v in ORDER if counts[v])
    text = f"{total} line{'s' if total != 1 else ''}: {named}." if total else "no formulas found."
    first = file.first_wrong
    if first is not None:
        text += f" First wrong: {first.id}"
    out = textwrap.wrap(text, WIDTH)
    if not quiet and any(AGREED.match(f.reason) for f in file.lines):
        out.append(SUPPORTED)
    for goal in file.goals:
        out.extend(textwrap.wrap(plain(goal), WIDTH))
    for question in file.questions[:3]:
        out.extend(textwrap.wrap(f"Question: {plain(question)}", WIDTH,
                                 subsequent_indent="  "))
    if file.paste and not quiet:
        # one line, whatever its length: it is there to be copied
        out.append(f"To paste: {plain(file.paste)}")
    return out


def plain(text: str) -> str:
    """Text without control characters: what a document says cannot steer a terminal.

    >>> plain("a\\x1b[31mb\\u202e")
    'a[31mb'
    """
    return "".join(c for c in " ".join(text.split())
                   if unicodedata.category(c) not in ("Cc", "Cf", "Cs"))


def length(text: str) -> int:
    """Columns that a text takes."""
    return sum(0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF"
               else 1 for c in text)


def wrap_formula(formula: str, room: int) -> list[str]:
    """A long formula in lines of at most ``room``, broken before signs where it can be.

    >>> wrap_formula("aaa + bbb = ccc", 9)
    ['aaa + bbb', '= ccc']
    """
    pieces: list[str] = []
    current = ""
    for word in formula.split(" "):
        if current and length(current) + 1 + length(word) > room:
            pieces.append(current)
            current = word
        else:
            current = f"{current} {word}" if current else word
        while length(current) > room:
            pieces.append(current[:room])
            current = current[room:]
    pieces.append(current)
    merged: list[str] = []
    for piece in pieces:
        if merged and merged[-1].split(" ")[-1] in "=+-−<>≤≥≠" and " " in merged[-1]:
            head, _, sign = merged[-1].rpartition(" ")
            merged[-1] = head
            piece = f"{sign} {piece}"
        merged.append(piece)
    return merged


REPORTS.add("text", render)
