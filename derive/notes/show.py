"""How a lecture shows itself in a notebook or when it is printed."""

from __future__ import annotations

from derive.catalog import FORMATS
from derive.notes.compose import compose
from derive.notes.plan import Format, Manner
from derive.rules.lecture import Lecture

#: what a notebook asks for -> the format that answers
ANSWERS = {"html": "html", "markdown": "md", "latex": "md", "text": "terminal"}


def show(lecture: Lecture, form: str) -> str:
    """The lecture as HTML, LaTeX, Markdown or text; without preamble."""
    if form == "latex":
        return "\n".join(f"$$\n{line.latex}\n$$" for line in lecture.lines)
    found = FORMATS.get(ANSWERS[form])
    assert isinstance(found, Format)
    page = found.write(compose(lecture), Manner(fragment=form == "html"))
    if form != "html":
        return page
    from derive.notes.formats.style import STYLE

    return f"<style>\n{scoped(STYLE)}</style>\n{page}"


def scoped(style: str) -> str:
    """The style sheet for the article alone: a notebook's own page keeps its look."""
    kept = []
    for rule in style.replace("\n  ", " ").split("\n"):
        if rule.startswith(("html", "body", "@media print", "  ", "a ", "a:", "code", "p", "h1",
                            "h2", "math", "footer")):
            continue
        kept.append(rule)
    return "\n".join(kept) + "\n"
