r"""The same document with marks in its margin: one ``\marginpar`` or comment for each line.

LaTeX gets a small mark after the display line, through one macro that the document may redefine;
Markdown gets an HTML comment and a bold word after the display. Nothing else is changed.
"""

from __future__ import annotations

from derive.review.findings import FileReview, Finding
from derive.review.limits import DocumentError
from derive.review.reports.github import message

WORDS = {"proved": "proved", "refuted": "REFUTED", "supported": "supported",
         "undecided": "undecided", "given": "given", "not_read": "not read"}


def annotated(review: FileReview) -> str:
    r"""The text of the document with a comment before every line that was judged.

    Raises DocumentError for a document that is not LaTeX or Markdown.

    >>> finding = Finding("2", "a.tex", 2, 1, 2, 6, "1 = 2", "equation", "refuted", left="1",
    ...                   right="2")
    >>> review = FileReview("a.tex", [finding], text="\\[\n1 = 2\n\\]\n")
    >>> print(annotated(review), end="")
    \[
    % derive says: line 2 REFUTED: does not hold: left 1, right 2.
    1 = 2
    \]
    """
    if review.error or not review.text or review.path.endswith(".ipynb"):
        raise DocumentError(review.error or f"{review.path}: only LaTeX and Markdown are annotated")
    marks: dict[int, list[Finding]] = {}
    for finding in review.lines:
        if finding.path == review.path:
            marks.setdefault(finding.line, []).append(finding)
    out: list[str] = []
    inside = review.path.endswith((".tex", ".ltx")) or "\\begin{document}" in review.text
    latex = inside
    for number, line in enumerate(review.text.split("\n"), 1):
        for finding in marks.get(number, ()):
            said = _said(finding)
            out.append(f"% {said}" if inside else f"<!-- {said.replace('--', '- -')} -->")
        out.append(line)
        if not latex and line.count("$$") % 2:
            inside = not inside  # a comment in a formula is LaTeX's, outside it is Markdown's
    return "\n".join(out)


def _said(finding: Finding) -> str:
    word = WORDS[finding.verdict]
    said = f"line {finding.id} {word}"
    if finding.verdict in ("refuted", "undecided", "not_read"):
        detail = message(finding).removeprefix(f"{finding.verdict.replace('_', ' ')}: ")
        said = f"{said}: {detail}"
    return "derive says: " + " ".join(said.split())
