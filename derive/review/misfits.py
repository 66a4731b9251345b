r"""Sizes of matrices that do not fit: a line that is wrong whatever the entries are.

Only for letters whose sizes somebody declared; a row that is added to every column (*bias*) is a
custom, and the line is then not read. ``rewritten`` changes the text of such a line where a
transpose or a layer index may have been meant. Next: ``obligations``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from derive.notation.errors import NotRead
from derive.notation.tree import Node
from derive.notation.write_latex import write_latex
from derive.terms.shapes import ShapeError
from derive.terms.term import Term

SHAPES = re.compile(r"not (?P<a>.+) x (?P<b>.+) (?:and|times) (?P<c>.+) x (?P<d>.+)$")
#: a size that nobody declared: it was made up for a letter whose shape follows from its use
INFERRED = re.compile(r"\bd\d+\b")
SAID = {"hadamard": "an entrywise product", "matadd": "a sum", "eq": "the equation",
        "inner": "an inner product", "differential": "the equation"}
TURNED = re.compile(r"\^\s*\{?\s*\\(?:top|intercal|mathsf\{T\}|mathrm\{T\})\s*\}?")
LEVEL = re.compile(r"\^\s*(?:\{([A-Za-z])\s*(?:([-+])\s*1)?\}|([A-Za-z]))(?![A-Za-z])")
LETTER = re.compile(r"(?:\\[A-Za-z]+|[A-Za-z])(?:_(?:\w|\{[^{}]*\}))?(?:\^(?:\w|\{[^{}]*\}))?")


def misfit(refusal: NotRead, tree: Node, declared: frozenset[str]) -> str:
    """What does not fit, in words, where every matrix of the formula was declared; or nothing."""
    cause = refusal.__cause__
    if not isinstance(cause, ShapeError) or not declared:
        return ""
    letters = {write_latex(node.parts[0] if node.kind == "script" else node)
               for node in tree.walk() if node.kind in ("name", "accent", "script")}
    capital = {x for x in letters if x.isalpha() and x.isupper()}
    return words(cause) if capital <= declared else ""


def words(problem: ShapeError) -> str:
    """The misfit in words; nothing where one side may be meant to be repeated.

    >>> words(ShapeError("'hadamard' needs equal shapes, not n x 1 and m x 1"))
    'the sizes do not fit: an entrywise product needs equal shapes, not n x 1 and m x 1'
    >>> words(ShapeError("'matadd' needs equal shapes, not n x B and n x 1"))
    ''
    """
    message = str(problem)
    found = SHAPES.search(message)
    if found is None or "space " in message or INFERRED.search(message):
        return ""
    repeated = ("1" in (found["b"], found["d"]) and found["b"] != found["d"]) or (
        "1" in (found["a"], found["c"]) and found["a"] != found["c"])
    if message.startswith("'matadd'") and repeated:
        return ""
    for head, name in SAID.items():
        message = message.replace(f"'{head}'", name)
    return f"the sizes do not fit: {message}"


def declared_sizes(sides: Iterable[Term], declared: frozenset[str],
                   sizes: frozenset[Term] = frozenset()) -> bool:
    """Whether every matrix in the sides was declared, by its name, or has sizes that were."""
    return all(t.name in declared or all(s.head == "int" or s in sizes for s in t.args)
               for side in sides for t in side.walk() if t.head == "matrix")


def rewritten(text: str) -> Iterator[tuple[str, str]]:
    r"""A formula with one transpose or one layer index changed, and words for the slip.

    >>> [new for new, _ in rewritten(r"\delta a^{l}")][:3]
    ['\\delta^{\\top} a^{l}', '\\delta (a^{l})^{\\top}', '\\delta a^{l-1}']
    """
    for match in TURNED.finditer(text):
        yield (text[:match.start()] + text[match.end():],
               "A transpose too many: it holds with {new}.")
    for match in LETTER.finditer(text):
        if match[0].startswith(("\\top", "\\odot", "\\mathrm", "\\frac", "\\sum", "\\left",
                                "\\right", "\\langle", "\\rangle", "\\text", "\\,")):
            continue
        if "^" not in text[:match.start()][-2:] and "_" not in text[:match.start()][-2:]:
            turned = f"({match[0]})" if "^" in match[0] else match[0]
            yield (text[:match.start()] + turned + "^{\\top}" + text[match.end():],
                   "A transpose is missing: it holds with {new}.")
    for match in LEVEL.finditer(text):
        letter, sign = match[1] or match[3], match[2]
        for other in ("", "-", "+"):
            if other != (sign or ""):
                new = f"^{{{letter}{other}1}}" if other else f"^{letter}"
                yield text[:match.start()] + new + text[match.end():], (
                    "An index: it holds with {new}.")
