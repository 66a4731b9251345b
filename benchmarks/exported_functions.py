"""Special functions beside others: errors against balls, times as ratios measured in one run.

    python benchmarks/exported_functions.py [--quick] [--write docs/reference/measured.md]

Peers that are not installed are left out. All functions of a row are timed in turn, and the
median of the rounds counts, in time of the processor; nothing is taken from another run.
Pitfalls of plain expressions are measured by ``pitfalls.py``, networks by ``networks.py``.
"""

from __future__ import annotations

import argparse
import math
import os
import platform
import statistics
import tempfile
import time
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import sympy
from flint import arb, ctx

import derive
from derive.export import Exact
from derive.export.accuracy import UNIT
from derive.export.oracle import Oracle
from derive.export.recurrences import family_of
from derive.kernel.claim import Grade

Function = Callable[..., Any]
ONES = {"m": 1.0, "omega": 1.0, "hbar": 1.0}


def timed(functions: dict[str, Callable[[], object]], rounds: int) -> dict[str, float]:
    """Median seconds of each, called in turn: one call that is not counted and one that is.

    Of the processor, not of the clock on the wall: other programs may run beside. The first call
    after the others finds its tables no longer in the cache, as a loop over arrays does not; of
    calls that take longer than 50 ms it is the one that is counted.
    """
    spent: dict[str, list[float]] = {name: [] for name in functions}
    for _ in range(rounds + 1):
        for name, f in functions.items():
            for _ in range(2):
                start = time.thread_time()
                f()
                last = time.thread_time() - start
                if last > 0.05:
                    break
            spent[name].append(last)
    return {name: statistics.median(times[1:]) for name, times in spent.items()}


def machine() -> str:
    names = [line.partition(":")[2].strip() for line in _lines("/proc/cpuinfo")
             if line.startswith("model name")]
    found = [f"{names[0] if names else platform.processor()}", f"{os.cpu_count()} cores",
             f"{platform.system()} {platform.release()}", f"Python {platform.python_version()}",
             f"numpy {np.__version__}", f"sympy {sympy.__version__}"]
    for name in ("scipy", "numba", "qutip"):
        module = _installed(name)
        found += [f"{name} {module.__version__}"] if module else []
    return ", ".join(found)


def _lines(path: str) -> list[str]:
    return Path(path).read_text().splitlines() if Path(path).exists() else []


def _installed(name: str) -> Any:
    import importlib

    try:
        return importlib.import_module(name)
    except ImportError:
        return None


def in_qutip(n: int) -> Function:
    """psi_n by the compiled recurrence of QuTiP: its class sums over all lower states as well."""
    from qutip._distributions import psi_n_single_fock_multiple_position_complex as one_state

    return lambda x: one_state(n, x.astype(complex)).real


def peers(n: int) -> dict[str, Function]:
    """Other ways to psi_n at m = omega = hbar = 1."""
    found: dict[str, Function] = {}
    if _installed("scipy"):
        from scipy.special import eval_hermite, gammaln

        norm = math.exp(-0.5 * (n * math.log(2) + float(gammaln(n + 1)) + 0.5 * math.log(math.pi)))
        found["scipy eval_hermite"] = lambda x: norm * eval_hermite(n, x) * np.exp(-x * x / 2)
    if _installed("qutip") and n <= 200:
        found["QuTiP"] = in_qutip(n)
    if n <= 60:
        x = sympy.Symbol("x")
        formula = sympy.hermite(n, x) * sympy.exp(-x**2 / 2) / sympy.sqrt(
            2**n * sympy.factorial(n) * sympy.sqrt(sympy.pi))
        found["sympy lambdify"] = sympy.lambdify(x, formula, "numpy")

    def textbook(x: Any) -> Any:
        before, now = np.zeros_like(x), np.pi**-0.25 * np.exp(-np.square(x) / 2)
        for k in range(n):
            before, now = now, math.sqrt(2 / (k + 1)) * x * now - math.sqrt(k / (k + 1)) * before
        return now

    if n <= 1000:
        found["textbook recurrence"] = textbook
    return found


def table(head: list[str], rows: list[list[str]]) -> list[str]:
    """A Markdown table."""
    return [f"| {' | '.join(head)} |", "|" + "---|" * len(head),
            *(f"| {' | '.join(row)} |" for row in rows), ""]


