r"""Matrices written out: products, sums and powers of arrays of entries, worked out entry by entry.

``\begin{pmatrix} … \end{pmatrix}`` has no term of its own; an equation between two of them is one
equation for each entry, and those the kernel judges. Letters that a line defines as a matrix are
known below. Next: ``matrix_lines``.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeAlias

from derive.notation.cards import Notation
from derive.notation.elaborate import Elaborator
from derive.notation.errors import NotRead
from derive.notation.tree import NOTHING, Node
from derive.notation.write_latex import write_latex
from derive.review.meaning import Unread
from derive.terms.binding import substitute
from derive.terms.build import add, div, mul, neg, term
from derive.terms.matrices import grid
from derive.terms.term import Term

LARGEST = 12       # rows or columns
HIGHEST_POWER = 6
HIGHEST_DETERMINANT = 5
#: how the identity is written
UNITS = frozenset({"I", "\\mathbb{1}", "\\mathbb{I}", "\\mathbf{I}", "\\mathbf{1}", "\\mathds{1}"})
Entries: TypeAlias = tuple[tuple[Term, ...], ...]
Value: TypeAlias = Term | Entries
LETTERS = ("name", "accent", "script", "ket", "bra")
ZERO, ONE = term(0), term(1)
MINUS = neg(ONE)


@dataclass
class Matrices:
    r"""The letters and kets that were defined as matrices so far, by the way they are written.

    >>> from derive.notation.reader import parse_tree
    >>> tree = parse_tree(r"\begin{pmatrix} 1 & 2 \\ 3 & 4 \end{pmatrix}"
    ...                   r"\begin{pmatrix} 0 & 1 \\ 1 & 0 \end{pmatrix}")
    >>> value = Matrices().value(tree, Elaborator(Notation()))
    >>> [[str(entry) for entry in row] for row in value]
    [['2', '1'], ['4', '3']]
    """

    known: dict[str, Entries] = field(default_factory=dict)

    def occur(self, tree: Node) -> bool:
        """Whether a formula has a matrix in it, written out or known by its letter."""
        return any(node.kind == "matrix" or self._unit(node) or (
            node.kind in LETTERS and (key_of(node) in self.known or _plain(node) in self.known))
            or (node.kind == "braket" and self._ends(node)) for node in tree.walk())

    def _unit(self, node: Node) -> int:
        """The size of I, where all matrices that are known have one: else 0."""
        if node.kind not in ("name", "accent") or write_latex(node) not in UNITS:
            return 0
        sizes = {n for rows in self.known.values() for n in (len(rows), len(rows[0])) if n > 1}
        return sizes.pop() if len(sizes) == 1 and write_latex(node) not in self.known else 0

    def _ends(self, node: Node) -> bool:
        """Whether both ends of a bracket are known columns."""
        return len(node.parts) > 1 and all(
            key_of(Node("ket", (part,))) in self.known for part in (node.parts[0], node.parts[-1]))

    def filled(self, side: Term | Unread, notation: Notation) -> Term | Unread:
        """A side with the entries of the matrices whose letters are known."""
        if isinstance(side, Unread) or not self.known:
            return side
        entries: dict[Term, Term] = {}
        for letter, rows in self.known.items():
            card = notation.named(letter)
            if card is not None and card.term.head == "matrix" and card.term in side.free:
                value = grid(*rows)
                if value.shape == card.term.shape:
                    entries[card.term] = value
        return substitute(side, entries)

    def read(self, tree: Node, notation: Notation) -> Value:
        """The entries that a formula works out to, or a number. Raises NotRead."""
        return self.value(tree, Elaborator(notation))

    def value(self, node: Node, table: Elaborator) -> Value:
        if not self.occur(node):
            return table.term(node)
        if self._unit(node):
            return _identity(self._unit(node))
        if node.kind in LETTERS:
            return self._letter(node, table)
        if node.kind == "paren" and node.value == "\\{" and node.parts[0].kind == "list":
            return self._commutator(node, table, ONE)
        if node.kind == "braket":
            return self._bracket(node, table)
        if node.kind == "paren" and node.value == "[" and node.parts[0].kind == "list":
            return self._commutator(node, table)
        if node.kind == "matrix":
            return _written(node, table)
        if node.kind == "paren" and node.value in ("(", "[", "\\{"):
            return self.value(node.parts[0], table)
        if node.kind in ("juxt", "product"):
            if any(op not in ("\\cdot", "\\times", "*") for op in node.ops):
                raise NotRead("this product of matrices is not read", node.span)
            return self._product(node, table)
        if node.kind == "sum":
            return _sum([self.value(part, table) for part in node.parts], node)
        if node.kind == "minus":
            return _scaled(neg(ONE), self.value(node.parts[0], table))
        if node.kind in ("frac", "slash"):
            below = self.value(node.parts[1], table)
            above = self.value(node.parts[0], table)
            if not isinstance(below, Term):
                raise NotRead("a division by a matrix", node.span)
            return _entrywise(above, lambda a: div(a, below))
        raise NotRead("this construct around a matrix is not read", node.span)

    def _bracket(self, node: Node, table: Elaborator) -> Value:
        """``<a|b>`` or ``<a|M|b>`` with known columns at both ends."""
        if len(node.parts) < 2:
            raise NotRead("an expectation value is not read", node.span)
        first, *inner, last = node.parts
        result: Value = self._letter(Node("bra", (first,), span=node.span), table)
        for part in inner:
            result = _times(result, self.value(part, table), node)
        return _times(result, self._letter(Node("ket", (last,), span=node.span), table), node)

    def _commutator(self, node: Node, table: Elaborator, sign: Term = MINUS) -> Value:
        pair = [self.value(part, table) for part in node.parts[0].parts]
        if len(pair) != 2:
            raise NotRead("a commutator has two entries", node.span)
        return _sum([_times(pair[0], pair[1], node),
                     _scaled(sign, _times(pair[1], pair[0], node))], node)

    def _letter(self, node: Node, table: Elaborator) -> Value:
        known = self.known.get(key_of(node))
        if known is not None:
            return _adjoint(known) if node.kind == "bra" else known
        if node.kind != "script" or not node.parts[2] or int(node.value or 0):
            raise NotRead(f"{write_latex(node)} is not declared", node.span)
        sup = node.parts[2]
        plain = self.known.get(_plain(node))
        if plain is None and node.parts[1]:
            raise NotRead(f"{write_latex(node)} is not declared", node.span)
        base = plain if plain is not None else self.value(node.parts[0], table)
        if isinstance(base, Term):
            return table.term(node)
        if sup.kind == "number" and sup.value.isdigit() and int(sup.value) <= HIGHEST_POWER:
            result: Value = _identity(len(base))
            for _ in range(int(sup.value)):
                result = _times(result, base, node)
            return result
        if write_latex(sup) in ("T", "\\top", "\\intercal"):
            return tuple(zip(*base, strict=True))
        if sup.kind == "mark" and sup.value in ("\\dagger", "\\dag"):
            return _adjoint(base)
        if sup.kind == "mark" and sup.value == "*":
            return _entrywise(base, _conjugate)
        raise NotRead("this superscript of a matrix is not read", node.span)

    def _product(self, node: Node, table: Elaborator) -> Value:
        """Scalar factors between matrices are read together, so that functions keep arguments."""
        values: list[Value] = []
        run: list[Node] = []
        parts = [p for part in node.parts for p in (
            part.parts if part.kind == "juxt" else (part,))]
        for part in (*parts, None):
            if part is not None and not self.occur(part):
                run.append(part)
                continue
            of_square = OF_SQUARE.get(write_latex(run[-1])) if run and part is not None else None
            if of_square is not None and part is not None:
                run.pop()
            if run:
                span = (run[0].span[0], run[-1].span[1])
                values.append(table.term(run[0] if len(run) == 1 else Node(
                    "juxt", tuple(run), span=span)))
                run = []
            if part is not None:
                value = self.value(part, table)
                values.append(of_square(value, node) if of_square is not None else value)
        result = values[0]
        for value in values[1:]:
            result = _times(result, value, node)
        return result


def key_of(node: Node) -> str:
    """How a letter, ket or bra is known: a bra by its ket."""
    return write_latex(Node("ket", node.parts) if node.kind == "bra" else node)


def _plain(node: Node) -> str:
    """The letter under a superscript: ``A_0`` of ``A_0^2``."""
    if node.kind != "script" or not node.parts[2]:
        return ""
    base, sub, _ = node.parts
    return write_latex(Node("script", (base, sub, NOTHING), node.value) if sub else base)


def _adjoint(value: Entries) -> Entries:
    return tuple(zip(*(tuple(_conjugate(e) for e in row) for row in value), strict=True))


def _written(node: Node, table: Elaborator) -> Entries:
    rows = tuple(tuple(table.term(cell) for cell in row.parts) for row in node.parts)
    if not rows or len({len(row) for row in rows}) != 1:
        raise NotRead("a matrix whose rows have different lengths", node.span)
    if len(rows) > LARGEST or len(rows[0]) > LARGEST:
        raise NotRead(f"a matrix with more than {LARGEST} rows or columns", node.span)
    return rows


def _identity(size: int) -> Entries:
    return tuple(tuple(ONE if i == j else ZERO for j in range(size)) for i in range(size))


def _conjugate(entry: Term) -> Term:
    return entry if entry.head == "int" else Term("conj", (), (entry,))


def _trace(value: Value, node: Node) -> Term:
    rows = _square(value, node)
    return _total([rows[i][i] for i in range(len(rows))])


def _determinant(value: Value, node: Node) -> Term:
    """By the first row."""
    rows = _square(value, node)
    if len(rows) > HIGHEST_DETERMINANT:
        raise NotRead("a determinant of so many rows", node.span)
    if len(rows) == 1:
        return rows[0][0]
    parts = []
    for j, entry in enumerate(rows[0]):
        minor = tuple((*row[:j], *row[j + 1:]) for row in rows[1:])
        part = _factor(entry, _determinant(minor, node))
        parts.append(part if j % 2 == 0 or part is ZERO else neg(part))
    return _total(parts)


def _square(value: Value, node: Node) -> Entries:
    if isinstance(value, Term) or len(value) != len(value[0]):
        raise NotRead("a trace or a determinant of what is no square matrix", node.span)
    return value


OF_SQUARE = {"\\mathrm{tr}": _trace, "\\mathrm{Tr}": _trace, "\\det": _determinant}


def _entrywise(value: Value, change) -> Value:  # type: ignore[no-untyped-def]
    if isinstance(value, Term):
        return change(value)  # type: ignore[no-any-return]
    return tuple(tuple(change(entry) for entry in row) for row in value)


def _scaled(factor: Term, value: Value) -> Value:
    return _entrywise(value, lambda entry: _factor(factor, entry))


def _factor(a: Term, b: Term) -> Term:
    """A product in which 0 and 1 are not written."""
    if a is ZERO or b is ZERO:
        return ZERO
    return b if a is ONE else a if b is ONE else mul(a, b)


def _total(parts: list[Term]) -> Term:
    """A sum in which zeros are not written and small numbers are added."""
    kept = [p for p in parts if p is not ZERO]
    numbers = [p.value for p in kept if p.head == "int"]
    rest = [p for p in kept if p.head != "int"]
    if numbers and sum(numbers) < 10 ** 6:
        rest = [term(sum(numbers)), *rest]
    return add(*rest) if rest else ZERO


def _times(a: Value, b: Value, node: Node) -> Value:
    if isinstance(a, Term) and isinstance(b, Term):
        return _factor(a, b) if not (a.head == b.head == "int") else term(a.value * b.value)
    if isinstance(a, Term):
        return _scaled(a, b)
    if isinstance(b, Term):
        return _scaled(b, a)
    if len(a[0]) != len(b):
        raise NotRead(f"a {len(a)} x {len(a[0])} matrix times a {len(b)} x {len(b[0])} matrix",
                      node.span)
    columns = tuple(zip(*b, strict=True))
    result = tuple(tuple(_total([_number(x, y) for x, y in zip(row, column, strict=True)])
                         for column in columns) for row in a)
    return result[0][0] if len(result) == len(result[0]) == 1 else result


def _number(a: Term, b: Term) -> Term:
    return term(a.value * b.value) if a.head == b.head == "int" else _factor(a, b)


def _sum(values: list[Value], node: Node) -> Value:
    if all(isinstance(v, Term) for v in values):
        return add(*(v for v in values if isinstance(v, Term)))
    arrays = [v for v in values if not isinstance(v, Term)]
    if len(arrays) != len(values) or len({(len(v), len(v[0])) for v in arrays}) != 1:
        raise NotRead("a sum of a matrix and something of another shape", node.span)
    return tuple(tuple(_total([v[i][j] for v in arrays]) for j in range(len(arrays[0][0])))
                 for i in range(len(arrays[0])))
