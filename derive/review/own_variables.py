r"""A function without its argument, in a formula that differentiates it: ``\psi'' - \xi^2\psi``.

In ``\frac{d^2\psi}{d\xi^2} - \xi^2\psi = 0`` the second psi is taken at xi, too, whatever the
section took psi at before. Next: ``kinds``, which finds the usual argument.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from derive.notation.cards import Card, Notation
from derive.notation.tree import Node
from derive.review.letterforms import after_differential, base_key, differentiated, is_letter

if TYPE_CHECKING:
    from derive.review.read_lines import ReadLine


def own_variables(lines: Iterable[ReadLine], notations: Iterable[Notation]) -> list[Notation]:
    """The notation of each line, its functions taken at what it differentiates them by."""
    return [at_its_variable(notation, [t for t in line.trees if isinstance(t, Node)])
            for line, notation in zip(lines, notations, strict=True)]


def at_its_variable(notation: Notation, trees: Iterable[Node]) -> Notation:
    r"""The notation for a formula.

    >>> from derive.notation.reader import parse_tree
    >>> from derive.terms.build import function, symbol
    >>> psi = Card(function("psi"), "\\psi", default=((0, symbol("x")),))
    >>> given = Notation([psi, Card(symbol("x"), "x"), Card(symbol("xi"), "\\xi")])
    >>> tree = parse_tree(r"\frac{d^2\psi}{d\xi^2} - \xi^2\psi")
    >>> at_its_variable(given, [tree]).named("\\psi").default[0][1].name
    'xi'
    """
    by: dict[str, set[str]] = {}
    for tree in trees:
        for node in tree.walk():
            below = differentiated(node) if node.kind == "frac" else ()
            rest = after_differential(node.parts[0]) if below else []
            if len(rest) == 1 and is_letter(rest[0]):
                by.setdefault(base_key(rest[0]), set()).update(below)
    changed = [card for name, letters in by.items() if len(letters) == 1
               for card in _at(notation, name, next(iter(letters)))]
    return notation.with_cards(*changed) if changed else notation


def _at(notation: Notation, name: str, letter: str) -> list[Card]:
    card, variable = notation.named(name), notation.named(letter)
    if card is None or variable is None or variable.term.head != "sym" or len(card.default) != 1:
        return []
    ((slot, usual),) = card.default
    if usual is variable.term or variable.term.sort not in ("R", "P"):
        return []
    return [replace(card, default=((slot, variable.term),))]
