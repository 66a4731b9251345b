"""What numba, jax and torch share: expressions for single numbers, or for a library of tensors.

Read first: ``numpy_expressions`` (the printing itself).
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from derive.export.backends.numpy import as_dict
from derive.export.backends.numpy_expressions import write
from derive.export.expression_accuracy import certain
from derive.export.program import (
    Const,
    ExportRefused,
    Expr,
    Loop,
    Op,
    Program,
    const,
    names_in,
)
from derive.layout import laid

_TEMPLATE = '''{docstring}

from __future__ import annotations

from typing import Any

{imports}

__all__ = ["ACCURACY", "{name}"]

# {measured}
ACCURACY = {accuracy}


def {name}({parameters}) -> Any:
    """{summary}

    All arguments broadcast. {precision} NaN passes through. Raises TypeError for complex
    numbers and truth values; that arguments are in the domain is not checked.
    """
    return _evaluate({taken})


{decorator}def _evaluate({parameters}) -> Any:
{body}
    return {result}


{real}
'''


def tensor_module(program: Program, accuracy: dict[str, Any], docstring: str, prefix: str,
                  words: dict[str, str]) -> str:
    """The text of a module for a library of arrays; ``prefix`` stands before its functions.

    ``words``: imports, decorator, real (the text of the function that takes an argument in),
    precision and measured (sentences).
    """
    lines = []
    for step in program.body:
        if isinstance(step.value, Loop):
            raise ExportRefused(f"{program.name} is a recurrence; use the backend numpy")
        if _has(step.value, {"factorial", "gamma"}):
            raise ExportRefused("gamma and factorials are printed for numpy, numba, c and python; "
                                "loggamma for all")
        value = written(step.value, prefix)
        if prefix == "torch." and program.shape is not None and not any(names_in(step.value)):
            value = f"torch.full_like({program.inputs[0].name}, {value})"
        lines.append(f"    {step.name} = {value}")
    return laid(_TEMPLATE.format(
        docstring=docstring, name=program.name, accuracy=as_dict(accuracy),
        body="\n".join(lines), parameters=", ".join(f"{i.name}: Any" for i in program.inputs),
        taken=", ".join(f'_real("{i.label}", {i.name})' for i in program.inputs),
        result=_result(program, prefix),
        summary=program.about.title or "The formula at the top of this module.", **words))


def _result(program: Program, prefix: str) -> str:
    """The outputs, or one array of them after the arguments are broadcast."""
    if program.shape is None:
        return ", ".join(program.outputs)
    together = "torch.broadcast_tensors" if prefix == "torch." else f"{prefix}broadcast_arrays"
    given = [i.name for i in program.inputs]
    call = f"{together}({', '.join((*given, *program.outputs))})[{len(given)}:]"
    return (f"{prefix}stack({call}).reshape(({', '.join(map(str, program.shape))}, "
            f"*{prefix.rstrip('.')}.broadcast_shapes({', '.join(f'{n}.shape' for n in given)})))")


def written(node: Expr, prefix: str) -> str:
    """An expression for single numbers (prefix "math.") or for a library of tensors."""
    if prefix == "math.":
        return write(_plain(node), prefix)
    return write(_folded(node), prefix) if prefix == "torch." else write(node, prefix)


def _folded(node: Expr) -> Expr:
    """Functions of numbers alone as numbers: torch has functions of tensors only."""
    if not isinstance(node, Op):
        return node
    if not any(names_in(node)):
        found = certain(node, {})
        if found is None:
            raise ExportRefused("a part of the expression is not defined")
        return Const(Fraction(found.value))
    return Op(node.name, tuple(map(_folded, node.args)))


def _has(node: Expr, names: set[str]) -> bool:
    return isinstance(node, Op) and (node.name in names or any(_has(a, names) for a in node.args))


def _plain(node: Expr) -> Expr:
    """Without operations that single numbers do not have."""
    if not isinstance(node, Op):
        return node
    args = tuple(_plain(a) for a in node.args)
    if node.name == "logaddexp":
        distance = Op("abs", (Op("sub", args),))
        small = Op("log1p", (Op("exp", (Op("neg", (distance,)),)),))
        return Op("add", (Op("maximum", args), small))
    if node.name == "sign":
        zero, one = const(0), const(1)
        below = Op("where", (Op("less", (args[0], zero)), const(-1), args[0]))
        return Op("where", (Op("less", (zero, args[0])), one, below))
    return Op(node.name, args)
