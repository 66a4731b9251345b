"""A family with a parameter as a numpy module: every expression to twice the working precision.

The argument z, alpha and the coefficients are printed as operations on pairs (a value and its
remainder), so that nothing is lost where a power of z and an exponential of it nearly cancel.
Read first: ``derive.export.with_parameter``, and the template beside this file.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from derive.export.backends.numpy import _weight_body, as_dict, declared, template
from derive.export.backends.numpy_expressions import write
from derive.export.expressions import show
from derive.export.program import (
    Const,
    Cubic,
    ExportRefused,
    Expr,
    Op,
    Program,
    Quotient,
    Var,
    WithParameter,
    names_in,
)

#: the largest index and parameter: without a normalization larger ones exceed the range of float64
N_MAX, PARAMETER_MAX = 100, 100
_ONE: Cubic = ((Fraction(1), 0, 0, 0),)


def parameter_module(program: Program, accuracy: dict[str, Any], certified: Sequence[Any],
                     docstring: str) -> str:
    """The text of the module.

    Raises ExportRefused where an expression has no form in pairs.
    """
    loop = program.with_parameter
    if loop is None:
        raise ExportRefused(f"{program.name} is no family with a parameter")
    names = [i.name for i in program.inputs if i.name != loop.index]
    text = template("numpy_with_parameter.tmpl").substitute({
        **_coefficients(loop), **_words(loop),
        "docstring": docstring, "name": program.name, "n_max": str(N_MAX),
        "parameter_max": str(PARAMETER_MAX), "accuracy": as_dict(accuracy),
        "certified": "(\n" + "".join(f"    ({a!r},\n     {v!r}, {u:.3g}),\n"
                                     for a, v, u in certified) + ")",
        "signature": ", ".join(declared(i, "n" if i.name == loop.index else i.name)
                               for i in program.inputs),
        "summary": f"{program.name}; the formula stands at the top.",
        "numbers": ", ".join(f'"{n}": {n}' for n in names), "checks": _checks(program, loop),
        "argument": loop.argument, "parameters": ", ".join(f"{n}: Any" for n in names),
        "call": ", ".join(["n", *names]),
        "call_parameters": ", ".join(f"{n}: Any" for n in ["n", *names]),
        "argument_code": _argument(loop),
        "parameter_code": pair(_renamed(loop.alpha, loop.index)),
        "power_code": write(_renamed(loop.power, loop.index)),
        "rest_code": write(_renamed(loop.rest, loop.index)),
        "exponential": _exponential() if _has(loop.z, "exp") or _has(loop.alpha, "exp") else "",
        "twofold_steps": template("numpy_twofold_steps.tmpl").template,
        "argument_checks": template("numpy_arguments.tmpl").template,
        "twofold": _twofold(loop.decay)})
    return text


def _twofold(decay: Fraction) -> str:
    """The arithmetic on pairs, and exp(decay z)."""
    text = template("numpy_twofold.tmpl").substitute({
        "weight_formula": f"{decay} z", "weight_body": _weight_body((Fraction(0), decay)),
        "argument_checks": "", "name": ""})
    return text.partition("def self_test")[0]


def _argument(loop: WithParameter) -> str:
    """What is free of the place first: it is a number where the parameters are."""
    grouped = _grouped(_renamed(loop.z, loop.index), loop.argument)
    lines = []
    if isinstance(grouped, Op) and grouped.name == "mul" and not reads(
            grouped.args[0], loop.argument):
        lines = [f"    scale = {pair(grouped.args[0])}"]
        rest = pair(_product(grouped.args[1:]))
        return "\n".join([*lines, f"    return _times(scale, {rest})"])
    return f"    return {pair(grouped)}"


def _coefficients(loop: WithParameter) -> dict[str, str]:
    linear, constant, back = (_quotient(q, "k") for q in loop.steps)
    first, start = (_quotient(q, "k") for q in loop.first)
    own, before = (_quotient(q, "n") for q in loop.slope)
    rows = []
    for poly in loop.equation:
        top = max(power for _, _, power, _ in poly)
        parts = [tuple((c, a, 0, b) for c, a, power, b in poly if power == k)
                 for k in range(top + 1)]
        rows.append("[" + ", ".join(_cubic(p, "n") for p in parts) + "]")
    return {
        "linear_code": linear, "constant_code": constant, "back_code": back,
        "first_linear": first, "first_constant": start, "own_code": own, "before_code": before,
        "second_code": rows[0], "first_code": rows[1], "none_code": rows[2],
        "decay": f"({float(loop.decay)!r})", "twice_decay": repr(2.0 * float(loop.decay))}


def _words(loop: WithParameter) -> dict[str, str]:
    linear, constant, back = (_said(q, "k", "z") for q in loop.steps)
    sides = [f"({_said((p, _ONE), 'n', 't')}) G{primes}"
             for p, primes in zip(loop.equation, ("''", "'", ""), strict=True)]
    return {
        "linear_words": linear, "constant_words": constant, "back_words": back,
        "equation_words": " + ".join(sides) + " = 0",
        "argument_words": f"z = {show(loop.z)}", "parameter_words": show(loop.alpha),
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
            lines.append(f'    _check_positive("{name}", real["{name}"])\n')
        elif given.sort == "N0":
            whole = f'(real["{name}"] >= 0) & (real["{name}"] == np.trunc(real["{name}"]))'
            lines += [f"    if not np.all({whole}):\n",
                      f'        raise ValueError("{name} must be one of 0, 1, 2, ...")\n']
    return "".join(lines)


def _renamed(node: Expr, index: str) -> Expr:
    if isinstance(node, Var):
        return Var("n") if node.name == index else node
    if isinstance(node, Op):
        return Op(node.name, tuple(_renamed(a, index) for a in node.args))
    return node


def _grouped(node: Expr, place: str) -> Expr:
    """Products with all that is free of the place in one factor: it is computed once a call."""
    if not isinstance(node, Op):
        return node
    if node.name not in ("mul", "div", "neg"):
        return Op(node.name, tuple(_grouped(a, place) for a in node.args))
    above, below = _factors(node)
    free: list[list[Expr]] = [[f for f in side if not reads(f, place)] for side in (above, below)]
    bound = [[_grouped(f, place) for f in side if reads(f, place)] for side in (above, below)]
    if not any(bound):
        return node
    number = _product(free[0]) if not free[1] else Op("div", (_product(free[0]),
                                                              _product(free[1])))
    whole = _product([*([number] if any(free) else []), *bound[0]])
    return Op("div", (whole, _product(bound[1]))) if bound[1] else whole


def _factors(node: Expr) -> tuple[list[Expr], list[Expr]]:
    if isinstance(node, Op) and node.name == "neg":
        above, below = _factors(node.args[0])
        return [Const(Fraction(-1)), *above], below
    if isinstance(node, Op) and node.name in ("mul", "div"):
        above, below = _factors(node.args[0])
        for arg in node.args[1:]:
            top, bottom = _factors(arg)
            if node.name == "div":
                top, bottom = bottom, top
            above, below = [*above, *top], [*below, *bottom]
        return above, below
    return [node], []


def _product(factors: Sequence[Expr]) -> Expr:
    return factors[0] if len(factors) == 1 else Op("mul", tuple(factors)) if factors else (
        Const(Fraction(1)))


def reads(node: Expr, name: str) -> bool:
    """Whether an expression depends on an input."""
    return name in names_in(node)


def _has(node: Expr, name: str) -> bool:
    return isinstance(node, Op) and (node.name == name or any(_has(a, name) for a in node.args))


def pair(node: Expr) -> str:
    """An expression as operations on pairs.

    >>> from derive.export.program import const
    >>> pair(Op("div", (Op("mul", (const(2), Var("r"))), Var("m"))))
    '_over(_times((2.0, 0.0), (r, 0.0)), (m, 0.0))'
    """
    if isinstance(node, Const):
        top, bottom = node.value.numerator, node.value.denominator
        if Fraction(float(node.value)) == node.value:
            return f"({float(node.value)!r}, 0.0)"
        return f"_over(({float(top)!r}, 0.0), ({float(bottom)!r}, 0.0))"
    if isinstance(node, Var):
        return f"({node.name}, 0.0)"
    if isinstance(node, Op):
        if node.name == "div":
            whole = _quotient_of_numbers(node)
            if whole is not None:
                return pair(Const(whole))
        parts = [pair(a) for a in node.args]
        if node.name == "neg":
            return f"_times((-1.0, 0.0), {parts[0]})"
        if node.name in ("add", "mul"):
            word, result = "_sum2" if node.name == "add" else "_times", parts[0]
            for part in parts[1:]:
                result = f"{word}({result}, {part})"
            return result
        if node.name == "sub":
            return f"_sum2({parts[0]}, _times((-1.0, 0.0), {parts[1]}))"
        if node.name in ("div", "sqrt", "exp"):
            word = {"div": "_over", "sqrt": "_root", "exp": "_exponential"}[node.name]
            return f"{word}({', '.join(parts)})"
        power = node.args[1] if node.name == "pow" else None
        if isinstance(power, Const) and power.value.denominator == 1 and 1 <= power.value <= 8:
            result = parts[0]
            for _ in range(int(power.value) - 1):
                result = f"_times({result}, {parts[0]})"
            return result
    raise ExportRefused(f"the argument of a family with a parameter may not hold {show(node)}")


def _quotient_of_numbers(node: Op) -> Fraction | None:
    top, bottom = node.args
    if isinstance(top, Const) and isinstance(bottom, Const) and bottom.value:
        return top.value / bottom.value
    return None


def _quotient(quotient: Quotient, k: str) -> str:
    top, bottom = quotient
    return _cubic(top, k) if bottom == _ONE else f"_over({_cubic(top, k)}, {_cubic(bottom, k)})"


def _cubic(poly: Cubic, k: str) -> str:
    """A polynomial in the index, z and alpha as operations on pairs, by Horner's rule."""
    by_z = [tuple((c, a, b) for c, a, power, b in poly if power == p)
            for p in range(max((p for _, _, p, _ in poly), default=0) + 1)]
    return _horner([_in_alpha(part, k) for part in by_z], "z")


