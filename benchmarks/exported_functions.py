"""Exported functions beside others: errors against balls, times as ratios measured in one run.

    python benchmarks/exported_functions.py [--quick]

Peers that are not installed are left out. All functions of a row are timed in turn, and the
median of the rounds counts; a ratio above 1 says how many times longer the peer takes.
"""

from __future__ import annotations

import argparse
import math
import platform
import statistics
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import sympy

import derive
from derive.export.accuracy import UNIT
from derive.export.compiling import compile
from derive.export.oracle import Oracle
from derive.export.recurrences import family_of
from derive.kernel.claim import Grade

Function = Callable[..., object]


def timed(functions: dict[str, Callable[[], object]], rounds: int) -> dict[str, float]:
    """Median seconds of each, called in turn."""
    spent: dict[str, list[float]] = {name: [] for name in functions}
    for _ in range(rounds + 1):
        for name, f in functions.items():
            start = time.perf_counter()
            f()
            spent[name].append(time.perf_counter() - start)
    return {name: statistics.median(times[1:]) for name, times in spent.items()}


def machine() -> str:
    names = [line.partition(":")[2].strip() for line in _lines("/proc/cpuinfo")
             if line.startswith("model name")]
    return f"{names[0] if names else platform.processor()}, Python {platform.python_version()}, " \
           f"numpy {np.__version__}, sympy {sympy.__version__}"


def _lines(path: str) -> list[str]:
    return Path(path).read_text().splitlines() if Path(path).exists() else []


def peers(n: int) -> dict[str, Function]:
    """Other ways to psi_n at m = omega = hbar = 1."""
    found: dict[str, Function] = {}
    try:
        from scipy.special import eval_hermite, gammaln

        norm = math.exp(-0.5 * (n * math.log(2) + float(gammaln(n + 1)) + 0.5 * math.log(math.pi)))
        found["scipy eval_hermite"] = lambda x: norm * eval_hermite(n, x) * np.exp(-x * x / 2)
    except ImportError:
        pass
    if n <= 60:
        x = sympy.Symbol("x")
        formula = sympy.hermite(n, x) * sympy.exp(-x**2 / 2) / sympy.sqrt(
            2**n * sympy.factorial(n) * sympy.sqrt(sympy.pi))
        found["sympy lambdify"] = sympy.lambdify(x, formula, "numpy")

    def textbook(x: object) -> object:
        before, now = np.zeros_like(x), np.pi**-0.25 * np.exp(-np.square(x) / 2)
        for k in range(n):
            before, now = now, math.sqrt(2 / (k + 1)) * x * now - math.sqrt(k / (k + 1)) * before
        return now

    found["textbook recurrence"] = textbook
    return found


def hermite_functions(quick: bool) -> None:
    """Errors and times of psi_n."""
    lecture = derive.derivation("oscillator")
    psi = derive.compile(lecture["psi"])
    in_c = derive.compile(lecture["psi"], backend="c")
    claims = [s.claim.conclusion for s in lecture.steps if s.grade in (Grade.PROVED, Grade.GIVEN)]
    oracle = Oracle(family_of(lecture["psi"].claim.conclusion, claims, lecture.definitions))
    print("\npsi_n on 1e5 points of +-1.5 sqrt(2n+1); error in ulp (condition-scaled) / absolute")
    for n in (1, 10, 50, 100, 1000) if quick else (1, 10, 50, 100, 200, 1000, 10000):
        x = np.linspace(-1.5, 1.5, 100_000) * math.sqrt(2 * n + 1)
        start = time.perf_counter()
        psi(n, x)
        built = time.perf_counter() - start
        functions = {"derive": lambda x, n=n: psi(n, x), "derive in C": lambda x, n=n: in_c(n, x),
                     **(peers(n) if n <= 1000 else {})}
        with np.errstate(all="ignore"):
            times = timed({k: (lambda f=f, x=x: f(x)) for k, f in functions.items()}, 5)
            row = [f"first call {1e3 * built:.0f} ms"]
            for name, f in functions.items():
                ulp, absolute = errors(f, n, x, oracle)
                ratio = times[name] / times["derive"]
                shown = (f"{1e4 * times[name]:.0f} ns a point" if name == "derive"
                         else f"{ratio:.1f} x")
                row.append(f"{name}: {shown}, {ulp:.2g} / {absolute:.1e}")
        print(f"  n = {n:<6}" + "\n              ".join(row))
    from derive.export.running import run_source

    module = run_source(psi.source, "psi")
    x = np.linspace(-20, 20, 100_000)
    times = timed({"all": lambda: module["psi_all"](100, x),
                   "store": lambda: np.empty((101, x.size)).fill(1.0)}, 5)
    print(f"  psi_0..psi_100 at 1e5 points: {times['all'] / (101 * x.size) * 1e9:.2f} ns a value, "
          f"{times['all'] / times['store']:.1f} x as long as storing them")
    for n in (10, 100, 1000):
        module["psi_gauss"](n)
        seconds = timed({"gauss": lambda n=n: module["psi_gauss"](n)}, 5)["gauss"]
        print(f"  Gauss rule of {n} points, its table being there: {1e3 * seconds:.2f} ms")