def hermite_functions(lecture: Any, quick: bool) -> list[str]:
    """Errors and times of psi_n."""
    ours = {"numpy": derive.compile(lecture["psi"]),
            "C": derive.compile(lecture["psi"], backend="c")}
    if _installed("numba"):
        ours["numba"] = derive.compile(lecture["psi"], backend="numba")
    claims = [s.claim.conclusion for s in lecture.steps if s.grade in (Grade.PROVED, Grade.GIVEN)]
    oracle = Oracle(family_of(lecture["psi"].claim.conclusion, claims, lecture.definitions))
    rows = []
    for n in (1, 10, 100, 1000) if quick else (1, 10, 50, 100, 200, 1000, 10000):
        x = np.linspace(-1.5, 1.5, 100_000) * math.sqrt(2 * n + 1)
        functions: dict[str, Function] = {
            f"derive, {k}": lambda x, f=f, n=n: f(n, x) for k, f in ours.items()}
        first = {}
        for name, f in functions.items():
            start = time.thread_time()
            f(x)
            first[name] = 1e3 * (time.thread_time() - start)
        functions |= peers(n)
        with np.errstate(all="ignore"), warnings.catch_warnings(action="ignore"):
            times = timed({"np.exp": lambda x=x: np.exp(x),
                           **{k: (lambda f=f, x=x: f(x)) for k, f in functions.items()}}, 9)
            for name, f in functions.items():
                ulp, absolute = errors(f, n, x, oracle)
                rows.append([str(n), name, f"{1e4 * times[name]:.1f}",
                             f"{times[name] / times['np.exp']:.1f}",
                             f"{first[name]:.0f}" if name in first else "",
                             "not finite" if math.isinf(ulp) else f"{ulp:.2g}",
                             "" if math.isinf(ulp) else f"{absolute:.1e}"])
    return ["## The oscillator's functions ψₙ", "",
            "100,000 points on ±1.5 √(2n+1). Errors are the largest of 60 points, in units of what "
            "rounding the argument and the result costs, and absolute. The first call builds the "
            "table.", "", *table(["n", "", "ns a point", "× np.exp", "first call, ms", "error, ulp",
                                  "absolute"], rows)]


def errors(f: Function, n: int, x: Any, oracle: Oracle) -> tuple[float, float]:
    """The largest error on 60 of the points; infinite where a value is not finite."""
    some = np.linspace(0, len(x) - 1, 60).astype(int)
    found = np.asarray(f(x))[some]
    ulp = absolute = 0.0
    for point, got in zip(x[some].tolist(), found.tolist(), strict=True):
        value, slope = oracle.measured([n], {**ONES, "x": point})[n]
        error = float(abs(value - got)) if math.isfinite(got) else math.inf
        unit = max(UNIT * (float(abs(value)) + abs(point) * float(abs(slope))), 5e-324)
        ulp, absolute = max(ulp, error / unit), max(absolute, error)
    return ulp, absolute


def all_indices(lecture: Any) -> list[str]:
    """psi_0 ... psi_N at once, beside storing as many numbers."""
    ours = {"numpy": derive.compile(lecture["psi"]),
            "C": derive.compile(lecture["psi"], backend="c")}
    if _installed("numba"):
        ours["numba"] = derive.compile(lecture["psi"], backend="numba")
    rows = []
    for top, count in ((100, 100_000), (1000, 10_000)):
        x = np.linspace(-1.2, 1.2, count) * math.sqrt(2 * top + 1)
        out = np.empty((top + 1, count))
        functions: dict[str, Callable[[], object]] = {"store": lambda out=out: out.fill(1.0)}
        for name, psi in ours.items():
            functions[name] = lambda f=psi, n=top, x=x, out=out: f.all_indices(n, x, out=out)
            functions[f"{name}, new"] = lambda f=psi, n=top, x=x: f.all_indices(n, x)
        times, unit = timed(functions, 7), 1e9 / out.size
        rows += [[f"{top}", f"{count:,}", f"derive, {name}", f"{unit * times[f'{name}, new']:.2f}",
                  f"{unit * times[name]:.2f}", f"{unit * times['store']:.2f}",
                  f"{times[name] / times['store']:.1f}"] for name in ours]
    return ["## All indices at once", "", "ns a value; storing is `out.fill(1.0)` on the same "
            "memory, which is read before it is written. C writes without reading, numpy in "
            "part.", "",
            *table(["N", "points", "", "new array", "`out=`", "storing", "`out=` / storing"],
                   rows)]