def _in_alpha(poly: tuple[tuple[Fraction, int, int], ...], k: str) -> str:
    by_alpha = [[(c, a) for c, a, b in poly if b == p]
                for p in range(max((b for _, _, b in poly), default=0) + 1)]
    return _horner([f"({_in_index(part, k)}, 0.0)" for part in by_alpha], "alpha")


def _horner(parts: list[str], variable: str) -> str:
    result = parts[-1]
    for part in reversed(parts[:-1]):
        product = f"_times({result}, {variable})" if result != "(1.0, 0.0)" else variable
        result = product if part == "(0.0, 0.0)" else f"_sum2({product}, {part})"
    return result


def _in_index(terms: list[tuple[Fraction, int]], k: str) -> str:
    """A polynomial in the index alone: whole numbers, exact in float64."""
    text = " + ".join(
        " * ".join([*([repr(float(c))] if abs(c) != 1 or not power else
                      ["-" + k] if c < 0 else [k]),
                    *([k] * (power if abs(c) != 1 or not power else power - 1))])
        for c, power in terms)
    return text.replace("+ -", "- ") or "0.0"


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


def _exponential() -> str:
    from mpmath import mp

    with mp.workprec(200):
        ratio = mp.log(2) / 64
        high = float(ratio)
        low = float(ratio - high)
    assert math.isfinite(low)
    return template("numpy_exponential.tmpl").substitute(
        {"ln2_high": high.hex(), "ln2_low": low.hex()})
