r"""Matrices in formulas: which product is meant follows from the declared shapes.

``Wx`` is a matrix product, ``2W`` a multiple, ``x^\top y`` a number, ``\sigma(z)`` is taken
entry by entry. What the shapes do not allow, or allow in two ways, is refused.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from derive.notation import operator_reading, unsized
from derive.notation.errors import NotRead
from derive.notation.tree import NOTHING, Node, number
from derive.notation.write_latex import write_latex
from derive.terms import matrices
from derive.terms.binding import substitute
from derive.terms.build import INFINITY, add, div, eq, function, mul, neg
from derive.terms.shapes import is_one, said, same_size
from derive.terms.term import Term

if TYPE_CHECKING:
    from derive.notation.elaborate import Elaborator, Found

TRANSPOSES = ("\\top", "\\intercal")
#: names that are functions of a matrix, where nobody declared them otherwise
NAMED = {"\\mathrm{softmax}": "softmax", "\\mathrm{rowsoftmax}": "row_softmax",
         "\\mathrm{colsoftmax}": "softmax", "\\mathrm{tr}": "trace", "\\mathrm{Tr}": "trace",
         "\\mathrm{trace}": "trace", "\\mathrm{diag}": "diag", "\\mathrm{vec}": "vec",
         "\\det": "det", "\\mathrm{sum}": "total", "\\mathrm{logdet}": "logdet",
         "\\mathrm{logsumexp}": "logsumexp", "\\mathrm{rowlogsumexp}": "row_logsumexp",
         "\\mathrm{collogsumexp}": "logsumexp", "\\mathrm{diagonal}": "diagonal",
         "\\mathrm{matrix}": "matrix", "\\mathrm{entry}": "item"}

#: before a letter that stands without its level beside the family: what it means there
BARE = "without a level: "


def scalar(value: Term) -> Term:
    """A 1 x 1 product as the number that it is: ``x^T y`` is an inner product."""
    if value.shape is None or not all(is_one(size) for size in value.shape):
        return value
    factors = value.args if value.head == "matmul" else ()
    if len(factors) == 2 and factors[0].head == "transpose":
        left, right = factors[0].args[0], factors[1]
        if left.shape is not None and is_one(left.shape[1]):
            return matrices.inner(left, right)
    return matrices.item(value)


def total(summands: list[Term]) -> Term:
    """A sum of numbers, or of matrices; a 1 x 1 matrix beside numbers is one."""
    if all(s.shape is None for s in summands):
        return add(*summands)
    if operator_reading.operatorial(*summands):
        return operator_reading.total(summands)
    summands = unsized.alike(unsized.beside(summands))
    if any(s.shape is None for s in summands):
        return add(*(scalar(s) for s in summands))
    return matrices.matadd(*_to_each_row(summands))


def _to_each_row(summands: list[Term]) -> list[Term]:
    """A row that is added to a matrix is added to each of its rows: ``XW + b`` of a batch."""
    shapes = [s.shape for s in summands if s.shape is not None]
    tall = next((shape for shape in shapes if not is_one(shape[0])), None)
    if tall is None or all(same_size(shape[0], tall[0]) for shape in shapes):
        return summands
    return [matrices.matmul(matrices.ones(tall[0]), *_factors(s))
            if s.shape is not None and is_one(s.shape[0]) and not is_one(s.shape[1])
            and _factors(s)[0].head == "matrix" and same_size(s.shape[1], tall[1]) else s
            for s in summands]


def _factors(value: Term) -> tuple[Term, ...]:
    return value.args if value.head == "matmul" else (value,)


def moved(symbol: Term, node: Node) -> Term:
    """``\\mathrm{d}W``: the differential of a real or matrix symbol."""
    if symbol.head not in ("matrix", "sym"):
        raise NotRead("an upright d stands before a letter: the differential of it", node.span)
    return matrices.differential(symbol)


def product(factors: list[Term]) -> Term:
    """Factors side by side: numbers in front, matrices multiplied in their order."""
    numbers = [f for f in factors if f.shape is None]
    rest = [f for f in factors if f.shape is not None]
    if not rest:
        return mul(*factors)
    if operator_reading.operatorial(*rest):
        return operator_reading.product(factors)
    rest = unsized.chained(rest)
    value = matrices.matmul(*rest) if len(rest) > 1 else rest[0]
    if len(rest) > 1:
        value = scalar(value)
    if not numbers:
        return value
    if value.shape is None:
        return mul(*numbers, value)
    return matrices.scale(mul(*numbers), value)


def dotted(left: Term, right: Term) -> Term:
    """``a \\cdot b``: the inner product of two columns, otherwise the product."""
    if left.shape is not None and right.shape is not None:
        left, right = unsized.alike([left, right])
    columns = all(f.shape is not None and is_one(f.shape[1]) and not is_one(f.shape[0])
                  for f in (left, right))
    return matrices.inner(left, right) if columns else product([left, right])


def negative(value: Term) -> Term:
    if value.shape is None:
        return neg(value)
    if value.head == "scale" and value.args[0].head != "neg":
        return matrices.scale(neg(value.args[0]), value.args[1])
    return matrices.minus(value)


def quotient(above: Term, below: Term) -> Term:
    if above.shape is None:
        return div(above, scalar(below))
    return matrices.scale(div(1, scalar(below)), above)


def equation(left: Term, right: Term) -> Term:
    """An equation; a 1 x 1 matrix beside a number is one, 0 beside a matrix is the zero matrix."""
    if operator_reading.operatorial(left, right):
        return eq(*operator_reading.equal_shapes(left, right))
    if left.shape is not None and right.head == "int" and right.value == 0:
        return eq(left, matrices.zeros(*left.shape))
    if (left.shape is None) != (right.shape is None):
        left, right = scalar(left), scalar(right)
    return eq(*unsized.alike([left, right]))


def alike(parts: list[Term]) -> list[Term]:
    """The factors of a product by entries: of one shape."""
    return unsized.alike(parts)


#: functions that are defined for positive numbers only
POSITIVE = frozenset(("log", "sqrt"))
#: of a square matrix these are other functions than entry by entry
OF_MATRICES = frozenset(("exp", "log", "sin", "cos", "sqrt"))


def entry_by_entry(head: str, argument: Term, node: Node, primes: int = 0) -> Term:
    """A function that LaTeX knows, of a number, or of every entry of a matrix."""
    if operator_reading.operatorial(argument):
        return operator_reading.known(head, argument, node)
    if argument.shape is None or all(is_one(s) for s in argument.shape):
        if primes:
            raise NotRead("a prime on a function that LaTeX knows; write d/dx", node.span)
        return Term(head, (), (scalar(argument),))
    if head in OF_MATRICES and same_size(*argument.shape):
        raise NotRead(f"two readings: {head} of a square matrix, or of each of its entries?",
                      node.span)
    return Term("map", (primes,), (elementwise(head), argument))


def elementwise(head: str) -> Term:
    """The function symbol that stands for a named function of every entry."""
    return function(head, ("P" if head in POSITIVE else "R",))


def norm_1(table: Elaborator, inside: Node, span: tuple[int, int]) -> Term:
    """``\\|x\\|_1``, the sum of the absolute values of a column."""
    value = table.term(inside)
    if value.shape is None or not is_one(value.shape[1]):
        raise NotRead("\\|x\\|_1 is read of a column; of a matrix write the sum that is meant",
                      span)
    return matrices.total(Term("map", (0,), (elementwise("abs"), value)))


def raised(table: Elaborator, base: Term, sup: Node) -> Term:
    """``A^\\top``, ``A^T``, ``A^{-1}``, ``A^{-\\top}``, ``A^2``."""
    inverted = sup.kind == "minus"
    inner = sup.parts[0] if inverted else sup
    turned = (inner.kind == "mark" and inner.value in TRANSPOSES) or inner.is_name("T")
    if inner.is_name("T") and table.declared("T"):
        raise NotRead("two readings: T is declared, and this may be a transpose; write \\top",
                      sup.span)
    if turned and not inverted and base.head == "ones" and is_one(base.args[1]):
        return matrices.ones(1, base.args[0])  # a row of ones
    if turned:
        return matrices.transpose(matrices.inverse(base) if inverted else base)
    if sup.kind == "mark" and sup.value in ("*", "\\dagger", "\\dag"):
        return conjugated(base, sup)
    if inverted and inner.kind == "number" and inner.value == "1":
        return matrices.inverse(base)
    if not inverted and inner.kind == "number" and inner.value in ("2", "3", "4"):
        return matrices.matmul(*[base] * int(inner.value))
    raise NotRead("a superscript that has no meaning on a matrix; A^2, A^3, A^4, A^{-1} and "
                  "A^\\top are read", sup.span)


def conjugated(base: Term, sup: Node) -> Term:
    """``A^\\dagger`` of a square matrix, and ``(A^T)^*``: the adjoint."""
    if sup.value == "*" and base.head == "transpose":
        return Term("adjoint", (), base.args)
    if sup.value != "*" and base.shape is not None and base.shape[0] is base.shape[1]:
        return Term("adjoint", (), (base,))
    if sup.value == "*":
        raise NotRead("a star on a matrix: its conjugate, or a name of its own? (A^T)^* is read",
                      sup.span)
    raise NotRead("a dagger on a matrix that is not square: the adjoint or the pseudo-inverse?",
                  sup.span)


def is_own_transpose(base: Term, sup: Node) -> bool:
    """``(\\theta^\\top X^\\top y)^\\top``: a number that is made of arrays."""
    return base.shape is None and sup.kind == "mark" and sup.value in TRANSPOSES and any(
        t.shape is not None for t in base.walk())


def symbol(table: Elaborator, node: Node, found: Found) -> Term:
    """A matrix; one of a family has its level where the convention puts it."""
    value, sub, sup = found.term, found.sub, found.sup
    if found.primes:
        raise NotRead("a prime on a matrix: a name of its own? declare it", node.span)
    levels = value.args[2:]
    if not levels:
        if sub:
            raise NotRead("an entry of a matrix has no term yet", sub.span)
        return raised(table, value, sup) if sup else value
    where = table.notation.conventions["layer-index"]
    place = sub if where == "_l" else sup
    rest = sup if where == "_l" else Node("nothing")
    if where != "_l" and place.kind == "juxt" and len(place.parts) == 2:
        place, rest = place.parts
    opening = {"^(l)": "(", "^[l]": "["}.get(where)
    if opening is not None:
        if place.kind != "paren" or place.value != opening:
            raise NotRead(f"this family has its level as {where}; say so in its convention "
                          "layer-index otherwise", node.span)
        place = place.parts[0]
    if not place:
        bare = table.notation.meaning(BARE + found.card.latex) if found.card is not None else None
        if bare is None:
            raise NotRead("a family of matrices needs its level", node.span)
        return raised(table, bare, rest) if rest else bare
    level = table.term(place)
    value = substitute(value, {levels[0]: level})
    return raised(table, value, rest) if rest else value


def norm(table: Elaborator, inside: Node, sub: Node, span: tuple[int, int]) -> Term:
    """``\\|x\\|`` squared: Euclidean for a column, Frobenius with its F for a matrix."""
    value = table.term(inside)
    if value.shape is None:
        raise NotRead("a norm of a number; write |x|", span)
    column = is_one(value.shape[1])
    kind = sub.value.removeprefix("\\mathrm{").removesuffix("}") if sub else ""
    if kind not in (("", "2") if column else ("F",)):
        raise NotRead("which norm? \\|x\\| of a column and \\|A\\|_F of a matrix are read", span)
    return matrices.inner(value, value)


def mapped(fun: Term, orders: tuple[int, ...], given: tuple[Term, ...]) -> Term:
    """A function taken at numbers, or entry by entry at matrices."""
    if operator_reading.operatorial(*given):
        return operator_reading.applied(fun, orders, given)
    if any(a.shape is not None for a in given):
        return Term("map", orders, (fun, *given))
    return Term("call", orders, (fun, *given))


def summed(head: str, symbol_: Term, body: Term, low: Term, high: Term, node: Node) -> Term:
    """A sum or ordered product over a level or a time."""
    if body.shape is None:
        return Term(head, (), (symbol_, body, low, high))
    if operator_reading.operatorial(body):
        return operator_reading.summed(head, symbol_, body, low, high, node)
    if high is INFINITY:
        raise NotRead("an infinite sum of matrices has no term", node.span)
    return (matrices.matsum if head == "sum" else matrices.matprod)(symbol_, body, low, high)


def named(table: Elaborator, node: Node, argument: Term) -> Term:
    """A named function of a matrix; ``matrix`` turns the entry of a 1 x 1 product back into it."""
    head = by_rows(table, node, argument)
    if head == "matrix":
        if argument.head == "inner":
            return matrices.matmul(matrices.transpose(argument.args[0]), argument.args[1])
        if argument.head != "item" or argument.args[0].head != "matmul":
            raise NotRead("matrix( ) takes a product that is a number")
        return argument.args[0]
    value = Term(head, (), (argument,))
    return matrices.item(value) if head == "logsumexp" and all(
        map(is_one, value.shape or (value,))) else value


#: relations between symmetric matrices
DEFINITE = ("\\succeq", "\\preceq", "\\succ", "\\prec")


def definite(table: Elaborator, sign: str, left: Node, right: Node) -> Term:
    """``A \\succeq 0`` and ``A \\succeq B``: positive semidefinite; the strict ones have no term.
    """
    if sign in ("\\succ", "\\prec"):
        raise NotRead("positive definite has no term yet; \\succeq is read",
                      (left.span[0], right.span[1]))
    sides = (left, right) if sign == "\\succeq" else (right, left)
    above, below = (table.term(side) for side in sides)
    if above.head == "int" and above.value == 0 and below.shape is not None:
        return matrices.semidefinite(negative(below))
    if below.head == "int" and below.value == 0:
        return matrices.semidefinite(above)
    return matrices.semidefinite(total([above, negative(below)]))


def entries_of(table: Elaborator, node: Node) -> Term | None:
    """The matrix in ``entries(A)``, of whose entries something is said."""
    if node.kind != "juxt" or len(node.parts) != 2 or not (
            node.parts[0].is_name("\\mathrm{entries}")) or (
            table.declared("\\mathrm{entries}") or node.parts[1].kind != "paren"):
        return None
    value = table.term(node.parts[1])
    return value if value.shape is not None else None


def of_entries(sign: str, matrix: Term, value: Term, node: Node) -> Term:
    make = {"\\ne": matrices.nowhere, ">": matrices.above}.get(sign)
    if make is None or value.shape is not None:
        raise NotRead("of entries is said that they are more than a number, or not equal to it",
                      node.span)
    return make(matrix, value)


def by_rows(table: Elaborator, node: Node, argument: Term) -> str:
    """Whether a softmax or logsumexp of a wide matrix is of its rows: as samples lie."""
    head = NAMED[node.value]
    if node.value not in ("\\mathrm{softmax}", "\\mathrm{logsumexp}") or (
            argument.shape is None or is_one(argument.shape[1])):
        return head
    chosen = dict(table.notation.conventions.chosen).get("samples")
    if chosen is None:
        raise NotRead(f"two readings: {head} of every row or of every column of "
                      f"{said(argument)}? say how samples lie", node.span, "samples rows")
    return f"row_{head}" if chosen == "rows" else head


def sized(table: Elaborator, node: Node) -> Term | None:
    """``I_n`` and ``\\mathbf{1}_n``; ones without a size take that of what is beside them."""
    base, sub, sup = (node, NOTHING, NOTHING) if node.kind == "accent" else node.parts
    if not sub and base.kind == "accent" and base.value in ("\\mathbf", "\\mathbb") and (
            base.parts[0].value == "1" and not table.declared(write_latex(base))):
        table.unsized += 1
        value = unsized.ones(table.unsized)
        return raised(table, value, sup) if sup else value
    if not sub or base.kind not in ("name", "accent"):
        return None
    bold = base.kind == "accent" and base.value in ("\\mathbf", "\\mathbb")
    one, zero = (bold and base.parts[0].value == digit for digit in ("1", "0"))
    if base.is_name("I") and not table.declared("I"):
        value = matrices.identity(table.size(sub))
    elif one:
        sizes = sub.parts if sub.kind == "list" and len(sub.parts) == 2 else (sub,)
        value = matrices.ones(*map(table.size, sizes))
    elif zero:
        sizes = sub.parts if sub.kind == "list" and len(sub.parts) == 2 else (sub, number(1))
        value = matrices.zeros(*map(table.size, sizes))
    else:
        return None
    return raised(table, value, sup) if sup else value
