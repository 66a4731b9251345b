"""Tree -> MathML Core: what browsers draw without a script. All text is escaped."""

from __future__ import annotations

from collections.abc import Callable
from html import escape

from derive.notation.alphabet import ARROWS, BIG, MARKS, PRODUCTS, RELATIONS
from derive.notation.tree import Node
from derive.notation.write_latex import tall, thin
from derive.notation.write_text import word

_PAIRS = {"(": "()", "[": "[]", "\\{": "{}", "|": "||", "\\|": "‖‖", "\\lfloor": "⌊⌋",
          "\\lceil": "⌈⌉", "\\langle": "⟨⟩"}
_PRIMES = ("", "′", "″", "‴", "⁗")
_OVER = {"\\hat": "^", "\\widehat": "^", "\\bar": "¯", "\\tilde": "~", "\\widetilde": "~",
         "\\vec": "→", "\\dot": "˙", "\\ddot": "¨", "\\dddot": "⃛", "\\check": "ˇ",
         "\\breve": "˘", "\\acute": "´", "\\grave": "`", "\\overrightarrow": "→",
         "\\mathring": "˚"}
_THIN = '<mspace width="0.1667em"></mspace>'
_TIMES = "<mo>\u2062</mo>"
_APPLY = "<mo>\u2061</mo>"
_DOUBLE = {"R": "ℝ", "C": "ℂ", "N": "ℕ", "Z": "ℤ", "Q": "ℚ", "P": "ℙ", "H": "ℍ"}
_SCRIPT = {"B": "ℬ", "E": "ℰ", "F": "ℱ", "H": "ℋ", "I": "ℐ", "L": "ℒ", "M": "ℳ", "R": "ℛ"}


def write_mathml(node: Node) -> str:
    """The MathML of a tree, without the ``math`` element around it.

    >>> from derive.notation.reader import parse_tree
    >>> write_mathml(parse_tree("x^2"))
    '<msup><mi>x</mi><mn>2</mn></msup>'
    """
    return WRITERS[node.kind](node)


def row(*pieces: str) -> str:
    inside = "".join(pieces)
    return f"<mrow>{inside}</mrow>"


def _operator(sign: str, attributes: str = "") -> str:
    return f"<mo{attributes}>{escape(sign)}</mo>"


def _number(node: Node) -> str:
    return f"<mn>{escape(node.value)}</mn>"


def _name(node: Node) -> str:
    shown = "ℏ" if node.value == "\\hbar" else word(node.value)
    if node.value in ("\\infty", "\\partial", "\\nabla", "\\bot"):
        return f'<mi mathvariant="normal">{escape(shown)}</mi>'
    upright = node.value.startswith("\\mathrm{") and len(shown) == 1
    return f'<mi mathvariant="normal">{escape(shown)}</mi>' if upright else (
        f"<mi>{escape(shown)}</mi>")


def _text(node: Node) -> str:
    return f"<mtext>{escape(node.value)}</mtext>"


def _mark(node: Node) -> str:
    return _operator(MARKS.get(node.value, node.value))


def _accent(node: Node) -> str:
    inside = write_mathml(node.parts[0])
    if node.value in _OVER:
        return f'<mover accent="true">{inside}{_operator(_OVER[node.value])}</mover>'
    if node.value == "\\underline":
        return f"<munder>{inside}{_operator('_')}</munder>"
    return _font(node.value, node.parts[0], inside)


def _font(font: str, part: Node, inside: str) -> str:
    if part.kind not in ("name", "number") or len(word(part.value)) != 1:
        return inside
    letter = word(part.value)
    if font == "\\mathbb":
        letter = _DOUBLE.get(letter, _shifted(letter, 0x1D538, 0x1D552))
    elif font in ("\\mathcal", "\\mathscr"):
        letter = _SCRIPT.get(letter, _shifted(letter, 0x1D49C, 0x1D4B6))
    elif font in ("\\mathbf", "\\vb", "\\textbf", "\\bold"):
        letter = _shifted(letter, 0x1D400, 0x1D41A)
    elif font in ("\\boldsymbol", "\\bm", "\\pmb"):
        letter = _shifted(letter, 0x1D468, 0x1D482)
    return f'<mi mathvariant="normal">{escape(letter)}</mi>'


def _shifted(letter: str, upper: int, lower: int) -> str:
    """A letter of one of Unicode's mathematical alphabets; 1 and 0 are of matrices of these."""
    if letter in "01" and upper == 0x1D400:
        return "𝟎𝟏"[int(letter)]
    if "A" <= letter <= "Z":
        return chr(upper + ord(letter) - ord("A"))
    if "a" <= letter <= "z":
        return chr(lower + ord(letter) - ord("a"))
    return letter


