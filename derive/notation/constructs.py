"""The grammar of single constructs: fractions, roots, sums, integrals, bars, brackets, matrices.

Each function reads one construct at the cursor of a ``Reader`` and gives its node. The
macros of LaTeX packages are tables in ``profiles``; they make the same nodes.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from derive.notation import brackets, scripts
from derive.notation.alphabet import (
    ACCENTS,
    BIG,
    ELLIPSES,
    FONTS,
    FUNCTIONS,
    LETTERS,
    OTHER_FUNCTIONS,
    ROMAN,
)
from derive.notation.cursor import COMMA, JUXTAPOSED, PRODUCT, SUM
from derive.notation.errors import NotRead
from derive.notation.profiles import macros
from derive.notation.tree import NOTHING, Node
from derive.notation.write_latex import write_latex

if TYPE_CHECKING:
    from derive.notation.reader import Reader

FRACTIONS = ("\\frac", "\\dfrac", "\\tfrac", "\\cfrac")
BINOMIALS = ("\\binom", "\\dbinom", "\\tbinom")
BRACES = ("\\underbrace", "\\overbrace", "\\boxed", "\\cancel", "\\overset", "\\underset",
          "\\stackrel", "\\substack", "\\mathclap")


def construct(reader: Reader, floor: int) -> Node:
    """The construct at the cursor, or a refusal of its command by name."""
    token = reader.here
    text = token.text
    if token.kind == "char":
        if text == "|":
            return scripts.hung(reader, brackets.bar(reader, "|"))
        raise NotRead(f"{text!r} is not expected here", token.span)
    if text in BIG:
        return integral(reader) if text == "\\int" else big(reader)
    macro = macros(reader.profile).get(text)
    if macro is not None:
        return scripts.hung(reader, macro(reader))
    for commands, read in GRAMMAR:
        if text in commands:
            return scripts.hung(reader, read(reader))
    raise NotRead(f"unknown command {text}", token.span, f"{text} in R")


def fraction(reader: Reader) -> Node:
    command = reader.next()
    upper = scripts.argument(reader)
    lower = scripts.argument(reader)
    return Node("frac", (upper, lower), "\\tfrac" if command.text == "\\tfrac" else "\\frac",
                span=reader.span_from(command.span[0]))


def binomial(reader: Reader) -> Node:
    command = reader.next()
    upper = scripts.argument(reader)
    lower = scripts.argument(reader)
    return Node("binom", (upper, lower), span=reader.span_from(command.span[0]))


def root(reader: Reader) -> Node:
    command = reader.next()
    index = NOTHING
    if reader.at("["):
        opened = reader.next()
        index = reader.inside("]", opened.span)
    radicand = scripts.argument(reader)
    return Node("sqrt", (radicand, index), span=reader.span_from(command.span[0]))


def accent(reader: Reader) -> Node:
    command = reader.next()
    part = scripts.argument(reader)
    kind = "overline" if command.text == "\\overline" else "accent"
    return Node(kind, (part,), command.text, span=reader.span_from(command.span[0]))


def function_name(reader: Reader) -> Node:
    token = reader.next()
    return Node("name", value=token.text, span=token.span)


def upright(reader: Reader) -> Node:
    """``\\mathrm{...}`` around more than a word: the contents."""
    reader.next()
    return scripts.argument(reader)


def mark(reader: Reader) -> Node:
    """A sign such as \\top among other things in a superscript."""
    token = reader.next()
    return Node("mark", value=token.text, span=token.span)


def ellipsis(reader: Reader) -> Node:
    token = reader.next()
    return Node("ellipsis", value=token.text, span=token.span)


def big(reader: Reader) -> Node:
    """A sum or product sign with its bounds; its body is the product that follows."""
    sign = reader.next()
    lower, upper = scripts.bounds(reader)
    if reader.at("-"):
        minus = reader.next()
        inner = reader.expression(PRODUCT)
        body = Node("minus", (inner,), span=(minus.span[0], inner.span[1]))
    else:
        body = reader.expression(PRODUCT)
    if sign.text == "\\prod" and body.kind in ("slash", "product"):
        raise NotRead("two readings: how far does this product reach? write parentheses",
                      body.span)
    return Node("big", (lower, upper, body), sign.text, span=reader.span_from(sign.span[0]))


def integral(reader: Reader) -> Node:
    """An integral with its measure first, last, or in the numerator of a fraction."""
    sign = reader.next()
    lower, upper = scripts.bounds(reader)
    start = sign.span[0]
    reader.measures.append(True)
    if measure_width(reader) > 0:
        variable = measure(reader)
        reader.measures.pop()
        body, how = body_after(reader, variable)
        return Node("integral", (lower, upper, body, variable), sign.text, how,
                    reader.span_from(start))
    body = reader.expression(SUM)
    ended = measure_width(reader) > 0
    variable = measure(reader) if ended else NOTHING
    reader.measures.pop()
    if not ended:
        found = measure_in(body)
        if found is None:
            raise NotRead("an integral without its measure dx", reader.span_from(start))
        body, variable = found
    elif body.ops == FIRST_OF_MANY:
        return several(reader, sign.text, (lower, upper), body, variable)
    return Node("integral", (lower, upper, body, variable), sign.text,
                span=reader.span_from(start))


#: a measure first, with another measure right after it
FIRST_OF_MANY = ("first", "more")


def body_after(reader: Reader, variable: Node) -> tuple[Node, tuple[str, ...]]:
    """What follows a measure that stands first; nothing where another measure follows."""
    if measure_width(reader) > 0 and reader.measures[-1]:
        return Node("number", value="1", span=variable.span), FIRST_OF_MANY
    if reader.at("\\cdot", "\\times"):
        reader.next()  # \\int dx \\cdot f: what else would be multiplied
        return reader.expression(PRODUCT), ("first",)
    if reader.infix_level() == JUXTAPOSED and not reader.at("&"):
        return reader.expression(PRODUCT), ("first",)
    return Node("number", value="1", span=variable.span), ("first",)


def several(reader: Reader, sign: str, ends: tuple[Node, Node], inner: Node,
            variable: Node) -> Node:
    """``\\int\\int dx\\,dy\\,f``: all measures first, the body after the last of them."""
    if tuple(write_latex(e) for e in ends) != tuple(write_latex(e) for e in inner.parts[:2]):
        raise NotRead("two readings: which bounds belong to which measure? write each measure "
                      "beside its integral", inner.span)
    body, how = body_after(reader, variable)
    filled = innermost(inner, body)
    return Node("integral", (*ends, filled, variable), sign, how,
                reader.span_from(inner.span[0]))


def innermost(node: Node, body: Node) -> Node:
    """Nested integrals with another body in the innermost one."""
    lower, upper, old, variable = node.parts
    new = innermost(old, body) if old.kind == "integral" else body
    return Node("integral", (lower, upper, new, variable), node.value, ("first",), node.span)


def measure_width(reader: Reader) -> int:
    """The number of tokens of the d of a measure at the cursor; 0 where there is none."""
    token = reader.here
    if token.text == "\\dd" and macros(reader.profile).get("\\dd"):
        return 1
    if token.text != "d" or token.kind not in ("letter", "roman"):
        return 0
    width = 1
    if reader.ahead().text == "^" and reader.ahead(2).kind in ("number", "letter"):
        width = 3
    after = reader.ahead(width)
    names = after.kind == "letter" or after.text == "(" or (after.kind == "command" and (
        after.text in LETTERS or after.text in ACCENTS or after.text in FONTS))
    return width if names or (width == 1 and applied(reader, width)) else 0


def applied(reader: Reader, ahead: int) -> bool:
    r"""Whether ``\cos \theta`` or ``\left(...\right)`` stands there, after a d."""
    after, inside = reader.ahead(ahead), reader.ahead(ahead + 1)
    return after.kind == "command" and (after.text in FUNCTIONS or (
        after.text == "\\left" and inside.text == "("))


def measure(reader: Reader) -> Node:
    """The variable of the measure at the cursor; a power of d makes it a script of d."""
    start = reader.here.span[0]
    width = measure_width(reader)
    changes = width == 1 and applied(reader, 1)
    for _ in range(width):
        reader.next()
    if changes:
        inside = reader.expression(JUXTAPOSED)
        return Node("change", (inside,), span=reader.span_from(start))
    variable = scripts.argument(reader) if reader.at("{") else reader.operand(JUXTAPOSED + 1)
    if width == 1 and (variable.kind == "paren" or raised(variable)):
        return Node("change", (variable,), span=reader.span_from(start))
    if width == 3:
        return Node("volume", (variable,), span=reader.span_from(start))
    return variable


def raised(variable: Node) -> bool:
    r"""``dx^2`` and ``de^{-x}`` below an integral: what is raised changes, not its letter."""
    return variable.kind == "script" and variable.parts[2].kind not in ("nothing", "mark") and (
        variable.parts[0].kind == "name")


def measure_in(body: Node) -> tuple[Node, Node] | None:
    """The measure in the numerator of a fraction: ``\\int \\frac{dx}{x}``."""
    factors = body.parts if body.kind == "juxt" else (body,)
    last = factors[-1]
    if last.kind != "frac":
        return None
    upper = last.parts[0].parts if last.parts[0].kind == "juxt" else ()
    if len(upper) < 2 or not (upper[-2].is_name("d") or upper[-2].is_name("\\mathrm{d}")):
        return None
    rest = upper[:-2]
    above = (Node("number", value="1", span=last.span) if not rest else rest[0]
             if len(rest) == 1 else Node("juxt", rest, span=last.parts[0].span))
    new = Node("frac", (above, last.parts[1]), last.value, span=last.span)
    return (new if len(factors) == 1 else Node("juxt", (*factors[:-1], new), span=body.span),
            upper[-1])



def for_all(reader: Reader) -> Node:
    """``\\forall x \\in \\mathbb{R}: formula``."""
    sign = reader.next()
    names = reader.expression(COMMA + 1)
    if not reader.at(":", ","):
        raise NotRead(f"after {sign.text} and its letters a colon is expected", names.span)
    reader.next()
    body = reader.expression(COMMA + 1)
    return Node("forall", (names, body), sign.text, span=reader.span_from(sign.span[0]))


def negation(reader: Reader) -> Node:
    sign = reader.next()
    body = reader.operand(JUXTAPOSED)
    return Node("not", (body,), span=(sign.span[0], body.span[1]))


def braced(reader: Reader) -> Node:
    """A formula with a brace or a label; what the label says is no part of the formula."""
    command = reader.next()
    if command.text in ("\\overset", "\\underset", "\\stackrel"):
        label, first = labelled(reader, scripts.argument), scripts.argument(reader)
    else:
        first = scripts.argument(reader)
        label = NOTHING
        if command.text in ("\\underbrace", "\\overbrace"):
            lower, upper = labelled(reader, scripts.bounds) or (NOTHING, NOTHING)
            label = lower or upper
    return Node("brace", (first, label or NOTHING), command.text,
                span=reader.span_from(command.span[0]))


def labelled(reader: Reader, read: Callable[[Reader], Any]) -> Any:
    """A label, or None for one that is no formula: ``_{=0}``; it is passed over."""
    start, opened, measured = reader.place, len(reader.open), len(reader.measures)
    try:
        return read(reader)
    except NotRead:
        reader.place = start
        del reader.open[opened:], reader.measures[measured:]
        if reader.at("_", "^"):
            reader.next()
        depth = 0
        while reader.here.kind != "end":
            text = reader.next().text
            depth += (text == "{") - (text == "}")
            if not depth:
                return None
        raise


def environment(reader: Reader) -> Node:
    """``\\begin{pmatrix} ... \\end{pmatrix}`` and cases: rows of cells."""
    begin = reader.next()
    called = _environment_name(reader)
    if called == "array":
        scripts.argument(reader)
    rows = rows_until(reader, "\\end")
    reader.expect("\\end", begin.span)
    if _environment_name(reader) != called:
        raise NotRead(f"\\begin{{{called}}} is not closed by its \\end", begin.span)
    kind = "cases" if called in ("cases", "rcases", "dcases") else "matrix"
    return Node(kind, rows, called, span=reader.span_from(begin.span[0]))


def rows_until(reader: Reader, closing: str) -> tuple[Node, ...]:
    """Rows of cells, up to what closes them; an empty last row is left out."""
    rows: list[Node] = []
    cells: list[Node] = []
    reader.open.append("&")
    reader.measures.append(False)
    while True:
        if reader.at("&", "\\\\", closing):
            cell = Node("empty", span=reader.here.span)
        else:
            cell = reader.expression(0)
        cells.append(cell)
        while reader.at(",", ".", ";"):
            reader.next()
        if reader.at("&"):
            reader.next()
            continue
        rows.append(Node("row", tuple(cells), span=(cells[0].span[0], cells[-1].span[1])))
        cells = []
        if not reader.at("\\\\"):
            break
        reader.next()
    reader.open.pop()
    reader.measures.pop()
    if rows and all(c.kind == "empty" for c in rows[-1].parts):
        rows.pop()
    return tuple(rows)


def _environment_name(reader: Reader) -> str:
    opened = reader.next()
    letters = []
    while reader.here.kind == "letter" or reader.at("*"):
        letters.append(reader.next().text)
    reader.expect("}", opened.span)
    return "".join(letters)


GRAMMAR: tuple[tuple[tuple[str, ...] | frozenset[str], Callable[[Reader], Node]], ...] = (
    (FRACTIONS, fraction),
    (BINOMIALS, binomial),
    (("\\sqrt",), root),
    (frozenset(ACCENTS) | FONTS | {"\\overline"}, accent),
    (frozenset(FUNCTIONS) | OTHER_FUNCTIONS, function_name),
    (ROMAN, upright),
    (frozenset(ELLIPSES), ellipsis),
    (("\\top", "\\dagger", "\\dag", "\\intercal", "\\ddagger", "\\degree"), mark),
    (("\\|", "\\Vert"), brackets.norm),
    (("\\left",), brackets.left_right),
    (("\\forall", "\\exists"), for_all),
    (("\\neg", "\\lnot"), negation),
    (BRACES, braced),
    (("\\begin",), environment),
)
