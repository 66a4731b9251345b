"""Tree -> Unicode text for a terminal: ψ″(x), ħω(n + ½), Hₙ₊₁(ξ)², √(mω/ħ), ∑ₖ₌₀ⁿ.

Scripts become small characters where Unicode has them all, and ``^(...)`` elsewhere.
"""

from __future__ import annotations

from collections.abc import Callable

from derive.notation.alphabet import (
    ACCENTS,
    ARROWS,
    BIG,
    ELLIPSES,
    FUNCTIONS,
    LETTERS,
    MARKS,
    PRODUCTS,
    RELATIONS,
    SUBSCRIPT,
    SUPERSCRIPT,
    VULGAR,
)
from derive.notation.tree import Node
from derive.notation.write_latex import thin

_PAIRS = {"(": "()", "[": "[]", "\\{": "{}", "|": "||", "\\|": "‖‖", "\\lfloor": "⌊⌋",
          "\\lceil": "⌈⌉", "\\langle": "⟨⟩"}
_PRIMES = ("", "′", "″", "‴", "⁗")
_FONTS = {"\\mathbb{R}": "ℝ", "\\mathbb{C}": "ℂ", "\\mathbb{N}": "ℕ", "\\mathbb{Z}": "ℤ",
          "\\mathbb{Q}": "ℚ", "\\mathbb{E}": "𝔼", "\\mathbb{P}": "ℙ",
          "\\mathbf{1}": "𝟏", "\\mathbf{0}": "𝟎"}


def write_text(node: Node) -> str:
    """The text of a tree.

    >>> from derive.notation.reader import parse_tree
    >>> write_text(parse_tree(r"\\psi''(x) = \\sqrt{\\pi} H_{n+1}(\\xi)^2"))
    'ψ″(x) = √π Hₙ₊₁(ξ)²'
    """
    return WRITERS[node.kind](node)


def _name(node: Node) -> str:
    return word(node.value)


def word(latex: str) -> str:
    """A letter or a name in plain characters."""
    if latex in LETTERS:
        return LETTERS[latex]
    if latex in FUNCTIONS and not latex.startswith("\\mathrm"):
        return latex[1:]
    if latex == "\\mathrm{d}":
        return "ⅆ"  # of a differential; a plain d is a letter
    if latex.startswith("\\mathrm{"):
        return latex[8:-1]
    return latex.lstrip("\\")


def _own(node: Node) -> str:
    return node.value


def _text(node: Node) -> str:
    return node.value.replace("$", "").replace("^{\\infty}", "^∞").replace("^{", "^").replace(
        "}", "")


def _mark(node: Node) -> str:
    return MARKS.get(node.value, node.value)


def _accent(node: Node) -> str:
    inside = write_text(node.parts[0])
    shown = f"{node.value}{{{inside}}}"
    if shown in _FONTS:
        return _FONTS[shown]
    combining = ACCENTS.get(node.value, "")
    return inside[:1] + combining + inside[1:] if len(inside) <= 2 else inside + combining


def raised(text: str, table: dict[str, str], sign: str) -> str:
    """A script in small characters, or after its sign."""
    plain = text.replace(" ", "")
    if plain and all(c in table for c in plain):
        return "".join(table[c] for c in plain)
    return f"{sign}{plain}" if len(plain) == 1 or _enclosed(plain) else f"{sign}({plain})"


def _enclosed(text: str) -> bool:
    """Whether one pair of brackets holds all of a text."""
    if not text or text[0] + text[-1] not in ("()", "⌊⌋", "⌈⌉"):
        return False
    depth = 0
    for place, char in enumerate(text):
        depth += (char in "(⌊⌈") - (char in ")⌋⌉")
        if depth == 0 and place < len(text) - 1:
            return False
    return True


def _script(node: Node) -> str:
    base, sub, sup = node.parts
    text = write_text(base)
    if sub:
        text += raised(write_text(sub), SUBSCRIPT, "_")
    count = int(node.value or 0)
    text += _PRIMES[count] if count < len(_PRIMES) else "′" * count
    if sup:
        text += raised(write_text(sup), SUPERSCRIPT, "^")
    return text


def _paren(node: Node) -> str:
    pair = _PAIRS.get(node.value, "()")
    return f"{pair[0]}{write_text(node.parts[0])}{pair[1]}"


def _juxt(node: Node) -> str:
    text, before = "", None
    for part in node.parts:
        piece = write_text(part)
        gap = before is not None and (
            thin(before, part) or _words(text, piece) or _loose(before, part))
        text += f" {piece}" if gap else piece
        before = part
    return text


def _words(left: str, right: str) -> bool:
    """Whether two pieces would run together: a fraction or star and what follows."""
    return left[-1:] == "*" or (left[-1:] in VULGAR.values() and right[:1].isalpha())


def _loose(before: Node, after: Node) -> bool:
    """A parenthesis after something raised or applied, which would seem to belong to it."""
    core = after.parts[0] if after.kind == "script" else after
    if core.kind != "paren" or (before.kind == "script" and not before.parts[2]):
        return False
    return before.kind in ("script", "apply", "fact", "sqrt")


def _apply(node: Node) -> str:
    head, argument = node.parts
    text = write_text(head)
    if not argument:
        return text
    gap = argument.kind not in ("paren", "script") or head.kind == "frac" or (
        argument.kind == "script" and argument.parts[0].kind != "paren")
    return f"{text} {write_text(argument)}" if gap else text + write_text(argument)


def _product(node: Node) -> str:
    text = write_text(node.parts[0])
    for sign, part in zip(node.ops, node.parts[1:], strict=True):
        text += f" {PRODUCTS.get(sign, sign)} {write_text(part)}"
    return text


