"""Written modules are as a formatter would leave them, and a linter finds nothing in them."""

from __future__ import annotations

import dataclasses
import random
import subprocess
import sys

import pytest
import sympy
from sympy import Piecewise, cos, coth, exp, hermite, log, sin, sqrt

import derive
from derive.catalog import BACKENDS
from derive.export.backends.numpy import Stated, recurrence_module
from derive.export.compiling import compile, compile_family
from derive.layout import laid
from derive.learning.known_functions import library
from derive.learning.network import dense_network
from derive.learning.numpy_program import numpy_program
from tests.export.families import (
    BY_RECURSION,
    HERMITE,
    LAGUERRE,
    LAGUERRE_BASES,
    LAGUERRE_STATE,
    LEGENDRE,
    LEGENDRE_BASES,
    LEGENDRE_STATE,
    OSCILLATOR,
)

x, y, z = sympy.symbols("x y z", real=True)
n = sympy.Symbol("n", integer=True, nonnegative=True)
level = sympy.Symbol("index_of_the_level", integer=True, nonnegative=True)
bath, gamma = sympy.symbols("temperature_of_the_bath damping_coefficient", positive=True)
FORMS = {
    "split": (coth(x) - 1 / x, {x: (-50, 50)}),
    "several": ((sin(x) * y, cos(x) + y, x + y + z), {x: (-1, 1), y: (-1, 1), z: (0, 1)}),
    "long": (sympy.expand(hermite(18, x)) * exp(-x**2 / 2) / sqrt(1 + y**2), {
        x: (-6, 6), y: (-1, 1)}),
    "sorts": (sympy.factorial(n) * sympy.erf(x), {n: (0, 20), x: (-2, 2)}),
    "branches": (Piecewise((x, x < y), (y**2, True)) + log(2 + sin(x * y * z) ** 2), {
        x: (-1, 1), y: (-1, 1), z: (-1, 1)}),
    "cases": (Piecewise((x, (x < y) & (y <= z)), (y, (x > z) | (y > 1)), (z, True)), {
        x: (-1, 1), y: (-1, 1), z: (-1, 1)}),
    "names": (exp(-bath * x) * sin(gamma * y) + bath * sqrt(1 + gamma**2), {
        bath: (1, 2), gamma: (1, 2), x: (-1, 1), y: (-1, 1)}),
    "levels": (sympy.factorial(level) * sympy.factorial(n) * x, {
        level: (0, 20), n: (0, 20), x: (-2, 2)}),
    "powers": (x**y - exp(-x**y) + 2**(-x) * sympy.pi**y + (x + y)**x, {x: (1, 2), y: (1, 2)}),
    "constant": (sympy.pi, {x: (-1, 1)}),
}


