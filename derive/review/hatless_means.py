r"""``\langle H\rangle`` in a text with ``\hat{H}``: the mean value of that operator.

So it is where the letter without its hat stands in nothing but mean values, and perhaps after a
``\Delta``, and the one with a hat in none. Next: ``checking``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from derive.notation.tree import NOTHING, Node, script
from derive.notation.write_latex import write_latex
from derive.review.meaning import tree_of
from derive.review.spanned import join

if TYPE_CHECKING:
    from derive.review.read_lines import ReadLine


@dataclass(frozen=True)
class Letter:
    """A letter with its subscript, and where it stands."""

    key: str
    core: Node
    within: bool  # a mean value
    hat: bool
    change: bool  # after a Delta


def with_hats(lines: Sequence[ReadLine], declared: frozenset[str], profile: str) -> None:
    """Write the hats of operators in mean values."""
    trees = [t for line in lines for t in line.trees if isinstance(t, Node)]
    found = [letter for tree in trees for letter in letters(tree)]
    operators = {a.key for a in found if a.hat} - declared - {
        a.key for a in found if a.hat and a.within}  # a text that tells the two apart
    outside = {a.key for a in found if not (a.hat or a.within or a.change)}
    wanted = {a.key for a in found if a.within and not a.hat} & operators - outside
    for line in lines if wanted else ():
        texts, sides = list(line.texts), list(line.trees)
        for place, tree in enumerate(line.trees):
            spans = sorted(a.core.span for a in letters(tree) if a.within and not a.hat
                           and a.key in wanted) if isinstance(tree, Node) else []
            if not spans:
                continue
            pieces, end, text = [], 0, texts[place]
            for start, stop in spans:
                name = f"\\hat{{{text.text[start:stop]}}}"
                pieces += [text[end:start], text[start:start + 1].placed(name)]
                end = stop
            texts[place] = join([*pieces, text[end:]])
            sides[place] = tree_of(texts[place], profile)
        line.texts, line.trees = (texts[0], texts[1]), (sides[0], sides[1])


def letters(node: Node, within: bool = False, change: bool = False) -> Iterator[Letter]:
    r"""The letters of a formula.

    >>> from derive.notation.reader import parse_tree
    >>> [(a.key, a.within, a.hat) for a in letters(parse_tree(r"\langle p_x^2\rangle\hat{p}_x"))]
    [('p_x', True, False), ('p_x', False, True)]
    """
    base, sub, sup = node.parts if node.kind == "script" else (node, NOTHING, NOTHING)
    hat = base.kind == "accent" and base.value == "\\hat"
    core = base.parts[0] if hat else base
    if core.kind == "name":
        yield Letter(write_latex(script(core, sub)), core, within, hat, change)
        yield from letters(sup, within) if sup else ()
        return
    within = within or (node.kind == "braket" and len(node.parts) == 1)
    for place, part in enumerate(node.parts):
        after = node.kind == "juxt" and place > 0 and node.parts[place - 1].is_name("\\Delta")
        yield from letters(part, within, after)
