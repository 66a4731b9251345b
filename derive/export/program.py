"""Program: the plain form between a result and a backend.

A program has inputs, typed assignments in order, and outputs. A right side is an expression
(numbers, variables, elementary functions) or one of the loops below. A backend reads nothing
else. Next: ``recurrences`` and ``expressions`` (what makes programs), ``backends`` (what
prints them).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from math import prod
from typing import TypeAlias

from derive.export.names import plain

#: a function whose measured error is above this is not exported, in units of rounding
BOUND = 1000.0


class ExportRefused(ValueError):
    """Nothing is exported: the message says what stands in the way and what to do."""


class InaccurateWarning(UserWarning):
    """A compiled function loses so many digits that ``derive export`` would refuse it.

    ``f.accuracy`` says how many and where; ``warnings.simplefilter("error",
    derive.InaccurateWarning)`` makes it an error.
    """


@dataclass(frozen=True)
class Const:
    """An exact rational number."""

    value: Fraction


@dataclass(frozen=True)
class Named:
    """One of the constants ``pi`` and ``e``."""

    name: str


@dataclass(frozen=True)
class Var:
    """An input or an earlier assignment."""

    name: str


@dataclass(frozen=True)
class Op:
    """An elementary operation; ``OPERATIONS`` lists the names and their number of arguments."""

    name: str
    args: tuple[Expr, ...]

    def __post_init__(self) -> None:
        count = OPERATIONS.get(self.name)
        if count is None:
            raise ExportRefused(f"no program has the operation {self.name!r}")
        if count != len(self.args) and not (count < 0 and len(self.args) >= 2):
            raise ExportRefused(f"{self.name!r} does not take {len(self.args)} arguments")
        # kept, so that hashing a shared subtree costs once and not once a path
        object.__setattr__(self, "_hash", hash((self.name, self.args)))

    def __hash__(self) -> int:
        return self._hash  # type: ignore[attr-defined, no-any-return]


Expr: TypeAlias = Const | Named | Var | Op

#: name -> number of arguments; -1 means two or more
OPERATIONS = {
    "add": -1, "mul": -1, "neg": 1, "sub": 2, "div": 2, "pow": 2, "sqrt": 1,
    "exp": 1, "expm1": 1, "log": 1, "log1p": 1, "logaddexp": 2,
    "sin": 1, "cos": 1, "tan": 1, "arcsin": 1, "arccos": 1, "arctan": 1, "arctan2": 2,
    "sinh": 1, "cosh": 1, "tanh": 1, "arcsinh": 1, "arccosh": 1, "arctanh": 1,
    "abs": 1, "sign": 1, "floor": 1, "ceiling": 1, "minimum": 2, "maximum": 2,
    "less": 2, "less_equal": 2, "where": 3, "factorial": 1, "erf": 1, "erfc": 1,
    "hypot": 2, "gamma": 1, "lgamma": 1,
}


@dataclass(frozen=True)
class Input:
    """An argument: its name, its sort (R, P for positive, N0 for 0, 1, 2, ...), its default."""

    name: str
    sort: str = "R"
    default: float | None = None
    meaning: str = ""

    @property
    def label(self) -> str:
        """The name that a user gave, where it may be shown in code: a word and nothing else."""
        return self.meaning if plain(self.meaning) else self.name


@dataclass(frozen=True)
class Root:
    """``sign * sqrt(top / bottom)``, or ``sign * top / bottom`` when ``rooted`` is false.

    ``top`` and ``bottom`` are integer polynomials in the step k, lowest power first. This is
    the exact form of a recurrence's coefficient after the normalization was absorbed.
    """

    sign: int
    top: tuple[int, ...]
    bottom: tuple[int, ...]
    rooted: bool = True

    def squared(self, k: int) -> Fraction:
        """The exact square of the coefficient at step k."""
        value = Fraction(horner(self.top, k), horner(self.bottom, k))
        return value if self.rooted else value * value

    @property
    def is_zero(self) -> bool:
        return not any(self.top)


def horner(coefficients: Sequence[int], k: int) -> int:
    """The polynomial with these coefficients, lowest power first, at k."""
    value = 0
    for c in reversed(coefficients):
        value = value * k + c
    return value


@dataclass(frozen=True)
class Power:
    """``base ** exponent`` in a product of positive factors: an input's name or a number."""

    base: str | int
    exponent: Fraction


#: terms (coefficient, power of n, power of xi)
Polynomial: TypeAlias = tuple[tuple[Fraction, int, int], ...]


@dataclass(frozen=True)
class LocalEquation:
    """What a table of local polynomials needs besides the recurrence; see ``local_equation``.

    ``f'' + Q f = 0`` with Q in terms (coefficient, power of n, power of xi); ``monic``: b(k) of
    ``p_{k+2} = xi p_{k+1} + b(k) p_k``; the slope of ``p_n exp(weight)`` is
    ``(back(n) p_{n-1} + own xi p_n) exp(weight)``.
    """

    potential: Polynomial
    monic: Root
    back: tuple[tuple[int, ...], tuple[int, ...]]
    own: Fraction


class Loop:
    """A right side that is more than an expression."""


