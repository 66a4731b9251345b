"""Forms that lose digits: the largest error before and after, and whether equality is proved.

    python benchmarks/pitfalls.py [--csv]

Errors are in units of rounding u (|f| + |x f'|), u = 2^-53, against balls; "lambdify" is SymPy's
function of the same form at the same points.
"""

from __future__ import annotations

import argparse
import math

import numpy as np
import sympy
from sympy import (
    acos,
    acosh,
    atan,
    cos,
    cosh,
    coth,
    diff,
    erf,
    exp,
    log,
    sin,
    sinh,
    sqrt,
    tan,
    tanh,
)

from derive.export.compiling import compile
from derive.export.expression_accuracy import certain, points
from derive.export.program import Input
from derive.export.sympy_expressions import from_sympy

x, y, a, b, c = sympy.symbols("x y a b c", real=True)
LOGISTIC, THIRD = 1 / (1 + exp(-x)), sympy.Rational(1, 3)
Domain = dict[sympy.Symbol, tuple[float, float]]
#: the thirteen of the acceptance list, then others
PITFALLS: list[tuple[sympy.Expr, Domain]] = [
    ((exp(x) - 1) / x, {x: (1e-15, 10)}), (1 / (exp(x) - 1), {x: (1e-15, 700)}),
    (log(1 + exp(x)), {x: (-40, 800)}), (1 - tanh(x) ** 2, {x: (-30, 30)}),
    (diff(1 / (1 + exp(-x)), x), {x: (-700, 700)}), (1 - cos(x), {x: (1e-15, 3)}),
    (sqrt(x + 1) - sqrt(x), {x: (1e-3, 1e15)}), (coth(x) - 1 / x, {x: (1e-9, 30)}),
    (coth(x) - 1, {x: (1e-3, 300)}), (x - sin(x), {x: (1e-9, 3)}),
    (log(exp(x) + 1) - x, {x: (0, 700)}),
    (-log(exp(a) / (exp(a) + exp(b) + exp(c))), dict.fromkeys((a, b, c), (0.0, 800.0))),
    (sympy.Add(sympy.Add(x**2, sympy.Rational(1, 2)), -x**2, evaluate=False), {x: (1, 1e10)})]
