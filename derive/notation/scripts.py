"""Scripts and arguments: primes, superscripts, subscripts, factorials, bounds of a sum."""

from __future__ import annotations

from typing import TYPE_CHECKING

from derive.notation.alphabet import LETTERS, MARKS
from derive.notation.cursor import JUXTAPOSED
from derive.notation.errors import NotRead
from derive.notation.tokens import Token
from derive.notation.tree import NOTHING, Node

if TYPE_CHECKING:
    from derive.notation.reader import Reader


def argument(reader: Reader) -> Node:
    """A braced argument, or the single character that TeX would take."""
    token = reader.here
    if reader.at("{"):
        opened = reader.next()
        if reader.at("}"):
            raise NotRead("an empty argument", (opened.span[0], reader.here.span[1]))
        reader.deeper(1)
        inside = reader.inside("}", opened.span)
        reader.nesting -= 1
        return inside
    reader.next()
    if token.kind == "number":
        return single_digit(reader, token)
    if token.kind == "letter" or (token.kind == "command" and token.text in LETTERS):
        return Node("name", value=token.text, span=token.span)
    if token.kind == "roman":
        return Node("name", value=f"\\mathrm{{{token.text}}}", span=token.span)
    if token.kind == "command" and token.text in ("\\frac", "\\tfrac", "\\dfrac", "\\sqrt",
                                                  "\\mathrm", "\\mathbf", "\\bm", "\\hat"):
        reader.place -= 1
        return reader.construct(JUXTAPOSED + 1)
    raise NotRead(f"{token.text!r} cannot be an argument without braces", token.span)


def single_digit(reader: Reader, token: Token) -> Node:
    """TeX takes one digit of ``\\frac12``; the rest stays for the next argument."""
    digit, rest = token.text[0], token.text[1:]
    start = token.span[0]
    if rest:
        reader.tokens[reader.place - 1] = Token("number", digit, (start, start + 1), token.spaced)
        reader.tokens.insert(reader.place, Token("number", rest, (start + 1, token.span[1])))
    return Node("number", value=digit, span=(start, start + 1))


def hung(reader: Reader, base: Node) -> Node:
    """``base`` with the primes, scripts and factorials that follow it."""
    primes, sub, sup = 0, NOTHING, NOTHING
    while reader.at("'", "^", "_", "!"):
        token = reader.next()
        if token.text == "'":
            if sup:
                raise NotRead("a prime after a superscript", token.span)
            primes += 1
        elif token.text == "^":
            if sup:
                raise NotRead("two superscripts; put one of them in braces", token.span)
            more, sup = superscript(reader)
            primes += more
        elif token.text == "_":
            if sub:
                raise NotRead("two subscripts on one letter", token.span)
            sub = script_argument(reader, "_")
        else:
            base = hanging(reader, base, sub, sup, primes)
            primes, sub, sup = 0, NOTHING, NOTHING
            value = "!"
            if reader.at("!"):
                reader.next()
                value = "!!"
            base = Node("fact", (base,), value, span=reader.span_from(base.span[0]))
    return hanging(reader, base, sub, sup, primes)


def hanging(reader: Reader, base: Node, sub: Node, sup: Node, primes: int) -> Node:
    if not sub and not sup and not primes:
        return base
    return Node("script", (base, sub, sup), str(primes), span=reader.span_from(base.span[0]))


def superscript(reader: Reader) -> tuple[int, Node]:
    """A superscript; primes written as superscripts are counted."""
    start, primes = reader.here.span[0], 0
    braced = reader.at("{")
    place = reader.place + (1 if braced else 0)
    while reader.tokens[place].text == "\\prime" and (braced or primes == 0):
        primes += 1
        place += 1
    if primes and (not braced or reader.tokens[place].text == "}"):
        reader.place = place + (1 if braced else 0)
        return primes, NOTHING
    mark = reader.tokens[reader.place + 1] if braced else reader.here
    closed = not braced or reader.tokens[reader.place + 2].text == "}"
    if mark.kind != "number" and mark.text in MARKS and closed:
        reader.place += 3 if braced else 1
        value = "*" if mark.text == "\\ast" else mark.text
        return 0, Node("mark", value=value, span=reader.span_from(start))
    return 0, script_argument(reader, "^")


def script_argument(reader: Reader, sign: str) -> Node:
    token = reader.here
    if token.kind == "number" and len(token.text) > 1:
        raise NotRead(f"TeX takes only the first digit of {token.text}; put it in braces",
                      token.span)
    if sign == "_" and token.kind != "number" and token.text in MARKS and (
            token.kind == "char" or token.text in ("\\perp", "\\pm", "\\parallel")):
        reader.next()
        return Node("mark", value=token.text, span=token.span)
    if reader.at("{") and reader.ahead().text in MARKS and reader.ahead(2).text == "}":
        reader.place += 3
        return Node("mark", value=reader.tokens[reader.place - 2].text,
                    span=reader.span_from(token.span[0]))
    if reader.at("{") and reader.ahead().text == "}":
        raise NotRead("an empty script", (token.span[0], reader.ahead().span[1]))
    return argument(reader)


def bounds(reader: Reader) -> tuple[Node, Node]:
    """What stands below and above a sum sign, in either order."""
    lower, upper = NOTHING, NOTHING
    while reader.at("^", "_"):
        sign = reader.next()
        script = script_argument(reader, sign.text)
        if (lower if sign.text == "_" else upper):
            raise NotRead("two bounds at the same place", script.span)
        lower, upper = (script, upper) if sign.text == "_" else (lower, script)
    return lower, upper
