"""Unicode text back to LaTeX, so that what a terminal shows is read by the reader of formulas.

Small characters become scripts again, signs become commands. It shares no code with the writer:
the two can only agree by both being right.
"""

from __future__ import annotations

import re
import unicodedata

from derive.notation import NotRead, parse
from derive.notation.alphabet import FUNCTIONS as ALPHABET
from derive.notation.cards import Notation
from derive.notation.matrix_reading import NAMED
from derive.notes.from_mathml import FUNCTIONS
from derive.notes.letters import command, in_any_font
from derive.notes.page import Mismatch
from derive.terms.binding import alpha_equal
from derive.terms.term import Term

SIGNS = {
    "−": "-", "≤": r"\le ", "≥": r"\ge ", "≠": r"\neq ", "⪰": r"\succeq ",
    "⊗": r"\otimes ", "𝟎": r"\mathbf{0}", "′": "'", "″": "''", "‴": "'''",
    "⁗": "''''", "⌊": r"\lfloor ", "⌋": r"\rfloor ", "⌈": r"\lceil ", "⌉": r"\rceil ",
    "·": r"\cdot ", "⋅": r"\cdot ", "∀": r"\forall ", "∃": r"\exists ", "¬": r"\neg ",
    "∑": r"\sum ", "∏": r"\prod ", "∈": r"\in ", "{": r"\{", "}": r"\}", "√": r"\sqrt ",
    "∂": r"\partial ", "ⅆ": r"\mathrm{d}", "𝟏": r"\mathbf{1}", "⊙": r"\odot ", "⊤": r"\top ",
    "⟨": r"\langle ", "⟩": r"\rangle ", "‖": r"\|",
}
#: An integral without bounds is one over the whole line.
WHOLE_LINE = r"\int_{-\infty}^{\infty} "
SAID = " is a polynomial times a Gaussian in "
LEIBNIZ = re.compile(r"(d|\\partial ?)(\^\{[^{}]*\})?/(d|\\partial ?)(\\?[A-Za-z]+ ?)"
                     r"(\^\{[^{}]*\})?(?![A-Za-z({])")
UPRIGHT = re.compile(r"\\mathrm\{([A-Za-z]{2,})\}")
CLOSING = {"(": ")", "⌊": "⌋", "⌈": "⌉"}


def demand(term: Term, text: str, notation: Notation) -> None:
    """Refuse text that does not show the term.

    Raises
    ------
    Mismatch
        Names what the terminal would show and what it should.
    """
    source = latex_of(_levels_kept(text, notation), words_of(notation))
    if term.head == "false" and source.strip() == r"\bot":
        return  # a contradiction is a sign of its own, and no formula to be read
    try:
        shown = parse(source, in_any_font(notation, term))
    except NotRead as error:
        raise Mismatch(f"the text {text} of {term} is not read back: {error}; "
                       "the page is refused") from None
    wanted = Term("eq", (), term.args[1:]) if term.head == "series_eq" else term
    if not alpha_equal(shown, wanted):
        raise Mismatch(f"the text {text} of {term} says {shown}; the page is refused")


def _levels_kept(text: str, notation: Notation) -> str:
    """With levels written as ^(l), the parentheses of W^(L) are the level's own: said twice."""
    if notation.conventions["layer-index"] != "^(l)":
        return text
    families = {c.latex for c in notation.cards if c.term.head == "matrix" and len(c.term.args) > 2}
    at = text.find("^(")
    while at >= 0:
        if at and (command(text[at - 1]) or text[at - 1]) in families:
            _, end = _argument(text, at + 1)
            text = f"{text[:at + 1]}({text[at + 1:end]}){text[end:]}"
        at = text.find("^(", at + 3)
    return text


def words_of(notation: Notation) -> tuple[str, ...]:
    """The words that are one letter of these formulas: upright names of more than one character."""
    upright = (UPRIGHT.fullmatch(latex) for latex in (
        *NAMED, r"\mathrm{entries}", *ALPHABET, *(c.latex for c in notation.cards)))
    return tuple(dict.fromkeys(found[1] for found in upright if found))


def latex_of(text: str, words: tuple[str, ...] = ()) -> str:
    """The LaTeX that a line of text shows; ``words`` are read as upright names.

    >>> latex_of("ξ² − n")
    '\\\\xi ^{2} - n'
    >>> latex_of("diag(p)", ("diag",))
    '\\\\mathrm{diag}(p)'
    """
    for position, word in enumerate(words):  # a private character stands for each on the way
        text = re.sub(rf"(?<![A-Za-z]){word}(?![A-Za-z])", chr(0xE000 + position), text)
    source = _latex_of(text)
    for position, word in enumerate(words):
        source = source.replace(chr(0xE000 + position), rf"\mathrm{{{word}}}")
    return source


def _latex_of(text: str) -> str:
    before, said, after = text.partition(SAID)
    if said:
        return rf"{_latex_of(before)} \;\text{{{said.strip()}}}\; {_latex_of(after)}"
    return _leibniz(_run(text))


def _run(text: str) -> str:
    made, at = "", 0
    while at < len(text):
        piece, at = _next(text, at)
        made += piece
    return made


def _next(text: str, at: int) -> tuple[str, int]:
    """The LaTeX of what begins at a place, and where the next piece begins."""
    character = text[at]
    kind = unicodedata.decomposition(character).partition(" ")[0]
    if kind in ("<super>", "<sub>"):
        end = at
        while end < len(text) and unicodedata.decomposition(text[end]).startswith(kind):
            end += 1
        inner = _run(unicodedata.normalize("NFKC", text[at:end]))
        return f"{'^' if kind == '<super>' else '_'}{{{inner.strip()}}}", end
    if kind == "<fraction>":
        above, _, below = unicodedata.normalize("NFKC", character).partition("\u2044")
        return rf"\frac{{{above}}}{{{below}}}", at + 1
    if character in "^_√":
        inner, end = _argument(text, at + 1)
        return f"{SIGNS.get(character, character)}{{{inner}}}", end
    if character == "∫":
        bounded = text[at + 1:at + 2] == "_" or unicodedata.decomposition(
            text[at + 1:at + 2] or " ").startswith("<sub>")
        return (r"\int " if bounded else WHOLE_LINE), at + 1
    if character.isalpha() and character.isascii():
        return _word(text, at)
    return _sign(character), at + 1


def _argument(text: str, at: int) -> tuple[str, int]:
    """What a root or a script is of: a bracket without its parentheses, or one thing."""
    opening = text[at]
    if opening not in CLOSING:
        return _next(text, at)
    depth, end = 0, at
    while end < len(text):
        depth += (text[end] == opening) - (text[end] == CLOSING[opening])
        end += 1
        if depth == 0:
            break
    inside = text[at + 1:end - 1] if opening == "(" else text[at:end]
    return _leibniz(_run(inside)), end


def _word(text: str, at: int) -> tuple[str, int]:
    end = at
    while end < len(text) and text[end].isalpha() and text[end].isascii():
        end += 1
    word = text[at:end]
    if word in FUNCTIONS:
        return rf"\{word} ", end
    return text[at], at + 1


def _sign(character: str) -> str:
    if character in SIGNS:
        return SIGNS[character]
    known = command(character)
    return f"{known} " if known else character


def _leibniz(source: str) -> str:
    """``d^{2}/dx^{2}`` is a derivative, not a quotient."""
    return LEIBNIZ.sub(lambda m: (
        rf"\frac{{{m[1]}{m[2] or ''}}}{{{m[3]}{m[4]}{m[5] or ''}}}"
        if m[1].strip() == m[3].strip() else m[0]), source)
