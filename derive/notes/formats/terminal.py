"""The terminal: 80 columns of text, formulas in Unicode, colour where there is any."""

from __future__ import annotations

import textwrap

from derive.notation import text as written
from derive.notes.from_text import demand
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

BOLD, ITALIC, FAINT, GREEN, RED, OFF = (
    "\x1b[1m", "\x1b[3m", "\x1b[2m", "\x1b[32m", "\x1b[31m", "\x1b[0m")
MARK_COLOURS = {"p": GREEN, "r": RED}
#: A space inside a formula of a sentence, where no line is to be broken.
TIED = "\u00a0"


class _Text:
    """Writes the blocks of one page at one width."""

    def __init__(self, page: Page, manner: Manner) -> None:
        self.page, self.manner = page, manner

    def styled(self, text: str, style: str) -> str:
        return f"{style}{text}{OFF}" if self.manner.colour and text else text

    def formula(self, term: Term) -> str:
        """A formula as text that was read back."""
        text, named = written(term, self.page.notation), self.page.notation.by_name()
        demand(term, text if named is self.page.notation else written(term, named), named)
        return text

    def inline(self, content: tuple[Inline, ...]) -> str:
        parts = []
        for piece in content:
            if isinstance(piece, Formula):
                formula = self.formula(piece.term)
                short = len(formula) <= self.manner.width // 2
                parts.append(formula.replace(" ", TIED) if short else formula)
            elif isinstance(piece, Reference):
                number = self.page.number(piece.label)
                parts.append(f"({number})" if number else f"({piece.label.replace('_', ' ')})")
            else:
                parts.append(piece.text)
        return "".join(parts)

    def wrapped(self, text: str, first: str = "", rest: str = "") -> str:
        filled = textwrap.fill(text, self.manner.width, initial_indent=first,
                               subsequent_indent=rest, break_long_words=False,
                               break_on_hyphens=False)
        return filled.replace(TIED, " ")

    def tokens(self, tokens: tuple[Token, ...]) -> str:
        return " ".join(self.token(t) for t in tokens).replace(" ,", ",")

    def token(self, token: Token) -> str:
        if isinstance(token, Sign):
            return "  " if token.name == "indent" else token.name
        if isinstance(token, Cited):
            return f"({self.page.number(token.label)})"
        return token.text if isinstance(token, Said) else self.formula(token)

    def rows(self, rows: tuple[Row, ...], numbered: bool = True) -> str:
        sides = [[(self.tokens(a), self.tokens(b)) for a, b in row.lines] for row in rows]
        room = self.manner.width - 4 - 8
        widest = max((len(a) for lines in sides for a, b in lines if b), default=0)
        longest = max((len(b) for lines in sides for _, b in lines), default=0)
        column = widest if widest + longest + 1 <= room else 0
        out = []
        for row, lines in zip(rows, sides, strict=True):
            for position, (left, right) in enumerate(lines):
                last = position == len(lines) - 1
                space = " " if left and right else ""
                body = (f"{left:>{column}}" if right else left) + space + right
                if not left and right and not column and row.shape == "sides":
                    body = "    " + right
                out.append(self.line(body, row if last else None, numbered))
        return "\n".join(out)

    def line(self, body: str, row: Row | None, numbered: bool) -> str:
        if row is None:
            return f"    {body}"
        if row.conditions and not row.below:
            shown = ", ".join(self.formula(c) for c in row.conditions)
            body += f"   ({shown})"
        body = f"    {body}{row.tail}"
        number = f"({row.number})" if row.number and numbered else ""
        mark = row.mark if numbered else ""
        right = f"{number:>5} {mark}".rstrip()
        if not right:
            return body
        coloured = right.replace(mark, self.styled(mark, MARK_COLOURS.get(mark, FAINT))) \
            if mark else right
        gap = self.manner.width - len(body) - len(f"{number:>5} {mark or ' '}")
        if gap < 1:
            padding = " " * (self.manner.width - len(f"{number:>5} {mark or ' '}"))
            return f"{body}\n{padding}{coloured}"
        return f"{body}{' ' * gap}{coloured}"

    def block(self, piece: Block) -> str:
        if isinstance(piece, Heading):
            title = self.inline(piece.text)
            return self.styled(title, BOLD) + "\n" + ("=" if piece.level == 1 else "-") * len(title)
        if isinstance(piece, Paragraph):
            title = f"{piece.title}. " if piece.title else ""
            filled = self.wrapped((title + self.inline(piece.content)).strip())
            return filled.replace(title.strip(), self.styled(title.strip(), BOLD), 1) \
                if title else filled
        if isinstance(piece, Display):
            return "\n".join(self.rows(group) for group in piece.groups)
        if isinstance(piece, Program):
            return self.styled(self.program(piece), FAINT)
        if isinstance(piece, Box):
            return self.box(piece)
        if isinstance(piece, Listing):
            return self.listing(piece)
        return self.steps(piece) if isinstance(piece, Steps) else self.foot(piece)

    def program(self, piece: Program) -> str:
        """Code, indented."""
        return "\n".join(f"      {row}" for row in self.page.program(piece))

    def box(self, box: Box) -> str:
        lines = self.rows(box.rows, numbered=False).split("\n")
        wide = max([len(box.title) + 3, *(len(line) for line in lines)]) + 2
        top = f"┌─ {self.styled(box.title, BOLD)} " + "─" * (wide - len(box.title) - 3) + "┐"
        return "\n".join([top, *(f"│{line:<{wide}}│" for line in lines), f"└{'─' * wide}┘"])

    def listing(self, listing: Listing) -> str:
        rows = [self.styled(listing.title, BOLD)] if listing.title else []
        for item in listing.items:
            source = f" [{item.source}]" if item.source else ""
            said = f"{self.inline(item.name)}: {self.inline(item.content)}{source}"
            rows.append(self.wrapped(said, "  - ", "    "))
        return "\n".join(rows)

    def steps(self, steps: Steps) -> str:
        rows = [self.styled(steps.title, BOLD), self.wrapped(self.inline(steps.note))]
        for step in steps.steps:
            rows.append(self.wrapped(self.formula(step.formula),
                                     f"{step.number:>5} {step.mark} ", " " * 10))
            given = [self.inline((Reference(label),)) for label in step.if_lines]
            given += [self.formula(h) for h in step.hypotheses]
            if given:
                rows.append(self.wrapped(", ".join(given), " " * 8 + "if ", " " * 12))
            rests = f" from {', '.join(map(str, step.uses))}" if step.uses else ""
            rows.append(self.styled(self.wrapped(f"{step.inference}{rests}", " " * 8, " " * 12),
                                    FAINT))
        return "\n".join(rows)

    def foot(self, foot: Foot) -> str:
        marks = "; ".join(f"{m} {said}" for m, said in foot.marks)
        said = " ".join(p for p in (f"{marks}." if marks else "", self.inline(foot.content)) if p)
        return self.styled(self.wrapped(said), FAINT)


def write(page: Page, manner: Manner) -> str:
    """The page as text for a terminal."""
    text = _Text(page, manner)
    parts: list[str] = []
    for position, piece in enumerate(page.blocks):
        parts.append(("\n\n" if position else "") + text.block(piece))
    return "".join(parts) + "\n"


FORMAT = register(Format("terminal", "text of 80 columns with Unicode formulas", (".txt",), write))
