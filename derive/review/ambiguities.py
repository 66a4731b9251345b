r"""Customs of writing that a symbol table cannot see: refused by name, never read as products.

``A^T`` is a transpose or a power, ``E[x]`` an expectation or a product, ``\Delta x`` one letter
or two, ``\delta(x)`` no function at all. A declaration of the letter settles each. Next:
``meaning``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from derive.notation.alphabet import FUNCTIONS
from derive.notation.errors import NotRead
from derive.notation.operator_calculus import PARTS
from derive.notation.tree import Node
from derive.notation.unsaid import MEANS
from derive.notation.write_latex import write_latex
from derive.review.letterforms import WITH_UPPER_INDEX, differentiated, index_like, written

EXPECTATIONS = frozenset({"E", "\\mathrm{E}", "\\mathbb{E}", "\\mathrm{Var}", "\\mathrm{Cov}",
                          "\\mathrm{Corr}", "\\mathrm{var}", "\\mathrm{cov}", "\\mathrm{std}",
                          "\\mathrm{Tr}", "\\mathrm{tr}", "\\mathrm{rank}", "\\mathrm{diag}"})
#: letters before another letter that change it instead of multiplying it
PREFIXES = frozenset({"\\Delta", "\\delta", "\\nabla"})
PLACES = frozenset({"\\mathrm{argmax}", "\\mathrm{argmin}"})
LANDAU = frozenset({"O", "\\mathcal{O}", "\\mathcal{o}", "\\mathrm{O}"})
Check = Callable[[Node, frozenset[str]], Iterator[NotRead]]


def ambiguity(tree: Node, declared: frozenset[str]) -> NotRead | None:
    """The first custom in a formula that could mean two things.

    >>> from derive.notation.reader import parse_tree
    >>> str(ambiguity(parse_tree("A^T x"), frozenset()))
    'A^T: a transpose or a power?'
    >>> ambiguity(parse_tree("A^T x"), frozenset({"T"})) is None
    True
    """
    inside = {id(part) for node in tree.walk() if node.kind == "frac" and differentiated(node)
              for part in node.parts}  # the d of a derivative
    for node in tree.walk():
        for check in CHECKS if id(node) not in inside else ():
            for refusal in check(node, declared):
                return refusal
    return None


def whole_side(tree: Node) -> NotRead | None:
    """``[x + 1/2]`` as a whole side, with no parentheses inside that would call for brackets."""
    if tree.kind != "paren" or tree.value != "[" or tree.parts[0].kind == "list":
        return None
    if any(node.kind in ("paren", "matrix", "braket", "ket", "bra") for node in (
            tree.parts[0].walk())):
        return None
    return NotRead("a whole side in square brackets: the integer part, or parentheses?", tree.span)


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
        known = name != "E" and any(p.kind in ("name", "accent") and written(p) in declared
                                    for p in following.walk())
        if name in EXPECTATIONS - MEANS and name not in declared and not known and (
                following.value == "[" or len(name) > 1):
            yield NotRead(f"{name}{following.value}…: of a random variable or a matrix? this is "
                          "not read yet", part.span)


def _prefixes(node: Node, declared: frozenset[str]) -> Iterator[NotRead]:
    if node.kind != "juxt":
        return
    for part, following in zip(node.parts, node.parts[1:], strict=False):
        if part.kind != "name" or part.value not in PREFIXES or part.value in declared or (
                part.value == "\\nabla"):
            continue
        if following.kind in ("name", "script", "accent"):
            yield NotRead(f"{part.value} before a letter: a difference or a factor?", part.span,
                          f"{part.value} in R")
        elif following.kind == "paren" and part.value == "\\delta":
            yield NotRead("\\delta(…): Dirac's delta, or a small number? no integral says",
                          part.span, "\\delta: R -> R")


def _derivations(node: Node, declared: frozenset[str]) -> Iterator[NotRead]:
    """``D_x f`` and ``D f``: a derivative more often than a product."""
    if node.kind != "juxt":
        return
    for part, following in zip(node.parts, node.parts[1:], strict=False):
        if part.kind == "script" and part.parts[0].is_name("D") and part.parts[1] and (
                "D" not in declared and following.kind in ("name", "script", "paren", "accent")
                and part.parts[1].kind == "name" and not part.parts[2]):
            yield NotRead(f"{write_latex(part)} before a letter: a derivative or a factor?",
                          part.span, f"{write_latex(part)} in R")


def _differentials(node: Node, declared: frozenset[str]) -> Iterator[NotRead]:
    """``dU = T\\,dS``: total differentials have no term, and are no products with a d."""
    if node.kind != "juxt" or "d" in declared:
        return
    for part, following in zip(node.parts, node.parts[1:], strict=False):
        core = following.parts[0] if following.kind == "script" else following
        if part.is_name("d") and (  # an upright d makes a differential
                core.kind in ("name", "accent") and core.value not in FUNCTIONS):
            yield NotRead(f"d before {write_latex(following)}: a differential, which has no term "
                          "outside of derivatives and integrals, or a factor?", part.span, "d in R")


def _upper_indices(node: Node, declared: frozenset[str]) -> Iterator[NotRead]:
    """``H_n^k(x)``: a power times x, or a function with two indices?"""
    if node.kind != "juxt":
        return
    for part, following in zip(node.parts, node.parts[1:], strict=False):
        if part.kind != "script" or following.kind != "paren" or following.value != "(":
            continue
        base, sub, sup = part.parts
        if base.kind == "name" and base.value not in declared and sub and sup and (
                base.value not in WITH_UPPER_INDEX and index_like(sup)
                and part.span[1] == following.span[0]):
            yield NotRead(f"{write_latex(part)}(…): a power times the parenthesis, or a function "
                          "with two indices? write \\cdot, or declare it", part.span)


def _ones(node: Node, declared: frozenset[str]) -> Iterator[NotRead]:
    """``1(2)``: the identity of the second particle, or a product?"""
    if node.kind != "juxt":
        return
    for part, following in zip(node.parts, node.parts[1:], strict=False):
        if PARTS not in declared and part.kind == "number" and part.value == "1" and (
                following.kind == "paren") and (
                following.value == "(" and following.parts[0].kind == "number"):
            yield NotRead("1(…): an identity operator, or a product?", part.span)


def _integrals(node: Node, declared: frozenset[str]) -> Iterator[NotRead]:
    """``\\int f\\,dx(x-a)``: does the integral end at its measure?"""
    if node.kind != "juxt":
        return
    for place, part in enumerate(node.parts):
        if part.kind != "integral":
            continue
        letter = write_latex(part.parts[3])
        for following in node.parts[place + 1:]:
            if following.kind == "integral":
                break
            if any(n.kind in ("name", "accent", "script") and write_latex(n) == letter
                   for n in following.walk()):
                yield NotRead(f"{letter} stands after d{letter}: does the integral end there?",
                              following.span)


def _remarks(node: Node, declared: frozenset[str]) -> Iterator[NotRead]:
    """``(\\text{say})``: words in parentheses are no factor."""
    if node.kind == "paren" and node.value == "(" and node.parts[0].kind in ("name", "text"):
        word = node.parts[0].value
        if (node.parts[0].kind == "text" or word.startswith("\\mathrm{")) and (
                word not in declared):
            yield NotRead("words in parentheses: a remark, or an argument?", node.span)


def _orders(node: Node, declared: frozenset[str]) -> Iterator[NotRead]:
    """``O(x^3)`` and ``\\mathcal{O}(x^3)``: a remainder, not a product."""
    if node.kind != "juxt":
        return
    for part, following in zip(node.parts, node.parts[1:], strict=False):
        name = written(part) if part.kind in ("name", "accent") else ""
        if name in LANDAU and name not in declared and following.kind == "paren" and (
                following.value in ("(", "[")):
            yield NotRead(f"{name}(…): Landau's symbol, a remainder, has no term", part.span)


def _units(node: Node, declared: frozenset[str]) -> Iterator[NotRead]:
    """``1.0 \\times 10^{-10} m``: metres or a mass?"""
    if node.kind != "product" or node.ops[-1] not in ("\\times", "\\cdot"):
        return
    last = node.parts[-1]
    if last.kind != "juxt" or last.parts[0].kind != "script":
        return
    base, _, sup = last.parts[0].parts
    if base.kind == "number" and base.value == "10" and sup and node.parts[-2].kind == "number":
        letters = [p for p in last.parts[1:] if p.kind in ("name", "script")]
        if letters:
            yield NotRead(f"{write_latex(letters[0])} after a power of ten: a unit or a factor? "
                          "write units upright, \\mathrm{m}", letters[0].span)


def _determinants(node: Node, declared: frozenset[str]) -> Iterator[NotRead]:
    """``|A - \\lambda I|`` is a determinant more often than a distance."""
    if node.kind != "paren" or node.value != "|" or "I" in declared:
        return
    for part in node.parts[0].parts if node.parts[0].kind == "sum" else ():
        inner = part.parts[0] if part.kind == "minus" else part
        last = inner.parts[-1] if inner.kind in ("juxt", "product") else inner
        if last.is_name("I"):
            yield NotRead("bars around the letter I: a determinant or an absolute value? "
                          "write \\det", node.span, "I in R")


def _places(node: Node, declared: frozenset[str]) -> Iterator[NotRead]:
    """``\\mathrm{argmax}_j``: the place of a maximum, no factor."""
    if node.kind == "name" and node.value in PLACES and node.value not in declared:
        yield NotRead(f"{node.value[8:-1]}: the place of an extremum has no term", node.span)


def _steps(node: Node, declared: frozenset[str]) -> Iterator[NotRead]:
    """``e^{(k)}`` is the error of step k more often than an exponential."""
    if node.kind == "script" and node.parts[0].is_name("e") and "e" not in declared and (
            node.parts[2].kind == "paren" and node.parts[2].parts[0].kind == "name"):
        yield NotRead("e^{(…)}: an exponential or a number of a step?", node.span, "e Euler")


CHECKS: tuple[Check, ...] = (
    _transposes, _expectations, _prefixes, _derivations, _units, _differentials, _upper_indices,
    _orders, _ones, _integrals, _remarks, _determinants, _steps, _places)
