"""What stands side by side when a term is written: dots, parentheses, small fractions."""

from __future__ import annotations

from derive.notation.tree import Node, core_of, paren, script
from derive.notation.write_latex import tall


def grouped(node: Node) -> Node:
    """Parentheses around a sum; numbers in it become small fractions: (n + 1/2)."""
    if node.kind == "sum":
        small = tuple(_small_number(p) for p in node.parts)
        if not any(tall(p) for p in small):
            node = Node("sum", small)
    return paren(node)


def _small_number(node: Node) -> Node:
    if node.kind == "minus":
        return Node("minus", (_small_number(node.parts[0]),))
    if node.kind == "frac" and all(p.kind == "number" for p in node.parts):
        return Node("frac", node.parts, "\\tfrac")
    return node


def raised(node: Node, sup: Node) -> Node:
    """A superscript on a letter that may have a subscript already."""
    if node.kind == "script" and not node.parts[2]:
        return Node("script", (node.parts[0], node.parts[1], sup), node.value)
    return script(node, sup=sup)


def has_superscript(node: Node) -> bool:
    return node.kind == "script" and bool(node.parts[2] or int(node.value or 0))


def plain(node: Node) -> bool:
    if node.kind == "script":
        return plain(node.parts[0])
    return node.kind in ("number", "name", "accent")


def runs_together(before: Node, after: Node, bare: bool) -> bool:
    """Whether two factors side by side would be read as something else."""
    core = core_of(after)
    if core.kind == "apply":
        core = core.parts[0]
    if core_of(core).kind == "number":
        return True
    if before.kind in ("number", "frac") and after.kind == "frac" and all(
            p.kind == "number" for p in (*before.parts, *after.parts)) and all(
            p.kind == "number" for p in after.parts):
        return True
    opens = core.kind == "paren" and core.value in ("(", "[")
    return (opens and bare and before.kind == "apply" and not before.parts[1]) or (
        opens and bare and before.kind in ("script", "frac"))