def _script(node: Node) -> str:
    base, sub, sup = node.parts
    core, count = write_mathml(base), int(node.value or 0)
    above = write_mathml(sup) if sup else ""
    if sub and above and not count:
        return f"<msubsup>{core}{write_mathml(sub)}{above}</msubsup>"
    if sub:
        core = f"<msub>{core}{write_mathml(sub)}</msub>"
    if count:
        # Beside the letter, not above it: the glyph of a prime is raised and small already.
        primes = _PRIMES[count] if count < len(_PRIMES) else "′" * count
        core = row(core, _operator(primes, ' lspace="0" rspace="0"'))
    return f"<msup>{core}{above}</msup>" if above else core


def _paren(node: Node) -> str:
    pair = _PAIRS.get(node.value, "()")
    # a least size, since browsers choose glyphs that are too small for some fractions
    size = 'stretchy="true" minsize="2.1em"' if tall(node.parts[0]) else 'stretchy="false"'
    left, right = (_operator(sign, f' form="{form}" {size} lspace="0" rspace="0"')
                   for sign, form in zip(pair, ("prefix", "postfix"), strict=True))
    return row(left, write_mathml(node.parts[0]), right)


def _juxt(node: Node) -> str:
    pieces: list[str] = []
    before: Node | None = None
    for part in node.parts:
        if before is not None:
            pieces.append(_TIMES)
            if thin(before, part):
                pieces.append(_THIN)
        pieces.append(write_mathml(part))
        before = part
    return row(*pieces)


def _apply(node: Node) -> str:
    head, argument = node.parts
    if not argument:
        return write_mathml(head)
    gap = _THIN if head.kind == "frac" or argument.kind not in ("paren", "script") else ""
    joint = "" if head.kind == "frac" else _APPLY
    if head.kind == "frac" and argument.kind == "paren" and not tall(argument.parts[0]):
        left, right = (_operator(c, ' minsize="1.8em"') for c in _PAIRS[argument.value])
        return row(write_mathml(head), gap, left, write_mathml(argument.parts[0]), right)
    return row(write_mathml(head), joint, gap, write_mathml(argument))


def _product(node: Node) -> str:
    pieces = [write_mathml(node.parts[0])]
    for sign, part in zip(node.ops, node.parts[1:], strict=True):
        pieces += [_operator(PRODUCTS.get(sign, sign)), write_mathml(part)]
    return row(*pieces)


def _slash(node: Node) -> str:
    bar = _operator("/", ' lspace="0" rspace="0"')
    return row(write_mathml(node.parts[0]), bar, write_mathml(node.parts[1]))


def _fraction(node: Node) -> str:
    above, below = (write_mathml(p) for p in node.parts)
    fraction = f"<mfrac>{above}{below}</mfrac>"
    return f'<mstyle displaystyle="false">{fraction}</mstyle>' if node.value == "\\tfrac" else (
        fraction)


def _sum(node: Node) -> str:
    pieces = [write_mathml(node.parts[0])]
    for part in node.parts[1:]:
        sign = "+"
        if part.kind in ("minus", "plusminus"):
            sign = "−" if part.kind == "minus" else MARKS[part.value]
            part = part.parts[0]
        pieces += [_operator(sign), write_mathml(part)]
    return row(*pieces)


def _minus(node: Node) -> str:
    return row(_operator("−", ' form="prefix"'), write_mathml(node.parts[0]))


def _plus_minus(node: Node) -> str:
    return row(_operator(MARKS[node.value], ' form="prefix"'), write_mathml(node.parts[0]))


def _chain(node: Node) -> str:
    pieces = [write_mathml(node.parts[0])]
    for sign, part in zip(node.ops, node.parts[1:], strict=True):
        shown = RELATIONS.get(sign) or ARROWS.get(sign)
        pieces += [_operator(shown) if shown else _words(sign), write_mathml(part)]
    return row(*pieces)


def _words(words: str) -> str:
    """Words between two parts; a formula inside dollars is set as one."""
    plain, *rest = words.split("$")
    text = f"<mtext>\u2002{escape(plain)}</mtext>"
    if len(rest) == 2:
        order = rest[0].removeprefix("C^{").removesuffix("}").replace("\\infty", "∞")
        text += f"<msup><mi>C</mi><mi>{escape(order)}</mi></msup><mtext>{escape(rest[1])}</mtext>"
    return text + "<mtext>\u2002</mtext>"


