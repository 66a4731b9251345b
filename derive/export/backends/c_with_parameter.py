"""The C form of a family with a parameter: its recurrence, its table, and a loop that reads it.

In Python the calling rules are those of the numpy module, whose inner functions are replaced by
the compiled ones; the C file that is written stands alone. Read first: ``numpy_with_parameter``,
``pairs``. Next: ``c``.
"""

from __future__ import annotations

import ctypes
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from derive.export.backends.c_expressions import write
from derive.export.backends.numpy import template
from derive.export.backends.numpy_with_parameter import (
    N_MAX,
    NUMPY,
    PARAMETER_MAX,
    exponential,
    holds,
    holds_exponential,
    parameter_module,
    words,
)
from derive.export.backends.pairs import C, coefficients, reads, renamed
from derive.export.backends.wide import Wide
from derive.export.expressions import show
from derive.export.program import (
    ExportRefused,
    Expr,
    Op,
    Program,
    Var,
    WithParameter,
    const,
)

_KEYWORDS = frozenset((
    "auto", "case", "char", "const", "default", "do", "double", "enum", "extern", "goto", "inline",
    "long", "register", "restrict", "short", "signed", "sizeof", "static", "struct", "switch",
    "typedef", "union", "unsigned", "void", "volatile", "asm", "typeof", "INFINITY", "NAN"))


def c_source(program: Program, flags: str, about: str) -> str:
    """The text of the C file.

    Raises ExportRefused where an expression has no form in pairs.
    """
    loop = program.with_parameter
    if loop is None:
        raise ExportRefused(f"{program.name} is no family with a parameter")
    body = template("c_with_parameter.tmpl")
    # what stands beside the arguments in the functions that take them
    taken = _KEYWORDS | set(re.findall(r"[A-Za-z]\w*", _code(body.template)))
    names = {i.name: f"{i.name}_" if i.name in taken else i.name for i in program.inputs}
    names[loop.index] = "n"
    given = {k: _named(renamed(getattr(loop, k), loop.index), names)
             for k in ("z", "alpha", "power", "rest")}
    there = _replaced(loop, given, names[loop.argument])
    scale, argument = C.argument(there)
    counts = [1 + max(power for _, _, power, _ in poly) for poly in loop.equation]
    local = ", ".join(f"{{{reach}, {numbers}, {terms}}}" for reach, numbers, terms in NUMPY.local)
    return _wrapped(body.substitute({
        **coefficients(loop, C), **words(loop), **_arguments(program, loop, names),
        "about": about, "flags": flags, "name": program.name,
        "title": program.about.title or program.name, "n_max": str(N_MAX),
        "parameter_max": str(PARAMETER_MAX), "local": local, "fast": str(NUMPY.fast),
        "second_count": str(counts[0]), "first_count": str(counts[1]),
        "none_count": str(counts[2]), "scale_code": scale, "argument_code": argument,
        "parameter_code": C.expression(there.alpha), "power_code": write(there.power),
        **_front(there), "exponential": template("c_exponential.tmpl").substitute(
            exponential()) if holds_exponential(loop) else "",
        "local_polynomials": template("c_local.tmpl").template.rstrip("\n")}))


def _front(loop: WithParameter) -> dict[str, str]:
    """What stands in front; with factorials it is too large or small for floats on the way."""
    if not holds(loop.rest, "factorial"):
        return {"rest_code": write(loop.rest), "wide": ""}
    if reads(loop.rest, loop.argument):
        raise ExportRefused(f"{show(loop.rest)} must not depend on {loop.argument}")
    return {"rest_code": f"narrow({Wide(write, '', '{}').expression(loop.rest)})",
            "wide": template("c_wide.tmpl").template}


def _wrapped(text: str) -> str:
    """The text with no line of code above 100 characters: broken after a comma or a semicolon."""
    lines = []
    for line in text.splitlines():
        indent = " " * (len(line) - len(line.lstrip()) + 4)
        while len(line) > 100 and not line.startswith((" *", "/*")):
            cut = max(line.rfind(", ", len(indent), 100), line.rfind("; ", len(indent), 100))
            if cut < 0:
                break
            lines.append(line[:cut + 1])
            line = indent + line[cut + 2:]
        lines.append(line)
    return "\n".join([*lines, ""])


def _code(text: str) -> str:
    """The functions that have the arguments, without comments and fields, and what they call."""
    start = text.index("static inline void read_table")
    called = " ".join(re.findall(r"^static .*?(\w+)\(", text, re.MULTILINE))
    return called + re.sub(r"/\*.*?\*/|\$\w+|\$\{\w+\}", " ", text[start:], flags=re.DOTALL)


