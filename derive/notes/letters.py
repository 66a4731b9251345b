"""Letters of formulas as LaTeX commands, by their Unicode names."""

from __future__ import annotations

import re
import unicodedata

from derive.notation.cards import Notation
from derive.terms.term import Term

LETTERS = {"ⅆ": r"\mathrm{d}", "𝟏": r"\mathbf{1}", "𝟎": r"\mathbf{0}", "ℏ": r"\hbar",
           "ħ": r"\hbar", "∞": r"\infty",
           "ℓ": r"\ell",
           "∂": r"\partial", "ϕ": r"\phi", "φ": r"\varphi", "ε": r"\varepsilon", "ϵ": r"\epsilon",
           "⊥": r"\bot", "ϑ": r"\vartheta", "ς": r"\varsigma"}


def command(character: str) -> str | None:
    """The LaTeX command of a letter that has one.

    >>> command("σ"), command("Ω"), command("x")
    ('\\\\sigma', '\\\\Omega', None)
    """
    if character in LETTERS:
        return LETTERS[character]
    name = unicodedata.name(character, "")
    if not name.startswith("GREEK") or "LETTER" not in name:
        return None
    word = name.split("LETTER ")[-1].lower().replace("lamda", "lambda")
    return f"\\{word if 'SMALL' in name else word.capitalize()}"


#: commands for letters of other fonts
FONT = re.compile(r"\\(?:mathbf|boldsymbol|bm|vb|pmb|bold|symbf|textbf|mathcal|mathscr|mathbb)"
                  r"\{([^{}]*)\}")
ALPHABETS = {"MATHEMATICAL BOLD ITALIC": "boldsymbol", "MATHEMATICAL BOLD": "mathbf",
             "MATHEMATICAL SCRIPT": "mathcal", "MATHEMATICAL DOUBLE-STRUCK": "mathbb"}


def with_fonts(letter: str) -> str | None:
    r"""The command for a letter of one of Unicode's mathematical alphabets, if it is one.

    >>> with_fonts("𝐖"), with_fonts("W")
    ('\\mathbf{W}', None)
    """
    name = unicodedata.name(letter, "")
    font = next((f for start, f in ALPHABETS.items() if name.startswith(start)), None)
    plain = unicodedata.normalize("NFKC", letter)
    return rf"\{font}{{{plain}}}" if font is not None and plain.isalpha() else None


def in_any_font(notation: Notation, formula: Term) -> Notation:
    """The notation that also reads a bold letter in plain type, where no plain one stands beside.

    A terminal has no bold letters, and browsers have no bold Greek ones in every font.
    """
    plain: dict[str, Term] = {}
    here = {t for t in formula.walk() if t.head in ("sym", "matrix", "fun")}
    for card in notation.cards:
        if card.term in here and FONT.search(card.latex):
            for other in (FONT.sub(r"\1", card.latex), FONT.sub(r"\\mathbf{\1}", card.latex)):
                known = notation.named(other)
                if known is None or known.term not in here:
                    plain[other] = card.term
    if not plain:
        return notation
    return notation.only(card for card in notation.cards if card.written not in plain
                         ).with_meanings(plain)
