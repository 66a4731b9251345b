"""LaTeX apart from its spacing: what a formula says, not how far apart its letters stand."""

from __future__ import annotations

import re

from derive.learning.latex import Writer


def bare(latex: str) -> str:
    """Without spaces, thin spaces and braces around one character; one spelling of names."""
    text = latex.replace(r"\operatorname", r"\mathrm").replace(r"\neq", r"\ne")
    text = re.sub(r"\\([lr])Vert", r"\\|", text)
    text = text.replace(r"\,", "").replace(r"\!", "").replace(r"\left", "").replace(r"\right", "")
    text = re.sub(r"(?<=[A-Za-z])\s+(?=[A-Za-z])", "~", text).replace(" ", "").replace("~", " ")
    text = re.sub(r"(?<=[_^])\{(\w)\}", r"\1", text)
    return re.sub(r"(?<![A-Za-z]) | (?![A-Za-z])", "", text)


class Bare(Writer):
    """Writes formulas apart from their spacing."""

    def __call__(self, t) -> str:  # type: ignore[no-untyped-def]
        return bare(super().__call__(t))
