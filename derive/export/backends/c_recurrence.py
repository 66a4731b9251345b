"""The C form of a recurrence with its table: fused products instead of split ones.

In Python the calling rules are those of the numpy module, whose two inner functions are
replaced by the compiled ones; the C file that is written stands alone. Next: ``c``.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

from derive.export.backends.numpy import (
    Stated,
    formula,
    in_k,
    in_two,
    quotient,
    recurrence_module,
    template,
    value_of,
    whole,
)
from derive.export.local_equation import taylor
from derive.export.program import ExportRefused, Power, Program, Root


def c_source(program: Program, flags: str, about: str) -> str:
    """The text of the C file.

    Raises ExportRefused where the program has no local equation.
    """
    loop = program.loop
    if loop is None or loop.local is None:
        raise ExportRefused(f"the backend c prints recurrences with a table, and {program.name} "
                            "has none: use numpy")
    local, two = loop.local, loop.weight[2]
    if abs(two).numerator != 1:
        raise ExportRefused(f"the backend c needs an exponent that is a power of two, not {two}")
    sign = "-" if local.monic.sign < 0 else ""
    parameters = [i.name for i in program.inputs if i.name not in (loop.index, loop.argument)]
    pieces = [in_two(piece) for piece in taylor(local.potential)]
    with_n = [p.replace("n", "(double)n") for p in pieces]
    fields = {
        "about": about, "flags": flags, "name": program.name, "argument": loop.argument,
        "title": program.about.title or program.name,
        "leading_top": in_k(loop.linear.top), "leading_bottom": in_k(loop.linear.bottom),
        "monic_top": f"{sign}({in_k(local.monic.top)})", "monic_bottom": in_k(local.monic.bottom),
        "monic_formula": f"{sign}({in_k(local.monic.top)})/({in_k(local.monic.bottom)})",
        "weight_formula": f"{two} xi^2", "weight_two": repr(float(two)),
        "potential": in_two(local.potential),
        "equation_formula": f"f'' + ({in_two(local.potential)}) f = 0",
        "pieces": ", ".join(with_n),
        "back_top": in_k(local.back[0]).replace("k", "(double)n"),
        "back_bottom": in_k(local.back[1]).replace("k", "(double)n"),
        "own": repr(float(local.own)),
        "c_parameters": ", ".join(f"double {n}" for n in parameters) or "double unused",
        "c_scale": _scale(loop.scale), "c_amplitude": _amplitude(loop.amplitude),
        "first_linear": repr(value_of(loop.first_linear)), "linear": _root(loop.linear),
        "back": _root(loop.back), "local_polynomials": template("c_local.tmpl").template,
    }
    return "\n".join(template(part).substitute(fields) for part in ("c_table.tmpl", "c_all.tmpl"))


def _root(root: Root) -> str:
    text = f"(double)({in_k(root.top)}) / (double)({in_k(root.bottom)})"
    text = f"sqrt({text})" if root.rooted else f"({text})"
    return f"-{text}" if root.sign < 0 else text


def _scale(powers: tuple[Power, ...]) -> str:
    degree, above, below = whole(powers)
    lines = [f"    scale = {word}(scale, (twofold){{{n}, 0.0}});"
             for word, side in (("times", above), ("over", below))
             for n, count in side for _ in range(count)]
    lines += ["    scale = root(scale);"] * (degree.bit_length() - 1)
    return "\n".join([f"    /* {formula(powers)} */", *lines])


def _amplitude(powers: tuple[Power, ...]) -> str:
    degree, text = quotient(powers, "3.141592653589793")
    if degree not in (1, 2, 4):
        return f"pow({text}, {float(Fraction(1, degree))!r})"
    for _ in range(degree.bit_length() - 1):
        text = f"sqrt({text})"
    return text


def _compiled_parts(library: Path, name: str) -> tuple[Any, ...]:
    """The functions of the library that are called from here, with the types of their arguments."""
    import numpy as np

    loaded = ctypes.CDLL(str(library))
    plan, fill, look_up, climb, walk, rows = parts = tuple(
        getattr(loaded, f"{name}_{part}")
        for part in ("plan", "table", "look_up", "climb", "zeros", "rows"))
    array = np.ctypeslib.ndpointer(dtype=np.float64, flags="C_CONTIGUOUS")
    count, real, index, place = ctypes.c_size_t, ctypes.c_double, ctypes.c_long, ctypes.c_void_p
    number = ctypes.POINTER(ctypes.c_int)
    plan.restype = fill.restype = count
    plan.argtypes = [index, ctypes.POINTER(real), number, number]
    fill.argtypes = [index, real, ctypes.c_int, count, count, array]
    look_up.argtypes = [count, ctypes.c_int, place, place, *[real] * 4, ctypes.c_int, count, count,
                        place, place]
    walk.argtypes = [index, array, array]
    climb.argtypes = [count, index, array, array, array]
    rows.argtypes = [count, index, count, array, array, array, array]
    return parts


def c_function(program: Program, library: Path, n_max: int) -> Callable[..., Any]:
    """The numpy module's function with its inner loops in C."""
    import numpy as np

    from derive.export.running import run_source

    bare = recurrence_module(program, Stated({}, (), n_max), '"""Generated by derive."""', "table")
    module = run_source(bare, program.name)
    plan, fill, look_up, climb, walk, write = _compiled_parts(library, program.name)
    tables: dict[int, tuple[float, int, int, Any]] = {}

    def table(n: int) -> tuple[float, int, int, Any]:
        spacing, numbers, parts = ctypes.c_double(), ctypes.c_int(), ctypes.c_int()
        centres = plan(n, ctypes.byref(spacing), ctypes.byref(numbers), ctypes.byref(parts))
        size = centres * numbers.value
        room = np.empty(size + 8)
        start = -room.ctypes.data // 8 % 8  # a centre's numbers begin where a line of cache does
        rows = room[start:start + size].reshape(centres, -1)
        tail = fill(n, spacing.value, numbers.value, parts.value, centres, rows)
        return spacing.value, numbers.value, tail, rows

    def from_table(n: int, x: Any, low: Any, scale: tuple[float, float], amplitude: float
                   ) -> Any:
        if n not in tables:
            while len(tables) >= 32:
                tables.pop(next(iter(tables)))
            tables[n] = table(n)
        spacing, numbers, tail, rows = tables[n]
        out = np.empty_like(x)
        rest = None if low is None else np.ascontiguousarray(low)
        look_up(x.size, n % 2, x.ctypes.data, None if rest is None else rest.ctypes.data, *scale,
                amplitude, spacing, numbers, len(rows), tail, rows.ctypes.data, out.ctypes.data)
        return out

    def one_by_one(n: Any, xi: Any, low: Any) -> Any:
        value = np.empty_like(xi)
        for order in np.unique(n):
            here = n == order
            out = np.empty(int(np.count_nonzero(here)))
            climb(out.size, int(order), np.ascontiguousarray(xi[here]),
                  np.ascontiguousarray(low[here]), out)
            value[here] = out
        return value

    def worth_a_table(n: int, points: int, steps: int = 200_000) -> bool:
        return (n + 7) * points >= steps

    def zeros(n: int) -> tuple[Any, Any]:
        nodes, slopes = np.empty((n + 1) // 2), np.empty((n + 1) // 2)
        walk(n, nodes, slopes)
        return nodes, slopes

    def all_rows(into: Any, xi: Any, low: Any, amplitude: Any) -> None:
        given = (np.ascontiguousarray(v) for v in (xi, low, amplitude))
        write(xi.size, len(into) - 1, xi.size, *given, into)

    module["_zeros"], module["_all_rows"] = zeros, all_rows
    module["_look_up"], module["_one_by_one"] = from_table, one_by_one
    module["_worth_a_table"] = worth_a_table
    found: Callable[..., Any] = module[program.name]
    return found
