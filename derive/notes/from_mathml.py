"""MathML back to LaTeX, so that what a browser draws is read by the reader of formulas.

Covers the elements that ``derive.notation`` writes; anything else is refused. It shares no code
with the writer: the two can only agree by both being right.
"""

from __future__ import annotations

import re
from xml.etree import ElementTree

from derive.notation import NotRead, parse
from derive.notation.cards import Notation
from derive.notes.letters import command, in_any_font, with_fonts
from derive.notes.page import Mismatch
from derive.terms.binding import alpha_equal
from derive.terms.term import Term

Element = ElementTree.Element

OPERATORS = {
    "\u2062": "", "\u2061": "", "−": "-", "≤": r"\le", "≥": r"\ge", "≠": r"\neq",
    "⪰": r"\succeq", "⊗": r"\otimes",
    "′": "'", "″": "''", "‴": "'''", "⁗": "''''", "⌊": r"\lfloor", "⌋": r"\rfloor",
    "⌈": r"\lceil", "⌉": r"\rceil", "∫": r"\int", "∑": r"\sum", "∏": r"\prod",
    "⊙": r"\odot", "⊤": r"\top", "⟨": r"\langle", "⟩": r"\rangle",
    "⋅": r"\cdot", "·": r"\cdot", "∀": r"\forall", "∃": r"\exists", "{": r"\{", "}": r"\}",
    ":": r":\ ", "∗": "*", "∈": r"\in", "×": r"\times", "¯": "-", "∂": r"\partial",
    "¬": r"\neg",
}
THIN = "0.1667em"
FUNCTIONS = frozenset((
    "sin", "cos", "tan", "exp", "log", "ln", "arctan", "sinh", "cosh", "tanh", "deg", "det"))


class Unread(ValueError):
    """An element or character that the page's MathML should not hold."""


def latex_of(mathml: str) -> str:
    """The LaTeX that a piece of MathML shows.

    >>> latex_of("<math><msup><mi>x</mi><mn>2</mn></msup><mo>−</mo><mi>n</mi></math>")
    '{x}^{2}-n'
    """
    return _element(ElementTree.fromstring(mathml))


def demand(term: Term, mathml: str, notation: Notation) -> None:
    """Refuse MathML that does not show the term.

    Raises
    ------
    Mismatch
        Names what the browser would show and what it should.
    """
    try:
        source = latex_of(mathml)
        if term.head == "false" and source.strip() == r"\bot":
            return  # a contradiction is a sign of its own, and no formula to be read
        shown = parse(source, in_any_font(notation, term))
    except (NotRead, Unread) as error:
        raise Mismatch(f"the MathML of {term} is not read back: {error}; "
                       "the page is refused") from None
    wanted = term
    if term.head == "series_eq":
        wanted = Term("eq", (), term.args[1:])
    if not alpha_equal(shown, wanted):
        raise Mismatch(f"the MathML of {term} shows {shown}; the page is refused")


def _element(element: Element) -> str:
    tag = element.tag
    parts = [_element(child) for child in element]
    text = (element.text or "").strip("\n ")
    if tag in ("math", "mrow", "mstyle"):
        return _row(element, parts)
    if tag == "mi":
        return _letter(text)
    if tag == "mn":
        return text
    if tag == "mo":
        return OPERATORS.get(text, text)
    if tag == "mspace":
        return r"\," if element.get("width") == THIN else " "
    if tag == "mtext":
        words = text.strip()
        return rf"\;\text{{{words}}}\; " if words else r"\; "
    if tag == "mfrac":
        thick = element.get("linethickness")
        return (rf"\binom{{{parts[0]}}}{{{parts[1]}}}" if thick == "0" else
                rf"\frac{{{parts[0]}}}{{{parts[1]}}}")
    if tag == "msqrt":
        return rf"\sqrt{{{''.join(parts)}}}"
    if tag == "mover" and len(parts) == 2:
        return rf"\overline{{{parts[0]}}}" if parts[1] == "-" else f"{parts[0]}^{{{parts[1]}}}"
    return _scripts(tag, parts)


def _scripts(tag: str, parts: list[str]) -> str:
    if tag not in ("msub", "msup", "msubsup", "munder", "munderover"):
        raise Unread(f"a page has no element {tag}")
    # A command stays bare: the sign of a sum is no letter in braces.
    base = parts[0] if re.fullmatch(r"\\[A-Za-z]+", parts[0]) else f"{{{parts[0]}}}"
    if tag in ("msub", "munder"):
        return f"{base}_{{{parts[1]}}}"
    if tag == "msup":
        return f"{base}^{{{parts[1]}}}"
    return f"{base}_{{{parts[1]}}}^{{{parts[2]}}}"


def _row(element: Element, parts: list[str]) -> str:
    """Children side by side; a bar is a left or a right one by its form."""
    made = ""
    for child, part in zip(element, parts, strict=True):
        if child.tag == "mo" and part in ("|", "‖"):
            side = "l" if child.get("form") == "prefix" else "r"
            part = rf"\{side}{'vert' if part == '|' else 'Vert'}"
        # A space only where a command would swallow a letter: spaces have a meaning after a slash.
        swallows = part[:1].isalpha() and re.search(r"\\[A-Za-z]+$", made)
        made += f" {part}" if swallows else part
    return made


def _letter(text: str) -> str:
    known = (command(text) or with_fonts(text)) if len(text) == 1 else None
    if known:
        return known
    if text in FUNCTIONS:
        return rf"\{text}"
    if len(text) == 1:
        return text
    if text.isalpha():
        return rf"\mathrm{{{text}}}"
    raise Unread(f"no letter is written {text!r}")
