"""Plain Python with mpmath: any precision, one number at a time, the recurrence as it stands.

The precision is that of ``mpmath.mp``, and is raised inside until two values agree. Numbers of
mpmath have no smallest and no largest exponent, so nothing is scaled here; this is also the most
readable form of a program.
"""

from __future__ import annotations

import json
from fractions import Fraction
from typing import Any

from derive.export.backends.backend import Backend, add
from derive.export.backends.numpy import as_dict, in_k
from derive.export.program import (
    Assign,
    Const,
    ExportRefused,
    Expr,
    Loop,
    Named,
    Op,
    Power,
    Program,
    Root,
    ThreeTerm,
)
from derive.layout import bare, laid

_INFIX = {"add": (" + ", 1), "sub": (" - ", 1), "mul": (" * ", 3), "div": (" / ", 3),
          "pow": (" ** ", 5), "less": (" < ", 0), "less_equal": (" <= ", 0)}
_NAMES = {"ceiling": "ceil", "arcsin": "asin", "arccos": "acos", "arctan": "atan",
          "arctan2": "atan2", "arcsinh": "asinh", "arccosh": "acosh", "arctanh": "atanh",
          "lgamma": "loggamma"}
_TAKEN = {"N0": "_index", "Z": "_index", "P": "_positive"}
MOST_STEPS = 1_000_000  # of a recurrence: some seconds
_BUILT_IN = {"abs": "abs", "minimum": "_least", "maximum": "_greatest"}


def write(node: Expr) -> str:
    """An expression in Python with mpmath; numbers stay exact quotients.

    >>> from derive.export.program import Var, const
    >>> write(Op("div", (Op("exp", (Var("v0"),)), const(3))))
    'mp.exp(v0) / 3'
    """
    return _write(node)[0]


def _write(node: Expr) -> tuple[str, int]:
    if isinstance(node, Const):
        top, bottom = node.value.numerator, node.value.denominator
        if bottom == 1:
            return str(top), 9 if top >= 0 else 2
        return f"mp.mpf({top}) / {bottom}", 3
    if isinstance(node, Named):
        return f"mp.{node.name}", 9
    if not isinstance(node, Op):
        return node.name, 9
    if node.name == "neg":
        text, level = _write(node.args[0])
        return f"-{text if level in (3, 9) else f'({text})'}", 2
    if node.name == "where":
        test, then, otherwise = (_write(a)[0] for a in node.args)
        return f"({then} if {test} else {otherwise})", 9
    if node.name == "logaddexp":
        a, b = node.args
        return write(Op("add", (Op("maximum", (a, b)), Op("log1p", (Op("exp", (Op("neg", (
            Op("abs", (Op("sub", (a, b)),)),)),)),))))), 1
    if node.name not in _INFIX:
        name = _BUILT_IN.get(node.name) or f"mp.{_NAMES.get(node.name, node.name)}"
        return f"{name}({', '.join(write(a) for a in node.args)})", 9
    sign, level = _INFIX[node.name]
    parts = []
    for position, arg in enumerate(node.args):
        text, inner = _write(arg)
        last = position > 0 and (node.name in ("sub", "div", "pow", "mul")
                                 or (isinstance(arg, Op) and arg.name in ("add", "sub")))
        tight = inner < level or (inner == level and (last or node.name == "pow"))
        parts.append(f"({text})" if tight else text)
    return sign.join(parts).replace(" + -", " - "), level


