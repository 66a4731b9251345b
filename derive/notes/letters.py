"""Letters of formulas as LaTeX commands, by their Unicode names."""

from __future__ import annotations

import unicodedata

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
