r"""Numbers in square brackets as a whole side: what the other side is says what they are.

Opposite a column, ``[a, b]`` is that column; opposite a row, a row; and ``[a, b] = [c, d]`` says of
two intervals or rows that their ends are equal. Elsewhere it is asked. Next: ``meaning``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING

from derive.notation.tree import Node
from derive.review.spanned import Spanned, join
from derive.terms.term import Term

if TYPE_CHECKING:
    from derive.review.meaning import Unread
    from derive.review.read_lines import ReadLine


def is_list(tree: object) -> bool:
    r"""Whether a side is ``[a, b]``.

    >>> from derive.notation.reader import parse_tree
    >>> [is_list(parse_tree(t)) for t in ("[a, b]", "[a]", "(a, b)", "[a, b] c")]
    [True, False, False, False]
    """
    return isinstance(tree, Node) and tree.kind == "paren" and tree.value == "[" and (
        tree.parts[0].kind == "list" and set(tree.parts[0].ops) <= {","})


def intervals(trees: tuple[object, object]) -> bool:
    r"""Whether two lists are equal of which one holds numbers: no commutators, whatever a is.

    >>> from derive.notation.reader import parse_tree
    >>> [intervals((parse_tree("[a, b]"), parse_tree(t))) for t in ("[0.5, 1]", "[b, a]")]
    [True, False]
    """
    return all(map(is_list, trees)) and any(
        part.kind == "number" or (part.kind == "minus" and part.parts[0].kind == "number")
        for tree in trees if isinstance(tree, Node) for part in tree.parts[0].parts)


def no_intervals(lines: Iterable[ReadLine]) -> Iterator[object]:
    """The sides of the lines in which square brackets with a comma may be commutators."""
    return (t for line in lines if line.link.kind != "in" and not intervals(line.trees)
            and not any(is_list(a) and is_array(b) for a, b in (line.trees, line.trees[::-1]))
            for t in line.trees)


def is_array(tree: object) -> bool:
    """Whether a side is written out as an array, or is a gradient."""
    first = tree.parts[0] if isinstance(tree, Node) and tree.kind == "juxt" else tree
    return isinstance(first, Node) and (first.kind == "matrix" or first.is_name("\\nabla"))


def with_lists(line: ReadLine, read: Callable[[Spanned], Term | Unread],
               ) -> tuple[Term | Unread, Term | Unread]:
    """Both sides, with such a list read as what the other side is."""
    sides, trees = (line.left, line.right), line.trees
    new = list(sides)
    for place, tree in enumerate(trees):
        if not is_list(tree) or not isinstance(tree, Node) or isinstance(sides[place], Term):
            continue
        sign = (" & " if intervals(trees) else "") if is_list(trees[1 - place]) else (
            _apart(sides[1 - place], len(tree.parts[0].parts)))
        if sign:
            new[place] = read(_written_out(line.texts[place], tree, sign))
    return new[0], new[1]


def _apart(other: object, wide: int) -> str:
    """What stands between the entries of an array like this one, or nothing."""
    if not isinstance(other, Term) or other.head != "grid":
        return ""
    rows, columns = other.data
    if (rows, columns) == (wide, 1):
        return " \\\\ "
    return " & " if (rows, columns) == (1, wide) else ""


def _written_out(text: Spanned, tree: Node, sign: str) -> Spanned:
    pieces = [_at(text, tree.span[0], "\\begin{pmatrix}")]
    for number, part in enumerate(tree.parts[0].parts):
        start, end = part.span
        pieces += [_at(text, start, sign)] if number else []
        pieces.append(text[start:end])
    pieces.append(_at(text, tree.span[1] - 1, "\\end{pmatrix}"))
    return join(pieces)


def _at(text: Spanned, place: int, words: str) -> Spanned:
    return Spanned(words, [text.at[place]] * len(words))