def gone_through(folder, lint=True):
    for command in (["format", "--isolated", "--diff"], ["check", "--isolated", "--no-cache"])[
            :1 + lint]:
        done = subprocess.run([sys.executable, "-m", "ruff", *command, str(folder)],
                              capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("backend", ["numpy", "python", "numba", "jax", "torch"])
def test_modules_of_expressions(tmp_path, backend):
    pytest.importorskip("ruff", reason="ruff is a tool for development")
    if backend in ("numba", "jax", "torch"):
        pytest.importorskip(backend, reason=f"{backend} is an optional extra")
    for name, (form, domain) in FORMS.items():
        if name in ("sorts", "levels") and backend in ("jax", "torch"):
            continue  # neither has a factorial
        said = compile(form, args=tuple(domain), domain=domain).accuracy
        f = compile(form, backend, tuple(domain), domain=domain, name=name)
        (tmp_path / f"{name}_{backend}.py").write_text(f._source(said))
    gone_through(tmp_path)


def test_modules_of_networks(tmp_path):
    pytest.importorskip("ruff", reason="ruff is a tool for development")
    for name, activation, depth in (("tanh", "tanh", 4), ("sigmoid", "sigmoid", 2),
                                    ("gelu", "gelu", 2), ("elu", "elu", 1)):
        g = dense_network([3] * (depth + 1), activation, "softmax_cross_entropy", output=None,
                          batch="B", reduction="mean", samples="rows").gradient()
        (tmp_path / f"{name}.py").write_text(derive.compile(g).source)
        (tmp_path / f"{name}_plain.py").write_text(numpy_program(g, library()).source)
        if name == "tanh":
            (tmp_path / "product.py").write_text(g.hessian_product(next(iter(g))).source)
    gone_through(tmp_path)


SAID = {"max_ulp": 1.5, "max_absolute": 1e-14, "at": {"n": 3.0, "x": 0.5},
        "domain": "n = 0..1000, all x", "points": 7000, "oracle": "balls of 400 bits"}
ROWS = [(3, 0.5, 1.25, 1e-16), (60, -0.12345678901234567, -1e-300, 1.2345e-316)]


@pytest.mark.parametrize("backend", ["numpy", "numba", "jax", "torch", "python"])
def test_modules_of_a_lecture(tmp_path, backend):
    pytest.importorskip("ruff", reason="ruff is a tool for development")
    program = derive.compile(derive.derivation("oscillator")["psi"]).program
    stated = Stated(SAID, ROWS, 10_000)
    for size, names in (("short", {}), ("long", LONG)):
        named = renamed(program, names)
        text = recurrence_module(named, stated, '"""A state."""', "table") if (
            backend == "numpy") else BACKENDS.get(backend).module(named, SAID, ROWS)
        (tmp_path / f"psi_{size}.py").write_text(text)
    gone_through(tmp_path)


@pytest.mark.parametrize("family", [
    (OSCILLATOR, [HERMITE], [BY_RECURSION]),
    (LAGUERRE_STATE, [LAGUERRE, *LAGUERRE_BASES]), (LEGENDRE_STATE, [LEGENDRE, *LEGENDRE_BASES])])
def test_modules_of_recurrences(tmp_path, family):
    pytest.importorskip("ruff", reason="ruff is a tool for development")
    program = compile_family(*family).program
    text = recurrence_module(program, Stated(SAID, ROWS, 10_000), '"""A state."""')
    (tmp_path / "numpy.py").write_text(text)
    for backend in ("python", "jax", "torch") if family[0] is OSCILLATOR else ("python",):
        text = BACKENDS.get(backend).module(program, SAID, ROWS)
        (tmp_path / f"{backend}.py").write_text(text)
    gone_through(tmp_path)


PARAMETRIC = (("coulomb", "psi"), ("coulomb", "u"), ("morse", "psi"), ("radial_oscillator", "psi"),
              ("radial_oscillator", "u"))
LONG = {"r": "distance_to_the_centre", "x": "position_on_the_axis", "l": "angular_momentum",
        "m": "mass_of_the_particle", "kappa": "strength_of_attraction", "depth": "depth_in_levels",
        "omega": "frequency_of_the_trap", "a": "rate_of_decay", "hbar": "planck_constant"}


def renamed(thing, names):
    """A program whose names are others."""
    if isinstance(thing, str):
        return names.get(thing, thing)
    if isinstance(thing, tuple):
        return tuple(renamed(t, names) for t in thing)
    if not dataclasses.is_dataclass(thing):
        return thing
    return dataclasses.replace(thing, **{
        f.name: renamed(getattr(thing, f.name), names) for f in dataclasses.fields(thing)})


@pytest.mark.parametrize("backend", ["numpy", "numba"])
def test_modules_of_families_with_a_parameter(tmp_path, backend):
    pytest.importorskip("ruff", reason="ruff is a tool for development")
    pytest.importorskip(backend, reason=f"{backend} is an optional extra")
    for lecture, label in PARAMETRIC:
        program = derive.compile(derive.derivation(lecture)[label]).program
        rows = [((0, *(0.25 for _ in program.inputs[1:])), 0.5, 1e-16),
                ((3, *(1 / 3 for _ in program.inputs[1:])), -1e-300, 1.2345e-316)]
        for size, names in (("short", {}), ("long", LONG)):
            text = BACKENDS.get(backend).module(renamed(program, names), SAID, rows)
            (tmp_path / f"{lecture}_{label}_{size}.py").write_text(text)
    gone_through(tmp_path)


def random_expression(rng, depth):
    """A text of calls, tuples, lists, sums and products as templates and printers write them."""
    if depth <= 0:
        return rng.choice(["n", "kappa", "temperature", "2.75", "1.1234567890123456", '"a (text,"'])
    inner = [random_expression(rng, depth - rng.choice([1, 1, 2])) for _ in range(4)]
    match rng.randrange(6):
        case 0 | 1:
            given = ", ".join(inner[:rng.randrange(1, 5)])
            return f"{rng.choice(['_times', 'np.sqrt', 'f'])}({given})"
        case 2:
            return f"np.full({inner[0]}, dtype=np.float64)"
        case 3:
            return f"({inner[0]}, {inner[1]})"
        case 4:
            return f"[{', '.join(inner[:3])}]"
    calls = [f"f({part})" for part in inner[:rng.randrange(2, 5)]]
    return rng.choice([" + ", " * ", " & "]).join(calls)


@pytest.mark.parametrize("seed", range(3))
def test_statements_are_opened_as_a_formatter_opens_them(tmp_path, seed):
    pytest.importorskip("ruff", reason="ruff is a tool for development")
    rng = random.Random(seed)
    lines = []
    for _ in range(200):
        start = rng.choice(["return ", "value = ", "now, before = ", "value += ", "if not "])
        made = f"f({random_expression(rng, 4)})"
        looped = f"sum({made} for a, b in zip({random_expression(rng, 1)}, others, strict=True))"
        lines.append(f"    {start}{rng.choice([made, made, made, looped])}"
                     + (":\n        pass" if start == "if not " else ""))
    (tmp_path / "statements.py").write_text(laid("def g():\n" + "\n".join(lines) + "\n"))
    gone_through(tmp_path, lint=False)
