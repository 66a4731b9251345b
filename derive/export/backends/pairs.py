"""Expressions and polynomials as operations on pairs: a value and its remainder.

Python and C print them alike but for the names and the way in which a pair is written. Read
first: ``derive.export.program``. Next: ``numpy_with_parameter`` and ``c_with_parameter``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from derive.export.expressions import show
from derive.export.program import (
    Const,
    Cubic,
    ExportRefused,
    Expr,
    Op,
    Quotient,
    Var,
    WithParameter,
    const,
    names_in,
)

ONE: Cubic = ((Fraction(1), 0, 0, 0),)
#: what stands for the part of the argument that is computed once; no input has this name
SCALE = "scale_"


@dataclass(frozen=True)
class Pairs:
    """``opening`` stands before the parenthesis of a pair, ``prefix`` before a function's name."""

    opening: str = ""
    closing: str = ")"
    prefix: str = "_"

    def pair(self, high: str, low: str = "0.0") -> str:
        return f"{self.opening}{high}, {low}{self.closing}"

    def call(self, name: str, *args: str) -> str:
        return f"{self.prefix}{name}({', '.join(args)})"

    def expression(self, node: Expr) -> str:
        """An expression as operations on pairs.

        >>> PYTHON.expression(Op("div", (Op("mul", (const(2), Var("r"))), Var("m"))))
        '_over(_product(2.0, r), (m, 0.0))'
        """
        if isinstance(node, Const):
            top, bottom = node.value.numerator, node.value.denominator
            if Fraction(float(node.value)) == node.value:
                return self.pair(repr(float(node.value)))
            return self.call("over", self.pair(repr(float(top))), self.pair(repr(float(bottom))))
        if isinstance(node, Var):
            return node.name if node.name == SCALE else self.pair(node.name)
        if isinstance(node, Op):
            whole = _quotient_of_numbers(node)
            if whole is not None:
                return self.expression(Const(whole))
            if node.name == "mul" or (node.name == "pow" and _few(node.args[1])):
                return self._multiplied(
                    node.args if node.name == "mul" else
                    [node.args[0]] * int(node.args[1].value))  # type: ignore[union-attr]
            found = self._operation(node, [self.expression(a) for a in node.args])
            if found is not None:
                return found
        raise ExportRefused(
            f"the argument of a family with a parameter may not hold {show(node)}")

    def _operation(self, node: Op, parts: list[str]) -> str | None:
        if node.name == "neg":
            return self.call("times", self.pair("-1.0"), parts[0])
        if node.name == "add":
            result = parts[0]
            for part in parts[1:]:
                result = self.call("sum2", result, part)
            return result
        if node.name == "sub":
            return self.call("sum2", parts[0], self.call("times", self.pair("-1.0"), parts[1]))
        if node.name in ("div", "sqrt", "exp"):
            word = {"div": "over", "sqrt": "root", "exp": "exponential"}[node.name]
            return self.call(word, *parts)
        return None

    def _multiplied(self, factors: Sequence[Expr]) -> str:
        """Products; a plain number has no remainder, and is cheaper to multiply by."""
        first, *rest = factors
        result, plain = self.expression(first), _plain(first)
        for factor in rest:
            if plain and _plain(factor):
                result = self.call("product", _name(first), _name(factor))
            elif _plain(factor):
                result = self.call("scaled", result, _name(factor))
            else:
                result = self.call("times", result, self.expression(factor))
            plain = False
        return result

    def argument(self, loop: WithParameter) -> tuple[str, str]:
        """What of z is free of the place, a number where the parameters are, and z from that."""
        grouped = _grouped(renamed(loop.z, loop.index), loop.argument)
        if isinstance(grouped, Op) and grouped.name == "mul" and not reads(
                grouped.args[0], loop.argument):
            rest = Op("mul", (Var(SCALE), *grouped.args[1:]))
            return self.expression(grouped.args[0]), self.expression(rest)
        return self.expression(const(1)), self.expression(grouped)

    def quotient(self, quotient: Quotient, k: str) -> str:
        """A quotient of polynomials in the index, z and alpha."""
        top, bottom = quotient
        above = self.cubic(top, k)
        return above if bottom == ONE else self.call("over", above, self.cubic(bottom, k))

    def cubic(self, poly: Cubic, k: str) -> str:
        """A polynomial in the index, z and alpha as operations on pairs, by Horner's rule."""
        by_z = [tuple((c, a, b) for c, a, power, b in poly if power == p)
                for p in range(max((p for _, _, p, _ in poly), default=0) + 1)]
        return self._horner([self._in_alpha(part, k) for part in by_z], "z")

    def _in_alpha(self, poly: tuple[tuple[Fraction, int, int], ...], k: str) -> str:
        by_alpha = [[(c, a) for c, a, b in poly if b == p]
                    for p in range(max((b for _, _, b in poly), default=0) + 1)]
        return self._horner([self.pair(_in_index(part, k)) for part in by_alpha], "alpha")

    def _horner(self, parts: list[str], variable: str) -> str:
        result, one, zero = parts[-1], self.pair("1.0"), self.pair("0.0")
        for part in reversed(parts[:-1]):
            product = self.call("times", result, variable) if result != one else variable
            result = product if part == zero else self.call("sum2", product, part)
        return result


