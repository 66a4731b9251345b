r"""LaTeX: compiles with amsmath alone; ``--fragment`` is for ``\input`` in a document of one's own.

Equations are numbered by the document, labels are ``eq:oscillator:norm``, and every mark goes
through one macro, ``\derivemark``, that the document may define otherwise.
"""

from __future__ import annotations

from derive.notation import latex
from derive.notation.cards import Notation
from derive.notes.letters import command
from derive.notes.page import (
    Block,
    Box,
    Cited,
    Display,
    Foot,
    Formula,
    Heading,
    Inline,
    Listing,
    Page,
    Paragraph,
    Program,
    Reference,
    Row,
    Said,
    Sign,
    Steps,
    Token,
    Words,
)
from derive.notes.plan import Format, Manner, register
from derive.terms.term import Term

SIGNS = {"=": "=", "≠": r"\neq", "<": "<", "≤": r"\le", "+": "+", "−": "-", ",": r",\quad",
         "⟹": r"\;\Longrightarrow\;", "indent": r"\qquad"}
ESCAPES = {"\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "$": r"\$", "&": r"\&", "#": r"\#",
           "%": r"\%", "_": r"\_", "^": r"\textasciicircum{}", "~": r"\textasciitilde{}",
           "ö": r"\"o", "ä": r"\"a", "ü": r"\"u", "é": r"\'e", "ß": r"\ss{}", "—": "---",
           "–": "--", "’": "'", "“": "``", "”": "''", "…": r"\dots{}",
           "²": r"\textsuperscript{2}", "−": "$-$", "<": "$<$", ">": "$>$"}
#: Where a formula in running text may be broken besides at its signs.
BREAKS = ((")(", r")\allowbreak("), (r" \;\text{", r" \;\allowbreak\text{"))
STYLES = {"emphasis": r"\emph{%s}", "strong": r"\textbf{%s}", "code": r"\texttt{%s}"}
SCRIPT_MARK = (r"\providecommand{\derivemark}[1]{\quad\text{\footnotesize\itshape #1}}"
               "  % how a line was checked; define it as you like\n")
#: The mark stands in the margin, after the number; references to the number do not repeat it.
MARGIN_MARK = r"""\makeatletter
\newcommand{\derive@mark}{}
\providecommand{\derivemark}[1]{\gdef\derive@mark{#1}}  % how a line was checked
\let\derive@tagform\tagform@
\renewcommand{\tagform@}[1]{\derive@tagform{#1}%
  \rlap{\normalfont\footnotesize\itshape\enspace\derive@mark}\gdef\derive@mark{}}
\renewcommand{\eqref}[1]{\textup{\derive@tagform{\ref{#1}}}}
\makeatother
"""
PREAMBLE = r"""\documentclass[11pt]{article}
\usepackage{amsmath}
\allowdisplaybreaks[1]
"""


def tokens(row: tuple[Token, ...], notation: Notation, name: str = "") -> str:
    """The tokens of a displayed line as they stand on the page of the lecture ``name``."""
    parts = [_token(t, notation, name) for t in row]
    return " ".join(part + (r"\ " if isinstance(token, Said) and token is not row[-1] else "")
                    for part, token in zip(parts, row, strict=True))


def _token(token: Token, notation: Notation, name: str) -> str:
    if isinstance(token, Term):
        return latex(token, notation)
    if isinstance(token, Sign):
        return SIGNS[token.name]
    if isinstance(token, Cited):
        return rf"\text{{\eqref{{eq:{name}:{token.label}}}}}"
    return rf"\text{{{escape(token.text)}}}"


def escape(text: str) -> str:
    """Plain words in LaTeX."""
    return "".join(ESCAPES.get(c) or (f"${command(c)}$" if command(c) else c) for c in text)


def inline(content: tuple[Inline, ...], page: Page) -> str:
    """Words, formulas and references of a sentence."""
    parts = []
    for piece in content:
        if isinstance(piece, Formula):
            parts.append(f"${latex(piece.term, page.notation, 'inline')}$")
        elif isinstance(piece, Reference):
            parts.append(rf"\eqref{{eq:{page.name}:{piece.label}}}" if page.number(piece.label)
                         else rf"(\emph{{{escape(piece.label.replace('_', ' '))}}})")
        else:
            parts.append(_words(piece))
    return "".join(parts).replace(r" \eqref", r"~\eqref")


def _words(words: Words) -> str:
    return STYLES.get(words.style, "%s") % escape(words.text)


def display(rows: tuple[Row, ...], page: Page) -> str:
    """Rows of one shape, aligned; a single line is an equation."""
    starred = not any(row.number for row in rows)
    lines = [line for row in rows for line in _physical(row, page, numbered=not starred)]
    single = len(lines) == 1
    whole = rows[0].shape == "whole"
    name = "equation" if single else "gather" if whole else "align"
    if single or whole:
        lines = [line.replace("&", "", 1) for line in lines]
    body = " \\\\\n".join(f"  {line}" for line in lines)
    star = "*" if starred else ""
    return f"\\begin{{{name}{star}}}\n{body}\n\\end{{{name}{star}}}"


