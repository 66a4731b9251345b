"""A link with what it is read as. Next: ``checking``, which reads and judges them."""

from __future__ import annotations

from dataclasses import dataclass, field

from derive.notation.cards import Notation
from derive.notation.tree import Node
from derive.review.chains import Link
from derive.review.displays import Display
from derive.review.meaning import Unread, tree_of
from derive.review.spanned import Spanned
from derive.review.wide_rows import with_rows
from derive.terms.term import Term


@dataclass
class ReadLine:
    """A link with its trees, terms and the notation in which it was read.

    ``carried`` is a definition of an earlier section (see ``carrying``), ``repeated`` what a line
    says of one layer, said of another (see ``layers``).
    """

    link: Link
    display: Display
    id: str
    trees: tuple[Node | Unread, Node | Unread]
    texts: tuple[Spanned, Spanned]
    left: Term | Unread = field(default_factory=lambda: Unread("", 0))
    right: Term | Unread = field(default_factory=lambda: Unread("", 0))
    notation: Notation = field(default_factory=Notation)
    hypotheses: tuple[Term, ...] = ()
    label: str = ""
    carried: bool = False
    repeated: bool = False


def read_line(link: Link, display: Display, name: str, label: str, profile: str) -> ReadLine:
    """A link with the trees of its sides."""
    texts = with_rows(link.left), with_rows(link.right)
    return ReadLine(link, display, name, (tree_of(texts[0], profile), tree_of(texts[1], profile)),
                    texts, label=label)
