"""The values of operators, kets and brackets in a model: what a term does to a vector.

A vector has finitely many components over a basis that may be infinite, so that x, p and ladder
operators act exactly: no matrix is cut off. The basis is orthogonal; its vectors may have other
lengths than 1 (``weight``), which keeps the ladder operators rational. A ket is a map from the
numbers, a bra a map to them. Straight from the meaning of each head: nothing is shared with words.
Next: ``operator_models``.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from typing import Any, TypeAlias

from flint import acb, arb, ctx

from derive.kernel.refute.scalars import Undefined, Unresolved, Unsupported
from derive.terms.binding import substitute
from derive.terms.build import term
from derive.terms.operator_forms import of_operators
from derive.terms.term import Term

Index: TypeAlias = Hashable
Vector: TypeAlias = dict[Index, Any]
#: a linear map and its adjoint, on vectors
Map: TypeAlias = tuple[Callable[[Vector], Vector], Callable[[Vector], Vector]]
PRECISION, LONGEST_SERIES, MOST_COMPONENTS, HIGHEST_POWER = 160, 40, 4000, 12
NUMBER: Index = ()  # the one basis vector of the space of numbers
FUNCTIONS = ("exp", "sin", "cos", "tan", "sinh", "cosh", "tanh")


def plus(a: Vector, b: Vector, factor: Any = 1) -> Vector:
    """``a + factor b``; components that are exactly 0 are left out."""
    result = dict(a)
    for index, value in b.items():
        total = result.get(index, acb(0)) + factor * value
        if total == 0:
            result.pop(index, None)
        else:
            result[index] = total
    if len(result) > MOST_COMPONENTS:
        raise Unsupported("a vector with too many components")
    return result


def scaled(factor: Any, a: Vector) -> Vector:
    return plus({}, a, factor)


class OperatorValues:
    """Values of terms, given those of symbols; ``dimension`` is None where it is infinite."""

    def __init__(self, scalars: Callable[[Term], Any], maps: Callable[[Term], Map],
                 functions: Callable[[Term, int, Any], Any], basis: tuple[Index, ...],
                 weight: Callable[[Index], Any], finite: bool, state: Vector) -> None:
        self.symbol, self.map, self.function = scalars, maps, functions
        self.basis, self.weight, self.finite, self.state = basis, weight, finite, state
        self.known: dict[Term, Any] = {}
        self.exponentials: dict[tuple[Term, bool], Any] = {}

    # -- operators -------------------------------------------------------------------------------

    def apply(self, t: Term, v: Vector, turned: bool = False) -> Vector:
        """What an operator (or its adjoint, if ``turned``) makes of a vector."""
        if not v:
            return {}
        head, args = t.head, t.args
        if head in ("operator", "ket"):
            return self.map(t)[turned](v)
        if head == "adjoint":
            return self.apply(args[0], v, not turned)
        if head == "zeros":
            return {}
        if head == "identity":
            return v
        if head == "matmul":
            for factor in args if turned else reversed(args):
                v = self.apply(factor, v, turned)
            return v
        if head == "matadd":
            total: Vector = {}
            for summand in args:
                total = plus(total, self.apply(summand, v, turned))
            return total
        if head == "scale":
            factor = self.scalar(args[0])
            return scaled(factor.conjugate() if turned else factor, self.apply(args[1], v, turned))
        if head in ("commutator", "anticommutator"):
            a, b = args[::-1] if turned else args
            ab = self.apply(a, self.apply(b, v, turned), turned)
            ba = self.apply(b, self.apply(a, v, turned), turned)
            return plus(ab, ba, -1 if head == "commutator" else 1)
        return self._function(t, v, turned)

    def _function(self, t: Term, v: Vector, turned: bool) -> Vector:
        head, args = t.head, t.args
        if head == "oppow":
            count = self.whole(args[1])
            if not 0 <= count <= HIGHEST_POWER:
                raise Undefined("a power of an operator that is not a small natural number")
            for _ in range(count):
                v = self.apply(args[0], v, turned)
            return v
        if head == "opexp":
            return self._exponential(args[0], v, turned)
        if head == "opfun":
            order = t.data[0]
            assert isinstance(order, int)
            total: Vector = {}
            for coefficient in self.function(args[0], order, None):
                total = plus(total, scaled(coefficient, v))
                v = self.apply(args[1], v, turned)
            return total
        if head == "inverse":
            return self._inverse(args[0], v, turned)
        if head == "opsum":
            index, body, lower, upper = args
            if upper.head == "const" or self.whole(upper) - self.whole(lower) > LONGEST_SERIES:
                raise Unsupported("a sum of operators without a last term")
            result: Vector = {}
            for k in range(self.whole(lower), self.whole(upper) + 1):
                here = substitute(body, {index: term(k)})
                result = plus(result, self.apply(here, v, turned))
            return result
        raise Unsupported(f"no model knows what {head!r} does to a ket")

    def _exponential(self, a: Term, v: Vector, turned: bool) -> Vector:
        """The series where it ends; the exponential of the matrix where there is one."""
        if self.finite:
            return self._of_matrix(self._exponential_matrix(a, turned), v)
        total, power = dict(v), v
        for k in range(1, LONGEST_SERIES):
            power = scaled(acb(1) / k, self.apply(a, power, turned))
            if not power:
                return total
            total = plus(total, power)
        raise Unsupported("the exponential of an operator that is not bounded")

    def _exponential_matrix(self, a: Term, turned: bool) -> Any:
        """The exponential of a matrix; exact where a power of the matrix is exactly 0."""
        from flint import acb_mat
        key = (a, turned)
        if key not in self.exponentials:
            size = len(self.basis)
            m = self.matrix(a, turned)
            total = power = acb_mat(size, size, [int(i == j) for i in range(size)
                                                 for j in range(size)])
            for k in range(1, size + 1):
                power = power * m * (acb(1) / k)
                if all(entry == 0 for entry in power.entries()):
                    break
                total = total + power
            else:
                total = m.exp()
            self.exponentials[key] = total
        return self.exponentials[key]

    def _inverse(self, a: Term, v: Vector, turned: bool) -> Vector:
        if not self.finite:
            raise Unsupported("the inverse of an operator on an infinite basis")
        try:
            return self._of_matrix(self.matrix(a, turned).inv(), v)
        except ZeroDivisionError:
            raise Undefined("a matrix without an inverse") from None

    def matrix(self, a: Term, turned: bool = False) -> Any:
        from flint import acb_mat
        columns = [self.apply(a, {i: acb(1)}, turned) for i in self.basis]
        return acb_mat([[c.get(i, acb(0)) for c in columns] for i in self.basis])

    def _of_matrix(self, m: Any, v: Vector) -> Vector:
        return {i: sum((m[j, k] * v[b] for k, b in enumerate(self.basis) if b in v), acb(0))
                for j, i in enumerate(self.basis)}

    def inner(self, a: Vector, b: Vector) -> Any:
        """The inner product, linear in the second vector."""
        return sum((a[i].conjugate() * b[i] * self.weight(i) for i in a if i in b), acb(0))

    # -- scalars ---------------------------------------------------------------------------------

    def whole(self, t: Term) -> int:
        """The value of a term that is an integer."""
        value = self.scalar(t)
        number = value.real.unique_fmpz()
        if number is None or value.imag != 0:
            raise Unresolved(f"{t} is not certainly a whole number")
        return int(number)

    def scalar(self, t: Term) -> Any:
        """The value of a scalar, as a complex ball; exact where nothing had to be rounded."""
        if t not in self.known:
            with ctx.workprec(PRECISION):
                self.known[t] = self._scalar(t)
        return self.known[t]

    def _scalar(self, t: Term) -> Any:
        head, args = t.head, t.args
        if head == "int":
            return acb(t.value)
        if head == "const":
            constant = {"pi": lambda: acb(arb.pi()), "e": lambda: acb(1).exp(),
                        "i": lambda: acb(0, 1)}.get(t.name)
            if constant is None:
                raise Unsupported("infinity")
            return constant()
        if head in ("sym", "call"):
            return self.symbol(t)
        if head == "item":
            return self.apply(args[0], {NUMBER: acb(1)}).get(NUMBER, acb(0))
        if head == "acted":
            raise Unsupported("what an operator makes of a function")
        if head == "expectation":
            if len(args) == 2:
                raise Unsupported("a mean value that changes with time")
            mean = self.inner(self.state, self.apply(args[0], self.state))
            return mean / self.inner(self.state, self.state)
        if head == "trace" and of_operators(args[0].shape):
            if not self.finite:
                raise Unsupported("a trace over an infinite basis")
            columns = ((i, self.apply(args[0], {i: acb(1)})) for i in self.basis)
            return sum((c.get(i, acb(0)) for i, c in columns), acb(0))
        if head in ("sum", "product"):
            return self._series(t)
        return self._operation(head, [self.scalar(a) for a in args], t)

    def _series(self, t: Term) -> Any:
        index, body, lower, upper = t.args
        if upper.head == "const" or self.whole(upper) - self.whole(lower) > LONGEST_SERIES:
            raise Unsupported("a sum without a last term")
        total = acb(t.head == "product")
        for k in range(self.whole(lower), self.whole(upper) + 1):
            value = self.scalar(substitute(body, {index: term(k)}))
            total = total + value if t.head == "sum" else total * value
        return total

    def _operation(self, head: str, values: list[Any], t: Term) -> Any:
        first = values[0]
        if head in ("add", "mul"):
            for value in values[1:]:
                first = first + value if head == "add" else first * value
            return first
        if head == "neg":
            return -first
        if head == "div":
            return divided(first, values[1])
        if head == "conj":
            return first.conjugate()
        if head == "abs":
            return acb((first.real * first.real + first.imag * first.imag).sqrt())
        if head == "delta":
            return acb(int(self.whole(t.args[0]) == self.whole(t.args[1])))
        if head == "pow":
            return self._power(first, values[1], t)
        if head in ("sqrt", "log"):
            real = first.real
            if first.imag != 0 or real < 0 or (head == "log" and real <= 0):
                raise Undefined(f"{head} of a number that is not positive")
            if not (real > 0 or real == 0):
                raise Unresolved(f"the sign of what stands under {head}")
            return acb(root(real) if head == "sqrt" else real.log())
        if head == "factorial":
            product = acb(1)
            for k in range(2, self.whole(t.args[0]) + 1):
                product = product * k
            return product
        if head in FUNCTIONS:
            return getattr(first, head)()
        raise Unsupported(f"{head} beside operators")

    def _power(self, base: Any, exponent: Any, t: Term) -> Any:
        number = exponent.real.unique_fmpz() if exponent.imag == 0 else None
        if number is not None and exponent.real.is_exact() and abs(int(number)) < 200:
            power = acb(1)
            for _ in range(abs(int(number))):
                power = power * base
            return power if number >= 0 else divided(acb(1), power)
        if exponent.imag != 0 or base.imag != 0 or not base.real > 0:
            raise Undefined(f"a real power of a number that is not positive: {t}")
        return acb(base.real ** exponent.real)


def divided(a: Any, b: Any) -> Any:
    if b == 0:
        raise Undefined("division by zero")
    if b.contains(0):
        raise Unresolved("the divisor may be zero")
    return a / b


def root(value: Any) -> Any:
    """The square root of a ball; exact of a square of a small number."""
    whole = (value * 64).unique_fmpz() if value.is_exact() else None
    if whole is not None and (value * 64).is_exact() and arb(whole) == value * 64:
        candidate = arb(whole).sqrt().unique_fmpz()
        if candidate is not None and candidate * candidate == whole:
            return arb(candidate) / 8
    return value.sqrt()


def apart(a: Vector, b: Vector) -> bool:
    """Whether two vectors certainly differ."""
    return any(not a.get(i, acb(0)).overlaps(b.get(i, acb(0))) for i in {**a, **b})


def same(a: Vector, b: Vector) -> bool:
    """Whether two vectors are certainly equal: all components exact, and equal."""
    return all(x == y for x, y in ((a.get(i, acb(0)), b.get(i, acb(0))) for i in {**a, **b}))


def components(values: OperatorValues, formula: Term) -> Iterable[tuple[Vector, Vector]]:
    """Both sides of an equation: at every basis vector, of kets and bras as vectors, as numbers."""
    left, right = formula.args
    if left.shape is None:
        yield ({NUMBER: values.scalar(left)}, {NUMBER: values.scalar(right)})
        return
    row_space = of_operators((left.shape[0], left.shape[0]))
    column_space = of_operators((left.shape[1], left.shape[1]))
    if not column_space or not row_space:
        one = {NUMBER: acb(1)}
        yield tuple(values.apply(side, one, not row_space) for side in (left, right))  # type: ignore[misc]
        return
    for index in values.basis:
        yield tuple(values.apply(side, {index: acb(1)}) for side in (left, right))  # type: ignore[misc]