def _list(node: Node) -> str:
    pieces = [write_mathml(node.parts[0])]
    for sign, part in zip(node.ops, node.parts[1:], strict=True):
        pieces += [_operator(sign, ' separator="true"'), write_mathml(part)]
    return row(*pieces)


def _sqrt(node: Node) -> str:
    inside = write_mathml(node.parts[0])
    if node.parts[1]:
        return f"<mroot>{inside}{write_mathml(node.parts[1])}</mroot>"
    return f"<msqrt>{inside}</msqrt>"


def _binomial(node: Node) -> str:
    above, below = (write_mathml(p) for p in node.parts)
    return row(_operator("("), f'<mfrac linethickness="0">{above}{below}</mfrac>', _operator(")"))


def _factorial(node: Node) -> str:
    return row(write_mathml(node.parts[0]), _operator(node.value, ' form="postfix"'))


def _overline(node: Node) -> str:
    return f'<mover accent="true">{write_mathml(node.parts[0])}{_operator("‾")}</mover>'


def _bounded(sign: str, lower: Node, upper: Node, kind: str) -> str:
    below, above = ("munder", "mover") if kind == "munderover" else ("msub", "msup")
    if lower and upper:
        return f"<{kind}>{sign}{write_mathml(lower)}{write_mathml(upper)}</{kind}>"
    if lower:
        return f"<{below}>{sign}{write_mathml(lower)}</{below}>"
    return f"<{above}>{sign}{write_mathml(upper)}</{above}>" if upper else sign


def _big(node: Node) -> str:
    lower, upper, body = node.parts
    kind = "munderover" if node.value in ("\\sum", "\\prod") else "msubsup"
    return row(_bounded(_operator(BIG[node.value]), lower, upper, kind), write_mathml(body))


def _integral(node: Node) -> str:
    lower, upper, body, variable = node.parts
    sign = _bounded(_operator("∫"), lower, upper, "msubsup")
    return row(sign, write_mathml(body), _THIN, "<mi>d</mi>", write_mathml(variable))


def _evaluated(node: Node) -> str:
    body, lower, upper = node.parts
    return _bounded(row(write_mathml(body), _operator("|")), lower, upper, "msubsup")


def _for_all(node: Node) -> str:
    gap = '<mspace width="0.28em"></mspace>'
    sign = _operator("∃" if node.value == "\\exists" else "∀")
    return row(sign, write_mathml(node.parts[0]), _operator(":"), gap,
               write_mathml(node.parts[1]))


def _rows(node: Node) -> str:
    rows = "".join("<mtr>" + "".join(f"<mtd>{write_mathml(c)}</mtd>" for c in (
        r.parts if r.kind == "row" else (r,))) + "</mtr>" for r in node.parts)
    table = f"<mtable>{rows}</mtable>"
    if node.kind == "cases":
        return row(_operator("{"), table)
    pair = {"bmatrix": "[]", "vmatrix": "||", "Bmatrix": "{}", "matrix": ""}.get(node.value, "()")
    return row(_operator(pair[0]), table, _operator(pair[1])) if pair else table


def _row(node: Node) -> str:
    return row(*(write_mathml(c) for c in node.parts))


def _bracket(node: Node) -> str:
    bar = _operator("|", ' stretchy="false"')
    pieces: list[str] = [bar if node.kind == "ket" else _operator("⟨", ' stretchy="false"')]
    for place, part in enumerate(node.parts):
        pieces += [bar, write_mathml(part)] if place else [write_mathml(part)]
    pieces.append(bar if node.kind == "bra" else _operator("⟩", ' stretchy="false"'))
    return row(*pieces)


def _brace(node: Node) -> str:
    body = write_mathml(node.parts[0])
    if not node.parts[1]:
        return body
    over = node.value in ("\\overbrace", "\\overset", "\\stackrel")
    kind = "mover" if over else "munder"
    return f"<{kind}>{body}{write_mathml(node.parts[1])}</{kind}>"


def _prose(node: Node) -> str:
    return row(*(write_mathml(p) for p in node.parts[:1] if p), _words(node.value),
               *(write_mathml(p) for p in node.parts[1:] if p))


def _negation(node: Node) -> str:
    return row(_operator("¬"), write_mathml(node.parts[0]))


def _volume(node: Node) -> str:
    return row("<mn>3</mn>", write_mathml(node.parts[0]))


def _change(node: Node) -> str:
    return write_mathml(node.parts[0])


def _ellipsis(node: Node) -> str:
    return _operator("…")


def _nothing(node: Node) -> str:
    return "<mrow></mrow>"


WRITERS: dict[str, Callable[[Node], str]] = {
    "number": _number, "name": _name, "mark": _mark, "ellipsis": _ellipsis, "text": _text,
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
