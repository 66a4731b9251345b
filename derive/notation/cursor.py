"""A cursor over the tokens of one formula, and how tightly each kind of sign binds."""

from __future__ import annotations

from derive.notation.errors import NotRead, Span
from derive.notation.tokens import Token, tokenize

COMMA, PROSE, ARROW, RELATION, SUM, PRODUCT, JUXTAPOSED = 2, 3, 5, 10, 20, 30, 40
#: words that join a subject and its variable into one statement
PHRASES = ("is a polynomial times a Gaussian in", "is of class $C^")


class Cursor:
    """Where the reader is, and which delimiters are open."""

    def __init__(self, source: str, profile: str = "plain") -> None:
        self.source = source
        self.profile = profile
        self.tokens = tokenize(source)
        self.place = 0
        self.nesting = 0
        self.open: list[str] = [""]       # what would close the innermost delimiter
        self.measures: list[bool] = [False]  # whether d x ends the innermost body

    @property
    def here(self) -> Token:
        return self.tokens[self.place]

    def ahead(self, steps: int = 1) -> Token:
        return self.tokens[min(self.place + steps, len(self.tokens) - 1)]

    def next(self) -> Token:
        token = self.here
        if token.kind != "end":
            self.place += 1
        return token

    def at(self, *texts: str) -> bool:
        return self.here.kind in ("char", "command") and self.here.text in texts

    def expect(self, text: str, opened: Span) -> Token:
        if not self.at(text):
            raise NotRead(f"expected {text} to close what was opened here", opened)
        return self.next()

    def span_from(self, start: int) -> Span:
        """From an offset to the end of the last token read."""
        return (start, self.tokens[max(self.place - 1, 0)].span[1])
