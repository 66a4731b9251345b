"""A review as one HTML file without script or network; ``fragment`` serves notebooks."""

from __future__ import annotations

from html import escape

from derive.catalog import REPORTS
from derive.notation import NotationError, NotRead, mathml
from derive.review.findings import FileReview, Finding, Review
from derive.review.reports.text import ORDER, WORDS, kinds, plain

STYLE = """
.derive-review{font:15px/1.45 Georgia,serif;max-width:60rem;margin:auto;color:#222}
.derive-review table{border-collapse:collapse;width:100%}
.derive-review .f,.derive-review .w,.derive-review h2{overflow-wrap:anywhere}
.derive-review math{display:inline math;math-style:normal}
.derive-review .s{font-family:monospace;font-size:.85em}
.derive-review td{padding:.25rem .6rem;vertical-align:top;border-top:1px solid #ddd}
.derive-review .n{width:3.5rem;text-align:right;color:#777;font-variant-numeric:tabular-nums}
.derive-review .v{width:5.5rem;white-space:nowrap;font-family:sans-serif;font-size:.85em}
.derive-review .refuted .v{color:#b00020;font-weight:bold}
.derive-review .proved .v{color:#1b6e2c}.derive-review .supported .v{color:#0b6a80}
.derive-review .undecided .v{color:#8a5a00}.derive-review .not_read .v{color:#7b2d8b}
.derive-review .given .v{color:#777}
.derive-review .f{font-family:"Latin Modern Math","STIX Two Math",Cambria,serif}
.derive-review .w{font-size:.9em;color:#444}
.derive-review .refuted{background:#fff3f3}
@media (prefers-color-scheme:dark){body{background:#16181c}
.derive-review{color:#ddd}.derive-review .refuted{background:#3a1d20}
.derive-review .w{color:#bbb}.derive-review td{border-color:#333}
.derive-review .refuted .v{color:#ff8a80}.derive-review .proved .v{color:#81c995}
.derive-review .supported .v{color:#78d9ec}.derive-review .undecided .v{color:#fdd663}
.derive-review .not_read .v{color:#d7aefb}}
"""
#: signs of the relations that a chain goes on with
SIGNS = {"eq": "=", "ne": "≠"}
POLICY = "default-src 'none'; style-src 'unsafe-inline'"


def render(review: Review, reveal: str = "repair") -> str:
    """A whole page."""
    return ("<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">"
            f"<meta http-equiv=\"Content-Security-Policy\" content=\"{POLICY}\">"
            "<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">"
            f"<title>derive check</title></head><body>\n{fragment(review, reveal)}</body></html>\n")


def fragment(review: Review, reveal: str = "repair") -> str:
    """The report as a piece of a page."""
    files = "\n".join(_file(f, reveal) for f in review.files)
    return f"<style>{STYLE}</style>\n<div class=\"derive-review\">\n{files}\n</div>\n"


def _file(file: FileReview, reveal: str) -> str:
    if file.error:
        return f"<h2>{_text(file.path)}</h2><p>{_text(file.error)}</p>"
    counts = ", ".join(f"{file.summary[v]} {WORDS[v].lower()}" for v in ORDER if file.summary[v])
    rows = "\n".join(_row(f, reveal) for f in file.lines)
    notes = "".join(
        f"<p class=\"w\">{label}: {_text('; '.join(kinds(table)))}</p>"
        for label, table in (("declared", file.declared), ("inferred", file.inferred)) if table)
    paste = f"<p class=\"w\">To paste: <code>{_text(file.paste)}</code></p>" if file.paste else ""
    return (f"<h2>{_text(file.path)}</h2>\n<p>{len(file.lines)} lines: {counts}.</p>{notes}\n"
            f"<table>\n{rows}\n</table>{paste}")


def _row(finding: Finding, reveal: str) -> str:
    below = []
    if finding.conditions:
        below.append("if " + "; ".join(finding.conditions))
    if finding.verdict == "refuted" and reveal != "verdict":
        at = ", ".join(f"{n} = {v}" for n, v in finding.point)
        below.append(f"at {at}: left {finding.left}, right {finding.right}" if at else
                     f"left {finding.left}, right {finding.right}")
    if finding.verdict != "refuted" and finding.reason:
        below.append(finding.reason)
    if finding.uses:
        below.append("from line " + ", ".join(finding.uses))
    if finding.hint and (reveal == "repair" or finding.verdict == "not_read"):
        below.append(finding.hint)
    lines = "".join(f"<div class=\"w\">{_text(b)}</div>" for b in below)
    return (f"<tr class=\"{finding.verdict}\"><td class=\"n\">{_text(finding.id)}</td>"
            f"<td class=\"v\">{WORDS[finding.verdict]}</td>"
            f"<td class=\"f\">{_formula(finding)}{lines}</td></tr>")


def _formula(finding: Finding) -> str:
    """MathML where the line was read, its source where not."""
    spoken = finding.spoken
    if spoken is None or spoken.statement is None:
        return (_text(finding.shown) if finding.shown
                else f"<span class=\"s\">{_text(finding.source)}</span>")
    try:
        if spoken.place and spoken.statement.head in SIGNS:
            right = mathml(spoken.statement.args[1], spoken.notation, "display")
            return right.replace(">", f"><mo>{SIGNS[spoken.statement.head]}</mo>", 1)
        return mathml(spoken.statement, spoken.notation, "display")
    except (NotationError, NotRead):
        return _text(finding.shown or finding.source)


def _text(text: str) -> str:
    return escape(plain(text), quote=True)


REPORTS.add("html", render)
