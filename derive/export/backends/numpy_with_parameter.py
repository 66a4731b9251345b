"""A family with a parameter as a numpy module: every expression to twice the working precision.

The argument z, alpha and the coefficients are printed as operations on pairs (a value and its
remainder), so that nothing is lost where a power of z and an exponential of it nearly cancel.
Other backends take this module and replace what reads the table and what climbs. Read first:
``derive.export.with_parameter``, ``pairs``, and the template beside this file.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from derive.export.backends.numpy import _weight_body, as_dict, declared, template
from derive.export.backends.numpy_expressions import write
from derive.export.backends.pairs import ONE, PYTHON, coefficients, reads, renamed
from derive.export.backends.wide import Wide
from derive.export.expressions import show
from derive.export.program import (
    ExportRefused,
    Expr,
    Op,
    Program,
    Quotient,
    WithParameter,
    const,
)
from derive.layout import laid, literal

#: the largest index and parameter: without a normalization larger ones exceed the range of float64
N_MAX, PARAMETER_MAX = 100, 100


@dataclass(frozen=True)
class Reading:
    """How the table is read: by numpy, or by a loop of another backend.

    ``local``: how far a local polynomial reaches, how many coefficients it has, and of how many of
    Taylor's series; the first with which a table holds ``fast`` numbers at most is taken.
    """

    look_up: str = "numpy_with_parameter_look_up.tmpl"
    imports: str = "import numpy as np"
    local: tuple[tuple[float, int, int], ...] = ((0.0625, 8, 12), (0.42, 12, 18), (1.11, 16, 25))
    fast: int = 40_000
    scalar: str = ""  # what marks a function that is called with single numbers too


NUMPY = Reading()
#: what stands beside the arguments in the functions that take them
TAKEN = frozenset((
    "n", "size", "v", "key", "alpha", "power", "given", "result", "z", "inside", "count",
    "wide", "factor", "extra", "twos", "value", "low", "start", "part", "compute", "high",
    "spacing", "near", "head", "tail", "table", "inverse", "last", "every", "term", "within",
    "root", "place", "centre", "step", "row", "coefficients", "nearest", "small", "here",
    "rest", "half", "both", "away", "other", "some", "i"))
#: what such a loop calls for every point
SCALAR = ("_argument", "_scale", "_split", "_product", "_sum", "_renewed", "_times", "_over",
          "_root", "_scaled", "_sum2", "_exponential")


def parameter_module(program: Program, accuracy: dict[str, Any], certified: Sequence[Any],
                     docstring: str, reading: Reading = NUMPY) -> str:
    """The text of the module.

    Raises ExportRefused where an expression has no form in pairs.
    """
    loop = program.with_parameter
    if loop is None:
        raise ExportRefused(f"{program.name} is no family with a parameter")
    for part in (loop.alpha, loop.power):
        if reads(part, loop.argument):
            raise ExportRefused(f"{show(part)} must not depend on {loop.argument}")
    names = [i.name for i in program.inputs if i.name != loop.index]
    fields = {
        **coefficients(loop, PYTHON), **words(loop), **_names(program, loop),
        "docstring": docstring, "name": program.name, "n_max": str(N_MAX),
        "imports": reading.imports, "local": str(reading.local), "fast": str(reading.fast),
        "parameter_max": str(PARAMETER_MAX), "accuracy": as_dict(accuracy),
        "certified": literal(tuple((a, v, float(f"{u:.3g}")) for a, v, u in certified),
                             opened=bool(certified)),
        "signature": ", ".join(declared(i, "n" if i.name == loop.index else i.name)
                               for i in program.inputs),
        "summary": f"{program.name}; the formula stands at the top.",
        "numbers": ", ".join(f'"{n}": {n}' for n in names), "checks": _checks(program, loop),
        "parameter_code": PYTHON.expression(renamed(loop.alpha, loop.index)),
        "power_code": write(renamed(loop.power, loop.index)),
        **_front(loop),
        "exponential": template("numpy_exponential.tmpl").substitute(
            exponential()) if holds_exponential(loop) else "",
        "twofold_steps": template("numpy_twofold_steps.tmpl").template,
        "argument_checks": template("numpy_arguments.tmpl").template,
        "twofold": _twofold(loop.decay)}
    fields["scale_code"], fields["argument_code"] = PYTHON.argument(loop)
    fields["look_up"] = template(reading.look_up).substitute(
        fields, numba_local=template("numba_local.tmpl").template)
    text = template("numpy_with_parameter.tmpl").substitute(fields)
    if reading.scalar:
        text = re.sub(rf"^(def ({'|'.join(SCALAR)})\()", rf"@{reading.scalar}\n\1", text,
                      flags=re.MULTILINE)
    return laid(text)


def _front(loop: WithParameter) -> dict[str, str]:
    """What stands in front; with factorials it is too large or small for floats on the way."""
    front = renamed(loop.rest, loop.index)
    if not holds(front, "factorial"):
        return {"rest_code": write(front), "wide": ""}
    if reads(front, loop.argument):
        raise ExportRefused(f"{show(front)} must not depend on {loop.argument}")
    code = Wide(write, "_", "{}").expression(front)
    return {"rest_code": f"_narrow({code})", "wide": template("numpy_wide.tmpl").template}


def _names(program: Program, loop: WithParameter) -> dict[str, str]:
    """The arguments as they stand in calls and signatures, the index first and called n."""
    place = loop.argument
    every = ["n", *(i.name for i in program.inputs if i.name != loop.index)]
    others = [n for n in every if n != place]
    front = renamed(loop.rest, loop.index)
    return {
        "argument": place, "parameters": ", ".join(f"{n}: Any" for n in every if n != "n"),
        "call": ", ".join(every), "call_parameters": ", ".join(f"{n}: Any" for n in every),
        "all_but_place": ", ".join(others), "others_tuple": ", ".join(others) + (
            "," if len(others) == 1 else ""),
        "others": ", ".join(f"{n}: Any" for n in others),
        "place_last": ", ".join(f"{n}: Any" for n in [*others, place]),
        "times_rest": "" if front == const(1) else f" * _rest({', '.join(every)})"}


def _twofold(decay: Fraction) -> str:
    """The arithmetic on pairs, and exp(decay z)."""
    text = template("numpy_twofold.tmpl").substitute({
        "weight_formula": f"{decay} z", "weight_body": _weight_body((Fraction(0), decay)),
        "argument_checks": "", "name": ""})
    return text.partition("def self_test")[0]


def words(loop: WithParameter) -> dict[str, str]:
    linear, constant, back = (_said(q, "k", "z") for q in loop.steps)
    sides = [f"({_said((p, ONE), 'n', 't')}) G{primes}"
             for p, primes in zip(loop.equation, ("''", "'", ""), strict=True)]
    return {
        "linear_words": linear, "constant_words": constant, "back_words": back,
        "equation_words": " + ".join(sides) + " = 0",
        "argument_words": f"z = {show(loop.z)}", "z_words": show(loop.z),
        "parameter_words": show(loop.alpha),
        "power_words": f"The exponent of z: {show(loop.power)}.",
        "rest_words": f"What stands in front: {show(loop.rest)}."}


def _checks(program: Program, loop: WithParameter) -> str:
    lines = []
    for given in program.inputs:
        name = given.name
        if name == loop.index:
            continue
        if name == loop.argument:
            if given.sort == "P":
                lines += [f'    if np.any(real["{name}"] < 0):\n',
                          f'        raise ValueError("{name} must not be negative")\n']
        elif given.sort == "P":
            lines += [f'    _check_positive("{name}", real["{name}"])\n',
                      f'    _check_size("{name}", real["{name}"])\n']
        elif given.sort == "N0":
            whole = f'(real["{name}"] >= 0) & (real["{name}"] == np.trunc(real["{name}"]))'
            lines += [f"    if not np.all({whole}):\n",
                      f'        raise ValueError("{name} must be one of 0, 1, 2, ...")\n']
    return "".join(lines)


def holds(node: Expr, name: str) -> bool:
    return isinstance(node, Op) and (node.name == name or any(holds(a, name) for a in node.args))


def _said(quotient: Quotient, k: str, z: str) -> str:
    sides = []
    for poly in quotient:
        parts = [" ".join([*([str(abs(c))] if abs(c) != 1 or not (a or p or b) else []),
                           *[_power(v, e) for v, e in ((k, a), (z, p), ("alpha", b)) if e]])
                 for c, a, p, b in poly]
        signs = ["-" if c < 0 else "+" for c, *_ in poly]
        sides.append(" ".join(f"{s} {t}" for s, t in zip(signs, parts, strict=True))
                     .removeprefix("+ "))
    return sides[0] if sides[1] == "1" else f"({sides[0]})/({sides[1]})"


def _power(name: str, exponent: int) -> str:
    return name if exponent == 1 else f"{name}^{exponent}"


def holds_exponential(loop: WithParameter) -> bool:
    """Whether the exponential of a pair is needed."""
    return holds(loop.z, "exp") or holds(loop.alpha, "exp")


def exponential() -> dict[str, str]:
    """log(2) as a part of so few digits that products with whole numbers are exact, and the rest;
    the reciprocal factorials, for x^14 first."""
    from mpmath import mp

    with mp.workprec(200):
        high = math.ldexp(math.floor(mp.ldexp(mp.log(2), 42)), -42)
        low = float(mp.log(2) - high)
    ways = ", ".join(repr(1.0 / math.factorial(k)) for k in range(14, 2, -1))
    return {"ln2_high": high.hex(), "ln2_low": low.hex(), "ways": ways}