def gauss_rules(lecture: Any, quick: bool) -> list[str]:
    """Times and errors of Gauss-Hermite nodes."""
    functions: dict[str, Function] = {
        "derive, C": derive.compile(lecture["psi"], backend="c").gauss,
        "derive, numpy": derive.compile(lecture["psi"]).gauss}
    if _installed("scipy"):
        from scipy.special import roots_hermite

        functions["scipy roots_hermite"] = roots_hermite
    functions["numpy hermgauss"] = np.polynomial.hermite.hermgauss
    rows = []
    for n in (10, 100, 1000) if quick else (10, 100, 1000, 10_000):
        here = {k: f for k, f in functions.items() if n <= 1000 or not k.startswith("numpy")}
        with np.errstate(all="ignore"):
            times = timed({k: (lambda f=f, n=n: f(n)) for k, f in here.items()},
                          7 if n <= 1000 else 3)
            for name, f in here.items():
                error = node_error(n, f(n)[0])
                rows.append([str(n), name, f"{1e3 * times[name]:.2f}", f"{error:.1e}"])
    return ["## Gauss–Hermite rules", "", "Relative error of 12 positive nodes against roots in "
            "balls. In numpy the table is there; C needs none.", "",
            *table(["n", "", "ms", "error of nodes"], rows)]


