r"""Customs of writing that a symbol table cannot see: refused by name, never read as products.

``A^T`` is a transpose or a power, ``E[x]`` an expectation or a product, ``\Delta x`` one letter
or two, ``\delta(x)`` no function at all. A declaration of the letter settles each. Next:
``meaning``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from derive.notation.errors import NotRead
from derive.notation.tree import Node
from derive.review.uses import written

EXPECTATIONS = frozenset({"E", "\\mathrm{E}", "\\mathbb{E}", "\\mathrm{Var}", "\\mathrm{Cov}",
                          "\\mathrm{Corr}", "\\mathrm{var}", "\\mathrm{cov}", "\\mathrm{std}",
                          "\\mathrm{Tr}", "\\mathrm{tr}", "\\mathrm{rank}", "\\mathrm{diag}"})
#: letters before another letter that change it instead of multiplying it
PREFIXES = frozenset({"\\Delta", "\\delta", "\\nabla"})
Check = Callable[[Node, frozenset[str]], Iterator[NotRead]]


def ambiguity(tree: Node, declared: frozenset[str]) -> NotRead | None:
    """The first custom in a formula that could mean two things.

    >>> from derive.notation.reader import parse_tree
    >>> str(ambiguity(parse_tree("A^T x"), frozenset()))
    'A^T: a transpose or a power?'
    >>> ambiguity(parse_tree("A^T x"), frozenset({"T"})) is None
    True
    """
    for node in tree.walk():
        for check in CHECKS:
            for refusal in check(node, declared):
                return refusal
    return None


def _transposes(node: Node, declared: frozenset[str]) -> Iterator[NotRead]:
    if node.kind != "script" or not node.parts[2].is_name("T") or "T" in declared:
        return
    base = node.parts[0]
    if any(part.kind in ("name", "accent") and written(part) in declared
           for part in base.walk()):
        return  # what is declared says which
    if base.kind in ("name", "accent", "matrix", "paren") and base.value not in (
            "e", "\\mathrm{e}"):
        shown = written(base) if base.kind in ("name", "accent") else "(…)"
        yield NotRead(f"{shown}^T: a transpose or a power?", node.span, "T > 0")


def _expectations(node: Node, declared: frozenset[str]) -> Iterator[NotRead]:
    if node.kind != "juxt":
        return
    for part, following in zip(node.parts, node.parts[1:], strict=False):
        core = part.parts[0] if part.kind == "script" else part
        if core.kind not in ("name", "accent") or following.kind != "paren":
            continue
        name = written(core)
        known = any(p.kind in ("name", "accent") and written(p) in declared
                    for p in following.walk())
        if name in EXPECTATIONS and name not in declared and not known and (
                following.value == "[" or len(name) > 1):
            yield NotRead(f"{name}{following.value}…: of a random variable or a matrix? this is "
                          "not read yet", part.span)


def _prefixes(node: Node, declared: frozenset[str]) -> Iterator[NotRead]:
    if node.kind != "juxt":
        return
    for part, following in zip(node.parts, node.parts[1:], strict=False):
        if part.kind != "name" or part.value not in PREFIXES or part.value in declared:
            continue
        if following.kind in ("name", "script", "accent"):
            yield NotRead(f"{part.value} before a letter: a difference or a factor?", part.span,
                          f"{part.value} in R")
        elif following.kind == "paren" and part.value == "\\delta":
            yield NotRead("\\delta(…): Dirac's delta is no function and not read yet", part.span,
                          "\\delta: R -> R")


def _steps(node: Node, declared: frozenset[str]) -> Iterator[NotRead]:
    """``e^{(k)}`` is the error of step k more often than an exponential."""
    if node.kind == "script" and node.parts[0].is_name("e") and "e" not in declared and (
            node.parts[2].kind == "paren" and node.parts[2].parts[0].kind == "name"):
        yield NotRead("e^{(…)}: an exponential or a number of a step?", node.span, "e Euler")


CHECKS: tuple[Check, ...] = (_transposes, _expectations, _prefixes, _steps)
