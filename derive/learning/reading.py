r"""A loss from LaTeX: one formula, or the definitions of a network whose last line is the loss.

Shapes are declared (``X in R^(m x n)``); the left side of a definition gets the shape of its
right side. Formulas are read by ``derive.notation``; nothing here looks into them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from derive.learning.naming import named
from derive.notation import parse
from derive.notation.declarations import (
    Declared,
    declare,
    declared_matrix,
    declared_symbol,
    written,
)
from derive.notation.errors import NotRead
from derive.rules.reverse_sweep import Let
from derive.terms.build import symbol
from derive.terms.shapes import said
from derive.terms.term import Term

_DECLARATION = re.compile(r"^\s*%\s*derive:\s*(.*)$", re.MULTILINE)
_COMMENT = re.compile(r"(?<!\\)%.*$", re.MULTILINE)
_DISPLAY = re.compile(
    r"\\\[(.*?)\\\]|\$\$(.*?)\$\$|"
    r"\\begin\{(?:equation|align|gather|multline)\*?\}(.*?)"
    r"\\end\{(?:equation|align|gather|multline)\*?\}", re.DOTALL)


@dataclass(frozen=True)
class Read:
    """The definitions that were read, with what was declared."""

    lets: tuple[Let, ...]
    declared: Declared

    @property
    def facts(self) -> tuple[Term, ...]:
        """Declared equations, such as 1^T y = 1."""
        return tuple(h for h in self.declared.hypotheses if h.head == "eq")

    def symbols(self, names: Iterable[str] = ()) -> tuple[Term, ...]:
        """The symbols of those names; all that the loss contains when none are named.

        Raises
        ------
        NotRead
            A name is not declared.
        """
        defined = {let.symbol for let in self.lets}
        inside = dict.fromkeys(t for let in self.lets for t in let.value.walk()
                               if t not in defined and (t.head == "matrix" or (
                                   t.head == "sym" and t.sort in ("R", "P"))))
        found = []
        for name in names:
            card = self.declared.notation.named(written(name))
            if card is None:
                raise NotRead(f"{name} is not declared", declaration=f"{name} in R^n")
            found.append(card.term)
        return tuple(found) or tuple(inside)


def read_loss(source: str, declarations: str = "") -> Read:
    r"""The definitions in a text, with its own ``% derive:`` lines and further declarations.

    Raises
    ------
    NotRead
        A formula or a declaration is not understood, or the last line is no scalar.

    Examples
    --------
    >>> found = read_loss(r"L = \|X w - y\|^2", "X in R^(m x n); w in R^n; y in R^m")
    >>> [str(let.symbol) for let in found.lets]
    ['r', 'L']
    """
    own = "; ".join(_DECLARATION.findall(source))
    declared = declare("; ".join(part for part in (declarations, own) if part))
    lets: list[Let] = []
    for left, right in _equations(_COMMENT.sub("", source)):
        value = parse(right, declared.notation)
        name = written(left) if left else "L"
        if value.shape is None:
            declared = declared_symbol(declared, name, "R")
        else:
            declared = declared_matrix(declared, name, *value.shape, ())
        card = declared.notation.named(name)
        assert card is not None
        lets.append(Let(card.term, value))
    if not lets:
        raise NotRead("there is no formula")
    last = lets[-1]
    if last.symbol.shape is not None:
        raise NotRead(f"the last line is the loss, a scalar, not a matrix of shape "
                      f"{said(last.symbol)}")
    if len(lets) == 1:
        return Read(named(last.value, symbol(last.symbol.name)), declared)
    return Read(tuple(lets), declared)


def _equations(text: str) -> list[tuple[str, str]]:
    """Pairs (left side or nothing, right side), from displays or from the bare text."""
    displays = [next(part for part in found if part) for found in _DISPLAY.findall(text)
                if any(found)]
    pieces = [piece for display in displays or [text] for piece in re.split(r"\\\\", display)]
    result = []
    for piece in pieces:
        bare = re.sub(r"\\(?:label|tag)\{[^}]*\}|\\nonumber|&", " ", piece).strip().rstrip(".,;")
        if bare:
            left, sign, right = bare.partition("=")
            result.append((left.strip(), right.strip()) if sign else ("", left.strip()))
    return result