def _slash(node: Node) -> str:
    return f"{write_text(node.parts[0])}/{write_text(node.parts[1])}"


def _fraction(node: Node) -> str:
    above, below = (write_text(p) for p in node.parts)
    if above.isdigit() and below.isdigit() and (int(above), int(below)) in VULGAR:
        return VULGAR[int(above), int(below)]
    left = f"({above})" if node.parts[0].kind in ("sum", "minus") else above
    right = f"({below})" if node.parts[1].kind in ("sum", "minus", "product") else below
    return f"{left}/{right}"


def _sum(node: Node) -> str:
    text = write_text(node.parts[0])
    for part in node.parts[1:]:
        sign = "+"
        if part.kind in ("minus", "plusminus"):
            sign = "−" if part.kind == "minus" else MARKS[part.value]
            part = part.parts[0]
        text += f" {sign} {write_text(part)}"
    return text


def _minus(node: Node) -> str:
    return f"−{write_text(node.parts[0])}"


def _plus_minus(node: Node) -> str:
    return MARKS[node.value] + write_text(node.parts[0])


def _chain(node: Node) -> str:
    text = write_text(node.parts[0])
    for sign, part in zip(node.ops, node.parts[1:], strict=True):
        shown = RELATIONS.get(sign) or ARROWS.get(sign) or _text(Node("text", value=sign))
        text += f" {shown} {write_text(part)}"
    return text


def _list(node: Node) -> str:
    text = write_text(node.parts[0])
    for sign, part in zip(node.ops, node.parts[1:], strict=True):
        text += f"{sign} {write_text(part)}" if node.value != "tight" else (
            f"{sign}{write_text(part)}")
    return text


def _sqrt(node: Node) -> str:
    inside = write_text(node.parts[0])
    index = raised(write_text(node.parts[1]), SUPERSCRIPT, "^") if node.parts[1] else ""
    simple = node.parts[0].kind in ("name", "number") or _enclosed(inside)
    return f"{index}√{inside}" if simple else f"{index}√({inside})"


def _binomial(node: Node) -> str:
    return f"binom({write_text(node.parts[0])}, {write_text(node.parts[1])})"


def _factorial(node: Node) -> str:
    return write_text(node.parts[0]) + node.value


def _overline(node: Node) -> str:
    inside = write_text(node.parts[0])
    return f"{inside}*" if node.parts[0].kind in ("name", "apply") else f"({inside})*"


def _bounds(lower: Node, upper: Node) -> str:
    text = raised(write_text(lower), SUBSCRIPT, "_") if lower else ""
    return text + (raised(write_text(upper), SUPERSCRIPT, "^") if upper else "")


def _big(node: Node) -> str:
    lower, upper, body = node.parts
    return f"{BIG[node.value]}{_bounds(lower, upper)} {write_text(body)}"


def _integral(node: Node) -> str:
    lower, upper, body, variable = node.parts
    ends = _bounds(lower, upper)
    if lower and upper and (write_text(lower), write_text(upper)) == ("−∞", "∞"):
        ends = ""
    return f"∫{ends} {write_text(body)} d{write_text(variable)}"


def _evaluated(node: Node) -> str:
    body, lower, upper = node.parts
    return f"[{write_text(body)}]{_bounds(lower, upper)}"


def _for_all(node: Node) -> str:
    sign = "∃" if node.value == "\\exists" else "∀"
    return f"{sign} {write_text(node.parts[0])}: {write_text(node.parts[1])}"


def _rows(node: Node) -> str:
    rows = ", ".join("[" + ", ".join(write_text(c) for c in r.parts) + "]" if r.kind == "row"
                     else write_text(r) for r in node.parts)
    return f"[{rows}]" if node.kind == "matrix" else f"cases {rows}"


def _row(node: Node) -> str:
    return ", ".join(write_text(c) for c in node.parts)


def _bracket(node: Node) -> str:
    parts = "|".join(write_text(p) for p in node.parts)
    return ("|" if node.kind == "ket" else "⟨") + parts + ("|" if node.kind == "bra" else "⟩")


def _brace(node: Node) -> str:
    return write_text(node.parts[0])


def _prose(node: Node) -> str:
    left, right = (write_text(p) if p else "" for p in node.parts)
    return f"{left} {node.value} {right}".strip()


def _negation(node: Node) -> str:
    return f"¬{write_text(node.parts[0])}"


def _volume(node: Node) -> str:
    return f"³{write_text(node.parts[0])}"


def _change(node: Node) -> str:
    return write_text(node.parts[0])


def _ellipsis(node: Node) -> str:
    return ELLIPSES.get(node.value, "…")


def _nothing(node: Node) -> str:
    return ""


WRITERS: dict[str, Callable[[Node], str]] = {
    "number": _own, "name": _name, "mark": _mark, "ellipsis": _ellipsis, "text": _text,
    "accent": _accent, "script": _script, "paren": _paren, "juxt": _juxt, "apply": _apply,
    "product": _product, "slash": _slash, "frac": _fraction, "sum": _sum, "minus": _minus,
    "plusminus": _plus_minus, "chain": _chain, "list": _list, "sqrt": _sqrt,
    "binom": _binomial, "fact": _factorial, "overline": _overline, "big": _big,
    "integral": _integral, "evalbar": _evaluated, "forall": _for_all, "matrix": _rows,
    "cases": _rows, "row": _row, "ket": _bracket, "bra": _bracket, "braket": _bracket,
    "brace": _brace, "prose": _prose, "not": _negation, "volume": _volume, "change": _change,
    "empty": _nothing,
    "nothing": _nothing,
}
