"""The one term type: a head, data and arguments, interned and immutable.

A term is what was written: ``x + x`` stays a sum of two, ``x/x`` stays a quotient.
Nothing here evaluates, so nothing here can lose a domain. Two terms are the same object
exactly when they were written the same way. Next: ``build`` (constructors), ``binding``.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar, TypeAlias
from weakref import WeakValueDictionary

from derive.terms.operator_forms import (
    OPERATOR_BINDERS,
    OPERATOR_HEADS,
    SCALARS_OF_OPERATORS,
    SPACES,
    WAYS,
)
from derive.terms.shapes import (
    DIFFERENTIAL,
    MATRIX_BINDERS,
    MATRIX_FORMULAS,
    MATRIX_HEADS,
    SCALARS_OF_MATRICES,
    Shape,
    shape_of_form,
)
from derive.terms.shapes import TermError as TermError
from derive.terms.unsaid_forms import UNSAID_BINDERS, UNSAID_HEADS, is_slope, well_named

Data: TypeAlias = tuple[str | int | tuple[str, ...], ...]

# head -> (least, most) number of arguments; most = -1 means no bound.
SCALAR_HEADS: dict[str, tuple[int, int]] = {
    "int": (0, 0), "const": (0, 0), "sym": (0, 0), "fun": (0, 0),
    "add": (2, -1), "mul": (2, -1), "neg": (1, 1), "div": (2, 2), "pow": (2, 2),
    "sqrt": (1, 1), "exp": (1, 1), "log": (1, 1), "abs": (1, 1), "conj": (1, 1),
    "sin": (1, 1), "cos": (1, 1), "tan": (1, 1), "arctan": (1, 1),
    "sinh": (1, 1), "cosh": (1, 1), "tanh": (1, 1), "erf": (1, 1),
    "factorial": (1, 1), "binomial": (2, 2), "floor": (1, 1), "ceiling": (1, 1),
    "delta": (2, 2), "call": (2, -1),
    "re": (1, 1), "im": (1, 1), "doublefactorial": (1, 1),
    "cases": (2, -1),        # value, condition, value, condition ...; a last value is the rest
}
# The first argument of a binder is the symbol it binds; it is bound in the second only.
BINDER_HEADS: dict[str, tuple[int, int]] = {
    "lambda": (2, 2),        # x, body
    "derivative": (3, 3),    # x, body, point; data: order
    "derivative_n": (4, 4),  # x, body, order (of sort N0), point: the derivative of symbolic order
    "integral": (4, 4),      # x, body, lower, upper
    "limit": (3, 3),         # x, body, point; data: from above (1), from below (-1), both (0)
    "sum": (4, 4), "product": (4, 4),
    "forall": (2, 2),        # x, formula
    "forall_in": (4, 4),     # n, formula, lower, upper: for every n between, both included
    "series_eq": (3, 3),     # t, A, B: equal as formal power series in t (bound in both)
    "poly": (3, 3),          # x, body, d: body is a polynomial in x of degree < d
    "decay": (2, 2),         # x, body: body is polynomial times Gaussian in x
    "square_integrable": (2, 2),
    "smooth": (2, 2),        # x, body; data: order (-1 for every order)
} | MATRIX_BINDERS | OPERATOR_BINDERS | UNSAID_BINDERS
FORMULA_HEADS: dict[str, tuple[int, int]] = {
    "eq": (2, 2), "ne": (2, 2), "lt": (2, 2), "le": (2, 2), "false": (0, 0), "not": (1, 1),
    "and": (2, -1),  # in the conditions of cases
}
HEADS = (SCALAR_HEADS | BINDER_HEADS | FORMULA_HEADS
         | MATRIX_HEADS | SCALARS_OF_MATRICES | DIFFERENTIAL | MATRIX_FORMULAS
         | OPERATOR_HEADS | SCALARS_OF_OPERATORS | SPACES | UNSAID_HEADS)
FORMULAS = frozenset(FORMULA_HEADS) | frozenset(MATRIX_FORMULAS) | {
    "forall", "forall_in", "series_eq", "poly", "decay", "square_integrable", "smooth"}
# How many of the arguments after the symbol lie inside the binder's scope.
SCOPE = {head: 1 for head in BINDER_HEADS} | {"series_eq": 2}


class Term:
    """A term or formula: ``head``, plain ``data``, and ``args``.

    Terms are interned, so ``is`` (and ``==``) means *written the same way*; use
    :func:`derive.terms.binding.alpha_equal` to disregard the names of bound symbols.

    >>> from derive.terms.build import symbol, add
    >>> x = symbol("x", "R")
    >>> add(x, x) is add(x, x)
    True
    >>> str(add(x, x))
    '(add x x)'
    """

    __slots__ = ("__weakref__", "args", "data", "free", "head", "shape", "size")
    head: str
    data: Data
    args: tuple[Term, ...]
    free: frozenset[Term]
    shape: Shape  #: (rows, columns) of a matrix; None for scalars and formulas
    size: int

    _interned: ClassVar[WeakValueDictionary[tuple[str, Data, tuple[Term, ...]], Term]] = (
        WeakValueDictionary())

    def __new__(cls, head: str, data: Data = (), args: tuple[Term, ...] = ()) -> Term:
        key = (head, data, args)
        known = cls._interned.get(key)
        if known is not None:
            return known
        _check_form(head, data, args)
        self = object.__new__(cls)
        put = object.__setattr__
        put(self, "head", head)
        put(self, "data", data)
        put(self, "args", args)
        put(self, "free", _free(self))
        put(self, "shape", shape_of_form(head, data, args, cls))
        put(self, "size", 1 + sum(a.size for a in args))
        cls._interned[key] = self
        return self

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError("terms are immutable")

    def __delattr__(self, name: str) -> None:
        raise AttributeError("terms are immutable")

    def __reduce__(self) -> tuple[type[Term], tuple[str, Data, tuple[Term, ...]]]:
        return (Term, (self.head, self.data, self.args))

    # Identity is equality; both come from object. A term has no truth value.
    def __bool__(self) -> bool:
        raise TypeError("a term is neither true nor false; ask the kernel for a verdict")

    @property
    def name(self) -> str:
        """The name of a symbol, a function symbol or a constant."""
        if self.head not in ("sym", "fun", "const", "matrix", "operator", "ket"):
            raise TermError(f"a term with head {self.head!r} has no name")
        return str(self.data[0])

    @property
    def sort(self) -> str:
        """The sort of a symbol, or the value sort of a function symbol."""
        if self.head == "sym":
            return str(self.data[1])
        if self.head == "fun":
            return str(self.data[2])
        raise TermError(f"a term with head {self.head!r} has no declared sort")

    @property
    def value(self) -> int:
        """The number that an ``int`` term is."""
        if self.head != "int" or not isinstance(self.data[0], int):
            raise TermError("not an integer literal")
        return self.data[0]

    @property
    def is_formula(self) -> bool:
        return self.head in FORMULAS

    def walk(self) -> Iterator[Term]:
        """Every distinct subterm, each once, parents before children."""
        seen: set[Term] = set()
        stack = [self]
        while stack:
            term = stack.pop()
            if term not in seen:
                seen.add(term)
                yield term
                stack.extend(reversed(term.args))

    def __str__(self) -> str:
        if self.head == "int":
            return str(self.data[0])
        if self.head in ("sym", "const", "fun"):
            return str(self.data[0])
        if self.head in ("matrix", "operator", "ket"):  # shape and space are only in the way
            levels = ", ".join(str(a) for a in self.args[2 if self.head == "matrix" else 1:])
            name = f"|{self.data[0]}>" if self.head == "ket" else str(self.data[0])
            return f"{name}[{levels}]" if levels else name
        parts = [self.head, *(str(d) for d in self.data), *(str(a) for a in self.args)]
        return "(" + " ".join(parts) + ")"

    def __repr__(self) -> str:
        text = str(self)
        return f"Term<{text if len(text) <= 120 else text[:117] + '...'}>"


def _check_form(head: str, data: Data, args: tuple[Term, ...]) -> None:
    """Refuse what has no meaning: this is the grammar of terms, and it is trusted."""
    if head not in HEADS:
        raise TermError(f"no term has the head {head!r}")
    least, most = HEADS[head]
    if len(args) < least or (most >= 0 and len(args) > most):
        raise TermError(f"{head!r} does not take {len(args)} arguments")
    for arg in args:
        if not isinstance(arg, Term):
            raise TermError(f"an argument of {head!r} is not a term: {arg!r}")
    if head in BINDER_HEADS and args[0].head != "sym":
        raise TermError(f"{head!r} binds a symbol, not {args[0]}")
    _check_data(head, data, args)
    inner = args[1:] if head in BINDER_HEADS else args
    for position, arg in enumerate(inner):
        expects_formula = (head in EXPECTS_FORMULA and position == 0) or (
            head in ("and", "chance") or (head == "cases" and position % 2 == 1))
        function_slot = head in ("call", "map", "opfun", "opfield", "acted") and position == 0
        if arg.is_formula != expects_formula:
            raise TermError(f"argument {position + 1} of {head!r} has the wrong kind: {arg}")
        if (arg.head == "fun") != function_slot or arg.head == "lambda":
            raise TermError(f"argument {position + 1} of {head!r} cannot be {arg}")


def _check_data(head: str, data: Data, args: tuple[Term, ...]) -> None:
    def require(good: bool) -> None:
        if not good:
            raise TermError(f"wrong data for {head!r}: {data!r}")

    if head == "int":
        require(len(data) == 1 and type(data[0]) is int and data[0] >= 0)
    elif head == "const":
        require(len(data) == 1 and data[0] in ("pi", "e", "i", "infinity"))
    elif head == "sym":
        require(len(data) == 2 and isinstance(data[0], str) and data[1] in SORTS)
    elif head == "fun":
        # name, sorts of the arguments, sort of the value, how often differentiable (-1: any)
        require(len(data) == 4 and isinstance(data[0], str) and isinstance(data[1], tuple)
                and all(s in SORTS for s in data[1]) and len(data[1]) > 0
                and data[2] in SORTS and type(data[3]) is int and data[3] >= -1)
    elif head == "grid":
        require(len(data) == 2 and all(type(d) is int and d > 0 for d in data)
                and len(args) == data[0] * data[1])  # type: ignore[operator]
    elif head == "matrix":
        require(len(data) == 1 and isinstance(data[0], str) and data[0] != "")
    elif head in ("operator", "ket"):
        require(len(data) == 2 and isinstance(data[0], str) and data[1] in WAYS)
    elif head == "space":
        require(len(data) == 1 and isinstance(data[0], str) and data[0] != "")
    elif head in ("call", "map", "opfun", "opfield"):
        # how often the function is differentiated in each argument
        require(len(data) == len(args) - 1 and all(type(d) is int and d >= 0 for d in data))
        signature = args[0].data[1] if args[0].head == "fun" else ()
        require(isinstance(signature, tuple) and len(signature) == len(args) - 1)
        assert isinstance(signature, tuple)
        for order, sort in zip(data, signature, strict=True):
            require(order == 0 or sort in ("R", "P"))  # never in a symbol of sort N0
        smooth = args[0].data[3]
        require(isinstance(smooth, int) and (
            smooth == -1 or sum(d for d in data if isinstance(d, int)) <= smooth))
    elif head == "derivative":
        require(len(data) == 1 and type(data[0]) is int and data[0] >= 1
                and args[0].sort in ("R", "P"))
    elif head == "limit":
        require(len(data) == 1 and type(data[0]) is int and data[0] in (-1, 0, 1))
    elif head == "slope":
        require(is_slope(data, len(args)))
    elif head in ("mean", "chance", "sum_over", "valued"):
        require(well_named(data) and (head != "sum_over" or args[0].sort in ("N0", "Z")))
    elif head == "smooth":
        require(len(data) == 1 and type(data[0]) is int and data[0] >= -1)
    else:
        require(data == ())


EXPECTS_FORMULA = frozenset({"not", "forall", "forall_in", "along"})
#: Sorts of scalars: positive reals, reals, complex numbers, natural numbers from 0, integers.
SORTS = ("P", "R", "C", "N0", "Z")


def _free(term: Term) -> frozenset[Term]:
    if term.head in ("sym", "fun"):
        return frozenset((term,))
    if term.head == "matrix":
        # W itself; of a family W[l] its name, since l may be bound further out
        family = term if len(term.args) == 2 else Term("fun", (str(term.data[0]), ("N0",), "R", 0))
        return frozenset((family,)).union(*(a.free for a in term.args))
    if term.head in ("operator", "ket"):
        # A itself; of a family U(t) or |n> what stands for all its members
        whole = term if len(term.args) == 1 else Term(term.head, term.data, term.args[:1])
        return frozenset((whole,)).union(*(a.free for a in term.args[1:]))
    if term.head not in BINDER_HEADS:
        return frozenset().union(*(a.free for a in term.args)) if term.args else frozenset()
    scope = SCOPE[term.head]
    inside = frozenset().union(*(a.free for a in term.args[1:1 + scope])) - {term.args[0]}
    return inside.union(*(a.free for a in term.args[1 + scope:]))
