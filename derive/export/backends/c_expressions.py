"""Expressions in C: every number is a double, written with all its digits. Next: ``c``."""

from __future__ import annotations

import re

from derive.export.program import Const, Expr, Named, Op

_INFIX = {"add": (" + ", 1), "sub": (" - ", 1), "mul": (" * ", 3), "div": (" / ", 3),
          "less": (" < ", 0), "less_equal": (" <= ", 0)}
NAMES = {"abs": "fabs", "ceiling": "ceil", "arcsin": "asin", "arccos": "acos",
          "arctan": "atan", "arctan2": "atan2", "arcsinh": "asinh", "arccosh": "acosh",
          "arctanh": "atanh", "gamma": "tgamma"}


def write(node: Expr) -> str:
    """An expression in C; every number is a double, written with all its digits.

    >>> from derive.export.program import Var, const
    >>> write(Op("div", (Op("exp", (Var("v0"),)), const(3))))
    'exp(v0[i]) / 3.0'
    """
    return _write(node)[0]


def _write(node: Expr) -> tuple[str, int]:
    if isinstance(node, Const):
        value = float(node.value)
        return repr(value), 9 if value >= 0 else 2
    if isinstance(node, Named):
        return {"pi": "3.141592653589793", "e": "2.718281828459045"}[node.name], 9
    if not isinstance(node, Op):
        # an input is an array, an assignment a local number
        return f"{node.name}[i]" if re.fullmatch(r"v\d+", node.name) else node.name, 9
    if node.name == "neg":
        text, level = _write(node.args[0])
        return f"-{text if level > 2 else f'({text})'}", 2
    if node.name == "where":
        test, then, otherwise = (_write(a)[0] for a in node.args)
        return f"({test} ? {then} : {otherwise})", 9
    if node.name == "factorial":
        return f"tgamma({write(node.args[0])} + 1.0)", 9
    if node.name not in _INFIX:
        name = NAMES.get(node.name, node.name)
        return f"{name}({', '.join(write(a) for a in node.args)})", 9
    sign, level = _INFIX[node.name]
    parts = []
    for position, arg in enumerate(node.args):
        text, inner = _write(arg)
        tight = inner < level or (inner == level and position > 0)
        parts.append(f"({text})" if tight else text)
    return sign.join(parts), level
