r"""Markdown: formulas in the part of LaTeX that KaTeX and MathJax share.

Displays are ``aligned`` inside double dollars with a ``\tag``; no macros and no labels.
"""

from __future__ import annotations

import re

from derive.notation import latex
from derive.notes.formats.tex import SIGNS
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
)
from derive.notes.plan import Format, Manner, register
from derive.terms.term import Term

STYLES = {"emphasis": "*%s*", "strong": "**%s**", "code": "`%s`"}


def escape(text: str) -> str:
    """Plain words in Markdown."""
    return re.sub(r"([\\`*_\[\]<>$#|])", r"\\\1", text)


def inline(content: tuple[Inline, ...], page: Page) -> str:
    """Words, formulas and references of a sentence."""
    parts = []
    for piece in content:
        if isinstance(piece, Formula):
            parts.append(f"${latex(piece.term, page.notation, 'inline')}$")
        elif isinstance(piece, Reference):
            number = page.number(piece.label)
            parts.append(f"({number})" if number else f"(*{piece.label.replace('_', ' ')}*)")
        elif piece.style == "code":
            parts.append(f"`{piece.text}`")
        else:
            parts.append(STYLES.get(piece.style, "%s") % escape(piece.text))
    return "".join(parts)


def _tokens(row: tuple[Token, ...], page: Page) -> str:
    return " ".join(_token(t, page) + (
        r"\ " if isinstance(t, Said) and t is not row[-1] else "") for t in row)


def _token(token: Token, page: Page) -> str:
    if isinstance(token, Term):
        return latex(token, page.notation)
    if isinstance(token, Sign):
        return SIGNS[token.name]
    said = f"({page.number(token.label)})" if isinstance(token, Cited) else token.text
    return rf"\text{{{said}}}"


def _row(row: Row, page: Page) -> str:
    mark = rf" \qquad {{\scriptstyle\text{{{row.mark}}}}}" if row.mark else ""
    tag = rf" \tag{{{row.number}}}" if row.number else ""
    return f"$$\n{_body(row, page)}{mark}{tag}\n$$"


def _body(row: Row, page: Page) -> str:
    lines = [f"{_tokens(left, page)} &{_tokens(right, page)}".strip() for left, right in row.lines]
    lines[-1] += _after(row, page)
    whole = row.shape == "whole"
    if whole or len(lines) == 1:
        lines = [line.replace("&", "", 1) for line in lines]
    if len(lines) == 1:
        return lines[0]
    around = "gathered" if whole else "aligned"
    return f"\\begin{{{around}}}\n" + " \\\\\n".join(lines) + f"\n\\end{{{around}}}"


def _after(row: Row, page: Page) -> str:
    beside = () if row.below else row.conditions
    shown = ",\\; ".join(latex(c, page.notation) for c in beside)
    if not shown:
        return row.tail
    inside = rf"\left({shown}\right)" if r"\frac" in shown else f"({shown})"
    return rf" \qquad {inside}{row.tail}"


def _box(box: Box, page: Page) -> str:
    body = " \\\\[1ex]\n".join(_body(row, page) for row in box.rows)
    return (f"**{escape(box.title)}**\n\n"
            f"$$\n\\boxed{{\\begin{{gathered}}\n{body}\n\\end{{gathered}}}}\n$$")


def _listing(listing: Listing, page: Page) -> str:
    rows = [f"- {inline(i.name, page)}: {inline(i.content, page)}"
            + (f" ({escape(i.source)})" if i.source else "") for i in listing.items]
    return (f"**{escape(listing.title)}**\n\n" if listing.title else "") + "\n".join(rows)


def _steps(steps: Steps, page: Page) -> str:
    rows = [f"### {escape(steps.title)}", "", inline(steps.note, page), ""]
    for step in steps.steps:
        given = [inline((Reference(label),), page) for label in step.if_lines]
        given += [f"${latex(h, page.notation, 'inline')}$" for h in step.hypotheses]
        parts = [f"${latex(step.formula, page.notation, 'inline')}$",
                 f"if {', '.join(given)}" if given else "",
                 escape(step.inference),
                 f"from {', '.join(map(str, step.uses))}" if step.uses else "", f"({step.mark})"]
        rows.append(f"- **{step.number}** " + " ".join(p for p in parts if p))
    return "\n".join(rows)


def _foot(foot: Foot, page: Page) -> str:
    marks = "; ".join(f"*{m}* {escape(said)}" for m, said in foot.marks)
    return "---\n\n" + " ".join(p for p in (f"{marks}." if marks else "",
                                            inline(foot.content, page)) if p)


def block(piece: Block, page: Page) -> str:
    """One block of a page."""
    if isinstance(piece, Heading):
        return f"{'#' * piece.level} {inline(piece.text, page)}"
    if isinstance(piece, Paragraph):
        title = f"**{escape(piece.title)}.** " if piece.title else ""
        return (title + inline(piece.content, page)).strip()
    if isinstance(piece, Display):
        return "\n\n".join(_row(row, page) for row in piece.rows)
    if isinstance(piece, Program):
        return "```python\n" + "\n".join(page.program(piece)) + "\n```"
    if isinstance(piece, Box):
        return _box(piece, page)
    if isinstance(piece, Listing):
        return _listing(piece, page)
    return _steps(piece, page) if isinstance(piece, Steps) else _foot(piece, page)


def write(page: Page, manner: Manner) -> str:
    """The page as Markdown."""
    return "\n\n".join(block(piece, page) for piece in page.blocks) + "\n"


FORMAT = register(Format("md", "Markdown with formulas for KaTeX or MathJax", (".md", ".markdown"),
                         write))
