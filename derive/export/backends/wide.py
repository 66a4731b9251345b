"""Constants with factorials, which leave the range of floats on the way: numbers of any size.

A number is a value, its remainder and a power of two. Read first: ``pairs``.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from derive.export.expressions import show
from derive.export.program import Const, ExportRefused, Expr, Named, Op, Var, const


@dataclass(frozen=True)
class Wide:
    """How a language writes such numbers: ``write`` prints an argument of a factorial, ``twos`` a
    power of two, ``prefix`` stands before the names of the functions."""

    write: Callable[[Expr], str]
    prefix: str
    twos: str

    def expression(self, node: Expr) -> str:
        """An expression as operations on such numbers.

        >>> from derive.export.backends.numpy_expressions import write
        >>> from derive.export.program import const
        >>> node = Op("sqrt", (Op("div", (Op("factorial", (Var("n"),)), Var("m"))),))
        >>> Wide(write, "_", "{}").expression(node)
        '_wide_root(_wide_over(_wide_factorial(n), _wide_of(m, 0.0, 0.0)))'
        """
        if isinstance(node, Const) and node.value == int(node.value) and abs(node.value) < 2**53:
            return self._number(repr(float(node.value)))
        if isinstance(node, Named) and node.name == "pi":
            return self._number("3.141592653589793", "1.2246467991473532e-16")
        if isinstance(node, Var):
            return self._number(node.name)
        if isinstance(node, Op):
            if node.name == "factorial":
                return f"{self.prefix}wide_factorial({self.write(node.args[0])})"
            if node.name in ("mul", "div"):
                word = f"{self.prefix}wide_{'times' if node.name == 'mul' else 'over'}"
                first, *rest = (self.expression(a) for a in node.args)
                for other in rest:
                    first = f"{word}({first}, {other})"
                return first
            if node.name == "sqrt":
                return f"{self.prefix}wide_root({self.expression(node.args[0])})"
            base = node.args[0]
            if node.name == "add" and all(isinstance(a, Var | Const) for a in node.args):
                return self._number(self.write(node))
            for count in (2, 3, 4):
                if node.name == "pow" and node.args[1] == const(count):
                    return self.expression(Op("mul", (base,) * count))
            if node.name == "pow" and isinstance(base, Const) and base.value in (2, 4, 8, 16):
                count = int(base.value).bit_length() - 1
                return self._number("1.0", "0.0", self.twos.format(
                    f"{count} * ({self.write(node.args[1])})"))
        raise ExportRefused(f"a constant with factorials may not hold {show(node)}")

    def _number(self, value: str, rest: str = "0.0", twos: str = "0.0") -> str:
        return f"{self.prefix}wide_of({value}, {rest}, {twos})"