@dataclass(frozen=True)
class ThreeTerm(Loop):
    """``amplitude * h_n(xi) * exp(weight(xi))`` with ``xi = scale * x``, by recurrence on n.

    ``h_0 = 1`` and ``h_1 = first_linear * xi + first_constant``, then
    ``h_{k+2} = (linear(k) * xi + constant(k)) * h_{k+1} + back(k) * h_k``.
    The iterated h already carry the ratio of the normalization constants. ``amplitude`` and
    ``scale`` are products of powers of positive inputs, ``weight`` a polynomial in xi (lowest
    power first). ``parity`` says that ``h_n(-xi) = (-1)^n h_n(xi)``.
    """

    index: str
    argument: str
    scale: tuple[Power, ...]
    amplitude: tuple[Power, ...]
    first_linear: Root
    first_constant: Root
    linear: Root
    constant: Root
    back: Root
    weight: tuple[Fraction, ...]
    local: LocalEquation | None = None

    @property
    def parity(self) -> bool:
        odd = any(c for c in self.weight[1::2])
        return self.constant.is_zero and self.first_constant.is_zero and not odd


#: terms (coefficient, power of n, power of the argument, power of the parameter)
Cubic: TypeAlias = tuple[tuple[Fraction, int, int, int], ...]
#: a quotient of two polynomials
Quotient: TypeAlias = tuple[Cubic, Cubic]


@dataclass(frozen=True)
class WithParameter(Loop):
    """``rest * z^power * exp(decay z) * H_n(z; alpha)`` for z >= 0, H by recurrence at fixed alpha.

    ``H_0 = 1``, ``H_1 = linear_first z + constant_first`` and ``H_{k+2} = (linear(k) z +
    constant(k)) H_{k+1} + back(k) H_k``; ``z H_n' = own H_n + before H_{n-1}``. ``equation``: the
    coefficients of G'', G' and G, polynomials in n, t and alpha, of the equation that
    ``G(t) = exp(decay t^2) H_n(t^2)`` solves. ``z``, ``power``, ``alpha`` and ``rest`` are
    expressions in the inputs.
    """

    index: str
    argument: str
    z: Expr
    power: Expr
    alpha: Expr
    rest: Expr
    decay: Fraction
    first: tuple[Quotient, Quotient]
    steps: tuple[Quotient, Quotient, Quotient]
    slope: tuple[Quotient, Quotient]
    equation: tuple[Cubic, Cubic, Cubic]


@dataclass(frozen=True)
class Assign:
    """``name := value``; the type is real unless said otherwise."""

    name: str
    value: Expr | Loop
    type: str = "real"


@dataclass(frozen=True)
class About:
    """What the documentation of an exported function says."""

    title: str = ""
    formula: str = ""
    computed: str = ""
    source: str = ""
    certificate: str = ""
    domain: str = "all real x"
    meaning: str = ""  # of the function's value, with its unit
    arguments: str = ""  # what each argument means, with units


@dataclass(frozen=True)
class Program:
    """A function: inputs, assignments in order, outputs by name.

    ``shape``: the outputs are the entries of one array of that shape, row by row.
    """

    name: str
    inputs: tuple[Input, ...]
    body: tuple[Assign, ...]
    outputs: tuple[str, ...]
    about: About = field(default_factory=About)
    shape: tuple[int, ...] | None = None

    def __post_init__(self) -> None:
        known = {i.name for i in self.inputs}
        for step in self.body:
            for name in names_in(step.value):
                if name not in known:
                    raise ExportRefused(f"{step.name!r} uses {name!r} before it is assigned")
            if step.name in known:
                raise ExportRefused(f"{step.name!r} is assigned twice")
            known.add(step.name)
        for name in self.outputs:
            if name not in known:
                raise ExportRefused(f"the output {name!r} is never assigned")
        if self.shape is not None and prod(self.shape) != len(self.outputs):
            raise ExportRefused(f"{len(self.outputs)} outputs do not fill the shape {self.shape}")

    @property
    def with_parameter(self) -> WithParameter | None:
        """The family at fixed parameters that this program is, if it is one."""
        found = [a.value for a in self.body if isinstance(a.value, WithParameter)]
        return found[0] if found else None

    @property
    def loop(self) -> ThreeTerm | None:
        """The recurrence that this program is, if it is one."""
        loops = [a.value for a in self.body if isinstance(a.value, ThreeTerm)]
        return loops[0] if loops else None


def names_in(value: Expr | Loop) -> Iterator[str]:
    """The variables that a right side reads."""
    if isinstance(value, WithParameter):
        yield from (value.index, value.argument)
        for part in (value.z, value.power, value.alpha, value.rest):
            yield from names_in(part)
    if isinstance(value, ThreeTerm):
        yield from (value.index, value.argument)
        yield from (str(p.base) for p in (*value.scale, *value.amplitude)
                    if isinstance(p.base, str) and p.base != "pi")
    if isinstance(value, Var):
        yield value.name
    elif isinstance(value, Op):
        for arg in value.args:
            yield from names_in(arg)


def const(value: int | Fraction) -> Const:
    return Const(Fraction(value))
