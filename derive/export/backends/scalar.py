"""What numba, jax and torch share: one function of the arguments, line by line."""

from __future__ import annotations

from typing import Any

from derive.export.backends.numpy import as_dict
from derive.export.backends.numpy_expressions import write
from derive.export.program import ExportRefused, Expr, Op, Program, ThreeTerm

_TEMPLATE = '''{docstring}

from __future__ import annotations

{imports}

__all__ = ["ACCURACY", "{name}"]

# measured on the same assignments in float64 with numpy
ACCURACY = {accuracy}


{decorator}def {name}({signature}) -> Any:
    """{summary}"""
{body}
    return {result}
'''

def scalar_module(program: Program, accuracy: dict[str, Any], docstring: str, prefix: str,
                  imports: str, decorator: str) -> str:
    """The module's text; ``prefix`` stands before every function's name."""
    lines = []
    for step in program.body:
        if isinstance(step.value, ThreeTerm):
            raise ExportRefused(f"{program.name} is a recurrence; use the backend numpy")
        value = _plain(step.value) if prefix == "math." else step.value
        lines.append(f"    {step.name} = {_written(value, prefix)}")
    count = len(program.inputs)
    if "{types}" in decorator and len(program.outputs) > 1:
        raise ExportRefused("numba's universal functions have one output: export one at a time")
    types = ", ".join(f'"{t}({", ".join([t] * count)})"' for t in ("float32", "float64"))
    return _TEMPLATE.format(
        docstring=docstring, imports=imports, name=program.name, accuracy=as_dict(accuracy),
        decorator=decorator.replace("{types}", types), body="\n".join(lines),
        signature=", ".join(i.name for i in program.inputs), result=", ".join(program.outputs),
        summary=program.about.title or "The exported function.")


def _written(node: Expr, prefix: str) -> str:
    if _has(node, {"factorial", "erf", "erfc"}) and prefix != "math.":
        raise ExportRefused("factorials and error functions are printed for numpy, c and python")
    text = write(node, prefix)
    if prefix == "torch.":
        for name in ("logaddexp", "maximum", "minimum"):  # of tensors only
            text = text.replace(f"torch.{name}(0.0, ", f"torch.{name}(torch.tensor(0.0), ")
    return text


def _has(node: Expr, names: set[str]) -> bool:
    return isinstance(node, Op) and (node.name in names or any(_has(a, names) for a in node.args))


def _plain(node: Expr) -> Expr:
    """Without operations that scalars do not have."""
    if not isinstance(node, Op):
        return node
    args = tuple(_plain(a) for a in node.args)
    if node.name == "logaddexp":
        distance = Op("abs", (Op("sub", args),))
        small = Op("log1p", (Op("exp", (Op("neg", (distance,)),)),))
        return Op("add", (Op("maximum", args), small))
    if node.name == "sign":
        raise ExportRefused("the backend numba does not print 'sign'; use numpy")
    return Op(node.name, args)
