"""What cannot be read, written or declared, and where: one clear line each."""

from __future__ import annotations

Span = tuple[int, int]


class NotationError(ValueError):
    """A card, a convention or a declaration that cannot be taken; the message says which."""


class NotWritten(NotationError):
    """A term for which there is no unambiguous written form with these cards."""


class NotRead(ValueError):
    """A formula, or the part of it at ``span``, that is refused rather than guessed.

    ``span`` holds offsets into the source, ``declaration`` what to declare to settle it
    (empty when no declaration would).

    >>> str(NotRead("unknown command \\\\foo", (3, 7)))
    'unknown command \\\\foo'
    """

    def __init__(self, message: str, span: Span = (0, 0), declaration: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.span = span
        self.declaration = declaration
