"""How formulas are written: LaTeX <-> tree <-> terms, and out as MathML and plain text.

Start with ``tree`` (the one form), then ``reader`` and ``elaborate`` (in), ``compose`` and
the writers (out), ``cards`` (what the letters mean), ``declarations`` and ``conventions``.
``parse(latex(t, notation), notation)`` is ``t`` up to the names of bound symbols.
"""

from __future__ import annotations

from derive.notation import increments, unsized
from derive.notation.cards import Card, Notation
from derive.notation.compose import compose
from derive.notation.conventions import Conventions
from derive.notation.declarations import Declared, declare
from derive.notation.elaborate import Elaborator
from derive.notation.errors import NotationError, NotRead, NotWritten
from derive.notation.reader import Reader
from derive.notation.reader import parse_tree as _parse_tree
from derive.notation.statements import Link, links
from derive.notation.tree import Node
from derive.notation.write_latex import write_latex
from derive.notation.write_mathml import write_mathml
from derive.notation.write_text import write_text
from derive.terms.term import Term

__all__ = ["Card", "Conventions", "Declared", "Link", "Node", "NotRead", "NotWritten", "Notation",
           "NotationError", "declare", "latex", "mathml", "parse", "parse_chain", "parse_tree",
           "text"]


def latex(term: Term, notation: Notation, style: str = "display") -> str:
    """A term as LaTeX; ``style`` is display (fraction bars) or inline (slashes).

    >>> from derive.terms.build import symbol, div, mul
    >>> m, w = symbol("m", "P"), symbol("omega", "P")
    >>> latex(div(mul(m, w), 2), Notation())
    '\\\\frac{m\\\\omega}{2}'
    """
    return write_latex(compose(term, notation, style))


def text(term: Term, notation: Notation) -> str:
    """A term as one line of Unicode text.

    >>> from derive.terms.build import symbol, add, div
    >>> text(add(symbol("n", "N0"), div(1, 2)), Notation())
    'n + ½'
    """
    return write_text(compose(term, notation, "text"))


def mathml(term: Term, notation: Notation, style: str = "display") -> str:
    """A term as a ``math`` element of MathML Core.

    >>> from derive.terms.build import symbol
    >>> mathml(symbol("x"), Notation(), "inline")
    '<math><mi>x</mi></math>'
    """
    attributes = ' display="block"' if style == "display" else ""
    return f"<math{attributes}>{write_mathml(compose(term, notation, style))}</math>"


def parse_tree(source: str, profile: str = "plain") -> Node:
    """The tree of a formula with the span of every part; :class:`NotRead` where it fails."""
    return _parse_tree(source, profile)


def parse(source: str, notation: Notation, *, formal: Term | None = None,
          variable: Term | None = None) -> Term:
    """The term that a formula says, or :class:`NotRead`: never a guess.

    ``formal`` makes an equation one of power series in that symbol; ``variable`` is what a
    function of one argument is taken at when it is written without parentheses.

    >>> from derive.terms.build import symbol
    >>> str(parse("x^2 + 1", Notation([Card(symbol("x"), "x")])))
    '(add (pow x 2) 1)'
    """
    tree = Reader(source, notation.profile).whole()
    if increments.known(notation.names):
        tree = increments.joined(tree)
    return unsized.settled(Elaborator(notation, formal, variable).term(tree), tree.span)


def parse_chain(source: str, notation: Notation, *,
                variable: Term | None = None) -> list[Link]:
    """The links of ``a = b \\\\le c``, each with its sides and spans."""
    tree = Reader(source, notation.profile).whole()
    return links(Elaborator(notation, None, variable), tree)
