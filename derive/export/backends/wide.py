"""Constants with factorials, which leave the range of floats on the way: numbers of any size.

A number is a value, its remainder and a power of two. Read first: ``pairs``.
"""

from __future__ import annotations

from derive.export.backends.numpy_expressions import write
from derive.export.expressions import show
from derive.export.program import Const, ExportRefused, Expr, Named, Op, Var


def wide(node: Expr) -> str:
    """An expression as operations on such numbers.

    >>> from derive.export.program import const
    >>> wide(Op("sqrt", (Op("mul", (const(2), Op("factorial", (Var("n"),)))),)))
    '_wide_root(_wide_times(_wide(2.0), _factorial(n)))'
    """
    if isinstance(node, Const) and node.value == int(node.value) and abs(node.value) < 2**53:
        return f"_wide({float(node.value)!r})"
    if isinstance(node, Named) and node.name == "pi":
        return f"_wide({3.141592653589793!r}, {1.2246467991473532e-16!r})"
    if isinstance(node, Var):
        return f"_wide({node.name})"
    if isinstance(node, Op):
        if node.name == "factorial":
            return f"_factorial({write(node.args[0])})"
        if node.name in ("mul", "div"):
            first, *rest = (wide(a) for a in node.args)
            for other in rest:
                first = f"_wide_{'times' if node.name == 'mul' else 'over'}({first}, {other})"
            return first
        if node.name == "sqrt":
            return f"_wide_root({wide(node.args[0])})"
        base = node.args[0]
        if node.name == "pow" and isinstance(base, Const) and base.value in (2, 4, 8, 16):
            twos = int(base.value).bit_length() - 1
            return f"_wide(1.0, 0.0, np.int64({twos} * ({write(node.args[1])})))"
    raise ExportRefused(f"a constant with factorials may not hold {show(node)}")