PYTHON = Pairs("(")
C = Pairs("(twofold){", "}", "")


def coefficients(loop: WithParameter, pairs: Pairs) -> dict[str, str]:
    """The fields of a template that hold the recurrence, the slope and the equation."""
    linear, constant, back = (pairs.quotient(q, "k") for q in loop.steps)
    first, start = (pairs.quotient(q, "k") for q in loop.first)
    own, before = (pairs.quotient(q, "n") for q in loop.slope)
    rows = []
    for poly in loop.equation:
        top = max(power for _, _, power, _ in poly)
        parts = [tuple((c, a, 0, b) for c, a, power, b in poly if power == k)
                 for k in range(top + 1)]
        rows.append(", ".join(pairs.cubic(p, "n") for p in parts))
    return {
        "linear_code": linear, "constant_code": constant, "back_code": back,
        "first_linear": first, "first_constant": start, "own_code": own, "before_code": before,
        "second_code": rows[0], "first_code": rows[1], "none_code": rows[2],
        "decay": f"({float(loop.decay)!r})", "twice_decay": repr(2.0 * float(loop.decay))}


def renamed(node: Expr, index: str) -> Expr:
    """The expression with the index called n."""
    if isinstance(node, Var):
        return Var("n") if node.name == index else node
    if isinstance(node, Op):
        return Op(node.name, tuple(renamed(a, index) for a in node.args))
    return node


def reads(node: Expr, name: str) -> bool:
    """Whether an expression depends on an input."""
    return name in names_in(node)


def _grouped(node: Expr, place: str) -> Expr:
    """Products with all that is free of the place in one factor: it is computed once a call."""
    if not isinstance(node, Op):
        return node
    if node.name not in ("mul", "div", "neg"):
        return Op(node.name, tuple(_grouped(a, place) for a in node.args))
    above, below = _factors(node)
    free: list[list[Expr]] = [[f for f in side if not reads(f, place)] for side in (above, below)]
    bound = [[_grouped(f, place) for f in side if reads(f, place)] for side in (above, below)]
    if not any(bound):
        return node
    number = _product(free[0]) if not free[1] else Op("div", (_product(free[0]),
                                                              _product(free[1])))
    whole = _product([*([number] if any(free) else []), *bound[0]])
    return Op("div", (whole, _product(bound[1]))) if bound[1] else whole


def _factors(node: Expr) -> tuple[list[Expr], list[Expr]]:
    if isinstance(node, Op) and node.name == "neg":
        above, below = _factors(node.args[0])
        return [Const(Fraction(-1)), *above], below
    if isinstance(node, Op) and node.name in ("mul", "div"):
        above, below = _factors(node.args[0])
        for arg in node.args[1:]:
            top, bottom = _factors(arg)
            if node.name == "div":
                top, bottom = bottom, top
            above, below = [*above, *top], [*below, *bottom]
        return above, below
    return [node], []


def _product(factors: Sequence[Expr]) -> Expr:
    return factors[0] if len(factors) == 1 else Op("mul", tuple(factors)) if factors else const(1)


def _plain(node: Expr) -> bool:
    """Whether a factor is a number without a remainder."""
    return (isinstance(node, Var) and node.name != SCALE) or (
        isinstance(node, Const) and Fraction(float(node.value)) == node.value)


def _name(node: Expr) -> str:
    return repr(float(node.value)) if isinstance(node, Const) else node.name


def _few(node: Expr) -> bool:
    return isinstance(node, Const) and node.value.denominator == 1 and 1 <= node.value <= 8


def _quotient_of_numbers(node: Op) -> Fraction | None:
    if node.name != "div":
        return None
    top, bottom = node.args
    if isinstance(top, Const) and isinstance(bottom, Const) and bottom.value:
        return top.value / bottom.value
    return None


def _in_index(terms: list[tuple[Fraction, int]], k: str) -> str:
    """A polynomial in the index alone: whole numbers, exact in float64."""
    text = " + ".join(
        " * ".join([*([repr(float(c))] if abs(c) != 1 or not power else
                      ["-" + k] if c < 0 else [k]),
                    *([k] * (power if abs(c) != 1 or not power else power - 1))])
        for c, power in terms)
    return text.replace("+ -", "- ") or "0.0"
