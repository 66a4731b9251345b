r"""``\Delta x`` as one letter: a difference or an uncertainty, where the table knows it as one.

Next: ``cards`` (names), ``elaborate``.
"""

from __future__ import annotations

from derive.notation.tree import Node

DELTA = "\\Delta"


def joined(node: Node) -> Node:
    """The tree with every ``\\Delta`` and the letter after it as one letter.

    >>> from derive.notation.reader import parse_tree
    >>> from derive.notation.write_latex import write_latex
    >>> tree = joined(parse_tree(r"(\\Delta p_x)^2 + m\\Delta x^2"))
    >>> sorted(write_latex(n) for n in tree.walk() if n.kind == "accent")
    ['\\\\Delta{p}', '\\\\Delta{x}']
    """
    if not node.parts:
        return node
    parts = [joined(part) for part in node.parts]
    if node.kind == "juxt":
        place = 0
        while place + 1 < len(parts):
            letter = _letter(parts[place], parts[place + 1])
            if letter is not None:
                parts[place:place + 2] = [letter]
            place += 1
        if len(parts) == 1:
            return parts[0]
    if len(parts) == len(node.parts) and all(a is b for a, b in zip(
            parts, node.parts, strict=True)):
        return node
    return Node(node.kind, tuple(parts), node.value, node.ops, node.span)


def _letter(sign: Node, following: Node) -> Node | None:
    """The letter that the two make."""
    if not sign.is_name(DELTA):
        return None
    base = following.parts[0] if following.kind == "script" else following
    if base.kind not in ("name", "accent") or base.is_name(DELTA):
        return None
    one = Node("accent", (base,), DELTA, span=(sign.span[0], base.span[1]))
    if following.kind != "script":
        return one
    return Node("script", (one, *following.parts[1:]), following.value, following.ops,
                (sign.span[0], following.span[1]))


def known(names: tuple[str, ...]) -> bool:
    """Whether the written names of a notation have such a letter."""
    return any(name.startswith(f"{DELTA}{{") for name in names)