_HEAD = '''{docstring}

from __future__ import annotations

{imports}from typing import Any

from mpmath import MPContext
from mpmath import mp as _caller

__all__ = ["ACCURACY", "{name}"]

# measured in double precision; here the precision is that of mp
ACCURACY = {accuracy}

# numbers of a context of our own: functions of real numbers are real here, or raise
mp = MPContext()
mp.trap_complex = True


def {name}({signature}) -> Any:
    """{summary}

    Numbers or text of decimal digits. The precision is that of mpmath.mp: it is raised inside
    until two values agree, so that cancellation costs no digits. Raises TypeError for what is
    no real number, ValueError for what is out of its domain or beyond 1e400.
    """
    return _settled({names})


def _settled(*given: Any) -> Any:
    """The formula at rising precision, until two values agree; at most six times."""
    wanted, before = _caller.prec, ()
    for doubled in range(6):
        with mp.workprec(2**doubled * wanted + 16 * (doubled + 1)):
            values = _formula(*given)
            close = mp.ldexp(1, -wanted - 4)
            if before and all(_agree(a, b, close) for a, b in zip(before, values)):
                break
            before = values
    rounded = [_caller.mpf(value) for value in values]
    return {result}


def _agree(a: Any, b: Any, close: Any) -> bool:
    return a == b or mp.isnan(b) or abs(a - b) <= close * abs(b)


def _real(name: str, value: Any) -> Any:
    """A real number as it is, or the text of one at this precision."""
    exact = hasattr(value, "as_integer_ratio") or hasattr(value, "numerator")
    if isinstance(value, _caller.constant):  # pi and the like
        number = mp.mpf(value(prec=mp.prec))
    elif isinstance(value, str | _caller.mpf):
        number = mp.mpf(value)
    elif isinstance(value, bool) or not exact:
        raise TypeError(f"{{name}} must be one real number, or the text of one")
    elif hasattr(value, "numerator"):
        number = mp.mpf(int(value.numerator)) / int(value.denominator)
    elif str(value).lower().strip("+-") in ("inf", "infinity", "nan"):
        number = mp.mpf(float(value))
    else:
        top, bottom = value.as_integer_ratio()
        number = mp.mpf(int(top)) / int(bottom)
    if mp.isfinite(number) and number and mp.mag(number) > 1329:
        raise ValueError(f"{{name}} must be smaller than 1e400")
    return number

{helpers}
def _formula({names}) -> Any:
'''

_INDEX = '''
def _index(name: str, value: Any, most: int | None = None) -> int:
    number = _real(name, value)
    if not mp.isint(number) or number < 0:
        raise ValueError(f"{name} must be one of 0, 1, 2, ..., not {value}")
    if most is not None and number > most:
        raise ValueError(f"{name} must be at most {most}, not {value}")
    return int(number)

'''

_POSITIVE = '''
def _positive(name: str, value: Any) -> Any:
    number = _real(name, value)
    if number <= 0:
        raise ValueError(f"{name} must be positive, not {_caller.nstr(number, 17)}")
    return number

'''

_FINITE = '''
def _positive(name: str, value: Any) -> Any:
    number = _real(name, value)
    if not 0 < number < math.inf:
        said = _caller.nstr(number, 17)
        raise ValueError(f"{name} must be positive and finite, not {said}")
    return number

'''

_LEAST = '''
def _least(a: Any, b: Any) -> Any:
    return a if mp.isnan(a) or a < b else b

'''

_GREATEST = '''
def _greatest(a: Any, b: Any) -> Any:
    return a if mp.isnan(a) or a > b else b

'''


def module(program: Program, accuracy: dict[str, Any] | None = None, certified: Any = (),
           docstring: str = '"""Generated by derive."""') -> str:
    """The text of a module that needs mpmath alone."""
    names = [i.name for i in program.inputs]
    most = f", most={MOST_STEPS}" if program.loop is not None else ""
    lines = [f"    {i.name} = {_TAKEN.get(i.sort, '_real')}({json.dumps(i.label)}, {i.name}"
             f"{most if i.sort in ('N0', 'Z') else ''})" for i in program.inputs]
    for step in program.body:
        lines += _loop(step.value, step.name, set(names)) if isinstance(step.value, Loop) else [
            f"    {step.name} = {bare(write(step.value))}"]
    body = "\n".join(lines)
    positive = _POSITIVE if program.loop is None else _FINITE
    helpers = [text for word, text in (("_index(", _INDEX), ("_positive(", positive), (
        "_least(", _LEAST), ("_greatest(", _GREATEST)) if word in body]
    text = _HEAD.format(
        imports="import math\n" * ("_positive(" in body and program.loop is not None),
        names=", ".join(names), docstring=docstring, name=program.name,
        helpers="".join(helpers), accuracy=as_dict(accuracy or {}),
        result=_result(program.shape), summary=program.about.title or "The exported function.",
        signature=", ".join(n if i.default is None else f"{n}={i.default:g}"
                            for n, i in zip(names, program.inputs, strict=True)))
    results = ", ".join(program.outputs)
    lines.append(f"    return ({results})" if "," in results else f"    return ({results},)")
    return laid(text + "\n".join(lines) + "\n")


def _result(shape: tuple[int, ...] | None) -> str:
    if shape is None:
        return "rounded[0] if len(rounded) == 1 else tuple(rounded)"
    if len(shape) != 2:
        raise ExportRefused("the backend python prints numbers and matrices of rows and columns, "
                            f"not arrays with {len(shape)} indices")
    rows, columns = shape
    return f"mp.matrix([rounded[{columns} * k : {columns} * (k + 1)] for k in range({rows})])"


