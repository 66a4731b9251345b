r"""Subscripts: which are part of a name, which are indices, which run in sums of the text.

``k_B`` is a name, ``a_{n+1}`` a member of a family, and so is ``p_i`` beside a sum over i. Next:
``kinds``.
"""

from __future__ import annotations

from derive.notation.tree import Node
from derive.notation.write_latex import write_latex
from derive.review.letterforms import decoration, is_sign
from derive.review.uses import Use, Uses

INDICES = frozenset({"n", "k", "j", "l", "i", "m"})
INDEX_CAPITALS = frozenset({"N", "M", "L", "K", "T", "J", "F"})


def part_of_a_name(sub: Node) -> bool:
    """Whether a subscript is part of a name: a number, a word, a letter that counts nothing."""
    if sub.kind in ("number", "text") or is_sign(sub):
        return True
    if sub.kind == "script":
        return bool(decoration(sub))
    if sub.kind == "juxt":
        return all(part_of_a_name(p) for p in sub.parts)
    return sub.kind == "name" and sub.value not in INDICES


def index_like(sub: Node) -> bool:
    """Whether a subscript can be an index: letters and numbers, added up."""
    if sub.kind == "list":  # E_{1,2} are two letters, E_{x,y} one
        return all(index_like(p) for p in sub.parts) and any(
            p.kind != "number" for p in sub.parts) and not any(
            p.kind == "name" and p.value not in INDICES for p in sub.parts)
    if sub.kind == "sum":
        return all(index_like(p) for p in sub.parts)
    if sub.kind in ("minus", "plusminus"):
        return index_like(sub.parts[0])
    if sub.kind == "juxt":
        return all(p.kind in ("name", "number") for p in sub.parts)
    if sub.kind == "script":
        return sub.parts[0].kind == "name" and not sub.parts[1] and not sub.parts[2]
    return sub.kind == "number" or (sub.kind == "name" and (
        sub.value.islower() or sub.value.startswith("\\") or sub.value in INDEX_CAPITALS))


def summed(sub: Node, uses: Uses) -> bool:
    """Whether all letters of a subscript run in sums of the text."""
    letters = [n.value for n in sub.walk() if n.kind == "name"]
    return bool(letters) and all(n in uses and uses[n].bound_sum for n in letters)


def apart(use: Use, slots: int, uses: Uses) -> frozenset[str]:
    """The subscripts that are names beside those that run: ``p_X`` beside a sum of ``p_i``."""
    if not any(summed(s, uses) for s in use.subscripts):
        return frozenset()
    counting = {n.value for s in use.subscripts if s.kind == "sum" for n in s.walk()}
    other = {write_latex(s) for s in use.subscripts if not index_like(s)}
    return frozenset(other) | frozenset(decoration(s) for s in use.subscripts if part_of_a_name(s)
                     and s.kind != "number" and not summed(s, uses) and decoration(s) and not (
                         slots > 1 and len(items(s)) == slots) and not (
                         counting & {n.value for n in s.walk() if n.kind == "name"}))


def items(sub: Node) -> tuple[Node, ...]:
    if sub.kind == "list":
        return sub.parts
    if sub.kind == "juxt" and all(p.kind in ("name", "number") for p in sub.parts):
        return sub.parts
    return (sub,)
