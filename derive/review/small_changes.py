r"""Small changes: ``dU = T\,dS - p\,dV`` and ``p_0 \le p \le p_0 + dp``, in which dp is one letter.

That a d begins such a letter must be seen: every summand of an equation ends in one, or dp is added
to a p; and no other d stands in the section, outside of derivatives and integrals. How small
changes hang together is not known, so a line of several is never refuted. Next: ``checking``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from derive.notation.tree import NOTHING, Node, factors_of
from derive.review.judging import Judgement
from derive.review.letterforms import base_key
from derive.review.lines import Outcome
from derive.review.meaning import tree_of
from derive.review.spanned import join
from derive.terms.term import Term

if TYPE_CHECKING:
    from derive.review.read_lines import ReadLine

EQUALITIES = ("=", ":=", "equiv")
NAME = re.compile(r"(?:mathrm)?d[A-Za-z](_\w+)?")


def settle_changes(lines: Sequence[ReadLine], declared: Iterable[str], profile: str) -> None:
    """Write each small change of a scope as one letter, where they are that."""
    rows = [(line.link.kind, [t for t in line.trees if isinstance(t, Node)]) for line in lines]
    if "d" in set(declared) or not changes(rows):
        return
    for line in lines:
        texts, trees = list(line.texts), list(line.trees)
        for place, tree in enumerate(line.trees):
            spans = sorted((d.span[0], letter.span[0], _base(letter).span[1])
                           for d, letter in _pairs(tree)) if isinstance(tree, Node) else []
            if not spans:
                continue
            pieces, end, text = [], 0, texts[place]
            for start, middle, stop in spans:
                name = f"\\mathrm{{d{text.text[middle:stop]}}}"
                pieces += [text[end:start], text[start:start + 1].placed(name)]
                end = stop
            texts[place] = join([*pieces, text[end:]])
            trees[place] = tree_of(texts[place], profile)
        line.texts, line.trees = (texts[0], texts[1]), (trees[0], trees[1])


def changes(rows: Iterable[tuple[str, list[Node]]]) -> bool:
    r"""Whether each d of a text begins a small change.

    >>> from derive.notation.reader import parse_tree
    >>> [changes([("=", [parse_tree(t) for t in pair])]) for pair in (
    ...     ("dU", "T\\,dS - p\\,dV"), (r"\frac{dN}{N}", "-k\\,dt"), ("y", "p_0 + dp"),
    ...     ("E", "dx"), ("V", "E d + x"), ("dx", "dy + d"))]
    [True, True, True, False, False, False]
    """
    rows = list(rows)
    trees = [t for _, pair in rows for t in pair]
    found = [(d, letter) for t in trees for d, letter in _pairs(t)]
    known = {id(d) for d, _ in found}
    if not found or any(n.is_name("d") and id(n) not in known for t in trees for n in _outside(t)):
        return False
    if any(not _base(letter).value.isalpha() or not _base(letter).value.isascii()
           for _, letter in found):
        return False  # d\theta has no name yet
    total = any(kind in EQUALITIES and len(pair) == 2 and all(
        _last(part) for tree in pair for part in _summands(tree)) for kind, pair in rows)
    return total or any(_added(n) for t in trees for n in _outside(t) if n.kind == "sum")


def _outside(tree: Node) -> Iterator[Node]:
    """The nodes that stand in no derivative."""
    if tree.kind == "frac" and all(_begins(part) for part in tree.parts):
        return
    yield tree
    for part in tree.parts:
        yield from _outside(part)


def _begins(node: Node) -> bool:
    first = factors_of(node)[0]
    return (first.parts[0] if first.kind == "script" else first).is_name("d")


def _pairs(tree: Node) -> Iterator[tuple[Node, Node]]:
    """Each d with the letter right after it."""
    for node in _outside(tree):
        if node.kind == "juxt":
            for place, part in enumerate(node.parts[:-1]):
                letter = node.parts[place + 1]
                after = node.parts[place + 2] if place + 2 < len(node.parts) else NOTHING
                if part.is_name("d") and _base(letter).kind == "name" and (
                        letter.kind == "name" or not letter.parts[2]) and after.kind != "paren":
                    yield part, letter


def _base(node: Node) -> Node:
    return node.parts[0] if node.kind == "script" else node


def _summands(tree: Node) -> tuple[Node, ...]:
    parts = tree.parts if tree.kind == "sum" else (tree,)
    return tuple(p.parts[0] if p.kind == "minus" else p for p in parts)


def _last(part: Node) -> bool:
    """Whether a summand ends in a small change, or is a fraction of one."""
    if part.kind == "product":
        part = part.parts[-1]
    upper = part.parts[0] if part.kind == "frac" else part
    factors = factors_of(upper)
    return len(factors) > 1 and factors[-2].is_name("d") and _base(factors[-1]).kind == "name"


def _added(node: Node) -> bool:
    """``p_0 + dp``: a small change of what it is added to."""
    changed = {base_key(f[1]) for f in map(factors_of, node.parts)
               if len(f) == 2 and f[0].is_name("d")}
    return any(base_key(p) in changed for p in node.parts if p.kind in ("name", "script"))


def unconnected(line: ReadLine, outcome: Outcome) -> Outcome:
    """A refutation of a line that ties small changes together, or only has one on one side."""
    sides = [{s.name for s in side.free if s.head == "sym" and NAME.fullmatch(s.name)}
             for side in (line.left, line.right) if isinstance(side, Term)]
    if outcome.judgement.verdict != "refuted" or not any(sides) or not any(
            "\\mathrm{d" in text.text for text in line.texts) or (
            len(sides) == 2 and sides[0] == sides[1] and len(sides[0]) == 1):
        return outcome
    return replace(outcome, judgement=Judgement(
        "undecided", "", "how these small changes hang together is not known"))
