"""A recurrence for jax and torch: one step a level for all points, with a power of two beside.

No form of this module needs exact products, which a compiler may fuse: the exponent is split
into a part of few digits, whose square is exact, and a rest. What decides (sizes, powers of two)
is kept out of derivatives; everything else is differentiated as it stands. Read first:
``numpy``. Next: ``jax`` and ``torch``, which say how a loop is written there.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from derive.export.backends import numpy as printed
from derive.export.program import ExportRefused, Power, Program, Root, ThreeTerm
from derive.layout import laid

#: climbing costs one step a level: this is as far as the accuracy is measured
N_MAX = 1000


def recurrence_module(program: Program, accuracy: dict[str, Any], docstring: str, prefix: str,
                      words: Mapping[str, str]) -> str:
    """The text of a module; ``words`` as for an expression, and climb, stop and round.

    Raises ExportRefused for a function that does not decay as a Gaussian.
    """
    loop = program.loop
    if loop is None:
        raise ExportRefused(f"{program.name} is not a recurrence")
    if len(loop.weight) != 3 or loop.weight[2] >= 0 or abs(loop.weight[2]).numerator != 1:
        raise ExportRefused(f"jax and torch have recurrences with a weight exp(-c x^2), c a power "
                            f"of two, and {program.name} has none: use numpy")
    inner = [i for i in program.inputs if i.name != loop.index]
    fields = {
        "docstring": docstring, "name": program.name, "n_max": str(N_MAX),
        "accuracy": printed.as_dict(accuracy), "imports": words["imports"],
        "measured": words["measured"], "precision": words["precision"], "stop": words["stop"],
        "traced": words["traced"],
        "round": f"{prefix}round", "prefix": prefix, "real_taken": words["real"],
        "summary": f"{program.name} at index n and argument {loop.argument}; "
                   "the formula stands at the top.",
        "head": _head(program, "n", program.name), "all_head": _head(
            program, "N", f"{program.name}_all"),
        "real": "\n".join(f'        _real("{i.label}", {i.name}),' for i in inner),
        "step_formula": printed.step_formula(loop), "coefficients": _coefficients(loop),
        "weight_formula": printed.weight_formula(loop.weight),
        "weight_high": f"{float(loop.weight[2])!r} * (high * high)",
        "weight_low": _low(loop.weight)}
    fields["climb"] = printed.template(words["climb"]).substitute(fields | {
        "parameters": ", ".join(f"{i.name}: Any" for i in inner),
        "names": ", ".join(i.name for i in inner), "argument": loop.argument,
        "positive": "\n".join(f"    {i.name} = {prefix}where({i.name} > 0, {i.name}, math.nan)"
                              for i in inner if i.sort == "P"),
        "sound": _sound(loop),
        "scale_formula": printed.formula(loop.scale), "scale": _product(loop.scale, prefix),
        "amplitude_formula": printed.formula(loop.amplitude),
        "amplitude": _product(loop.amplitude, prefix), "prefix": prefix,
        "first": printed.first_formula(loop, ""),
        "constant": "" if loop.constant.is_zero else " + constant",
        "row": "linear, back" if loop.constant.is_zero else "linear, constant, back"}).rstrip("\n")
    return laid(printed.template("tensor_recurrence.tmpl").substitute(fields))


def _sound(loop: ThreeTerm) -> str:
    """Lines that look at the products of parameters, and at their quotient."""
    products: dict[str, None] = {}
    for powers in (loop.scale, loop.amplitude):
        used = [p for p in powers if isinstance(p.base, str) and p.base != "pi"]
        below = [Power(p.base, -p.exponent) for p in used if p.exponent < 0]
        for some in ([p for p in used if p.exponent > 0], below, used):
            if some:
                products[printed.quotient(tuple(some), "")[1]] = None
    return "".join(f"    unknown = unknown | ~_sound({text})\n" for text in products)


def _head(program: Program, index: str, name: str) -> str:
    given = ", ".join(printed.declared(i, index if k == 0 else i.name)
                      for k, i in enumerate(program.inputs))
    return f"def {name}({given}) -> Any:"


def _coefficients(loop: ThreeTerm) -> str:
    roots: list[Root] = [loop.linear, *([] if loop.constant.is_zero else [loop.constant]),
                         loop.back]
    return ", ".join(printed.root_code(r) for r in roots)


def _low(weight: tuple[Fraction, ...]) -> str:
    text = f"{float(weight[2])!r} * (low * (xi + high))"
    if weight[1]:
        text += f" + {float(weight[1])!r} * xi"
    return text + (f" + {float(weight[0])!r}" if weight[0] else "")


def _product(powers: tuple[Power, ...], prefix: str) -> str:
    """A product of powers as roots of a quotient of tensors and numbers."""
    if not any(isinstance(p.base, str) and p.base != "pi" for p in powers):
        value = 1.0
        for p in powers:
            value *= (3.141592653589793 if p.base == "pi" else float(p.base)) ** float(p.exponent)
        return repr(value)
    degree, text = printed.quotient(powers, "math.pi")
    for _ in range(degree.bit_length() - 1 if degree in (1, 2, 4) else 0):
        text = f"{prefix}sqrt({text})"
    return text if degree in (1, 2, 4) else f"({text}) ** {1 / degree!r}"