OTHERS: list[tuple[sympy.Expr, Domain]] = [
    (log(1 + x) - x, {x: (-0.5, 2)}), ((1 - cos(x)) / x**2, {x: (-3, 3)}),
    (sinh(x) - x, {x: (-5, 5)}), (exp(x) - 1 - x, {x: (-5, 5)}),
    (log(exp(a) + exp(b) + exp(c)), dict.fromkeys((a, b, c), (-800.0, 800.0))),
    (log(1 / (1 + exp(-x))), {x: (-800, 800)}), (log(x / (1 - x)), {x: (1e-12, 1 - 1e-12)}),
    ((exp(x) - exp(-x)) / 2, {x: (-20, 20)}),
    ((-b + sqrt(b**2 - 4 * a * c)) / (2 * a), {a: (0.5, 2), b: (1, 1e8), c: (0.1, 1)}),
    ((-b + sqrt(b**2 - 4 * a * c)) / (2 * a), {a: (0.5, 2), b: (-1e8, 1e8), c: (-2, -0.1)}),
    (atan(x + 1) - atan(x), {x: (0, 1e8)}), (1 - (1 - x) ** 20, {x: (1e-15, 0.5)}),
    ((1 + x) ** 100 - 1, {x: (1e-12, 0.1)}),
    (-x * log(x) - (1 - x) * log(1 - x), {x: (1e-12, 1 - 1e-12)}),
    (x / (exp(x) - 1), {x: (-700, 700)}), (x**3 / (exp(x) - 1), {x: (1e-12, 700)}),
    (1 / (exp(x) + 1), {x: (-700, 700)}), (1 - 1 / (exp(x) + 1), {x: (-700, 700)}),
    (sqrt(x**2 + y**2), {x: (-1e200, 1e200), y: (-1e200, 1e200)}),
    (log(cosh(x)), {x: (-1000, 1000)}), (x * cos(x) - sin(x), {x: (-3, 3)}),
    (1 / x - 1 / (x + 1), {x: (1, 1e12)}), (cos(x) - cos(x + y), {x: (0, 6), y: (1e-12, 1e-3)}),
    (x**2 * exp(x) / (exp(x) - 1) ** 2, {x: (1e-9, 700)}), (1 / cos(x) - 1, {x: (-1, 1)}),
    (2 * coth(2 * x) - coth(x), {x: (1e-9, 20)}), (tan(x) - sin(x), {x: (-1, 1)}),
    (tanh(x) - x, {x: (-50, 50)}), (sqrt(x**2 + 1) - x, {x: (-1e6, 1e6)}),
    ((x**2 + y**2) / 2 - ((x + y) / 2) ** 2, {x: (1e3, 1e6), y: (1e3, 1e6)}),
    (1 - 2 * exp(-x) + exp(-2 * x), {x: (-1, 30)}),
    (log(LOGISTIC / (1 - LOGISTIC)), {x: (-700, 700)}), (acos(1 - x), {x: (1e-15, 1)}),
    (x * (1 + erf(x / sqrt(2))) / 2, {x: (-10, 10)}),
    (diff(x * (1 + erf(x / sqrt(2))) / 2, x), {x: (-10, 10)}), (1 - erf(x), {x: (0, 20)}),
    (a * log(a / b) + (1 - a) * log((1 - a) / (1 - b)), {a: (0.01, 0.99), b: (0.01, 0.99)}),
    (a * log(a / b) - a + b, {a: (0.5, 20), b: (0.5, 20)}),
    ((1 + x) ** y - 1, {x: (1e-14, 0.1), y: (1, 400)}),
    (100 * ((1 + x / y) ** y - 1) / (x / y), {x: (1e-6, 0.2), y: (1, 360)}),
    ((1 + 1 / x) ** x, {x: (1, 1e15)}), (x**y - 1, {x: (0.5, 2), y: (1e-10, 1)}),
    ((x + 1) ** THIRD - x**THIRD, {x: (1e-3, 1e15)}), (sqrt(1 + x) ** 3 - 1, {x: (1e-15, 1)}),
    ((x + 1) * log(x + 1) - x * log(x) - 1, {x: (1, 1e12)}), (acosh(1 + x), {x: (1e-15, 1)}),
    (log(x + sqrt(x**2 + 1)), {x: (-1e6, 1e6)}), (log(exp(x) - 1), {x: (1e-10, 800)}),
    (log(1 + exp(x + y)) - log(1 + exp(x)), {x: (-30, 30), y: (1e-10, 1)}),
    (sin(x + y) - sin(x), {x: (0, 6), y: (1e-12, 1e-3)}), (1 + cos(x), {x: (2, 4)}),
    (tan(x + y) - tan(x), {x: (-1.5, 1.5), y: (1e-12, 1e-3)}), (1 - sin(x), {x: (1, 2)}),
    (tanh(x + y) - tanh(x), {x: (0, 10), y: (1e-12, 1e-3)}), (x - tan(x), {x: (-1.5, 1.5)}),
    (1 / (x + 1) - 2 / x + 1 / (x - 1), {x: (2, 1e8)}), (log(x + 1) - log(x), {x: (1, 1e15)}),
    (log((1 - x) / (1 + x)), {x: (1e-15, 0.9)}), (log(1 - x) / log(1 + x), {x: (1e-15, 0.9)}),
    ((1 - cos(x)) / sin(x), {x: (1e-12, 3)}), (exp(x) - 2 + exp(-x), {x: (1e-12, 10)}),
    (sqrt((exp(2 * x) - 1) / (exp(x) - 1)), {x: (-10, 10)}),
    (1 / (exp(x) - 1) - 1 / x + sympy.Rational(1, 2), {x: (1e-9, 30)}),
    (x - 1 - log(x), {x: (0.1, 10)}), (1 / sqrt(1 - x**2) - 1, {x: (0, 0.9)}),
    (sqrt(a**2 + b**2 - 2 * a * b * cos(x)), {a: (1, 10), b: (1, 10), x: (1e-9, 3)}),
    (sin(x) / (x - sympy.pi), {x: (0.1, 5)}), ((2 * x - 2) / (x + 1) - log(x), {x: (0.1, 10)}),
    (atan(x + 1) - atan(x), {x: (-1e6, 1e6)})]


def lambdified(form: sympy.Expr, domain: Domain) -> float:
    """The largest error of SymPy's function in units of rounding."""
    names = {symbol: f"v{k}" for k, symbol in enumerate(domain)}
    inputs = [Input(n) for n in names.values()]
    given, f = from_sympy(form, names), sympy.lambdify(tuple(domain), form, "numpy")
    worst = 0.0
    for point in points(inputs, {names[s]: d for s, d in domain.items()}, 300):
        true = certain(given, point)
        if true is None:
            continue
        with np.errstate(all="ignore"):
            found = float(f(*(np.float64(v) for v in point.values())))
        if not math.isfinite(found):
            return math.inf
        worst = max(worst, abs(float(true.sure - found)) / true.unit)
    return worst


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--csv", action="store_true", help="a table for other programs")
    line = "{},{},{},{}" if options.parse_args().csv else "{:<52} {:>10} {:>8}  {}"
    print(line.format("form", "lambdify", "derive", "kept"))
    for title, forms in (("acceptance", PITFALLS), ("others", OTHERS)):
        good = 0
        for form, domain in forms:
            f = compile(form, args=tuple(domain), domain=domain)
            said = f.accuracy.form or ""
            kept = "as given" if said == "as given" else said.partition("equality ")[2]
            good += f.accuracy.max_ulp <= 45  # 1e-14 where the condition is 1
            print(line.format(str(form).replace(",", ";"), f"{lambdified(form, domain):.2g}",
                              f"{f.accuracy.max_ulp:.2g}", kept.replace(",", ";")[:60]))
        print(f"{title}: {good} of {len(forms)} within 45 units of rounding")


if __name__ == "__main__":
    main()
