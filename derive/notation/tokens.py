"""LaTeX source -> tokens with their place in it. Hostile input is refused here, first.

Space, sizes of delimiters and labels are no part of a formula and are dropped; a token
remembers whether its writer set it apart (``a/b\\,c`` and ``a/b c`` are not ``a/bc``).
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from derive.notation.alphabet import (
    CHARACTERS,
    FORBIDDEN,
    ROMAN,
    SILENT,
    SILENT_WITH_ARGUMENT,
    SPACING,
)
from derive.notation.errors import NotRead, Span

MOST_BYTES = 64 * 1024
MOST_NESTING = 200
MOST_DIGITS = 1000


@dataclass(frozen=True, slots=True)
class Token:
    """``kind`` is number, letter, command, roman (upright words), char or end."""

    kind: str
    text: str
    span: Span
    spaced: bool = False


def tokenize(source: str) -> list[Token]:
    """Tokens of a formula, closed by one of kind ``end``.

    Raises :class:`NotRead` at a character or brace that cannot belong to a formula.

    >>> [t.text for t in tokenize(r"\\psi''(x) % note")][:-1]
    ['\\\\psi', "'", "'", '(', 'x', ')']
    """
    _check_size(source)
    tokens: list[Token] = []
    braces: list[int] = []
    place, spaced = 0, False
    while place < len(source):
        char = source[place]
        if char.isspace():
            # after a command TeX itself needs the space
            spaced = spaced or (bool(tokens) and tokens[-1].kind != "command")
            place += 1
            continue
        if char == "%":
            end = source.find("\n", place)
            place = len(source) if end < 0 else end + 1
            continue
        token, after = _token(source, place, spaced)
        if tokens and tokens[-1].text == "\\left" and source[place] == ".":
            token, after = Token("char", ".", (place, place + 1), spaced), place + 1  # \left.24x
        if token is None:
            spaced = spaced or (source[place:after] in SPACING and source[place:after] != "\\!")
        else:
            if token.text == "{" and token.kind == "char":
                braces.append(place)
                if len(braces) > MOST_NESTING:
                    raise NotRead(f"braces nested more than {MOST_NESTING} deep", token.span)
            elif token.text == "}" and token.kind == "char":
                if not braces:
                    raise NotRead("a closing brace without an opening one", token.span)
                braces.pop()
            tokens.append(token)
            spaced = False
        place = after
    if braces:
        raise NotRead("an opening brace that is never closed", (braces[-1], braces[-1] + 1))
    tokens.append(Token("end", "", (len(source), len(source)), spaced))
    return tokens


def _check_size(source: str) -> None:
    size = len(source.encode("utf-8", "surrogatepass"))
    if size > MOST_BYTES:
        raise NotRead(f"a formula of {size} bytes; at most {MOST_BYTES} are read")
    for place, char in enumerate(source):
        if char in FORBIDDEN:
            raise NotRead(f"{FORBIDDEN[char]} (U+{ord(char):04X})", (place, place + 1))
        if (ord(char) < 32 and char not in "\t\n\r\f") or 0xD800 <= ord(char) < 0xE000:
            raise NotRead(f"a control character (U+{ord(char):04X})", (place, place + 1))


def _token(source: str, place: int, spaced: bool) -> tuple[Token | None, int]:
    char = source[place]
    if char == "\\":
        return _command(source, place, spaced)
    if char in "0123456789" or (char == "." and source[place + 1:place + 2].isdecimal()
                                and source[place + 1:place + 2].isascii()):
        return _number(source, place, spaced)
    if char.isascii() and char.isalpha():
        return Token("letter", char, (place, place + 1), spaced), place + 1
    if char == "~":
        return None, place + 1
    if char == "&":  # alignment shows nothing; rows of matrices are split on it below
        return Token("char", "&", (place, place + 1), spaced), place + 1
    if source.startswith((":=", "=:"), place):
        return Token("char", source[place:place + 2], (place, place + 2), spaced), place + 2
    if char in "+-*/^_{}()[]|<>=!',;:.":
        return Token("char", char, (place, place + 1), spaced), place + 1
    if char in CHARACTERS:
        text = CHARACTERS[char]
        kind = "command" if text.startswith("\\") else "char"
        return Token(kind, text, (place, place + 1), spaced), place + 1
    known = unicodedata.name(char, f"U+{ord(char):04X}")
    raise NotRead(f"the character {char!r} ({known}) is not read", (place, place + 1))


def _number(source: str, place: int, spaced: bool) -> tuple[Token, int]:
    end = place
    while end < len(source) and source[end] in "0123456789":
        end += 1
    if end + 1 < len(source) and source[end] == "." and source[end + 1] in "0123456789":
        end += 1
        while end < len(source) and source[end] in "0123456789":
            end += 1
    if end - place > MOST_DIGITS:
        raise NotRead(f"a number of {end - place} digits; at most {MOST_DIGITS}", (place, end))
    return Token("number", source[place:end], (place, end), spaced), end


def command_end(source: str, place: int) -> int:
    """Where the command that starts at a backslash ends."""
    end = place + 1
    while end < len(source) and source[end].isascii() and source[end].isalpha():
        end += 1
    return max(end, min(place + 2, len(source)))


def _command(source: str, place: int, spaced: bool) -> tuple[Token | None, int]:
    end = command_end(source, place)
    text = source[place:end]
    if text == "\\":
        raise NotRead("a backslash with nothing after it", (place, end))
    if text == "\\\\":
        if source[end:end + 1] == "*":
            end += 1
        return Token("command", text, (place, end), spaced), end
    if text in ("\\operatorname", "\\hspace", "\\vspace", "\\tag") and source[end:end + 1] == "*":
        end += 1
    if text in SPACING or text in SILENT:
        return None, end
    if text in SILENT_WITH_ARGUMENT:
        return None, _braced(source, end)[1]
    if text == "\\not":
        rest = source[end:end + 8].lstrip()
        if rest.startswith(("=", "\\in")):
            sign = rest[0] if rest[0] == "=" else "\\in"
            after = source.index(sign, end) + len(sign)
            return Token("command", text + sign, (place, after), spaced), after
    words_only = text in ("\\text", "\\textrm", "\\mbox", "\\textnormal", "\\hbox")
    if text in ROMAN and (words_only or "}" in source[end:end + 200]):
        words, after = _braced(source, end)
        if words_only or _is_word(words):
            return Token("roman", words, (place, after), spaced), after
    return Token("command", text, (place, end), spaced), end


def _is_word(words: str) -> bool:
    return bool(words) and all(c.isalnum() or c in " -,.:;'()?!/&%" for c in words)


def _braced(source: str, place: int) -> tuple[str, int]:
    """The raw argument at ``place``: a braced group, or one character."""
    while place < len(source) and source[place].isspace():
        place += 1
    if place >= len(source):
        raise NotRead("a command without its argument", (len(source), len(source)))
    if source[place] != "{":
        if source[place] == "\\":
            end = command_end(source, place)
            return source[place:end], end
        return source[place], place + 1
    depth = 0
    for end in range(place, len(source)):
        if source[end] == "{" and source[end - 1:end] != "\\":
            depth += 1
        elif source[end] == "}" and source[end - 1:end] != "\\":
            depth -= 1
            if depth == 0:
                return source[place + 1:end], end + 1
    raise NotRead("an opening brace that is never closed", (place, place + 1))
