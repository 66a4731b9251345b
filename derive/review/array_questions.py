r"""What the use of arrays leaves open: asked, never guessed.

A function of a vector whose values nobody knows, a softmax of a matrix, a capital letter beside an
array, the derivative of a function of an array by a letter that is no array. Next: ``meaning``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from derive.notation.matrix_reading import NAMED
from derive.notation.tree import Node, factors_of
from derive.notation.write_latex import write_latex
from derive.review.array_letters import STEPS, entrywise, is_bold, letter
from derive.review.letterforms import after_differential, application, base_of, differentiated

if TYPE_CHECKING:
    from derive.review.arrays import Arrays


def question(arrays: Arrays, tree: Node, declared: frozenset[str] = frozenset(),
             ) -> tuple[str, Node] | None:
    """What nobody said: a function of a vector, a softmax of a matrix, a capital beside one."""
    for node in tree.walk():
        capital = _capital(arrays, node, declared)
        if capital is not None:
            return f"{letter(capital)} beside an array: a number or a matrix?", capital
        of = _hessian(node)
        if of is not None:
            return f"{write_latex(of)} before a function: its Hessian, or a product?", of
        rest = after_differential(node.parts[0]) if node.kind == "frac" and differentiated(
            node) else []
        if len(rest) == 1 and write_latex(rest[0]) in arrays.valued:
            return f"{write_latex(rest[0])} is a function of an array: by which entry?", node
    for node in tree.walk():
        for part, following in zip(node.parts, node.parts[1:], strict=False):
            if node.kind != "juxt" or following.kind != "paren" or (
                    following.value != "(" or following.parts[0].kind == "matrix"):
                continue  # a bracket, and an array written out, are factors
            if part.kind == "name" and part.value in STEPS and following.parts[0].kind == "sum":
                continue
            name = letter(part)
            try:
                shape = arrays.shape(following)
            except ValueError:
                continue
            if shape is None or name in arrays.known or not name or (
                    write_latex(base_of(part)) in arrays.valued):
                continue
            if name == "\\mathrm{softmax}":
                if not arrays.sizes.is_one(shape[1]):
                    return "softmax of a matrix: of its columns or of its rows?", part
            elif not entrywise(name) and name not in NAMED and (
                    name.rstrip("'") not in declared):
                return f"{name}(…) of a vector: a number, or entry by entry?", part
    return None


def _hessian(node: Node) -> Node | None:
    r"""The bold H of ``\mathbf{H} f(x, y)``, which is more often the Hessian of f than a factor."""
    parts = node.parts if node.kind == "juxt" else ()
    for sign, function, paren in zip(parts, parts[1:], parts[2:], strict=False):
        if sign.kind == "accent" and is_bold(sign) and sign.parts[0].is_name("H") and (
                function.kind == "name" and paren.kind == "paren" and paren.value == "(") and (
                application(function, paren)[0] and not entrywise(letter(function))):
            return sign
    return None


def _capital(arrays: Arrays, node: Node, declared: frozenset[str]) -> Node | None:
    """A capital without a shape among the factors of a product with an array."""
    if node.kind not in ("juxt", "product"):
        return None
    factors = [f for part in node.parts for f in factors_of(part)]
    if not any(letter(f) in arrays.known for f in factors):
        return None
    return next((f for f in factors if f.kind in ("name", "script") and (
        len(letter(f)) == 1 and letter(f).isupper() and letter(f) not in arrays.known
        and letter(f) not in declared)), None)