def errors(f: Function, n: int, x: object, oracle: Oracle) -> tuple[float, float]:
    """The largest error on 60 of the points; infinite where a value is not finite."""
    some = np.linspace(0, len(x) - 1, 60).astype(int)  # type: ignore[arg-type]
    found = np.asarray(f(x))[some]
    ulp = absolute = 0.0
    for point, got in zip(x[some].tolist(), found.tolist(), strict=True):  # type: ignore[index]
        value, slope = oracle.measured([n], {"x": point, "m": 1.0, "omega": 1.0, "hbar": 1.0})[n]
        error = float(abs(value - got)) if math.isfinite(got) else math.inf
        unit = max(UNIT * (float(abs(value)) + abs(point) * float(abs(slope))), 5e-324)
        ulp, absolute = max(ulp, error / unit), max(absolute, error)
    return ulp, absolute


def expressions(quick: bool) -> None:
    """Plain expressions: the backends beside lambdify."""
    x, y, t = sympy.symbols("x y t", real=True)
    q = sympy.exp(-t)
    formulas = {
        "Mehler kernel": (sympy.exp(-(1 - q) / (1 + q) * (x + y) ** 2 / 4
                                    - (1 + q) / (1 - q) * (x - y) ** 2 / 4)
                          / sympy.sqrt(sympy.pi * (1 - q**2)), {x: (-3, 3), y: (-3, 3),
                                                                 t: (0.1, 3)}),
        "psi_20": (sympy.expand(sympy.hermite(20, x)) * sympy.exp(-x**2 / 2), {x: (-2, 2)}),
        "squeezed": (sympy.sqrt(sympy.cosh(x) ** 2 + sympy.sinh(x) ** 2 + 2 * sympy.cosh(x)
                                * sympy.sinh(x) * sympy.cos(2 * y)) / 2, {x: (0, 2), y: (-1, 1)}),
        "softplus": (sympy.log(1 + sympy.exp(x)), {x: (-40, 800)}),
    }
    print("\nexpressions on 1e5 points: ns a point [compile ms], and x as long for lambdify")
    draw = np.random.default_rng(0)
    for name, (formula, domain) in formulas.items():
        points = [draw.uniform(*domain[a], 100_000) for a in domain]
        functions: dict[str, Function] = {}
        compiled: dict[str, float] = {}
        for backend in ("numpy", "c"):
            start = time.perf_counter()
            functions[backend] = compile(formula, backend, args=tuple(domain), domain=domain)
            compiled[backend] = 1e3 * (time.perf_counter() - start)
        functions["lambdify"] = sympy.lambdify(tuple(domain), formula, "numpy")
        with np.errstate(all="ignore"):
            times = timed({k: (lambda f=f, p=points: f(*p)) for k, f in functions.items()},
                          3 if quick else 9)
        shown = ", ".join(
            f"{b} {1e4 * times[b]:.1f} [{compiled[b]:.0f}] ({times['lambdify'] / times[b]:.1f} x)"
            for b in compiled)
        print(f"  {name:<14}{shown};  {functions['c'].accuracy.max_ulp:.1f} ulp")  # type: ignore[attr-defined]


def pitfalls() -> None:
    """What accuracy rewriting does to forms that lose digits."""
    x = sympy.Symbol("x", real=True)
    forms = {
        "(e^x - 1)/x": ((sympy.exp(x) - 1) / x, (1e-15, 10)),
        "1/(e^x - 1)": (1 / (sympy.exp(x) - 1), (1e-15, 700)),
        "log(1 + e^x)": (sympy.log(1 + sympy.exp(x)), (-40, 800)),
        "1 - tanh^2": (1 - sympy.tanh(x) ** 2, (0, 30)),
        "logistic'": (sympy.diff(1 / (1 + sympy.exp(-x)), x), (-700, 700)),
        "1 - cos x": (1 - sympy.cos(x), (1e-15, 3)),
        "roots": (sympy.sqrt(x + 1) - sympy.sqrt(x), (1e-3, 1e15)),
        "coth x - 1/x": (sympy.coth(x) - 1 / x, (1e-9, 30)),
        "coth x - 1": (sympy.coth(x) - 1, (1e-3, 300)),
        "x - sin x": (x - sympy.sin(x), (1e-9, 3)),
        "log(e^x+1) - x": (sympy.log(sympy.exp(x) + 1) - x, (0, 700)),
    }
    print("\npitfalls: the form kept, largest error before -> after")
    for name, (formula, domain) in forms.items():
        f = compile(formula, args=(x,), domain={x: domain})
        print(f"  {name:<16}{f.accuracy.form}")


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--quick", action="store_true", help="fewer sizes and rounds")
    quick = options.parse_args().quick
    print(machine())
    hermite_functions(quick)
    expressions(quick)
    pitfalls()


if __name__ == "__main__":
    main()
