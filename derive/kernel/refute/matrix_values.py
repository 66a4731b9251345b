"""The value of a matrix term at given sizes and entries, with derivatives along a curve.

Entries are truncated series, so that one evaluation gives a value and its exact derivative in
one direction. Forward only, straight from the meaning of each head: it shares nothing with
index forms, with the forward differential or with the reverse sweep.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any, TypeAlias

from derive.kernel.refute.arithmetics import Undefined
from derive.kernel.refute.truncated import Truncated
from derive.terms.binding import substitute
from derive.terms.build import term
from derive.terms.domains import sort_of
from derive.terms.term import Term
from derive.terms.unsaid_forms import UNSAID_HEADS, UNSAID_MATRICES

Entries: TypeAlias = list[list[Truncated]]


class MatrixValues:
    """Values of terms in one model.

    ``sizes`` gives the value of symbols and functions of sort N0 (a function as a Python
    function); ``entries(symbol, rows, columns, levels)`` the entries of a matrix symbol,
    ``scalars(symbol)`` a scalar; ``functions(symbol, orders, arguments)`` a function symbol's
    value. Equal questions must get equal answers.
    """

    def __init__(self, arithmetic: Any, order: int, sizes: dict[Term, Any],
                 entries: Callable[[Term, int, int, tuple[int, ...]], Entries],
                 scalars: Callable[[Term], Truncated],
                 functions: Callable[[Term, tuple[int, ...], list[Truncated]], Truncated]) -> None:
        self.arithmetic = arithmetic
        self.order = order
        self.sizes = sizes
        self.entries = entries
        self.scalars = scalars
        self.functions = functions
        self.known: dict[Term, Any] = {}

    def number(self, value: int | Fraction) -> Truncated:
        """A constant series."""
        first = self.arithmetic.number(Fraction(value))
        return Truncated([first] + [first * 0] * self.order)

    def natural(self, t: Term) -> int:
        """The value of a size, a level or another term of sort N0 or Z."""
        if t.head == "int":
            return t.value
        if t.head == "sym":
            return int(self.sizes[t])
        values = [self.natural(a) for a in (t.args[1:] if t.head == "call" else t.args)]
        if t.head == "call":
            return int(self.sizes[t.args[0]](*values))
        if t.head == "neg":
            return -values[0]
        result = values[0]
        for value in values[1:]:
            result = result + value if t.head == "add" else result * value
        return result

    def scalar(self, t: Term) -> Truncated:
        """The value of a scalar term."""
        if t not in self.known:
            self.known[t] = self._scalar(t)
        value: Truncated = self.known[t]
        return value

    def matrix(self, t: Term) -> Entries:
        """The entries of a matrix term."""
        if t not in self.known:
            self.known[t] = self._matrix(t)
        value: Entries = self.known[t]
        return value

    def shape(self, t: Term) -> tuple[int, int]:
        assert t.shape is not None
        return self.natural(t.shape[0]), self.natural(t.shape[1])

    # -- scalars --------------------------------------------------------------------------

    def _scalar(self, t: Term) -> Truncated:
        head, args = t.head, t.args
        if head == "int" or (head in ("sym", "call", "add", "mul") and sort_of(t) == "N0"):
            return self.number(self.natural(t))
        if head == "sym":
            return self.scalars(t)
        if head == "const":
            return self.number(0).like(self.arithmetic.constant(t.name))
        if head == "call":
            return self.functions(args[0], tuple(int(str(o)) for o in t.data),
                                  [self.scalar(a) for a in args[1:]])
        if head in ("add", "mul"):
            values = [self.scalar(a) for a in args]
            result = values[0]
            for value in values[1:]:
                result = result + value if head == "add" else result * value
            return result
        if head == "neg":
            return -self.scalar(args[0])
        if head == "div":
            return self._quotient(self.scalar(args[0]), self.scalar(args[1]))
        if head == "pow":
            return self._power(t)
        if head == "sum":
            index, body, lower, upper = args
            return self.sum_of(self.scalar(substitute(body, {index: term(k)}))
                               for k in range(self.natural(lower), self.natural(upper) + 1))
        if head in UNSAID_HEADS:
            raise Undefined("nobody says how this number is worked out")
        if head in ("total", "trace", "inner", "item", "det", "logdet"):
            return self._of_matrix(t)
        if head == "differential":
            return self._moved(self.scalar(args[0]))
        return self.apply(head, self.scalar(args[0]))

    def apply(self, head: str, value: Truncated) -> Truncated:
        """An elementary function of a series."""
        return value.composed(self.arithmetic.taylor(head))

    def sum_of(self, values: Any) -> Truncated:
        result = self.number(0)
        for value in values:
            result = result + value
        return result

    def _quotient(self, a: Truncated, b: Truncated) -> Truncated:
        if self.arithmetic.is_zero(b.coefficients[0]):
            raise Undefined("a division by zero")
        return a / b

    def _power(self, t: Term) -> Truncated:
        base, exponent = t.args
        if sort_of(exponent) not in ("N0", "Z"):
            return self.apply("exp", self.scalar(exponent) * self.apply("log", self.scalar(base)))
        power, value = self.natural(exponent), self.scalar(base)
        result = self.number(1)
        for _ in range(abs(power)):
            result = result * value
        return result if power >= 0 else self._quotient(self.number(1), result)

    def _moved(self, value: Truncated) -> Truncated:
        """The derivative of a series; its last coefficient is not known and taken as zero."""
        slopes = [c * (k + 1) for k, c in enumerate(value.coefficients[1:])]
        return Truncated([*slopes, value.coefficients[0] * 0])

    def _of_matrix(self, t: Term) -> Truncated:
        values = self.matrix(t.args[0])
        if t.head == "item":
            return values[0][0]
        if t.head == "total":
            return self.sum_of(e for row in values for e in row)
        if t.head == "trace":
            return self.sum_of(values[i][i] for i in range(len(values)))
        if t.head == "inner":
            other = self.matrix(t.args[1])
            return self.sum_of(a * b for ra, rb in zip(values, other, strict=True)
                               for a, b in zip(ra, rb, strict=True))
        determinant = self._eliminated(values)[0]
        return determinant if t.head == "det" else self.apply("log", determinant)

    # -- matrices -------------------------------------------------------------------------

    def _matrix(self, t: Term) -> Entries:
        head, args = t.head, t.args
        rows, columns = self.shape(t)
        if head == "matrix":
            return self.entries(t, rows, columns, tuple(self.natural(a) for a in args[2:]))
        if head == "grid":
            return [[self.scalar(a) for a in args[i * columns:(i + 1) * columns]]
                    for i in range(rows)]
        if head in ("ones", "zeros", "identity"):
            return [[self.number(head == "ones" or (head == "identity" and i == j))
                     for j in range(columns)] for i in range(rows)]
        if head in ("matadd", "hadamard"):
            parts = [self.matrix(a) for a in args]
            return [[self._folded(head, [part[i][j] for part in parts]) for j in range(columns)]
                    for i in range(rows)]
        if head == "matmul":
            result = self.matrix(args[0])
            for factor in args[1:]:
                result = self._product(result, self.matrix(factor), self.shape(factor)[1])
            return result
        if head == "scale":
            by = self.scalar(args[0])
            return [[by * e for e in row] for row in self.matrix(args[1])]
        if head == "map":
            return self._mapped(t, rows, columns)
        if head == "differential":
            return [[self._moved(e) for e in row] for row in self.matrix(args[0])]
        if head in ("matsum", "matprod"):
            return self._folded_levels(t, rows, columns)
        return self._unary(head, t, rows, columns)

    def _unary(self, head: str, t: Term, rows: int, columns: int) -> Entries:
        if head == "adjoint":
            raise Undefined("the adjoint of an array of complex numbers")
        if head in UNSAID_MATRICES:
            raise Undefined("nobody says what this function of arrays is")
        a = self.matrix(t.args[0])
        if head == "transpose":
            return [[a[j][i] for j in range(columns)] for i in range(rows)]
        if head == "diag":
            return [[a[i][0] if i == j else self.number(0) for j in range(columns)]
                    for i in range(rows)]
        if head == "diagonal":
            return [[a[i][i]] for i in range(rows)]
        if head == "inverse":
            return self._eliminated(a)[1]
        if head == "vec":
            return [[a[i][j]] for j in range(len(a[0])) for i in range(len(a))]
        if head == "kron":
            b = self.matrix(t.args[1])
            return [[x * y for x in ra for y in rb] for ra in a for rb in b]
        exps = [[self.apply("exp", e) for e in row] for row in a]
        by_row = head.startswith("row_")
        lines = exps if by_row else [list(c) for c in zip(*exps, strict=True)]
        if head.endswith("softmax"):
            parts = [[self._quotient(e, self.sum_of(line)) for e in line] for line in lines]
        else:
            parts = [[self.apply("log", self.sum_of(line))] for line in lines]
        return parts if by_row else [list(r) for r in zip(*parts, strict=True)]

    def _folded(self, head: str, values: list[Truncated]) -> Truncated:
        result = values[0]
        for value in values[1:]:
            result = result + value if head == "matadd" else result * value
        return result

    def _product(self, a: Entries, b: Entries, columns: int) -> Entries:
        return [[self.sum_of(row[k] * b[k][j] for k in range(len(b))) for j in range(columns)]
                for row in a]

    def _mapped(self, t: Term, rows: int, columns: int) -> Entries:
        orders = tuple(int(str(o)) for o in t.data)
        arguments = [self.scalar(a) if a.shape is None else self.matrix(a) for a in t.args[1:]]
        return [[self.functions(t.args[0], orders, [
            a if isinstance(a, Truncated) else a[i][j] for a in arguments])
            for j in range(columns)] for i in range(rows)]

    def _folded_levels(self, t: Term, rows: int, columns: int) -> Entries:
        index, body, lower, upper = t.args
        parts = [substitute(body, {index: term(k)})
                 for k in range(self.natural(lower), self.natural(upper) + 1)]
        if t.head == "matsum":
            start = [[self.number(0) for _ in range(columns)] for _ in range(rows)]
            for part in parts:
                start = [[a + b for a, b in zip(ra, rb, strict=True)]
                         for ra, rb in zip(start, self.matrix(part), strict=True)]
            return start
        result = [[self.number(i == j) for j in range(rows)] for i in range(rows)]
        for part in parts:
            result = self._product(result, self.matrix(part), self.shape(part)[1])
        return result

    def _eliminated(self, a: Entries) -> tuple[Truncated, Entries]:
        """Determinant and inverse by Gauss-Jordan elimination."""
        size = len(a)
        work = [[*row, *(self.number(i == j) for j in range(size))] for i, row in enumerate(a)]
        determinant = self.number(1)
        for column in range(size):
            pivot = next((i for i in range(column, size)
                          if not self.arithmetic.is_zero(work[i][column].coefficients[0])), None)
            if pivot is None:
                raise Undefined("a singular matrix")
            if pivot != column:
                work[column], work[pivot] = work[pivot], work[column]
                determinant = -determinant
            head = work[column][column]
            determinant = determinant * head
            work[column] = [e / head for e in work[column]]
            for i in range(size):
                if i != column:
                    by = work[i][column]
                    work[i] = [e - by * p for e, p in zip(work[i], work[column], strict=True)]
        return determinant, [row[size:] for row in work]
