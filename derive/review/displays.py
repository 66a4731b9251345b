r"""Displayed formulas of a document: what a person set apart to be read as mathematics.

``find_displays`` scans expanded LaTeX once, from left to right, and returns the displays
(equation, align, gather, multline, eqnarray, brackets, double dollars …) together with the
formulas in running text, in order, each with the scope it stands in. Next: ``rows``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from derive.review import limits
from derive.review.expansion import Remark
from derive.review.spanned import Spanned

ENVIRONMENTS = frozenset(
    name + star for name in (
        "equation", "align", "gather", "multline", "eqnarray", "flalign", "alignat", "xalignat",
        "xxalignat", "displaymath", "dmath", "dgroup", "IEEEeqnarray", "numcases", "subnumcases",
        "math")
    for star in ("", "*"))
WITH_ARGUMENT = frozenset({"alignat", "alignat*", "xalignat", "xalignat*", "IEEEeqnarray",
                           "IEEEeqnarray*"})
SCOPES = re.compile(
    r"(?i)(?:problem|exercise|question|task|problema|esercizio|aufgabe|prob|ex)s?\*?$")
SECTIONS = ("chapter", "section", "subsection", "subsubsection", "problem", "exercise",
            "question", "part", "paragraph")
#: headings below these begin a scope only where their title names an exercise
BELOW = frozenset({"subsection", "subsubsection", "paragraph"})
EXERCISE = re.compile(
    r"(?i)\W*(?:problem|exercise|question|task|aufgabe|exercice|esercizio|ex\.|\d+[.)](?!\d)"
    r"|\(?[a-z]\))")
TOKEN = re.compile(
    r"\\begin\s*\{([^{}\n]{1,60})\}|\\end\s*\{([^{}\n]{1,60})\}|(\\\[)|(\\\()|(\$\$)|(\$)"
    r"|\\(" + "|".join(SECTIONS) + r")\b\*?|\\.|[^\\$]+", re.DOTALL)
ENDINGS = {"\\[": "\\]", "\\(": "\\)", "$$": "$$", "$": "$"}
CLOSER = re.compile(r"\\\]|\\\)|\$\$|\$|\\.|[^\\$]+", re.DOTALL)


@dataclass(frozen=True)
class Display:
    """One formula of the document as written: its environment and its body.

    ``scope`` numbers the section or problem; ``lead`` is the running text just before it;
    ``trouble`` says why it is not read at all (with the offset of what is at fault).
    """

    environment: str
    body: Spanned
    scope: int
    lead: str = ""
    inline: bool = False
    trouble: Remark | None = None

    @property
    def span(self) -> tuple[int, int]:
        return self.body.span


@dataclass(frozen=True)
class Scope:
    """A part of the document in which a letter keeps its meaning."""

    number: int
    title: str
    start: int  # offset in the expanded text


def find_displays(text: Spanned) -> tuple[list[Display], list[Scope]]:
    r"""All displays and formulas in running text, in order, with the scopes they stand in.

    >>> source = r"Now \[ a = b \] and $c=d$. \section{Two} \begin{align} x &= y \end{align}"
    >>> displays, scopes = find_displays(Spanned(source, range(len(source))))
    >>> [(d.environment, d.body.text.strip(), d.scope) for d in displays]
    [('[', 'a = b', 0), ('$', 'c=d', 0), ('align', 'x &= y', 1)]
    """
    scanner = _Scanner(text)
    scanner.run()
    return scanner.displays, scanner.scopes


class _Scanner:
    def __init__(self, text: Spanned) -> None:
        self.source = text
        self.text = text.text
        self.displays: list[Display] = []
        self.scopes = [Scope(0, "", 0)]
        self.lead = ""
        self.failures = 0

    def run(self) -> None:
        position, size = 0, len(self.text)
        while position < size:
            match = TOKEN.match(self.text, position)
            if match is None:
                position += 1
                continue
            position = self._token(match)

    def _token(self, match: re.Match[str]) -> int:
        begin, _end, bracket, paren, double, single, section = match.groups()
        if begin is not None:
            if begin in ENVIRONMENTS:
                return self._environment(begin, match.end())
            if SCOPES.fullmatch(begin):
                self._scope(begin, match.start())
            return match.end()
        for opening, inline in ((bracket, False), (paren, True), (double, False), (single, True)):
            if opening is not None:
                return self._delimited(opening, inline, match.end())
        if section is not None:
            title = self.text[match.end():match.end() + 80].split("\n")[0]
            if section not in BELOW or EXERCISE.match(title.lstrip("{ ")):
                self._scope(title, match.start())
            self.lead = ""
        elif match[0][0] != "\\":
            self.lead = (self.lead + match[0])[-240:]
        return match.end()

    def _scope(self, title: str, start: int) -> None:
        self.scopes.append(Scope(len(self.scopes), title.strip("{} "), start))
        self.lead = ""

    def _environment(self, name: str, start: int) -> int:
        closing = f"\\end{{{name}}}"
        end = self.text.find(closing, start) if self.failures < 20 else -1
        after = end + len(closing)
        if end < 0:
            self.failures += 1
            self._add(name, start, min(len(self.text), start + 200), False,
                      f"\\begin{{{name}}} is never closed")
            return start
        if name in WITH_ARGUMENT and self.text[start:start + 1] == "{":
            start = self.text.find("}", start) + 1
        self._add(name, start, end, False, None)
        return after

    def _delimited(self, opening: str, inline: bool, start: int) -> int:
        closing = ENDINGS[opening]
        position = start
        bound = min(len(self.text), start + (4000 if inline else 2 * limits.DISPLAY_CHARACTERS))
        while position < bound and self.failures < 20:
            match = CLOSER.match(self.text, position)
            if match is None:
                break
            if match[0] == closing:
                self._add(opening.strip("\\"), start, match.start(), inline, None)
                return match.end()
            if (opening in ("$", "\\(") and "\n\n" in match[0]) or match[0] == "\\[":
                break
            position = match.end()
        self.failures += 1
        self._add(opening.strip("\\"), start, min(len(self.text), start + 80), inline,
                  f"{opening} is never closed")
        return start

    def _add(self, name: str, start: int, end: int, inline: bool, fault: str | None) -> None:
        body = self.source[start:end]
        scope = self.scopes[-1].number
        if fault is None:
            found = limits.objection(body)
            trouble = Remark(body.at[found[1]], found[0]) if found else None
        else:
            trouble = Remark(self.source.at[max(0, start - 1)], fault)
        self.displays.append(Display(name, body, scope, self.lead.strip(), inline, trouble))
        if inline:
            self.lead = (self.lead + f"${body.text}$")[-240:]
        else:
            self.lead = ""


def rescoped(display: Display, scope: int) -> Display:
    """The same display in another scope (documents made of several texts)."""
    return replace(display, scope=scope)