def node_error(n: int, nodes: Any) -> float:
    """By one step of Newton's from the node, at 300 bits."""
    before, ctx.prec = ctx.prec, 300
    worst = 0.0
    try:
        for k in np.linspace((n + 1) // 2, n - 1, 12).astype(int).tolist():
            x = arb(float(nodes[k]))
            last, now = arb(1), 2 * x
            for j in range(n - 1):
                last, now = now, (2 * x * now - 2 * (j + 1) * last).mid()
            worst = max(worst, abs(float(now / (2 * n * last) / x)))
    finally:
        ctx.prec = before
    return worst


def states() -> list[str]:
    """Families with a parameter."""
    rows = []
    r = np.linspace(0, 300, 100_000)[1:]
    arguments: dict[str, tuple[Any, ...]] = {
        "coulomb": (5, r, 2), "radial_oscillator": (5, r / 30, 2),
        "morse": (4, np.linspace(-1, 8, r.size), 1.0, 5.3)}
    functions: dict[str, Callable[[], object]] = {"np.exp": lambda: np.exp(-r)}
    said = {}
    for name, given in arguments.items():
        for backend in ("numpy", "numba", "c"):
            if backend != "numba" or _installed("numba"):
                psi = derive.compile(derive.derivation(name)["psi"], backend=backend)
                functions[f"{name}, {backend}"] = lambda f=psi, a=given: f(*a)
                said[f"{name}, {backend}"] = psi.accuracy
    if _installed("scipy"):
        from scipy.special import eval_genlaguerre

        for n in (2, 5):
            rho = 2 * r / (n + 3)
            functions[f"coulomb at n = {n}, scipy eval_genlaguerre"] = lambda n=n, rho=rho: (
                math.factorial(n) * rho**3 * np.exp(-rho / 2) * eval_genlaguerre(n, 5, rho))
    times = timed(functions, 9)
    for name in list(functions)[1:]:
        accuracy = said.get(name)
        rows.append([name, f"{1e9 / r.size * times[name]:.0f}",
                     f"{times[name] / times['np.exp']:.0f}",
                     f"{accuracy.max_ulp:.2g}" if accuracy else ""])
    return ["## States with a parameter", "", "100,000 points of one state, n = 5 or 4; the "
            "error is that of the certificate, over all indices and parameters.", "",
            *table(["", "ns a point", "× np.exp", "error, ulp"], rows)]


def exact(lecture: Any) -> list[str]:
    """Exact polynomials and overlaps."""
    found, x = Exact(lecture["psi"]), sympy.Symbol("x")
    times = timed({"H": lambda: found.polynomial(1000), "one": lambda: found.overlap(20, 20)}, 9)
    start = time.thread_time()
    sympy.hermite_poly(1000, x, polys=True)
    other = time.thread_time() - start
    start = time.thread_time()
    sympy.integrate(sympy.expand(sympy.hermite(20, x) ** 2) * sympy.exp(-x**2),
                    (x, -sympy.oo, sympy.oo))
    integral = time.thread_time() - start
    return ["## Exact values", "", *table(["", "derive, ms", "sympy, ms", "ratio"], [
        ["H₁₀₀₀", f"{1e3 * times['H']:.2f}", f"{1e3 * other:.0f}", f"{other / times['H']:.0f}"],
        ["⟨ψ₂₀\\|ψ₂₀⟩", f"{1e3 * times['one']:.2f}", f"{1e3 * integral:.0f}",
         f"{integral / times['one']:.0f}"]])]


def expressions(quick: bool) -> list[str]:
    """Plain expressions: the backends beside lambdify."""
    x, y, t = sympy.symbols("x y t", real=True)
    q = sympy.exp(-t)
    formulas = {
        "Mehler kernel": (sympy.exp(-(1 - q) / (1 + q) * (x + y) ** 2 / 4
                                    - (1 + q) / (1 - q) * (x - y) ** 2 / 4)
                          / sympy.sqrt(sympy.pi * (1 - q**2)), {x: (-3, 3), y: (-3, 3),
                                                                 t: (0.1, 3)}),
        "ψ₂₀": (sympy.expand(sympy.hermite(20, x)) * sympy.exp(-x**2 / 2), {x: (-2, 2)}),
        "squeezed state": (sympy.sqrt(
            sympy.cosh(x) ** 2 + sympy.sinh(x) ** 2 + 2 * sympy.cosh(x) * sympy.sinh(x)
            * sympy.cos(2 * y)) / 2, {x: (0, 2), y: (-1, 1)}),
    }
    draw, rows = np.random.default_rng(0), []
    for name, (formula, domain) in formulas.items():
        points = [draw.uniform(*domain[a], 100_000) for a in domain]
        functions: dict[str, Function] = {}
        made: dict[str, list[float]] = {}
        with tempfile.TemporaryDirectory() as folder:
            os.environ["XDG_CACHE_HOME"] = folder  # the first time is one with an empty cache
            for backend in ("c", "numpy"):
                made[backend] = []
                for _ in range(2):
                    start = time.perf_counter()
                    functions[backend] = derive.compile(formula, backend, args=tuple(domain),
                                                        domain=domain)
                    made[backend].append(1e3 * (time.perf_counter() - start))
            error = functions["c"].accuracy.max_ulp
            del os.environ["XDG_CACHE_HOME"]
        functions["lambdify"] = sympy.lambdify(tuple(domain), formula, "numpy")
        with np.errstate(all="ignore"):
            times = timed({k: (lambda f=f, p=points: f(*p)) for k, f in functions.items()},
                          3 if quick else 15)
        rows.append([name, *(f"{1e4 * times[b]:.1f}" for b in ("numpy", "c", "lambdify")),
                     f"{made['c'][0]:.0f}", f"{made['c'][1]:.0f}",
                     f"{error:.1f}"])
    return ["## Expressions", "", "ns a point, 100,000 points; compiling for C with an empty "
            "cache, the search for an accurate form and its proof included, and again.", "",
            *table(["", "numpy", "C", "lambdify", "compile, ms", "again, ms", "error of C, ulp"],
                   rows)]


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--quick", action="store_true", help="fewer sizes and rounds")
    options.add_argument("--write", metavar="PATH", help="write the page that the docs show")
    given = options.parse_args()
    lecture = derive.derivation("oscillator")
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else 0.0
    lines = ["# Measured", "",
             "Written by `python benchmarks/exported_functions.py --write docs/reference/measured"
             ".md`, which anyone can run; all numbers are from one run on one machine: the "
             "median of calls made in turn, each after one that is not counted, in time of the "
             "processor (of the clock on the wall where a compiler runs).", "",
             f"{machine()}; load {load:.1f} when it began.", ""]
    for part in (hermite_functions(lecture, given.quick), all_indices(lecture),
                 gauss_rules(lecture, given.quick), states(), exact(lecture),
                 expressions(given.quick)):
        print("\n".join(part), flush=True)
        lines += part
    if given.write:
        Path(given.write).write_text("\n".join(lines).rstrip() + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
