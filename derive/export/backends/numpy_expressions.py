"""Plain expressions printed for numpy: one line an assignment, one function a module."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from derive.export.backends.backend import Backend, add
from derive.export.backends.numpy import as_dict, declared, template
from derive.export.program import (
    Const,
    ExportRefused,
    Expr,
    Loop,
    Named,
    Op,
    Program,
    names_in,
)
from derive.layout import laid, literal, number

_INFIX = {"add": (" + ", 1), "sub": (" - ", 1), "mul": (" * ", 3), "div": (" / ", 3),
          "pow": (" ** ", 5), "less": (" < ", 0), "less_equal": (" <= ", 0)}
_CALL = {"ceiling": "ceil"}
#: names in the module math, where the prefix says that scalars are meant
_SCALAR = {"arcsin": "math.asin", "arccos": "math.acos", "arctan": "math.atan",
           "arctan2": "math.atan2", "arcsinh": "math.asinh", "arccosh": "math.acosh",
           "arctanh": "math.atanh", "minimum": "np.minimum", "maximum": "np.maximum", "abs": "abs",
           "erf": "math.erf", "erfc": "math.erfc", "gamma": "math.gamma", "lgamma": "math.lgamma"}
_OWN = {"factorial": "_factorial", "erf": "_erf", "erfc": "_erfc", "gamma": "_gamma",
        "lgamma": "_log_gamma"}
_LIBRARY = {"jnp.": {"erf": "jax.lax.erf", "erfc": "jax.lax.erfc", "lgamma": "jax.lax.lgamma"},
            "torch.": {"erf": "torch.erf", "erfc": "torch.erfc", "lgamma": "torch.lgamma"}}
#: functions of torch that take tensors and no numbers
_TENSORS = frozenset(("logaddexp", "maximum", "minimum", "hypot", "arctan2"))


def write(node: Expr, prefix: str = "np.") -> str:
    """An expression in Python with numpy.

    >>> from derive.export.program import Var, const
    >>> write(Op("div", (Op("add", (Var("v0"), const(1))), Op("exp", (Var("v0"),)))))
    '(v0 + 1.0) / np.exp(v0)'
    """
    return _write(node, prefix)[0]


def _write(node: Expr, prefix: str) -> tuple[str, int]:
    if isinstance(node, Const):
        value = float(node.value)
        if value == int(value) or node.value == value:
            return number(value), 9 if value >= 0 else 2
        # as a quotient of two exact numbers it is rounded once, like the literal, and readable
        top, bottom = node.value.numerator, node.value.denominator
        if abs(top) < 2**53 and bottom < 2**53:
            return f"{number(float(top))} / {number(float(bottom))}", 3 if top >= 0 else 2
        return number(value), 9 if value >= 0 else 2
    if isinstance(node, Named):
        return f"{prefix}{node.name}", 9
    if not isinstance(node, Op):
        return node.name, 9
    if node.name == "neg":
        text, level = _write(node.args[0], prefix)
        return f"-{text if level in (3, 9) else f'({text})'}", 2
    if prefix == "math.":
        if node.name == "where":
            test, then, otherwise = (_write(a, prefix)[0] for a in node.args)
            return f"({then} if {test} else {otherwise})", 9
        if node.name in _SCALAR:
            return f"{_SCALAR[node.name]}({', '.join(write(a, prefix) for a in node.args)})", 9
        if node.name == "factorial":
            return f"math.gamma({write(node.args[0], prefix)} + 1.0)", 9
    if node.name not in _INFIX:
        known = _LIBRARY.get(prefix, _OWN)
        name = known.get(node.name, prefix + _CALL.get(node.name, node.name))
        given = [write(a, prefix) for a in node.args]
        if prefix == "torch." and node.name in _TENSORS:
            like = next(names_in(node))
            given = [text if any(names_in(a)) else f"torch.full_like({like}, {text})"
                     for a, text in zip(node.args, given, strict=True)]
        return f"{name}({', '.join(given)})", 9
    sign, level = _INFIX[node.name]
    parts = []
    for position, arg in enumerate(node.args):
        text, inner = _write(arg, prefix)
        last = position > 0 and (node.name in ("sub", "div", "pow", "mul")
                                 or (isinstance(arg, Op) and arg.name in ("add", "sub")))
        tight = inner < level or (inner == level and (last or node.name == "pow"))
        parts.append(f"({text})" if tight else text)
    return sign.join(parts).replace(" + -", " - "), level


def expression_module(program: Program, accuracy: dict[str, Any],
                      certified: Sequence[tuple[Any, ...]], docstring: str,
                      evaluate: str = "", imports: str = "import numpy as np") -> str:
    """The module of a program made of assignments.

    ``evaluate`` is the text of another ``_evaluate``, arrays in and a tuple of arrays out.
    """
    if program.loop is not None:
        raise ExportRefused(f"{program.name} is a recurrence, not an expression")
    several = len(program.outputs) > 1
    natural = [n.label for n in program.inputs if n.sort in ("N0", "Z")]
    positive = [n.label for n in program.inputs if n.sort == "P"]
    own = [] if evaluate else [text for name, text in _EXTRA.items()
                               if any(_uses(a.value, name) for a in program.body)]
    fields = {
        "docstring": docstring, "name": program.name,
        "accuracy": as_dict(accuracy), "certified": _certified(certified),
        "signature": "".join(f"{declared(i, i.name)}, " for i in program.inputs),
        "summary": "The formula at the top of this module.",
        "errors": _errors(natural, positive),
        "numbers": ", ".join(f'"{i.label}": {i.name}' for i in program.inputs),
        "checks": _checks(natural, positive), "imports": imports,
        "evaluate": evaluate or evaluation(program), "finish": _finish(program),
        "as_tuple": ("found.ravel()" if program.shape is not None else
                     "found" if several else "(found,)"),
        "argument_checks": template("numpy_arguments.tmpl").template,
        "extra": "".join(own), "count": str(len(program.outputs)),
    }
    text = laid(template("numpy_expression.tmpl").substitute(fields))
    for unused in ("def _check_positive", *(() if positive else ("def _shown",))):
        text = _without(text, unused)
    return text


def _without(text: str, start: str) -> str:
    before, _, after = text.partition(start)
    return before + after.partition("\n\n\n")[2]


def evaluation(program: Program) -> str:
    """The text of ``_evaluate``: arrays in, a tuple of arrays or numbers out."""
    given = ", ".join(f"{i.name}: Any" for i in program.inputs)
    return f"def _evaluate({given}) -> tuple[Any, ...]:\n{_body(program)}"


def _uses(value: Any, name: str) -> bool:
    return isinstance(value, Op) and (value.name == name or any(_uses(a, name) for a in value.args))


def _body(program: Program) -> str:
    lines = []
    for step in program.body:
        assert not isinstance(step.value, Loop)
        lines.append(f"    {step.name} = {write(step.value)}")
    comma = "," if len(program.outputs) == 1 else ""
    return "\n".join([*lines, f"    return ({', '.join(program.outputs)}{comma})"])


def _errors(natural: list[str], positive: list[str]) -> str:
    parts = []
    if positive:
        parts.append(f"{', '.join(positive)} not positive")
    if natural:
        parts.append(f"{', '.join(natural)} not whole")
    return ("Raises ValueError for " + "; ".join(parts) + ", TypeError for\n    complex numbers."
            if parts else "Raises TypeError for complex numbers.")


def _checks(natural: list[str], positive: list[str]) -> str:
    lines = []
    for n in positive:  # NaN is no number, and passes
        lines += [f'    if np.any(real["{n}"] <= 0):\n', f'        raise ValueError(f"{n} must be '
                  f'positive, not {{_shown(real[\'{n}\'])}}")\n']
    for n in natural:
        whole = f'(real["{n}"] >= 0) & (real["{n}"] == np.trunc(real["{n}"]))'
        lines += [f"    if not np.all({whole}):\n",
                  f'        raise ValueError("{n} must be one of 0, 1, 2, ...")\n']
    return "".join(lines)


def _finish(program: Program) -> str:
    like = ("    shaped = (v for v in numbers.values() if getattr(v, \"shape\", None) == shape)\n"
            "    like = next((v for v in shaped if not isinstance(v, np.ndarray)), None)\n")
    if program.shape is not None:
        return (f"    entries = np.array(outputs).reshape(({_sides(program.shape)}, *shape))\n"
                "    if out is not None:\n"
                "        _fill((out,), [entries], entries.shape, dtype)\n"
                "        return out\n    return entries")
    several = len(program.outputs) > 1
    result = ("return tuple(_dressed(v, like) if shape else v[()] for v in outputs)" if several
              else "return _dressed(outputs[0], like) if shape else outputs[0][()]")
    given = "out" if several else "(out,)"
    return (f"    if out is not None:\n        _fill({given}, outputs, shape, dtype)\n"
            f"        return out\n{like}    {result}")


def _sides(shape: tuple[int, ...]) -> str:
    return ", ".join(map(str, shape))


def _certified(rows: Sequence[tuple[Any, ...]]) -> str:
    return literal(tuple(tuple(row) for row in rows), opened=True) if rows else "()"


_EXTRA = {"factorial": '''_FACTORIALS = np.array([float(math.factorial(k)) for k in range(171)])


def _factorial(n: Any) -> Any:
    """n! for n = 0..170; larger factorials exceed the range of float64 and are refused."""
    if not np.all((n >= 0) & (n <= 170)):
        raise ValueError("a factorial of more than 170 is out of the range of float64")
    return _FACTORIALS[n.astype(np.int64)]


''', "erf": '''_erf = np.vectorize(math.erf, otypes=[np.float64])


''',
    "erfc": '''_erfc = np.vectorize(math.erfc, otypes=[np.float64])


''',
    "gamma": '''def _gamma_at(x: float) -> float:
    """NaN at the poles, infinite where gamma overflows."""
    if x > 171.0:
        return (x - 1.0) * math.gamma(x - 1.0) if x < 172.0 else math.inf
    if x == -math.inf or (x <= 0.0 and x % 1.0 == 0.0):
        return math.nan
    return 1.0 / x if abs(x) < 1e-300 else math.gamma(x)


_gamma = np.vectorize(_gamma_at, otypes=[np.float64])


''',
    "lgamma": '''def _log_gamma_at(x: float) -> float:
    """The logarithm of gamma for x > 0, else NaN."""
    if x > 2.5e305:
        return math.inf
    return math.lgamma(x) if x > 0.0 else math.nan


_log_gamma = np.vectorize(_log_gamma_at, otypes=[np.float64])


'''}


def module(program: Program, accuracy: dict[str, Any] | None = None, certified: Any = (),
           docstring: str = '"""Generated by derive."""') -> str:
    """The text of a module for expressions, or for a family with a parameter."""
    # it prints expressions by what stands above
    from derive.export.backends.numpy_with_parameter import parameter_module

    print_module = expression_module if program.with_parameter is None else parameter_module
    return print_module(program, accuracy or {}, certified, docstring)


def function(program: Program) -> Any:
    """The program as a function of arrays."""
    from derive.export.running import run_source

    return run_source(module(program), program.name)[program.name]


add(Backend("numpy", "a module that needs numpy alone", ".py", function, module, loops=True,
            parameters=True))
