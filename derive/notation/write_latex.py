"""Tree -> LaTeX that compiles with amsmath alone and stays within what KaTeX and MathJax know.

Thin spaces stand where a textbook has them; delimiters grow only around tall contents.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from derive.notation.tree import Node

_COMMAND_AT_END = re.compile(r"\\[A-Za-z]+$")
#: TeX itself leaves a thin space after delimiters that grow
_GROWN_AT_END = re.compile(r"\\right[)\]](\^(\w|\{[^{}]*\}))?$")
_CLOSING = {"(": ")", "[": "]", "\\{": "\\}", "|": "\\rvert", "\\|": "\\rVert",
            "\\lfloor": "\\rfloor", "\\lceil": "\\rceil", "\\langle": "\\rangle"}
_OPENING = {"|": "\\lvert", "\\|": "\\lVert"}
_TALL = frozenset(("frac", "big", "integral", "binom", "matrix", "cases"))
_WIDE = frozenset(("apply", "fact", "sqrt", "frac", "overline", "binom", "big", "integral",
                   "paren", "evalbar", "ket", "bra", "braket"))


def write_latex(node: Node) -> str:
    """The LaTeX of a tree.

    >>> from derive.notation.reader import parse_tree
    >>> write_latex(parse_tree(r"\\hbar \\omega (n+\\frac12)"))
    '\\\\hbar\\\\omega\\\\left(n + \\\\frac{1}{2}\\\\right)'
    """
    return WRITERS[node.kind](node)


def join(left: str, right: str) -> str:
    """Two pieces side by side; a space keeps a command from swallowing a letter."""
    if right[:1].isalpha() and _COMMAND_AT_END.search(left):
        return f"{left} {right}"
    return left + right


def tall(node: Node) -> bool:
    """Whether a part reaches so far above the line that delimiters must grow around it."""
    if node.kind in _TALL:
        return node.value != "\\tfrac"
    if node.kind == "script":
        return tall(node.parts[0])
    if node.kind == "apply" and node.value == "leibniz":
        return True
    return any(tall(p) for p in node.parts)


def _own(node: Node) -> str:
    return node.value


def _text(node: Node) -> str:
    return f"\\text{{{node.value}}}"


def _accent(node: Node) -> str:
    return f"{node.value}{{{write_latex(node.parts[0])}}}"


def braces(text: str) -> str:
    """A script: in braces unless it is one character."""
    return text if len(text) == 1 else f"{{{text}}}"


def tight(node: Node) -> str:
    """The LaTeX of a script: no space around its signs, ``H_{n+1}``."""
    if node.kind == "sum":
        first, *rest = node.parts
        text = tight(first)
        for part in rest:
            text += tight(part) if part.kind == "minus" else f"+{tight(part)}"
        return text
    if node.kind == "minus":
        return f"-{tight(node.parts[0])}"
    if node.kind == "chain" and node.ops == ("=",):
        return "=".join(tight(p) for p in node.parts)
    return write_latex(node)


def _script(node: Node) -> str:
    base, sub, sup = node.parts
    text = write_latex(base) + "'" * int(node.value or 0)
    if sub:
        text += "_" + braces(tight(sub))
    if sup:
        text += "^" + braces(tight(sup))
    return text


def _paren(node: Node) -> str:
    inside = node.parts[0]
    return delimited(node.value, write_latex(inside), tall(inside))


def delimited(opening: str, inside: str, grown: bool) -> str:
    """``inside`` between delimiters, which grow around tall contents."""
    left, right = _OPENING.get(opening, opening), _CLOSING[opening]
    if grown:
        return f"\\left{join(left, inside)}\\right{right}"
    return join(left, inside) + right


def _juxt(node: Node) -> str:
    text, before = "", None
    for part in node.parts:
        piece = write_latex(part)
        if before is not None and thin(before, part) and not _GROWN_AT_END.search(text):
            text += "\\,"
        text = join(text, piece)
        before = part
    return text


def thin(before: Node, after: Node) -> bool:
    """Whether a thin space helps the eye between two factors."""
    core = after.parts[0] if after.kind == "script" else after
    if before.kind == "number" or (core.kind == "paren" and core.value != "|"):
        return False
    return _wide(before) or _wide(after)


def _is_word(node: Node) -> bool:
    return node.kind == "name" and node.value.startswith("\\mathrm{") and len(node.value) > 10


def _wide(node: Node) -> bool:
    if _is_word(node):
        return True
    if node.kind == "script":
        base = node.parts[0]
        if any(_is_word(part) for part in node.parts[:2]):
            return True
        return base.kind in _WIDE or bool(node.parts[2] and base.kind == "name"
                                          and base.value in ("e", "\\mathrm{e}"))
    return node.kind in _WIDE


def _apply(node: Node) -> str:
    head, argument = node.parts
    if not argument:
        return write_latex(head)
    text = write_latex(argument)
    if argument.kind != "paren":
        return join(write_latex(head) + ("\\," if head.kind == "frac" else ""), text)
    grows = text.startswith("\\left")
    if head.kind == "frac" and not grows:
        inside = write_latex(argument.parts[0])
        return f"{write_latex(head)}\\Bigl{join(argument.value, inside)}\\Bigr" + (
            _CLOSING[argument.value])
    if grows and (node.value != "operator" or head.kind != "frac"):
        return f"{write_latex(head)}\\!{text}"
    return write_latex(head) + text


def _product(node: Node) -> str:
    text = write_latex(node.parts[0])
    for sign, part in zip(node.ops, node.parts[1:], strict=True):
        text = join(f"{text} {sign}", f" {write_latex(part)}")
    return text


def _slash(node: Node) -> str:
    return f"{write_latex(node.parts[0])}/{write_latex(node.parts[1])}"


def _fraction(node: Node) -> str:
    above, below = (write_latex(p) for p in node.parts)
    return f"{node.value}{{{above}}}{{{below}}}"


def _sum(node: Node) -> str:
    text = write_latex(node.parts[0])
    for part in node.parts[1:]:
        if part.kind == "minus":
            text += f" - {write_latex(part.parts[0])}"
        elif part.kind == "plusminus":
            text += f" {part.value} {write_latex(part.parts[0])}"
        else:
            text += f" + {write_latex(part)}"
    return text


def _minus(node: Node) -> str:
    return f"-{write_latex(node.parts[0])}"


def _plus_minus(node: Node) -> str:
    return join(node.value, write_latex(node.parts[0]))


def _chain(node: Node) -> str:
    text = write_latex(node.parts[0])
    for sign, part in zip(node.ops, node.parts[1:], strict=True):
        shown = f"\\;\\text{{{sign}}}\\;" if sign.startswith("is ") else sign
        text += f" {shown} {write_latex(part)}"
    return text


def _list(node: Node) -> str:
    text = write_latex(node.parts[0])
    for sign, part in zip(node.ops, node.parts[1:], strict=True):
        text += f"{sign}{write_latex(part)}" if node.value == "tight" else (
            f"{sign} {write_latex(part)}")
    return text


def _sqrt(node: Node) -> str:
    index = f"[{write_latex(node.parts[1])}]" if node.parts[1] else ""
    return f"\\sqrt{index}{{{write_latex(node.parts[0])}}}"


def _binomial(node: Node) -> str:
    above, below = (write_latex(p) for p in node.parts)
    return f"\\binom{{{above}}}{{{below}}}"


def _factorial(node: Node) -> str:
    return write_latex(node.parts[0]) + node.value


def _overline(node: Node) -> str:
    return f"\\overline{{{write_latex(node.parts[0])}}}"


def _bounded(sign: str, lower: Node, upper: Node) -> str:
    if lower:
        sign += f"_{{{tight(lower)}}}"
    if upper:
        sign += f"^{braces(tight(upper))}"
    return sign


def _big(node: Node) -> str:
    lower, upper, body = node.parts
    sign, text = _bounded(node.value, lower, upper), write_latex(body)
    return f"{sign} {text}"


def _integral(node: Node) -> str:
    lower, upper, body, variable = node.parts
    sign = _bounded(node.value, lower, upper)
    text = write_latex(body)
    return f"{sign} {text}\\,{join('d', write_latex(variable))}"


def _evaluated(node: Node) -> str:
    body, lower, upper = node.parts
    return _bounded(f"\\left.{write_latex(body)}\\right|", lower, upper)


def _for_all(node: Node) -> str:
    return f"{node.value} {write_latex(node.parts[0])}:\\ {write_latex(node.parts[1])}"


def _rows(node: Node) -> str:
    rows = " \\\\ ".join(" & ".join(write_latex(c) for c in r.parts) if r.kind == "row"
                         else write_latex(r) for r in node.parts)
    called = node.value or "cases"
    return f"\\begin{{{called}}} {rows} \\end{{{called}}}"


def _bracket(node: Node) -> str:
    parts = "|".join(write_latex(p) for p in node.parts)
    left = "|" if node.kind == "ket" else "\\langle"
    return join(left, parts) + ("|" if node.kind == "bra" else "\\rangle")


def _brace(node: Node) -> str:
    body, label = (write_latex(p) if p else "" for p in node.parts)
    if node.value in ("\\overset", "\\underset", "\\stackrel"):
        return f"{node.value}{{{label}}}{{{body}}}"
    return f"{node.value}{{{body}}}" + (f"_{{{label}}}" if label else "")


def _prose(node: Node) -> str:
    left, right = (write_latex(p) if p else "" for p in node.parts)
    return f"{left} \\quad\\text{{{node.value}}}\\quad {right}".rstrip()


def _negation(node: Node) -> str:
    return join("\\neg", write_latex(node.parts[0]))


def _beside(node: Node) -> str:
    return join(node.value, write_latex(node.parts[0]))


def _volume(node: Node) -> str:
    return f"^3{write_latex(node.parts[0])}"


def _change(node: Node) -> str:
    return write_latex(node.parts[0])


def _empty(node: Node) -> str:
    return "{}"


WRITERS: dict[str, Callable[[Node], str]] = {
    "number": _own, "name": _own, "mark": _own, "ellipsis": _own, "text": _text,
    "accent": _accent, "script": _script, "paren": _paren, "juxt": _juxt, "apply": _apply,
    "product": _product, "slash": _slash, "frac": _fraction, "sum": _sum, "minus": _minus,
    "plusminus": _plus_minus, "chain": _chain, "list": _list, "sqrt": _sqrt,
    "binom": _binomial, "fact": _factorial, "overline": _overline, "big": _big,
    "integral": _integral, "evalbar": _evaluated, "forall": _for_all, "matrix": _rows,
    "cases": _rows, "ket": _bracket, "bra": _bracket, "braket": _bracket, "brace": _brace,
    "prose": _prose, "not": _negation, "volume": _volume, "change": _change,
    "beside": _beside,
    "empty": _empty, "nothing": _empty,
}
