"""The numpy backend: a program printed as one module that needs numpy and nothing else.

Recurrences fill the templates beside this file; plain expressions are printed by
``numpy_expressions``. The text is formatted, typed, and free of names from outside: what is
not an identifier never gets here (see ``vet``).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from importlib.resources import files
from math import lcm, prod
from string import Template
from typing import Any

from derive.export.local_equation import taylor
from derive.export.program import (
    ExportRefused,
    Input,
    LocalEquation,
    Polynomial,
    Power,
    Program,
    Root,
    ThreeTerm,
)
from derive.layout import laid, literal


@dataclass(frozen=True)
class Stated:
    """What a module says of itself: accuracy, certified values, the largest index."""

    accuracy: dict[str, Any]
    certified: Sequence[tuple[int, float, float, float]]
    n_max: int


def template(name: str) -> Template:
    return Template((files("derive.export.backends") / name).read_text(encoding="utf-8"))


@dataclass(frozen=True)
class Reading:
    """How a table is read: by numpy, or by a loop of another backend.

    ``local``: how far a local polynomial reaches and how many coefficients it has, ``fast`` the
    numbers that a table with the first should hold at most, ``memory`` makes it.
    """

    look_up: str = "numpy_look_up.tmpl"
    imports: str = "import numpy as np"
    local: tuple[tuple[float, int], ...] = ((0.0625, 8), (0.125, 9), (0.25, 11), (0.42, 12))
    fast: int = 200_000
    memory: str = "np.zeros((numbers, count + 1))"
    all_rows: str = "numpy_all_rows.tmpl"


NUMPY = Reading()


def recurrence_module(program: Program, stated: Stated, docstring: str, form: str = "recurrence",
                      reading: Reading = NUMPY) -> str:
    """The module of a program that is a three-term recurrence.

    ``form`` "table" adds local polynomials where the program holds a local equation; they are
    read as ``reading`` says.
    """
    loop = program.loop
    if loop is None:
        raise ExportRefused(f"{program.name} is not a recurrence")
    fields = _fields(program, loop)
    fields |= {
        "docstring": docstring, "n_max": str(stated.n_max), "accuracy": as_dict(stated.accuracy),
        "certified": _rows(stated.certified)}
    fields["all_rows"] = template(reading.all_rows).substitute(fields)
    fields["psi_all"] = template("numpy_all.tmpl").substitute(fields).lstrip("\n") + "\n"
    fields["twofold"] = template("numpy_twofold.tmpl").substitute(fields)
    if form == "table":
        if loop.local is None:
            raise ExportRefused(f"{program.name}: no table without an equation f'' + Q f = 0 and "
                                "a rule for the derivative among the claims")
        fields |= _local_fields(loop.local, loop.linear)
        fields |= {
            "look_up": template(reading.look_up).substitute(
                numba_local=template("numba_local.tmpl").template), "imports": reading.imports,
            "twofold_steps": template("numpy_twofold_steps.tmpl").template,
            "local": repr(reading.local), "fast": f"{reading.fast:_}",
            "table_memory": reading.memory}
        fields["exports"] += f', "{program.name}_gauss", "{program.name}_matrix"'
        return laid(template("numpy_table.tmpl").substitute(fields))
    return laid(template("numpy_recurrence.tmpl").substitute(fields))


def _local_fields(local: LocalEquation, linear: Root) -> dict[str, str]:
    pieces = [in_two(piece) for piece in taylor(local.potential)]
    top, bottom = in_k(local.monic.top), in_k(local.monic.bottom)
    sign = "-" if local.monic.sign < 0 else ""
    return {
        "equation_formula": f"f'' + ({in_two(local.potential).replace(' * ', ' ')}) f = 0",
        "equation_pieces": ", ".join(map(_as_array, pieces)) + "," * (len(pieces) == 1),
        "leading_top": f"({in_k(linear.top)})",
        "leading_bottom": f"({in_k(linear.bottom)})",
        "monic_top": f"{sign}({top})", "monic_bottom": bottom,
        "monic_formula": f"{sign}({top.replace(' * ', ' ')})/({bottom.replace(' * ', ' ')})",
        "slope_back": f"({in_k(local.back[0]).replace('k', 'n')}, "
                      f"{in_k(local.back[1]).replace('k', 'n')})",
        "slope_own": f"({float(local.own)!r} * xi, np.zeros_like(xi))",
    }


def in_two(terms: Polynomial) -> str:
    """A polynomial in n and xi as code."""
    parts = []
    for c, power_n, power_xi in sorted(terms, key=lambda t: (t[2], -t[1])):
        factors = [*(["n"] * power_n), *(["xi"] * power_xi)]
        size = str(abs(c)) if c.denominator == 1 else repr(float(abs(c)))
        number = [] if abs(c) == 1 and factors else [size]
        parts.append(("- " if c < 0 else "+ ") + " * ".join(number + factors))
    return " ".join(parts).removeprefix("+ ").replace("- ", "-", 1) if parts[0].startswith(
        "- ") else " ".join(parts).removeprefix("+ ")


def _as_array(code: str) -> str:
    return code if "xi" in code else f"np.full_like(xi, {code})"


def _fields(program: Program, loop: ThreeTerm) -> dict[str, str]:
    names = [i.name for i in program.inputs if i.name != loop.index]
    positive = [i.name for i in program.inputs if i.sort == "P"]
    signature = ", ".join(declared(i, "n" if i.name == loop.index else i.name)
                          for i in program.inputs)
    scaled, amplitude = _used(loop.scale), _used(loop.amplitude)
    decays = len(loop.weight) == 3 and loop.weight[2] < 0
    constant = not loop.constant.is_zero
    parts = ["linear", *(["constant"] if constant else []), "back"]
    return {
        "name": program.name, "exports": f'"ACCURACY", "{program.name}", "{program.name}_all"',
        "signature": signature,
        "all_signature": ", ".join(["N: Any", *signature.split(", ")[1:]]),
        "summary": f"{program.name} at index n and argument {loop.argument}; "
                   "the formula stands at the top.",
        "numbers": ", ".join(f'"{n}": {n}' for n in names),
        "positive": ", ".join(f'"{n}"' for n in positive),
        "parameters": ", ".join(f"{n}: Any" for n in names),
        "call_arguments": ", ".join(names), "argument": loop.argument,
        "argument_checks": template("numpy_arguments.tmpl").template,
        **_others([i for i in program.inputs if i.name not in (loop.index, loop.argument)]),
        "scale_arguments": ", ".join(scaled), "amplitude_arguments": ", ".join(amplitude),
        "scale_parameters": ", ".join(f"{n}: Any" for n in scaled),
        "amplitude_parameters": ", ".join(f"{n}: Any" for n in amplitude),
        "scale_formula": formula(loop.scale), "scale_body": _scale_body(loop.scale),
        "amplitude_formula": formula(loop.amplitude), "amplitude_value": _plain(loop.amplitude),
        "step_formula": step_formula(loop),
        "coefficient_lines": "\n".join([
            *(f"    {p} = {root_code(getattr(loop, p))}" for p in parts),
            f"    return {', '.join(f'{p}.tolist()' for p in parts)}"]),
        "ones": ", ".join("1.0" for _ in amplitude),
        "weight_twice": weight_formula(tuple(2 * c for c in loop.weight)),
        "first_value": first_formula(loop), "first_high": first_formula(loop, ""),
        "first_linear": repr(value_of(loop.first_linear)),
        "step_names": ", ".join(parts),
        "constant_step": "        work += constant\n" if constant else "",
        "weight_formula": weight_formula(loop.weight), "weight_body": _weight_body(loop.weight),
        "far_words": "past every underflow" if decays else "outside the domain",
        "far_value": "0.0" if decays else "np.nan",
    }


def _others(given: list[Input]) -> dict[str, str]:
    """The parameters besides index and argument, in a signature and in a call."""
    return {
        "others_signature": "".join(f"{declared(i, i.name)}, " for i in given),
        "others": ", ".join(i.name for i in given), "single": _single([i.name for i in given]),
        "others_numbers": ", ".join(f'"{i.name}": {i.name}' for i in given),
        "ones_after": ", 1.0" * len(given)}


def _single(names: list[str]) -> str:
    """Parameters that are one number each, as numbers: far quicker than arrays of one."""
    if not names:
        return ""
    left = f"({names[0]},)" if len(names) == 1 else ", ".join(names)
    return f"        {left} = parameters\n"


def declared(given: Input, name: str) -> str:
    """An argument in a signature."""
    return f"{name}: Any" if given.default is None else f"{name}: Any = {given.default!r}"


def _used(powers: tuple[Power, ...]) -> list[str]:
    return [p.base for p in powers if isinstance(p.base, str) and p.base != "pi"]


def as_dict(table: dict[str, Any]) -> str:
    """Plain data, an entry a line."""
    return literal(table, opened=True) if table else "{}"


def _rows(rows: Sequence[tuple[int, float, float, float]]) -> str:
    return literal(tuple((n, x, v, float(f"{u:.3g}")) for n, x, v, u in rows), opened=len(rows) > 1)


def whole(powers: tuple[Power, ...]) -> tuple[int, list[tuple[str, int]], list[tuple[str, int]]]:
    """``(d, above, below)``: the product is the d-th root of a quotient of whole powers."""
    degree = lcm(*(p.exponent.denominator for p in powers)) if powers else 1
    above: list[tuple[str, int]] = []
    below: list[tuple[str, int]] = []
    for p in powers:
        whole = int(p.exponent * degree)
        side = above if whole > 0 else below
        side.append((f"{float(p.base)!r}" if isinstance(p.base, int) else p.base, abs(whole)))
    return degree, above, below


def quotient(powers: tuple[Power, ...], pi: str) -> tuple[int, str]:
    """``(d, text)``: the product is the d-th root of the text."""
    degree, above, below = whole(powers)
    texts = []
    for side in (above, below):
        factors = [pi if n == "pi" else n for n, count in side for _ in range(count)]
        texts.append(" * ".join(factors))
    top, bottom = texts
    if not bottom:
        return degree, top or "1.0"
    return degree, f"{top or '1.0'} / ({bottom})" if " " in bottom else f"{top or '1.0'} / {bottom}"


def _plain(powers: tuple[Power, ...]) -> str:
    degree, text = quotient(powers, "np.pi")
    if degree not in (1, 2, 4):
        return f"({text}) ** {1 / degree!r}"
    for _ in range(degree.bit_length() - 1):
        text = f"np.sqrt({text})"
    return text


def formula(powers: tuple[Power, ...]) -> str:
    """A product of powers as it is written in a comment: ``(m omega / (pi hbar))^(1/4)``."""
    degree, above, below = whole(powers)
    sides = [" ".join(n.removesuffix(".0") if c == 1 else f"{n.removesuffix('.0')}^{c}"
                      for n, c in side) for side in (above, below)]
    text = sides[0] or "1"
    if sides[1]:
        text += f" / ({sides[1]})" if " " in sides[1] else f" / {sides[1]}"
    return text if degree == 1 else f"({text})^(1/{degree})"


def _scale_body(powers: tuple[Power, ...]) -> str:
    degree, above, below = whole(powers)
    if degree not in (1, 2, 4):
        raise ExportRefused(f"the scale {formula(powers)} is not made of square roots")
    if any(n == "pi" for n, _ in (*above, *below)):
        raise ExportRefused("a scale with pi in it is not supported")
    lines = ["    value = (1.0, 0.0)"]
    for word, side in (("_times", above), ("_over", below)):
        lines += [f"    value = {word}(value, ({n}, 0.0))" for n, c in side for _ in range(c)]
        if side:  # what is smaller on the way has lost digits
            lines += ["    if not np.all((value[0] > 1e-200) & (value[0] < 1e200)):",
                      f'        raise ValueError("{formula(_times(powers, degree))} is out of '
                      'range: 1e-200 to 1e200")']
    lines += ["    value = _root(value)"] * (degree.bit_length() - 1)
    return "\n".join([*lines, "    return value"])


def _times(powers: tuple[Power, ...], degree: int) -> tuple[Power, ...]:
    return tuple(Power(p.base, p.exponent * degree) for p in powers)


def in_k(coefficients: tuple[int, ...]) -> str:
    """A polynomial in k as code."""
    parts = [_monomial(c, p) for p, c in enumerate(coefficients) if c]
    return " + ".join(reversed(parts)).replace("+ -", "- ") or "0"


def _monomial(c: int, power: int) -> str:
    variable = " * ".join(["k"] * power)
    return str(c) if not power else variable if c == 1 else f"{c} * {variable}"


def root_code(root: Root) -> str:
    constant = len(root.top) == 1 and len(root.bottom) == 1
    top, bottom = in_k(root.top), in_k(root.bottom)
    text = top if bottom == "1" else f"({top}) / ({bottom})" if len(root.top) > 1 else (
        f"{top} / ({bottom})" if len(root.bottom) > 1 else f"{top} / {bottom}")
    if constant:
        text = f"np.full(top, {float(Fraction(root.top[0], root.bottom[0]))!r})"
    if root.rooted:
        text = f"np.sqrt({text})"
    return f"-{text}" if root.sign < 0 else text


def _root_formula(root: Root) -> str:
    top, bottom = (in_k(c).replace(" * ", " ") for c in (root.top, root.bottom))
    wrap = [f"({t})" if " " in t else t for t in (top, bottom)]
    text = top if bottom == "1" else "/".join(wrap)
    return f"sqrt({text})" if root.rooted else f"({text})" if " " in text else text


def step_formula(loop: ThreeTerm) -> str:
    def signed(root: Root, tail: str) -> str:
        return f"{'-' if root.sign < 0 else '+'} {_root_formula(root)}{tail}"

    if loop.constant.is_zero:
        text = signed(loop.linear, " xi h[k+1]")
    else:
        inner = f"{signed(loop.linear, ' xi')} {signed(loop.constant, '')}".removeprefix("+ ")
        text = f"+ ({inner}) h[k+1]"
    return f"{text} {signed(loop.back, ' h[k]')}".removeprefix("+ ")


def first_formula(loop: ThreeTerm, low: str = " + {} * low") -> str:
    linear, constant = (value_of(r) for r in (loop.first_linear, loop.first_constant))
    text = f"{linear!r} * xi" + low.format(repr(linear))
    return text if constant == 0 else f"{text} + {constant!r}"


def value_of(root: Root) -> float:
    square = Fraction(prod(root.top[:1]), root.bottom[0])
    return root.sign * (float(square) ** 0.5 if root.rooted else float(square))


def weight_formula(weight: tuple[Fraction, ...]) -> str:
    names = ["", " xi", " xi^2"]
    parts = [f"{c}{n}" for c, n in zip(weight, names, strict=False) if c]
    return " + ".join(reversed(parts)).replace("+ -", "- ") or "0"


def _weight_body(weight: tuple[Fraction, ...]) -> str:
    if not any(weight):
        return "    exponent, exponent_low = np.zeros_like(xi), np.zeros_like(xi)"
    padded = [*weight, *[Fraction(0)] * (3 - len(weight))]
    lines = []
    for power, coefficient in ((2, padded[2]), (1, padded[1])):
        if not coefficient:
            continue
        value = float(coefficient)
        if Fraction(value) != coefficient:
            raise ExportRefused(f"{coefficient} in the exponent is no binary fraction")
        if power == 2 and abs(coefficient.numerator) == 1:  # times a power of two: exact
            lines += ["    high, tail = _split(xi)",
                      f"    exponent = {value!r} * (high * high)",
                      f"    exponent_low = {value!r} * (tail * (xi + high) + 2.0 * xi * low)"]
            continue
        term = "_times((xi, low), (xi, low))" if power == 2 else "(xi, low)"
        lines.append(f"    part = _times({term}, ({value!r}, 0.0))")
        if len(lines) == 1:
            lines.append("    exponent, exponent_low = part")
        else:
            lines += ["    exponent, error = _sum(exponent, part[0])",
                      "    exponent_low = exponent_low + part[1] + error"]
    if padded[0]:
        lines.append(f"    exponent_low = exponent_low + {float(padded[0])!r}")
    return "\n".join(lines)
