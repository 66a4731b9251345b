r"""The letters of arrays: how they are written, and what a script or a function does to them.

Next: ``arrays``, which finds their shapes.
"""

from __future__ import annotations

from collections.abc import Iterable

from derive.notation.tree import NOTHING, Node
from derive.notation.write_latex import write_latex
from derive.review.letterforms import differentiated

BOLD = frozenset({"\\mathbf", "\\boldsymbol", "\\bm", "\\vb", "\\pmb", "\\bold", "\\symbf",
                  "\\textbf"})
TURNS = frozenset({"\\top", "\\intercal", "\\dagger", "\\dag"})
ENTRYWISE = frozenset({"\\sigma", "\\phi", "\\varphi", "\\tanh", "\\exp", "\\log", "\\ln",
                       "\\mathrm{ReLU}", "\\mathrm{relu}", "\\mathrm{sigmoid}"})
#: letters in which a gradient is taken: an array, not an index of a component
PARAMETERS = frozenset({*"wWbxXzyauvpq", "\\theta", "\\Theta", "\\beta", "\\phi"})
#: letters of numbers that stand before a sum in parentheses: step sizes and weights
STEPS = frozenset({"\\alpha", "\\beta", "\\gamma", "\\eta", "\\lambda", "\\epsilon",
                   "\\varepsilon", "\\mu"})
#: letters of steps and samples
LEVELS = frozenset({"i", "j", "k", "l", "n", "t", "s"})


def letter(node: Node) -> str:
    r"""The name under a letter: with its subscript and its ``^{(1)}``, without a transpose.

    >>> from derive.notation.reader import parse_tree
    >>> [letter(parse_tree(s)) for s in (r"\mathbf{W}^{(1)\top}", "A_1^2", "2")]
    ['\\mathbf{W}^{(1)}', 'A_1', '']
    """
    if node.kind in ("name", "text"):
        return write_latex(node)
    if node.kind == "accent":
        return write_latex(node) if letter(node.parts[0]) or node.parts[0].kind == "number" else ""
    if node.kind != "script" or not letter(node.parts[0]):
        return ""
    base, sub, sup = node.parts
    if level_of(node):
        return letter(base)
    if sub and sub.kind not in ("number", "name", "text", "juxt"):
        return ""
    first = sup.parts[0] if sup.kind == "juxt" else sup
    level = first if first.kind == "paren" and first.parts[0].kind == "number" else NOTHING
    star = first if first.kind == "mark" and first.value in ("*", "\\star") else NOTHING
    if not sub and not level and not star and node.value in ("", "0"):
        return letter(base)
    return write_latex(Node("script", (base, sub, level or star), node.value))


def level_of(node: Node) -> str:
    r"""The letter that counts in ``\mathbf{x}_t`` and ``\mathbf{x}_{t-1}``."""
    if node.kind != "script" or not node.parts[1] or not is_bold(node.parts[0]):
        return ""
    sub = node.parts[1]
    first = sub.parts[0] if sub.kind == "sum" else sub
    return first.value if first.kind == "name" and first.value in LEVELS else ""


def variable_of_gradient(node: Node) -> Node:
    r"""The w of ``\nabla_w`` and of ``\nabla J(w)``."""
    found = NOTHING
    if node.kind == "script" and node.parts[0].is_name("\\nabla"):
        found = node.parts[1]
    elif node.kind == "juxt" and len(node.parts) > 2 and node.parts[0].is_name("\\nabla") and (
            node.parts[1].kind == "name" and node.parts[2].kind == "paren"):
        found = node.parts[2].parts[0]
    return found if found and letter(found) in PARAMETERS else NOTHING


def plain_variables(trees: Iterable[Node]) -> frozenset[str]:
    r"""The x of ``\frac{df}{dx}``: with a d, and without bold letters, it is a number.

    >>> from derive.notation.reader import parse_tree
    >>> sorted(plain_variables([parse_tree(r"\frac{df}{dx} = \nabla_x f")]))
    ['x']
    """
    return frozenset(by for tree in trees for node in tree.walk() if node.kind == "frac"
                     for by in differentiated(node) if by in ("x", "y", "z", "t")
                     and not any(n.is_name("\\partial") for n in node.walk()))


def arrays_below(fraction: Node) -> list[str]:
    r"""The letters of ``\frac{\partial L}{\partial W_2}``, with what is part of their names.

    >>> from derive.notation.reader import parse_tree
    >>> arrays_below(parse_tree(r"\frac{\partial L}{\partial W_2}"))
    ['W_2']
    """
    if not differentiated(fraction):
        return []
    lower = fraction.parts[1]
    below = lower.parts[1::2] if lower.kind == "juxt" else ()
    return list(dict.fromkeys(letter(part) for part in below))


def entrywise(name: str) -> bool:
    r"""Whether a function, or a derivative of it, acts on every entry: ``\sigma'``."""
    return name.rstrip("'") in ENTRYWISE


def is_bold(node: Node) -> bool:
    """Whether a letter is bold under its scripts and hats."""
    while node.kind in ("script", "accent", "overline"):
        if node.kind == "accent" and node.value in BOLD:
            return True
        node = node.parts[0]
    return False


def core_letter(node: Node) -> str:
    while node.parts and node.kind in ("script", "accent", "overline"):
        node = node.parts[0]
    return node.value or "?"


def core_of_name(latex: str) -> str:
    return latex.partition("{")[2].partition("}")[0] if latex.startswith("\\") else ""


def turned(sup: Node) -> bool:
    """Whether a superscript transposes."""
    last = sup.parts[-1] if sup.kind == "juxt" else sup
    return (last.kind == "mark" and last.value in TURNS) or last.is_name("T")
