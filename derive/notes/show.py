"""How a lecture shows itself in a notebook or when it is printed."""

from __future__ import annotations

from derive.catalog import FORMATS
from derive.notes.compose import compose
from derive.notes.formats.style import ARTICLE
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
    return f"<style>\n{ARTICLE}</style>\n{page}"
