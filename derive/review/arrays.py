r"""Shapes of letters from their use: bold letters, and letters that are given as an array.

Bold capitals are matrices and bold small letters columns; the sizes follow from the products, sums
and equations in which they stand, and stay letters where nothing says more. A letter that is equal
to an array is one. What does not fit together is left alone: its lines are refused when they are
read. Next: ``meaning``.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import TypeAlias

from derive.notation.cards import Card, Notation
from derive.notation.declarations import matrix_name
from derive.notation.errors import NotationError
from derive.notation.matrix_reading import BARE, NAMED, TRANSPOSES
from derive.notation.of_arrays import NUMBER
from derive.notation.tree import NOTHING, Node, factors_of
from derive.notation.unsaid import MEAN_LETTERS
from derive.notation.write_latex import write_latex
from derive.review.acted_columns import acted
from derive.review.array_letters import (
    arrays_below,
    core_letter,
    core_of_name,
    entrywise,
    is_bold,
    letter,
    level_of,
    plain_variables,
    turned,
    variable_of_gradient,
)
from derive.review.letterforms import application, base_of
from derive.review.number_valued import beside_products, number_valued
from derive.review.sizes import Size, Sizes
from derive.terms.build import symbol, term
from derive.terms.matrices import identity
from derive.terms.term import Term

#: small letters that stand for columns behind a matrix; numbers are written before it
COLUMNS = frozenset("abghpqruvwxyz")
#: numbers that square matrices have
OF_SQUARE = frozenset({"\\mathrm{tr}", "\\mathrm{Tr}", "\\mathrm{trace}", "\\mathrm{logdet}"})
Shape: TypeAlias = "tuple[Size, Size] | None"   # None for a number
Pair: TypeAlias = tuple[Node, Node]


class Unclear(ValueError):
    """The shape of a formula does not follow, or does not fit."""


@dataclass
class Arrays:
    """Letters with shapes, by the way they are written.

    >>> from derive.notation.reader import parse_tree
    >>> arrays = Arrays()
    >>> arrays.read([(parse_tree(r"\\mathbf{z}"), parse_tree(r"\\mathbf{W}\\mathbf{x}"))])
    >>> arrays.cards([])[0].latex, str(arrays.cards([])[0].term.shape[1])
    ('\\\\mathbf{z}', '1')
    """

    known: dict[str, tuple[Size, Size]] = field(default_factory=dict)
    levels: dict[str, str] = field(default_factory=dict)  # families: the letter of the index
    sizes: Sizes = field(default_factory=Sizes)
    given: set[str] = field(default_factory=set)  # letters whose shape was declared
    numbers: frozenset[str] = frozenset()  # letters of which something else was declared
    equated: frozenset[str] = frozenset()  # letters that are a side of an equation
    valued: frozenset[str] = frozenset()  # functions of arrays with numbers as values
    units: set[str] = field(default_factory=set)  # a plain I that is added to an array

    def declare(self, notation: Notation) -> None:
        """Take in the letters whose shape was declared."""
        for card in notation.cards:
            if card.term.head == "matrix" and len(card.term.args) == 2:
                rows, columns = card.term.args
                self.known[card.latex] = self.sizes.of(rows), self.sizes.of(columns)
                self.given.add(card.latex)

    def read(self, pairs: Iterable[Pair], declared: frozenset[str] = frozenset()) -> None:
        """Take in the equations of a text; what one says of a letter holds in all."""
        equations = list(pairs)
        declared |= plain_variables(side for pair in equations for side in pair)
        for left, right in equations:
            for tree in (left, right):
                inner: set[int] = set()
                for node in tree.walk():
                    if id(node) not in inner:
                        self._bold(node, declared)
                    if letter(node) and node.kind in ("script", "accent"):
                        inner.update(id(part) for part in node.parts[0].walk())
        for tree in (side for pair in equations for side in pair) if self.known else ():
            for node in tree.walk():  # among arrays, nabla J(w) is the gradient in one
                if variable_of_gradient(node):
                    self._array(variable_of_gradient(node), declared)
        for name in [n for n in self.known if n.rpartition("_")[0] in self.levels]:
            del self.known[name]  # the member of a family
        if self.known:
            declared |= beside_products(equations, self.glance().shape)
        self.numbers = declared
        self.equated = frozenset(letter(side) for pair in equations for side in pair)
        self.valued = (number_valued(equations, declared, self.glance().shape) if self.known
                       else frozenset())
        for _ in range(3):
            for left, right in equations:
                self._equate(left, right, declared)

    def glance(self) -> Arrays:
        """The same to look ahead with: what is found in it is forgotten."""
        sizes = replace(
            self.sizes, parent=list(self.sizes.parent), wide=set(self.sizes.wide),
            values=dict(self.sizes.values), declared=dict(self.sizes.declared))
        return replace(self, known=dict(self.known), levels=dict(self.levels),
                       given=set(self.given), units=set(self.units), sizes=sizes)

    def _bold(self, node: Node, declared: frozenset[str]) -> None:
        if node.kind == "script" and node.parts[2].kind == "mark" and (
                node.parts[2].value in TRANSPOSES):
            base = node.parts[0]
            if base.kind == "paren" and base.parts[0].kind == "list":
                return  # a row of entries
            within = {id(p) for n in base.walk() if n.kind == "accent" for p in n.parts[0].walk()}
            for part in base.walk():  # what is transposed is an array
                if id(part) not in within:
                    self._array(part, declared)
        elif node.kind == "script" and variable_of_gradient(node):
            self._array(variable_of_gradient(node), declared)
        elif is_bold(node):
            self._array(node, declared)

    def _array(self, node: Node, declared: frozenset[str]) -> None:
        name = letter(node)
        if not name or name in NAMED or name.rstrip("'") in declared:
            return
        core = core_letter(node)
        level = level_of(node)
        if level and name not in self.given:
            self.levels.setdefault(name, level)
        if name in self.known:
            return
        if core in ("0", "1", "I"):
            if core == "I":
                size = self.sizes.new(True)
                self.known[name] = (size, size)
            return
        capital = core[0].isupper() or core[1:2].isupper()
        rows = self.sizes.new(capital)
        self.known[name] = (rows, self.sizes.new(True) if capital else self.sizes.number(1))

    def _equate(self, left: Node, right: Node, declared: frozenset[str]) -> None:
        acted(self, left, right, declared)
        shapes: list[Shape] = []
        for side in (left, right):  # what one side says of its letters is so whatever the other is
            with suppress(Unclear):
                shapes.append(self.shape(side))
        if len(shapes) < 2:
            return
        first, second = shapes
        name = letter(left) if letter(left) == write_latex(left) else ""
        if first is None and second is not None and name and name not in declared and (
                name not in self.known):
            self.known[name] = second
        elif first is not None and second is not None:
            self.sizes.fit(first, second)

    # -- the shape of a formula --------------------------------------------------------------

    @property
    def families(self) -> frozenset[str]:
        r"""The letters without what hangs on them, of which members were declared: W of W^{(1)}."""
        return frozenset(name.partition("^")[0] for name in self.given if "^" in name)

    @property
    def letters(self) -> frozenset[str]:
        """The letters of arrays, and of functions of them."""
        return frozenset(self.known) | self.valued

    @property
    def naturals(self) -> frozenset[str]:
        """The letters that count steps or samples."""
        return frozenset(self.levels.values())

    def shape(self, node: Node) -> Shape:
        """The shape of a formula, with its sizes made to fit; Unclear where they do not."""
        method = getattr(self, f"_{node.kind}", None)
        if method is not None:
            result: Shape = method(node)
            return result
        return None

    def _name(self, node: Node) -> Shape:
        return self.known.get(letter(node))

    _accent = _text = _name

    def _script(self, node: Node) -> Shape:
        known = self.known.get(letter(node))
        if known is None and node.parts[0].kind in ("paren", "matrix"):
            known = self.shape(node.parts[0])
        if known is None:
            return None
        sup = node.parts[2]
        if turned(sup):
            return known[1], known[0]
        power = sup.parts[0] if sup.kind == "minus" else sup
        if power.kind == "number":
            self._fit(known, (known[1], known[0]))
        return known

    def _matrix(self, node: Node) -> Shape:
        wide = max((len(row.parts) for row in node.parts), default=0)
        if node.value == "vmatrix" or not wide:
            return None
        return self.sizes.number(len(node.parts)), self.sizes.number(wide)

    def _paren(self, node: Node) -> Shape:
        inside = self.shape(node.parts[0])
        return inside if node.value in ("(", "[", "\\{") else None

    def _minus(self, node: Node) -> Shape:
        return self.shape(node.parts[0])

    _plusminus = _brace = _minus

    def _sum(self, node: Node) -> Shape:
        shapes = [self.shape(part) for part in node.parts]
        arrays = [s for s in shapes if s is not None]
        for other in arrays[1:]:
            self._fit(arrays[0], other)
        for part in node.parts if arrays else ():
            name = letter(part.parts[0] if part.kind == "minus" else part)
            if not name and factors_of(part.parts[0] if part.kind == "minus" else part)[-1].is_name(
                    "I"):
                name = "I"  # lambda I beside an array
                self.units |= {name} - {*self.known, *self.numbers, *self.equated}
            if name and name not in self.known and name not in self.numbers | MEAN_LETTERS:
                self.known[name] = arrays[0]  # no number is added to an array
        return arrays[0] if arrays else None

    def _frac(self, node: Node) -> Shape:
        by = arrays_below(node)
        if by:  # the gradient of a number has the shape of its variable
            return self.known.get(by[0]) if len(by) == 1 else None
        return self.shape(node.parts[0])

    def _slash(self, node: Node) -> Shape:
        return self.shape(node.parts[0])

    def _big(self, node: Node) -> Shape:
        return self.shape(node.parts[2])

    def _product(self, node: Node) -> Shape:
        if "\\odot" in node.ops:
            return self._sum(node)
        return self._factors(tuple(f for part in node.parts for f in factors_of(part)),
                             "\\cdot" in node.ops)

    def _juxt(self, node: Node) -> Shape:
        return self._factors(node.parts, False)

    def _factors(self, parts: tuple[Node, ...], dotted: bool) -> Shape:
        result: Shape = None
        place = 0
        while place < len(parts):
            following = parts[place + 1] if place + 1 < len(parts) else NOTHING
            part, known = parts[place], letter(parts[place]) in self.known
            if letter(part) in OF_SQUARE or part.is_name("\\det"):
                shape, place = self.shape(following) if following else None, place + 2
                if shape is not None:
                    self._fit(shape, (shape[1], shape[0]))
                continue
            if write_latex(base_of(part)) in self.valued and base_of(following).kind == "paren":
                place += 2
                sloped = place > 2 and base_of(parts[place - 3]).is_name("\\nabla")
                inside = self.shape(base_of(following))
                shape = inside if sloped else None
            elif not known and application(part, following)[0]:
                shape, place = self.shape(following), place + 2
                if shape is not None and not entrywise(letter(part)):
                    raise Unclear
            else:
                shape, place = self.shape(part), place + 1
                shape = shape or self._behind(result, part, following)
            if shape is None:
                continue
            if result is None:
                result = shape
            elif dotted and self.sizes.is_one(shape[1]) and self.sizes.is_one(result[1]):
                self._fit(result, shape)
                result = None
            else:
                self._same(result[1], shape[0])
                one = self.sizes.is_one(result[0]) and self.sizes.is_one(shape[1])
                result = None if one else (result[0], shape[1])
        return result

    def _behind(self, before: Shape, part: Node, following: Node) -> Shape:
        """A small letter at the end of a product with a matrix is a column: ``X^\\top y``."""
        name = letter(part)
        if before is None or following or name not in COLUMNS or name in self.numbers or (
                self.sizes.root(before[1]) not in self.sizes.wide):
            return None
        self.known[name] = before[1], self.sizes.number(1)
        return self.known[name]

    def _fit(self, a: tuple[Size, Size], b: tuple[Size, Size]) -> None:
        if not self.sizes.fit(a, b):
            raise Unclear

    def _same(self, a: Size, b: Size) -> None:
        if not self.sizes.same(a, b):
            raise Unclear

    # -- what comes out ----------------------------------------------------------------------

    def cards(self, taken: Iterable[str]) -> list[Card]:
        """Matrix symbols for the letters, with letters for the sizes that stay open."""
        used, names = set(taken), set()
        cards = []
        for latex, (rows, columns) in self.known.items():
            if core_of_name(latex) == "I" or latex in self.given | self.units:
                continue
            name = matrix_name(latex)
            if name in names:
                name = "".join(c for c in latex if c not in "\\{}")
            names.add(name)
            sizes = tuple(self.size(s, used) for s in (rows, columns))
            level = [symbol(self.levels[latex], "N0")] if latex in self.levels else []
            with suppress(NotationError):  # \mathbf{1}_m is no name of a letter
                card = Card(Term("matrix", (name,), (*sizes, *level)), latex)
                if card.written:
                    cards.append(card)
        return cards

    def meanings(self, taken: Iterable[str]) -> dict[str, Term]:
        """Bold I, 0 and 1, where the text says what size they have."""
        used = set(taken)
        found = {latex: identity(self.size(rows, used))
                 for latex, (rows, _) in self.known.items()
                 if core_of_name(latex) == "I" or latex in self.units}
        for latex in self.levels.keys() & self.known.keys():  # x beside x_t is a letter of its own
            sizes = (self.size(s, used) for s in self.known[latex])
            found[BARE + latex] = Term("matrix", (matrix_name(latex),), tuple(sizes))
        return found

    def size(self, size: Size, used: set[str]) -> Term:
        value = self.sizes.value(size)
        if value is not None:
            return term(value)
        declared = self.sizes.declared.get(self.sizes.root(size))
        if declared is not None:
            return declared
        number = self.sizes.rank(size)
        while f"d{number}" in used:
            number += 100
        return symbol(f"d{number}", "N0")


def with_arrays(notation: Notation, arrays: Arrays, taken: Iterable[str]) -> Notation:
    """The notation with a card for each letter that has a shape."""
    names = list(taken)
    cards = [c for c in arrays.cards(names) if notation.named(c.written) is None]
    if arrays.levels:
        notation = notation.with_conventions(layer_index="_l")
    for name in arrays.valued:  # R^* is the least value of R, and no function
        least = Card(symbol(f"{name}*", "R"), f"{name}^*")
        notation = notation.with_constant(NUMBER + name)
        if notation.named(least.written) is None:
            notation = notation.with_cards(least)
    return notation.with_cards(*cards).with_meanings(arrays.meanings(names))