def _physical(row: Row, page: Page, numbered: bool) -> list[str]:
    """The lines of a row; with ``numbered`` each carries its number, mark and label, or none."""
    found = []
    for position, (left, right) in enumerate(row.lines):
        last = position == len(row.lines) - 1
        line = (f"{tokens(left, page.notation, page.name)} "
                f"&{tokens(right, page.notation, page.name)}").strip()
        if last:
            line += _conditions(row, page) + row.tail
        if last and numbered and row.number:
            mark = rf" \derivemark{{{row.mark}}}" if page.marks != "none" and row.mark else ""
            line += rf"{mark}\label{{eq:{page.name}:{row.label}}}"
        elif numbered:
            line += r" \notag"
        found.append(line)
    return found


def _conditions(row: Row, page: Page) -> str:
    if not row.conditions or row.below:
        return ""
    shown = ",\\; ".join(latex(c, page.notation) for c in row.conditions)
    return rf" \qquad \left({shown}\right)" if r"\frac" in shown else rf" \qquad ({shown})"


def _box(box: Box, page: Page) -> str:
    groups = []
    for row in box.rows:
        lines = _physical(row, page, numbered=False)
        if len(lines) == 1 or row.shape == "whole":
            groups += [line.replace("&", "", 1) for line in lines]
        else:
            body = " \\\\[1ex]\n".join(f"      {line}" for line in lines)
            groups.append(f"\\begin{{aligned}}\n{body}\n    \\end{{aligned}}")
    inner = " \\\\[1.5ex]\n".join(f"    {group}" for group in groups)
    return (f"\\medskip\\noindent\\textbf{{{escape(box.title)}}}\n"
            "\\begin{equation*}\n  \\fboxsep=10pt\n  \\boxed{\\begin{gathered}\n"
            f"{inner}\n  \\end{{gathered}}}}\n\\end{{equation*}}")


def _listing(listing: Listing, page: Page) -> str:
    rows = []
    for item in listing.items:
        source = f" ({escape(item.source)})" if item.source else ""
        name = inline(item.name, page)
        rows.append(rf"  \item {name}: {inline(item.content, page)}{source}.")
    title = f"\\paragraph{{{escape(listing.title)}}}\\mbox{{}}\n" if listing.title else ""
    return f"{title}\\begin{{itemize}}\\raggedright\n" + "\n".join(rows) + "\n\\end{itemize}"


def _steps(steps: Steps, page: Page) -> str:
    rows = []
    for step in steps.steps:
        rests = f" from {', '.join(map(str, step.uses))}" if step.uses else ""
        given = [inline((Reference(label),), page) for label in step.if_lines]
        given += [f"${latex(h, page.notation, 'inline')}$" for h in step.hypotheses]
        where = rf"\\ if {', '.join(given)}" if given else ""
        formula = latex(step.formula, page.notation, "inline")
        for tight, loose in BREAKS:
            formula = formula.replace(tight, loose)
        rows.append(rf"  \item[{step.number}] ${formula}${where}"
                    rf"\\ {escape(step.inference)}{rests} ({step.mark})")
    return (f"\\paragraph{{{escape(steps.title)}}} {inline(steps.note, page)}\n"
            "{\\footnotesize\\raggedright\\begin{description}\n" + "\n".join(rows)
            + "\n\\end{description}}")


def _foot(foot: Foot, page: Page) -> str:
    marks = "; ".join(rf"\textit{{{escape(m)}}}~{escape(said)}" for m, said in foot.marks)
    parts = [p for p in (f"{marks}." if marks else "", inline(foot.content, page)) if p]
    return "\\bigskip\\noindent{\\footnotesize " + " ".join(parts) + "\\par}"


def block(piece: Block, page: Page) -> str:
    """One block of a page."""
    if isinstance(piece, Heading):
        command = r"\section*" if piece.level == 1 else r"\subsection*"
        return f"{command}{{{inline(piece.text, page)}}}"
    if isinstance(piece, Paragraph):
        title = rf"\paragraph{{{escape(piece.title)}.}} " if piece.title else ""
        return title + inline(piece.content, page)
    if isinstance(piece, Display):
        return "\n".join(display(group, page) for group in piece.groups)
    if isinstance(piece, Program):
        lines = "\n".join(page.program(piece))
        return f"{{\\footnotesize\n\\begin{{verbatim}}\n{lines}\n\\end{{verbatim}}}}"
    if isinstance(piece, Box):
        return _box(piece, page)
    if isinstance(piece, Listing):
        return _listing(piece, page)
    return _steps(piece, page) if isinstance(piece, Steps) else _foot(piece, page)


def write(page: Page, manner: Manner) -> str:
    """The page as LaTeX."""
    parts: list[str] = []
    for position, piece in enumerate(page.blocks):
        text = block(piece, page)
        if (isinstance(piece, Paragraph) and not piece.begins
                and isinstance(page.blocks[position - 1], Program)):
            text = rf"\noindent {text}"
        # No empty line before a display or in mid-paragraph: that would begin a new paragraph.
        joins = isinstance(piece, Display | Program) or (
            isinstance(piece, Paragraph) and not piece.begins)
        parts.append(text if position == 0 else ("\n" if joins else "\n\n") + text)
    body = "".join(parts) + "\n"
    if manner.fragment:
        return (SCRIPT_MARK if page.marks != "none" else "") + body
    marks = {"margin": MARGIN_MARK, "inline": SCRIPT_MARK}.get(page.marks, "")
    return f"{PREAMBLE}{marks}\\begin{{document}}\n{body}\\end{{document}}\n"


FORMAT = register(Format("tex", "LaTeX that compiles with amsmath alone", (".tex", ".latex"),
                         write))
