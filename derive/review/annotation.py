r"""The same document with marks in its margin.

LaTeX gets ``\derivemargin{…}`` at the end of every display line that was judged: a small mark in
the margin, and a sentence below a line that is wrong; one macro at the top says how they look,
and everything else stays as it was. Markdown gets a line below each display, a notebook in its
cells. Next: ``reports`` for other ways to show a review.
"""

from __future__ import annotations

import json
import re

from derive.notes.formats.tex import escape
from derive.review.findings import FileReview, Finding
from derive.review.limits import DocumentError
from derive.review.reports.github import message
from derive.review.reports.text import WORDS, plain

SIGNS = {"proved": "✓", "refuted": "✗", "supported": "≈", "undecided": "?", "given": "·",
         "not_read": "–"}
LETTERS = {"proved": "p", "refuted": "WRONG", "supported": "s", "undecided": "?", "given": "g",
           "not_read": "n"}
MACRO = (r"\providecommand{\derivemargin}[1]{\marginpar{\raggedright\footnotesize\itshape #1}}"
         r"  % marks of derive check")
ENDS = re.compile(r"\\end\s*\{(?:equation|align|gather|multline|eqnarray|flalign|alignat|"
                  r"displaymath|dmath|xalignat|math)\*?\}|\\\]|\$\$")
OPENS = re.compile(r"\\begin\s*\{(?:equation|align|gather|multline|eqnarray|flalign|alignat|"
                   r"displaymath|dmath|xalignat|math)\*?\}|\\\[|\$\$")


def annotated(review: FileReview) -> str:
    r"""The text of the document, marked.

    Raises DocumentError for a document that was not read.

    >>> finding = Finding("2", "a.tex", 2, 1, 2, 6, "1 = 2", "equation", "refuted", left="1",
    ...                   right="2")
    >>> review = FileReview("a.tex", [finding], text="\\[\n1 = 2\n\\]\n")
    >>> print(annotated(review).split("\n", 1)[1], end="")
    \[
    1 = 2
    \]\derivemargin{WRONG 2}\par{\small\itshape Line 2 does not hold: left 1, right 2.}\par
    """
    if review.error or not review.text:
        raise DocumentError(review.error or f"{review.path}: nothing was read")
    if review.text.lstrip().startswith("{") and '"cells"' in review.text:
        return _notebook(review)
    marks = _by_line(review, review.path)
    markdown = review.path.endswith((".md", ".qmd", ".myst", ".rmd", ".markdown"))
    if review.path.endswith((".tex", ".ltx")) or "\\begin{document}" in review.text or (
            "\\[" in review.text and not markdown):
        return _latex(review.text, marks)
    return _markdown(review.text, marks)


def _by_line(review: FileReview, path: str) -> dict[int, list[Finding]]:
    """The findings of one text by the line on which they begin."""
    marks: dict[int, list[Finding]] = {}
    for finding in review.lines:
        if finding.path == path:
            marks.setdefault(finding.line, []).append(finding)
    return marks


def said(finding: Finding) -> str:
    """A sentence on a line that is wrong, or was not settled; nothing on the others."""
    if finding.verdict == "refuted":
        return f"Line {finding.id} {plain(message(finding))}"
    return ""


def _latex(text: str, marks: dict[int, list[Finding]]) -> str:
    """Marks after each display: nothing may stand in the margin from within it."""
    lines = text.split("\n")
    out: list[str] = []
    waiting: list[Finding] = []
    begins = next((n for n, line in enumerate(lines) if "\\begin{document}" in line), None)
    if begins is None:
        out.append(MACRO)
    for number, line in enumerate(lines, 1):
        waiting.extend(marks.get(number, ()))
        if begins is not None and number == begins + 1:
            out.append(MACRO)
        closing = list(ENDS.finditer(_uncommented(line)))
        opened = list(OPENS.finditer(_uncommented(line)))
        dollars = any(m[0] == "$$" for m in closing)
        ends = closing and (not dollars or not _inside(lines, number))
        if waiting and ends and (dollars or len(closing) >= len(opened)):
            at = closing[-1].end()
            line = line[:at] + _margin(waiting) + line[at:]
            waiting = []
        out.append(line)
    return "\n".join(out)


def _uncommented(line: str) -> str:
    found = re.search(r"(?<!\\)%", line)
    return line[:found.start()] if found else line


def _inside(lines: list[str], number: int) -> bool:
    """Whether a display between double dollars is still open after a line."""
    return sum(_uncommented(line).count("$$") for line in lines[:number]) % 2 == 1


def _margin(findings: list[Finding]) -> str:
    shown = ", ".join(f"{LETTERS[f.verdict]} {f.id}" for f in findings)
    sentences = " ".join(s for f in findings if (s := said(f)))
    below = rf"\par{{\small\itshape {_escaped(sentences)}}}\par" if sentences else ""
    return rf"\derivemargin{{{_escaped(shown)}}}{below}"


def _escaped(text: str) -> str:
    """Words as LaTeX that any engine sets: what has no command is left out."""
    return "".join(c if ord(c) < 0x250 else "?" for c in escape(text))


def _markdown(text: str, marks: dict[int, list[Finding]]) -> str:
    """A line in italics below each display, and in a quotation where something is wrong."""
    out: list[str] = []
    waiting: list[Finding] = []
    inside = fenced = False
    for number, line in enumerate(text.split("\n"), 1):
        waiting.extend(marks.get(number, ()))
        out.append(line)
        if line.lstrip().startswith(("```", "~~~", ":::")):
            fenced = not fenced
        if line.count("$$") % 2:
            inside = not inside
        open_environment = any(f.end_line > number for f in waiting)
        if waiting and not inside and not fenced and not open_environment:
            out.extend(["", *_below(waiting), ""])
            waiting = []
    if waiting:
        out.extend(["", *_below(waiting)])
    return "\n".join(out)


def _below(findings: list[Finding]) -> list[str]:
    shown = ", ".join(f"{f.id} {SIGNS[f.verdict]} {WORDS[f.verdict]}" for f in findings)
    sentences = [said(f) for f in findings if said(f)]
    return [f"*derive: {shown}*", *(f"> {_quoted(s)}" for s in sentences)]


def _quoted(text: str) -> str:
    """Words that Markdown does not take for marks or for HTML."""
    return re.sub(r"([*_`$<>\[\]\\])", r"\\\1", text)


def _notebook(review: FileReview) -> str:
    """The notebook with marks in its Markdown cells; its other cells as they are."""
    content = json.loads(review.text)
    for number, cell in enumerate(content["cells"], 1):
        marks = _by_line(review, f"{review.path}:cell {number}")
        if isinstance(cell, dict) and cell.get("cell_type") == "markdown" and marks:
            source = cell.get("source", "")
            whole = "".join(map(str, source)) if isinstance(source, list) else str(source)
            marked = _markdown(whole, marks)
            cell["source"] = marked.splitlines(keepends=True) if isinstance(
                source, list) else marked
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"
