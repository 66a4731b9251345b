"""HTML: one file with MathML, its own small style sheet, no script and no network.

A content-security policy in the file says so to the browser. Every equation has an anchor.
"""

from __future__ import annotations

import re
from html import escape

from derive.notation import mathml
from derive.notes.formats.style import ARTICLE, PAGE
from derive.notes.from_mathml import demand
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
    Steps,
    Token,
)
from derive.notes.plan import Format, Manner, register
from derive.terms.term import Term

POLICY = "default-src 'none'; style-src 'unsafe-inline'"
TAGS = {"emphasis": "em", "strong": "strong", "code": "code"}
SIGNS = {",": '<mo separator="true">,</mo><mspace width="1em"/>', "indent": '<mspace width="2em"/>'}
MATH = re.compile(r"^<math[^>]*>(.*)</math>$", re.DOTALL)


def _fragment(term: Term, page: Page, style: str = "display") -> str:
    """The MathML of a term without its outermost element."""
    made, named = mathml(term, page.notation, style), page.notation.by_name()
    demand(term, made if named is page.notation else mathml(term, named, style), named)
    match = MATH.match(made)
    return match[1] if match else made


def _math(inside: str, display: bool = False) -> str:
    block = ' display="block"' if display else ""
    return f"<math{block}>{inside}</math>"


def _tokens(tokens: tuple[Token, ...], page: Page) -> str:
    parts = []
    for position, token in enumerate(tokens):
        if isinstance(token, Term):
            parts.append(f"<mrow>{_fragment(token, page)}</mrow>")
        elif isinstance(token, Said):
            space = '<mspace width="0.4em"/>'
            after = space if position + 1 < len(tokens) else ""
            parts.append(f"{space if parts else ''}<mtext>{escape(token.text)}</mtext>{after}")
        elif isinstance(token, Cited):
            parts.append(f"<mtext>({page.number(token.label)})</mtext>")
        elif token.name in SIGNS:
            parts.append(SIGNS[token.name])
        else:
            # A relation that begins a cell has nothing before it; it is infix all the same.
            first = ' form="infix"' if position == 0 else ""
            parts.append(f"<mo{first}>{escape(token.name)}</mo>")
    return _math("".join(parts), display=True) if parts else ""


def inline(content: tuple[Inline, ...], page: Page) -> str:
    """Words, formulas and references of a sentence."""
    parts: list[str] = []
    for piece in content:
        if isinstance(piece, Formula):
            parts.append(_math(_fragment(piece.term, page, "inline")))
        elif isinstance(piece, Reference):
            number = page.number(piece.label)
            parts.append(f'<a href="#{_anchor(piece.label, page)}">({number})</a>' if number
                         else f"(<em>{escape(piece.label.replace('_', ' '))}</em>)")
        elif piece.style in TAGS:
            parts.append(f"<{TAGS[piece.style]}>{escape(piece.text)}</{TAGS[piece.style]}>")
        else:
            parts.append(escape(piece.text, quote=False))
    # A formula is not parted from the comma or full stop after it.
    return re.sub(r"(<math[^>]*>(?:(?!</math>).)*</math>)([,.;:?)]+)",
                  r'<span class="tied">\1\2</span>', "".join(parts))


def _anchor(label: str, page: Page) -> str:
    return f"{page.name}-{label}".replace("_", "-")


def _row(row: Row, page: Page, numbered: bool = True) -> str:
    cells = []
    for position, (left, right) in enumerate(row.lines):
        last = position == len(row.lines) - 1
        anchor = f' id="{_anchor(row.label, page)}"' if position == 0 and numbered else ""
        after = _after(row, page) if last else ""
        wide = "" if right else " wide"
        sides = (f'<div class="l">{_tokens(left, page)}</div>'
                 f'<div class="r">{_tokens(right, page)}{after}</div>') if right else (
                 f'<div class="whole">{_tokens(left, page)}{after}</div>')
        number = _number(row, page) if last and numbered else ""
        cells.append(f'<div class="row{wide}"{anchor}>{sides}{number}</div>')
    return "\n".join(cells)


def _after(row: Row, page: Page) -> str:
    conditions = () if row.below else row.conditions
    shown = SIGNS[","].join(_fragment(c, page) for c in conditions)
    still = "" if "<mfrac" in shown else ' stretchy="false"'
    around = f"<mrow><mo{still}>(</mo>{shown}<mo{still}>)</mo></mrow>"
    beside = ('<span class="where">' + _math(around, True)
              + "</span>" if shown else "")
    tail = f'<span class="tail">{escape(row.tail)}</span>' if row.tail else ""
    return beside + tail + (_mark(row, page) if page.marks == "inline" else "")


def _mark(row: Row, page: Page) -> str:
    if not row.mark or page.marks == "none":
        return ""
    return f'<span class="mark m-{row.mark}" title="{_meaning(row.mark, page)}">{row.mark}</span>'