def _replaced(loop: WithParameter, given: dict[str, Expr], place: str) -> WithParameter:
    from dataclasses import replace

    return replace(loop, index="n", argument=place, **given)  # type: ignore[arg-type]


def _named(node: Expr, names: dict[str, str]) -> Expr:
    if isinstance(node, Var):
        return Var(names.get(node.name, node.name))
    if isinstance(node, Op):
        return Op(node.name, tuple(_named(a, names) for a in node.args))
    return node


def _arguments(program: Program, loop: WithParameter, names: dict[str, str]) -> dict[str, str]:
    """The arguments as they stand in calls and in the heads of functions, the index first."""
    place = names[loop.argument]
    given = [i for i in program.inputs if i.name != loop.index]
    every = ["n", *(names[i.name] for i in given)]
    others = [n for n in every if n != place]
    checks = ""
    for i in given:
        name = names[i.name]
        if i.sort == "P" and name != place:
            checks += f"\n        && {name} >= 1e-100 && {name} <= 1e100"
        elif i.sort == "N0":
            checks += f"\n        && {name} >= 0.0 && {name} == trunc({name})"

    def listed(form: str, which: list[str]) -> str:
        return ", ".join(form.format(n) for n in which)

    at = ", ".join("x[i]" if n == place else n for n in every)
    front = renamed(loop.rest, loop.index)
    constant = not reads(front, loop.argument)
    return {
        "argument": place, "others": listed("double {}", others),
        "call_parameters": listed("double {}", every), "all_but_place": ", ".join(others),
        "unused": " ".join(f"(void){n};" for n in every),
        "unused_others": " ".join(f"(void){n};" for n in others),
        "long_others": listed("double {}", others), "call_at": at,
        "arrays": listed("const double *restrict {}", every),
        "others_of_array": listed("{}[at]", others), "call_of_array": listed("{}[at]", every),
        "c_parameters": "".join(f"double {n}, " for n in others if n != "n").rstrip(" "),
        "c_checks": checks, "times_front": "" if front == const(1) else (
            "        for (size_t i = 0; i < count; i++)\n            out[i] *= "
            + ("front" if constant else f"front_of({at.replace('x[i]', f'{place}[i]')})") + ";\n"),
        "front": f"    const double front = front_of({at.replace('x[i]', '0.0')});\n" if constant
        else "", "front_at": "front" if constant else f"front_of({at})"}


def c_function(program: Program, library: Path) -> Callable[..., Any]:
    """The numpy module's function with its table and its loops in C."""
    import numpy as np

    from derive.export.running import run_source

    module = run_source(parameter_module(program, {}, (), '"""Generated by derive."""'),
                        program.name)
    loaded = ctypes.CDLL(str(library))
    plan, fill, look_up, each = (getattr(loaded, f"{program.name}_{part}")
                                 for part in ("plan", "table", "look_up", "each"))
    array = np.ctypeslib.ndpointer(dtype=np.float64, flags="C_CONTIGUOUS")
    real, count, others = ctypes.c_double, ctypes.c_size_t, len(program.inputs) - 1
    plan.restype = count
    plan.argtypes = fill.argtypes = [ctypes.c_long, real, real, real, array]
    look_up.restype = None
    look_up.argtypes = [count, array, array, *[real] * others, array]
    each.argtypes = [count, *[array] * (others + 2)]
    tables: dict[tuple[float, ...], Any] = {}

    def table(key: tuple[float, ...]) -> Any:
        if key not in tables:
            while len(tables) >= 32:
                tables.pop(next(iter(tables)))
            size = plan(*key, np.empty(8))
            room = np.empty(size + 8)
            start = -room.ctypes.data // 8 % 8  # a centre's numbers begin where a cache line does
            tables[key] = room[start:start + size]
            if fill(*key, tables[key]):
                del tables[key]
                raise MemoryError("no memory for the table")
        return tables[key]

    def from_table(key: tuple[float, ...], *given: Any) -> Any:
        place = given[-1]
        out = np.empty_like(place)
        look_up(place.size, table(key), place, *given[:-1], out)
        return out

    def one_by_one(*given: Any) -> Any:
        wide = [np.array(v, order="C") for v in np.broadcast_arrays(*given)]
        out = np.empty(wide[0].shape)
        if each(out.size, *wide, out):
            raise ValueError("an index or a parameter is out of range")  # all are checked before
        return out

    def planned(*key: float) -> tuple[float, int]:
        header = np.empty(8)
        plan(*key, header)
        return float(header[0]), int(header[4])

    module["_look_up"], module["_each"], module["_planned"] = from_table, one_by_one, planned
    found: Callable[..., Any] = module[program.name]
    return found
