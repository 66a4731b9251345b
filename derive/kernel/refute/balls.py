"""The value of a term at a point, certainly enclosed.

``evaluate`` walks a term with exact rationals and balls, so that what it returns is a number
or an interval that contains it, never a guess: ``x/x`` at 0 raises ``Undefined``. The same walk
on jets gives derivatives, and on a variable of integration gives polynomials times Gaussians.
Next: ``heads`` (what each head of a term means), ``truth`` (formulas).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple, Protocol, TypeAlias

from flint import acb, arb, ctx, fmpq, fmpz

from derive.kernel.claim import Definition
from derive.kernel.refute import scalars
from derive.kernel.refute.gaussians import Gaussian
from derive.kernel.refute.jets import Jet, Value, coefficient, constant, variable
from derive.kernel.refute.scalars import Scalar, Unresolved, Unsupported
from derive.terms.domains import sort_of
from derive.terms.term import Term

#: limits: how deep a term is walked, how many nodes in all
DEPTH, NODES = 150, 300_000
#: how many operations one claim may take at all its points
ALLOWANCE = 400_000


#: head -> how it is evaluated; ``handles`` adds to it
HANDLERS: dict[str, Callable[[Evaluator, Term, Frame], Value]] = {}
Handler: TypeAlias = "Callable[[Evaluator, Term, Frame], Value]"


def handles(*heads: str) -> Callable[[Handler], Handler]:
    """Says that a function evaluates the terms with these heads."""
    def register(handler: Handler) -> Handler:
        HANDLERS.update(dict.fromkeys(heads, handler))
        return handler
    return register


class Complex(NamedTuple):
    """An exact complex number: what a symbol of sort C is drawn as."""

    re: fmpq
    im: fmpq

    def __str__(self) -> str:
        return f"{self.re} + {self.im}i".replace("+ -", "- ")


class FunctionModel(Protocol):
    """A concrete function put in the place of an unknown one."""

    def apply(self, evaluator: Evaluator, arguments: list[Value],
              orders: tuple[int, ...]) -> Value:
        """The derivative of these orders at these arguments."""

    def described(self, function: Term) -> str:
        """The function in words, for a person who reads a refutation."""


@dataclass(frozen=True)
class Environment:
    """What the free symbols of a term mean: numbers, terms, definitions, concrete functions."""

    values: Mapping[Term, fmpq | Complex] = field(default_factory=dict)
    definitions: Mapping[Term, Definition] = field(default_factory=dict)
    functions: Mapping[Term, FunctionModel] = field(default_factory=dict)
    solved: Mapping[Term, Term] = field(default_factory=dict)


class Frame:
    """The symbols that are bound at some place of a term, with what was computed there.

    ``table`` is the recursion that is being unrolled there. ``extended`` says that the variable of
    an integral runs through complex balls (``True``: the integrand must be analytic on them).
    What does not speak of the symbol that was bound last has its value in the frame around it.
    """

    __slots__ = ("around", "bound", "extended", "memo", "table", "values")

    def __init__(self, values: dict[Term, Value], table: object = None,
                 extended: bool | None = None) -> None:
        self.values = values
        self.table = table
        self.extended = extended
        self.memo: dict[Term, Value] = {}
        self.bound: Term | None = None
        self.around = self

    def bind(self, symbol: Term, value: Value, extended: bool | None = None) -> Frame:
        inside = Frame({**self.values, symbol: value}, self.table,
                       self.extended if extended is None else extended)
        inside.bound, inside.around = symbol, self
        return inside


class Evaluator:
    """Evaluates terms in one environment at one precision, and remembers what is shared."""

    def __init__(self, environment: Environment, precision: int) -> None:
        self.environment = environment
        self.precision = precision
        self.base = Frame({symbol: acb(arb(v.re), arb(v.im)) if isinstance(v, Complex) else fmpq(v)
                           for symbol, v in environment.values.items()})
        self.calls: dict[object, Value] = {}
        self.uses: dict[Term, tuple[Definition, ...] | None] = {}
        self.depth = self.nodes = self.levels = self.spent = 0

    def scalar(self, term: Term) -> Scalar:
        """The number a closed term is; raises ``NoValue``."""
        with ctx.workprec(self.precision):
            self.begin()
            value = self(term, self.base)
        if isinstance(value, Jet | Gaussian):
            raise Unsupported("not a number")
        if not scalars.finite(value):
            raise Unresolved("the enclosure is not finite")
        return value

    def begin(self) -> None:
        """Start on another term: its own depth and number of operations."""
        self.spent += self.nodes
        self.depth = self.nodes = 0

    def new_level(self) -> int:
        self.levels += 1
        return self.levels

    def __call__(self, term: Term, frame: Frame) -> Value:
        known = frame.memo.get(term)
        if known is not None:
            return known
        if frame.bound is not None and frame.bound not in term.free and term.args:
            return self(term, frame.around)
        self.nodes += 1
        self.depth += 1
        if self.depth > DEPTH or self.nodes > NODES:
            raise Unsupported("the term is too deep or takes too many operations")
        handler = HANDLERS.get(term.head)
        if handler is None:
            raise Unsupported(f"{term.head!r} has no value")
        value = handler(self, term, frame)
        self.depth -= 1
        frame.memo[term] = value
        return value

    def integer(self, term: Term, frame: Frame) -> int:
        """A term as a whole number."""
        value = constant(self(term, frame))
        if isinstance(value, Gaussian):
            raise Unsupported("a whole number that depends on a variable of integration")
        return scalars.to_integer(value, sort_of(term) in ("N0", "Z"))

    def differentiated(self, values: list[Value], orders: tuple[int, ...],
                       function: Callable[[list[Value]], Value]) -> Value:
        """A derivative of ``function`` at ``values``: one new direction for each variable."""
        used: list[tuple[int, int]] = []
        values = list(values)
        for position, order in enumerate(orders):
            if order:
                used.append((self.new_level(), order))
                values[position] = variable(values[position], order + 1, used[-1][0])
        result = function(values)
        for at_level, order in reversed(used):
            result = coefficient(result, at_level, order) * fmpz.fac_ui(fmpz(order))
        return result


def evaluate(term: Term, environment: Environment, precision: int = 128) -> acb:
    """A complex ball that contains the value of ``term``.

    Raises ``Undefined`` where it certainly has none, ``Unresolved`` where more precision may
    decide, ``Unsupported`` where no method here applies or a limit is met.

    >>> from derive.terms.build import symbol, div
    >>> x = symbol("x")
    >>> evaluate(div(1, x), Environment({x: fmpq(4)}))
    0.250000000000000
    """
    value = Evaluator(environment, precision).scalar(term)
    with ctx.workprec(precision):
        return scalars.ball(value)