def _number(row: Row, page: Page) -> str:
    mark = _mark(row, page) if page.marks == "margin" else ""
    number = (f'<a class="number" href="#{_anchor(row.label, page)}">({row.number})</a>'
              if row.number else "")
    return f'<div class="n">{number}{mark}</div>' if number or mark else ""


def _meaning(mark: str, page: Page) -> str:
    return next((escape(said) for b in page.blocks if isinstance(b, Foot)
                 for m, said in b.marks if m == mark), "")


def _display(rows: tuple[Row, ...], page: Page, numbered: bool = True) -> str:
    inside = "\n".join(_row(row, page, numbered) for row in rows)
    return f'<div class="display {escape(page.marks)}">\n{inside}\n</div>'


def _box(box: Box, page: Page) -> str:
    rows = "\n".join(_display((row,), page, numbered=False) for row in box.rows)
    return (f'<section class="results">\n<h2>{escape(box.title)}</h2>\n'
            f"{rows}\n</section>")


def _listing(listing: Listing, page: Page) -> str:
    rows = "\n".join(
        f"<li>{inline(i.name, page)}: {inline(i.content, page)}"
        + (f' <span class="source">({escape(i.source)})</span>' if i.source else "") + "</li>"
        for i in listing.items)
    title = f"<h2>{escape(listing.title)}</h2>\n" if listing.title else ""
    return f'<section class="listing">\n{title}<ul>\n{rows}\n</ul>\n</section>'


def _steps(steps: Steps, page: Page) -> str:
    rows = []
    for step in steps.steps:
        given = ", ".join([inline((Reference(label),), page) for label in step.if_lines]
                          + [_math(_fragment(h, page, "inline")) for h in step.hypotheses])
        rests = f" ← {', '.join(map(str, step.uses))}" if step.uses else ""
        label = f' <em>{escape(step.label.replace("_", " "))}</em>' if step.label else ""
        formula = _math(_fragment(step.formula, page, "inline"))
        rows.append(
            f'<tr><td class="k">{step.number}</td><td>{formula}'
            + (f'<div class="given">if {given}</div>' if given else "")
            + f'<div class="how">{escape(step.inference)}{rests}{label}</div></td>'
            f'<td><span class="mark m-{step.mark}">{step.mark}</span></td></tr>')
    return (f'<section class="steps">\n<h2>{escape(steps.title)}</h2>\n'
            f"<p>{inline(steps.note, page)}</p>\n<table>\n" + "\n".join(rows)
            + "\n</table>\n</section>")


def _foot(foot: Foot, page: Page) -> str:
    marks = "; ".join(f'<span class="mark m-{m}">{m}</span> {escape(said)}'
                      for m, said in foot.marks)
    said = " ".join(p for p in (f"{marks}." if marks else "", inline(foot.content, page)) if p)
    return f"<footer>{said}</footer>"


def block(piece: Block, page: Page) -> str:
    """One block of a page."""
    if isinstance(piece, Heading):
        return f"<h{piece.level}>{inline(piece.text, page)}</h{piece.level}>"
    if isinstance(piece, Paragraph):
        anchor = f' id="{escape(piece.key).replace(".", "-section-")}"' if piece.key else ""
        title = f"<h2{anchor}>{escape(piece.title)}</h2>\n" if piece.title else ""
        kind = "" if piece.begins else ' class="on"'
        body = inline(piece.content, page)
        return title + (f"<p{kind}>{body}</p>" if body else "")
    if isinstance(piece, Display):
        return "\n".join(_display(group, page) for group in piece.groups)
    if isinstance(piece, Program):
        lines = escape("\n".join(page.program(piece)))
        return f'<pre class="program"><code>{lines}</code></pre>'
    if isinstance(piece, Box):
        return _box(piece, page)
    if isinstance(piece, Listing):
        return _listing(piece, page)
    return _steps(piece, page) if isinstance(piece, Steps) else _foot(piece, page)


def write(page: Page, manner: Manner) -> str:
    """The page as one HTML file, or as an article to be put into one."""
    body = "\n".join(block(piece, page) for piece in page.blocks)
    article = f'<article class="derive" lang="{escape(page.language)}">\n{body}\n</article>\n'
    if manner.fragment:
        return article
    return (f'<!DOCTYPE html>\n<html lang="{escape(page.language)}">\n<head>\n'
            '<meta charset="utf-8">\n'
            f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">\n'
            '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
            f"<title>{escape(page.title)}</title>\n<style>\n{PAGE}{ARTICLE}</style>\n</head>\n"
            f"<body>\n{article}</body>\n</html>\n")


FORMAT = register(Format("html", "one HTML file with MathML, no script, no network",
                         (".html", ".htm"), write))