def _loop(loop: Loop, result: str, taken: set[str]) -> list[str]:
    """The recurrence; a name of its own that an argument has too gets ``_`` at its end."""
    assert isinstance(loop, ThreeTerm)  # others are refused before they get here
    lines = _lines(loop, *(f"{n}_" if n in taken else n for n in (
        "k", "xi", "before", "now", "scale", "amplitude", "linear", "constant", "back")))
    return [f"    {line}" for line in (*lines[:-1], f"{result} = {lines[-1]}")]


def _lines(loop: ThreeTerm, k: str, xi: str, before: str, now: str, scale: str, amplitude: str,
           linear: str, constant: str, back: str) -> list[str]:
    first = f"{_root(loop.first_linear, '0')} * {xi}"
    if not loop.first_constant.is_zero:
        first += f" + {_root(loop.first_constant, '0')}"
    made, inner = {linear: loop.linear, back: loop.back}, f"{linear} * {xi}"
    if not loop.constant.is_zero:
        made[constant] = loop.constant
        inner = f"({inner} + {constant})"
    weight = " + ".join(f"mp.mpf({c.numerator}) / {c.denominator}" + ("", f" * {xi}",
                                                                      f" * {xi}**2")[p]
                        for p, c in enumerate(loop.weight) if c) or "0"
    return [*_powers(scale, loop.scale),
            f"{xi} = {scale} * {loop.argument}",
            f"{before}, {now} = mp.mpf(1), {first}",
            f"for {k} in range({loop.index}):",
            *(f"    {name} = {bare(_root(root, k))}" for name, root in made.items()),
            f"    {before}, {now} = {now}, {inner} * {now} + {back} * {before}",
            *_powers(amplitude, loop.amplitude),
            f"{_far(loop, xi)}{amplitude} * {before} * mp.exp({weight})"]


def _far(loop: ThreeTerm, xi: str) -> str:
    """The value at infinity, where the function decays."""
    if len(loop.weight) < 2 or loop.weight[-1] >= 0:
        return ""
    there = f"mp.isinf({xi})" if len(loop.weight) % 2 else f"{xi} == mp.inf"
    return f"mp.mpf(0) if {there} else "


def _root(root: Root, k: str) -> str:
    top, bottom = (str(c[0]) if k == "0" else in_k(c).replace("k", k)
                   for c in (root.top, root.bottom))
    below = bottom if bottom.isdigit() else f"({bottom})"
    text = f"mp.mpf({top})" if below == "1" else f"mp.mpf({top}) / {below}"
    text = f"mp.sqrt({text})" if root.rooted else f"({text})"
    return f"-{text}" if root.sign < 0 else text


def _powers(name: str, powers: tuple[Power, ...]) -> list[str]:
    """The lines that make a product of powers."""
    def one(p: Power) -> str:
        base = "mp.pi" if p.base == "pi" else f"mp.mpf({p.base})"
        exponent = Fraction(p.exponent)
        return f"{base} ** (mp.mpf({exponent.numerator}) / {exponent.denominator})"

    first, *rest = [one(p) for p in powers] or ["mp.mpf(1)"]
    return [f"{name} = {first}", *(f"{name} *= {factor}" for factor in rest)]


def at_each_point(f: Any) -> Any:
    """The function for arrays, one number after the other and in double precision."""
    import numpy as np
    from mpmath import mp

    def arrays(*columns: Any) -> Any:
        with mp.workprec(53):
            rows = zip(*columns, strict=True) if columns else [()]  # a constant has one value
            found = [f(*map(float, row)) for row in rows]
        if found and hasattr(found[0], "__iter__"):  # a tuple, or a matrix of mpmath
            return tuple(np.array(list(map(float, column))) for column in zip(*found, strict=True))
        return np.array(list(map(float, found)))

    return arrays


def function(program: Program) -> Any:
    """The program as a Python function of mpmath numbers."""
    from derive.export.running import run_source

    if not program.body or not all(isinstance(a, Assign) for a in program.body):
        raise ExportRefused("an empty program")
    return run_source(module(program), program.name)[program.name]


add(Backend("python", "plain Python with mpmath, for any precision", ".py", function, module,
            "mpmath", loops=True, exact=True, arrays=at_each_point))
