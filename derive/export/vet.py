"""Generated source is checked against a list of allowed syntax before it is run.

The check knows nothing of the programs: it allows the few constructs that the backends print
and names from a fixed set of modules, and refuses everything else by line.
"""

from __future__ import annotations

import ast

from derive.export.program import ExportRefused

_MODULES = frozenset(("__future__", "typing", "sys", "math", "numpy", "numba", "jax", "mpmath",
                      "torch", "jax.numpy", "ctypes"))
_NODES = (
    ast.Module, ast.Import, ast.ImportFrom, ast.alias, ast.FunctionDef, ast.arguments, ast.arg,
    ast.Return, ast.Assign, ast.AugAssign, ast.AnnAssign, ast.Expr, ast.Name, ast.Load, ast.Store,
    ast.Constant, ast.Attribute, ast.Subscript, ast.Slice, ast.Tuple, ast.List, ast.Dict, ast.Set,
    ast.Call, ast.keyword, ast.BinOp, ast.UnaryOp, ast.BoolOp, ast.Compare, ast.IfExp, ast.If,
    ast.For, ast.While, ast.Break, ast.Continue, ast.With, ast.withitem, ast.Raise, ast.Starred,
    ast.JoinedStr, ast.FormattedValue, ast.ListComp, ast.GeneratorExp, ast.DictComp,
    ast.comprehension, ast.operator, ast.unaryop, ast.boolop, ast.cmpop, ast.Pass, ast.Lambda)
_FORBIDDEN = frozenset((
    "eval", "exec", "compile", "open", "globals", "locals", "vars", "setattr", "delattr",
    "input", "breakpoint", "__import__", "memoryview", "classmethod", "super", "object",
    "load", "save", "savez", "fromfile", "tofile", "loadtxt", "savetxt", "memmap", "system",
    "popen", "modules", "settrace", "genfromtxt", "save_npz", "hub", "distutils", "ctypeslib"))
_ATTRIBUTE_TEST = "getattr"  # allowed with a constant name only


def vet(source: str) -> ast.Module:
    """The syntax tree of a generated module, if it holds nothing but what backends print.

    Raises ExportRefused with the line of the first thing that is not allowed.

    >>> vet("import os")
    Traceback (most recent call last):
        ...
    derive.export.program.ExportRefused: generated code may not contain this (line 1): os
    """
    tree = ast.parse(source)
    for node in ast.walk(tree):
        problem = _problem(node)
        if problem:
            line = getattr(node, "lineno", 0)
            raise ExportRefused(f"generated code may not contain this (line {line}): {problem}")
    return tree


def _problem(node: ast.AST) -> str | None:
    if not isinstance(node, _NODES):
        return type(node).__name__
    if isinstance(node, ast.Import):
        return next((a.name for a in node.names if a.name not in _MODULES), None)
    if isinstance(node, ast.ImportFrom):
        return None if node.module in _MODULES and not node.level else str(node.module)
    if isinstance(node, ast.Name):
        hidden = node.id.startswith("__") and node.id not in ("__all__", "__name__")
        return node.id if hidden or node.id in _FORBIDDEN else None
    if isinstance(node, ast.Attribute):
        return node.attr if node.attr.startswith("_") or node.attr in _FORBIDDEN else None
    if (isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
            and node.func.id in (_ATTRIBUTE_TEST, "hasattr")):
        name = node.args[1] if len(node.args) > 1 else None
        fixed = isinstance(name, ast.Constant) and not str(name.value).startswith("_")
        return None if fixed else node.func.id
    return None
